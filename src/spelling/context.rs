//! Which of the words near a slip the place asks for: after "the" stands a noun, after "would" a verb as it stands, before "are"
//! no preposition.
//!
//! It knows the closed classes of English and the endings of the open ones, and which of two classes seldom stand side by
//! side. The table was set by hand from grammar, not counted.

use super::key;

/// What a word is, as far as its form tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// An article, a possessive, "this".
    Determiner,
    Preposition,
    /// "will", "didn't"
    Modal,
    To,
    Have,
    Be,
    /// A pronoun that a verb follows: "they".
    Subject,
    /// A pronoun that follows a verb: "them".
    Object,
    /// A conjunction, or a word that opens a question.
    Conjunction,
    /// "very", "more"
    Degree,
    /// "several", "five"
    Several,
    /// By its ending: "opening".
    Ing,
    /// By its ending: "opened".
    Ed,
    /// By its ending: "openly".
    Ly,
    /// By its ending: "openings".
    Plural,
    Other,
}

/// The classes of the words beside a place; `None` where a sentence starts or ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Neighbours {
    pub(crate) before: Option<Class>,
    pub(crate) after: Option<Class>,
}

impl Neighbours {
    /// How well a word suits the place: 0 where nothing speaks for or against it, in thousandths of a Zipf point.
    pub(crate) fn fit(self, word: &str) -> i32 {
        let class = Class::of(word);
        let before = self.before.map_or(0, |before| sequence(before, class));
        let after = self.after.map_or(0, |after| sequence(class, after));
        (before + after) * STEP
    }
}

/// What one step of the table weighs.
const STEP: i32 = 500;

impl Class {
    /// The class of a word as it is written.
    pub(crate) fn of(word: &str) -> Self {
        let Some(word) = key::fold(word) else { return Self::Other };
        if let Some((class, _)) = CLOSED.iter().find(|(_, words)| words.contains(&word.as_str())) {
            return *class;
        }
        let ends = |ending: &str, letters: usize| word.len() > letters && word.ends_with(ending);
        if ends("'s", 2) {
            Self::Determiner
        } else if ends("ing", 5) {
            Self::Ing
        } else if ends("ed", 4) {
            Self::Ed
        } else if ends("ly", 4) {
            Self::Ly
        } else if ends("s", 3) && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
            Self::Plural
        } else {
            Self::Other
        }
    }
}

const CLOSED: &[(Class, &[&str])] = &[
    (
        Class::Determiner,
        &[
            "the", "a", "an", "this", "these", "those", "his", "its", "our", "their", "my", "your", "no", "every",
            "each", "her", "some", "any", "all", "both", "another",
        ],
    ),
    (
        Class::Preposition,
        &[
            "of", "in", "on", "at", "by", "for", "with", "from", "into", "about", "against", "between", "through",
            "during", "under", "over", "without", "within", "among", "across", "behind", "beyond", "upon", "toward",
            "towards", "since", "until",
        ],
    ),
    (
        Class::Modal,
        &[
            "will",
            "would",
            "can",
            "could",
            "may",
            "might",
            "must",
            "should",
            "shall",
            "cannot",
            "can't",
            "won't",
            "wouldn't",
            "couldn't",
            "shouldn't",
            "didn't",
            "doesn't",
            "don't",
            "did",
            "does",
            "do",
        ],
    ),
    (Class::To, &["to"]),
    (Class::Have, &["has", "have", "had", "having", "hasn't", "haven't", "hadn't"]),
    (Class::Be, &["is", "are", "was", "were", "be", "been", "being", "isn't", "aren't", "wasn't", "weren't", "am"]),
    (Class::Subject, &["i", "he", "she", "it", "we", "they", "who", "you", "there"]),
    (Class::Object, &["him", "them", "us", "me", "himself", "themselves", "itself"]),
    (
        Class::Conjunction,
        &[
            "and", "or", "but", "that", "which", "if", "when", "while", "because", "as", "than", "so", "where", "what",
            "how", "whether", "nor",
        ],
    ),
    (Class::Degree, &["very", "more", "most", "less", "too"]),
    (
        Class::Several,
        &[
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "many",
            "several",
            "few",
            "hundreds",
            "thousands",
        ],
    ),
];

/// How often one class stands before another: −2 hardly ever, −1 seldom, 1 as a rule.
fn sequence(first: Class, second: Class) -> i32 {
    use Class::{
        Be, Conjunction, Degree, Determiner, Ed, Have, Ing, Ly, Modal, Object, Other, Plural, Preposition, Several,
        Subject, To,
    };
    let (never, seldom, rule): (&[Class], &[Class], &[Class]) = match first {
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
    use super::{CLOSED, Class, Neighbours};

    #[test]
    fn a_word_has_one_class() {
        let mut words: Vec<&str> = CLOSED.iter().flat_map(|(_, words)| *words).copied().collect();
        let listed = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), listed);
    }

    #[test]
    fn the_place_asks_for_one_word_rather_than_another() {
        let context = |before: &str, after: &str| Neighbours {
            before: Some(Class::of(before)).filter(|_| !before.is_empty()),
            after: Some(Class::of(after)).filter(|_| !after.is_empty()),
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
            assert!(context.fit(better) > context.fit(worse), "{before} {better}/{worse} {after}");
        }
        assert_eq!(Neighbours::default().fit("they"), 0);
    }
}
