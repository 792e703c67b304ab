//! What a baseline holds, in a line.

use super::tally::counted;
use crate::baseline::Baseline;

/// What a baseline of this name holds now; `before` is how many findings it held, if it was there.
#[must_use]
pub fn baseline(name: &str, now: &Baseline, before: Option<usize>) -> String {
    let total = now.total();
    let held = format!("{name}: {} in {}", counted(total, "finding"), counted(now.drafts.len(), "draft"));
    match before {
        Some(before) if before > total => format!("{held}, {} fewer than before\n", before - total),
        Some(before) if before < total => format!("{held}, {} more than before\n", total - before),
        Some(_) => format!("{held}, as many as before\n"),
        None => format!("{held}\n"),
    }
}
