//! Reads a draft's relations sentence by sentence, then says of each who its source is and how its words came.

use super::credit;
use super::frame::{Frame, Relation};
use super::model::{self, Decoder};
use super::newsroom::{Listed, Names};
use super::scratch::ScratchPool;
use super::source::Description;
use super::speaker::Speakers;
use super::{
    Attribution, Attributions, CLEAR, Content, DOUBTFUL, Kind, LIKELY, Newsgathering, Newsroom, Places, Press, Route,
    SURE, SourceClass, Unclear, Voice,
};
use crate::cancel::{Cancel, Cancelled, uncancelled};
use crate::document::Document;
use crate::language::{Class, Language, Lexicon, Paragraph, Quotation, Role, Tokens};
use std::iter;
use std::num::NonZero;
use std::ops::Range;

/// For so many relations room is set aside at most, one a sentence: what is never written takes no memory, and a list that grows
/// is held twice while it does.
const SET_ASIDE: usize = 1 << 18;

/// A paragraph of more tokens is read in pieces.
const PIECE: u32 = 10_000;

impl Attributions {
    /// Reads who stands behind a draft.
    #[must_use]
    pub fn read(document: &Document, language: &Language, lexicon: &Lexicon, newsroom: &Newsroom) -> Self {
        let listed = Listed::new(newsroom);
        let pool = ScratchPool::default();
        uncancelled(|cancel| Self::read_by(document, language, lexicon, &listed, &pool, cancel))
    }

    /// The same by a newsroom's names that are ready, as long as somebody waits for it.
    pub(crate) fn read_by(
        document: &Document,
        language: &Language,
        lexicon: &Lexicon,
        listed: &Listed,
        pool: &ScratchPool,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        pool.with_decoder(|decoder| Self::by(decoder, document, language, lexicon, listed, cancel))
    }

    fn by(
        decoder: &mut Decoder<'_>,
        document: &Document,
        language: &Language,
        lexicon: &Lexicon,
        listed: &Listed,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let cursor = Tokens::new(document, language, lexicon);
        let names = Names::find(listed, &cursor);
        let mut understood = Understanding { cursor, names: &names, speakers: Speakers::new(cursor, &names) };
        let mut relations = Vec::with_capacity(language.sentences.len().min(SET_ASIDE));
        let mut sentences = Vec::with_capacity(language.sentences.len());
        let mut seen = model::ParagraphFacts::default();
        let credits = credit::behind_quotations(document, cursor);
        let mut credits = credits.into_iter().peekable();
        for piece in language.paragraphs.iter().flat_map(|paragraph| pieces(language, paragraph)) {
            cancel.check()?;
            let attributes = matches!(piece.role, Role::Copy | Role::Heading);
            let read = attributes.then(|| model::Paragraph::read(cursor, &piece, std::mem::take(&mut seen)));
            let mut number = 0;
            for sentence in piece.sentences.clone() {
                let sentence = &language.sentences[sentence as usize];
                if let Some(read) = &read
                    && sentence.end > sentence.start.max(piece.start)
                {
                    let mut found = read.relations(decoder, number);
                    while let Some(credit) = credits.next_if(|credit| credit.cue.start < sentence.end) {
                        add_credit(&mut found, credit);
                    }
                    understood.sentence(found, &mut relations);
                    number += 1;
                }
                sentences.push(relations.len() as u32);
            }
            seen = read.map_or(seen, |read| read.seen);
        }
        let gathered = understood.gathered();
        cancel.check()?;
        let (speakers, speaking, order) = understood.speakers.finish();
        for relation in &mut relations {
            relation.by = relation.speaker().and_then(|met| NonZero::new(order[met] as u32 + 1));
        }
        let mut read =
            Self { relations, speakers, speaking, gathered, sentences, unclear: None, quotations: Vec::new() };
        read.unclear = read.unclear_statements(cursor);
        let attributing = |quotation| read.attributing(language, quotation).and_then(|number| NonZero::new(number + 1));
        read.quotations = language.quotations.iter().map(attributing).collect();
        Ok(read)
    }

    /// The statements of which it is unclear who makes them, summed up.
    fn unclear_statements(&self, cursor: Tokens<'_>) -> Option<Unclear> {
        let mut unclear = self.relations.iter().filter(|relation| self.is_unclear(relation));
        let first = unclear.next()?;
        let words = |relation: &Attribution| cursor.quoted_words(&relation.at.content);
        let start =
            Unclear { statements: 1, quoted_words: words(first), first: cursor.language.prose(first.at.cue.clone()) };
        Some(unclear.fold(start, |sum, relation| Unclear {
            statements: sum.statements + 1,
            quoted_words: sum.quoted_words + words(relation),
            ..sum
        }))
    }

    /// The surest relation of a quotation's sentences whose content holds its first mark.
    fn attributing(&self, language: &Language, quotation: &Quotation) -> Option<u32> {
        let open = quotation.tokens.start;
        let last = language.sentence_at(quotation.tokens.end.saturating_sub(1).max(open));
        // A credit is a sentence of its own.
        let end = self.numbers(last + 1).end.max(self.numbers(last).end);
        let numbers = self.numbers(language.sentence_at(open)).start..end;
        let relation = |&number: &u32| &self.relations[number as usize];
        numbers
            .filter(|number| relation(number).at.content.iter().any(|content| content.contains(&open)))
            .max_by_key(|number| relation(number).confidence)
    }
}

/// Adds who is named right behind a quotation, where nobody else was found to say its words.
fn add_credit(found: &mut Vec<Relation>, credit: Relation) {
    let says = |relation: &Relation| {
        relation
            .content
            .iter()
            .any(|content| credit.content[0].start < content.end && content.start < credit.content[0].end)
    };
    if found.iter().any(|relation| relation.source.is_some() && relation.confidence >= LIKELY && says(relation)) {
        return;
    }
    found.retain(|relation| !says(relation));
    found.push(credit);
}

/// A paragraph; one of more tokens than all but the longest stories have, in pieces of whole sentences, since what is seen of each token takes room.
fn pieces<'l>(language: &'l Language, paragraph: &'l Paragraph) -> impl Iterator<Item = Paragraph> + 'l {
    let mut left = paragraph.clone();
    let mut done = false;
    iter::from_fn(move || {
        if done {
            return None;
        }
        let sentences = &language.sentences[left.sentences.start as usize..left.sentences.end as usize];
        let fit = sentences.partition_point(|sentence| sentence.end - left.tokens.start <= PIECE).max(1);
        done = fit >= sentences.len();
        let mut piece = left.clone();
        if !done {
            piece.sentences.end = piece.sentences.start + fit as u32;
            piece.tokens.end = sentences[fit - 1].end;
            left.sentences.start = piece.sentences.end;
            left.tokens.start = piece.tokens.end;
            left.start = left.start.max(left.tokens.start);
        }
        Some(piece)
    })
}

struct Understanding<'a> {
    cursor: Tokens<'a>,
    names: &'a Names,
    speakers: Speakers<'a>,
}

impl Understanding<'_> {
    /// Understands the relations of one sentence: an outlet behind one of them is the route of the others.
    fn sentence(&mut self, found: Vec<Relation>, out: &mut Vec<Attribution>) {
        let mut described: Vec<_> = found.into_iter().map(|relation| self.describe(relation)).collect();
        self.set(&mut described);
        let through = described.iter().find_map(|d| d.outlet_source().then(|| d.outlet.clone()).flatten());
        // A relation alone stands inside of none.
        let outer: Vec<_> = described.iter().filter(|_| described.len() > 1).map(Outer::new).collect();
        let shared: Vec<_> = described.iter().map(|d| d.sharing_a_source(&described)).collect();
        for (described, shared) in described.into_iter().zip(shared) {
            let nested = outer.iter().any(|outer| outer.accounts_for(&described.relation, self.cursor));
            out.push(self.finish(described, shared, through.as_deref(), nested));
        }
    }

    /// "Speaking to the Sun, X said": the first who speaks in the sentence was speaking to the outlet.
    fn set(&self, described: &mut [Described]) {
        let outlet =
            |class| matches!(class, SourceClass::Outlet | SourceClass::UnnamedOutlet | SourceClass::OwnNewsroom);
        let told = |d: &Described| d.venue.is_some_and(outlet) || outlet(d.description.class);
        let likely = |d: &Described| d.relation.confidence >= LIKELY;
        let speaks = |d: &&mut Described| likely(d) && d.relation.kind == Kind::Speech && d.relation.source.is_some();
        if described.iter().any(|d| likely(d) && told(d)) {
            return;
        }
        let Some(first) = described.iter_mut().find(speaks) else { return };
        let language = self.cursor.language;
        let sentence = language.sentences[language.sentence_at(first.relation.cue.start)].clone();
        for (place, phrase) in self.cursor.settings(sentence) {
            let venue = self.cursor.describe_venue(phrase, self.names);
            if outlet(venue.class) {
                first.relation.venue = Some(place);
                first.spoke_to(&venue, self);
                return;
            }
        }
    }

    fn describe(&mut self, mut relation: Relation) -> Described {
        let v = self.cursor;
        relation.source =
            relation.source.map(|source| v.behind_its_setting(v.before_its_bracket(v.behind_its_clause(source))));
        let description = match &relation.source {
            Some(source) => self.described(source.clone()),
            None => Description { class: SourceClass::None, core: relation.cue.clone(), name: None, outlet: None },
        };
        let venue = relation.venue.clone().map(|venue| v.describe_venue(venue, self.names));
        let mut described =
            Described { relation, description, venue: None, outlet: None, outlet_tokens: None, row: None };
        if let Some(venue) = venue {
            described.spoke_to(&venue, self);
        }
        let behind = described.description.clone();
        described.passed_on(&behind, self);
        described
    }

    /// Understands a source; a name that an outlet and a person of the draft share is the person's.
    fn described(&mut self, source: Range<u32>) -> Description {
        let mut description = self.cursor.describe(source, self.names);
        if description.class == SourceClass::Outlet && self.speakers.names_person(&description.core) {
            description.class = SourceClass::NamedPerson;
            description.name = Some(description.core.clone());
            description.outlet = None;
        }
        if description.class == SourceClass::NamedPerson && self.speakers.names_place(&description) {
            description.class = SourceClass::Institution;
        }
        description
    }

    /// What other outlets got hold of.
    fn gathered(&self) -> Vec<Newsgathering> {
        let v = self.cursor;
        let mut gathered = Vec::new();
        for paragraph in v.language.paragraphs.iter().filter(|paragraph| paragraph.role == Role::Copy) {
            for sentence in paragraph.sentences.clone() {
                v.gatherings(v.language.sentences[sentence as usize].clone(), self.names, |tokens, outlet| {
                    if !self.speakers.firsthand(outlet.core.clone()) {
                        let state = self.state(outlet.outlet, Some(&outlet.core));
                        let name = self.outlet_name(&outlet);
                        gathered.push(Newsgathering { tokens, outlet: outlet.core, name, class: outlet.class, state });
                    }
                });
            }
        }
        gathered
    }

    /// Whether a state controls an outlet, by the list or by the newsroom.
    fn state(&self, row: Option<u32>, tokens: Option<&Range<u32>>) -> bool {
        row.is_some_and(|row| self.cursor.lexicon.outlet(row).class == "state-media")
            || tokens.is_some_and(|tokens| self.names.state_in(tokens.clone()))
    }

    fn outlet_name(&self, description: &Description) -> String {
        let v = self.cursor;
        if let Some(row) = description.outlet {
            return v.lexicon.outlet(row).name.to_owned();
        }
        let mut core = description.core.clone();
        if core.len() > 1 && v.is(core.start, Class::DETERMINER) {
            core.start += 1;
        }
        let range = v.language.prose(core);
        v.prose[range.start as usize..range.end as usize].to_owned()
    }

    /// `shared` is the confidence of the surest statement of this source in the sentence.
    fn finish(&mut self, described: Described, shared: u8, through: Option<&str>, nested: bool) -> Attribution {
        let Described { relation, description, venue, outlet, outlet_tokens, row } = described;
        let told = relation.confidence >= DOUBTFUL || relation.form >= SURE;
        let speaker = told.then(|| self.speakers.of(&relation, &description, nested)).flatten();
        let class = match (description.class, speaker) {
            // "the man" who was "a man" before is known by then, as "the official" is.
            (SourceClass::UnnamedIndividual, Some(number)) => match self.speakers.class(number) {
                SourceClass::Anonymous => SourceClass::Role,
                class => class,
            },
            // "a councillor … the councillor": still without a name.
            (SourceClass::Role, Some(number)) if described_only(&description) => match self.speakers.class(number) {
                SourceClass::Anonymous => SourceClass::Anonymous,
                _ => SourceClass::Role,
            },
            (SourceClass::Unknown, Some(number)) => self.speakers.class(number),
            (class, _) => class,
        };
        let own = outlet_tokens.as_ref().is_some_and(|tokens| self.speakers.firsthand(tokens.clone()))
            || venue == Some(SourceClass::OwnNewsroom);
        let route = if own {
            Route::Firsthand
        } else if outlet.is_some() || through.is_some() {
            Route::Outlet
        } else {
            match class {
                SourceClass::Document | SourceClass::Study | SourceClass::Poll | SourceClass::SocialMedia => {
                    Route::Document
                }
                SourceClass::None | SourceClass::Unknown => Route::Unknown,
                _ if relation.kind == Kind::Agentless => Route::Unknown,
                _ => Route::Firsthand,
            }
        };
        let outlet = outlet.or_else(|| through.map(str::to_owned));
        let voice = match self.cursor.voice(&relation, shared, &description) {
            Voice::Clear if speaker.is_some_and(|number| !self.speakers.nameable(number)) => Voice::Nameless,
            voice => voice,
        };
        if let Some(number) = speaker {
            let told = if route == Route::Firsthand && !own { self.speakers.route(number) } else { route };
            self.speakers.count(number, &relation, voice, told, outlet.as_deref());
        }
        self.attribution(
            relation,
            class,
            description,
            Facts { venue, outlet, outlet_tokens, row, own, route, speaker, nested, voice },
        )
    }

    fn attribution(
        &self,
        relation: Relation,
        class: SourceClass,
        description: Description,
        facts: Facts,
    ) -> Attribution {
        let v = self.cursor;
        let state = self.state(facts.row, facts.outlet_tokens.as_ref());
        let press = Press {
            outlet: facts.outlet.map(String::into_boxed_str),
            outlet_at: facts.outlet_tokens,
            venue_at: relation.venue,
        };
        Attribution {
            kind: relation.kind,
            frame: relation.frame,
            class,
            route: facts.route,
            press: Some(press).filter(|press| *press != Press::default()).map(Box::new),
            by: facts.speaker.and_then(|number| NonZero::new(number as u32 + 1)),
            confidence: relation.confidence,
            form: relation.form,
            nested: facts.nested,
            voice: facts.voice,
            own: facts.own,
            state,
            venue: facts.venue,
            at: Places {
                source: relation.source.map(|s| v.trim(s)),
                core: description.core,
                cue: relation.cue,
                head: relation.head,
                content: relation.content,
            },
        }
    }
}

/// Whether a source is a description without a name.
fn described_only(description: &Description) -> bool {
    description.name.is_none()
}

struct Described {
    relation: Relation,
    description: Description,
    venue: Option<SourceClass>,
    outlet: Option<String>,
    outlet_tokens: Option<Range<u32>>,
    row: Option<u32>,
}

impl Described {
    fn spoke_to(&mut self, venue: &Description, understanding: &Understanding<'_>) {
        self.venue = Some(venue.class);
        self.passed_on(venue, understanding);
    }

    /// If it is an outlet, the words came through it.
    fn passed_on(&mut self, through: &Description, understanding: &Understanding<'_>) {
        if matches!(through.class, SourceClass::Outlet | SourceClass::UnnamedOutlet) {
            self.outlet = Some(understanding.outlet_name(through));
            self.outlet_tokens = Some(through.core.clone());
            self.row = through.outlet;
        }
    }

    /// The confidence of its sentence's surest statement by the same source, its own included. "Speaking to" is no statement beside
    /// the one that follows.
    fn sharing_a_source(&self, sentence: &[Self]) -> u8 {
        let Relation { source, confidence, form, .. } = &self.relation;
        if *confidence < LIKELY && *form < CLEAR {
            return *confidence;
        }
        let same = |other: &&Self| other.relation.kind == Kind::Speech && other.relation.source == *source;
        let shared = sentence.iter().filter(same).map(|other| other.relation.confidence);
        shared.fold(*confidence, u8::max)
    }

    /// Whether an outlet vouches for what the sentence says.
    fn outlet_source(&self) -> bool {
        self.description.class == SourceClass::Outlet && self.relation.frame != Frame::Colon
    }
}

/// A relation as one that others may stand inside of.
struct Outer {
    head: u32,
    content: Content,
    /// Somebody's account goes on to the end of its sentence, whatever commas stand in it.
    goes_on: bool,
    speaks: bool,
}

impl Outer {
    fn new(described: &Described) -> Self {
        let class = described.description.class;
        Self {
            head: described.relation.head,
            content: described.relation.content.clone(),
            goes_on: matches!(described.relation.frame, Frame::SaidThat | Frame::Told),
            speaks: !matches!(class, SourceClass::Outlet | SourceClass::OwnNewsroom | SourceClass::None),
        }
    }

    /// Whether a relation is part of this one's account: "and she said" behind a comma is not.
    fn accounts_for(&self, relation: &Relation, v: Tokens<'_>) -> bool {
        let head = relation.head;
        let start = relation.source.as_ref().map_or(relation.cue.start, |source| source.start);
        let joined = start > 0 && v.is(start - 1, Class::COORDINATOR);
        let inside = self.content.iter().any(|content| content.contains(&head));
        let behind = self.goes_on && !joined && self.content.iter().any(|content| content.start <= head);
        self.speaks && self.head != head && (inside || behind && self.head < head)
    }
}

struct Facts {
    venue: Option<SourceClass>,
    outlet: Option<String>,
    outlet_tokens: Option<Range<u32>>,
    row: Option<u32>,
    own: bool,
    route: Route,
    speaker: Option<usize>,
    nested: bool,
    voice: Voice,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use crate::text::Source;

    #[test]
    fn a_quotation_knows_who_spoke_and_where_that_is_said() {
        let draft = "“We never saw the letter. It was lost,” said Ada Brook.\n\nTom Lund said the crane was “old” on \
                     Friday.\n\nThe “green line” opened in May.\n";
        let document = Document::parse(&Source::new("draft.md", draft.as_bytes().to_vec()), Format::Markdown);
        let lexicon = Lexicon::builtin().finish();
        let language = Language::read(&document, &lexicon);
        let read = Attributions::read(&document, &language, &lexicon, &Newsroom::default());
        let words = |range: Range<u32>| document.prose[range.start as usize..range.end as usize].to_owned();
        let found: Vec<_> = (0..language.quotations.len())
            .map(|number| {
                let relation = read.of_quotation(number)?;
                Some((read.speakers[relation.speaker()?].name.clone(), words(relation.cue(&language))))
            })
            .collect();
        let of = |name: &str| Some((name.to_owned(), "said".to_owned()));
        assert_eq!(found, [of("Ada Brook"), of("Tom Lund"), None]);
        assert!(read.of_quotation(found.len()).is_none());
    }

    #[test]
    fn a_paragraph_without_end_is_read_sentence_by_sentence_all_the_same() {
        let sentence = "The bridge was unsafe, said Ada Brook. ";
        let (short, _) = read(sentence);
        let times = 3 * PIECE as usize / short.tokens.len() + 1;
        let (language, relations) = read(&sentence.repeat(times));
        assert_eq!((language.paragraphs.len(), language.sentences.len()), (1, times));
        let pieces: Vec<_> = pieces(&language, &language.paragraphs[0]).collect();
        assert!(pieces.len() > 2 && pieces.iter().all(|piece| piece.tokens.len() <= PIECE as usize));
        assert!(pieces.windows(2).all(|two| two[0].tokens.end == two[1].tokens.start));
        assert_eq!(relations.len(), times);
        for (relation, sentence) in relations.iter().zip(&language.sentences) {
            let told = relation.at.source.clone().map(|source| source.start - sentence.start);
            assert_eq!((told, relation.at.content.len()), (Some(6), 1));
            assert_eq!(relation.at.content[0], sentence.start..sentence.start + 4);
        }
    }

    #[test]
    fn only_what_is_written_or_counted_is_paper() {
        for (draft, paper) in [
            ("The report said the bridge was unsafe.", true),
            ("A study found that the bridge was unsafe.", true),
            ("Ada Brook said the bridge was unsafe.", false),
            ("The council said the bridge was unsafe.", false),
        ] {
            let found: Vec<_> = attributions(draft).iter().map(Attribution::is_paper).collect();
            assert_eq!(found, [paper], "{draft}");
        }
    }

    #[test]
    fn a_participle_behind_a_comma_speaks_for_the_subject_of_the_sentence() {
        let draft = "Ada Brook closed the meeting, adding that the bridge was unsafe.";
        let (language, found) = read(draft);
        let sources: Vec<_> = found.iter().map(|found| found.source(&language)).collect();
        assert_eq!(sources, [Some(0..9)]);
    }

    /// A glance has to leave both edges of a sentence that stands whole before its source.
    #[test]
    fn what_is_said_before_its_source_is_found_whole() {
        for (said, by) in [
            ("It was the worst flood in the history of the state", ", the weather service said."),
            ("Talks about the closed border post at Sarn are close to a deal", ", a senior official said."),
            ("“(The mayor) lied to us,”", " Lund said."),
        ] {
            let (language, read) = read(&format!("{said}{by}"));
            let whole = 0..said.len() as u32;
            let mut told = read.iter().flat_map(|relation| relation.content(&language));
            assert!(told.any(|content| content == whole), "{said}: {read:?}");
        }
    }

    #[test]
    fn a_name_before_a_colon_speaks_only_where_words_follow() {
        let (language, said) = read("# Ada Brook: The bridge is unsafe\n");
        let content = said.iter().flat_map(|found| found.content(&language));
        let content: Vec<_> = content.map(|words| (words.start, words.end)).collect();
        assert_eq!(content, [(11, 31)]);
        assert_eq!(said[0].cue(&language), 9..10);
        assert_eq!(attributions("# Ada Brook:\n\nThe threshold was shut on Monday.\n"), []);
    }

    fn attributions(draft: &str) -> Vec<Attribution> {
        read(draft).1
    }

    fn read(draft: &str) -> (Language, Vec<Attribution>) {
        let document = Document::parse(&Source::new("draft.md", draft.as_bytes().to_vec()), Format::Markdown);
        let lexicon = Lexicon::builtin().finish();
        let language = Language::read(&document, &lexicon);
        let read = Attributions::read(&document, &language, &lexicon, &Newsroom::default());
        (language, read.relations)
    }
}
