//! Turns matches into attributions: describes each source, finds its speaker and decides the route of its words.

use crate::attribution::coreference::Resolver;
use crate::attribution::frame::{Frame, FrameMatch};
use crate::attribution::newsroom::NewsroomMentions;
use crate::attribution::source::Description;
use crate::attribution::{
    AttributionKind, AttributionParts, Content, DOUBTFUL, LIKELY, Newsgathering, OutletInfo, Route, SURE, SourceClass,
    TokenAttribution, Voice,
};
use crate::language::{Class, Role, Tokens};
use crate::text::{TokenIdx, TokenRange};
use std::num::NonZero;

/// Turns the matches of a draft into attributions, sentence by sentence.
pub(super) struct Interpreter<'a> {
    pub(super) tokens: Tokens<'a>,
    pub(super) names: &'a NewsroomMentions,
    pub(super) speakers: Resolver<'a>,
}

impl Interpreter<'_> {
    /// Interprets the matches of one sentence. If the source of one is an outlet, the words of all others came through that
    /// outlet.
    pub(super) fn interpret_sentence(&mut self, found: Vec<FrameMatch>, out: &mut Vec<TokenAttribution>) {
        let mut described: Vec<_> = found.into_iter().map(|matched| self.describe(matched)).collect();
        self.add_interview_addressee(&mut described);
        let through = described.iter().find_map(|d| d.outlet_source().then(|| d.outlet.clone()).flatten());
        // A single match cannot be nested.
        let outer: Vec<_> = described.iter().filter(|_| described.len() > 1).map(EnclosingMatch::new).collect();
        let before = out.len();
        for described in described {
            let nested = outer.iter().any(|outer| outer.contains(&described.matched, self.tokens));
            out.push(self.finish(described, through.as_deref(), nested));
        }
        self.clear_repeated_speakers(&mut out[before..]);
    }

    /// Makes an unclear speaker clear who is the clear speaker of another attribution in the sentence: “refuted the charge and
    /// said”. An unlikely attribution, such as “Speaking to” before a statement, stays unclear.
    fn clear_repeated_speakers(&mut self, sentence: &mut [TokenAttribution]) {
        for at in 0..sentence.len() {
            let TokenAttribution { voice, speaker_number, .. } = sentence[at];
            let is_clear =
                |other: &TokenAttribution| other.voice == Voice::Clear && other.speaker_number == speaker_number;
            let Some(number) = sentence[at].speaker() else { continue };
            if voice == Voice::Unclear && sentence[at].is_likely() && sentence.iter().any(is_clear) {
                sentence[at].voice = Voice::Clear;
                self.speakers.count_further_statement(number, &sentence[at].at.content);
            }
        }
    }

    /// Adds the addressee of “Speaking to the Sun, X said” to the first attribution of speech in the sentence.
    fn add_interview_addressee(&self, described: &mut [DescribedMatch]) {
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
        let sentence = language.sentences[language.sentence_at(first.matched.cue.start).index()];
        for (place, phrase) in self.tokens.interview_phrases(sentence) {
            let addressee = self.tokens.describe_addressee(phrase, self.names);
            if outlet(addressee.class) {
                first.matched.addressee = Some(place);
                first.set_addressee(&addressee, self);
                return;
            }
        }
    }

    /// Describes the source and the addressee of a match.
    fn describe(&mut self, mut matched: FrameMatch) -> DescribedMatch {
        let tokens = self.tokens;
        matched.source = matched.source.map(|source| {
            tokens.without_opening_phrase(tokens.with_name_before_bracket(tokens.without_noun_before(source)))
        });
        let description = match &matched.source {
            Some(source) => self.describe_source(*source),
            None => Description { class: SourceClass::None, core: matched.cue, name: None, outlet: None },
        };
        let addressee = matched.addressee.map(|addressee| tokens.describe_addressee(addressee, self.names));
        let mut described = DescribedMatch {
            matched,
            description,
            addressee: None,
            outlet: None,
            outlet_tokens: None,
            outlet_row: None,
        };
        if let Some(addressee) = addressee {
            described.set_addressee(&addressee, self);
        }
        let source = described.description.clone();
        described.set_outlet(&source, self);
        described
    }

    /// Describes a source. A name that an outlet and a person could have is the person's if the draft names that person. A name
    /// that a person and a place could have is the place's if the draft uses it as one.
    fn describe_source(&mut self, source: TokenRange) -> Description {
        let mut description = self.tokens.describe(source, self.names);
        if description.class == SourceClass::Outlet && self.speakers.is_name_of_person(description.core) {
            description.class = SourceClass::NamedPerson;
            description.name = Some(description.core);
            description.outlet = None;
        }
        if description.class == SourceClass::NamedPerson && self.speakers.is_name_of_place(&description) {
            description.class = SourceClass::Institution;
        }
        description
    }

    /// The phrases about what other outlets obtained or heard.
    pub(super) fn newsgathering(&self) -> Vec<Newsgathering> {
        let tokens = self.tokens;
        let mut newsgathering = Vec::new();
        for paragraph in tokens.language.paragraphs.iter().filter(|paragraph| paragraph.role == Role::Copy) {
            for sentence in paragraph.sentences {
                tokens.newsgathering_phrases(
                    tokens.language.sentences[sentence.index()],
                    self.names,
                    |words, outlet| {
                        if !self.speakers.is_own_or_partner(outlet.core) {
                            let state = self.is_state_controlled(outlet.outlet, Some(outlet.core));
                            let name = self.outlet_name(&outlet);
                            newsgathering.push(Newsgathering {
                                tokens: words,
                                outlet: outlet.core,
                                name,
                                class: outlet.class,
                                state,
                            });
                        }
                    },
                );
            }
        }
        newsgathering
    }

    /// Whether an outlet is state-controlled, by the built-in list or the newsroom's.
    fn is_state_controlled(&self, outlet_row: Option<u32>, tokens: Option<TokenRange>) -> bool {
        outlet_row.is_some_and(|outlet_row| self.tokens.lexicon.outlet(outlet_row).class == "state-media")
            || tokens.is_some_and(|tokens| self.names.state_in(tokens))
    }

    /// The name of an outlet: from the list, or else its core without the article.
    fn outlet_name(&self, description: &Description) -> String {
        let tokens = self.tokens;
        if let Some(outlet_row) = description.outlet {
            return tokens.lexicon.outlet(outlet_row).name.to_owned();
        }
        let mut core = description.core;
        if core.len() > 1 && tokens.is(core.start, Class::DETERMINER) {
            core.start += 1;
        }
        let range = tokens.language.prose(core);
        tokens.prose[range.range()].to_owned()
    }

    /// Turns a match into an attribution. `through` is an outlet that the words of the sentence came through.
    fn finish(&mut self, described: DescribedMatch, through: Option<&str>, nested: bool) -> TokenAttribution {
        let DescribedMatch { matched, description, addressee, outlet, outlet_tokens, outlet_row } = described;
        let is_shown = matched.confidence >= DOUBTFUL || matched.form >= SURE;
        let speaker = is_shown.then(|| self.speakers.resolve(&matched, &description, nested)).flatten();
        let class = match (description.class, speaker) {
            // “The man” after “a man” refers to a known person, as “the official” does.
            (SourceClass::UnnamedIndividual, Some(number)) => match self.speakers.class_of(number) {
                SourceClass::Anonymous => SourceClass::Role,
                class => class,
            },
            // "a councillor … the councillor": the source is still anonymous.
            (SourceClass::Role, Some(number)) if is_unnamed(&description) => match self.speakers.class_of(number) {
                SourceClass::Anonymous => SourceClass::Anonymous,
                _ => SourceClass::Role,
            },
            (SourceClass::Unknown, Some(number)) => self.speakers.class_of(number),
            (class, _) => class,
        };
        let own = outlet_tokens.as_ref().is_some_and(|tokens| self.speakers.is_own_or_partner(*tokens))
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
        let voice = match self.tokens.voice(&matched, &description) {
            Voice::Clear if speaker.is_some_and(|number| !self.speakers.is_nameable(number)) => Voice::Nameless,
            voice => voice,
        };
        if let Some(number) = speaker {
            let speaker_route =
                if route == Route::Firsthand && !own { self.speakers.default_route(number) } else { route };
            self.speakers.count_statement(number, &matched, voice, speaker_route, outlet.as_deref());
        }
        self.attribution(
            matched,
            class,
            description.core,
            AttributionFacts { addressee, outlet, outlet_tokens, outlet_row, own, route, speaker, nested, voice },
        )
    }

    /// Builds an attribution from a match, the core of its source and the computed facts.
    fn attribution(
        &self,
        matched: FrameMatch,
        class: SourceClass,
        core: TokenRange,
        facts: AttributionFacts,
    ) -> TokenAttribution {
        let tokens = self.tokens;
        let state = self.is_state_controlled(facts.outlet_row, facts.outlet_tokens);
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
                core,
                cue: matched.cue,
                head: matched.head,
                content: matched.content,
            },
        }
    }
}

/// Whether a source has no name.
fn is_unnamed(description: &Description) -> bool {
    description.name.is_none()
}

/// A match with the descriptions of its source and addressee.
struct DescribedMatch {
    matched: FrameMatch,
    description: Description,
    addressee: Option<SourceClass>,
    outlet: Option<String>,
    outlet_tokens: Option<TokenRange>,
    outlet_row: Option<u32>,
}

impl DescribedMatch {
    /// Sets the addressee, and the outlet if the addressee is one.
    fn set_addressee(&mut self, addressee: &Description, interpreter: &Interpreter<'_>) {
        self.addressee = Some(addressee.class);
        self.set_outlet(addressee, interpreter);
    }

    /// Sets the outlet that the words came through, if `through` is an outlet.
    fn set_outlet(&mut self, through: &Description, interpreter: &Interpreter<'_>) {
        if matches!(through.class, SourceClass::Outlet | SourceClass::UnnamedOutlet) {
            self.outlet = Some(interpreter.outlet_name(through));
            self.outlet_tokens = Some(through.core);
            self.outlet_row = through.outlet;
        }
    }

    /// Whether the source is an outlet, in a match that is not a heading or a credit.
    fn outlet_source(&self) -> bool {
        self.description.class == SourceClass::Outlet && self.matched.frame != Frame::Colon
    }
}

/// A match whose content may contain other matches.
struct EnclosingMatch {
    head: TokenIdx,
    content: Content,
    /// Whether everything after the start of the content belongs to it, up to the end of the sentence and despite commas.
    extends_to_end: bool,
    /// Whether there is a source that is not an outlet.
    has_speaker: bool,
}

impl EnclosingMatch {
    fn new(described: &DescribedMatch) -> Self {
        let class = described.description.class;
        Self {
            head: described.matched.head,
            content: described.matched.content.clone(),
            extends_to_end: matches!(described.matched.frame, Frame::SaidThat | Frame::Told),
            has_speaker: !matches!(class, SourceClass::Outlet | SourceClass::OwnNewsroom | SourceClass::None),
        }
    }

    /// Whether `matched` is part of the content. “And she said” after a comma is not.
    fn contains(&self, matched: &FrameMatch, tokens: Tokens<'_>) -> bool {
        let head = matched.head;
        let start = matched.source.as_ref().map_or(matched.cue.start, |source| source.start);
        let joined = start > TokenIdx::ZERO && tokens.is(start - 1, Class::COORDINATOR);
        let inside = self.content.iter().any(|content| content.contains(head));
        let after = self.extends_to_end && !joined && self.content.iter().any(|content| content.start <= head);
        self.has_speaker && self.head != head && (inside || after && self.head < head)
    }
}

/// The parts of an attribution that [`Interpreter::finish`] computes.
struct AttributionFacts {
    addressee: Option<SourceClass>,
    outlet: Option<String>,
    outlet_tokens: Option<TokenRange>,
    outlet_row: Option<u32>,
    own: bool,
    route: Route,
    speaker: Option<usize>,
    nested: bool,
    voice: Voice,
}
