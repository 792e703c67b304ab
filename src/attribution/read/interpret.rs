//! From matches to attributions: who the source of each is, and how its words came to the newsroom.

use crate::attribution::coreference::Resolver;
use crate::attribution::frame::{Frame, FrameMatch};
use crate::attribution::newsroom::NewsroomMentions;
use crate::attribution::source::Description;
use crate::attribution::{
    AttributionKind, AttributionParts, CLEAR_PATTERN, Content, DOUBTFUL, LIKELY, Newsgathering, OutletInfo, Route,
    SURE, SourceClass, TokenAttribution, Voice,
};
use crate::language::{Class, Role, Tokens};
use std::num::NonZero;
use std::ops::Range;

pub(super) struct Interpreter<'a> {
    pub(super) tokens: Tokens<'a>,
    pub(super) names: &'a NewsroomMentions,
    pub(super) speakers: Resolver<'a>,
}

impl Interpreter<'_> {
    /// Interprets the matches of one sentence. An outlet that is the source of one is the route of the others.
    pub(super) fn interpret_sentence(&mut self, found: Vec<FrameMatch>, out: &mut Vec<TokenAttribution>) {
        let mut described: Vec<_> = found.into_iter().map(|matched| self.describe(matched)).collect();
        self.add_setting(&mut described);
        let through = described.iter().find_map(|d| d.outlet_source().then(|| d.outlet.clone()).flatten());
        // A single match is not nested.
        let outer: Vec<_> = described.iter().filter(|_| described.len() > 1).map(EnclosingAccount::new).collect();
        let shared: Vec<_> = described.iter().map(|d| d.sharing_a_source(&described)).collect();
        for (described, shared) in described.into_iter().zip(shared) {
            let nested = outer.iter().any(|outer| outer.accounts_for(&described.matched, self.tokens));
            out.push(self.finish(described, shared, through.as_deref(), nested));
        }
    }

    /// Adds the addressee of “Speaking to the Sun, X said” to the first speech of the sentence.
    fn add_setting(&self, described: &mut [DescribedMatch]) {
        let outlet =
            |class| matches!(class, SourceClass::Outlet | SourceClass::UnnamedOutlet | SourceClass::OwnNewsroom);
        let goes_to_outlet = |d: &DescribedMatch| d.addressee.is_some_and(outlet) || outlet(d.description.class);
        let likely = |d: &DescribedMatch| d.matched.confidence >= LIKELY;
        let speaks = |d: &&mut DescribedMatch| {
            likely(d) && d.matched.kind == AttributionKind::Speech && d.matched.source.is_some()
        };
        if described.iter().any(|d| likely(d) && goes_to_outlet(d)) {
            return;
        }
        let Some(first) = described.iter_mut().find(speaks) else { return };
        let language = self.tokens.language;
        let sentence = language.sentences[language.sentence_at(first.matched.cue.start)].clone();
        for (place, phrase) in self.tokens.settings(sentence) {
            let addressee = self.tokens.describe_addressee(phrase, self.names);
            if outlet(addressee.class) {
                first.matched.addressee = Some(place);
                first.spoke_to(&addressee, self);
                return;
            }
        }
    }

    fn describe(&mut self, mut matched: FrameMatch) -> DescribedMatch {
        let tokens = self.tokens;
        matched.source = matched
            .source
            .map(|source| tokens.behind_its_setting(tokens.before_its_bracket(tokens.behind_its_clause(source))));
        let description = match &matched.source {
            Some(source) => self.described(source.clone()),
            None => Description { class: SourceClass::None, core: matched.cue.clone(), name: None, outlet: None },
        };
        let addressee = matched.addressee.clone().map(|addressee| tokens.describe_addressee(addressee, self.names));
        let mut described =
            DescribedMatch { matched, description, addressee: None, outlet: None, outlet_tokens: None, row: None };
        if let Some(addressee) = addressee {
            described.spoke_to(&addressee, self);
        }
        let behind = described.description.clone();
        described.passed_on(&behind, self);
        described
    }

    /// Describes a source. A name that could be an outlet's or a person's is the person's if the draft names that
    /// person.
    fn described(&mut self, source: Range<u32>) -> Description {
        let mut description = self.tokens.describe(source, self.names);
        if description.class == SourceClass::Outlet && self.speakers.is_name_of_person(&description.core) {
            description.class = SourceClass::NamedPerson;
            description.name = Some(description.core.clone());
            description.outlet = None;
        }
        if description.class == SourceClass::NamedPerson && self.speakers.is_name_of_place(&description) {
            description.class = SourceClass::Institution;
        }
        description
    }

    /// What other outlets obtained or heard.
    pub(super) fn newsgathering(&self) -> Vec<Newsgathering> {
        let tokens = self.tokens;
        let mut gathered = Vec::new();
        for paragraph in tokens.language.paragraphs.iter().filter(|paragraph| paragraph.role == Role::Copy) {
            for sentence in paragraph.sentences.clone() {
                tokens.gatherings(tokens.language.sentences[sentence as usize].clone(), self.names, |words, outlet| {
                    if !self.speakers.is_own_or_partner(outlet.core.clone()) {
                        let state = self.state(outlet.outlet, Some(&outlet.core));
                        let name = self.outlet_name(&outlet);
                        gathered.push(Newsgathering {
                            tokens: words,
                            outlet: outlet.core,
                            name,
                            class: outlet.class,
                            state,
                        });
                    }
                });
            }
        }
        gathered
    }

    /// Whether an outlet is state-controlled, by the built-in list or the newsroom's.
    fn state(&self, row: Option<u32>, tokens: Option<&Range<u32>>) -> bool {
        row.is_some_and(|row| self.tokens.lexicon.outlet(row).class == "state-media")
            || tokens.is_some_and(|tokens| self.names.state_in(tokens.clone()))
    }

    fn outlet_name(&self, description: &Description) -> String {
        let tokens = self.tokens;
        if let Some(row) = description.outlet {
            return tokens.lexicon.outlet(row).name.to_owned();
        }
        let mut core = description.core.clone();
        if core.len() > 1 && tokens.is(core.start, Class::DETERMINER) {
            core.start += 1;
        }
        let range = tokens.language.prose(core);
        tokens.prose[range.start as usize..range.end as usize].to_owned()
    }

    /// Turns a match into an attribution. `shared` is the highest confidence of this source's statements in the
    /// sentence.
    fn finish(
        &mut self,
        described: DescribedMatch,
        shared: u8,
        through: Option<&str>,
        nested: bool,
    ) -> TokenAttribution {
        let DescribedMatch { matched, description, addressee, outlet, outlet_tokens, row } = described;
        let told = matched.confidence >= DOUBTFUL || matched.form >= SURE;
        let speaker = told.then(|| self.speakers.resolve(&matched, &description, nested)).flatten();
        let class = match (description.class, speaker) {
            // “The man”, after “a man” before, is known by now, as “the official” is.
            (SourceClass::UnnamedIndividual, Some(number)) => match self.speakers.class_of(number) {
                SourceClass::Anonymous => SourceClass::Role,
                class => class,
            },
            // "a councillor … the councillor": still without a name.
            (SourceClass::Role, Some(number)) if described_only(&description) => match self.speakers.class_of(number) {
                SourceClass::Anonymous => SourceClass::Anonymous,
                _ => SourceClass::Role,
            },
            (SourceClass::Unknown, Some(number)) => self.speakers.class_of(number),
            (class, _) => class,
        };
        let own = outlet_tokens.as_ref().is_some_and(|tokens| self.speakers.is_own_or_partner(tokens.clone()))
            || addressee == Some(SourceClass::OwnNewsroom);
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
                _ if matched.kind == AttributionKind::Agentless => Route::Unknown,
                _ => Route::Firsthand,
            }
        };
        let outlet = outlet.or_else(|| through.map(str::to_owned));
        let voice = match self.tokens.voice(&matched, shared, &description) {
            Voice::Clear if speaker.is_some_and(|number| !self.speakers.is_nameable(number)) => Voice::Nameless,
            voice => voice,
        };
        if let Some(number) = speaker {
            let told = if route == Route::Firsthand && !own { self.speakers.default_route(number) } else { route };
            self.speakers.count_statement(number, &matched, voice, told, outlet.as_deref());
        }
        self.attribution(
            matched,
            class,
            description,
            AttributionFacts { addressee, outlet, outlet_tokens, row, own, route, speaker, nested, voice },
        )
    }

    fn attribution(
        &self,
        matched: FrameMatch,
        class: SourceClass,
        description: Description,
        facts: AttributionFacts,
    ) -> TokenAttribution {
        let tokens = self.tokens;
        let state = self.state(facts.row, facts.outlet_tokens.as_ref());
        let outlet_info = OutletInfo {
            outlet: facts.outlet.map(String::into_boxed_str),
            outlet_at: facts.outlet_tokens,
            addressee_at: matched.addressee,
        };
        TokenAttribution {
            kind: matched.kind,
            frame: matched.frame,
            class,
            route: facts.route,
            outlet_info: Some(outlet_info).filter(|info| *info != OutletInfo::default()).map(Box::new),
            speaker_number: facts.speaker.and_then(|number| NonZero::new(number as u32 + 1)),
            confidence: matched.confidence,
            form: matched.form,
            nested: facts.nested,
            voice: facts.voice,
            own: facts.own,
            state,
            addressee: facts.addressee,
            at: AttributionParts {
                source: matched.source.map(|s| tokens.trim(s)),
                core: description.core,
                cue: matched.cue,
                head: matched.head,
                content: matched.content,
            },
        }
    }
}

/// Whether a source is a description without a name.
fn described_only(description: &Description) -> bool {
    description.name.is_none()
}

struct DescribedMatch {
    matched: FrameMatch,
    description: Description,
    addressee: Option<SourceClass>,
    outlet: Option<String>,
    outlet_tokens: Option<Range<u32>>,
    row: Option<u32>,
}

impl DescribedMatch {
    fn spoke_to(&mut self, addressee: &Description, interpreter: &Interpreter<'_>) {
        self.addressee = Some(addressee.class);
        self.passed_on(addressee, interpreter);
    }

    /// If `through` is an outlet, the words came through it.
    fn passed_on(&mut self, through: &Description, interpreter: &Interpreter<'_>) {
        if matches!(through.class, SourceClass::Outlet | SourceClass::UnnamedOutlet) {
            self.outlet = Some(interpreter.outlet_name(through));
            self.outlet_tokens = Some(through.core.clone());
            self.row = through.outlet;
        }
    }

    /// The highest confidence of all statements by the same source in the sentence, including this one. “Speaking to”
    /// does not count next to the statement that follows.
    fn sharing_a_source(&self, sentence: &[Self]) -> u8 {
        let FrameMatch { source, confidence, form, .. } = &self.matched;
        if *confidence < LIKELY && *form < CLEAR_PATTERN {
            return *confidence;
        }
        let same = |other: &&Self| other.matched.kind == AttributionKind::Speech && other.matched.source == *source;
        let shared = sentence.iter().filter(same).map(|other| other.matched.confidence);
        shared.fold(*confidence, u8::max)
    }

    /// Whether an outlet vouches for what the sentence says.
    fn outlet_source(&self) -> bool {
        self.description.class == SourceClass::Outlet && self.matched.frame != Frame::Colon
    }
}

/// A match that may contain others.
struct EnclosingAccount {
    head: u32,
    content: Content,
    /// Whether the account goes on to the end of the sentence, despite commas.
    goes_on: bool,
    speaks: bool,
}

impl EnclosingAccount {
    fn new(described: &DescribedMatch) -> Self {
        let class = described.description.class;
        Self {
            head: described.matched.head,
            content: described.matched.content.clone(),
            goes_on: matches!(described.matched.frame, Frame::SaidThat | Frame::Told),
            speaks: !matches!(class, SourceClass::Outlet | SourceClass::OwnNewsroom | SourceClass::None),
        }
    }

    /// Whether `matched` is part of this account; “and she said” after a comma is not.
    fn accounts_for(&self, matched: &FrameMatch, tokens: Tokens<'_>) -> bool {
        let head = matched.head;
        let start = matched.source.as_ref().map_or(matched.cue.start, |source| source.start);
        let joined = start > 0 && tokens.is(start - 1, Class::COORDINATOR);
        let inside = self.content.iter().any(|content| content.contains(&head));
        let behind = self.goes_on && !joined && self.content.iter().any(|content| content.start <= head);
        self.speaks && self.head != head && (inside || behind && self.head < head)
    }
}

struct AttributionFacts {
    addressee: Option<SourceClass>,
    outlet: Option<String>,
    outlet_tokens: Option<Range<u32>>,
    row: Option<u32>,
    own: bool,
    route: Route,
    speaker: Option<usize>,
    nested: bool,
    voice: Voice,
}
