//! What stands above the text of a draft: YAML between `---`, TOML between `+++`.

use super::FrontMatter;
use super::settings::{self, Placed, Read, Settings};
use crate::text::Span;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::DuplicateKeyPolicy;
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// Longer front matter is not read: a newsroom's longest is a few kilobytes.
const MAX_LEN: usize = 1 << 20;

/// Keys, values and their ends; aliases can make many of them out of few bytes.
const MAX_EVENTS: usize = 50_000;

/// Keys that are read, with those that stand in for them, best first.
const TITLE: [&str; 2] = ["title", "headline"];
const DESCRIPTION: [&str; 4] = ["description", "summary", "excerpt", "subtitle"];
const AUTHORS: [&str; 3] = ["author", "authors", "byline"];
const SUBJECTS: [&str; 8] = ["tags", "tag", "keywords", "categories", "category", "topics", "people", "places"];
const PUBLISHER: [&str; 4] = ["publisher", "site_name", "source", "outlet"];
const LANGUAGE: [&str; 3] = ["language", "lang", "locale"];
const DATE: [&str; 3] = ["date", "published", "pubDate"];
const KIND: [&str; 2] = ["type", "layout"];

/// Reads the front matter that starts at `start` or after blank lines.
///
/// Without a closing fence there is none: the first `---` is a rule between paragraphs.
pub(super) fn read(text: &str, start: usize) -> Option<FrontMatter> {
    let trimmed = text[start..].trim_start_matches([' ', '\t', '\r', '\n']);
    let open = start + text[start..text.len() - trimmed.len()].rfind('\n').map_or(0, |i| i + 1);
    let mut lines = lines(text, open);
    let (_, first) = lines.next()?;
    let is_toml = match first.trim_end() {
        "---" => false,
        "+++" => true,
        _ => return None,
    };
    let (close, last) = lines.find(|(_, line)| match line.trim_end() {
        "---" | "..." => !is_toml,
        "+++" => is_toml,
        _ => false,
    })?;
    let body = open + first.len()..close;
    let span = Span::new(open, close + last.trim_end().len());
    if !is_toml
        && (open > start || text[body.clone()].starts_with(['\n', '\r']))
        && !starts_with_key(&text[body.clone()])
    {
        return None;
    }
    let keys = if body.len() > MAX_LEN {
        Err((None, "longer than 1 MiB".to_owned()))
    } else if is_toml {
        toml::from_str::<Keys<toml::Spanned<String>>>(&text[body.clone()])
            .map(Keys::into_any)
            .map_err(|error| (error.span().map(|span| span.start), error.message().to_owned()))
    } else {
        from_yaml(&text[body.clone()]).map(Keys::into_any)
    };
    Some(match keys {
        Ok(keys) => {
            let place = |range: &Range<usize>| {
                let (start, end) = (body.start + range.start, body.start + range.end);
                let whole = end > start && text[..close].get(start..end).is_some();
                if whole { Span::new(start, end) } else { line_from(text, start, span) }
            };
            keys.front_matter(span, place)
        }
        Err((at, message)) => {
            let place = line_from(text, at.map_or(open, |at| body.start + at.min(body.len())), span);
            FrontMatter { span, broken: Some((place, lowercase(&message))), ..FrontMatter::default() }
        }
    })
}

fn from_yaml(yaml: &str) -> Result<Keys<serde_saphyr::Spanned<String>>, (Option<usize>, String)> {
    // A key given twice, or a tag of a site's own, is the site's business; YAML's readers differ on them.
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_events: MAX_EVENTS, max_nodes: MAX_EVENTS },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MAX_EVENTS },
        duplicate_keys: DuplicateKeyPolicy::FirstWins,
        emit_comments: false,
        reject_non_finite_typeless_float: false,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(yaml, options).map_err(|error| {
        let message = error.render_with_formatter(&serde_saphyr::UserMessageFormatter);
        let Some(location) = error.location() else { return (None, message) };
        let (line, column) = (location.line(), location.column());
        // Its lines are counted from the fence, and the place is given apart.
        let message = message.replace(&format!(" at line {line}, column {column}"), "");
        (offset(yaml, line, column), message)
    })
}

/// The byte at a line and column, both from 1; columns are characters.
fn offset(text: &str, line: u64, column: u64) -> Option<usize> {
    let (line, column) = (usize::try_from(line).ok()?.checked_sub(1)?, usize::try_from(column).ok()?.checked_sub(1)?);
    let (start, line) = lines(text, 0).nth(line)?;
    Some(start + line.char_indices().nth(column).map_or(line.trim_end().len(), |(i, _)| i))
}

/// Lines with their line ends, and where they start.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start;
    text[start..].split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}

/// Whether the first line that is not blank is a key, a comment, or nothing: else the fences are rules between paragraphs.
fn starts_with_key(body: &str) -> bool {
    let Some(first) = body.lines().find(|line| !line.trim().is_empty()) else { return true };
    let key = first.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with([' ', '\t', '\r']));
    first.starts_with('#') || key.is_some_and(|(key, _)| !key.trim().contains(char::is_whitespace))
}

/// From `at` to the end of its line, or the first line of `within` where that would be nothing.
fn line_from(text: &str, at: usize, within: Span) -> Span {
    let line = |at: usize| {
        let rest = text.get(at..within.end)?;
        let len = rest.lines().next()?.trim_end().len();
        (len > 0).then_some(Span::new(at, at + len))
    };
    line(at).or_else(|| line(within.start)).unwrap_or(within)
}

fn lowercase(message: &str) -> String {
    let message = message.lines().next().unwrap_or("");
    let mut chars = message.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// The keys that are read, as they came.
#[derive(Debug)]
struct Keys<P> {
    read: Vec<(String, Value)>,
    settings: Settings,
    format: PhantomData<P>,
}

/// A value as the formats have them in common.
#[derive(Debug)]
pub(super) enum Value {
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    Nothing,
}

impl<P> Default for Keys<P> {
    fn default() -> Self {
        Self { read: Vec::new(), settings: Settings::default(), format: PhantomData }
    }
}

impl<P> Keys<P> {
    /// Once they are read, it is the same which format they came in.
    fn into_any(self) -> Keys<()> {
        Keys { read: self.read, settings: self.settings, format: PhantomData }
    }
}

impl Keys<()> {
    /// `place` gives the span of a range between the fences.
    fn front_matter(&self, span: Span, place: impl Fn(&Range<usize>) -> Span) -> FrontMatter {
        let mut authors: Vec<String> = Vec::new();
        for (_, value) in self.all(&AUTHORS) {
            value.texts(&mut authors);
        }
        // Under two keys, one author is one author.
        let mut seen = HashSet::new();
        let authors: Vec<String> = authors.into_iter().filter(|name| seen.insert(name.clone())).collect();
        let mut subjects: Vec<String> = Vec::new();
        for (_, value) in self.all(&SUBJECTS) {
            value.texts(&mut subjects);
        }
        let field = |(key, value): &(String, Value)| {
            let mut texts = Vec::new();
            value.texts(&mut texts);
            (!texts.is_empty()).then(|| (key.clone(), texts))
        };
        FrontMatter {
            span,
            subjects,
            title: self.text(&TITLE),
            description: self.text(&DESCRIPTION),
            authors,
            publisher: self.text(&PUBLISHER),
            language: self.settings.language.clone().or_else(|| self.text(&LANGUAGE)),
            date: self.text(&DATE),
            kind: self.text(&KIND),
            fields: self.read.iter().filter_map(field).collect(),
            ignores: self.settings.directives(&place),
            facts: self.settings.facts.clone(),
            broken: self.settings.fault().map(|(range, message)| (place(range), message.clone())),
        }
    }

    fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(&[name]).find_map(|(_, value)| value.text()))
    }

    fn all(&self, names: &[&str]) -> impl Iterator<Item = &(String, Value)> {
        self.read.iter().filter(|(key, _)| is_one(key, names))
    }
}

impl Value {
    /// The text, the first text of a list, or the name in a map.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Self::List(values) => values.iter().find_map(Self::text),
            Self::Map(entries) => {
                entries.iter().find(|(key, _)| is_one(key, &["name"])).and_then(|(_, name)| name.text())
            }
            Self::Nothing => None,
        }
    }

    /// Adds all the texts it holds.
    pub(super) fn texts(&self, texts: &mut Vec<String>) {
        match self {
            Self::List(values) => values.iter().for_each(|value| value.texts(texts)),
            Self::Text(_) | Self::Map(_) | Self::Nothing => texts.extend(self.text()),
        }
    }

    /// Whether keys stand where a text is wanted.
    pub(super) fn has_map(&self) -> bool {
        match self {
            Self::Map(_) => true,
            Self::List(values) => values.iter().any(Self::has_map),
            Self::Text(_) | Self::Nothing => false,
        }
    }
}

fn is_one(key: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(key))
}

impl<'de, P: Placed> Deserialize<'de> for Keys<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeysVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct KeysVisitor<P>(PhantomData<P>);

impl<'de, P: Placed> Visitor<'de> for KeysVisitor<P> {
    type Value = Keys<P>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("keys with values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys<P>, A::Error> {
        let mut keys = Keys::default();
        while let Some(key) = map.next_key::<Value>()? {
            match key {
                Value::Text(key) if is_one(&key, &[settings::KEY]) => keys.settings = map.next_value::<Read<P>>()?.0,
                Value::Text(key) => keys.read.push((key, map.next_value()?)),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(keys)
    }

    fn visit_unit<E>(self) -> Result<Keys<P>, E> {
        Ok(Keys::default())
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    /// `published: true` is no date, and no text that is read is a yes or no.
    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Value>()? {
            let value: Value = map.next_value()?;
            match key {
                // The toml crate hands a date over as a map with one key of its own.
                Value::Text(key) if key.starts_with("$__toml_private") => return Ok(value),
                Value::Text(key) => entries.push((key, value)),
                _ => {}
            }
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &FrontMatter) {
        let mut front_matter = read(text, 0).unwrap_or_default();
        front_matter.fields.clear();
        assert_eq!(&front_matter, expected, "{text}");
    }

    #[test]
    fn every_key_with_texts_is_a_field() {
        let expected: Vec<(String, Vec<String>)> =
            [("Section", vec!["Views"]), ("tags", vec!["a", "2"]), ("lead", vec!["Jo"])]
                .map(|(key, texts)| (key.to_owned(), texts.into_iter().map(str::to_owned).collect()))
                .into();
        for text in [
            "---\nSection: Views\ntags: [a, 2, ~]\nempty:\ndraft: true\nlead: {name: Jo, age: 5}\n1: x\n---\n",
            "+++\nSection = 'Views'\ntags = ['a', 2]\ndraft = true\nlead = {name = 'Jo', age = 5}\n+++\n",
        ] {
            let mut fields = read(text, 0).expect("it has front matter").fields;
            fields.retain(|(key, _)| key != "1");
            fields.sort_by_key(|(key, _)| expected.iter().position(|(other, _)| other == key));
            assert_eq!(fields, expected, "{text}");
        }
    }

    #[test]
    fn yaml() {
        let text = "---\ntitle: >\n  A long\n  title\nauthors:\n- name: Jane Doe\n- Joe Roe\nbyline: Jane Doe\n\
                    publisher:\n  logo: x.png\n  name: Daily\npublished: true\ndate: 2020-01-02\nlang: [en, fr]\n---  \nText\n";
        check(
            text,
            &FrontMatter {
                span: Span::new(0, text.len() - "  \nText\n".len()),
                title: Some("A long title".into()),
                authors: vec!["Jane Doe".into(), "Joe Roe".into()],
                publisher: Some("Daily".into()),
                language: Some("en".into()),
                date: Some("2020-01-02".into()),
                ..FrontMatter::default()
            },
        );
    }

    #[test]
    fn toml() {
        let text =
            "+++\r\nTitle = 'A'\r\ndate = 2021-05-11T08:20:33Z\r\nlayout = \"post\"\r\nauthors = [\"B\"]\r\n+++\r\n";
        check(
            text,
            &FrontMatter {
                span: Span::new(0, text.len() - 2),
                title: Some("A".into()),
                authors: vec!["B".into()],
                date: Some("2021-05-11T08:20:33Z".into()),
                kind: Some("post".into()),
                ..FrontMatter::default()
            },
        );
    }

    #[test]
    fn what_sites_write_is_not_broken() {
        for text in [
            "---\n---\n",
            "---\n# only a comment\n...\n",
            "\n\n---\ntitle: a\n---",
            "---\ntitle: a\ntitle: b\n---\n",
            "---\ntitle: !site a\nx: !!binary aGk=\ny: .nan\n1: 2\n? [a]\n: b\n---\n",
            "---\r\ntitle: 'It''s'\r\n---\r\n",
            "+++\n+++\n",
        ] {
            let read = read(text, 0).expect(text);
            assert_eq!(read.broken, None, "{text}");
            assert!(!read.span.is_empty());
        }
    }

    #[test]
    fn a_fault_has_its_place_and_its_words() {
        for (text, place) in [
            ("---\ntitle: \"a\nb\"\n---\n", "b\""),
            ("---\na: b: c\n---\n", ": c"),
            ("---\ntitle: [a\n---\n", "[a"),
            ("---\nonly words\n---\n", "---"),
            ("+++\ntitle = A\n+++\n", "A"),
        ] {
            let (span, message) = read(text, 0).and_then(|read| read.broken).expect(text);
            assert_eq!(&text[span.range()], place, "{text}: {message}");
            assert!(
                !message.is_empty() && !message.contains("at line") && !message.starts_with(char::is_uppercase),
                "{message}"
            );
        }
    }

    #[test]
    fn rules_between_paragraphs_are_no_fences() {
        for text in [
            "---\ntitle: a\n",
            "---\n\nA paragraph: one.\n\n---\n",
            "# A\n---\na: b\n---\n",
            "+++\n---\n",
            "----\na: b\n----\n",
        ] {
            assert_eq!(read(text, 0), None, "{text}");
        }
    }

    #[test]
    fn bombs_and_giants_are_broken() {
        let mut bomb = "---\na0: &a0 [x, x]\n".to_owned();
        for i in 1..30 {
            let last = i - 1;
            bomb.extend(["a", &i.to_string(), ": &a", &i.to_string(), " ["]);
            bomb += &format!("*a{last}, ").repeat(4);
            bomb += "]\n";
        }
        let deep = format!("---\ntitle: {}\n---\n", "[".repeat(20_000));
        let giant = format!("---\ntitle: {}\n---\n", "x".repeat(MAX_LEN));
        for text in [bomb + "title: *a29\n---\n", deep, giant] {
            assert!(read(&text, 0).is_some_and(|read| read.broken.is_some()));
        }
    }
}
