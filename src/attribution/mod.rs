//! Finds every attribution in a draft: its source, cue and content, the route of its words, and its speaker. Does not depend on
//! rules or files: the caller passes the newsroom's own names.

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
#[cfg(test)]
mod test_draft;
mod voice;

pub use explain::Because;
pub use frame::Frame;
pub use model::Feature;
pub(crate) use newsroom::NewsroomNames;
pub(crate) use scratch::ScratchPool;

use crate::language::Language;
use crate::text::{ProseRange, SentenceIdx, TokenIdx, TokenRange};
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
/// From this confidence on, a rule may report an attribution, because it is more likely right than wrong.
pub const LIKELY: u8 = 50;
/// From this confidence on, an attribution covers a whole statement.
pub const SURE: u8 = 80;
/// From this confidence of a frame on, a rule may report an attribution, whatever confidence the model gives.
const CLEAR_PATTERN: u8 = 94;
/// `CLEAR_PATTERN` for a source that is a document, study or poll: for a document, “shows” has no other sense.
pub const CLEAR_DOCUMENT: u8 = 40;

/// An attribution: a source, the words that attribute, and the words that they attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenAttribution {
    /// The kind of attribution.
    pub kind: AttributionKind,
    /// The class of the source.
    pub class: SourceClass,
    /// How the words reached the newsroom.
    pub route: Route,
    /// The outlet and the addressee. Boxed, because most attributions have neither.
    pub(crate) outlet_info: Option<Box<OutletInfo>>,
    /// 1-based index into [`Attributions::speakers`]; `NonZero<u32>` keeps the `Option` at four bytes.
    pub(crate) speaker_number: Option<NonZero<u32>>,
    /// How many of a hundred such attributions are right, measured on annotated news articles.
    pub confidence: u8,
    /// How sure the frame is by itself, in percent (`rules/frames.tsv`); 0 if no frame matches.
    pub form: u8,
    /// Whether the attribution is part of the content of another one in its sentence, unless the source of that one is an
    /// outlet or not named.
    pub nested: bool,
    /// Whether the source speaks, and whether it is clear who that is.
    pub voice: Voice,
    /// The frame that matches, or the one that fits best if only the model found the attribution.
    pub frame: Frame,
    /// Whether the outlet, as source or addressee, is the newsroom's own or a partner.
    pub own: bool,
    /// Whether the outlet is state-controlled.
    pub state: bool,
    /// The class of the addressee (“told the Courier”), if there is one.
    pub addressee: Option<SourceClass>,
    /// The parts of the attribution, as ranges of tokens.
    pub at: AttributionParts,
}

impl TokenAttribution {
    /// The source, as bytes of the prose; `None` for an agentless attribution.
    #[must_use]
    pub fn source(&self, language: &Language) -> Option<ProseRange> {
        Some(language.prose(self.at.source?))
    }

    /// The cue (“said”, “according to”), as bytes of the prose.
    #[must_use]
    pub fn cue(&self, language: &Language) -> ProseRange {
        language.prose(self.at.cue)
    }

    /// The content, as bytes of the prose, in the order of the draft.
    pub fn content(&self, language: &Language) -> impl Iterator<Item = ProseRange> {
        self.at.content.iter().map(|content| language.prose(*content))
    }

    /// The outlet or document that the words came through.
    #[must_use]
    pub fn outlet(&self) -> Option<&str> {
        self.outlet_info.as_ref()?.outlet.as_deref()
    }

    /// The tokens of the outlet's name, as source or addressee.
    #[must_use]
    pub fn outlet_at(&self) -> Option<TokenRange> {
        self.outlet_info.as_ref()?.outlet_at
    }

    /// The tokens of the addressee.
    #[must_use]
    pub fn addressee_at(&self) -> Option<TokenRange> {
        self.outlet_info.as_ref()?.addressee_at
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

    /// Whether a rule may report the attribution, because annotators would mark it or its frame is unambiguous. Without
    /// content, a higher confidence is required: “wrote to the mayor” and “wrote a letter” may attribute nothing.
    #[must_use]
    pub fn is_likely(&self) -> bool {
        let clear = if self.kind == AttributionKind::Document && self.has_document_source() {
            CLEAR_DOCUMENT
        } else {
            CLEAR_PATTERN
        };
        let told_to_press =
            matches!(self.addressee, Some(SourceClass::Outlet | SourceClass::UnnamedOutlet | SourceClass::OwnNewsroom));
        let has_words_or_press = !self.at.content.is_empty() || told_to_press;
        // “quoted by the agency”: if the agent is an outlet, this has no other sense.
        let passed_on_by_outlet = self.frame == Frame::PassiveBy && self.class == SourceClass::Outlet && self.form > 0;
        self.confidence >= (if has_words_or_press { LIKELY } else { SURE }) || self.form >= clear || passed_on_by_outlet
    }
}

/// The content of an attribution, as ranges of tokens: rarely more than one on each side of the cue.
pub type Content = SmallVec<[TokenRange; 2]>;

/// The parts of an attribution, as ranges of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributionParts {
    /// The source's noun phrase, with its appositives.
    pub source: Option<TokenRange>,
    /// The source without appositive, relative clause or place.
    pub core: TokenRange,
    /// The cue.
    pub cue: TokenRange,
    /// The main word of the cue.
    pub head: TokenIdx,
    /// The content.
    pub content: Content,
}

/// The outlet and the addressee of an attribution.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OutletInfo {
    /// The outlet or document that the words came through.
    pub(crate) outlet: Option<Box<str>>,
    /// The tokens of the outlet's name, as source or addressee.
    pub(crate) outlet_at: Option<TokenRange>,
    /// The tokens of the addressee.
    pub(crate) addressee_at: Option<TokenRange>,
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
    /// A source says, writes or asks something.
    Speech,
    /// A source thinks, knows or fears something.
    Thought,
    /// A source hopes, wants or plans something.
    Wish,
    /// A source takes a side or acts by words: supports, opposes, votes.
    Stance,
    /// A document, a study or figures show something.
    Document,
    /// No source is named: "reportedly", "it is believed".
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
    /// An organisation that speaks in its own name, or a place name that means a government.
    Institution,
    /// Several unnamed officials or members of an organisation.
    Collective,
    /// A person whose name is withheld.
    Anonymous,
    /// An unnamed passer-by or witness.
    UnnamedIndividual,
    /// An unspecified group that is cited as an authority: experts, critics, many.
    VagueGroup,
    /// A document, record or data.
    Document,
    /// Another news outlet.
    Outlet,
    /// Unnamed news media: "local media", "reports".
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
    /// No source.
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
    /// The class of the speaker.
    pub class: SourceClass,
    /// How the speaker's words reached the newsroom.
    pub route: Route,
    /// The outlet that the words came through, if any.
    pub outlet: Option<String>,
    /// The number of attributions.
    pub statements: u32,
    /// The number of words inside quotation marks.
    pub quoted_words: u32,
    /// The first mention, as bytes of prose.
    pub first: ProseRange,
}

/// The counts of statements whose speaker is unclear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclearStatements {
    /// The number of attributions.
    pub statements: u32,
    /// The number of words inside quotation marks.
    pub quoted_words: u32,
    /// The first cue, as bytes of prose.
    pub first: ProseRange,
}

/// A phrase which says that an outlet obtained or heard something, without a verb of reporting: “a video obtained by the
/// Courier”.
#[derive(Clone, Debug, PartialEq)]
pub struct Newsgathering {
    /// The tokens of the phrase, with the outlet.
    pub tokens: TokenRange,
    /// The tokens of the outlet.
    pub outlet: TokenRange,
    /// The name of the outlet.
    pub name: String,
    /// The class of the outlet: an outlet with or without a name.
    pub class: SourceClass,
    /// Whether the outlet is state-controlled.
    pub state: bool,
}

/// All attributions of a draft.
#[derive(Clone, Debug, Default)]
pub struct Attributions {
    /// The attributions, sentence by sentence, in the order in which they were found.
    pub attributions: Vec<TokenAttribution>,
    /// The speakers of all attributions. First come those who speak, then those who only know, want or do something. Each group
    /// is in the order of first mention.
    pub speakers: Vec<SpeakerRecord>,
    /// The number of speakers who speak; they are first in `speakers`.
    pub(crate) speaking: usize,
    /// The statements whose speaker is unclear; `None` if there are none.
    pub unclear: Option<UnclearStatements>,
    /// Phrases about what outlets obtained or heard, in the order of the draft. Those about the newsroom and its partners are
    /// left out.
    pub gathered: Vec<Newsgathering>,
    /// For each sentence, the number of attributions from the start of the draft to the end of the sentence.
    sentences: Vec<u32>,
    /// For each quotation, the 1-based number of the attribution that it belongs to; `NonZero<u32>` keeps the `Option`
    /// at four bytes.
    quotations: Vec<Option<NonZero<u32>>>,
}

impl Attributions {
    /// The indices of the attributions with their cue in this sentence.
    pub(crate) fn numbers(&self, sentence: SentenceIdx) -> Range<u32> {
        let Some(&end) = self.sentences.get(sentence.index()) else { return 0..0 };
        sentence.checked_sub(1).map_or(0, |before| self.sentences[before.index()])..end
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

    /// The class of an attribution's source. For an institution it is the class of its speaker, which distinguishes one person
    /// (“a plumber”) from an organisation.
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
    pub fn is_unclear(&self, attribution: &TokenAttribution) -> bool {
        matches!(attribution.voice, Voice::Unclear | Voice::Nameless | Voice::Clear)
            && attribution.is_likely()
            && !matches!(
                attribution.class,
                // An outlet is the source even if it is uncertain that it speaks: "as per AP".
                SourceClass::Outlet | SourceClass::UnnamedOutlet | SourceClass::OwnNewsroom | SourceClass::None
            )
            && self.speaker_of(attribution).is_none()
    }

    /// The probable speaker of an attribution that is too uncertain to count as a statement, as an index into
    /// [`Attributions::speaking`].
    #[must_use]
    pub fn probable_speaker(&self, attribution: &TokenAttribution) -> Option<usize> {
        let uncertain = attribution.voice == Voice::Unclear && self.is_unclear(attribution);
        attribution.speaker().filter(|&number| uncertain && number < self.speaking)
    }

    /// The attributions with their cue in this sentence.
    #[must_use]
    pub fn in_sentence(&self, sentence: SentenceIdx) -> &[TokenAttribution] {
        let numbers = self.numbers(sentence);
        &self.attributions[numbers.start as usize..numbers.end as usize]
    }

    /// The attribution of a quotation, by the index of the quotation in `Language::quotations`. `None` if no attribution in the
    /// quotation's sentences contains it.
    #[must_use]
    pub fn of_quotation(&self, quotation: usize) -> Option<&TokenAttribution> {
        Some(&self.attributions[self.number_of_quotation(quotation)? as usize])
    }

    /// The index of the attribution of a quotation.
    pub(crate) fn number_of_quotation(&self, quotation: usize) -> Option<u32> {
        self.quotations.get(quotation)?.map(|number| number.get() - 1)
    }
}
