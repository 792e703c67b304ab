//! Which lines of which files changed, as git has them, and which findings they touch.

use super::git::{Git, path_of, run};
use anyhow::Context as _;
use bylint::diagnostic::Finding;
use bylint::document::Document;
use bylint::rule::{Kind, Level, Rule};
use bylint::text::{Source, Span};
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Lines of a file that changed, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hunk {
    /// The first line; of a hunk without lines, that before which something was taken out.
    pub(super) first: usize,
    /// How many.
    pub(super) count: usize,
}

/// A file that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Changed {
    /// Its path, by its own name.
    pub(super) path: PathBuf,
    /// Its words in the index, for what is staged.
    pub(super) blob: Option<Blob>,
    /// What changed in it; `None` for all of it.
    pub(super) hunks: Option<Vec<Hunk>>,
}

/// The bytes of a file in a repository's index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blob {
    git: Git,
    name: String,
}

impl Blob {
    pub(super) fn read(&self) -> anyhow::Result<Vec<u8>> {
        run(self.git.top(), ["cat-file", "blob", &self.name])
    }
}

impl Git {
    /// Files that are not as they were where `HEAD` and a revision parted, new ones included.
    pub(super) fn since(&self, revision: &str) -> anyhow::Result<Vec<Changed>> {
        let commit = format!("{revision}^{{commit}}");
        let found = run(self.top(), ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
        let found = line(&found.with_context(|| format!("no revision `{revision}`"))?);
        let parted = run(self.top(), ["merge-base", &found, "HEAD"]).with_context(|| {
            format!("the history does not reach back to where HEAD and `{revision}` parted: fetch more of it")
        })?;
        let mut changed = self.changes(&[&line(&parted)])?;
        let new = run(self.top(), ["ls-files", "--others", "--exclude-standard", "-z"])?;
        changed.extend(names(&new).map(|name| Changed { path: self.top().join(name), blob: None, hunks: None }));
        Ok(changed)
    }

    /// Files that the next commit would change, as it would have them.
    pub(super) fn staged(&self) -> anyhow::Result<Vec<Changed>> {
        let mut changed = self.changes(&["--cached"])?;
        let raw = diff(self.top(), &["--raw", "-z", "--no-abbrev"], &["--cached"])?;
        let mut blobs = blobs(&raw, self.top());
        for file in &mut changed {
            let name = blobs.remove(&file.path).flatten();
            file.blob = name.map(|name| Blob { git: self.clone(), name });
        }
        Ok(changed)
    }

    fn changes(&self, what: &[&str]) -> anyhow::Result<Vec<Changed>> {
        let list = diff(self.top(), &["--name-only", "-z"], what)?;
        let patch = diff(self.top(), &["--unified=0", "--inter-hunk-context=0", "--text"], what)?;
        let hunks = hunks(&patch);
        let names: Vec<PathBuf> = names(&list).collect();
        anyhow::ensure!(names.len() == hunks.len(), "files changed while git compared them: run it again");
        let changed = |(name, hunks)| Changed { path: self.top().join(name), blob: None, hunks: Some(hunks) };
        Ok(names.into_iter().zip(hunks).map(changed).collect())
    }
}

/// What of a text changed since git saw it, where this was the text then: what git says, in the lines that these are now, and
/// all lines that are new.
pub(super) fn carried<'h>(hunks: &'h [Hunk], then: &str, now: &str) -> Cow<'h, [Hunk]> {
    if then == now {
        return Cow::Borrowed(hunks);
    }
    let mut lines = BTreeSet::new();
    let mut edges = Vec::new();
    let [then, now] = [then, now].map(|text| text.split('\n').collect::<Vec<_>>());
    // Lines that stand once in both are found first: a file with many changes takes no longer for it.
    for part in capture_diff_slices(Algorithm::Patience, &then, &now) {
        let (old, new) = (part.old_range(), part.new_range());
        if part.tag() != DiffTag::Equal {
            lines.extend(new.clone());
            edges.extend(new.is_empty().then_some(new.start));
            continue;
        }
        // Lines are counted from 0 here, by git from 1.
        for hunk in hunks {
            let (first, after) = (hunk.first.saturating_sub(1), (hunk.first + hunk.count).saturating_sub(1));
            let moved = |line: usize| line - old.start + new.start;
            lines.extend((first.max(old.start)..after.min(old.end)).map(moved));
            edges.extend((hunk.count == 0 && old.contains(&first)).then(|| moved(first)));
        }
    }
    let hunk = |count| move |line: usize| Hunk { first: line + 1, count };
    let mut hunks: Vec<Hunk> = lines.into_iter().map(hunk(1)).chain(edges.into_iter().map(hunk(0))).collect();
    hunks.sort_by_key(|hunk| (hunk.first, hunk.count));
    Cow::Owned(hunks)
}

/// Compares the files that are there: one that was moved with what it was, whatever git is set to; links and files that are gone
/// have no lines.
fn diff(top: &Path, format: &[&str], what: &[&str]) -> anyhow::Result<Vec<u8>> {
    let plain = ["diff", "--no-ext-diff", "--no-textconv", "--no-color", "-M50%", "-l1000", "--diff-filter=AMRT"];
    let whole = ["--ignore-submodules=all", "--no-relative"];
    run(top, plain.iter().chain(&whole).chain(format).chain(what).copied().chain(["--"]))
}

/// What the index calls the bytes of each file: ":MODE MODE OLD NEW STATUS", its path, and of one that was moved first that from where.
fn blobs(raw: &[u8], top: &Path) -> BTreeMap<PathBuf, Option<String>> {
    let mut blobs = BTreeMap::new();
    let mut parts = raw.split(|&b| b == 0);
    while let (Some(about), Some(mut name)) = (parts.next(), parts.next()) {
        let about = String::from_utf8_lossy(about);
        let mut about = about.split(' ').skip(3);
        let (blob, status) = (about.next(), about.next());
        if status.is_some_and(|status| status.starts_with('R')) {
            name = parts.next().unwrap_or(name);
        }
        blobs.insert(top.join(path_of(name)), blob.map(str::to_owned));
    }
    blobs
}

/// For each file of a patch, what changed in it. Lines of the files themselves begin with a sign, so that none of them can
/// be taken for a line of the patch.
fn hunks(patch: &[u8]) -> Vec<Vec<Hunk>> {
    let mut files: Vec<Option<Vec<Hunk>>> = Vec::new();
    for line in patch.split(|&b| b == b'\n') {
        if line.starts_with(b"diff --git ") {
            files.push(Some(Vec::new()));
        } else if line.starts_with(b"deleted file mode ") {
            // Of a link that became a file git shows first that the link went.
            files.pop();
            files.push(None);
        } else if let (Some(hunk), Some(Some(file))) = (hunk(line), files.last_mut()) {
            file.push(hunk);
        }
    }
    files.into_iter().flatten().collect()
}

/// "@@ -3 +4,2 @@": the lines that stand there now.
fn hunk(line: &[u8]) -> Option<Hunk> {
    let line = std::str::from_utf8(line.strip_prefix(b"@@ ")?.split(|&b| b == b'@').next()?).ok()?;
    let now = line.split(' ').find_map(|part| part.strip_prefix('+'))?;
    let (first, count) = now.split_once(',').unwrap_or((now, "1"));
    let (first, count): (usize, usize) = (first.parse().ok()?, count.parse().ok()?);
    // Of a hunk without lines git names the line before it.
    Some(Hunk { first: if count == 0 { first + 1 } else { first }, count })
}

/// Paths between NULs.
fn names(output: &[u8]) -> impl Iterator<Item = PathBuf> {
    output.split(|&b| b == 0).filter(|name| !name.is_empty()).map(path_of)
}

fn line(output: &[u8]) -> String {
    String::from_utf8_lossy(output).trim_end().to_owned()
}

/// What of a draft changed, and where its paragraphs are.
pub(super) struct Touched<'a> {
    source: &'a Source,
    hunks: &'a [Hunk],
    blocks: Vec<Span>,
}

impl<'a> Touched<'a> {
    pub(super) fn new(source: &'a Source, document: &Document, hunks: &'a [Hunk]) -> Self {
        // An image's text stands behind its paragraph, out of order, and counts with it.
        let mut blocks: Vec<Span> = document.blocks.iter().map(|block| block.span).collect();
        blocks.sort_unstable_by_key(|block| (block.start, std::cmp::Reverse(block.end)));
        blocks.dedup_by(|next, last| last.contains(*next));
        Self { source, hunks, blocks }
    }

    /// Whether a finding of this rule is about what changed: its words or what explains them; for a rule about paragraphs
    /// the whole paragraph, for one about stories and for what the engine sees itself anything. In a story that was only moved,
    /// or given another mode, nothing changed.
    pub(super) fn has(&self, finding: &Finding, rule: Option<&Rule>) -> bool {
        if self.hunks.is_empty() {
            return false;
        }
        let Some(rule) = rule.filter(|rule| !matches!(rule.kind, Kind::Engine(_))) else { return true };
        let places = || std::iter::once(finding.span).chain(finding.labels.iter().map(|label| label.span));
        match rule.level {
            Level::Document => true,
            Level::Paragraph => places().any(|span| self.changed(self.paragraph(span))),
            Level::Sentence => places().any(|span| self.changed(span)),
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
    fn a_patch_is_read_by_its_own_lines() {
        let patch = "diff --git a/a b/a\nindex 1..2 100644\n--- a/a\n+++ b/a\n@@ -1 +1,2 @@ diff --git\n-x\n+diff --git \
                     a/q b/q\n+@@ -1 +1 @@\n@@ -9,2 +10,0 @@\n-x\ndiff --git \"a/\\n@@ -1 +1 @@\" \"b/\\n\"\nold mode 1\n\
                     diff --git a/l b/l\ndeleted file mode 120000\n@@ -1 +0,0 @@\n-x\n";
        let expected = [vec![Hunk { first: 1, count: 2 }, Hunk { first: 11, count: 0 }], vec![]];
        assert_eq!(hunks(patch.as_bytes()), expected);
        assert_eq!(hunk(b"@@ -0,0 +1,40 @@"), Some(Hunk { first: 1, count: 40 }));
        for none in ["@@", "@@ -1 @@", "@@ +x @@", "@@ +1,99999999999999999999 @@", "+@@ -1 +1 @@"] {
            assert_eq!(hunk(none.as_bytes()), None, "{none}");
        }
    }

    #[test]
    fn hunks_are_carried_over_lines_that_came_and_went() {
        let hunk = |first, count| Hunk { first, count };
        let carried = |hunks: &[Hunk], then: &str, now: &str| carried(hunks, then, now).into_owned();
        assert_eq!(carried(&[hunk(2, 1)], "a\nb\n", "a\nb\n"), [hunk(2, 1)]);
        // A line is taken out above.
        assert_eq!(carried(&[hunk(3, 2)], "a\nb\nc\nd\ne\n", "a\nc\nd\ne\n"), [hunk(2, 0), hunk(2, 1), hunk(3, 1)]);
        // A line is exchanged, inside what changed and outside.
        assert_eq!(carried(&[hunk(2, 2)], "a\nb\nc\nd\n", "a\nX\nc\nd\n"), [hunk(2, 1), hunk(3, 1)]);
        assert_eq!(carried(&[hunk(1, 1)], "a\nb\nc\nd\n", "a\nb\nX\nd\n"), [hunk(1, 1), hunk(3, 1)]);
        // Where lines were gone before, they still are.
        assert_eq!(carried(&[hunk(3, 0)], "a\nb\nc\n", "X\na\nb\nc\n"), [hunk(1, 1), hunk(4, 0)]);
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
