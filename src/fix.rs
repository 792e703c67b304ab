//! Applies the fixes of findings. Pure: bytes in, bytes out; knows neither files nor rules.
//!
//! A fix is applied only if it is proved to change nothing else. The changed draft is parsed: its prose must be the old prose
//! with just these words replaced, and its links and emphasis must be unchanged.

use crate::diagnostic::{Applicability, Edit, Finding, Fix};
use crate::document::{Document, Format};
use crate::engine::Outcome;
use crate::text::{Encoding, IndexRange, Source, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The maximum number of rounds of fixing and linting: a fix can lead to a finding that another fix resolves.
const MAX_ROUNDS: usize = 10;

/// The maximum number of further rounds while a draft has so many findings that some are left out of the list.
const MAX_EXTRA_ROUNDS: usize = 64;

/// The maximum number of times that a draft is parsed in one round to find the fixes that change more than their own words.
const MAX_TRIALS: usize = 64;

/// A draft with the outcome of linting it.
#[derive(Debug)]
pub struct Linted {
    /// The text.
    pub source: Source,
    /// The parsed text.
    pub document: Document,
    /// The findings and suppressions.
    pub outcome: Outcome,
}

/// Which fixes to apply.
#[derive(Debug, Clone, Copy)]
pub struct FixOptions<W> {
    /// The highest applicability of the fixes to apply.
    pub up_to: Applicability,
    /// The format of the draft.
    pub format: Format,
    /// Tells whether a finding is to be fixed.
    pub wanted: W,
}

/// A draft with its fixes applied.
#[derive(Debug)]
pub struct Fixed {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// The fixed draft with the outcome of linting it.
    pub linted: Linted,
    /// The number of findings that were fixed.
    pub count: usize,
}

/// Why a draft is not fixed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FixError {
    /// The fixes never end, because the result of one is reported by another rule.
    #[error("the fixes of these rules keep producing new findings: {}", .rules.join(", "))]
    Loop {
        /// The names of the rules whose fixes are left, in alphabetical order.
        rules: Vec<String>,
    },
    /// The draft has fixes, but could not be written as it was.
    #[error("the draft is UTF-16 with characters that cannot be decoded")]
    NotDecodable,
}

/// Applies all fixes that `options` allow to a draft that was linted, and lints again until none is left; `None` if there is
/// nothing to fix. `bytes` are those of the file, and so are those of the result: a draft in UTF-16 stays in UTF-16. `lint` gets
/// the text in UTF-8.
///
/// Of fixes that overlap, none is applied: an editor has to choose.
///
/// # Errors
/// When the fixes never end, or the draft has fixes and could not be written as it was. Then it should stay as it is.
pub fn fix(
    bytes: &[u8],
    linted: &Linted,
    lint: impl Fn(Vec<u8>) -> Linted,
    options: &FixOptions<impl Fn(&Finding) -> bool>,
) -> Result<Option<Fixed>, FixError> {
    // Offsets are in the decoded text, which for a file in UTF-16 differs from its bytes.
    let encoding = linted.source.encoding();
    let is_utf_8 = encoding == Encoding::Utf8;
    if !is_utf_8 && !linted.source.invalid().is_empty() {
        let mut findings = linted.outcome.findings.iter();
        let has_fix = findings.any(|finding| (options.wanted)(finding) && fixable(finding, options.up_to));
        return if has_fix { Err(FixError::NotDecodable) } else { Ok(None) };
    }
    let text = if is_utf_8 { bytes } else { linted.source.text().as_bytes() };
    let Some(mut fixed) = fix_text(text, linted, lint, options)? else { return Ok(None) };
    if !is_utf_8 {
        fixed.bytes = encoding.encode(fixed.linted.source.text());
    }
    Ok(Some(fixed))
}

/// Applies fixes to a text in UTF-8, round by round.
fn fix_text(
    text: &[u8],
    linted: &Linted,
    lint: impl Fn(Vec<u8>) -> Linted,
    options: &FixOptions<impl Fn(&Finding) -> bool>,
) -> Result<Option<Fixed>, FixError> {
    let mut fixed: Option<Fixed> = None;
    let (mut rounds, mut extra_rounds) = (MAX_ROUNDS, MAX_EXTRA_ROUNDS);
    while rounds > 0 {
        let (bytes, linted) = fixed.as_ref().map_or((text, linted), |fixed| (&fixed.bytes, &fixed.linted));
        // If a draft has very many findings, the last of them are listed only after the first were fixed.
        let left_out = linted.outcome.findings.iter().any(Finding::stands_for_more);
        let left = if left_out && extra_rounds > 0 { &mut extra_rounds } else { &mut rounds };
        *left -= 1;
        // Safe fixes come first. Fixes that overlap them are tried again in the next round, so that allowing more fixes never
        // applies fewer.
        let safe = applicable_changes(bytes, linted, Applicability::Safe, options);
        let changes = if safe.is_empty() { applicable_changes(bytes, linted, options.up_to, options) } else { safe };
        if changes.is_empty() {
            return Ok(fixed);
        }
        let before = fixed.as_ref().map_or(0, |fixed| fixed.count);
        let count = before + changes.iter().map(|change| change.settles).sum::<usize>();
        let bytes = apply_changes(bytes, &changes);
        fixed = Some(Fixed { linted: lint(bytes.clone()), bytes, count });
    }
    let findings = fixed.iter().flat_map(|fixed| &fixed.linted.outcome.findings);
    let left = changes(findings.filter(|finding| (options.wanted)(finding)), options.up_to);
    let rules: BTreeSet<String> = left.iter().map(|change| change.rule.to_string()).collect();
    if rules.is_empty() { Ok(fixed) } else { Err(FixError::Loop { rules: rules.into_iter().collect() }) }
}

/// A draft to which fixes are to be applied.
#[derive(Debug, Clone, Copy)]
pub struct FixTarget<'d> {
    /// The bytes of the file.
    pub bytes: &'d [u8],
    /// The text.
    pub source: &'d Source,
    /// The parsed text.
    pub document: &'d Document,
    /// The format in which it was parsed.
    pub format: Format,
}

/// Returns the edits of all fixes up to this applicability that can be applied together, in the order of the draft.
///
/// Skips fixes that overlap, and fixes that would change more than their own words. [`fix`] applies the same edits in each of its
/// rounds.
#[must_use]
pub fn plan<'f>(
    target: FixTarget<'_>,
    findings: impl IntoIterator<Item = &'f Finding>,
    up_to: Applicability,
) -> Vec<&'f Edit> {
    sorted_edits(&Trials { target, left: MAX_TRIALS }.applicable(&changes(findings, up_to)))
}

/// Whether a finding has a fix up to this applicability.
#[must_use]
pub fn fixable(finding: &Finding, up_to: Applicability) -> bool {
    first_allowed_fix(finding, up_to).is_some()
}

/// Returns the first fix of a finding that has edits and is allowed by `up_to`.
fn first_allowed_fix(finding: &Finding, up_to: Applicability) -> Option<&Fix> {
    finding.fixes.iter().find(|fix| fix.applicability <= up_to && !fix.edits.is_empty())
}

/// A fix to apply.
#[derive(Clone, Debug)]
struct FixChange<'f> {
    rule: &'f Arc<str>,
    edits: &'f [Edit],
    /// The number of findings with exactly these edits.
    settles: usize,
}

/// Returns the fixes of a draft up to this applicability that can be applied together.
fn applicable_changes<'f>(
    bytes: &[u8],
    linted: &'f Linted,
    up_to: Applicability,
    options: &FixOptions<impl Fn(&Finding) -> bool>,
) -> Vec<FixChange<'f>> {
    let Linted { source, document, outcome } = linted;
    let target = FixTarget { bytes, source, document, format: options.format };
    let wanted = outcome.findings.iter().filter(|finding| (options.wanted)(finding));
    Trials { target, left: MAX_TRIALS }.applicable(&changes(wanted, up_to))
}

/// Returns the fixes that overlap no other fix, in the order of the draft. Equal fixes are one.
fn changes<'f>(findings: impl IntoIterator<Item = &'f Finding>, up_to: Applicability) -> Vec<FixChange<'f>> {
    let change = |finding: &'f Finding| {
        Some(FixChange { rule: &finding.rule, edits: &first_allowed_fix(finding, up_to)?.edits, settles: 1 })
    };
    let mut changes: Vec<FixChange<'f>> = findings.into_iter().filter_map(change).collect();
    changes.sort_by(|a, b| sort_key(a.edits).cmp(sort_key(b.edits)));
    changes.dedup_by(|again, first| {
        let same = again.edits == first.edits;
        first.settles += usize::from(same);
        same
    });
    let mut spans: Vec<(Span, usize)> =
        changes.iter().enumerate().flat_map(|(at, change)| change.edits.iter().map(move |e| (e.span, at))).collect();
    spans.sort_unstable();
    let mut is_disjoint = vec![true; changes.len()];
    // A span that overlaps any earlier span also overlaps the one that reaches furthest.
    let mut furthest: Option<(Span, usize)> = None;
    for (span, at) in spans {
        if let Some((reaching, other)) = furthest
            && (span.start < reaching.end || span == reaching)
        {
            is_disjoint[at] = false;
            is_disjoint[other] = false;
        }
        if furthest.is_none_or(|(reaching, _)| reaching.end <= span.end) {
            furthest = Some((span, at));
        }
    }
    let mut is_disjoint = is_disjoint.into_iter();
    changes.retain(|_| is_disjoint.next().unwrap_or(false));
    changes
}

fn sort_key(edits: &[Edit]) -> impl Iterator<Item = (Span, &str)> {
    edits.iter().map(|edit| (edit.span, edit.text.as_str()))
}

/// Returns the edits of all changes, in the order of the draft.
fn sorted_edits<'f>(changes: &[FixChange<'f>]) -> Vec<&'f Edit> {
    let mut edits: Vec<&Edit> = changes.iter().flat_map(|change| change.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    edits
}

/// Applies changes to the bytes of a draft.
fn apply_changes(bytes: &[u8], changes: &[FixChange<'_>]) -> Vec<u8> {
    let mut after = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for edit in sorted_edits(changes) {
        after.extend_from_slice(&bytes[from..edit.span.start]);
        after.extend_from_slice(edit.text.as_bytes());
        from = edit.span.end;
    }
    after.extend_from_slice(&bytes[from..]);
    after
}

/// Tries changes on a draft, to find those that change nothing but their own words.
struct Trials<'b> {
    target: FixTarget<'b>,
    /// How many more times the draft may be parsed.
    left: usize,
}

impl Trials<'_> {
    /// Returns the changes that can be made together: all of them, or those that remain after each half is tried separately.
    fn applicable<'f>(&mut self, changes: &[FixChange<'f>]) -> Vec<FixChange<'f>> {
        if changes.is_empty() || self.are_applicable(changes) {
            return changes.to_vec();
        }
        if changes.len() == 1 {
            return Vec::new();
        }
        let (first, second) = changes.split_at(changes.len() / 2);
        let first = self.applicable(first);
        let mut both = first.clone();
        both.extend(self.applicable(second));
        if both.len() == first.len() || self.are_applicable(&both) { both } else { first }
    }

    /// Whether these changes together change nothing but their own words. Returns `false` if no trial is left.
    fn are_applicable(&mut self, changes: &[FixChange<'_>]) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let FixTarget { bytes, source, document, format } = self.target;
        let source = Source::new(source.name(), apply_changes(bytes, changes));
        let after = Document::parse(&source, format);
        differs_only_by_edits(document, &after, &sorted_edits(changes))
    }
}

/// Whether the draft `after` is the draft `before` with these edits, and no other word, link or emphasis changed.
fn differs_only_by_edits(before: &Document, after: &Document, edits: &[&Edit]) -> bool {
    let same_inlines = before.inlines.len() == after.inlines.len()
        && before.inlines.iter().zip(&after.inlines).all(|(before, after)| before.kind == after.kind);
    let same_shape = before.blocks.len() == after.blocks.len()
        && before.directives.len() == after.directives.len()
        && before.front_matter.span == after.front_matter.span;
    if !same_inlines || !same_shape {
        return false;
    }
    let mut was_applied = vec![false; edits.len()];
    let texts_match = before.blocks.iter().zip(&after.blocks).enumerate().all(|(number, (block, new_block))| {
        let from = edits.partition_point(|edit| edit.span.end <= block.span.start);
        let to = edits.partition_point(|edit| edit.span.start < block.span.end).max(from);
        let mut expected = String::new();
        let mut at = block.prose.start;
        for (edit, was_applied) in edits[from..to].iter().zip(&mut was_applied[from..to]) {
            let IndexRange { start, end } = before.prose_in(number, edit.span);
            // An image's text is a block of its own, although it is inside the span of its paragraph.
            if start == end || start < at {
                continue;
            }
            *was_applied = true;
            expected += before.text(at.until(start));
            expected += &edit.text;
            at = end;
        }
        expected += before.text(at.until(block.prose.end));
        expected == after.text(new_block.prose)
    });
    texts_match && was_applied.into_iter().all(|was_applied| was_applied)
}

#[cfg(test)]
mod tests;
