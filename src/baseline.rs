//! Findings that stood when somebody drew a line: they are known, and only others are told.
//!
//! A finding is known again by its rule, its words and the headings above it, not by its line: whoever moves or wraps a
//! paragraph revives nothing, whoever writes the fault a second time does. Knows no files and no rules.

mod text;

use crate::diagnostic::Finding;
use crate::document::{BlockKind, Document};
use crate::text::{Source, Span, fnv1a};
use std::collections::{BTreeMap, HashMap};

/// Words of more bytes are cut and marked with a sum of all of them.
const LONGEST: usize = 160;

/// Known findings, by the path of their draft from the baseline's folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// In the order of the text, or of their keys.
    pub drafts: BTreeMap<String, Vec<Entry>>,
}

/// A finding as it is known again, and how often it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// By what it is known.
    pub key: Key,
    /// How often.
    pub count: usize,
    /// Where the entry stands in the baseline's text; empty for one that was never read.
    pub place: Span,
}

/// By what a finding is known again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The rule's name.
    pub rule: String,
    /// The words, in small letters and without punctuation.
    pub words: String,
    /// The headings above, from the widest to the nearest, in the same way.
    pub under: Vec<String>,
}

impl Key {
    /// The words without the hash that stands for the rest of long ones; `None` if they have none.
    #[must_use]
    pub fn words_for_people(&self) -> Option<&str> {
        let (shown, hash) = self.words.rsplit_once(' ')?;
        let is_hash = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_hash && shown.ends_with('…')).then_some(shown)
    }
}

/// The findings of a draft, parted by a baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partitioned {
    /// Those that the baseline does not have.
    pub new: Vec<Finding>,
    /// Those that it has.
    pub known: Vec<Finding>,
    /// For each entry of the draft, how many of the known it stands for.
    pub used: Vec<usize>,
}

/// What stands above each place of a draft.
struct Headings<'a> {
    source: &'a Source,
    /// The end of each heading, with it and those above it.
    paths: Vec<(usize, Vec<String>)>,
}

impl<'a> Headings<'a> {
    fn of(source: &'a Source, document: &Document) -> Self {
        let mut open: Vec<(u8, String)> = Vec::new();
        let mut paths = Vec::new();
        for block in &document.blocks {
            if let BlockKind::Heading(level @ 1..) = block.kind {
                open.retain(|(above, _)| *above < level);
                open.push((level, normal(source.slice(block.span))));
                paths.push((block.span.end, open.iter().map(|(_, heading)| heading.clone()).collect()));
            }
        }
        Self { source, paths }
    }

    fn key(&self, finding: &Finding) -> Key {
        let above = self.paths.partition_point(|(end, _)| *end <= finding.span.start);
        Key {
            rule: finding.rule.to_string(),
            words: normal(self.source.slice(finding.span)),
            under: above.checked_sub(1).map(|last| self.paths[last].1.clone()).unwrap_or_default(),
        }
    }
}

impl Baseline {
    /// Takes the findings of a draft for its entries.
    pub fn put(&mut self, draft: &str, source: &Source, document: &Document, findings: &[Finding]) {
        let headings = Headings::of(source, document);
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

    /// Parts the findings of a draft. Of several with one key the first are known.
    ///
    /// Where all headings are as they were is looked first; what is left over counts under whichever heading it stands now. The
    /// draft, taken apart, is asked for only where that is needed.
    #[must_use]
    pub fn part<'d>(
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
        let headings = Headings::of(source, document());
        let keys: Vec<Key> = findings.iter().map(|finding| headings.key(finding)).collect();
        let mut used = vec![0; entries.len()];
        let mut known = vec![false; findings.len()];
        let loose = |key: &Key| Key { under: Vec::new(), ..key.clone() };
        for reduce in [Key::clone as fn(&Key) -> Key, loose] {
            let mut left: HashMap<Key, Vec<usize>> = HashMap::new();
            for (at, entry) in entries.iter().enumerate().rev() {
                left.entry(reduce(&entry.key)).or_default().push(at);
            }
            for (key, known) in keys.iter().zip(&mut known).filter(|(_, known)| !**known) {
                let Some(entries_left) = left.get_mut(&reduce(key)) else { continue };
                while entries_left.last().is_some_and(|&at| used[at] == entries[at].count) {
                    entries_left.pop();
                }
                if let Some(&at) = entries_left.last() {
                    used[at] += 1;
                    *known = true;
                }
            }
        }
        let mut parted = Partitioned { used, ..Partitioned::default() };
        for (finding, known) in findings.into_iter().zip(known) {
            if known { parted.known.push(finding) } else { parted.new.push(finding) }
        }
        parted
    }

    /// How many findings it knows.
    #[must_use]
    pub fn total(&self) -> usize {
        self.drafts.values().flatten().map(|entry| entry.count).sum()
    }
}

/// Words in small letters, one blank between them, without punctuation and markup; the text itself where it has no word.
fn normal(text: &str) -> String {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let whole = if words.is_empty() { text.split_whitespace().collect() } else { words.join(" ") };
    if whole.len() <= LONGEST {
        return whole;
    }
    let cut = (0..=LONGEST).rev().find(|&at| whole.is_char_boundary(at)).unwrap_or_default();
    format!("{}… {:016x}", &whole[..cut], fnv1a(whole.bytes()))
}

#[cfg(test)]
mod tests;
