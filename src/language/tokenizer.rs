//! The tokenizer: cuts prose into words, numbers and marks.

use super::lexicon::{Class, Lexicon};
use super::look_alikes::{self, LookAlike};
use super::token::{
    ALL_CAPS, CAPITAL, LETTERS, MAX_TOKEN_LEN, SPACE_BEFORE, Token, TokenKind, WordId, is_clitic, is_combining,
};
use super::{disguised, key};
use crate::text::ProseRange;

/// Tokenizes the prose of one block. Appends the tokens to `out` and the words in look-alikes to `look_alikes`. `addresses` are
/// the ranges of web and e-mail addresses, sorted by start.
pub(super) fn tokenize(
    prose: &str,
    block: ProseRange,
    addresses: &[ProseRange],
    lexicon: &Lexicon,
    out: &mut Vec<Token>,
    look_alikes: &mut Vec<LookAlike>,
) {
    let first = out.len();
    let suspects = Tokenizer {
        prose,
        bytes: prose.as_bytes(),
        at: block.start.index(),
        end: block.end.index(),
        lexicon,
        out,
        space_before: false,
        suspects: Vec::new(),
    }
    .run(addresses);
    if !suspects.is_empty() {
        let block = first..out.len();
        disguised::resolve_disguises(prose, out, block, &suspects, lexicon, look_alikes);
    }
}

/// The state of tokenizing a block.
struct Tokenizer<'a> {
    prose: &'a str,
    bytes: &'a [u8],
    /// The byte at which the next token starts.
    at: usize,
    end: usize,
    lexicon: &'a Lexicon,
    out: &'a mut Vec<Token>,
    /// Whether white space precedes the next token.
    space_before: bool,
    /// The indices of tokens that may be written in look-alikes.
    suspects: Vec<usize>,
}

impl Tokenizer<'_> {
    /// Tokenizes the block. Returns the indices of the tokens that may be written in look-alikes.
    fn run(mut self, mut addresses: &[ProseRange]) -> Vec<usize> {
        while self.at < self.end {
            while let [first, rest @ ..] = addresses
                && first.end.index() <= self.at
            {
                addresses = rest;
            }
            if let Some(address) = addresses.first()
                && address.start.index() <= self.at
            {
                let end = address.end.index().min(self.end);
                self.push(TokenKind::Address, end);
                continue;
            }
            match self.bytes[self.at] {
                b' ' | b'\t' | b'\r' => {
                    self.space_before = true;
                    self.at += 1;
                }
                byte if byte.is_ascii_alphabetic() => self.push_next_word(),
                byte if byte.is_ascii_digit() => self.push_number(self.at),
                byte if byte.is_ascii() => self.push_mark(byte),
                _ => self.push_non_ascii(),
            }
        }
        self.suspects
    }

    fn push(&mut self, kind: TokenKind, end: usize) {
        self.push_with_entry(kind, end, WordId::UNKNOWN, 0);
    }

    /// Pushes the token from `self.at` to `end`. If it is too long for one token, pushes several.
    fn push_with_entry(&mut self, kind: TokenKind, end: usize, word: WordId, flags: u32) {
        if end - self.at <= MAX_TOKEN_LEN {
            self.push_piece(kind, end, word, flags);
            return;
        }
        // Nothing this long is a word. It is cut into several tokens, so that each byte of the draft is in a token.
        let kind = if kind == TokenKind::Word { TokenKind::Symbol } else { kind };
        while self.at < end {
            let mut cut = end.min(self.at + MAX_TOKEN_LEN);
            while !self.prose.is_char_boundary(cut) {
                cut -= 1;
            }
            self.push_piece(kind, cut, WordId::UNKNOWN, 0);
        }
    }

    /// Pushes a token that is not too long, from `self.at` to `end`.
    fn push_piece(&mut self, kind: TokenKind, end: usize, word: WordId, flags: u32) {
        debug_assert!(end > self.at, "an empty token would make the tokenizer loop forever");
        let space = if self.space_before { SPACE_BEFORE } else { 0 };
        self.out.push(Token::new(kind, self.at..end, word, flags | space));
        self.at = end;
        self.space_before = false;
    }

    /// The byte at an index; 0 after the end of the block.
    fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.bytes[at] } else { 0 }
    }

    /// Pushes the token that starts with an ASCII character other than a letter, a digit or a space.
    fn push_mark(&mut self, byte: u8) {
        use TokenKind::{
            Break, Close, Colon, Comma, Dash, Ellipsis, Number, Open, QuestionOrExclamation, Quote, Semicolon, Stop,
            Symbol,
        };
        let next = self.byte(self.at + 1);
        let (kind, len) = match byte {
            b',' => (Comma, 1),
            b'.' if next == b'.' => (Ellipsis, self.run_of(b'.')),
            b'.' => (Stop, 1),
            b'?' | b'!' => (QuestionOrExclamation, 1),
            b':' => (Colon, 1),
            b';' => (Semicolon, 1),
            b'(' | b'[' | b'{' => (Open, 1),
            b')' | b']' | b'}' => (Close, 1),
            b'"' | b'\'' | b'`' => (Quote, 1),
            b'-' if next == b'-' => (Dash, self.run_of(b'-')),
            b'-' if next == b' ' || self.space_before => (Dash, 1),
            b'$' if next.is_ascii_digit() => return self.push_number(self.at),
            b'@' | b'#' if next.is_ascii_alphanumeric() && !self.follows_word() => return self.push_handle(),
            b'\n' => (Break, 1),
            b'%' => (Number, 1),
            _ => (Symbol, 1),
        };
        self.push(kind, self.at + len);
        if kind == Break {
            self.space_before = true;
        }
    }

    /// Whether the next character directly follows a word or number.
    fn follows_word(&self) -> bool {
        !self.space_before && self.out.last().is_some_and(|t| t.end().index() == self.at && t.wordlike())
    }

    /// How many times `byte` occurs in a row here.
    fn run_of(&self, byte: u8) -> usize {
        self.bytes[self.at..self.end].iter().take_while(|&&b| b == byte).count()
    }

    /// Pushes a handle or hashtag, such as `@adabrook`.
    fn push_handle(&mut self) {
        let mut end = self.at + 1;
        while end < self.end && (self.bytes[end].is_ascii_alphanumeric() || self.bytes[end] == b'_') {
            end += 1;
        }
        self.push(TokenKind::Address, end);
    }

    /// Pushes a number. `from` is the index of its first digit or of a `$`; a longer currency sign may precede it.
    fn push_number(&mut self, from: usize) {
        let mut end = from + 1;
        // Whether the number has a hyphen that is not the ASCII one.
        let mut unusual_hyphen = false;
        loop {
            match self.byte(end) {
                b if b.is_ascii_digit() => end += 1,
                b',' | b'.' | b':' | b'/' if self.byte(end + 1).is_ascii_digit() => end += 2,
                b'%' => {
                    end += 1;
                    break;
                }
                // 1990s, 3rd, 70-year-old, 5pm: letters and hyphens that belong to the number.
                b'-' if self.byte(end + 1).is_ascii_alphanumeric() => end += 2,
                b if b.is_ascii_alphabetic() => end += 1,
                b if b.is_ascii() => break,
                _ => {
                    let hyphen = self.prose[end..self.end].chars().next();
                    let Some(hyphen) = hyphen.filter(|c| key::is_hyphen(*c) && *c != '−') else { break };
                    if !self.byte(end + hyphen.len_utf8()).is_ascii_alphanumeric() {
                        break;
                    }
                    end += hyphen.len_utf8() + 1;
                    unusual_hyphen = true;
                }
            }
        }
        if unusual_hyphen {
            self.suspects.push(self.out.len());
        }
        self.push(TokenKind::Number, end);
    }

    /// The end of a word whose first run of ASCII letters ends at `letters`. Hyphens, apostrophes inside the word and the full
    /// stops of initials ("U.S.") belong to the word.
    fn word_end(&self, letters: usize) -> usize {
        let mut end = letters;
        loop {
            match self.byte(end) {
                b if b.is_ascii_alphanumeric() || b == b'_' => end += 1,
                0 if end >= self.end => break,
                b'-' if end > self.at && self.may_be_word_at(end + 1) => end += 1,
                b'\'' if end > self.at => {
                    let Some(next) = self.after_apostrophe(end, end + 1) else { break };
                    end = next;
                }
                b'.' if self.is_initial(end) => end += 1,
                b'&' if self.byte(end + 1).is_ascii_uppercase() && self.byte(end - 1).is_ascii_uppercase() => end += 1,
                b if b.is_ascii() => break,
                _ => {
                    let Some(c) = self.prose[end..self.end].chars().next() else { break };
                    if key::is_apostrophe(c) && end > self.at {
                        let Some(next) = self.after_apostrophe(end, end + c.len_utf8()) else { break };
                        end = next;
                    } else if key::is_hyphen(c) && end > self.at {
                        if !self.may_be_word_at(end + c.len_utf8()) {
                            break;
                        }
                        end += c.len_utf8();
                    } else if is_letter(c) || c == '\u{212e}' || is_combining(c) {
                        end += c.len_utf8();
                    } else {
                        break;
                    }
                }
            }
        }
        end
    }

    /// Whether a letter or digit may start at `at`. UTF-8 bytes from 0xC3 on begin characters from U+00C0 (`À`) on.
    fn may_be_word_at(&self, at: usize) -> bool {
        at < self.end && (self.bytes[at].is_ascii_alphanumeric() || self.bytes[at] >= 0xc3)
    }

    /// Whether a full stop belongs to initials: a single letter precedes it, and another initial or the end of the word follows.
    fn is_initial(&self, dot: usize) -> bool {
        let letter = dot > self.at && self.bytes[dot - 1].is_ascii_alphabetic();
        let alone = dot == self.at + 1 || (dot >= self.at + 2 && self.bytes[dot - 2] == b'.');
        if !(letter && alone) {
            return false;
        }
        let follows = self.byte(dot + 1).is_ascii_alphabetic() && !self.byte(dot + 2).is_ascii_alphabetic();
        // "U.S." keeps its last full stop, and so does a capital initial ("J. Smith"). "I." does not: it may end a sentence.
        follows || dot >= self.at + 3 || (self.bytes[dot - 1].is_ascii_uppercase() && self.bytes[dot - 1] != b'I')
    }

    /// The index at which a word continues after an apostrophe. `None` if the word ends before it: the apostrophe begins a
    /// clitic or possessive, or is a quotation mark.
    fn after_apostrophe(&self, mark: usize, after: usize) -> Option<usize> {
        if !self.may_be_word_at(after) || self.clitic_end(after).is_some() {
            return None;
        }
        let negation =
            self.bytes[mark - 1] | 32 == b'n' && self.byte(after) | 32 == b't' && !self.may_be_word_at(after + 1);
        // O'Brien, d'affaires and didn't are one word. In ‘harbour’said, both parts are too long: the mark closes a quotation.
        (negation || mark - self.at <= 2 || self.count_letters(after) <= 2).then_some(after)
    }

    /// The number of ASCII letters in a row from `at` on.
    fn count_letters(&self, at: usize) -> usize {
        self.bytes[at..self.end].iter().take_while(|b| b.is_ascii_alphabetic()).count()
    }

    /// The end of a clitic that starts at `after` (`s`, `ve`, `re`, `ll`, `d`, `m`).
    fn clitic_end(&self, after: usize) -> Option<usize> {
        let len = self.count_letters(after);
        if is_clitic(&self.bytes[after..after + len]) && !self.may_be_word_at(after + len) {
            return Some(after + len);
        }
        let ascii = self.byte(after + len).is_ascii();
        if ascii { None } else { self.look_alike_clitic_end(after) }
    }

    /// The end of a clitic in look-alike letters that starts at `after`.
    fn look_alike_clitic_end(&self, after: usize) -> Option<usize> {
        let rest = &self.prose[after..self.end];
        // A clitic has at most two letters of at most four bytes each. Four characters are enough to see where it ends.
        let len = rest.char_indices().take(4).find(|(_, c)| !is_letter(*c)).map_or(rest.len(), |(len, _)| len);
        let letters = rest.get(..len).filter(|letters| letters.len() <= 12 && look_alikes::reads_as_clitic(letters))?;
        let goes_on = rest[letters.len()..].starts_with(is_combining);
        (!goes_on).then_some(after + letters.len())
    }

    /// Pushes the word that starts here, and its clitic.
    fn push_next_word(&mut self) {
        let letters = self.at + self.count_letters(self.at);
        let mut end = self.word_end(letters);
        let mut text = &self.prose[self.at..end];
        let mut word = self.lexicon.lookup(text);
        // "Mr.", "Gov.", "Inc.": the lexicon knows which words keep their full stop.
        if self.byte(end) == b'.' && self.bytes[end - 1] != b'.' {
            let with_stop = &self.prose[self.at..=end];
            let known = self.lexicon.lookup(with_stop);
            if known.is_known() && self.is_abbreviation(with_stop, known) {
                (text, word) = (with_stop, known);
                end += 1;
            }
        }
        let letters = if letters == end { LETTERS } else { 0 };
        if letters == 0 && look_alikes::may_have_look_alikes(text) {
            self.suspects.push(self.out.len());
        }
        let flags = case_flags(text) | letters;
        if flags & ALL_CAPS != 0 {
            word = self.lexicon.in_capitals(word);
        }
        self.push_with_entry(TokenKind::Word, end, word, flags);
        self.push_clitic();
    }

    /// Whether a word with its full stop is an abbreviation here: "Wash." but not "the wash.", "no. 5" but not "they said no."
    fn is_abbreviation(&self, text: &str, word: WordId) -> bool {
        let classes = self.lexicon.classes(word);
        if classes.contains(Class::NUMBERED) {
            let after = &self.bytes[(self.at + text.len()).min(self.end)..self.end];
            return after.trim_ascii_start().first().is_some_and(u8::is_ascii_digit);
        }
        !classes.contains(Class::WITH_CAPITAL) || text.starts_with(|c: char| !c.is_lowercase())
    }

    /// Pushes the clitic that follows a word directly, if there is one.
    fn push_clitic(&mut self) {
        let mark = match self.byte(self.at) {
            b'\'' => 1,
            byte if byte.is_ascii() => return,
            _ => match self.prose[self.at..self.end].chars().next() {
                Some(c) if key::is_apostrophe(c) => c.len_utf8(),
                _ => return,
            },
        };
        if let Some(end) = self.clitic_end(self.at + mark) {
            let text = &self.prose[self.at..end];
            let word = self.lexicon.lookup(text);
            if look_alikes::may_have_look_alikes(text) {
                self.suspects.push(self.out.len());
            }
            self.push_with_entry(TokenKind::Word, end, word, 0);
        }
    }

    /// Pushes the token that starts with a non-ASCII character, or skips white space.
    fn push_non_ascii(&mut self) {
        let Some(c) = self.prose[self.at..].chars().next() else { return };
        let end = self.at + c.len_utf8();
        match c {
            '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '″' | 'ʼ' | '＂' | '＇' | '「'
            | '」' | '『' | '』' | '〝' | '〞' | '〟' => self.push(TokenKind::Quote, end),
            '，' => self.push(TokenKind::Comma, end),
            '．' => self.push(TokenKind::Stop, end),
            '！' | '？' => self.push(TokenKind::QuestionOrExclamation, end),
            '：' => self.push(TokenKind::Colon, end),
            '；' => self.push(TokenKind::Semicolon, end),
            '（' | '［' => self.push(TokenKind::Open, end),
            '）' | '］' => self.push(TokenKind::Close, end),
            '–' | '—' | '―' | '−' => self.push(TokenKind::Dash, end),
            '…' => self.push(TokenKind::Ellipsis, end),
            '\u{2010}' | '\u{2011}' if self.space_before || self.byte(end) == b' ' => self.push(TokenKind::Dash, end),
            '\u{fffc}' => self.push(TokenKind::Object, end),
            '£' | '€' | '¥' | '₹' if self.byte(end).is_ascii_digit() => self.push_number(end),
            c if c.is_whitespace() => {
                self.space_before = true;
                self.at = end;
            }
            c if look_alikes::digit_like(c).is_some() => self.push_wide_number(),
            c if is_letter(c) => self.push_next_word(),
            _ => self.push(TokenKind::Symbol, end),
        }
    }

    /// Pushes a number that begins with a full-width or mathematical digit.
    fn push_wide_number(&mut self) {
        let rest = &self.prose[self.at..self.end];
        let inside = |c: char| {
            look_alikes::digit_like(c).is_some() || c.is_ascii_alphanumeric() || matches!(c, '，' | '．' | '％' | '%')
        };
        let number = &rest[..rest.find(|c| !inside(c)).unwrap_or(rest.len())];
        let end = self.at + number.trim_end_matches(['，', '．']).len();
        self.suspects.push(self.out.len());
        self.push(TokenKind::Number, end);
    }
}

/// Whether a character can be part of a word: a letter or digit of any script, a parenthesised or squared letter that is one
/// character, or an APL symbol that looks like a Greek letter.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{249c}'..='\u{24b5}' | '\u{1f110}'..='\u{1f12c}' | '\u{2373}' | '\u{2374}' | '\u{237a}')
}

/// The token flags for the case of a word.
fn case_flags(word: &str) -> u32 {
    // Fast path: most words are in lower case.
    if let [first, second, ..] = word.as_bytes()
        && first.is_ascii_lowercase()
        && second.is_ascii_lowercase()
    {
        return 0;
    }
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return 0 };
    if !first.is_uppercase() {
        // "iNews", "eBay": a capital as second letter marks a name.
        return if chars.next().is_some_and(char::is_uppercase) { CAPITAL } else { 0 };
    }
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let all = letters.clone().nth(1).is_some() && letters.all(char::is_uppercase);
    if all { CAPITAL | ALL_CAPS } else { CAPITAL }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ProseOffset;

    #[test]
    fn letters_flag_is_set_for_words_of_ascii_letters_only() {
        let prose = "Nine boats don’t don't al-Hadi U.S. Mr. Łódź café Zo\u{eb}’s A x2 naïve, O'Brien; 12 (eBay) R&D";
        let lexicon = Lexicon::builtin();
        let mut tokens = Vec::new();
        tokenize(prose, ProseRange::with_len(prose.len()), &[], &lexicon, &mut tokens, &mut Vec::new());
        let plain: Vec<_> = tokens.iter().filter(|token| token.letters()).map(|token| token.text(prose)).collect();
        assert_eq!(plain, ["Nine", "boats", "A", "eBay"]);
        for token in tokens.iter().filter(|token| token.kind() == TokenKind::Word) {
            let text = token.text(prose);
            assert_eq!(token.letters(), text.bytes().all(|byte| byte.is_ascii_alphabetic()), "{text}");
        }
    }

    #[test]
    fn every_character_but_white_space_is_in_a_token() {
        let lexicon = Lexicon::builtin();
        let all: Vec<char> = (0..=0x0010_ffff).filter_map(char::from_u32).collect();
        for some in all.chunks(4096) {
            let prose: String =
                some.iter().flat_map(|c| [format!("{c}a"), format!("a{c}"), format!("a{c}a {c}\u{301}")]).collect();
            let mut tokens = Vec::new();
            tokenize(&prose, ProseRange::with_len(prose.len()), &[], &lexicon, &mut tokens, &mut Vec::new());
            let mut end = ProseOffset::ZERO;
            for token in &tokens {
                let between = &prose[end.until(token.start).range()];
                assert!(token.width() > 0 && between.chars().all(char::is_whitespace), "{between:?} before {token:?}");
                end = token.end();
            }
        }
    }

    #[test]
    fn overlong_words_are_cut_at_characters_without_loss() {
        let lexicon = Lexicon::builtin();
        for (long, kind) in [("é".repeat(70_000), TokenKind::Symbol), ("-".repeat(200_000), TokenKind::Dash)] {
            let prose = format!("Ada {long} said");
            let mut tokens = Vec::new();
            tokenize(&prose, ProseRange::with_len(prose.len()), &[], &lexicon, &mut tokens, &mut Vec::new());
            let pieces = &tokens[1..tokens.len() - 1];
            assert!(pieces.iter().all(|token| token.kind() == kind), "{:?}", &pieces[..2]);
            assert_eq!(pieces.iter().map(|token| token.text(&prose)).collect::<String>(), long);
            let blanks: Vec<_> =
                tokens.iter().filter(|token| token.space_before()).map(|token| token.start.index()).collect();
            assert_eq!(blanks, [4, prose.len() - 4]);
        }
    }
}
