//! The changes that fixes make to a file, as a patch for `git apply`.
//!
//! A patch contains the lines of a draft byte for byte. A draft may contain control characters, characters that are invisible
//! or reorder text, or commands to a CI runner. Such lines are never printed unchanged: the patch of such a file is in git's
//! binary form, which is printable ASCII. A harmless copy of the difference comes first, as comments.

mod binary;

use super::sanitize::{self, Colors, is_harmless, lines};
use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};
use std::fmt::Write as _;

/// The number of unchanged lines shown before and after a change.
const CONTEXT: usize = 3;

/// The byte order mark that a file may begin with.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The paths of a file, in bytes, with `/` as separator.
#[derive(Clone, Debug)]
pub struct Paths {
    /// Relative to the working directory: `git apply` and `patch` resolve the path of a text patch from there.
    pub from_here: Vec<u8>,
    /// Relative to the top of the repository: git resolves the path of a binary patch from there.
    pub from_the_top: Vec<u8>,
}

/// The difference between two states of a file.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    /// The two lines with the file names.
    head: String,
    /// The hunks, with the exact bytes of the file.
    hunks: Vec<u8>,
    /// The binary form of the patch, if a line of the hunks is not harmless or the file is not UTF-8.
    binary: Option<String>,
}

impl Patch {
    /// Compares two states of a file.
    #[must_use]
    pub fn new(paths: &Paths, before: &[u8], after: &[u8]) -> Self {
        let hunks = hunks(before, after);
        // A byte order mark does not belong to a line.
        let lines = match (before.strip_prefix(BYTE_ORDER_MARK), after.strip_prefix(BYTE_ORDER_MARK)) {
            (Some(before), Some(after)) => &self::hunks(before, after),
            _ => &hunks,
        };
        let harmless = file_lines(lines).into_iter().all(is_harmless_line);
        let binary = (!harmless).then(|| binary_form(paths, before, after));
        Self::from_hunks(paths, hunks, binary)
    }

    /// Compares two states of a file that is not UTF-8. The patch is in git's binary form; its comments show the lines of the
    /// decoded texts `old` and `new`.
    #[must_use]
    pub fn of_encoded(paths: &Paths, [before, after]: [&[u8]; 2], [old, new]: [&str; 2]) -> Self {
        Self::from_hunks(paths, hunks(old.as_bytes(), new.as_bytes()), Some(binary_form(paths, before, after)))
    }

    fn from_hunks(paths: &Paths, hunks: Vec<u8>, binary: Option<String>) -> Self {
        if hunks.is_empty() {
            return Self::default();
        }
        let [old, new] = git_names(&paths.from_here);
        Self { head: format!("--- {old}\n+++ {new}\n"), hunks, binary }
    }

    /// The length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.head.len() + self.hunks.len() + self.binary.as_ref().map_or(0, String::len)
    }

    /// Whether the two states are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hunks.is_empty()
    }

    /// Whether a line is not harmless, so that [`Patch::for_programs`] has the binary form.
    #[must_use]
    pub fn is_binary(&self) -> bool {
        self.binary.is_some()
    }

    /// The patch for a terminal. Each line is made harmless, so it may differ from the file.
    #[must_use]
    pub fn for_people(&self) -> String {
        if self.is_empty() { String::new() } else { self.head.clone() + &self.visible_hunks() }
    }

    /// The patch for `git apply` and for logs: it can be applied, and it is harmless to print.
    #[must_use]
    pub fn for_programs(&self) -> Vec<u8> {
        let Some(binary) = &self.binary else { return [self.head.as_bytes(), &self.hunks].concat() };
        let mut text = String::from(
            "# A binary patch, since the file is UTF-16, or its lines hold control or hidden characters or a command to a CI runner. It makes this change:\n",
        );
        for line in self.visible_hunks().lines() {
            let _ = writeln!(text, "# {line}");
        }
        (text + binary).into_bytes()
    }

    /// The hunks with every character visible.
    fn visible_hunks(&self) -> String {
        let hunks = String::from_utf8_lossy(&self.hunks).replace("\r\n", "\n");
        lines(&hunks, Colors::Removed).into_owned()
    }
}

/// The names of the old and the new state of a file in a patch: `a/…` and `b/…`.
fn git_names(path: &[u8]) -> [String; 2] {
    [git_name(b"a/", path), git_name(b"b/", path)]
}

/// The whole patch in git's binary form.
fn binary_form(paths: &Paths, before: &[u8], after: &[u8]) -> String {
    let [old, new] = git_names(&paths.from_the_top);
    format!("diff --git {old} {new}\n{}", binary::patch(before, after))
}

/// The hunks of the difference, with the bytes of both states.
fn hunks(before: &[u8], after: &[u8]) -> Vec<u8> {
    let (old, new) = (file_lines(before), file_lines(after));
    // Patience matches the lines that occur once in both files first, so that many changes do not make it slow.
    let ops = capture_diff_slices(Algorithm::Patience, &old, &new);
    let mut text = Vec::new();
    for hunk in group_diff_ops(ops, CONTEXT).iter().filter(|hunk| !hunk.is_empty()) {
        text.extend_from_slice(format!("{}\n", UnifiedHunkHeader::new(hunk)).as_bytes());
        for op in hunk {
            let (removed, added) = (&old[op.old_range()], &new[op.new_range()]);
            if let DiffOp::Equal { .. } = op {
                push_lines(&mut text, b' ', removed);
            } else {
                push_lines(&mut text, b'-', removed);
                push_lines(&mut text, b'+', added);
            }
        }
    }
    text
}

/// Whether a line of a hunk can be printed unchanged. The text after its `+` or `-` must not be a command either: a log
/// viewer may drop the sign.
fn is_harmless_line(line: &[u8]) -> bool {
    // Terminals that do not read UTF-8 take these bytes for control characters.
    let has_c1_byte = |bytes: &[u8]| bytes.iter().any(|byte| (0x80..=0x9f).contains(byte));
    let text = String::from_utf8_lossy(line);
    let words = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '+'));
    !line.utf8_chunks().any(|chunk| has_c1_byte(chunk.invalid())) && is_harmless(&text) && !words.starts_with("::")
}

/// Splits a file into lines as git does: a carriage return alone does not end a line.
fn file_lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|&byte| byte == b'\n').collect()
}

/// Appends lines to a hunk, each after its sign.
fn push_lines(text: &mut Vec<u8>, sign: u8, lines: &[&[u8]]) {
    for line in lines {
        text.push(sign);
        text.extend_from_slice(line);
        if !line.ends_with(b"\n") {
            text.extend_from_slice(b"\n\\ No newline at end of file\n");
        }
    }
}

/// The name of a file as git writes it: quoted and escaped if it has unusual characters or contains a command to a CI
/// runner.
fn git_name(prefix: &[u8], path: &[u8]) -> String {
    let bytes = || prefix.iter().chain(path).copied();
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
    let has_command = !sanitize::is_harmless(&String::from_utf8_lossy(path));
    if !has_command && bytes().all(plain) {
        return bytes().map(char::from).collect();
    }
    let mut quoted = String::from("\"");
    for byte in bytes() {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
            b' ' => quoted.push(' '),
            b'#' | b'@' | b':' if has_command => {
                let _ = write!(quoted, "\\{byte:03o}");
            }
            byte if plain(byte) => quoted.push(char::from(byte)),
            byte => {
                let _ = write!(quoted, "\\{byte:03o}");
            }
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(before: &[u8], after: &[u8]) -> Patch {
        Patch::new(&Paths { from_here: b"a.md".to_vec(), from_the_top: b"drafts/a.md".to_vec() }, before, after)
    }

    fn text(patch: &Patch) -> String {
        String::from_utf8(patch.for_programs()).expect("UTF-8")
    }

    #[test]
    fn patch_has_the_bytes_of_the_file() {
        assert_eq!(text(&patch(b"same", b"same")), "");
        assert_eq!(
            text(&patch(b"1\r\n2\r\nthe the\r\n4\n5\n6\n7\r8\n9", b"1\r\n2\r\nthe\r\n4\n5\n6\n7\r8\n9")),
            "--- a/a.md\n+++ b/a.md\n@@ -1,6 +1,6 @@\n 1\r\n 2\r\n-the the\r\n+the\r\n 4\n 5\n 6\n"
        );
        assert_eq!(
            text(&patch(b"1\n2", b"1\n3")),
            "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n+3\n\\ No newline at end of file\n"
        );
        assert_eq!(patch(b"\xff a", b"\xff b").for_programs()[b"--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-".len()], 0xff);
    }

    #[test]
    fn names_are_quoted_as_in_git() {
        assert_eq!(git_name(b"a/", b"x-1.md"), "a/x-1.md");
        assert_eq!(git_name(b"a/", b"x y.md"), "\"a/x y.md\"");
        assert_eq!(git_name(b"b/", "é\n\"\\.md".as_bytes()), "\"b/\\303\\251\\012\\\"\\\\.md\"");
        assert_eq!(git_name(b"b/", b"#a:.md"), "b/#a:.md");
        assert_eq!(git_name(b"b/", b"##vso[x].md"), "\"b/\\043\\043vso[x].md\"");
    }

    #[test]
    fn harmful_lines_force_the_binary_form() {
        for hostile in [
            "a\r::error::x",
            "::error::x",
            "- ::error::x",
            "##vso[task.complete]",
            "\u{1b}[31m",
            "\u{9b}31m",
            "\u{202e}",
            "section_start:1:a",
        ] {
            let (before, after) = (format!("{hostile}\nthe the\n"), format!("{hostile}\nthe\n"));
            let patch = patch(before.as_bytes(), after.as_bytes());
            let text = text(&patch);
            assert!(text.contains("diff --git a/drafts/a.md b/drafts/a.md\n"), "{text}");
            assert!(
                text.lines().all(|line| is_harmless(line) || line.starts_with("+++ b/") || line.starts_with("--- a/")),
                "{text}"
            );
        }
        // As a removed line, `-- x` becomes the Buildkite command `--- x`. Context lines begin with a blank, so they are safe.
        assert!(!patch(b"--- \nthe the\n-- x\n", b"--- \nthe\n-- x\n").is_binary());
        assert!(patch(b"-- x\n", b"-- y\n").is_binary());
        // A terminal without UTF-8 treats this byte as a control character.
        assert!(patch(b"\x9b the the\n", b"\x9b the\n").is_binary());
    }

    #[test]
    fn binary_patch_shows_its_lines_in_comments() {
        let patch = patch(b"\x1b[2J\r\nthe\tthe\n", b"\x1b[2J\r\nthe\n");
        let hunk = "@@ -1,2 +1,2 @@\n ␛[2J\n-the\tthe\n+the\n";
        assert_eq!(patch.for_people(), format!("--- a/a.md\n+++ b/a.md\n{hunk}"));
        let text = text(&patch);
        let comments: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("# ")).skip(1).collect();
        assert_eq!(comments, hunk.lines().collect::<Vec<_>>());
    }
}
