//! Makes other people's words harmless before bylint prints them.
//!
//! A draft, a file name, a setting, a rule of a pack or an argument may hold control characters that steer a terminal,
//! invisible characters that hide or reorder text, a command to a CI runner ([`runner`]), or a spreadsheet formula. Each
//! function here makes text harmless for one kind of reader. None depends on the environment: what is harmless is the same
//! on a desk and in every CI.
//!
//! This module must not know where its text comes from or which format it goes into.

mod runner;

use crate::text::shows_nothing;
use runner::Escape;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Signs that make a formula of the cell that they start: those of spreadsheets, and what folds to them when the width, size or
/// height of a character is left aside.
const FORMULA_SIGNS: &str = "=+-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−";

/// Longest message or label that is shown, in characters; one that quotes a draft could be as long as the draft.
const LONGEST: usize = crate::diagnostic::LONGEST_MESSAGE;

/// Makes the sign before it an emoji.
const EMOJI_FORM: char = '\u{fe0f}';

/// Makes the sign before it a plain sign.
const TEXT_FORM: char = '\u{fe0e}';

/// Joins the emoji before it with the one behind it.
const JOINER: char = '\u{200d}';

/// Makes a key of the digit before it, behind [`EMOJI_FORM`].
const KEY: char = '\u{20e3}';

/// What [`lines`] does with escape sequences that set colours (`ESC [ … m`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// Shows them like any control character.
    Removed,
    /// Keeps them: bylint wrote them itself, around words that were made visible before.
    Kept,
}

/// A message or label on one line, every character visible; cut after 400 characters.
///
/// May still hold a command to a CI runner: [`lines`] and the formats' own escapes take it out.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    one_line_of(text, LONGEST)
}

/// The same, cut after so many characters.
pub(super) fn one_line_of(text: &str, most: usize) -> Cow<'_, str> {
    if let Some((cut, _)) = text.char_indices().nth(most) {
        return Cow::Owned(one_line_of(&text[..cut], most).into_owned() + "…");
    }
    map(text, |c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { visible(c) })
}

/// A path or name on one line, every character visible; not cut, since somebody has to find it.
///
/// May still hold a command to a CI runner, as [`one_line`] may.
#[must_use]
pub fn path(text: &str) -> Cow<'_, str> {
    map(text, visible)
}

/// Whether the text so far ends in an emoji, or in a sign that may become one.
#[derive(Default)]
struct Emoji(bool);

impl Emoji {
    /// Reads a character; whether it shows nothing itself and is a part of the emoji before it.
    fn takes(&mut self, c: char, next: Option<char>) -> bool {
        match c {
            EMOJI_FORM | TEXT_FORM | JOINER if self.0 => true,
            EMOJI_FORM => next == Some(KEY),
            _ => {
                // Some letters in circles and squares are emoji, too.
                let letter = c.is_alphanumeric() && !matches!(c, '\u{2100}'..='\u{24ff}' | '\u{1f100}'..='\u{1f1ff}');
                self.0 = !c.is_ascii() && !letter && !is_unseen(c);
                false
            }
        }
    }

    /// Reads a character; whether it selects a form and belongs to no emoji, so that nobody sees it.
    fn misses(&mut self, c: char, next: Option<char>) -> bool {
        let selects = matches!(c, EMOJI_FORM | TEXT_FORM);
        !self.takes(c, next) && selects
    }
}

/// Whole lines for a terminal or a log: no control character and no command to a CI runner is left.
///
/// Line breaks (`\n` and `\r\n`) and tabs stay. A control or invisible character becomes a visible one, and one character of
/// each command becomes one that looks alike.
#[must_use]
pub fn lines(text: &str, colors: Colors) -> Cow<'_, str> {
    match shown_lines(text, colors) {
        Cow::Borrowed(text) => runner::disarmed(text, Escape::LookAlike),
        Cow::Owned(text) => Cow::Owned(runner::disarmed(&text, Escape::LookAlike).into_owned()),
    }
}

/// Words that go into a line of a log: as they are, but for commands to a CI runner.
#[must_use]
pub(super) fn no_commands(text: &str) -> Cow<'_, str> {
    runner::disarmed(text, Escape::LookAlike)
}

/// JSON on one line. Control and invisible characters, and one character of each command to a CI runner, become `\u` escapes,
/// so that a JSON reader gets the same values.
pub(super) fn json(json: String) -> String {
    let json = match runner::disarmed_in_line(&json, Escape::Json) {
        Cow::Borrowed(_) => json,
        Cow::Owned(disarmed) => disarmed,
    };
    if is_plain(&json) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 32);
    for c in json.chars() {
        if visible(c) == c {
            escaped.push(c);
        } else {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                let _ = write!(escaped, "\\u{unit:04x}");
            });
        }
    }
    escaped
}

/// A string in quotation marks that JSON and TOML read alike: one character of each command to a CI runner becomes a `\u` escape.
pub(super) fn quoted(string: &str) -> Cow<'_, str> {
    runner::disarmed_in_line(string, Escape::Json)
}

/// Text of an XML or HTML file whose markup was escaped before: one character of each command to a CI runner becomes a
/// character reference, so that a reader gets the same text.
pub(super) fn xml(escaped: &str) -> Cow<'_, str> {
    runner::disarmed(escaped, Escape::Xml)
}

/// A cell of a CSV file, quoted where it has to be. No spreadsheet takes it, or a part of it, for a formula.
///
/// A spreadsheet whose list separator is a semicolon, a comma or a tab splits the line there, whatever quotation marks say. So
/// an apostrophe goes before every sign that starts a formula at the beginning of the cell or behind a separator, and what
/// readers skip (blanks, quotation marks, invisible characters) is skipped here as well.
pub(super) fn csv_cell(text: &str) -> String {
    let text = one_line(text);
    let mut cell = String::with_capacity(text.len() + 2);
    let mut begins = true;
    for c in text.chars() {
        if begins && FORMULA_SIGNS.contains(c) {
            cell.push('\'');
        }
        begins = matches!(c, ';' | ',' | '|' | '\t') || begins && is_skipped_in_cell(c);
        cell.push(c);
    }
    if cell.contains(['"', ',']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// Whether printed text is harmless as it stands: each character shows itself, but for line breaks, tabs and the parts of an
/// emoji, and there is no command to a CI runner.
pub(super) fn is_harmless(text: &str) -> bool {
    let mut emoji = Emoji::default();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let breaks_line = c == '\n' || c == '\r' && next == Some('\n');
        let selects = matches!(c, EMOJI_FORM | TEXT_FORM);
        let belongs = emoji.takes(c, next);
        if (c.is_control() || is_unseen(c) || selects) && !belongs && !breaks_line && c != '\t' {
            return false;
        }
    }
    runner::is_free(text)
}

/// The visible stand-in for a character: itself, the picture of a control character, or U+FFFD.
///
/// Line breaks and tabs have pictures as well; who wants to keep them does so before asking.
pub(super) fn visible(c: char) -> char {
    match c {
        // Stands for a byte that is not UTF-8.
        '\u{1a}' => char::REPLACEMENT_CHARACTER,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        c if is_unseen(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// Whether a character shows nothing, or reorders or breaks the text around it: C1 controls, line and paragraph separators,
/// marks of annotations, the blank of Braille, and whatever else [`shows_nothing`].
///
/// The selectors that make a sign an emoji or a plain sign are not meant: behind such a sign they belong to it ([`Emoji`]).
fn is_unseen(c: char) -> bool {
    // Letters, punctuation and lines of tables, as most text has them.
    if matches!(c, ' '..='~' | '\u{ae}'..='\u{34e}' | '\u{2010}'..='\u{2027}' | '\u{2070}'..='\u{27ff}') {
        return false;
    }
    match c {
        '\u{80}'..='\u{9f}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2800}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{fffe}'
        | '\u{ffff}' => true,
        EMOJI_FORM | TEXT_FORM => false,
        c => !c.is_ascii() && shows_nothing(c),
    }
}

/// Whether a reader that compares text by the rules of a language skips this character: .NET, which the runners of GitHub and
/// Azure are written in, finds `##[` in a text with a variation selector between the two signs.
fn is_ignored(c: char) -> bool {
    is_unseen(c)
        || c.is_control()
        || matches!(
            c,
            EMOJI_FORM | TEXT_FORM | '\u{600}'
                ..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{110bd}' | '\u{110cd}'
        )
}

/// Whether spreadsheets skip a character at the beginning of a cell. Most of what is invisible is U+FFFD by then.
fn is_skipped_in_cell(c: char) -> bool {
    c.is_whitespace() || is_ignored(c) || matches!(c, '"' | '\'')
}

/// Whether each character shows itself.
pub(super) fn is_plain(text: &str) -> bool {
    all_shown(text, |byte| (b' '..=b'~').contains(&byte))
}

/// Whether each character shows itself or, in ASCII, is one of those that are kept. Most text is ASCII, which its bytes tell soonest.
fn all_shown(text: &str, kept: impl Fn(u8) -> bool) -> bool {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !kept(byte)) {
        let mut chars = rest[at..].chars();
        if chars.next().is_some_and(|c| c.is_ascii() || matches!(c, EMOJI_FORM | TEXT_FORM) || is_unseen(c)) {
            return false;
        }
        rest = chars.as_str();
    }
    true
}

fn map(text: &str, show: impl Fn(char) -> char) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut emoji = Emoji::default();
    let mut rest = text.chars().peekable();
    let mut shown = String::with_capacity(text.len());
    while let Some(c) = rest.next() {
        let missing = emoji.misses(c, rest.peek().copied());
        shown.push(if missing { char::REPLACEMENT_CHARACTER } else { show(c) });
    }
    Cow::Owned(shown)
}

/// Lines with every character visible but line breaks, tabs and, where they are kept, colours.
fn shown_lines(text: &str, colors: Colors) -> Cow<'_, str> {
    if all_shown(text, |byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut emoji = Emoji::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let missing = emoji.misses(c, rest[c.len_utf8()..].chars().next());
        let kept = match c {
            '\n' | '\t' => 1,
            '\r' if rest.as_bytes().get(1) == Some(&b'\n') => 1,
            '\u{1b}' if colors == Colors::Kept => runner::color_sequence(rest.as_bytes()),
            _ => 0,
        };
        if kept > 0 {
            shown.push_str(&rest[..kept]);
            rest = &rest[kept..];
        } else {
            shown.push(if missing { char::REPLACEMENT_CHARACTER } else { visible(c) });
            rest = &rest[c.len_utf8()..];
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown() {
        for (text, shown) in [
            ("plain “quotes” – é 漢 🙂", "plain “quotes” – é 漢 🙂"),
            ("\u{1b}[31mred\u{1b}]0;title\u{7}", "␛[31mred␛]0;title␇"),
            ("a\nb\tc\rd", "a b c d"),
            ("\u{9b}31m\u{7f}\u{1a}", "�31m␡�"),
            ("\u{202e}evil\u{2069}\u{200b}\u{2028}\u{feff}\u{ad}", "�evil�����"),
            ("tag\u{e0041}\u{e007f}", "tag��"),
        ] {
            assert_eq!(one_line(text), shown);
        }
        assert_eq!(path("a\n::error::b\u{1b}.md"), "a␊::error::b␛.md");
        assert_eq!(one_line("\u{180b}\u{fff0}\u{fe00}\u{2800}\u{115f} ❤\u{fe0f}"), "����� ❤\u{fe0f}");
        assert_eq!(path("a\u{fe0f}b ❤\u{fe0f}.md"), "a�b ❤\u{fe0f}.md");
    }

    #[test]
    fn lines_keep_their_breaks_and_colours_and_nothing_else() {
        let text = "a\tb\r\nc\rd\u{1b}[1;31me\u{1b}[0m\u{1b}[2J\u{85}\n";
        assert_eq!(lines(text, Colors::Kept), "a\tb\r\nc␍d\u{1b}[1;31me\u{1b}[0m␛[2J�\n");
        assert_eq!(lines(text, Colors::Removed), "a\tb\r\nc␍d␛[1;31me␛[0m␛[2J�\n");
        // A command behind a lone carriage return starts no line any more.
        assert_eq!(lines("a\r::error::x\n::error::y\n", Colors::Removed), "a␍::error::x\n∶:error::y\n");
        assert!(matches!(lines("plain\n\t“é”\n", Colors::Removed), Cow::Borrowed(_)));
    }

    #[test]
    fn json_keeps_its_values() {
        let words = "##[group]a ##vso[x] travis_fold:start:a \u{9b}31m\u{7f}\u{202e}\u{e0041}\u{1b}é";
        let json = json(serde_json::to_string(words).expect("text is JSON"));
        assert_eq!(
            json,
            r#""\u0023#[group]a \u0023#vso[x] travis_fold\u003astart:a \u009b31m\u007f\u202e\udb40\udc41\u001bé""#
        );
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), words);
    }

    #[test]
    fn xml_keeps_its_text() {
        assert_eq!(xml("::a\n##vso[b] &lt;"), "&#58;:a\n&#35;#vso[b] &lt;");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (text, cell) in [
            ("plain, but for a comma", "\"plain, but for a comma\""),
            ("=1+1", "'=1+1"),
            (" ＝1", " '＝1"),
            ("\t=1", " '=1"),
            ("\u{feff}=1", "�=1"),
            ("\u{fe0f}=1", "�=1"),
            ("❤\u{fe0f};=1", "❤\u{fe0f};'=1"),
            ("x;+1", "x;'+1"),
            ("x; \"=1", "\"x; \"\"'=1\""),
            ("x\n-1", "x -1"),
            ("a, @b", "\"a, '@b\""),
            ("a-b = c; d", "a-b = c; d"),
            ("−1", "'−1"),
            ("“-ise” spellings", "“-ise” spellings"),
        ] {
            assert_eq!(csv_cell(text), cell);
        }
    }

    #[test]
    fn what_a_patch_may_hold() {
        for harmless in ["a\tb\r\n", "é ❤\u{fe0f}\u{200d}🔥 1\u{fe0f}\u{20e3} 👩🏽\u{200d}🚒\n", "a ::b\n", "+a -- b\n"]
        {
            assert!(is_harmless(harmless), "{harmless:?}");
        }
        for hidden in ["\u{ad}", "\u{200b}", "\u{200d}", "\u{feff}", "\u{fe0f}", "\u{3164}", "\u{e0041}", "\u{2800}"] {
            assert!(!is_harmless(&format!("a{hidden}b")), "{hidden:?}");
        }
        for harmful in ["a\rb", "\r", "\u{1b}", "\u{85}", "\u{2028}", "\u{202e}", "\u{61c}", " ::x", "--- x", "##vso[x"]
        {
            assert!(!is_harmless(harmful), "{harmful:?}");
        }
    }

    #[test]
    fn no_message_is_longer_than_anyone_reads() {
        assert_eq!(one_line(&"é".repeat(LONGEST)), "é".repeat(LONGEST));
        assert_eq!(one_line(&"é".repeat(LONGEST + 1)), "é".repeat(LONGEST) + "…");
    }
}
