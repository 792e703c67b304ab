//! The costs of slips: of one letter that is left out, added, changed, or swapped with the next.
//!
//! A slip costs about 1,000; a more frequent kind of slip costs less. The figures were set by hand from what is known about slips
//! (most are one letter left out, added, changed or swapped; few are in the first letter; most are in vowels, doubled letters and
//! neighbouring keys) and were checked against typed and misremembered spellings.

/// A cost in thousandths of an ordinary slip.
pub(crate) type Cost = i32;

/// The cost of typing `typed` instead of `right`. `first` says whether it is the first letter of the word.
pub(crate) fn substitution_cost(typed: u8, right: u8, first: bool) -> Cost {
    substitution_costs(right).from(typed, first)
}

/// The costs of typing each other letter instead of `right`.
pub(crate) fn substitution_costs(right: u8) -> SubstitutionCosts {
    SubstitutionCosts(&SUBSTITUTION_COSTS[letter_index(right)])
}

/// The costs of typing each letter instead of one right letter, by [`letter_index`].
#[derive(Clone, Copy)]
pub(crate) struct SubstitutionCosts(&'static [Cost; 27]);

impl SubstitutionCosts {
    /// The cost of typing `typed` instead. `first` says whether it is the first letter of the word.
    pub(crate) fn from(self, typed: u8, first: bool) -> Cost {
        let cost = self.0[letter_index(typed)];
        if first && cost > 0 { cost + 450 } else { cost }
    }
}

/// The cost of leaving out `right`. `before` and `after` are its neighbours in the right word.
pub(crate) fn omission_cost(right: u8, before: Option<u8>, after: Option<u8>) -> Cost {
    if before == Some(right) || after == Some(right) {
        400
    } else if right == b'\'' {
        300
    } else if before.is_none() {
        1300
    } else if is_vowel(right) || right == b'h' {
        750
    } else {
        850
    }
}

/// The least cost of leaving out or changing a letter whose neighbours are different letters. Apostrophes may cost less.
pub(crate) const MIN_COST_WITHOUT_DOUBLE: Cost = 750;

/// The cost of adding `typed`. `before` and `after` are its neighbours in the typed word.
pub(crate) fn insertion_cost(typed: u8, before: Option<u8>, after: Option<u8>) -> Cost {
    if before == Some(typed) || after == Some(typed) {
        650
    } else if before.is_none() {
        1500
    } else if typed == b'\'' {
        600
    } else if before.is_some_and(|b| keys_touch(typed, b)) || after.is_some_and(|a| keys_touch(typed, a)) {
        1000
    } else {
        1050
    }
}

/// The cost of swapping two neighbouring letters. `first` says whether one of them is the first letter of the word.
pub(crate) fn swap_cost(first: bool) -> Cost {
    if first { 1000 } else { 600 }
}

/// The letters and the apostrophe.
pub(crate) const ALPHABET: &[u8; 27] = b"abcdefghijklmnopqrstuvwxyz'";

/// For each right letter, the cost of each letter that may be typed instead.
static SUBSTITUTION_COSTS: [[Cost; 27]; 27] = {
    let mut table = [[0; 27]; 27];
    let mut typed = 0;
    while typed < 27 {
        let mut right = 0;
        while right < 27 {
            if typed != right {
                table[right][typed] = letter_cost(ALPHABET[typed], ALPHABET[right]);
            }
            right += 1;
        }
        typed += 1;
    }
    table
};

/// The cost of typing `typed` instead of another letter, `right`, inside a word.
const fn letter_cost(typed: u8, right: u8) -> Cost {
    if typed == b'\'' || right == b'\'' {
        1500
    } else if is_vowel(typed) && is_vowel(right) {
        750
    } else if adjacent(typed, right) {
        1000
    } else if sounds_like(typed, right) {
        900
    } else {
        1300
    }
}

/// Whether two characters are letters whose keys touch.
fn keys_touch(a: u8, b: u8) -> bool {
    a.is_ascii_lowercase() && b.is_ascii_lowercase() && adjacent(a, b)
}

/// The index of a letter or the apostrophe in [`ALPHABET`].
pub(crate) fn letter_index(letter: u8) -> usize {
    if letter.is_ascii_lowercase() { usize::from(letter - b'a') } else { 26 }
}

const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Whether the keys of two letters touch on a QWERTY keyboard.
const fn adjacent(a: u8, b: u8) -> bool {
    const NEIGHBOURS: [&[u8]; 26] = [
        b"qwsz", b"ghvn", b"dfxv", b"ersfxc", b"wrsd", b"rtdgcv", b"tyfhvb", b"yugjbn", b"uojk", b"uihknm", b"iojlm",
        b"opk", b"jkn", b"hjbm", b"ipkl", b"ol", b"wa", b"etdf", b"weadzx", b"ryfg", b"yihj", b"fgcb", b"qeas",
        b"sdzc", b"tugh", b"asx",
    ];
    contains(NEIGHBOURS[(a - b'a') as usize], b)
}

const fn contains(letters: &[u8], letter: u8) -> bool {
    let mut at = 0;
    while at < letters.len() {
        if letters[at] == letter {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether two letters often represent the same sound.
const fn sounds_like(a: u8, b: u8) -> bool {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    let alike: &[u8] = match low {
        b'b' | b'f' => b"pv",
        b'c' => b"kqst",
        b'd' => b"t",
        b'g' => b"j",
        b'j' => b"y",
        b'k' => b"q",
        b'l' => b"r",
        b'm' => b"n",
        b's' => b"txz",
        b'u' | b'v' => b"w",
        _ => b"",
    };
    contains(alike, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_without_doubled_letters_cost_at_least_the_minimum() {
        let letters = || ALPHABET.iter().copied().filter(|&letter| letter != b'\'');
        for right in letters() {
            let others = || letters().filter(move |&other| other != right);
            let changed = others().map(|typed| substitution_cost(typed, right, false));
            let beside = || others().map(Some).chain([None]);
            let left_out = beside().flat_map(|before| beside().map(move |after| omission_cost(right, before, after)));
            let least = changed.chain(left_out).min();
            assert!(least.is_some_and(|least| least >= MIN_COST_WITHOUT_DOUBLE), "{}: {least:?}", char::from(right));
        }
    }
}
