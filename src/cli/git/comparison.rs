//! Compares drafts with a commit or with the index, and reads their earlier text.

use super::changed_lines::{Hunk, hunks};
use super::objects::Objects;
use super::revision::{missing_merge_base_message, no_commits_message, unknown_revision_message};
use super::{FailedSilently, Repository, path_from_bytes, trimmed_text};
use anyhow::Context as _;
use bylint::text::Source;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Limit on the paths in one command line.
const MAX_PATH_ARGUMENTS: usize = 500;

/// The object id of a text in a repository.
type ObjectId = String;

/// The comparison of a repository's drafts with a commit, or of the index with the last commit.
#[derive(Debug)]
pub(crate) struct Comparison {
    repository: Repository,
    objects: Arc<Objects>,
    base: ComparisonBase,
}

#[derive(Debug)]
enum ComparisonBase {
    /// The texts in a commit, by their current path. A file that was renamed in the index has its new path.
    Commit(HashMap<PathBuf, ObjectId>),
    /// The files that the next commit changes, by path: the old text, if there is one, and the new text.
    Staged(HashMap<PathBuf, (Option<ObjectId>, ObjectId)>),
}

/// A draft that changed, with the ids of its texts.
#[derive(Clone, Debug)]
pub(crate) struct ChangedDraft {
    objects: Arc<Objects>,
    /// The earlier text; `None` for a new draft.
    before: Option<ObjectId>,
    /// The text in the index, if staged text is checked.
    staged: Option<ObjectId>,
}

impl Comparison {
    /// Compares with the merge base of `HEAD` and a revision.
    ///
    /// # Errors
    /// If this clone does not have the revision or the merge base.
    pub(crate) fn since(repository: Repository, revision: &str) -> anyhow::Result<Self> {
        anyhow::ensure!(!revision.trim().is_empty(), "--changed-since needs a revision; is the variable empty?");
        let commit = format!("{revision}^{{commit}}");
        let found = repository.run(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        let missing = || unknown_revision_message(&repository, revision);
        let found = match found {
            // With `--quiet`, git prints nothing about an unknown name.
            Err(error) if error.is::<FailedSilently>() => anyhow::bail!(missing()),
            found => trimmed_text(&found.with_context(missing)?),
        };
        let merge_base = repository.run(["merge-base", &found, "HEAD"]);
        if merge_base.is_err()
            && let Some(why) = no_commits_message(&repository)
        {
            anyhow::bail!(why);
        }
        let merge_base = match merge_base {
            // git prints nothing if two histories share no commit.
            Err(error) if error.is::<FailedSilently>() && !repository.is_shallow() => {
                anyhow::bail!("HEAD and `{revision}` have no common ancestor")
            }
            Err(error) if error.is::<FailedSilently>() => anyhow::bail!(missing_merge_base_message(revision)),
            merge_base => merge_base.with_context(|| missing_merge_base_message(revision))?,
        };
        let merge_base = trimmed_text(&merge_base);
        let output = repository.run(["ls-tree", "-r", "-z", "--full-tree", &merge_base])?;
        let mut files: HashMap<PathBuf, ObjectId> = parse_tree(&output).collect();
        for change in repository.changes(&merge_base)? {
            if let Some(from) = change.from {
                files.insert(change.path, from);
            }
        }
        Ok(Self::new(repository, ComparisonBase::Commit(files)))
    }

    /// Compares the index with the last commit.
    pub(crate) fn staged(repository: Repository) -> anyhow::Result<Self> {
        let head =
            repository.run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).map(|head| trimmed_text(&head));
        // Before the first commit everything is new.
        let head = head.unwrap_or_else(|_| repository.format.empty_tree().to_owned());
        let staged = repository.changes(&head)?.into_iter();
        let staged = staged.filter_map(|change| Some((change.path, (change.from, change.to?))));
        let staged = staged.collect();
        Ok(Self::new(repository, ComparisonBase::Staged(staged)))
    }

    fn new(repository: Repository, base: ComparisonBase) -> Self {
        Self { objects: Arc::new(Objects::new(repository.clone())), repository, base }
    }

    /// The change of a draft, by its path without links; `None` if it did not change or is in another
    /// repository.
    pub(crate) fn change_of(&self, path: &Path) -> Option<ChangedDraft> {
        let name = path.strip_prefix(&self.repository.top).ok()?;
        let change = |before: Option<&ObjectId>, staged: Option<&ObjectId>| {
            Some(ChangedDraft { objects: self.objects.clone(), before: before.cloned(), staged: staged.cloned() })
        };
        match &self.base {
            ComparisonBase::Staged(files) => {
                files.get(name).and_then(|(before, new)| change(before.as_ref(), Some(new)))
            }
            ComparisonBase::Commit(files) => match files.get(name) {
                Some(before) if self.has_text(before, path) => None,
                before => change(before, None),
            },
        }
    }

    /// The drafts among `paths` that git would filter. bylint runs no filters, so all lines of these drafts count as
    /// changed.
    pub(crate) fn filtered<'p>(&self, paths: impl Iterator<Item = &'p PathBuf>) -> Vec<PathBuf> {
        if matches!(self.base, ComparisonBase::Staged(_)) {
            return Vec::new();
        }
        let names: Vec<&Path> = paths.filter_map(|path| path.strip_prefix(&self.repository.top).ok()).collect();
        let filtered =
            names.chunks(MAX_PATH_ARGUMENTS).flat_map(|names| self.repository.filtered(names).unwrap_or_default());
        filtered.map(|name| self.repository.top.join(name)).collect()
    }

    /// Whether a file has the text with this id. Windows line endings do not matter: git may store the file without carriage
    /// returns (`core.autocrlf`).
    fn has_text(&self, id: &ObjectId, path: &Path) -> bool {
        let format = self.repository.format;
        fs::read(path).is_ok_and(|text| {
            format.blob_id(&text) == *id
                || text.contains(&b'\r') && format.blob_id(&without_carriage_returns(&text)) == *id
        })
    }
}

impl ChangedDraft {
    /// Reads the text of the draft in the index, if staged text is checked.
    pub(crate) fn staged(&self) -> Option<anyhow::Result<Vec<u8>>> {
        self.staged.as_ref().map(|name| self.objects.text(name))
    }

    /// Reads the earlier text of the draft.
    ///
    /// # Errors
    /// If the repository does not have that text.
    pub(crate) fn previous_text(&self) -> anyhow::Result<PreviousText> {
        let text = self.before.as_ref().map(|name| self.objects.text(name)).transpose()?;
        Ok(PreviousText(text.map(|text| Source::new("", text))))
    }
}

/// The text that a draft is compared with; `None` for a new draft.
#[derive(Debug)]
pub(crate) struct PreviousText(Option<Source>);

impl PreviousText {
    /// The lines of the current text that changed.
    pub(crate) fn hunks(&self, new: &Source) -> Vec<Hunk> {
        match &self.0 {
            Some(old) => hunks(old, new),
            None => vec![Hunk { first: 1, count: new.lines().count() }],
        }
    }
}

/// The text of a file with Windows line endings, as git stores it.
pub(crate) fn without_carriage_returns(file: &[u8]) -> Vec<u8> {
    let mut text = file.to_vec();
    let mut next = file.iter().skip(1).chain([&0]);
    text.retain(|&byte| next.next() != Some(&b'\n') || byte != b'\r');
    text
}

/// A file whose version in the index differs from that of a commit.
struct IndexChange {
    path: PathBuf,
    /// The text in the commit, if the path is a file there.
    from: Option<ObjectId>,
    /// The text in the index, if the path is a file there.
    to: Option<ObjectId>,
}

impl Repository {
    /// The differences between the index and a commit or tree. A renamed file is compared with the file at its old path.
    /// Does not read the work tree, since git would run filters on its files.
    fn changes(&self, tree: &str) -> anyhow::Result<Vec<IndexChange>> {
        let options = ["diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv"];
        let rename_options = ["-M50%", "-l1000", "--ignore-submodules=all", "--no-relative"];
        let output = self.run(options.into_iter().chain(rename_options).chain([tree, "--"]));
        // Without the texts that a partial clone lacks, git cannot find renames.
        let output = output.or_else(|_| self.run(options.into_iter().chain(["--no-renames", tree, "--"])))?;
        Ok(parse_changes(&output))
    }
}

/// Parses the output of `git diff-index --raw -z`: ":OLD-MODE NEW-MODE OLD-ID NEW-ID STATUS", the path and, for a renamed
/// file, its new path.
fn parse_changes(output: &[u8]) -> Vec<IndexChange> {
    let mut changes = Vec::new();
    let mut parts = output.split(|&b| b == 0);
    while let (Some(fields), Some(mut path)) = (parts.next(), parts.next()) {
        let fields = String::from_utf8_lossy(fields);
        let fields: Vec<&str> = fields.trim_start_matches(':').split(' ').collect();
        let [old_mode, new_mode, old, new, status] = fields[..] else { break };
        if status.starts_with('R') {
            path = parts.next().unwrap_or(path);
        }
        let text = |mode: &str, name: &str| is_file(mode).then(|| name.to_owned());
        let change = IndexChange { path: path_from_bytes(path), from: text(old_mode, old), to: text(new_mode, new) };
        // A file in conflict has no text in the index.
        changes.extend((status != "U").then_some(change));
    }
    changes
}

/// Parses the output of `git ls-tree -z`: "MODE TYPE ID\tPATH".
fn parse_tree(output: &[u8]) -> impl Iterator<Item = (PathBuf, ObjectId)> {
    output.split(|&b| b == 0).filter_map(|entry| {
        let tab = entry.iter().position(|&b| b == b'\t')?;
        let fields = std::str::from_utf8(&entry[..tab]).ok()?;
        let mut fields = fields.split(' ');
        let (mode, name) = (fields.next()?, fields.nth(1)?);
        is_file(mode).then(|| (path_from_bytes(&entry[tab + 1..]), name.to_owned()))
    })
}

/// Whether a mode is that of a regular file, not of a link or a submodule.
fn is_file(mode: &str) -> bool {
    mode.starts_with("100")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_listings_are_parsed() {
        let change = |(path, from, to): (&str, Option<&str>, Option<&str>)| {
            (PathBuf::from(path), from.map(str::to_owned), to.map(str::to_owned))
        };
        let raw = b":100644 100755 aa bb M\0a.md\0:100644 100644 aa bb R070\0b.md\0c\n.md\0\
                    :120000 100644 aa bb T\0d.md\0:100644 000000 aa 00 D\0e.md\0:000000 100644 00 bb U\0f.md\0";
        let read: Vec<_> = parse_changes(raw).into_iter().map(|change| (change.path, change.from, change.to)).collect();
        let expected = [
            ("a.md", Some("aa"), Some("bb")),
            ("c\n.md", Some("aa"), Some("bb")),
            ("d.md", None, Some("bb")),
            ("e.md", Some("aa"), None),
        ];
        assert_eq!(read, expected.map(change));
        let tree = ["100644 blob aa\ta\tb.md", "160000 commit bb\tsub", "120000 blob cc\tlink.md", ""].join("\0");
        assert_eq!(parse_tree(tree.as_bytes()).collect::<Vec<_>>(), [(PathBuf::from("a\tb.md"), "aa".to_owned())]);
    }
}
