//! Loads the lists under `rules/lexicon` into the lexicon, with one function for each list. This module contains no words itself.

use super::lexicon::{Class, Form, Grammar, LexiconBuilder, List, Outlet, SourceNoun, Verb, VerbClass};
use super::word_hash::WordHash;
use crate::wordlist::WordList;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;

/// Adds all built-in lists to a lexicon.
pub(super) fn load(lexicon: &mut LexiconBuilder) {
    // Attribution verbs come before common ones: if a word is both, the attribution list decides its form.
    add_verbs(lexicon);
    add_common_verbs(lexicon);
    add_words(lexicon);
    add_sources(lexicon);
    add_outlets(lexicon);
    add_names(lexicon);
    add_endings(lexicon);
}

/// The rows of a list, with the cells of the named columns.
fn rows<const N: usize>(name: &str, columns: [&str; N]) -> impl Iterator<Item = [&'static str; N]> {
    WordList::get(name).expect("every list named here is in rules/lexicon").rows(columns)
}

fn add_words(lexicon: &mut LexiconBuilder) {
    for [word, classes] in rows("words", ["word", "classes"]) {
        for name in classes.split(',') {
            let class = parse_class(name).expect("words.tsv uses the classes of the lexicon");
            lexicon.add_class(word, class);
        }
    }
}

fn parse_class(name: &str) -> Option<Class> {
    Class::from_name(&constant_name(name))
}

fn parse_grammar(names: &str) -> Grammar {
    let names = names.split('|').filter(|name| !name.is_empty());
    let flags =
        names.map(|name| Grammar::from_name(&constant_name(name)).expect("verbs.tsv uses the flags of the lexicon"));
    flags.fold(Grammar::empty(), |all, one| all | one)
}

/// Turns the name of a flag in a list into the constant's name: "name-joiner" into `NAME_JOINER`.
fn constant_name(name: &str) -> String {
    name.chars().map(|c| if c == '-' { '_' } else { c.to_ascii_uppercase() }).collect()
}

/// Whether a cell with values between bars contains `value`. The build script has checked that the values are valid.
fn cell_has(cell: &str, value: &str) -> bool {
    cell.split('|').any(|one| one == value)
}

fn add_verbs(lexicon: &mut LexiconBuilder) {
    let columns = ["lemma", "forms", "class", "default_severity", "suggest", "frame", "ambiguity", "grammar"];
    for [lemma, forms, class, severity, suggest, frame, ambiguity, grammar_cell] in rows("verbs", columns) {
        let class: Result<VerbClass, Error> = VerbClass::deserialize(class.into_deserializer());
        let verb = Verb {
            lemma,
            lemma_hash: WordHash::new(lemma),
            class: class.expect("verbs.tsv uses the classes of the lexicon"),
            suggest,
            takes_that: cell_has(frame, "that"),
            takes_quote: cell_has(frame, "quote"),
            takes_object: cell_has(frame, "object"),
            noun: cell_has(ambiguity, "noun"),
            literal: cell_has(ambiguity, "literal"),
            mild: severity == "info",
            grammar: parse_grammar(grammar_cell),
        };
        let mut forms: Vec<_> =
            forms.split('|').enumerate().map(|(at, word)| (word, form_of(lemma, word, at))).collect();
        if !forms.iter().any(|&(_, form)| form == Form::Past) {
            // "read", "forecast": the past is spelled like the base form. In news, the past is more common.
            forms[0].1 = Form::Past;
        }
        lexicon.add_verb(verb, &forms);
    }
}

/// Derives the form of a verb from its ending and its position in the list (base, third person, past, others).
fn form_of(lemma: &str, word: &str, at: usize) -> Form {
    if word.ends_with("ing") && word != lemma {
        Form::Ing
    } else if at == 0 || word == lemma {
        Form::Base
    } else if at == 1 && word.ends_with('s') {
        Form::Third
    } else if word.ends_with('n') && !word.ends_with("ien") && at > 2 {
        Form::Participle
    } else {
        Form::Past
    }
}

fn add_common_verbs(lexicon: &mut LexiconBuilder) {
    let forms = [Form::Base, Form::Third, Form::Past, Form::Participle, Form::Ing];
    for words in rows("common-verbs", ["base", "third", "past", "participle", "ing"]) {
        for (word, form) in words.into_iter().zip(forms) {
            lexicon.add_form(word, form, Class::VERB);
        }
    }
}

fn add_sources(lexicon: &mut LexiconBuilder) {
    let listed_phrases: FxHashSet<&str> = rows("source-nouns", ["phrase"]).map(|[phrase]| phrase).collect();
    for [phrase, class] in rows("source-nouns", ["phrase", "class"]) {
        let noun = SourceNoun { phrase, class };
        let number = lexicon.add_source(noun);
        lexicon.add_phrase(phrase, List::SOURCE, number, false);
        // The list has roles in the singular and groups in the plural. The other grammatical number has a class of its own.
        let other = match class {
            "named-role" => Some(("named-roles", format!("{phrase}s"))),
            "vague-collective" => phrase.strip_suffix('s').map(|one| ("vague-one", one.to_owned())),
            // "a recent survey": add the noun without "a", so that other words may come before it.
            "study" | "poll" => phrase.strip_prefix("a ").map(|noun| (class, noun.to_owned())),
            _ => None,
        };
        if let Some((class, other)) = other.filter(|(_, other)| !listed_phrases.contains(other.as_str())) {
            let number = lexicon.add_source(SourceNoun { class, ..noun });
            lexicon.add_phrase(&other, List::SOURCE, number, false);
        }
    }
}

fn add_outlets(lexicon: &mut LexiconBuilder) {
    let columns = ["name", "aliases", "class", "control", "descriptor", "ambiguous"];
    for [name, aliases, class, control, descriptor, ambiguous] in rows("outlets", columns) {
        let number = lexicon.add_outlet(Outlet { name, class, control, descriptor, ambiguous: ambiguous == "yes" });
        let aliases = aliases.split('|').filter(|alias| !alias.is_empty());
        for name in std::iter::once(name).chain(aliases) {
            lexicon.add_phrase(name, List::OUTLET, number, true);
        }
    }
}

fn add_names(lexicon: &mut LexiconBuilder) {
    for [name, gender] in rows("given-names", ["name", "gender"]) {
        let gender = match gender {
            "f" => Class::FEMALE,
            "m" => Class::MALE,
            _ => Class::empty(),
        };
        lexicon.add_class(name, Class::GIVEN_NAME | gender);
    }
    for [title, noun] in rows("titles", ["title", "noun"]) {
        lexicon.add_class(title, Class::TITLE);
        if !noun.is_empty() {
            lexicon.add_title_noun(title, noun);
        }
    }
    for [adjective, country] in rows("nationalities", ["adjective", "country"]) {
        lexicon.add_class(adjective, Class::NATIONALITY);
        lexicon.add_country(country);
    }
    for [word, _] in rows("credit-words", ["word", "class"]).filter(|[_, class]| *class == "opener") {
        lexicon.add_class(word, Class::CREDIT);
    }
    let starts_lower = |word: &str| word.starts_with(char::is_lowercase);
    let abbreviations = || rows("abbreviations", ["abbreviation", "class"]);
    let listed_in_lower_case: FxHashSet<&str> =
        abbreviations().map(|[word, _]| word).filter(|word| starts_lower(word)).collect();
    for [word, class] in abbreviations() {
        let class = Class::ABBREVIATION
            | match class {
                "title" | "inner" => Class::NEVER_LAST,
                "numbered" => Class::NEVER_LAST | Class::NUMBERED,
                "company" => Class::COMPANY,
                _ => Class::empty(),
            };
        // "Sen." and "sen." are the same abbreviation, but "wash." at the end of a sentence is a word.
        let with_capital =
            !class.contains(Class::NEVER_LAST) && !listed_in_lower_case.contains(word.to_lowercase().as_str());
        lexicon.add_class(word, if with_capital { class | Class::WITH_CAPITAL } else { class });
    }
}

fn add_endings(lexicon: &mut LexiconBuilder) {
    for [ending, class] in rows("endings", ["ending", "class"]) {
        match class {
            "nationality" => lexicon.add_nationality_ending(ending),
            "form" => lexicon.add_form_ending(ending),
            _ => lexicon.add_person_ending(ending),
        }
    }
}
