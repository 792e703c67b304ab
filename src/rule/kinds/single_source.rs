//! The rule kind `single-source`: stories that rest on one source.

use crate::attribution::{SourceClass, SpeakerRecord, TokenAttribution};
use crate::language::{LexiconBuilder, Role};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink};
use serde::Deserialize;

/// Keys of the kind `single-source`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SingleSourceKeys {
    /// Drafts with fewer words are not reported.
    pub min_words: u32,
    /// Drafts with fewer attributions are not reported.
    pub min_statements: u32,
}

impl RuleKind for SingleSourceKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_single_source(sink, self);
    }
}

/// The fewest quoted words that make somebody a voice of the story.
const MIN_QUOTED_WORDS: u32 = 8;

/// A speaker with at most one statement for this many of the main speaker's is only cited in passing.
const MAX_STATEMENT_RATIO: u32 = 10;

/// Reports a story that rests on one person or body, and has no second voice by the measures of `bylint sources`.
fn report_single_source(sink: &mut FindingSink<'_, '_>, keys: &SingleSourceKeys) {
    let draft = sink.draft;
    let copy = draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy);
    let words = copy.flat_map(|p| p.tokens).filter(|&at| draft.token(at).wordlike()).count();
    if (words as u32) < keys.min_words {
        return;
    }
    let attributions = draft.attributions;
    let speakers = attributions.speaking();
    let by_statements = |&(number, speaker): &(usize, &SpeakerRecord)| (speaker.statements, std::cmp::Reverse(number));
    let Some((top, main)) = speakers.iter().enumerate().max_by_key(by_statements) else { return };
    let total: u32 = speakers.iter().map(|speaker| speaker.statements).sum();
    // A statement that the one source attributes to others is still part of that source's account.
    let mut own_statements = vec![0_u32; speakers.len()];
    for attribution in attributions.attributions.iter().filter(|attribution| !attribution.nested) {
        if let Some(number) = attributions.speaker_of(attribution) {
            own_statements[number] += 1;
        }
    }
    let has_second_voice = speakers
        .iter()
        .zip(own_statements)
        .enumerate()
        .any(|(number, (other, statements))| number != top && is_second_voice(main, other, statements));
    if total < keys.min_statements
        || main.statements * 2 < total
        || has_second_voice
        || !is_identified_class(main.class)
    {
        return;
    }
    let is_main_source = |r: &&TokenAttribution| {
        attributions.speaker_of(r) == Some(top) && r.class != SourceClass::Unknown && r.is_likely()
    };
    let Some(first) = attributions.attributions.iter().find(is_main_source) else { return };
    let source = main.name.clone();
    let tokens = first.at.core;
    sink.push(tokens, FindingExtras { fill: vec![("source", source)], ..FindingExtras::default() });
}

/// Whether a speaker counts as a second voice. A person or another outlet needs more than a tenth of the other's statements,
/// or enough quoted words. A body or a document must be quoted, or cited twice. A crowd never counts, nor does the outlet
/// through which the other's words came.
fn is_second_voice(main: &SpeakerRecord, other: &SpeakerRecord, statements: u32) -> bool {
    let is_heard =
        statements > 0 && other.quoted_words >= MIN_QUOTED_WORDS || statements * MAX_STATEMENT_RATIO > main.statements;
    match other.class {
        SourceClass::NamedPerson | SourceClass::Role | SourceClass::Anonymous | SourceClass::UnnamedIndividual => {
            is_heard
        }
        SourceClass::Outlet => is_heard && main.outlet.as_deref() != other.outlet.as_deref().or(Some(&other.name)),
        SourceClass::VagueGroup | SourceClass::Collective | SourceClass::UnnamedOutlet | SourceClass::OwnNewsroom => {
            false
        }
        _ => statements > 1 || statements > 0 && other.quoted_words >= MIN_QUOTED_WORDS,
    }
}

/// Whether sources of a class are identified.
fn is_identified_class(class: SourceClass) -> bool {
    matches!(
        class,
        SourceClass::NamedPerson
            | SourceClass::Role
            | SourceClass::Institution
            | SourceClass::Document
            | SourceClass::Outlet
    )
}
