use super::SourceTier::{Anonymous, Collective, Document as DocumentSource, Firsthand, Nobody, Outlet};
use super::*;
use crate::attribution::{Attributions, Newsroom};
use crate::document::Format;
use crate::engine::{Context, Engine};
use crate::text::{ProseOffset, Source};
use proptest::prelude::*;
use std::sync::LazyLock;

static LINTER: LazyLock<Engine> = LazyLock::new(Engine::builtin);

fn analyze(text: &str, newsroom: &Newsroom) -> (Document, Attributions, SourcingReport) {
    let document = Document::parse(&Source::new("a.md", text.into()), Format::Markdown);
    let context = Context { newsroom: newsroom.clone(), language: Some("en".into()), ..Context::default() };
    let analysis = LINTER.analyze(&document, &context);
    let sourcing = LINTER.sourcing(&document, &analysis).clone();
    (document, analysis.attributions, sourcing)
}

/// The words and tier of each span of a draft.
fn words_and_tiers(text: &str) -> Vec<(String, SourceTier)> {
    let (document, _, sourcing) = analyze(text, &Newsroom::default());
    sourcing.spans.iter().map(|p| (document.text(p.prose).to_owned(), p.tier)).collect()
}

#[track_caller]
fn check(text: &str, expected: &[(&str, SourceTier)]) {
    let spans = words_and_tiers(text);
    let spans: Vec<_> = spans.iter().map(|(words, tier)| (words.as_str(), *tier)).collect();
    assert_eq!(spans, expected, "{text}");
}

#[test]
fn each_kind_of_source_has_its_tier() {
    for (text, tier) in [
        ("Ana Ruiz said the dam was unsafe.", Firsthand),
        ("The dam was unsafe, according to TASS.", Outlet),
        ("A person familiar with the plan said the dam was unsafe.", Anonymous),
        ("Officials said the dam was unsafe.", Collective),
        ("Critics say the dam is unsafe.", Collective),
        ("A study shows that the dam is unsafe.", DocumentSource),
        ("The dam [was unsafe](https://example.org/audit) by then.", DocumentSource),
        ("The dam was unsafe by then.", Nobody),
    ] {
        let words = analyze(text, &Newsroom::default()).0.prose.trim().to_owned();
        check(text, &[(&words, tier)]);
    }
}

#[test]
fn a_source_covers_later_sentences_until_another_speaks() {
    check(
        "Ana Ruiz said the dam was unsafe. The wall had cracked twice. Officials said it was safe.\n\nIt rained.",
        &[
            ("Ana Ruiz said the dam was unsafe. The wall had cracked twice.", Firsthand),
            ("Officials said it was safe.", Collective),
            ("It rained.", Nobody),
        ],
    );
}

#[test]
fn a_whole_quotation_has_the_tier_of_its_speaker() {
    check(
        "“The wall is old. It has cracked,” Ana Ruiz said.\n\nA bridge was shut.",
        &[("“The wall is old. It has cracked,” Ana Ruiz said.", Firsthand), ("A bridge was shut.", Nobody)],
    );
}

#[test]
fn a_block_quote_belongs_to_the_person_who_signs_it() {
    check(
        "Ana Ruiz said it rained.\n\n> “The wall is old.”\n>\n> — Ana Ruiz, engineer\n\n> “Yes.”\n>\n> — Bo Lee",
        &[
            ("Ana Ruiz said it rained.", Firsthand),
            ("“The wall is old.”", Firsthand),
            ("— Ana Ruiz, engineer", Firsthand),
            ("“Yes.”", Firsthand),
            ("— Bo Lee", Firsthand),
        ],
    );
}

#[test]
fn text_other_than_copy_has_no_span() {
    check(
        "# Officials said so\n\nBERLIN (AP) – It rained.\n\n| a | b |\n|---|---|\n| c | d |",
        &[("It rained.", Nobody)],
    );
}

#[test]
fn words_said_to_the_own_newsroom_are_firsthand() {
    let text = "“The wall is old,” Ana Ruiz told Reuters.";
    let own = Newsroom { own_outlets: vec!["Reuters".to_owned()], ..Newsroom::default() };
    assert_eq!(analyze(text, &own).2.spans[0].tier, Firsthand);
    assert_eq!(analyze(text, &Newsroom::default()).2.spans[0].tier, Outlet);
}

#[test]
fn a_paragraph_rests_on_the_speaker_of_half_its_words() {
    let text = "Port spokeswoman Ana Ruiz said the dam was unsafe.\n\nRuiz said the wall had cracked twice.\n\n\
                It rained.\n\nRuiz said the town had been told.";
    let (document, analysis, sourcing) = analyze(text, &Newsroom::default());
    let top = sourcing.top_source.expect("somebody is behind this");
    assert_eq!((&*analysis.speakers[top.speaker].name, top.paragraphs, sourcing.paragraphs), ("Ana Ruiz", 3, 4));
    assert_eq!(top.role.as_deref(), Some("Port spokeswoman"));
    let run = sourcing.longest_streak.expect("two paragraphs in a row are hers");
    assert_eq!((run.paragraphs, document.span(run.prose).end), (2, text.find("\n\nIt").expect("the words are there")));
}

#[test]
fn a_title_with_a_possessor_is_left_out() {
    let (_, _, sourcing) = analyze("His brother Ana Ruiz said the dam was unsafe.", &Newsroom::default());
    assert_eq!(sourcing.top_source.map(|top| top.role), Some(None));
}

proptest! {
    /// For any draft, spans are in order, inside one block and on character boundaries, and the word counts per tier are the
    /// sums over the spans.
    #[test]
    fn spans_are_in_order_and_their_words_add_up(text in "(Ana Ruiz|officials|said|the dam|according to TASS|reportedly|[“”\"'’.,:;()é漢\\-*|>]|\n\n|\n> |\n- | |\\[a\\]\\(https://b.c\\)){0,60}") {
        let (document, analysis, sourcing) = analyze(&text, &Newsroom::default());
        let mut at = ProseOffset::ZERO;
        for span in &sourcing.spans {
            prop_assert!(at <= span.prose.start && span.prose.start < span.prose.end);
            prop_assert!(document.prose.get(span.prose.range()).is_some());
            prop_assert_eq!(document.block_at(span.prose.start), document.block_at(span.prose.end - 1));
            prop_assert!(span.speaker.is_none_or(|speaker| speaker < analysis.speakers.len()));
            at = span.prose.end;
        }
        for (tier, count) in SourceTier::ALL.into_iter().zip(sourcing.words) {
            let of_tier = sourcing.spans.iter().filter(|span| span.tier == tier);
            prop_assert_eq!(count, of_tier.map(|span| span.words).sum::<usize>());
        }
        prop_assert!(sourcing.top_source.is_none_or(|top| top.paragraphs <= sourcing.paragraphs));
    }
}

#[test]
fn knowing_or_wanting_something_is_not_saying_it() {
    for (text, tier) in [
        ("The ministry knew that the dam was unsafe.", Nobody),
        ("The council wants the gate to be closed.", Nobody),
        ("Residents fear that the gate will be closed.", Anonymous),
        ("The ministry said that the dam was unsafe.", Firsthand),
    ] {
        check(text, &[(text, tier)]);
    }
}

#[test]
fn a_span_with_an_unclear_speaker_is_marked() {
    let unclear = |text: &str| {
        let sourcing = analyze(text, &Newsroom::default()).2;
        sourcing.spans.iter().map(|span| (span.unclear, span.speaker)).collect::<Vec<_>>()
    };
    assert_eq!(unclear("She said the gate was shut."), [(true, None)]);
    assert_eq!(unclear("Ana Ruiz said the gate was shut."), [(false, Some(0))]);
    assert_eq!(unclear("The gate was shut."), [(false, None)]);
    // The outlet is the source even if it is unclear whether it is the speaker.
    assert_eq!(unclear("The diggers were farmers, as per AP."), [(false, None)]);
    check("The diggers were farmers, as per AP.", &[("The diggers were farmers, as per AP.", Outlet)]);
}
