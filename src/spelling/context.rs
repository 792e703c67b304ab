//! Which of the words near a slip the place asks for: after "the" stands a noun, after "would" a verb as it stands, before "are"
//! no preposition.
//!
//! It knows the classes of function words and the endings of others, and which of two classes seldom stand side by side. The table was set by hand from grammar, not counted.

use super::function_words::{ContextClass, FunctionWords};

/// The classes of the words beside a place; `None` where a sentence starts or ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Neighbours {
    pub(crate) before: Option<ContextClass>,
    pub(crate) after: Option<ContextClass>,
}

impl Neighbours {
    /// How well a word suits the place: 0 where nothing speaks for or against it, in thousandths of a Zipf point.
    pub(crate) fn fit(self, word: &str, function_words: &FunctionWords) -> i32 {
        let class = ContextClass::of(word, function_words);
        let before = self.before.map_or(0, |before| sequence(before, class));
        let after = self.after.map_or(0, |after| sequence(class, after));
        (before + after) * STEP
    }
}

/// What one step of the table weighs.
const STEP: i32 = 500;

/// How often one class stands before another: −2 hardly ever, −1 seldom, 1 as a rule.
fn sequence(first: ContextClass, second: ContextClass) -> i32 {
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
    fn the_place_asks_for_one_word_rather_than_another() {
        let words = FunctionWords::load();
        let context = |before: &str, after: &str| Neighbours {
            before: Some(ContextClass::of(before, &words)).filter(|_| !before.is_empty()),
            after: Some(ContextClass::of(after, &words)).filter(|_| !after.is_empty()),
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
