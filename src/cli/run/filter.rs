//! Decides which findings of a draft count: those that are in no baseline and, if only changes are checked, are on
//! changed lines.

use super::inputs;
use super::output::Output;
use super::over_drafts::ConfiguredDraft;
use super::parsed_draft::ParsedDraft;
use crate::cli::args::FilterArgs;
use crate::cli::config::baselines::{BaselineEntry, Baselines, place};
use crate::cli::config::paths::canonical;
use crate::cli::config::paths::named;
use crate::cli::config::resolve::Settings;
use crate::cli::git::{ChangedDraft, Comparison, PreviousText, Repository, TouchedSpans, without_carriage_returns};
use crate::cli::run::inputs::draft;
use crate::cli::run::inputs::draft::DraftInput;
use crate::cli::run::inputs::sniff::not_a_draft;
use crate::cli::run::inputs::tree;
use bylint::baseline::Partitioned;
use bylint::diagnostic::Finding;
use bylint::engine::Outcome;
use bylint::report;
use bylint::rule::{RuleSelector, RuleSet};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// The baselines and changes that decide which findings count in each draft of a run.
#[derive(Debug, Default)]
pub(crate) struct FindingFilter {
    /// The baseline entry of each draft that has one, by the path of the draft.
    known: HashMap<PathBuf, BaselineEntry>,
    /// What changed in each draft, by its path, if only changes are checked.
    changed: Option<HashMap<PathBuf, ChangedDraft>>,
    /// A note about the comparison.
    note: Option<String>,
}

impl FindingFilter {
    /// Builds the filter for drafts that were found under `paths`. Also returns the drafts that need to be read.
    pub(crate) fn new(
        args: &FilterArgs,
        paths: &[PathBuf],
        drafts: Vec<ConfiguredDraft>,
    ) -> anyhow::Result<(Self, Vec<ConfiguredDraft>)> {
        let mut note = None;
        let (changed, drafts) = if args.staged || args.changed_since.is_some() {
            let mut comparisons = Vec::new();
            for repository in repositories(paths)? {
                comparisons.push(match &args.changed_since {
                    Some(revision) => Comparison::since(repository, revision)?,
                    None => Comparison::staged(repository)?,
                });
            }
            let (changed, drafts) = changed_drafts(&comparisons, drafts);
            note = filtered(&comparisons, &drafts);
            (Some(changed), drafts)
        } else {
            (None, drafts)
        };
        let mut known = HashMap::new();
        if !args.no_baseline {
            let mut baselines = Baselines::new(args.baseline.as_deref())?;
            for (draft, _) in &drafts {
                if let (Some(path), Some(entry)) = (draft.path(), baselines.for_draft(draft)?) {
                    known.insert(path.to_owned(), entry);
                }
            }
        }
        Ok((Self { known, changed, note }, drafts))
    }

    /// Prints the note about the comparison on standard error.
    pub(crate) fn complain(&self, output: &mut Output) -> anyhow::Result<()> {
        self.note.iter().try_for_each(|note| output.complain(&format!("note: {}\n", report::path(note))))
    }

    /// Reads the bytes of a draft: the staged ones if staged text is checked. If the file differs from the staged text only
    /// in its line endings (`core.autocrlf`), returns the bytes of the file, since fixes are made there.
    pub(crate) fn read(&self, draft: &DraftInput) -> anyhow::Result<Vec<u8>> {
        match self.change(draft).and_then(ChangedDraft::staged) {
            Some(staged) => {
                let staged = staged?;
                if let Some(not) = not_a_draft(draft, &staged) {
                    return Err(not.into());
                }
                let is_same = |file: &Vec<u8>| *file != staged && without_carriage_returns(file) == staged;
                let file = draft::read(draft).ok().filter(is_same);
                Ok(file.unwrap_or(staged))
            }
            None => inputs::read_draft(draft),
        }
    }

    /// The earlier text of a draft, if only changed lines count.
    ///
    /// # Errors
    /// If git does not have that text.
    pub(crate) fn earlier(&self, draft: &DraftInput) -> anyhow::Result<Option<PreviousText>> {
        self.change(draft).map(ChangedDraft::earlier).transpose()
    }

    /// Keeps the findings that count, and returns those that are in the baseline.
    pub(crate) fn apply(
        &self,
        draft: &DraftInput,
        settings: &Settings,
        earlier: Option<&PreviousText>,
        parsed: &ParsedDraft,
        outcome: &mut Outcome,
    ) -> Vec<Finding> {
        let rules = settings.linter.rules();
        let hunks = earlier.map(|earlier| earlier.hunks(&parsed.source));
        let touched = hunks.as_deref().map(|hunks| TouchedSpans::new(&parsed.source, parsed.document(), hunks));
        let counts =
            |finding: &Finding| touched.as_ref().is_none_or(|touched| touched.has(finding, rules.get(&finding.rule)));
        let mut baselined = Vec::new();
        if let Some(entry) = draft.path().and_then(|path| self.known.get(path)) {
            // If a finding occurs twice, the baseline covers the copy on unchanged lines.
            outcome.findings.sort_by_key(|finding| counts(finding));
            let Partitioned { new, known, .. } = partition(entry, settings, parsed, outcome);
            outcome.findings = new;
            baselined = known;
            baselined.retain(counts);
        }
        outcome.findings.retain(counts);
        baselined
    }

    /// The name of the baseline of a draft, for messages.
    pub(crate) fn baseline_name(&self, draft: &DraftInput) -> &str {
        let entry = draft.path().and_then(|path| self.known.get(path));
        entry.map_or("", |entry| entry.file.source.name())
    }

    fn change(&self, draft: &DraftInput) -> Option<&ChangedDraft> {
        self.changed.as_ref()?.get(draft.path()?)
    }
}

/// The repositories that contain these paths.
fn repositories(paths: &[PathBuf]) -> anyhow::Result<Vec<Repository>> {
    let mut directories = BTreeSet::new();
    let here = [PathBuf::from(".")];
    for path in if paths.is_empty() { &here } else { paths } {
        // A missing path is reported when drafts are read.
        let whole = canonical(path).or_else(|_| canonical(Path::new("")))?;
        let directory = if whole.is_dir() { &whole } else { whole.parent().unwrap_or(&whole) };
        directories.insert(tree::repository(directory).unwrap_or(directory).to_owned());
    }
    directories.iter().map(|directory| Repository::containing(directory)).collect()
}

/// The changed drafts, and what changed in each.
fn changed_drafts(
    comparisons: &[Comparison],
    drafts: Vec<ConfiguredDraft>,
) -> (HashMap<PathBuf, ChangedDraft>, Vec<ConfiguredDraft>) {
    let mut changed = HashMap::new();
    let drafts = drafts.into_iter().filter(|(draft, _)| {
        let place = place(draft);
        let change = place.and_then(|(_, path)| comparisons.iter().find_map(|comparison| comparison.change_of(&path)));
        let there = change.is_some();
        changed.extend(draft.path().map(Path::to_owned).zip(change));
        there
    });
    let drafts = drafts.collect();
    (changed, drafts)
}

/// A note that names the drafts that git would filter before comparing them.
fn filtered(comparisons: &[Comparison], drafts: &[ConfiguredDraft]) -> Option<String> {
    let paths: Vec<PathBuf> = drafts.iter().filter_map(|(draft, _)| Some(place(draft)?.1)).collect();
    let filtered: Vec<PathBuf> = comparisons.iter().flat_map(|comparison| comparison.filtered(paths.iter())).collect();
    let names = named(&filtered)?;
    Some(format!("all lines count as changed, because git has a filter for these files and bylint runs none: {names}"))
}

/// Partitions the findings of a draft by its baseline. Findings of rules in `never-baseline` are always new.
pub(crate) fn partition(
    entry: &BaselineEntry,
    settings: &Settings,
    parsed: &ParsedDraft,
    outcome: &mut Outcome,
) -> Partitioned {
    let never = &settings.never_baselined;
    let rules = settings.linter.rules();
    let findings = std::mem::take(&mut outcome.findings);
    // An unreadable file is always new: it may contain anything.
    let unread = parsed.source.not_text().is_some();
    let (never, may): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| unread || is_one_of(&finding.rule, never, rules));
    let mut partitioned = entry.file.baseline.part(&entry.name, &parsed.source, || parsed.document(), may);
    partitioned.new.extend(never);
    partitioned.new.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    partitioned
}

/// Whether one of the selectors names the rule or its family.
pub(crate) fn is_one_of(rule: &str, named: &[RuleSelector], rules: &RuleSet) -> bool {
    rules.get(rule).is_some_and(|rule| named.iter().any(|named| named.covers(rule)))
}
