//! Finds names that a draft spells in two ways: a name that is in no list and occurs once, and is one slip away from another
//! name of the draft.
//!
//! Many names are forms of each other ("Korneyev", "Korneyeva", "the Korneyevs"), so such an ending is not a slip. Words that are
//! not names are checked by the other modules.

use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

use super::lexicon::{WordInfo, WordTables};
use super::token::{self, Case, WordPart};
use super::{NameSlip, Tier, Words};

/// The maximum number of doubtful names that are compared for each shared spelling. If there are more, they are not slips but
/// entries of a list.
const MAX_DOUBTFUL: usize = 8;

/// Finds the names of a draft that look like slips for its other names, in the order of the draft.
pub(super) fn find_slips(tables: &WordTables, words: &dyn Words<'_>, known: &dyn Fn(&str) -> bool) -> Vec<NameSlip> {
    let names = DraftNames::read(tables, words, known);
    let mut near: FxHashMap<u64, Vec<&DraftName<'_>>> = FxHashMap::default();
    for doubtful in names.doubtful() {
        for_each_deletion_hash(doubtful.part.key.as_bytes(), |hash| {
            let same_hash = near.entry(hash).or_default();
            if same_hash.len() < MAX_DOUBTFUL {
                same_hash.push(doubtful);
            }
        });
    }
    if near.is_empty() {
        return Vec::new();
    }
    let mut comparisons: BTreeMap<(usize, usize), NameComparison<'_>> = BTreeMap::new();
    for name in &names.all {
        for_each_deletion_hash(name.part.key.as_bytes(), |hash| {
            for &doubtful in near.get(&hash).into_iter().flatten() {
                let place = (doubtful.index, doubtful.part.start);
                let comparison =
                    comparisons.entry(place).or_insert(NameComparison { doubtful, right: None, is_form: false });
                comparison.compare(name, &names);
            }
        });
    }
    let slips = comparisons.into_values().filter(|comparison| !comparison.is_form);
    let slips = slips.filter_map(|comparison| Some(names.name_slip(comparison.doubtful, comparison.right?)));
    let mut slips: Vec<NameSlip> = slips.collect();
    slips.dedup_by_key(|slip| slip.index);
    slips
}

/// The comparison of a doubtful name with the other names of the draft.
struct NameComparison<'a> {
    doubtful: &'a DraftName<'a>,
    /// The name that was most likely meant.
    right: Option<&'a DraftName<'a>>,
    /// Whether the doubtful name is a regular form of another name.
    is_form: bool,
}

impl<'a> NameComparison<'a> {
    /// Compares the doubtful name with another name of the draft.
    fn compare(&mut self, name: &'a DraftName<'a>, names: &DraftNames<'_, '_>) {
        let (typed, right) = (self.doubtful.part.key.as_bytes(), name.part.key.as_bytes());
        let Some(edit) = NameEdit::between(typed, right).filter(|_| typed.len().min(right.len()) >= MIN_NAME_LETTERS)
        else {
            return;
        };
        // If both spellings are unknown and occur once, the later one is reported.
        let right_has_more_evidence = || name.uses > 1 || name.index < self.doubtful.index || names.is_known(name);
        // Headlines and titles also capitalise ordinary words.
        let ordinary = || names.info(name).is_word();
        let best = || self.right.is_none_or(|best| names.weight(name) > names.weight(best));
        if edit.inflects(typed, right) {
            self.is_form = true;
        } else if right_has_more_evidence() && !ordinary() && best() {
            self.right = Some(name);
        }
    }
}

/// The capitalised words of a draft.
struct DraftNames<'l, 'w> {
    tables: &'l WordTables,
    extra_known: &'l dyn Fn(&str) -> bool,
    /// The names, one for each spelling, sorted by key.
    all: Vec<DraftName<'w>>,
}

struct DraftName<'a> {
    /// The index of the word in which it is first used.
    index: usize,
    /// That word.
    word: &'a str,
    /// The part of the word that is the name.
    part: WordPart,
    /// How often the draft uses the name.
    uses: u32,
}

impl<'l, 'w> DraftNames<'l, 'w> {
    /// Collects the names of a draft. There are none if most of its words are in capitals.
    fn read(tables: &'l WordTables, words: &dyn Words<'w>, extra_known: &'l dyn Fn(&str) -> bool) -> Self {
        // Count equal words first, so that a frequent name is split into parts only once.
        let mut uses: FxHashMap<&str, usize> = FxHashMap::default();
        uses.reserve(words.count() / 16);
        let mut spellings: Vec<(usize, &str, u32)> = Vec::with_capacity(words.count() / 16);
        for index in 0..words.count() {
            if !words.capital(index) {
                continue;
            }
            let word = words.word(index).text;
            let place = *uses.entry(word).or_insert(spellings.len());
            match spellings.get_mut(place) {
                Some(known) => known.2 += 1,
                None => spellings.push((index, word, 1)),
            }
        }
        let mut all: Vec<DraftName<'w>> = Vec::with_capacity(spellings.len());
        let mut in_capitals = 0;
        let mut parts = Vec::new();
        for (index, word, uses) in spellings {
            token::parts(word, &mut parts);
            for part in parts.drain(..) {
                if reads_as_name(&word[part.start..part.end], &part) {
                    all.push(DraftName { index, word, part, uses });
                } else if part.case == Case::Other {
                    in_capitals += uses as usize;
                }
            }
        }
        // In a draft that is mostly in capitals, capitals do not show names.
        if in_capitals * 2 > words.count() {
            all.clear();
        }
        // The sort is stable, so the first use of a spelling stays first.
        all.sort_by(|a, b| a.part.key.cmp(&b.part.key));
        all.dedup_by(|again, first| {
            let same = again.part.key == first.part.key;
            first.uses += if same { again.uses } else { 0 };
            same
        });
        Self { tables, extra_known, all }
    }

    /// The names that may be slips: they are unknown and occur once.
    fn doubtful(&self) -> impl Iterator<Item = &DraftName<'w>> {
        self.all.iter().filter(|name| name.uses == 1 && !self.is_known(name))
    }

    /// The entry of a name in the lists.
    fn info(&self, name: &DraftName<'_>) -> WordInfo {
        self.tables.info(name.part.key.as_bytes())
    }

    /// Whether a name is in a list, as a name or as a word.
    fn is_known(&self, name: &DraftName<'_>) -> bool {
        let info = self.info(name);
        let listed = info.is_word() || info.is_name() || info.is_loan() || info.is_rare();
        listed || (self.extra_known)(&name.word[name.part.start..name.part.end]) || (self.extra_known)(name.word)
    }

    /// The evidence for this spelling of a name: its uses, and whether it is known.
    fn weight(&self, name: &DraftName<'_>) -> u32 {
        name.uses.min(1000) * 2 + u32::from(self.is_known(name))
    }

    /// The report of a doubtful name for which `right` was probably meant.
    fn name_slip(&self, doubtful: &DraftName<'_>, right: &DraftName<'_>) -> NameSlip {
        let WordPart { start, end, .. } = doubtful.part;
        let other = &right.word[right.part.start..right.part.end];
        let letters = doubtful.part.key.len();
        let edit = NameEdit::between(doubtful.part.key.as_bytes(), right.part.key.as_bytes());
        let first_letter = edit.is_some_and(NameEdit::is_at_first_letter);
        let tier = match (letters, right.uses > 1 || self.is_known(right)) {
            // Slips in the first letter are rare, but puns are frequent there: "Frexit" for "Brexit".
            _ if first_letter => Tier::Low,
            (6.., true) => Tier::High,
            (5.., true) | (7.., false) => Tier::Medium,
            _ => Tier::Low,
        };
        NameSlip {
            index: doubtful.index,
            like: right.index,
            tier,
            other: other.to_owned(),
            suggestion: format!("{}{other}{}", &doubtful.word[..start], &doubtful.word[end..]),
        }
    }
}

/// The fewest letters of a name to be compared. Among shorter names, one letter often makes a different name.
const MIN_NAME_LETTERS: usize = 4;

/// Whether a part is written like a name: with a capital, mostly in lower case, without an apostrophe, and not too short.
fn reads_as_name(text: &str, part: &WordPart) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    text.starts_with(char::is_uppercase)
        && part.key.len() >= MIN_NAME_LETTERS
        && !part.key.contains('\'')
        && capitals * 3 <= text.chars().count()
}

/// The slip between two spellings of a name, with the index of the first letter that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameEdit {
    Added(usize),
    LeftOut(usize),
    Changed(usize),
    Swapped(usize),
}

impl NameEdit {
    /// The single edit that turns `right` into `typed`; `None` if they are equal or more than one edit apart.
    fn between(typed: &[u8], right: &[u8]) -> Option<Self> {
        let at = typed.iter().zip(right).take_while(|(a, b)| a == b).count();
        let (has, wants) = (typed.get(at), right.get(at));
        if has == wants {
            None
        } else if suffix_from(typed, at + 1) == suffix_from(right, at) {
            Some(Self::Added(at))
        } else if suffix_from(typed, at) == suffix_from(right, at + 1) {
            Some(Self::LeftOut(at))
        } else if suffix_from(typed, at + 1) == suffix_from(right, at + 1) {
            Some(Self::Changed(at))
        } else {
            let crossed = has == right.get(at + 1) && wants == typed.get(at + 1);
            (crossed && suffix_from(typed, at + 2) == suffix_from(right, at + 2)).then_some(Self::Swapped(at))
        }
    }

    /// Whether the edit is at the first letter.
    fn is_at_first_letter(self) -> bool {
        matches!(self, Self::Added(0) | Self::LeftOut(0) | Self::Changed(0) | Self::Swapped(0))
    }

    /// Whether the edit makes another form of the same name, or the name of a people or a relative: "Russian" and "Russia", "the
    /// Kochaneks" and "Kochanek", "Korneyeva" and "Korneyev", "Niña" and "Niño".
    fn inflects(self, typed: &[u8], right: &[u8]) -> bool {
        match self {
            Self::Added(at) => at + 1 == typed.len() && is_inflection(right, typed[at]),
            Self::LeftOut(at) => at == typed.len() && is_inflection(typed, right[at]),
            Self::Changed(at) => at + 1 == typed.len() && is_vowel(typed[at]) && is_vowel(right[at]),
            Self::Swapped(_) => false,
        }
    }
}

/// Whether a letter added to `stem` makes a plural, an adjective or a woman's name.
fn is_inflection(stem: &[u8], letter: u8) -> bool {
    let after_vowel = stem.last().is_some_and(|&last| is_vowel(last));
    match letter {
        b's' => true,
        b'n' => after_vowel,
        b'a' | b'e' | b'i' | b'o' => !after_vowel,
        _ => false,
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// The bytes of a word from an index on; `None` if the word is shorter.
fn suffix_from(word: &[u8], from: usize) -> Option<&[u8]> {
    word.get(from..)
}

/// Calls `visit` with the hash of a spelling, and with the hash of each spelling that has one letter less. Two spellings that are
/// one slip apart have at least one hash in common. So the names of a draft can be compared in linear time.
///
/// The hash of a spelling is the sum of its letters, each multiplied by a power of the odd number `BASE`; the exponent is the
/// number of letters before it. To remove a letter, the sum of the letters after it is divided by `BASE`, that is, multiplied by
/// its inverse modulo 2^64. Every odd number has such an inverse.
fn for_each_deletion_hash(key: &[u8], mut visit: impl FnMut(u64)) {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    const INVERSE: u64 = 0xf1de_83e1_9937_733d;
    let (mut power, mut whole) = (1_u64, 0_u64);
    for &letter in key {
        whole = whole.wrapping_add(power.wrapping_mul(letter.into()));
        power = power.wrapping_mul(BASE);
    }
    let (mut power, mut before) = (1_u64, 0_u64);
    for &letter in key {
        let here = power.wrapping_mul(letter.into());
        let after = whole.wrapping_sub(before).wrapping_sub(here);
        visit(before.wrapping_add(after.wrapping_mul(INVERSE)));
        before = before.wrapping_add(here);
        power = power.wrapping_mul(BASE);
    }
    visit(whole);
}

#[cfg(test)]
mod tests {
    use super::{NameEdit, for_each_deletion_hash};

    #[test]
    fn spellings_one_slip_apart_share_a_hash() {
        let numbers = |key: &str| {
            let mut seen = Vec::new();
            for_each_deletion_hash(key.as_bytes(), |hash| seen.push(hash));
            seen
        };
        let share = |a: &str, b: &str| numbers(a).iter().any(|number| numbers(b).contains(number));
        for (a, b) in [("lund", "lunt"), ("lund", "lud"), ("lund", "lunds"), ("lund", "lnud"), ("a", "b"), ("", "a")] {
            assert!(share(a, b) && share(b, a), "{a} {b}");
        }
        for (a, b) in [("lund", "kunt"), ("lund", "dnul"), ("abcd", "dcba"), ("ab", "cd")] {
            assert!(!share(a, b), "{a} {b}");
        }
        assert_eq!(numbers("lund").len(), 5);
    }

    #[test]
    fn single_edit_is_found_and_two_edits_are_not() {
        let between = |typed: &str, right: &str| NameEdit::between(typed.as_bytes(), right.as_bytes());
        for (typed, right, edit) in [
            ("brodzinksi", "brodzinski", Some(NameEdit::Swapped(7))),
            ("ulvalde", "uvalde", Some(NameEdit::Added(1))),
            ("daimer", "daimler", Some(NameEdit::LeftOut(4))),
            ("hassall", "hassell", Some(NameEdit::Changed(4))),
            ("smith", "smith", None),
            ("smith", "simmth", None),
            ("ab", "abcd", None),
            ("", "", None),
        ] {
            assert_eq!(between(typed, right), edit, "{typed} {right}");
        }
    }

    #[test]
    fn forms_of_a_name_are_inflections() {
        for (a, b) in [("korneyev", "korneyeva"), ("russia", "russian"), ("kochanek", "kochaneks"), ("nino", "nina")] {
            for (typed, right) in [(a, b), (b, a)] {
                let (typed, right) = (typed.as_bytes(), right.as_bytes());
                assert!(NameEdit::between(typed, right).is_some_and(|edit| edit.inflects(typed, right)), "{a} {b}");
            }
        }
    }
}
