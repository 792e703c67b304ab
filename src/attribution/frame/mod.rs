//! Matches frames, the patterns of words of attributions: "X said that S", "S, X said", "said X", "according to X", "X told Y",
//! "saying …".
//!
//! A match has the source, cue and content of an attribution as ranges of tokens, and says how sure the pattern is.

mod active;

use super::case::FrameCase;
use super::{AttributionKind, Content};
use crate::language::{Class, Form, Role, TokenKind, Tokens, Verb, VerbClass};
use crate::text::{TokenIdx, TokenRange};
use smallvec::smallvec;

/// The pattern of words in which an attribution is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// X said that S
    SaidThat,
    /// S, X said
    SaidAfter,
    /// S, said X
    SaidBy,
    /// X told Y S
    Told,
    /// X: S
    Colon,
    /// According to X, S
    AccordingTo,
    /// …, saying S
    Participle,
    /// was told by X, quoted by X
    PassiveBy,
    /// It is believed that S; is said to
    Passive,
    /// reportedly S
    Hedge,
    /// X's claim that S
    Nominal,
}

/// An attribution that a frame or the model found, as ranges of tokens.
#[derive(Clone, Debug)]
pub(super) struct FrameMatch {
    pub(super) source: Option<TokenRange>,
    pub(super) cue: TokenRange,
    /// The main word of the cue.
    pub(super) head: TokenIdx,
    pub(super) content: Content,
    /// The addressee: “told X”.
    pub(super) addressee: Option<TokenRange>,
    pub(super) frame: Frame,
    pub(super) kind: AttributionKind,
    pub(super) confidence: u8,
    /// The confidence of the frame if `confidence` is the model's; 0 if no frame matches, and in matches of a [`FrameMatcher`].
    pub(super) form: u8,
}

/// Matches the frames against one sentence.
pub(super) struct FrameMatcher<'a> {
    pub(super) tokens: Tokens<'a>,
    pub(super) sentence: TokenRange,
    /// The tokens of the paragraph, because quotations may extend beyond the sentence.
    pub(super) paragraph: TokenRange,
    pub(super) found: Vec<FrameMatch>,
}

/// The classes of words from which a frame is recognised. Every verb of the attribution list is in `CUE` or `VERB_HEAD`.
const TRIGGER_CLASSES: Class =
    Class::ACCORDING.union(Class::PER).union(Class::CUE).union(Class::VERB_HEAD).union(Class::STATEMENT_NOUN);

impl FrameMatcher<'_> {
    /// Adds all matches in the sentence to `found`.
    pub(super) fn match_all(&mut self, role: Role) {
        if role == Role::Heading || self.sentence.start == self.paragraph.start {
            self.match_heading();
        }
        let mut at = self.sentence.start;
        while at < self.sentence.end {
            let next = self.match_at(at);
            at = next.max(at + 1);
        }
        self.leading_participles();
    }

    /// Adds the matches whose cue is at `at`, and returns the next position to look at.
    fn match_at(&mut self, at: TokenIdx) -> TokenIdx {
        let tokens = self.tokens;
        // Most words are not part of a frame: skip them.
        if !tokens.is(at, TRIGGER_CLASSES) || !tokens.word(at) || tokens.token(at).quoted() {
            return at + 1;
        }
        if tokens.is(at, Class::ACCORDING) || tokens.is(at, Class::PER) && !tokens.token(at).capital() {
            return self.match_according_to(at);
        }
        if let Some((verb, form, end)) = tokens.verb_at(at) {
            return self.match_verb(at, end, verb, form);
        }
        if tokens.is(at, Class::STATEMENT_NOUN) {
            self.nominal(at);
        }
        at + 1
    }

    /// Matches a name before a colon at the start of a paragraph: "Poll: voters are tired", "Trump: 'No'".
    fn match_heading(&mut self) {
        let tokens = self.tokens;
        let colon = self
            .sentence
            .start
            .until(self.sentence.end.min(self.sentence.start + 8))
            .iter()
            .find(|&at| tokens.kind(at) == TokenKind::Colon);
        let Some(colon) = colon else { return };
        let name = self.sentence.start.until(colon);
        let named = !name.is_empty()
            && name.iter().all(|at| {
                tokens.capital(at) || tokens.is(at, Class::NAME_JOINER) || tokens.kind(at) == TokenKind::Symbol
            })
            && tokens.capital(name.start);
        let speaks = colon + 1 < self.sentence.end
            && (tokens.kind(colon + 1) == TokenKind::QuoteOpen || tokens.capital(colon + 1));
        let label = tokens.is(name.start, Class::LABEL);
        if named && speaks && !label && name.len() <= 4 {
            let content = tokens.trim((colon + 1).until(self.sentence.end));
            self.found.push(FrameMatch {
                source: Some(name),
                cue: colon.until(colon + 1),
                head: colon,
                content: smallvec![content],
                addressee: None,
                frame: Frame::Colon,
                kind: AttributionKind::Speech,
                confidence: FrameCase::ColonHeading.confidence(),
                form: 0,
            });
        }
    }

    /// Adds the match of “according to X”, “as per X” or “per X”, and returns the next position to look at.
    fn match_according_to(&mut self, at: TokenIdx) -> TokenIdx {
        let tokens = self.tokens;
        let end = self.sentence.end;
        let (cue, after) = if tokens.is(at, Class::ACCORDING) && at + 1 < end && tokens.is(at + 1, Class::TO) {
            (at.until(at + 2), at + 2)
        } else if tokens.is(at, Class::PER)
            && at > self.sentence.start
            && tokens.is(at - 1, Class::AS)
            && !tokens.is((at + 1).min(end - 1), Class::GENERAL)
        {
            ((at - 1).until(at + 1), at + 1)
        } else if tokens.is(at, Class::PER) && at > self.sentence.start && self.names_after(at) {
            (at.until(at + 1), at + 1)
        } else {
            return at + 1;
        };
        // “according to tracking service X”: a participle may precede the noun.
        let after_participle = || tokens.phrase_after(after + 1, end).filter(|_| tokens.form(after) == Some(Form::Ing));
        let source =
            tokens.phrase_after(after, end).or_else(|| after_participle().map(|phrase| after.until(phrase.end)));
        let Some(source) = source else { return after };
        let leads = self
            .sentence
            .start
            .until(cue.start)
            .iter()
            .all(|t| !tokens.word(t) || tokens.adverb(t) || tokens.is(t, Class::COORDINATOR))
            || cue.start > self.sentence.start && tokens.kind(cue.start - 1) == TokenKind::QuoteOpen;
        let content = if leads {
            self.content_after(source.end)
        } else {
            let before = self.content_before(cue.start);
            if before.is_empty() { self.content_after(source.end) } else { before }
        };
        let next = source.end;
        self.found.push(FrameMatch {
            source: Some(source),
            cue,
            head: cue.start,
            content,
            addressee: None,
            frame: Frame::AccordingTo,
            kind: AttributionKind::Speech,
            confidence: FrameCase::AccordingTo.confidence(),
            form: 0,
        });
        next
    }

    /// Whether “per” introduces a source: after a comma and before a name, as in “, per the Old Farmer's Almanac”,
    /// unlike “five dollars, per head”.
    fn names_after(&self, per: TokenIdx) -> bool {
        let tokens = self.tokens;
        let name = per + 1 + u32::from(per + 1 < self.sentence.end && tokens.is(per + 1, Class::DEFINITE));
        tokens.kind(per - 1) == TokenKind::Comma
            && name < self.sentence.end
            && tokens.capital(name)
            && !tokens.temporal(name)
    }

    /// The earliest start of the clause that ends before `from`: after the last stop, colon, semicolon or dash.
    pub(super) fn clause_floor(&self, from: TokenIdx) -> TokenIdx {
        let tokens = self.tokens;
        self.sentence
            .start
            .until(from)
            .iter()
            .rev()
            .find(|&t| {
                matches!(
                    tokens.kind(t),
                    TokenKind::Colon
                        | TokenKind::Semicolon
                        | TokenKind::Dash
                        | TokenKind::Stop
                        | TokenKind::QuestionOrExclamation
                )
            })
            .map_or(self.sentence.start, |t| t + 1)
    }

    /// Whether a token can end content that comes before its source: a comma, a closing quotation mark or a dash.
    pub(super) fn closes_content(&self, at: TokenIdx) -> bool {
        matches!(self.tokens.kind(at), TokenKind::Comma | TokenKind::QuoteClose | TokenKind::Dash)
    }

    /// Whether the clause ends at `at`: only words of time and place follow before a stop, comma, quotation or other mark.
    pub(super) fn ends_clause(&self, mut at: TokenIdx) -> bool {
        let tokens = self.tokens;
        let end = self.sentence.end;
        let mut steps = 0;
        while at < end && steps < 12 {
            match tokens.kind(at) {
                TokenKind::Stop
                | TokenKind::Comma
                | TokenKind::QuestionOrExclamation
                | TokenKind::Break
                | TokenKind::QuoteOpen
                | TokenKind::Semicolon
                | TokenKind::Close
                | TokenKind::Dash => {
                    return true;
                }
                TokenKind::Word if tokens.is(at, Class::THAT) || tokens.auxiliary(at) => return false,
                TokenKind::Word
                    if steps == 0
                        && !(tokens.is(at, Class::PREPOSITION | Class::SUBORDINATOR)
                            || tokens.temporal(at)
                            || tokens.adverb(at)
                            || tokens.is(at, Class::TIME_OPENER | Class::DEMONSTRATIVE)
                            || tokens.form(at) == Some(Form::Ing)) =>
                {
                    return false;
                }
                TokenKind::Word if tokens.finite(at, end) => return false,
                TokenKind::Colon => return false,
                _ => {}
            }
            at += 1;
            steps += 1;
        }
        true
    }
}

/// The kind of attribution that a verb makes, by its class.
pub(super) fn attribution_kind(verb: &Verb) -> AttributionKind {
    match verb.class {
        VerbClass::Thinking => AttributionKind::Thought,
        VerbClass::Wishing => AttributionKind::Wish,
        VerbClass::Document => AttributionKind::Document,
        _ => AttributionKind::Speech,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::test_draft::TestDraft;

    /// The matches of all frames in a draft, each as "source | cue | content | frame", with the addressee if there is one and the
    /// kind unless it is speech.
    fn matches(text: &str) -> Vec<String> {
        let draft = TestDraft::read(text);
        let tokens = draft.tokens();
        let mut described = Vec::new();
        for paragraph in &draft.language.paragraphs {
            for number in paragraph.sentences {
                let sentence = draft.language.sentences[number.index()];
                let paragraph_tokens = paragraph.tokens;
                let mut matcher = FrameMatcher { tokens, sentence, paragraph: paragraph_tokens, found: Vec::new() };
                matcher.match_all(paragraph.role);
                described.extend(matcher.found.iter().map(|matched| describe(matched, tokens)));
            }
        }
        described
    }

    fn describe(matched: &FrameMatch, tokens: Tokens<'_>) -> String {
        let source = matched.source.map_or("–", |source| tokens.words(source));
        let cue = tokens.words(matched.cue);
        let content: Vec<&str> = matched.content.iter().map(|content| tokens.words(*content)).collect();
        let content = if content.is_empty() { "–".to_owned() } else { content.join(" … ") };
        let mut notes = vec![format!("{:?}", matched.frame)];
        notes.extend(matched.addressee.map(|addressee| format!("to {}", tokens.words(addressee))));
        notes.extend((matched.kind != AttributionKind::Speech).then(|| format!("{:?}", matched.kind)));
        format!("{source} | {cue} | {content} | {}", notes.join(", "))
    }

    #[test]
    fn each_frame_finds_source_cue_and_content() {
        for (draft, expected) in [
            ("Ada Brook said on Friday that it was shut.", &["Ada Brook | said | that it was shut | SaidThat"][..]),
            ("Ada Brook did not say that it was shut.", &["Ada Brook | did not say | that it was shut | SaidThat"]),
            ("Ada Brook said: “It is shut.”", &["Ada Brook | said | “It is shut.” | SaidThat"]),
            ("Ada Brook denied the report.", &["Ada Brook | denied | the report | SaidThat"]),
            ("Ada Brook believes that it is safe.", &["Ada Brook | believes | that it is safe | SaidThat, Thought"]),
            ("Court papers show that it was sold.", &["Court papers | show | that it was sold | SaidThat, Document"]),
            ("The gate was shut, Ada Brook said.", &["Ada Brook | said | The gate was shut | SaidAfter"]),
            ("“It is shut,” she said. “We wait.”", &["she | said | “It is shut,” … “We wait.” | SaidAfter"]),
            ("“It is shut,” said Ada Brook.", &["Ada Brook | said | “It is shut,” | SaidBy"]),
            ("The gate is shut, said Ada Brook on Friday.", &["Ada Brook | said | The gate is shut | SaidBy"]),
            ("Ada Brook told Jens Lund it was shut.", &["Ada Brook | told | it was shut | Told, to Jens Lund"]),
            ("Ada Brook told him:\n\n“It is shut.”", &["Ada Brook | told | “It is shut.” | Told, to him"]),
            ("Ada Brook spoke to the BBC on Friday.", &["Ada Brook | spoke to | – | Told, to the BBC"]),
            ("# Brook: The gate is shut", &["Brook | : | The gate is shut | Colon"]),
            ("According to the council, it was shut.", &["the council | According to | it was shut | AccordingTo"]),
            ("It was shut, per the Gazette.", &["the Gazette | per | It was shut | AccordingTo"]),
            ("Ada Brook left, saying that it was late.", &["Ada Brook | saying | that it was late | Participle"]),
            ("The sale was reported by the Gazette.", &["the Gazette | was reported by | The sale | PassiveBy"]),
            ("It is believed that it was sold.", &["– | is believed | that it was sold | Passive, Agentless"]),
            ("The mayor is said to be ill.", &["– | is said | The mayor … to be ill | Passive, Agentless"]),
            ("They laughed at Brook’s claim that it was safe.", &["Brook | claim | that it was safe | Nominal"]),
            ("They dropped a claim that it was safe.", &["– | claim | that it was safe | Nominal"]),
        ] {
            assert_eq!(matches(draft), expected, "{draft}");
        }
    }

    #[test]
    fn each_cue_of_a_sentence_has_its_own_content() {
        for (draft, expected) in [
            (
                "Ada Brook said it was shut, and Jens Lund said it was not.",
                ["Ada Brook | said | it was shut | SaidThat", "Jens Lund | said | it was not | SaidThat"],
            ),
            (
                "It was shut, Ada Brook said, adding that it was old.",
                ["Ada Brook | said | It was shut | SaidAfter", "Ada Brook | adding | that it was old | Participle"],
            ),
            (
                "Saying that it was old, Ada Brook told them it was shut.",
                ["Ada Brook | Saying | that it was old | Participle", "Ada Brook | told | it was shut | Told, to them"],
            ),
        ] {
            assert_eq!(matches(draft), expected, "{draft}");
        }
    }

    #[test]
    fn words_of_a_frame_in_another_sense_do_not_match() {
        for draft in [
            "The fee is five dollars, per head.",
            "The report was late.",
            "A call to the mayor was not returned.",
            "Ada Brook claimed the prize.",
            "# Exclusive: Gate shut",
            "“Ada Brook said so” was painted on the wall.",
        ] {
            assert!(matches(draft).is_empty(), "{draft}: {:?}", matches(draft));
        }
    }
}
