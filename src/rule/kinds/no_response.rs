//! The rule kind `no-response`: people and bodies that are accused and do not answer.

use crate::language::{Class, Grammar, LexiconBuilder, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, PhraseList, add_list};
use crate::text::{TokenIdx, TokenRange};
use serde::Deserialize;
use std::cell::LazyCell;
use std::collections::HashSet;

/// Keys of the kind `no-response`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NoResponseKeys {
    /// Phrase patterns that report an answer, or an attempt to get one.
    pub answers: Vec<String>,
}

impl RuleKind for NoResponseKeys {
    type Phrases = PhraseList;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> PhraseList {
        add_list(lexicon, &self.answers)
    }

    fn run(&self, lists: &PhraseList, sink: &mut FindingSink<'_, '_>) {
        report_unheard(sink, *lists);
    }
}

/// Reports those who are accused by name, if the draft neither quotes them nor says that they were asked.
fn report_unheard(sink: &mut FindingSink<'_, '_>, answers: PhraseList) {
    let draft = sink.draft;
    if draft.phrases(answers).next().is_some() {
        return;
    }
    // Each name is reported once.
    let mut seen: HashSet<&str> = HashSet::new();
    let names_of_speakers = LazyCell::new(|| words_of_speaker_names(draft));
    for attribution in &draft.attributions.attributions {
        let head = attribution.at.head;
        let verb = draft.lexicon.verb(draft.token(head).word());
        let is_accusing = verb.is_some_and(|(verb, _)| verb.grammar.contains(Grammar::ACCUSES));
        if !is_accusing || draft.token(head).quoted() || draft.role(head) != Role::Copy {
            continue;
        }
        let Some(name) = accused_name(draft, head) else { continue };
        let surname = draft.text(name.end - 1);
        if names_of_speakers.contains(surname) || !seen.insert(surname) {
            continue;
        }
        let related = attribution.at.source.map(|_| attribution.at.core);
        sink.push(name, FindingExtras { related, ..FindingExtras::default() });
    }
}

/// The person or body with a name that is the verb's object: “accused Calder Foods of”. The verb may be the last word of the
/// draft.
fn accused_name(draft: &LintedDraft<'_>, verb: TokenIdx) -> Option<TokenRange> {
    let end = draft.sentence(verb).end;
    let start = verb + 1;
    let name = |at: TokenIdx| {
        let token = draft.token(at);
        token.kind() == TokenKind::Word
            && token.capital()
            && !draft.is(at, Class::PERSONAL | Class::DETERMINER | Class::DAY | Class::MONTH)
            && !draft.lexicon.nationality(token, &draft.document.prose)
    };
    let length = start.until(end).iter().take_while(|&at| name(at)).count() as u32;
    let tokens = start.until(start + length);
    (length > 0 && tokens.end < end && draft.is(tokens.end, Class::OF)).then_some(tokens)
}

/// The words of the names of all speakers in the draft.
fn words_of_speaker_names<'d>(draft: &LintedDraft<'d>) -> HashSet<&'d str> {
    let names = draft.attributions.speakers.iter().map(|speaker| speaker.name.as_str());
    names.flat_map(|name| name.split(|c: char| !c.is_alphanumeric())).collect()
}
