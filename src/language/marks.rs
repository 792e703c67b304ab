//! A cautious reading of quotation marks: finds all words that they may enclose.
//!
//! Rules use the quotation map, which says what each mark most likely is. But `--fix` must not change a quotation that the map
//! missed. So this reading takes a mark for a quotation mark unless it is certainly an apostrophe, and it knows more characters
//! than the map. From the first mark that has no partner, it protects the rest of the block.

use super::{quotation, token};
use crate::document::{Document, entity_len};
use crate::text::{ProseOffset, ProseRange};
use std::ops::Range;

/// The ranges that the marks of one block may enclose.
#[derive(Debug, Default)]
pub(super) struct Enclosed {
    /// Ranges of the prose, in any order. They may overlap.
    pub(super) ranges: Vec<ProseRange>,
    /// For each [`Family`], how the block begins or ends a quotation that runs over several blocks.
    pub(super) cross_block: [CrossBlockMarks; 2],
}

/// How a block begins or ends a quotation that runs over several blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CrossBlockMarks {
    /// Whether the block begins with a mark that opens a quotation.
    pub(super) begins: bool,
    /// Whether a mark closes a quotation that was opened in an earlier block.
    pub(super) closes: bool,
    /// Whether a mark opens a quotation that is not closed in this block.
    pub(super) opens: OpensUnclosed,
}

/// Whether a mark opens a quotation that is not closed in its block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum OpensUnclosed {
    /// No mark does.
    #[default]
    No,
    /// A mark seems to, but it may be a closing mark with a space on the wrong side: `It fell, "Brook said.`
    Perhaps,
    /// A mark certainly does.
    Surely,
}

impl OpensUnclosed {
    /// The value for a mark that opens a quotation. `may_close` says whether it may be a closing mark.
    fn from_mark(may_close: bool) -> Self {
        if may_close { Self::Perhaps } else { Self::Surely }
    }
}

/// A family of marks: a mark can only close a quotation that a mark of the same family opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// `"`, `“`, `«`, `„`, `''`, `「` …
    Double,
    /// `'`, `‘`, `‹`, `` ` `` …, which may also be apostrophes.
    Single,
}

/// The direction in which a mark faces. The characters beside a mark matter more than its direction: in German, `“` closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Facing {
    /// `“`, `«`
    Left,
    /// `”`, `»`
    Right,
    /// `"`, and `’`, which is also the apostrophe.
    Neither,
}

/// The kind of character directly before or after a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// White space, or the end of the block.
    Space,
    /// A letter or digit.
    Word,
    OpenBracket,
    CloseBracket,
    /// `.`, `,`, `?` and similar marks, which follow a word.
    Stop,
    /// A dash, a hyphen or a slash.
    Dash,
    /// Another quotation mark.
    Mark,
    /// An image, markup, an invisible character, or another sign.
    Other,
}

/// The possible meaning of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// Certainly a quotation mark.
    Quotation,
    /// An apostrophe for omitted letters, unless another mark closes what it would open: `’90s`, `O’Brien`.
    Elision,
    /// An apostrophe at the end of a word, for a possessor or an omitted letter: `players’ union`, `goin’ home`.
    Possessive,
    /// Certainly an apostrophe: `don’t`.
    Apostrophe,
    /// A unit sign, unless it closes what another mark opened: `51° 30′ 12″`.
    Measure,
}

/// A mark in a block.
#[derive(Clone, Debug)]
struct Mark {
    range: ProseRange,
    family: Family,
    facing: Facing,
    meaning: Meaning,
    before: Side,
    after: Side,
    /// Whether the source has something directly before the mark that is not in the prose, such as a soft hyphen or a tag.
    is_cut_off: bool,
}

/// Reads the marks of a block. `running` says for each [`Family`] whether a quotation from an earlier block is still open.
pub(super) fn read_marks(document: &Document, block: ProseRange, running: [bool; 2]) -> Enclosed {
    let marks = Marks { document, text: document.text(block), start: block.start, at: 0 };
    let mut enclosed = Enclosed::default();
    let mut double = DoubleMarks::default();
    let mut single = SingleMarks::new(block, running[Family::Single as usize]);
    for mark in marks.filter(|mark| mark.meaning != Meaning::Apostrophe) {
        enclosed.cross_block[mark.family as usize].begins |= mark.range.start == block.start && mark.opens();
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
    /// Whether the mark seems to open a quotation: text follows directly, and nothing is directly before it that it could close.
    fn opens(&self) -> bool {
        match self.before {
            Side::Space | Side::OpenBracket => self.after != Side::Space,
            Side::Word if !self.is_cut_off => false,
            Side::Word | Side::Dash | Side::Mark | Side::Other => {
                matches!(self.after, Side::Word | Side::OpenBracket | Side::Other)
            }
            Side::Stop | Side::CloseBracket => false,
        }
    }

    /// Whether the mark seems to close a quotation: text is directly before it, and no word follows directly.
    fn closes(&self) -> bool {
        !matches!(self.before, Side::Space | Side::OpenBracket)
            && !matches!(self.after, Side::Word | Side::OpenBracket)
            && !self.opens()
    }

    /// Whether the mark has spaces on both sides, as in French.
    fn has_spaces_around(&self) -> bool {
        self.before == Side::Space && self.after == Side::Space
    }

    /// Whether a mark that seems to open a quotation may in fact close one: it does not face left, or has spaces around it.
    fn may_close(&self) -> bool {
        self.facing != Facing::Left || self.has_spaces_around()
    }
}

/// The state of reading double marks, which are always quotation marks.
#[derive(Debug, Default)]
struct DoubleMarks {
    /// The opening mark of the quotation that is open.
    open: Option<Mark>,
    /// Whether a mark had no partner. The rest of the block is then protected.
    has_unmatched: bool,
}

impl DoubleMarks {
    fn read(&mut self, mark: &Mark, block: ProseRange, enclosed: &mut Enclosed) {
        if self.has_unmatched {
            return;
        }
        let opens = mark.opens() || mark.has_spaces_around() && mark.facing == Facing::Left;
        let closes = mark.closes() || mark.has_spaces_around() && mark.facing == Facing::Right;
        match self.open.take() {
            None if mark.meaning == Meaning::Measure => {}
            None if opens => self.open = Some(mark.clone()),
            Some(open) if closes => enclosed.ranges.push(open.range.end.until(mark.range.start)),
            open => {
                // If nothing is open, the mark may close a quotation that began earlier. So may a mark with spaces around it.
                let before = open.is_none();
                let from = open.map_or(block.start, |open| open.range.start);
                let ends = &mut enclosed.cross_block[Family::Double as usize];
                ends.closes = before;
                ends.opens = if before && closes { OpensUnclosed::No } else { OpensUnclosed::Surely };
                enclosed.ranges.push(from.until(block.end));
                self.has_unmatched = true;
            }
        }
    }

    fn end(self, block: ProseRange, enclosed: &mut Enclosed) {
        if let Some(open) = self.open {
            enclosed.cross_block[Family::Double as usize].opens = OpensUnclosed::from_mark(open.may_close());
            enclosed.ranges.push(open.range.end.until(block.end));
        }
    }
}

/// The state of reading single marks, most of which are apostrophes.
#[derive(Debug)]
struct SingleMarks {
    open: Option<SingleQuotation>,
    /// Whether the open quotation was opened in an earlier block.
    running: bool,
}

/// An open quotation in single marks. It extends to the last mark that may close it, since an apostrophe may look like a closing
/// mark.
#[derive(Debug)]
struct SingleQuotation {
    start: ProseOffset,
    /// Whether a mark that is certainly not an apostrophe opened it or one inside it.
    certain: bool,
    /// Whether its opening mark may be a closing mark.
    doubtful: bool,
    /// The number of certain marks that opened a quotation, its own included, minus the marks that may have closed one.
    depth: i32,
    /// The last mark that may have closed it.
    last_closer: Option<Mark>,
}

impl SingleQuotation {
    fn opened_by(mark: &Mark) -> Self {
        let certain = mark.meaning == Meaning::Quotation;
        Self {
            start: mark.range.end,
            certain,
            doubtful: mark.may_close(),
            depth: i32::from(certain),
            last_closer: None,
        }
    }
}

impl SingleMarks {
    fn new(block: ProseRange, running: bool) -> Self {
        let open = SingleQuotation { start: block.start, certain: false, doubtful: false, depth: 1, last_closer: None };
        Self { open: running.then_some(open), running }
    }

    fn read(&mut self, mark: &Mark, block: ProseRange, enclosed: &mut Enclosed) {
        let closes = mark.closes() || mark.has_spaces_around() && mark.facing != Facing::Left;
        // A closing mark that does not follow a word directly cannot be an apostrophe.
        let surely_closes = closes && mark.before != Side::Word && !mark.has_spaces_around();
        if mark.range.start == block.start && mark.opens() {
            // Each paragraph of a quotation opens with a mark of its own.
            *self = Self { open: None, running: false };
        }
        let Some(open) = &mut self.open else {
            if surely_closes {
                enclosed.ranges.push(block);
            } else if !closes || mark.has_spaces_around() {
                self.open = Some(SingleQuotation::opened_by(mark));
            }
            return;
        };
        let next_opens = open.depth <= 0 && mark.opens() && mark.meaning == Meaning::Quotation;
        if let Some(last) = open.last_closer.take_if(|last| next_opens && last.meaning == Meaning::Quotation) {
            // All quotations have been closed, and now another one opens.
            enclosed.ranges.push(open.start.until(last.range.start));
            enclosed.cross_block[Family::Single as usize].closes |= self.running;
            *self = Self { open: Some(SingleQuotation::opened_by(mark)), running: false };
            return;
        }
        if !closes {
            open.certain |= mark.meaning == Meaning::Quotation;
            open.depth += i32::from(mark.meaning == Meaning::Quotation);
            return;
        }
        open.depth -= i32::from(mark.meaning != Meaning::Possessive);
        if surely_closes && open.depth <= 0 {
            enclosed.ranges.push(open.start.until(mark.range.start));
            enclosed.cross_block[Family::Single as usize].closes |= self.running;
            *self = Self { open: None, running: false };
        } else {
            open.last_closer = Some(mark.clone());
        }
    }

    fn end(self, block: ProseRange, enclosed: &mut Enclosed) {
        let Some(open) = self.open else { return };
        let ends = &mut enclosed.cross_block[Family::Single as usize];
        let possessive = open.last_closer.as_ref().is_some_and(|mark| mark.meaning == Meaning::Possessive);
        match open.last_closer {
            Some(last) if !possessive && (!open.certain || open.depth <= 0) => {
                ends.closes |= self.running;
                enclosed.ranges.push(open.start.until(last.range.start));
            }
            _ if open.certain => {
                ends.opens = OpensUnclosed::from_mark(open.doubtful && open.last_closer.is_none());
                enclosed.ranges.push(open.start.until(block.end));
            }
            _ => {}
        }
    }
}

/// For each byte, whether a mark may begin with it.
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

/// An iterator over the marks of a block.
struct Marks<'d> {
    document: &'d Document,
    text: &'d str,
    /// The index in the prose at which the text starts.
    start: ProseOffset,
    /// The index in the text at which the search continues.
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
            let (family, facing) = match (family_and_facing(c), c) {
                (Some((Family::Double, facing)), _) => (Family::Double, facing),
                (Some((Family::Single, facing)), _) if !twice => (Family::Single, facing),
                // Two single marks in a row are a double mark. So are `,,`, `<<` and `>>`, which are typed if the keyboard has no
                // such mark.
                (Some((Family::Single, facing)), _) => self.skip_second(c, facing),
                (None, ',') if twice && side_of(before()) == Side::Space => self.skip_second(c, Facing::Left),
                (None, '<') if twice => self.skip_second(c, Facing::Left),
                (None, '>') if twice => self.skip_second(c, Facing::Right),
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
    /// The mark that an HTML entity at `start` represents. It also counts in plain text, where entities are not decoded.
    fn entity(&mut self, start: usize) -> Option<Mark> {
        let end = start + entity_len(&self.text.as_bytes()[start..])?;
        let decoded = htmlize::unescape(&self.text[start..end]);
        let (family, facing) = decoded.chars().next().and_then(family_and_facing)?;
        self.at = end;
        Some(self.mark(start..end, family, facing))
    }

    /// Skips the second of two characters that form one double mark.
    fn skip_second(&mut self, c: char, facing: Facing) -> (Family, Facing) {
        self.at += c.len_utf8();
        (Family::Double, facing)
    }

    fn mark(&self, range: Range<usize>, family: Family, facing: Facing) -> Mark {
        let place = |at: usize| self.start + at as u32;
        let before = self.text[..range.start].chars().next_back();
        let after = self.text[range.end..].chars().next();
        let near = range.start - before.map_or(0, char::len_utf8);
        let mut mark = Mark {
            range: place(range.start).until(place(range.end)),
            family,
            facing,
            meaning: Meaning::Quotation,
            before: side_of(before),
            after: side_of(after),
            is_cut_off: before.is_some() && !self.document.is_unbroken(place(near).until(place(range.end))),
        };
        if family == Family::Single {
            let end_of_next = range.end + after.map_or(0, char::len_utf8);
            let is_cut_off =
                mark.is_cut_off || !self.document.is_unbroken(place(range.start).until(place(end_of_next)));
            mark.meaning = self.meaning(&mark, range, is_cut_off);
        }
        mark
    }

    /// The possible meaning of a single mark. `is_cut_off` says that the source has something between the mark and a character
    /// beside it which is not in the prose.
    fn meaning(&self, mark: &Mark, range: Range<usize>, is_cut_off: bool) -> Meaning {
        let is_word = |c: char| side_of(Some(c)) == Side::Word;
        let (head, after) = (&self.text[..range.start], &self.text[range.end..]);
        let tail = &after[..after.find(|c| !is_word(c)).unwrap_or(after.len())];
        let clitic = token::follows_apostrophe(tail);
        if mark.before == Side::Word && mark.after == Side::Word && !is_cut_off {
            let figure = ends_with_digit(head) && tail.starts_with(|c: char| c.is_ascii_digit());
            // Qur’an, Hallowe’en.
            let short = tail.len() <= 2 && tail.bytes().all(|byte| byte.is_ascii_lowercase());
            return match mark.facing {
                _ if clitic || figure => Meaning::Apostrophe,
                Facing::Neither if short => Meaning::Apostrophe,
                // A name such as O’Brien or Shi’ite, or a space is missing.
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

/// Whether a word is a year without its century: `90`, `90s`.
fn is_year(word: &str) -> bool {
    let digits = word.strip_suffix('s').unwrap_or(word);
    digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn ends_with_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// The kind of a character beside a mark; `None` is the end of the block.
fn side_of(c: Option<char>) -> Side {
    let Some(c) = c else { return Side::Space };
    match c {
        '(' | '[' | '{' => Side::OpenBracket,
        ')' | ']' | '}' => Side::CloseBracket,
        '.' | ',' | '!' | '?' | ';' | ':' | '%' | '…' => Side::Stop,
        '-' | '/' | '\u{2010}'..='\u{2015}' | '−' => Side::Dash,
        _ if c.is_whitespace() => Side::Space,
        _ if family_and_facing(c).is_some() => Side::Mark,
        _ if c.is_alphanumeric() || token::is_combining(c) => Side::Word,
        _ => Side::Other,
    }
}

/// The family and direction of a character that is, or looks like, a quotation mark. The characters below U+00A0 are Windows-1252
/// bytes of quotation marks.
fn family_and_facing(c: char) -> Option<(Family, Facing)> {
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
