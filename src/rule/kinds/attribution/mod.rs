//! The rule kind `attribution`: asks who a source is, and how its words reached the newsroom.

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
    /// The classes of source that the rule is about.
    #[serde(deserialize_with = "each_once")]
    pub source: Vec<SourceClass>,
    /// Phrase patterns; the source must have one of them. Without patterns, any source counts.
    #[serde(default)]
    pub words: Vec<String>,
    /// The parts that the source may play. Without this key, all of them.
    #[serde(default = "Via::all", deserialize_with = "each_once")]
    pub via: Vec<Via>,
    /// The words that a finding marks.
    #[serde(default)]
    pub span: FindingSpan,
    /// Conditions under which an attribution is not reported.
    #[serde(default)]
    pub unless: Unless,
    /// Words that let a source pass if it has one of them, in lower case: “police”.
    #[serde(default)]
    pub accept: WordSet,
    /// Phrases that let all sources of a draft pass, anywhere in the draft: “could not verify”.
    #[serde(default)]
    pub unless_words: Vec<String>,
    /// Whether the rule is about pronouns for somebody whom the draft has not named.
    #[serde(default)]
    pub pronouns: bool,
    /// Whether only the first such source of a draft is reported.
    #[serde(default)]
    pub once: bool,
    /// Verbs, as lemmas, that let a source pass: an outlet that agrees to something is itself the news.
    #[serde(default)]
    pub accept_verbs: WordSet,
    /// Phrases in the sentence of an attribution that show that an outlet is a party to the news: “in a court filing”.
    #[serde(default)]
    pub party: Vec<String>,
    /// For nouns that mean news media or something else, the words before them that leave it at news media: “local” before
    /// “reports”.
    #[serde(default)]
    pub beside: WordsByWord,
    /// For nouns for registers, the words before them that name a public register: “court” before “records”.
    #[serde(default)]
    pub registers: WordsByWord,
    /// Words that let a source pass if a named source cites it as its own: “an internal poll”, said the union.
    #[serde(default)]
    pub accept_inside: WordSet,
    /// The case of a later mention of a source that was reported: the same outlet, or “the officials” again.
    pub later: Option<Variant>,
    /// The case of an outlet that passes on what a named person said.
    pub quoted: Option<Variant>,
    /// The case of a source for which the draft says why it has no name.
    pub explained: Option<Variant>,
    /// The case of one person whom the next sentences introduce by name.
    pub introduced: Option<Variant>,
    /// The case of a source near which somebody with a name speaks.
    pub nearby: Option<Variant>,
    /// The case of a source near which somebody with a name and an office or trade speaks.
    pub described: Option<Variant>,
    /// Whether a group is reported if the draft counts who spoke, even if it names their body or an officer: “two
    /// officials”.
    #[serde(default)]
    pub counted: bool,
    /// Last words of sources, in lower case, that speak in public or for a well-known body: “prosecutors”.
    #[serde(default)]
    pub in_public: WordSet,
    /// The case of a source whose last word is in `in_public`.
    pub public: Option<Variant>,
    /// The case of a crowd's opinion, or of an outlet's own view.
    pub view: Option<Variant>,
    /// The case of a source without any description: “sources said”.
    pub bare: Option<Variant>,
    /// The case of a state-controlled outlet.
    pub state: Option<Variant>,
    /// The case of an outlet that was only told something: “told the Daily Mail”.
    pub venue: Option<Variant>,
    /// The case of an unnamed passer-by or witness.
    pub witness: Option<Variant>,
    /// The case of a source that is a document of an intelligence service.
    pub intelligence: Option<Variant>,
}

/// The part that an outlet plays in an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// The outlet is the source: “according to the Daily Mail”.
    Source,
    /// The outlet was told something: “told the Daily Mail”.
    Venue,
    /// The outlet obtained something: “a video obtained by the Daily Mail”.
    Gathering,
}

impl Via {
    fn all() -> Vec<Self> {
        vec![Self::Source, Self::Venue, Self::Gathering]
    }
}

/// The words that a finding about an attribution marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingSpan {
    /// The words that name the source.
    #[default]
    Source,
    /// The cue, the source and all words between them.
    SourceAndCue,
}

/// Conditions under which an attribution is not reported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unless {
    /// A member of the group is named within this reach: “critics, among them Ada Brook”.
    pub named_member_within: Option<Reach>,
    /// The source is identified within this reach, by an institution, an author, a link or a court.
    pub identified_within: Option<Reach>,
    /// The phrase names the body that the source belongs to: “Con Edison officials”, “experts from the World Health
    /// Organization”.
    #[serde(default)]
    pub body_named: bool,
    /// A person with a name and an office speaks within this reach.
    pub officer_within: Option<Reach>,
    /// The draft has mentioned the source before: “the doctors”.
    #[serde(default)]
    pub taken_up: bool,
    /// The outlet is the newsroom's own, or a partner.
    #[serde(default)]
    pub own: bool,
}

/// The phrase lists of a rule of the kind `attribution`.
#[derive(Debug)]
pub(crate) struct AttributionPhrases {
    /// Words of which a source must have one; `None` if any source counts.
    pub(super) words: PhraseList,
    /// Phrases that show that an outlet is a party to the news.
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

/// Reports attributions to the classes of source that the rule lists.
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
        // “citing officials who said”: the pronoun is the source, and the words for the people are before it.
        let spoken = || if part == Via::Source && !keys.pronouns { spoken_of(draft, relation) } else { None };
        let behind = joined.or_else(spoken);
        let own = keys.unless.own && (relation.own || dateline(draft, relation));
        if own || part == Via::Source && behind.is_none() && passes(sink, lists, keys, relation) {
            // “the lawyers wrote, quoting”: both cues have one source. If one passes, both do.
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
        // A source within quoted words belongs to the quoted text.
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
        // Two cues with one source make one finding: “the Times reported, citing”.
        if part == Via::Source && relation.at.source.is_some() && done == relation.at.source {
            continue;
        }
        done.clone_from(&relation.at.source);
        // Each unnamed speaker is reported once.
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
        // A group whose first attribution already says “the officials” was introduced by earlier text.
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

/// Whether the phrase refers to somebody whom the draft has mentioned: “the source”, “one of the sources”.
fn says_which(draft: &LintedDraft<'_>, source: &Range<u32>) -> bool {
    let which = Class::DEFINITE | Class::DEMONSTRATIVE | Class::POSSESSIVE;
    let among = source.len() > 2 && draft.is(source.start + 1, Class::OF) && draft.is(source.start + 2, which);
    draft.is(source.start, which) || among
}

/// Whether a source has one of the words that the rule needs. A word before a surname does not count, because it is a given
/// name: “Claude Moreau”.
fn needed(draft: &LintedDraft<'_>, lists: &AttributionPhrases, relation: &TokenAttribution) -> bool {
    let Some(source) = relation.at.source.clone() else { return false };
    let surname = |at: u32| at < source.end && draft.token(at).capital() && draft.kind(at) == TokenKind::Word;
    let person = |found: &Match| relation.class == SourceClass::NamedPerson && surname(found.tokens.end);
    draft.phrases_in(lists.words, source.clone()).any(|found| !person(found))
}

/// Returns the part of a mixed group whose class the rule lists, if the attribution has the other class: “officials and
/// analysts”.
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

/// The listed phrase before the relative pronoun “who”, unless that phrase is the source of another attribution.
fn spoken_of(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> Option<Range<u32>> {
    let who =
        relation.at.source.clone().filter(|source| source.len() == 1 && draft.is(source.start, Class::WHO))?.start;
    // “students who ask for help”: the verb reports nothing.
    draft.verb(relation).filter(|(verb, ..)| verb.takes_that && !verb.grammar.contains(Grammar::PASSIVE_HEARER))?;
    let sentence = draft.language.sentence_at(who);
    let before = draft.language.sentences[sentence].start..who;
    let listed = draft.language.matches_in(before).filter(|m| m.list == List::SOURCE && m.tokens.end == who);
    let phrase = listed.map(|m| m.tokens.clone()).min_by_key(|tokens| tokens.start)?;
    // The list has “officials”, and the draft has “senior port officials”.
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

/// Reports material that an outlet obtained, unless an attribution of the sentence names the outlet.
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

/// Whether the source is an agency in brackets at the start of a paragraph, which is the credit of the copy: “TORONTO
/// (Reuters) - Shares rose”.
fn dateline(draft: &LintedDraft<'_>, relation: &TokenAttribution) -> bool {
    let Some(outlet) = relation.outlet_at() else { return false };
    // A dateline comes before the first token that the paragraph's sentences count from.
    outlet.start < draft.language.paragraphs[draft.language.paragraph_at(outlet.start)].start
}

/// Whether an outlet speaks about itself: “Reuters said on Monday that it would cut 20 jobs”.
fn about_itself(sink: &FindingSink<'_, '_>, relation: &TokenAttribution) -> bool {
    let draft = sink.draft;
    let number = draft.language.sentence_at(relation.at.cue.start);
    let sentence = draft.language.sentences[number].clone();
    // “The ship carried ore. Reuters reported that it had sunk”: “it” refers to the sentence before.
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

/// Whether the word is “it”, “its” or “they”, outside a quotation: quoted pronouns refer to the speaker's subject.
fn takes_up(draft: &LintedDraft<'_>, at: u32) -> bool {
    let stands_for = draft.is(at, Class::NEUTER) || draft.is(at, Class::PLURAL) && draft.is(at, Class::PERSONAL);
    stands_for && !draft.token(at).quoted()
}

fn cover(draft: &LintedDraft<'_>, keys: &AttributionKeys, relation: &TokenAttribution, part: Via) -> Range<u32> {
    let cue = without_colon(draft, relation.at.cue.clone());
    if part == Via::Venue {
        let venue = relation.addressee_at().cloned().unwrap_or(cue.clone());
        // “Speaking to the Sun, X said”: if the venue is not next to the cue, the finding marks the venue alone.
        let apart = venue.start > cue.end || venue.end < cue.start;
        return if apart { venue } else { cue.start.min(venue.start)..venue.end.max(cue.end) };
    }
    let source = relation.at.source.clone().unwrap_or(cue.clone());
    match keys.span {
        // A short description is marked with the source; a long relative clause is not.
        FindingSpan::Source if source.len() <= 8 => source,
        FindingSpan::Source => relation.at.core.clone(),
        FindingSpan::SourceAndCue => {
            let core = relation.outlet_at().cloned().unwrap_or(relation.at.core.clone());
            let (start, end) = (cue.start.min(core.start), cue.end.max(core.end));
            if end - start <= 14 { start..end } else { core }
        }
    }
}
