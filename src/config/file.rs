//! Parses the text of a `bylint.toml` into layers, with the place of every fault. This module knows the keys; the module
//! [`reader`](super::reader) checks their values.

use super::KnownRules;
use super::error::{ConfigError, blank_byte_order_mark};
use super::layer::List;
use super::raw::{File, FileOrOverride};
use super::reader::ValueReader;
use super::selector::ConditionalLayer;
use crate::toml_error::{STRINGS, WORD_OR_TABLE, backticked_names, reword, split_name, unknown, with_list};
use serde::Deserialize;
use std::borrow::Cow;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

/// Parses a configuration: first the layer for all drafts, then one layer for each override.
pub(super) fn parse(text: &str, file: usize, known: KnownRules<'_>) -> Result<Vec<ConditionalLayer>, Vec<ConfigError>> {
    let text = blank_byte_order_mark(text);
    let mut table = DeTable::parse(&text).map_err(|error| vec![shape_error(&text, &error, known)])?;
    let misplaced = misplaced_keys(table.get_ref());
    if !misplaced.is_empty() {
        return Err(misplaced);
    }
    let mut reader = ValueReader::new(file, known);
    let mut parsed_parts = Vec::new();
    for_each_part(table.get_mut(), |part| {
        let settings = reader.settings(part);
        parsed_parts.push((settings, expand_short_forms(part, &mut reader)));
    });
    let file = File::deserialize(Deserializer::from(table)).map_err(|error| vec![shape_error(&text, &error, known)])?;
    let mut parsed_parts = parsed_parts.into_iter();
    let mut part = |newsroom, rules, language, fail_on, min_severity| {
        let (settings, files) = parsed_parts.next().unwrap_or_default();
        let (exclude, cache_dir) = (Vec::new(), None);
        FileOrOverride { newsroom, rules, language, fail_on, min_severity, exclude, cache_dir, files, settings }
    };
    for path in file.extends.iter().filter(|path| path.as_ref().trim().is_empty()) {
        reader.add_fault(path, "`extends` needs a file name".to_owned());
    }
    let whole = part(file.newsroom, file.rules, file.language, file.fail_on, file.min_severity);
    let whole = FileOrOverride { exclude: file.exclude, cache_dir: file.cache_dir, ..whole };
    let mut steps = vec![ConditionalLayer { when: None, layer: reader.layer(whole) }];
    for override_table in file.overrides {
        let span = override_table.span();
        let override_table = override_table.into_inner();
        let when = reader.selector(override_table.paths, override_table.front_matter, span);
        let part = part(
            override_table.newsroom,
            override_table.rules,
            override_table.language,
            override_table.fail_on,
            override_table.min_severity,
        );
        if let Some(pack) = part.rules.packs.first() {
            reader.add_fault(pack, "`packs` is not allowed in an override: it applies to all drafts".to_owned());
        }
        steps.push(ConditionalLayer { when: Some(when), layer: reader.layer(part) });
    }
    reader.finish(steps)
}

/// The keys of each table.
const KEYS: [(&str, &[&str]); 4] = [
    ("", &["extends", "fail-on", "min-severity", "exclude", "cache-dir", "overrides"]),
    ("newsroom", &["own-outlets", "partners", "state-media", "settled-facts"]),
    ("rules", &["profile", "packs", "select", "ignore", "never-baselined", "severity", "settings"]),
    ("language", &["default", "spelling", "dictionary"]),
];

/// Finds keys that are in the wrong table, and `overrides` that is not an array of tables.
fn misplaced_keys(root: &DeTable<'_>) -> Vec<ConfigError> {
    let mut errors = Vec::new();
    for (key, value) in root {
        let name = &**key.get_ref();
        let own_table = KEYS[1..].iter().find(|(_, keys)| keys.contains(&name));
        if let Some((table, _)) = own_table {
            errors.push(key_fault(key, format!("`{name}` belongs under `[{table}]`")));
        }
        let table = value.get_ref().as_table();
        if name == "overrides" && matches!(value.get_ref(), DeValue::Table(_) | DeValue::String(_)) {
            errors.push(key_fault(key, "write `[[overrides]]`, with two brackets".to_owned()));
        }
        let Some((_, own)) = KEYS[1..].iter().find(|(table, _)| *table == name) else { continue };
        for (key, _) in table.into_iter().flatten().filter(|(key, _)| !own.contains(&&**key.get_ref())) {
            let name = &**key.get_ref();
            match KEYS.iter().find(|(_, keys)| keys.contains(&name)) {
                Some(("", _)) => {
                    errors.push(key_fault(
                        key,
                        format!("`{name}` belongs at the top of the file, above the first table"),
                    ));
                }
                Some((table, _)) => errors.push(key_fault(key, format!("`{name}` belongs under `[{table}]`"))),
                None => {}
            }
        }
    }
    errors.sort_by_key(|error| error.span);
    errors
}

fn key_fault(key: &Spanned<Cow<'_, str>>, message: String) -> ConfigError {
    ConfigError { span: key.span().into(), message }
}

/// Calls `work` with the table of a file, then with those of its overrides.
fn for_each_part(table: &mut DeTable<'_>, mut work: impl FnMut(&mut DeTable<'_>)) {
    work(table);
    if let Some(DeValue::Array(overrides)) = table.get_mut("overrides").map(Spanned::get_mut) {
        for entry in overrides.iter_mut() {
            if let DeValue::Table(table) = entry.get_mut() {
                work(table);
            }
        }
    }
}

/// Expands the short forms of values, such as a string in place of a list. Removes the entries of the newsroom's lists that
/// name a file, and returns them.
fn expand_short_forms(table: &mut DeTable<'_>, reader: &mut ValueReader<'_>) -> Vec<(List, Spanned<String>)> {
    if let Some(value) = table.get_mut("language")
        && let DeValue::String(_) = value.get_ref()
    {
        nest(value, |place, tag| {
            let key = Spanned::new(place, Cow::Borrowed("default"));
            DeValue::Table(DeTable::from_iter([(key, tag)]))
        });
    }
    for key in ["extends", "paths"] {
        table.get_mut(key).into_iter().for_each(wrap_in_list);
    }
    if let Some(DeValue::Table(keys)) = table.get_mut("front-matter").map(Spanned::get_mut) {
        keys.iter_mut().for_each(|(_, value)| wrap_in_list(value));
    }
    let mut files = Vec::new();
    if let Some(DeValue::Table(newsroom)) = table.get_mut("newsroom").map(Spanned::get_mut) {
        for list in List::ALL {
            if let Some(value) = newsroom.get_mut(list.key()) {
                files.extend(take_list_files(value, reader).into_iter().map(|file| (list, file)));
            }
        }
    }
    files
}

/// Removes and returns the files that a list of names refers to: `{ file = "partners.txt" }`, in the list or instead of it.
fn take_list_files(value: &mut Spanned<DeValue<'_>>, reader: &mut ValueReader<'_>) -> Vec<Spanned<String>> {
    if let DeValue::Table(_) = value.get_ref() {
        nest(value, |_, table| DeValue::Array(DeArray::from_iter([table])));
    }
    let DeValue::Array(entries) = value.get_mut() else { return Vec::new() };
    let mut files = Vec::new();
    let mut names = DeArray::new();
    for entry in std::mem::replace(entries, DeArray::new()) {
        match entry.get_ref().as_table() {
            Some(table) => files.extend(parse_file_entry(table, entry.span(), reader)),
            None => names.push(entry),
        }
    }
    *entries = names;
    files
}

fn parse_file_entry(table: &DeTable<'_>, span: Range<usize>, reader: &mut ValueReader<'_>) -> Option<Spanned<String>> {
    let mut file = None;
    for (key, value) in table {
        match (key.get_ref().as_ref(), value.get_ref().as_str()) {
            ("file", Some(path)) => file = Some(Spanned::new(value.span(), path.to_owned())),
            ("file", None) => reader.add_fault_at(value.span(), "expected a string".to_owned()),
            (name, _) => reader.add_fault_at(key.span(), unknown("key", name, &["file"])),
        }
    }
    if table.is_empty() {
        reader.add_fault_at(span, "expected `{ file = \"…\" }`".to_owned());
    }
    file
}

fn wrap_in_list(value: &mut Spanned<DeValue<'_>>) {
    if let DeValue::String(_) = value.get_ref() {
        nest(value, |_, text| DeValue::Array(DeArray::from_iter([text])));
    }
}

/// Replaces a value by one that `make` builds from it.
fn nest<'v>(value: &mut Spanned<DeValue<'v>>, make: impl FnOnce(Range<usize>, Spanned<DeValue<'v>>) -> DeValue<'v>) {
    let place = value.span();
    let old = std::mem::replace(value, Spanned::new(place.clone(), DeValue::Boolean(false)));
    *value = Spanned::new(place.clone(), make(place, old));
}

/// Rewords an error of `toml` or `serde` about the shape of a text, for people who know neither.
fn shape_error(text: &str, error: &toml::de::Error, known: KnownRules<'_>) -> ConfigError {
    let range = error.span().unwrap_or_default();
    let range = if text.get(range.clone()).is_some() { range } else { 0..0 };
    let allowed = (error.message() == WORD_OR_TABLE).then(|| allowed_words(text, &range, known)).flatten();
    let message = allowed.unwrap_or_else(|| with_list(reword(error.message()), STRINGS));
    ConfigError { span: range.into(), message }
}

/// Returns a message that lists the words that are allowed at a place, for a value that is not a string. To find these words,
/// it parses the text again with an unknown string at the place: serde's error then lists them.
fn allowed_words(text: &str, place: &Range<usize>, rules: KnownRules<'_>) -> Option<String> {
    let found = text.get(place.clone())?;
    let probe = format!("{}'?'{}", &text[..place.start], &text[place.end..]);
    let mut table = DeTable::parse(&probe).ok()?;
    for_each_part(table.get_mut(), |part| drop(expand_short_forms(part, &mut ValueReader::new(0, rules))));
    let error = File::deserialize(Deserializer::from(table)).err()?;
    let (_, known) = split_name(error.message(), "unknown variant `")?;
    let kind = if found.parse::<i64>().is_ok() { "integer " } else { "" };
    Some(format!("expected one of \"{}\", found {kind}`{found}`", backticked_names(known).join("\", \"")))
}

#[cfg(test)]
mod tests;
