//! The one-line report of `bylint baseline`.

use super::tally::counted;
use crate::baseline::Baseline;
use std::collections::BTreeMap;

/// Describes how the baseline file `name` has changed. `before` is its previous content, if the file existed.
#[must_use]
pub fn baseline(name: &str, now: &Baseline, before: Option<&Baseline>) -> String {
    let findings = counted(now.total(), "finding");
    let Some(before) = before else {
        return format!("Wrote {name}: {findings} in {}\n", counted(now.drafts.len(), "draft"));
    };
    let (added, removed) = (surplus(now, before), surplus(before, now));
    if (added, removed) == (0, 0) {
        return format!("{name} is unchanged ({findings})\n");
    }
    format!("Updated {name}: {} added, {removed} removed\n", counted(added, "finding"))
}

/// The number of findings in baseline `one` that are not in `other`.
fn surplus(one: &Baseline, other: &Baseline) -> usize {
    let other = finding_counts(other);
    let differences = finding_counts(one)
        .into_iter()
        .map(|(finding, count)| count.saturating_sub(*other.get(&finding).unwrap_or(&0)));
    differences.sum()
}

/// The number of occurrences of each finding. The key is the draft, the rule and the words; the heading above is ignored.
fn finding_counts(baseline: &Baseline) -> BTreeMap<[&str; 3], usize> {
    let mut counts = BTreeMap::new();
    for (draft, entries) in &baseline.drafts {
        for entry in entries {
            *counts.entry([draft.as_str(), &entry.key.rule, &entry.key.words]).or_default() += entry.count;
        }
    }
    counts
}
