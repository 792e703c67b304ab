//! Finds the dictionary words a spelling may stand for.
//!
//! One slip away: every spelling that one slip could have spoiled is made and looked up. Two slips away: a walk over the
//! common words, letter by letter, that carries one row of the Damerau table along and turns back where no word can come
//! within the budget any more.

use std::sync::{Mutex, MutexGuard, PoisonError};

use fst::raw::{Fst, Node};
use rustc_hash::FxHashMap;

use super::cost::{self, Cost};
use super::key::{self, Padded};
use super::lexicon::{self, WordTables, Zipf};

/// A word the writer may have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) word: String,
    pub(crate) zipf: Zipf,
    pub(crate) cost: Cost,
}

impl Candidate {
    /// How likely it is that this word rather than another was meant: common words and near ones first.
    pub(crate) fn rank(&self) -> i32 {
        self.zipf.min(COMMON_ENOUGH) - self.cost * COST_WEIGHT / 1000
    }
}

/// How many slips are searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum MaxEdits {
    /// One slip.
    One,
    /// Two slips.
    Two,
}

/// Results of earlier searches, shared by all threads of a speller: the drafts of a newsroom have their coinages and loans in
/// common. It changes no result.
#[derive(Debug, Default)]
pub(crate) struct CandidateCache(Mutex<FxHashMap<Box<str>, Searched>>);

/// The results of the searches for a spelling, by their [`MaxEdits`].
type Searched = [Option<Vec<Candidate>>; 2];

/// Most spellings in a cache, which then takes about 3 MB.
const CACHED_SPELLINGS: usize = 4096;

impl CandidateCache {
    /// The words `typed` (a folded spelling) may stand for, best first; those two slips away only for [`MaxEdits::Two`].
    pub(crate) fn find(&self, lexicon: &WordTables, typed: &str, max_edits: MaxEdits) -> Vec<Candidate> {
        if let Some(found) = self.lock().get(typed).and_then(|found| found[max_edits as usize].clone()) {
            return found;
        }
        let found = search(lexicon, typed.as_bytes(), max_edits);
        let mut cached = self.lock();
        if cached.len() >= CACHED_SPELLINGS {
            cached.clear();
        }
        cached.entry(typed.into()).or_default()[max_edits as usize] = Some(found.clone());
        found
    }

    /// A thread that panicked left only complete entries, so a poisoned lock is as good as another.
    fn lock(&self) -> MutexGuard<'_, FxHashMap<Box<str>, Searched>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn search(lexicon: &WordTables, typed: &[u8], max_edits: MaxEdits) -> Vec<Candidate> {
    let mut found = BestCandidates::default();
    one_slip(lexicon, typed, &mut found);
    wrong_ending(lexicon, typed, &mut found);
    let explained = found.0.first().is_some_and(|best| best.rank() >= EXPLAINED);
    if max_edits == MaxEdits::Two
        && !explained
        && let Some(budget) = two_slips(typed.len())
    {
        DictionaryWalk::new(lexicon.common(), typed, budget, &mut found).run();
    }
    found.0
}

/// What a thousand of cost takes from the logarithm of a word's frequency.
const COST_WEIGHT: i32 = 2400;
/// Above this a word is so common that being commoner says no more.
const COMMON_ENOUGH: Zipf = 6500;
/// From this rank on, one slip explains a spelling, and two need not be tried.
const EXPLAINED: i32 = 2600;
/// How many candidates are kept.
const KEPT: usize = 10;

/// What two slips may cost in a word of so many letters; short words have too many neighbours.
fn two_slips(letters: usize) -> Option<Cost> {
    match letters {
        ..=3 => None,
        4 => Some(1900),
        5 | 6 => Some(2300),
        _ => Some(2600),
    }
}

/// The best candidates so far, best first.
#[derive(Default)]
struct BestCandidates(Vec<Candidate>);

impl BestCandidates {
    fn add(&mut self, word: &[u8], zipf: Zipf, cost: Cost) {
        let Ok(word) = std::str::from_utf8(word) else { return };
        let new = Candidate { word: word.to_owned(), zipf, cost };
        if let Some(at) = self.0.iter().position(|found| found.word == word) {
            if self.0[at].cost <= cost {
                return;
            }
            self.0.remove(at);
        }
        let place = self.0.partition_point(|found| found.rank() >= new.rank());
        if place < KEPT {
            self.0.insert(place, new);
            self.0.truncate(KEPT);
        }
    }
}

/// Looks up the words that a wrongly spelled ending stands for: "verifys", "windowz", "agencie".
fn wrong_ending(lexicon: &WordTables, typed: &[u8], found: &mut BestCandidates) {
    for &(wrong, right, cost) in ENDINGS {
        let Some(stem) = typed.strip_suffix(wrong).filter(|stem| stem.len() >= SHORTEST_STEM) else { continue };
        let consonant = stem.last().is_some_and(|letter| !b"aeiou".contains(letter));
        if !consonant && wrong[0] == b'y' || stem.len() + right.len() > key::LONGEST {
            continue;
        }
        let word = [stem, right].concat();
        if let Some(zipf) = lexicon.suggested(&key::pad(&word)) {
            found.add(&word, zipf, cost);
        }
    }
}

/// Endings as they are mistaken, what they stand for, and what the mistake costs.
const ENDINGS: &[(&[u8], &[u8], Cost)] =
    &[(b"ys", b"ies", 300), (b"yed", b"ied", 300), (b"z", b"s", 600), (b"ie", b"y", 900)];

/// The fewest letters before such an ending.
const SHORTEST_STEM: usize = 3;

/// Looks up every spelling that one slip turns into `typed`.
fn one_slip(lexicon: &WordTables, typed: &[u8], found: &mut BestCandidates) {
    let letters = typed.len();
    if letters >= key::LONGEST {
        return;
    }
    // Hardly any spelling is a word: what its slip costs is asked when it is one.
    let mut look_up = |word: &Padded, letters: usize, cost: &dyn Fn() -> Cost| {
        if let Some(zipf) = lexicon.suggested(word) {
            found.add(&word[..letters], zipf, cost());
        }
    };
    let padded = key::pad(typed);
    let mut shorter = key::pad(&typed[1..]);
    let mut longer = [0; key::LONGEST];
    longer[1..=letters].copy_from_slice(typed);
    for at in 0..=letters {
        let (before, here) = (before(typed, at), typed.get(at).copied());
        for &right in cost::ALPHABET {
            longer[at] = right;
            look_up(&longer, letters + 1, &|| cost::left_out(right, before, here));
        }
        let Some(here) = here else { break };
        longer[at] = here;

        let after = typed.get(at + 1).copied();
        look_up(&shorter, letters - 1, &|| cost::added(here, before, after));
        shorter[at] = here;

        let mut same = padded;
        for &right in cost::ALPHABET.iter().filter(|&&right| right != here) {
            same[at] = right;
            look_up(&same, letters, &|| cost::changed(here, right, at == 0));
        }
        if let Some(after) = after.filter(|&after| after != here) {
            same[at] = after;
            same[at + 1] = here;
            look_up(&same, letters, &|| cost::swapped(at == 0));
        }
    }
}

/// How far a letter may stand from its place in the right word: as many letters as two slips add or leave out.
const BAND: usize = 2;
/// The cells of a row that lie within the band; cell `BAND` is the diagonal.
type CostRow = [Cost; 2 * BAND + 1];
/// More than any budget, and no overflow where costs are added to it.
const OVER_BUDGET: Cost = 100_000;

/// A walk over the common words that begin as `typed` does.
struct DictionaryWalk<'a> {
    words: &'a Fst<&'static [u8]>,
    typed: &'a [u8],
    budget: Cost,
    /// What each letter of `typed` costs if it was added.
    added: Vec<Cost>,
    /// For each letter of a path, from 1, which letters stand in `typed` near enough to be meant by it: a bit for each.
    near: Vec<u32>,
    path: Vec<u8>,
    found: &'a mut BestCandidates,
}

impl<'a> DictionaryWalk<'a> {
    fn new(words: &'a Fst<&'static [u8]>, typed: &'a [u8], budget: Cost, found: &'a mut BestCandidates) -> Self {
        let cost = |at| cost::added(typed[at], before(typed, at), typed.get(at + 1).copied());
        // A swap reaches a letter past the band, and one that ends here began two letters before it.
        let near = |depth: usize| {
            let letters = depth.saturating_sub(BAND + 2)..(depth + BAND + 1).min(typed.len());
            typed.get(letters).unwrap_or_default().iter().fold(0, |bits, &letter| bits | 1 << cost::index(letter))
        };
        Self {
            words,
            typed,
            budget,
            added: (0..typed.len()).map(cost).collect(),
            near: (0..=typed.len() + BAND + 1).map(near).collect(),
            path: Vec::new(),
            found,
        }
    }

    fn run(&mut self) {
        let root = self.words.root();
        let Some(index) = self.typed.first().and_then(|&letter| root.find_input(letter)) else { return };
        let arc = root.transition(index);
        let mut start = [OVER_BUDGET; 2 * BAND + 1];
        start[BAND] = 0;
        for j in 0..BAND.min(self.typed.len()) {
            start[BAND + j + 1] = start[BAND + j] + self.added[j];
        }
        let (row, least) = self.row(&[OVER_BUDGET; 2 * BAND + 1], &start, arc.inp);
        self.path.push(arc.inp);
        self.step(self.words.node(arc.addr), arc.out.value(), &start, &row, least);
    }

    /// Goes on from a node; no word behind it costs less than `least`.
    fn step(&mut self, node: Node<'_>, class: u64, above: &CostRow, here: &CostRow, least: Cost) {
        if node.is_final() {
            // The cell of the whole of `typed` against the whole of the path, if it lies within the band.
            let cell = (self.typed.len() + BAND).checked_sub(self.path.len()).and_then(|cell| here.get(cell));
            if let Some(&cost) = cell.filter(|&&cost| cost > 0 && cost <= self.budget) {
                self.found.add(&self.path, lexicon::zipf(class + node.final_output().value()), cost);
            }
        }
        // Where little may still be spent, most letters need not be tried: they are neither near nor doubled.
        let spent = least + cost::APART > self.budget;
        let before = self.path.last().copied();
        let near = self.near.get(self.path.len() + 1).copied().unwrap_or_default();
        let near = |letter: u8| letter == b'\'' || Some(letter) == before || near & 1 << cost::index(letter) != 0;
        for arc in node.transitions().filter(|arc| !spent || near(arc.inp)) {
            let (row, least) = self.row(above, here, arc.inp);
            if least <= self.budget {
                self.path.push(arc.inp);
                self.step(self.words.node(arc.addr), class + arc.out.value(), here, &row, least);
                self.path.pop();
            }
        }
    }

    /// The row for one more letter of a dictionary word, below `here`, and the least cost any longer word can have.
    ///
    /// It is reckoned for thousands of letters for each spelling: what is the same for all of its cells is asked once.
    fn row(&self, above: &CostRow, here: &CostRow, letter: u8) -> (CostRow, Cost) {
        let mut row = [OVER_BUDGET; 2 * BAND + 1];
        let mut least = OVER_BUDGET;
        let depth = self.path.len() + 1;
        let before = self.path.last().copied();
        let left_out = [cost::left_out(letter, before, None), cost::left_out(letter, before, Some(letter))];
        let changed = cost::changed_to(letter);
        // The cells stand for the first `j` letters of `typed`; the band moves along by one in each row.
        let first = BAND.saturating_sub(depth);
        let end = (self.typed.len() + BAND + 1).saturating_sub(depth).min(2 * BAND + 1);
        for cell in first..end {
            let j = depth + cell - BAND;
            let mut best = OVER_BUDGET;
            if let Some(&up) = here.get(cell + 1) {
                best = up + left_out[usize::from(self.typed.get(j) == Some(&letter))];
                // A swap that begins with this letter reaches past this row, to the next one.
                if self.typed.get(j + 1) == Some(&letter) {
                    least = least.min(up + cost::swapped(depth == 1));
                }
            }
            if j > 0 {
                let typed = self.typed[j - 1];
                best = best.min(here[cell] + changed.from(typed, depth == 1 && j == 1));
                if cell > 0 {
                    best = best.min(row[cell - 1] + self.added[j - 1]);
                }
                if j > 1 && before == Some(typed) && self.typed[j - 2] == letter && typed != letter {
                    best = best.min(above[cell] + cost::swapped(depth == 2));
                }
            }
            row[cell] = best;
            least = least.min(best);
        }
        (row, least)
    }
}

fn before(typed: &[u8], at: usize) -> Option<u8> {
    at.checked_sub(1).map(|at| typed[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use fst::Streamer;

    /// What letters are near only says where no word can be found: a walk that takes all for near finds the same.
    #[test]
    fn turning_back_early_loses_no_word() {
        let lexicon = WordTables::builtin();
        let mut words = lexicon.common().stream();
        let mut tried = 0;
        let mut number = 0;
        while let Some((word, _)) = words.next() {
            number += 1;
            if number % 97 != 0 || word.len() < 5 {
                continue;
            }
            let mut typed = word.to_vec();
            let (first, last) = (number % (typed.len() - 1), typed.len() - 1);
            match number % 4 {
                0 => typed.swap(first, first + 1),
                1 => typed[first] = cost::ALPHABET[number % 26],
                2 => typed.insert(first, typed[last]),
                _ => drop(typed.remove(first + 1)),
            }
            typed.swap(last / 2, last / 2 - 1);
            let Some(budget) = two_slips(typed.len()) else { continue };
            let walk = |all: bool| {
                let mut found = BestCandidates::default();
                let mut walk = DictionaryWalk::new(lexicon.common(), &typed, budget, &mut found);
                if all {
                    walk.near.fill(u32::MAX);
                }
                walk.run();
                found.0
            };
            assert_eq!(walk(false), walk(true), "{}", String::from_utf8_lossy(&typed));
            tried += 1;
        }
        assert!(tried > 100, "{tried} spellings tried");
    }
}
