//! Findings as annotations of a pull request on GitHub, and as the summary of a job.
//!
//! The runner executes commands in the output of a step. Words of a draft and file names are escaped, so that the output has
//! only the commands of this module.

use super::markdown::escape;
use super::sanitize::{one_line, path, without_commands};
use super::tally::{Counts, Tally, counted};
use crate::diagnostic::{Finding, Severity};
use crate::text::Source;
use std::cmp::Reverse;
use std::fmt::Write as _;
use std::sync::Arc;

/// The most annotations of each severity. GitHub shows ten for each step, and drops the others silently.
const MAX_PER_SEVERITY: usize = 10;

/// One finding as an annotation.
#[derive(Clone, Debug)]
struct Annotation {
    severity: Severity,
    rule: Arc<str>,
    message: String,
    path: String,
    line: usize,
    end_line: usize,
    /// The start and end columns. GitHub accepts them only if the finding is on one line.
    columns: Option<(usize, usize)>,
}

/// The first ten annotations of each severity, and the number of the others.
#[derive(Clone, Debug, Default)]
pub(super) struct Annotations {
    annotations: Vec<Annotation>,
    left_out: Counts,
}

impl Annotation {
    fn new(source: &Source, finding: &Finding) -> Self {
        let (start, end) = (source.position(finding.span.start), source.position(finding.span.end));
        Self {
            severity: finding.severity,
            rule: finding.rule.clone(),
            message: one_line(&finding.message).into_owned(),
            path: path(source.name().strip_prefix("./").unwrap_or(source.name())).into_owned(),
            line: start.line,
            end_line: end.line,
            columns: (start.line == end.line).then_some((start.column, end.column)),
        }
    }

    /// The workflow command of the annotation.
    fn command(&self) -> String {
        let kind = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let mut command = format!("::{kind} file={},line={}", escape_property(&self.path), self.line);
        let _ = write!(command, ",endLine={}", self.end_line);
        if let Some((start, end)) = self.columns {
            let _ = write!(command, ",col={start},endColumn={end}");
        }
        let _ = writeln!(command, ",title={}::{}", escape_property(&self.rule), escape_data(&self.message));
        command
    }
}

impl Annotations {
    /// Adds the findings of a draft.
    pub(super) fn add(&mut self, source: &Source, findings: &[&Finding]) {
        for finding in findings {
            self.push_or_count(finding.severity, || Annotation::new(source, finding));
        }
    }

    /// The approximate size of the annotations in bytes.
    pub(super) fn size(&self) -> usize {
        let size = |annotation: &Annotation| size_of::<Annotation>() + annotation.message.len() + annotation.path.len();
        self.annotations.iter().map(size).sum()
    }

    /// Adds the annotations of another draft.
    pub(super) fn join(&mut self, other: Self) {
        for annotation in other.annotations {
            self.push_or_count(annotation.severity, || annotation);
        }
        self.left_out.join(other.left_out);
    }

    /// Adds an annotation, or only counts it if there are enough of its severity.
    fn push_or_count(&mut self, severity: Severity, annotation: impl FnOnce() -> Annotation) {
        let count = self.annotations.iter().filter(|other| other.severity == severity).count();
        if count < MAX_PER_SEVERITY {
            self.annotations.push(annotation());
        } else {
            self.left_out.add(severity);
        }
    }

    /// The commands to print: unreadable files, then findings, most severe first. The last line tells people how many findings
    /// are left out.
    pub(super) fn commands(&self, unreadable: &[String]) -> String {
        let mut text: String = unreadable.iter().take(MAX_PER_SEVERITY).map(|message| failure(message, None)).collect();
        text.extend(self.sorted().into_iter().map(Annotation::command));
        if let Some(left_out) = self.left_out() {
            let _ = writeln!(text, "{left_out}");
        }
        text
    }

    /// The job summary in Markdown, with the same content and the number of findings by rule.
    pub(super) fn summary(&self, total: &Tally, unreadable: &[String]) -> String {
        let mut text = format!("### bylint\n\n{}\n", escape(total.summary(None).lines().next().unwrap_or_default()));
        if !unreadable.is_empty() {
            text.push('\n');
        }
        for message in unreadable.iter().take(MAX_PER_SEVERITY) {
            let _ = writeln!(text, "- {}", code_or_plain(&path(message)));
        }
        if unreadable.len() > MAX_PER_SEVERITY {
            let _ = writeln!(text, "- {} more", unreadable.len() - MAX_PER_SEVERITY);
        }
        if self.annotations.is_empty() {
            return text;
        }
        text.push_str("\n| | Location | Rule | Finding |\n|---|---|---|---|\n");
        for annotation in self.sorted() {
            let severity = annotation.severity.as_str();
            let place = code_or_plain(&format!("{}:{}", annotation.path, annotation.line));
            let (rule, message) = (code_or_plain(&annotation.rule), escape(&annotation.message));
            let _ = writeln!(text, "| {severity} | {place} | {rule} | {message} |");
        }
        if let Some(left_out) = self.left_out() {
            let _ = write!(text, "\n{left_out}\n");
        }
        let mut rules: Vec<_> = total.rules.iter().collect();
        rules.sort_by_key(|&(rule, &count)| (Reverse(count), rule));
        text.push_str("\n| Rule | Findings |\n|---|---:|\n");
        for (rule, count) in rules {
            let _ = writeln!(text, "| {} | {count} |", code_or_plain(rule));
        }
        text
    }

    /// The annotations, most severe first.
    fn sorted(&self) -> Vec<&Annotation> {
        let mut sorted: Vec<&Annotation> = self.annotations.iter().collect();
        sorted.sort_by_key(|annotation| Reverse(annotation.severity));
        sorted
    }

    /// The line about findings that are left out; `None` if there are none.
    fn left_out(&self) -> Option<String> {
        let Counts { errors, warnings, infos } = self.left_out;
        let kinds = [(errors, "error"), (warnings, "warning"), (infos, "info")].into_iter();
        let kinds: Vec<String> =
            kinds.filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun)).collect();
        let what = match &kinds[..] {
            [] => return None,
            [only] => only.replacen(' ', " more ", 1),
            several => format!("{} more findings ({})", self.left_out.total(), several.join(", ")),
        };
        let are = if self.left_out.total() == 1 { "is" } else { "are" };
        Some(format!(
            "{what} {are} not listed here (GitHub shows ten of each severity): run the same command with `--format short` \
             to see all"
        ))
    }
}

/// An annotation for an error of the run, such as a file that cannot be read. `place` is a file and a line in it.
#[must_use]
pub fn failure(message: &str, place: Option<(&str, usize)>) -> String {
    let place =
        place.map(|(file, line)| format!("file={},line={line},", escape_property(&path(file)))).unwrap_or_default();
    format!("::error {place}title=bylint::{}\n", escape_data(&path(message)))
}

/// A name or message as Markdown code, so that it can be copied. With characters other than letters, digits and common
/// punctuation it could end the code early; then it is escaped text.
fn code_or_plain(name: &str) -> String {
    let is_harmless = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | ',' | ' ' | '(' | ')');
    if name.chars().all(is_harmless) && name.trim() == name && !name.is_empty() {
        format!("`{name}`")
    } else {
        escape(name)
    }
}

/// Escapes text for the data of a command: it neither ends the command nor starts another.
fn escape_data(text: &str) -> String {
    without_commands(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes text for a property of a command.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{DRAFT, findings};

    fn commands_and_summary(name: &str, times: usize) -> (String, String) {
        let source = Source::new(name, DRAFT.into());
        let findings = findings(DRAFT);
        let found: Vec<&Finding> = findings.iter().collect();
        let mut annotations = Annotations::default();
        let mut tally = Tally { files: times, ..Tally::default() };
        for _ in 0..times {
            let mut draft = Annotations::default();
            draft.add(&source, &found);
            annotations.join(draft);
            for finding in &found {
                tally.count(finding, true);
            }
        }
        (annotations.commands(&[]), annotations.summary(&tally, &[]))
    }

    #[test]
    fn file_name_cannot_forge_a_command() {
        for name in ["a\n::error::pwned.md", "a%0A::set-output name=x::y.md", "##[error]x,line=1::y.md", "a\r::x.md"] {
            let (commands, summary) = commands_and_summary(name, 1);
            let lines: Vec<&str> = commands.lines().collect();
            assert_eq!(lines.len(), findings(DRAFT).len(), "{commands}");
            for line in lines {
                let head = line.strip_prefix("::").and_then(|line| line.split("::").next()).expect("a command");
                assert!(head.ends_with("title=misused-refute") || head.ends_with("title=vague-attribution"), "{line}");
                assert_eq!(head.matches(",line=").count(), 1, "{line}");
                assert!(!line.contains("##["), "{line}");
            }
            assert!(!summary.contains("##[") && !summary.contains('<'), "{summary}");
        }
    }

    #[test]
    fn most_severe_come_first_and_ten_of_each_severity_are_shown() {
        let (commands, summary) = commands_and_summary("a.md", 12);
        let kinds: Vec<&str> = commands.lines().map(|line| line.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(kinds[..10], ["::error"; 10]);
        assert_eq!(kinds[10..20], ["::warning"; 10]);
        let rest = "not listed here (GitHub shows ten of each severity): run the same command with `--format short` to see all";
        let more = format!("4 more findings (2 errors, 2 warnings) are {rest}");
        assert_eq!(commands.lines().last(), Some(more.as_str()));
        assert!(summary.contains(&format!("\n{more}\n")), "{summary}");
        assert!(summary.contains("| `vague-attribution` | 12 |"), "{summary}");
        for (errors, more) in [(1, "1 more error is"), (9, "9 more errors are")] {
            let annotations =
                Annotations { left_out: Counts { errors, ..Counts::default() }, ..Annotations::default() };
            assert_eq!(annotations.left_out(), Some(format!("{more} {rest}")));
        }
    }

    #[test]
    fn summary_shows_plain_names_as_code() {
        for (name, shown) in [
            ("desk/new.md", "`desk/new.md:1`"),
            ("ä-2.md", "`ä-2.md:1`"),
            ("a`b.md", "a\\`b.md:1"),
            ("@a|b.md", "@\u{2060}a\\|b.md:1"),
        ] {
            let (_, summary) = commands_and_summary(name, 1);
            assert!(summary.contains(&format!("| {shown} |")), "{name}: {summary}");
        }
    }

    #[test]
    fn unreadable_files_are_annotated_and_summarized() {
        let unreadable: Vec<String> = (0..12).map(|number| format!("cannot read {number}\n::x.md")).collect();
        let annotations = Annotations::default();
        let commands = annotations.commands(&unreadable);
        assert_eq!(commands.lines().count(), 10);
        assert!(commands.starts_with("::error title=bylint::cannot read 0␊::x.md\n"), "{commands}");
        let summary = annotations.summary(&Tally { unreadable: 12, ..Tally::default() }, &unreadable);
        assert!(summary.contains("\n- cannot read 0␊::x.md\n") && summary.ends_with("- 2 more\n"), "{summary}");
        assert_eq!(
            failure("bad: key", Some(("a,b.toml", 3))),
            "::error file=a%2Cb.toml,line=3,title=bylint::bad: key\n"
        );
    }
}
