//! Tests a rule on its own examples. In a bad example, the rule must report the marked words; in a good one, nothing. Other
//! rules that report something must be listed in the example's `also`.

use crate::attribution::Newsroom;
use crate::diagnostic::Finding;
use crate::document::{Document, Format};
use crate::engine::{Context, Engine};
use crate::rule::{Example, Profile, Rule, RuleError, RuleLevel};
use crate::text::{Source, Span};

/// The date on which examples are linted. It is fixed, so that suppressions that have ended stay ended.
const TODAY: &str = "2026-05-02";

/// An example that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the example in the rule's file.
    pub place: Span,
    /// How the example fails.
    pub message: String,
}

/// The failing examples of a rule, in the order of its file; empty if all pass.
///
/// # Errors
/// If the examples cannot be parsed.
pub fn faults(linter: &Engine, rule: &Rule) -> Result<Vec<Fault>, RuleError> {
    let examples = rule.examples()?;
    let mut faults = Vec::new();
    for (list, bad) in [(&examples.bad, true), (&examples.good, false)] {
        for example in list {
            let run = ExampleRun::new(linter, rule, example);
            let own = if bad { run.bad_example_fault(rule, example) } else { run.good_example_fault(rule) };
            let others = run.other_rule_faults(rule, example);
            let unknown = example.also.iter().filter(|name| linter.rules().get(name).is_none());
            let unknown = unknown.map(|name| format!("`also`: no rule named `{name}`"));
            let messages = own.into_iter().chain(others).chain(unknown);
            faults.extend(messages.map(|message| Fault { place: example.place, message }));
        }
    }
    faults.sort_by_key(|fault| fault.place);
    Ok(faults)
}

/// The result of linting an example as a file of its own.
struct ExampleRun {
    source: Source,
    mark: Option<Span>,
    findings: Vec<Finding>,
}

impl ExampleRun {
    /// Lints an example. The rule runs together with the rules of the profile `standard` that are not about the whole story.
    fn new(linter: &Engine, rule: &Rule, example: &Example) -> Self {
        let (bytes, mark) = example.bytes();
        let source = Source::new("example.md", bytes);
        let document = Document::parse(&source, Format::Markdown);
        let others = |r: &&Rule| r.runs_in(Profile::Standard) && r.level != RuleLevel::Document || r.name == rule.name;
        let context = Context {
            newsroom: Newsroom {
                own_outlets: example.own_outlets.clone(),
                partners: example.partners.clone(),
                state_media: Vec::new(),
            },
            enabled: Some(linter.rules().iter().filter(others).map(|r| r.name.clone()).collect()),
            today: TODAY.parse().ok(),
            ..Context::default()
        };
        let findings = linter.lint(&source, &document, &context).findings;
        Self { source, mark: mark.map(Span::from), findings }
    }

    /// How a bad example fails, if it does.
    fn bad_example_fault(&self, rule: &Rule, example: &Example) -> Option<String> {
        let Some(mark) = self.mark else {
            return Some("this bad example needs [[…]] around the words to report".to_owned());
        };
        match self.findings.iter().find(|found| found.rule == rule.name && found.span == mark) {
            Some(found) => self.fix_fault(found, example),
            None => Some(format!(
                "expected a finding at “{}”, found {}",
                self.source.slice(mark),
                self.describe_findings(rule)
            )),
        }
    }

    /// How a good example fails, if it does.
    fn good_example_fault(&self, rule: &Rule) -> Option<String> {
        let fired = self.findings.iter().any(|found| found.rule == rule.name);
        fired.then(|| format!("expected no finding, found {}", self.describe_findings(rule)))
    }

    /// Whether the first fix gives other text than the example's `fix`. Returns a message if so.
    fn fix_fault(&self, found: &Finding, example: &Example) -> Option<String> {
        let want = example.fix.as_ref()?;
        let Some(fix) = found.fixes.first() else {
            return Some("the example has a `fix`, but the finding has none".to_owned());
        };
        let mut text = self.source.text().to_owned();
        for edit in fix.edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        (text != *want).then(|| format!("expected “{}”, the fix gives “{}”", want.trim_end(), text.trim_end()))
    }

    /// Lists the words that the rule's findings mark.
    fn describe_findings(&self, rule: &Rule) -> String {
        let found = self.findings.iter().filter(|found| found.rule == rule.name);
        let words: Vec<_> = found.map(|found| format!("one at “{}”", self.source.slice(found.span))).collect();
        if words.is_empty() { "none".to_owned() } else { words.join(", ") }
    }

    /// The messages for other rules that report something and are not listed in `also`.
    fn other_rule_faults(&self, rule: &Rule, example: &Example) -> Vec<String> {
        let is_unlisted =
            |found: &&Finding| found.rule != rule.name && !example.also.iter().any(|name| **name == *found.rule);
        let describe = |found: &Finding| {
            let words = self.source.slice(found.span);
            format!("`{0}` also reports “{words}”: add `also = [\"{0}\"]`, or change the example", found.rule)
        };
        self.findings.iter().filter(is_unlisted).map(describe).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule's page says which other rules report its good examples. This tests that they do.
    #[test]
    fn other_rules_report_good_examples_as_listed() {
        let linter = Engine::builtin();
        let mut outdated_names = Vec::new();
        for rule in linter.rules().iter() {
            for example in rule.examples().expect("its examples can be read").good {
                let run = ExampleRun::new(&linter, rule, &example);
                let silent = example.also.iter().filter(|name| !run.findings.iter().any(|f| **name == *f.rule));
                outdated_names.extend(silent.map(|name| format!("{}: {name}: {}", rule.name, example.text)));
            }
        }
        assert!(outdated_names.is_empty(), "{}", outdated_names.join("\n"));
    }
}
