//! The words for classes and routes in reports for people, with their meanings. JSON has other names for them.

use super::json;
use crate::attribution::{Route, SourceClass};
use serde::Serialize;

/// A word with its meaning.
pub(super) struct Term {
    /// The word in a table.
    pub(super) word: &'static str,
    /// The meaning in the key below the table.
    pub(super) meaning: &'static str,
}

/// The classes of source in the order of the help, each with the hint that the help shows in brackets.
const CLASS_HINTS: [(SourceClass, &str); 15] = [
    (SourceClass::NamedPerson, ""),
    (SourceClass::Role, "“the mayor”"),
    (SourceClass::Institution, "a body that speaks in its own name"),
    (SourceClass::Collective, "several officials or members without names: “officials”"),
    (SourceClass::Anonymous, "name withheld: “a person close to the board”"),
    (SourceClass::UnnamedIndividual, "“a witness”"),
    (SourceClass::VagueGroup, "“experts”"),
    (SourceClass::Document, ""),
    (SourceClass::Study, ""),
    (SourceClass::Poll, ""),
    (SourceClass::Outlet, ""),
    (SourceClass::UnnamedOutlet, "“local media”"),
    (SourceClass::OwnNewsroom, ""),
    (SourceClass::SocialMedia, ""),
    (SourceClass::Unknown, "bylint is not sure who speaks"),
];

/// The words for all classes of source, with hints in brackets.
#[must_use]
pub fn class_hints() -> String {
    let hinted = CLASS_HINTS.map(|(kind, hint)| match hint {
        "" => class_term(kind).word.to_owned(),
        hint => format!("{} ({hint})", class_term(kind).word),
    });
    hinted.join(", ")
}

/// The words for all routes, with hints in brackets.
#[must_use]
pub fn route_hints() -> String {
    let [direct, outlet, document, unknown] =
        [Route::Firsthand, Route::Outlet, Route::Document, Route::Unknown].map(route_term);
    format!(
        "{} ({}), {outlet} (NAME), {outlet}s (NAME and number of statements for each), {}, {} (the draft does not say, \
         or bylint is not sure who speaks)",
        direct.word,
        direct.meaning,
        document.word,
        unknown.word,
        outlet = outlet.word,
    )
}

/// The word and meaning for a class of source.
pub(super) fn class_term(class: SourceClass) -> Term {
    let (word, meaning) = match class {
        SourceClass::NamedPerson => ("named person", "a person whose name the draft gives"),
        SourceClass::Role => {
            ("spokesperson or job title", "one person, known by an office but not by name: “the mayor”")
        }
        SourceClass::Institution => {
            ("institution", "a body that speaks in its own name, such as a ministry or a company")
        }
        SourceClass::Collective => ("collective", "several officials or members without names: “officials”"),
        SourceClass::Anonymous => {
            ("anonymous", "a person whose name the draft withholds: “a person close to the board”")
        }
        SourceClass::UnnamedIndividual => {
            ("unnamed individual", "one person without a name, such as a passer-by: “a witness”")
        }
        SourceClass::VagueGroup => {
            ("vague group", "people of whom the draft says only that they are experts, critics or many")
        }
        SourceClass::Document => ("document", "a document, a record or data"),
        SourceClass::Outlet => ("outlet", "another news outlet"),
        SourceClass::UnnamedOutlet => ("unnamed outlet", "news media without a name: “local media”"),
        SourceClass::OwnNewsroom => ("own newsroom", "your own newsroom"),
        SourceClass::SocialMedia => ("social media", "posts or users of social media"),
        SourceClass::Study => ("study", "a study or research"),
        SourceClass::Poll => ("poll", "a poll or survey"),
        SourceClass::Unknown => ("unknown", "bylint cannot tell who it is, or is not sure that they said it"),
        SourceClass::None => ("none", "no source"),
    };
    Term { word, meaning }
}

/// The meaning of the route “direct”.
const DIRECT: &str = "the draft mentions no outlet or document in between; a group without names counts only if the draft says that it \
                      spoke to your newsroom";

/// The word and meaning for a route.
pub(super) fn route_term(route: Route) -> Term {
    let (word, meaning) = match route {
        Route::Firsthand => ("direct", DIRECT),
        Route::Outlet => ("outlet", "at least one statement came through another outlet"),
        Route::Document => ("document", "through a document, a study, a poll or a post"),
        Route::Unknown => ("unknown", "the draft does not say how the words came, as with most groups without names"),
    };
    Term { word, meaning }
}

/// The JSON name of a value, with blanks instead of hyphens.
pub(super) fn json_name_in_words(value: &impl Serialize) -> String {
    json::to_json(value).trim_matches('"').replace('-', " ")
}
