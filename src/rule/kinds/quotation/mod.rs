//! The rule kind about quotations: whose words, how late the speaker comes, whether one mouth said them, whether the marks close.

mod balance;
mod collective;
mod judged;
mod late;
mod nested;
mod not_speech;
mod said;
mod speaker;
mod turn;

use crate::language::Role;
use crate::rule::kind::{Check, Quotation as Keys};
use crate::rule::kinds::Ready;
use crate::rule::kinds::shared::Sink;
use balance::balance;
use collective::collective;
use late::late;
use nested::nested;
use speaker::speakers;

/// All quotations of the draft's copy, by what the rule asks of them.
pub(crate) fn quotations(sink: &mut Sink<'_, '_>, ready: &Ready, keys: &Keys) {
    let draft = sink.draft;
    let quotations = &draft.language.quotations;
    for (number, quotation) in quotations.iter().enumerate().take_while(|_| !draft.cancel.is_cancelled()) {
        let role = draft.language.paragraphs[quotation.block as usize].role;
        if !matches!(role, Role::Copy) {
            continue;
        }
        match keys.check {
            Check::Balance => balance(sink, keys, quotation),
            _ if quotation.depth > 1 => {}
            // All at once.
            Check::Speaker => return speakers(sink, keys),
            Check::Late => late(sink, keys, number),
            Check::Nested => nested(sink, number),
            Check::Collective => collective(sink, ready, keys, number),
            Check::Scare => judged::scare(sink, ready, keys, number),
            Check::Altered => judged::altered(sink, number),
            Check::Opinion => judged::opinion(sink, ready, number),
            Check::Turn => turn::turn(sink, number),
            Check::Paragraphs => turn::paragraphs(sink, number),
        }
    }
}
