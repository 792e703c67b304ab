//! Who a quotation is credited to by where the name stands: behind a dash, in brackets, on a line of its own, or as the
//! subject of whatever verb follows the marks. The model asks the verb, and knows only those of its list.

use super::frame::{Frame, Relation};
use super::view::View;
use super::{Kind, LIKELY};
use crate::language::{Class, Form, Quotation, Role, TokenKind};
use smallvec::smallvec;
use std::ops::Range;

/// How sure such a form is by itself.
const CREDITED: u8 = 95;
/// The longest name with what stands between commas behind it, in tokens.
const SOURCE: u32 = 30;
/// The longest line that is nothing but a credit, in tokens.
const LINE: u32 = 12;

/// The words that credit a quotation: who, and by what.
struct Credit {
    source: Range<u32>,
    cue: Range<u32>,
    head: u32,
    frame: Frame,
}

impl View<'_> {
    /// Adds the credits of the quotations that end in this sentence or right before it, and widens sources that the model cut
    /// short: "Long Tran, a nurse, warned".
    pub(super) fn credits(&self, sentence: &Range<u32>, found: &mut Vec<Relation>) {
        let quotations = &self.language.quotations;
        let from = quotations.partition_point(|quotation| quotation.tokens.end < sentence.start);
        let here = quotations[from..].iter().take_while(|quotation| quotation.tokens.start < sentence.end);
        for quotation in
            here.filter(|q| q.depth == 1 && q.fault.is_none() && (sentence.start..sentence.end).contains(&q.tokens.end))
        {
            let Some(credit) = self.credit(quotation, sentence) else { continue };
            let holds = |relation: &&mut Relation| {
                relation.confidence >= LIKELY
                    && relation
                        .content
                        .iter()
                        .any(|content| content.start < quotation.tokens.end && quotation.tokens.start < content.end)
            };
            if let Some(relation) = found.iter_mut().find(holds) {
                let cut = relation
                    .source
                    .as_ref()
                    .is_some_and(|source| credit.source.contains(&source.start) && source.start > credit.source.start);
                if cut || relation.source.is_none() {
                    relation.source = Some(credit.source);
                    relation.kind = Kind::Speech;
                    relation.frame = credit.frame;
                }
            } else {
                found.push(Relation {
                    source: Some(credit.source),
                    cue: credit.cue,
                    head: credit.head,
                    content: smallvec![quotation.tokens.clone()],
                    venue: None,
                    frame: credit.frame,
                    kind: Kind::Speech,
                    confidence: CREDITED,
                    form: CREDITED,
                });
                found.sort_by_key(|relation| relation.cue.start);
            }
        }
    }

    fn credit(&self, quotation: &Quotation, sentence: &Range<u32>) -> Option<Credit> {
        let mut start = quotation.tokens.end;
        // A line's end may stand between the words and the name.
        if self.language.tokens.get(start as usize).is_some_and(|token| token.kind() == TokenKind::Break) {
            start += 1;
        }
        if start as usize >= self.language.tokens.len() {
            return None;
        }
        let paragraph = &self.language.paragraphs[self.language.paragraph_at(start)];
        let quoted = &self.language.paragraphs[quotation.block as usize];
        if paragraph.role != Role::Copy || quoted.role != Role::Copy {
            return None;
        }
        let end = paragraph.tokens.end;
        // What is quoted as part of the writer's own sentence has its subject before it.
        let whole = quotation.tokens.start == quoted.start.max(quoted.tokens.start);
        let stops = quotation.tokens.end >= 2 && self.stop(quotation.tokens.end - 2);
        if whole && stops {
            if let Some(credit) = self.marked_credit(start, end) {
                return Some(credit);
            }
            let below = quotation.block as usize != self.language.paragraph_at(start);
            if let Some(credit) = self.bare_credit(start, end, below) {
                return Some(credit);
            }
        }
        if quotation.block as usize != self.language.paragraph_at(start) {
            return None;
        }
        // A full stop inside the marks ends the sentence: what follows is another.
        let mark = self.kind(quotation.tokens.end - 2);
        if mark == TokenKind::Stop {
            return None;
        }
        let clause = start..sentence.end;
        self.subject_credit(clause.clone())
            .or_else(|| self.inverted_credit(clause.clone()))
            .or_else(|| self.noun_credit(clause))
    }

    /// "— Marta Quill, nurse", "(Marta Quill, nurse)", "-Commissioner Gert Starling"
    fn marked_credit(&self, start: u32, end: u32) -> Option<Credit> {
        if start >= end {
            return None;
        }
        let dash = matches!(self.kind(start), TokenKind::Dash) || matches!(self.text(start), "-" | "~" | "–" | "—");
        let open = self.kind(start) == TokenKind::Open;
        if !dash && !open {
            return None;
        }
        let name = start + 1;
        if name >= end || !self.capital(name) || self.is(name, Class::PERSONAL) {
            return None;
        }
        let closed = |at: u32| if open { self.kind(at) == TokenKind::Close } else { self.stop(at) };
        let last = (name..end).find(|&at| closed(at)).unwrap_or(end);
        (last - name <= SOURCE).then_some(Credit {
            source: name..last,
            cue: start..start + 1,
            head: start,
            frame: Frame::SaidAfter,
        })
    }

    /// A line with a name, and perhaps what its bearer is, and no verb: "Marta Quill, nurse".
    fn bare_credit(&self, start: u32, end: u32, below: bool) -> Option<Credit> {
        let line = start..end;
        let named = line.len() >= 2 && self.capital(start) && self.capital(start + 1);
        let small = line.len() as u32 <= LINE;
        let closes =
            line.clone().any(|at| self.stop(at) || self.kind(at) == TokenKind::Colon || self.token(at).quoted());
        let verb = line.clone().any(|at| self.verbal(at) && !self.is(at, Class::RELATIVE));
        let alone = !below || self.language.paragraphs[self.language.paragraph_at(start)].tokens.start == start;
        (named && small && !closes && !verb && alone && !self.is(start, Class::DETERMINER | Class::PERSONAL))
            .then_some(Credit { source: line, cue: start - 1..start, head: start - 1, frame: Frame::SaidAfter })
    }

    /// The name at the head of a clause behind a quotation, with what stands between commas behind it.
    fn subject(&self, clause: &Range<u32>) -> Option<Range<u32>> {
        let start = clause.start + u32::from(clause.start < clause.end && self.kind(clause.start) == TokenKind::Comma);
        let capital = |at: u32| at < clause.end && self.capital(at);
        let small = Class::PERSONAL | Class::DETERMINER | Class::POSSESSIVE | Class::SUBORDINATOR | Class::COORDINATOR;
        if !capital(start) || !capital(start + 1) || self.is(start, small) && !self.is(start, Class::GIVEN_NAME) {
            return None;
        }
        let name = (start..clause.end).find(|&at| !capital(at)).unwrap_or(clause.end);
        if name >= clause.end || self.kind(name) != TokenKind::Comma {
            return Some(start..name);
        }
        // ", the harbour master,"
        let comma = (name + 1..clause.end.min(name + SOURCE)).find(|&at| self.kind(at) == TokenKind::Comma);
        Some(start..comma.map_or(name, |comma| comma + 1))
    }

    /// "…,” Tom Lund, the harbour master, retorted."
    fn subject_credit(&self, clause: Range<u32>) -> Option<Credit> {
        let source = self.subject(&clause)?;
        let verb = source.end;
        (verb < clause.end && self.does(verb)).then(|| {
            let end = (verb + 1..clause.end).take_while(|&at| self.word(at) && self.kind(at) == TokenKind::Word).count()
                as u32;
            let end = verb + 1 + end.min(u32::from(self.auxiliary(verb)) * 2);
            Credit { source: self.trim(source), cue: verb..end, head: end - 1, frame: Frame::SaidAfter }
        })
    }

    /// A word that reports by its place: a past form by the list or by its ending, or an auxiliary.
    fn does(&self, at: u32) -> bool {
        self.word(at)
            && !self.token(at).capital()
            && (self.auxiliary(at)
                || matches!(self.form(at), Some(Form::Past | Form::Third))
                || self.verb_at(at).is_some_and(|(_, form, _)| matches!(form, Form::Past | Form::Third))
                || self.form(at).is_none() && self.text(at).len() > 3 && self.text(at).ends_with("ed")
                || self.irregular(at))
    }

    /// The last word of its clause, or with a small word behind it: "hit back", "began".
    fn irregular(&self, at: u32) -> bool {
        let next = self.language.tokens.get(at as usize + 1).map(|token| token.kind());
        let ends = matches!(next, Some(TokenKind::Stop | TokenKind::Comma | TokenKind::Exclaim));
        let particle = || {
            let after = self.language.tokens.get(at as usize + 2).map(|token| token.kind());
            matches!(after, Some(TokenKind::Stop | TokenKind::Comma | TokenKind::Exclaim))
                && self.is(at + 1, Class::PREPOSITION | Class::ADVERB)
        };
        self.is(at, Class::VERB | Class::VERB_HEAD | Class::ASPECT) && (ends || particle())
            || particle() && self.form(at).is_none()
    }

    /// "…,” roared Tom Lund, the harbour master."
    fn inverted_credit(&self, clause: Range<u32>) -> Option<Credit> {
        let verb = clause.start;
        let past = |at: u32| {
            matches!(self.form(at), Some(Form::Past)) || self.form(at).is_none() && self.text(at).ends_with("ed")
        };
        if verb + 1 >= clause.end
            || !self.word(verb)
            || self.token(verb).capital()
            || self.auxiliary(verb)
            || !past(verb)
        {
            return None;
        }
        let source = self.subject(&(verb + 1..clause.end))?;
        Some(Credit { source: self.trim(source), cue: verb..verb + 1, head: verb, frame: Frame::SaidBy })
    }

    /// "…,” came the reply from Tom Lund", "… was the answer of Ada Brook"
    fn noun_credit(&self, clause: Range<u32>) -> Option<Credit> {
        let from = (clause.start + 1..clause.end.min(clause.start + 6)).find(|&at| self.is(at, Class::ORIGIN))?;
        let noun = from - 1;
        let opens = self.word(clause.start) && !self.token(clause.start).capital();
        let named = self.is(noun, Class::STATEMENT_NOUN) || self.verb(noun).is_some();
        if !opens || !named || !self.is(clause.start + 1, Class::DETERMINER) {
            return None;
        }
        let source = self.subject(&(from + 1..clause.end))?;
        Some(Credit { source: self.trim(source), cue: clause.start..from + 1, head: noun, frame: Frame::SaidBy })
    }
}
