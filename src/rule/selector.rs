//! Parses names of rules and families, and guesses what an unknown name was meant to be.

use super::{Rule, RuleSet};
use std::sync::Arc;

/// The most bytes of a name for which a suggestion is sought. A longer name is hardly a typing error, and comparing it would
/// take long.
const MAX_GUESSED_LEN: usize = 64;

/// What a newsroom selects, suppresses or gives a severity: one rule, or all rules of a family.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleSelector {
    /// One rule.
    Rule(Arc<str>),
    /// All rules of a family.
    Family(Arc<str>),
}

impl RuleSelector {
    /// Returns the rule or family of this name.
    ///
    /// # Errors
    /// If there is neither a rule nor a family of this name.
    pub fn find(name: &str, rules: &RuleSet) -> Result<Self, UnknownRule> {
        Self::known(name, rules).ok_or_else(|| UnknownRule { name: name.to_owned(), near: nearest(name, rules) })
    }

    /// Returns the rule or family of this name, if there is one.
    #[must_use]
    pub fn known(name: &str, rules: &RuleSet) -> Option<Self> {
        let rule = rules.get(name).map(|rule| Self::Rule(rule.name.clone()));
        rule.or_else(|| Some(Self::Family(rules.family(name)?.clone())))
    }

    /// Whether the selector covers a rule.
    #[must_use]
    pub fn covers(&self, rule: &Rule) -> bool {
        match self {
            Self::Rule(name) => *name == rule.name,
            Self::Family(name) => *name == rule.family,
        }
    }

    /// The name of the rule or family.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Rule(name) | Self::Family(name) => name,
        }
    }
}

/// A name that is neither a rule's nor a family's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no rule or family named `{name}`; {}", self.hint())]
pub struct UnknownRule {
    /// The name as written.
    pub name: String,
    /// The known name that is most like it, if any is similar.
    pub near: Option<Arc<str>>,
}

impl UnknownRule {
    fn hint(&self) -> String {
        match &self.near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "run `bylint rules` to list them".to_owned(),
        }
    }
}

/// The known name that is most like an unknown one.
fn nearest(name: &str, rules: &RuleSet) -> Option<Arc<str>> {
    if name.len() > MAX_GUESSED_LEN {
        return None;
    }
    let names = || rules.iter().flat_map(|rule| [&rule.name, &rule.family]);
    // In a long name several typing errors are allowed; a short name with several of them may be another name.
    let similar = names()
        .map(|known| (strsim::osa_distance(name, known), known))
        .filter(|&(distance, known)| distance <= 1.max(known.len().min(name.len()) / 3))
        .min();
    // People remember a part of a name: “anonymous” for “anonymous-source”.
    let by_part = || names().filter(|known| known.split('-').any(|part| part == name)).min();
    similar.map(|(_, known)| known).or_else(by_part).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::hand_made;

    fn near(name: &str) -> Option<String> {
        let rules = hand_made(&["sourcing/anonymous-source", "sourcing/collective-source", "wording/loaded-verb"]);
        RuleSelector::find(name, &rules).expect_err("no such rule").near.map(|near| near.to_string())
    }

    #[test]
    fn selectors_find_rules_and_families() {
        let rules = hand_made(&["sourcing/anonymous-source", "wording/loaded-verb"]);
        assert_eq!(RuleSelector::find("loaded-verb", &rules), Ok(RuleSelector::Rule("loaded-verb".into())));
        assert_eq!(RuleSelector::find("sourcing", &rules), Ok(RuleSelector::Family("sourcing".into())));
    }

    #[test]
    fn unknown_names_get_a_suggestion() {
        for (name, meant) in [
            ("anonymos-source", Some("anonymous-source")),
            ("colective-sources", Some("collective-source")),
            ("wordign", Some("wording")),
            ("anonymous", Some("anonymous-source")),
            ("verb", Some("loaded-verb")),
            ("spelling", None),
            ("", None),
            ("*", None),
        ] {
            assert_eq!(near(name).as_deref(), meant, "{name}");
        }
    }

    #[test]
    fn unknown_name_message_has_the_suggestion() {
        let rules = hand_made(&["wording/loaded-verb"]);
        let message = |name| RuleSelector::find(name, &rules).expect_err("no such rule").to_string();
        assert_eq!(message("loaded-verbs"), "no rule or family named `loaded-verbs`; did you mean `loaded-verb`?");
        assert_eq!(message("x"), "no rule or family named `x`; run `bylint rules` to list them");
    }
}
