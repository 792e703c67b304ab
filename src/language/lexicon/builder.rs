//! The builder of the lexicon: it adds the built-in lists, then the phrases of rules. A finished lexicon cannot be changed.

use super::phrases::{List, Phrase, PhrasesOfFirstWord};
use super::verb::{Form, Verb};
use super::{Class, Lexicon, LexiconEntry, Outlet, SourceNoun};
use crate::language::key::key;
use crate::language::token::WordId;
use crate::language::word_hash::WordHash;
use crate::language::{language_id, lists};
use rustc_hash::{FxHashMap, FxHashSet};

/// A lexicon under construction, to which words and phrases can be added.
#[derive(Debug)]
pub struct LexiconBuilder {
    lexicon: Lexicon,
}

impl LexiconBuilder {
    /// A builder with the built-in lists.
    #[must_use]
    pub fn builtin() -> Self {
        let mut lexicon = Lexicon {
            ids: FxHashMap::default(),
            entries: vec![LexiconEntry::default(); WordId::UNKNOWN.0 as usize + 1],
            hashes: vec![WordHash::default(); WordId::UNKNOWN.0 as usize + 1],
            verbs: Vec::new(),
            multiword_verbs: Vec::new(),
            phrases: Vec::new(),
            second_words: Vec::new(),
            sources: Vec::new(),
            outlets: Vec::new(),
            nationality_endings: Vec::new(),
            person_endings: Vec::new(),
            form_endings: vec![Vec::new(); 256],
            title_nouns: FxHashMap::default(),
            countries: FxHashSet::default(),
            rule_lists: 0,
            languages: language_id::Languages::load(),
        };
        lexicon.ids.reserve(8192);
        let mut builder = Self { lexicon };
        lists::load(&mut builder);
        builder
    }

    /// Finishes the lexicon: sorts the phrases for matching, removes repeated ones, and indexes the function words.
    #[must_use]
    pub fn build(mut self) -> Lexicon {
        // Sort by words, so that the phrases which may still match are adjacent, however many begin alike. Sort equal phrases by
        // row, so that the order is deterministic.
        self.lexicon.phrases.sort_unstable_by(|(a, one), (b, other)| {
            let key = |phrase: &Phrase| (phrase.row, phrase.list.0);
            a.cmp(b).then_with(|| one.rest.cmp(&other.rest)).then_with(|| key(one).cmp(&key(other)))
        });
        self.drop_repeated();
        self.lexicon.second_words = self.lexicon.phrases.iter().map(|(_, phrase)| phrase.second_word()).collect();
        let mut start = 0;
        for same in self.lexicon.phrases.chunk_by(|(a, _), (b, _)| a == b) {
            let multiword_start = start + same.partition_point(|(_, phrase)| phrase.rest.is_empty());
            let end = start + same.len();
            self.lexicon.entries[same[0].0.0 as usize].phrases =
                PhrasesOfFirstWord { start: start as u32, multiword_start: multiword_start as u32, end: end as u32 };
            start = end;
        }
        let Lexicon { languages, ids, entries, .. } = &mut self.lexicon;
        languages.index_lexicon(ids, entries.len());
        self.lexicon
    }

    /// Removes phrases whose list already has the same words, since only the first can match. Phrases that require a certain case
    /// are kept. The phrases must be sorted.
    fn drop_repeated(&mut self) {
        let mut seen_lists: FxHashSet<List> = FxHashSet::default();
        let mut keep_flags = Vec::with_capacity(self.lexicon.phrases.len());
        for same in self.lexicon.phrases.chunk_by(|(a, one), (b, other)| a == b && one.rest == other.rest) {
            if let [_] = same {
                keep_flags.push(true);
                continue;
            }
            seen_lists.clear();
            keep_flags.extend(same.iter().map(|(_, phrase)| phrase.exact.is_some() || seen_lists.insert(phrase.list)));
        }
        let mut keep_flags = keep_flags.into_iter();
        self.lexicon.phrases.retain(|_| keep_flags.next() == Some(true));
    }

    /// Adds a list of a rule's phrases and returns the number of the list. A phrase consists of words separated by spaces. `a|b`
    /// are alternatives; a word with `?` after it is optional.
    pub fn add_rule_phrases<'p>(&mut self, phrases: impl IntoIterator<Item = &'p str>) -> u32 {
        let list = self.lexicon.rule_lists;
        self.lexicon.rule_lists += 1;
        for (row, phrase) in phrases.into_iter().enumerate() {
            // Fast path: most phrases have no alternatives, and there are many phrases.
            if !phrase.contains(['|', '?', '_', '\t', '\n', '\r']) {
                self.add_phrase(phrase, List::rule(list), row as u32, false);
                continue;
            }
            for plain in expand(phrase) {
                self.add_phrase(&plain, List::rule(list), row as u32, false);
            }
        }
        list
    }

    /// Adds a phrase of words separated by spaces. With `exact`, it matches only in the same case.
    pub(in crate::language) fn add_phrase(&mut self, phrase: &str, list: List, row: u32, exact: bool) {
        let mut words = phrase.split(' ').filter(|w| !w.is_empty());
        let Some(first) = words.next() else { return };
        let first = self.intern(first);
        // A first word that cannot be a token never matches.
        if !first.is_known() {
            return;
        }
        let rest = words.map(|word| self.intern(word)).collect();
        let exact = exact.then(|| phrase.into());
        self.lexicon.phrases.push((first, Phrase { rest, exact, list, row }));
    }

    pub(in crate::language) fn add_country(&mut self, name: &'static str) {
        self.lexicon.countries.insert(name);
    }

    /// Adds an ending of adjectives of nationality, such as "ese".
    pub(in crate::language) fn add_nationality_ending(&mut self, ending: &'static str) {
        self.lexicon.nationality_endings.push(ending);
    }

    /// Adds an ending of nouns for roles, such as "woman". [`Lexicon::role_stem`] removes the first ending that fits.
    pub(in crate::language) fn add_person_ending(&mut self, ending: &'static str) {
        self.lexicon.person_endings.push(ending);
    }

    /// Adds an ending that shows a part of speech, such as "tion". The first ending that fits a word counts.
    pub(in crate::language) fn add_form_ending(&mut self, ending: &'static str) {
        let place = self.lexicon.form_endings.iter().map(Vec::len).sum();
        if let Some(&last) = ending.as_bytes().last() {
            self.lexicon.form_endings[usize::from(last)].push((place, ending));
        }
    }

    /// Adds the noun for an abbreviated title: "senator" for "Sen."
    pub(in crate::language) fn add_title_noun(&mut self, title: &str, noun: &'static str) {
        self.lexicon.title_nouns.insert(title.to_lowercase(), noun);
    }

    pub(in crate::language) fn add_source(&mut self, noun: SourceNoun) -> u32 {
        self.lexicon.sources.push(noun);
        (self.lexicon.sources.len() - 1) as u32
    }

    pub(in crate::language) fn add_outlet(&mut self, outlet: Outlet) -> u32 {
        self.lexicon.outlets.push(outlet);
        (self.lexicon.outlets.len() - 1) as u32
    }

    pub(in crate::language) fn add_class(&mut self, word: &str, class: Class) {
        let id = self.intern(word);
        self.lexicon.entries[id.0 as usize].classes |= class;
    }

    pub(in crate::language) fn add_form(&mut self, word: &str, form: Form, class: Class) {
        let id = self.intern(word);
        let entry = &mut self.lexicon.entries[id.0 as usize];
        entry.classes |= class;
        entry.form.get_or_insert(form);
    }

    pub(in crate::language) fn add_verb(&mut self, verb: Verb, forms: &[(&str, Form)]) {
        self.lexicon.verbs.push(verb);
        for (word, form) in forms {
            if let Some((head, _)) = word.split_once(' ') {
                self.lexicon.multiword_verbs.push((self.lexicon.verbs.len() as u32 - 1, *form));
                self.add_phrase(word, List::VERB, self.lexicon.multiword_verbs.len() as u32 - 1, false);
                self.add_class(head, Class::VERB_HEAD);
                continue;
            }
            let id = self.intern(word);
            let entry = &mut self.lexicon.entries[id.0 as usize];
            entry.classes |= Class::CUE;
            // A word may be a form of two verbs: the first verb in the list gets it.
            if entry.verb == 0 {
                entry.verb = self.lexicon.verbs.len() as u32;
                entry.form = Some(*form);
            }
        }
    }

    /// The entry of a word, which is created if it is new. `UNKNOWN` if the word is too long or the lexicon is full.
    fn intern(&mut self, word: &str) -> WordId {
        let Some(key) = key(word) else { return WordId::UNKNOWN };
        let next = WordId(self.lexicon.entries.len() as u32);
        if next.0 == WordId::END {
            return self.lexicon.ids.get(&key).copied().unwrap_or(WordId::UNKNOWN);
        }
        let id = *self.lexicon.ids.entry(key).or_insert(next);
        if id == next {
            self.lexicon.entries.push(LexiconEntry::default());
            self.lexicon.hashes.push(WordHash::precompute(word));
        }
        id
    }
}

/// Expands a pattern with alternatives and optional words into plain phrases.
fn expand(pattern: &str) -> Vec<String> {
    let mut done = vec![String::new()];
    for part in pattern.split_whitespace() {
        let (words, optional) = part.strip_suffix('?').map_or((part, false), |w| (w, true));
        let mut next = if optional { done.clone() } else { Vec::new() };
        for word in words.split('|') {
            for start in &done {
                let word = word.replace('_', " ");
                next.push(if start.is_empty() { word } else { format!("{start} {word}") });
            }
        }
        done = next;
    }
    done.retain(|phrase| !phrase.is_empty());
    done
}

#[cfg(test)]
mod tests {
    use super::super::phrases::Match;
    use super::*;
    use crate::text::TokenRange;

    #[test]
    fn full_lexicon_rejects_new_words_and_keeps_old_ones() {
        let mut lexicon = LexiconBuilder::builtin();
        // The number of words that rules may add to the built-in ones.
        let room = WordId::END - lexicon.lexicon.entries.len() as u32;
        assert!(room > 460_000, "{room}");
        for n in 0..room {
            assert_eq!(lexicon.intern(&format!("w{n}")).0, WordId::END - room + n);
        }
        assert_eq!(lexicon.intern("onemore"), WordId::UNKNOWN);
        assert_eq!(lexicon.intern("w0").0, WordId::END - room);
    }

    #[test]
    fn longest_phrase_of_each_list_matches() {
        let mut lexicon = LexiconBuilder::builtin();
        let alike: Vec<String> = (0..5_000).map(|n| format!("zorgle mill of q{n} town")).collect();
        let first =
            lexicon.add_rule_phrases(alike.iter().map(String::as_str).chain(["zorgle", "zorgle mill", "Zorgle mill"]));
        let second = lexicon.add_rule_phrases(["zorgle mill of q7", "mill", "zorgle mill of q8 town hall", "zorgle"]);
        let lexicon = lexicon.build();
        let text = "Zorgle mill of q7 town. The zorgle mill of q8 town";
        let tokens = crate::language::tokens(text, &lexicon);
        let (mut found, mut buffers) = (Vec::new(), lexicon.match_buffers());
        lexicon.matches(text, &tokens, TokenRange::with_len(tokens.len()), &mut buffers, &mut found);
        let found: Vec<_> = found.into_iter().filter(|m| m.list.0 >= List::RULES).collect();
        let expected = [(0..5, first, 7), (0..4, second, 0), (1..2, second, 1), (7..12, first, 8), (7..8, second, 3)];
        let expected =
            expected.map(|(tokens, list, row)| Match { tokens: tokens.into(), list: List::rule(list), row }).to_vec();
        let second_mill = Match { tokens: TokenRange::from(8..9), list: List::rule(second), row: 1 };
        assert_eq!(found, [expected, vec![second_mill]].concat());
    }

    #[test]
    fn alternatives_and_optional_words_expand() {
        assert_eq!(
            expand("it is|was widely? believed"),
            ["it is believed", "it was believed", "it is widely believed", "it was widely believed"]
        );
    }
}
