//! Why findings are ignored: the words of the comments that cover them.

use crate::date::Date;
use crate::diagnostic::Finding;
use crate::document::{Directive, DirectiveScope};
use crate::rule::{Named, RuleSet};
use crate::text::Span;
use std::collections::BTreeMap;

/// The reason for which each of these findings is suppressed, in their order: that of the innermost comment that holds.
pub fn reasons<'d>(
    directives: impl IntoIterator<Item = &'d Directive>,
    suppressed: &[Finding],
    rules: &RuleSet,
    today: Option<Date>,
) -> Vec<&'d str> {
    let mut of_rule: BTreeMap<&str, Vec<(Span, &'d str)>> = BTreeMap::new();
    if suppressed.is_empty() {
        return Vec::new();
    }
    let over = |date: Date| today.is_some_and(|day| date < day);
    let holds = |directive: &&Directive| {
        !directive.reason.is_empty() && directive.until.is_none_or(|until| until.date.is_some_and(|date| !over(date)))
    };
    for directive in directives.into_iter().filter(holds) {
        let scope = match directive.scope {
            DirectiveScope::Block(scope) | DirectiveScope::Range(scope) => scope,
            DirectiveScope::File => Span::new(0, usize::MAX),
        };
        let named: Vec<Named> = directive.rules.iter().filter_map(|(name, _)| Named::find(name, rules).ok()).collect();
        for rule in rules.iter().filter(|rule| named.iter().any(|named| named.covers(rule))) {
            of_rule.entry(&rule.name).or_default().push((scope, &directive.reason));
        }
    }
    for scopes in of_rule.values_mut() {
        scopes.sort_by_key(|&(scope, _)| scope);
    }
    let reason = |finding: &Finding| {
        let scopes = of_rule.get(&*finding.rule)?;
        let before = scopes.partition_point(|(scope, _)| scope.start < finding.span.end);
        scopes[..before].iter().rev().find(|(scope, _)| scope.end > finding.span.start).map(|&(_, reason)| reason)
    };
    suppressed.iter().map(|finding| reason(finding).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};
    use crate::engine::{Context, Linter};
    use crate::text::Source;

    #[test]
    fn each_finding_has_the_reason_of_its_comment() {
        let text = "---\ntitle: A day\nbylint:\n  ignore:\n    misused-refute: our style\n---\n\
            He refuted it, Brook said.\n\n<!-- bylint-ignore doubled-word: a band -->\n\nIt was the the best day, Brook said.\n\n\
            <!-- bylint-ignore-start doubled-word: as written -->\n\nIt was the the best, Brook said.\n";
        let linter = Linter::new(RuleSet::builtin());
        let source = Source::new("a.md", text.into());
        let document = Document::parse(&source, Format::Markdown);
        let suppressed = linter.lint(&source, &document, &Context::default()).suppressed;
        let directives = document.front_matter.ignores.iter().chain(&document.directives);
        assert_eq!(reasons(directives, &suppressed, linter.rules(), None), ["our style", "a band", "as written"]);
    }
}
