//! Comments that speak to bylint: `<!-- bylint-ignore RULE: reason -->`, and `{/* … */}` in MDX.

use super::{Block, Directive, DirectiveScope};
use crate::text::Span;

/// What every comment for us starts with.
pub(super) const PREFIX: &str = "bylint-";

/// What a comment asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Ignore,
    Start,
    End,
    File,
    Unknown,
}

/// Whether a comment, marks included, is for us.
pub(super) fn is_for_us(comment: &str) -> bool {
    words(comment).1.starts_with(PREFIX)
}

/// The directives among the comments of a draft; `groups` are its lists and tables.
pub(super) fn resolve(text: &str, mut comments: Vec<Span>, blocks: &[Block], mut groups: Vec<Span>) -> Vec<Directive> {
    comments.sort_unstable();
    // The outermost of the lists that start in one place stands first.
    groups.sort_unstable_by_key(|group| (group.start, std::cmp::Reverse(group.end)));
    // An image's text stands behind its paragraph, out of order, and is covered with it.
    let mut blocks: Vec<Span> = blocks.iter().map(|block| block.span).collect();
    blocks.sort_unstable_by_key(|block| (block.start, std::cmp::Reverse(block.end)));
    blocks.dedup_by(|next, last| last.contains(*next));
    let mut directives: Vec<Directive> = Vec::new();
    let mut open = Vec::new();
    for comment in comments {
        let Some((verb, rules, reason)) = parse(text, comment) else { continue };
        let nothing = DirectiveScope::Block(Span::new(comment.end, comment.end));
        let scope = match verb {
            Verb::Ignore => DirectiveScope::Block(covered(comment, &blocks, &groups)),
            Verb::File => DirectiveScope::File,
            Verb::Start => DirectiveScope::Range(Span::new(comment.start, text.len())),
            Verb::Unknown => nothing,
            Verb::End => match open.pop() {
                Some(i) => {
                    let start: &mut Directive = &mut directives[i];
                    start.scope = DirectiveScope::Range(Span::new(start.span.start, comment.end));
                    continue;
                }
                None => nothing,
            },
        };
        if verb == Verb::Start {
            open.push(directives.len());
        }
        let known = matches!(verb, Verb::Ignore | Verb::Start | Verb::File);
        let (rules, reason) = if known { (rules, reason) } else { (Vec::new(), String::new()) };
        directives.push(Directive { scope, span: comment, rules, reason });
    }
    directives
}

type Parsed = (Verb, Vec<(String, Span)>, String);

fn parse(text: &str, comment: Span) -> Option<Parsed> {
    let (at, body) = words(&text[comment.range()]);
    let verb = &body[..body.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(body.len())];
    let rest = &body[verb.len()..];
    let parsed = match verb.strip_prefix(PREFIX)? {
        "ignore" => Verb::Ignore,
        "ignore-start" => Verb::Start,
        "ignore-end" => Verb::End,
        "ignore-file" => Verb::File,
        _ => Verb::Unknown,
    };
    let (rules, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let mut named = Vec::new();
    let mut at = comment.start + at + verb.len();
    let separates = |c: char| c == ',' || c.is_whitespace();
    for part in rules.split_inclusive(separates) {
        let rule = part.trim_end_matches(separates);
        if !rule.is_empty() {
            named.push((rule.to_owned(), Span::new(at, at + rule.len())));
        }
        at += part.len();
    }
    let reason: Vec<&str> = reason.split_whitespace().collect();
    Some((parsed, named, reason.join(" ")))
}

/// The words of a comment, and where in it they start.
fn words(comment: &str) -> (usize, &str) {
    let inner = [("<!--", "-->"), ("{/*", "*/}")]
        .iter()
        .find_map(|(open, close)| Some((open.len(), comment.strip_prefix(open)?.strip_suffix(close)?)));
    let (at, inner) = inner.unwrap_or((0, ""));
    let body = inner.trim_start();
    (at + inner.len() - body.len(), body.trim_end())
}

/// The block a comment stands in; else the list, table or block that follows it.
fn covered(comment: Span, blocks: &[Span], groups: &[Span]) -> Span {
    let next = blocks.partition_point(|block| block.start < comment.end);
    if let Some(block) = blocks[..next].last().filter(|block| block.contains(comment)) {
        return *block;
    }
    let Some(&block) = blocks.get(next) else { return Span::new(comment.end, comment.end) };
    let group = groups[groups.partition_point(|group| group.start < comment.end)..].first();
    group.copied().filter(|group| group.contains(block)).unwrap_or(block)
}
