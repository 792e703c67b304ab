//! `bylint check --fix` and `--diff`: fixes drafts, or shows what fixes would change.

use crate::cli::args::CheckArgs;
use crate::cli::config::baselines::repo_relative_path;
use crate::cli::run::atomic_write::{WriteSkipped, rewrite};
use crate::cli::run::inputs::draft::DraftInput;
use bylint::diagnostic::{Applicability, Finding};
use bylint::fix::{self, FixOptions, Linted};
use bylint::report::diff::{Patch, Paths};
use bylint::report::{self, Fixes, Tally};
use bylint::text::Encoding;
use std::env;
use std::path::{Component, Path};

/// The options that decide which fixes are made, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FixRunner {
    pub(crate) up_to: Applicability,
    /// Whether drafts are changed. Otherwise the changes are only shown.
    pub(crate) write: bool,
    /// Whether staged text is checked. Fixes are made in files, not in the index, so that the user decides what to commit.
    /// A file that differs from its staged version is not fixed.
    staged: bool,
}

/// The result for one draft.
#[derive(Debug, Default)]
pub(crate) struct FixOutcome {
    pub(crate) fixes: Fixes,
    /// The changes, if they are only shown.
    pub(crate) patch: Patch,
    /// Why the draft was not changed although it has fixes.
    pub(crate) error_message: Option<String>,
}

impl FixRunner {
    /// Builds it from the arguments; `None` without `--fix` and `--diff`.
    pub(crate) fn new(args: &CheckArgs) -> anyhow::Result<Option<Self>> {
        if !args.fix && !args.diff {
            anyhow::ensure!(!args.unsafe_fixes, "--unsafe-fixes needs --fix or --diff");
            return Ok(None);
        }
        let from_stdin = args.reading.paths.iter().any(|path| path.as_os_str() == "-");
        anyhow::ensure!(
            args.diff || !from_stdin,
            "--fix cannot change standard input; use --diff to print the changes"
        );
        let up_to = if args.unsafe_fixes { Applicability::Suggestion } else { Applicability::Safe };
        Ok(Some(Self { up_to, write: !args.diff, staged: args.filter.staged }))
    }

    /// The message at the end of a run.
    pub(crate) fn summary(self, total: &Tally) -> String {
        let fixes = total.fixes;
        let done = fixes.done();
        match (self.write, self.staged, fixes.fixed) {
            (false, _, 0) if fixes.left_alone > 0 => String::new(),
            (false, _, 0) => total.nothing_to_fix(self.up_to == Applicability::Suggestion),
            (false, ..) => format!("Would fix {done}.\n"),
            (true, _, 0) => String::new(),
            (true, false, _) => format!("Fixed {done}.\n"),
            (true, true, _) => format!("Fixed {done}, in the files only: stage the changes with `git add`.\n"),
        }
    }

    /// Whether the staged text is unchanged although the file was fixed.
    pub(crate) fn is_stale(self, fixes: Fixes) -> bool {
        self.write && self.staged && fixes.fixed > 0
    }

    /// Whether a finding has a fix that may be applied.
    pub(crate) fn may_fix(self, finding: &Finding) -> bool {
        fix::fixable(finding, self.up_to)
    }

    /// Fixes the findings of a linted draft that `wanted` accepts. Returns the draft with the remaining findings; if it is not
    /// fixed, as it was.
    pub(crate) fn run(
        self,
        draft: &DraftInput,
        bytes: &[u8],
        before: Linted,
        lint: impl Fn(Vec<u8>) -> Linted,
        wanted: impl Fn(&Finding) -> bool,
    ) -> (Linted, FixOutcome) {
        let options = FixOptions { up_to: self.up_to, format: draft.format(), wanted };
        let not_fixed = |linted: Linted, why: &dyn std::fmt::Display| {
            let error_message = format!("error: {} was not fixed: {why}\n", report::path(&draft.name()));
            let fixes = Fixes { left_alone: 1, ..Fixes::default() };
            (linted, FixOutcome { fixes, error_message: Some(error_message), ..FixOutcome::default() })
        };
        let fixed = match fix::fix(bytes, &before, lint, &options) {
            Ok(Some(fixed)) => fixed,
            Ok(None) => return (before, FixOutcome::default()),
            Err(why) => return not_fixed(before, &why),
        };
        let mut outcome = FixOutcome::default();
        if let Some(path) = draft.path().filter(|_| self.write) {
            match rewrite(path, bytes, &fixed.bytes) {
                Err(WriteSkipped::Changed) if self.staged => {
                    return not_fixed(
                        before,
                        &"the file differs from its staged version; run `git add` on it and try again, or fix only the staged text: `bylint check --staged --diff --output fixes.patch`, then `git apply --cached fixes.patch`",
                    );
                }
                Err(why) => return not_fixed(before, &why),
                Ok(()) => {}
            }
        } else {
            let paths = patch_paths(draft);
            let texts = [before.source.text(), fixed.linted.source.text()];
            outcome.patch = match before.source.encoding() {
                Encoding::Utf8 => Patch::new(&paths, bytes, &fixed.bytes),
                _ => Patch::of_encoded(&paths, [bytes, &fixed.bytes], texts),
            };
        }
        outcome.fixes = Fixes { fixed: fixed.count, drafts: 1, ..Fixes::default() };
        (fixed.linted, outcome)
    }
}

/// The names of a draft in a patch.
fn patch_paths(draft: &DraftInput) -> Paths {
    let from_here = relative_path(draft.path());
    let from_the_top = repo_relative_path(draft).map_or_else(|| from_here.clone(), |path| path_bytes(&path));
    Paths { from_here, from_the_top }
}

/// The path of a draft from the working directory, for a patch.
fn relative_path(path: Option<&Path>) -> Vec<u8> {
    let path = path.unwrap_or(Path::new("stdin"));
    let here = env::current_dir().ok().filter(|_| path.is_absolute());
    path_bytes(here.as_deref().and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path))
}

/// The bytes of a path, with `/`.
fn path_bytes(path: &Path) -> Vec<u8> {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let parts: Vec<&[u8]> = parts.map(|part| part.as_os_str().as_encoded_bytes()).collect();
    parts.join(&b'/')
}
