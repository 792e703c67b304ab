//! What fixes would change, as a unified diff that `git apply` and `patch` take.

use super::sanitize::visible;
use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};
use std::fmt::Write as _;

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// The difference between two states of a file. Byte for byte as the file has it, so that it can be applied; `path` is what
/// the file is called, in bytes, with `/`.
#[must_use]
pub fn unified(path: &[u8], before: &[u8], after: &[u8]) -> Vec<u8> {
    let (old, new) = (lines(before), lines(after));
    // Lines that stand once in both are found first: a file with many changes takes no longer for it.
    let ops = capture_diff_slices(Algorithm::Patience, &old, &new);
    let mut text = Vec::new();
    for hunk in group_diff_ops(ops, CONTEXT).iter().filter(|hunk| !hunk.is_empty()) {
        if text.is_empty() {
            text.extend_from_slice(format!("--- {}\n+++ {}\n", name(b"a/", path), name(b"b/", path)).as_bytes());
        }
        text.extend_from_slice(format!("{}\n", UnifiedHunkHeader::new(hunk)).as_bytes());
        for op in hunk {
            let (removed, added) = (&old[op.old_range()], &new[op.new_range()]);
            if let DiffOp::Equal { .. } = op {
                push(&mut text, b' ', removed);
            } else {
                push(&mut text, b'-', removed);
                push(&mut text, b'+', added);
            }
        }
    }
    text
}

/// The same for a terminal, which must not be steered by what stands in a draft.
#[must_use]
pub fn for_people(diff: &[u8]) -> String {
    let keep = |c| if matches!(c, '\n' | '\t') { c } else { visible(c) };
    String::from_utf8_lossy(diff).replace("\r\n", "\n").chars().map(keep).collect()
}

/// The same for the log of a job on GitHub or Azure, whose runner would act on a line that begins with `::` or holds `##[`.
/// A diff of such lines cannot be applied; in a file, it is left as it is.
#[must_use]
pub fn for_runner(diff: &[u8]) -> Vec<u8> {
    let harmless = |line: &[u8]| {
        let words = String::from_utf8_lossy(line).replace("##[", "##❲");
        let command = words.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '+')).starts_with("::");
        if command { words.replacen("::", "∶∶", 1).into_bytes() } else { words.into_bytes() }
    };
    let acts =
        |line: &[u8]| line.windows(2).any(|bytes| bytes == b"::") || line.windows(3).any(|bytes| bytes == b"##[");
    lines(diff).into_iter().flat_map(|line| if acts(line) { harmless(line) } else { line.to_vec() }).collect()
}

/// Git's lines: a carriage return alone ends none.
fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|&byte| byte == b'\n').collect()
}

fn push(text: &mut Vec<u8>, sign: u8, lines: &[&[u8]]) {
    for line in lines {
        text.push(sign);
        text.extend_from_slice(line);
        if !line.ends_with(b"\n") {
            text.extend_from_slice(b"\n\\ No newline at end of file\n");
        }
    }
}

/// A file's name as git writes it: in quotation marks, with escapes, where it is not of plain characters.
fn name(prefix: &[u8], path: &[u8]) -> String {
    let bytes = || prefix.iter().chain(path).copied();
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
    if bytes().all(plain) {
        return bytes().map(char::from).collect();
    }
    let mut name = String::from("\"");
    for byte in bytes() {
        match byte {
            b'"' | b'\\' => name.extend(['\\', char::from(byte)]),
            b' ' => name.push(' '),
            byte if plain(byte) => name.push(char::from(byte)),
            byte => {
                let _ = write!(name, "\\{byte:03o}");
            }
        }
    }
    name + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_has_the_bytes_of_its_file() {
        let text = |diff: Vec<u8>| String::from_utf8(diff).expect("UTF-8");
        assert_eq!(text(unified(b"a.md", b"same", b"same")), "");
        assert_eq!(
            text(unified(b"a.md", b"1\r\n2\r\nthe the\r\n4\n5\n6\n7\r8\n9", b"1\r\n2\r\nthe\r\n4\n5\n6\n7\r8\n9")),
            "--- a/a.md\n+++ b/a.md\n@@ -1,6 +1,6 @@\n 1\r\n 2\r\n-the the\r\n+the\r\n 4\n 5\n 6\n"
        );
        assert_eq!(
            text(unified(b"a.md", b"1\n2", b"1\n3")),
            "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n+3\n\\ No newline at end of file\n"
        );
        assert_eq!(unified(b"a.md", b"\xff a", b"\xff b")[b"--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-".len()], 0xff);
    }

    #[test]
    fn names_are_quoted_as_git_quotes_them() {
        assert_eq!(name(b"a/", b"x-1.md"), "a/x-1.md");
        assert_eq!(name(b"a/", b"x y.md"), "\"a/x y.md\"");
        assert_eq!(name(b"b/", "é\n\"\\.md".as_bytes()), "\"b/\\303\\251\\012\\\"\\\\.md\"");
    }

    #[test]
    fn nothing_steers_a_runner() {
        let diff = b" ::error::x\n-::a\n   ::b\n+a ##[group]\n a::b\xff\n \xff\n";
        let shown = " ∶∶error::x\n-∶∶a\n   ∶∶b\n+a ##❲group]\n a::b\u{fffd}\n ";
        assert_eq!(for_runner(diff), [shown.as_bytes(), b"\xff\n"].concat());
    }

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(for_people(b"-\x1b[2J\r\n+\tx\n"), "-␛[2J\n+\tx\n");
    }
}
