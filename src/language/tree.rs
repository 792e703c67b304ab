//! Sequences of words, of which a newsroom may list very many. Knows neither tokens nor what the sequences mean.

use rustc_hash::FxHashMap;
use std::collections::HashMap;

/// Sequences of words as a tree: a walk from the root takes one look-up for each word, however many sequences begin alike.
#[derive(Clone, Debug)]
pub(crate) struct WordTree<T> {
    /// Each word once, by its letters.
    words: HashMap<Box<str>, Word>,
    steps: FxHashMap<(Node, Word), Node>,
    /// What is known of the sequences that end at a node.
    ends: FxHashMap<Node, T>,
}

/// A word of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Word(u32);

/// A place in a tree: the words on the way to it from the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Node(u32);

impl Node {
    /// Where every walk begins.
    pub(crate) const ROOT: Self = Self(0);
}

impl<T> Default for WordTree<T> {
    fn default() -> Self {
        Self { words: HashMap::new(), steps: FxHashMap::default(), ends: FxHashMap::default() }
    }
}

impl<T> WordTree<T> {
    /// Whether it has no sequence.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// What is known of a sequence of words, which is added if it is new.
    pub(crate) fn insert<'w>(&mut self, words: impl IntoIterator<Item = &'w str>) -> &mut T
    where
        T: Default,
    {
        let mut node = Node::ROOT;
        for word in words {
            let next = Word(self.words.len() as u32);
            let word = match self.words.get(word) {
                Some(&known) => known,
                None => *self.words.entry(word.into()).or_insert(next),
            };
            let next = Node(self.steps.len() as u32 + 1);
            node = *self.steps.entry((node, word)).or_insert(next);
        }
        self.ends.entry(node).or_default()
    }

    /// A word, if any sequence has it.
    pub(crate) fn word(&self, letters: &str) -> Option<Word> {
        self.words.get(letters).copied()
    }

    /// The next place of a walk, if any sequence goes on with this word.
    pub(crate) fn step(&self, from: Node, word: Word) -> Option<Node> {
        self.steps.get(&(from, word)).copied()
    }

    /// What is known of the sequences that end here.
    pub(crate) fn end(&self, at: Node) -> Option<&T> {
        self.ends.get(&at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_that_begin_alike_are_told_apart() {
        let mut tree: WordTree<u32> = WordTree::default();
        for (number, words) in (1..).zip(["the mill", "the mill closed", "mill", "the mill"]) {
            *tree.insert(words.split(' ')) += number;
        }
        let found = |words: &str| {
            let node = words.split(' ').try_fold(Node::ROOT, |node, word| tree.step(node, tree.word(word)?));
            node.and_then(|node| tree.end(node)).copied()
        };
        for (words, end) in [("the mill", 5), ("the mill closed", 2), ("mill", 3)] {
            assert_eq!(found(words), Some(end), "{words}");
        }
        for words in ["the", "closed", "the the mill", "mill closed", "mills"] {
            assert_eq!(found(words), None, "{words}");
        }
        assert!(!tree.is_empty() && WordTree::<()>::default().is_empty());
    }
}
