//! The rule kind `attribution`: asks who a source is, and how its words reached the newsroom.

mod already_reported;
mod passes;
mod reach;
mod severity;
mod source_named;

use crate::attribution::{AttributionKind, Frame, SourceClass, TokenAttribution};
use crate::language::{Class, Grammar, LexiconBuilder, List, Match, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::attributions::{is_attributed, is_unnamed_person, without_colon};
use crate::rule::kinds::shared::{
    AddableEntry, FindingExtras, FindingSink, LintedDraft, PhraseList, Variant, add_list, outlet_words, source_words,
};
use crate::rule::lists::{WordSet, WordsByWord, each_once};
use crate::text::{TokenIdx, TokenRange};
use already_reported::AlreadyReported;
use passes::is_accepted;
use reach::Reach;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use severity::{case_of, later_case, milder_case};
use source_named::{has_name_nearby, is_told_to_the_press, names_outlet};

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
    let all = draft.language.all_tokens();
    if !keys.unless_words.is_empty() && draft.has_phrase(lists.unless_words, all) {
        return;
    }
    let mut last_source: Option<TokenRange> = None;
    let mut seen_speakers: FxHashSet<usize> = FxHashSet::default();
    let mut already_reported = AlreadyReported::default();
    let [by_source, by_venue] = [Via::Source, Via::Venue].map(|via| keys.via.contains(&via));
    for attribution in &draft.attributions.attributions {
        let source = by_source && keys.source.contains(&attribution.class) && attribution.at.source.is_some();
        let venue = attribution.addressee.filter(|class| by_venue && keys.source.contains(class));
        let part = source.then_some(Via::Source).or(venue.map(|_| Via::Venue));
        let joinable = by_source && matches!(attribution.class, SourceClass::Collective | SourceClass::VagueGroup);
        if part.is_none() && !joinable
            || matches!(attribution.kind, AttributionKind::Agentless | AttributionKind::Wish | AttributionKind::Stance)
            || !is_attributed(attribution)
        {
            continue;
        }
        let at = attribution.at.cue.start;
        if draft.role(at) != Role::Copy {
            continue;
        }
        let joined = if part.is_none() { listed_part_of_group(draft, keys, attribution) } else { None };
        let Some(part) = part.or(joined.as_ref().map(|_| Via::Source)) else { continue };
        if draft.is_post(at) {
            continue;
        }
        // “citing officials who said”: the pronoun is the source, and the words for the people are before it.
        let who = || if part == Via::Source && !keys.pronouns { phrase_before_who(draft, attribution) } else { None };
        let other_phrase = joined.or_else(who);
        let is_own = keys.unless.own && (attribution.own || is_dateline_credit(draft, attribution));
        if is_own || part == Via::Source && other_phrase.is_none() && is_accepted(sink, lists, keys, attribution) {
            // “the lawyers wrote, quoting”: both cues have one source. If one passes, both do.
            last_source.clone_from(&attribution.at.source);
            continue;
        }
        if lists.words.is_some() && !has_needed_word(draft, lists, attribution) {
            continue;
        }
        let speaks_of_itself = attribution.class == SourceClass::Outlet || lists.words.is_some();
        if speaks_of_itself && part == Via::Source && speaks_about_itself(sink, attribution) {
            continue;
        }
        // A source within quoted words belongs to the quoted text.
        let is_quoted = |at: TokenIdx| draft.token(at).quoted();
        let is_quoted_source =
            is_quoted(attribution.at.head) && attribution.at.source.is_some_and(|source| source.iter().all(is_quoted));
        if is_quoted_source || part == Via::Source && other_phrase.is_none() && has_name_nearby(draft, attribution) {
            continue;
        }
        if attribution.class == SourceClass::UnnamedOutlet || venue == Some(SourceClass::UnnamedOutlet) {
            let phrase = if part == Via::Venue { attribution.addressee_at() } else { attribution.at.source };
            if phrase.is_some_and(|phrase| {
                names_outlet(draft, phrase) || part == Via::Venue && is_told_to_the_press(draft, phrase)
            }) {
                continue;
            }
        }
        // Two cues with one source make one finding: “the Times reported, citing”.
        if part == Via::Source && attribution.at.source.is_some() && last_source == attribution.at.source {
            continue;
        }
        last_source.clone_from(&attribution.at.source);
        // Each unnamed speaker is reported once.
        let unnamed_speaker = attribution.speaker().filter(|_| attribution.class == SourceClass::UnnamedIndividual);
        if unnamed_speaker.is_some_and(|speaker| !seen_speakers.insert(speaker)) {
            continue;
        }
        let tokens = other_phrase.unwrap_or_else(|| marked_tokens(draft, keys, attribution, part));
        let mut variant = milder_case(sink, keys, attribution, part, case_of(sink, keys, attribution, part));
        let source = attribution.at.source.as_ref().map_or(&attribution.at.cue, |_| &attribution.at.core);
        let source = other_phrase.as_ref().unwrap_or(source);
        let subject = if part == Via::Venue { attribution.outlet_at() } else { None }.unwrap_or(*source);
        let source_text = match (part, &other_phrase) {
            (Via::Venue, _) => draft.words(subject),
            (_, Some(other_phrase)) => draft.words(*other_phrase),
            (_, None) => source_words(draft, attribution),
        };
        let outlet = attribution.outlet_at().map_or("", |outlet| outlet_words(draft, outlet));
        let fill = vec![
            ("source", source_text.to_owned()),
            ("outlet", outlet.to_owned()),
            ("cue", draft.words(attribution.at.cue).to_owned()),
        ];
        let first = already_reported.first_mention(draft, attribution, subject);
        // A group whose first attribution already says “the officials” was introduced by earlier text.
        let was_introduced = source.len() > 1
            && (attribution.class == SourceClass::Collective
                || already_reported.unnamed && is_unnamed_person(attribution))
            && is_definite(draft, *source);
        already_reported.unnamed |= is_unnamed_person(attribution);
        if first.is_some() || was_introduced {
            variant = later_case(sink, keys, variant);
        }
        let related = first.filter(|_| keys.later.is_some());
        sink.push(tokens, FindingExtras { variant, fill, related, ..FindingExtras::default() });
        if keys.once {
            return;
        }
    }
    if keys.via.contains(&Via::Gathering) && lists.words.is_none() {
        report_newsgathering(sink, keys, &mut already_reported);
    }
}

/// Whether the phrase refers to somebody whom the draft has mentioned: “the source”, “one of the sources”.
fn is_definite(draft: &LintedDraft<'_>, source: TokenRange) -> bool {
    let which = Class::DEFINITE | Class::DEMONSTRATIVE | Class::POSSESSIVE;
    let is_one_of_them = source.len() > 2 && draft.is(source.start + 1, Class::OF) && draft.is(source.start + 2, which);
    draft.is(source.start, which) || is_one_of_them
}

/// Whether a source has one of the words that the rule needs. A word before a surname does not count, because it is a given
/// name: “Claude Moreau”.
fn has_needed_word(draft: &LintedDraft<'_>, lists: &AttributionPhrases, attribution: &TokenAttribution) -> bool {
    let Some(source) = attribution.at.source else { return false };
    let is_surname = |at: TokenIdx| at < source.end && draft.token(at).capital() && draft.kind(at) == TokenKind::Word;
    let is_given_name = |found: &Match| attribution.class == SourceClass::NamedPerson && is_surname(found.tokens.end);
    draft.phrases_in(lists.words, source).any(|found| !is_given_name(found))
}

/// Returns the part of a mixed group whose class the rule lists, if the attribution has the other class: “officials and
/// analysts”.
fn listed_part_of_group(
    draft: &LintedDraft<'_>,
    keys: &AttributionKeys,
    attribution: &TokenAttribution,
) -> Option<TokenRange> {
    let core = attribution.at.core;
    let is_own = |m: &Match| {
        let class = match draft.lexicon.source(m.row).class {
            "collective-official" => SourceClass::Collective,
            "vague-collective" => SourceClass::VagueGroup,
            _ => return false,
        };
        class != attribution.class && keys.source.contains(&class)
    };
    let first = |m: &&Match| m.tokens.end < core.end && draft.is(m.tokens.end, Class::COORDINATOR);
    let mut listed_phrases = draft.language.matches_in(core).filter(|m| m.list == List::SOURCE);
    listed_phrases.find(|m| first(m) && is_own(m)).map(|m| core.start.until(m.tokens.end))
}

/// The listed phrase before the relative pronoun “who”, unless that phrase is the source of another attribution.
fn phrase_before_who(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> Option<TokenRange> {
    let who = attribution.at.source.filter(|source| source.len() == 1 && draft.is(source.start, Class::WHO))?.start;
    // “students who ask for help”: the verb reports nothing.
    draft.verb(attribution).filter(|(verb, ..)| verb.takes_that && !verb.grammar.contains(Grammar::PASSIVE_HEARER))?;
    let sentence = draft.language.sentence_at(who);
    let before = draft.language.sentences[sentence.index()].start.until(who);
    let listed_phrases = draft.language.matches_in(before).filter(|m| m.list == List::SOURCE && m.tokens.end == who);
    let phrase = listed_phrases.map(|m| m.tokens).min_by_key(|tokens| tokens.start)?;
    // The list has “officials”, and the draft has “senior port officials”.
    let function_words =
        Class::PREPOSITION | Class::COORDINATOR | Class::SUBORDINATOR | Class::BE | Class::HAVE | Class::MODAL;
    let is_description = |at: TokenIdx| {
        draft.kind(at) == TokenKind::Word
            && !draft.is(at, function_words)
            && draft.lexicon.form(draft.token(at).word()).is_none()
    };
    let sentence_start = draft.language.sentences[sentence.index()].start;
    let start = sentence_start
        .until(phrase.start)
        .iter()
        .rev()
        .take_while(|&at| is_description(at))
        .last()
        .unwrap_or(phrase.start);
    let phrase = start.until(phrase.end);
    let is_other_source = |other: &TokenAttribution| {
        is_attributed(other) && other.at.source.as_ref().is_some_and(|source| source.contains(who - 1))
    };
    (!draft.attributions.in_sentence(sentence).iter().any(is_other_source)).then_some(phrase)
}

/// Reports material that an outlet obtained, unless an attribution of the sentence names the outlet.
fn report_newsgathering(sink: &mut FindingSink<'_, '_>, keys: &AttributionKeys, reported: &mut AlreadyReported) {
    let draft = sink.draft;
    for item in draft.attributions.gathered.iter().filter(|item| keys.source.contains(&item.class)) {
        let sentence = draft.language.sentence_at(item.tokens.start);
        let names_outlet_too = |attribution: &TokenAttribution| {
            let outlet = attribution.outlet_at();
            outlet.is_some_and(|outlet| outlet.start < item.outlet.end && item.outlet.start < outlet.end)
        };
        if draft
            .attributions
            .in_sentence(sentence)
            .iter()
            .any(|attribution| is_attributed(attribution) && names_outlet_too(attribution))
        {
            continue;
        }
        let fill = vec![
            ("source", draft.words(item.outlet).to_owned()),
            ("outlet", outlet_words(draft, item.outlet).to_owned()),
            ("cue", draft.words(item.tokens).to_owned()),
        ];
        let mut variant = keys.state.as_ref().filter(|_| item.state);
        let first = reported.first_outlet_mention(&item.name, item.outlet).filter(|_| keys.later.is_some());
        if first.is_some() {
            variant = later_case(sink, keys, variant);
        }
        sink.push(item.tokens, FindingExtras { variant, fill, related: first, ..FindingExtras::default() });
    }
}

/// Whether the source is an agency in brackets at the start of a paragraph, which is the credit of the copy: “TORONTO
/// (Reuters) - Shares rose”.
fn is_dateline_credit(draft: &LintedDraft<'_>, attribution: &TokenAttribution) -> bool {
    let Some(outlet) = attribution.outlet_at() else { return false };
    // A dateline comes before the first token that the paragraph's sentences count from.
    outlet.start < draft.language.paragraphs[draft.language.paragraph_at(outlet.start)].start
}

/// Whether an outlet speaks about itself: “Reuters said on Monday that it would cut 20 jobs”.
fn speaks_about_itself(sink: &FindingSink<'_, '_>, attribution: &TokenAttribution) -> bool {
    let draft = sink.draft;
    let number = draft.language.sentence_at(attribution.at.cue.start);
    let sentence = draft.language.sentences[number.index()];
    // “The ship carried ore. Reuters reported that it had sunk”: “it” refers to the sentence before.
    let paragraph = draft.language.paragraphs[draft.language.paragraph_at(sentence.start)].sentences.start;
    let before = (number > paragraph).then(|| draft.language.sentences[(number - 1).index()]);
    let another = before.is_some_and(|before| {
        let outlet = draft.language.matches_in(before).any(|m| m.list == List::OUTLET);
        let has_plan = attribution
            .at
            .content
            .first()
            .is_some_and(|content| content.iter().take(6).any(|at| draft.is(at, Class::MODAL | Class::POSSESSIVE)));
        !outlet && !has_plan
    });
    attribution.frame == Frame::SaidThat
        && !another
        && attribution.at.content.first().is_some_and(|content| content.iter().take(3).any(|at| refers_back(draft, at)))
}

/// Whether the word is “it”, “its” or “they”, outside a quotation: quoted pronouns refer to the speaker's subject.
fn refers_back(draft: &LintedDraft<'_>, at: TokenIdx) -> bool {
    let is_pronoun = draft.is(at, Class::NEUTER) || draft.is(at, Class::PLURAL) && draft.is(at, Class::PERSONAL);
    is_pronoun && !draft.token(at).quoted()
}

/// The tokens that a finding marks.
fn marked_tokens(
    draft: &LintedDraft<'_>,
    keys: &AttributionKeys,
    attribution: &TokenAttribution,
    part: Via,
) -> TokenRange {
    let cue = without_colon(draft, attribution.at.cue);
    if part == Via::Venue {
        let venue = attribution.addressee_at().unwrap_or(cue);
        // “Speaking to the Sun, X said”: if the venue is not next to the cue, the finding marks the venue alone.
        let is_apart = venue.start > cue.end || venue.end < cue.start;
        return if is_apart { venue } else { cue.start.min(venue.start).until(venue.end.max(cue.end)) };
    }
    let source = attribution.at.source.unwrap_or(cue);
    match keys.span {
        // A short description is marked with the source; a long relative clause is not.
        FindingSpan::Source if source.len() <= 8 => source,
        FindingSpan::Source => attribution.at.core,
        FindingSpan::SourceAndCue => {
            let core = attribution.outlet_at().unwrap_or(attribution.at.core);
            let (start, end) = (cue.start.min(core.start), cue.end.max(core.end));
            if end - start <= 14 { start.until(end) } else { core }
        }
    }
}
