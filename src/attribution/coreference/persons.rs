//! The persons that a draft names, whether they speak or not, and the abbreviations that it explains in brackets.
//! Filled in one pass, as far as the resolver has come.

use crate::language::{Class, TokenKind, Tokens};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// How many tokens of a sentence may precede its subject.
const OPENING: u32 = 12;
/// How far a name reaches back from its short form in brackets, in tokens.
const LONG_FORM: u32 = 10;

/// A person named somewhere.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// Given name and surname, or a surname whose fuller form is known.
    pub(super) name: Range<u32>,
    /// Whether the name is the subject of its sentence.
    pub(super) subject: bool,
}

/// The persons and short forms met so far.
pub(super) struct PersonIndex<'a> {
    tokens: Tokens<'a>,
    /// The first token that has not been read yet.
    next: u32,
    /// The latest full name with a surname.
    by_surname: FxHashMap<String, Range<u32>>,
    /// The latest full name with a given name.
    by_given: FxHashMap<String, Range<u32>>,
    /// Abbreviations with their long forms.
    short: FxHashMap<&'a str, Range<u32>>,
    /// A surname in lower case, while it is looked up.
    lower: String,
}

impl<'a> PersonIndex<'a> {
    pub(super) fn new(tokens: Tokens<'a>) -> Self {
        Self {
            tokens,
            next: 0,
            by_surname: FxHashMap::default(),
            by_given: FxHashMap::default(),
            short: FxHashMap::default(),
            lower: String::new(),
        }
    }

    /// Continues up to `end` and returns the persons named on the way.
    pub(super) fn read_until(&mut self, end: u32) -> Vec<Person> {
        let tokens = self.tokens;
        let mut found = Vec::new();
        while self.next < end {
            let at = self.next;
            // Most words are small, and no part of a name.
            let token = tokens.token(at);
            if token.letters() && !token.capital() {
                self.next += 1;
                continue;
            }
            if token.kind() == TokenKind::Open {
                self.short_form(at);
            }
            if !tokens.proper(at) {
                self.next += 1;
                continue;
            }
            let run = at..tokens.name_end(at, tokens.language.tokens.len() as u32);
            self.next = run.end;
            found.extend(self.person(run));
        }
        found
    }

    /// The latest full name with this surname, in lower case.
    pub(super) fn full_name(&self, surname: &str) -> Option<Range<u32>> {
        self.by_surname.get(surname).cloned()
    }

    /// The latest full name with this given name, in lower case, where nobody has it as a surname.
    pub(super) fn by_given_name(&self, given: &str) -> Option<Range<u32>> {
        self.by_given.get(given).filter(|_| !self.by_surname.contains_key(given)).cloned()
    }

    /// The long form of an abbreviation.
    pub(super) fn long_form(&self, short: &str) -> Option<Range<u32>> {
        self.short.get(short).cloned()
    }

    fn person(&mut self, run: Range<u32>) -> Option<Person> {
        let tokens = self.tokens;
        let title = run.clone().rev().find(|&at| tokens.is(at, Class::TITLE | Class::HONORIFIC) && at + 1 < run.end);
        let name = title.map_or(run.start, |at| at + 1)..run.end;
        // “Judge Ian Telegraph” is a person, “the Port Telegraph” is not.
        let thing = Class::COMPANY | Class::INSTITUTION_WORD;
        let thing = if title.is_some() { thing } else { thing | Class::OUTLET_WORD };
        if run.clone().any(|at| tokens.is(at, thing)) {
            return None;
        }
        if tokens.has_given_name(&name) {
            self.by_surname.insert(tokens.surname(&name), name.clone());
            if tokens.is(name.start, Class::GIVEN_NAME) {
                self.by_given.insert(tokens.text(name.start).to_lowercase(), name.clone());
            }
        } else if title.is_none() && !(tokens.bare(&name) && self.is_surname(&name)) {
            return None;
        }
        let subject = self.subject(&run);
        Some(Person { name, subject })
    }

    /// Whether a full name had this surname. Any capitalised word is asked about, so that nothing is allocated for it.
    fn is_surname(&mut self, name: &Range<u32>) -> bool {
        let surname = self.tokens.last_name(name);
        self.lower.clear();
        if surname.is_ascii() {
            self.lower.push_str(surname);
            self.lower.make_ascii_lowercase();
        } else {
            self.lower.push_str(&surname.to_lowercase());
        }
        self.by_surname.contains_key(&self.lower)
    }

    /// Whether a name is in the position of the subject: before any verb, and not after a preposition.
    fn subject(&self, run: &Range<u32>) -> bool {
        let tokens = self.tokens;
        if tokens.token(run.start).quoted() {
            return false;
        }
        let sentence = tokens.sentence(run.start);
        let before = sentence.start..run.start;
        before.len() as u32 <= OPENING
            && !before.clone().any(|at| tokens.finite(at, sentence.end))
            && (before.is_empty() || !tokens.is(run.start - 1, Class::PREPOSITION | Class::CLITIC))
            && run.end < sentence.end
            && !tokens.is(run.end, Class::CLITIC)
    }

    /// "the Harbour Workers' Union (HWU)": the capitalised words before the bracket.
    fn short_form(&mut self, open: u32) {
        let tokens = self.tokens;
        let count = tokens.language.tokens.len() as u32;
        let short = open + 2 < count
            && tokens.word(open + 1)
            && tokens.token(open + 1).all_caps()
            && tokens.kind(open + 2) == TokenKind::Close;
        if !short {
            return;
        }
        let mut start = open;
        while start > 0 && open - start < LONG_FORM {
            let joins = tokens.is(start - 1, Class::NAME_JOINER | Class::AND | Class::CLITIC)
                || tokens.kind(start - 1) == TokenKind::Apostrophe;
            if !(tokens.capital(start - 1) || joins) {
                break;
            }
            start -= 1;
        }
        while start < open && !tokens.capital(start) {
            start += 1;
        }
        if start < open {
            self.short.insert(tokens.text(open + 1), start..open);
        }
    }
}

impl Tokens<'_> {
    /// Whether a name begins with a given name or an initial.
    pub(super) fn has_given_name(&self, name: &Range<u32>) -> bool {
        name.len() >= 2 && (self.is(name.start, Class::GIVEN_NAME) || self.initial(name.start))
    }

    /// Whether a name is a surname alone, with or without its particles: "Berg", "van der Berg".
    pub(super) fn bare(&self, name: &Range<u32>) -> bool {
        (name.start..name.end - 1).all(|at| self.is(at, Class::NAME_PARTICLE) && !self.is(at, Class::GIVEN_NAME))
            || name.len() == 2 && self.is(name.end - 1, Class::NAME_SUFFIX)
    }

    /// "J.", "J.R."
    pub(super) fn initial(&self, at: u32) -> bool {
        let text = self.text(at);
        text.len() <= 4 && text.ends_with('.') && text.chars().next().is_some_and(char::is_uppercase)
    }

    /// The lower-case surname of a name.
    pub(super) fn surname(&self, name: &Range<u32>) -> String {
        self.last_name(name).to_lowercase()
    }

    /// The surname of a name, without particles and suffixes (“Jr.”).
    fn last_name(&self, name: &Range<u32>) -> &str {
        let mut last = name.end - 1;
        while last > name.start && self.is(last, Class::NAME_SUFFIX) {
            last -= 1;
        }
        let text = self.text(last);
        if self.token(last).letters() {
            return text;
        }
        text.split_once('-').filter(|(particle, _)| self.particle(particle)).map_or(text, |(_, rest)| rest)
    }
}
