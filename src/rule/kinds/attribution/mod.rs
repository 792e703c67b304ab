//! The rule kind that asks who a source is, and how its words came.

mod already_reported;
mod passes;
mod reach;
mod severity;
mod source_named;

use crate::attribution::{AttributionKind, Frame, SourceClass, TokenAttribution};
use crate::language::{Class, Grammar, LexiconBuilder, List, Match, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::attributions::{is_attributed, one_unnamed, without_colon};
use crate::rule::kinds::shared::{
    AddableEntry, FindingExtras, FindingSink, LintedDraft, PhraseList, Variant, add_list, outlet_words, source_words,
};
use crate::rule::lists::{WordSet, WordsByWord, each_once};
use already_reported::AlreadyReported;
use passes::passes;
use reach::Reach;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use severity::{case_of, lightened, lighter};
use source_named::{is_told_to_the_press, one_named, outlet_named};
use std::ops::Range;

/// Keys of the kind `attribution`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AttributionKeys {
    /// The classes of source it is about.
    #[serde(deserialize_with = "each_once")]
    pub source: Vec<SourceClass>,
    /// Words of which the source must have one; phrase patterns. Any source will do when there are none.
    #[serde(default)]
    pub words: Vec<String>,
    /// In which part the source stands; both when the file does not say.
    #[serde(default = "Via::all", deserialize_with = "each_once")]
    pub via: Vec<Via>,
    /// What a finding covers.
    #[serde(default)]
    pub span: FindingSpan,
    /// What lets the attribution pass.
    #[serde(default)]
    pub unless: Unless,
    /// Words of a source that let it pass, in lower case: "police".
    #[serde(default)]
    pub accept: WordSet,
    /// Phrases that let all sources of a draft pass, wherever they stand: "could not verify".
    #[serde(default)]
    pub unless_words: Vec<String>,
    /// Whether it is about pronouns that stand for nobody the draft has named.
    #[serde(default)]
    pub pronouns: bool,
    /// Whether only the first such source of a draft is queried.
    #[serde(default)]
    pub once: bool,
    /// Verbs, in their base form, that let a source pass: what an outlet agrees to is news of the outlet.
    #[serde(default)]
    pub accept_verbs: WordSet,
    /// Phrases in the frame of an attribution that make an outlet a party to what it speaks of: "in a court filing".
    #[serde(default)]
    pub party: Vec<String>,
    /// For nouns that stand for news media and for much else, the words that may stand before them: "local", of "reports".
    #[serde(default)]
    pub beside: WordsByWord,
    /// For nouns of registers, the words before them that say which public one it is: "court", of "records".
    #[serde(default)]
    pub registers: WordsByWord,
    /// Words of a source that let it pass inside the words of a source with a name: "an internal poll", said the union.
    #[serde(default)]
    pub accept_inside: WordSet,
    /// For later mentions of a source that the draft has been asked about: the same outlet, or "the officials" again.
    pub later: Option<Variant>,
    /// For an outlet that passes on what somebody with a name said.
    pub quoted: Option<Variant>,
    /// For a source of which the sentence says why it has no name.
    pub explained: Option<Variant>,
    /// For one person whom the next sentences bring in with a name.
    pub introduced: Option<Variant>,
    /// For a source beside which somebody with a name speaks.
    pub nearby: Option<Variant>,
    /// For a source beside which somebody speaks with a name and an office or trade.
    pub described: Option<Variant>,
    /// Whether a group of which the draft says how many spoke is asked for, whatever body or officer it names: "two officials".
    #[serde(default)]
    pub counted: bool,
    /// Last words of a source, in lower case, for those who speak in public or for a body that everybody knows: "prosecutors".
    #[serde(default)]
    pub in_public: WordSet,
    /// For such a source.
    pub public: Option<Variant>,
    /// For what a crowd thinks, and for what an outlet makes of something.
    pub view: Option<Variant>,
    /// For a source without any description: "sources said".
    pub bare: Option<Variant>,
    /// For an outlet that a state controls.
    pub state: Option<Variant>,
    /// For an outlet that is only the venue: "told the Daily Mail".
    pub venue: Option<Variant>,
    /// For a passer-by or witness without a name.
    pub witness: Option<Variant>,
    /// For a source that is an intelligence service's paper.
    pub intelligence: Option<Variant>,
}

/// The part an outlet plays in an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// It vouches for the statement: "according to the Daily Mail".
    Source,
    /// It was spoken to: "told the Daily Mail".
    Venue,
    /// It got hold of what the draft tells: "a video obtained by the Daily Mail".
    Gathering,
}

impl Via {
    fn all() -> Vec<Self> {
        vec![Self::Source, Self::Venue, Self::Gathering]
    }
}

/// What a finding about an attribution covers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingSpan {
    /// The words that name the source.
    #[default]
    Source,
    /// From the cue to the source, or the other way round.
    SourceAndCue,
}

/// What lets an attribution pass.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unless {
    /// A member of the group is named within this reach: "critics, among them Ada Brook".
    pub named_member_within: Option<Reach>,
    /// The source is identified within this reach: an institution, an author, a link, a court.
    pub identified_within: Option<Reach>,
    /// The body for which they speak is named in the phrase: "Con Edison officials", "experts from the World Health Organization".
    #[serde(default)]
    pub body_named: bool,
    /// A person with a name and an office speaks within this reach.
    pub officer_within: Option<Reach>,
    /// The draft has spoken of them before: "the doctors".
    #[serde(default)]
    pub taken_up: bool,
    /// The outlet is the newsroom's own, or a partner.
    #[serde(default)]
    pub own: bool,
}

/// The phrase lists of a rule of the kind `attribution`.
#[derive(Debug)]
pub(crate) struct AttributionPhrases {
    /// Words of which a source must have one; `None` if any source will do.
    pub(super) words: PhraseList,
    /// Phrases that make an outlet a party to what it speaks of.
    pub(super) party: PhraseList,
    /// Phrases that let all sources of a draft pass.
    pub(super) unless_words: PhraseList,
}

impl RuleKind for AttributionKeys {
    type Phrases = AttributionPhrases;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> AttributionPhrases {
        AttributionPhrases {
            words: add_list(lexicon, &self.words),
            party: add_list(lexicon, &self.party),
            unless_words: add_list(lexicon, &self.unless_words),
        }
    }

    fn addable(&self) -> Option<AddableEntry> {
        Some(AddableEntry::Outlet)
    }

    fn run(&self, lists: &AttributionPhrases, sink: &mut FindingSink<'_, '_>) {
        report_sources(sink, lists, self);
    }
}

/// Attributions to the classes of source that a rule names.
fn report_sources(sink: &mut FindingSink<'_, '_>, lists: &AttributionPhrases, keys: &AttributionKeys) {
    let draft = sink.draft;
    let all = 0..draft.language.tokens.len() as u32;
    if !keys.unless_words.is_empty() && draft.has_phrase(lists.unless_words, all) {
        return;
    }
    let mut done: Option<Range<u32>> = None;
    let mut unnamed: FxHashSet<usize> = FxHashSet::default();
    let mut already_reported = AlreadyReported::default();
    let [by_source, by_venue] = [Via::Source, Via::Venue].map(|via| keys.via.contains(&via));
    for relation in &draft.attributions.attributions {
        let source = by_source && keys.source.contains(&relation.class) && relation.at.source.is_some();
        let venue = relation.addressee.filter(|class| by_venue && keys.source.contains(class));
        let part = source.then_some(Via::Source).or(venue.map(|_| Via::Venue));
        let joinable = by_source && matches!(relation.class, SourceClass::Collective | SourceClass::VagueGroup);
        if part.is_none() && !joinable
            || matches!(relation.kind, AttributionKind::Agentless | AttributionKind::Wish | AttributionKind::Stance)
            || !is_attributed(relation)
        {
            continue;
        }
        let at = relation.at.cue.start;
        if draft.role(at) != Role::Copy {
            continue;
        }
        let joined = if part.is_none() { joined(draft, keys, relation) } else { None };
        let Some(part) = part.or(joined.as_ref().map(|_| Via::Source)) else { continue };
        if draft.is_post(at) {
            continue;
        }
        // "citing officials who said": those who spoke stand before the pronoun.
        let spoken = || if part == Via::Source && !keys.pronouns { spoken_of(draft, relation) } else { None };
        let behind = joined.or_else(spoken);
        let own = keys.unless.own && (relation.own || dateline(draft, relation));
        if own || part == Via::Source && behind.is_none() && passes(sink, lists, keys, relation) {
            // "the lawyers wrote, quoting": what lets one cue pass lets the other.
            done.clone_from(&relation.at.source);
            continue;
        }
        if lists.words.is_some() && !needed(draft, lists, relation) {
            continue;
        }
        let speaks_of_itself = relation.class == SourceClass::Outlet || lists.words.is_some();
        if speaks_of_itself && part == Via::Source && about_itself(sink, relation) {
            continue;
        }
        // What is quoted from elsewhere has its sources there.
        let quoted = |at: u32| draft.token(at).quoted();
        let elsewhere =
            quoted(relation.at.head) && relation.at.source.clone().is_some_and(|mut source| source.all(quoted));
        if elsewhere || part == Via::Source && behind.is_none() && one_named(draft, relation) {
            continue;
        }
        if relation.class == SourceClass::UnnamedOutlet || venue == Some(SourceClass::UnnamedOutlet) {
            let phrase = if part == Via::Venue { relation.addressee_at().cloned() } else { relation.at.source.clone() };
            if phrase.is_some_and(|phrase| {
                outlet_named(draft, phrase.clone()) || part == Via::Venue && is_told_to_the_press(draft, phrase)
            }) {
                continue;
            }
        }
        // Two cues with one source are one finding: "the Times reported, citing".
        if part == Via::Source && relation.at.source.is_some() && done == relation.at.source {
            continue;
        }
        done.clone_from(&relation.at.source);
        // Who "the woman" is was asked at her first word.
        let unnamed_speaker = relation.speaker().filter(|_| relation.class == SourceClass::UnnamedIndividual);
        if unnamed_speaker.is_some_and(|speaker| !unnamed.insert(speaker)) {
            continue;
        }
        let tokens = behind.clone().unwrap_or_else(|| cover(draft, keys, relation, part));
        let mut variant = lightened(sink, keys, relation, part, case_of(sink, keys, relation, part));
        let source = relation.at.source.as_ref().map_or(&relation.at.cue, |_| &relation.at.core);
        let source = behind.as_ref().unwrap_or(source);
        let asked = if part == Via::Venue { relation.outlet_at() } else { None }.unwrap_or(source);
        let whole = match (part, &behind) {
            (Via::Venue, _) => draft.words(asked.clone()),
            (_, Some(behind)) => draft.words(behind.clone()),
            (_, None) => source_words(draft, relation),
        };
        let outlet = relation.outlet_at().map_or("", |outlet| outlet_words(draft, outlet));
        let fill = vec![
            ("source", whole.to_owned()),
            ("outlet", outlet.to_owned()),
            ("cue", draft.words(relation.at.cue.clone()).to_owned()),
        ];
        let first = already_reported.first(draft, relation, asked);
        // A group that is "the officials" where it first speaks was brought in by what stands before.
        let brought_in = source.len() > 1
            && (relation.class == SourceClass::Collective || already_reported.unnamed && one_unnamed(relation))
            && says_which(draft, source);
        already_reported.unnamed |= one_unnamed(relation);
        if first.is_some() || brought_in {
            variant = lighter(sink.rule.severity, variant, keys.later.as_ref());
        }
        let related = first.filter(|_| keys.later.is_some());
        sink.push(tokens, FindingExtras { variant, fill, related, ..FindingExtras::default() });
        if keys.once {
            return;
        }
    }
    if keys.via.contains(&Via::Gathering) && lists.words.is_none() {
        gathered(sink, keys, &mut already_reported);
    }
}

/// "the source", "one of the sources": of those whom the draft has spoken of.
fn says_which(draft: &LintedDraft<'_>, source: &Range<u32>) -> bool {
    let which = Class::DEFINITE | Class::DEMONSTRATIVE | Class::POSSESSIVE;
    let among = source.len() > 2 && draft.is(source.start + 1, Class::OF) && draft.is(source.start + 2, which);
    draft.is(source.start, which) || among
}

/// Whether a source has one of the words that a rule needs. "Claude Moreau" is a person: a word before a surname is a given name.
fn needed(draft: &LintedDraft<'_>, lists: &AttributionPhrases, relation: &TokenAttribution) -> bool {
    let Some(source) = relation.at.source.clone() else { return false };
    let surname = |at: u32| at < source.end && draft.token(at).capital() && draft.kind(at) == TokenKind::Word;
    let person = |found: &Match| relation.class == SourceClass::NamedPerson && surname(found.tokens.end);
    draft.phrases_in(lists.words, source.clone()).any(|found| !person(found))
}

/// "officials and analysts": of a group of two sorts, each rule asks for its own.
fn joined(draft: &LintedDraft<'_>, keys: &AttributionKeys, relation: &TokenAttribution) -> Option<Range<u32>> {
    let core = relation.at.core.clone();
    let own = |m: &Match| {
        let class = match draft.lexicon.source(m.row).class {
            "collective-official" => SourceClass::Collective,
            "vague-collective" => SourceClass::VagueGroup,
            _ => return false,
        };
        class != relation.class && keys.source.contains(&class)
    };
    let first = |m: &&Match| m.tokens.end < core.end && draft.is(m.tokens.end, Class::COORDINATOR);
    let mut listed = draft.language.matches_in(core.clone()).filter(|m| m.list == List::SOURCE);
    listed.find(|m| first(m) && own(m)).map(|m| core.start..m.tokens.end)
}

/// The listed phrase before "who", where no reading has it as its own source.
fn spoken_of(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> Option<Range<u32>> {
    let who =
        relation.at.source.clone().filter(|source| source.len() == 1 && draft.is(source.start, Class::WHO))?.start;
    // "students who ask for help" tell nothing.
    draft.verb(relation).filter(|(verb, ..)| verb.takes_that && !verb.grammar.contains(Grammar::PASSIVE_HEARER))?;
    let sentence = draft.language.sentence_at(who);
    let before = draft.language.sentences[sentence].start..who;
    let listed = draft.language.matches_in(before).filter(|m| m.list == List::SOURCE && m.tokens.end == who);
    let phrase = listed.map(|m| m.tokens.clone()).min_by_key(|tokens| tokens.start)?;
    // The list has "officials", the draft "senior port officials".
    let small = Class::PREPOSITION | Class::COORDINATOR | Class::SUBORDINATOR | Class::BE | Class::HAVE | Class::MODAL;
    let describes = |at: u32| {
        draft.kind(at) == TokenKind::Word
            && !draft.is(at, small)
            && draft.lexicon.form(draft.token(at).word()).is_none()
    };
    let floor = draft.language.sentences[sentence].start;
    let start = (floor..phrase.start).rev().take_while(|&at| describes(at)).last().unwrap_or(phrase.start);
    let phrase = start..phrase.end;
    let speaks = |other: &TokenAttribution| {
        is_attributed(other) && other.at.source.as_ref().is_some_and(|source| source.contains(&(who - 1)))
    };
    (!draft.attributions.in_sentence(sentence).iter().any(speaks)).then_some(phrase)
}

/// What an outlet got hold of, unless it is credited with reporting it as well.
fn gathered(sink: &mut FindingSink<'_, '_>, keys: &AttributionKeys, asked: &mut AlreadyReported) {
    let draft = sink.draft;
    for work in draft.attributions.gathered.iter().filter(|work| keys.source.contains(&work.class)) {
        let sentence = draft.language.sentence_at(work.tokens.start);
        let credited = |relation: &TokenAttribution| {
            let outlet = relation.outlet_at();
            outlet.is_some_and(|outlet| outlet.start < work.outlet.end && work.outlet.start < outlet.end)
        };
        if draft.attributions.in_sentence(sentence).iter().any(|relation| is_attributed(relation) && credited(relation))
        {
            continue;
        }
        let fill = vec![
            ("source", draft.words(work.outlet.clone()).to_owned()),
            ("outlet", outlet_words(draft, &work.outlet).to_owned()),
            ("cue", draft.words(work.tokens.clone()).to_owned()),
        ];
        let mut variant = keys.state.as_ref().filter(|_| work.state);
        let first = asked.outlet(&work.name, &work.outlet).filter(|_| keys.later.is_some());
        if first.is_some() {
            variant = lighter(sink.rule.severity, variant, keys.later.as_ref());
        }
        sink.push(work.tokens.clone(), FindingExtras { variant, fill, related: first, ..FindingExtras::default() });
    }
}

/// "TORONTO (Reuters) - Shares rose": an agency in brackets at the head of a paragraph credits the copy.
fn dateline(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let Some(outlet) = relation.outlet_at() else { return false };
    // What opens a paragraph as a dateline is no part of its first sentence.
    outlet.start < draft.language.paragraphs[draft.language.paragraph_at(outlet.start)].start
}

/// "Reuters said on Monday that it would cut 20 jobs": the outlet is the news.
fn about_itself(sink: &FindingSink<'_, '_>, relation: &TokenAttribution) -> bool {
    let draft = sink.draft;
    let number = draft.language.sentence_at(relation.at.cue.start);
    let sentence = draft.language.sentences[number].clone();
    // "The ship carried ore. Reuters reported that it had sunk": "it" is what the sentence before was about.
    let paragraph = draft.language.paragraphs[draft.language.paragraph_at(sentence.start)].sentences.start as usize;
    let before = (number > paragraph).then(|| draft.language.sentences[number - 1].clone());
    let another = before.is_some_and(|before| {
        let outlet = draft.language.matches_in(before).any(|m| m.list == List::OUTLET);
        let planned =
            relation.at.content.first().is_some_and(|content| {
                content.clone().take(6).any(|at| draft.is(at, Class::MODAL | Class::POSSESSIVE))
            });
        !outlet && !planned
    });
    relation.frame == Frame::SaidThat
        && !another
        && relation.at.content.first().is_some_and(|content| content.clone().take(3).any(|at| takes_up(draft, at)))
}

/// it, its, they; in a quotation they are the speaker's words, not the draft's.
fn takes_up(draft: &LintedDraft<'_>, at: u32) -> bool {
    let stands_for = draft.is(at, Class::NEUTER) || draft.is(at, Class::PLURAL) && draft.is(at, Class::PERSONAL);
    stands_for && !draft.token(at).quoted()
}

fn cover(draft: &LintedDraft<'_>, keys: &AttributionKeys, relation: &TokenAttribution, part: Via) -> Range<u32> {
    let cue = without_colon(draft, relation.at.cue.clone());
    if part == Via::Venue {
        let venue = relation.addressee_at().cloned().unwrap_or(cue.clone());
        // "Speaking to the Sun, X said": what stands apart from the verb stands for itself.
        let apart = venue.start > cue.end || venue.end < cue.start;
        return if apart { venue } else { cue.start.min(venue.start)..venue.end.max(cue.end) };
    }
    let source = relation.at.source.clone().unwrap_or(cue.clone());
    match keys.span {
        // The description belongs to the phrase that an editor would query; a long relative clause does not.
        FindingSpan::Source if source.len() <= 8 => source,
        FindingSpan::Source => relation.at.core.clone(),
        FindingSpan::SourceAndCue => {
            let core = relation.outlet_at().cloned().unwrap_or(relation.at.core.clone());
            let (start, end) = (cue.start.min(core.start), cue.end.max(core.end));
            if end - start <= 14 { start..end } else { core }
        }
    }
}
