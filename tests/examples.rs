//! Every example in every rule's file: a bad one gives the rule at its marked words, a good one is silent for its rule, and
//! whatever else fires on an example is named in its `also`.

use bylint::attribution::Newsroom;
use bylint::diagnostic::Finding;
use bylint::document::{Document, Format};
use bylint::engine::{Context, Linter};
use bylint::rule::{Example, Level, Rule, RuleSet};
use bylint::text::{Source, Span};

struct Run {
    source: Source,
    mark: Option<Span>,
    findings: Vec<Finding>,
}

/// Lints an example as a file of its own. Rules about the whole story run only on their own examples.
fn run(linter: &Linter, rule: &Rule, example: &Example) -> Run {
    let (bytes, mark) = example.bytes();
    let source = Source::new("example.md", bytes);
    let document = Document::parse(&source, Format::Markdown);
    let rules = linter.rules().iter().filter(|r| r.default && r.level != Level::Document || r.name == rule.name);
    let context = Context {
        newsroom: Newsroom {
            own_outlets: example.own_outlets.clone(),
            partners: example.partners.clone(),
            state_media: Vec::new(),
        },
        enabled: Some(rules.map(|r| r.name.clone()).collect()),
        ..Context::default()
    };
    let findings = linter.lint(&source, &document, &context).findings;
    Run { source, mark: mark.map(Span::from), findings }
}

/// What stands at a finding, for a failure that can be read.
fn shown(run: &Run, rule: &str) -> String {
    let found = run.findings.iter().filter(|f| &*f.rule == rule);
    let words: Vec<_> = found.map(|f| format!("[{}]", run.source.slice(f.span))).collect();
    if words.is_empty() { "nothing".into() } else { words.join(" ") }
}

fn others(run: &Run, rule: &Rule, example: &Example) -> Vec<String> {
    let unnamed = run.findings.iter().filter(|f| f.rule != rule.name && !example.also.iter().any(|a| **a == *f.rule));
    unnamed.map(|f| format!("also {} at [{}]", f.rule, run.source.slice(f.span))).collect()
}

fn faults(linter: &Linter, rule: &Rule) -> Vec<String> {
    let examples = rule.examples().expect("built-in examples are sound");
    let mut faults = Vec::new();
    for example in &examples.bad {
        let run = run(linter, rule, example);
        let mark = run.mark.expect("a bad example marks its words");
        let hit = run.findings.iter().find(|f| f.rule == rule.name && f.span == mark);
        let mut here = Vec::new();
        match hit {
            None => here.push(format!("want [{}], have {}", run.source.slice(mark), shown(&run, &rule.name))),
            Some(found) => here.extend(fix_fault(&run, found, example)),
        }
        here.extend(others(&run, rule, example));
        faults.extend(here.into_iter().map(|fault| format!("{} bad: {:?}: {fault}", rule.name, example.text)));
    }
    for example in &examples.good {
        let run = run(linter, rule, example);
        let fired = run.findings.iter().any(|f| f.rule == rule.name);
        let mut here = Vec::new();
        if fired {
            here.push(format!("not silent: {}", shown(&run, &rule.name)));
        }
        here.extend(others(&run, rule, example));
        faults.extend(here.into_iter().map(|fault| format!("{} good: {:?}: {fault}", rule.name, example.text)));
    }
    faults
}

/// Where an example shows its draft after the fix, the first fix gives just that.
fn fix_fault(run: &Run, found: &Finding, example: &Example) -> Option<String> {
    let want = example.fix.as_ref()?;
    let Some(fix) = found.fixes.first() else { return Some("has no fix".into()) };
    let mut text = run.source.text().to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    (text != *want).then(|| format!("the fix gives {text:?}"))
}

#[test]
fn every_example_of_every_rule_holds() {
    let linter = Linter::new(RuleSet::builtin());
    let faults: Vec<_> = linter.rules().iter().flat_map(|rule| faults(&linter, rule)).collect();
    assert!(faults.is_empty(), "{} examples do not hold:\n{}", faults.len(), faults.join("\n"));
}
