//! Reads a draft's relations sentence by sentence, then says of each who its source is and how its words came.

use super::frame::{Frame, Reader, Relation};
use super::newsroom::Names;
use super::source::Description;
use super::speaker::Speakers;
use super::view::View;
use super::{Attribution, Attributions, Kind, Newsroom, Places, Route, SourceClass};
use crate::document::Document;
use crate::language::{Class, Language, Lexicon, Quotation, Role};
use std::ops::Range;

impl Attributions {
    /// Reads who stands behind a draft.
    #[must_use]
    pub fn read(document: &Document, language: &Language, lexicon: &Lexicon, newsroom: &Newsroom) -> Self {
        let view = View { prose: &document.prose, language, lexicon };
        let names = Names::new(newsroom);
        let mut understood = Understanding { view, names: &names, speakers: Speakers::new(view, &names) };
        let mut relations = Vec::new();
        let mut sentences = Vec::with_capacity(language.sentences.len());
        for paragraph in &language.paragraphs {
            for number in paragraph.sentences.clone() {
                let first = relations.len() as u32;
                let mut sentence = language.sentences[number as usize].clone();
                sentence.start = sentence.start.max(paragraph.start);
                if matches!(paragraph.role, Role::Copy | Role::Heading) && !sentence.is_empty() {
                    let mut reader = Reader { view, sentence, paragraph: paragraph.tokens.clone(), found: Vec::new() };
                    reader.read(paragraph.role);
                    understood.sentence(reader.found, &mut relations);
                }
                sentences.push(first..relations.len() as u32);
            }
        }
        let mut read = Self { relations, speakers: understood.speakers.finish(), sentences, quotations: Vec::new() };
        read.quotations = language.quotations.iter().map(|quotation| read.attributing(language, quotation)).collect();
        read
    }

    /// The surest relation of a quotation's sentences whose content holds its first mark.
    fn attributing(&self, language: &Language, quotation: &Quotation) -> Option<u32> {
        let open = quotation.tokens.start;
        let last = language.sentence_at(quotation.tokens.end.saturating_sub(1).max(open));
        let sentences = self.sentences.get(language.sentence_at(open)..=last)?;
        let numbers = sentences.first()?.start..sentences.last()?.end;
        let relation = |&number: &u32| &self.relations[number as usize];
        numbers
            .filter(|number| relation(number).at.content.iter().any(|content| content.contains(&open)))
            .max_by_key(|number| relation(number).confidence)
    }
}

struct Understanding<'a> {
    view: View<'a>,
    names: &'a Names,
    speakers: Speakers<'a>,
}

impl Understanding<'_> {
    /// Understands the relations of one sentence: an outlet behind one of them is the route of the others.
    fn sentence(&mut self, found: Vec<Relation>, out: &mut Vec<Attribution>) {
        let described: Vec<_> = found.into_iter().map(|relation| self.describe(relation)).collect();
        let through = described.iter().find_map(|d| d.outlet_source().then(|| d.outlet.clone()).flatten());
        let contents: Vec<_> =
            described.iter().map(|d| (d.relation.head, d.relation.content.clone(), d.description.class)).collect();
        for described in described {
            let head = described.relation.head;
            let nested = contents.iter().any(|(other, content, class)| {
                *other != head
                    && !matches!(class, SourceClass::Outlet | SourceClass::OwnNewsroom | SourceClass::None)
                    && content.iter().any(|c| c.contains(&head))
            });
            out.push(self.finish(described, through.as_deref(), nested));
        }
    }

    fn describe(&self, relation: Relation) -> Described {
        let v = self.view;
        let description = match &relation.source {
            Some(source) => v.describe(source.clone(), self.names),
            None => Description { class: SourceClass::None, core: relation.cue.clone(), name: None, outlet: None },
        };
        let venue = relation.venue.clone().map(|venue| v.describe(venue, self.names));
        let mut outlet = None;
        let mut outlet_tokens = None;
        let spoken_to = venue.as_ref().filter(|d| matches!(d.class, SourceClass::Outlet | SourceClass::UnnamedOutlet));
        let behind = Some(&description).filter(|d| matches!(d.class, SourceClass::Outlet | SourceClass::UnnamedOutlet));
        if let Some(named) = behind.or(spoken_to) {
            outlet = Some(self.outlet_name(named));
            outlet_tokens = Some(named.core.clone());
        }
        let row = behind.or(spoken_to).and_then(|d| d.outlet);
        Described { relation, description, venue: venue.map(|d| d.class), outlet, outlet_tokens, row }
    }

    fn outlet_name(&self, description: &Description) -> String {
        let v = self.view;
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

    fn finish(&mut self, described: Described, through: Option<&str>, nested: bool) -> Attribution {
        let Described { relation, description, venue, outlet, outlet_tokens, row } = described;
        let speaker = self.speakers.of(&relation, &description, nested);
        let class = match (description.class, speaker) {
            (SourceClass::Unknown | SourceClass::UnnamedIndividual, Some(number)) => self.speakers.class(number),
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
        if let Some(number) = speaker {
            self.speakers.count(number, &relation, route, outlet.as_deref());
        }
        self.attribution(relation, class, description, Facts { venue, outlet, outlet_tokens, row, own, route, speaker })
    }

    fn attribution(
        &self,
        relation: Relation,
        class: SourceClass,
        description: Description,
        facts: Facts,
    ) -> Attribution {
        let v = self.view;
        let prose = |range: &Range<u32>| v.language.prose(v.trim(range.clone()));
        let state = facts.row.is_some_and(|row| v.lexicon.outlet(row).class == "state-media")
            || facts.outlet_tokens.as_ref().is_some_and(|tokens| self.names.state_in(&v, tokens.clone()));
        Attribution {
            source: relation.source.as_ref().map(prose),
            cue: Some(v.language.prose(relation.cue.clone())),
            content: relation.content.iter().map(|c| v.language.prose(c.clone())).collect(),
            kind: relation.kind,
            frame: relation.frame,
            class,
            route: facts.route,
            outlet: facts.outlet,
            speaker: facts.speaker,
            confidence: relation.confidence,
            own: facts.own,
            state,
            venue: facts.venue,
            at: Places {
                source: relation.source.map(|s| v.trim(s)),
                core: description.core,
                cue: relation.cue,
                head: relation.head,
                content: relation.content,
                venue: relation.venue,
                outlet: facts.outlet_tokens,
            },
        }
    }
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
    /// Whether an outlet vouches for what the sentence says.
    fn outlet_source(&self) -> bool {
        self.description.class == SourceClass::Outlet && self.relation.frame != Frame::Colon
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
        let words = |range: &Range<u32>| document.prose[range.start as usize..range.end as usize].to_owned();
        let found: Vec<_> = (0..language.quotations.len())
            .map(|number| {
                let relation = read.of_quotation(number)?;
                Some((read.speakers[relation.speaker?].name.clone(), words(relation.cue.as_ref()?)))
            })
            .collect();
        let of = |name: &str| Some((name.to_owned(), "said".to_owned()));
        assert_eq!(found, [of("Ada Brook"), of("Tom Lund"), None]);
        assert!(read.of_quotation(found.len()).is_none());
    }
}
