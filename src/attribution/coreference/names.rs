//! Resolves names: full names, surnames, first names and lists of names.

use super::Resolver;
use crate::attribution::SourceClass;
use crate::attribution::source::Description;
use crate::language::{Class, TokenKind};
use crate::text::TokenRange;
use std::borrow::Cow;

impl Resolver<'_> {
    /// The speaker with a name; adds a speaker if none fits.
    pub(super) fn resolve_name(&mut self, source: TokenRange, name: TokenRange) -> usize {
        let tokens = self.tokens;
        let surname = tokens.surname(name);
        let gender = tokens.implied_gender(source, name);
        // "Mr. Brook" has a title in the place of the given name of "Ada Brook".
        let has_given_name = !tokens.is_surname_alone(name) && !tokens.is(name.start, Class::HONORIFIC);
        let given = if has_given_name { tokens.text(name.start).to_lowercase() } else { String::new() };
        let number = self
            .speaker_with_surname(&given, &surname, gender)
            .or_else(|| self.speaker_with_first_name(name))
            .or_else(|| self.speaker_with_title(source, name))
            .unwrap_or_else(|| self.add_named(source, name, &surname));
        self.record_name(number, source, name, &given, &surname, gender);
        number
    }

    /// The latest speaker with this surname, unless given name or gender differ. A speaker with the same given name comes first.
    fn speaker_with_surname(&self, given: &str, surname: &str, gender: Class) -> Option<usize> {
        let fits = |&number: &usize| {
            let known = &self.known[number];
            known.may_have_gender(gender)
                && (given.is_empty() || known.given.is_empty() || known.may_have_given_name(given))
        };
        let same = |number: &usize| !given.is_empty() && self.known[*number].given == given;
        self.surnames.latest_first(surname).find(same).or_else(|| self.surnames.latest_first(surname).find(fits))
    }

    /// The latest speaker whose name begins with this single word: "Ada said", or "Marsh said" after "Marsh Capital".
    fn speaker_with_first_name(&self, name: TokenRange) -> Option<usize> {
        let tokens = self.tokens;
        if name.len() > 1 {
            return None;
        }
        let given = tokens.is(name.start, Class::GIVEN_NAME);
        self.given
            .latest_first(&tokens.text(name.start).to_lowercase())
            .find(|&number| given || self.known[number].body)
    }

    /// A speaker without a name who has the title that comes before this name: "The mayor said … Mayor Ada Brook said".
    fn speaker_with_title(&self, source: TokenRange, name: TokenRange) -> Option<usize> {
        let tokens = self.tokens;
        let title = name.start.checked_sub(1).filter(|&at| at >= source.start && tokens.is(at, Class::TITLE))?;
        let head = tokens.head_key(title);
        let gender = tokens.implied_gender(source, name);
        let words = tokens.descriptive_words(source.start.until(title));
        self.heads.latest_first(&head).find(|&number| {
            let known = &self.known[number];
            !known.is_named()
                && known.speaker.class == SourceClass::Role
                && !known.body
                && known.may_have_gender(gender)
                && known.fits_description(&words, &head)
        })
    }

    /// Adds a speaker with a name. For a surname alone, reports show the full name if the draft gave it before.
    fn add_named(&mut self, source: TokenRange, name: TokenRange, surname: &str) -> usize {
        let tokens = self.tokens;
        let full = if tokens.is_surname_alone(name) { self.persons.full_name(surname) } else { None };
        let number = self.add_speaker(source, SourceClass::NamedPerson, full.unwrap_or(name));
        let known = &mut self.known[number];
        // "Northgrid said", "Marsh Rovers said": without a known given name, the name may be an organisation's.
        let title = name.start > source.start && tokens.is(name.start - 1, Class::TITLE | Class::HONORIFIC);
        known.body =
            full.is_none() && !title && !tokens.has_given_name(name) && !tokens.is(name.start, Class::GIVEN_NAME);
        if let Some(full) = full {
            let around = self.with_description(full);
            let (given, gender) = (tokens.text(full.start).to_lowercase(), tokens.implied_gender(around, full));
            self.record_name(number, around, full, &given, surname, gender);
        }
        number
    }

    /// A name with the title before it and the description between commas after it.
    pub(super) fn with_description(&self, name: TokenRange) -> TokenRange {
        let tokens = self.tokens;
        let sentence = tokens.sentence(name.start);
        let floor = sentence.start.max(name.start.saturating_sub(4));
        let mut start = name.start;
        while start > floor && tokens.word(start - 1) && !tokens.is(start - 1, Class::PREPOSITION | Class::COORDINATOR)
        {
            start -= 1;
        }
        let mut end = name.end;
        if end < sentence.end && tokens.kind(end) == TokenKind::Comma {
            let ceiling = sentence.end.min(end + 12);
            end = (end + 1).until(ceiling).iter().find(|&at| !tokens.word(at)).unwrap_or(ceiling);
        }
        start.until(end)
    }

    /// Updates a speaker with a name and adds its aliases.
    fn record_name(
        &mut self,
        number: usize,
        source: TokenRange,
        name: TokenRange,
        given: &str,
        surname: &str,
        gender: Class,
    ) {
        let tokens = self.tokens;
        let shown = tokens.words(name).to_owned();
        let roles = tokens.roles(source, name);
        let before = tokens.descriptive_words(source.start.min(name.start).until(name.start));
        let after = tokens.descriptive_words(name.end.until(source.end.max(name.end)));
        let known = &mut self.known[number];
        if !known.is_named() {
            known.speaker.name.clone_from(&shown);
            (known.speaker.class, known.rule_class) = (SourceClass::NamedPerson, SourceClass::NamedPerson);
        }
        // A surname alone shows that the earlier, longer name is a person's and not an organisation's.
        if tokens.is_surname_alone(name) && !known.given.is_empty() {
            known.body = false;
        }
        known.person = true;
        if !known.is_named() {
            surname.clone_into(&mut known.surname);
        }
        if known.given.len() < given.len() {
            given.clone_into(&mut known.given);
        }
        if known.gender.is_empty() {
            known.gender = gender;
        }
        if shown.len() > known.speaker.name.len() {
            known.speaker.name = shown;
        }
        known.describe(roles.iter().cloned().map(Cow::Owned).chain(before).chain(after));
        if !known.given.is_empty() {
            self.given.record(known.given.clone(), number);
        }
        self.surnames.record(surname.to_owned(), number);
        for role in roles {
            self.heads.record(role, number);
        }
    }
}

/// Lists of names: "Ada Brook and Tom Hale".
impl Resolver<'_> {
    /// The names in a list of persons; `None` if the source is not such a list.
    pub(super) fn members_of_list(&self, source: TokenRange) -> Option<Vec<TokenRange>> {
        let tokens = self.tokens;
        let searched = source.start.until(source.end.min(source.start + 40));
        if !searched.iter().any(|at| tokens.is(at, Class::AND)) {
            return None;
        }
        let mut parts = Vec::new();
        let mut start = source.start;
        for at in searched {
            if tokens.is(at, Class::AND) || tokens.kind(at) == TokenKind::Comma {
                if start < at {
                    parts.push(start.until(at));
                }
                start = at + 1;
            }
        }
        parts.push(start.until(source.end));
        if parts.len() < 2 {
            return None;
        }
        parts.into_iter().map(|part| self.member_of_list(part)).collect()
    }

    /// The name in a part of a list, if it has a given name or a known surname.
    fn member_of_list(&self, part: TokenRange) -> Option<TokenRange> {
        let tokens = self.tokens;
        if part.is_empty() {
            return None;
        }
        let description = tokens.describe(part, self.names);
        let name = description.name.filter(|_| description.class == SourceClass::NamedPerson)?;
        let surname = tokens.surname(name);
        let known = self.surnames.latest_first(&surname).next().is_some() || self.persons.full_name(&surname).is_some();
        (tokens.has_given_name(name) || known).then_some(name)
    }

    /// The speaker for a list of persons; adds a speaker if the same surnames have not spoken together before.
    pub(super) fn resolve_group(
        &mut self,
        source: TokenRange,
        description: &Description,
        members: &[TokenRange],
    ) -> usize {
        let tokens = self.tokens;
        let mut surnames: Vec<_> = members.iter().map(|name| tokens.surname(*name)).collect();
        surnames.sort();
        let key = surnames.join(" + ");
        if let Some(number) = self.phrases.latest_first(&key).next() {
            return number;
        }
        let number = self.add_speaker(source, description.class, tokens.trim(source));
        self.known[number].plural = true;
        self.phrases.record(key, number);
        number
    }
}
