//! Weighs what speaks for a slip against what speaks for a word nobody listed.
//!
//! All figures are thousandths of a Zipf point, so that a word ten times as common weighs 1,000 more. They were fitted to
//! typed and misremembered spellings put into published news, and rounded.

use super::Tier;
use super::candidates::{Candidate, CandidateCache, MaxEdits};
use super::context::Neighbours;
use super::cost::Cost;
use super::lexicon::{WordInfo, WordTables, Zipf};
use super::morphology::WordFormation;

/// What is known of an unknown word and of its place, beside the words it may stand for.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is an observation of its own")]
pub(crate) struct Evidence {
    pub(crate) letters: usize,
    /// What the lists say of the spelling: that no dictionary holds it does not mean that none of them does.
    pub(crate) info: WordInfo,
    /// How it may have been made lawfully.
    pub(crate) formation: Option<WordFormation>,
    /// Written with a capital here.
    pub(crate) capital: bool,
    /// Written with a capital elsewhere in the draft, where no sentence starts.
    pub(crate) seen_capital: bool,
    /// How often the draft uses it.
    pub(crate) uses: u32,
    /// How many unknown words stand around it: a foreign run.
    pub(crate) strange_neighbours: usize,
    pub(crate) neighbours_capital: bool,
    /// A part of a hyphened word.
    pub(crate) joined: bool,
    /// Three letters alike in a row ("nooo").
    pub(crate) drawn_out: bool,
    /// A dialect's participle ("goin").
    pub(crate) clipped: bool,
    /// With a capital, before a name that is no word: it may be a name too ("Aeriel Rubin").
    pub(crate) beside_a_name: bool,
    /// A listed word, however rare, with an ending or a prefix ("defunders").
    pub(crate) of_a_word: bool,
}

/// How many slips are worth a search; `None` if so much speaks against a slip that no word is common and near enough to be
/// reported.
pub(crate) fn max_edits(evidence: &Evidence) -> Option<MaxEdits> {
    let against = against(evidence);
    let two = against < MAX_AGAINST_TWO_EDITS;
    (against <= MAX_AGAINST).then_some(if two { MaxEdits::Two } else { MaxEdits::One })
}

/// The words `key` may stand for, best first.
pub(crate) fn candidates(
    lexicon: &WordTables,
    searched: &CandidateCache,
    key: &str,
    evidence: &Evidence,
    max_edits: MaxEdits,
) -> Vec<Candidate> {
    let mut found = searched.find(lexicon, key, max_edits);
    if let Some(word) = lexicon.meant(key).filter(|_| evidence.info.slip()) {
        found.retain(|candidate| candidate.word != word);
        found.insert(0, Candidate { word: word.to_owned(), zipf: SURE, cost: 0 });
    } else if let Some(WordFormation::RunOn(words)) = &evidence.formation {
        // A slip for one word is likelier than two words; no word is as near to "wherethe" as its two halves.
        let near = if lexicon.function_words().has_article(words) { ONE_SLIP } else { Cost::MAX };
        let one_word = found.iter().any(|candidate| candidate.cost <= near);
        let (place, cost) = if one_word { (found.len(), LAST) } else { (0, RUN_ON_COST) };
        found.insert(place, Candidate { word: words.clone(), zipf: SURE, cost });
    }
    found
}

/// Whether the first of some candidates, which are in their order, is the only plausible one.
pub(crate) fn certain(
    lexicon: &WordTables,
    evidence: &Evidence,
    typed: &str,
    best: &[&Candidate],
    context: Neighbours,
) -> bool {
    let Some((first, others)) = best.split_first() else { return false };
    if first.cost == 0 {
        return !evidence.beside_a_name;
    }
    if first.word.contains(' ') {
        return lexicon.function_words().has_article(&first.word);
    }
    let rank = |candidate: &Candidate| candidate.rank() + context.fit(&candidate.word, lexicon.function_words());
    // "tohis" may be "this", and "to his" as well.
    let split = matches!(evidence.formation, Some(WordFormation::RunOn(_))) && evidence.letters < LONG;
    let two_slips = first.cost > ONE_SLIP && evidence.letters < LONG;
    // Slips seldom fall on the last letter.
    let ends_alike = |candidate: &Candidate| candidate.word.as_bytes().last() == typed.as_bytes().last();
    let ahead = |other: &Candidate| if ends_alike(first) && !ends_alike(other) { 0 } else { AHEAD };
    let rival = others.iter().any(|other| !other.word.contains(' ') && rank(other) > rank(first) - ahead(other));
    !split && !two_slips && !rival && !evidence.beside_a_name && !evidence.of_a_word
}

/// The candidates that are worth a suggestion, best first, now that the place is known too. A listed correction stays first.
pub(crate) fn in_context<'c>(
    lexicon: &WordTables,
    candidates: &'c [Candidate],
    context: Neighbours,
) -> Vec<&'c Candidate> {
    let rank = |candidate: &Candidate| match candidate.cost {
        0 => i32::MAX,
        _ if candidate.word.contains(' ') => candidate.rank(),
        _ => candidate.rank() + context.fit(&candidate.word, lexicon.function_words()),
    };
    let mut best: Vec<(i32, &Candidate)> = candidates.iter().map(|candidate| (rank(candidate), candidate)).collect();
    best.sort_by_key(|&(rank, _)| std::cmp::Reverse(rank));
    best.truncate(SUGGESTED);
    best.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The score of the word and what it amounts to; `None` where it is not worth a report.
pub(crate) fn judge(evidence: &Evidence, candidates: &[Candidate]) -> Option<(i32, Tier)> {
    // That two words make it up by chance is no likelier when one word is likelier still.
    let split = candidates.iter().any(|candidate| candidate.cost == LAST && candidate.word.contains(' '));
    let split = if split { nearness(SURE, RUN_ON_COST, evidence.letters) } else { i32::MIN };
    let first = candidates.first()?;
    let score = nearness(first.zipf, first.cost, evidence.letters).max(split) - against(evidence);
    // No word lies near so long a spelling by chance, however rare it is.
    let unspoken_for = against(evidence) <= BESIDE_A_NAME && !evidence.of_a_word;
    let alone = evidence.letters >= LONG && first.cost <= ONE_SLIP && unspoken_for;
    let tier = match score {
        LOW.. if alone => Tier::High,
        HIGH.. => Tier::High,
        MEDIUM.. => Tier::Medium,
        LOW.. => Tier::Low,
        _ => return None,
    };
    Some((score, tier))
}

/// From this score on, hardly a report on published news is wrong.
const HIGH: i32 = 2200;
/// From this score on, a report is more often right than wrong.
const MEDIUM: i32 = 1980;
/// Below this score, a word is left alone.
const LOW: i32 = 1250;

/// Where so much speaks against a slip, no word is common and near enough to be reported.
const MAX_AGAINST: i32 = 4500;
/// Where so much speaks against a slip, no word two slips away could be reported.
const MAX_AGAINST_TWO_EDITS: i32 = 2000;

/// How many corrections are suggested at most.
const SUGGESTED: usize = 5;

/// What one slip costs at most.
const ONE_SLIP: Cost = 1300;
/// The cost of two words where one will do: they come last.
const LAST: Cost = 2700;
/// From so many letters on, hardly two words lie near each other by chance.
const LONG: usize = 8;
/// What a capital beside a word says for a name.
const BESIDE_A_NAME: i32 = 100;
/// How far the best word has to be ahead of the next one to be the only plausible one.
const AHEAD: i32 = 1600;

/// How common a listed correction counts as.
const SURE: i32 = 5000;
/// What a forgotten space counts as.
const RUN_ON_COST: i32 = 1000;

/// How much the best candidate by itself makes of the word: it is common, it is near, and so long a word has few neighbours.
fn nearness(zipf: Zipf, cost: Cost, letters: usize) -> i32 {
    let common = zipf.min(5000) + (zipf - 5000).max(0) * 3 / 10;
    let short = match letters {
        ..=3 => 1400,
        4 | 5 => 300,
        6 => 250,
        7 | 8 => 0,
        _ => -500,
    };
    let dear = if letters <= 4 { 1900 } else { 1550 };
    let two_slips = if cost >= 1500 { 350 } else { 0 };
    common - cost * dear / 1000 - two_slips - short
}

/// What speaks for a word nobody listed.
fn against(evidence: &Evidence) -> i32 {
    let Evidence { info, .. } = evidence;
    let made = match evidence.formation {
        Some(WordFormation::Derived) => 1250,
        Some(WordFormation::Compound) => 800,
        Some(WordFormation::RunOn(_)) | None => 0,
    };
    // Many writers make a listed slip again and again, and no name is spelled like one.
    let listed = info.slip();
    let used = match evidence.uses {
        2 if !listed => 700,
        3.. if !listed => 1800,
        _ => 0,
    };
    let foreign_run = match evidence.strange_neighbours {
        0 => 0,
        1 => 900,
        2 => 1800,
        _ => 2700,
    };
    let others = [
        (info.rare(), 1300),
        (info.loan(), 1500),
        (info.name(), 650),
        (evidence.capital && !listed, 3000),
        (evidence.seen_capital && !listed, 1500),
        (evidence.neighbours_capital, BESIDE_A_NAME),
        (evidence.joined, 2000),
        (evidence.drawn_out, 1500),
        (evidence.clipped, 1700),
    ];
    made + used + foreign_run + others.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum::<i32>()
}
