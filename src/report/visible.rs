//! Text that a terminal cannot be steered by: drafts and file names are other people's words.

use std::borrow::Cow;
use std::io::{self, Write};

/// The most characters of a message or label that are shown; what is quoted from a draft can be as long as the draft.
const LONGEST: usize = 400;

/// A message or label on one line, every character visible; cut where it is longer than anyone would read.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    if let Some((cut, _)) = text.char_indices().nth(LONGEST) {
        return Cow::Owned(one_line(&text[..cut]).into_owned() + "…");
    }
    map(text, |c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { visible(c) })
}

/// A path or name on one line, every character visible; whole, as it has to be found again.
#[must_use]
pub fn path(text: &str) -> Cow<'_, str> {
    map(text, visible)
}

/// A character that shows where this one stands: itself, the picture of a control character, or U+FFFD. Line breaks and
/// tabs have pictures too; who wants them keeps them before asking.
pub(super) fn visible(c: char) -> char {
    match c {
        // Stands for a byte that is not UTF-8.
        '\u{1a}' => char::REPLACEMENT_CHARACTER,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '\u{2421}',
        c if unseen(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// Whether a character shows nothing, or turns or breaks the text around it: C1 controls, line and paragraph
/// separators, and what Unicode 16 lists as format characters or default-ignorable letters, without the marks that
/// belong to a visible character (variation selectors, and the signs of Arabic and Syriac numbers).
fn unseen(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{fffe}' | '\u{ffff}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Words for people that runners of GitHub and Azure can print: they read `##[…]` as a command, wherever it stands, and a line
/// that begins with `::`.
#[must_use]
pub fn tamed(words: &[u8]) -> Cow<'_, [u8]> {
    let words = without_commands(words, "❲");
    if !words.windows(2).any(|bytes| bytes == b"::") {
        return words;
    }
    let text = String::from_utf8_lossy(&words);
    let tame = |line: &str| match line.trim_start().strip_prefix("::") {
        Some(rest) => format!("{}∶∶{rest}", &line[..line.len() - line.trim_start().len()]),
        None => line.to_owned(),
    };
    Cow::Owned(text.split_inclusive('\n').map(tame).collect::<String>().into_bytes())
}

/// The same with `instead` for the bracket that would begin a command.
fn without_commands<'w>(words: &'w [u8], instead: &str) -> Cow<'w, [u8]> {
    if !words.windows(3).any(|bytes| bytes == b"##[") {
        return Cow::Borrowed(words);
    }
    Cow::Owned(String::from_utf8_lossy(words).replace("##[", &format!("##{instead}")).into_bytes())
}

/// Passes lines on with `instead` for the bracket that would begin a command. Flushed, it passes on a line that has no end yet.
pub(super) struct WithoutCommands<'w> {
    out: &'w mut dyn Write,
    line: Vec<u8>,
    instead: &'static str,
}

impl<'w> WithoutCommands<'w> {
    pub(super) fn new(out: &'w mut dyn Write, instead: &'static str) -> Self {
        Self { out, line: Vec::new(), instead }
    }
}

impl Write for WithoutCommands<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.line.extend_from_slice(line);
            if line.ends_with(b"\n") {
                self.flush()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&without_commands(&self.line, self.instead))?;
        self.line.clear();
        Ok(())
    }
}

/// Whether each character shows itself. Most text is plain ASCII, which its bytes tell soonest.
pub(super) fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| (b' '..=b'~').contains(&byte);
    text.bytes().all(plain) || text.chars().all(|c| visible(c) == c)
}

fn map(text: &str, show: impl Fn(char) -> char) -> Cow<'_, str> {
    if is_plain(text) { Cow::Borrowed(text) } else { Cow::Owned(text.chars().map(show).collect()) }
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
    }

    #[test]
    fn a_report_gives_no_commands_to_a_runner() {
        assert_eq!(*tamed(b"1 | ##[add-mask]x ###["), *"1 | ##❲add-mask]x ###❲".as_bytes());
        assert_eq!(*tamed(b"## [a]"), *b"## [a]");
        let shown = "∶∶error::x\n \u{a0}∶∶y\na ::z\n";
        assert_eq!(*tamed("::error::x\n \u{a0}::y\na ::z\n".as_bytes()), *shown.as_bytes());
    }

    #[test]
    fn no_message_is_longer_than_anyone_reads() {
        assert_eq!(one_line(&"é".repeat(LONGEST)), "é".repeat(LONGEST));
        assert_eq!(one_line(&"é".repeat(LONGEST + 1)), "é".repeat(LONGEST) + "…");
    }
}
