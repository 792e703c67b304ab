//! Which findings of a draft count: those that no baseline knows, and, if asked for, only those about what changed.

use super::args::WantedArgs;
use super::draft;
use super::draft::Draft;
use super::files;
use super::git::{Changed, Comparison, Earlier, Repository, Touched, without_carriage_returns};
use super::house::Settings;
use super::known::{Baselines, Entered, place};
use super::output::Output;
use super::paths::canonical;
use super::paths::named;
use super::sheet::Sheet;
use super::sniff::not_a_draft;
use super::tree;
use bylint::baseline::Parted;
use bylint::diagnostic::Finding;
use bylint::engine::Outcome;
use bylint::report;
use bylint::rule::{RuleSelector, RuleSet};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What counts in each draft of a run.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// The baseline of each draft that has one, by the draft's path.
    known: HashMap<PathBuf, Entered>,
    /// What changed in each draft, by the draft's path, where only that counts.
    changed: Option<HashMap<PathBuf, Changed>>,
    /// What the reader should know of the comparison.
    note: Option<String>,
}

/// A draft and what holds for it.
type Item = (Draft, Arc<Settings>);

impl Wanted {
    /// What the arguments ask for, of these drafts, which were found under `paths`; with those of them that are to be read.
    pub(super) fn new(args: &WantedArgs, paths: &[PathBuf], drafts: Vec<Item>) -> anyhow::Result<(Self, Vec<Item>)> {
        let mut note = None;
        let (changed, drafts) = if args.staged || args.changed_since.is_some() {
            let mut comparisons = Vec::new();
            for repository in repositories(paths)? {
                comparisons.push(match &args.changed_since {
                    Some(revision) => Comparison::since(repository, revision)?,
                    None => Comparison::staged(repository)?,
                });
            }
            let (changed, drafts) = of_drafts(&comparisons, drafts);
            note = filtered(&comparisons, &drafts);
            (Some(changed), drafts)
        } else {
            (None, drafts)
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
        Ok((Self { known, changed, note }, drafts))
    }

    /// Says on standard error what a comparison cannot tell.
    pub(super) fn complain(&self, output: &mut Output) -> anyhow::Result<()> {
        self.note.iter().try_for_each(|note| output.complain(&format!("note: {}\n", report::path(note))))
    }

    /// The bytes of a draft: those that are staged, where these are meant. Where git gives the file other line ends than it keeps
    /// (`core.autocrlf`), those of the file: what is put right goes there.
    pub(super) fn read(&self, draft: &Draft) -> anyhow::Result<Vec<u8>> {
        match self.change(draft).and_then(Changed::staged) {
            Some(staged) => {
                let staged = staged?;
                if let Some(not) = not_a_draft(draft, &staged) {
                    return Err(not.into());
                }
                let is_same = |file: &Vec<u8>| *file != staged && without_carriage_returns(file) == staged;
                let file = draft::read(draft).ok().filter(is_same);
                Ok(file.unwrap_or(staged))
            }
            None => files::read_draft(draft),
        }
    }

    /// What a draft is compared with, where only changed lines count.
    ///
    /// # Errors
    /// When git does not have that text.
    pub(super) fn earlier(&self, draft: &Draft) -> anyhow::Result<Option<Earlier>> {
        self.change(draft).map(Changed::earlier).transpose()
    }

    /// Leaves the findings that count, and gives those that a baseline knows.
    pub(super) fn narrow(
        &self,
        draft: &Draft,
        settings: &Settings,
        earlier: Option<&Earlier>,
        sheet: &Sheet,
        outcome: &mut Outcome,
    ) -> Vec<Finding> {
        let rules = settings.linter.rules();
        let hunks = earlier.map(|earlier| earlier.hunks(&sheet.source));
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

/// The repositories that the paths lie in, wherever bylint was started.
fn repositories(paths: &[PathBuf]) -> anyhow::Result<Vec<Repository>> {
    let mut directories = BTreeSet::new();
    let here = [PathBuf::from(".")];
    for path in if paths.is_empty() { &here } else { paths } {
        // What is not there is told where drafts are read.
        let whole = canonical(path).or_else(|_| canonical(Path::new("")))?;
        let directory = if whole.is_dir() { &whole } else { whole.parent().unwrap_or(&whole) };
        directories.insert(tree::repository(directory).unwrap_or(directory).to_owned());
    }
    directories.iter().map(|directory| Repository::of(directory)).collect()
}

/// The drafts that changed, with what changed in each.
fn of_drafts(comparisons: &[Comparison], drafts: Vec<Item>) -> (HashMap<PathBuf, Changed>, Vec<Item>) {
    let mut changed = HashMap::new();
    let drafts = drafts.into_iter().filter(|(draft, _)| {
        let place = place(draft);
        let change = place.and_then(|(_, path)| comparisons.iter().find_map(|comparison| comparison.of(&path)));
        let there = change.is_some();
        changed.extend(draft.path().map(Path::to_owned).zip(change));
        there
    });
    let drafts = drafts.collect();
    (changed, drafts)
}

/// Names the drafts that git would filter before it compares them.
fn filtered(comparisons: &[Comparison], drafts: &[Item]) -> Option<String> {
    let paths: Vec<PathBuf> = drafts.iter().filter_map(|(draft, _)| Some(place(draft)?.1)).collect();
    let filtered: Vec<PathBuf> = comparisons.iter().flat_map(|comparison| comparison.filtered(paths.iter())).collect();
    let names = named(&filtered)?;
    Some(format!("all lines count as changed, because git has a filter for these files and bylint runs none: {names}"))
}

/// Parts the findings of a draft by its baseline. Those of rules that no baseline may hold are new whatever it says.
pub(super) fn part(entered: &Entered, settings: &Settings, sheet: &Sheet, outcome: &mut Outcome) -> Parted {
    let never = &settings.never_baselined;
    let rules = settings.linter.rules();
    let findings = std::mem::take(&mut outcome.findings);
    // That a file was not read is new each time: its words could be any.
    let unread = sheet.source.not_text().is_some();
    let (never, may): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| unread || is_one_of(&finding.rule, never, rules));
    let mut parted = entered.known.baseline.part(&entered.name, &sheet.source, || sheet.document(), may);
    parted.new.extend(never);
    parted.new.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    parted
}

/// Whether a rule is named, itself or by its family.
pub(super) fn is_one_of(rule: &str, named: &[RuleSelector], rules: &RuleSet) -> bool {
    rules.get(rule).is_some_and(|rule| named.iter().any(|named| named.covers(rule)))
}
