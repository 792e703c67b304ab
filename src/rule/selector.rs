//! Names of rules and families as people write them, with a guess at what was meant.

use super::{Rule, RuleSet};
use std::sync::Arc;

/// A name of more bytes is no slip of the finger, and comparing it would take long.
const LONGEST: usize = 64;

/// What a newsroom may select, ignore or weigh: one rule, or all rules of a family.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleSelector {
    /// One rule.
    Rule(Arc<str>),
    /// All rules of a family.
    Family(Arc<str>),
}

impl RuleSelector {
    /// The rule or family of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(name: &str, rules: &RuleSet) -> Result<Self, UnknownRule> {
        Self::known(name, rules).ok_or_else(|| UnknownRule { name: name.to_owned(), near: nearest(name, rules) })
    }

    /// The rule or family of this name, if there is one.
    #[must_use]
    pub fn known(name: &str, rules: &RuleSet) -> Option<Self> {
        let rule = rules.get(name).map(|rule| Self::Rule(rule.name.clone()));
        rule.or_else(|| Some(Self::Family(rules.family(name)?.clone())))
    }

    /// Whether a rule is meant.
    #[must_use]
    pub fn covers(&self, rule: &Rule) -> bool {
        match self {
            Self::Rule(name) => *name == rule.name,
            Self::Family(name) => *name == rule.family,
        }
    }

    /// The name as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Rule(name) | Self::Family(name) => name,
        }
    }
}

/// A name that neither a rule nor a family has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no rule or family named `{name}`; {}", self.hint())]
pub struct UnknownRule {
    /// The name as written.
    pub name: String,
    /// The known name that looks most like it, if any does.
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

fn nearest(name: &str, rules: &RuleSet) -> Option<Arc<str>> {
    if name.len() > LONGEST {
        return None;
    }
    let names = || rules.iter().flat_map(|rule| [&rule.name, &rule.family]);
    // A slip of the finger in a long name is still the same name; in a short one it is soon another.
    let close = names()
        .map(|known| (strsim::osa_distance(name, known), known))
        .filter(|&(distance, known)| distance <= 1.max(known.len().min(name.len()) / 3))
        .min();
    // Half of a name is what people remember: "anonymous" for "anonymous-source".
    let half = || names().filter(|known| known.split('-').any(|part| part == name)).min();
    close.map(|(_, known)| known).or_else(half).cloned()
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
    fn rules_and_families_are_found() {
        let rules = hand_made(&["sourcing/anonymous-source", "wording/loaded-verb"]);
        assert_eq!(RuleSelector::find("loaded-verb", &rules), Ok(RuleSelector::Rule("loaded-verb".into())));
        assert_eq!(RuleSelector::find("sourcing", &rules), Ok(RuleSelector::Family("sourcing".into())));
    }

    #[test]
    fn what_was_meant_is_guessed() {
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
    fn the_message_says_what_was_meant() {
        let rules = hand_made(&["wording/loaded-verb"]);
        let message = |name| RuleSelector::find(name, &rules).expect_err("no such rule").to_string();
        assert_eq!(message("loaded-verbs"), "no rule or family named `loaded-verbs`; did you mean `loaded-verb`?");
        assert_eq!(message("x"), "no rule or family named `x`; run `bylint rules` to list them");
    }
}
