//! Which findings of a draft count: those that no baseline knows, and, if asked for, only those about what changed.

use super::args::WantedArgs;
use super::changes::{Changed, Touched, carried};
use super::files::{self, Draft};
use super::git::Git;
use super::known::{Baselines, Entered, place};
use super::settings::Settings;
use super::sheet::Sheet;
use bylint::baseline::Parted;
use bylint::diagnostic::Finding;
use bylint::engine::Outcome;
use bylint::rule::{Named, RuleSet};
use bylint::text::Source;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What counts in each draft of a run.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// The baseline of each draft that has one, by the draft's path.
    known: HashMap<PathBuf, Entered>,
    /// What changed in each draft, by the draft's path, where only that counts.
    changed: Option<HashMap<PathBuf, Changed>>,
    /// Who has the words of what is staged.
    git: Option<Git>,
}

/// A draft and what holds for it.
type Item = (Draft, Arc<Settings>);

impl Wanted {
    /// What the arguments ask for, of these drafts; with those of them that are to be read.
    pub(super) fn new(args: &WantedArgs, drafts: Vec<Item>) -> anyhow::Result<(Self, Vec<Item>)> {
        let only_changed = args.staged || args.changed_since.is_some();
        let git = if only_changed { Some(Git::of(Path::new(""))?) } else { None };
        let (changed, drafts) = match &git {
            Some(git) => {
                let (changed, drafts) = of_drafts(changes(git, args)?, drafts);
                (Some(changed), drafts)
            }
            None => (None, drafts),
        };
        let mut known = HashMap::new();
        if !args.no_baseline {
            let mut baselines = Baselines::new(args.baseline.as_deref())?;
            for (draft, _) in &drafts {
                if let (Some(path), Some(entered)) = (draft.path(), baselines.of(draft)?) {
                    known.insert(path.to_owned(), entered);
                }
            }
        }
        Ok((Self { known, changed, git }, drafts))
    }

    /// The bytes of a draft: those that are staged, where these are meant.
    pub(super) fn read(&self, draft: &Draft) -> anyhow::Result<Vec<u8>> {
        match (&self.git, self.change(draft).and_then(|changed| changed.blob.as_deref())) {
            (Some(git), Some(blob)) => git.blob(blob),
            _ => Ok(files::read(draft)?),
        }
    }

    /// Leaves the findings that count, and gives those that a baseline knows. `read` is the draft as it was before anything was
    /// put right in it: git knows the lines of that one.
    pub(super) fn narrow(
        &self,
        draft: &Draft,
        settings: &Settings,
        read: &Source,
        sheet: &Sheet,
        outcome: &mut Outcome,
    ) -> Vec<Finding> {
        let rules = settings.linter.rules();
        let hunks = self.change(draft).and_then(|changed| changed.hunks.as_deref());
        let hunks = hunks.map(|hunks| carried(hunks, read.text(), sheet.source.text()));
        let touched = hunks.as_deref().map(|hunks| Touched::new(&sheet.source, sheet.document(), hunks));
        let counts =
            |finding: &Finding| touched.as_ref().is_none_or(|touched| touched.has(finding, rules.get(&finding.rule)));
        let mut baselined = Vec::new();
        if let Some(entered) = draft.path().and_then(|path| self.known.get(path)) {
            // Of two copies of a fault, the one that did not change is the one that is known.
            outcome.findings.sort_by_key(|finding| counts(finding));
            let Parted { new, known, .. } = part(entered, settings, sheet, outcome);
            outcome.findings = new;
            baselined = known;
            baselined.retain(counts);
        }
        outcome.findings.retain(counts);
        baselined
    }

    /// What people call the baseline of a draft.
    pub(super) fn baseline(&self, draft: &Draft) -> &str {
        let entered = draft.path().and_then(|path| self.known.get(path));
        entered.map_or("", |entered| entered.known.source.name())
    }

    fn change(&self, draft: &Draft) -> Option<&Changed> {
        self.changed.as_ref()?.get(draft.path()?)
    }
}

fn changes(git: &Git, args: &WantedArgs) -> anyhow::Result<Vec<Changed>> {
    match &args.changed_since {
        Some(revision) => git.since(revision),
        None => git.staged(),
    }
}

/// The drafts among files that changed, with what changed in each.
fn of_drafts(files: Vec<Changed>, drafts: Vec<Item>) -> (HashMap<PathBuf, Changed>, Vec<Item>) {
    let mut files: HashMap<PathBuf, Changed> = files.into_iter().map(|file| (file.path.clone(), file)).collect();
    let mut changed = HashMap::new();
    let drafts = drafts.into_iter().filter(|(draft, _)| {
        let file = place(draft).and_then(|(_, path)| files.remove(&path));
        let there = file.is_some();
        changed.extend(draft.path().map(Path::to_owned).zip(file));
        there
    });
    let drafts = drafts.collect();
    (changed, drafts)
}

/// Parts the findings of a draft by its baseline. Those of rules that no baseline may hold are new whatever it says.
pub(super) fn part(entered: &Entered, settings: &Settings, sheet: &Sheet, outcome: &mut Outcome) -> Parted {
    let never = &settings.never_baselined;
    let rules = settings.linter.rules();
    let findings = std::mem::take(&mut outcome.findings);
    let (never, may): (Vec<_>, Vec<_>) = findings.into_iter().partition(|f| is_one_of(&f.rule, never, rules));
    let mut parted = entered.known.baseline.part(&entered.name, &sheet.source, || sheet.document(), may);
    parted.new.extend(never);
    parted.new.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    parted
}

/// Whether a rule is named, itself or by its family.
pub(super) fn is_one_of(rule: &str, named: &[Named], rules: &RuleSet) -> bool {
    rules.get(rule).is_some_and(|rule| named.iter().any(|named| named.covers(rule)))
}
