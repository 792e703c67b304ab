//! Finds the names that the newsroom's configuration lists: its own outlets, partners, and state media.

use super::Newsroom;
use crate::language::{Node, Tokens, WordTree};
use std::borrow::Cow;
use std::ops::Range;

/// Longer names, in words, are ignored, so that the search at one token takes bounded time.
const LONGEST: usize = 24;

/// The lists of a newsroom that contain a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct NewsroomLists {
    own: bool,
    partners: bool,
    state: bool,
}

/// The names of a newsroom as lower-case words, without the article; made once for all its drafts.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewsroomNames(WordTree<NewsroomLists>);

impl NewsroomNames {
    /// The names in a newsroom's lists.
    pub(crate) fn new(newsroom: &Newsroom) -> Self {
        let mut tree: WordTree<NewsroomLists> = WordTree::default();
        let mut add = |names: &[String], put: fn(&mut NewsroomLists)| {
            for name in names {
                let lower = name.to_lowercase().replace('’', "'");
                let words: Vec<&str> = words(&lower).take(LONGEST + 1).collect();
                if !words.is_empty() && words.len() <= LONGEST {
                    put(tree.insert(words));
                }
            }
        };
        add(&newsroom.own_outlets, |lists| lists.own = true);
        add(&newsroom.partners, |lists| lists.partners = true);
        add(&newsroom.state_media, |lists| lists.state = true);
        Self(tree)
    }
}

/// The places of a newsroom's names in a draft.
#[derive(Clone, Debug, Default)]
pub(super) struct NewsroomMentions {
    own: NameRanges,
    partners: NameRanges,
    state: NameRanges,
}

/// The ranges of one list's names, as first token and the token after the last, sorted; if several names begin at one
/// token, the shortest.
#[derive(Clone, Debug, Default)]
struct NameRanges(Vec<(u32, u32)>);

impl NewsroomMentions {
    /// Finds the names in a draft, in one walk over it.
    pub(super) fn find(listed: &NewsroomNames, tokens: &Tokens<'_>) -> Self {
        let mut names = Self::default();
        let NewsroomNames(tree) = listed;
        if tree.is_empty() {
            return names;
        }
        let count = tokens.language.tokens.len() as u32;
        for start in (0..count).filter(|&at| tokens.token(at).capital()) {
            let mut node = Node::ROOT;
            let mut seen = NewsroomLists::default();
            for at in start..count {
                let word = tree.word(&folded(tokens.text(at)));
                let Some(next) = word.and_then(|word| tree.step(node, word)) else { break };
                node = next;
                if let Some(here) = tree.end(node) {
                    let put = |listed: bool, seen: &mut bool, stands: &mut NameRanges| {
                        if listed && !std::mem::replace(seen, *seen || listed) {
                            stands.0.push((start, at + 1));
                        }
                    };
                    put(here.own, &mut seen.own, &mut names.own);
                    put(here.partners, &mut seen.partners, &mut names.partners);
                    put(here.state, &mut seen.state, &mut names.state);
                }
            }
        }
        names
    }

    /// Whether these tokens contain a name of the newsroom itself.
    pub(super) fn own_in(&self, tokens: Range<u32>) -> bool {
        self.own.any_in(tokens)
    }

    /// Whether these tokens contain a partner's name.
    pub(super) fn partner_in(&self, tokens: Range<u32>) -> bool {
        self.partners.any_in(tokens)
    }

    /// Whether these tokens contain a name of the newsroom's list of state media.
    pub(super) fn state_in(&self, tokens: Range<u32>) -> bool {
        self.state.any_in(tokens)
    }

    /// Whether these tokens contain a partner or a listed state medium.
    pub(super) fn outlet_in(&self, tokens: Range<u32>) -> bool {
        self.partner_in(tokens.clone()) || self.state_in(tokens)
    }
}

impl NameRanges {
    fn any_in(&self, tokens: Range<u32>) -> bool {
        let from = self.0.partition_point(|&(start, _)| start < tokens.start);
        self.0[from..].iter().take_while(|&&(start, _)| start < tokens.end).any(|&(_, end)| end <= tokens.end)
    }
}

/// The words of a name in lower case.
fn words(lower: &str) -> impl Iterator<Item = &str> {
    lower.split_whitespace().enumerate().filter(|&(at, word)| at > 0 || word != "the").map(|(_, word)| word)
}

fn folded(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        Cow::Owned(text.to_lowercase().replace('’', "'"))
    } else if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Format};
    use crate::language::{Language, Lexicon};
    use crate::text::Source;

    #[test]
    fn names_that_begin_alike_are_found_by_their_own_words() {
        let lexicon = Lexicon::builtin();
        let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect();
        let newsroom = Newsroom {
            own_outlets: names(&["The News of the Port", "News", "The Brook’s Post"]),
            partners: names(&["News of the", "news of the Port City", &"Long ".repeat(LONGEST + 1)]),
            state_media: names(&["the", "Port"]),
        };
        let listed = NewsroomNames::new(&newsroom);
        for (draft, own, partner, state) in [
            ("The News of the Port said", true, true, true),
            ("the News of the Mill said", true, true, false),
            ("News said", true, false, false),
            ("news of the port said", false, false, false),
            ("NEWS OF said", true, false, false),
            ("Brook's Post said", false, false, false),
            (&"Long ".repeat(LONGEST + 1), false, false, false),
        ] {
            let document = Document::parse(&Source::new("a.txt", draft.as_bytes().to_vec()), Format::Plain);
            let language = Language::read(&document, &lexicon);
            let found = NewsroomMentions::find(&listed, &Tokens::new(&document, &language, &lexicon));
            let all = 0..language.tokens.len() as u32;
            let stand = [found.own_in(all.clone()), found.partner_in(all.clone()), found.state_in(all)];
            assert_eq!(stand, [own, partner, state], "{draft}");
        }
    }

    #[test]
    fn a_name_that_reaches_out_of_a_phrase_does_not_stand_in_it() {
        let stands = NameRanges(vec![(2, 4), (3, 9), (5, 6)]);
        for (tokens, found) in [(2..4, true), (2..3, false), (3..5, false), (3..6, true), (3..9, true), (6..9, false)] {
            assert_eq!(stands.any_in(tokens.clone()), found, "{tokens:?}");
        }
    }
}
