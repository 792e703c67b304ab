//! Decides whether the source of an attribution speaks and whether it is clear who that is. The cue must be one of speech, the
//! source must name somebody, and the confidence must be high enough.

use super::frame::{Frame, FrameMatch};
use super::source::Description;
use super::{AttributionKind, DOUBTFUL, SURE, SourceClass, Voice};
use crate::language::{Class, Form, Grammar, TokenKind, Tokens, VerbClass};
use crate::text::{TokenIdx, TokenRange};

/// Minimum confidence to name the speaker of an attribution that also matches a frame. In annotated articles, one speaker in two
/// was wrong below this value, and one in fourteen above it.
const MIN_WITH_FRAME: u8 = 60;
/// Minimum confidence if the source is “who”, “they” or “it”, which can refer to many things.
const MIN_FOR_PRONOUN: u8 = 65;
/// Minimum confidence if the source is neither a name nor in a list, so that it may not be a noun phrase.
const MIN_FOR_UNLISTED_NOUN: u8 = 70;
/// Minimum confidence if no frame matches.
const MIN_WITHOUT_FRAME: u8 = 75;
/// Minimum confidence if the content is a quotation and no frame matches.
const MIN_FOR_QUOTATION: u8 = 45;
/// If the content has at least this many words in quotation marks, the source speaks, whatever the verb.
const MIN_QUOTED_WORDS: u32 = 4;

impl Tokens<'_> {
    /// Whether the source of a match speaks, and whether it is clear who that is.
    pub(super) fn voice(&self, matched: &FrameMatch, source: &Description) -> Voice {
        let quotes = self.is_quotation(matched);
        if matched.source.is_none() {
            return Voice::Silent;
        }
        if !quotes && !self.is_speech(matched, source.class) {
            let silent = self.verb(matched.head).is_some_and(|(verb, _)| verb.grammar.contains(Grammar::SILENT));
            return if matched.kind == AttributionKind::Thought && !silent { Voice::Thinks } else { Voice::Silent };
        }
        let least = match matched.form {
            0 if quotes => MIN_FOR_QUOTATION,
            0 => MIN_WITHOUT_FRAME,
            SURE.. if quotes => DOUBTFUL,
            _ if source.class == SourceClass::Institution => MIN_FOR_UNLISTED_NOUN,
            _ if source.class == SourceClass::Unknown && self.gender(source.core.start).is_empty() => MIN_FOR_PRONOUN,
            _ => MIN_WITH_FRAME,
        };
        if matched.confidence < least {
            Voice::Unclear
        } else if self.names_somebody(source.core, source.class) {
            Voice::Clear
        } else {
            Voice::Nameless
        }
    }

    /// Whether the cue says that its source speaks, or shows something in writing. “Knew”, “wants” and “was told” do not.
    fn is_speech(&self, matched: &FrameMatch, source: SourceClass) -> bool {
        if !matches!(matched.kind, AttributionKind::Speech | AttributionKind::Document) || self.is_spoken_to(matched) {
            return false;
        }
        let is_document = matches!(source, SourceClass::Document | SourceClass::Study | SourceClass::Poll);
        self.verb(matched.head).is_none_or(|(verb, _)| {
            verb.class != VerbClass::Hearing && (is_document || !verb.grammar.contains(Grammar::SILENT))
        })
    }

    /// Whether the source is the subject of a passive and so does not speak: “The residents were told that”, “he was accused of”.
    fn is_spoken_to(&self, matched: &FrameMatch) -> bool {
        let FrameMatch { source, cue, head, .. } = matched;
        // "was quoted as saying"
        let says = (*head + 1).until(cue.end).iter().any(|at| self.form(at) == Some(Form::Ing));
        source.as_ref().is_some_and(|source| source.end <= cue.start)
            && matches!(self.form(*head), Some(Form::Past | Form::Participle))
            && cue.start.until(*head).iter().any(|at| self.is(at, Class::BE) && !self.possessive(at))
            && !says
    }

    /// Whether the content is a quotation next to the cue, or has at least [`MIN_QUOTED_WORDS`] quoted words: "“…,” she
    /// demurred", "as she put it, “…”".
    fn is_quotation(&self, matched: &FrameMatch) -> bool {
        let adjacent = matches!(matched.frame, Frame::SaidAfter | Frame::SaidBy | Frame::Told | Frame::Colon);
        let opens = |at: TokenIdx| self.kind(at) == TokenKind::QuoteOpen;
        let starts =
            |content: TokenRange| opens(content.start) || content.start > TokenIdx::ZERO && opens(content.start - 1);
        adjacent && matched.content.first().copied().is_some_and(starts)
            || self.quoted_words(&matched.content) >= MIN_QUOTED_WORDS
    }

    /// Whether the words of a source can name somebody who speaks.
    pub(super) fn names_somebody(&self, core: TokenRange, class: SourceClass) -> bool {
        let Some(last) = core.end.checked_sub(1).filter(|&at| at >= core.start) else { return false };
        if core.len() == 1 {
            if self.is_pronoun(core) {
                return true;
            }
            // "this", "one", "18", "Russian"
            let alone = Class::DEMONSTRATIVE | Class::INDEFINITE | Class::DEFINITE | Class::SCALE | Class::NAME_SUFFIX;
            let name = self.is(last, Class::GIVEN_NAME) || self.is_country(core);
            if !self.word(last) || self.is(last, alone) || self.is(last, Class::NATIONALITY) && !name {
                return false;
            }
        }
        let starts = !matches!(self.kind(core.start), TokenKind::Open | TokenKind::Close | TokenKind::QuoteClose);
        let ends =
            !self.capital(last) && (self.adverb(last) || self.auxiliary(last) || self.is(last, Class::COORDINATOR));
        // “32 percent of voters” is a figure: its source is the person or body that counted them.
        let share = self.kind(core.start) == TokenKind::Number
            && (self.text(core.start).ends_with('%') || core.iter().any(|at| self.is(at, Class::SCALE)));
        starts && !ends && !share && !self.is_clause(core) && !self.repeats_name(core) && !self.is_bare(core, class)
    }

    /// Whether a source contains a finite verb, so that it is not a noun phrase.
    fn is_clause(&self, core: TokenRange) -> bool {
        (core.start + 1)
            .until(core.end)
            .iter()
            .any(|at| !self.capital(at) && !self.possessive(at) && self.finite(at, core.end))
    }

    /// Whether a source repeats the first word of its name, as in "Ana Ruiz Ana RuizBrook": the text of a link remained after the
    /// name.
    fn repeats_name(&self, core: TokenRange) -> bool {
        let skipped = Class::DETERMINER | Class::TITLE | Class::HONORIFIC;
        let first = core.iter().find(|&at| self.capital(at) && !self.is(at, skipped));
        first.is_some_and(|first| {
            (first + 1).until(core.end).iter().any(|at| self.capital(at) && self.text(at) == self.text(first))
        })
    }

    /// Whether a source is a singular noun that has no article and is in no list: “worth”, “response to a letter”.
    fn is_bare(&self, core: TokenRange, class: SourceClass) -> bool {
        if !matches!(class, SourceClass::Institution | SourceClass::Unknown) {
            return false;
        }
        let somebody = Class::BODY_NOUN | Class::INSTITUTION_WORD | Class::PERSON_NOUN | Class::PEOPLE | Class::PRONOUN;
        let noun = self.head_noun(core);
        let opens = Class::DETERMINER | Class::POSSESSIVE | Class::NUMBER_WORD | Class::PRONOUN;
        let in_list = || self.language.matches_in(core).next().is_some();
        let lower = |at: TokenIdx| self.word(at) && !self.token(at).capital();
        lower(core.start)
            && lower(noun)
            && !core.iter().any(|at| self.is(at, opens) || self.capital(at))
            && !self.plural_form(noun)
            && !self.is(noun, somebody)
            && !in_list()
    }
}

#[cfg(test)]
mod tests {
    use super::MIN_WITH_FRAME;
    use crate::attribution::test_draft::TestDraft;
    use crate::attribution::{Attributions, Route, SourceClass};

    fn read(draft: &str) -> Attributions {
        TestDraft::read(draft).attributions()
    }

    fn speakers(draft: &str) -> Vec<String> {
        read(draft).speaking().iter().map(|speaker| speaker.name.clone()).collect()
    }

    #[test]
    fn only_cues_of_speech_have_a_speaker() {
        for (draft, expected) in [
            ("Ada Brook said the dam was old.", &["Ada Brook"][..]),
            ("The ministry knew that the dam was unsafe, Ada Brook said.", &["Ada Brook"]),
            ("The ministry knew that the dam was unsafe.", &[]),
            ("The council wants the gate to be closed.", &[]),
            ("The residents were told that the gate was shut.", &[]),
            ("The board covered up the leak, Ada Brook said.", &["Ada Brook"]),
            ("The study demonstrates that the wall is thin.", &["The study"]),
            ("“We have nothing to hide, and we never had,” Ada Brook thundered.", &["Ada Brook"]),
        ] {
            assert_eq!(speakers(draft), expected, "{draft}");
        }
    }

    #[test]
    fn the_speaker_is_unclear_if_the_source_names_nobody() {
        for draft in [
            "32 percent said they would leave.",
            "32% of voters said they would leave.",
            "One said the gate was shut.",
            "Rep. Ada Brook Ada BrookLund says the dam is old.",
            "She said the gate was shut.",
            "This was wrong. Jr. said the gate was shut.",
        ] {
            let read = read(draft);
            assert_eq!(read.speaking(), [], "{draft}");
            assert_eq!(read.unclear.as_ref().map(|unclear| unclear.statements), Some(1), "{draft}");
            assert!(read.attributions.iter().all(|attribution| read.speaker_of(attribution).is_none()), "{draft}");
        }
        let theirs = read("32 percent said they would leave. They said so twice.");
        assert_eq!((theirs.speaking().len(), theirs.unclear.map(|unclear| unclear.statements)), (0, Some(2)));
        let both = read("Ada Brook said the dam was old. 40 percent said they “never saw it”.");
        let unclear = both.unclear.as_ref().expect("nobody knows who the 40 percent are");
        assert_eq!((both.speaking().len(), unclear.statements, unclear.quoted_words), (1, 1, 3));
    }

    #[test]
    fn a_source_of_two_statements_in_a_sentence_speaks_in_both() {
        let read = read("The Harrow authorities have refuted the allegations and said the wells were dry.");
        assert_eq!((read.speaking()[0].statements, &read.unclear), (2, &None));
        assert!(read.attributions[1].confidence < MIN_WITH_FRAME, "its own confidence does not show it");
    }

    #[test]
    fn speakers_with_statements_come_first_and_keep_their_attributions() {
        let read = read("The council wants a new gate. Ada Brook said the dam was old. Tom Hale said it was not.");
        let numbers: Vec<_> = read.attributions.iter().filter_map(|attribution| read.speaker_of(attribution)).collect();
        let names: Vec<_> = numbers.iter().map(|&number| read.speaking()[number].name.as_str()).collect();
        assert_eq!(names, ["Ada Brook", "Tom Hale"]);
        // A source that only wants something is listed after those who speak.
        let first = read.attributions.iter().find_map(crate::attribution::TokenAttribution::speaker);
        assert_eq!(first.map(|number| read.speakers[number].name.as_str()), Some("The council"));
    }

    #[test]
    fn a_country_or_region_is_not_a_person() {
        for (draft, class) in [
            ("The river rose in Valdora. Valdora said the gate was shut.", SourceClass::Institution),
            ("Valdora’s president left. Valdora said the gate was shut.", SourceClass::Institution),
            ("Jordan said the border was shut.", SourceClass::Institution),
            ("Jordan Pike runs the gate. Jordan said the border was shut.", SourceClass::NamedPerson),
            ("The crane stood in Hale’s yard. Hale said the gate was shut.", SourceClass::NamedPerson),
            ("He was taught in Brook’s class. Mr Brook said the gate was shut.", SourceClass::NamedPerson),
            ("Democrats said the gate was shut.", SourceClass::Institution),
            ("Germans said the gate was shut.", SourceClass::VagueGroup),
            ("Lund said the gate was shut.", SourceClass::NamedPerson),
        ] {
            let found: Vec<_> = read(draft).speaking().iter().map(|speaker| speaker.class).collect();
            assert_eq!(found, [class], "{draft}");
        }
    }

    #[test]
    fn the_route_of_a_crowds_words_is_unknown() {
        for (draft, route) in [
            ("Many said the gate was shut.", Route::Unknown),
            ("Experts said the gate was shut.", Route::Unknown),
            ("Officials said the gate was shut.", Route::Unknown),
            ("A dozen delegates said the gate was shut.", Route::Unknown),
            ("Lund’s letter says the gate was shut.", Route::Document),
            ("The council said the gate was shut.", Route::Firsthand),
        ] {
            let found: Vec<_> = read(draft).speaking().iter().map(|speaker| speaker.route).collect();
            assert_eq!(found, [route], "{draft}");
        }
    }

    #[test]
    fn a_name_is_found_in_the_phrase_around_it() {
        for (draft, name) in [
            ("The gate was shut, says Ada Brook of the Department of Ports and Rivers.", "Ada Brook"),
            ("Ada Brook's claim that the gate was shut is false.", "Ada Brook"),
        ] {
            assert_eq!(speakers(draft), [name], "{draft}");
        }
    }
}
