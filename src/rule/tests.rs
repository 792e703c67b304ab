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

/// Two settings: a key of the rule, and a key of one of its cases.
const SETTINGS: &str = r#"
[mild]
severity = "info"
message = "{text}: who says so?"
[[settings]]
key = "words"
what = "The words."
[[settings]]
key = "mild.severity"
what = "The severity of the mild case."
"#;

/// Makes rules for tests from “family/name”; all have the same text.
pub(crate) fn hand_made(names: &[&str]) -> RuleSet {
    made_of(&[HEAD, EXAMPLES].concat(), names)
}

/// Like [`hand_made`], with the settings `words` and `mild.severity`.
pub(crate) fn hand_made_with_settings(names: &[&str]) -> RuleSet {
    made_of(&[HEAD, SETTINGS, EXAMPLES].concat(), names)
}

fn made_of(text: &str, names: &[&str]) -> RuleSet {
    let rule = |path: &&str| {
        let (family, name) = path.split_once('/').expect("a test names family and rule");
        Rule::parse(family, name, text).expect("the file is sound")
    };
    names.iter().map(rule).collect()
}

/// Loads a file that must be rejected. Returns the error's message and the text at its span.
fn rejection_at(text: &str) -> (String, String) {
    let error = Rule::parse("wording", "rain", text).expect_err("the file is at fault");
    assert!(text.is_char_boundary(error.span.start) && error.span.end <= text.len(), "{error:?}");
    (error.to_string(), text[error.span.range()].to_owned())
}

#[test]
fn builtin_rules_parse_with_examples() {
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
fn builtin_rules_name_existing_classes_lemmas_and_rules() {
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
            assert!(cue.allow.iter().all(|lemma| lemmas.contains(lemma)), "{name}: {:?}", cue.allow);
        }
        let examples = rule.examples().expect("a built-in rule's examples are read");
        for also in examples.bad.iter().chain(&examples.good).flat_map(|example| &example.also) {
            let other = rules.get(also).unwrap_or_else(|| panic!("{name}: there is no rule {also}"));
            assert_ne!(other.level, RuleLevel::Document, "{name}: {also} needs more than a paragraph");
            assert_ne!(other.name, *name, "{name} names itself");
        }
    }
}

#[test]
fn cases_have_a_condition_or_a_message() {
    for rule in RuleSet::builtin().iter() {
        for case in rule.other_cases() {
            let is_explained = case.when.is_some() || case.message.is_some();
            assert!(is_explained, "{}: {case:?} is not explained", rule.name);
        }
    }
}

#[test]
fn stricter_profiles_include_milder_ones() {
    for rule in RuleSet::builtin().iter() {
        let [light, standard, strict, legal] = Profile::ALL.map(|profile| rule.runs_in(profile));
        assert!(light <= standard && standard <= strict && legal <= strict, "{}", rule.name);
    }
    let count = |profile| RuleSet::builtin().iter().filter(|rule| rule.runs_in(profile)).count();
    let [light, standard, _, legal] = Profile::ALL.map(count);
    assert!(light < standard && legal < standard && light >= 10 && legal >= 10, "{light} {standard} {legal}");
}

#[test]
fn house_rules_need_no_examples() {
    let rule = Rule::parse_house("house", "rain", HEAD).expect("the file is sound");
    assert!(rule.examples().expect("there are none").bad.is_empty());
    let rejection = |family: &str, name: &str, text: &str| {
        Rule::parse_house(family, name, text).expect_err("the file is at fault").to_string()
    };
    let letters = "name may have only lowercase letters, digits and hyphens, as in `loaded-verb`";
    assert_eq!(rejection("house", "Rain", HEAD), format!("house/Rain.toml: the file {letters}"));
    assert_eq!(rejection("the house", "rain", HEAD), format!("the house/rain.toml: the directory {letters}"));
    assert_eq!(rejection("house", "-", HEAD), format!("house/-.toml: the file {letters}"));
    let engine = HEAD.replace("\"hedge\"", "\"engine\"").replace("words = [\"reportedly\"]\ncovered = false\n", "");
    assert!(
        rejection("house", "rain", &engine)
            .ends_with("house/rain.toml: rules of your own cannot have the kind `engine`")
    );
    let unmarked = [HEAD, "[[bad]]\ntext = 'no mark'\n"].concat();
    assert!(rejection("house", "rain", &unmarked).ends_with("`bad`: example 1 needs [[…]] around the words to report"));
}

#[test]
fn names_of_rules_and_families_are_unique() {
    let mut rules = hand_made(&["sourcing/anonymous-source", "wording/loaded-verb"]);
    let rule = |family: &str, name: &str| Rule::parse_house(family, name, HEAD).expect("the file is sound");
    for (family, name, message) in [
        ("house", "loaded-verb", "a rule named `loaded-verb` exists in the family `wording`: rename this file"),
        ("house", "wording", "`wording` is the name of a family of rules: rename this file"),
        ("house", "house", "`house` is the name of a family of rules: rename this file"),
        (
            "loaded-verb",
            "rain",
            "a rule named `loaded-verb` exists, so no family can have this name: rename the directory",
        ),
    ] {
        assert_eq!(rules.add(rule(family, name)).expect_err("a name is taken").to_string(), message);
    }
    for (family, name) in [("wording", "rain"), ("house", "snow"), ("house", "hail")] {
        rules.add(rule(family, name)).expect("the name is free");
    }
    let names: Vec<String> = rules.iter().map(|rule| format!("{}/{}", rule.family, rule.name)).collect();
    let expected = ["house/hail", "house/snow", "sourcing/anonymous-source", "wording/loaded-verb", "wording/rain"];
    assert_eq!(names, expected);
}

#[test]
fn phrase_lists_are_checked() {
    let rejection = |keys: &str, message: &str| {
        let head =
            HEAD.replace("\"hedge\"", "\"substitution\"").replace("words = [\"reportedly\"]\ncovered = false\n", keys);
        let error = Rule::parse_house("house", "rain", &head.replace("{text}: says who?", message));
        error.expect_err("the file is at fault").to_string()
    };
    for (keys, message, wanted) in [
        ("", "no", "the kind `substitution` needs phrases: a table `swap` or a list `avoid`"),
        (
            "avoid = [\"a\"]\n",
            "{fix}",
            "`message`: {fix} is not possible with `avoid`, which has no replacements: put these phrases into a separate rule",
        ),
        ("avoid = [\"a\", \"--\"]\n", "no", "`avoid`: “--” contains no word"),
        ("allow = [\" a\"]\nswap = { b = \"c\" }\n", "no", "`allow`: “ a” has a line break in it or spaces around it"),
        ("swap = { a = \"b\\nc\" }\n", "no", "`swap`: “b\nc” has a line break in it or spaces around it"),
        ("swap = { a = 1 }\n", "no", "`swap`: expected a replacement or a list of replacements, found integer `1`"),
        ("swap = { a = [] }\n", "no", "`swap`: expected a replacement or a list of replacements"),
        ("swap = { POTUS = \"\" }\n", "no", "`swap`: the replacement for `POTUS` is empty"),
        (
            "colour = 1\n",
            "no",
            "unknown key `colour`; expected one of `swap`, `avoid`, `allow`, `inside`, `safe`, `profiles`, `settings`, `level`, \
             `severity`, `legal-severity`, `confidence`, `message`, `label`, `related`, `what`, `why`, `instead`, `standards`",
        ),
    ] {
        assert_eq!(rejection(keys, message), format!("house/rain.toml: {wanted}"), "{keys}");
    }
    let long = format!("avoid = [\"{}\"]\n", "long ".repeat(50).trim_end());
    assert!(rejection(&long, "no").ends_with("…” is longer than 200 bytes"));
}

#[test]
fn texts_that_are_too_long_are_rejected_with_their_span() {
    let house = |text: &str| Rule::parse_house("house", "rain", text);
    let long = |count: usize| "x".repeat(count);
    for (text, key, longest) in [
        (HEAD.replace("{text}: says who?", &long(401)), "message", 400),
        (HEAD.replace("by whom?", &long(401)), "label", 400),
        (HEAD.replace("label = ", &format!("related = \"{}\"\nlabel = ", long(401))), "related", 400),
        (HEAD.replace("Name them.", &long(4_001)), "instead", 4_000),
        (HEAD.replace("standards = []", &format!("standards = [\"a\", \"{}\"]", long(4_001))), "standards", 4_000),
    ] {
        let error = house(&[&text, EXAMPLES].concat()).expect_err("it is too long");
        assert_eq!((&*error.key, &*error.message), (key, &*format!("longer than {longest} characters")));
        assert!(text[error.span.range()].contains(&long(longest + 1)), "{error:?}");
    }
    let at_most = HEAD.replace("{text}: says who?", &long(400)).replace("Name them.", &long(4_000));
    assert!(house(&[&at_most, EXAMPLES].concat()).is_ok());
}

#[test]
fn texts_of_builtin_rules_end_as_they_should() {
    for rule in RuleSet::builtin().iter() {
        let name = &rule.name;
        for text in [&*rule.what, &rule.why, &rule.instead] {
            assert!(text.ends_with(['.', '`', '”']), "{name}: {text}");
        }
        assert!(!rule.message.ends_with('.') && !rule.label.ends_with('.'), "{name}");
        assert!(rule.label.chars().count() <= 40, "{name}: {}", rule.label);
        assert!(rule.standards.iter().all(|standard| !standard.contains("://")), "{name}");
    }
}

#[test]
fn complete_file_parses() {
    let rule = Rule::parse("wording", "rain", &[HEAD, EXAMPLES].concat()).expect("the file is whole");
    assert_eq!((&*rule.name, &*rule.family, rule.level), ("rain", "wording", RuleLevel::Sentence));
    let Kind::Hedge(keys) = &rule.kind else { panic!("another kind: {:?}", rule.kind) };
    assert_eq!((&keys.words[..], keys.covered), (&["reportedly".to_owned()][..], false));
    assert!(keys.own_reading.is_empty() && keys.case.is_empty() && keys.mild.is_none() && keys.accusation.is_none());
    assert_eq!(rule.profiles, [Profile::Standard, Profile::Strict], "what a file says that names no profile");
    let examples = rule.examples().expect("they are whole");
    assert_eq!((examples.bad.len(), examples.good.len()), (3, 3));
}

#[test]
fn file_without_examples_is_rejected() {
    let missing = "wording/rain.toml: `bad`: has 0 examples; a rule needs at least 3";
    assert_eq!(rejection_at(HEAD).0, missing);
    let (bad, good) = EXAMPLES.split_at(EXAMPLES.find("[[good]]").expect("it has good ones"));
    assert_eq!(rejection_at(&[HEAD, good].concat()).0, missing);
    let missing = "wording/rain.toml: `good`: has 0 examples; a rule needs at least 3";
    assert_eq!(rejection_at(&[HEAD, bad].concat()).0, missing);
}

#[test]
fn errors_name_file_key_and_span() {
    let head = |from: &str, to: &str| rejection_at(&[&HEAD.replace(from, to), EXAMPLES].concat());
    let hedge = "kind = \"hedge\"\nwords = [\"reportedly\"]\ncovered = false";
    let phrase = |patterns: &str| head(hedge, &format!("kind = \"phrase\"\npatterns = {patterns}"));
    let cases = [
        (head("covered =", "colour ="), "unknown key `colour`; expected one of `words`, `covered`, ", "colour"),
        (head("\"hedge\"", "\"fence\""), "unknown kind `fence`; expected one of `attribution`", "\"fence\""),
        (head("\"sentence\"", "\"word\""), "`level`: unknown value `word`", "\"word\""),
        (head("false", "\"no\""), "`covered`: expected `true` or `false`, found string \"no\"", "\"no\""),
        (
            head("{text}", "{quote}"),
            "`message`: unknown placeholder {quote}; expected one of {source}",
            "message = \"{quote}: says who?\"",
        ),
        (
            head("{text}", "{reason}"),
            "`message`: unknown placeholder {reason}; expected one of {source}",
            "message = \"{reason}: says who?\"",
        ),
        (
            head("{text}", "{text"),
            "`message`: unknown placeholder {text: says who?}; expected one of",
            "message = \"{text: says who?\"",
        ),
        (
            head("[\"reportedly\"]", "\"reportedly\""),
            "`words`: expected a list, found string \"reportedly\": write `[\"…\"]`",
            "\"reportedly\"",
        ),
        (
            phrase("\"it rained\""),
            "`patterns`: expected a list, found string \"it rained\": write `[{ find = \"at the end of the day\" }]`",
            "\"it rained\"",
        ),
        (
            phrase("[\"it rained\"]"),
            "`patterns`: expected a table such as `{ find = \"at the end of the day\" }`, found string \"it rained\"",
            "\"it rained\"",
        ),
        (head("covered = false", ""), "missing key `covered`", "\"hedge\""),
        (head("kind = \"hedge\"", ""), "missing key `kind`", ""),
        (head("\"hedge\"", "[\"hedge\"]"), "`kind` must be a string", "[\"hedge\"]"),
        (head("\"hedge\"", "\"hegde\""), "unknown kind `hegde`; did you mean `hedge`?", "\"hegde\""),
        (head("label =", "lable ="), "unknown key `lable`; did you mean `label`?", "lable"),
        (head("\"sentence\"", "3"), "`level`: expected a string or a table", "3"),
        (head("covered = false", "covered ="), "", ""),
    ];
    for ((message, place), wanted, words) in cases {
        assert!(message.starts_with(&format!("wording/rain.toml: {wanted}")), "{message}");
        assert!(words.is_empty() || place == words, "{message}: {place:?}");
    }
    assert!(head("label = \"by whom?\"", "").0.ends_with("rain.toml: missing key `label`"));
    // One error names all missing keys that every rule needs.
    let missing = |text: &str| Rule::parse_house("wording", "rain", text).expect_err("it lacks keys").to_string();
    let common = "`level`, `severity`, `confidence`, `message`, `label`, `what`, `why`, `instead`, `standards`";
    assert_eq!(missing("kind = 'hedge'\n"), format!("wording/rain.toml: missing keys `words`, {common}"));
    assert_eq!(
        missing("kind = 'hedge'\nwords = []\ncovered = false\nlevel = 'sentence'\nwhy = ''\nwhat = ''"),
        "wording/rain.toml: missing keys `severity`, `confidence`, `message`, `label`, `instead`, `standards`"
    );
    assert_eq!(missing(""), format!("wording/rain.toml: missing keys `kind`, {common}"));
}

/// Documentation must list every kind, every common key and every placeholder that a newsroom can use.
#[test]
fn configuration_page_lists_kinds_keys_and_placeholders() {
    let page = include_str!("../../docs/configuration.md");
    let error = Rule::parse_house("wording", "rain", &HEAD.replace("\"hedge\"", "\"zzzz\"")).expect_err("no kind");
    let kinds: Vec<&str> = error.message.split('`').skip(3).step_by(2).collect();
    assert!(kinds.len() > 30, "{}", error.message);
    for kind in kinds {
        assert!(
            page.contains(&format!("\n| `{kind}` | ")),
            "docs/configuration.md: the table of kinds has no row for `{kind}`"
        );
    }
    for key in load::COMMON_KEYS.iter().chain(&["kind"]) {
        assert!(page.contains(&format!("\n| `{key}` | ")), "docs/configuration.md: no row for the key `{key}`");
    }
    for name in PLACEHOLDERS {
        assert!(
            page.contains(&format!("`{{{name}}}`")),
            "docs/configuration.md: no word on the placeholder {{{name}}}"
        );
    }
    // The keys of the kind `phrase` have a table of their own.
    let table = page.split("| key | where |").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a table");
    let phrase = |keys: &str| HEAD.replace("kind = \"hedge\"\nwords = [\"reportedly\"]\ncovered = false", keys);
    for keys in ["kind = \"phrase\"\nzzzz = 1", "kind = \"phrase\"\npatterns = [{ zzzz = 1 }]"] {
        let error = Rule::parse_house("wording", "rain", &phrase(keys)).expect_err("no key");
        let known = error.message.split('`').skip(3).step_by(2).filter(|key| !load::COMMON_KEYS.contains(key));
        let known: Vec<&str> = known.collect();
        assert!(known.len() > 3, "{}", error.message);
        for key in known {
            assert!(table.contains(&format!("`{key}`")), "{key}");
        }
    }
}

#[test]
fn example_errors_name_the_example() {
    let tail = |from: &str, to: &str| rejection_at(&[HEAD, &EXAMPLES.replacen(from, to, 1)].concat()).0;
    let cases = [
        (tail("It rained", "It [[rained]]"), "`good`: example 1 must not have [[…]]"),
        (tail("[[reportedly]] snowed", "snowed"), "`bad`: example 2 needs [[…]] around the words to report"),
        (tail("[[reportedly]] snowed", "[[]] snowed"), "`bad`: example 2 needs [[…]] around the words to report"),
        (tail("text = \"It hailed", "txt = \"It hailed"), "`good`: example 3 has no `text`"),
        (tail("[[good]]", "colour = 1\n[[good]]"), "`examples`: unknown key `colour`"),
        (tail("[[good]]", "[more]\n[[good]]"), "`more`: must be above the examples"),
        (tail("\"It rained.\"", "\"It rained."), "`examples`: "),
    ];
    for (message, wanted) in cases {
        assert!(message.starts_with(&format!("wording/rain.toml: {wanted}")), "{message}");
    }
}
