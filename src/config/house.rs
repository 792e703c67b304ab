//! The parts of a `bylint.toml` that are parsed before its other keys: the names of the files and rule packs that it builds on,
//! and the settings of rules.

use super::KnownRules;
use super::error::{ConfigError, with_table};
use crate::rule::{RuleSelector, RuleSet, SettingError, Taken};
use crate::text::Span;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The files and directories that a `bylint.toml` builds on, each with the place of its name. The paths are relative to the
/// directory of the `bylint.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// Configurations that this one overrides.
    pub extends: Vec<(String, Span)>,
    /// Directories with house rules.
    pub packs: Vec<(String, Span)>,
    /// Dictionaries, and files with entries of the newsroom's lists.
    pub word_files: Vec<(String, Span)>,
}

/// Finds the files and directories that a `bylint.toml` builds on. Returns none if the text is not valid TOML;
/// [`parse_layers`](super::parse_layers) reports that.
#[must_use]
pub fn references(text: &str) -> References {
    with_table(text, |root| References {
        extends: get_value(root, "extends").map(strings).unwrap_or_default(),
        packs: rules_value(root, "packs").map(strings).unwrap_or_default(),
        word_files: word_files(root),
    })
    .unwrap_or_default()
}

fn word_files(root: &DeTable<'_>) -> Vec<(String, Span)> {
    let table_of = |key: &str| get_value(root, key).and_then(|table| table.get_ref().as_table());
    let dictionaries = table_of("language").and_then(|language| get_value(language, "dictionary")).into_iter();
    let lists = table_of("newsroom").into_iter().flat_map(DeTable::values);
    let entries = lists.flat_map(|list| list.get_ref().as_array().map_or(std::slice::from_ref(list), |list| &list[..]));
    let files = entries.filter_map(|entry| get_value(entry.get_ref().as_table()?, "file"));
    dictionaries.chain(files).flat_map(strings).collect()
}

/// Parses the settings of rules in the table of a file or of an override. Also returns the faults: settings that a rule does not
/// have, and values of the wrong type.
pub(super) fn settings(table: &DeTable<'_>, known: KnownRules<'_>) -> (Vec<(Arc<str>, Taken)>, Vec<ConfigError>) {
    let settings = rules_value(table, "settings").and_then(|settings| settings.get_ref().as_table());
    let (mut taken, mut errors) = (Vec::new(), Vec::new());
    for (name, values) in settings.into_iter().flatten() {
        if !known.is_complete && RuleSelector::known(name.get_ref(), known.rules).is_none() {
            continue;
        }
        match rule_settings(name, values, known.rules) {
            Ok(values) => taken.extend(values),
            Err(faults) => errors.extend(faults),
        }
    }
    (taken, errors)
}

fn rule_settings(
    name: &Spanned<Cow<'_, str>>,
    values: &Spanned<DeValue<'_>>,
    rules: &RuleSet,
) -> Result<Vec<(Arc<str>, Taken)>, Vec<ConfigError>> {
    let fault_at = |span: Range<usize>, message: String| vec![ConfigError { span: span.into(), message }];
    let known =
        RuleSelector::find(name.get_ref(), rules).map_err(|unknown| fault_at(name.span(), unknown.to_string()))?;
    let Some(rule) = rules.get(known.as_str()) else {
        return Err(fault_at(
            name.span(),
            format!("`{}` is a family of rules: settings belong to a single rule", known.as_str()),
        ));
    };
    let Some(values) = values.get_ref().as_table() else {
        return Err(fault_at(values.span(), format!("expected a table with settings of `{}`", rule.name)));
    };
    let place = |faults: Vec<SettingError>| {
        faults.into_iter().flat_map(|fault| fault_at(fault.span, fault.message)).collect::<Vec<_>>()
    };
    let taken = rule.take(values).map_err(place)?;
    Ok(taken.into_iter().map(|value| (rule.name.clone(), value)).collect())
}

fn rules_value<'t, 'v>(root: &'t DeTable<'v>, key: &str) -> Option<&'t Spanned<DeValue<'v>>> {
    get_value(get_value(root, "rules")?.get_ref().as_table()?, key)
}

fn get_value<'t, 'v>(table: &'t DeTable<'v>, key: &str) -> Option<&'t Spanned<DeValue<'v>>> {
    table.iter().find(|(name, _)| *name.get_ref() == key).map(|(_, value)| value)
}

/// Returns a string, or the strings of a list, each with its place.
fn strings(value: &Spanned<DeValue<'_>>) -> Vec<(String, Span)> {
    let text = |value: &Spanned<DeValue<'_>>| Some((value.get_ref().as_str()?.to_owned(), value.span().into()));
    match value.get_ref().as_array() {
        Some(list) => list.iter().filter_map(text).collect(),
        None => text(value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ConditionalLayer, parse_layers};
    use crate::diagnostic::Severity;
    use crate::rule::{Kind, hand_made, hand_made_with_settings};

    /// Two rules with settings, and one without.
    fn rules() -> RuleSet {
        let mut rules = hand_made_with_settings(&["weather/april-rain", "weather/light-snow"]);
        for rule in hand_made(&["weather/march-hail"]).iter() {
            rules.add(rule.clone()).expect("it is new");
        }
        rules
    }

    /// Applies the settings of a file without overrides to the rules.
    fn with_settings(text: &str, rules: RuleSet) -> Result<RuleSet, Vec<ConfigError>> {
        let steps = parse_layers(text, 0, &rules)?;
        let [ConditionalLayer { when: None, layer }] = &steps[..] else { panic!("no overrides") };
        let error = |(place, message): (crate::config::FileSpan, String)| ConfigError { span: place.span, message };
        layer.apply_settings(rules).map_err(|errors| errors.into_iter().map(error).collect())
    }

    /// Returns the messages about a text. Checks that their places are the words in `«»`.
    fn messages_of(text: &str) -> Vec<String> {
        let plain = text.replace(['«', '»'], "");
        let errors = with_settings(&plain, rules()).expect_err(text);
        let mut marked = plain;
        for error in errors.iter().rev() {
            marked.insert(error.span.end, '»');
            marked.insert(error.span.start, '«');
        }
        assert_eq!(marked, text);
        errors.into_iter().map(|error| error.message).collect()
    }

    #[test]
    fn references_are_found_with_their_places() {
        let text = "\u{feff}[rules]\npacks = ['house', \"more rules\"]";
        let places: Vec<_> =
            references(text).packs.into_iter().map(|(directory, span)| (directory, &text[span.range()])).collect();
        assert_eq!(places, [("house".to_owned(), "'house'"), ("more rules".to_owned(), "\"more rules\"")]);
        for text in ["", "rules = 1", "rules.packs = 1", "rules.packs = [1]", "[rules"] {
            assert_eq!(references(text).packs, [], "{text}");
        }
        for (text, files) in [
            ("extends = 'a.toml'", &["a.toml"][..]),
            ("extends = ['a.toml', 'b/c.toml']", &["a.toml", "b/c.toml"]),
            ("extends = 1", &[]),
            ("extends = 'a.toml'\n[", &[]),
        ] {
            let extended: Vec<_> = references(text).extends.into_iter().map(|(file, _)| file).collect();
            assert_eq!(extended, files, "{text}");
        }
    }

    #[test]
    fn a_setting_changes_only_its_own_rule() {
        let text = "[rules.settings.april-rain]\nwords = ['perhaps']\n\
                    [rules.settings.light-snow]\nmild.severity = 'error'";
        let rules = with_settings(text, rules()).expect("the settings are sound");
        let keys_of = |rules: &RuleSet, name: &str| match &rules.get(name).expect("it was made").kind {
            Kind::Hedge(keys) => keys.clone(),
            other => panic!("{other:?}"),
        };
        let [rain, snow] = ["april-rain", "light-snow"].map(|name| keys_of(&rules, name));
        let before = keys_of(&self::rules(), "light-snow");
        assert_eq!((&rain.words[..], rain.mild.as_ref()), (&["perhaps".to_owned()][..], before.mild.as_ref()));
        let [mild, mild_before] = [&snow, &before].map(|keys| keys.mild.as_ref().expect("it has a mild case"));
        assert_eq!((snow.words == before.words, mild.severity), (true, Severity::Error));
        assert_eq!(mild.message, mild_before.message);
        let examples = rules.get("light-snow").map(|rule| rule.examples().expect("they are sound").bad.len());
        assert!(examples.is_some_and(|count| count >= 3));
    }

    #[test]
    fn invalid_settings_are_reported_at_their_place() {
        for (text, messages) in [
            (
                "rules.settings.«april-rian».words = []",
                vec!["no rule or family named `april-rian`; did you mean `april-rain`?"],
            ),
            (
                "rules.settings.«weather».words = []",
                vec!["`weather` is a family of rules: settings belong to a single rule"],
            ),
            ("rules.settings.april-rain = «1»", vec!["expected a table with settings of `april-rain`"]),
            ("rules.settings.march-hail.«colour» = 1", vec!["`march-hail` has no settings"]),
            (
                "[rules.settings.april-rain]\n«colour» = 1\nwords = []\n«covered» = true",
                vec![
                    "`april-rain` has no setting `colour`; expected one of `words`, `mild.severity`",
                    "`april-rain` has no setting `covered`; expected one of `words`, `mild.severity`",
                ],
            ),
            (
                "rules.settings.april-rain.words = «'few'»",
                vec!["expected a list, found string \"few\": write `[\"…\"]`"],
            ),
            (
                "rules.settings.april-rain.mild.severity = «'fatal'»",
                vec!["unknown value `fatal`; expected one of `info`, `warning`, `error`"],
            ),
        ] {
            assert_eq!(messages_of(text), messages, "{text}");
        }
    }

    #[test]
    fn a_value_that_makes_its_rule_invalid_is_reported_at_its_own_place() {
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
    fn every_setting_accepts_its_own_default() {
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
