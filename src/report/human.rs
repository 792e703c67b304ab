//! Findings for people: the message, the lines of the draft with the span marked, and the note.

use super::excerpt::Excerpt;
use super::sanitize::{Colors, one_line, one_line_up_to};
use crate::config::ConfigError;
use crate::diagnostic::{Finding, Severity};
use crate::text::{Source, Span};
use anstyle::{AnsiColor, Reset, Style};
use codespan_reporting::diagnostic::{Diagnostic, Label, LabelStyle, Severity as CodespanSeverity};
use codespan_reporting::term::{self, Config, WriteStyle};
use std::io::{self, Write};

/// The most labels that are shown; more would hide the finding.
const MAX_LABELS: usize = 8;

/// The most characters of an error in a configuration; it may list all kinds of rules.
const MAX_CONFIG_ERROR_CHARS: usize = 1200;

/// Options for showing findings to people.
#[derive(Clone, Copy, Debug)]
pub struct Human {
    /// Whether to write ANSI colours.
    pub color: bool,
    /// The approximate number of characters to show of a line. A Markdown paragraph is often one line of hundreds.
    pub width: usize,
}

impl Human {
    /// Whether to keep the colours in its output.
    #[must_use]
    pub fn colors(self) -> Colors {
        if self.color { Colors::Kept } else { Colors::Removed }
    }

    /// Writes a finding with its lines of the draft.
    pub fn finding(&self, out: &mut Vec<u8>, source: &Source, finding: &Finding) {
        let labels: Vec<_> = finding.labels.iter().take(MAX_LABELS).collect();
        let spans: Vec<Span> = [finding.span].into_iter().chain(labels.iter().map(|label| label.span)).collect();
        let excerpt = Excerpt::new(source, &spans, self.width);
        let place = |style, span, text: &str| Label::new(style, (), excerpt.range(span)).with_message(one_line(text));
        let secondary_labels = labels.into_iter().map(|label| place(LabelStyle::Secondary, label.span, &label.text));
        let diagnostic = Diagnostic::new(codespan_severity(finding.severity))
            .with_code(one_line(&finding.rule))
            .with_message(one_line(&finding.message))
            .with_label(place(LabelStyle::Primary, finding.span, &finding.label))
            .with_labels_iter(secondary_labels)
            .with_notes_iter(
                [&finding.note].into_iter().filter(|note| !note.is_empty()).map(|note| one_line(note).into_owned()),
            );
        self.write(out, &excerpt, &diagnostic);
    }

    /// Writes an error in a configuration with its line.
    pub fn config_error(&self, out: &mut Vec<u8>, source: &Source, error: &ConfigError) {
        let excerpt = Excerpt::new(source, &[error.span], self.width);
        let diagnostic = Diagnostic::error()
            .with_message(one_line_up_to(&error.message, MAX_CONFIG_ERROR_CHARS))
            .with_label(Label::primary((), excerpt.range(error.span)));
        self.write(out, &excerpt, &diagnostic);
    }

    fn write(&self, out: &mut Vec<u8>, excerpt: &Excerpt, diagnostic: &Diagnostic<()>) {
        let mut ansi = AnsiWriter { out, color: self.color, info: false };
        term::emit_to_write_style(&mut ansi, &Config::default(), excerpt, diagnostic)
            .expect("an excerpt has every line that it was asked for, and memory can be written");
    }
}

/// The severity in codespan; `Note` represents info.
fn codespan_severity(severity: Severity) -> CodespanSeverity {
    match severity {
        Severity::Error => CodespanSeverity::Error,
        Severity::Warning => CodespanSeverity::Warning,
        Severity::Info => CodespanSeverity::Note,
    }
}

/// A writer to memory for codespan, with or without colours.
struct AnsiWriter<'a> {
    out: &'a mut Vec<u8>,
    color: bool,
    /// Whether the next write is the name of the severity `note`, which bylint calls `info`.
    info: bool,
}

impl AnsiWriter<'_> {
    /// Sets a style, if colours are on.
    fn style(&mut self, style: Style) -> io::Result<()> {
        if self.color { write!(self.out, "{Reset}{style}") } else { Ok(()) }
    }
}

impl Write for AnsiWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let word = if std::mem::take(&mut self.info) && bytes == b"note" { b"info" } else { bytes };
        self.out.extend_from_slice(word);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for AnsiWriter<'_> {
    fn set_header(&mut self, severity: CodespanSeverity) -> io::Result<()> {
        self.style(color_of(severity).bold())?;
        self.info = severity == CodespanSeverity::Note;
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.style(Style::new().bold())
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.style(AnsiColor::Blue.on_default())
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.style(AnsiColor::Blue.on_default())
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.style(AnsiColor::Blue.on_default())
    }

    fn set_label(&mut self, severity: CodespanSeverity, style: LabelStyle) -> io::Result<()> {
        self.style(match style {
            LabelStyle::Primary => color_of(severity),
            LabelStyle::Secondary => AnsiColor::Blue.on_default(),
        })
    }

    fn reset(&mut self) -> io::Result<()> {
        if self.color { write!(self.out, "{Reset}") } else { Ok(()) }
    }
}

/// The colour of a severity.
fn color_of(severity: CodespanSeverity) -> Style {
    match severity {
        CodespanSeverity::Bug | CodespanSeverity::Error => AnsiColor::Red.on_default(),
        CodespanSeverity::Warning => AnsiColor::Yellow.on_default(),
        CodespanSeverity::Note | CodespanSeverity::Help => AnsiColor::Cyan.on_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{self, Confidence};
    use proptest::prelude::*;

    /// A draft with the finding between `«»` and labels between `‹›`.
    fn draft(marked: &str) -> (Source, Finding) {
        let mut text = String::new();
        let (mut span, mut labels, mut open) = (Span::default(), Vec::new(), 0);
        for c in marked.chars() {
            match c {
                '«' => span.start = text.len(),
                '»' => span.end = text.len(),
                '‹' => open = text.len(),
                '›' => {
                    let span = Span::new(open, text.len());
                    labels.push(diagnostic::Label { span, text: "there".into() });
                }
                c => text.push(c),
            }
        }
        let finding = Finding {
            rule: "vague-attribution".into(),
            severity: Severity::Warning,
            confidence: Confidence::Medium,
            message: "Critics: which ones?".into(),
            span,
            label: "who?".into(),
            labels,
            note: "Name one.".into(),
            fixes: Vec::new(),
        };
        (Source::new("a.md", text.into_bytes()), finding)
    }

    fn shown(source: &Source, finding: &Finding, color: bool) -> String {
        let mut out = Vec::new();
        Human { color, width: 60 }.finding(&mut out, source, finding);
        let text = String::from_utf8(out).expect("reports are UTF-8");
        text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
    }

    /// The part of the output that shows lines of the draft.
    fn snippet(marked: &str) -> String {
        let (source, finding) = draft(marked);
        let shown = shown(&source, &finding, false);
        let lines = shown.lines().skip(3).take_while(|line| !line.trim_start().starts_with('=') && !line.is_empty());
        lines.map(|line| line.to_owned() + "\n").collect()
    }

    #[test]
    fn finding_is_shown_with_its_lines() {
        let (source, finding) = draft("# Title\n\n‹Critics› spoke.\nThen «critics» did.\n");
        assert_eq!(
            shown(&source, &finding, false),
            "\
warning[vague-attribution]: Critics: which ones?
  ┌─ a.md:4:6
  │
3 │ Critics spoke.
  │ ------- there
4 │ Then critics did.
  │      ^^^^^^^ who?
  │
  = Name one.

"
        );
    }

    #[test]
    fn info_is_named_info_and_colour_is_optional() {
        let (source, mut finding) = draft("«note»\n");
        finding.severity = Severity::Info;
        finding.message = "note".into();
        assert!(shown(&source, &finding, false).starts_with("info[vague-attribution]: note\n"));
        assert!(shown(&source, &finding, true).starts_with("\u{1b}[0m\u{1b}[1m\u{1b}[36minfo[vague-attribution]"));
        assert!(!shown(&source, &finding, false).contains('\u{1b}'));
    }

    #[test]
    fn long_lines_are_cut_around_the_spans() {
        let words = "one two three four five six seven eight nine ten ".repeat(40);
        assert_eq!(
            snippet(&format!("{words}«Critics say» it, {words}")),
            "\
1 │ …seven eight nine ten Critics say it, one two three four…
  │                       ^^^^^^^^^^^ who?
  │
"
        );
        assert_eq!(
            snippet(&format!("‹One› start. {words}«Critics say» it.")),
            "\
1 │ One start. one two three…eight nine ten Critics say it.
  │ ---                                     ^^^^^^^^^^^ who?
  │ │
  │ there
  │
"
        );
        let long = "é".repeat(500);
        assert_eq!(
            snippet(&format!("{words}«{long}» end")),
            format!(
                "\
1 │ …nine ten {half}…{half} end
  │           {carets} who?
  │
",
                half = "é".repeat(30),
                carets = "^".repeat(61)
            )
        );
    }

    #[test]
    fn output_for_a_line_of_megabytes_is_short() {
        let long = "word ".repeat(1 << 20);
        let (source, finding) = draft(&format!("{long}«Critics» say. {long}"));
        let shown = shown(&source, &finding, false);
        assert!(shown.len() < 1000, "{} bytes", shown.len());
        assert!(shown.contains(&format!("a.md:1:{}\n", long.len() + 1)), "{shown}");
        let (source, finding) = draft(&format!("«{long}»"));
        assert!(self::shown(&source, &finding, false).len() < 1000);
    }

    #[test]
    fn long_span_shows_its_first_and_last_lines() {
        let lines = (2..=9_999).fold(String::new(), |lines, n| lines + &format!("line {n}\n"));
        assert_eq!(
            snippet(&format!("a «b\n{lines}c» d\n")),
            [
                "    1 │   a b",
                "      │ ╭───^",
                "    2 │ │ line 2",
                "    3 │ │ line 3",
                "    4 │ │ line 4",
                "      · │",
                " 9999 │ │ line 9999",
                "10000 │ │ c d",
                "      │ ╰─^ who?",
                "      │\n",
            ]
            .join("\n")
        );
    }

    #[test]
    fn single_line_between_two_is_shown_and_line_break_is_not_marked() {
        assert_eq!(
            snippet("‹One›\r\nbetween\r\n«three\r\n»four"),
            "\
1 │ One
  │ --- there
2 │ between
3 │ three
  │ ^^^^^ who?
  │
"
        );
    }

    fn controls_terminal(c: char) -> bool {
        c != '\n' && (c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    }

    #[test]
    fn draft_cannot_send_control_characters_to_the_terminal() {
        let (_, mut finding) = draft("a «\u{1b}]0;b\u{7}\u{9b}» c\t\u{202e}d\u{2028}e\u{0}\n");
        let hostile = "x\u{1b}[2J\u{7}\u{9d}\u{202e}\u{2066}\ny";
        finding.message = hostile.into();
        finding.label = hostile.into();
        finding.note = hostile.into();
        finding.rule = hostile.into();
        finding.labels = vec![diagnostic::Label { span: Span::new(0, 1), text: hostile.into() }];
        let text = "a \u{1b}]0;b\u{7}\u{9b} c\t\u{202e}d\u{2028}e\u{0}\n";
        let source = Source::new(format!("{hostile}.md"), text.into());
        let shown = shown(&source, &finding, false);
        let controls_terminal =
            |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
        assert_eq!(shown.chars().find(|&c| controls_terminal(c)), None, "{shown}");
        assert_eq!(
            shown,
            "\
warning[x␛[2J␇��� y]: x␛[2J␇��� y
  ┌─ x␛[2J␇���␊y.md:1:3
  │
1 │ a ␛]0;b␇� c �d�e␀
  │ - ^^^^^^^ x␛[2J␇��� y
  │ │
  │ x␛[2J␇��� y
  │
  = x␛[2J␇��� y

"
        );
        let short = crate::report::short::short(&source, &finding);
        assert_eq!(short, "x␛[2J␇���␊y.md:1:3: warning[x␛[2J␇��� y] x␛[2J␇��� y\n");
    }

    proptest! {
        /// For any draft, spans and width: no panic, and no control character in the output.
        #[test]
        fn any_draft_is_shown_without_control_characters(text in "(\\PC|[\\x00-\\x9f\u{202e}\u{2028}]){0,60}", cuts in prop::collection::vec(0..200usize, 4), width in 0..50usize) {
            let boundary = |cut: usize| (0..=cut.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            let span = |a: usize, b: usize| Span::new(boundary(a.min(b)), boundary(a.max(b)));
            let (_, mut finding) = draft("«»");
            finding.span = span(cuts[0], cuts[1]);
            finding.labels = vec![diagnostic::Label { span: span(cuts[2], cuts[3]), text: text.as_str().into() }];
            let source = Source::new(text.clone(), text.clone().into());
            let mut out = Vec::new();
            Human { color: false, width }.finding(&mut out, &source, &finding);
            let shown = String::from_utf8(out).expect("reports are UTF-8");
            prop_assert_eq!(shown.chars().find(|&c| controls_terminal(c)), None);
        }
    }

    #[test]
    fn path_cannot_be_a_command_to_a_runner() {
        let (_, finding) = draft("«a»");
        for (path, line) in [("::error::b.md", "./::error::b.md:1:1: "), ("##[error]b", "./##[error]b:1:1: ")] {
            let short = crate::report::short::short(&Source::new(path, b"a".to_vec()), &finding);
            assert!(short.starts_with(line), "{short}");
        }
    }

    #[test]
    fn spans_line_up_after_byte_order_mark_and_wide_characters() {
        assert_eq!(snippet("\u{feff}ab «cd» e"), "1 │ ab cd e\n  │    ^^ who?\n  │\n");
        assert_eq!(snippet("漢字 «cd» e"), "1 │ 漢字 cd e\n  │      ^^ who?\n  │\n");
        assert_eq!(snippet("a\tb\u{200b} «cd» e"), "1 │ a   b� cd e\n  │        ^^ who?\n  │\n");
    }

    #[test]
    fn empty_span_is_shown() {
        assert_eq!(snippet("«»"), "1 │\n  │ ^ who?\n  │\n");
        assert_eq!(snippet("ab\n\n«»\n"), "3 │\n  │ ^ who?\n  │\n");
        assert_eq!(snippet("ab\n«»"), "2 │\n  │ ^ who?\n  │\n");
    }

    #[test]
    fn only_the_first_labels_are_shown() {
        let (source, finding) = draft(&format!("«x» {}", "‹y› z\n\n\n".repeat(100)));
        assert_eq!(shown(&source, &finding, false).matches("there").count(), MAX_LABELS);
    }

    #[test]
    fn config_error_is_shown_with_its_line() {
        let source = Source::new("bylint.toml", b"[rules]\nslect = []\n".to_vec());
        let error = ConfigError { span: Span::new(8, 13), message: "unknown key `slect`".into() };
        let mut out = Vec::new();
        Human { color: false, width: 60 }.config_error(&mut out, &source, &error);
        assert_eq!(
            String::from_utf8(out).expect("UTF-8"),
            "\
error: unknown key `slect`
  ┌─ bylint.toml:2:1
  │
2 │ slect = []
  │ ^^^^^

"
        );
    }
}
