//! Quotations whose closing mark does not match the opening one.

use super::QuotationKeys;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{MarkFault, Quotation};
use crate::rule::kinds::shared::draft::quotation_marks::mostly_straight;
use crate::rule::kinds::shared::{FindingExtras, FindingSink};

/// Reports a mark without a partner, or with a partner of another style. The fix changes the style that the draft uses less.
pub(super) fn report_unbalanced(sink: &mut FindingSink<'_, '_>, keys: &QuotationKeys, quotation: &Quotation) {
    let draft = sink.draft;
    let Some(mark) = quotation.faulty_mark() else { return };
    let partner = (quotation.fault == Some(MarkFault::Mismatched)).then_some(quotation.tokens.start);
    let fixes = partner.and_then(|open| {
        let is_mostly = |straight| mostly_straight(draft) == Some(straight);
        let (at, text) = match (draft.text(open), draft.text(mark)) {
            ("\"", "”") if is_mostly(false) => (open, "“"),
            ("'", "’") if is_mostly(false) => (open, "‘"),
            ("“", straight @ "\"") | ("‘", straight @ "'") if is_mostly(true) => (open, straight),
            (opening, _) => (mark, closing_mark(opening)?),
        };
        let edits = vec![Edit { span: draft.span(at.until(at + 1)), text: text.to_owned() }];
        Some(Fix { applicability: Applicability::Safe, edits })
    });
    let related = partner.map(|open| open.until(open + 1));
    let variant = keys.mismatched.as_ref().filter(|_| partner.is_some());
    let fixes = fixes.into_iter().collect();
    sink.push(mark.until(mark + 1), FindingExtras { variant, related, fixes, ..FindingExtras::default() });
}

/// The closing mark for an opening one.
fn closing_mark(open: &str) -> Option<&'static str> {
    Some(match open {
        "“" => "”",
        "\"" => "\"",
        "«" => "»",
        "‘" => "’",
        _ => return None,
    })
}
