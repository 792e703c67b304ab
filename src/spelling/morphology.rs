//! Recognises regular words that are in no list: words with a prefix or suffix ("unbriefed", "paywall-like", "lobbygate") and
//! compounds of two words ("carmaker").
//!
//! This module only says how a spelling may have been formed; the module `score` weighs whether the writer meant that.

use super::lexicon::{WordTables, Zipf};

/// How a spelling that is in no list may have been formed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WordFormation {
    /// A listed word with a regular prefix or suffix.
    Derived,
    /// Two listed words of four letters or more.
    Compound,
    /// Two words without the space between them. The string is the two words with a space.
    RunOn(String),
}

impl WordFormation {
    /// Whether a space is missing.
    pub(crate) fn is_run_on(&self) -> bool {
        matches!(self, Self::RunOn(_))
    }
}

/// How `key` may have been formed; `None` if it is not regular.
pub(crate) fn formation(tables: &WordTables, key: &str) -> Option<WordFormation> {
    if !key.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if let Some(words) = split_run_on(tables, key) {
        return Some(WordFormation::RunOn(words));
    }
    if is_derived(tables, key) {
        return Some(WordFormation::Derived);
    }
    is_compound(tables, key).then_some(WordFormation::Compound)
}

/// Whether `key` is a prefix or combining form that may precede a hyphen ("socio-economic", "anti-war").
pub(crate) fn is_combining_form(tables: &WordTables, key: &str) -> bool {
    let parts = tables.parts();
    parts.prefixes.contains(&key) || parts.combining_forms.contains(&key)
}

/// Whether `key` is a common word with a prefix, a plural ending or a suffix.
fn is_derived(tables: &WordTables, key: &str) -> bool {
    let parts = tables.parts();
    let prefixed = parts
        .prefixes
        .iter()
        .filter_map(|prefix| key.strip_prefix(prefix))
        .any(|rest| rest.len() >= 4 && is_common(tables, rest, 2800));
    prefixed
        || is_plural(tables, key)
        || parts.plain_suffixes.iter().filter_map(|suffix| key.strip_suffix(suffix)).any(|stem| {
            stem.len() >= 3
                && (is_common(tables, stem, 2800)
                    || stem.strip_suffix('i').is_some_and(|s| is_common_with_y(tables, s)))
        })
        || parts
            .vowel_suffixes
            .iter()
            .any(|suffix| key.strip_suffix(suffix).is_some_and(|stem| is_stem_of_vowel_suffix(tables, stem, suffix)))
}

/// Whether `key` is a listed word with a regular prefix or a common ending, even if the word is rare.
pub(crate) fn has_listed_stem(tables: &WordTables, key: &str) -> bool {
    let listed = |word: &str| word.len() >= 4 && tables.info(word.as_bytes()).is_word();
    let with_e = |stem: &str| listed(stem) || listed(&format!("{stem}e"));
    let ending =
        |ending: &&str| key.strip_suffix(*ending).is_some_and(|stem| !stem.ends_with(['e', 'y', 's']) && with_e(stem));
    let prefix = |prefix: &&str| key.strip_prefix(*prefix).is_some_and(listed);
    tables.parts().endings.iter().any(ending) || tables.parts().prefixes.iter().any(prefix)
}

/// Whether `key` is the regular plural of a common word.
fn is_plural(tables: &WordTables, key: &str) -> bool {
    let Some(stem) = key.strip_suffix('s') else { return false };
    if let Some(short) = stem.strip_suffix('e')
        && ["s", "x", "z", "ch", "sh"].iter().any(|end| short.ends_with(end))
    {
        return is_common(tables, short, 2500);
    }
    stem.len() >= 4 && !stem.ends_with(['s', 'x', 'z', 'y']) && is_common(tables, stem, 2500)
}

/// Whether `stem`, the part of a word before a suffix with a vowel, comes from a common word by the rules of English spelling:
/// "hopp(er)" from "hop", "mov(able)" from "move", "carri(er)" from "carry".
fn is_stem_of_vowel_suffix(tables: &WordTables, stem: &str, suffix: &str) -> bool {
    if stem.len() < 3 {
        return false;
    }
    let bytes = stem.as_bytes();
    let [.., before, last] = bytes else { return false };
    if before == last && !is_vowel(*last) && is_common(tables, &stem[..stem.len() - 1], 2800) {
        return true;
    }
    let with_e = format!("{stem}e");
    if is_common(tables, &with_e, 2800) {
        return true;
    }
    if let Some(y) = stem.strip_suffix('i')
        && suffix.starts_with('e')
    {
        return is_common_with_y(tables, y);
    }
    is_common(tables, stem, 2800) && !stem.ends_with(['e', 'y']) && !doubles_last_letter(bytes)
}

/// Whether a short word doubles its last letter before a vowel: it ends with one vowel between consonants, as "stop" does.
fn doubles_last_letter(word: &[u8]) -> bool {
    match word {
        [.., a, b, c] => {
            word.len() <= 4
                && (!is_vowel(*a) || word.len() == 3)
                && is_vowel(*b)
                && !is_vowel(*c)
                && !matches!(c, b'w' | b'x' | b'y')
        }
        _ => false,
    }
}

/// Whether `stem` and a final y make a common word.
fn is_common_with_y(tables: &WordTables, stem: &str) -> bool {
    stem.len() >= 2 && is_common(tables, &format!("{stem}y"), 2800)
}

/// Whether `key` consists of two common words of at least four letters each.
fn is_compound(tables: &WordTables, key: &str) -> bool {
    (4..key.len().saturating_sub(3))
        .any(|at| is_common(tables, &key[..at], 3300) && is_common(tables, &key[at..], 3300))
}

/// Splits `key` into two words if a space is missing between them. At least one must be a function word.
fn split_run_on(tables: &WordTables, key: &str) -> Option<String> {
    let is_joinable = |word: &str| word.len() >= 2 && tables.function_words().runs_on(word);
    // Many names contain a four-letter word by chance, so such a word must be very common.
    let is_whole_word = |word: &str| match word.len() {
        ..4 => false,
        4 => is_common(tables, word, 4300),
        _ => is_common(tables, word, 3300),
    };
    (2..key.len().saturating_sub(1)).find_map(|at| {
        let (left, right) = key.split_at(at);
        let joined = is_joinable(left) && left.len() >= 3 && is_whole_word(right)
            || is_joinable(right) && right.len() >= 3 && is_whole_word(left)
            || is_joinable(left) && is_joinable(right) && key.len() >= 5;
        joined.then(|| format!("{left} {right}"))
    })
}

/// Whether `key` is a dictionary word of at least this frequency.
fn is_common(tables: &WordTables, key: &str, least: Zipf) -> bool {
    tables.info(key.as_bytes()).zipf() >= least
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::{WordFormation, WordTables, formation};

    #[test]
    fn regular_word_formation_is_recognised() {
        let tables = WordTables::builtin();
        let run_on = |words: &str| Some(WordFormation::RunOn(words.to_owned()));
        let cases = [
            ("unflagged", Some(WordFormation::Derived)),
            ("launchable", Some(WordFormation::Derived)),
            ("lobbygate", Some(WordFormation::Derived)),
            ("potatoey", Some(WordFormation::Derived)),
            ("tweetings", Some(WordFormation::Derived)),
            ("bridgebuilder", Some(WordFormation::Compound)),
            ("willtake", run_on("will take")),
            ("theminister", run_on("the minister")),
            ("stoped", None),
            ("geting", None),
            ("xqzzt", None),
            ("dont't", None),
        ];
        let found = cases.clone().map(|(key, _)| (key, formation(&tables, key)));
        assert_eq!(found, cases);
    }
}
