use super::*;
use crate::wordlist::WordList;
use std::collections::BTreeSet;

const HEAD: &str = r#"
kind = "hedge"
words = ["reportedly"]
covered = false
level = "sentence"
severity = "warning"
confidence = "high"
message = "{text}: says who?"
label = "by whom?"
what = "Finds it."
why = "It matters."
instead = "Name them."
standards = []
"#;

const EXAMPLES: &str = r#"
[[bad]]
text = "It [[reportedly]] rained."
[[bad]]
text = "It [[reportedly]] snowed."
[[bad]]
text = "It [[reportedly]] hailed."
[[good]]
text = "It rained."
[[good]]
text = "It snowed."
[[good]]
text = "It hailed."
"#;

/// Rules to test with, by "family/name", all with the same words.
pub(crate) fn hand_made(names: &[&str]) -> RuleSet {
    let rule = |path: &&str| {
        let (family, name) = path.split_once('/').expect("a test names family and rule");
        Rule::parse(family, name, &[HEAD, EXAMPLES].concat()).expect("the file is sound")
    };
    names.iter().map(rule).collect()
}

/// Loads a file and gives the words that refuse it.
fn refusal(text: &str) -> (String, String) {
    let error = Rule::parse("wording", "rain", text).expect_err("the file is at fault");
    assert!(text.is_char_boundary(error.span.start) && error.span.end <= text.len(), "{error:?}");
    (error.to_string(), text[error.span.range()].to_owned())
}

#[test]
fn every_builtin_rule_loads_whole() {
    let mut names = BTreeSet::new();
    let families: BTreeSet<&str> = BUILTIN.iter().map(|&(family, ..)| family).collect();
    for &(family, name, text, _) in BUILTIN {
        let rule = Rule::parse(family, name, text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(RuleSet::builtin().get(name).map(|known| known.message.clone()), Some(rule.message));
        assert!(names.insert(name), "two rules are called {name}");
        assert!(!families.contains(name), "{name} is a rule and a family");
    }
    assert!(names.len() >= 30, "{names:?}");
}

#[test]
fn what_the_files_name_is_there() {
    let rules = RuleSet::builtin();
    let classes = |list: &str| -> BTreeSet<&str> {
        WordList::get(list).expect("the list is built in").rows(["class"]).map(|[class]| class).collect()
    };
    let verbs = classes("verbs");
    let lemmas: BTreeSet<&str> =
        WordList::get("verbs").expect("the list is built in").rows(["lemma"]).map(|[lemma]| lemma).collect();
    for rule in rules.iter() {
        let name = &rule.name;
        if let Kind::Cue(cue) = &rule.kind {
            assert!(cue.classes.iter().all(|class| verbs.contains(class.as_str())), "{name}: {:?}", cue.classes);
            assert!(cue.allow.iter().all(|lemma| lemmas.contains(lemma.as_str())), "{name}: {:?}", cue.allow);
        }
        let examples = rule.examples().expect("a built-in rule's examples are read");
        for also in examples.bad.iter().chain(&examples.good).flat_map(|example| &example.also) {
            let other = rules.get(also).unwrap_or_else(|| panic!("{name}: there is no rule {also}"));
            assert_ne!(other.level, Level::Document, "{name}: {also} needs more than a paragraph");
            assert_ne!(other.name, *name, "{name} names itself");
        }
    }
}

#[test]
fn words_speak_to_the_reader() {
    for rule in RuleSet::builtin().iter() {
        let name = &rule.name;
        for text in [&rule.what, &rule.why, &rule.instead] {
            assert!(text.ends_with(['.', '`', '”']), "{name}: {text}");
        }
        assert!(!rule.message.ends_with('.') && !rule.label.ends_with('.'), "{name}");
        assert!(rule.label.chars().count() <= 40, "{name}: {}", rule.label);
        assert!(rule.standards.iter().all(|standard| !standard.contains("://")), "{name}");
    }
}

#[test]
fn a_whole_file_loads() {
    let rule = Rule::parse("wording", "rain", &[HEAD, EXAMPLES].concat()).expect("the file is whole");
    assert_eq!((&*rule.name, &*rule.family, rule.level), ("rain", "wording", Level::Sentence));
    let hedge = kind::Hedge { words: vec!["reportedly".to_owned()], covered: false, accusation: None };
    assert_eq!(rule.kind, Kind::Hedge(hedge));
    assert!(rule.default);
    let examples = rule.examples().expect("they are whole");
    assert_eq!((examples.bad.len(), examples.good.len()), (3, 3));
}

#[test]
fn a_file_without_examples_does_not_load() {
    let missing = "wording/rain.toml: `bad`: has 0 examples, and a rule needs at least 3";
    assert_eq!(refusal(HEAD).0, missing);
    let (bad, good) = EXAMPLES.split_at(EXAMPLES.find("[[good]]").expect("it has good ones"));
    assert_eq!(refusal(&[HEAD, good].concat()).0, missing);
    let missing = "wording/rain.toml: `good`: has 0 examples, and a rule needs at least 3";
    assert_eq!(refusal(&[HEAD, bad].concat()).0, missing);
}

#[test]
fn each_fault_names_file_key_and_place() {
    let head = |from: &str, to: &str| refusal(&[&HEAD.replace(from, to), EXAMPLES].concat());
    let cases = [
        (
            head("covered =", "colour ="),
            "`colour`: unknown field `colour`, expected one of `words`, `covered`",
            "colour",
        ),
        (head("\"hedge\"", "\"fence\""), "`kind`: unknown variant `fence`, expected one of `attribution`", "\"fence\""),
        (head("\"sentence\"", "\"word\""), "`level`: unknown variant `word`", "\"word\""),
        (head("false", "\"no\""), "`covered`: invalid type: string \"no\", expected a boolean", "\"no\""),
        (head("{text}", "{quote}"), "`message`: {quote} is none of {source}", "message = \"{quote}: says who?\""),
        (head("{text}", "{text"), "`message`: {text: says who?} is none of", "message = \"{text: says who?\""),
        (head("covered = false", ""), "`kind`: missing field `covered`", "\"hedge\""),
        (head("kind = \"hedge\"", ""), "`kind`: is missing, or no string", ""),
        (head("covered = false", "covered ="), "`rule`: ", ""),
    ];
    for ((message, place), wanted, words) in cases {
        assert!(message.starts_with(&format!("wording/rain.toml: {wanted}")), "{message}");
        assert!(words.is_empty() || place == words, "{message}: {place:?}");
    }
    assert!(head("label = \"by whom?\"", "").0.contains("missing field `label`"));
}

#[test]
fn each_fault_of_an_example_names_it() {
    let tail = |from: &str, to: &str| refusal(&[HEAD, &EXAMPLES.replacen(from, to, 1)].concat()).0;
    let cases = [
        (tail("It rained", "It [[rained]]"), "`good`: example 1 marks a span with [[…]]"),
        (tail("[[reportedly]] snowed", "snowed"), "`bad`: example 2 does not mark a span with [[…]]"),
        (tail("[[reportedly]] snowed", "[[]] snowed"), "`bad`: example 2 does not mark a span with [[…]]"),
        (tail("text = \"It hailed", "txt = \"It hailed"), "`good`: example 3 has no `text`"),
        (tail("[[good]]", "colour = 1\n[[good]]"), "`examples`: unknown field `colour`"),
        (tail("[[good]]", "[more]\n[[good]]"), "`more`: stands below the examples"),
        (tail("\"It rained.\"", "\"It rained."), "`examples`: "),
    ];
    for (message, wanted) in cases {
        assert!(message.starts_with(&format!("wording/rain.toml: {wanted}")), "{message}");
    }
}
