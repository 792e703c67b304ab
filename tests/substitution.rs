//! House style: phrases of a newsroom, found as whole words, with substitutes in the right case.

use bylint::diagnostic::{Applicability, Finding};
use bylint::document::{Document, Format};
use bylint::engine::{Context, Engine};
use bylint::rule::{Rule, RuleSet};
use bylint::text::Source;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::LazyLock;

fn rule(keys: &str) -> Rule {
    let text = format!(
        "kind = 'substitution'\nlevel = 'sentence'\nseverity = 'warning'\nconfidence = 'high'\nmessage = 'the house \
         writes {{fix}}'\nlabel = 'house style'\nwhat = 'W.'\nwhy = 'W.'\ninstead = 'I.'\nstandards = []\n{keys}"
    );
    Rule::parse_house("house", "style", &text).expect("the test's rule is sound")
}

fn linter(keys: &str) -> Engine {
    Engine::new([rule(keys)].into_iter().collect::<RuleSet>()).expect("a substitution needs no phrases")
}

fn lint(linter: &Engine, text: &str) -> (Source, Vec<Finding>) {
    let source = Source::new("draft.md", text.as_bytes().to_vec());
    let document = Document::parse(&source, Format::Markdown);
    let context = Context { language: Some("en".into()), ..Context::default() };
    let findings = linter.lint(&source, &document, &context).findings;
    (source, findings)
}

/// The words found, each with its first fix: "POTUS > President".
fn found(linter: &Engine, text: &str) -> Vec<String> {
    let (source, findings) = lint(linter, text);
    let told = |finding: &Finding| {
        let words = source.slice(finding.span).to_string();
        finding.fixes.first().map_or(words.clone(), |fix| format!("{words} > {}", fix.edits[0].text))
    };
    findings.iter().map(told).collect()
}

const STYLE: &str = "allow = ['POTUS Tracker']\n[swap]\nPOTUS = 'President'\n'per cent' = 'percent'\n\
                     e-mail = 'email'\nKiev = 'Kyiv'\nTrump = 'Donald Trump'\nInternet = 'internet'\n'US of A' = 'America'\n\
                     US = 'United States'\nfella = ['man', 'boy']\n'big boss' = 'the chair'\n'AT&T' = 'ATT'\n'don’t' = 'do not'\n";

#[test]
fn phrases_are_found_as_words_with_their_case() {
    let linter = linter(STYLE);
    for (text, expected) in [
        ("He met POTUS today.", vec!["POTUS > President"]),
        ("POTUS's plane left, and potus stayed.", vec!["POTUS > President"]),
        ("It fell 4 per cent. Per cent signs are out.", vec!["per cent > percent", "Per cent > Percent"]),
        ("# PER CENT OF WHAT", vec!["PER CENT > PERCENT"]),
        ("They sent e-mail, E-mail, emails and e-mails.", vec!["e-mail > email", "E-mail > Email"]),
        ("KIEV, Kiev, kiev and Kievan.", vec!["KIEV > KYIV", "Kiev > Kyiv"]),
        // Look-alike letters, and full-width letters.
        ("It fell 4 рer cent.", vec!["рer cent > percent"]),
        ("Тrump met ＰＯＴＵＳ.", vec!["Тrump > Donald Trump", "ＰＯＴＵＳ > President"]),
        // A substitute that is already in the text is left alone, and so are allowed phrases.
        ("Donald Trump met Trump.", vec!["Trump > Donald Trump"]),
        ("The POTUS Tracker follows POTUS.", vec!["POTUS > President"]),
        // The longest phrase at a place wins, and the first of overlapping phrases.
        ("In the US of A and the US of today.", vec!["US of A > America", "US > United States"]),
        ("Between us and them.", vec![]),
        // A sentence starts with a capital letter, whatever the substitute starts with.
        ("The Internet grew. Internet use grew.", vec!["Internet > internet"]),
        ("Big boss Brook met a big boss.", vec!["Big boss > The chair", "big boss > the chair"]),
        ("A fella came. Fella, he said.", vec!["fella > man", "Fella > Man"]),
        ("AT&T don't care.", vec!["AT&T > ATT", "don't > do not"]),
        // The words of a phrase must be in one sentence, without marks between them.
        ("It fell per, cent. It fell per\n\ncent.", vec![]),
        // A line break in a phrase counts as a blank. A phrase with markup in it cannot be rewritten.
        ("It fell 4 per\ncent or *per* cent.", vec!["per\ncent > percent", "per* cent"]),
        ("| POTUS |\n|---|\n| POTUS |", vec!["POTUS > President", "POTUS > President"]),
        ("¡POTUS! (POTUS) “POTUS”", vec!["POTUS > President", "POTUS > President"]),
    ] {
        assert_eq!(found(&linter, text), expected, "{text}");
    }
}

#[test]
fn each_case_of_a_word_has_its_own_substitute() {
    let cases = (1..1_u32 << 8).map(|bits| -> String {
        let case = |(at, letter): (u32, char)| if bits >> at & 1 == 1 { letter.to_ascii_uppercase() } else { letter };
        (0..).zip("zorglemi".chars()).map(case).collect()
    });
    let mut keys = String::from("[swap]\nzorglemi = 'mill'\n'zorglemi of PAPER' = 'paper mill'\n");
    for case in cases.filter(|case| !case.chars().all(char::is_uppercase)) {
        writeln!(keys, "{case} = 'x{case}'").expect("a string can be added to");
    }
    let linter = linter(&keys);
    for (text, expected) in [
        ("A zorglemi and a zOrglemI.", vec!["zorglemi > mill", "zOrglemI > xzOrglemI"]),
        ("A ZorgleMI of PAPER and a zorglemi of paper.", vec!["ZorgleMI > xZorgleMI", "zorglemi > mill"]),
        ("A zorglemi of PAPER.", vec!["zorglemi of PAPER > paper mill"]),
        // In capitals, the word matches any of them; the first one listed wins.
        ("The ZORGLEMI.", vec!["ZORGLEMI > XZORGLEMI"]),
    ] {
        assert_eq!(found(&linter, text), expected, "{text}");
    }
}

#[test]
fn quotations_and_addresses_are_left_alone_unless_the_rule_says_otherwise() {
    let draft = "Brook said: “We met POTUS.” Run `POTUS` or see https://potus.example/POTUS and #potus, \
                 potus.example.\n\n    POTUS\n\n[here](https://example.org/POTUS)";
    for (inside, expected) in [
        ("", vec![]),
        ("'quotation'", vec!["POTUS"]),
        ("'address'", vec!["#potus > #president"]),
        ("'quotation', 'address'", vec!["POTUS", "#potus > #president"]),
    ] {
        let style = format!("inside = [{inside}]\nswap = {{ POTUS = 'President', '#potus' = '#president' }}");
        assert_eq!(found(&linter(&style), draft), expected, "inside = [{inside}]");
    }
}

#[test]
fn a_fix_is_safe_when_the_rule_says_so() {
    let fixes = |safe: &str| {
        let (_, findings) = lint(&linter(&format!("{safe}\nswap = {{ fella = ['man', 'boy'] }}")), "A fella came.");
        findings[0].fixes.iter().map(|fix| fix.applicability).collect::<Vec<_>>()
    };
    assert_eq!(fixes(""), [Applicability::Suggestion; 2]);
    assert_eq!(fixes("safe = true"), [Applicability::Safe, Applicability::Suggestion]);
}

/// Of 100,000 phrases that begin alike, all are found. `.ci/growth.py` (“phrases and names of the house”) counts the
/// work for such lists.
#[test]
fn the_right_one_of_100_000_phrases_is_found() {
    let word = |number: u32| -> String {
        (0..5).map(|place| char::from(b'a' + (number / 10_u32.pow(place) % 10) as u8)).collect()
    };
    let mut keys = String::from("[swap]\n");
    for number in 0..100_000 {
        let _ = writeln!(keys, "'the old {} of the {}' = 'x{number}'", word(number), word(99_999 - number));
    }
    let linter = linter(&keys);
    let mut draft = "the old the old of the ".repeat(20_000);
    let _ = write!(draft, "the old {} of the {}.", word(12_345), word(87_654));
    assert_eq!(found(&linter, &draft), [format!("the old {} of the {} > x12345", word(12_345), word(87_654))]);
}

static STYLED: LazyLock<Engine> = LazyLock::new(|| linter(STYLE));

proptest! {
    #[test]
    fn any_draft_gives_substitutions_with_valid_spans(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "POTUS", "potus", "per", "cent", "PER", " ", " ", " ", "\n", "\n\n", "“", "”", "*", "`", "US", "of", "A", "Trump",
                "Donald", "Kiev", "É", "ſ", "İ", "'", "’", "don", "t", ".", "AT&T", "#", "- ", "> ", "&amp;", "e-mail",
            ]),
            0..60,
        )
    ) {
        let text = pieces.concat();
        let (source, findings) = lint(&STYLED, &text);
        for finding in &findings {
            prop_assert!(!finding.span.is_empty());
            let edits = finding.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
            for span in edits.chain([finding.span]) {
                prop_assert!(source.text().get(span.range()).is_some(), "{:?}", span);
            }
            // The replacement is house style, so it gives no finding itself.
            if let Some(fix) = finding.fixes.first() {
                let mut fixed = text.clone();
                fixed.replace_range(fix.edits[0].span.range(), &fix.edits[0].text);
                let (_, after) = lint(&STYLED, &fixed);
                prop_assert!(after.len() < findings.len(), "{text:?} to {fixed:?}");
            }
        }
    }
}
