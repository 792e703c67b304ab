//! Finds the speakers on whom the paragraphs of a draft rest.

use super::AttributedSpan;
use crate::attribution::{Route, SourceClass, TokenAttribution};
use crate::language::{Class, List, Tokens};
use crate::statements::Covered;
use crate::text::{ProseOffset, ProseRange, TokenIdx, TokenRange};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The source on which most paragraphs rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopSource {
    /// Index of the speaker.
    pub speaker: usize,
    /// Number of paragraphs that rest on the speaker.
    pub paragraphs: usize,
    /// The speaker's title or description in the words of the draft: “government spokesman”.
    pub role: Option<String>,
    /// The description that readers need of the outlet through which the speaker's words came: “Russian state news agency”.
    pub outlet: Option<&'static str>,
    /// Whether that outlet is state-controlled.
    pub state: bool,
    /// Whether most of the speaker's statements came through that outlet.
    pub through: bool,
}

/// Paragraphs in a row that rest on one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Streak {
    /// Index of the speaker.
    pub speaker: usize,
    /// Number of paragraphs.
    pub paragraphs: usize,
    /// Byte range of the prose from the first to the last of these paragraphs.
    pub prose: ProseRange,
}

impl TopSource {
    pub(super) fn new(speaker: usize, paragraphs: usize, draft: &Covered<'_>) -> Self {
        let attributions = draft.attributions;
        let of_speaker = || attributions.attributions.iter().filter(|r| attributions.speaker_of(r) == Some(speaker));
        let words = |tokens: TokenRange| draft.words(tokens);
        let name = &*attributions.speakers[speaker].name;
        // The words before the name, if they are a title: “government spokesman Anselm Krail”.
        let before_name = of_speaker().find_map(|r| {
            let title = core_without_article(draft, r);
            let text = words(title).strip_suffix(name)?.trim_end();
            let is_title = text.split_whitespace().next_back()?.starts_with(char::is_lowercase);
            (is_title && !is_incomplete_title(draft, text, title)).then(|| text.to_owned())
        });
        // The longest mention without a name: “the government spokesman”.
        let role_mention = || {
            let named = attributions.speakers[speaker].class == SourceClass::NamedPerson;
            let titles = of_speaker().filter(|r| named && r.class == SourceClass::Role && r.is_likely());
            let titles = titles.map(|r| core_without_article(draft, r));
            let titles = titles.filter(|title| !is_incomplete_title(draft, words(*title), *title));
            titles.max_by_key(|title| (title.len(), Reverse(title.start))).map(|title| words(title).to_owned())
        };
        let outlet = &attributions.speakers[speaker].outlet;
        let is_through_outlet =
            |r: &&TokenAttribution| r.route == Route::Outlet && r.outlet().is_none_or(|o| Some(o) == outlet.as_deref());
        let from_outlet =
            || attributions.attributions.iter().filter(|r| r.outlet().is_some() && r.outlet() == outlet.as_deref());
        Self {
            speaker,
            paragraphs,
            role: before_name.or_else(role_mention).filter(|role| !role.is_empty()),
            outlet: from_outlet().find_map(|r| outlet_description(draft, r)),
            state: from_outlet().any(|r| r.state),
            through: of_speaker().filter(is_through_outlet).count() * 2 > of_speaker().count(),
        }
    }
}

/// The description of an attribution's outlet in the list of outlets; `None` if there is none.
fn outlet_description(tokens: &Tokens<'_>, attribution: &TokenAttribution) -> Option<&'static str> {
    let mut named = tokens.language.matches_in(attribution.outlet_at()?);
    let named = named.find(|m| m.list == List::OUTLET)?;
    Some(tokens.lexicon.outlet(named.row).descriptor).filter(|descriptor| !descriptor.is_empty())
}

/// The core of an attribution's source, without the article.
fn core_without_article(tokens: &Tokens<'_>, attribution: &TokenAttribution) -> TokenRange {
    let core = attribution.at.core;
    let article = core.len() > 1 && tokens.is(core.start, Class::DEFINITE | Class::DETERMINER);
    (core.start + u32::from(article)).until(core.end)
}

/// Whether words cannot serve as a title on their own: they name a possessor (“his counterpart”, “Valdora's president”) or are
/// incomplete (“head of”).
fn is_incomplete_title(draft: &Tokens<'_>, title: &str, tokens: TokenRange) -> bool {
    let possessors = Class::POSSESSIVE | Class::PERSONAL | Class::RELATIVE | Class::DEMONSTRATIVE;
    let is_inside_title = |&at: &TokenIdx| draft.language.prose(tokens.start.until(at + 1)).len() <= title.len();
    let last = tokens.iter().take_while(is_inside_title).last();
    title.contains(['\'', '’'])
        || tokens.iter().any(|at| draft.is(at, possessors))
        || last.is_none_or(|at| draft.is(at, Class::PREPOSITION))
}

/// The speaker on whom most paragraphs rest, and the number of these paragraphs; in a tie, the speaker with the lowest index.
pub(super) fn top_speaker(paragraphs: &[Vec<AttributedSpan>], speakers: usize) -> Option<(usize, usize)> {
    let mut counts = vec![0_usize; speakers];
    for speaker in paragraphs.iter().filter_map(|spans| main_speaker(spans)) {
        counts[speaker] += 1;
    }
    let (speaker, &count) = counts.iter().enumerate().max_by_key(|&(speaker, &count)| (count, Reverse(speaker)))?;
    (count > 0).then_some((speaker, count))
}

/// The longest run of at least two paragraphs that rest on one speaker; in a tie, the first.
pub(super) fn longest_streak(paragraphs: &[Vec<AttributedSpan>]) -> Option<Streak> {
    let mut longest: Option<Streak> = None;
    let mut open: Option<Streak> = None;
    for spans in paragraphs {
        open = main_speaker(spans).map(|speaker| {
            let end = spans.last().map_or(ProseOffset::ZERO, |span| span.prose.end);
            match open.take().filter(|open| open.speaker == speaker) {
                Some(open) => Streak { paragraphs: open.paragraphs + 1, prose: open.prose.start.until(end), ..open },
                None => Streak {
                    speaker,
                    paragraphs: 1,
                    prose: spans.first().map_or(ProseOffset::ZERO, |p| p.prose.start).until(end),
                },
            }
        });
        let is_longer = |open: &&Streak| open.paragraphs > longest.as_ref().map_or(1, |longest| longest.paragraphs);
        if let Some(open) = open.as_ref().filter(is_longer) {
            longest = Some(open.clone());
        }
    }
    longest
}

/// The speaker of at least half of a paragraph's words, if there is one.
fn main_speaker(spans: &[AttributedSpan]) -> Option<usize> {
    let mut words: BTreeMap<usize, usize> = BTreeMap::new();
    for span in spans {
        if let Some(speaker) = span.speaker {
            *words.entry(speaker).or_default() += span.words;
        }
    }
    let (speaker, most) = words.into_iter().max_by_key(|&(speaker, count)| (count, Reverse(speaker)))?;
    let all: usize = spans.iter().map(|span| span.words).sum();
    (most > 0 && most * 2 >= all).then_some(speaker)
}
