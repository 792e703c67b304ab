//! Finds every attribution in a draft: its source, cue and content, the route its words took, and its speaker. Knows
//! neither rules nor files; the caller passes the newsroom's own names.

mod addressee;
mod case;
mod content;
mod coreference;
mod credit;
mod explain;
mod frame;
mod inverted;
pub(crate) mod model;
mod newsgathering;
mod newsroom;
mod nonfinite;
mod phrase;
mod read;
mod scratch;
mod source;
mod voice;

pub use explain::Because;
pub use frame::Frame;
pub use model::Feature;
pub(crate) use newsroom::NewsroomNames;
pub(crate) use scratch::ScratchPool;

use crate::language::Language;
use serde::Serialize;
use smallvec::SmallVec;
use std::num::NonZero;
use std::ops::Range;

/// The newsroom that the draft belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Newsroom {
    /// Names under which the newsroom itself appears in copy.
    pub own_outlets: Vec<String>,
    /// Outlets whose copy the newsroom may run as its own.
    pub partners: Vec<String>,
    /// Names of state-controlled outlets, in addition to the built-in list.
    pub state_media: Vec<String>,
}

/// Below this confidence an attribution only suppresses findings; it is not shown.
pub const DOUBTFUL: u8 = 35;
/// From this confidence on a rule may report an attribution: it is more likely right than wrong.
pub const LIKELY: u8 = 50;
/// From this confidence on an attribution covers a whole statement.
pub const SURE: u8 = 80;
/// From this figure on a pattern of words is enough by itself, whatever the model says.
const CLEAR_PATTERN: u8 = 94;
/// The same if the source is a document, study or poll: for a document, “shows” has no other sense.
pub const CLEAR_DOCUMENT: u8 = 40;

/// An attribution: a source, the words that attribute, and the words that they attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenAttribution {
    /// What kind of attribution it is.
    pub kind: AttributionKind,
    /// What kind of source it is.
    pub class: SourceClass,
    /// How the words reached the newsroom.
    pub route: Route,
    /// Its outlet and addressee. Boxed, because most attributions have neither.
    pub(crate) outlet_info: Option<Box<OutletInfo>>,
    /// 1-based index into [`Attributions::speakers`]; `NonZero<u32>` keeps the `Option` at four bytes.
    pub(crate) speaker_number: Option<NonZero<u32>>,
    /// How many of a hundred such attributions are right, measured on annotated news articles.
    pub confidence: u8,
    /// How sure its pattern of words is by itself, in percent (`rules/frames.tsv`); 0 if no frame fits.
    pub form: u8,
    /// Whether it is part of the content of another attribution of its sentence.
    pub nested: bool,
    /// What it says about who speaks.
    pub voice: Voice,
    /// The frame it matches.
    pub frame: Frame,
    /// Whether the outlet, as source or addressee, is the newsroom's own or a partner.
    pub own: bool,
    /// Whether the outlet is state-controlled.
    pub state: bool,
    /// The class of the addressee (“told the Courier”), if there is one.
    pub addressee: Option<SourceClass>,
    /// Its parts, as ranges of tokens.
    pub at: AttributionParts,
}

impl TokenAttribution {
    /// The source, as bytes of the prose; `None` for an agentless attribution.
    #[must_use]
    pub fn source(&self, language: &Language) -> Option<Range<u32>> {
        Some(language.prose(self.at.source.clone()?))
    }

    /// The cue (“said”, “according to”), as bytes of the prose.
    #[must_use]
    pub fn cue(&self, language: &Language) -> Range<u32> {
        language.prose(self.at.cue.clone())
    }

    /// The content, as bytes of the prose, in the order of the draft.
    pub fn content(&self, language: &Language) -> impl Iterator<Item = Range<u32>> {
        self.at.content.iter().map(|content| language.prose(content.clone()))
    }

    /// The outlet or document that the words came through.
    #[must_use]
    pub fn outlet(&self) -> Option<&str> {
        self.outlet_info.as_ref()?.outlet.as_deref()
    }

    /// The tokens of the outlet's name, as source or addressee.
    #[must_use]
    pub fn outlet_at(&self) -> Option<&Range<u32>> {
        self.outlet_info.as_ref()?.outlet_at.as_ref()
    }

    /// The tokens of the addressee.
    #[must_use]
    pub fn addressee_at(&self) -> Option<&Range<u32>> {
        self.outlet_info.as_ref()?.addressee_at.as_ref()
    }

    /// Index into [`Attributions::speakers`].
    #[must_use]
    pub fn speaker(&self) -> Option<usize> {
        self.speaker_number.map(|number| number.get() as usize - 1)
    }

    /// Whether the source is a document, a study or a poll.
    #[must_use]
    pub fn has_document_source(&self) -> bool {
        matches!(self.class, SourceClass::Document | SourceClass::Study | SourceClass::Poll)
    }

    /// Whether a rule may report it: annotators would mark it, or its pattern of words is unambiguous. “Wrote to the
    /// mayor” and “wrote a letter” need not attribute anything, so without content more is required.
    #[must_use]
    pub fn is_likely(&self) -> bool {
        let clear = if self.kind == AttributionKind::Document && self.has_document_source() {
            CLEAR_DOCUMENT
        } else {
            CLEAR_PATTERN
        };
        let press =
            matches!(self.addressee, Some(SourceClass::Outlet | SourceClass::UnnamedOutlet | SourceClass::OwnNewsroom));
        let told = !self.at.content.is_empty() || press;
        // “quoted by the agency”: for an outlet, this has no other sense.
        let passed_on = self.frame == Frame::PassiveBy && self.class == SourceClass::Outlet && self.form > 0;
        self.confidence >= (if told { LIKELY } else { SURE }) || self.form >= clear || passed_on
    }
}

/// The content of an attribution, as ranges of tokens: rarely more than one on each side of the cue.
pub type Content = SmallVec<[Range<u32>; 2]>;

/// The parts of an attribution, as ranges of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributionParts {
    /// The source's noun phrase, with its appositives.
    pub source: Option<Range<u32>>,
    /// The source without appositive, relative clause or place.
    pub core: Range<u32>,
    /// The cue.
    pub cue: Range<u32>,
    /// The main word of the cue.
    pub head: u32,
    /// The content.
    pub content: Content,
}

/// The outlet and the addressee of an attribution.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OutletInfo {
    /// The outlet or document that the words came through.
    pub(crate) outlet: Option<Box<str>>,
    /// The tokens of the outlet's name, as source or addressee.
    pub(crate) outlet_at: Option<Range<u32>>,
    /// The tokens of the addressee.
    pub(crate) addressee_at: Option<Range<u32>>,
}

/// Whether the source of an attribution speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Voice {
    /// The source does something other than speak: knows, wants, votes.
    Silent,
    /// The source holds a view, which it must have expressed somehow: believes, fears.
    Thinks,
    /// The cue is one of speech, but the attribution is too uncertain to name a speaker.
    Unclear,
    /// The cue is one of speech, but the words of the source name nobody.
    Nameless,
    /// The source speaks.
    Clear,
}

/// The kind of an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttributionKind {
    /// Somebody says, writes, asks.
    Speech,
    /// Somebody thinks, knows, fears.
    Thought,
    /// Somebody hopes, wants, plans.
    Wish,
    /// Somebody takes a side or acts by words: supports, opposes, votes.
    Stance,
    /// A document, a study or figures show.
    Document,
    /// Nobody in particular: "reportedly", "it is believed".
    Agentless,
}

/// The class of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceClass {
    /// A person with a name.
    NamedPerson,
    /// A person known by a role: "the governor".
    Role,
    /// A body that speaks in its own name, or a place name that means a government.
    Institution,
    /// Several officials or members without a name.
    Collective,
    /// A person whose name is withheld.
    Anonymous,
    /// A passer-by or witness without a name.
    UnnamedIndividual,
    /// An unspecified group used as authority: experts, critics, many.
    VagueGroup,
    /// A document, record or data.
    Document,
    /// Another news outlet.
    Outlet,
    /// News media without a name: "local media", "reports".
    UnnamedOutlet,
    /// The newsroom itself.
    OwnNewsroom,
    /// Posts or users of social media.
    SocialMedia,
    /// A study or research.
    Study,
    /// A poll or survey.
    Poll,
    /// A pronoun or noun for which no speaker was found.
    Unknown,
    /// No source at all.
    None,
}

/// How the words of a source reached the newsroom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// Said or shown to the newsroom.
    Firsthand,
    /// Through another outlet.
    Outlet,
    /// Through a document, study or post.
    Document,
    /// The draft does not say.
    Unknown,
}

/// A person, body or document that a draft attributes statements to.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerRecord {
    /// The longest name or description in the draft.
    pub name: String,
    /// What kind of source it is.
    pub class: SourceClass,
    /// How its words reached the newsroom.
    pub route: Route,
    /// The outlet that the words came through, if any.
    pub outlet: Option<String>,
    /// Number of attributions.
    pub statements: u32,
    /// Words inside quotation marks.
    pub quoted_words: u32,
    /// The first mention, as bytes of prose.
    pub first: Range<u32>,
}

/// Statements whose speaker is unclear, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclearStatements {
    /// Number of attributions.
    pub statements: u32,
    /// Words inside quotation marks.
    pub quoted_words: u32,
    /// The first cue, as bytes of prose.
    pub first: Range<u32>,
}

/// Something that an outlet obtained or heard, without a verb of reporting: “a video obtained by the Courier”.
#[derive(Clone, Debug, PartialEq)]
pub struct Newsgathering {
    /// The tokens of the phrase, with the outlet.
    pub tokens: Range<u32>,
    /// The tokens of the outlet.
    pub outlet: Range<u32>,
    /// Its name.
    pub name: String,
    /// Its class: an outlet with or without a name.
    pub class: SourceClass,
    /// Whether it is state-controlled.
    pub state: bool,
}

/// All attributions of a draft.
#[derive(Clone, Debug, Default)]
pub struct Attributions {
    /// The attributions, sentence by sentence, in the order in which they were found.
    pub attributions: Vec<TokenAttribution>,
    /// The speakers of all attributions: first those who speak, then those who only know, want or do something; each
    /// group by first mention.
    pub speakers: Vec<SpeakerRecord>,
    /// How many of the speakers speak.
    pub(crate) speaking: usize,
    /// The statements whose speaker is unclear; `None` if there are none.
    pub unclear: Option<UnclearStatements>,
    /// What other outlets obtained or heard, in the order of the draft; without the newsroom and its partners.
    pub gathered: Vec<Newsgathering>,
    /// For each sentence, how many attributions there are up to its end.
    sentences: Vec<u32>,
    /// For each quotation, the 1-based number of the attribution that it belongs to; `NonZero<u32>` keeps the `Option`
    /// at four bytes.
    quotations: Vec<Option<NonZero<u32>>>,
}

impl Attributions {
    /// The numbers of the attributions with their cue in this sentence.
    pub(crate) fn numbers(&self, sentence: usize) -> Range<u32> {
        let Some(&end) = self.sentences.get(sentence) else { return 0..0 };
        sentence.checked_sub(1).map_or(0, |before| self.sentences[before])..end
    }

    /// The speakers who have at least one statement.
    #[must_use]
    pub fn speaking(&self) -> &[SpeakerRecord] {
        &self.speakers[..self.speaking]
    }

    /// The speaker of an attribution, as an index into [`Attributions::speaking`]; `None` if nobody speaks or it is
    /// unclear who.
    #[must_use]
    pub fn speaker_of(&self, attribution: &TokenAttribution) -> Option<usize> {
        attribution.speaker().filter(|&number| attribution.voice == Voice::Clear && number < self.speaking)
    }

    /// The class of an attribution's source. For an institution it is the class of its speaker, which tells one person
    /// (“a plumber”) from a body.
    #[must_use]
    pub fn class_of(&self, attribution: &TokenAttribution) -> SourceClass {
        let of_speaker = || self.speaker_of(attribution).map(|number| self.speakers[number].class);
        match attribution.class {
            SourceClass::Institution => of_speaker().unwrap_or(SourceClass::Institution),
            class => class,
        }
    }

    /// Whether somebody speaks in an attribution, but it is unclear who.
    #[must_use]
    pub fn is_unclear(&self, relation: &TokenAttribution) -> bool {
        matches!(relation.voice, Voice::Unclear | Voice::Nameless | Voice::Clear)
            && relation.is_likely()
            && !matches!(
                relation.class,
                // An outlet is the source even where it is in doubt that it speaks: "as per AP".
                SourceClass::Outlet | SourceClass::UnnamedOutlet | SourceClass::OwnNewsroom | SourceClass::None
            )
            && self.speaker_of(relation).is_none()
    }

    /// Who probably speaks in a relation whose reading is too doubtful to count it, as an index into
    /// [`Attributions::speaking`].
    #[must_use]
    pub fn probable_speaker(&self, relation: &TokenAttribution) -> Option<usize> {
        let doubted = relation.voice == Voice::Unclear && self.is_unclear(relation);
        relation.speaker().filter(|&number| doubted && number < self.speaking)
    }

    /// The attributions with their cue in this sentence.
    #[must_use]
    pub fn in_sentence(&self, sentence: usize) -> &[TokenAttribution] {
        let numbers = self.numbers(sentence);
        &self.attributions[numbers.start as usize..numbers.end as usize]
    }

    /// The attribution of a quotation, by the number of the quotation in `Language::quotations`. `None` if no
    /// attribution of its sentences contains it.
    #[must_use]
    pub fn of_quotation(&self, quotation: usize) -> Option<&TokenAttribution> {
        Some(&self.attributions[self.number_of_quotation(quotation)? as usize])
    }

    /// The number of the attribution of a quotation.
    pub(crate) fn number_of_quotation(&self, quotation: usize) -> Option<u32> {
        self.quotations.get(quotation)?.map(|number| number.get() - 1)
    }
}
