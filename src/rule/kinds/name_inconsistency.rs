//! The rule kind `name-inconsistency`: names that the draft spells in two ways.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{LexiconBuilder, Role};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, PhraseList, Variant, words_to_spell};
use crate::spelling::Tier;
use crate::text::{TokenIdx, TokenRange};
use crate::wordlist::WordList;
use rustc_hash::FxHashMap;
use serde::Deserialize;

/// Keys of the kind `name-inconsistency`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameInconsistencyKeys {
    /// The case of a name that is probably a typing error.
    pub medium: Option<Variant>,
    /// The case of a name that is possibly a typing error.
    pub low: Option<Variant>,
    /// The case of a name that has two accepted spellings.
    pub variant: Option<Variant>,
}

impl RuleKind for NameInconsistencyKeys {
    type Phrases = PhraseList;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> PhraseList {
        Some(lexicon.add_rule_phrases(listed_spellings()))
    }

    fn reads_spelling(&self) -> bool {
        true
    }

    fn run(&self, lists: &PhraseList, sink: &mut FindingSink<'_, '_>) {
        report_misspelled(sink, self);
        report_mixed_variants(sink, *lists, self);
    }
}

/// Reports names that differ from another name of the draft by a typing error.
fn report_misspelled(sink: &mut FindingSink<'_, '_>, keys: &NameInconsistencyKeys) {
    let draft = sink.draft;
    let places = draft.spelled_words();
    for slip in draft.speller.check_names(&words_to_spell(draft), &|word| draft.knows(word)) {
        let tokens = places.tokens(slip.index);
        // A quoted post keeps its own spelling.
        if draft.is_post(tokens.start) {
            continue;
        }
        let variant = match slip.tier {
            Tier::High => None,
            Tier::Medium => keys.medium.as_ref(),
            Tier::Low => keys.low.as_ref(),
        };
        // No list knows which of the two spellings is the person's own, so a person must decide.
        let edits = vec![Edit { span: draft.span(tokens), text: slip.suggestion }];
        let fixes = vec![Fix { applicability: Applicability::Suggestion, edits }];
        let related = Some(places.tokens(slip.like));
        sink.push(tokens, FindingExtras { variant, fill: vec![("fix", slip.other)], related, fixes });
    }
}

/// The names of the list: for each row, both spellings.
fn listed_spellings() -> impl Iterator<Item = &'static str> {
    rows().flat_map(|[name, variant, _]| [name, variant])
}

/// Reports names that the list has in two spellings, if the draft uses both: the first use of the less frequent one.
fn report_mixed_variants(sink: &mut FindingSink<'_, '_>, names: PhraseList, keys: &NameInconsistencyKeys) {
    let draft = sink.draft;
    let mut found = draft.phrases(names).peekable();
    if found.peek().is_none() {
        return;
    }
    let mut by_row: FxHashMap<u32, Vec<TokenRange>> = FxHashMap::default();
    for found in found {
        by_row.entry(found.row).or_default().push(found.tokens);
    }
    for (pair, [_, _, unless]) in (0_u32..).zip(rows()) {
        let uses = |row: u32| -> Vec<TokenRange> {
            let row_uses = by_row.get(&row).into_iter().flatten();
            row_uses.copied().filter(|&tokens| is_separate_use(draft, tokens, unless)).collect()
        };
        let (first, second) = (uses(pair * 2), uses(pair * 2 + 1));
        let (Some(a), Some(b)) = (first.first(), second.first()) else { continue };
        // “Kyiv, formerly Kiev” is an explanation.
        if a.start.abs_diff(b.start) <= MAX_EXPLANATION_DISTANCE {
            continue;
        }
        let is_first_rarer = (first.len(), b.start) < (second.len(), a.start);
        let (rarer, other) = if is_first_rarer { (*a, *b) } else { (*b, *a) };
        let text = draft.words(other).to_owned();
        let edits = vec![Edit { span: draft.span(rarer), text: text.clone() }];
        let fixes = vec![Fix { applicability: Applicability::Suggestion, edits }];
        let (variant, related) = (keys.variant.as_ref(), Some(other));
        sink.push(rarer, FindingExtras { variant, fill: vec![("fix", text)], related, fixes });
    }
}

/// The most tokens between two spellings if one explains the other.
const MAX_EXPLANATION_DISTANCE: u32 = 6;

/// Whether a use with a capital is in the text and is not part of another name, such as “chicken Kiev”.
fn is_separate_use(draft: &LintedDraft<'_>, tokens: TokenRange, unless: &str) -> bool {
    let has_neighbour = |at: TokenIdx| {
        at.index() < draft.language.tokens.len()
            && unless.split(',').any(|word| word.eq_ignore_ascii_case(draft.text(at)))
    };
    let is_linted = !matches!(draft.role(tokens.start), Role::Credit | Role::Navigation);
    let is_in_other_name =
        has_neighbour(tokens.end) || tokens.start > TokenIdx::ZERO && has_neighbour(tokens.start - 1);
    is_linted && !is_in_other_name && draft.token(tokens.start).capital()
}

/// The rows of the list of name variants: two spellings, and the words next to which a use does not count.
fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    let list = WordList::get("name-variants").expect("the list is in rules/lexicon");
    list.rows(["name", "variant", "unless"])
}
