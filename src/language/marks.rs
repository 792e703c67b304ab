//! A cautious reading of quotation marks: what they may enclose.
//!
//! The quotation map says what each mark most likely is, and rules ask it. A program that changes words must not touch a quotation
//! that the map missed. So this reading takes a mark for a quotation mark unless it is certainly an apostrophe, knows more kinds of
//! mark than the map, and protects the rest of a block from the first mark on that does not fit.

use super::{quotation, token};
use crate::document::{Document, entity_len};
use std::ops::Range;

/// What the marks of one block may enclose.
#[derive(Debug, Default)]
pub(super) struct Enclosed {
    /// Stretches of prose, in any order; they may overlap.
    pub(super) ranges: Vec<Range<u32>>,
    /// What the block does to quotations that run over several blocks, for each [`Family`].
    pub(super) ends: [Ends; 2],
}

/// What a block does to a quotation that runs over several blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ends {
    /// The block begins with a mark that opens one.
    pub(super) begins: bool,
    /// A mark closes one that was opened in an earlier block.
    pub(super) closes: bool,
    /// Whether a mark opens one that is not closed here.
    pub(super) opens: Opens,
}

/// Whether a mark opens a quotation that is not closed in its block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Opens {
    /// None does.
    #[default]
    No,
    /// One does, or it is one that closes, with a blank on its wrong side: `It fell, "Brook said.`
    Perhaps,
    /// One does.
    Surely,
}

impl Opens {
    /// What a mark that opens one does, which may be one that closes.
    fn by(may_close: bool) -> Self {
        if may_close { Self::Perhaps } else { Self::Surely }
    }
}

/// Marks that close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// `"`, `“`, `«`, `„`, `''`, `「` …
    Double,
    /// `'`, `‘`, `‹`, `` ` `` …, which may also be apostrophes.
    Single,
}

/// Which way a mark looks. What it does is told by the characters beside it first: `“` closes in German.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Facing {
    /// `“`, `«`
    Left,
    /// `”`, `»`
    Right,
    /// `"`, and `’`, which is the apostrophe as well.
    Neither,
}

/// What stands beside a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// White space, or the end of the block.
    Space,
    /// A letter or digit.
    Word,
    OpenBracket,
    CloseBracket,
    /// `.`, `,`, `?` and the like, which stand behind a word.
    Stop,
    /// A dash, a hyphen or a slash.
    Dash,
    /// Another quotation mark.
    Mark,
    /// An image, markup, a character that nobody sees, or another sign.
    Other,
}

/// What else a mark may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// Nothing but a quotation mark.
    Quotation,
    /// An apostrophe, if no other mark closes what it would open: `’90s`, `O’Brien`.
    Elision,
    /// An apostrophe behind a possessor, or where a letter was left out: `players’ union`, `goin’ home`.
    Possessive,
    /// Certainly an apostrophe: `don’t`.
    Apostrophe,
    /// A mark of measure, unless it closes what another mark opened: `51° 30′ 12″`.
    Measure,
}

/// A mark in a block.
#[derive(Clone, Debug)]
struct Mark {
    range: Range<u32>,
    family: Family,
    facing: Facing,
    meaning: Meaning,
    before: Side,
    after: Side,
    /// Whether something that is not in the prose, such as a soft hyphen or a tag, stands right before it.
    torn: bool,
}

/// Reads the marks of a block. `running` says of each [`Family`] whether a quotation of an earlier block is still open.
pub(super) fn read(document: &Document, block: &Range<u32>, running: [bool; 2]) -> Enclosed {
    let marks = Marks { document, text: document.text(block.clone()), start: block.start, at: 0 };
    let mut enclosed = Enclosed::default();
    let mut double = Double::default();
    let mut single = Single::new(block, running[Family::Single as usize]);
    for mark in marks.filter(|mark| mark.meaning != Meaning::Apostrophe) {
        enclosed.ends[mark.family as usize].begins |= mark.range.start == block.start && mark.opens();
        match mark.family {
            Family::Double => double.read(&mark, block, &mut enclosed),
            Family::Single => single.read(&mark, block, &mut enclosed),
        }
    }
    double.end(block, &mut enclosed);
    single.end(block, &mut enclosed);
    enclosed
}

impl Mark {
    /// Something stands right behind it, and nothing that it could close right before it.
    fn opens(&self) -> bool {
        match self.before {
            Side::Space | Side::OpenBracket => self.after != Side::Space,
            Side::Word if !self.torn => false,
            Side::Word | Side::Dash | Side::Mark | Side::Other => {
                matches!(self.after, Side::Word | Side::OpenBracket | Side::Other)
            }
            Side::Stop | Side::CloseBracket => false,
        }
    }

    /// Something stands right before it, and no word right behind it.
    fn closes(&self) -> bool {
        !matches!(self.before, Side::Space | Side::OpenBracket)
            && !matches!(self.after, Side::Word | Side::OpenBracket)
            && !self.opens()
    }

    /// Blanks stand on both sides, as the French write it.
    fn apart(&self) -> bool {
        self.before == Side::Space && self.after == Side::Space
    }

    /// Whether it may close something though it seems to open something: it does not look to the right-hand side, or blanks stand
    /// around it.
    fn may_close(&self) -> bool {
        self.facing != Facing::Left || self.apart()
    }
}

/// Double marks, which are quotation marks and nothing else.
#[derive(Debug, Default)]
struct Double {
    open: Option<Mark>,
    /// A mark did not fit, and the rest of the block is protected.
    odd: bool,
}

impl Double {
    fn read(&mut self, mark: &Mark, block: &Range<u32>, enclosed: &mut Enclosed) {
        if self.odd {
            return;
        }
        let opens = mark.opens() || mark.apart() && mark.facing == Facing::Left;
        let closes = mark.closes() || mark.apart() && mark.facing == Facing::Right;
        match self.open.take() {
            None if mark.meaning == Meaning::Measure => {}
            None if opens => self.open = Some(mark.clone()),
            Some(open) if closes => enclosed.ranges.push(open.range.end..mark.range.start),
            open => {
                // What a mark closes that nothing opened began somewhere before it. One with blanks around it may close, too.
                let before = open.is_none();
                let from = open.map_or(block.start, |open| open.range.start);
                let ends = &mut enclosed.ends[Family::Double as usize];
                ends.closes = before;
                ends.opens = if before && closes { Opens::No } else { Opens::Surely };
                enclosed.ranges.push(from..block.end);
                self.odd = true;
            }
        }
    }

    fn end(self, block: &Range<u32>, enclosed: &mut Enclosed) {
        if let Some(open) = self.open {
            enclosed.ends[Family::Double as usize].opens = Opens::by(open.may_close());
            enclosed.ranges.push(open.range.end..block.end);
        }
    }
}

/// Single marks, most of which are apostrophes.
#[derive(Debug)]
struct Single {
    open: Option<Opened>,
    /// Whether what is open was opened in an earlier block.
    running: bool,
}

/// A quotation in single marks. It reaches to the last mark that may close it, since an apostrophe may look like its end.
#[derive(Debug)]
struct Opened {
    start: u32,
    /// Whether a mark opened it that is no apostrophe.
    certain: bool,
    /// Whether the mark that opened it may be one that closes.
    doubtful: bool,
    /// How many such marks opened one inside it, itself included, less those that may have closed one.
    depth: i32,
    /// The last mark that may have closed it.
    last: Option<Mark>,
}

impl Opened {
    fn by(mark: &Mark) -> Self {
        let certain = mark.meaning == Meaning::Quotation;
        Self { start: mark.range.end, certain, doubtful: mark.may_close(), depth: i32::from(certain), last: None }
    }
}

impl Single {
    fn new(block: &Range<u32>, running: bool) -> Self {
        let open = Opened { start: block.start, certain: false, doubtful: false, depth: 1, last: None };
        Self { open: running.then_some(open), running }
    }

    fn read(&mut self, mark: &Mark, block: &Range<u32>, enclosed: &mut Enclosed) {
        let closes = mark.closes() || mark.apart() && mark.facing != Facing::Left;
        // An apostrophe stands behind a word.
        let surely = closes && mark.before != Side::Word && !mark.apart();
        if mark.range.start == block.start && mark.opens() {
            // Each paragraph of a quotation opens with a mark of its own.
            *self = Self { open: None, running: false };
        }
        let Some(open) = &mut self.open else {
            if surely {
                enclosed.ranges.push(block.clone());
            } else if !closes || mark.apart() {
                self.open = Some(Opened::by(mark));
            }
            return;
        };
        let ended = open.depth <= 0 && mark.opens() && mark.meaning == Meaning::Quotation;
        if let Some(last) = open.last.take_if(|last| ended && last.meaning == Meaning::Quotation) {
            // As many marks closed as opened, and now another one opens.
            enclosed.ranges.push(open.start..last.range.start);
            enclosed.ends[Family::Single as usize].closes |= self.running;
            *self = Self { open: Some(Opened::by(mark)), running: false };
            return;
        }
        if !closes {
            open.certain |= mark.meaning == Meaning::Quotation;
            open.depth += i32::from(mark.meaning == Meaning::Quotation);
            return;
        }
        open.depth -= i32::from(mark.meaning != Meaning::Possessive);
        if surely && open.depth <= 0 {
            enclosed.ranges.push(open.start..mark.range.start);
            enclosed.ends[Family::Single as usize].closes |= self.running;
            *self = Self { open: None, running: false };
        } else {
            open.last = Some(mark.clone());
        }
    }

    fn end(self, block: &Range<u32>, enclosed: &mut Enclosed) {
        let Some(open) = self.open else { return };
        let ends = &mut enclosed.ends[Family::Single as usize];
        let possessive = open.last.as_ref().is_some_and(|mark| mark.meaning == Meaning::Possessive);
        match open.last {
            Some(last) if !possessive && (!open.certain || open.depth <= 0) => {
                ends.closes |= self.running;
                enclosed.ranges.push(open.start..last.range.start);
            }
            _ if open.certain => {
                ends.opens = Opens::by(open.doubtful && open.last.is_none());
                enclosed.ranges.push(open.start..block.end);
            }
            _ => {}
        }
    }
}

/// Whether a mark may begin with this byte.
const MAY_BE_MARK: [bool; 256] = {
    let mut marks = [false; 256];
    let mut byte = 0x80;
    while byte < marks.len() {
        marks[byte] = true;
        byte += 1;
    }
    let ascii = b"\"'`,<>&";
    let mut at = 0;
    while at < ascii.len() {
        marks[ascii[at] as usize] = true;
        at += 1;
    }
    marks
};

/// Finds the marks of a block, in their order.
struct Marks<'d> {
    document: &'d Document,
    text: &'d str,
    /// Where the text starts in the prose.
    start: u32,
    at: usize,
}

impl Iterator for Marks<'_> {
    type Item = Mark;

    fn next(&mut self) -> Option<Mark> {
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            self.at += rest.iter().position(|&byte| MAY_BE_MARK[usize::from(byte)])?;
            let start = self.at;
            let c = self.text[start..].chars().next()?;
            self.at += c.len_utf8();
            if c == '&' {
                if let Some(mark) = self.entity(start) {
                    return Some(mark);
                }
                continue;
            }
            let twice = self.text[self.at..].starts_with(c);
            let before = || self.text[..start].chars().next_back();
            let measures = c == '″' && before().is_some_and(|c| c.is_ascii_digit());
            let (family, facing) = match (kind(c), c) {
                (Some((Family::Double, facing)), _) => (Family::Double, facing),
                (Some((Family::Single, facing)), _) if !twice => (Family::Single, facing),
                // Two single marks in a row are a double one, and so are two signs of a keyboard that has none.
                (Some((Family::Single, facing)), _) => self.second(c, facing),
                (None, ',') if twice && side(before()) == Side::Space => self.second(c, Facing::Left),
                (None, '<') if twice => self.second(c, Facing::Left),
                (None, '>') if twice => self.second(c, Facing::Right),
                (None, _) => continue,
            };
            let mut mark = self.mark(start..self.at, family, facing);
            if measures {
                mark.meaning = Meaning::Measure;
            }
            return Some(mark);
        }
    }
}

impl Marks<'_> {
    /// The mark that an entity at `start` stands for; it is still one in plain text, which nothing decodes.
    fn entity(&mut self, start: usize) -> Option<Mark> {
        let end = start + entity_len(&self.text.as_bytes()[start..])?;
        let decoded = htmlize::unescape(&self.text[start..end]);
        let (family, facing) = decoded.chars().next().and_then(kind)?;
        self.at = end;
        Some(self.mark(start..end, family, facing))
    }

    /// Takes the second of two characters that are one double mark.
    fn second(&mut self, c: char, facing: Facing) -> (Family, Facing) {
        self.at += c.len_utf8();
        (Family::Double, facing)
    }

    fn mark(&self, range: Range<usize>, family: Family, facing: Facing) -> Mark {
        let place = |at: usize| self.start + at as u32;
        let before = self.text[..range.start].chars().next_back();
        let after = self.text[range.end..].chars().next();
        let near = range.start - before.map_or(0, char::len_utf8);
        let mut mark = Mark {
            range: place(range.start)..place(range.end),
            family,
            facing,
            meaning: Meaning::Quotation,
            before: side(before),
            after: side(after),
            torn: before.is_some() && !self.document.is_unbroken(place(near)..place(range.end)),
        };
        if family == Family::Single {
            let behind = range.end + after.map_or(0, char::len_utf8);
            let torn = mark.torn || !self.document.is_unbroken(place(range.start)..place(behind));
            mark.meaning = self.meaning(&mark, range, torn);
        }
        mark
    }

    /// What a single mark may be. `torn` says that something stands between it and a character beside it.
    fn meaning(&self, mark: &Mark, range: Range<usize>, torn: bool) -> Meaning {
        let is_word = |c: char| side(Some(c)) == Side::Word;
        let (head, after) = (&self.text[..range.start], &self.text[range.end..]);
        let tail = &after[..after.find(|c| !is_word(c)).unwrap_or(after.len())];
        let clitic = token::follows_apostrophe(tail);
        if mark.before == Side::Word && mark.after == Side::Word && !torn {
            let figure = ends_with_digit(head) && tail.starts_with(|c: char| c.is_ascii_digit());
            // Qur’an, Hallowe’en.
            let short = tail.len() <= 2 && tail.bytes().all(|byte| byte.is_ascii_lowercase());
            return match mark.facing {
                _ if clitic || figure => Meaning::Apostrophe,
                Facing::Neither if short => Meaning::Apostrophe,
                // A name such as O’Brien or Shi’ite, or a blank is missing.
                Facing::Neither => Meaning::Elision,
                Facing::Left | Facing::Right => Meaning::Quotation,
            };
        }
        let word_follows = || after.trim_start().starts_with(is_word) && after.starts_with(char::is_whitespace);
        if clitic && mark.before != Side::Space && mark.facing == Facing::Neither {
            Meaning::Apostrophe
        } else if clitic || quotation::is_elision(tail) || is_year(tail) {
            Meaning::Elision
        } else if (head.ends_with(['s', 'S', 'x', 'z']) || head.ends_with("in")) && word_follows() {
            Meaning::Possessive
        } else {
            Meaning::Quotation
        }
    }
}

/// `90`, `90s`: a year without its century.
fn is_year(word: &str) -> bool {
    let digits = word.strip_suffix('s').unwrap_or(word);
    digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn ends_with_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

fn side(c: Option<char>) -> Side {
    let Some(c) = c else { return Side::Space };
    match c {
        '(' | '[' | '{' => Side::OpenBracket,
        ')' | ']' | '}' => Side::CloseBracket,
        '.' | ',' | '!' | '?' | ';' | ':' | '%' | '…' => Side::Stop,
        '-' | '/' | '\u{2010}'..='\u{2015}' | '−' => Side::Dash,
        _ if c.is_whitespace() => Side::Space,
        _ if kind(c).is_some() => Side::Mark,
        _ if c.is_alphanumeric() || token::is_combining(c) => Side::Word,
        _ => Side::Other,
    }
}

/// Characters that are quotation marks, or look like one; those below U+00A0 are the bytes of such in Windows-1252.
fn kind(c: char) -> Option<(Family, Facing)> {
    Some(match c {
        '"' | '＂' | '″' | '‶' | 'ˮ' | 'ʺ' | '˝' | '״' | '🙸' => (Family::Double, Facing::Neither),
        '\u{93}' | '“' | '„' | '‟' | '«' | '〝' | '❝' | '🙶' | '⹂' | '「' | '『' | '｢' | '《' | '〈' | '⟪' | '⟨'
        | '≪' | '﹁' | '﹃' => (Family::Double, Facing::Left),
        '\u{94}' | '”' | '»' | '〞' | '〟' | '❞' | '🙷' | '」' | '』' | '｣' | '》' | '〉' | '⟫' | '⟩' | '≫' | '﹂'
        | '﹄' => (Family::Double, Facing::Right),
        '\u{91}' | '‘' | '‚' | '‛' | '‹' | '❛' | '❟' | '❮' => (Family::Single, Facing::Left),
        '›' | '❯' => (Family::Single, Facing::Right),
        '\u{92}'
        | '\''
        | '’'
        | '`'
        | '´'
        | '＇'
        | '｀'
        | '′'
        | '‵'
        | '❜'
        | '׳'
        | '\u{2b9}'..='\u{2bf}'
        | '\u{2c8}'
        | 'ˊ'
        | 'ˋ' => (Family::Single, Facing::Neither),
        _ => return None,
    })
}
