//! Finds names right after a quotation: in a credit (“…” — Ada Brook, a nurse), or as the subject of any verb (“…,” Ada Brook, a
//! nurse, sighed). The verb need not be a known cue: position, marks and classes of words decide.

use super::AttributionKind;
use super::case::FrameCase;
use super::frame::{Frame, FrameMatch};
use crate::document::{Document, InlineKind};
use crate::language::{Class, List, Quotation, QuotationKind, Role, TokenKind, Tokens};
use crate::text::{ProseRange, TokenIdx, TokenRange};
use smallvec::smallvec;

/// Maximum length of a credit, in tokens.
const MAX_CREDIT: u32 = 24;

/// Maximum length of a name, in tokens.
const MAX_NAME: u32 = 8;

/// Maximum length of a description between a name and its verb, in tokens.
const MAX_DESCRIPTION: u32 = 16;

/// The matches of names right after the quotations of a draft, in the order of their cues.
pub(super) fn names_after_quotations(document: &Document, tokens: Tokens<'_>) -> Vec<FrameMatch> {
    let credits = NamesAfterQuotations { document, tokens };
    let language = tokens.language;
    let is_complete = |quotation: &&Quotation| {
        let role = language.paragraphs[quotation.block as usize].role;
        quotation.depth == 1 && quotation.fault.is_none() && !quotation.continues && role == Role::Copy
    };
    let quotations = language.quotations.iter().filter(is_complete);
    let mut found: Vec<FrameMatch> = quotations
        .filter_map(|quotation| credits.verb_match(quotation).or_else(|| credits.credit_match(quotation)))
        .collect();
    found.sort_by_key(|matched| matched.cue.start);
    found
}

/// Finds names right after the quotations of a draft.
struct NamesAfterQuotations<'a> {
    document: &'a Document,
    tokens: Tokens<'a>,
}

impl NamesAfterQuotations<'_> {
    /// The match of a credit: “…” — Ada Brook, a nurse; “…” (Ada Brook); a name in emphasis, in the next line, or in the
    /// paragraph below in the same block quote.
    fn credit_match(&self, quotation: &Quotation) -> Option<FrameMatch> {
        let tokens = self.tokens;
        let paragraphs = &tokens.language.paragraphs;
        let number = quotation.block as usize;
        let paragraph = &paragraphs[number];
        if quotation.kind != QuotationKind::Sentence && quotation.tokens.start != paragraph.start {
            return None;
        }
        let end = paragraph.tokens.end;
        let stop = |at: TokenIdx| at < end && matches!(tokens.kind(at), TokenKind::Stop | TokenKind::Comma);
        let mut at = quotation.tokens.end + u32::from(stop(quotation.tokens.end));
        if at == end {
            return self.credit_below(quotation, number);
        }
        let has_dash = self.introduces_credit(at);
        let is_bracket = tokens.kind(at) == TokenKind::Open;
        let is_line = tokens.kind(at) == TokenKind::Break;
        let cue = at.until(at + 1);
        if has_dash || is_bracket || is_line {
            at += 1;
            at += u32::from(is_line && at < end && self.introduces_credit(at));
        } else if !self.is_emphasised(at, end) {
            return None;
        }
        let close = at
            .until(end.min(at + MAX_CREDIT))
            .iter()
            .find(|&at| tokens.kind(at) == if is_bracket { TokenKind::Close } else { TokenKind::Break });
        let credit = at.until(close.unwrap_or(end));
        if is_bracket && close.is_none_or(|close| close + 1 != end && !(stop(close + 1) && close + 2 == end)) {
            return None;
        }
        let source = self.credit(credit)?;
        let lone = source.len() == 1 && (is_bracket || is_line);
        (!lone || self.may_be_source(source)).then(|| new_match(FrameCase::Credit, source, cue, quotation.tokens))
    }

    /// The match of a credit in the paragraph below the quotation: after a dash, or in the same block quote.
    fn credit_below(&self, quotation: &Quotation, number: usize) -> Option<FrameMatch> {
        let tokens = self.tokens;
        let below = tokens.language.paragraphs.get(number + 1)?;
        let [above, block] = [number, number + 1].map(|number| &self.document.blocks[number]);
        let first = below.tokens.iter().next()?;
        let has_dash = self.introduces_credit(first);
        let quoted = &self.document.quoted;
        let around = quoted.get(quoted.partition_point(|span| span.end <= above.span.start));
        let same_quote = around.is_some_and(|span| span.contains(above.span) && span.contains(block.span));
        if above.quote_depth != block.quote_depth || !(has_dash || same_quote) {
            return None;
        }
        let source = self.credit((below.tokens.start + u32::from(has_dash)).until(below.tokens.end))?;
        (has_dash || source.len() > 1)
            .then(|| new_match(FrameCase::Credit, source, first.until(first + 1), quotation.tokens))
    }

    /// Whether a token is a dash or a tilde, which introduces a credit.
    fn introduces_credit(&self, at: TokenIdx) -> bool {
        self.tokens.kind(at) == TokenKind::Dash || self.tokens.text(at) == "~" || self.tokens.text(at) == "-"
    }

    /// The name at the start of a credit; `None` if the tokens are not a credit.
    fn credit(&self, range: TokenRange) -> Option<TokenRange> {
        let tokens = self.tokens;
        let name = self.name(range.start, range.end)?;
        let short = range.len() <= MAX_CREDIT as usize;
        let ends = name.end == range.end
            || matches!(tokens.kind(name.end), TokenKind::Comma | TokenKind::Open | TokenKind::Dash)
            || tokens.kind(name.end) == TokenKind::Stop && name.end + 1 == range.end;
        (short && ends).then_some(name)
    }

    /// Whether a single word can be a source: it is an outlet, a link, a given name or an acronym.
    fn may_be_source(&self, word: TokenRange) -> bool {
        let tokens = self.tokens;
        let outlet = tokens.language.matches_in(word).any(|found| found.list == List::OUTLET);
        let prose = tokens.language.prose(word);
        outlet
            || tokens.is(word.start, Class::GIVEN_NAME)
            || tokens.token(word.start).all_caps()
            || self.inline(prose, InlineKind::is_link).is_some()
    }

    /// Whether the rest of a paragraph is a single emphasis.
    fn is_emphasised(&self, at: TokenIdx, end: TokenIdx) -> bool {
        let tokens = self.tokens;
        let last = if tokens.kind(end - 1) == TokenKind::Stop && end - 1 > at { end - 1 } else { end };
        let prose = tokens.language.prose(at.until(last));
        self.inline(prose, |kind| matches!(kind, InlineKind::Emphasis | InlineKind::Strong)).is_some()
    }

    /// Finds an inline for which `is` is true, and that starts where `prose` starts and contains it.
    fn inline(&self, prose: ProseRange, is: impl Fn(&InlineKind) -> bool) -> Option<()> {
        let inlines = &self.document.inlines;
        let from = inlines.partition_point(|inline| inline.prose.start < prose.start);
        let mut here = inlines[from..].iter().take_while(|inline| inline.prose.start == prose.start);
        here.find(|inline| inline.prose.end >= prose.end && is(&inline.kind)).map(|_| ())
    }

    /// The match of a name with a verb: “…,” Ada Brook, a nurse, sighed; “…,” sighed Ada Brook; “…” was the answer of Ada Brook.
    fn verb_match(&self, quotation: &Quotation) -> Option<FrameMatch> {
        let tokens = self.tokens;
        let end = tokens.language.paragraphs[quotation.block as usize].tokens.end;
        let after = quotation.tokens.end;
        let inside = tokens.kind(after.checked_sub(2)?) == TokenKind::Comma;
        let outside = after < end && tokens.kind(after) == TokenKind::Comma;
        let at = after + u32::from(outside);
        let content = quotation.tokens;
        if at >= end {
            return None;
        }
        if (inside || outside)
            && let Some(name) = self.name(at, end)
        {
            let verb = self.verb(self.after_description(name.end, end)?, end)?;
            return Some(new_match(FrameCase::VerbAfterQuotation, name, verb.until(verb + 1), content));
        }
        let verb = self.verb(at, end).filter(|&verb| inside || outside || tokens.is(verb, Class::BE))?;
        if (inside || outside)
            && let Some(name) = self.name(verb + 1, end)
        {
            return Some(new_match(FrameCase::VerbAfterQuotation, name, verb.until(verb + 1), content));
        }
        // "came the reply from Ada Brook"
        let noun = verb + 2;
        let spoken = noun + 1 < end
            && tokens.is(verb + 1, Class::DEFINITE)
            && tokens.word(noun)
            && !tokens.token(noun).capital()
            && tokens.is(noun + 1, Class::ORIGIN | Class::BY);
        let name = self.name(noun + 2, end).filter(|_| spoken)?;
        Some(new_match(FrameCase::VerbAfterQuotation, name, verb.until(verb + 1), content))
    }

    /// The position after a name's description, which is between commas; `at` if there is no comma. `None` if no token follows.
    fn after_description(&self, at: TokenIdx, end: TokenIdx) -> Option<TokenIdx> {
        let tokens = self.tokens;
        if at >= end || tokens.kind(at) != TokenKind::Comma {
            return Some(at).filter(|&at| at < end);
        }
        let rest = (at + 1).until(end.min(at + 1 + MAX_DESCRIPTION));
        let comma = rest.iter().find(|&at| tokens.kind(at) == TokenKind::Comma || tokens.stop(at))?;
        (tokens.kind(comma) == TokenKind::Comma && comma + 1 < end).then_some(comma + 1)
    }

    /// The position of a lower-case word that may be a verb: at `at`, or after adverbs there.
    fn verb(&self, at: TokenIdx, end: TokenIdx) -> Option<TokenIdx> {
        let tokens = self.tokens;
        let at = at.until(end.min(at + 3)).iter().find(|&at| !tokens.adverb(at))?;
        let function_words = Class::PREPOSITION
            | Class::COORDINATOR
            | Class::SUBORDINATOR
            | Class::RELATIVE
            | Class::DETERMINER
            | Class::POSSESSIVE
            | Class::PERSONAL
            | Class::WH
            | Class::CLITIC;
        let verb = tokens.word(at)
            && !tokens.token(at).capital()
            && !tokens.token(at).quoted()
            && !tokens.is(at, function_words);
        verb.then_some(at)
    }

    /// The name that starts at `start`: capitalised words, and words such as “van” between them.
    fn name(&self, start: TokenIdx, end: TokenIdx) -> Option<TokenRange> {
        let tokens = self.tokens;
        if start >= end
            || !tokens.capital(start)
            || tokens.is(start, Class::PERSONAL | Class::DAY | Class::MONTH | Class::CLITIC)
        {
            return None;
        }
        let joins = |at: TokenIdx| tokens.is(at, Class::NAME_JOINER | Class::NAME_PARTICLE | Class::DEFINITE);
        let end = end.min(start + MAX_NAME);
        let mut last = start + 1;
        let mut at = last;
        while at < end && tokens.word(at) && !tokens.token(at).quoted() {
            if tokens.capital(at) {
                last = at + 1;
            } else if !joins(at) {
                break;
            }
            at += 1;
        }
        let is_possessive = last < end && tokens.is(last, Class::CLITIC);
        let lone = last == start + 1 && tokens.is(start, Class::STARTER);
        (!is_possessive && !lone).then_some(start.until(last))
    }
}

/// A match with the confidence of its case.
fn new_match(case: FrameCase, source: TokenRange, cue: TokenRange, content: TokenRange) -> FrameMatch {
    FrameMatch {
        source: Some(source),
        head: cue.start,
        cue,
        content: smallvec![content],
        addressee: None,
        // As for “X: S”: no known verb attributes; the name is only next to the content.
        frame: Frame::Colon,
        kind: AttributionKind::Speech,
        confidence: case.confidence(),
        form: case.confidence(),
    }
}
