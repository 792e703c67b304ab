//! Baselines: recorded findings, which later runs do not report again.
//!
//! A finding is recognised by its rule, its words and the headings above it, not by its line. Moving or rewrapping a paragraph
//! therefore makes no finding new. Writing the same fault a second time does. Opens no files and knows no rules.

mod text;

use crate::diagnostic::Finding;
use crate::document::{BlockKind, Document};
use crate::text::{Source, Span, fnv1a};
use std::collections::{BTreeMap, HashMap};

/// The maximum length of normalized text, in bytes. Longer text is cut, and a hash of all of it is appended.
const MAX_NORMALIZED_BYTES: usize = 160;

/// The recorded findings, by the path of their draft relative to the baseline's directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The entries of each draft: in the order of the file if they were parsed, else sorted by key.
    pub drafts: BTreeMap<String, Vec<Entry>>,
}

/// A recorded finding, and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key by which the finding is recognised.
    pub key: Key,
    /// The number of occurrences in the draft.
    pub count: usize,
    /// The place of the entry in the baseline's text; empty if it was not parsed from one.
    pub place: Span,
}

/// The key by which a finding is recognised in another version of its draft.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The rule's name.
    pub rule: String,
    /// The words, in lower case and without punctuation.
    pub words: String,
    /// The headings above the finding, outermost first; normalized like the words.
    pub under: Vec<String>,
}

impl Key {
    /// Returns the words without the hash that is appended to long ones; `None` if they have no hash.
    #[must_use]
    pub fn words_for_people(&self) -> Option<&str> {
        let (shown, hash) = self.words.rsplit_once(' ')?;
        let is_hash = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_hash && shown.ends_with('…')).then_some(shown)
    }
}

/// The findings of a draft, split by a baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partitioned {
    /// The findings that the baseline does not have.
    pub new: Vec<Finding>,
    /// The findings that the baseline has.
    pub known: Vec<Finding>,
    /// For each entry of the draft, how many of the known findings it matches.
    pub used: Vec<usize>,
}

/// The headings of a draft.
struct Headings<'a> {
    source: &'a Source,
    /// For each heading, its end in the source, and the headings above it followed by itself.
    paths: Vec<(usize, Vec<String>)>,
}

impl<'a> Headings<'a> {
    fn new(source: &'a Source, document: &Document) -> Self {
        let mut path: Vec<(u8, String)> = Vec::new();
        let mut paths = Vec::new();
        for block in &document.blocks {
            if let BlockKind::Heading(level @ 1..) = block.kind {
                path.retain(|(above, _)| *above < level);
                path.push((level, normalize(source.slice(block.span))));
                paths.push((block.span.end, path.iter().map(|(_, heading)| heading.clone()).collect()));
            }
        }
        Self { source, paths }
    }

    /// Returns the key of a finding.
    fn key(&self, finding: &Finding) -> Key {
        let above = self.paths.partition_point(|(end, _)| *end <= finding.span.start);
        Key {
            rule: finding.rule.to_string(),
            words: normalize(self.source.slice(finding.span)),
            under: above.checked_sub(1).map(|last| self.paths[last].1.clone()).unwrap_or_default(),
        }
    }
}

impl Baseline {
    /// Replaces the entries of a draft by its present findings.
    pub fn record(&mut self, draft: &str, source: &Source, document: &Document, findings: &[Finding]) {
        let headings = Headings::new(source, document);
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for finding in findings {
            *counts.entry(headings.key(finding)).or_default() += 1;
        }
        let entry = |(key, count)| Entry { key, count, place: Span::default() };
        let entries: Vec<_> = counts.into_iter().map(entry).collect();
        if entries.is_empty() {
            self.drafts.remove(draft);
        } else {
            self.drafts.insert(draft.to_owned(), entries);
        }
    }

    /// Splits the findings of a draft into new and known ones. If more findings have a key than are recorded, the first are
    /// known and the rest are new.
    ///
    /// The first pass matches findings whose headings are all unchanged. The second pass matches the rest, whatever headings
    /// are above them. Calls `document` only if there are both entries and findings.
    #[must_use]
    pub fn partition<'d>(
        &self,
        draft: &str,
        source: &Source,
        document: impl FnOnce() -> &'d Document,
        findings: Vec<Finding>,
    ) -> Partitioned {
        let entries = self.drafts.get(draft).map(Vec::as_slice).unwrap_or_default();
        if entries.is_empty() || findings.is_empty() {
            return Partitioned { new: findings, used: vec![0; entries.len()], ..Partitioned::default() };
        }
        let headings = Headings::new(source, document());
        let keys: Vec<Key> = findings.iter().map(|finding| headings.key(finding)).collect();
        let mut used = vec![0; entries.len()];
        let mut known = vec![false; findings.len()];
        let without_headings = |key: &Key| Key { under: Vec::new(), ..key.clone() };
        for to_match_key in [Key::clone as fn(&Key) -> Key, without_headings] {
            let mut entries_by_key: HashMap<Key, Vec<usize>> = HashMap::new();
            for (at, entry) in entries.iter().enumerate().rev() {
                entries_by_key.entry(to_match_key(&entry.key)).or_default().push(at);
            }
            for (key, known) in keys.iter().zip(&mut known).filter(|(_, known)| !**known) {
                let Some(entries_left) = entries_by_key.get_mut(&to_match_key(key)) else { continue };
                while entries_left.last().is_some_and(|&at| used[at] == entries[at].count) {
                    entries_left.pop();
                }
                if let Some(&at) = entries_left.last() {
                    used[at] += 1;
                    *known = true;
                }
            }
        }
        let mut partitioned = Partitioned { used, ..Partitioned::default() };
        for (finding, known) in findings.into_iter().zip(known) {
            if known { partitioned.known.push(finding) } else { partitioned.new.push(finding) }
        }
        partitioned
    }

    /// Returns the number of recorded findings.
    #[must_use]
    pub fn total(&self) -> usize {
        self.drafts.values().flatten().map(|entry| entry.count).sum()
    }
}

/// Normalizes text: its words in lower case, separated by single spaces, without punctuation and markup. Text without a word
/// only loses its white space. Long text is cut, and a hash of all of it is appended.
fn normalize(text: &str) -> String {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let normalized = if words.is_empty() { text.split_whitespace().collect() } else { words.join(" ") };
    if normalized.len() <= MAX_NORMALIZED_BYTES {
        return normalized;
    }
    let cut = (0..=MAX_NORMALIZED_BYTES).rev().find(|&at| normalized.is_char_boundary(at)).unwrap_or_default();
    format!("{}… {:016x}", &normalized[..cut], fnv1a(normalized.bytes()))
}

#[cfg(test)]
mod tests;
