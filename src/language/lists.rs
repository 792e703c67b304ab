//! Reads the lists under `rules/lexicon` into the lexicon. One function a list; the lists' words are not known here.

use super::lexicon::{Class, Form, Lexicon, List, Outlet, SourceNoun, Verb, VerbClass};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;

include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

pub(super) fn load(lexicon: &mut Lexicon) {
    // Attribution verbs come before common ones: where a word is both, its attribution sense sets its form.
    verbs(lexicon);
    common_verbs(lexicon);
    words(lexicon);
    sources(lexicon);
    outlets(lexicon);
    names(lexicon);
}

/// The rows of a list, its header left out.
fn rows(name: &str) -> impl Iterator<Item = Row> {
    let (_, text) =
        LEXICON.iter().find(|(file, _)| *file == name).expect("every list named here stands in rules/lexicon");
    text.lines().skip(1).filter(|line| !line.is_empty()).map(Row)
}

struct Row(&'static str);

impl Row {
    /// A column's text; columns that a row leaves out at its end are empty.
    fn column(&self, column: usize) -> &'static str {
        self.0.split('\t').nth(column).unwrap_or("")
    }
}

fn words(lexicon: &mut Lexicon) {
    for row in rows("words") {
        for name in row.column(1).split(',') {
            let class = class(name).expect("words.tsv uses the classes of the lexicon");
            lexicon.add_class(row.column(0), class);
        }
    }
}

fn class(name: &str) -> Option<Class> {
    let flag: String = name.chars().map(|c| if c == '-' { '_' } else { c.to_ascii_uppercase() }).collect();
    Class::from_name(&flag)
}

fn verbs(lexicon: &mut Lexicon) {
    for row in rows("verbs") {
        let class: Result<VerbClass, Error> = VerbClass::deserialize(row.column(2).into_deserializer());
        let frames = row.column(5);
        let verb = Verb {
            lemma: row.column(0),
            class: class.expect("verbs.tsv uses the classes of the lexicon"),
            suggest: row.column(4),
            takes_that: frames.contains("that"),
            takes_quote: frames.contains("quote"),
            takes_object: frames.contains("object"),
            noun: row.column(6).contains("noun"),
            literal: row.column(6).contains("literal"),
        };
        let forms: Vec<_> =
            row.column(1).split('|').enumerate().map(|(at, word)| (word, form(verb.lemma, word, at))).collect();
        lexicon.add_verb(verb, &forms);
    }
}

/// The form of a verb by its ending and its place in the list (base, third person, past, others).
fn form(lemma: &str, word: &str, at: usize) -> Form {
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

fn common_verbs(lexicon: &mut Lexicon) {
    for row in rows("common-verbs") {
        let forms = [Form::Base, Form::Third, Form::Past, Form::Participle, Form::Ing];
        for (column, form) in forms.into_iter().enumerate() {
            lexicon.add_form(row.column(column), form, Class::VERB);
        }
    }
}

fn sources(lexicon: &mut Lexicon) {
    for row in rows("source-nouns") {
        let noun = SourceNoun { phrase: row.column(0), class: row.column(1) };
        let number = lexicon.add_source(noun);
        lexicon.add_phrase(noun.phrase, List::Source, number, false);
        // The list has roles in the singular and groups in the plural; the other number is another class.
        let other = match noun.class {
            "named-role" => Some(("named-roles", format!("{}s", noun.phrase))),
            "vague-collective" => noun.phrase.strip_suffix('s').map(|one| ("vague-one", one.to_owned())),
            _ => None,
        };
        if let Some((class, phrase)) = other {
            let number = lexicon.add_source(SourceNoun { class, ..noun });
            lexicon.add_phrase(&phrase, List::Source, number, false);
        }
    }
}

fn outlets(lexicon: &mut Lexicon) {
    for row in rows("outlets") {
        let outlet = Outlet {
            name: row.column(0),
            class: row.column(2),
            control: row.column(4),
            descriptor: row.column(5),
            ambiguous: row.column(6) == "yes",
        };
        let number = lexicon.add_outlet(outlet);
        let aliases = row.column(1).split('|').filter(|alias| !alias.is_empty());
        for name in std::iter::once(outlet.name).chain(aliases) {
            lexicon.add_phrase(name, List::Outlet, number, true);
        }
    }
}

fn names(lexicon: &mut Lexicon) {
    for row in rows("given-names") {
        let gender = match row.column(1) {
            "f" => Class::FEMALE,
            "m" => Class::MALE,
            _ => Class::empty(),
        };
        lexicon.add_class(row.column(0), Class::GIVEN_NAME | gender);
    }
    for row in rows("titles") {
        lexicon.add_class(row.column(0), Class::TITLE);
    }
    for row in rows("nationalities") {
        lexicon.add_class(row.column(0), Class::NATIONALITY);
    }
    for row in rows("credit-words") {
        lexicon.add_class(row.column(0), Class::CREDIT);
    }
    for row in rows("abbreviations") {
        let class = match row.column(1) {
            "title" | "month" => Class::ABBREVIATION | Class::NEVER_LAST,
            "company" => Class::ABBREVIATION | Class::COMPANY,
            _ => Class::ABBREVIATION,
        };
        lexicon.add_class(row.column(0), class);
    }
}
