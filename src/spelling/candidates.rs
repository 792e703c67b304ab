//! Finds the dictionary words that a spelling may have been meant for.
//!
//! For words one slip away, every spelling that differs by one slip is generated and looked up. For words two slips away, the
//! common words are walked letter by letter as a prefix tree. The walk computes one row of the Damerau-Levenshtein table for each
//! letter, and leaves a branch as soon as all its words exceed the cost budget.

use std::sync::{Mutex, MutexGuard, PoisonError};

use fst::raw::{Fst, Node};
use rustc_hash::FxHashMap;

use super::cost::{self, Cost};
use super::key::{self, Padded};
use super::lexicon::{self, WordTables, Zipf};

/// A word that the writer may have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) word: String,
    pub(crate) zipf: Zipf,
    pub(crate) cost: Cost,
}

impl Candidate {
    /// A measure of how likely this word was meant: it is higher for common words and for near ones.
    pub(crate) fn rank(&self) -> i32 {
        self.zipf.min(COMMON_ENOUGH) - self.cost * COST_WEIGHT / 1000
    }
}

/// The maximum number of slips to search for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum MaxEdits {
    /// One slip.
    One,
    /// Two slips.
    Two,
}

/// A cache of searches, shared by all threads of a speller, since the drafts of a newsroom use the same coinages and foreign
/// words. It does not change any result.
#[derive(Debug, Default)]
pub(crate) struct CandidateCache(Mutex<FxHashMap<Box<str>, CachedSearches>>);

/// The results of searches for a spelling, by [`MaxEdits`].
type CachedSearches = [Option<Vec<Candidate>>; 2];

/// The maximum number of spellings in a cache. A full cache takes about 3 MB.
const CACHED_SPELLINGS: usize = 4096;

impl CandidateCache {
    /// The words that may have been meant by `typed`, a folded spelling, best first. Words two slips away are included only for
    /// [`MaxEdits::Two`].
    pub(crate) fn find(&self, tables: &WordTables, typed: &str, max_edits: MaxEdits) -> Vec<Candidate> {
        if let Some(found) = self.lock().get(typed).and_then(|found| found[max_edits as usize].clone()) {
            return found;
        }
        let found = search(tables, typed.as_bytes(), max_edits);
        let mut cached = self.lock();
        if cached.len() >= CACHED_SPELLINGS {
            cached.clear();
        }
        cached.entry(typed.into()).or_default()[max_edits as usize] = Some(found.clone());
        found
    }

    /// Locks the cache, even if the lock is poisoned: a thread that panicked left only complete entries.
    fn lock(&self) -> MutexGuard<'_, FxHashMap<Box<str>, CachedSearches>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Searches without the cache.
fn search(tables: &WordTables, typed: &[u8], max_edits: MaxEdits) -> Vec<Candidate> {
    let mut found = BestCandidates::default();
    find_one_slip_away(tables, typed, &mut found);
    find_wrong_endings(tables, typed, &mut found);
    let explained = found.0.first().is_some_and(|best| best.rank() >= ONE_SLIP_EXPLAINS);
    if max_edits == MaxEdits::Two
        && !explained
        && let Some(budget) = two_slip_budget(typed.len())
    {
        DictionaryWalk::new(tables.common(), typed, budget, &mut found).run();
    }
    found.0
}

/// How much a cost of 1,000 lowers the rank of a word, in thousandths of a Zipf point.
const COST_WEIGHT: i32 = 2400;
/// The frequency above which an even more common word ranks no higher.
const COMMON_ENOUGH: Zipf = 6500;
/// The rank from which on a word one slip away explains a spelling, so that two slips are not tried.
const ONE_SLIP_EXPLAINS: i32 = 2600;
/// The maximum number of candidates.
const MAX_CANDIDATES: usize = 10;

/// The maximum cost of two slips for a number of letters. `None` for short spellings, as too many words are near them.
fn two_slip_budget(letters: usize) -> Option<Cost> {
    match letters {
        ..=3 => None,
        4 => Some(1900),
        5 | 6 => Some(2300),
        _ => Some(2600),
    }
}

/// The best candidates found so far, best first.
#[derive(Default)]
struct BestCandidates(Vec<Candidate>);

impl BestCandidates {
    /// Adds a word, unless it is already there at the same or a lower cost, or ranks below all of a full list.
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
        if place < MAX_CANDIDATES {
            self.0.insert(place, new);
            self.0.truncate(MAX_CANDIDATES);
        }
    }
}

/// Looks up the words whose ending is often misspelled: "verifys", "windowz", "agencie".
fn find_wrong_endings(tables: &WordTables, typed: &[u8], found: &mut BestCandidates) {
    for &(wrong, right, cost) in ENDINGS {
        let Some(stem) = typed.strip_suffix(wrong).filter(|stem| stem.len() >= MIN_STEM_LETTERS) else { continue };
        let consonant = stem.last().is_some_and(|letter| !b"aeiou".contains(letter));
        if !consonant && wrong[0] == b'y' || stem.len() + right.len() > key::MAX_KEY_LEN {
            continue;
        }
        let word = [stem, right].concat();
        if let Some(zipf) = tables.suggestible_zipf(&key::pad(&word)) {
            found.add(&word, zipf, cost);
        }
    }
}

/// Wrong endings, the right ones, and the cost of the mistake.
const ENDINGS: &[(&[u8], &[u8], Cost)] =
    &[(b"ys", b"ies", 300), (b"yed", b"ied", 300), (b"z", b"s", 600), (b"ie", b"y", 900)];

/// The fewest letters before an ending of [`ENDINGS`].
const MIN_STEM_LETTERS: usize = 3;

/// Looks up every word that one slip turns into `typed`.
fn find_one_slip_away(tables: &WordTables, typed: &[u8], found: &mut BestCandidates) {
    let letters = typed.len();
    if letters >= key::MAX_KEY_LEN {
        return;
    }
    // Very few of the spellings are words, so the cost is computed only for those that are.
    let mut look_up = |word: &Padded, letters: usize, cost: &dyn Fn() -> Cost| {
        if let Some(zipf) = tables.suggestible_zipf(word) {
            found.add(&word[..letters], zipf, cost());
        }
    };
    let padded = key::pad(typed);
    let mut shorter = key::pad(&typed[1..]);
    let mut longer = [0; key::MAX_KEY_LEN];
    longer[1..=letters].copy_from_slice(typed);
    for at in 0..=letters {
        let (before, here) = (before(typed, at), typed.get(at).copied());
        for &right in cost::ALPHABET {
            longer[at] = right;
            look_up(&longer, letters + 1, &|| cost::omission_cost(right, before, here));
        }
        let Some(here) = here else { break };
        longer[at] = here;

        let after = typed.get(at + 1).copied();
        look_up(&shorter, letters - 1, &|| cost::insertion_cost(here, before, after));
        shorter[at] = here;

        let mut same = padded;
        for &right in cost::ALPHABET.iter().filter(|&&right| right != here) {
            same[at] = right;
            look_up(&same, letters, &|| cost::substitution_cost(here, right, at == 0));
        }
        if let Some(after) = after.filter(|&after| after != here) {
            same[at] = after;
            same[at + 1] = here;
            look_up(&same, letters, &|| cost::swap_cost(at == 0));
        }
    }
}

/// How far a letter may be from its position in the right word: two slips add or leave out at most two letters.
const BAND: usize = 2;
/// The cells of a row of the table that are within the band. Cell `BAND` is on the diagonal.
type CostRow = [Cost; 2 * BAND + 1];
/// A cost above any budget. It is small enough that adding costs cannot overflow.
const OVER_BUDGET: Cost = 100_000;

/// A walk over the common words that begin with the same letter as `typed`.
struct DictionaryWalk<'a> {
    words: &'a Fst<&'static [u8]>,
    typed: &'a [u8],
    /// The maximum cost of a candidate.
    budget: Cost,
    /// For each letter of `typed`, the cost of having added it.
    insertion_costs: Vec<Cost>,
    /// For each length of a path, a bit set of the letters that `typed` has near that position.
    near_letters: Vec<u32>,
    /// The letters from the root to the current node.
    path: Vec<u8>,
    found: &'a mut BestCandidates,
}

impl<'a> DictionaryWalk<'a> {
    fn new(words: &'a Fst<&'static [u8]>, typed: &'a [u8], budget: Cost, found: &'a mut BestCandidates) -> Self {
        let cost = |at| cost::insertion_cost(typed[at], before(typed, at), typed.get(at + 1).copied());
        // A swap that starts here needs one letter after the band; a swap that ends here, one letter before it.
        let near = |depth: usize| {
            let letters = depth.saturating_sub(BAND + 2)..(depth + BAND + 1).min(typed.len());
            typed
                .get(letters)
                .unwrap_or_default()
                .iter()
                .fold(0, |bits, &letter| bits | 1 << cost::letter_index(letter))
        };
        Self {
            words,
            typed,
            budget,
            insertion_costs: (0..typed.len()).map(cost).collect(),
            near_letters: (0..=typed.len() + BAND + 1).map(near).collect(),
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
            start[BAND + j + 1] = start[BAND + j] + self.insertion_costs[j];
        }
        let (row, least) = self.row(&[OVER_BUDGET; 2 * BAND + 1], &start, arc.inp);
        self.path.push(arc.inp);
        self.step(self.words.node(arc.addr), arc.out.value(), &start, &row, least);
    }

    /// Continues the walk from a node. `least` is a lower bound for the cost of all words below it.
    fn step(&mut self, node: Node<'_>, class: u64, above: &CostRow, here: &CostRow, least: Cost) {
        if node.is_final() {
            // The cell that compares all of `typed` with all of the path, if it is within the band.
            let cell = (self.typed.len() + BAND).checked_sub(self.path.len()).and_then(|cell| here.get(cell));
            if let Some(&cost) = cell.filter(|&&cost| cost > 0 && cost <= self.budget) {
                self.found.add(&self.path, lexicon::class_to_zipf(class + node.final_output().value()), cost);
            }
        }
        // If the remaining budget is too small for another slip, only letters that are near in `typed` or doubled are tried.
        let spent = least + cost::MIN_COST_WITHOUT_DOUBLE > self.budget;
        let before = self.path.last().copied();
        let near = self.near_letters.get(self.path.len() + 1).copied().unwrap_or_default();
        let near =
            |letter: u8| letter == b'\'' || Some(letter) == before || near & 1 << cost::letter_index(letter) != 0;
        for arc in node.transitions().filter(|arc| !spent || near(arc.inp)) {
            let (row, least) = self.row(above, here, arc.inp);
            if least <= self.budget {
                self.path.push(arc.inp);
                self.step(self.words.node(arc.addr), class + arc.out.value(), here, &row, least);
                self.path.pop();
            }
        }
    }

    /// Computes the row for one more letter of a dictionary word, below `here`, and a lower bound for the cost of all longer
    /// words.
    ///
    /// This runs for thousands of letters for each spelling, so values that are the same for all cells are computed once.
    fn row(&self, above: &CostRow, here: &CostRow, letter: u8) -> (CostRow, Cost) {
        let mut row = [OVER_BUDGET; 2 * BAND + 1];
        let mut least = OVER_BUDGET;
        let depth = self.path.len() + 1;
        let before = self.path.last().copied();
        let omission_costs =
            [cost::omission_cost(letter, before, None), cost::omission_cost(letter, before, Some(letter))];
        let substitutions = cost::substitution_costs(letter);
        // Each cell is for the first `j` letters of `typed`. The band moves by one letter in each row.
        let first = BAND.saturating_sub(depth);
        let end = (self.typed.len() + BAND + 1).saturating_sub(depth).min(2 * BAND + 1);
        for cell in first..end {
            let j = depth + cell - BAND;
            let mut best = OVER_BUDGET;
            if let Some(&up) = here.get(cell + 1) {
                best = up + omission_costs[usize::from(self.typed.get(j) == Some(&letter))];
                // A swap that begins with this letter ends in the next row.
                if self.typed.get(j + 1) == Some(&letter) {
                    least = least.min(up + cost::swap_cost(depth == 1));
                }
            }
            if j > 0 {
                let typed = self.typed[j - 1];
                best = best.min(here[cell] + substitutions.from(typed, depth == 1 && j == 1));
                if cell > 0 {
                    best = best.min(row[cell - 1] + self.insertion_costs[j - 1]);
                }
                if j > 1 && before == Some(typed) && self.typed[j - 2] == letter && typed != letter {
                    best = best.min(above[cell] + cost::swap_cost(depth == 2));
                }
            }
            row[cell] = best;
            least = least.min(best);
        }
        (row, least)
    }
}

/// The letter before an index; `None` at the start.
fn before(typed: &[u8], at: usize) -> Option<u8> {
    at.checked_sub(1).map(|at| typed[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use fst::Streamer;

    /// `near_letters` only excludes branches without a candidate: a walk for which all letters are near finds the same words.
    #[test]
    fn pruned_walk_finds_the_same_words_as_full_walk() {
        let tables = WordTables::builtin();
        let mut words = tables.common().stream();
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
            let Some(budget) = two_slip_budget(typed.len()) else { continue };
            let walk = |all: bool| {
                let mut found = BestCandidates::default();
                let mut walk = DictionaryWalk::new(tables.common(), &typed, budget, &mut found);
                if all {
                    walk.near_letters.fill(u32::MAX);
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
