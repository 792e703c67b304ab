//! The rule kind `spelling-variant`: British and American spellings mixed in a draft, or other than the newsroom's.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{HouseSpelling, LexiconBuilder, Match, Role, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::replacement::with_case;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, PhraseList, Variant};
use crate::text::{TokenIdx, TokenRange};
use crate::wordlist::WordList;
use serde::Deserialize;
use std::sync::LazyLock;

/// Keys of the kind `spelling-variant`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpellingVariantKeys {
    /// The case of a word in a quotation.
    pub quoted: Option<Variant>,
}

impl RuleKind for SpellingVariantKeys {
    type Phrases = PhraseList;

    fn add_phrases(&self, lexicon: &mut LexiconBuilder) -> PhraseList {
        Some(lexicon.add_rule_phrases(listed_spellings()))
    }

    fn run(&self, lists: &PhraseList, sink: &mut FindingSink<'_, '_>) {
        report_mixed(sink, *lists, self);
    }
}

/// The spellings that the rule looks for: for each row of the list, the British and then the American one.
fn listed_spellings() -> impl Iterator<Item = &'static str> {
    rows().iter().flat_map(|&[british, american, _]| [british, american])
}

/// Reports words in a spelling that the newsroom, or the rest of the draft, does not use.
fn report_mixed(sink: &mut FindingSink<'_, '_>, spellings: PhraseList, keys: &SpellingVariantKeys) {
    let draft = sink.draft;
    let mut found = draft.phrases(spellings).peekable();
    if found.peek().is_none() {
        return;
    }
    let uses: Vec<SpellingUse> = found.filter_map(|found| SpellingUse::from_match(draft, found)).collect();
    let is_fixed = draft.house.spelling != HouseSpelling::Majority;
    let house = if is_fixed { draft.house.spelling } else { majority(&uses) };
    let other = uses.iter().find(|other| !is_fixed && other.kind != VariantClass::Either && other.suits(house));
    for word in &uses {
        if word.suits(house) || word.kind == VariantClass::Either && !is_fixed {
            continue;
        }
        let text = with_case(word.other, draft.token(word.tokens.start).capital());
        let edits = vec![Edit { span: draft.span(word.tokens), text: text.clone() }];
        let details = FindingExtras {
            variant: keys.quoted.as_ref().filter(|_| word.quoted),
            fill: vec![("fix", text)],
            related: other.map(|other| other.tokens),
            fixes: vec![Fix { applicability: Applicability::Suggestion, edits }],
        };
        sink.push(word.tokens, details);
    }
}

/// A use of a word that the two countries spell differently.
struct SpellingUse {
    tokens: TokenRange,
    american: bool,
    kind: VariantClass,
    quoted: bool,
    /// The other country's spelling.
    other: &'static str,
}

/// How a spelling counts for the draft's own spelling.
#[derive(Clone, Copy, PartialEq, Eq)]
enum VariantClass {
    /// Words with -ise or -ize: Oxford spelling uses the American form.
    Ise,
    Clear,
    /// Both spellings are common in one of the countries, so only a newsroom with a fixed spelling has them reported.
    Either,
}

impl SpellingUse {
    /// The use that a phrase match stands for, unless it is part of a name or not linted.
    fn from_match(draft: &LintedDraft<'_>, found: &Match) -> Option<Self> {
        let tokens = found.tokens;
        let [british, american, class] = *rows().get(found.row as usize / 2)?;
        let kind = match class {
            "ise" => VariantClass::Ise,
            "either" => VariantClass::Either,
            _ => VariantClass::Clear,
        };
        let is_american = found.row % 2 == 1;
        let paragraph = &draft.language.paragraphs[draft.language.paragraph_at(tokens.start)];
        let is_linted = !matches!(paragraph.role, Role::Credit | Role::Navigation);
        (is_linted && !is_in_a_name(draft, tokens.start, kind)).then_some(Self {
            quoted: draft.token(tokens.start).quoted(),
            tokens,
            american: is_american,
            kind,
            other: if is_american { british } else { american },
        })
    }

    /// Whether the spelling of this use is that of the newsroom.
    fn suits(&self, house: HouseSpelling) -> bool {
        match house {
            HouseSpelling::American => self.american,
            HouseSpelling::Oxford if self.kind == VariantClass::Ise => self.american,
            HouseSpelling::British | HouseSpelling::Oxford | HouseSpelling::Majority => !self.american,
        }
    }

    /// The weight of this use for the draft's own spelling. The newsroom's words count more than quoted ones.
    fn weight(&self) -> usize {
        match self.kind {
            VariantClass::Either => 0,
            _ if self.quoted => 1,
            _ => 2,
        }
    }
}

/// The spelling that suits most uses; if two suit equally many, that of the first use.
fn majority(uses: &[SpellingUse]) -> HouseSpelling {
    let weight =
        |house: HouseSpelling| -> usize { uses.iter().filter(|word| word.suits(house)).map(SpellingUse::weight).sum() };
    let first = |house: HouseSpelling| uses.iter().find(|word| word.weight() > 0).is_some_and(|word| word.suits(house));
    let mut best = HouseSpelling::British;
    for house in [HouseSpelling::American, HouseSpelling::Oxford] {
        if (weight(house), first(house)) > (weight(best), first(best)) {
            best = house;
        }
    }
    best
}

/// Whether the word is part of a name, which keeps its spelling: its capital is not due to the start of a sentence, or
/// another capital follows.
fn is_in_a_name(draft: &LintedDraft<'_>, at: TokenIdx, kind: VariantClass) -> bool {
    let token = draft.token(at);
    if !token.capital() {
        return false;
    }
    // “Labour” and “Harbour” may also be names at the start of a sentence; verbs seldom are.
    if kind != VariantClass::Ise {
        return true;
    }
    let sentence = draft.language.sentences.get(draft.language.sentence_at(at).index()).map_or(at, |s| s.start);
    let words_before = sentence.until(at).iter().any(|before| draft.kind(before) == TokenKind::Word);
    let next = draft.language.tokens.get(at.index() + 1);
    let name_goes_on = next.is_some_and(|next| next.kind() == TokenKind::Word && next.capital());
    words_before || name_goes_on || token.all_caps()
}

/// The rows of the list: the British spelling, the American one, and the class.
fn rows() -> &'static [[&'static str; 3]] {
    static ROWS: LazyLock<Vec<[&str; 3]>> = LazyLock::new(|| {
        let list = WordList::get("spelling-variants").expect("the list is in rules/lexicon");
        list.rows(["british", "american", "class"]).collect()
    });
    &ROWS
}
