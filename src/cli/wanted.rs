//! Which findings of a draft count: those that no baseline knows, and, if asked for, only those about what changed.

use super::args::WantedArgs;
use super::chain::repository;
use super::changes::{Changed, Touched, carried};
use super::files::{self, Draft};
use super::git::Git;
use super::known::{Baselines, Entered, place};
use super::settings::{Settings, canonical};
use super::sheet::Sheet;
use bylint::baseline::Parted;
use bylint::diagnostic::Finding;
use bylint::engine::Outcome;
use bylint::rule::{Named, RuleSet};
use bylint::text::Source;
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
}

/// A draft and what holds for it.
type Item = (Draft, Arc<Settings>);

impl Wanted {
    /// What the arguments ask for, of these drafts, which were found under `paths`; with those of them that are to be read.
    pub(super) fn new(args: &WantedArgs, paths: &[PathBuf], drafts: Vec<Item>) -> anyhow::Result<(Self, Vec<Item>)> {
        let (changed, drafts) = if args.staged || args.changed_since.is_some() {
            let mut files = Vec::new();
            for git in repositories(paths)? {
                files.extend(changes(&git, args)?);
            }
            let (changed, drafts) = of_drafts(files, drafts);
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
        Ok((Self { known, changed }, drafts))
    }

    /// The bytes of a draft: those that are staged, where these are meant. Where git gives the file other line ends than it keeps
    /// (`core.autocrlf`), those of the file: what is put right goes there.
    pub(super) fn read(&self, draft: &Draft) -> anyhow::Result<Vec<u8>> {
        match self.change(draft).and_then(|changed| changed.blob.as_ref()) {
            Some(blob) => {
                let staged = blob.read()?;
                let file = files::read(draft).ok().filter(|file| *file != staged && with_git_s_ends(file) == staged);
                Ok(file.unwrap_or(staged))
            }
            None => Ok(files::read(draft)?),
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

/// A text as git keeps it where the file has the line ends of Windows.
fn with_git_s_ends(file: &[u8]) -> Vec<u8> {
    let mut ends = file.to_vec();
    let mut next = file.iter().skip(1).chain([&0]);
    ends.retain(|&byte| next.next() != Some(&b'\n') || byte != b'\r');
    ends
}

/// The repositories that the paths lie in, wherever bylint was started.
fn repositories(paths: &[PathBuf]) -> anyhow::Result<Vec<Git>> {
    let mut folders = BTreeSet::new();
    let here = [PathBuf::from(".")];
    for path in if paths.is_empty() { &here } else { paths } {
        // What is not there is told where drafts are read.
        let whole = canonical(path).or_else(|_| canonical(Path::new("")))?;
        folders.insert(repository(&if whole.is_dir() { whole.join("draft") } else { whole }));
    }
    let mut found: Vec<Git> = folders.iter().map(|folder| Git::of(folder)).collect::<Result<_, _>>()?;
    found.dedup();
    Ok(found)
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
pub(super) fn is_one_of(rule: &str, named: &[Named], rules: &RuleSet) -> bool {
    rules.get(rule).is_some_and(|rule| named.iter().any(|named| named.covers(rule)))
}
