//! What bylint knows of English words: one look-up a token gives all a layer above may ask.
//!
//! Built once from the lists under `rules/lexicon`, with the phrases that rules bring. All lists share one table of words
//! and one table of phrases, so a draft is read once, whatever the number of lists.

pub use super::class::{Class, Grammar};
use super::key::key;
use super::look_alikes;
use super::token::{Token, WordId};
use super::word_hash::WordHash;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt;
use std::ops::Range;

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// say
    Base,
    /// says
    Third,
    /// said (past, or past participle where the two are alike)
    Past,
    /// spoken
    Participle,
    /// saying
    Ing,
}

/// What an attribution verb says of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerbClass {
    /// said, told
    Neutral,
    /// added, continued
    NeutralContinuation,
    /// announced, confirmed
    NeutralAnnounce,
    /// alleged, testified
    NeutralLegal,
    /// urged, demanded
    Urging,
    /// noted, revealed: presents the content as true
    Factive,
    /// claimed: suggests doubt
    Doubting,
    /// admitted: implies guilt
    Admitting,
    /// insisted: claims knowledge of force
    Forceful,
    /// slammed
    Attacking,
    /// boasted
    Boasting,
    /// denied
    Denying,
    /// refuted: true only when falsity is shown
    Refuting,
    /// praised
    Evaluating,
    /// smiled
    Manner,
    /// hinted
    Hinting,
    /// believes
    Thinking,
    /// learned
    Hearing,
    /// shows
    Document,
    /// hopes, plans: wishes and aims
    Wishing,
}

/// A verb of the attribution list.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the list, and any set of them may hold")]
pub struct Verb {
    /// say
    pub lemma: &'static str,
    /// The hashes of that.
    pub print: WordHash,
    /// What it says of its content.
    pub class: VerbClass,
    /// A plainer verb, where the list has one.
    pub suggest: &'static str,
    /// It takes a that-clause.
    pub takes_that: bool,
    /// It takes a quotation.
    pub takes_quote: bool,
    /// It takes a plain object.
    pub takes_object: bool,
    /// The word is also a noun ("report"), so it needs a subject and content.
    pub noun: bool,
    /// The word has an everyday sense ("note the time"), so it needs a that-clause or a quotation.
    pub literal: bool,
    /// The list holds it to be a matter of taste.
    pub mild: bool,
    /// What is peculiar to its frames.
    pub grammar: Grammar,
}

/// The list a phrase comes from, in four bytes: a long draft has hundreds of thousands of matches.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct List(u32);

impl List {
    /// `source-nouns.tsv`, by row.
    pub const SOURCE: Self = Self(0);
    /// `outlets.tsv`, by row.
    pub const OUTLET: Self = Self(1);
    /// Verbs of several words: [`Lexicon::verb_of_words`] by row.
    pub const VERB: Self = Self(2);
    const RULES: u32 = 3;

    /// The phrases of a rule, by the number the rule got when it added them.
    #[must_use]
    pub fn rule(number: u32) -> Self {
        Self(Self::RULES + number)
    }
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::SOURCE => f.write_str("Source"),
            Self::OUTLET => f.write_str("Outlet"),
            Self::VERB => f.write_str("Verb"),
            Self(number) => write!(f, "Rule({})", number - Self::RULES),
        }
    }
}

/// A phrase found in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Tokens.
    pub tokens: Range<u32>,
    /// The list it stands in.
    pub list: List,
    /// The row of that list.
    pub row: u32,
}

#[derive(Debug)]
struct Phrase {
    rest: Box<[WordId]>,
    /// Names match with their case, so that "the Sun" is a paper and "the sun" is not.
    exact: Option<Box<str>>,
    list: List,
    row: u32,
}

#[derive(Debug, Default, Clone, Copy)]
struct Entry {
    classes: Class,
    verb: u32,
    form: Option<Form>,
    phrases: Starting,
}

/// The phrases that start with a word: first the word alone, then those of several words, by these.
#[derive(Debug, Default, Clone, Copy)]
struct Starting {
    start: u32,
    several: u32,
    end: u32,
}

/// Phrases that end at a token, from the longest to the shortest, and of which lists one was found there: kept from one block of
/// a draft to the next.
#[derive(Debug, Default)]
pub(super) struct Matching {
    ends: Vec<Range<usize>>,
    /// For each list, one more than the token at which it was found last.
    lists: Vec<u32>,
}

/// A row of `source-nouns.tsv`.
#[derive(Debug, Clone, Copy)]
pub struct SourceNoun {
    /// The phrase.
    pub phrase: &'static str,
    /// The list's class: `anonymous`, `vague-collective` …
    pub class: &'static str,
}

/// A row of `outlets.tsv`.
#[derive(Debug, Clone, Copy)]
pub struct Outlet {
    /// The full name.
    pub name: &'static str,
    /// wire, newspaper, state-media …
    pub class: &'static str,
    /// Who controls it: independent, state-controlled …
    pub control: &'static str,
    /// "Russian state-owned news agency"; empty where none is needed.
    pub descriptor: &'static str,
    /// The name means other things too, so it needs a cue beside it.
    pub ambiguous: bool,
}

/// All words and phrases that a run knows.
#[derive(Debug)]
pub struct Lexicon {
    /// By the number of the word ([`key`]): of two words, none has that of the other in a thousand billion lexicons.
    ids: FxHashMap<u64, WordId>,
    entries: Vec<Entry>,
    /// Of each entry's word, as far as it is ASCII.
    prints: Vec<WordHash>,
    verbs: Vec<Verb>,
    wordy_verbs: Vec<(u32, Form)>,
    /// By their words, those that begin another one before it.
    phrases: Vec<(WordId, Phrase)>,
    /// The second word of each phrase, side by side, as they are searched for every word of a draft.
    seconds: Vec<WordId>,
    sources: Vec<SourceNoun>,
    outlets: Vec<Outlet>,
    nationality_endings: Vec<&'static str>,
    person_endings: Vec<&'static str>,
    /// By their last byte: the place in the list, and the ending.
    form_endings: Vec<Vec<(usize, &'static str)>>,
    title_nouns: FxHashMap<String, &'static str>,
    countries: FxHashSet<&'static str>,
    rule_lists: u32,
    pub(super) languages: super::language_id::Languages,
}

impl Lexicon {
    /// The built-in lists. Add phrases, then call [`Lexicon::finish`].
    #[must_use]
    pub fn builtin() -> Self {
        let mut lexicon = Self {
            ids: FxHashMap::default(),
            entries: vec![Entry::default(); WordId::UNKNOWN.0 as usize + 1],
            prints: vec![WordHash::default(); WordId::UNKNOWN.0 as usize + 1],
            verbs: Vec::new(),
            wordy_verbs: Vec::new(),
            phrases: Vec::new(),
            seconds: Vec::new(),
            sources: Vec::new(),
            outlets: Vec::new(),
            nationality_endings: Vec::new(),
            person_endings: Vec::new(),
            form_endings: vec![Vec::new(); 256],
            title_nouns: FxHashMap::default(),
            countries: FxHashSet::default(),
            rule_lists: 0,
            languages: super::language_id::Languages::load(),
        };
        lexicon.ids.reserve(8192);
        super::lists::load(&mut lexicon);
        lexicon
    }

    /// Sorts the phrases for matching; after it, nothing is added.
    #[must_use]
    pub fn finish(mut self) -> Self {
        // By their words, so that those that may go on as a draft does stand side by side, however many begin alike; of the same
        // words by row, so that the order is fixed.
        self.phrases.sort_unstable_by(|(a, one), (b, other)| {
            let key = |phrase: &Phrase| (phrase.row, phrase.list.0);
            a.cmp(b).then_with(|| one.rest.cmp(&other.rest)).then_with(|| key(one).cmp(&key(other)))
        });
        self.drop_repeated();
        self.seconds = self.phrases.iter().map(|(_, phrase)| phrase.second()).collect();
        let mut start = 0;
        for same in self.phrases.chunk_by(|(a, _), (b, _)| a == b) {
            let several = start + same.partition_point(|(_, phrase)| phrase.rest.is_empty());
            let end = start + same.len();
            self.entries[same[0].0.0 as usize].phrases =
                Starting { start: start as u32, several: several as u32, end: end as u32 };
            start = end;
        }
        self.languages.index(&self.ids, self.entries.len());
        self
    }

    /// Leaves out the phrases, once sorted, that their own list has before: they would be tried and never found.
    fn drop_repeated(&mut self) {
        let mut listed: FxHashSet<List> = FxHashSet::default();
        let mut keeps = Vec::with_capacity(self.phrases.len());
        for same in self.phrases.chunk_by(|(a, one), (b, other)| a == b && one.rest == other.rest) {
            if let [_] = same {
                keeps.push(true);
                continue;
            }
            listed.clear();
            keeps.extend(same.iter().map(|(_, phrase)| phrase.exact.is_some() || listed.insert(phrase.list)));
        }
        let mut keeps = keeps.into_iter();
        self.phrases.retain(|_| keeps.next() == Some(true));
    }

    /// Room for what is found at the tokens of a draft.
    pub(super) fn matching(&self) -> Matching {
        Matching { ends: Vec::new(), lists: vec![0; (List::RULES + self.rule_lists) as usize] }
    }

    /// A word's entry, whatever its case; curly and straight apostrophes are the same.
    #[must_use]
    pub fn lookup(&self, word: &str) -> WordId {
        key(word).and_then(|key| self.ids.get(&key)).copied().unwrap_or(WordId::UNKNOWN)
    }

    /// The entry of a word that is not written as the lists have it.
    pub(super) fn entry_of(&self, word: &str, all_caps: bool) -> WordId {
        let found = self.lookup(word);
        if all_caps { self.in_capitals(found) } else { found }
    }

    /// The entry of a word in capitals: "US", "WHO" and "IT" are names, not pronouns.
    pub(super) fn in_capitals(&self, word: WordId) -> WordId {
        let pronoun = Class::OBJECT_PRONOUN | Class::PRONOUN | Class::RELATIVE;
        if self.classes(word).intersects(pronoun) { WordId::UNKNOWN } else { word }
    }

    /// The hashes of a token's letters: for most words of a draft they are at hand. A word in look-alikes has those of the word
    /// that it is read as.
    #[must_use]
    pub fn print(&self, token: Token, prose: &str) -> WordHash {
        let known = self.prints[token.word().0 as usize];
        if known.is_of(token) {
            return known;
        }
        let text = token.text(prose);
        // A curly apostrophe makes a word longer, too.
        if token.word().is_known() && look_alikes::may_be(text) && self.reads_otherwise(text) && known.is_at_hand() {
            return known;
        }
        WordHash::of(text)
    }

    /// Whether a word of the lists is not written as they have it.
    #[cold]
    fn reads_otherwise(&self, text: &str) -> bool {
        !self.lookup(text).is_known()
    }

    /// A word's classes.
    #[must_use]
    pub fn classes(&self, word: WordId) -> Class {
        self.entries[word.0 as usize].classes
    }

    /// Whether a token says of which country something is: "Russian", "US", and by its ending "Guyanese".
    #[must_use]
    pub fn nationality(&self, token: Token, prose: &str) -> bool {
        let text = token.text(prose);
        self.classes(token.word()).contains(Class::NATIONALITY)
            || token.all_caps() && text.len() <= 2
            || text.len() > 4 && self.nationality_endings.iter().any(|ending| text.ends_with(ending))
    }

    /// Whether words are the name of a country.
    #[must_use]
    pub fn country(&self, words: &str) -> bool {
        self.countries.contains(words)
    }

    /// A noun for a role in lower case, without the ending that says who holds it: spokesman, spokesperson and spokeswoman
    /// have one stem, and so have chairman and chair. A title gives its noun: "Sen." is a senator.
    #[must_use]
    pub fn role_stem(&self, noun: &str) -> String {
        let lower = noun.to_lowercase();
        if let Some(&noun) = self.title_nouns.get(&lower) {
            return noun.to_owned();
        }
        let stems = self.person_endings.iter().filter_map(|ending| lower.strip_suffix(ending));
        stems.filter(|stem| stem.len() >= 4).map(str::to_owned).next().unwrap_or(lower)
    }

    /// Which of the endings that tell a part of speech ("-tion", "-ous") a word has, by its place in the list.
    #[must_use]
    pub fn ending(&self, word: &str) -> Option<usize> {
        let alike = self.form_endings.get(usize::from(*word.as_bytes().last()?))?;
        // Of those with its last letter, most have another before it.
        let before_last = |word: &str| word.len().checked_sub(2).map(|at| word.as_bytes()[at]);
        let before = before_last(word);
        let ends = |ending: &str| {
            word.len() > ending.len() + 2
                && before_last(ending).is_none_or(|letter| Some(letter) == before)
                && word.ends_with(ending)
        };
        alike.iter().find(|(_, ending)| ends(ending)).map(|&(at, _)| at)
    }

    /// The attribution verb a word is a form of, with its form.
    #[must_use]
    pub fn verb(&self, word: WordId) -> Option<(&Verb, Form)> {
        let entry = &self.entries[word.0 as usize];
        let verb = self.verbs.get(entry.verb.checked_sub(1)? as usize)?;
        Some((verb, entry.form?))
    }

    /// The verb of several words of a [`List::VERB`] match, with its form.
    #[must_use]
    pub fn verb_of_words(&self, row: u32) -> (&Verb, Form) {
        let (verb, form) = self.wordy_verbs[row as usize];
        (&self.verbs[verb as usize], form)
    }

    /// The form of a common or attribution verb.
    #[must_use]
    pub fn form(&self, word: WordId) -> Option<Form> {
        self.entries[word.0 as usize].form
    }

    /// A row of the list of sources.
    #[must_use]
    pub fn source(&self, row: u32) -> SourceNoun {
        self.sources[row as usize]
    }

    /// A row of the list of outlets.
    #[must_use]
    pub fn outlet(&self, row: u32) -> Outlet {
        self.outlets[row as usize]
    }

    /// Adds the longest match of each list that starts at each token of a block, in the order of the draft.
    pub(super) fn matches(
        &self,
        prose: &str,
        tokens: &[Token],
        block: Range<u32>,
        matching: &mut Matching,
        found: &mut Vec<Match>,
    ) {
        let tokens = &tokens[..block.end as usize];
        let Matching { ends, lists } = matching;
        for (at, token) in tokens.iter().enumerate().skip(block.start as usize) {
            let Starting { start, several, end } = self.entries[token.word().0 as usize].phrases;
            if start == end {
                continue;
            }
            ends.clear();
            ends.push(start as usize..several as usize);
            self.go_on(tokens, at, several as usize..end as usize, ends);
            for ending in ends.iter().rev() {
                for (_, phrase) in &self.phrases[ending.clone()] {
                    let listed = &mut lists[phrase.list.0 as usize];
                    if *listed != at as u32 + 1 && phrase.has_case_of(prose, tokens, at) {
                        *listed = at as u32 + 1;
                        let tokens = at as u32..(at + 1 + phrase.rest.len()) as u32;
                        found.push(Match { tokens, list: phrase.list, row: phrase.row });
                    }
                }
            }
        }
    }

    /// The phrases among `left` that go on as the draft does behind a token, by where they end.
    fn go_on(&self, tokens: &[Token], at: usize, mut left: Range<usize>, ends: &mut Vec<Range<usize>>) {
        for (depth, token) in tokens[at + 1..].iter().enumerate() {
            let word = token.word();
            if left.is_empty() || !word.is_known() {
                return;
            }
            left = if depth == 0 {
                let seconds = &self.seconds[left.clone()];
                let from = seconds.partition_point(|&second| second < word);
                let to = from + seconds[from..].partition_point(|&second| second == word);
                left.start + from..left.start + to
            } else {
                let phrases = &self.phrases[left.clone()];
                let from = phrases.partition_point(|(_, phrase)| phrase.rest[depth] < word);
                let to = from + phrases[from..].partition_point(|(_, phrase)| phrase.rest[depth] == word);
                left.start + from..left.start + to
            };
            // Those that end here stand before those that they begin.
            let phrases = &self.phrases[left.clone()];
            let here = left.start + phrases.partition_point(|(_, phrase)| phrase.rest.len() == depth + 1);
            if here > left.start {
                ends.push(left.start..here);
            }
            left.start = here;
        }
    }

    /// Adds a list of phrases of a rule and returns its number. A phrase is words between blanks; `a|b` are alternatives,
    /// a word with `?` behind it may be missing.
    pub fn add_rule_phrases<'p>(&mut self, phrases: impl IntoIterator<Item = &'p str>) -> u32 {
        let list = self.rule_lists;
        self.rule_lists += 1;
        for (row, phrase) in phrases.into_iter().enumerate() {
            // Most phrases stand for themselves, and there are many.
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

    pub(super) fn add_phrase(&mut self, phrase: &str, list: List, row: u32, exact: bool) {
        let mut words = phrase.split(' ').filter(|w| !w.is_empty());
        let Some(first) = words.next() else { return };
        let first = self.intern(first);
        // What no token can be is found nowhere.
        if !first.is_known() {
            return;
        }
        let rest = words.map(|word| self.intern(word)).collect();
        let exact = exact.then(|| phrase.into());
        self.phrases.push((first, Phrase { rest, exact, list, row }));
    }

    pub(super) fn add_country(&mut self, name: &'static str) {
        self.countries.insert(name);
    }

    /// An ending of adjectives of nationality.
    pub(super) fn add_nationality_ending(&mut self, ending: &'static str) {
        self.nationality_endings.push(ending);
    }

    /// An ending of nouns for roles; the first that fits is taken off.
    pub(super) fn add_person_ending(&mut self, ending: &'static str) {
        self.person_endings.push(ending);
    }

    /// An ending that tells a part of speech; the first that fits counts.
    pub(super) fn add_form_ending(&mut self, ending: &'static str) {
        let place = self.form_endings.iter().map(Vec::len).sum();
        if let Some(&last) = ending.as_bytes().last() {
            self.form_endings[usize::from(last)].push((place, ending));
        }
    }

    /// The noun for whom an abbreviated title stands before.
    pub(super) fn add_title_noun(&mut self, title: &str, noun: &'static str) {
        self.title_nouns.insert(title.to_lowercase(), noun);
    }

    pub(super) fn add_source(&mut self, noun: SourceNoun) -> u32 {
        self.sources.push(noun);
        (self.sources.len() - 1) as u32
    }

    pub(super) fn add_outlet(&mut self, outlet: Outlet) -> u32 {
        self.outlets.push(outlet);
        (self.outlets.len() - 1) as u32
    }

    pub(super) fn add_class(&mut self, word: &str, class: Class) {
        let id = self.intern(word);
        self.entries[id.0 as usize].classes |= class;
    }

    pub(super) fn add_form(&mut self, word: &str, form: Form, class: Class) {
        let id = self.intern(word);
        let entry = &mut self.entries[id.0 as usize];
        entry.classes |= class;
        entry.form.get_or_insert(form);
    }

    pub(super) fn add_verb(&mut self, verb: Verb, forms: &[(&str, Form)]) {
        self.verbs.push(verb);
        for (word, form) in forms {
            if let Some((head, _)) = word.split_once(' ') {
                self.wordy_verbs.push((self.verbs.len() as u32 - 1, *form));
                self.add_phrase(word, List::VERB, self.wordy_verbs.len() as u32 - 1, false);
                self.add_class(head, Class::VERB_HEAD);
                continue;
            }
            let id = self.intern(word);
            let entry = &mut self.entries[id.0 as usize];
            entry.classes |= Class::CUE;
            // A word may be a form of two verbs; the list's first keeps it.
            if entry.verb == 0 {
                entry.verb = self.verbs.len() as u32;
                entry.form = Some(*form);
            }
        }
    }

    fn intern(&mut self, word: &str) -> WordId {
        let Some(key) = key(word) else { return WordId::UNKNOWN };
        let next = WordId(self.entries.len() as u32);
        if next.0 == WordId::END {
            return self.ids.get(&key).copied().unwrap_or(WordId::UNKNOWN);
        }
        let id = *self.ids.entry(key).or_insert(next);
        if id == next {
            self.entries.push(Entry::default());
            self.prints.push(WordHash::known(word));
        }
        id
    }
}

impl Phrase {
    /// Its second word; a phrase of one has none.
    fn second(&self) -> WordId {
        self.rest.first().copied().unwrap_or(WordId::UNKNOWN)
    }

    /// Whether the case of the tokens from `at` on is right; the words are.
    fn has_case_of(&self, prose: &str, tokens: &[Token], at: usize) -> bool {
        let Some(exact) = &self.exact else { return true };
        let words = exact.split(' ').filter(|w| !w.is_empty());
        tokens[at..=at + self.rest.len()].iter().zip(words).all(|(token, word)| {
            let text = token.text(prose);
            // Only the article of a name may change its case: "The Times", "the Times".
            text == word
                || (word.eq_ignore_ascii_case("the") && text.eq_ignore_ascii_case("the"))
                || look_alikes::reads_as(text, word)
        })
    }
}

/// All plain phrases that a pattern stands for.
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
    use super::*;

    #[test]
    fn a_full_lexicon_keeps_what_it_has_and_takes_no_more() {
        let mut lexicon = Lexicon::builtin();
        // What the rules may bring beside the built-in words.
        let room = WordId::END - lexicon.entries.len() as u32;
        assert!(room > 460_000, "{room}");
        for n in 0..room {
            assert_eq!(lexicon.intern(&format!("w{n}")).0, WordId::END - room + n);
        }
        assert_eq!(lexicon.intern("onemore"), WordId::UNKNOWN);
        assert_eq!(lexicon.intern("w0").0, WordId::END - room);
    }

    #[test]
    fn of_phrases_that_begin_alike_each_list_has_its_longest() {
        let mut lexicon = Lexicon::builtin();
        let alike: Vec<String> = (0..5_000).map(|n| format!("zorgle mill of q{n} town")).collect();
        let first =
            lexicon.add_rule_phrases(alike.iter().map(String::as_str).chain(["zorgle", "zorgle mill", "Zorgle mill"]));
        let second = lexicon.add_rule_phrases(["zorgle mill of q7", "mill", "zorgle mill of q8 town hall", "zorgle"]);
        let lexicon = lexicon.finish();
        let text = "Zorgle mill of q7 town. The zorgle mill of q8 town";
        let tokens = crate::language::tokens(text, &lexicon);
        let (mut found, mut matching) = (Vec::new(), lexicon.matching());
        lexicon.matches(text, &tokens, 0..tokens.len() as u32, &mut matching, &mut found);
        let found: Vec<_> = found.into_iter().filter(|m| m.list.0 >= List::RULES).collect();
        let expected = [(0..5, first, 7), (0..4, second, 0), (1..2, second, 1), (7..12, first, 8), (7..8, second, 3)];
        let expected = expected.map(|(tokens, list, row)| Match { tokens, list: List::rule(list), row }).to_vec();
        let second_mill = Match { tokens: 8..9, list: List::rule(second), row: 1 };
        assert_eq!(found, [expected, vec![second_mill]].concat());
    }

    #[test]
    fn alternatives_and_missing_words_expand() {
        assert_eq!(
            expand("it is|was widely? believed"),
            ["it is believed", "it was believed", "it is widely believed", "it was widely believed"]
        );
    }
}
