//! Decides which findings of a draft count: those that are in no baseline and, if only changes are checked, are on
//! changed lines.

use super::inputs;
use super::output::Output;
use super::over_drafts::ConfiguredDraft;
use super::parsed_draft::ParsedDraft;
use crate::cli::args::FilterArgs;
use crate::cli::config::baselines::{BaselineEntry, Baselines, canonical_location};
use crate::cli::config::paths::canonical;
use crate::cli::config::paths::list_names;
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
    baseline_entries: HashMap<PathBuf, BaselineEntry>,
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
            note = filtered_note(&comparisons, &drafts);
            (Some(changed), drafts)
        } else {
            (None, drafts)
        };
        let mut baseline_entries = HashMap::new();
        if !args.no_baseline {
            let mut baselines = Baselines::new(args.baseline.as_deref())?;
            for (draft, _) in &drafts {
                if let (Some(path), Some(entry)) = (draft.path(), baselines.for_draft(draft)?) {
                    baseline_entries.insert(path.to_owned(), entry);
                }
            }
        }
        Ok((Self { baseline_entries, changed, note }, drafts))
    }

    /// Prints the note about the comparison on standard error.
    pub(crate) fn print_notes(&self, output: &mut Output) -> anyhow::Result<()> {
        self.note.iter().try_for_each(|note| output.print_to_stderr(&format!("note: {}\n", report::path(note))))
    }

    /// Reads the bytes of a draft: the staged ones if staged text is checked. If the file differs from the staged text only
    /// in its line endings (`core.autocrlf`), returns the bytes of the file, since fixes are made there.
    pub(crate) fn read_draft(&self, draft: &DraftInput) -> anyhow::Result<Vec<u8>> {
        match self.change(draft).and_then(ChangedDraft::staged) {
            Some(staged) => {
                let staged = staged?;
                if let Some(not_a_draft_error) = not_a_draft(draft, &staged) {
                    return Err(not_a_draft_error.into());
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
    pub(crate) fn previous_text(&self, draft: &DraftInput) -> anyhow::Result<Option<PreviousText>> {
        self.change(draft).map(ChangedDraft::previous_text).transpose()
    }

    /// Keeps the findings that count, and returns those that are in the baseline.
    pub(crate) fn apply(
        &self,
        draft: &DraftInput,
        settings: &Settings,
        previous_text: Option<&PreviousText>,
        parsed: &ParsedDraft,
        outcome: &mut Outcome,
    ) -> Vec<Finding> {
        let rules = settings.linter.rules();
        let hunks = previous_text.map(|previous_text| previous_text.hunks(&parsed.source));
        let touched = hunks.as_deref().map(|hunks| TouchedSpans::new(&parsed.source, parsed.document(), hunks));
        let counts = |finding: &Finding| {
            touched.as_ref().is_none_or(|touched| touched.covers(finding, rules.get(&finding.rule)))
        };
        let mut baselined = Vec::new();
        if let Some(entry) = draft.path().and_then(|path| self.baseline_entries.get(path)) {
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
        let entry = draft.path().and_then(|path| self.baseline_entries.get(path));
        entry.map_or("", |entry| entry.file.source.name())
    }

    /// The change of a draft, if only changes are checked.
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
        let canonical_path = canonical(path).or_else(|_| canonical(Path::new("")))?;
        let directory =
            if canonical_path.is_dir() { &canonical_path } else { canonical_path.parent().unwrap_or(&canonical_path) };
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
        let location = canonical_location(draft);
        let change =
            location.and_then(|(_, path)| comparisons.iter().find_map(|comparison| comparison.change_of(&path)));
        let is_changed = change.is_some();
        changed.extend(draft.path().map(Path::to_owned).zip(change));
        is_changed
    });
    let drafts = drafts.collect();
    (changed, drafts)
}

/// A note that names the drafts that git would filter before comparing them.
fn filtered_note(comparisons: &[Comparison], drafts: &[ConfiguredDraft]) -> Option<String> {
    let paths: Vec<PathBuf> = drafts.iter().filter_map(|(draft, _)| Some(canonical_location(draft)?.1)).collect();
    let filtered: Vec<PathBuf> = comparisons.iter().flat_map(|comparison| comparison.filtered(paths.iter())).collect();
    let names = list_names(&filtered)?;
    Some(format!("all lines count as changed, because git has a filter for these files and bylint runs none: {names}"))
}

/// Partitions the findings of a draft by its baseline. Findings of rules in `never-baseline` are always new.
pub(crate) fn partition(
    entry: &BaselineEntry,
    settings: &Settings,
    parsed: &ParsedDraft,
    outcome: &mut Outcome,
) -> Partitioned {
    let never_selectors = &settings.never_baselined;
    let rules = settings.linter.rules();
    let findings = std::mem::take(&mut outcome.findings);
    // An unreadable file is always new: it may contain anything.
    let is_unreadable = parsed.source.not_text().is_some();
    let (always_new, may_be_known): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| is_unreadable || is_selected(&finding.rule, never_selectors, rules));
    let mut partitioned =
        entry.file.baseline.partition(&entry.name, &parsed.source, || parsed.document(), may_be_known);
    partitioned.new.extend(always_new);
    partitioned.new.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    partitioned
}

/// Whether one of the selectors names the rule or its family.
pub(crate) fn is_selected(rule: &str, selectors: &[RuleSelector], rules: &RuleSet) -> bool {
    rules.get(rule).is_some_and(|rule| selectors.iter().any(|selector| selector.covers(rule)))
}
