//! The rule kind `quote-style`: straight and curly quotation marks mixed in one draft.

use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, LexiconBuilder};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::draft::outside_others_words;
use crate::rule::kinds::shared::draft::quotation_marks::{StyledMark, marks};
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, Variant};
use crate::text::TokenIdx;
use serde::Deserialize;

/// Keys of the kind `quote-style`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteStyleKeys {
    /// The style that the newsroom uses.
    #[serde(default)]
    pub style: MarkStyle,
    /// The case of straight marks if the style is curly.
    pub straight: Option<Variant>,
}

/// The style of marks that a draft should use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkStyle {
    /// The style that the draft itself uses most.
    #[default]
    Majority,
    /// Curly marks: “ ” ’
    Curly,
    /// Straight marks: " '
    Straight,
}

impl RuleKind for QuoteStyleKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_mixed(sink, self);
    }
}

/// Reports marks of the wrong style: the first quotation mark and the first apostrophe. Each fix changes all of its sort.
fn report_mixed(sink: &mut FindingSink<'_, '_>, keys: &QuoteStyleKeys) {
    let draft = sink.draft;
    let marks = marks(draft);
    let straight = marks.iter().filter(|mark| mark.straight).count();
    let curly = marks.len() - straight;
    let first = marks.first().is_some_and(|mark| mark.straight);
    let is_straight_style = match keys.style {
        MarkStyle::Majority => straight > curly || straight == curly && first,
        MarkStyle::Curly => false,
        MarkStyle::Straight => true,
    };
    let other = marks.iter().find(|mark| mark.straight == is_straight_style).map(|mark| mark.at);
    if other.is_none() && keys.style == MarkStyle::Majority {
        return;
    }
    for double in [false, true] {
        let wrong = marks.iter().filter(|mark| mark.straight != is_straight_style && mark.double == double);
        let wrong = outside_others_words(draft, wrong.collect(), |mark| mark.at);
        let Some(&mark) = wrong.first() else { continue };
        let is_safe = wrong.iter().all(|mark| !is_doubtful(draft, mark));
        let edit = |mark: &&StyledMark| Edit {
            span: draft.span(mark.at.until(mark.at + 1)),
            text: draft.words(mark.at.until(mark.at + 1)).replace(mark.shape, mark.in_other_style()),
        };
        let edits = wrong.iter().map(edit).collect();
        // A clitic is marked together with its word.
        let token = draft.token(mark.at);
        let is_clitic = draft.lexicon.classes(token.word()).contains(Class::CLITIC)
            && !token.space_before()
            && mark.at > TokenIdx::ZERO;
        let tokens = (mark.at - u32::from(is_clitic)).until(mark.at + 1);
        let extras = FindingExtras {
            fill: vec![("fix", draft.words(tokens).replace(mark.shape, mark.in_other_style()))],
            related: other.map(|other| other.until(other + 1)),
            fixes: vec![Fix {
                applicability: if is_safe { Applicability::Safe } else { Applicability::Suggestion },
                edits,
            }],
            variant: keys.straight.as_ref().filter(|_| mark.straight),
        };
        sink.push(tokens, extras);
    }
}

/// Whether a straight mark before digits may open a quotation (“'100 percent'”) and does not shorten a year (“'16”, “'90s”).
fn is_doubtful(draft: &LintedDraft<'_>, mark: &StyledMark) -> bool {
    if !mark.straight || mark.double || mark.opens {
        return false;
    }
    let start = draft.token(mark.at).start.index();
    let after = draft.document.prose[start..].strip_prefix('\'').unwrap_or_default();
    let figures = after.bytes().take_while(u8::is_ascii_digit).count();
    let word = after[figures..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    figures > 0 && !(figures == 2 && (word == 0 || after[figures..].starts_with('s') && word == 1))
}
