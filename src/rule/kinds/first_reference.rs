//! The rule kind `first-reference`: people who are quoted before the draft says who they are.

use crate::attribution::SourceClass;
use crate::language::{Class, LexiconBuilder, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::attributions::is_attributed;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft};
use crate::rule::lists::WordSet;
use crate::text::{TokenIdx, TokenRange};
use rustc_hash::FxHashMap;
use serde::Deserialize;

/// Keys of the kind `first-reference`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FirstReferenceKeys {
    /// Names that need no introduction, as copy writes them.
    pub known: WordSet,
}

impl RuleKind for FirstReferenceKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_unintroduced(sink, self);
    }
}

/// Reports speakers at their first mention if the text there does not say who they are.
fn report_unintroduced(sink: &mut FindingSink<'_, '_>, keys: &FirstReferenceKeys) {
    let draft = sink.draft;
    let first_uses = first_uses_of_names(draft);
    let mut seen_speakers = vec![false; draft.attributions.speakers.len()];
    for attribution in
        draft.attributions.attributions.iter().filter(|r| r.class == SourceClass::NamedPerson && is_attributed(r))
    {
        let Some(number) = attribution.speaker().filter(|&number| !std::mem::replace(&mut seen_speakers[number], true))
        else {
            continue;
        };
        let speaker = &draft.attributions.speakers[number];
        let Some(source) = attribution.at.source.filter(|_| !attribution.at.core.is_empty()) else { continue };
        // A speaker who was mentioned before was introduced there, or is well known.
        let surname = draft.text(attribution.at.core.end - 1);
        let first = first_uses.get(surname).is_none_or(|&at| source.contains(at));
        let is_well_known = keys.known.has(&speaker.name);
        if first
            && !is_well_known
            && !draft.is_pronoun(attribution)
            && is_bare_name(draft, source, attribution.at.cue.start)
        {
            let fill = vec![("source", draft.words(attribution.at.core).to_owned())];
            sink.push(attribution.at.core, FindingExtras { fill, ..FindingExtras::default() });
        }
    }
}

/// The first token of each word with a capital.
fn first_uses_of_names<'a>(draft: &LintedDraft<'a>) -> FxHashMap<&'a str, TokenIdx> {
    let mut first = FxHashMap::default();
    for paragraph in draft.language.paragraphs.iter().filter(|paragraph| paragraph.role == Role::Copy) {
        for at in paragraph.tokens.iter().filter(|&at| draft.token(at).capital()) {
            first.entry(draft.text(at)).or_insert(at);
        }
    }
    first
}

/// Whether a source is only a name, without a title, an office or a description after a comma.
fn is_bare_name(draft: &LintedDraft<'_>, source: TokenRange, cue: TokenIdx) -> bool {
    let sentence = draft.sentence(source.start);
    let name = |at: TokenIdx| draft.token(at).capital() && !draft.is(at, Class::TITLE | Class::PERSON_NOUN);
    let is_mark = |at: TokenIdx| !matches!(draft.kind(at), TokenKind::Word | TokenKind::Number | TokenKind::Comma);
    let joins_name = |at: TokenIdx| draft.is(at, Class::NAME_PARTICLE) || is_mark(at);
    // “Brook, who owns the boat, said”: also if the source's tokens leave out the description.
    let has_description = source.end < cue && draft.kind(source.end) == TokenKind::Comma
        || source.end > cue && source.end < sentence.end && draft.kind(source.end) == TokenKind::Comma;
    let description_after = source.end < sentence.end && draft.is(source.end, Class::PREPOSITION | Class::OF);
    let title_before = source.start > sentence.start && draft.is(source.start - 1, Class::PERSON_NOUN | Class::TITLE);
    (2..=4).contains(&source.len())
        && source.iter().all(|at| name(at) || joins_name(at))
        && !has_description
        && !description_after
        && !title_before
}
