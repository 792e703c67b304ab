//! A newsroom's own phrases, names, facts and words, whatever they are: drafts are linted by them, and findings have a place.
#![no_main]

use bylint::attribution::Newsroom;
use bylint::document::{Document, Format};
use bylint::engine::{Context, Engine};
use bylint::rule::{Rule, RuleSet};
use bylint::spelling::{Dictionary, DictionarySet};
use bylint::text::Source;
use bylint_fuzz::Draft;

/// What stands above the phrases of a rule of the house.
const RULE: &str = include_str!("../../fixtures/substitution.toml");
const EXAMPLES: &str = "[[bad]]\ntext = \"The [[council]] met.\"\n[[good]]\ntext = \"It met.\"\n";

libfuzzer_sys::fuzz_target!(|input: (Draft, Vec<(&str, &str)>, Vec<Draft>, bool)| {
    let (draft, phrases, words, safe) = input;
    // Phrases that are in the draft are worth more than others.
    let own = draft.0.lines().filter(|line| line.len() < 60).map(|line| (line, "council"));
    let swap: serde_json::Map<_, _> =
        phrases.into_iter().chain(own).map(|(phrase, instead)| (phrase.to_owned(), instead.into())).collect();
    // A table of JSON in one line, its colons exchanged, is one of TOML.
    let pairs: Vec<String> = swap
        .iter()
        .map(|(phrase, instead)| format!("{} = {instead}", serde_json::Value::from(phrase.as_str())))
        .collect();
    let rule =
        format!("{RULE}inside = [\"quotation\", \"address\"]\nsafe = {safe}\n[swap]\n{}\n{EXAMPLES}", pairs.join("\n"));
    let rule = match Rule::parse_house("house", "words-of-the-house", &rule) {
        Ok(rule) => rule,
        Err(error) => return assert!(rule.get(error.span.range()).is_some(), "{error:?}"),
    };
    let mut rules = RuleSet::builtin();
    rules.add(rule).expect("no other rule has its name");
    let linter = Engine::new(rules).expect("its rules have few phrases");

    let names: Vec<String> = words.iter().flat_map(|draft| draft.0.lines()).map(str::to_owned).collect();
    let mut dictionary = Dictionary::default();
    names.iter().for_each(|line| dictionary.add(line));
    let context = Context {
        newsroom: Newsroom { own_outlets: names.clone(), partners: names.clone(), state_media: names.clone() },
        own_spelling: DictionarySet { dictionary, ..DictionarySet::default() },
        settled_facts: names,
        language: Some("en".to_owned()),
        ..Context::default()
    };
    let source = Source::new("draft", draft.0.into_bytes());
    let document = Document::parse(&source, Format::Markdown);
    for finding in linter.lint(&source, &document, &context).findings {
        assert!(!finding.span.is_empty() && source.text().get(finding.span.range()).is_some(), "{finding:?}");
        finding
            .fixes
            .iter()
            .flat_map(|fix| &fix.edits)
            .for_each(|edit| assert!(source.text().get(edit.span.range()).is_some()));
    }
    let _ = linter.unknown_words(&document, &context);
});
