//! A front matter value, in any format.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A text, a list of values, or a map of them.
#[derive(Debug)]
pub(super) enum FrontMatterValue {
    Text(String),
    List(Vec<FrontMatterValue>),
    Map(Vec<(String, FrontMatterValue)>),
    Nothing,
}

impl FrontMatterValue {
    /// The value as one text: the text itself, the first text of a list, or the value of `name` in a map.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Self::List(values) => values.iter().find_map(Self::text),
            Self::Map(entries) => {
                entries.iter().find(|(key, _)| is_any_of(key, &["name"])).and_then(|(_, name)| name.text())
            }
            Self::Nothing => None,
        }
    }

    /// Adds all texts of the value to `texts`.
    pub(super) fn texts(&self, texts: &mut Vec<String>) {
        match self {
            Self::List(values) => values.iter().for_each(|value| value.texts(texts)),
            Self::Text(_) | Self::Map(_) | Self::Nothing => texts.extend(self.text()),
        }
    }

    /// Whether the value is or contains a map.
    pub(super) fn has_map(&self) -> bool {
        match self {
            Self::Map(_) => true,
            Self::List(values) => values.iter().any(Self::has_map),
            Self::Text(_) | Self::Nothing => false,
        }
    }
}

/// Whether `key` is one of `names`, ignoring ASCII case.
pub(super) fn is_any_of(key: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(key))
}

impl<'de> Deserialize<'de> for FrontMatterValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = FrontMatterValue;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Text(text))
    }

    /// Ignores booleans: `published: true` is not a date, and no key that bylint reads is a boolean.
    fn visit_bool<E>(self, _: bool) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Nothing)
    }

    fn visit_i64<E>(self, value: i64) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Text(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Text(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Text(value.to_string()))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Nothing)
    }

    fn visit_unit<E>(self) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Nothing)
    }

    fn visit_none<E>(self) -> Result<FrontMatterValue, E> {
        Ok(FrontMatterValue::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<FrontMatterValue, D::Error> {
        FrontMatterValue::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<FrontMatterValue, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(FrontMatterValue::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FrontMatterValue, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<FrontMatterValue>()? {
            let value: FrontMatterValue = map.next_value()?;
            match key {
                // The toml crate represents a date as a map with one special key.
                FrontMatterValue::Text(key) if key.starts_with("$__toml_private") => return Ok(value),
                FrontMatterValue::Text(key) => entries.push((key, value)),
                _ => {}
            }
        }
        Ok(FrontMatterValue::Map(entries))
    }
}
