//! The rule kind `label`: state-controlled outlets that the draft does not describe as such.

use crate::language::{Class, LexiconBuilder, List, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{AddableEntry, FindingExtras, FindingSink, LintedDraft, PhraseList, add_list};
use crate::rule::lists::WordSet;
use crate::text::{TokenIdx, TokenRange};
use serde::Deserialize;
use std::collections::HashSet;

/// Keys of the kind `label`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LabelKeys {
    /// Phrase patterns that say that a state owns or controls an outlet.
    pub labels: Vec<String>,
    /// The value of `{descriptor}` for an outlet without a description in the list of outlets.
    #[serde(default)]
    pub descriptor: String,
    /// Words for a state and those who rule it. Such a word, or the name of a country, labels an outlet if a word of `ties`
    /// is near.
    #[serde(default)]
    pub powers: WordSet,
    /// Words that tie an outlet to a power: “funded”, “mouthpiece”.
    #[serde(default)]
    pub ties: WordSet,
    /// Endings of words that label an outlet by themselves: “-backed”.
    #[serde(default)]
    pub endings: Vec<String>,
    /// Whether public broadcasters with independent newsrooms need a label, too.
    #[serde(default)]
    pub public_broadcasters: bool,
}

impl RuleKind for LabelKeys {
    type Phrases = PhraseList;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> PhraseList {
        add_list(lexicon, &self.labels)
    }

    fn addable(&self) -> Option<AddableEntry> {
        Some(AddableEntry::Outlet)
    }

    fn run(&self, lists: &PhraseList, sink: &mut FindingSink<'_, '_>) {
        report_unlabelled(sink, *lists, self);
    }
}

/// How the value of the column `control` of the list of outlets begins for public broadcasters.
const PUBLIC_PREFIX: &str = "public";

/// Reports state-controlled outlets at their first mention as a source if no label is near.
fn report_unlabelled(sink: &mut FindingSink<'_, '_>, lists: PhraseList, keys: &LabelKeys) {
    let draft = sink.draft;
    let mut seen_outlets: HashSet<&str> = HashSet::new();
    for attribution in &draft.attributions.attributions {
        let Some(tokens) = attribution.outlet_at().filter(|_| !attribution.own) else { continue };
        let Some(name) = attribution.outlet() else { continue };
        let found = draft.language.matches_in(tokens).filter(|m| m.list == List::OUTLET).last();
        let is_public = found.is_some_and(|m| draft.lexicon.outlet(m.row).control.starts_with(PUBLIC_PREFIX));
        if !(attribution.state || keys.public_broadcasters && is_public) || !seen_outlets.insert(name) {
            continue;
        }
        let sentence = draft.sentence(tokens.start);
        let near = tokens.start.saturating_sub(8).max(sentence.start).until((tokens.end + 12).min(sentence.end));
        if draft.has_phrase(lists, near) || has_label(draft, keys, tokens, sentence) {
            continue;
        }
        let outlet_tokens = found.map_or(tokens, |m| m.tokens);
        let descriptor = found.map_or("", |m| draft.lexicon.outlet(m.row).descriptor);
        let descriptor = if descriptor.is_empty() { &keys.descriptor } else { descriptor };
        let fill = vec![("outlet", draft.words(outlet_tokens).to_owned()), ("descriptor", descriptor.to_owned())];
        sink.push(outlet_tokens, FindingExtras { fill, ..FindingExtras::default() });
    }
}

/// The most tokens before an outlet at which a label is looked for. `MAX_TOKENS_AFTER` limits those in an aside after it.
const MAX_TOKENS_BEFORE: u32 = 5;

const MAX_TOKENS_AFTER: u32 = 12;

/// Whether a power and its tie to the outlet are near it: “the Kremlin-backed RT”, “TASS, which the Russian state owns,”.
fn has_label(draft: &LintedDraft<'_>, keys: &LabelKeys, outlet: TokenRange, sentence: TokenRange) -> bool {
    let before = outlet.start.saturating_sub(MAX_TOKENS_BEFORE).max(sentence.start).until(outlet.end);
    let has_aside = outlet.end < sentence.end
        && matches!(draft.kind(outlet.end), TokenKind::Comma | TokenKind::Open | TokenKind::Dash);
    let aside = outlet.end + 1;
    let after = if has_aside { aside.until(sentence.end.min(aside + MAX_TOKENS_AFTER)) } else { TokenRange::default() };
    let aside_end = after.iter().find(|&at| matches!(draft.kind(at), TokenKind::Comma | TokenKind::Close));
    let after = after.start.until(aside_end.unwrap_or(after.end));
    [before, after].into_iter().any(|near| {
        let has_label_ending =
            |at: TokenIdx| keys.endings.iter().any(|ending| draft.text(at).ends_with(ending.as_str()));
        let is_power = |at: TokenIdx| {
            keys.powers.has_in_any_case(draft.text(at))
                || draft.lexicon.nationality(draft.token(at), &draft.document.prose)
                || draft.token(at).capital() && draft.lexicon.country(draft.text(at))
        };
        let is_tie = |at: TokenIdx| keys.ties.has_in_any_case(draft.text(at));
        // “North Korea's”: the second word of a country's name is enough if a possessive follows it.
        let is_owner = |at: TokenIdx| draft.is(at, Class::CLITIC) && at > near.start && draft.token(at - 1).capital();
        near.iter().any(has_label_ending)
            || near.iter().any(is_tie) && near.iter().any(|at| is_power(at) || is_owner(at))
    })
}
