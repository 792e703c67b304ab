//! Globs with the meaning that they have in git.

use globset::GlobBuilder;
use std::borrow::Cow;

/// Escapes the braces in a line of a `.gitignore`, for the `ignore` crate. To that crate, `{a,b}` means “a or b”; to git, a brace
/// is an ordinary character.
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
            // Inside a class, braces have no meaning, and a backslash would be a member of the class.
            '[' => class_length(rest).unwrap_or(1),
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

/// Checks that a glob is valid.
///
/// # Errors
/// When the glob is invalid. `[` without `]` is an error here, although a `.gitignore` may have it.
pub(super) fn validate(line: &str) -> Result<(), globset::ErrorKind> {
    let glob = without_alternatives(line);
    let glob = glob.strip_prefix('!').unwrap_or(&glob);
    let parsed = GlobBuilder::new(glob).literal_separator(true).backslash_escape(true).build();
    parsed.map(drop).map_err(|error| error.kind().clone())
}

/// Returns the length of the character class at the start of a text, such as `[!a-z]`; `None` if it has no closing bracket.
fn class_length(text: &str) -> Option<usize> {
    let members = text[1..].trim_start_matches(['!', '^']);
    let start = text.len() - members.len();
    // A `]` at the beginning is a member of the class.
    let first = members.chars().next()?.len_utf8();
    members[first..].find(']').map(|at| start + first + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_escaped_except_in_classes() {
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
