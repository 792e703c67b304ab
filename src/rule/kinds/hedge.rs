//! The rule kind `hedge`: words of doubt, with or without a source that covers them.

use crate::attribution::TokenAttribution;
use crate::language::{Class, Grammar, LexiconBuilder, Role};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::attributions::has_accusation_or_deaths;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, PhraseList, Variant, add_list};
use crate::rule::lists::WordSet;
use crate::statements::{SentenceCover, covers_token, has_source, source_in_adjacent_sentence};
use crate::text::TokenIdx;
use serde::Deserialize;

/// Keys of the kind `hedge`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HedgeKeys {
    /// The words, in lower case; an entry may have several words.
    pub words: Vec<String>,
    /// Whether the rule is about words that a source covers (true) or about words without a source (false).
    pub covered: bool,
    /// Words of doubt that may express the writer's own judgement of something visible.
    #[serde(default)]
    pub own_reading: WordSet,
    /// Words for a court case and the people who bring it, in lower case. In a paragraph that has one of them, the reader
    /// knows who alleges something.
    #[serde(default)]
    pub case: WordSet,
    /// The case of the writer's own judgement, of words near a source or a court case, and of a lead whose source the next
    /// paragraph names.
    pub mild: Option<Variant>,
    /// The case of a sentence about an accusation or deaths.
    pub accusation: Option<Variant>,
}

impl RuleKind for HedgeKeys {
    type Phrases = PhraseList;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> PhraseList {
        add_list(lexicon, &self.words)
    }

    fn run(&self, lists: &PhraseList, sink: &mut FindingSink<'_, '_>) {
        report_hedges(sink, *lists, self);
    }
}

/// Reports words of doubt, with or without a source as the keys say.
fn report_hedges(sink: &mut FindingSink<'_, '_>, words: PhraseList, keys: &HedgeKeys) {
    let draft = sink.draft;
    for found in draft.phrases(words) {
        let tokens = found.tokens;
        let at = tokens.start;
        if draft.token(at).quoted() || !matches!(draft.role(at), Role::Copy) {
            continue;
        }
        // A link leads to the source.
        if !keys.covered && draft.has_link(tokens) {
            continue;
        }
        let sentence = draft.language.sentence_at(at);
        let attributions = draft.attributions.in_sentence(sentence);
        let covering = attributions
            .iter()
            .find(|r| covers_token(r, draft, at) && (!keys.covered || r.is_likely()))
            .or_else(|| accusing_attribution(sink, attributions, at));
        let carried = matches!(draft.coverage.of_sentence(sentence), SentenceCover::Carried | SentenceCover::TakenUp);
        if keys.covered {
            // “the allegedly illegal content” doubts the adjective, not the account. “charged for allegedly lying” is a
            // fixed way to report charges.
            let is_fixed_phrase = |at: TokenIdx| {
                draft.is(at, Class::DETERMINER) || draft.is(at, Class::PREPOSITION) && !draft.is(at, Class::OF)
            };
            if let Some(attribution) = covering.filter(|_| at == TokenIdx::ZERO || !is_fixed_phrase(at - 1)) {
                let related = attribution.at.source.map(|_| attribution.at.core);
                sink.push(tokens, FindingExtras { related, ..FindingExtras::default() });
            }
        } else if covering.is_none() && !carried && (at == TokenIdx::ZERO || !draft.is(at - 1, Class::INDEFINITE)) {
            let lead = draft.coverage.of_sentence(sentence) == SentenceCover::Lead;
            let near = || mentions_case(sink, keys, at) || source_in_adjacent_sentence(draft, sentence);
            let is_mild = lead || keys.own_reading.has_in_any_case(draft.text(at)) || near();
            let mild = keys.mild.as_ref().filter(|_| is_mild);
            let accusation = || keys.accusation.as_ref().filter(|_| has_accusation_or_deaths(draft, sentence));
            sink.push(tokens, FindingExtras { variant: mild.or_else(accusation), ..FindingExtras::default() });
        }
    }
}

/// Whether the paragraph mentions a court case near the word: “allegedly” then refers to charges, a lawsuit or a witness.
fn mentions_case(sink: &FindingSink<'_, '_>, keys: &HedgeKeys, at: TokenIdx) -> bool {
    let draft = sink.draft;
    let paragraph = &draft.language.paragraphs[draft.language.paragraph_at(at)].tokens;
    let near =
        paragraph.start.max(at.saturating_sub(MAX_TOKENS_BEFORE)).until(paragraph.end.min(at + MAX_TOKENS_AFTER));
    !keys.case.is_empty() && near.into_iter().any(|at| keys.case.has_in_any_case(draft.text(at)))
}

/// The most tokens before a word of doubt at which its paragraph is searched for a court case. `MAX_TOKENS_AFTER` limits those
/// after it.
const MAX_TOKENS_BEFORE: u32 = 80;

const MAX_TOKENS_AFTER: u32 = 4;

/// Returns the attribution whose verb accuses, because then the accusation is the source: “accused him of allegedly
/// stealing”.
fn accusing_attribution<'r>(
    sink: &FindingSink<'_, '_>,
    attributions: &'r [TokenAttribution],
    at: TokenIdx,
) -> Option<&'r TokenAttribution> {
    let draft = sink.draft;
    attributions.iter().find(|r| {
        let verb = draft.lexicon.verb(draft.token(r.at.head).word());
        verb.is_some_and(|(verb, _)| verb.grammar.contains(Grammar::ACCUSES)) && has_source(r) && r.at.cue.end <= at
    })
}
