//! Weighs the evidence for a slip against the evidence for a correct word that is in no list.
//!
//! All weights are in thousandths of a Zipf point: a word that is ten times as common weighs 1,000 more. They were fitted to
//! typed and misremembered spellings that were put into published news, and rounded.

use super::Tier;
use super::candidates::{Candidate, CandidateCache, MaxEdits};
use super::context::Neighbours;
use super::cost::Cost;
use super::lexicon::{WordInfo, WordTables, Zipf};
use super::morphology::WordFormation;

/// The evidence about an unknown word and its place, except for the words that may have been meant.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is an observation of its own")]
pub(crate) struct Evidence {
    pub(crate) letters: usize,
    /// The entry of the spelling in the lists: it is not a dictionary word, but may be a name, a rare or foreign word, or a
    /// listed slip.
    pub(crate) info: WordInfo,
    /// How it may have been formed from listed words.
    pub(crate) formation: Option<WordFormation>,
    /// Whether it has a capital here.
    pub(crate) capital: bool,
    /// Whether it has a capital elsewhere in the draft that is not at the start of a sentence.
    pub(crate) capital_elsewhere: bool,
    /// How often the draft uses the spelling.
    pub(crate) uses: u32,
    /// The number of unknown words near it: several show a foreign passage.
    pub(crate) unknown_neighbours: usize,
    /// Whether the word before or after it has a capital.
    pub(crate) neighbours_capital: bool,
    /// Whether it is part of a hyphenated word.
    pub(crate) hyphenated: bool,
    /// Whether a letter is drawn out: three times or more in a row ("nooo").
    pub(crate) has_letter_run: bool,
    /// Whether it is a participle without its final g ("goin").
    pub(crate) lacks_final_g: bool,
    /// Whether it has a capital and comes before a name, so that it may be a name too ("Aeriel Rubin").
    pub(crate) before_a_name: bool,
    /// Whether it is a listed word, even a rare one, with an ending or a prefix ("defunders").
    pub(crate) has_listed_stem: bool,
}

/// The number of slips to search for. `None` if the evidence against a slip is so strong that no word is common and near enough
/// to be reported.
pub(crate) fn max_edits(evidence: &Evidence) -> Option<MaxEdits> {
    let against = evidence_against(evidence);
    let two = against < MAX_AGAINST_TWO_EDITS;
    (against <= MAX_AGAINST).then_some(if two { MaxEdits::Two } else { MaxEdits::One })
}

/// The words that may have been meant by `key`, best first.
pub(crate) fn candidates(
    tables: &WordTables,
    cache: &CandidateCache,
    key: &str,
    evidence: &Evidence,
    max_edits: MaxEdits,
) -> Vec<Candidate> {
    let mut found = cache.find(tables, key, max_edits);
    if let Some(word) = tables.correction(key).filter(|_| evidence.info.is_slip()) {
        found.retain(|candidate| candidate.word != word);
        found.insert(0, Candidate { word: word.to_owned(), zipf: ASSUMED_ZIPF, cost: 0 });
    } else if let Some(WordFormation::RunOn(words)) = &evidence.formation {
        // One misspelled word is more likely than two words without a space. But if the article is one of the two words
        // ("wherethe"), the one word must be at most one slip away.
        let near = if tables.function_words().has_article(words) { MAX_ONE_SLIP_COST } else { Cost::MAX };
        let one_word = found.iter().any(|candidate| candidate.cost <= near);
        let (place, cost) = if one_word { (found.len(), RUN_ON_COST_LAST) } else { (0, RUN_ON_COST) };
        found.insert(place, Candidate { word: words.clone(), zipf: ASSUMED_ZIPF, cost });
    }
    found
}

/// Whether the first of the ranked candidates is the only plausible one.
pub(crate) fn is_certain(
    tables: &WordTables,
    evidence: &Evidence,
    typed: &str,
    best: &[&Candidate],
    context: Neighbours,
) -> bool {
    let Some((first, others)) = best.split_first() else { return false };
    if first.cost == 0 {
        return !evidence.before_a_name;
    }
    if first.word.contains(' ') {
        return tables.function_words().has_article(&first.word);
    }
    let rank = |candidate: &Candidate| candidate.rank() + context.fit(&candidate.word, tables.function_words());
    // "tohis" may mean "this" or "to his".
    let split = matches!(evidence.formation, Some(WordFormation::RunOn(_))) && evidence.letters < LONG_WORD;
    let two_slips = first.cost > MAX_ONE_SLIP_COST && evidence.letters < LONG_WORD;
    // Slips are rare in the last letter, so a candidate with another last letter does not compete.
    let ends_alike = |candidate: &Candidate| candidate.word.as_bytes().last() == typed.as_bytes().last();
    let ahead = |other: &Candidate| if ends_alike(first) && !ends_alike(other) { 0 } else { MIN_LEAD };
    let rival = others.iter().any(|other| !other.word.contains(' ') && rank(other) > rank(first) - ahead(other));
    !split && !two_slips && !rival && !evidence.before_a_name && !evidence.has_listed_stem
}

/// The best candidates for suggestions, ranked with the neighbouring words. A listed correction stays first.
pub(crate) fn rank_in_context<'c>(
    tables: &WordTables,
    candidates: &'c [Candidate],
    context: Neighbours,
) -> Vec<&'c Candidate> {
    let rank = |candidate: &Candidate| match candidate.cost {
        0 => i32::MAX,
        _ if candidate.word.contains(' ') => candidate.rank(),
        _ => candidate.rank() + context.fit(&candidate.word, tables.function_words()),
    };
    let mut best: Vec<(i32, &Candidate)> = candidates.iter().map(|candidate| (rank(candidate), candidate)).collect();
    best.sort_by_key(|&(rank, _)| std::cmp::Reverse(rank));
    best.truncate(MAX_SUGGESTIONS);
    best.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The score of a word and its tier; `None` if the word should not be reported.
pub(crate) fn score_and_tier(evidence: &Evidence, candidates: &[Candidate]) -> Option<(i32, Tier)> {
    // The score of two words without a space also counts if one word ranks higher.
    let split = candidates.iter().any(|candidate| candidate.cost == RUN_ON_COST_LAST && candidate.word.contains(' '));
    let split = if split { nearness(ASSUMED_ZIPF, RUN_ON_COST, evidence.letters) } else { i32::MIN };
    let first = candidates.first()?;
    let score = nearness(first.zipf, first.cost, evidence.letters).max(split) - evidence_against(evidence);
    // A word that is near a long spelling is not near by chance, even if it is rare.
    let little_against = evidence_against(evidence) <= CAPITAL_BESIDE && !evidence.has_listed_stem;
    let alone = evidence.letters >= LONG_WORD && first.cost <= MAX_ONE_SLIP_COST && little_against;
    let tier = match score {
        LOW.. if alone => Tier::High,
        HIGH.. => Tier::High,
        MEDIUM.. => Tier::Medium,
        LOW.. => Tier::Low,
        _ => return None,
    };
    Some((score, tier))
}

/// The least score of [`Tier::High`]. On published news, almost no report from this score on is wrong.
const HIGH: i32 = 2200;
/// The least score of [`Tier::Medium`]. From this score on, a report is more often right than wrong.
const MEDIUM: i32 = 1980;
/// The least score of [`Tier::Low`]. Below it, a word is not reported.
const LOW: i32 = 1250;

/// Evidence against a slip above which no word is common and near enough to be reported.
const MAX_AGAINST: i32 = 4500;
/// Evidence against a slip from which on no word that is two slips away could be reported.
const MAX_AGAINST_TWO_EDITS: i32 = 2000;

/// The maximum number of suggestions.
const MAX_SUGGESTIONS: usize = 5;

/// The maximum cost of one slip.
const MAX_ONE_SLIP_COST: Cost = 1300;
/// The cost of two words without a space if one word explains the spelling too: they come last.
const RUN_ON_COST_LAST: Cost = 2700;
/// The fewest letters of a long word. Words of this length are almost never near each other by chance.
const LONG_WORD: usize = 8;
/// The weight of a neighbour with a capital, as evidence for a name.
const CAPITAL_BESIDE: i32 = 100;
/// How far the best candidate must rank above the next one to be the only plausible one.
const MIN_LEAD: i32 = 1600;

/// The Zipf value of a listed correction, and of two words without a space.
const ASSUMED_ZIPF: i32 = 5000;
/// The cost of a missing space.
const RUN_ON_COST: i32 = 1000;

/// The evidence for a slip from the best candidate: a common and near word gives more, and so does a long spelling, which has few
/// near words.
fn nearness(zipf: Zipf, cost: Cost, letters: usize) -> i32 {
    let common = zipf.min(5000) + (zipf - 5000).max(0) * 3 / 10;
    let length_penalty = match letters {
        ..=3 => 1400,
        4 | 5 => 300,
        6 => 250,
        7 | 8 => 0,
        _ => -500,
    };
    let cost_weight = if letters <= 4 { 1900 } else { 1550 };
    let two_slips_penalty = if cost >= 1500 { 350 } else { 0 };
    common - cost * cost_weight / 1000 - two_slips_penalty - length_penalty
}

/// The evidence against a slip: that the spelling is a correct word which is in no list.
fn evidence_against(evidence: &Evidence) -> i32 {
    let Evidence { info, .. } = evidence;
    let made = match evidence.formation {
        Some(WordFormation::Derived) => 1250,
        Some(WordFormation::Compound) => 800,
        Some(WordFormation::RunOn(_)) | None => 0,
    };
    // A listed slip may well occur several times, and no name is spelled like one: uses and capitals do not count for it.
    let listed = info.is_slip();
    let used = match evidence.uses {
        2 if !listed => 700,
        3.. if !listed => 1800,
        _ => 0,
    };
    let foreign_run = match evidence.unknown_neighbours {
        0 => 0,
        1 => 900,
        2 => 1800,
        _ => 2700,
    };
    let others = [
        (info.is_rare(), 1300),
        (info.is_loan(), 1500),
        (info.is_name(), 650),
        (evidence.capital && !listed, 3000),
        (evidence.capital_elsewhere && !listed, 1500),
        (evidence.neighbours_capital, CAPITAL_BESIDE),
        (evidence.hyphenated, 2000),
        (evidence.has_letter_run, 1500),
        (evidence.lacks_final_g, 1700),
    ];
    made + used + foreign_run + others.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum::<i32>()
}
