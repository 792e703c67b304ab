//! Collects the persons that a draft names, whether they speak or not, and the abbreviations that it explains in brackets. The
//! draft is read in one pass, as far as the resolver has come.

use crate::language::{Class, TokenKind, Tokens};
use crate::text::{TokenIdx, TokenRange};
use rustc_hash::FxHashMap;

/// Maximum number of tokens in a sentence before its subject.
const MAX_BEFORE_SUBJECT: u32 = 12;
/// Maximum length of the long form before an abbreviation in brackets, in tokens.
const MAX_LONG_FORM: u32 = 10;

/// A person that the draft names.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// Given name and surname, or a surname whose fuller form is known.
    pub(super) name: TokenRange,
    /// Whether the name is the subject of its sentence.
    pub(super) subject: bool,
}

/// The persons and abbreviations found so far.
pub(super) struct PersonIndex<'a> {
    tokens: Tokens<'a>,
    /// The first token that has not been read yet.
    next: TokenIdx,
    /// The latest full name with a surname.
    by_surname: FxHashMap<String, TokenRange>,
    /// The latest full name with a given name.
    by_given: FxHashMap<String, TokenRange>,
    /// The long form of each abbreviation.
    long_forms: FxHashMap<&'a str, TokenRange>,
    /// A buffer for a surname in lower case.
    lower_case: String,
}

impl<'a> PersonIndex<'a> {
    pub(super) fn new(tokens: Tokens<'a>) -> Self {
        Self {
            tokens,
            next: TokenIdx::ZERO,
            by_surname: FxHashMap::default(),
            by_given: FxHashMap::default(),
            long_forms: FxHashMap::default(),
            lower_case: String::new(),
        }
    }

    /// Continues up to `end` and returns the persons that are named there.
    pub(super) fn read_until(&mut self, end: TokenIdx) -> Vec<Person> {
        let tokens = self.tokens;
        let mut found = Vec::new();
        while self.next < end {
            let at = self.next;
            // Most words are in lower case and not part of a name.
            let token = tokens.token(at);
            if token.letters() && !token.capital() {
                self.next += 1;
                continue;
            }
            if token.kind() == TokenKind::Open {
                self.record_abbreviation(at);
            }
            if !tokens.may_be_in_name(at) {
                self.next += 1;
                continue;
            }
            let run = at.until(tokens.name_end(at, tokens.language.all_tokens().end));
            self.next = run.end;
            found.extend(self.person(run));
        }
        found
    }

    /// The latest full name with this surname, in lower case.
    pub(super) fn full_name(&self, surname: &str) -> Option<TokenRange> {
        self.by_surname.get(surname).copied()
    }

    /// The latest full name with this given name, in lower case. `None` if somebody has it as a surname.
    pub(super) fn by_given_name(&self, given: &str) -> Option<TokenRange> {
        self.by_given.get(given).filter(|_| !self.by_surname.contains_key(given)).copied()
    }

    /// The long form of an abbreviation.
    pub(super) fn long_form(&self, short: &str) -> Option<TokenRange> {
        self.long_forms.get(short).copied()
    }

    /// The person that a run of capitalised words names, if it does; records the full name.
    fn person(&mut self, run: TokenRange) -> Option<Person> {
        let tokens = self.tokens;
        let title = run.iter().rev().find(|&at| tokens.is(at, Class::TITLE | Class::HONORIFIC) && at + 1 < run.end);
        let name = title.map_or(run.start, |at| at + 1).until(run.end);
        // “Judge Ian Telegraph” is a person, “the Port Telegraph” is not.
        let not_person = Class::COMPANY | Class::INSTITUTION_WORD;
        let not_person = if title.is_some() { not_person } else { not_person | Class::OUTLET_WORD };
        if run.iter().any(|at| tokens.is(at, not_person)) {
            return None;
        }
        if tokens.has_given_name(name) {
            self.by_surname.insert(tokens.surname(name), name);
            if tokens.is(name.start, Class::GIVEN_NAME) {
                self.by_given.insert(tokens.text(name.start).to_lowercase(), name);
            }
        } else if title.is_none() && !(tokens.is_surname_alone(name) && self.is_surname(name)) {
            return None;
        }
        let subject = self.is_subject(run);
        Some(Person { name, subject })
    }

    /// Whether an earlier full name has this surname. It reuses a buffer, because it is called for most capitalised words.
    fn is_surname(&mut self, name: TokenRange) -> bool {
        let surname = self.tokens.last_name(name);
        self.lower_case.clear();
        if surname.is_ascii() {
            self.lower_case.push_str(surname);
            self.lower_case.make_ascii_lowercase();
        } else {
            self.lower_case.push_str(&surname.to_lowercase());
        }
        self.by_surname.contains_key(&self.lower_case)
    }

    /// Whether a name is in the position of the subject: before any verb, and not after a preposition.
    fn is_subject(&self, run: TokenRange) -> bool {
        let tokens = self.tokens;
        if tokens.token(run.start).quoted() {
            return false;
        }
        let sentence = tokens.sentence(run.start);
        let before = sentence.start.until(run.start);
        before.len() as u32 <= MAX_BEFORE_SUBJECT
            && !before.iter().any(|at| tokens.finite(at, sentence.end))
            && (before.is_empty() || !tokens.is(run.start - 1, Class::PREPOSITION | Class::CLITIC))
            && run.end < sentence.end
            && !tokens.is(run.end, Class::CLITIC)
    }

    /// Records an abbreviation in brackets with its long form, the capitalised words before the bracket: "the Harbour Workers'
    /// Union (HWU)".
    fn record_abbreviation(&mut self, open: TokenIdx) {
        let tokens = self.tokens;
        let count = tokens.language.all_tokens().end;
        let is_abbreviation = open + 2 < count
            && tokens.word(open + 1)
            && tokens.token(open + 1).all_caps()
            && tokens.kind(open + 2) == TokenKind::Close;
        if !is_abbreviation {
            return;
        }
        let mut start = open;
        while start > TokenIdx::ZERO && open - start < MAX_LONG_FORM {
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
            self.long_forms.insert(tokens.text(open + 1), start.until(open));
        }
    }
}

impl Tokens<'_> {
    /// Whether a name begins with a given name or an initial.
    pub(super) fn has_given_name(&self, name: TokenRange) -> bool {
        name.len() >= 2 && (self.is(name.start, Class::GIVEN_NAME) || self.initial(name.start))
    }

    /// Whether a name is only a surname, with or without particles or a suffix: "Berg", "van der Berg", "Berg Jr.".
    pub(super) fn is_surname_alone(&self, name: TokenRange) -> bool {
        name.start
            .until(name.end - 1)
            .iter()
            .all(|at| self.is(at, Class::NAME_PARTICLE) && !self.is(at, Class::GIVEN_NAME))
            || name.len() == 2 && self.is(name.end - 1, Class::NAME_SUFFIX)
    }

    /// Whether a word is one or two initials: "J.", "J.R."
    pub(super) fn initial(&self, at: TokenIdx) -> bool {
        let text = self.text(at);
        text.len() <= 4 && text.ends_with('.') && text.chars().next().is_some_and(char::is_uppercase)
    }

    /// The lower-case surname of a name.
    pub(super) fn surname(&self, name: TokenRange) -> String {
        self.last_name(name).to_lowercase()
    }

    /// The surname of a name, without particles, prefixes such as “al-”, and suffixes such as “Jr.”.
    fn last_name(&self, name: TokenRange) -> &str {
        let mut last = name.end - 1;
        while last > name.start && self.is(last, Class::NAME_SUFFIX) {
            last -= 1;
        }
        let text = self.text(last);
        if self.token(last).letters() {
            return text;
        }
        text.split_once('-').filter(|(particle, _)| self.is_name_particle(particle)).map_or(text, |(_, rest)| rest)
    }
}
