//! The rule kind `agentless`: passives of saying and thinking without an agent.

use crate::attribution::AttributionKind;
use crate::language::{Class, LexiconBuilder, Role};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, PhraseList, add_list};
use crate::statements::has_source;
use crate::text::TokenIdx;
use serde::Deserialize;

/// Keys of the kind `agentless`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AgentlessKeys {
    /// Phrase patterns for the passives: `a|b` means either word, and `a?` is optional.
    pub phrases: Vec<String>,
    /// Phrases that may follow and name the agent, or show that nothing is reported: “by”, “reported to”.
    #[serde(default)]
    pub unless_followed_by: Vec<String>,
}

/// The phrase lists of a rule of the kind `agentless`.
#[derive(Debug)]
pub(crate) struct AgentlessPhrases {
    /// Passives of saying and thinking.
    pub(super) passives: PhraseList,
    /// Phrases that may follow and name the agent.
    pub(super) agents: PhraseList,
}

impl RuleKind for AgentlessKeys {
    type Phrases = AgentlessPhrases;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> AgentlessPhrases {
        AgentlessPhrases {
            passives: add_list(lexicon, &self.phrases),
            agents: add_list(lexicon, &self.unless_followed_by),
        }
    }

    fn run(&self, lists: &AgentlessPhrases, sink: &mut FindingSink<'_, '_>) {
        report_agentless(sink, lists);
    }
}

/// Reports passives of saying and thinking without an agent.
fn report_agentless(sink: &mut FindingSink<'_, '_>, lists: &AgentlessPhrases) {
    let draft = sink.draft;
    let mut last_end = TokenIdx::ZERO;
    for found in draft.phrases(lists.passives) {
        let tokens = found.tokens;
        if tokens.start < last_end || draft.token(tokens.start).quoted() || draft.role(tokens.start) != Role::Copy {
            continue;
        }
        last_end = tokens.end;
        let sentence = draft.language.sentence_at(tokens.start);
        let end = draft.language.sentences[sentence.index()].end;
        let has_agent = draft.has_phrase(lists.agents, tokens.end.until((tokens.end + 6).min(end)));
        let has_source_nearby = draft
            .attributions
            .in_sentence(sentence)
            .iter()
            .any(|r| has_source(r) && r.kind == AttributionKind::Speech && r.is_likely());
        if !has_agent && !has_source_nearby && !is_active_verb(draft, tokens.start) && !draft.has_link(tokens) {
            sink.push(tokens, FindingExtras::default());
        }
    }
}

/// Whether the participle is in fact an active verb, after a relative pronoun and a subject: “a group that Ada Brook
/// believed to be armed”.
fn is_active_verb(draft: &LintedDraft<'_>, verb: TokenIdx) -> bool {
    let start = draft.sentence(verb).start;
    let is_name = |at: &TokenIdx| draft.capital(*at);
    let subject = start.until(verb).iter().rev().take_while(is_name).last();
    let pronoun = verb.checked_sub(1).filter(|&at| at >= start && draft.is(at, Class::PERSONAL));
    let token_before = subject.or(pronoun).and_then(|at| at.checked_sub(1)).filter(|&at| at >= start);
    token_before.is_some_and(|at| draft.is(at, Class::RELATIVE | Class::THAT))
}
