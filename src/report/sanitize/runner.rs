//! Commands to CI runners: finds them in output, and makes them ineffective by changing one character of each.
//!
//! These runners and deployment servers execute commands in the output of a job. The forms come from their public
//! documentation or source code.
//!
//! | runner | form | where in a line |
//! |---|---|---|
//! | GitHub Actions, Gitea and Forgejo Actions | `::name …::data` | at its start, after blanks |
//! | these three, and Azure Pipelines (log formatting) | `##[name …]data` | anywhere |
//! | Azure Pipelines | `##vso[area.event …]data`, in any case | anywhere |
//! | `TeamCity`, Octopus Deploy, `MyGet` | `##teamcity[…]`, `##octopus[…]`, `##myget[…]` | anywhere |
//! | Continua CI | `@@continua[…]` | anywhere |
//! | GitLab | `section_start:TIME:NAME`, `section_end:…`, then `CR ESC [ 0 K` | anywhere |
//! | Travis CI | `travis_fold:start:NAME`, `travis_time:…` | anywhere |
//! | Buildkite | `--- title`, `+++ title`, `~~~ title`, `^^^ +++` | at its start, after colours |
//!
//! Jenkins, Drone and Buildkite also execute escape sequences, which `sanitize` removes. Bitbucket Pipelines, `CircleCI`,
//! Concourse, AWS `CodeBuild` and `AppVeyor` have no known commands in output.

use super::is_ignored;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The most characters of a command's name, between the two signs and the bracket: “teamcity” in `##teamcity[`.
const MAX_NAME_CHARS: usize = 32;

/// The replacement for the changed character of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// A character that looks similar.
    LookAlike,
    /// An escape in a JSON string.
    Json,
    /// An XML character reference.
    Xml,
}

/// Makes all commands in whole lines ineffective.
pub(super) fn escape_commands(text: &str, escape: Escape) -> Cow<'_, str> {
    let mut triggers = inline_commands(text);
    triggers.extend(line_start_commands(text, LeadingBlanks::Skipped));
    triggers.sort_unstable();
    replace_triggers(text, &triggers, escape)
}

/// Makes the commands ineffective that work anywhere in a line. For text that does not begin a line.
pub(super) fn escape_commands_in_line(text: &str, escape: Escape) -> Cow<'_, str> {
    replace_triggers(text, &inline_commands(text), escape)
}

/// Whether these lines contain no command.
pub(super) fn has_no_command(text: &str) -> bool {
    inline_commands(text).is_empty() && line_start_commands(text, LeadingBlanks::AsRead).next().is_none()
}

/// The length of the colour escape sequence at the start of the text (`ESC [ 1 ; 31 m`); 0 if there is none.
pub(super) fn color_sequence_len(text: &[u8]) -> usize {
    let Some(rest) = text.strip_prefix(b"\x1b[") else { return 0 };
    let length = rest.iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b';')).count();
    if rest.get(length) == Some(&b'm') { length + 3 } else { 0 }
}

/// The offsets of the characters to change for commands that work anywhere in a line. The characters are ASCII.
fn inline_commands(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let trigger = |at: usize| match bytes[at] {
        b'_' => fold_colon(text, at),
        sign => is_bracket_command(&text[at..], char::from(sign)).then_some(at),
    };
    memchr::memchr3_iter(b'#', b'@', b'_', bytes).filter_map(trigger).collect()
}

/// Whether a text starts with a doubled sign, an optional name and a bracket: `##[`, `##vso[`, `@@continua[`.
fn is_bracket_command(text: &str, sign: char) -> bool {
    let mut chars = text.chars().filter(|&c| !is_ignored(c) || c == '\n');
    if chars.next() != Some(sign) || chars.next() != Some(sign) {
        return false;
    }
    let ends_name = |c: &char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    chars.take(MAX_NAME_CHARS + 1).find(ends_name) == Some('[')
}

/// The offset of the colon in `section_start:` or `travis_fold:`, given the offset of the underscore.
fn fold_colon(text: &str, underscore: usize) -> Option<usize> {
    let (before, after) = (&text[..underscore], &text[underscore + 1..]);
    let ends_with = |word: &str| {
        let letters = before.chars().rev().filter(|&c| !is_ignored(c)).map(|c| c.to_ascii_lowercase());
        letters.take(word.len()).eq(word.chars().rev())
    };
    let names = if ends_with("section") {
        ["start:", "end:"]
    } else if ends_with("travis") {
        ["fold:", "time:"]
    } else {
        return None;
    };
    let starts_with = |name: &str| {
        let letters = after.chars().filter(|&c| !is_ignored(c)).map(|c| c.to_ascii_lowercase());
        letters.take(name.len()).eq(name.chars())
    };
    let colon = || after.find(':').map(|colon| underscore + 1 + colon);
    names.into_iter().any(starts_with).then(colon)?
}

/// The treatment of blanks at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LeadingBlanks {
    /// Ignores them for every runner, because a log viewer may remove them.
    Skipped,
    /// Treats them as each runner does: Buildkite does not accept a title after blanks.
    AsRead,
}

/// The offsets of the characters to change for commands at the start of a line.
fn line_start_commands(text: &str, blanks: LeadingBlanks) -> impl Iterator<Item = usize> {
    let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1));
    starts.filter_map(move |start| {
        let line = &text[start..];
        // Most lines start with a letter or a digit.
        if line.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
            return None;
        }
        let prefix_len = skipped_prefix_len(line);
        let (before, command) = line.split_at(prefix_len);
        let is_title = !command.starts_with(':');
        let is_read = !is_title || blanks == LeadingBlanks::Skipped || !before.contains(char::is_whitespace);
        (is_read && starts_command(command)).then_some(start + prefix_len)
    })
}

/// The number of bytes at the start of a line that a runner skips: blanks, ignored characters, colours.
fn skipped_prefix_len(line: &str) -> usize {
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        at += match c {
            '\n' => break,
            '\u{1b}' => color_sequence_len(&line.as_bytes()[at..]).max(1),
            c if c.is_whitespace() || is_ignored(c) => c.len_utf8(),
            _ => break,
        };
    }
    at
}

/// Whether a line starts with a command, after what a runner skips.
fn starts_command(line: &str) -> bool {
    // Ignored characters may be between the signs, too.
    let mut signs = line.chars().filter(|&c| !is_ignored(c) || matches!(c, '\n' | '\t' | '\r'));
    let (first, second, third) = (signs.next(), signs.next(), signs.next());
    match first {
        Some(':') => second == first,
        Some('-' | '+' | '~') => {
            let blank = signs.next();
            second == first && third == first && blank.is_some_and(|c| !matches!(c, '\n' | '\r') && c.is_whitespace())
        }
        Some('^') => {
            let mut rest = signs.skip_while(|&c| c != '\n' && c.is_whitespace());
            second == first && third == first && rest.by_ref().take(3).eq("+++".chars())
        }
        _ => false,
    }
}

/// Replaces the characters at these offsets.
fn replace_triggers<'t>(text: &'t str, triggers: &[usize], escape: Escape) -> Cow<'t, str> {
    if triggers.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8 * triggers.len());
    let mut from = 0;
    for &at in triggers {
        let sign = text.as_bytes()[at];
        escaped.push_str(&text[from..at]);
        let _ = match escape {
            Escape::LookAlike => write!(escaped, "{}", look_alike(sign)),
            Escape::Json => write!(escaped, "\\u{sign:04x}"),
            Escape::Xml => write!(escaped, "&#{sign};"),
        };
        from = at + 1;
    }
    escaped.push_str(&text[from..]);
    Cow::Owned(escaped)
}

/// A character that looks similar to this sign.
fn look_alike(sign: u8) -> char {
    match sign {
        b'#' => '♯',
        b'@' => '﹫',
        b':' => '∶',
        b'-' => '‐',
        b'+' => '˖',
        b'~' => '∼',
        b'^' => 'ˆ',
        sign => char::from(sign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        escape_commands(text, Escape::LookAlike).into_owned()
    }

    #[test]
    fn commands_of_each_runner_are_changed() {
        for (text, without) in [
            ("::error::x", "∶:error::x"),
            ("a\n \t\u{a0}\u{3000}::x\n", "a\n \t\u{a0}\u{3000}∶:x\n"),
            ("\u{1b}[1m\u{fe0f}::x", "\u{1b}[1m\u{fe0f}∶:x"),
            (":\u{fe0f}:x", "∶\u{fe0f}:x"),
            ("a ##[group]", "a ♯#[group]"),
            ("###[", "#♯#["),
            ("a##VSO[task.x]", "a♯#VSO[task.x]"),
            ("#\u{fe0f}#vs\u{600}o[", "♯\u{fe0f}#vs\u{600}o["),
            ("##teamcity[a ##octopus[b ##myget[c", "♯#teamcity[a ♯#octopus[b ♯#myget[c"),
            ("x @@continua[setVariable", "x ﹫@continua[setVariable"),
            ("asection_start:1:b section_END:2:b", "asection_start∶1:b section_END∶2:b"),
            ("travis_fold:start:a travis_time:end:b", "travis_fold∶start:a travis_time∶end:b"),
            ("tra\u{fe0f}vis_\u{fe0f}fo\u{fe0f}ld:a", "tra\u{fe0f}vis_\u{fe0f}fo\u{fe0f}ld∶a"),
            ("--- a\n+++ b\n~~~\tc\n^^^ +++\n^^^  +++", "‐-- a\n˖++ b\n∼~~\tc\nˆ^^ +++\nˆ^^  +++"),
            ("\u{1b}[32m--- a", "\u{1b}[32m‐-- a"),
        ] {
            assert_eq!(shown(text), without);
            assert_eq!(shown(without), without, "what was changed is no command any more");
        }
    }

    #[test]
    fn other_text_is_unchanged() {
        for text in [
            "",
            "a ::b:: std::fmt\n: :x\n",
            "## [a] # #[b] #[c]\n##\n[d]\n## head [e]",
            "a@b.example[1] @@ -1 +1 @@ [x]",
            "---\r\ntitle: x\n---\n- -- a\n--\n+++\n~~~rust\n^^^\n^^^ a",
            "section_starts: x_section end: travis fold: a_b",
        ] {
            assert!(matches!(escape_commands(text, Escape::LookAlike), Cow::Borrowed(_)), "{text:?}");
        }
        assert_eq!(
            shown(&format!("##{}[", "a".repeat(MAX_NAME_CHARS + 1))),
            format!("##{}[", "a".repeat(MAX_NAME_CHARS + 1))
        );
    }

    #[test]
    fn titles_after_blanks_are_changed_but_allowed_in_patches() {
        assert_eq!(shown(" --- \n\t+++ a\n"), " ‐-- \n\t˖++ a\n");
        assert!(has_no_command(" --- \n") && !has_no_command("--- \n") && !has_no_command(" ::x"));
    }

    #[test]
    fn json_and_xml_escapes_keep_the_text() {
        assert_eq!(escape_commands("::a ##[b", Escape::Xml), "&#58;:a &#35;#[b");
        assert_eq!(escape_commands_in_line("::a ##[b", Escape::Json), "::a \\u0023#[b");
    }
}
