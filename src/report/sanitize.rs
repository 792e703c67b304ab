//! Makes text from outside bylint harmless before bylint prints it.
//!
//! A draft, a file name, a setting, a rule of a pack or an argument may contain control characters that act on a terminal,
//! invisible characters that hide or reorder text, a command to a CI runner ([`runner`]), or a spreadsheet formula. Each
//! function here makes text harmless for one kind of reader. None depends on the environment: the output is the same on
//! a desk and in every CI.
//!
//! This module must not depend on the origin of the text or on the report format.

mod runner;

use crate::text::shows_nothing;
use runner::Escape;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The signs that make a cell a formula if it begins with them. Includes full-width, small, superscript and subscript
/// variants, which some readers treat as the plain sign.
const FORMULA_SIGNS: &str = "=+-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−";

/// The most characters that are shown of a message or label. One that quotes a draft could be as long as the draft.
const MAX_MESSAGE_CHARS: usize = crate::diagnostic::LONGEST_MESSAGE;

/// The variation selector that makes the previous sign an emoji.
const EMOJI_FORM: char = '\u{fe0f}';

/// The variation selector that makes the previous sign plain text.
const TEXT_FORM: char = '\u{fe0e}';

/// The zero-width joiner, which joins the previous emoji with the next one.
const JOINER: char = '\u{200d}';

/// Turns a digit followed by [`EMOJI_FORM`] into a keycap emoji.
const KEY: char = '\u{20e3}';

/// The treatment of escape sequences that set colours (`ESC [ … m`) in [`lines`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// Shows them as visible characters, as with any control character.
    Removed,
    /// Keeps them: bylint wrote them itself, and the words between them are already harmless.
    Kept,
}

/// A message or label on one line, with every character visible; cut after 400 characters.
///
/// May still contain a command to a CI runner: [`lines`] and the escapes of each format remove it.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    one_line_up_to(text, MAX_MESSAGE_CHARS)
}

/// A text on one line, with every character visible; cut after `most` characters.
pub(super) fn one_line_up_to(text: &str, most: usize) -> Cow<'_, str> {
    if let Some((cut, _)) = text.char_indices().nth(most) {
        return Cow::Owned(one_line_up_to(&text[..cut], most).into_owned() + "…");
    }
    map_visible(text, |c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { visible(c) })
}

/// A path or name on one line, with every character visible. It is not cut, so that people can find the file.
///
/// May still contain a command to a CI runner, as with [`one_line`].
#[must_use]
pub fn path(text: &str) -> Cow<'_, str> {
    map_visible(text, visible)
}

/// A scanner for emoji. The flag is whether the text so far ends in an emoji, or in a sign that may become one.
#[derive(Default)]
struct Emoji(bool);

impl Emoji {
    /// Reads a character. Returns whether it is an invisible part of an emoji.
    fn is_invisible_part(&mut self, c: char, next: Option<char>) -> bool {
        match c {
            EMOJI_FORM | TEXT_FORM | JOINER if self.0 => true,
            EMOJI_FORM => next == Some(KEY),
            _ => {
                // Some letters in circles and squares are emoji, too.
                let letter = c.is_alphanumeric() && !matches!(c, '\u{2100}'..='\u{24ff}' | '\u{1f100}'..='\u{1f1ff}');
                self.0 = !c.is_ascii() && !letter && !is_invisible_or_reordering(c);
                false
            }
        }
    }

    /// Reads a character. Returns whether it is a variation selector outside an emoji, which is invisible.
    fn is_stray_selector(&mut self, c: char, next: Option<char>) -> bool {
        let is_selector = matches!(c, EMOJI_FORM | TEXT_FORM);
        !self.is_invisible_part(c, next) && is_selector
    }
}

/// Whole lines for a terminal or a log, without control characters and without commands to a CI runner.
///
/// Line breaks (`\n` and `\r\n`) and tabs stay. A control or invisible character becomes a visible one. One character of each
/// command becomes one that looks similar.
#[must_use]
pub fn lines(text: &str, colors: Colors) -> Cow<'_, str> {
    match visible_lines(text, colors) {
        Cow::Borrowed(text) => runner::escape_commands(text, Escape::LookAlike),
        Cow::Owned(text) => Cow::Owned(runner::escape_commands(&text, Escape::LookAlike).into_owned()),
    }
}

/// Text for a log without commands to a CI runner; otherwise unchanged.
#[must_use]
pub(super) fn without_commands(text: &str) -> Cow<'_, str> {
    runner::escape_commands(text, Escape::LookAlike)
}

/// Makes JSON on one line harmless. Control and invisible characters, and one character of each command to a CI runner,
/// become `\u` escapes, so that a JSON reader gets the same values.
pub(super) fn escape_json(json: String) -> String {
    let json = match runner::escape_commands_in_line(&json, Escape::Json) {
        Cow::Borrowed(_) => json,
        Cow::Owned(escaped) => escaped,
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

/// Makes a quoted JSON or TOML string harmless: one character of each command to a CI runner becomes a `\u` escape.
pub(super) fn escape_quoted(string: &str) -> Cow<'_, str> {
    runner::escape_commands_in_line(string, Escape::Json)
}

/// Makes XML or HTML harmless whose text is already escaped. One character of each command to a CI runner becomes a
/// character reference, so that a reader gets the same text.
pub(super) fn escape_xml(escaped: &str) -> Cow<'_, str> {
    runner::escape_commands(escaped, Escape::Xml)
}

/// A cell of a CSV file, quoted if necessary. Spreadsheets do not treat it, or a part of it, as a formula.
///
/// A spreadsheet may split a line at its list separator (semicolon, comma or tab) even between quotation marks. So an
/// apostrophe goes before every formula sign at the beginning of the cell or after a separator. Spreadsheets skip blanks,
/// quotation marks and invisible characters before the sign, so this function skips them, too.
pub(super) fn csv_cell(text: &str) -> String {
    let text = one_line(text);
    let mut cell = String::with_capacity(text.len() + 2);
    let mut at_cell_start = true;
    for c in text.chars() {
        if at_cell_start && FORMULA_SIGNS.contains(c) {
            cell.push('\'');
        }
        at_cell_start = matches!(c, ';' | ',' | '|' | '\t') || at_cell_start && is_skipped_in_cell(c);
        cell.push(c);
    }
    if cell.contains(['"', ',']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// Whether text is harmless to print unchanged. Every character is visible, except line breaks, tabs and parts of an emoji,
/// and there is no command to a CI runner.
pub(super) fn is_harmless(text: &str) -> bool {
    let mut emoji = Emoji::default();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let breaks_line = c == '\n' || c == '\r' && next == Some('\n');
        let is_selector = matches!(c, EMOJI_FORM | TEXT_FORM);
        let is_emoji_part = emoji.is_invisible_part(c, next);
        if (c.is_control() || is_invisible_or_reordering(c) || is_selector)
            && !is_emoji_part
            && !breaks_line
            && c != '\t'
        {
            return false;
        }
    }
    runner::has_no_command(text)
}

/// The visible form of a character: itself, the picture of a control character, or U+FFFD.
///
/// Line breaks and tabs have pictures, too: callers that keep them must handle them first.
pub(super) fn visible(c: char) -> char {
    match c {
        // U+001A replaces a byte that is not UTF-8.
        '\u{1a}' => char::REPLACEMENT_CHARACTER,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        c if is_invisible_or_reordering(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// Whether a character is invisible, or reorders or breaks the text around it: C1 controls, line and paragraph separators,
/// interlinear annotation marks, the Braille blank, and all characters that [`shows_nothing`] accepts.
///
/// False for the variation selectors [`EMOJI_FORM`] and [`TEXT_FORM`]: [`Emoji`] decides about them.
fn is_invisible_or_reordering(c: char) -> bool {
    // A fast path for the letters, punctuation and box-drawing characters of most text.
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

/// Whether a culture-sensitive comparison ignores this character. The runners of GitHub and Azure are written in .NET, which
/// finds `##[` in a text even if a variation selector is between the two signs.
fn is_ignored(c: char) -> bool {
    is_invisible_or_reordering(c)
        || c.is_control()
        || matches!(
            c,
            EMOJI_FORM | TEXT_FORM | '\u{600}'
                ..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{110bd}' | '\u{110cd}'
        )
}

/// Whether spreadsheets skip a character at the beginning of a cell. [`one_line`] has already replaced most invisible characters
/// by U+FFFD.
fn is_skipped_in_cell(c: char) -> bool {
    c.is_whitespace() || is_ignored(c) || matches!(c, '"' | '\'')
}

/// Whether the text is one line of visible characters.
pub(super) fn is_plain(text: &str) -> bool {
    all_visible(text, |byte| (b' '..=b'~').contains(&byte))
}

/// Whether each character is visible; for ASCII characters, `is_allowed` decides. Most text is ASCII, so bytes are checked first.
fn all_visible(text: &str, is_allowed: impl Fn(u8) -> bool) -> bool {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !is_allowed(byte)) {
        let mut chars = rest[at..].chars();
        if chars
            .next()
            .is_some_and(|c| c.is_ascii() || matches!(c, EMOJI_FORM | TEXT_FORM) || is_invisible_or_reordering(c))
        {
            return false;
        }
        rest = chars.as_str();
    }
    true
}

/// Applies `show` to each character; stray variation selectors become U+FFFD.
fn map_visible(text: &str, show: impl Fn(char) -> char) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut emoji = Emoji::default();
    let mut rest = text.chars().peekable();
    let mut shown = String::with_capacity(text.len());
    while let Some(c) = rest.next() {
        let is_stray = emoji.is_stray_selector(c, rest.peek().copied());
        shown.push(if is_stray { char::REPLACEMENT_CHARACTER } else { show(c) });
    }
    Cow::Owned(shown)
}

/// Makes every character visible, except line breaks, tabs and, with [`Colors::Kept`], colours.
fn visible_lines(text: &str, colors: Colors) -> Cow<'_, str> {
    if all_visible(text, |byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut emoji = Emoji::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_stray = emoji.is_stray_selector(c, rest[c.len_utf8()..].chars().next());
        let kept_len = match c {
            '\n' | '\t' => 1,
            '\r' if rest.as_bytes().get(1) == Some(&b'\n') => 1,
            '\u{1b}' if colors == Colors::Kept => runner::color_sequence_len(rest.as_bytes()),
            _ => 0,
        };
        if kept_len > 0 {
            shown.push_str(&rest[..kept_len]);
            rest = &rest[kept_len..];
        } else {
            shown.push(if is_stray { char::REPLACEMENT_CHARACTER } else { visible(c) });
            rest = &rest[c.len_utf8()..];
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_visible() {
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
    fn lines_keep_only_line_breaks_tabs_and_colours() {
        let text = "a\tb\r\nc\rd\u{1b}[1;31me\u{1b}[0m\u{1b}[2J\u{85}\n";
        assert_eq!(lines(text, Colors::Kept), "a\tb\r\nc␍d\u{1b}[1;31me\u{1b}[0m␛[2J�\n");
        assert_eq!(lines(text, Colors::Removed), "a\tb\r\nc␍d␛[1;31me␛[0m␛[2J�\n");
        // The carriage return has become visible, so the command after it no longer begins a line.
        assert_eq!(lines("a\r::error::x\n::error::y\n", Colors::Removed), "a␍::error::x\n∶:error::y\n");
        assert!(matches!(lines("plain\n\t“é”\n", Colors::Removed), Cow::Borrowed(_)));
    }

    #[test]
    fn json_keeps_its_values() {
        let words = "##[group]a ##vso[x] travis_fold:start:a \u{9b}31m\u{7f}\u{202e}\u{e0041}\u{1b}é";
        let json = escape_json(serde_json::to_string(words).expect("text is JSON"));
        assert_eq!(
            json,
            r#""\u0023#[group]a \u0023#vso[x] travis_fold\u003astart:a \u009b31m\u007f\u202e\udb40\udc41\u001bé""#
        );
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), words);
    }

    #[test]
    fn xml_keeps_its_text() {
        assert_eq!(escape_xml("::a\n##vso[b] &lt;"), "&#58;:a\n&#35;#vso[b] &lt;");
    }

    #[test]
    fn csv_cell_is_never_a_formula() {
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
    fn harmless_text_is_recognized() {
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
    fn one_line_cuts_after_the_longest_length() {
        assert_eq!(one_line(&"é".repeat(MAX_MESSAGE_CHARS)), "é".repeat(MAX_MESSAGE_CHARS));
        assert_eq!(one_line(&"é".repeat(MAX_MESSAGE_CHARS + 1)), "é".repeat(MAX_MESSAGE_CHARS) + "…");
    }
}
