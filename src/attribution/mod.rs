//! Who stands behind what: source, cue and content of every attribution in a draft, the route its words took, and its
//! speakers. Knows neither rules nor files; the newsroom's own names are handed to it.

mod borrowed;
mod content;
mod credit;
mod explain;
#[cfg(test)]
mod forms;
mod frame;
mod gathering;
mod inverted;
#[cfg(test)]
#[path = "../../tests/readings/kept.rs"]
mod kept;
pub(crate) mod model;
mod newsroom;
mod phrase;
mod read;
mod scratch;
mod source;
mod speaker;
mod venue;
mod voice;

pub use explain::Because;
pub use frame::Frame;
pub use model::Feature;
pub(crate) use newsroom::Listed;
pub(crate) use scratch::ScratchPool;

use crate::language::Language;
use serde::Serialize;
use smallvec::SmallVec;
use std::num::NonZero;
use std::ops::Range;

/// The newsroom whose draft is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Newsroom {
    /// Names under which the newsroom itself appears in copy.
    pub own_outlets: Vec<String>,
    /// Outlets whose copy the newsroom may run as its own.
    pub partners: Vec<String>,
    /// Outlets that a state controls, beside the built-in list; names only.
    pub state_media: Vec<String>,
}

/// Below this confidence a reading keeps a rule from asking who says so, and is told nobody.
pub const DOUBTFUL: u8 = 35;
/// From this confidence on a rule may speak of a relation: it is likelier right than wrong.
pub const LIKELY: u8 = 50;
/// From this confidence on a reading answers for a whole statement.
pub const SURE: u8 = 80;
/// From here on a form of words needs no other witness.
const CLEAR: u8 = 94;
/// The same where something written or counted is the source: a paper that "shows" has no other sense.
pub const PAPER: u8 = 40;

/// One relation: a source, the words that attribute, and what is attributed.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// What kind of attribution it is.
    pub kind: Kind,
    /// What kind of source it is.
    pub class: SourceClass,
    /// How the words came to the newsroom.
    pub route: Route,
    /// The outlets in it, of which most have none.
    pub(crate) press: Option<Box<Press>>,
    /// One more than the index into [`Attributions::speakers`]: so it takes a quarter of the room, and there are many relations.
    pub(crate) by: Option<NonZero<u32>>,
    /// How many of a hundred such readings are right, by what people marked in news articles.
    pub confidence: u8,
    /// How sure the form of words is by itself, in percent; 0 where no frame fits.
    pub form: u8,
    /// It is part of what another relation of its sentence tells.
    pub nested: bool,
    /// How far it goes to show who speaks.
    pub voice: Voice,
    /// The form of words.
    pub frame: Frame,
    /// The outlet, as source or venue, is the newsroom's own or a partner.
    pub own: bool,
    /// The outlet is one that a state controls.
    pub state: bool,
    /// What kind of body was spoken to ("told the Courier"), if one is named.
    pub venue: Option<SourceClass>,
    /// Where its parts stand.
    pub at: Places,
}

impl Attribution {
    /// The words that name the source, as bytes of the prose, or `None` for an agentless attribution.
    #[must_use]
    pub fn source(&self, language: &Language) -> Option<Range<u32>> {
        Some(language.prose(self.at.source.clone()?))
    }

    /// The words that attribute ("said", "according to"), as bytes of the prose.
    #[must_use]
    pub fn cue(&self, language: &Language) -> Range<u32> {
        language.prose(self.at.cue.clone())
    }

    /// What is attributed, as bytes of the prose, in the order of the draft.
    pub fn content(&self, language: &Language) -> impl Iterator<Item = Range<u32>> {
        self.at.content.iter().map(|content| language.prose(content.clone()))
    }

    /// The outlet or document they came through.
    #[must_use]
    pub fn outlet(&self) -> Option<&str> {
        self.press.as_ref()?.outlet.as_deref()
    }

    /// The tokens of the outlet's name, as source or venue.
    #[must_use]
    pub fn outlet_at(&self) -> Option<&Range<u32>> {
        self.press.as_ref()?.outlet_at.as_ref()
    }

    /// The tokens of who was spoken to.
    #[must_use]
    pub fn venue_at(&self) -> Option<&Range<u32>> {
        self.press.as_ref()?.venue_at.as_ref()
    }

    /// Index into [`Attributions::speakers`].
    #[must_use]
    pub fn speaker(&self) -> Option<usize> {
        self.by.map(|number| number.get() as usize - 1)
    }

    /// Whether something written or counted is the source.
    #[must_use]
    pub fn is_paper(&self) -> bool {
        matches!(self.class, SourceClass::Document | SourceClass::Study | SourceClass::Poll)
    }

    /// Whether a rule may query it: people would mark it, or its form of words leaves no doubt. Who "wrote to the mayor"
    /// or "wrote a letter" need not be quoted at all.
    #[must_use]
    pub fn is_likely(&self) -> bool {
        let clear = if self.kind == Kind::Document && self.is_paper() { PAPER } else { CLEAR };
        let press =
            matches!(self.venue, Some(SourceClass::Outlet | SourceClass::UnnamedOutlet | SourceClass::OwnNewsroom));
        let told = !self.at.content.is_empty() || press;
        // "quoted by the agency": an outlet does nothing else with words.
        let passed_on = self.frame == Frame::PassiveBy && self.class == SourceClass::Outlet && self.form > 0;
        self.confidence >= (if told { LIKELY } else { SURE }) || self.form >= clear || passed_on
    }
}

/// What a relation attributes, as ranges of tokens: seldom more than what stands on either side of its cue.
pub type Content = SmallVec<[Range<u32>; 2]>;

/// Where a relation's parts stand, as ranges of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The source's noun phrase, with its appositives.
    pub source: Option<Range<u32>>,
    /// The part of it that carries the sense: no appositive, relative clause or place.
    pub core: Range<u32>,
    /// The cue.
    pub cue: Range<u32>,
    /// The word of the cue that carries its sense.
    pub head: u32,
    /// What is attributed.
    pub content: Content,
}

/// Through whom a relation's words came, or who was spoken to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Press {
    /// The outlet or document they came through.
    pub(crate) outlet: Option<Box<str>>,
    /// The tokens of the outlet's name, as source or venue.
    pub(crate) outlet_at: Option<Range<u32>>,
    /// The tokens of who was spoken to.
    pub(crate) venue_at: Option<Range<u32>>,
}

/// How far a relation goes to show that its source speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Voice {
    /// Its source does something other than speak: knows, wants, votes.
    Silent,
    /// Its source holds a view, which it must have told somehow: believes, fears.
    Thinks,
    /// Its cue is one of speech, but the reading is too doubtful to name the speaker.
    Unclear,
    /// Its cue is one of speech, but the words of its source name nobody.
    Nameless,
    /// Its source speaks.
    Clear,
}

/// What kind of attribution a relation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
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

/// What kind of source stands behind a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceClass {
    /// A person with a name.
    NamedPerson,
    /// A person known by a role: "the governor".
    Role,
    /// A body that speaks in its own name, or a place that stands for a government.
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
    /// A pronoun or noun that no speaker could be found for.
    Unknown,
    /// No source at all.
    None,
}

/// How the words of a source came to the newsroom.
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

/// Somebody, or something, that a draft attributes statements to.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The fullest name or description in the draft.
    pub name: String,
    /// What kind of source it is.
    pub class: SourceClass,
    /// How most of its words came.
    pub route: Route,
    /// The outlet they came through, if any.
    pub outlet: Option<String>,
    /// Number of attributions.
    pub statements: u32,
    /// Words inside quotation marks.
    pub quoted_words: u32,
    /// The first mention, as bytes of prose.
    pub first: Range<u32>,
}

/// Statements of which it is unclear who makes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// Number of attributions.
    pub statements: u32,
    /// Words inside quotation marks.
    pub quoted_words: u32,
    /// The first cue, as bytes of prose.
    pub first: Range<u32>,
}

/// What an outlet got hold of or heard, where no verb says that it reported: "a video obtained by the Courier".
#[derive(Clone, Debug, PartialEq)]
pub struct Newsgathering {
    /// The tokens of the words that say so, with the outlet.
    pub tokens: Range<u32>,
    /// The tokens of the outlet.
    pub outlet: Range<u32>,
    /// Its name.
    pub name: String,
    /// Whether it has a name.
    pub class: SourceClass,
    /// It is one that a state controls.
    pub state: bool,
}

/// Everything a draft attributes.
#[derive(Clone, Debug, Default)]
pub struct Attributions {
    /// Sentence by sentence, in the order in which they were found.
    pub relations: Vec<Attribution>,
    /// Everybody to whom a relation is given: first those who speak, then those who only know, want or do something, each by
    /// first mention.
    pub speakers: Vec<Speaker>,
    /// How many of them speak.
    pub(crate) speaking: usize,
    /// What is said by somebody whom the reading does not tell for sure; `None` where there is no such statement.
    pub unclear: Option<Unclear>,
    /// What other outlets gathered, in the order of the draft; not what the newsroom or its partners did.
    pub gathered: Vec<Newsgathering>,
    /// For each sentence of the language layer, the number of relations up to its end; its own follow on those of the one before.
    sentences: Vec<u32>,
    /// For each quotation of the language layer, one more than the number of the relation that attributes it: so it takes half
    /// of the room.
    quotations: Vec<Option<NonZero<u32>>>,
}

impl Attributions {
    /// The numbers of the relations whose cue stands in this sentence.
    pub(crate) fn numbers(&self, sentence: usize) -> Range<u32> {
        let Some(&end) = self.sentences.get(sentence) else { return 0..0 };
        sentence.checked_sub(1).map_or(0, |before| self.sentences[before])..end
    }

    /// The speakers that a draft's sources are: those with a statement of their own.
    #[must_use]
    pub fn speaking(&self) -> &[Speaker] {
        &self.speakers[..self.speaking]
    }

    /// Who speaks in a relation, as an index into [`Attributions::speaking`]; `None` where nobody does, or it is unclear who.
    #[must_use]
    pub fn speaker_of(&self, relation: &Attribution) -> Option<usize> {
        relation.speaker().filter(|&number| relation.voice == Voice::Clear && number < self.speaking)
    }

    /// The class of a relation's source as the list of speakers has it, which knows one person by "a" from a body.
    #[must_use]
    pub fn class_of(&self, relation: &Attribution) -> SourceClass {
        let of_speaker = || self.speaker_of(relation).map(|number| self.speakers[number].class);
        match relation.class {
            SourceClass::Institution => of_speaker().unwrap_or(SourceClass::Institution),
            class => class,
        }
    }

    /// Whether somebody speaks in a relation whom the reading does not tell for sure.
    #[must_use]
    pub fn is_unclear(&self, relation: &Attribution) -> bool {
        matches!(relation.voice, Voice::Unclear | Voice::Nameless | Voice::Clear)
            && relation.is_likely()
            && !matches!(relation.class, SourceClass::OwnNewsroom | SourceClass::None)
            && self.speaker_of(relation).is_none()
    }

    /// The relations whose cue stands in this sentence.
    #[must_use]
    pub fn in_sentence(&self, sentence: usize) -> &[Attribution] {
        let numbers = self.numbers(sentence);
        &self.relations[numbers.start as usize..numbers.end as usize]
    }

    /// The relation that attributes a quotation of the language layer, by the quotation's number: who spoke is its source
    /// and speaker, where the attribution stands its cue. `None` when no cue in the quotation's sentences covers it.
    #[must_use]
    pub fn of_quotation(&self, quotation: usize) -> Option<&Attribution> {
        Some(&self.relations[self.number_of_quotation(quotation)? as usize])
    }

    /// The number of that relation.
    pub(crate) fn number_of_quotation(&self, quotation: usize) -> Option<u32> {
        self.quotations.get(quotation)?.map(|number| number.get() - 1)
    }
}
