//! Which drafts changed, and which lines of them, against what git keeps; and which findings that touches.

use super::objects::Objects;
use super::{Repository, Silent, line, path_of};
use anyhow::Context as _;
use bylint::diagnostic::Finding;
use bylint::document::Document;
use bylint::rule::{Kind, Rule, RuleLevel};
use bylint::text::{Source, Span};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Lines of a file that changed, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Hunk {
    /// The first line; of a hunk without lines, that before which something was taken out.
    pub(in super::super) first: usize,
    /// How many.
    pub(in super::super) count: usize,
}

/// More paths may be too long for one command.
const MOST_ARGUMENTS: usize = 500;

/// The name of a text in a repository.
type Name = String;

/// What the drafts of a repository are compared with.
#[derive(Debug)]
pub(in super::super) struct Comparison {
    repository: Repository,
    objects: Arc<Objects>,
    with: With,
}

#[derive(Debug)]
enum With {
    /// The files of a commit, by their path now: one that was moved in the index since has its new path.
    Commit(HashMap<PathBuf, Name>),
    /// What the next commit would change, by path: the old text, where there is one, and the new.
    Staged(HashMap<PathBuf, (Option<Name>, Name)>),
}

/// A draft that changed.
#[derive(Clone, Debug)]
pub(in super::super) struct Changed {
    objects: Arc<Objects>,
    /// What it was; nothing for a new draft.
    before: Option<Name>,
    /// Its text in the index, for what is staged.
    staged: Option<Name>,
}

impl Comparison {
    /// With the files of the commit where `HEAD` and a revision parted.
    ///
    /// # Errors
    /// When there is no such revision or commit here.
    pub(in super::super) fn since(repository: Repository, revision: &str) -> anyhow::Result<Self> {
        anyhow::ensure!(!revision.trim().is_empty(), "--changed-since needs a revision; is the variable empty?");
        let commit = format!("{revision}^{{commit}}");
        let found = repository.run(["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        let missing = || unknown_revision(&repository, revision);
        let found = match found {
            // With `--quiet` a name that is not there gives no reason.
            Err(error) if error.is::<Silent>() => anyhow::bail!(missing()),
            found => line(&found.with_context(missing)?),
        };
        let parted = repository.run(["merge-base", &found, "HEAD"]);
        if parted.is_err()
            && let Some(why) = without_commits(&repository)
        {
            anyhow::bail!(why);
        }
        let parted = match parted {
            // Two histories without a common commit are no error to git, which gives no reason.
            Err(error) if error.is::<Silent>() && !repository.is_shallow() => {
                anyhow::bail!("HEAD and `{revision}` have no common ancestor")
            }
            Err(error) if error.is::<Silent>() => anyhow::bail!(not_deep_enough(revision)),
            parted => parted.with_context(|| not_deep_enough(revision))?,
        };
        let parted = line(&parted);
        let listed = repository.run(["ls-tree", "-r", "-z", "--full-tree", &parted])?;
        let mut files: HashMap<PathBuf, Name> = entries(&listed).collect();
        for change in repository.changes(&parted)? {
            if let Some(from) = change.from {
                files.insert(change.path, from);
            }
        }
        Ok(Self::new(repository, With::Commit(files)))
    }

    /// With the last commit, of what is staged for the next.
    pub(in super::super) fn staged(repository: Repository) -> anyhow::Result<Self> {
        let head = repository.run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).map(|head| line(&head));
        // Before the first commit everything is new.
        let head = head.unwrap_or_else(|_| repository.format.empty_tree().to_owned());
        let staged = repository.changes(&head)?.into_iter();
        let staged = staged.filter_map(|change| Some((change.path, (change.from, change.to?))));
        let staged = staged.collect();
        Ok(Self::new(repository, With::Staged(staged)))
    }

    fn new(repository: Repository, with: With) -> Self {
        Self { objects: Arc::new(Objects::new(repository.clone())), repository, with }
    }

    /// What became of a draft, by its path without links; `None` for one that is as it was, or that lies elsewhere.
    pub(in super::super) fn of(&self, path: &Path) -> Option<Changed> {
        let name = path.strip_prefix(&self.repository.top).ok()?;
        let changed = |before: Option<&Name>, staged: Option<&Name>| {
            Some(Changed { objects: self.objects.clone(), before: before.cloned(), staged: staged.cloned() })
        };
        match &self.with {
            With::Staged(files) => files.get(name).and_then(|(before, now)| changed(before.as_ref(), Some(now))),
            With::Commit(files) => match files.get(name) {
                Some(before) if self.is(before, path) => None,
                before => changed(before, None),
            },
        }
    }

    /// Those of these drafts that git would filter. bylint runs no filter, so that each of their lines counts as changed.
    pub(in super::super) fn filtered<'p>(&self, paths: impl Iterator<Item = &'p PathBuf>) -> Vec<PathBuf> {
        if matches!(self.with, With::Staged(_)) {
            return Vec::new();
        }
        let names: Vec<&Path> = paths.filter_map(|path| path.strip_prefix(&self.repository.top).ok()).collect();
        let asked = names.chunks(MOST_ARGUMENTS).flat_map(|names| self.repository.filtered(names).unwrap_or_default());
        asked.map(|name| self.repository.top.join(name)).collect()
    }

    /// Whether a file has the text of this name. Git may give it other line ends than it keeps (`core.autocrlf`).
    fn is(&self, name: &Name, path: &Path) -> bool {
        let format = self.repository.format;
        fs::read(path).is_ok_and(|text| {
            format.name(&text) == *name
                || text.contains(&b'\r') && format.name(&without_carriage_returns(&text)) == *name
        })
    }
}

impl Changed {
    /// Its text in the index, where that is meant.
    pub(in super::super) fn staged(&self) -> Option<anyhow::Result<Vec<u8>>> {
        self.staged.as_ref().map(|name| self.objects.text(name))
    }

    /// What it was.
    ///
    /// # Errors
    /// When the repository does not have that text.
    pub(in super::super) fn earlier(&self) -> anyhow::Result<Earlier> {
        let text = self.before.as_ref().map(|name| self.objects.text(name)).transpose()?;
        Ok(Earlier(text.map(|text| Source::new("", text))))
    }
}

/// The text that a draft is compared with; nothing for a new draft.
#[derive(Debug)]
pub(in super::super) struct Earlier(Option<Source>);

impl Earlier {
    /// The lines that changed since, counted in the text as it is now.
    pub(in super::super) fn hunks(&self, now: &Source) -> Vec<Hunk> {
        match &self.0 {
            Some(then) => hunks(then, now),
            None => vec![Hunk { first: 1, count: now.lines().count() }],
        }
    }
}

/// A text as git keeps it where the file has the line ends of Windows.
pub(in super::super) fn without_carriage_returns(file: &[u8]) -> Vec<u8> {
    let mut ends = file.to_vec();
    let mut next = file.iter().skip(1).chain([&0]);
    ends.retain(|&byte| next.next() != Some(&b'\n') || byte != b'\r');
    ends
}

/// A file that the index has otherwise than a commit.
struct Change {
    path: PathBuf,
    /// Its text in the commit, if it was a file there.
    from: Option<Name>,
    /// Its text in the index, if it is a file there.
    to: Option<Name>,
}

impl Repository {
    /// How the index differs from a commit or tree; a file that was moved is compared with what it was. No file of the work tree
    /// is read: git would run filters on it.
    fn changes(&self, tree: &str) -> anyhow::Result<Vec<Change>> {
        let plain = ["diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv"];
        let moved = ["-M50%", "-l1000", "--ignore-submodules=all", "--no-relative"];
        let listed = self.run(plain.into_iter().chain(moved).chain([tree, "--"]));
        // Texts that a partial clone lacks cannot be compared, and so nothing can be said to have moved.
        let listed = listed.or_else(|_| self.run(plain.into_iter().chain(["--no-renames", tree, "--"])))?;
        Ok(changes(&listed))
    }
}

/// What `git diff-index --raw -z` lists: ":MODE MODE OLD NEW STATUS", the path, and of a file that was moved its new path.
fn changes(listed: &[u8]) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut parts = listed.split(|&b| b == 0);
    while let (Some(about), Some(mut path)) = (parts.next(), parts.next()) {
        let about = String::from_utf8_lossy(about);
        let about: Vec<&str> = about.trim_start_matches(':').split(' ').collect();
        let [old_mode, new_mode, old, new, status] = about[..] else { break };
        if status.starts_with('R') {
            path = parts.next().unwrap_or(path);
        }
        let text = |mode: &str, name: &str| is_file(mode).then(|| name.to_owned());
        let change = Change { path: path_of(path), from: text(old_mode, old), to: text(new_mode, new) };
        // A file in conflict has no text in the index.
        changes.extend((status != "U").then_some(change));
    }
    changes
}

/// The files of `git ls-tree -z`: "MODE TYPE NAME\tPATH".
fn entries(listed: &[u8]) -> impl Iterator<Item = (PathBuf, Name)> {
    listed.split(|&b| b == 0).filter_map(|entry| {
        let tab = entry.iter().position(|&b| b == b'\t')?;
        let about = std::str::from_utf8(&entry[..tab]).ok()?;
        let mut about = about.split(' ');
        let (mode, name) = (about.next()?, about.nth(1)?);
        is_file(mode).then(|| (path_of(&entry[tab + 1..]), name.to_owned()))
    })
}

/// Whether a mode is that of a file, not of a link or a submodule.
fn is_file(mode: &str) -> bool {
    mode.starts_with("100")
}

/// What to say where HEAD and a revision parted before the oldest commit of this clone.
fn not_deep_enough(revision: &str) -> String {
    format!("this clone does not contain the common ancestor of HEAD and `{revision}`: {DEEPEN}")
}

/// What to do about a clone without the older commits.
pub(in super::super) const DEEPEN: &str =
    "run `git fetch --unshallow`, or set `fetch-depth: 0` (actions/checkout) or `GIT_DEPTH: 0` (GitLab)";

/// A shorter name of hexadecimal digits is not taken for a commit's.
const SHORTEST_HASH: usize = 7;

/// What to say of a revision that is not here. `origin/main` is the branch `main` of `origin`.
fn unknown_revision(repository: &Repository, revision: &str) -> String {
    if let Some((start, _)) = revision.split_once("..").filter(|(start, _)| !start.is_empty()) {
        return format!("a range is not a revision: give `{start}`");
    }
    if let Some(without_commits) = without_commits(repository) {
        return without_commits.to_owned();
    }
    let unknown = format!("unknown revision `{revision}`");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    let is_name = revision.chars().all(is_plain) && !revision.starts_with('-');
    if is_name && revision.ends_with('/') {
        return format!(
            "`{revision}` names no branch: is the variable after `{revision}` empty? `GITHUB_BASE_REF` is set only for \
             pull requests"
        );
    }
    let is_shallow = repository.is_shallow();
    let is_ancestor = revision.contains(['~', '^']) && !revision.starts_with('-');
    if is_ancestor && is_shallow {
        return format!("{unknown}: this is a shallow clone; {DEEPEN}");
    }
    if !is_name {
        return format!("{unknown}: it is not in this clone");
    }
    if is_hash(revision) {
        return match (revision.bytes().all(|byte| byte == b'0'), is_shallow) {
            (true, _) => {
                format!(
                    "{unknown}: this hash stands for no commit; CI sets it when a branch is pushed for the first time"
                )
            }
            (false, true) => format!("{unknown}: this is a shallow clone without that commit; {DEEPEN}"),
            (false, false) => format!("{unknown}: this commit is not in the clone; check the hash, or run `git fetch`"),
        };
    }
    // A clone of one branch keeps no other branch that is fetched by its name alone.
    let fetch = |remote: &str, branch: &str| format!("git fetch {remote} {branch}:refs/remotes/{remote}/{branch}");
    let remotes = repository.run(["remote"]).map(|output| line(&output)).unwrap_or_default();
    let has_remote = |name: &str| remotes.lines().any(|remote| remote == name);
    let version = revision.strip_prefix('v').unwrap_or(revision);
    let is_version = version.contains('.') && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match revision.split_once('/') {
        Some((remote, branch)) if has_remote(remote) && is_shallow => {
            format!(
                "this is a shallow clone without `{revision}`: on GitHub, `fetch-depth: 0` (actions/checkout) is enough; elsewhere, \
                 run `git fetch --unshallow` (or set `GIT_DEPTH: 0` on GitLab), then `{}`",
                fetch(remote, branch)
            )
        }
        Some((remote, branch)) if has_remote(remote) => {
            format!("{unknown}: check the name, or run `{}`", fetch(remote, branch))
        }
        None if is_version && has_remote("origin") => {
            format!("{unknown}: check the name, or run `git fetch origin tag {revision}`")
        }
        None if has_remote("origin") => {
            let fetch = fetch("origin", revision);
            format!("{unknown}: check the name; for a branch of `origin`, run `{fetch}` and give `origin/{revision}`")
        }
        _ => format!("{unknown}: check the name"),
    }
}

/// Whether a revision looks like the name of a commit. A word such as “defaced” does not.
fn is_hash(revision: &str) -> bool {
    revision.len() >= SHORTEST_HASH
        && revision.bytes().all(|byte| byte.is_ascii_hexdigit())
        && revision.bytes().any(|byte| byte.is_ascii_digit())
}

/// What to say where the current branch has no commit, so that nothing can be compared with it.
fn without_commits(repository: &Repository) -> Option<&'static str> {
    if repository.run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).is_ok() {
        return None;
    }
    match repository.run(["rev-list", "--all", "--max-count=1"]) {
        Ok(commits) if commits.is_empty() => Some("this repository has no commits yet"),
        Ok(_) => Some("this branch has no commits yet"),
        Err(_) => None,
    }
}

/// The lines of a text that are not those of an older one.
fn hunks(then: &Source, now: &Source) -> Vec<Hunk> {
    let hunk = |op: &DiffOp| {
        let new = op.new_range();
        let changed = !matches!(op, DiffOp::Equal { .. });
        changed.then(|| Hunk { first: new.start + 1, count: new.len() })
    };
    compared(then, now).iter().filter_map(hunk).collect()
}

/// Pairs of lines, from 1, that two texts have in common, in order.
pub(super) fn lines_alike(then: &Source, now: &Source) -> impl Iterator<Item = (usize, usize)> {
    compared(then, now).into_iter().filter(|op| matches!(op, DiffOp::Equal { .. })).flat_map(|op| {
        let pairs = op.old_range().zip(op.new_range());
        pairs.map(|(then, now)| (then + 1, now + 1))
    })
}

fn compared(then: &Source, now: &Source) -> Vec<DiffOp> {
    let [then, now] = [then, now].map(|text| text.lines().collect::<Vec<_>>());
    // Of all algorithms the one whose time grows least with lines that come again and again.
    capture_diff_slices(Algorithm::Histogram, &then, &now)
}

/// What of a draft changed, and where its paragraphs are.
pub(in super::super) struct Touched<'a> {
    source: &'a Source,
    hunks: &'a [Hunk],
    blocks: Vec<Span>,
}

impl<'a> Touched<'a> {
    pub(in super::super) fn new(source: &'a Source, document: &Document, hunks: &'a [Hunk]) -> Self {
        // An image's text stands behind its paragraph, out of order, and counts with it.
        let mut blocks: Vec<Span> = document.blocks.iter().map(|block| block.span).collect();
        blocks.sort_unstable_by_key(|block| (block.start, std::cmp::Reverse(block.end)));
        blocks.dedup_by(|next, last| last.contains(*next));
        Self { source, hunks, blocks }
    }

    /// Whether a finding of this rule is about what changed: its words or what explains them; for a rule about paragraphs
    /// the whole paragraph, for one about stories and for what the engine sees itself anything. In a story that was only moved,
    /// or given another mode, nothing changed.
    pub(in super::super) fn has(&self, finding: &Finding, rule: Option<&Rule>) -> bool {
        if self.hunks.is_empty() {
            return false;
        }
        let Some(rule) = rule.filter(|rule| !matches!(rule.kind, Kind::Engine(_))) else { return true };
        let places = || std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span));
        match rule.level {
            RuleLevel::Document => true,
            RuleLevel::Paragraph => places().any(|span| self.changed(self.paragraph(span))),
            RuleLevel::Sentence => places().any(|span| self.changed(span)),
        }
    }

    fn paragraph(&self, span: Span) -> Span {
        let after = self.blocks.partition_point(|block| block.start <= span.start);
        let block = self.blocks[..after].last().filter(|block| block.overlaps(span));
        block.map_or(span, |block| Span::new(block.start.min(span.start), block.end.max(span.end)))
    }

    fn changed(&self, span: Span) -> bool {
        let line = |at| self.source.position(at).line;
        let (first, last) = (line(span.start), line(span.end.saturating_sub(1).max(span.start)));
        // Hunks are in the order of the file: of those that end before the first line none touches.
        let next = self.hunks.partition_point(|hunk| hunk.first + hunk.count <= first);
        self.hunks[next..].first().is_some_and(|hunk| hunk.first <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bylint::document::Format;

    #[test]
    fn lists_of_git_are_read() {
        let change = |(path, from, to): (&str, Option<&str>, Option<&str>)| {
            (PathBuf::from(path), from.map(str::to_owned), to.map(str::to_owned))
        };
        let raw = b":100644 100755 aa bb M\0a.md\0:100644 100644 aa bb R070\0b.md\0c\n.md\0\
                    :120000 100644 aa bb T\0d.md\0:100644 000000 aa 00 D\0e.md\0:000000 100644 00 bb U\0f.md\0";
        let read: Vec<_> = changes(raw).into_iter().map(|change| (change.path, change.from, change.to)).collect();
        let expected = [
            ("a.md", Some("aa"), Some("bb")),
            ("c\n.md", Some("aa"), Some("bb")),
            ("d.md", None, Some("bb")),
            ("e.md", Some("aa"), None),
        ];
        assert_eq!(read, expected.map(change));
        let tree = ["100644 blob aa\ta\tb.md", "160000 commit bb\tsub", "120000 blob cc\tlink.md", ""].join("\0");
        assert_eq!(entries(tree.as_bytes()).collect::<Vec<_>>(), [(PathBuf::from("a\tb.md"), "aa".to_owned())]);
    }

    #[test]
    fn lines_that_came_and_went_are_told() {
        let hunk = |(first, count)| Hunk { first, count };
        let check = |then: &str, now: &str, expected: &[(usize, usize)]| {
            let [then, now] = [then, now].map(|text| Source::new("", text.into()));
            assert_eq!(hunks(&then, &now), expected.iter().copied().map(hunk).collect::<Vec<_>>());
        };
        check("a\nb\n", "a\nb\n", &[]);
        check("a\nb\n", "a\r\nb\r\n", &[]);
        check("a\nb\nc\nd\n", "a\nc\nX\n", &[(2, 0), (3, 1)]);
        check("", "a\nb", &[(1, 2)]);
        check("a\nb\n", "a\n", &[(2, 0)]);
    }

    #[test]
    fn lines_are_touched_by_what_changed_in_them() {
        let source = Source::new("a.md", b"One\ntwo.\n\nThree\nfour.\n".to_vec());
        let document = Document::parse(&source, Format::Markdown);
        let touched = |first, count, start, end| {
            let hunks = [Hunk { first, count }];
            Touched::new(&source, &document, &hunks).changed(Span::new(start, end))
        };
        assert!(touched(1, 1, 0, 3) && touched(1, 5, 12, 13) && touched(2, 1, 0, 8));
        assert!(!touched(2, 1, 0, 3) && !touched(3, 1, 0, 8) && !touched(1, 3, 10, 12));
        // Lines were taken out between the first and the second: only what stands on both sides is touched.
        assert!(touched(2, 0, 0, 8) && !touched(2, 0, 0, 3) && !touched(2, 0, 4, 8) && !touched(3, 0, 0, 8));
        let whole = Touched::new(&source, &document, &[]).paragraph(Span::new(16, 20));
        assert_eq!(source.slice(whole).trim_end(), "Three\nfour.");
    }
}
