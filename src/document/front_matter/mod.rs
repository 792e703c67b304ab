//! Parses front matter: YAML, TOML, JSON, or a header with one key per line.

#[cfg(test)]
mod tests;

use super::fences::{self, Notation};
use super::settings::{self, FrontMatterSettings, ParsedSettings, SpannedText};
use super::value::{FrontMatterValue, is_any_of};
use super::{FrontMatter, FrontMatterFault};
use crate::text::{Span, lines};
use crate::toml_error::reword;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_saphyr::DuplicateKeyPolicy;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// Maximum length of front matter, in bytes; longer blocks are not parsed. Real ones have at most a few kilobytes.
const MAX_LEN: usize = 1 << 20;

/// Maximum number of YAML events and nodes; aliases can make many of them from few bytes.
const MAX_EVENTS: usize = 50_000;

/// Keys of the title. In this and the following lists the preferred key comes first.
const TITLE: [&str; 2] = ["title", "headline"];
const DESCRIPTION: [&str; 4] = ["description", "summary", "excerpt", "subtitle"];
const AUTHORS: [&str; 3] = ["author", "authors", "byline"];
const SUBJECTS: [&str; 8] = ["tags", "tag", "keywords", "categories", "category", "topics", "people", "places"];
const PUBLISHER: [&str; 4] = ["publisher", "site_name", "source", "outlet"];
const LANGUAGE: [&str; 3] = ["language", "lang", "locale"];
const DATE: [&str; 3] = ["date", "published", "pubDate"];
const KIND: [&str; 2] = ["type", "layout"];

/// Other keys that sites use. A header is recognised by these keys and those above.
const OTHER_KEYS: [&str; 8] = ["slug", "status", "modified", "updated", "template", "permalink", "url", "save_as"];

/// Parses the front matter at `start`, or after blank lines and comments. `None` if there is none.
pub(super) fn parse(text: &str, start: usize) -> Option<FrontMatter> {
    let fences::FrontMatterBlock { notation, span, body } = fences::find_front_matter(text, start, is_header_key)?;
    let body_text = &text[body.clone()];
    let keys = if body.len() > MAX_LEN {
        Err((None, "longer than 1 MiB".to_owned()))
    } else {
        match notation {
            Notation::Yaml => from_yaml(&with_line_feeds(body_text)),
            Notation::Toml => toml::from_str::<Keys<toml::Spanned<String>>>(&with_line_feeds(body_text))
                .map(Keys::into_any)
                .map_err(|error| (error.span().map(|span| span.start), error.message().to_owned())),
            Notation::Json => from_json(body_text),
            Notation::Header => Ok(from_header(body_text)),
            Notation::Other => return Some(FrontMatter { span, ..FrontMatter::default() }),
        }
    };
    Some(match keys {
        Ok(keys) => {
            let place = |range: &Range<usize>| {
                let (start, end) = (body.start + range.start, body.start + range.end);
                let is_valid = end > start && text[..body.end].get(start..end).is_some();
                if is_valid { Span::new(start, end) } else { fault_in_line(text, start, span) }
            };
            keys.front_matter(span, place)
        }
        Err((at, message)) => {
            let place = fault_in_line(text, at.map_or(span.start, |at| body.start + at.min(body.len())), span);
            let fault = FrontMatterFault::Unreadable(plain_message(&message));
            FrontMatter { span, broken: Some((place, fault)), ..FrontMatter::default() }
        }
    })
}

fn is_header_key(key: &str) -> bool {
    let known_keys: [&[&str]; 9] =
        [&TITLE, &DESCRIPTION, &AUTHORS, &SUBJECTS, &PUBLISHER, &LANGUAGE, &DATE, &KIND, &OTHER_KEYS];
    known_keys.iter().any(|names| is_any_of(key, names))
}

/// The byte offset of a syntax error, if known, and its message.
type ParseFault = (Option<usize>, String);

/// Replaces carriage returns without a line feed, which TOML does not accept, with line feeds.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if !lines(text, 0).any(|(_, line)| line.ends_with('\r')) {
        return Cow::Borrowed(text);
    }
    let with_line_feed = |(_, line): (usize, &str)| match line.strip_suffix('\r') {
        Some(line) => [line, "\n"].concat(),
        None => line.to_owned(),
    };
    Cow::Owned(lines(text, 0).map(with_line_feed).collect())
}

/// Parses YAML. Most sites let a quoted text continue on the next line without indentation; YAML does not, so such text is
/// joined into one line for a second attempt.
fn from_yaml(yaml: &str) -> Result<Keys<()>, ParseFault> {
    from_strict_yaml(yaml)
        .or_else(|fault| from_strict_yaml(&join_quoted_lines(yaml).ok_or(fault.clone())?).map_err(|_| fault))
}

/// Replaces line breaks in quoted values with blanks; `None` if there are none.
fn join_quoted_lines(yaml: &str) -> Option<String> {
    let mut bytes = yaml.as_bytes().to_vec();
    let mut changed = false;
    let mut end_of_last = 0;
    for (at, line) in lines(yaml, 0) {
        let value = line.split_once(": ").map_or(line, |(_, value)| value).trim_start();
        let value = value.strip_prefix("- ").unwrap_or(value).trim_start();
        let open = at + line.len() - value.len();
        let Some(mark @ (b'"' | b'\'')) = value.bytes().next().filter(|_| at >= end_of_last) else { continue };
        let Some(close) = closing_quote(&bytes, open, mark) else { break };
        for byte in bytes[open..close].iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')) {
            *byte = b' ';
            changed = true;
        }
        end_of_last = close;
    }
    changed.then(|| String::from_utf8(bytes).expect("line breaks are ASCII"))
}

/// The offset of the quotation mark that closes the one at `open`. A mark does not close if it is doubled (single quotes) or
/// follows a backslash (double quotes).
fn closing_quote(bytes: &[u8], open: usize, mark: u8) -> Option<usize> {
    let mut at = open + 1;
    loop {
        match (*bytes.get(at)?, mark) {
            (b'\\', b'"') => at += 1,
            (b'\'', b'\'') if bytes.get(at + 1) == Some(&b'\'') => at += 1,
            (byte, _) if byte == mark => return Some(at),
            _ => {}
        }
        at += 1;
    }
}

/// Parses JSON; the outer braces are optional, because between fences they are.
fn from_json(json: &str) -> Result<Keys<()>, ParseFault> {
    let needs_braces = !json.trim_start().starts_with('{');
    let object = if needs_braces { Cow::Owned(["{", json, "}"].concat()) } else { Cow::Borrowed(json) };
    serde_json::from_str::<Keys<UnlocatedText>>(&object).map(Keys::into_any).map_err(|error| {
        // `serde_json` counts columns in bytes, and lines end with a line feed. The first line may have an added brace.
        let line = error.line().saturating_sub(1);
        let start = line.checked_sub(1).map_or(0, |before| {
            memchr::memchr_iter(b'\n', json.as_bytes()).nth(before).map_or(json.len(), |at| at + 1)
        });
        let column = error.column().saturating_sub(1 + usize::from(needs_braces && line == 0));
        let at = (0..=(start + column).min(json.len())).rev().find(|&at| json.is_char_boundary(at));
        let message = error.to_string();
        (at, message.split(" at line ").next().unwrap_or_default().to_owned())
    })
}

/// A JSON string. Its span is unknown, because `serde_json` does not report spans.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct UnlocatedText(String);

impl SpannedText for UnlocatedText {
    fn into_spanned_name(self) -> settings::SpannedName {
        (self.0, 0..0)
    }
}

/// Parses a header. Commas or semicolons separate the values of a list.
fn from_header(header: &str) -> Keys<()> {
    let mut entries: Vec<(String, String)> = Vec::new();
    for (_, line) in lines(header, 0) {
        match fences::header_line(line) {
            Some((key, value)) => entries.push((key.to_owned(), value.to_owned())),
            None => {
                if let Some((_, value)) = entries.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
        }
    }
    let value = |(key, value): (String, String)| {
        let is_list = is_any_of(&key, &SUBJECTS) || is_any_of(&key, &AUTHORS);
        let texts = || value.split([',', ';']).map(|text| FrontMatterValue::Text(text.trim().to_owned())).collect();
        let value = if is_list { FrontMatterValue::List(texts()) } else { FrontMatterValue::Text(value) };
        (key, value)
    };
    Keys { entries: entries.into_iter().map(value).collect(), ..Keys::default() }
}

fn from_strict_yaml(yaml: &str) -> Result<Keys<()>, ParseFault> {
    // Duplicate keys and custom tags are accepted: YAML parsers treat them differently, and sites use them.
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_events: MAX_EVENTS, max_nodes: MAX_EVENTS },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MAX_EVENTS },
        duplicate_keys: DuplicateKeyPolicy::FirstWins,
        emit_comments: false,
        reject_non_finite_typeless_float: false,
        with_snippet: false,
    };
    let keys = serde_saphyr::from_str_with_options::<Keys<serde_saphyr::Spanned<String>>>(yaml, options);
    keys.map(Keys::into_any).map_err(|error| {
        let message = error.render_with_formatter(&serde_saphyr::UserMessageFormatter);
        let Some(location) = error.location() else { return (None, message) };
        let (line, column) = (location.line(), location.column());
        // The message counts lines from the fence. Findings show the place themselves, so it is removed here.
        let message = message.replace(&format!(" at line {line}, column {column}"), "");
        (byte_offset(yaml, line, column), message)
    })
}

/// The byte offset of a line and column, which both count from 1; columns count characters.
fn byte_offset(text: &str, line: u64, column: u64) -> Option<usize> {
    let (line, column) = (usize::try_from(line).ok()?.checked_sub(1)?, usize::try_from(column).ok()?.checked_sub(1)?);
    let (start, line) = lines(text, 0).nth(line)?;
    Some(start + line.char_indices().nth(column).map_or(line.trim_end().len(), |(i, _)| i))
}

/// The span in which a fault at `at` is shown: the rest of the line from `at` on; if that is empty, the whole line; if the
/// line is blank, the nearest line above that is not.
fn fault_in_line(text: &str, at: usize, within: Span) -> Span {
    let mut found = None;
    for (start, line) in lines(&text[..within.end], within.start) {
        if start > at && found.is_some() {
            break;
        }
        let end = start + line.trim_end().len();
        if end > start {
            found = Some(if (start + 1..end).contains(&at) { Span::new(at, end) } else { Span::new(start, end) });
        }
    }
    found.filter(|span| text.get(span.range()).is_some()).unwrap_or(within)
}

/// The first line of a parser's message, starting in lower case, without terms that only users of YAML know.
fn plain_message(message: &str) -> String {
    let message = message.lines().next().unwrap_or("").replace("string scalar", "a string");
    let message = message.replace("quoted scalar", "quoted text").replace("scalar", "value");
    let message = reword(&message);
    let mut chars = message.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// The keys of front matter with their values, in order. `P` is the format's string type with a span.
#[derive(Debug)]
struct Keys<P> {
    entries: Vec<(String, FrontMatterValue)>,
    settings: FrontMatterSettings,
    format: PhantomData<P>,
}

impl<P> Default for Keys<P> {
    fn default() -> Self {
        Self { entries: Vec::new(), settings: FrontMatterSettings::default(), format: PhantomData }
    }
}

impl<P> Keys<P> {
    /// Drops the type parameter, which matters only during parsing.
    fn into_any(self) -> Keys<()> {
        Keys { entries: self.entries, settings: self.settings, format: PhantomData }
    }
}

impl Keys<()> {
    /// Converts the keys into a [`FrontMatter`]. `place` converts a range between the fences into a span of the file.
    fn front_matter(&self, span: Span, place: impl Fn(&Range<usize>) -> Span) -> FrontMatter {
        let mut authors: Vec<String> = Vec::new();
        for (_, value) in self.entries_named(&AUTHORS) {
            value.texts(&mut authors);
        }
        // An author may be named under several keys, but is listed once.
        let mut seen = HashSet::new();
        let authors: Vec<String> = authors.into_iter().filter(|name| seen.insert(name.clone())).collect();
        let mut subjects: Vec<String> = Vec::new();
        for (_, value) in self.entries_named(&SUBJECTS) {
            value.texts(&mut subjects);
        }
        let field = |(key, value): &(String, FrontMatterValue)| {
            let mut texts = Vec::new();
            value.texts(&mut texts);
            (!texts.is_empty()).then(|| (key.clone(), texts))
        };
        FrontMatter {
            span,
            subjects,
            title: self.first_text(&TITLE),
            description: self.first_text(&DESCRIPTION),
            authors,
            publisher: self.first_text(&PUBLISHER),
            language: self.settings.language.clone().or_else(|| self.first_text(&LANGUAGE)),
            date: self.first_text(&DATE),
            kind: self.first_text(&KIND),
            fields: self.entries.iter().filter_map(field).collect(),
            ignores: self.settings.directives(&place),
            facts: self.settings.facts.clone(),
            broken: self.settings.fault().map(|(range, fault)| (place(range), fault.clone())),
        }
    }

    fn first_text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.entries_named(&[name]).find_map(|(_, value)| value.text()))
    }

    fn entries_named(&self, names: &[&str]) -> impl Iterator<Item = &(String, FrontMatterValue)> {
        self.entries.iter().filter(|(key, _)| is_any_of(key, names))
    }
}

impl<'de, P: SpannedText> Deserialize<'de> for Keys<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeysVisitor(PhantomData))
    }
}

struct KeysVisitor<P>(PhantomData<P>);

impl<'de, P: SpannedText> Visitor<'de> for KeysVisitor<P> {
    type Value = Keys<P>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("keys with values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys<P>, A::Error> {
        let mut keys = Keys::default();
        while let Some(key) = map.next_key::<FrontMatterValue>()? {
            match key {
                FrontMatterValue::Text(key) if is_any_of(&key, &[settings::KEY]) => {
                    keys.settings = map.next_value::<ParsedSettings<P>>()?.0;
                }
                FrontMatterValue::Text(key) => keys.entries.push((key, map.next_value()?)),
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
