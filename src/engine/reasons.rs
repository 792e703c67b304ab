//! Why findings are suppressed: the reasons that are given in comments and front matter.

use super::innermost::InnermostSpanIndex;
use crate::date::Date;
use crate::diagnostic::Finding;
use crate::document::{Directive, DirectiveScope};
use crate::rule::{RuleSelector, RuleSet};
use crate::text::Span;
use rustc_hash::FxHashMap;

/// Returns the reason why each finding is suppressed, in the order of `suppressed`: that of the innermost suppression that
/// covers it. The reason is empty if none covers it.
pub fn reasons<'d>(
    directives: impl IntoIterator<Item = &'d Directive>,
    suppressed: &[Finding],
    rules: &RuleSet,
    today: Option<Date>,
) -> Vec<&'d str> {
    if suppressed.is_empty() {
        return Vec::new();
    }
    let has_expired = |date: Date| today.is_some_and(|day| date < day);
    let applies = |directive: &&Directive| {
        !directive.reason.is_empty()
            && directive.until.is_none_or(|until| until.date.is_some_and(|date| !has_expired(date)))
    };
    let mut by_selector: FxHashMap<RuleSelector, Vec<Scope<'d>>> = FxHashMap::default();
    for (number, directive) in directives.into_iter().filter(applies).enumerate() {
        let span = match directive.scope {
            DirectiveScope::Block(scope) | DirectiveScope::Range(scope) => scope,
            DirectiveScope::File => Span::new(0, usize::MAX),
        };
        for selector in directive.rules.iter().filter_map(|(name, _)| RuleSelector::known(name, rules)) {
            by_selector.entry(selector).or_default().push(Scope { span, number, reason: &directive.reason });
        }
    }
    let by_selector: FxHashMap<RuleSelector, Scopes<'d>> =
        by_selector.into_iter().map(|(selector, scopes)| (selector, Scopes::new(scopes))).collect();
    let reason_for = |finding: &Finding| {
        let rule = RuleSelector::Rule(finding.rule.clone());
        let family = rules.get(&finding.rule).map(|rule| RuleSelector::Family(rule.family.clone()));
        let scopes = [Some(rule), family].into_iter().flatten().filter_map(|selector| by_selector.get(&selector));
        scopes.filter_map(|scopes| scopes.innermost(finding.span)).max().map(|scope| scope.reason)
    };
    suppressed.iter().map(|finding| reason_for(finding).unwrap_or_default()).collect()
}

/// Where a suppression applies, and its reason. Ordered so that, of two around a finding, the inner or later one is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Scope<'d> {
    span: Span,
    /// The position of the suppression among those that apply, in the order of the draft.
    number: usize,
    reason: &'d str,
}

/// The scopes of one rule or family, sorted.
struct Scopes<'d> {
    scopes: Vec<Scope<'d>>,
    spans: InnermostSpanIndex,
}

impl<'d> Scopes<'d> {
    fn new(mut scopes: Vec<Scope<'d>>) -> Self {
        scopes.sort_unstable();
        let spans = InnermostSpanIndex::new(scopes.iter().map(|scope| scope.span).collect());
        Self { scopes, spans }
    }

    fn innermost(&self, place: Span) -> Option<Scope<'d>> {
        self.spans.last_overlapping(place).map(|number| self.scopes[number])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};
    use crate::engine::{Context, Engine};
    use crate::text::Source;

    #[test]
    fn each_finding_gets_the_reason_of_its_suppression() {
        let text = "---\ntitle: A day\nbylint:\n  ignore:\n    misused-refute: our style\n---\n\
            He refuted it, Brook said.\n\n<!-- bylint-ignore doubled-word: a band -->\n\nIt was the the best day, Brook said.\n\n\
            <!-- bylint-ignore-start doubled-word: as written -->\n\nIt was the the best, Brook said.\n";
        let linter = Engine::builtin();
        let source = Source::new("a.md", text.into());
        let document = Document::parse(&source, Format::Markdown);
        let suppressed = linter.lint(&source, &document, &Context::default()).suppressed;
        let directives = document.front_matter.ignores.iter().chain(&document.directives);
        assert_eq!(reasons(directives, &suppressed, linter.rules(), None), ["our style", "a band", "as written"]);
    }
}
