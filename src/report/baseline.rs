//! What happened to a baseline, in a line.

use super::tally::counted;
use crate::baseline::Baseline;
use std::collections::BTreeMap;

/// What a baseline of this name holds now; `before` is what it held, if it was there.
#[must_use]
pub fn baseline(name: &str, now: &Baseline, before: Option<&Baseline>) -> String {
    let findings = counted(now.total(), "finding");
    let Some(before) = before else {
        return format!("Wrote {name}: {findings} in {}\n", counted(now.drafts.len(), "draft"));
    };
    let (added, removed) = (more(now, before), more(before, now));
    if (added, removed) == (0, 0) {
        return format!("{name} is unchanged ({findings})\n");
    }
    format!("Updated {name}: {} added, {removed} removed\n", counted(added, "finding"))
}

/// How many findings one baseline has that another does not have.
fn more(one: &Baseline, other: &Baseline) -> usize {
    let other = counts(other);
    let more = counts(one).into_iter().map(|(finding, count)| count.saturating_sub(*other.get(&finding).unwrap_or(&0)));
    more.sum()
}

/// How often each finding stands, by its draft, its rule and its words. Under other headings it is the same one.
fn counts(baseline: &Baseline) -> BTreeMap<[&str; 3], usize> {
    let mut counts = BTreeMap::new();
    for (draft, entries) in &baseline.drafts {
        for entry in entries {
            *counts.entry([draft.as_str(), &entry.key.rule, &entry.key.words]).or_default() += entry.count;
        }
    }
    counts
}
