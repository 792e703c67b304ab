//! The newsroom's own names, ready to be found among tokens.

use super::Newsroom;
use super::view::View;
use std::ops::Range;

/// Names as lower-case words, the article left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    own: Vec<Vec<String>>,
    partners: Vec<Vec<String>>,
    state: Vec<Vec<String>>,
}

impl Names {
    pub(super) fn new(newsroom: &Newsroom) -> Self {
        let words =
            |names: &[String]| names.iter().map(|name| words(name)).filter(|w: &Vec<String>| !w.is_empty()).collect();
        Self {
            own: words(&newsroom.own_outlets),
            partners: words(&newsroom.partners),
            state: words(&newsroom.state_media),
        }
    }

    /// Whether the newsroom's own name stands in these tokens.
    pub(super) fn own_in(&self, view: &View<'_>, tokens: Range<u32>) -> bool {
        found(&self.own, view, tokens)
    }

    /// Whether a partner's name stands in these tokens.
    pub(super) fn partner_in(&self, view: &View<'_>, tokens: Range<u32>) -> bool {
        found(&self.partners, view, tokens)
    }

    /// Whether a name of the newsroom's list of state media stands in these tokens.
    pub(super) fn state_in(&self, view: &View<'_>, tokens: Range<u32>) -> bool {
        found(&self.state, view, tokens)
    }

    /// Whether any outlet that the newsroom named stands in these tokens.
    pub(super) fn outlet_in(&self, view: &View<'_>, tokens: Range<u32>) -> bool {
        self.partner_in(view, tokens.clone()) || self.state_in(view, tokens)
    }
}

fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase().replace('’', "'");
    lower
        .split_whitespace()
        .enumerate()
        .filter(|&(at, word)| at > 0 || word != "the")
        .map(|(_, word)| word.to_owned())
        .collect()
}

fn found(names: &[Vec<String>], view: &View<'_>, tokens: Range<u32>) -> bool {
    names.iter().any(|name| {
        tokens.clone().any(|at| {
            name.len() as u32 <= tokens.end - at
                && view.token(at).capital()
                && name.iter().zip(at..).all(|(word, at)| same(word, view.text(at)))
        })
    })
}

fn same(word: &str, text: &str) -> bool {
    if text.is_ascii() { word.eq_ignore_ascii_case(text) } else { *word == text.to_lowercase().replace('’', "'") }
}
