//! Typewriter and printer's marks mixed in one draft.

use super::{Details, Draft, Sink};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::language::{Class, MarkFault, OthersWords, Role, TokenKind};
use crate::rule::kind::{Dash, QuoteStyle, Style};
use memchr::memchr3_iter;

/// Marks of the style that the draft uses less: the first quotation mark and the first apostrophe.
pub(super) fn mixed(sink: &mut Sink<'_, '_>, keys: &QuoteStyle) {
    let draft = sink.draft;
    let marks = marks(draft);
    let straight = marks.iter().filter(|mark| mark.straight).count();
    let curly = marks.len() - straight;
    let first = marks.first().is_some_and(|mark| mark.straight);
    let house = match keys.style {
        Style::Majority => straight > curly || straight == curly && first,
        Style::Curly => false,
        Style::Straight => true,
    };
    let other = marks.iter().find(|mark| mark.straight == house).map(|mark| mark.at);
    if other.is_none() && keys.style == Style::Majority {
        return;
    }
    for double in [false, true] {
        let odd = marks.iter().filter(|mark| mark.straight != house && mark.double == double);
        let odd = ours(draft, odd.collect(), |mark| mark.at);
        let Some(&mark) = odd.first() else { continue };
        let sure = odd.iter().all(|mark| !doubtful(draft, mark));
        let edit = |mark: &&Mark| Edit {
            span: draft.span(mark.at..mark.at + 1),
            text: draft.words(mark.at..mark.at + 1).replace(mark.shape, mark.like()),
        };
        let edits = odd.iter().map(edit).collect();
        // A clitic is shown with its word.
        let token = draft.token(mark.at);
        let clitic =
            draft.lexicon.classes(token.word()).contains(Class::CLITIC) && !token.space_before() && mark.at > 0;
        let tokens = mark.at - u32::from(clitic)..mark.at + 1;
        let details = Details {
            fill: vec![("fix", draft.words(tokens.clone()).replace(mark.shape, mark.like()))],
            related: other.map(|other| other..other + 1),
            fixes: vec![Fix {
                applicability: if sure { Applicability::Safe } else { Applicability::Suggestion },
                edits,
            }],
            variant: keys.straight.as_ref().filter(|_| mark.straight),
        };
        sink.push(tokens, details);
    }
}

/// Whether most of a draft's marks are straight; `None` where as many are curly.
pub(super) fn straight(draft: &Draft<'_>) -> Option<bool> {
    *draft.shared.straight.get_or_init(|| {
        let marks = marks(draft);
        let straight = marks.iter().filter(|mark| mark.straight).count();
        (straight * 2 != marks.len()).then_some(straight * 2 > marks.len())
    })
}

/// The quotation marks and apostrophes of a draft, in order.
fn marks(draft: &Draft<'_>) -> Vec<Mark> {
    // Marks that do not match each other are another rule's.
    let mut faulty: Vec<u32> = Vec::new();
    for quotation in &draft.language.quotations {
        faulty.extend(quotation.faulty_mark());
        faulty.extend((quotation.fault == Some(MarkFault::Mismatched)).then_some(quotation.tokens.start));
    }
    faulty.sort_unstable();
    let prose = &draft.document.prose;
    let mut marks: Vec<Mark> = Vec::new();
    for paragraph in &draft.language.paragraphs {
        if matches!(paragraph.role, Role::Credit | Role::Navigation) {
            continue;
        }
        let words = draft.language.prose(paragraph.tokens.clone());
        let places = memchr3_iter(b'"', b'\'', CURLY, &prose.as_bytes()[words.start as usize..words.end as usize]);
        // Words without a mark are passed over by their ends alone.
        let mut at = paragraph.tokens.start;
        for byte in places.map(|place| words.start + place as u32) {
            at += draft.language.tokens[at as usize..].iter().take_while(|token| token.end() <= byte).count() as u32;
            let token = draft.token(at);
            let written = matches!(
                token.kind(),
                TokenKind::Word | TokenKind::QuoteOpen | TokenKind::QuoteClose | TokenKind::Apostrophe
            );
            // Of a word with several, the first counts.
            let seen = marks.last().is_some_and(|mark| mark.at == at);
            if token.start > byte || !written || seen || faulty.binary_search(&at).is_ok() {
                continue;
            }
            let opens = token.kind() == TokenKind::QuoteOpen;
            marks.extend(prose[byte as usize..].chars().next().and_then(|c| Mark::read(c, opens, at)));
        }
    }
    marks
}

/// Whether a straight mark before figures may open a quotation ("'100 percent'"), and stand for no century ("'16", "'90s").
fn doubtful(draft: &Draft<'_>, mark: &Mark) -> bool {
    if !mark.straight || mark.double || mark.opens {
        return false;
    }
    let start = draft.token(mark.at).start as usize;
    let behind = draft.document.prose[start..].strip_prefix('\'').unwrap_or_default();
    let figures = behind.bytes().take_while(u8::is_ascii_digit).count();
    let word = behind[figures..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    figures > 0 && !(figures == 2 && (word == 0 || behind[figures..].starts_with('s') && word == 1))
}

/// The first byte of a curly mark.
const CURLY: u8 = 0xe2;

/// The first hyphen between blanks, or pair of hyphens, that stands for a dash.
pub(super) fn hyphens(sink: &mut Sink<'_, '_>, keys: &Dash) {
    let draft = sink.draft;
    let wordlike = |at: u32| draft.kind(at) == TokenKind::Word;
    let typed = |at: u32| {
        draft.kind(at) == TokenKind::Dash
            && matches!(draft.text(at), "-" | "--")
            && draft.token(at).space_before()
            && draft.token(at + 1).space_before()
    };
    let copy = draft.language.paragraphs.iter().filter(|p| p.role == Role::Copy);
    let inner = copy.flat_map(|p| p.start + 1..p.tokens.end.saturating_sub(1));
    let found: Vec<u32> = inner.filter(|&at| typed(at) && wordlike(at - 1) && wordlike(at + 1)).collect();
    let found = ours(draft, found, |&at| at);
    let Some(&at) = found.first() else { return };
    let edits = found.iter().map(|&at| Edit { span: draft.span(at..at + 1), text: keys.dash.clone() }).collect();
    // Which dash, and whether with blanks, is for the house to say.
    let fixes = vec![Fix { applicability: Applicability::Suggestion, edits }];
    sink.push(at..at + 1, Details { fill: vec![("fix", keys.dash.clone())], fixes, ..Details::default() });
}

/// Those that are not other people's words, to be changed all at once; where all are, the first.
fn ours<T>(draft: &Draft<'_>, mut found: Vec<T>, at: impl Fn(&T) -> u32) -> Vec<T> {
    if found.is_empty() {
        return found;
    }
    let theirs = draft.shared.others.get_or_init(|| OthersWords::of(draft.document, draft.language));
    let free = |found: &T| !theirs.overlap(draft.span(at(found)..at(found) + 1));
    if found.iter().any(free) {
        found.retain(free);
    } else {
        found.truncate(1);
    }
    found
}

/// A quotation mark or an apostrophe.
struct Mark {
    shape: char,
    straight: bool,
    double: bool,
    opens: bool,
    at: u32,
}

impl Mark {
    fn read(shape: char, opens: bool, at: u32) -> Option<Self> {
        let (straight, double) = match shape {
            '"' => (true, true),
            '“' | '”' => (false, true),
            '\'' => (true, false),
            '‘' | '’' => (false, false),
            _ => return None,
        };
        Some(Self { shape, straight, double, opens, at })
    }

    /// The same mark in the other style.
    fn like(&self) -> &'static str {
        match (self.straight, self.double, self.opens) {
            (false, true, _) => "\"",
            (false, false, _) => "'",
            (true, true, true) => "“",
            (true, true, false) => "”",
            (true, false, true) => "‘",
            (true, false, false) => "’",
        }
    }
}
