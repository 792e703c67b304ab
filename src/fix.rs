//! Makes the changes that settle findings. Pure: bytes in, bytes out; knows neither files nor rules.
//!
//! A change is made only where it can be shown to do what it says: the draft is taken apart again, and its prose has to be
//! the old prose with just these words exchanged, its links and emphasis those of before.

use crate::diagnostic::{Applicability, Edit, Finding, Fix};
use crate::document::{Document, Format};
use crate::engine::Outcome;
use crate::text::{Source, Span};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// How often a draft is linted and fixed again: a fix can bring to light what another one settles.
const ROUNDS: usize = 10;

/// How often more, while its findings are too many to be listed all at once.
const MORE_ROUNDS: usize = 64;

/// How often a draft is taken apart again in one round, to find the fixes that do more than they say.
const TRIALS: usize = 64;

/// A draft that was read and linted.
#[derive(Debug)]
pub struct Linted {
    /// Its text.
    pub source: Source,
    /// The same, taken apart.
    pub document: Document,
    /// What was found.
    pub outcome: Outcome,
}

/// What is fixed, and how far to go.
#[derive(Debug, Clone, Copy)]
pub struct FixOptions<W> {
    /// Fixes up to here are made.
    pub up_to: Applicability,
    /// How the draft is read.
    pub format: Format,
    /// Which findings are to be fixed.
    pub wanted: W,
}

/// A draft with its fixes made.
#[derive(Debug)]
pub struct Fixed {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// The draft as it is now, linted.
    pub linted: Linted,
    /// How many findings were settled.
    pub count: usize,
}

/// The fixes of a draft never come to an end: what one writes, another finds fault with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the fixes of these rules keep producing new findings: {}", .rules.join(", "))]
pub struct FixLoop {
    /// The rules, by name.
    pub rules: Vec<String>,
}

/// Makes all fixes that are ordered, linting again until none is left.
///
/// Fixes that overlap are not made, neither of them: which is right is for an editor to say.
///
/// # Errors
/// When the fixes do not come to an end; then none is to be made.
pub fn fix(
    bytes: Vec<u8>,
    lint: impl Fn(Vec<u8>) -> Linted,
    options: &FixOptions<impl Fn(&Finding) -> bool>,
) -> Result<Fixed, FixLoop> {
    let mut fixed = Fixed { linted: lint(bytes.clone()), bytes, count: 0 };
    let (mut rounds, mut more) = (ROUNDS, MORE_ROUNDS);
    while rounds > 0 {
        // Of very many findings, some come to light only when others are settled.
        let left_out = fixed.linted.outcome.findings.iter().any(Finding::stands_for_more);
        let left = if left_out && more > 0 { &mut more } else { &mut rounds };
        *left -= 1;
        // What overlaps a safe fix is looked at again once that is made, so that asking for more never gives less.
        let safe = applicable_changes(&fixed, Applicability::Safe, options);
        let changes = if safe.is_empty() { applicable_changes(&fixed, options.up_to, options) } else { safe };
        if changes.is_empty() {
            return Ok(fixed);
        }
        let count = fixed.count + changes.iter().map(|change| change.settles).sum::<usize>();
        let bytes = with_changes(&fixed.bytes, &changes);
        fixed = Fixed { linted: lint(bytes.clone()), bytes, count };
    }
    let wanted = fixed.linted.outcome.findings.iter().filter(|finding| (options.wanted)(finding));
    let left = changes(wanted, options.up_to);
    let rules: BTreeSet<String> = left.iter().map(|change| change.rule.to_string()).collect();
    if rules.is_empty() { Ok(fixed) } else { Err(FixLoop { rules: rules.into_iter().collect() }) }
}

/// A draft as it was read, of which fixes are to be made.
#[derive(Debug, Clone, Copy)]
pub struct FixTarget<'d> {
    /// Its bytes.
    pub bytes: &'d [u8],
    /// Its text.
    pub source: &'d Source,
    /// The same, taken apart.
    pub document: &'d Document,
    /// How it was read.
    pub format: Format,
}

/// The edits of the fixes of some findings, up to some applicability, that can be made together; in the order of the draft.
///
/// Fixes that overlap are left out, and those with which the draft would not read as it did but for their words. [`fix`] makes the
/// same changes, round by round.
#[must_use]
pub fn plan<'f>(
    read: FixTarget<'_>,
    findings: impl IntoIterator<Item = &'f Finding>,
    up_to: Applicability,
) -> Vec<&'f Edit> {
    edits(&Trials { read, left: TRIALS }.applicable(&changes(findings, up_to)))
}

/// Whether a finding can be settled by a fix up to some applicability.
#[must_use]
pub fn fixable(finding: &Finding, up_to: Applicability) -> bool {
    best(finding, up_to).is_some()
}

fn best(finding: &Finding, up_to: Applicability) -> Option<&Fix> {
    finding.fixes.iter().find(|fix| fix.applicability <= up_to && !fix.edits.is_empty())
}

/// A fix that is to be made.
#[derive(Clone, Debug)]
struct FixChange<'f> {
    rule: &'f Arc<str>,
    edits: &'f [Edit],
    /// How many findings ask for just this.
    settles: usize,
}

/// The fixes of a draft, up to some applicability, that can be made together.
fn applicable_changes<'f>(
    fixed: &'f Fixed,
    up_to: Applicability,
    options: &FixOptions<impl Fn(&Finding) -> bool>,
) -> Vec<FixChange<'f>> {
    let Linted { source, document, outcome } = &fixed.linted;
    let read = FixTarget { bytes: &fixed.bytes, source, document, format: options.format };
    let wanted = outcome.findings.iter().filter(|finding| (options.wanted)(finding));
    Trials { read, left: TRIALS }.applicable(&changes(wanted, up_to))
}

/// The fixes that overlap no other, in the order of the draft.
fn changes<'f>(findings: impl IntoIterator<Item = &'f Finding>, up_to: Applicability) -> Vec<FixChange<'f>> {
    let change =
        |finding: &'f Finding| Some(FixChange { rule: &finding.rule, edits: &best(finding, up_to)?.edits, settles: 1 });
    let mut changes: Vec<FixChange<'f>> = findings.into_iter().filter_map(change).collect();
    changes.sort_by(|a, b| key(a.edits).cmp(key(b.edits)));
    changes.dedup_by(|again, first| {
        let same = again.edits == first.edits;
        first.settles += usize::from(same);
        same
    });
    let mut spans: Vec<(Span, usize)> =
        changes.iter().enumerate().flat_map(|(at, change)| change.edits.iter().map(move |e| (e.span, at))).collect();
    spans.sort_unstable();
    let mut apart = vec![true; changes.len()];
    // Whatever overlaps an earlier span overlaps the one that reaches furthest, too.
    let mut furthest: Option<(Span, usize)> = None;
    for (span, at) in spans {
        if let Some((reaching, other)) = furthest
            && (span.start < reaching.end || span == reaching)
        {
            apart[at] = false;
            apart[other] = false;
        }
        if furthest.is_none_or(|(reaching, _)| reaching.end <= span.end) {
            furthest = Some((span, at));
        }
    }
    let mut apart = apart.into_iter();
    changes.retain(|_| apart.next().unwrap_or(false));
    changes
}

fn key(edits: &[Edit]) -> impl Iterator<Item = (Span, &str)> {
    edits.iter().map(|edit| (edit.span, edit.text.as_str()))
}

/// The edits of all changes, in the order of the draft.
fn edits<'f>(changes: &[FixChange<'f>]) -> Vec<&'f Edit> {
    let mut edits: Vec<&Edit> = changes.iter().flat_map(|change| change.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    edits
}

fn with_changes(bytes: &[u8], changes: &[FixChange<'_>]) -> Vec<u8> {
    let mut after = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for edit in edits(changes) {
        after.extend_from_slice(&bytes[from..edit.span.start]);
        after.extend_from_slice(edit.text.as_bytes());
        from = edit.span.end;
    }
    after.extend_from_slice(&bytes[from..]);
    after
}

/// Finds out which changes do what they say, and no more.
struct Trials<'b> {
    read: FixTarget<'b>,
    left: usize,
}

impl Trials<'_> {
    /// The changes that can be made together: all, or what is left when halves are tried apart.
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

    fn are_applicable(&mut self, changes: &[FixChange<'_>]) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let FixTarget { bytes, source, document, format } = self.read;
        let source = Source::new(source.name(), with_changes(bytes, changes));
        let after = Document::parse(&source, format);
        same_but_for(document, &after, &edits(changes))
    }
}

/// Whether one draft reads as the other with these edits made, and no other word, link or emphasis changed.
fn same_but_for(before: &Document, after: &Document, edits: &[&Edit]) -> bool {
    let same_inlines = before.inlines.len() == after.inlines.len()
        && before.inlines.iter().zip(&after.inlines).all(|(before, after)| before.kind == after.kind);
    let same_shape = before.blocks.len() == after.blocks.len()
        && before.directives.len() == after.directives.len()
        && before.front_matter.span == after.front_matter.span;
    if !same_inlines || !same_shape {
        return false;
    }
    let mut seen = vec![false; edits.len()];
    let as_said = before.blocks.iter().zip(&after.blocks).enumerate().all(|(number, (block, now))| {
        let from = edits.partition_point(|edit| edit.span.end <= block.span.start);
        let to = edits.partition_point(|edit| edit.span.start < block.span.end).max(from);
        let mut expected = String::new();
        let mut at = block.prose.start;
        for (edit, seen) in edits[from..to].iter().zip(&mut seen[from..to]) {
            let Range { start, end } = before.prose_in(number, edit.span);
            // An image's text stands in its paragraph's span, and is a block of its own.
            if start == end || start < at {
                continue;
            }
            *seen = true;
            expected += before.text(at..start);
            expected += &edit.text;
            at = end;
        }
        expected += before.text(at..block.prose.end);
        expected == after.text(now.prose.clone())
    });
    as_said && seen.into_iter().all(|seen| seen)
}

#[cfg(test)]
mod tests;
