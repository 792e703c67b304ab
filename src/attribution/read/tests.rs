use super::*;
use crate::attribution::test_draft::TestDraft;
use crate::text::ProseRange;

#[test]
fn a_quotation_has_its_attribution() {
    let text = "“We never saw the letter. It was lost,” said Ada Brook.\n\nTom Lund said the crane was “old” on \
                Friday.\n\nThe “green line” opened in May.\n";
    let draft = TestDraft::read(text);
    let read = draft.attributions();
    let words = |range: ProseRange| draft.document.text(range).to_owned();
    let found: Vec<_> = (0..draft.language.quotations.len())
        .map(|number| {
            let attribution = read.of_quotation(number)?;
            Some((read.speakers[attribution.speaker()?].name.clone(), words(attribution.cue(&draft.language))))
        })
        .collect();
    let said_by = |name: &str| Some((name.to_owned(), "said".to_owned()));
    assert_eq!(found, [said_by("Ada Brook"), said_by("Tom Lund"), None]);
    assert!(read.of_quotation(found.len()).is_none());
}

#[test]
fn a_very_long_paragraph_is_read_in_parts_with_the_same_result() {
    let sentence = "The bridge was unsafe, said Ada Brook. ";
    let (short, _) = read(sentence);
    let times = 3 * MAX_PIECE_TOKENS as usize / short.tokens.len() + 1;
    let (language, attributions) = read(&sentence.repeat(times));
    assert_eq!((language.paragraphs.len(), language.sentences.len()), (1, times));
    let pieces: Vec<_> = pieces(&language, &language.paragraphs[0]).collect();
    assert!(pieces.len() > 2 && pieces.iter().all(|piece| piece.tokens.len() <= MAX_PIECE_TOKENS as usize));
    assert!(pieces.windows(2).all(|two| two[0].tokens.end == two[1].tokens.start));
    assert_eq!(attributions.len(), times);
    for (attribution, sentence) in attributions.iter().zip(&language.sentences) {
        let source_start = attribution.at.source.map(|source| source.start - sentence.start);
        assert_eq!((source_start, attribution.at.content.len()), (Some(6), 1));
        assert_eq!(attribution.at.content[0], sentence.start.until(sentence.start + 4));
    }
}

#[test]
fn only_documents_studies_and_polls_are_document_sources() {
    for (draft, is_document) in [
        ("The report said the bridge was unsafe.", true),
        ("A study found that the bridge was unsafe.", true),
        ("Ada Brook said the bridge was unsafe.", false),
        ("The council said the bridge was unsafe.", false),
    ] {
        let found: Vec<_> = attributions(draft).iter().map(TokenAttribution::has_document_source).collect();
        assert_eq!(found, [is_document], "{draft}");
    }
}

#[test]
fn the_source_of_a_participle_after_a_comma_is_the_subject_of_the_sentence() {
    let draft = "Ada Brook closed the meeting, adding that the bridge was unsafe.";
    let (language, found) = read(draft);
    let sources: Vec<_> = found.iter().map(|found| found.source(&language)).collect();
    assert_eq!(sources, [Some(ProseRange::with_len(9))]);
}

/// The edge prefilter must keep both edges of content that is a whole sentence before its source.
#[test]
fn content_before_its_source_is_found_completely() {
    for (said, by) in [
        ("It was the worst flood in the history of the state", ", the weather service said."),
        ("Talks about the closed border post at Sarn are close to a deal", ", a senior official said."),
        ("“(The mayor) lied to us,”", " Lund said."),
    ] {
        let (language, read) = read(&format!("{said}{by}"));
        let whole = ProseRange::with_len(said.len());
        let mut contents = read.iter().flat_map(|attribution| attribution.content(&language));
        assert!(contents.any(|content| content == whole), "{said}: {read:?}");
    }
}

#[test]
fn a_name_before_a_colon_is_a_source_only_if_words_follow() {
    let (language, said) = read("# Ada Brook: The bridge is unsafe\n");
    let content: Vec<_> = said.iter().flat_map(|found| found.content(&language)).collect();
    assert_eq!(content, [ProseRange::from(11..31)]);
    assert_eq!(said[0].cue(&language), ProseRange::from(9..10));
    assert_eq!(attributions("# Ada Brook:\n\nThe gate was shut on Monday.\n"), []);
}

fn attributions(draft: &str) -> Vec<TokenAttribution> {
    read(draft).1
}

fn read(draft: &str) -> (Language, Vec<TokenAttribution>) {
    let draft = TestDraft::read(draft);
    let attributions = draft.attributions().attributions;
    (draft.language, attributions)
}
