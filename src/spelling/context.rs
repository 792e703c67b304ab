//! Ranks corrections by the words around a slip: a noun follows "the", a base form follows "would", and no preposition comes
//! before "are".
//!
//! A table says which classes of words seldom or often follow each other. It was set by hand from grammar, not counted in texts.

use super::function_words::{ContextClass, FunctionWords};

/// The classes of the words before and after a word; `None` at the start or the end of a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Neighbours {
    pub(crate) before: Option<ContextClass>,
    pub(crate) after: Option<ContextClass>,
}

impl Neighbours {
    /// How well a word fits between these neighbours, in thousandths of a Zipf point. Positive if it fits well, negative if it
    /// does not, 0 if nothing is known.
    pub(crate) fn fit(self, word: &str, function_words: &FunctionWords) -> i32 {
        let class = ContextClass::of_word(word, function_words);
        let before = self.before.map_or(0, |before| sequence_weight(before, class));
        let after = self.after.map_or(0, |after| sequence_weight(class, after));
        (before + after) * STEP
    }
}

/// The weight of one step of the table, in thousandths of a Zipf point.
const STEP: i32 = 500;

/// How often a word of one class follows a word of another: −2 almost never, −1 seldom, 1 often, 0 neither.
fn sequence_weight(first: ContextClass, second: ContextClass) -> i32 {
    use ContextClass::{
        Be, Conjunction, Degree, Determiner, Ed, Have, Ing, Ly, Modal, Object, Other, Plural, Preposition, Several,
        Subject, To,
    };
    let (never, seldom, rule): (&[ContextClass], &[ContextClass], &[ContextClass]) = match first {
        Determiner => {
            (&[Determiner, Preposition, Modal, To, Have, Be, Subject, Object, Conjunction], &[Ed, Ly], &[Other])
        }
        Preposition => (&[Preposition, Modal, To, Have, Be, Subject], &[Conjunction, Ed, Ly, Degree], &[Determiner]),
        Modal => (
            &[Preposition, Modal, To, Conjunction, Object],
            &[Determiner, Subject, Plural, Ed, Ing],
            &[Other, Have, Be],
        ),
        To => (&[Preposition, Modal, To, Conjunction, Subject, Ed], &[Plural, Ing, Ly, Degree, Object], &[Other]),
        Have => (&[Modal], &[Subject, Conjunction, Plural, Ing, Preposition, Have], &[Ed]),
        Be => (&[Modal, Have], &[Be, Subject, Plural], &[Ed, Ing]),
        Subject => {
            (&[Determiner, Preposition, Subject, Object, Conjunction, To], &[Ing, Degree], &[Modal, Have, Be, Ed])
        }
        Object => (&[], &[Subject], &[]),
        Conjunction => (&[], &[Conjunction, Preposition], &[]),
        Degree => (&[Preposition, Modal, Have, Be, Subject], &[To, Conjunction, Determiner, Plural], &[Other]),
        Several => (&[Subject, Determiner], &[Other, Modal, Ing], &[Plural]),
        Other | Plural => (&[], &[Object], &[]),
        Ed | Ing => (&[], &[Have, Modal, Be], &[]),
        Ly => (&[], &[], &[]),
    };
    if never.contains(&second) {
        -2
    } else if seldom.contains(&second) {
        -1
    } else {
        i32::from(rule.contains(&second))
    }
}

#[cfg(test)]
mod tests {
    use super::{ContextClass, FunctionWords, Neighbours};

    #[test]
    fn grammatical_word_fits_better_than_ungrammatical_one() {
        let words = FunctionWords::load();
        let context = |before: &str, after: &str| Neighbours {
            before: Some(ContextClass::of_word(before, &words)).filter(|_| !before.is_empty()),
            after: Some(ContextClass::of_word(after, &words)).filter(|_| !after.is_empty()),
        };
        for (before, better, worse, after) in [
            ("if", "they", "their", "have"),
            ("the", "author", "over", ""),
            ("would", "start", "started", ""),
            ("three", "months", "month", ""),
            ("obsessed", "with", "went", "the"),
            ("has", "started", "starting", ""),
        ] {
            let context = context(before, after);
            assert!(context.fit(better, &words) > context.fit(worse, &words), "{before} {better}/{worse} {after}");
        }
        assert_eq!(Neighbours::default().fit("they", &words), 0);
    }
}
