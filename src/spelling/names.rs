//! Finds names that a draft spells in two ways: one that no list knows and that stands once, one letter away from another
//! name of the draft.
//!
//! Families, languages and grammar make names of one another ("Korneyev", "Korneyeva", "the Korneyevs"), so an ending that
//! does so is no slip. It knows the draft's words in their order; what is no name is left to the others.

use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

use super::lexicon::{WordInfo, WordTables};
use super::token::{self, Case, WordPart};
use super::{NameSlip, Tier, Words};

/// How many names that stand once are looked at of those that one letter parts from each other: more are no slips, but a list.
const ALIKE: usize = 8;

/// The names of a draft that look like slips for other names of it, by place.
pub(super) fn slips(lexicon: &WordTables, words: &dyn Words<'_>, known: &dyn Fn(&str) -> bool) -> Vec<NameSlip> {
    let names = DraftNames::read(lexicon, words, known);
    let mut near: FxHashMap<u64, Vec<&DraftName<'_>>> = FxHashMap::default();
    for doubtful in names.doubtful() {
        shortened(doubtful.part.key.as_bytes(), |short| {
            let alike = near.entry(short).or_default();
            if alike.len() < ALIKE {
                alike.push(doubtful);
            }
        });
    }
    if near.is_empty() {
        return Vec::new();
    }
    let mut read: BTreeMap<(usize, usize), NameComparison<'_>> = BTreeMap::new();
    for name in &names.all {
        shortened(name.part.key.as_bytes(), |short| {
            for &doubtful in near.get(&short).into_iter().flatten() {
                let place = (doubtful.index, doubtful.part.start);
                let reading = read.entry(place).or_insert(NameComparison { doubtful, right: None, form: false });
                reading.compare(name, &names);
            }
        });
    }
    let slips = read.into_values().filter(|reading| !reading.form);
    let slips = slips.filter_map(|reading| Some(names.slip(reading.doubtful, reading.right?)));
    let mut slips: Vec<NameSlip> = slips.collect();
    slips.dedup_by_key(|slip| slip.index);
    slips
}

/// What the draft's other names make of a doubtful one.
struct NameComparison<'a> {
    doubtful: &'a DraftName<'a>,
    /// The likeliest name it is a slip for.
    right: Option<&'a DraftName<'a>>,
    /// Whether it is a lawful form of another name.
    form: bool,
}

impl<'a> NameComparison<'a> {
    fn compare(&mut self, name: &'a DraftName<'a>, names: &DraftNames<'_, '_>) {
        let (typed, right) = (self.doubtful.part.key.as_bytes(), name.part.key.as_bytes());
        let Some(edit) = NameEdit::between(typed, right).filter(|_| typed.len().min(right.len()) >= SHORTEST) else {
            return;
        };
        // Of two spellings that nobody knows and that stand once, the later is queried.
        let better_backed = || name.uses > 1 || name.index < self.doubtful.index || names.know(name);
        // Headlines and titles write ordinary words with a capital too.
        let ordinary = || names.info(name).word();
        let best = || self.right.is_none_or(|best| names.weight(name) > names.weight(best));
        if edit.inflects(typed, right) {
            self.form = true;
        } else if better_backed() && !ordinary() && best() {
            self.right = Some(name);
        }
    }
}

/// The capitalised words of a draft.
struct DraftNames<'l, 'w> {
    lexicon: &'l WordTables,
    extra_known: &'l dyn Fn(&str) -> bool,
    /// Each spelling once, by its folded letters.
    all: Vec<DraftName<'w>>,
}

struct DraftName<'a> {
    /// The place of its first use.
    index: usize,
    /// The word it stands in there.
    word: &'a str,
    part: WordPart,
    uses: u32,
}

impl<'l, 'w> DraftNames<'l, 'w> {
    fn read(lexicon: &'l WordTables, words: &dyn Words<'w>, extra_known: &'l dyn Fn(&str) -> bool) -> Self {
        // A name that stands often is taken apart once.
        let mut uses: FxHashMap<&str, usize> = FxHashMap::default();
        uses.reserve(words.count() / 16);
        let mut written: Vec<(usize, &str, u32)> = Vec::with_capacity(words.count() / 16);
        for index in 0..words.count() {
            if !words.capital(index) {
                continue;
            }
            let word = words.word(index).text;
            let place = *uses.entry(word).or_insert(written.len());
            match written.get_mut(place) {
                Some(known) => known.2 += 1,
                None => written.push((index, word, 1)),
            }
        }
        let mut all: Vec<DraftName<'w>> = Vec::with_capacity(written.len());
        let mut shouted = 0;
        let mut parts = Vec::new();
        for (index, word, uses) in written {
            token::parts(word, &mut parts);
            for part in parts.drain(..) {
                if reads_as_name(&word[part.start..part.end], &part) {
                    all.push(DraftName { index, word, part, uses });
                } else if part.case == Case::Other {
                    shouted += uses as usize;
                }
            }
        }
        // Where everything is shouted, capitals make no names.
        if shouted * 2 > words.count() {
            all.clear();
        }
        // Of a spelling, the first use stays first.
        all.sort_by(|a, b| a.part.key.cmp(&b.part.key));
        all.dedup_by(|again, first| {
            let same = again.part.key == first.part.key;
            first.uses += if same { again.uses } else { 0 };
            same
        });
        Self { lexicon, extra_known, all }
    }

    /// The names that may be slips.
    fn doubtful(&self) -> impl Iterator<Item = &DraftName<'w>> {
        self.all.iter().filter(|name| name.uses == 1 && !self.know(name))
    }

    fn info(&self, name: &DraftName<'_>) -> WordInfo {
        self.lexicon.info(name.part.key.as_bytes())
    }

    /// Whether a list has it, as a name or as a word.
    fn know(&self, name: &DraftName<'_>) -> bool {
        let info = self.info(name);
        let listed = info.word() || info.name() || info.loan() || info.rare();
        listed || (self.extra_known)(&name.word[name.part.start..name.part.end]) || (self.extra_known)(name.word)
    }

    /// How much speaks for this spelling of a name.
    fn weight(&self, name: &DraftName<'_>) -> u32 {
        name.uses.min(1000) * 2 + u32::from(self.know(name))
    }

    fn slip(&self, doubtful: &DraftName<'_>, right: &DraftName<'_>) -> NameSlip {
        let WordPart { start, end, .. } = doubtful.part;
        let other = &right.word[right.part.start..right.part.end];
        let letters = doubtful.part.key.len();
        let edit = NameEdit::between(doubtful.part.key.as_bytes(), right.part.key.as_bytes());
        let first_letter = edit.is_some_and(NameEdit::at_the_head);
        let tier = match (letters, right.uses > 1 || self.know(right)) {
            // A slip seldom falls on the first letter, a pun often: "Frexit" beside "Brexit".
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

/// The fewest letters of a name in which one letter more or less is no other name.
const SHORTEST: usize = 4;

/// Whether it has a capital and is mostly in lower case, without an apostrophe inside.
fn reads_as_name(text: &str, part: &WordPart) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    text.starts_with(char::is_uppercase)
        && part.key.len() >= SHORTEST
        && !part.key.contains('\'')
        && capitals * 3 <= text.chars().count()
}

/// What one slip did to a name: the place of the first letter that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameEdit {
    Added(usize),
    LeftOut(usize),
    Changed(usize),
    Swapped(usize),
}

impl NameEdit {
    /// The one edit that made `typed` of `right`; `None` where they are alike or further apart.
    fn between(typed: &[u8], right: &[u8]) -> Option<Self> {
        let at = typed.iter().zip(right).take_while(|(a, b)| a == b).count();
        let (has, wants) = (typed.get(at), right.get(at));
        if has == wants {
            None
        } else if rest(typed, at + 1) == rest(right, at) {
            Some(Self::Added(at))
        } else if rest(typed, at) == rest(right, at + 1) {
            Some(Self::LeftOut(at))
        } else if rest(typed, at + 1) == rest(right, at + 1) {
            Some(Self::Changed(at))
        } else {
            let crossed = has == right.get(at + 1) && wants == typed.get(at + 1);
            (crossed && rest(typed, at + 2) == rest(right, at + 2)).then_some(Self::Swapped(at))
        }
    }

    /// Whether it fell on the first letter.
    fn at_the_head(self) -> bool {
        matches!(self, Self::Added(0) | Self::LeftOut(0) | Self::Changed(0) | Self::Swapped(0))
    }

    /// Whether it makes another form of the same name, or the name of a people or a relative: "Russian" beside "Russia",
    /// "the Kochaneks" beside "Kochanek", "Korneyeva" beside "Korneyev", "Niña" beside "Niño".
    fn inflects(self, typed: &[u8], right: &[u8]) -> bool {
        match self {
            Self::Added(at) => at + 1 == typed.len() && ends_a_form(right, typed[at]),
            Self::LeftOut(at) => at == typed.len() && ends_a_form(typed, right[at]),
            Self::Changed(at) => at + 1 == typed.len() && vowel(typed[at]) && vowel(right[at]),
            Self::Swapped(_) => false,
        }
    }
}

/// Whether the letter, at the end of `stem`, makes a plural, an adjective or a woman's name.
fn ends_a_form(stem: &[u8], letter: u8) -> bool {
    let after_vowel = stem.last().is_some_and(|&last| vowel(last));
    match letter {
        b's' => true,
        b'n' => after_vowel,
        b'a' | b'e' | b'i' | b'o' => !after_vowel,
        _ => false,
    }
}

fn vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// What stands from a byte on, if the word is so long.
fn rest(word: &[u8], from: usize) -> Option<&[u8]> {
    word.get(from..)
}

/// Shows a number for each spelling with one letter less, and for the spelling itself. Two spellings that one slip parts have
/// one of them in common, so that a draft is read in the time its length takes, however many names it has.
///
/// A spelling's number is the sum of its letters, each times as high a power of an odd number as letters stand before it. What
/// stands behind the missing letter is divided by that odd number, which all odd numbers can be, in 64 bits, without a rest.
fn shortened(key: &[u8], mut see: impl FnMut(u64)) {
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
        let behind = whole.wrapping_sub(before).wrapping_sub(here);
        see(before.wrapping_add(behind.wrapping_mul(INVERSE)));
        before = before.wrapping_add(here);
        power = power.wrapping_mul(BASE);
    }
    see(whole);
}

#[cfg(test)]
mod tests {
    use super::{NameEdit, shortened};

    #[test]
    fn spellings_that_one_slip_parts_share_a_number() {
        let numbers = |key: &str| {
            let mut seen = Vec::new();
            shortened(key.as_bytes(), |short| seen.push(short));
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
    fn one_slip_is_told_from_two() {
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
    fn forms_of_a_name_are_no_slips() {
        for (a, b) in [("korneyev", "korneyeva"), ("russia", "russian"), ("kochanek", "kochaneks"), ("nino", "nina")] {
            for (typed, right) in [(a, b), (b, a)] {
                let (typed, right) = (typed.as_bytes(), right.as_bytes());
                assert!(NameEdit::between(typed, right).is_some_and(|edit| edit.inflects(typed, right)), "{a} {b}");
            }
        }
    }
}
