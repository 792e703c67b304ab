//! What a `bylint.toml` says of rules before anything else in it can be read: which folders hold rules of the house, and
//! which settings of rules are other than their files have them.

use super::ConfigError;
use super::file::{refused_value, table};
use crate::rule::{Named, RuleSet};
use crate::text::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The folders with rules of the house that a `bylint.toml` names, each with its place. None of a text that is not sound:
/// [`Config::parse`](super::Config::parse) says what is wrong with it.
#[must_use]
pub fn packs(text: &str) -> Vec<(String, Span)> {
    table(text, |root| {
        let packs = of_rules(root, "packs").and_then(|packs| packs.get_ref().as_array());
        let folders = packs.into_iter().flat_map(|packs| packs.iter());
        folders.filter_map(|folder| Some((folder.get_ref().as_str()?.to_owned(), folder.span().into()))).collect()
    })
    .unwrap_or_default()
}

/// The rules as a `bylint.toml` sets them.
///
/// # Errors
/// Every setting that its rule does not have or that is of the wrong kind. A text that is not sound as a whole sets
/// nothing: [`Config::parse`](super::Config::parse) says what is wrong with it.
pub fn with_settings(text: &str, rules: RuleSet) -> Result<RuleSet, Vec<ConfigError>> {
    let changed = table(text, |root| {
        let settings = of_rules(root, "settings").and_then(|settings| settings.get_ref().as_table());
        let mut changed = Vec::new();
        let mut errors = Vec::new();
        for (name, values) in settings.into_iter().flatten() {
            match changed_rule(name, values, &rules) {
                Ok(rule) => changed.push(rule),
                Err(faults) => errors.extend(faults),
            }
        }
        if errors.is_empty() { Ok(changed) } else { Err(errors) }
    });
    Ok(changed.unwrap_or(Ok(Vec::new()))?.into_iter().fold(rules, RuleSet::replacing))
}

fn changed_rule(
    name: &Spanned<std::borrow::Cow<'_, str>>,
    values: &Spanned<DeValue<'_>>,
    rules: &RuleSet,
) -> Result<crate::rule::Rule, Vec<ConfigError>> {
    let refuse = |span: std::ops::Range<usize>, message: String| vec![ConfigError { span: span.into(), message }];
    let known = Named::find(name.get_ref(), rules).map_err(|unknown| refuse(name.span(), unknown.to_string()))?;
    let Some(rule) = rules.get(known.as_str()) else {
        return Err(refuse(name.span(), format!("`{}` is a family: a setting belongs to one rule", known.as_str())));
    };
    let Some(values) = values.get_ref().as_table() else {
        return Err(refuse(values.span(), format!("expected a table of settings of `{}`", rule.name)));
    };
    let place = |faults: Vec<crate::rule::SettingError>| {
        faults.into_iter().map(|fault| refused_value(fault.span, &fault.message)).collect()
    };
    rule.set(values).map_err(place)
}

fn of_rules<'t, 'v>(root: &'t DeTable<'v>, key: &str) -> Option<&'t Spanned<DeValue<'v>>> {
    let value = |table: &'t DeTable<'v>, key: &str| {
        table.iter().find(|(name, _)| *name.get_ref() == key).map(|(_, value)| value)
    };
    value(value(root, "rules")?.get_ref().as_table()?, key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Kind;

    /// Faults at the words in `«»`.
    fn refused(text: &str) -> Vec<String> {
        let plain = text.replace(['«', '»'], "");
        let errors = with_settings(&plain, RuleSet::builtin()).expect_err(text);
        let mut marked = plain;
        for error in errors.iter().rev() {
            marked.insert(error.span.end, '»');
            marked.insert(error.span.start, '«');
        }
        assert_eq!(marked, text);
        errors.into_iter().map(|error| error.message).collect()
    }

    #[test]
    fn folders_are_read_with_their_places() {
        let text = "\u{feff}[rules]\npacks = ['house', \"more rules\"]";
        let places: Vec<_> = packs(text).into_iter().map(|(folder, span)| (folder, &text[span.range()])).collect();
        assert_eq!(places, [("house".to_owned(), "'house'"), ("more rules".to_owned(), "\"more rules\"")]);
        for text in ["", "rules = 1", "rules.packs = 1", "rules.packs = [1]", "[rules"] {
            assert_eq!(packs(text), [], "{text}");
        }
    }

    #[test]
    fn a_setting_changes_its_rule_alone() {
        let text = "[rules.settings.late-quote-attribution]\nmax-words = 20\n\
                    [rules.settings.secondhand-outlet]\nvenue.severity = 'error'";
        let rules = with_settings(text, RuleSet::builtin()).expect("the settings are sound");
        let kind = |name: &str| rules.get(name).expect("a built-in rule").kind.clone();
        assert!(matches!(kind("late-quote-attribution"), Kind::Quotation(keys) if keys.max_words == Some(20)));
        let venue = |rules: &RuleSet| match &rules.get("secondhand-outlet").expect("a built-in rule").kind {
            Kind::Attribution(keys) => keys.venue.clone().expect("it has a lighter case"),
            other => panic!("{other:?}"),
        };
        assert_eq!(venue(&rules).severity, crate::diagnostic::Severity::Error);
        assert_eq!(venue(&rules).message, venue(&RuleSet::builtin()).message);
        let examples = rules.get("secondhand-outlet").map(|rule| rule.examples().expect("they are sound").bad.len());
        assert!(examples.is_some_and(|count| count >= 3));
    }

    #[test]
    fn what_cannot_be_set_is_told_at_its_place() {
        for (text, messages) in [
            (
                "rules.settings.«loaded-vreb».allow = []",
                vec!["no rule named `loaded-vreb`; did you mean `loaded-verb`?"],
            ),
            ("rules.settings.«wording».allow = []", vec!["`wording` is a family: a setting belongs to one rule"]),
            ("rules.settings.loaded-verb = «1»", vec!["expected a table of settings of `loaded-verb`"]),
            ("rules.settings.spelling.«colour» = 1", vec!["`spelling` has no settings"]),
            (
                "[rules.settings.late-quote-attribution]\n«colour» = 1\nmax-words = 2\n«words» = 3",
                vec![
                    "`late-quote-attribution` has no setting `colour`; known here: `max-sentences`, `max-words`",
                    "`late-quote-attribution` has no setting `words`; known here: `max-sentences`, `max-words`",
                ],
            ),
            ("rules.settings.late-quote-attribution.max-words = «'few'»", vec!["expected u32, found string \"few\""]),
            (
                "rules.settings.secondhand-outlet.venue.severity = «'fatal'»",
                vec!["unknown value `fatal`; known here: `info`, `warning`, `error`"],
            ),
        ] {
            assert_eq!(refused(text), messages, "{text}");
        }
    }

    #[test]
    fn a_value_that_breaks_the_rule_elsewhere_is_told_at_its_own_place() {
        let rule = "kind = 'substitution'\nlevel = 'sentence'\nseverity = 'info'\nconfidence = 'high'\n\
                    message = 'the house writes {fix}, whatever the length of this message, which is none of \
                    bylint.toml'\nlabel = 'l'\nwhat = 'W.'\nwhy = 'W.'\ninstead = 'I.'\nstandards = []\navoid = []\n\
                    swap = { a = 'b' }\nsafe = true\n[[settings]]\nkey = 'avoid'\nwhat = 'W.'\n\
                    [[settings]]\nkey = 'safe'\nwhat = 'W.'\n";
        let mut rules = RuleSet::builtin();
        rules.add(crate::rule::Rule::parse_house("house", "style", rule).expect("it is sound")).expect("it is new");
        for (text, place) in [
            ("[rules.settings.style]\navoid = ['c']\nsafe = false", "['c']"),
            ("[rules.settings.style]\navoid = []\nsafe = 1", "1"),
        ] {
            let errors = with_settings(text, rules.clone()).expect_err(text);
            assert_eq!(errors.iter().map(|error| &text[error.span.range()]).collect::<Vec<_>>(), [place], "{text}");
        }
    }

    #[test]
    fn every_setting_of_every_rule_takes_its_own_default() {
        let mut count = 0;
        for rule in RuleSet::builtin().iter() {
            for setting in &rule.settings {
                let value = rule.default_of(setting).unwrap_or_else(|| panic!("{}: {}", rule.name, setting.key));
                let text = format!("[rules.settings.{}]\n{} = {value}", rule.name, setting.key);
                let set =
                    with_settings(&text, RuleSet::builtin()).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
                assert_eq!(set.get(&rule.name).map(|set| &set.kind), Some(&rule.kind), "{text}");
                count += 1;
            }
        }
        assert!(count >= 8, "newsrooms disagree about more than {count} things");
    }
}
