//! Resolves pronouns: finds the referent of "she", "it" and "they".

use super::{Referent, Resolver};
use crate::language::Class;
use crate::text::{TokenIdx, TokenRange};
use std::cmp::Reverse;

/// Penalty of a candidate of unknown gender, in tokens of distance.
const UNKNOWN_GENDER_PENALTY: u32 = 10;
/// Penalty of a person who did not speak but is the subject of a sentence.
const NONSPEAKER_SUBJECT_PENALTY: u32 = 5;
/// Penalty of any other person who did not speak.
const NONSPEAKER_PENALTY: u32 = 250;
/// Penalty of a name that may be a person's if an organisation is meant, and of an organisation for "they".
pub(super) const AMBIGUOUS_NAME_PENALTY: u32 = 40;
/// Maximum distance of the referent of "they", in tokens.
const PLURAL_REACH: u32 = 300;

/// The kind of referent that a pronoun needs.
#[derive(Clone, Copy)]
pub(super) enum PronounKind {
    /// he, she
    Gendered(Class),
    /// it
    Neuter,
    /// they
    Plural,
    /// they, for one person of unknown gender
    SingularThey,
}

impl Resolver<'_> {
    /// The speaker that a pronoun refers to; `None` if there is none or the pronoun is “I”, “we” or “you”.
    pub(super) fn resolve_pronoun(&mut self, at: TokenIdx) -> Option<usize> {
        let tokens = self.tokens;
        if tokens.is(at, Class::FIRST_PERSON | Class::SECOND_PERSON) {
            return None;
        }
        if tokens.is(at, Class::PLURAL) {
            // "They" refers to one person only if nothing plural fits and the person's gender is unknown.
            return self
                .nearest_mention(at, PronounKind::Plural, PLURAL_REACH)
                .or_else(|| self.nearest_mention(at, PronounKind::SingularThey, PLURAL_REACH));
        }
        if tokens.is(at, Class::NEUTER) {
            return self.nearest_mention(at, PronounKind::Neuter, u32::MAX);
        }
        let gender = tokens.gender(at);
        if gender.is_empty() { None } else { self.nearest_mention(at, PronounKind::Gendered(gender), u32::MAX) }
    }

    /// The speaker of the mention before `at` that fits a pronoun and has the smallest distance with penalties, at most `reach`.
    fn nearest_mention(&mut self, at: TokenIdx, kind: PronounKind, reach: u32) -> Option<usize> {
        let before = self.mentions.iter().filter(|mention| mention.at < at);
        let fitting = before.filter_map(|mention| {
            let penalty = self.distance_penalty(&mention.referent, kind)?;
            Some((at - mention.at + penalty, mention))
        });
        // Of two at the same distance, the later one.
        let best = fitting.filter(|(far, _)| *far <= reach).min_by_key(|(far, m)| (*far, Reverse(m.at)));
        match &best?.1.referent {
            Referent::Speaker { number, .. } => Some(*number),
            Referent::Person { name, .. } => {
                let name = *name;
                Some(self.resolve_name(name, name))
            }
        }
    }

    /// The penalty of a referent for this kind of pronoun, in tokens; `None` if it does not fit.
    fn distance_penalty(&self, referent: &Referent, kind: PronounKind) -> Option<u32> {
        match (referent, kind) {
            (Referent::Speaker { number, personal }, kind) => {
                let known = &self.known[*number];
                match kind {
                    PronounKind::Gendered(gender) if *personal && !known.plural && known.may_have_gender(gender) => {
                        Some(if known.gender.is_empty() { UNKNOWN_GENDER_PENALTY } else { 0 })
                    }
                    PronounKind::Neuter if known.body && !known.plural => {
                        Some(if *personal { AMBIGUOUS_NAME_PENALTY } else { 0 })
                    }
                    PronounKind::Plural if known.plural => Some(0),
                    // "They" refers to an organisation less often than "it" does.
                    PronounKind::Plural if known.body => Some(AMBIGUOUS_NAME_PENALTY),
                    PronounKind::SingularThey if *personal && known.gender.is_empty() => Some(0),
                    _ => None,
                }
            }
            (Referent::Person { name, subject }, PronounKind::Gendered(gender)) => {
                let gender_of_name = self.gender_of(*name);
                let unknown = *subject && gender_of_name.is_empty();
                (gender_of_name == gender || unknown).then_some(
                    if *subject { NONSPEAKER_SUBJECT_PENALTY } else { NONSPEAKER_PENALTY }
                        + if unknown { UNKNOWN_GENDER_PENALTY } else { 0 },
                )
            }
            (Referent::Person { name, subject: true }, PronounKind::SingularThey) => {
                self.gender_of(*name).is_empty().then_some(NONSPEAKER_SUBJECT_PENALTY)
            }
            (Referent::Person { .. }, _) => None,
        }
    }

    /// The gender that a name implies. For a surname alone, the title before it or the full name decides.
    fn gender_of(&self, name: TokenRange) -> Class {
        let tokens = self.tokens;
        if !tokens.is_surname_alone(name) {
            return tokens.implied_gender(name, name);
        }
        let with_title = name.start.saturating_sub(1).until(name.end);
        let gender = tokens.implied_gender(with_title, name);
        let full = || self.persons.full_name(&tokens.surname(name));
        if gender.is_empty() { full().map_or(gender, |full| tokens.implied_gender(full, full)) } else { gender }
    }
}
