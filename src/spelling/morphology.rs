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
pub(crate) fn formation(lexicon: &WordTables, key: &str) -> Option<WordFormation> {
    if !key.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if let Some(words) = run_on(lexicon, key) {
        return Some(WordFormation::RunOn(words));
    }
    if derived(lexicon, key) {
        return Some(WordFormation::Derived);
    }
    compound(lexicon, key).then_some(WordFormation::Compound)
}

/// Whether `key` is a prefix or combining form that may precede a hyphen ("socio-economic", "anti-war").
pub(crate) fn combines(lexicon: &WordTables, key: &str) -> bool {
    let parts = lexicon.parts();
    parts.prefixes.contains(&key) || parts.combining_forms.contains(&key)
}

fn derived(lexicon: &WordTables, key: &str) -> bool {
    let parts = lexicon.parts();
    let prefixed = parts
        .prefixes
        .iter()
        .filter_map(|prefix| key.strip_prefix(prefix))
        .any(|rest| rest.len() >= 4 && common(lexicon, rest, 2800));
    prefixed
        || plural(lexicon, key)
        || parts.plain_suffixes.iter().filter_map(|suffix| key.strip_suffix(suffix)).any(|stem| {
            stem.len() >= 3
                && (common(lexicon, stem, 2800) || stem.strip_suffix('i').is_some_and(|s| ends_in_y(lexicon, s)))
        })
        || parts
            .vowel_suffixes
            .iter()
            .any(|suffix| key.strip_suffix(suffix).is_some_and(|stem| vowel_stem(lexicon, stem, suffix)))
}

/// Whether `key` is a listed word with a regular prefix or a common ending, even if the word is rare.
pub(crate) fn of_a_word(lexicon: &WordTables, key: &str) -> bool {
    let listed = |word: &str| word.len() >= 4 && lexicon.info(word.as_bytes()).word();
    let with_e = |stem: &str| listed(stem) || listed(&format!("{stem}e"));
    let ending =
        |ending: &&str| key.strip_suffix(*ending).is_some_and(|stem| !stem.ends_with(['e', 'y', 's']) && with_e(stem));
    let prefix = |prefix: &&str| key.strip_prefix(*prefix).is_some_and(listed);
    lexicon.parts().endings.iter().any(ending) || lexicon.parts().prefixes.iter().any(prefix)
}

fn plural(lexicon: &WordTables, key: &str) -> bool {
    let Some(stem) = key.strip_suffix('s') else { return false };
    if let Some(short) = stem.strip_suffix('e')
        && ["s", "x", "z", "ch", "sh"].iter().any(|end| short.ends_with(end))
    {
        return common(lexicon, short, 2500);
    }
    stem.len() >= 4 && !stem.ends_with(['s', 'x', 'z', 'y']) && common(lexicon, stem, 2500)
}

/// Whether `stem`, the part of a word before a suffix with a vowel, comes from a common word by the rules of English spelling:
/// "hopp(er)" from "hop", "mov(able)" from "move", "carri(er)" from "carry".
fn vowel_stem(lexicon: &WordTables, stem: &str, suffix: &str) -> bool {
    if stem.len() < 3 {
        return false;
    }
    let bytes = stem.as_bytes();
    let [.., before, last] = bytes else { return false };
    if before == last && !vowel(*last) && common(lexicon, &stem[..stem.len() - 1], 2800) {
        return true;
    }
    let with_e = format!("{stem}e");
    if common(lexicon, &with_e, 2800) {
        return true;
    }
    if let Some(y) = stem.strip_suffix('i')
        && suffix.starts_with('e')
    {
        return ends_in_y(lexicon, y);
    }
    common(lexicon, stem, 2800) && !stem.ends_with(['e', 'y']) && !doubles(bytes)
}

/// Whether a short word doubles its last letter before a vowel: it ends with one vowel between consonants, as "stop" does.
fn doubles(word: &[u8]) -> bool {
    match word {
        [.., a, b, c] => {
            word.len() <= 4
                && (!vowel(*a) || word.len() == 3)
                && vowel(*b)
                && !vowel(*c)
                && !matches!(c, b'w' | b'x' | b'y')
        }
        _ => false,
    }
}

fn ends_in_y(lexicon: &WordTables, stem: &str) -> bool {
    stem.len() >= 2 && common(lexicon, &format!("{stem}y"), 2800)
}

fn compound(lexicon: &WordTables, key: &str) -> bool {
    (4..key.len().saturating_sub(3)).any(|at| common(lexicon, &key[..at], 3300) && common(lexicon, &key[at..], 3300))
}

fn run_on(lexicon: &WordTables, key: &str) -> Option<String> {
    let little = |word: &str| word.len() >= 2 && lexicon.function_words().runs_on(word);
    // Many names contain a four-letter word by chance, so such a word must be very common.
    let whole = |word: &str| match word.len() {
        ..4 => false,
        4 => common(lexicon, word, 4300),
        _ => common(lexicon, word, 3300),
    };
    (2..key.len().saturating_sub(1)).find_map(|at| {
        let (left, right) = key.split_at(at);
        let joined = little(left) && left.len() >= 3 && whole(right)
            || little(right) && right.len() >= 3 && whole(left)
            || little(left) && little(right) && key.len() >= 5;
        joined.then(|| format!("{left} {right}"))
    })
}

fn common(lexicon: &WordTables, key: &str, least: Zipf) -> bool {
    lexicon.info(key.as_bytes()).zipf() >= least
}

fn vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::{WordFormation, WordTables, formation};

    #[test]
    fn regular_word_formation_is_recognised() {
        let lexicon = WordTables::builtin();
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
        let found = cases.clone().map(|(key, _)| (key, formation(&lexicon, key)));
        assert_eq!(found, cases);
    }
}
