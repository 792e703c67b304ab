//! The rule kind `date`: dates whose weekday is wrong, and days that do not exist.

use crate::language::{LexiconBuilder, TokenKind};
use crate::rule::kinds::RuleKind;
use crate::rule::kinds::shared::replacement::with_case;
use crate::rule::kinds::shared::{FindingExtras, FindingSink, LintedDraft, Variant};
use crate::rule::lists::NumberedWords;
use crate::text::{TokenIdx, TokenRange};
use serde::Deserialize;

/// Keys of the kind `date`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DateKeys {
    /// The days of the week from Monday on, in lower case. `a|b` means either word.
    pub days: NumberedWords,
    /// The months from January on, in the same form.
    pub months: NumberedWords,
    /// The case of a day that its month does not have.
    pub impossible: Option<Variant>,
}

impl RuleKind for DateKeys {
    type Phrases = ();

    fn add_phrases(&self, _lexicon: &mut LexiconBuilder) {}

    fn run(&self, (): &(), sink: &mut FindingSink<'_, '_>) {
        report_dates(sink, self);
    }
}

/// A date as the draft writes it.
struct WrittenDate {
    tokens: TokenRange,
    /// The weekday, counted from Monday as 0.
    weekday: Option<usize>,
    year: u32,
    month: usize,
    day: u32,
}

/// Reports dates with a wrong weekday and days that do not exist. Only dates with a year are checked.
fn report_dates(sink: &mut FindingSink<'_, '_>, keys: &DateKeys) {
    let draft = sink.draft;
    let mut end = TokenIdx::ZERO;
    for &at in &draft.token_index().calendar {
        let Some(date) = (at >= end).then(|| parse_date(draft, keys, at)).flatten() else { continue };
        end = date.tokens.end;
        if date.day == 0 || date.day > days_in(date.year, date.month) {
            sink.push(date.tokens, FindingExtras { variant: keys.impossible.as_ref(), ..FindingExtras::default() });
            continue;
        }
        let correct_weekday = weekday(date.year, date.month, date.day);
        if date.weekday.is_some_and(|written| written != correct_weekday) {
            let name = keys.days.name(correct_weekday).unwrap_or_default();
            let fill = vec![("fix", with_case(name, true))];
            sink.push(date.tokens, FindingExtras { fill, ..FindingExtras::default() });
        }
    }
}

/// Parses “Monday, December 18, 2021” or “Monday 18 December 2021”, with or without the weekday.
fn parse_date(draft: &LintedDraft<'_>, keys: &DateKeys, start: TokenIdx) -> Option<WrittenDate> {
    let count = draft.language.all_tokens().end;
    let text = |at: TokenIdx| (at < count).then(|| draft.text(at));
    let is_comma = |at: TokenIdx| at < count && draft.kind(at) == TokenKind::Comma;
    let mut at = start;
    // Only words are looked up: a number is neither a day's name nor a month's.
    let index_of_name = |names: &NumberedWords, at: TokenIdx| {
        let is_word = at < count && draft.kind(at) == TokenKind::Word;
        is_word.then(|| names.number_of(draft.text(at))).flatten()
    };
    let weekday = index_of_name(&keys.days, at);
    if weekday.is_some() {
        at += 1;
        at += u32::from(is_comma(at));
    }
    let (month, day);
    if let Some(found) = index_of_name(&keys.months, at) {
        month = found;
        day = parse_number(text(at + 1)?, 2)?;
    } else {
        day = parse_number(text(at)?, 2)?;
        month = index_of_name(&keys.months, at + 1)?;
    }
    at += 2;
    at += u32::from(is_comma(at));
    let year = parse_number(text(at)?, 4).filter(|year| *year >= 1753)?;
    let in_one_paragraph = draft.language.paragraph_at(start) == draft.language.paragraph_at(at);
    in_one_paragraph.then_some(WrittenDate { tokens: start.until(at + 1), weekday, year, month, day })
}

/// Parses a number of at most `digits` digits; of exactly four, if `digits` is 4 (a year).
fn parse_number(text: &str, digits: usize) -> Option<u32> {
    let has_length = if digits == 4 { text.len() == 4 } else { text.len() <= digits };
    (has_length && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// The number of days of a month; months count from 0.
fn days_in(year: u32, month: usize) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 => 28 + u32::from(leap),
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

/// The weekday of a date, counted from Monday as 0. Uses Sakamoto's method for the Gregorian calendar. `month` counts from
/// 0.
fn weekday(year: u32, month: usize, day: u32) -> usize {
    const SHIFTS: [u32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = if month < 2 { year - 1 } else { year };
    let shift = SHIFTS.get(month).copied().unwrap_or_default();
    let from_sunday = (year + year / 4 - year / 100 + year / 400 + shift + day) % 7;
    ((from_sunday + 6) % 7) as usize
}
