//! Parses the key `bylint` of front matter: suppressions, settled facts and language of a draft. Each name keeps its place.
//!
//! Does not know the names of rules; suppressions are checked elsewhere.

use super::directive::{DirectiveHead, normalise_reason};
use super::value::FrontMatterValue;
use super::{Directive, DirectiveScope, FrontMatterFault, Until};
use crate::text::Span;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

/// The key of bylint's settings in front matter.
pub(super) const KEY: &str = "bylint";

const IGNORE: &str = "ignore";
const LANGUAGE: &str = "language";
const FACTS: &str = "facts";

/// The values under the key `bylint`. Ranges are byte offsets into the text between the fences.
#[derive(Debug, Default)]
pub(super) struct FrontMatterSettings {
    suppressions: Vec<FrontMatterSuppression>,
    pub(super) language: Option<String>,
    pub(super) facts: Vec<String>,
    fault: Option<(Range<usize>, FrontMatterFault)>,
}

/// A name and its byte range between the fences.
pub(super) type SpannedName = (String, Range<usize>);

#[derive(Debug)]
struct FrontMatterSuppression {
    rule: SpannedName,
    reason: String,
}

/// The string type of a format's parser that keeps the place of the string.
pub(super) trait SpannedText: DeserializeOwned {
    fn into_spanned_name(self) -> SpannedName;
}

impl SpannedText for toml::Spanned<String> {
    fn into_spanned_name(self) -> SpannedName {
        let place = self.span();
        (self.into_inner(), place)
    }
}

impl SpannedText for serde_saphyr::Spanned<String> {
    fn into_spanned_name(self) -> SpannedName {
        let span = self.referenced.span();
        let number = |bytes: Option<_>| bytes.and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or_default();
        let start = number(span.byte_offset());
        (self.value, start..start + number(span.byte_len()))
    }
}

impl FrontMatterSettings {
    /// The suppressions in the form of directives for the whole file. `place` converts a range between the fences into a span
    /// of the file.
    pub(super) fn directives(&self, place: impl Fn(&Range<usize>) -> Span) -> Vec<Directive> {
        let directive = |FrontMatterSuppression { rule: (rule, range), reason }: &FrontMatterSuppression| {
            let span = place(range);
            // With quotation marks and escapes in the key, the offsets of its words are unknown; all get the key's span.
            let head = DirectiveHead::parse(rule, 0);
            Directive {
                scope: DirectiveScope::File,
                span,
                rules: head.rules.into_iter().map(|(rule, _)| (rule, span)).collect(),
                until: head.until.map(|until| Until { span, ..until }),
                by: head.by,
                reason: normalise_reason(reason),
                fault: None,
                in_front_matter: true,
            }
        };
        self.suppressions.iter().map(directive).collect()
    }

    /// The range of the first invalid key, and its fault.
    pub(super) fn fault(&self) -> Option<&(Range<usize>, FrontMatterFault)> {
        self.fault.as_ref()
    }

    /// Adds a list of facts, or one fact. A fault if they contain keys.
    fn take_facts(&mut self, facts: &FrontMatterValue, place: Range<usize>) {
        if facts.has_map() {
            self.fault.get_or_insert((place, FrontMatterFault::FactsWithKeys));
        }
        facts.texts(&mut self.facts);
    }
}

/// The parsed value of the key `bylint`; `P` is the format's string type with a span.
pub(super) struct ParsedSettings<P>(pub(super) FrontMatterSettings, PhantomData<P>);

impl<'de, P: SpannedText> Deserialize<'de> for ParsedSettings<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(deserializer.deserialize_any(SettingsVisitor::<P>(PhantomData))?, PhantomData))
    }
}

struct SettingsVisitor<P>(PhantomData<P>);

impl<'de, P: SpannedText> Visitor<'de> for SettingsVisitor<P> {
    type Value = FrontMatterSettings;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "`{KEY}` with the keys `{IGNORE}`, `{FACTS}` or `{LANGUAGE}`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FrontMatterSettings, A::Error> {
        let mut settings = FrontMatterSettings::default();
        while let Some(key) = map.next_key::<P>()? {
            let (key, place) = key.into_spanned_name();
            match key.as_str() {
                IGNORE => settings.suppressions = map.next_value::<Suppressions<P>>()?.0,
                FACTS => settings.take_facts(&map.next_value()?, place),
                LANGUAGE => settings.language = map.next_value::<FrontMatterValue>()?.text(),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    settings.fault.get_or_insert((place, FrontMatterFault::UnknownKey(key)));
                }
            }
        }
        Ok(settings)
    }

    fn visit_unit<E>(self) -> Result<FrontMatterSettings, E> {
        Ok(FrontMatterSettings::default())
    }
}

/// The parsed value of `ignore`: rules with their reasons, or a list of rules without reasons.
struct Suppressions<P>(Vec<FrontMatterSuppression>, PhantomData<P>);

impl<'de, P: SpannedText> Deserialize<'de> for Suppressions<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(deserializer.deserialize_any(SuppressionsVisitor::<P>(PhantomData))?, PhantomData))
    }
}

struct SuppressionsVisitor<P>(PhantomData<P>);

impl<'de, P: SpannedText> Visitor<'de> for SuppressionsVisitor<P> {
    type Value = Vec<FrontMatterSuppression>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "`{IGNORE}` with rules and a reason for each")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<FrontMatterSuppression>, A::Error> {
        let mut suppressions = Vec::new();
        while let Some(rule) = map.next_key::<P>()? {
            let reason = map.next_value::<FrontMatterValue>()?.text().unwrap_or_default();
            suppressions.push(FrontMatterSuppression { rule: rule.into_spanned_name(), reason });
        }
        Ok(suppressions)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<FrontMatterSuppression>, A::Error> {
        let mut suppressions = Vec::new();
        while let Some(rule) = seq.next_element::<P>()? {
            suppressions.push(FrontMatterSuppression { rule: rule.into_spanned_name(), reason: String::new() });
        }
        Ok(suppressions)
    }

    fn visit_unit<E>(self) -> Result<Vec<FrontMatterSuppression>, E> {
        Ok(Vec::new())
    }
}
