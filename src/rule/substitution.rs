//! Keys of the kind `substitution`: a house's own list of words not to write, as long as it likes.

use super::lists::each_once;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// Longest phrase, in bytes. With it, a look at one place of a draft takes a bounded time.
const LONGEST: usize = 200;

/// Most substitutes for one phrase: each finding has a copy of all.
const MOST_SUBSTITUTES: usize = 20;

/// Keys of the kind `substitution`. A phrase in small letters is found in any case, one with a capital as it stands or all
/// in capitals.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Substitution {
    /// Phrases, each with what the house writes instead.
    #[serde(default)]
    pub swap: BTreeMap<String, Instead>,
    /// Phrases that the house does not write, without a word for them.
    #[serde(default)]
    pub avoid: Vec<String>,
    /// Phrases that are right although they hold one that is not: "POTUS Tracker".
    #[serde(default)]
    pub allow: Vec<String>,
    /// Where to look beside the newsroom's own words.
    #[serde(default, deserialize_with = "each_once")]
    pub inside: Vec<Inside>,
    /// Whether the first substitute may be written without asking an editor.
    #[serde(default)]
    pub safe: bool,
}

/// What to write instead: one way, or several, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead(pub Vec<String>);

/// Where words stand that are not simply the newsroom's. Code is no prose, and never read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Inside {
    /// In quotation marks.
    Quotation,
    /// In the address of a page, a handle or a hashtag.
    Address,
}

impl Substitution {
    /// The key that is at fault, and what is wrong with it.
    pub(super) fn fault(&self, message: &str) -> Option<(&'static str, String)> {
        if self.swap.is_empty() && self.avoid.is_empty() {
            return Some(("kind", "needs phrases: a table `swap` or a list `avoid`".to_owned()));
        }
        if !self.avoid.is_empty() && message.contains("{fix}") {
            return Some((
                "message",
                "{fix} is not possible with `avoid`, which has no replacements: put these phrases into a separate rule"
                    .to_owned(),
            ));
        }
        if let Some((phrase, _)) = self.swap.iter().find(|(_, Instead(words))| words.len() > MOST_SUBSTITUTES) {
            let shown: String = phrase.chars().take(40).collect();
            return Some(("swap", format!("“{shown}” has more than {MOST_SUBSTITUTES} substitutes")));
        }
        let substitutes = self.swap.values().flat_map(|Instead(words)| words);
        let swap = self.swap.keys().chain(substitutes).map(|phrase| ("swap", phrase));
        let avoid = self.avoid.iter().map(|phrase| ("avoid", phrase));
        let allow = self.allow.iter().map(|phrase| ("allow", phrase));
        swap.chain(avoid).chain(allow).find_map(|(key, phrase)| Some((key, phrase_fault(phrase)?)))
    }
}

fn phrase_fault(phrase: &str) -> Option<String> {
    let shown: String = phrase.chars().take(40).collect();
    if !phrase.contains(char::is_alphanumeric) {
        Some(format!("“{shown}” contains no word"))
    } else if phrase.len() > LONGEST {
        Some(format!("“{shown}…” is longer than {LONGEST} bytes"))
    } else if phrase.contains(char::is_control) || phrase.trim() != phrase {
        Some(format!("“{shown}” has a line break in it or spaces around it"))
    } else {
        None
    }
}

impl<'de> Deserialize<'de> for Instead {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Instead;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a replacement or a list of replacements")
            }

            fn visit_str<E>(self, words: &str) -> Result<Instead, E> {
                Ok(Instead(vec![words.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Instead, A::Error> {
                let mut words = Vec::new();
                while let Some(way) = list.next_element()? {
                    words.push(way);
                }
                if words.is_empty() {
                    return Err(serde::de::Error::invalid_length(0, &self));
                }
                Ok(Instead(words))
            }
        }
        deserializer.deserialize_any(Words)
    }
}
