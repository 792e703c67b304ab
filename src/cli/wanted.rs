//! Which findings of a draft count: those that no baseline knows.

use super::args::WantedArgs;
use super::files::Draft;
use super::known::{Baselines, Entered};
use super::settings::Settings;
use bylint::baseline::Parted;
use bylint::document::Document;
use bylint::engine::Outcome;
use bylint::rule::{Named, RuleSet};
use bylint::text::Source;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What counts in each draft of a run.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// The baseline of each draft that has one, by the draft's path.
    known: HashMap<PathBuf, Entered>,
}

impl Wanted {
    /// What the arguments ask for, of these drafts.
    pub(super) fn new(args: &WantedArgs, drafts: &[(Draft, Arc<Settings>)]) -> anyhow::Result<Self> {
        let mut known = HashMap::new();
        if !args.no_baseline {
            let mut baselines = Baselines::new(args.baseline.as_deref())?;
            for (draft, _) in drafts {
                if let (Some(path), Some(entered)) = (draft.path(), baselines.of(draft)?) {
                    known.insert(path.to_owned(), entered);
                }
            }
        }
        Ok(Self { known })
    }

    /// Leaves the findings that count, and gives the number of those that a baseline knows.
    pub(super) fn narrow(
        &self,
        draft: &Draft,
        settings: &Settings,
        source: &Source,
        document: &Document,
        outcome: &mut Outcome,
    ) -> usize {
        let Some(entered) = draft.path().and_then(|path| self.known.get(path)) else { return 0 };
        let Parted { new, known, .. } = part(entered, settings, source, document, outcome);
        outcome.findings = new;
        known.len()
    }
}

/// Parts the findings of a draft by its baseline. Those of rules that no baseline may hold are new whatever it says.
pub(super) fn part(
    entered: &Entered,
    settings: &Settings,
    source: &Source,
    document: &Document,
    outcome: &mut Outcome,
) -> Parted {
    let never = &settings.never_baselined;
    let rules = settings.linter.rules();
    let findings = std::mem::take(&mut outcome.findings);
    let (never, may): (Vec<_>, Vec<_>) = findings.into_iter().partition(|f| is_one_of(&f.rule, never, rules));
    let mut parted = entered.known.baseline.part(&entered.name, source, document, may);
    parted.new.extend(never);
    parted.new.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    parted
}

/// Whether a rule is named, itself or by its family.
pub(super) fn is_one_of(rule: &str, named: &[Named], rules: &RuleSet) -> bool {
    rules.get(rule).is_some_and(|rule| named.iter().any(|named| named.covers(rule)))
}
