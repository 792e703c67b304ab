//! Properties of linting. For any draft, findings have valid spans, are deterministic, and do not depend on line ends.

mod common;

use bylint::diagnostic::{Applicability, Finding};
use bylint::document::{Document, Format};
use bylint::engine::{Context, Outcome};
use bylint::fix::{FixOptions, Linted, fix};
use bylint::text::Source;
use common::LINTER;
use proptest::prelude::*;
use std::fs;
use std::path::Path;

fn lint(bytes: &[u8], format: Format) -> (Source, Outcome) {
    let source = Source::new("draft", bytes.to_vec());
    let document = Document::parse(&source, format);
    // The language is set, so that a wrong guess cannot disable the rules.
    let context = Context { language: Some("en".into()), ..Context::default() };
    let outcome = LINTER.lint(&source, &document, &context);
    (source, outcome)
}

/// Ada Brook speaks to the newspaper in words that are not a statement, and makes all her statements after them.
#[test]
fn statements_made_to_another_outlet_are_counted() {
    let draft = "Speaking to the Evening Standard, Ada Brook shared how the yard had made her stronger.\n\nBrook said the crane was \
                 old. “We never saw the letter,” she said.\n\nShe said that the gate had been shut for years.\n\nBrook added that \
                 the yard would open in May.\n";
    let (_, outcome) = lint(draft.as_bytes(), Format::Markdown);
    let share = outcome.findings.iter().find(|found| &*found.rule == "secondhand-share").expect("it is found");
    assert!(
        share.message.starts_with("In this story, 100% of statements come from other outlets or people they quote:"),
        "{}",
        share.message
    );
}

/// The advice fits every way in which the words may have reached the newsroom, and every kind of speaker.
#[test]
fn messages_about_unclear_words_cover_every_case() {
    for speaker in ["Lund", "The aide", "Osk and Brook"] {
        let draft = format!("{speaker} said the king had felt “deep shame”.");
        let words = format!(
            "say whether “{speaker}” said them or quoted somebody else; if nobody said them, remove the quotation marks"
        );
        let told = messages("nested-quote-source", &draft);
        assert!(told.iter().all(|message| message.ends_with(&words)) && !told.is_empty(), "{told:?}");
    }
    let told = messages("double-hedge", "Police accused him of allegedly stealing a car.");
    assert!(told[0].ends_with("say who doubts it, or delete the word if the source is sure"), "{told:?}");
}

/// Words that were said to an outlet are not its report, however often it is mentioned.
#[test]
fn a_later_mention_of_an_outlet_has_the_message_that_fits_it() {
    let draft = "The Daily Mail reported that the yard would close.\n\nAda Brook told the Daily Mail that the crane was \
                 old.\n\nThe Daily Mail reported that the gate was shut.\n";
    let told = messages("secondhand-outlet", draft);
    let starts: Vec<bool> = told.iter().map(|message| message.starts_with("This was said to another outlet")).collect();
    assert_eq!(starts, [false, true, false], "{told:?}");
}

/// The messages of a rule's findings in a draft.
fn messages(rule: &str, draft: &str) -> Vec<String> {
    let (_, outcome) = lint(draft.as_bytes(), Format::Markdown);
    outcome.findings.into_iter().filter(|found| &*found.rule == rule).map(|found| found.message).collect()
}

#[test]
fn messages_name_sources_as_the_draft_does() {
    for (rule, draft, named) in [
        ("secondhand-outlet", "The Times, a London paper, said the pier was weak.", "(“The Times”)"),
        (
            "secondhand-outlet",
            "“We were never asked,” the pilot told the Associated Press.",
            "(“the Associated Press”)",
        ),
        ("secondhand-outlet", "Brandt gave the order in a video obtained by the Daily Mail.", "(“the Daily Mail”)"),
        ("state-media-unlabelled", "The strike hit an empty depot, RIA reported.", "controls “RIA”"),
        (
            "anonymous-source",
            "A person familiar with the talks said the pier was sold.",
            "(“A person familiar with the talks”)",
        ),
        (
            "anonymous-opinion",
            "“The plan is brilliant,” said a source close to the board.",
            "(“a source close to the board”)",
        ),
        (
            "single-source-story",
            &format!("{} The Times said the pier was weak.\n", "The Times said the wall was wet. ".repeat(30)),
            "(“The Times”)",
        ),
    ] {
        let messages = messages(rule, draft);
        assert!(messages.first().is_some_and(|message| message.contains(named)), "{draft}: {messages:?}");
    }
}

#[test]
fn a_gesture_without_words_is_not_an_attribution() {
    for (draft, found) in [
        ("“Gone,” nodded Quill.", 1),
        ("“Gone,” Quill nodded and left.", 1),
        ("Brook chuckled and pointed to her badge.", 0),
        ("Brook sighed when the ferry had left.", 0),
        ("Brook grinned at the man who had sold the pier.", 0),
    ] {
        assert_eq!(messages("nonspeech-verb", draft).len(), found, "{draft}");
    }
}

/// The message about a loaded verb depends on the class of the verb.
#[test]
fn the_message_about_a_loaded_verb_depends_on_its_class() {
    for (draft, message) in [
        ("Per Lund, the mayor, noted that the crane was old.", "“noted” implies that this is true: "),
        ("Per Lund, the mayor, claimed that the crane was old.", "“claimed” suggests that you doubt this: "),
        ("Per Lund, the mayor, slammed the plan.", "“slammed” is stronger than “criticised”: "),
    ] {
        let messages = messages("loaded-verb", draft);
        assert!(messages.first().is_some_and(|found| found.starts_with(message)), "{draft}: {messages:?}");
    }
}

/// Apostrophes must be distinguished from dashes and spaces with the same first byte. In a word with several
/// apostrophes, the first counts.
#[test]
fn an_apostrophe_of_the_other_style_is_found_among_similar_characters() {
    let draft = "It’s late – very…\u{2009}late. Rock\u{2011}n’roll’s king‑pin’s here, and that's all.\n\nNo mark — none\u{2009}here";
    for end in ["", ".\n", " ’", " ‘here’"] {
        let (source, outcome) = lint(format!("{draft}{end}").as_bytes(), Format::Markdown);
        let found: Vec<_> = outcome.findings.iter().filter(|found| &*found.rule == "quote-style-mix").collect();
        let words: Vec<_> = found.iter().map(|found| source.slice(found.span)).collect();
        assert_eq!(words, ["that's"], "{end:?}");
        assert_eq!(found[0].fixes[0].edits.len(), 1, "{end:?}");
    }
}

/// A finding as an editor sees it, without differences in line ends.
fn comparable_findings(source: &Source, findings: &[Finding]) -> Vec<(String, String, String)> {
    let words = |f: &Finding| source.slice(f.span).replace("\r\n", "\n");
    findings.iter().map(|f| (f.rule.to_string(), words(f), f.message.replace("\r\n", "\n"))).collect()
}

/// Generates drafts from words that rules look for, misleading marks, and Markdown.
fn prose() -> impl Strategy<Value = String> {
    let pieces = [
        "said",
        "told",
        "according to",
        "Sputnik",
        "officials",
        "sources",
        "the",
        "a",
        "Ada Brook",
        "he",
        "they",
        "\"",
        "“",
        "”",
        "‘",
        "’",
        "'",
        ",",
        ".",
        "?",
        ":",
        "reportedly",
        "allegedly",
        "it is believed",
        "that",
        "that",
        "noted",
        "refuted",
        "and",
        "critics",
        "documents show",
        "40%",
        "3 million",
        "killed",
        "citing",
        "as per AP",
        "goverment",
        "*",
        "**",
        "[",
        "](",
        ")",
        "> ",
        "- ",
        "# ",
        "`",
        "<em>",
        "</em>",
        "<script>",
        "&nbsp;",
        "é",
        "\u{200b}",
        "{{<",
        ">}}",
        "U.S.",
        "Mr.",
        "who",
        "saying",
        "<!-- bylint-ignore spelling: x -->",
        "|",
        "\\",
    ];
    let gap = prop_oneof![8 => Just(" "), 2 => Just("\n"), 1 => Just("\n\n"), 1 => Just("")];
    prop::collection::vec((prop::sample::select(pieces.to_vec()), gap), 0..80)
        .prop_map(|parts| parts.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

fn assert_spans_are_valid(bytes: &[u8]) -> Result<(), TestCaseError> {
    for format in [Format::Markdown, Format::Mdx, Format::Plain] {
        let (source, outcome) = lint(bytes, format);
        for finding in outcome.findings.iter().chain(&outcome.suppressed) {
            prop_assert!(!finding.span.is_empty(), "{finding:?}");
            let labels = finding.labels.iter().map(|label| label.span);
            let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
            for span in [finding.span].into_iter().chain(labels).chain(edits) {
                prop_assert!(source.text().get(span.range()).is_some(), "{span:?} is not within the draft");
            }
        }
        prop_assert!(outcome.findings.is_sorted_by_key(|f| (f.span, f.rule.clone())));
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_string_gives_findings_with_valid_spans(text in "(?s).{0,200}") {
        assert_spans_are_valid(text.as_bytes())?;
    }

    #[test]
    fn any_bytes_give_findings_with_valid_spans(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        assert_spans_are_valid(&bytes)?;
    }

    #[test]
    fn drafts_of_rule_words_give_findings_with_valid_spans(text in prose()) {
        assert_spans_are_valid(text.as_bytes())?;
    }

    #[test]
    fn line_ends_change_no_finding(text in prose()) {
        let (unix, at_unix) = lint(text.as_bytes(), Format::Markdown);
        let (dos, at_dos) = lint(text.replace('\n', "\r\n").as_bytes(), Format::Markdown);
        prop_assert_eq!(comparable_findings(&unix, &at_unix.findings), comparable_findings(&dos, &at_dos.findings));
    }

    #[test]
    fn a_blank_line_at_the_end_changes_no_finding(text in prose()) {
        let (source, outcome) = lint(format!("{text}\n").as_bytes(), Format::Plain);
        let (longer, with_line) = lint(format!("{text}\n\n").as_bytes(), Format::Plain);
        prop_assert_eq!(comparable_findings(&source, &outcome.findings), comparable_findings(&longer, &with_line.findings));
    }
}

fn linted(bytes: Vec<u8>) -> Linted {
    let (_, outcome) = lint(&bytes, Format::Markdown);
    let source = Source::new("draft", bytes);
    let document = Document::parse(&source, Format::Markdown);
    Linted { source, document, outcome }
}

/// Generates drafts from text that rules find and fix, whole or in parts, and from text that misleads them.
fn fixable() -> impl Strategy<Value = String> {
    let piece = prop_oneof![3 => prop::sample::select(examples()), 1 => prose()];
    let gap = prop_oneof![3 => Just("\n\n"), 2 => Just(" "), 1 => Just("\n> "), 1 => Just("**"), 1 => Just("")];
    prop::collection::vec((piece, gap, 0..200_usize), 1..5).prop_map(|parts| {
        let cut = |piece: String, to: usize| piece.chars().take(to.max(20)).collect::<String>();
        parts.into_iter().flat_map(|(piece, gap, to)| [cut(piece, to), gap.to_owned()]).collect()
    })
}

proptest! {
    // Each case parses its draft at least ten times.
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// `--fix` and `--unsafe-fixes` change nothing when run a second time, and `--unsafe-fixes` leaves no safe fix.
    #[test]
    fn a_fixed_draft_has_nothing_left_to_fix(text in fixable()) {
        let fixed = |bytes: &[u8], up_to| -> Result<Vec<u8>, TestCaseError> {
            let options = FixOptions { up_to, format: Format::Markdown, wanted: |_: &Finding| true };
            let fixed = fix(bytes, &linted(bytes.to_vec()), linted, &options).map_err(|e| TestCaseError::fail(e.to_string()))?;
            Ok(fixed.map_or_else(|| bytes.to_vec(), |fixed| fixed.bytes))
        };
        for (made, tried) in [
            (Applicability::Safe, Applicability::Safe),
            (Applicability::Suggestion, Applicability::Suggestion),
            (Applicability::Suggestion, Applicability::Safe),
        ] {
            let once = fixed(text.as_bytes(), made)?;
            let again = fixed(&once, tried)?;
            let (fixed, again) = [&once, &again].map(|bytes| String::from_utf8_lossy(bytes)).into();
            prop_assert_eq!(fixed, again);
        }
    }
}

/// The drafts generated for the property above do have fixes of both kinds.
#[test]
fn examples_have_fixes_of_both_kinds() {
    let kinds = |draft: &String| {
        let (_, outcome) = lint(draft.as_bytes(), Format::Markdown);
        let fixes = outcome.findings.into_iter().flat_map(|finding| finding.fixes);
        fixes.map(|fix| fix.applicability).collect::<Vec<_>>()
    };
    let kinds: Vec<Applicability> = examples().iter().flat_map(kinds).collect();
    for kind in [Applicability::Safe, Applicability::Suggestion] {
        let count = kinds.iter().filter(|&&other| other == kind).count();
        assert!(count >= 20, "{kind:?}: {count}");
    }
}

/// The examples of all rules, as drafts with one paragraph per line.
fn examples() -> Vec<String> {
    let examples = LINTER.rules().iter().map(|rule| rule.examples().expect("built-in examples are sound"));
    let texts = examples.flat_map(|examples| examples.bad.into_iter().chain(examples.good)).map(|example| example.text);
    let drafts: Vec<String> = texts.map(|text| text.replace("[[", "").replace("]]", "")).collect();
    assert!(drafts.len() > 500, "few examples: {}", drafts.len());
    drafts
}

/// The findings in a draft: rule, words and message, with line breaks replaced by blanks.
fn finding_texts(draft: &str) -> Vec<(String, String, String)> {
    let (source, outcome) = lint(draft.as_bytes(), Format::Markdown);
    let one_line = |text: &str| text.replace('\n', " ");
    let comparable = comparable_findings(&source, &outcome.findings).into_iter();
    comparable.map(|(rule, words, message)| (rule, one_line(&words), one_line(&message))).collect()
}

/// Line breaks inside a paragraph depend on the writer's text editor.
#[test]
fn rewrapping_lines_does_not_change_findings() {
    // Only prose: a line that starts with other text could start a list, a block quote or a heading.
    let letters = |text: &str| text.chars().all(|c| c.is_alphabetic() || " ,.’'“”\"".contains(c));
    let plain = |draft: &String| letters(draft) && draft.split_whitespace().count() >= 8;
    let drafts: Vec<String> = examples().into_iter().filter(plain).collect();
    assert!(drafts.len() > 200, "few plain examples: {}", drafts.len());
    for draft in drafts {
        for every in [2, 5] {
            let words: Vec<&str> = draft.split(' ').collect();
            let wrapped = words.chunks(every).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n");
            assert_eq!(finding_texts(&wrapped), finding_texts(&draft), "{wrapped}");
        }
    }
}

/// An ignore removes the findings of its rule, and no others.
#[test]
fn ignoring_a_rule_removes_only_its_findings() {
    for draft in examples().into_iter().filter(|draft| !["---", "+++", "<!--"].iter().any(|mark| draft.contains(mark)))
    {
        let found = finding_texts(&draft);
        let Some((rule, ..)) = found.first() else { continue };
        let ignored = finding_texts(&format!("<!-- bylint-ignore-file {rule}: settled by the desk -->\n\n{draft}"));
        let rest: Vec<_> = found.iter().filter(|(other, ..)| other != rule).cloned().collect();
        assert_eq!(ignored, rest, "{rule}: {draft}");
    }
}

/// An unfinished draft may end in the middle of a sentence, for example after a verb whose object is missing.
#[test]
fn drafts_may_end_at_any_word() {
    let cut = |(number, draft): (usize, String)| {
        let ends: Vec<usize> = draft.match_indices(' ').map(|(at, _)| at).collect();
        let end = ends.get(number % ends.len().max(1)).copied().unwrap_or(draft.len());
        draft[..end].to_owned()
    };
    let drafts = examples().into_iter().enumerate().map(cut);
    for draft in drafts.chain(["Her words held up the talks. Police accused ".to_owned()]) {
        let (source, outcome) = lint(draft.as_bytes(), Format::Markdown);
        for finding in outcome.findings {
            assert!(source.text().get(finding.span.range()).is_some(), "{draft}");
        }
    }
}

/// Inputs that reached new code in fuzzing, and inputs that once caused a fault.
#[test]
fn inputs_from_fuzzing_give_findings_with_valid_spans() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut read = 0;
    for target in ["document", "formats", "lint"] {
        for entry in fs::read_dir(seeds.join(target)).expect("the seeds are there") {
            let bytes = fs::read(entry.expect("an entry").path()).expect("a seed is a file");
            if let Err(error) = assert_spans_are_valid(&bytes) {
                panic!("{error}: {}", String::from_utf8_lossy(&bytes));
            }
            read += 1;
        }
    }
    assert!(read > 50, "few seeds: {read}");
}

#[test]
fn long_drafts_of_one_word_or_mark_give_findings_with_valid_spans() {
    for piece in [
        "said ",
        "\" ",
        "“a ",
        "he said that ",
        "A, ",
        "X, a Y, said, ",
        "according to ",
        "and said ",
        "(",
        "‘s ",
        "\"x\" said ",
    ] {
        let text = piece.repeat(20_000 / piece.len());
        assert_spans_are_valid(text.as_bytes()).unwrap_or_else(|fault| panic!("{piece:?}: {fault}"));
    }
}
