//! Ignore comments: `<!-- bylint-ignore RULE until 2027-03-01 by NAME: reason -->`, and `{/* … */}` in MDX.

use super::prose::Group;
use super::{Block, Directive, DirectiveFault, DirectiveScope, Until};
use crate::text::{Span, shows_nothing};

/// The prefix of the first word of every comment for bylint.
pub(super) const PREFIX: &str = "bylint-";

/// The keyword before the last day of an ignore.
const UNTIL: &str = "until";

/// The keyword before the name of the person who decided.
const BY: &str = "by";

/// The part of an ignore comment before the colon: rules, last day and name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct DirectiveHead {
    /// Rules or families, each with its span.
    pub(super) rules: Vec<(String, Span)>,
    pub(super) until: Option<Until>,
    pub(super) by: Option<String>,
}

/// The command that a comment gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DirectiveVerb {
    Ignore,
    Start,
    End,
    File,
    Unknown,
}

/// Whether a comment is for bylint; `comment` includes its delimiters.
pub(super) fn is_directive(comment: &str) -> bool {
    comment_body(comment).1.starts_with(PREFIX)
}

/// Parses the comments of a draft into directives with their scopes; `groups` are its lists and tables.
pub(super) fn resolve(text: &str, mut comments: Vec<Span>, blocks: &[Block], mut groups: Vec<Group>) -> Vec<Directive> {
    comments.sort_unstable();
    // If several lists start at the same offset, the outermost comes first.
    groups.sort_unstable_by_key(|group| (group.span.start, std::cmp::Reverse(group.span.end)));
    let tables: Vec<Span> = groups.iter().filter(|group| group.is_table).map(|group| group.span).collect();
    // Alternative text comes after its paragraph, out of order; the paragraph's span contains it.
    let mut blocks: Vec<Span> = blocks.iter().map(|block| block.span).collect();
    blocks.sort_unstable_by_key(|block| (block.start, std::cmp::Reverse(block.end)));
    blocks.dedup_by(|next, last| last.contains(*next));
    let mut directives: Vec<Directive> = Vec::new();
    let mut open_ranges = Vec::new();
    for comment in comments {
        let Some((verb, word, DirectiveHead { rules, until, by }, reason)) = parse(text, comment) else { continue };
        let empty_scope = DirectiveScope::Block(Span::new(comment.end, comment.end));
        let mut fault = None;
        let scope = match verb {
            DirectiveVerb::Ignore => DirectiveScope::Block(block_scope(comment, &blocks, &groups, &tables)),
            DirectiveVerb::File => DirectiveScope::File,
            DirectiveVerb::Start => DirectiveScope::Range(Span::new(comment.start, text.len())),
            DirectiveVerb::Unknown => {
                fault = Some(DirectiveFault::UnknownDirective(word.to_owned()));
                empty_scope
            }
            DirectiveVerb::End => {
                if let Some(i) = open_ranges.pop() {
                    let start: &mut Directive = &mut directives[i];
                    start.scope = DirectiveScope::Range(Span::new(start.span.start, comment.end));
                    continue;
                }
                fault = Some(DirectiveFault::NothingToEnd(word.to_owned()));
                empty_scope
            }
        };
        if verb == DirectiveVerb::Start {
            open_ranges.push(directives.len());
        }
        directives.push(Directive { scope, span: comment, rules, until, by, reason, fault, in_front_matter: false });
    }
    directives
}

/// A parsed comment: command, the command's word, head and reason.
type ParsedComment<'t> = (DirectiveVerb, &'t str, DirectiveHead, String);

fn parse(text: &str, comment: Span) -> Option<ParsedComment<'_>> {
    let (at, body) = comment_body(&text[comment.range()]);
    let verb = &body[..body.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(body.len())];
    let rest = &body[verb.len()..];
    let parsed = match verb.strip_prefix(PREFIX)? {
        "ignore" => DirectiveVerb::Ignore,
        "ignore-start" => DirectiveVerb::Start,
        "ignore-end" => DirectiveVerb::End,
        "ignore-file" => DirectiveVerb::File,
        _ => DirectiveVerb::Unknown,
    };
    let (head, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let head = DirectiveHead::parse(head, comment.start + at + verb.len());
    Some((parsed, verb, head, normalise_reason(reason)))
}

/// Normalises a reason to one line; empty if it has no visible letter or digit.
pub(super) fn normalise_reason(text: &str) -> String {
    let is_visible = |c: char| c.is_alphanumeric() && !shows_nothing(c);
    if !text.contains(is_visible) {
        return String::new();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl DirectiveHead {
    /// Parses "RULE, RULE until 2027-03-01 by NAME"; `at` is the offset of `text` in the file.
    pub(super) fn parse(text: &str, at: usize) -> Self {
        let is_separator = |c: char| c == ',' || c.is_whitespace();
        let mut words = Vec::new();
        let mut start = 0;
        for part in text.split_inclusive(is_separator) {
            let word = part.trim_end_matches(is_separator);
            if !word.is_empty() {
                words.push((word, Span::new(at + start, at + start + word.len())));
            }
            start += part.len();
        }
        let is_keyword = |word: &str| word == UNTIL || word == BY;
        let first = words.iter().position(|(word, _)| is_keyword(word)).unwrap_or(words.len());
        let rules = words[..first].iter().map(|&(word, span)| (word.to_owned(), span)).collect();
        let mut head = Self { rules, ..Self::default() };
        let mut rest = &words[first..];
        while let Some((&(word, span), after)) = rest.split_first() {
            let count = after.iter().position(|(word, _)| is_keyword(word)).unwrap_or(after.len());
            let (value, remaining) = after.split_at(count);
            let value_span = value.first().zip(value.last()).map_or(span, |((_, a), (_, b))| Span::new(a.start, b.end));
            if word == UNTIL {
                let date = text[value_span.start - at..value_span.end - at].parse().ok();
                head.until = Some(Until { date, span: value_span });
            } else if !value.is_empty() {
                let name: Vec<&str> = text[value_span.start - at..value_span.end - at].split_whitespace().collect();
                head.by = Some(name.join(" "));
            }
            rest = remaining;
        }
        head
    }
}

/// The offset and the trimmed text of a comment's body, between its delimiters.
fn comment_body(comment: &str) -> (usize, &str) {
    let inner = [("<!--", "-->"), ("{/*", "*/}")]
        .iter()
        .find_map(|(open, close)| Some((open.len(), comment.strip_prefix(open)?.strip_suffix(close)?)));
    let (at, inner) = inner.unwrap_or((0, ""));
    let body = inner.trim_start();
    (at + inner.len() - body.len(), body.trim_end())
}

/// Maximum number of tables before a comment that are searched for one that contains it.
const MAX_TABLES_BEFORE: usize = 16;

/// The span that an ignore comment applies to: the table or block around it, else the list, table or block after it.
/// `tables` are the spans of the tables in `groups`, in order.
fn block_scope(comment: Span, blocks: &[Span], groups: &[Group], tables: &[Span]) -> Span {
    let before = tables.partition_point(|table| table.start < comment.end);
    let mut tables_before = tables[before.saturating_sub(MAX_TABLES_BEFORE)..before].iter().rev();
    if let Some(table) = tables_before.find(|table| table.contains(comment)) {
        return *table;
    }
    let after = groups.partition_point(|group| group.span.start < comment.end);
    let next = blocks.partition_point(|block| block.start < comment.end);
    if let Some(block) = blocks[..next].last().filter(|block| block.contains(comment)) {
        return *block;
    }
    let Some(&block) = blocks.get(next) else { return Span::new(comment.end, comment.end) };
    groups[after..].first().map(|group| group.span).filter(|group| group.contains(block)).unwrap_or(block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_of_an_ignore_comment_is_parsed() {
        for (text, rules, until, by) in [
            (" rain", "rain", None, None),
            (" rain, weather until 2027-03-01 by Dana", "rain weather", Some("2027-03-01"), Some("Dana")),
            (
                " rain by A. Brook,  the  editor until 2027-03-01",
                "rain",
                Some("2027-03-01"),
                Some("A. Brook, the editor"),
            ),
            (" rain until", "rain", Some("until"), None),
            (" rain until May by", "rain", Some("May"), None),
            (" rain until 1 May 2027", "rain", Some("1 May 2027"), None),
            (" until 2027-03-01", "", Some("2027-03-01"), None),
            ("", "", None, None),
        ] {
            let head = DirectiveHead::parse(text, 100);
            let names: Vec<_> = head.rules.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names.join(" "), rules, "{text}");
            let slice = |span: Span| &text[span.start - 100..span.end - 100];
            assert!(head.rules.iter().all(|(name, span)| slice(*span) == name), "{text}");
            assert_eq!(head.until.map(|until| slice(until.span)), until, "{text}");
            let is_date = until.is_some_and(|until| until.parse::<crate::date::Date>().is_ok());
            assert_eq!(head.until.is_some_and(|until| until.date.is_some()), is_date, "{text}");
            assert_eq!(head.by.as_deref(), by, "{text}");
        }
    }
}
