//! Function words: their classes, and which of them are often joined to the next word by mistake. The class of other words is
//! derived from their endings.

use super::key;
use crate::wordlist::WordList;
use rustc_hash::FxHashMap;

/// The grammatical class of a word, as far as its form shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContextClass {
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
    /// A word that ends in -ing: "opening".
    Ing,
    /// A word that ends in -ed: "opened".
    Ed,
    /// A word that ends in -ly: "openly".
    Ly,
    /// A word that ends in -s: "openings".
    Plural,
    Other,
}

impl ContextClass {
    /// The class of a word: from the list of function words, or else from its ending.
    pub(crate) fn of_word(word: &str, function_words: &FunctionWords) -> Self {
        let Some(word) = key::fold(word) else { return Self::Other };
        if let Some(class) = function_words.class(&word) {
            return class;
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

/// The words of `rules/lexicon/function-words.tsv`.
#[derive(Debug)]
pub(crate) struct FunctionWords(FxHashMap<&'static str, FunctionWord>);

#[derive(Debug, Clone, Copy)]
struct FunctionWord {
    class: ContextClass,
    run_on: RunOn,
}

/// Whether a word is often joined to its neighbour by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunOn {
    No,
    Yes,
    /// The word is an article. Joined words with an article are so frequent that only a very near single word is preferred.
    Article,
}

impl FunctionWords {
    pub(crate) fn load() -> Self {
        let list = WordList::get("function-words").expect("the list is in rules/lexicon");
        let words = list.rows(["word", "class", "run-on"]).map(|[word, class, run_on]| {
            let class = parse_class(class).expect("the build script checks the classes");
            let run_on = match run_on {
                "article" => RunOn::Article,
                "yes" => RunOn::Yes,
                _ => RunOn::No,
            };
            (word, FunctionWord { class, run_on })
        });
        Self(words.collect())
    }

    /// The class of a folded word, if it is a function word with one.
    pub(crate) fn class(&self, word: &str) -> Option<ContextClass> {
        self.0.get(word).map(|word| word.class).filter(|class| *class != ContextClass::Other)
    }

    /// Whether a space is missing if the word is joined to another: it is not used in compounds.
    pub(crate) fn runs_on(&self, word: &str) -> bool {
        self.0.get(word).is_some_and(|word| word.run_on != RunOn::No)
    }

    /// Whether one of several words, separated by spaces, is an article.
    pub(crate) fn has_article(&self, words: &str) -> bool {
        words.split(' ').any(|word| self.0.get(word).is_some_and(|word| word.run_on == RunOn::Article))
    }
}

fn parse_class(name: &str) -> Option<ContextClass> {
    Some(match name {
        "" => ContextClass::Other,
        "determiner" => ContextClass::Determiner,
        "preposition" => ContextClass::Preposition,
        "modal" => ContextClass::Modal,
        "to" => ContextClass::To,
        "have" => ContextClass::Have,
        "be" => ContextClass::Be,
        "subject" => ContextClass::Subject,
        "object" => ContextClass::Object,
        "conjunction" => ContextClass::Conjunction,
        "degree" => ContextClass::Degree,
        "several" => ContextClass::Several,
        _ => return None,
    })
}
