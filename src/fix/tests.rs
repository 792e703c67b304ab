use super::*;
use crate::diagnostic::{Confidence, Severity};
use crate::engine::{Context, Engine};
use proptest::prelude::*;
use std::sync::LazyLock;

static LINTER: LazyLock<Engine> = LazyLock::new(Engine::builtin);

fn parse(bytes: Vec<u8>) -> (Source, Document) {
    let source = Source::new("a.md", bytes);
    let document = Document::parse(&source, Format::Markdown);
    (source, document)
}

fn lint(bytes: Vec<u8>) -> Linted {
    let (source, document) = parse(bytes);
    let outcome = LINTER.lint(&source, &document, &Context::default());
    Linted { source, document, outcome }
}

fn options(up_to: Applicability) -> FixOptions<impl Fn(&Finding) -> bool> {
    FixOptions { up_to, format: Format::Markdown, wanted: |_: &Finding| true }
}

/// The bytes of a draft with its fixes applied; its own bytes if there is nothing to fix.
fn fixed(bytes: &[u8], lint: impl Fn(Vec<u8>) -> Linted, up_to: Applicability) -> Result<Vec<u8>, FixError> {
    let fixed = fix(bytes, &lint(bytes.to_vec()), &lint, &options(up_to))?;
    Ok(fixed.map_or_else(|| bytes.to_vec(), |fixed| fixed.bytes))
}

#[track_caller]
fn check(before: &str, after: &str) {
    let fixed = fixed(before.as_bytes(), lint, Applicability::Safe).expect("the fixes come to an end");
    assert_eq!(String::from_utf8_lossy(&fixed), after);
}

#[test]
fn safe_fixes_are_applied() {
    check("It was the the best day, Brook said.", "It was the best day, Brook said.");
    check("It was the the the best day, Brook said.", "It was the best day, Brook said.");
    check("The goverment met in the\nthe town hall.\n", "The government met in the town hall.\n");
    check("> x\n\n- It was the\r\n  the best day.\r\n", "> x\n\n- It was the best day.\r\n");
    check("\u{feff}It was the the best day, Brook said.", "\u{feff}It was the best day, Brook said.");
}

#[test]
fn fixes_do_not_break_markup() {
    for text in [
        "It was the **the** best day, Brook said.",
        "It was **the the** best day, Brook said.",
        "It was [the](a.md) the best day, Brook said.",
        "It was the [the best](a.md) day, Brook said.",
    ] {
        let fixed = fixed(text.as_bytes(), lint, Applicability::Safe).expect("an end");
        let (_, before) = parse(text.into());
        let (_, after) = parse(fixed);
        let kinds = |document: &Document| document.inlines.iter().map(|i| i.kind.clone()).collect::<Vec<_>>();
        assert_eq!(kinds(&after), kinds(&before), "{text}");
        assert!(!after.prose.contains("**") && !after.prose.contains(']'), "{text}: {}", after.prose);
    }
}

/// Builds findings, each with a fix that replaces one word by another: (rule, word, replacement).
fn replacement_findings(text: &str, fixes: &[(&str, &str, &str)]) -> Vec<Finding> {
    let finding = |(rule, word, by): &(&str, &str, &str)| {
        let start = text.find(word)?;
        let span = Span::new(start, start + word.len());
        Some(Finding {
            rule: (*rule).into(),
            severity: Severity::Warning,
            confidence: Confidence::High,
            message: String::new(),
            span,
            label: "".into(),
            labels: Vec::new(),
            note: "".into(),
            fixes: vec![Fix { applicability: Applicability::Safe, edits: vec![Edit { span, text: (*by).to_owned() }] }],
        })
    };
    fixes.iter().filter_map(finding).collect()
}

fn lint_with(fixes: &'static [(&str, &str, &str)]) -> impl Fn(Vec<u8>) -> Linted {
    move |bytes| {
        let (source, document) = parse(bytes);
        let outcome = Outcome { findings: replacement_findings(source.text(), fixes), ..Outcome::default() };
        Linted { source, document, outcome }
    }
}

#[track_caller]
fn check_with(changes: &'static [(&str, &str, &str)], before: &str, after: &str) {
    let fixed = fixed(before.as_bytes(), lint_with(changes), Applicability::Safe).expect("an end");
    assert_eq!(String::from_utf8_lossy(&fixed), after);
}

#[test]
fn overlapping_fixes_are_not_applied() {
    check_with(
        &[("a", "one two", "1 2"), ("b", "two three", "2 3"), ("c", "four", "4")],
        "one two three four",
        "one two three 4",
    );
    check_with(
        &[("a", "one two three four", "x"), ("b", "two", "2"), ("c", "four", "4")],
        "one two three four",
        "one two three four",
    );
    // Two rules with the same fix do not conflict.
    check_with(&[("a", "two", "2"), ("b", "two", "2")], "one two three", "one 2 three");
}

/// The language server takes the edits of the first round.
#[test]
fn a_plan_has_the_edits_that_can_be_applied_together() {
    let planned = |text: &str, fixes: &[(&str, &str, &str)]| {
        let (source, document) = parse(text.into());
        let findings = replacement_findings(text, fixes);
        let target =
            FixTarget { bytes: text.as_bytes(), source: &source, document: &document, format: Format::Markdown };
        plan(target, &findings, Applicability::Safe).into_iter().map(|edit| edit.text.clone()).collect::<Vec<_>>()
    };
    let overlapping = [("a", "one two", "1 2"), ("b", "two three", "2 3"), ("c", "four", "4")];
    assert_eq!(planned("one two three four", &overlapping), ["4"]);
    assert_eq!(planned("one two", &[("a", "one", "*one*"), ("b", "two", "2")]), ["2"]);
    assert_eq!(planned("one two", &[("a", "two", "2"), ("b", "one", "1")]), ["1", "2"]);
}

#[test]
fn fixes_that_change_more_than_their_words_are_not_applied() {
    check_with(&[("a", "one", "*one*"), ("b", "two", "2")], "one two", "one 2");
    check_with(
        &[("a", "one", "# one"), ("b", "two", "2"), ("c", "three", "<b>"), ("d", "four", "4")],
        "one two three four",
        "one 2 three 4",
    );
    check_with(&[("a", "one", "1.")], "one\n\ntwo", "one\n\ntwo");
    // Fixes that replace markup of the draft.
    check_with(&[("a", "*one*", "1")], "*one* two", "*one* two");
    check_with(&[("a", "(b", "(c")], "[a](b) two", "[a](b) two");
    // “&T” is not an entity.
    check_with(&[("a", "one", "AT&T")], "one two", "AT&T two");
}

#[test]
fn fixes_that_never_end_are_an_error() {
    let endless = |changes| match fixed(b"one", lint_with(changes), Applicability::Safe) {
        Err(FixError::Loop { rules }) => rules,
        other => panic!("{other:?}"),
    };
    assert_eq!(endless(&[("a", "one", "one one")]), ["a"]);
    assert_eq!(endless(&[("a", "one", "two"), ("b", "two", "one")]), ["a"]);
}

#[test]
fn invalid_utf8_is_preserved() {
    let fixed = fixed(b"\xff was the the best \xff day", lint, Applicability::Safe).expect("an end");
    assert_eq!(fixed, b"\xff was the best \xff day");
}

#[test]
fn utf_16_with_broken_characters_is_refused_only_if_there_is_a_fix() {
    let utf_16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16()).chain([0xd800]);
        units.flat_map(u16::to_le_bytes).collect()
    };
    let fix = |text: &str| fixed(&utf_16(text), lint, Applicability::Safe);
    assert_eq!(fix("It was the the best day, Brook said."), Err(FixError::NotDecodable));
    assert_eq!(fix("It was the best day, Brook said."), Ok(utf_16("It was the best day, Brook said.")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Fixing a fixed draft again changes nothing, and code stays as it is.
    #[test]
    fn fixing_is_idempotent(pieces in prop::collection::vec(prop::sample::select(vec![
        "the the", "goverment", "“the the goverment”", "`the the`", "\n\n", "\n> ", "\n- ", "*", "[the the](goverment)",
        "https://example.com/goverment", " - ", "“", "\"", "'s", "<b>", "the\nthe", "\r\n", "&amp;", "Brook said", ".", "\u{feff}", "wierd",
        "---\ntitle: the the goverment\n---\n",
    ]), 0..24)) {
        let text = pieces.join(" ");
        for up_to in [Applicability::Safe, Applicability::Suggestion] {
            if let Ok(once) = fixed(text.as_bytes(), lint, up_to) {
                let twice = fixed(&once, lint, up_to).expect("it had ended");
                prop_assert_eq!(String::from_utf8_lossy(&twice), String::from_utf8_lossy(&once));
                let code = |text: &str| text.matches("`the the`").count();
                prop_assert_eq!(code(&String::from_utf8_lossy(&once)), code(&text));
            }
        }
    }
}
