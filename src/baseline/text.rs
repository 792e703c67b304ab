//! The text format of a baseline: TOML with one finding per line, sorted. Changes by two people then seldom conflict, and a
//! review shows which findings came and went.

use super::{Baseline, Entry, Key};
use crate::config::ConfigError;
use crate::text::Span;
use crate::toml_error::reword;
use serde::Deserialize;
use std::fmt::Write as _;
use toml::Spanned;

const HEAD: &str = "\
# `bylint check` does not report these findings.
# `bylint baseline` writes this file again; `bylint baseline --prune` only removes entries whose findings are gone.
version = 1
";

/// The version of the format.
const VERSION: u32 = 1;

/// The markers that git writes at the start of a line in an unresolved merge conflict.
const CONFLICT_MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BaselineTable {
    version: Spanned<u32>,
    #[serde(default)]
    draft: Vec<DraftTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftTable {
    path: Spanned<String>,
    findings: Vec<Spanned<FindingTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingTable {
    rule: String,
    words: String,
    #[serde(default)]
    under: Vec<String>,
    #[serde(default = "default_count")]
    count: usize,
}

impl Baseline {
    /// Parses the text of a baseline.
    ///
    /// # Errors
    /// When the text is not a baseline, or has an unresolved merge conflict; the error has the place of the fault.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        if let Some(span) = find_conflict(text) {
            let message = "merge conflict: keep the entries of both sides, then run `bylint baseline --prune`";
            return Err(ConfigError { span, message: message.to_owned() });
        }
        let to_span = |span: std::ops::Range<usize>| Span::new(start + span.start, start + span.end.max(span.start));
        let file: BaselineTable = toml::from_str(&text[start..]).map_err(|error| {
            let span = to_span(error.span().unwrap_or_default());
            ConfigError { span, message: format!("invalid baseline: {}", reword(error.message())) }
        })?;
        if *file.version.get_ref() != VERSION {
            let message =
                format!("unsupported baseline version {}: this bylint reads version {VERSION}", file.version.get_ref());
            return Err(ConfigError { span: to_span(file.version.span()), message });
        }
        let mut baseline = Self::default();
        for DraftTable { path, findings } in file.draft {
            let span = to_span(path.span());
            let entries = findings.into_iter().map(|finding| {
                let place = to_span(finding.span());
                let FindingTable { rule, words, under, count } = finding.into_inner();
                Entry { key: Key { rule, words, under }, count, place }
            });
            if baseline.drafts.insert(path.into_inner(), entries.collect()).is_some() {
                let message = "this draft is listed twice: merge the two entries".to_owned();
                return Err(ConfigError { span, message });
            }
        }
        Ok(baseline)
    }
}

impl std::fmt::Display for Baseline {
    /// Writes the text of the baseline. Equal findings give equal text.
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(HEAD)?;
        for (path, entries) in &self.drafts {
            write!(f, "\n[[draft]]\npath = {}\nfindings = [\n", toml_string(path))?;
            let mut entries: Vec<&Entry> = entries.iter().collect();
            entries.sort_by_key(|entry| &entry.key);
            for Entry { key, count, .. } in entries {
                let mut more = String::new();
                if !key.under.is_empty() {
                    let under: Vec<String> = key.under.iter().map(|heading| toml_string(heading)).collect();
                    let _ = write!(more, ", under = [{}]", under.join(", "));
                }
                if *count != 1 {
                    let _ = write!(more, ", count = {count}");
                }
                writeln!(f, "  {{ rule = {}, words = {}{more} }},", toml_string(&key.rule), toml_string(&key.words))?;
            }
            f.write_str("]\n")?;
        }
        Ok(())
    }
}

/// Finds the first marker of an unresolved merge conflict. A single marker is not enough: `=======` may be something else.
fn find_conflict(text: &str) -> Option<Span> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let mark = CONFLICT_MARKERS.iter().find(|mark| {
            line.strip_prefix(**mark).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r', '\n']))
        });
        if mark.is_some() {
            found.push((at, line.trim_end().len()));
        }
        at += line.len();
    }
    (found.len() > 1).then(|| found.first().map(|&(at, len)| Span::new(at, at + len)))?
}

/// Formats text as a TOML string on one line.
fn toml_string(text: &str) -> String {
    // JSON allows DEL in a string, and TOML does not.
    serde_json::to_string(text).expect("text is JSON, and JSON's strings are TOML's").replace('\u{7f}', "\\u007f")
}

fn default_count() -> usize {
    1
}
