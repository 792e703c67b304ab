//! Every example in every rule's file gives the expected findings; see `bylint::rule_tests`.

mod common;

use bylint::engine::Engine;
use bylint::rule::{Rule, RuleSet};
use bylint::rule_tests;
use common::LINTER;

#[test]
fn every_example_of_every_rule_passes() {
    let faults = |rule: &Rule| {
        let examples = rule.examples().expect("built-in examples are sound");
        let faults = rule_tests::faults(&LINTER, rule).expect("built-in examples are sound");
        let text = |fault: &rule_tests::Fault| {
            let all = examples.bad.iter().chain(&examples.good);
            all.filter(|example| example.place == fault.place).map(|example| example.text.clone()).collect::<String>()
        };
        faults.iter().map(|fault| format!("{}: {:?}: {}", rule.name, text(fault), fault.message)).collect::<Vec<_>>()
    };
    let faults: Vec<String> = LINTER.rules().iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{} examples do not hold:\n{}", faults.len(), faults.join("\n"));
}

/// Each way in which an example can fail is reported. The test changes a rule's own examples so that they fail.
#[test]
fn each_kind_of_failure_is_reported() {
    const HEAD: &str = r#"
kind = "substitution"
level = "sentence"
severity = "warning"
confidence = "high"
message = "the house writes {fix}"
label = "house style"
what = "Finds it."
why = "Readers expect it."
instead = "Write it."
standards = []
swap = { PREZ = "President" }
"#;
    let told = |examples: &str| -> Vec<String> {
        let text = [HEAD, examples].concat();
        let mut rules = RuleSet::builtin();
        rules.add(Rule::parse_house("house", "potus", &text).expect("the file is sound")).expect("the name is free");
        let linter = Engine::new(rules).expect("they are few");
        let rule = linter.rules().get("potus").expect("it was added");
        let faults = rule_tests::faults(&linter, rule).expect("the examples are sound");
        for fault in &faults {
            assert!(text[fault.place.range()].starts_with("[["), "{:?}", &text[fault.place.range()]);
        }
        faults.into_iter().map(|fault| fault.message).collect()
    };
    for (examples, messages) in [
        ("[[bad]]\ntext = '[[PREZ]] Brook left.'\nfix = 'President Brook left.'", vec![]),
        ("[[bad]]\ntext = 'The [[President]] left.'", vec!["expected a finding at “President”, found none"]),
        ("[[bad]]\ntext = '[[PREZ Brook]] left.'", vec!["expected a finding at “PREZ Brook”, found one at “PREZ”"]),
        (
            "[[bad]]\ntext = '[[PREZ]] left.'\nfix = 'The president left.'",
            vec!["expected “The president left.”, the fix gives “President left.”"],
        ),
        ("[[good]]\ntext = 'We met PREZ.'", vec!["expected no finding, found one at “PREZ”"]),
        (
            "[[good]]\ntext = 'We met the the president.'",
            vec!["`doubled-word` also reports “the”: add `also = [\"doubled-word\"]`, or change the example"],
        ),
        ("[[good]]\ntext = 'We met the the president.'\nalso = ['doubled-word']", vec![]),
        ("[[good]]\ntext = 'We met.'\nalso = ['double-word']", vec!["`also`: no rule named `double-word`"]),
    ] {
        assert_eq!(told(examples), messages, "{examples}");
    }
}
