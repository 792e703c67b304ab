//! Settings: the keys of a rule's file that a newsroom may change in its `bylint.toml`.

use super::{Rule, RuleError, load};
use crate::toml_error::nearest;
use serde::Deserialize;
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// A key of a rule's file that a newsroom may set in its `bylint.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The key. A dot leads into a table: `venue.severity`.
    pub key: String,
    /// What the key does.
    pub what: String,
    /// If newsrooms disagree: what each side does, and which newsrooms are on it.
    #[serde(default)]
    pub sides: Vec<String>,
}

/// A value for a rule's setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SettingError {
    /// The bytes of the text that the value comes from.
    pub(crate) span: Range<usize>,
    /// What is wrong with the value.
    pub(crate) message: String,
}

/// A value for a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The setting's key.
    pub(crate) key: String,
    /// The value as TOML.
    pub(crate) text: String,
    /// The bytes of the text that the value comes from.
    pub(crate) span: Range<usize>,
}

impl Rule {
    /// The default of a setting, as the rule's file writes it.
    #[must_use]
    pub fn default_of(&self, setting: &Setting) -> Option<String> {
        let table = DeTable::parse(&self.head).ok()?.into_inner();
        let (mut value, mut path) = (None, setting.key.split('.'));
        let mut current_table = Some(&table);
        while let (Some(table), Some(key)) = (current_table, path.next()) {
            value = table.iter().find(|(name, _)| *name.get_ref() == key).map(|(_, value)| value);
            current_table = value.and_then(|value| value.get_ref().as_table());
        }
        let text = self.head.get(value?.span())?;
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Checks values for some of the rule's settings, and returns each as TOML with its key. Fails if a key is not a
    /// setting, or if the rule cannot be parsed with the values.
    pub(crate) fn take(&self, values: &DeTable<'_>) -> Result<Vec<Taken>, Vec<SettingError>> {
        let mut found = Vec::new();
        let mut errors = Vec::new();
        self.collect_settings("", values, &mut found, &mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        self.apply_values(&found).map_err(|(at, fault)| {
            let value = found[at].1.span();
            let is_inside = value.start <= fault.span.start && fault.span.end <= value.end;
            let span = if is_inside { fault.span.range() } else { value };
            vec![SettingError { span, message: fault.message }]
        })?;
        let to_setting_value = |(key, value): (String, Spanned<DeValue<'_>>)| {
            let span = value.span();
            let value = toml::Value::deserialize(ValueDeserializer::from(value)).expect("what was read is a value");
            Taken { key, text: value.to_string(), span }
        };
        Ok(found.into_iter().map(to_setting_value).collect())
    }

    /// The rule with these values, as TOML, for some of its settings. Fails with the index of the first value with which the
    /// rule cannot be parsed, and the reason.
    pub(crate) fn with_texts(&self, values: &[(&str, &str)]) -> Result<Self, (usize, String)> {
        let mut parsed = Vec::with_capacity(values.len());
        for (key, text) in values {
            parsed.push(((*key).to_owned(), DeValue::parse(text).expect("a value was written as TOML by `take`")));
        }
        let values = parsed;
        self.apply_values(&values).map_err(|(at, fault)| (at, fault.message))
    }

    /// Parses the rule with these values. The rule's own text is known to be valid, so an error is blamed on the first value
    /// with which the rule can no longer be parsed.
    fn apply_values(&self, values: &[(String, Spanned<DeValue<'_>>)]) -> Result<Self, (usize, RuleError)> {
        self.parse_with_values(values).map_err(|whole| {
            let first_faulty =
                (1..=values.len()).find_map(|count| Some((count - 1, self.parse_with_values(&values[..count]).err()?)));
            first_faulty.unwrap_or((values.len().saturating_sub(1), whole))
        })
    }

    /// Parses the rule's text with some keys replaced.
    fn parse_with_values(&self, values: &[(String, Spanned<DeValue<'_>>)]) -> Result<Self, RuleError> {
        let mut table = DeTable::parse(&self.head).expect("a rule was read from this text");
        for (path, value) in values {
            insert_at_path(table.get_mut(), path, value.clone());
        }
        let words = load::count_phrase_words(&self.family, &self.name, table.get_ref())?;
        let mut rule = load::from_table(&self.family, &self.name, table, &self.head)?;
        (rule.words, rule.head, rule.examples) = (words, self.head.clone(), self.examples.clone());
        Ok(rule)
    }

    /// Collects the values below `prefix` that are settings of the rule, and errors for all others.
    fn collect_settings<'v>(
        &self,
        prefix: &str,
        values: &DeTable<'v>,
        found: &mut Vec<(String, Spanned<DeValue<'v>>)>,
        errors: &mut Vec<SettingError>,
    ) {
        for (key, value) in values {
            let path =
                if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
            if self.settings.iter().any(|setting| setting.key == path) {
                found.push((path, value.clone()));
                continue;
            }
            let is_prefix = self.settings.iter().any(|setting| setting.key.starts_with(&format!("{path}.")));
            match value.get_ref() {
                DeValue::Table(inner) if is_prefix => self.collect_settings(&path, inner, found, errors),
                _ => errors.push(SettingError { span: key.span(), message: self.unknown_setting(&path) }),
            }
        }
    }

    /// The message for a key that is not a setting of the rule.
    fn unknown_setting(&self, path: &str) -> String {
        let name = &self.name;
        if self.settings.is_empty() {
            return format!("`{name}` has no settings");
        }
        let known: Vec<&str> = self.settings.iter().map(|setting| &*setting.key).collect();
        match nearest(path, &known) {
            Some(near) => format!("`{name}` has no setting `{path}`; did you mean `{near}`?"),
            None => format!("`{name}` has no setting `{path}`; expected one of `{}`", known.join("`, `")),
        }
    }
}

/// Puts a value at a path, through tables that exist; tables that are missing are added.
fn insert_at_path<'v>(table: &mut DeTable<'v>, path: &str, value: Spanned<DeValue<'v>>) {
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let place = value.span();
    let Some(rest) = rest else {
        table.insert(Spanned::new(place, Cow::Owned(key.to_owned())), value);
        return;
    };
    let old = table.iter_mut().find(|(name, _)| *name.get_ref() == key).map(|(_, value)| value.get_mut());
    if let Some(DeValue::Table(inner)) = old {
        insert_at_path(inner, rest, value);
        return;
    }
    let mut inner = DeTable::new();
    insert_at_path(&mut inner, rest, value);
    let inner = Spanned::new(place.clone(), DeValue::Table(inner));
    table.insert(Spanned::new(place, Cow::Owned(key.to_owned())), inner);
}
