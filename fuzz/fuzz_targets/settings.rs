//! Any text may stand in a `bylint.toml`, a rule's file, a baseline, a dictionary or a list: faults have a place in it.
#![no_main]

use bylint::baseline::Baseline;
use bylint::config;
use bylint::rule::Rule;
use bylint::spelling::Dictionary;
use bylint_fuzz::LINTER;

libfuzzer_sys::fuzz_target!(|text: &str| {
    drop(config::references(text));
    match config::parse_layers(text, 0, LINTER.rules()) {
        Ok(steps) => {
            let mut layer = config::Layer::default();
            steps.iter().for_each(|step| layer.merge(&step.layer));
            drop(layer.config().enabled(LINTER.rules()));
        }
        Err(errors) => {
            assert!(!errors.is_empty());
            errors.iter().for_each(|error| assert!(text.get(error.span.range()).is_some(), "{error:?}"));
        }
    }
    match Rule::parse_house("house", "fuzzed", text) {
        Ok(rule) => drop(rule.examples()),
        Err(error) => assert!(text.get(error.span.range()).is_some(), "{error:?}"),
    }
    for (name, span) in config::names(text) {
        assert_eq!(text.get(span.range()), Some(&*name));
    }
    drop(Baseline::parse(text));
    Dictionary::default().add(text);
});
