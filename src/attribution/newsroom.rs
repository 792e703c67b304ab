//! Finds the names that the newsroom's configuration lists: its own outlets, partners, and state media.

use super::Newsroom;
use crate::language::{Node, Tokens, WordTree};
use crate::text::{TokenIdx, TokenRange};
use std::borrow::Cow;

/// Maximum length of a name in words. Longer names are ignored, so that the search at each token takes bounded time.
const MAX_NAME_WORDS: usize = 24;

/// For a name, the lists of the newsroom that contain it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct NewsroomLists {
    own: bool,
    partners: bool,
    state: bool,
}

/// The names of a newsroom as lower-case words without “the”. Built once for all drafts.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewsroomNames(WordTree<NewsroomLists>);

impl NewsroomNames {
    /// Builds the tree of all names in the newsroom's lists.
    pub(crate) fn new(newsroom: &Newsroom) -> Self {
        let mut tree: WordTree<NewsroomLists> = WordTree::default();
        let mut add = |names: &[String], add_to_list: fn(&mut NewsroomLists)| {
            for name in names {
                let lower = name.to_lowercase().replace('’', "'");
                let words: Vec<&str> = words(&lower).take(MAX_NAME_WORDS + 1).collect();
                if !words.is_empty() && words.len() <= MAX_NAME_WORDS {
                    add_to_list(tree.insert(words));
                }
            }
        };
        add(&newsroom.own_outlets, |lists| lists.own = true);
        add(&newsroom.partners, |lists| lists.partners = true);
        add(&newsroom.state_media, |lists| lists.state = true);
        Self(tree)
    }
}

/// The positions of the newsroom's names in a draft.
#[derive(Clone, Debug, Default)]
pub(super) struct NewsroomMentions {
    own: NameRanges,
    partners: NameRanges,
    state: NameRanges,
}

/// The ranges of the names of one list, sorted, each as the first token and the token after the last. If several names begin at
/// the same token, only the shortest is included.
#[derive(Clone, Debug, Default)]
struct NameRanges(Vec<(TokenIdx, TokenIdx)>);

impl NewsroomMentions {
    /// Finds the names in a draft in one pass.
    pub(super) fn find(newsroom_names: &NewsroomNames, tokens: &Tokens<'_>) -> Self {
        let mut mentions = Self::default();
        let NewsroomNames(tree) = newsroom_names;
        if tree.is_empty() {
            return mentions;
        }
        let all = tokens.language.all_tokens();
        for start in all.iter().filter(|&at| tokens.token(at).capital()) {
            let mut node = Node::ROOT;
            let mut seen = NewsroomLists::default();
            for at in start.until(all.end) {
                let word = tree.word(&lower_case(tokens.text(at)));
                let Some(next) = word.and_then(|word| tree.step(node, word)) else { break };
                node = next;
                if let Some(here) = tree.end(node) {
                    let add = |is_in_list: bool, seen: &mut bool, ranges: &mut NameRanges| {
                        if is_in_list && !std::mem::replace(seen, *seen || is_in_list) {
                            ranges.0.push((start, at + 1));
                        }
                    };
                    add(here.own, &mut seen.own, &mut mentions.own);
                    add(here.partners, &mut seen.partners, &mut mentions.partners);
                    add(here.state, &mut seen.state, &mut mentions.state);
                }
            }
        }
        mentions
    }

    /// Whether these tokens contain a name of the newsroom itself.
    pub(super) fn own_in(&self, tokens: TokenRange) -> bool {
        self.own.any_in(tokens)
    }

    /// Whether these tokens contain a partner's name.
    pub(super) fn partner_in(&self, tokens: TokenRange) -> bool {
        self.partners.any_in(tokens)
    }

    /// Whether these tokens contain a name of the newsroom's list of state media.
    pub(super) fn state_in(&self, tokens: TokenRange) -> bool {
        self.state.any_in(tokens)
    }

    /// Whether these tokens contain a name of a partner or of the newsroom's list of state media.
    pub(super) fn outlet_in(&self, tokens: TokenRange) -> bool {
        self.partner_in(tokens) || self.state_in(tokens)
    }
}

impl NameRanges {
    /// Whether a name is completely inside these tokens.
    fn any_in(&self, tokens: TokenRange) -> bool {
        let from = self.0.partition_point(|&(start, _)| start < tokens.start);
        self.0[from..].iter().take_while(|&&(start, _)| start < tokens.end).any(|&(_, end)| end <= tokens.end)
    }
}

/// The words of a lower-case name, without a leading “the”.
fn words(lower: &str) -> impl Iterator<Item = &str> {
    lower.split_whitespace().enumerate().filter(|&(at, word)| at > 0 || word != "the").map(|(_, word)| word)
}

/// The text in lower case, with straight apostrophes if it is not ASCII.
fn lower_case(text: &str) -> Cow<'_, str> {
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
    use crate::attribution::test_draft::TestDraft;

    #[test]
    fn names_that_share_their_first_words_are_told_apart() {
        let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect();
        let newsroom = Newsroom {
            own_outlets: names(&["The News of the Port", "News", "The Brook’s Post"]),
            partners: names(&["News of the", "news of the Port City", &"Long ".repeat(MAX_NAME_WORDS + 1)]),
            state_media: names(&["the", "Port"]),
        };
        let newsroom_names = NewsroomNames::new(&newsroom);
        for (text, own, partner, state) in [
            ("The News of the Port said", true, true, true),
            ("the News of the Mill said", true, true, false),
            ("News said", true, false, false),
            ("news of the port said", false, false, false),
            ("NEWS OF said", true, false, false),
            ("Brook's Post said", false, false, false),
            (&"Long ".repeat(MAX_NAME_WORDS + 1), false, false, false),
        ] {
            let draft = TestDraft::read(text);
            let found = NewsroomMentions::find(&newsroom_names, &draft.tokens());
            let all = draft.language.all_tokens();
            let contained = [found.own_in(all), found.partner_in(all), found.state_in(all)];
            assert_eq!(contained, [own, partner, state], "{text}");
        }
    }

    #[test]
    fn a_name_that_extends_beyond_a_phrase_is_not_in_it() {
        let ranges = NameRanges(
            [(2, 4), (3, 9), (5, 6)].map(|(start, end)| (TokenIdx::new(start), TokenIdx::new(end))).to_vec(),
        );
        for (tokens, found) in [(2..4, true), (2..3, false), (3..5, false), (3..6, true), (3..9, true), (6..9, false)] {
            assert_eq!(ranges.any_in(tokens.clone().into()), found, "{tokens:?}");
        }
    }
}
