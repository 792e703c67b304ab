//! Suppressions in comments and front matter: which findings they cover, and what is wrong with them.

use super::Outcome;
use crate::date::{Date, InvalidDate};
use crate::diagnostic::{Finding, Label};
use crate::document::{Directive, DirectiveFault, DirectiveScope};
use crate::rule::kinds;
use crate::rule::{Kind, Profile, Rule, RuleSelector, RuleSet, UnknownRule};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The maximum number of unknown names that are reported for one suppression. The names after it are skipped: no editor writes
/// so many.
const MAX_UNKNOWN_NAMES: usize = 10;

/// The maximum number of unknown names in a draft for which a similar rule is suggested. Each suggestion compares the name
/// with all rules.
const MAX_GUESSES: usize = 100;

/// The rules about suppressions; `None` for one that does not run.
#[derive(Clone, Copy, Debug)]
pub struct SuppressionRules<'a> {
    /// Reports a suppression without a reason or a rule, with an unknown rule, or with an invalid date or directive.
    pub without_reason: Option<&'a Rule>,
    /// Reports a rule name in a suppression that covers no finding; `{text}` in its message is the name.
    pub unused: Option<&'a Rule>,
    /// Reports a suppression whose last day has passed; `{text}` in its message is that day.
    pub expired: Option<&'a Rule>,
}

/// One rule or family that a comment or front matter suppresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// The name as written; empty if the comment has none.
    pub rule: String,
    /// The place of the name, or of the whole comment if it has none.
    pub span: Span,
    /// The reason; empty if none is given.
    pub reason: String,
    /// The last day on which the suppression applies.
    pub until: Option<Date>,
    /// The person who decided on the suppression.
    pub by: Option<String>,
    /// Whether the suppression is still needed.
    pub state: State,
}

/// Whether a suppression is still needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// The suppression covers a finding.
    Needed,
    /// The rules that it names were run, and it covers no finding.
    Needless,
    /// Not all rules that it names were run.
    NotRun,
    /// Its last day has passed: it covers nothing.
    Expired,
    /// The suppression covers nothing, because it is invalid: it has no rule or no reason, its rule or directive does not
    /// exist, or its last day is not a date.
    Broken,
}

/// Splits the findings of a draft into those to report and those that a suppression covers, and adds findings about the
/// suppressions themselves. A suppression in front matter applies to the whole file. `was_run` tells whether a rule was run: if it
/// was not, whether a suppression of it is still needed is unknown. If `today` is `None`, no suppression has expired.
///
/// A suppression without a reason covers nothing: newsrooms require the reason. A finding that says that a reason is missing,
/// or that a suppression has expired, cannot be suppressed: otherwise one faulty suppression could hide another. All lists of
/// the outcome are in the order of the draft.
#[must_use]
pub fn apply<'d>(
    directives: impl IntoIterator<Item = &'d Directive>,
    findings: Vec<Finding>,
    rules: &RuleSet,
    was_run: impl Fn(&Rule) -> bool,
    today: Option<Date>,
    suppression_rules: SuppressionRules,
) -> Outcome {
    let mut faults = Vec::new();
    let mut active = Vec::new();
    let mut suppressions = Vec::new();
    let mut guesses = MAX_GUESSES;
    for directive in directives {
        let (known, unknown) = resolve_names(directive, rules, &mut guesses);
        let unreadable = directive.until.filter(|until| until.date.is_none());
        let broken = directive.fault.is_some() || directive.reason.is_empty() || unreadable.is_some();
        if broken || known.is_empty() || !unknown.is_empty() {
            let no_date = unreadable.map(|until| Label { span: until.span, text: InvalidDate.to_string().into() });
            let labels = unknown.iter().map(|unknown| unknown.label.clone()).chain(no_date).collect();
            faults.extend(
                suppression_rules.without_reason.map(|rule| faulty_suppression(rule, directive, &unknown, labels)),
            );
        }
        if directive.rules.is_empty() {
            suppressions.push(suppression_entry(directive, "", directive.span, State::Broken));
        }
        let expired =
            directive.until.filter(|until| until.date.is_some_and(|date| today.is_some_and(|day| date < day)));
        if let (Some(until), Some(rule)) = (expired, suppression_rules.expired.filter(|_| !broken)) {
            faults.extend(until.date.map(|date| finding(rule, until.span, &date.to_string())));
        }
        let state = if broken { State::Broken } else { State::Expired };
        suppressions.extend(
            unknown.iter().map(|unknown| suppression_entry(directive, unknown.name, unknown.label.span, State::Broken)),
        );
        let known = known.into_iter().map(|(selector, span)| ActiveSuppression { directive, selector, span });
        if broken || expired.is_some() {
            suppressions.extend(known.map(|suppression| {
                suppression_entry(directive, suppression.selector.as_str(), suppression.span, state)
            }));
        } else {
            active.extend(known);
        }
    }
    let mut all = findings;
    let run_status = if active.is_empty() { RunStatus::default() } else { RunStatus::new(rules, was_run) };
    if let Some(rule) = suppression_rules.unused {
        // Suppressions of the rule `unused-ignore` itself are checked last: until then, not all findings that they might cover
        // are known.
        let (last, first): (Vec<&ActiveSuppression>, Vec<&ActiveSuppression>) =
            active.iter().partition(|suppression| suppression.selector.covers(rule));
        let needless = |group: Vec<&ActiveSuppression>, found: &SpansByRule| -> Vec<Finding> {
            let needless =
                group.into_iter().filter(|suppression| suppression.state(&run_status, found) == State::Needless);
            needless.map(|suppression| finding(rule, suppression.span, suppression.selector.as_str())).collect()
        };
        all.extend(needless(first, &SpansByRule::from_findings(&all, rules)));
        faults.extend(needless(last, &SpansByRule::from_findings(&all, rules)));
    }
    if !active.is_empty() {
        let found = SpansByRule::from_findings(&all, rules);
        let state = |suppression: &ActiveSuppression| {
            suppression_entry(
                suppression.directive,
                suppression.selector.as_str(),
                suppression.span,
                suppression.state(&run_status, &found),
            )
        };
        suppressions.extend(active.iter().map(state));
    }
    suppressions.sort_by_key(|entry| entry.span);
    let scopes = SpansByRule::new(
        active.iter().map(|suppression| (suppression.selector.clone(), suppression.scope())).collect(),
    );
    let (suppressed, reported) = all.into_iter().partition(|finding| scopes.covers(finding, rules));
    let mut outcome = Outcome { findings: reported, suppressed, suppressions, not_english: None };
    outcome.findings.append(&mut faults);
    for list in [&mut outcome.findings, &mut outcome.suppressed] {
        list.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    }
    outcome
}

/// A rule or family that a valid suppression names.
struct ActiveSuppression<'a> {
    directive: &'a Directive,
    selector: RuleSelector,
    /// The place of the name.
    span: Span,
}

impl ActiveSuppression<'_> {
    /// The bytes of the draft to which the suppression applies.
    fn scope(&self) -> Span {
        match self.directive.scope {
            DirectiveScope::Block(scope) | DirectiveScope::Range(scope) => scope,
            DirectiveScope::File => Span::new(0, usize::MAX),
        }
    }

    /// Whether the suppression is needed: a rule that it names has a finding in its scope. It is needless if these rules were
    /// run and none of them has one.
    fn state(&self, run_status: &RunStatus, found: &SpansByRule) -> State {
        if found.overlaps(&self.selector, self.scope()) {
            State::Needed
        } else if run_status.0.get(&self.selector).copied().unwrap_or_default() {
            State::Needless
        } else {
            State::NotRun
        }
    }
}

/// For each rule, whether it was run; for each family, whether all of its rules were run that are in the profile `standard`.
#[derive(Default)]
struct RunStatus(FxHashMap<RuleSelector, bool>);

impl RunStatus {
    fn new(rules: &RuleSet, was_run: impl Fn(&Rule) -> bool) -> Self {
        let mut run_status = FxHashMap::default();
        for rule in rules.iter() {
            let run = was_run(rule);
            run_status.insert(RuleSelector::Rule(rule.name.clone()), run);
            *run_status.entry(RuleSelector::Family(rule.family.clone())).or_insert(true) &=
                run || !rule.runs_in(Profile::Standard);
        }
        Self(run_status)
    }
}

/// Spans by rule and by family. Finding an overlap takes logarithmic time, because a draft may have as many suppressions as
/// findings.
struct SpansByRule(FxHashMap<RuleSelector, SortedSpans>);

/// The spans of one rule or family, sorted.
#[derive(Default)]
struct SortedSpans {
    starts: Vec<usize>,
    /// For each span, the largest end of that span and those before it.
    max_ends: Vec<usize>,
}

impl SpansByRule {
    /// Takes the spans of findings, each under its rule and its rule's family.
    fn from_findings(findings: &[Finding], rules: &RuleSet) -> Self {
        let selectors = |finding: &Finding| {
            let family = rules.get(&finding.rule).map(|rule| RuleSelector::Family(rule.family.clone()));
            [Some(RuleSelector::Rule(finding.rule.clone())), family].into_iter().flatten()
        };
        let spans = findings.iter().flat_map(|finding| selectors(finding).map(|selector| (selector, finding.span)));
        Self::new(spans.collect())
    }

    fn new(mut spans: Vec<(RuleSelector, Span)>) -> Self {
        spans.sort_by_key(|&(_, span)| span);
        let mut by_selector: FxHashMap<RuleSelector, SortedSpans> = FxHashMap::default();
        for (selector, span) in spans {
            let spans = by_selector.entry(selector).or_default();
            spans.starts.push(span.start);
            spans.max_ends.push(spans.max_ends.last().map_or(span.end, |&end| end.max(span.end)));
        }
        Self(by_selector)
    }

    /// Whether a span of this rule or family overlaps `span`.
    fn overlaps(&self, selector: &RuleSelector, span: Span) -> bool {
        self.0.get(selector).is_some_and(|spans| {
            let before_end = spans.starts.partition_point(|&start| start < span.end);
            before_end > 0 && spans.max_ends[before_end - 1] > span.start
        })
    }

    /// Whether a span of the finding's rule or family overlaps the finding.
    fn covers(&self, finding: &Finding, rules: &RuleSet) -> bool {
        let family = || rules.get(&finding.rule).map(|rule| RuleSelector::Family(rule.family.clone()));
        !self.0.is_empty()
            && (self.overlaps(&RuleSelector::Rule(finding.rule.clone()), finding.span)
                || family().is_some_and(|family| self.overlaps(&family, finding.span)))
    }
}

fn suppression_entry(directive: &Directive, rule: &str, span: Span, state: State) -> Suppression {
    Suppression {
        rule: rule.to_owned(),
        span,
        reason: directive.reason.clone(),
        until: directive.until.and_then(|until| until.date),
        by: directive.by.clone(),
        state,
    }
}

/// The rules and families that a suppression names, with the places of their names; and its unknown names.
type ResolvedNames<'d> = (Vec<(RuleSelector, Span)>, Vec<UnknownName<'d>>);

/// A name that belongs to no rule or family.
struct UnknownName<'d> {
    name: &'d str,
    /// The rule or family that was probably meant.
    near: Option<Arc<str>>,
    /// Says that there is no such rule, at the place of the name.
    label: Label,
}

/// Looks up the names in a suppression. `guesses` is how many more names of the draft may get a suggestion.
fn resolve_names<'d>(directive: &'d Directive, rules: &RuleSet, guesses: &mut usize) -> ResolvedNames<'d> {
    let mut seen: FxHashSet<RuleSelector> = FxHashSet::default();
    let mut known: Vec<(RuleSelector, Span)> = Vec::new();
    let mut unknown = Vec::new();
    for (name, span) in &directive.rules {
        if unknown.len() == MAX_UNKNOWN_NAMES {
            break;
        }
        if let Some(selector) = RuleSelector::known(name, rules) {
            if seen.insert(selector.clone()) {
                known.push((selector, *span));
            }
            continue;
        }
        let near = guesses.checked_sub(1).and_then(|left| {
            *guesses = left;
            RuleSelector::find(name, rules).err()
        });
        let error = near.unwrap_or_else(|| UnknownRule { name: name.clone(), near: None });
        let label = Label { span: *span, text: error.to_string().into() };
        unknown.push(UnknownName { name, near: error.near, label });
    }
    (known, unknown)
}

/// Builds the finding that says why a suppression has no effect. If it has several faults, the message is about one of them.
/// `labels` mark unknown names and an invalid date.
fn faulty_suppression(rule: &Rule, directive: &Directive, unknown: &[UnknownName], labels: Vec<Label>) -> Finding {
    let Kind::Engine(messages) = &rule.kind else { return Finding { labels, ..finding(rule, directive.span, "") } };
    let date = directive.until.filter(|until| until.date.is_none());
    let mut fill = Vec::new();
    let (message, text) = match (&directive.fault, unknown) {
        (Some(DirectiveFault::UnknownDirective(word)), _) => (&messages.unknown_directive, word.as_str()),
        (Some(DirectiveFault::NothingToEnd(word)), _) => (&messages.nothing_to_end, word.as_str()),
        (None, _) if directive.rules.is_empty() => (&messages.no_rule, ""),
        (None, [UnknownName { name, near: Some(near), .. }, ..]) => {
            fill.push(("fix", near.to_string()));
            (&messages.unknown_rule_near, *name)
        }
        (None, [UnknownName { name, .. }, ..]) => (&messages.unknown_rule, *name),
        (None, []) if date.is_some() && !directive.reason.is_empty() => (&messages.no_date, ""),
        (None, []) => (&None, ""),
    };
    let message = kinds::fill_message(message.as_ref().unwrap_or(&rule.message), text, &fill);
    let note = match &directive.fault {
        Some(DirectiveFault::UnknownDirective(_)) => &messages.instead_unknown_directive,
        Some(DirectiveFault::NothingToEnd(_)) => &messages.instead_nothing_to_end,
        None if directive.in_front_matter => &messages.instead_in_front_matter,
        None => &None,
    };
    let note = note.as_ref().map_or_else(|| rule.instead.clone(), |note| note.as_str().into());
    Finding { message, labels, note, ..finding(rule, directive.span, "") }
}

/// Builds a finding of a rule about suppressions; `text` fills the placeholder `{text}` in its message.
fn finding(rule: &Rule, span: Span, text: &str) -> Finding {
    Finding {
        rule: Arc::clone(&rule.name),
        severity: rule.severity,
        confidence: rule.confidence,
        message: kinds::fill_message(&rule.message, text, &[]),
        span,
        label: rule.label.clone(),
        labels: Vec::new(),
        note: rule.instead.clone(),
        fixes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Confidence, Severity};
    use crate::document::Until;
    use crate::rule::hand_made;

    const RULES: [&str; 7] = [
        "sea/high-tide",
        "sea/ebb-tide",
        "comments/too-late",
        "comments/no-reason",
        "comments/not-needed",
        "weather/april-rain",
        "weather/march-hail",
    ];

    /// The date on which the suppressions of the tests are checked.
    const TODAY: &str = "2026-05-02";

    /// Parses a suppression written as "scope start..end rule,rule until day: reason"; its comment starts at byte `at`.
    fn directive(text: &str, at: usize) -> Directive {
        let (head, reason) = text.split_once(':').unwrap_or((text, ""));
        let mut words = head.split_whitespace();
        let scope = words.next().expect("a scope");
        let mut range = || {
            let (start, end) = words.next().and_then(|word| word.split_once("..")).expect("a range");
            Span::new(start.parse().expect("a number"), end.parse().expect("a number"))
        };
        let scope = match scope {
            "block" => DirectiveScope::Block(range()),
            "range" => DirectiveScope::Range(range()),
            _ => DirectiveScope::File,
        };
        let names = words.next().unwrap_or_default().split(',').filter(|name| !name.is_empty());
        let rules = names.map(|name| (name.to_owned(), Span::new(at + 2, at + 4))).collect();
        let until = words.next().filter(|word| *word == "until").and_then(|_| words.next());
        let until = until.map(|day| Until { date: day.parse().ok(), span: Span::new(at + 5, at + 7) });
        Directive {
            scope,
            span: Span::new(at, at + 9),
            rules,
            until,
            by: None,
            reason: reason.trim().to_owned(),
            fault: None,
            in_front_matter: false,
        }
    }

    fn hit(rule: &str, start: usize) -> Finding {
        Finding {
            rule: rule.into(),
            severity: Severity::Warning,
            confidence: Confidence::High,
            message: String::new(),
            span: Span::new(start, start + 5),
            label: "".into(),
            labels: Vec::new(),
            note: "".into(),
            fixes: Vec::new(),
        }
    }

    /// Applies suppressions to findings. The comments start at bytes 1000, 1010, …; the expected entries are "rule@start",
    /// followed by the text that the message names.
    fn check(comments: &[&str], findings: &[(&str, usize)], ran: &[&str], kept: &[&str], suppressed: &[&str]) {
        let mut rules: Vec<Rule> = hand_made(&RULES).iter().cloned().collect();
        for rule in &mut rules {
            rule.message = "{text}".into();
        }
        let rules: RuleSet = rules.into_iter().collect();
        let directives: Vec<_> = (0..).zip(comments).map(|(n, text)| directive(text, 1000 + 10 * n)).collect();
        let findings = findings.iter().map(|&(rule, start)| hit(rule, start)).collect();
        let suppression_rules = SuppressionRules {
            without_reason: rules.get("no-reason"),
            unused: rules.get("not-needed"),
            expired: rules.get("too-late"),
        };
        let did_run = |rule: &Rule| ran.is_empty() || ran.contains(&&*rule.name);
        let outcome = apply(&directives, findings, &rules, did_run, TODAY.parse().ok(), suppression_rules);
        let shown = |list: &[Finding]| -> Vec<String> {
            let line = |f: &Finding| format!("{}@{} {}", f.rule, f.span.start, f.message).trim_end().to_owned();
            list.iter().map(line).collect()
        };
        assert_eq!(shown(&outcome.findings), kept, "kept under {comments:?}");
        assert_eq!(shown(&outcome.suppressed), suppressed, "suppressed under {comments:?}");
    }

    #[test]
    fn findings_inside_the_scope_are_covered() {
        let findings = [("april-rain", 10), ("april-rain", 100)];
        check(&["block 0..12 april-rain: quoted"], &findings, &[], &["april-rain@100"], &["april-rain@10"]);
        check(&["range 14..101 weather: quoted"], &findings, &[], &[], &["april-rain@10", "april-rain@100"]);
        check(&["file weather: quoted"], &findings, &[], &[], &["april-rain@10", "april-rain@100"]);
        check(&["block 15..20 april-rain: x"], &[("april-rain", 10)], &["none"], &["april-rain@10"], &[]);
        check(&["file april-rain: x"], &[("march-hail", 10)], &["none"], &["march-hail@10"], &[]);
    }

    #[test]
    fn scopes_may_nest_and_overlap() {
        let comments = ["range 0..90 april-rain: x", "block 10..20 april-rain: x", "range 50..200 weather: x"];
        let findings = [("april-rain", 30), ("april-rain", 140), ("april-rain", 250), ("april-rain", 12)];
        check(&comments, &findings, &[], &["april-rain@250"], &["april-rain@12", "april-rain@30", "april-rain@140"]);
        check(&["block 40..40 weather: x"], &findings[..1], &["none"], &["april-rain@30"], &[]);
    }

    #[test]
    fn a_comment_needs_a_reason_and_a_rule() {
        let findings = [("april-rain", 10)];
        for comment in ["file april-rain", "file", "file : why", "file *: why", "file april-rian: why"] {
            check(&[comment], &findings, &[], &["april-rain@10", "no-reason@1000"], &[]);
        }
        // An unknown name does not stop the known names of a comment from working.
        check(&["file april-rain,nonsense: a reason"], &findings, &[], &["no-reason@1000"], &["april-rain@10"]);
    }

    #[test]
    fn an_unknown_name_is_shown_at_its_place() {
        let rules = hand_made(&RULES);
        let suppression_rules =
            SuppressionRules { without_reason: rules.get("no-reason"), unused: None, expired: None };
        let outcome =
            apply(&[directive("file april-rian: x", 0)], Vec::new(), &rules, |_| true, None, suppression_rules);
        let text = "no rule or family named `april-rian`; did you mean `april-rain`?".to_owned();
        assert_eq!(outcome.findings[0].labels, [Label { span: Span::new(2, 4), text: text.into() }]);
    }

    #[test]
    fn a_missing_reason_cannot_be_ignored() {
        let kept = ["no-reason@1010", "not-needed@1002 no-reason"];
        let comments = ["file no-reason: house style", "file april-rain"];
        check(&comments, &[], &[], &[kept[1], kept[0]], &[]);
    }

    #[test]
    fn suppressions_that_cover_nothing_are_reported() {
        let needless = |rule: &str| format!("not-needed@1002 {rule}");
        check(&["file april-rain: x"], &[], &[], &[&needless("april-rain")], &[]);
        check(
            &["file april-rain,march-hail: x"],
            &[("april-rain", 1)],
            &[],
            &[&needless("march-hail")],
            &["april-rain@1"],
        );
        // A name that is written twice is reported once.
        check(&["file april-rain,april-rain: x"], &[], &[], &[&needless("april-rain")], &[]);
        // Suppressions of rules that did not run are not reported; those of a family only if all of its rules ran.
        check(&["file april-rain: x"], &[], &["march-hail"], &[], &[]);
        check(&["file weather: x"], &[], &["march-hail"], &[], &[]);
        check(&["file weather: x"], &[], &["march-hail", "april-rain"], &[&needless("weather")], &[]);
    }

    #[test]
    fn a_needless_comment_can_be_kept_with_a_reason() {
        let comments = ["file april-rain: template", "file not-needed: templates carry their own ignores"];
        check(&comments, &[], &[], &[], &["not-needed@1002 april-rain"]);
        check(&comments[1..], &[], &[], &["not-needed@1002 not-needed"], &[]);
    }

    #[test]
    fn a_suppression_applies_until_its_last_day() {
        let findings = [("april-rain", 10)];
        for (day, kept, suppressed) in [
            ("2026-05-03", vec![], vec!["april-rain@10"]),
            ("2026-05-02", vec![], vec!["april-rain@10"]),
            ("2026-05-01", vec!["april-rain@10", "too-late@1005 2026-05-01"], vec![]),
            ("tomorrow", vec!["april-rain@10", "no-reason@1000"], vec![]),
        ] {
            check(&[&format!("file april-rain until {day}: quoted")], &findings, &[], &kept, &suppressed);
        }
        // An expired suppression is not also reported as unused, and no other suppression hides it.
        let comments = ["file april-rain until 2026-05-01: quoted", "file too-late: we know"];
        let kept = ["too-late@1005 2026-05-01", "not-needed@1012 too-late"];
        check(&comments, &[], &[], &kept, &[]);
        // A suppression without a reason never applies, so it is not reported as expired.
        let kept = ["april-rain@10", "no-reason@1000"];
        check(&["file april-rain until 2026-05-01"], &findings, &[], &kept, &[]);
    }

    #[test]
    fn without_a_current_date_no_suppression_expires() {
        let rules = hand_made(&RULES);
        let suppression_rules = SuppressionRules { without_reason: None, unused: None, expired: rules.get("too-late") };
        let comment = directive("file april-rain until 1999-01-01: quoted", 1000);
        let outcome = apply(&[comment], vec![hit("april-rain", 10)], &rules, |_| true, None, suppression_rules);
        assert_eq!((outcome.findings.len(), outcome.suppressed.len()), (0, 1));
    }

    #[test]
    fn every_suppression_is_listed_with_its_state() {
        let rules = hand_made(&RULES);
        let comments = [
            "file april-rain until 2030-01-01: quoted",
            "file march-hail,nonsense: quoted",
            "file april-rain",
            "file april-rain until 2026-05-01: quoted",
            "file high-tide: at risk",
        ];
        let directives: Vec<_> = (0..).zip(comments).map(|(n, text)| directive(text, 1000 + 10 * n)).collect();
        let suppression_rules = SuppressionRules { without_reason: None, unused: None, expired: None };
        let ran = |rule: &Rule| &*rule.name != "high-tide";
        let outcome =
            apply(&directives, vec![hit("april-rain", 10)], &rules, ran, TODAY.parse().ok(), suppression_rules);
        let listed: Vec<_> = outcome.suppressions.iter().map(|ignored| (&*ignored.rule, ignored.state)).collect();
        let expected = [
            ("april-rain", State::Needed),
            ("nonsense", State::Broken),
            ("march-hail", State::Needless),
            ("april-rain", State::Broken),
            ("april-rain", State::Expired),
            ("high-tide", State::NotRun),
        ];
        assert_eq!(listed, expected);
        assert_eq!(
            (&*outcome.suppressions[0].reason, outcome.suppressions[0].until),
            ("quoted", "2030-01-01".parse().ok())
        );
    }

    #[test]
    fn rules_about_suppressions_that_do_not_run_report_nothing() {
        let rules = hand_made(&RULES);
        let directives = [directive("file april-rain", 0), directive("file weather: x", 20)];
        let suppression_rules = SuppressionRules { without_reason: None, unused: None, expired: None };
        let outcome = apply(&directives, vec![hit("high-tide", 3)], &rules, |_| true, None, suppression_rules);
        assert_eq!((outcome.findings.len(), outcome.suppressed.len()), (1, 0));
    }
}
