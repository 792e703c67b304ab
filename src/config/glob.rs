//! Globs with the meaning that git gives them.

use globset::GlobBuilder;
use std::borrow::Cow;

/// A line of a `.gitignore` for the `ignore` crate, to which `{a,b}` is “a or b”: git takes braces as they are.
#[must_use]
pub fn without_alternatives(line: &str) -> Cow<'_, str> {
    if !line.contains(['{', '}']) {
        return Cow::Borrowed(line);
    }
    let mut escaped = String::with_capacity(line.len() + 4);
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            // Inside a class, a brace is a brace, and a backslash would be one more member.
            '[' => class(rest).unwrap_or(1),
            '{' | '}' => {
                escaped.push('\\');
                1
            }
            other => other.len_utf8(),
        };
        escaped.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    Cow::Owned(escaped)
}

/// Whether a glob can be read.
///
/// # Errors
/// What is wrong with it. `[` without `]` is a slip here, though a `.gitignore` may have it.
pub(super) fn check(line: &str) -> Result<(), globset::ErrorKind> {
    let glob = without_alternatives(line);
    let glob = glob.strip_prefix('!').unwrap_or(&glob);
    let read = GlobBuilder::new(glob).literal_separator(true).backslash_escape(true).build();
    read.map(drop).map_err(|error| error.kind().clone())
}

/// The length of the class that a text begins with, such as `[!a-z]`; `None` if nothing closes it.
fn class(text: &str) -> Option<usize> {
    let members = text[1..].trim_start_matches(['!', '^']);
    let start = text.len() - members.len();
    // A `]` that comes first is a member.
    let first = members.chars().next()?.len_utf8();
    members[first..].find(']').map(|at| start + first + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_escaped_where_they_would_mean_something() {
        for (line, wanted) in [
            ("a/*.md", "a/*.md"),
            ("{a,c}/", "\\{a,c\\}/"),
            ("\\{a\\}{", "\\{a\\}\\{"),
            ("\\\\{", "\\\\\\{"),
            ("[{a]}", "[{a]\\}"),
            ("[]{]{", "[]{]\\{"),
            ("[!]{]", "[!]{]"),
            ("[{", "[\\{"),
            ("ä{\\", "ä\\{\\"),
            ("{[", "\\{["),
        ] {
            assert_eq!(without_alternatives(line), wanted, "{line}");
        }
    }
}
