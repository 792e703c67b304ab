use super::*;
use crate::diagnostic::{Confidence, Severity};
use crate::document::Format;

/// A draft with a finding of the rule `verb` at each "claimed the boat", and one of the rule `doubt` at each "reportedly".
fn draft(text: &str) -> (Source, Document, Vec<Finding>) {
    let source = Source::new("a.md", text.as_bytes().to_vec());
    let document = Document::parse(&source, Format::Markdown);
    let mut findings = Vec::new();
    for (rule, word) in [("verb", "laimed\u{20}the\u{20}boat"), ("verb", "laimed the\nboat"), ("doubt", "eportedly")] {
        for (start, _) in text.match_indices(word) {
            findings.push(Finding {
                rule: rule.into(),
                severity: Severity::Warning,
                confidence: Confidence::High,
                message: String::new(),
                span: Span::new(start - 1, start + word.len()),
                label: "".into(),
                labels: Vec::new(),
                note: "".into(),
                fixes: Vec::new(),
            });
        }
    }
    findings.sort_by_key(|finding| finding.span);
    (source, document, findings)
}

fn baseline(text: &str) -> Baseline {
    let (source, document, findings) = draft(text);
    let mut baseline = Baseline::default();
    baseline.record("a.md", &source, &document, &findings);
    baseline
}

const BEFORE: &str = "# Budget\n\nHe claimed the boat sank.\n\n## Costs\n\nIt reportedly cost more.\n\nAll was well.\n";

/// Checks how many findings of a changed draft are new.
#[track_caller]
fn check(after: &str, new: usize) {
    let (source, document, findings) = draft(after);
    let total = findings.len();
    let partitioned = baseline(BEFORE).partition("a.md", &source, || &document, findings);
    assert_eq!((partitioned.new.len(), partitioned.known.len()), (new, total - new), "{after}");
    assert_eq!(partitioned.used.iter().sum::<usize>(), total - new, "{after}");
}

#[test]
fn moving_or_rewrapping_a_paragraph_makes_no_finding_new() {
    check(BEFORE, 0);
    check("# Budget\n\nOnce more.\n\nHe claimed the\nboat sank.\n\n## Costs\n\nIt reportedly cost more.\n", 0);
    check(
        "# Budget\n\n> - He CLAIMED the boat sank.\n\n## Costs\n\nIt reportedly cost more.\n"
            .replace("CL", "cl")
            .as_str(),
        0,
    );
    // Under another heading, and without any.
    check("# Budget\n\nIt reportedly cost more.\n\n## Costs\n\nHe claimed the boat sank.\n", 0);
    check("It reportedly cost more. He claimed the boat sank.\n", 0);
}

#[test]
fn a_second_copy_is_new() {
    let copy = "He claimed the boat sank.\n\n";
    check(&BEFORE.replace(copy, &copy.repeat(2)), 1);
    check(&format!("{BEFORE}\n{copy}"), 1);
    check(&BEFORE.replace(copy, &copy.repeat(4)), 3);
    let (source, document, findings) = draft(&BEFORE.replace(copy, &copy.repeat(2)));
    let last = findings.iter().rfind(|finding| &*finding.rule == "verb").map(|finding| finding.span);
    let partitioned = baseline(BEFORE).partition("a.md", &source, || &document, findings);
    assert_eq!(partitioned.new.first().map(|finding| finding.span), last);
}

#[test]
fn findings_that_the_draft_has_no_entry_for_are_new() {
    let (source, document, findings) = draft(BEFORE);
    let known = baseline(BEFORE);
    assert_eq!(known.partition("b.md", &source, || &document, findings.clone()).new, findings);
    assert_eq!(Baseline::default().partition("a.md", &source, || &document, findings.clone()).new, findings);
    let other: Vec<_> = findings.into_iter().map(|finding| Finding { rule: "other".into(), ..finding }).collect();
    assert_eq!(known.partition("a.md", &source, || &document, other.clone()).new, other);
}

#[test]
fn a_formatted_baseline_parses_back() {
    let known = baseline(&format!("{BEFORE}\nHe claimed the boat sank.\n"));
    let text = known.to_string();
    assert!(text.ends_with(
        "[[draft]]\npath = \"a.md\"\nfindings = [\n  { rule = \"doubt\", words = \"reportedly\", under = [\"budget\", \"costs\"] },\n  \
         { rule = \"verb\", words = \"claimed the boat\", under = [\"budget\"] },\n  \
         { rule = \"verb\", words = \"claimed the boat\", under = [\"budget\", \"costs\"] },\n]\n"
    ));
    let read = Baseline::parse(&text).expect("it was just written");
    assert_eq!((read.to_string(), read.total()), (text.clone(), 3));
    for entry in &read.drafts["a.md"] {
        assert!(text[entry.place.range()].starts_with("{ rule = "), "{entry:?}");
    }
    let odd = "a\u{7f}\u{0}\"\\\n\u{202e}é";
    let key = Key { rule: "r".into(), words: odd.into(), under: vec![odd.into()] };
    let entry = Entry { key: key.clone(), count: 3, place: Span::default() };
    let odd = Baseline { drafts: [(odd.to_owned(), vec![entry])].into() };
    let read = Baseline::parse(&odd.to_string()).expect("whatever a path holds can be written");
    assert_eq!(read.drafts.values().next().map(|entries| (&entries[0].key, entries[0].count)), Some((&key, 3)));
}

/// Faults at the words in `«»`.
#[test]
fn faults_of_a_baseline_are_reported_at_their_place() {
    let entry = "{ rule = 'r', words = 'w' }";
    for (text, message) in [
        (format!("version = 1\n«<<<<<<< HEAD»\n[[draft]]\n=======\n{entry}\n>>>>>>> theirs\n"), "merge conflict"),
        (
            format!("version = 1\n[[draft]]\npath = 'a'\nfindings = [\n«=======»\n{entry}\n>>>>>>> x\n]"),
            "merge conflict",
        ),
        ("version = «2»\n".to_owned(), "unsupported baseline version 2: this bylint reads version 1"),
        ("version = 1\n«x» = 2\n".to_owned(), "invalid baseline: unknown key `x`; expected one of `version`, `draft`"),
        (
            "version = 1\n[[draft]]\npath = 'a'\nfindings = []\n[[draft]]\npath = «'a'»\nfindings = []\n".to_owned(),
            "this draft is listed twice",
        ),
        (
            "\u{feff}version = 1\n[[draft]]\npath = 'a'\nfindings = [{ rule = 'r', words = 'w', count = «'x'» }]"
                .to_owned(),
            "invalid baseline: expected a non-negative integer, found string",
        ),
    ] {
        let plain = text.replace(['«', '»'], "");
        let error = Baseline::parse(&plain).expect_err(&text);
        assert!(error.message.starts_with(message), "{error:?}");
        let marked =
            format!("{}«{}»{}", &plain[..error.span.start], &plain[error.span.range()], &plain[error.span.end..]);
        assert_eq!(marked, text);
    }
}

#[test]
fn normalizing_removes_case_markup_and_punctuation() {
    for (text, expected) in [
        ("He *claimed*,\n> that", "he claimed that"),
        ("“It’s”", "it s"),
        (" — ", "—"),
        ("”", "”"),
        ("Ärger ÜBER", "ärger über"),
    ] {
        assert_eq!(normalize(text), expected);
    }
    let long = "word ".repeat(100);
    assert!(
        normalize(&long).len() < 190 && normalize(&long) != normalize(&format!("{long} more")),
        "{}",
        normalize(&long)
    );
}

#[test]
fn words_for_people_have_no_hash() {
    let key = |words: String| Key { rule: "a".into(), words, under: Vec::new() };
    let long = key(normalize(&"it rained ".repeat(50)));
    let shown = long.words_for_people().expect("long words have a hash");
    assert!(shown.ends_with('…') && long.words.starts_with(shown), "{shown}");
    assert_eq!(key("and so… on".into()).words_for_people(), None);
    assert_eq!(key("it rained… 0123456789abcdeg".into()).words_for_people(), None);
}
