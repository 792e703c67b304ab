//! Keys of the kind `substitution`: a newsroom's own list of words to avoid, of any length.

use crate::rule::kinds::shared::KeysFault;
use crate::rule::lists::each_once;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// The most bytes of a phrase. This bounds the time that a lookup at one place of a draft takes.
const MAX_PHRASE_BYTES: usize = 200;

/// The most substitutes of a phrase: each finding copies all of them.
const MAX_SUBSTITUTES: usize = 20;

/// Keys of the kind `substitution`. A phrase in lower case is found in any case. A phrase with a capital is found as it is,
/// or all in capitals.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubstitutionKeys {
    /// Phrases, each with its substitutes.
    #[serde(default)]
    pub swap: BTreeMap<String, Substitutes>,
    /// Phrases to avoid that have no substitute.
    #[serde(default)]
    pub avoid: Vec<String>,
    /// Phrases that are right although they contain a wrong one: “POTUS Tracker”.
    #[serde(default)]
    pub allow: Vec<String>,
    /// Places to look in addition to the newsroom's own words.
    #[serde(default, deserialize_with = "each_once")]
    pub inside: Vec<Inside>,
    /// Whether the fix to the first substitute is safe.
    #[serde(default)]
    pub safe: bool,
}

/// The substitutes for a phrase, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitutes(pub Vec<String>);

/// Places with words other than the newsroom's own prose. Code is not prose and is never read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Inside {
    /// In quotation marks.
    Quotation,
    /// In the address of a page, a handle or a hashtag.
    Address,
}

impl SubstitutionKeys {
    /// The first fault of the keys, if there is one.
    pub(super) fn find_fault(&self, message: &str) -> Option<KeysFault<'_>> {
        let of_key = |key, message: &str| Some(KeysFault { key, phrase: None, message: message.to_owned() });
        if self.swap.is_empty() && self.avoid.is_empty() {
            return of_key("kind", "the kind `substitution` needs phrases: a table `swap` or a list `avoid`");
        }
        if !self.avoid.is_empty() && message.contains("{fix}") {
            return of_key(
                "message",
                "{fix} is not possible with `avoid`, which has no replacements: put these phrases into a separate rule",
            );
        }
        let swap = self.swap.iter().filter_map(|(phrase, instead)| {
            let message = phrase_fault(phrase).or_else(|| instead.fault(phrase))?;
            Some(KeysFault { key: "swap", phrase: Some(phrase), message })
        });
        let listed = [("avoid", &self.avoid), ("allow", &self.allow)].into_iter().flat_map(|(key, phrases)| {
            phrases
                .iter()
                .filter_map(move |phrase| Some(KeysFault { key, phrase: Some(phrase), message: phrase_fault(phrase)? }))
        });
        swap.chain(listed).next()
    }
}

impl Substitutes {
    /// Returns an error in one of the substitutes of a phrase.
    fn fault(&self, phrase: &str) -> Option<String> {
        let phrase = shortened(phrase);
        if self.0.len() > MAX_SUBSTITUTES {
            return Some(format!("“{phrase}” has more than {MAX_SUBSTITUTES} substitutes"));
        }
        self.0.iter().find_map(|words| {
            if words.trim().is_empty() {
                return Some(format!("the replacement for `{phrase}` is empty"));
            }
            phrase_fault(words)
        })
    }
}

/// Returns an error in a phrase.
fn phrase_fault(phrase: &str) -> Option<String> {
    let shown = shortened(phrase);
    if !phrase.contains(char::is_alphanumeric) {
        Some(format!("“{shown}” contains no word"))
    } else if phrase.len() > MAX_PHRASE_BYTES {
        Some(format!("“{shown}…” is longer than {MAX_PHRASE_BYTES} bytes"))
    } else if phrase.contains(char::is_control) || phrase.trim() != phrase {
        Some(format!("“{shown}” has a line break in it or spaces around it"))
    } else {
        None
    }
}

/// The part of a phrase that a message shows.
fn shortened(phrase: &str) -> String {
    phrase.chars().take(40).collect()
}

impl<'de> Deserialize<'de> for Substitutes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SubstitutesVisitor;
        impl<'de> Visitor<'de> for SubstitutesVisitor {
            type Value = Substitutes;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a replacement or a list of replacements")
            }

            fn visit_str<E>(self, words: &str) -> Result<Substitutes, E> {
                Ok(Substitutes(vec![words.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Substitutes, A::Error> {
                let mut words = Vec::new();
                while let Some(way) = list.next_element()? {
                    words.push(way);
                }
                if words.is_empty() {
                    return Err(serde::de::Error::invalid_length(0, &self));
                }
                Ok(Substitutes(words))
            }
        }
        deserializer.deserialize_any(SubstitutesVisitor)
    }
}
