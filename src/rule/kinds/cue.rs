//! The rule kind `cue`: verbs that attribute and take sides.

use crate::attribution::{AttributionKind, DOUBTFUL, Frame, SourceClass, TokenAttribution};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, Form, LexiconBuilder, List, Role, TokenKind, Verb, VerbClass};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::attributions::has_accusation_or_deaths;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, Variant};
use crate::rule::lists::{WordSet, each_once};
use crate::statements::has_source;
use crate::text::{TokenIdx, TokenRange};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use std::collections::BTreeMap;

/// Keys of the kind `cue`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CueKeys {
    /// Classes of the word list `verbs`.
    #[serde(default, deserialize_with = "each_once")]
    pub classes: Vec<String>,
    /// Lemmas to report in addition to those classes.
    #[serde(default)]
    pub words: WordSet,
    /// Lemmas of those classes that are not reported.
    #[serde(default)]
    pub allow: WordSet,
    /// Nouns that let the verb pass as its subject: evidence may refute something.
    #[serde(default)]
    pub subject_not: WordSet,
    /// Whether a fix to a neutral verb is offered.
    #[serde(default)]
    pub suggest: bool,
    /// The value of `{fix}` if the list of verbs has no neutral verb for this one; “said” if empty.
    #[serde(default)]
    pub neutral: String,
    /// Messages for verbs of some of the classes, instead of the rule's own.
    #[serde(default)]
    pub messages: BTreeMap<String, String>,
    /// The case of milder verbs: those with the severity `info` in the word list.
    pub mild: Option<Variant>,
}

impl RuleKind for CueKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_cues(sink, self);
    }
}

/// The least confidence in the form at which a verb reports words: “noted the time” and “admitted two counts” are below it.
const MIN_FORM_CONFIDENCE: u8 = 50;

/// Reports verbs that attribute and take sides.
fn report_cues(sink: &mut FindingSink<'_, '_>, keys: &CueKeys) {
    let draft = sink.draft;
    let classes: Vec<VerbClass> = keys.classes.iter().filter_map(|name| verb_class(name)).collect();
    let messages: Vec<(VerbClass, &String)> =
        keys.messages.iter().filter_map(|(name, message)| Some((verb_class(name)?, message))).collect();
    let neutral = if keys.neutral.is_empty() { SAID } else { &keys.neutral };
    for attribution in &draft.attributions.attributions {
        let is_likely_report = attribution.is_likely() && attribution.form >= MIN_FORM_CONFIDENCE;
        let is_thought = attribution.kind == AttributionKind::Thought && classes.contains(&VerbClass::Thinking);
        let is_speech =
            attribution.kind == AttributionKind::Speech || is_thought && !is_reported_by_another(draft, attribution);
        if !is_speech || attribution.frame == Frame::AccordingTo || !is_likely_report || attribution.own {
            continue;
        }
        let Some((verb, form, tokens)) = draft.verb(attribution) else { continue };
        let is_listed = keys.words.has(verb.lemma);
        if !(classes.contains(&verb.class) || is_listed) || keys.allow.has(verb.lemma) {
            continue;
        }
        // A document that “notes” or “reveals” something does not take sides. Whether it “claims” something is the writer's
        // judgement.
        let is_document = matches!(attribution.class, SourceClass::Document | SourceClass::Study | SourceClass::Poll)
            && verb.class != VerbClass::Doubting;
        let is_refuting = verb.class == VerbClass::Refuting;
        let asks_who = verb.class == VerbClass::Factive || is_refuting;
        let is_thing_subject = asks_who && attribution.class == SourceClass::Institution && is_thing(sink, attribution);
        if is_document
            || is_thing_subject
            || draft.role(attribution.at.head) != Role::Copy
            || draft.source_has_noun(attribution, &keys.subject_not)
            || verb.class == VerbClass::Doubting && claims_responsibility(attribution)
            || matches!(attribution.class, SourceClass::None | SourceClass::OwnNewsroom)
            || attribution.at.core.iter().any(|at| draft.is(at, Class::FIRST_PERSON | Class::SECOND_PERSON))
            || has_no_content(sink, attribution, verb)
            || is_refuting && !denies_a_claim(sink, attribution)
            || is_thought && attribution.at.core.len() == 1 && draft.is(attribution.at.core.start, Class::RELATIVE)
            || verb.noun && is_noun(draft, form, tokens.start)
        {
            continue;
        }
        let fix = keys.suggest.then(|| plain_verb(verb, form)).flatten();
        let fill = vec![("cue", draft.words(tokens).to_owned()), ("fix", fix.as_deref().unwrap_or(neutral).to_owned())];
        // A verb of doubt leaves an accusation open, and a plain verb would make it firmer.
        let would_be_firmer = verb.class == VerbClass::Doubting
            && has_accusation_or_deaths(draft, draft.language.sentence_at(tokens.start));
        let stays_english = |plain: &str| is_english_with(draft, attribution, tokens, plain);
        let fixes = fix.filter(|_| !would_be_firmer && stays_english(verb.suggest)).map(|text| Fix {
            applicability: Applicability::Suggestion,
            edits: vec![Edit { span: draft.span(tokens), text }],
        });
        let mild = keys.mild.as_ref().filter(|_| verb.mild);
        let message = messages.iter().find(|(class, _)| *class == verb.class).map(|(_, message)| (*message).clone());
        let severity = mild.map_or(sink.rule.severity, |mild| mild.severity);
        let class_variant = message.map(|message| Variant { severity, when: None, message: Some(message) });
        let variant = class_variant.as_ref().or(mild);
        sink.push(tokens, FindingExtras { variant, fill, fixes: fixes.into_iter().collect(), related: None });
    }
}

/// Whether the word is a noun: “Lund's claim that”, “the boast that”.
fn is_noun(draft: &LintedDraft<'_>, form: Form, at: TokenIdx) -> bool {
    let before = Class::CLITIC | Class::POSSESSIVE | Class::DETERMINER | Class::PREPOSITION | Class::NUMBER_WORD;
    let pronoun = Class::PERSONAL | Class::RELATIVE | Class::THAT;
    matches!(form, Form::Base | Form::Third)
        && at > TokenIdx::ZERO
        && draft.is(at - 1, before)
        && !draft.is(at - 1, pronoun)
}

/// Whether the sentence is still English with the plain verb instead of the cue. “Said” takes neither an object nor an
/// infinitive, and “criticised” needs an object.
fn is_english_with(draft: &LintedDraft<'_>, attribution: &TokenAttribution, cue: TokenRange, plain: &str) -> bool {
    let Some(next) = draft.language.tokens.get(cue.end.index()) else { return plain == SAID };
    if plain != SAID {
        let no_object = Class::PREPOSITION | Class::TO | Class::SUBORDINATOR | Class::COORDINATOR | Class::ADVERB;
        return next.kind() == TokenKind::Word && !draft.is(cue.end, no_object);
    }
    if attribution.at.content.iter().any(|content| content.end <= cue.start) {
        // After a statement, “said on Monday” is English; “said on seeing” and “said about” are not.
        let time = Class::DAY | Class::MONTH | Class::TIME | Class::NUMBER_WORD;
        let is_preposition = next.kind() == TokenKind::Word && draft.is(cue.end, Class::PREPOSITION | Class::TO);
        return !is_preposition || (cue.end.index() + 1) < draft.language.tokens.len() && draft.is(cue.end + 1, time);
    }
    match next.kind() {
        TokenKind::Colon | TokenKind::QuoteOpen | TokenKind::Comma => true,
        TokenKind::Word if draft.is(cue.end, Class::THAT) => is_conjunction(draft, cue.end),
        TokenKind::Word if draft.is(cue.end, Class::TO | Class::PREPOSITION | Class::WH) => false,
        TokenKind::Word => starts_clause(draft, cue.end),
        _ => false,
    }
}

/// The plainest verb.
const SAID: &str = "said";

/// Whether “that” opens a clause: in “claimed that seat” it does not.
fn is_conjunction(draft: &LintedDraft<'_>, that: TokenIdx) -> bool {
    draft.language.tokens.get(that.index() + 1).is_some_and(|next| next.kind() == TokenKind::Word)
        && starts_clause(draft, that + 1)
}

/// Whether a clause with a finite verb begins here, not an object: “he had paid”, “the pier was closed”.
fn starts_clause(draft: &LintedDraft<'_>, from: TokenIdx) -> bool {
    let sentence = draft.language.sentences.get(draft.language.sentence_at(from).index());
    let end = sentence.map_or(from, |sentence| sentence.end).min(from + MAX_CLAUSE_WORDS);
    let finite = Class::BE | Class::HAVE | Class::MODAL | Class::DO;
    let clause_ends = Class::RELATIVE | Class::WH | Class::TO | Class::SUBORDINATOR;
    let is_subject = draft.is(from, Class::PERSONAL) && !draft.is(from, Class::OBJECT_PRONOUN);
    let mut words =
        from.until(end).iter().take_while(|&at| !draft.is(at, clause_ends) && draft.kind(at) != TokenKind::Stop);
    let is_past = |at: TokenIdx| {
        at > from && matches!(draft.lexicon.form(draft.token(at).word()), Some(Form::Past | Form::Third))
    };
    is_subject || words.any(|at| draft.is(at, finite) || is_past(at))
}

/// The most words that are searched for the verb of a clause.
const MAX_CLAUSE_WORDS: u32 = 8;

/// Whether somebody reports what another person thinks: “She wants to leave, her lawyer said”.
fn is_reported_by_another(draft: &LintedDraft<'_>, thought: &TokenAttribution) -> bool {
    let sentence = draft.language.sentence_at(thought.at.cue.start);
    let is_report = |r: &TokenAttribution| {
        r.at.cue != thought.at.cue && has_source(r) && r.kind != AttributionKind::Thought && r.confidence >= DOUBTFUL
    };
    thought.nested || draft.attributions.in_sentence(sentence).iter().any(is_report)
}

/// Whether the source is neither a name nor a word for a person or body: “A hilltop reveals”, “a subtitle reveals”.
fn is_thing(sink: &FindingSink<'_, '_>, attribution: &TokenAttribution) -> bool {
    let draft = sink.draft;
    let core = attribution.at.core;
    let listed = draft.language.matches_in(core).any(|m| matches!(m.list, List::SOURCE | List::OUTLET));
    let body = Class::BODY_NOUN | Class::INSTITUTION_WORD | Class::COMPANY | Class::PERSON_NOUN;
    let name = |at: TokenIdx| draft.token(at).capital() && !draft.is(at, Class::DETERMINER | Class::POSSESSIVE);
    !listed && !core.into_iter().any(|at| name(at) || draft.is(at, body))
}

/// Whether the word is the verb of a person or body: “A spokesman debunked the claim”, not “debunked theories” or “a rubbish
/// sack”.
fn denies_a_claim(sink: &FindingSink<'_, '_>, attribution: &TokenAttribution) -> bool {
    use SourceClass::{Anonymous, Collective, Institution, NamedPerson, Role as Office, UnnamedIndividual};
    let draft = sink.draft;
    let head = attribution.at.head;
    // “spreading debunked theories”: there is another verb in between.
    let is_other_verb = |at: TokenIdx| {
        let auxiliaries = Class::HAVE | Class::BE | Class::DO | Class::MODAL;
        !draft.is(at, auxiliaries) && draft.lexicon.form(draft.token(at).word()).is_some_and(|form| form != Form::Base)
    };
    // “collects rubbish”: a form that can be a noun is a verb only after “to”, “do” or a modal.
    let has_auxiliary = head > TokenIdx::ZERO && draft.is(head - 1, Class::TO | Class::DO | Class::MODAL);
    if draft.lexicon.form(draft.token(head).word()) == Some(Form::Base) && !has_auxiliary {
        return false;
    }
    let source = attribution.at.source.as_ref().filter(|source| source.end <= head);
    let is_its_verb = source.is_some_and(|source| !source.end.until(head).iter().any(is_other_verb));
    let pronouns = Class::PERSONAL;
    is_its_verb
        && (matches!(
            attribution.class,
            NamedPerson | Office | Anonymous | Collective | UnnamedIndividual | Institution
        ) || draft.is(attribution.at.core.start, pronouns))
}

/// Whether the verb's object is a thing, and neither words nor a clause: “admitted two counts”, “slammed the door”.
fn has_no_content(sink: &FindingSink<'_, '_>, attribution: &TokenAttribution, verb: &Verb) -> bool {
    let draft = sink.draft;
    let head = attribution.at.head;
    let sentence = draft.sentence(head);
    let quoted = sentence.iter().any(|at| draft.token(at).quoted());
    let is_clause_word = |at: TokenIdx| {
        let form = draft.lexicon.form(draft.token(at).word());
        // “admitted two counts”, “claimed benefits”: the form is a noun here.
        let count_classes = Class::NUMBER_WORD | Class::DETERMINER | Class::POSSESSIVE;
        let is_count = |at: TokenIdx| draft.is(at, count_classes) || draft.kind(at) == TokenKind::Number;
        let noun = at == head + 1 || at == head + 2 && is_count(head + 1);
        draft.is(at, Class::BE | Class::HAVE | Class::MODAL | Class::DO | Class::THAT | Class::WH)
            || form == Some(Form::Past)
            || form == Some(Form::Third) && !noun
    };
    // “The wall, Lund pointed out, had held”: the content is around the verb.
    let is_around_verb = matches!(attribution.frame, Frame::SaidAfter | Frame::SaidBy);
    let before = is_around_verb && attribution.at.content.iter().any(|content| content.end <= head);
    // The verb's own object ends at a conjunction, a comma, or the subject of another clause.
    let joining_classes = Class::COORDINATOR | Class::SUBORDINATOR | Class::PERSONAL;
    let ends_object = |at: &TokenIdx| {
        *at > head + 1
            && (draft.is(*at, joining_classes) || draft.kind(*at) == TokenKind::Comma)
            && !draft.is(*at, Class::THAT | Class::OBJECT_PRONOUN)
    };
    let end = (head + 1).until(sentence.end).iter().find(ends_object).unwrap_or(sentence.end);
    let object = (head + 1).until(end);
    // “He chuckled and pointed to it”, “she nodded at the man who had come”: no content follows.
    let continuing_classes = Class::COORDINATOR | Class::SUBORDINATOR | Class::PREPOSITION | Class::TO;
    let next = (head + 1 < sentence.end).then_some(head + 1);
    let is_gesture = verb.class == VerbClass::Manner
        && next.is_some_and(|next| draft.is(next, continuing_classes) && !draft.is(next, Class::THAT));
    let has_words = quoted || before || !is_gesture && object.iter().any(is_clause_word);
    if has_words || verb.class == VerbClass::Refuting {
        return false;
    }
    if verb.class != VerbClass::Attacking {
        return true;
    }
    // What somebody can attack in words: people, bodies, plans, and what others said.
    let target_classes = Class::PERSON_NOUN
        | Class::BODY_NOUN
        | Class::INSTITUTION_WORD
        | Class::STATEMENT_NOUN
        | Class::NORM
        | Class::OBJECT_PRONOUN
        | Class::TITLE
        | Class::PEOPLE;
    !object
        .into_iter()
        .take(6)
        .any(|at| draft.is(at, target_classes) || draft.token(at).capital() && !draft.is(at, Class::DAY | Class::MONTH))
}

/// Whether the source claims responsibility, so that the verb does not express the writer's doubt: “The attack was claimed
/// by the rebels”.
fn claims_responsibility(attribution: &TokenAttribution) -> bool {
    let before = attribution.at.content.iter().all(|content| content.end <= attribution.at.cue.start);
    attribution.frame == Frame::PassiveBy && before
}

/// The verb class of this name, as the word list writes it.
fn verb_class(name: &str) -> Option<VerbClass> {
    let name: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
    VerbClass::deserialize(name).ok()
}

/// The plain verb in the same form.
fn plain_verb(verb: &Verb, form: Form) -> Option<String> {
    if verb.suggest.is_empty() || verb.suggest.contains(' ') {
        return None;
    }
    let past = verb.suggest;
    let base = match past {
        "said" => "say".to_owned(),
        _ if past.ends_with("ied") => format!("{}y", &past[..past.len() - 3]),
        _ if past.ends_with("ised") || past.ends_with("ized") => past[..past.len() - 1].to_owned(),
        _ => past.strip_suffix("ed")?.to_owned(),
    };
    Some(match form {
        Form::Past | Form::Participle => past.to_owned(),
        Form::Base => base,
        Form::Third if base.ends_with('y') && base != "say" => format!("{}ies", &base[..base.len() - 1]),
        Form::Third => format!("{base}s"),
        Form::Ing => format!("{}ing", base.strip_suffix('e').unwrap_or(&base)),
    })
}
