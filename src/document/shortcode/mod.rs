//! Masks shortcodes: `{{< … >}}` and `{{% … %}}` of Hugo, `{% … %}` and `{{ … }}` of Liquid and similar languages,
//! `[name …]` of `WordPress`, attribute lists and comments of kramdown (`{: .wide}`, `{::comment}`), and formulas in `$`.

mod lists;
#[cfg(test)]
mod tests;

use super::masked::{MaskScan, MaskedSpan, ProseReplacement, ShownValue};
use super::quoted::{is_author, is_quotation};
use crate::text::Span;
use lists::{NON_PROSE_SHORTCODES, WORDPRESS_SHORTCODES};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Characters that separate the names in an attribute list.
const NAME_SEPARATORS: [char; 6] = ['.', '#', '=', '"', '\'', ' '];

/// Collects the shortcodes of a draft. The caller passes every `{`, `[` and `$` in order.
#[derive(Debug)]
pub(super) struct ShortcodeScanner<'t> {
    text: &'t str,
    tags: Vec<ShortcodeTag<'t>>,
    /// Offsets of attribute lists that make a block a quotation, in order.
    quoting_attributes: Vec<usize>,
    shown: Vec<ShownValue<'t>>,
}

/// A shortcode without a body, or the opening or closing tag of a pair.
#[derive(Debug)]
struct ShortcodeTag<'t> {
    span: Range<usize>,
    language: ShortcodeLanguage,
    name: &'t str,
    form: TagForm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum ShortcodeLanguage {
    Hugo,
    Liquid,
    WordPress,
    Kramdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TagForm {
    /// Opens a pair, or has no body.
    Open,
    /// A word in brackets that counts as a shortcode only if it opens a pair.
    BracketedWord,
    /// Closes a pair.
    Close,
    /// Never opens a pair.
    Standalone,
    /// An attribute list: styles the text before it.
    Attributes,
}

impl<'t> ShortcodeScanner<'t> {
    /// Creates a scanner that has found no shortcodes.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, tags: Vec::new(), quoting_attributes: Vec::new(), shown: Vec::new() }
    }

    /// Reads the `{` at `at`; returns the end if a shortcode starts there.
    pub(super) fn read_braces(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text.as_bytes()[at..];
        let (open, close, language) = match rest {
            [b'{', b'{', b'<', ..] => ("{{<", ">}}", ShortcodeLanguage::Hugo),
            [b'{', b'{', b'%', ..] => ("{{%", "%}}", ShortcodeLanguage::Hugo),
            [b'{', b'{', ..] => ("{{", "}}", ShortcodeLanguage::Liquid),
            [b'{', b'%', ..] => ("{%", "%}", ShortcodeLanguage::Liquid),
            _ => return self.read_attributes(at),
        };
        let start = at + open.len();
        let len = body_len(&self.text[start..], open, close, language == ShortcodeLanguage::Liquid)?;
        let end = start + len + close.len();
        let (name, form) = read_name(&self.text[start..start + len], language);
        let form = if open == "{{" { TagForm::Standalone } else { form };
        self.read_parameters(start..start + len);
        self.tags.push(ShortcodeTag { span: at..end, language, name, form });
        Some(end)
    }

    /// Reads the `$` at `at`; returns the end if a formula starts there, not a price.
    ///
    /// A formula between `$$` contains a character that prices do not (`\`, `^`, `_`), or has its lines to itself. A formula
    /// between single `$` contains such a character, and no space next to the `$`.
    pub(super) fn read_dollars(&mut self, at: usize) -> Option<usize> {
        let marks = if self.text[at..].starts_with("$$") { "$$" } else { "$" };
        let start = at + marks.len();
        let rest = &self.text[start..];
        let len = if marks == "$$" { rest.find(marks)? } else { rest.find(['$', '\n', '\r', '`'])? };
        let formula = &rest[..len];
        let mut end = start + len + marks.len();
        let is_marked = formula.contains(['\\', '^']) || formula.contains(if marks == "$$" { "_" } else { "_{" });
        let is_formula = if marks == "$$" {
            let has_blank_line = formula.contains("\n\n") || formula.contains("\n\r\n");
            let after = attributes_end(self.text, end);
            let alone = starts_line(self.text, at) && ends_line(self.text, after) && !formula.trim().is_empty();
            end = if alone { after } else { end };
            !has_blank_line && (is_marked || alone)
        } else {
            let has_no_outer_space =
                !formula.starts_with(char::is_whitespace) && !formula.ends_with(char::is_whitespace);
            let is_before_digit = self.text[end.min(self.text.len())..].starts_with(|c: char| c.is_ascii_digit());
            rest[len..].starts_with('$') && is_marked && has_no_outer_space && !is_before_digit
        };
        if !is_formula {
            return None;
        }
        self.tags.push(ShortcodeTag {
            span: at..end,
            language: ShortcodeLanguage::Liquid,
            name: "",
            form: TagForm::Standalone,
        });
        Some(end)
    }

    /// Reads the `[` at `at`; returns the end if a shortcode may start there.
    pub(super) fn read_brackets(&mut self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1).map(|i| self.text.as_bytes()[i]);
        if matches!(before, Some(b'\\' | b'!' | b']')) {
            return None;
        }
        let rest = &self.text[at + 1..];
        let (body, form) = rest.strip_prefix('/').map_or((rest, TagForm::Open), |rest| (rest, TagForm::Close));
        if !body.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let is_name_byte =
            |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
        let name = &body[..body.bytes().take_while(is_name_byte).count()];
        let is_marker = name.split('_').skip(1).any(|part| part.starts_with(|c: char| c.is_ascii_digit()));
        let is_builder = ["vc_", "et_pb_", "wpb_"].iter().any(|prefix| name.starts_with(prefix));
        if !is_marker && !is_builder && !WORDPRESS_SHORTCODES.contains(&name) {
            return None;
        }
        let len = rest.find(['[', ']', '\n']).filter(|&len| rest.as_bytes()[len] == b']')?;
        let end = at + 1 + len + 1;
        let after = self.text.as_bytes().get(end);
        if matches!(after, Some(b'(' | b'[' | b':')) {
            return None;
        }
        let arguments = &rest[usize::from(form == TagForm::Close) + name.len()..len];
        let alone = matches!(before, None | Some(b'\n')) && matches!(after, None | Some(b'\n' | b'\r'));
        let form = match form {
            TagForm::Open if arguments.contains('=') || is_marker || alone => TagForm::Open,
            TagForm::Open if arguments.trim().is_empty() => TagForm::BracketedWord,
            TagForm::Close if arguments.trim().is_empty() => TagForm::Close,
            _ => return None,
        };
        self.read_parameters(at + 1..at + 1 + len);
        self.tags.push(ShortcodeTag { span: at..end, language: ShortcodeLanguage::WordPress, name, form });
        Some(end)
    }

    /// Pairs the tags and returns the masked spans.
    pub(super) fn finish(self) -> MaskScan<'t> {
        let mut open_extension = None;
        let mut open: FxHashMap<(ShortcodeLanguage, &str), Vec<usize>> = FxHashMap::default();
        let mut replacement: Vec<Option<ProseReplacement>> = Vec::with_capacity(self.tags.len());
        let mut masked_spans = Vec::new();
        let mut quoted = Vec::new();
        let mut credited = Vec::new();
        for (i, tag) in self.tags.iter().enumerate() {
            replacement.push(match tag.form {
                TagForm::BracketedWord => None,
                _ if tag.language == ShortcodeLanguage::Kramdown => Some(ProseReplacement::Nothing),
                TagForm::Attributes => Some(ProseReplacement::Nothing),
                TagForm::Open | TagForm::Close | TagForm::Standalone => Some(ProseReplacement::Gap),
            });
            if tag.language == ShortcodeLanguage::Kramdown {
                // A kramdown extension cannot contain another; the first tag that closes it ends it.
                if tag.form == TagForm::Open {
                    open_extension = open_extension.or(Some(i));
                } else if let Some(first) = open_extension
                    .take_if(|first: &mut usize| tag.name.is_empty() || tag.name == self.tags[*first].name)
                {
                    let body = Span::new(self.tags[first].span.start, tag.span.end);
                    if NON_PROSE_SHORTCODES.contains(&self.tags[first].name) {
                        masked_spans.push(MaskedSpan { span: body, replacement: ProseReplacement::Nothing });
                    }
                }
                continue;
            }
            let open_tags = open.entry((tag.language, tag.name)).or_default();
            match tag.form {
                TagForm::Open | TagForm::BracketedWord => open_tags.push(i),
                TagForm::Close => {
                    let Some(first) = open_tags.pop() else { continue };
                    let body = Span::new(self.tags[first].span.start, tag.span.end);
                    let caption = tag.language == ShortcodeLanguage::WordPress && tag.name.ends_with("caption");
                    replacement[first] = Some(if caption {
                        ProseReplacement::Caption(tag.span.start)
                    } else {
                        ProseReplacement::Nothing
                    });
                    replacement[i] = Some(if caption { ProseReplacement::Break } else { ProseReplacement::Nothing });
                    if is_quotation(tag.name) {
                        quoted.push(body);
                        let first = &self.tags[first];
                        if names_author(&self.text[first.span.clone()], first.name) {
                            credited.push(body);
                        }
                    }
                    if NON_PROSE_SHORTCODES.contains(&tag.name) {
                        masked_spans.push(MaskedSpan { span: body, replacement: ProseReplacement::Gap });
                    }
                }
                TagForm::Standalone | TagForm::Attributes => {}
            }
        }
        let single = self.tags.iter().zip(replacement).filter_map(|(tag, replacement)| {
            Some(MaskedSpan { span: Span::new(tag.span.start, tag.span.end), replacement: replacement? })
        });
        masked_spans.extend(single);
        MaskScan {
            masked_spans,
            quoted,
            quoting_attributes: self.quoting_attributes,
            credited,
            shown: self.shown,
            disguises: Vec::new(),
        }
    }

    /// Reads the attribute list or kramdown extension at `at`; returns its end.
    ///
    /// Accepts `{: .wide}` anywhere, `{.wide}` or `{width=50%}` right after a link or image, and `{.quote}` on a line of its
    /// own.
    fn read_attributes(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at + 1..];
        let len = rest.find(['{', '}', '\n']).filter(|&len| rest.as_bytes()[len] == b'}')?;
        let list = &rest[..len];
        let after_link = at > 0 && matches!(self.text.as_bytes()[at - 1], b')' | b']');
        let styles_link = after_link && (list.starts_with(['.', '#']) || list.contains('='));
        // A quotation's class on a separate line applies to the block before.
        let alone = || {
            let before = self.text[..at].trim_end_matches([' ', '\t', '>']);
            let after = rest[len + 1..].trim_start_matches([' ', '\t']);
            before.ends_with(['\n', '\r']) && (after.is_empty() || after.starts_with(['\n', '\r']))
        };
        let has_class = || list.starts_with(['.', '#']) || list.contains('=');
        let marks_quotation = has_class() && list.split(NAME_SEPARATORS).any(is_quotation) && alone();
        if !styles_link && !list.starts_with(':') && !marks_quotation {
            return None;
        }
        let span = at..at + 1 + len + 1;
        let end = span.end;
        if marks_quotation || is_quotation(list) {
            self.quoting_attributes.push(at);
        }
        let (language, name, form) = match list.strip_prefix(':').map(|rest| (rest, rest.strip_prefix([':', '/']))) {
            Some((rest, Some(name))) if name.is_empty() || !name.ends_with('/') => {
                let form = if rest.starts_with(':') { TagForm::Open } else { TagForm::Close };
                let name = &name[..name.find(char::is_whitespace).unwrap_or(name.len())];
                (ShortcodeLanguage::Kramdown, name, form)
            }
            _ => (ShortcodeLanguage::Liquid, "", TagForm::Attributes),
        };
        self.tags.push(ShortcodeTag { span, language, name, form });
        Some(end)
    }

    /// Collects the values in a tag that readers see, such as `caption="The pier"`.
    fn read_parameters(&mut self, body: Range<usize>) {
        let text = self.text;
        let mut at = body.start;
        while let Some(equals) = text[at..body.end].find('=').map(|i| at + i) {
            let before = text[at..equals].trim_end();
            let is_name_byte = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
            let name = &before[before.len() - before.bytes().rev().take_while(is_name_byte).count()..];
            let value = text[equals + 1..body.end].trim_start();
            let open = body.end - value.len();
            let Some(mark) = value.bytes().next().filter(|mark| b"\"'`".contains(mark)) else {
                at = equals + 1;
                continue;
            };
            let Some(len) = value_len(&value[1..], mark) else { return };
            self.shown.extend(ShownValue::for_parameter(name, text, open + 1..open + 1 + len));
            at = open + 1 + len + 1;
        }
    }
}

/// Whether the tag of a quotation names the speaker, in a parameter or right after the tag's name.
fn names_author(tag: &str, name: &str) -> bool {
    let arguments = tag.split_once(name).map_or("", |(_, arguments)| arguments);
    let arguments = arguments.trim_matches(|c: char| c.is_whitespace() || "<>%{}[]".contains(c));
    let is_author_parameter = |part: &str| {
        let before = part.trim_end();
        before.rsplit(|c: char| c.is_whitespace()).next().is_some_and(is_author)
    };
    let words = arguments.trim_start_matches(['"', '\'', '“']);
    let starts_with_name = !arguments.contains('=') && words.starts_with(char::is_uppercase);
    let is_empty = |value: &str| ["\"\"", "''", "``"].iter().any(|marks| value.trim_start().starts_with(marks));
    let values = arguments.match_indices('=').filter(|(at, _)| !is_empty(&arguments[at + 1..]));
    starts_with_name || values.into_iter().any(|(at, _)| is_author_parameter(&arguments[..at]))
}

/// The length of a value up to its closing quotation mark; a mark after a backslash does not close.
fn value_len(rest: &str, mark: u8) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr2(mark, b'\\', &rest.as_bytes()[at..])?;
        if rest.as_bytes()[at] == mark {
            return Some(at);
        }
        at = (at + 2).min(rest.len());
    }
}

/// Whether there are only blanks and marks of lists and block quotes before `at` in its line.
fn starts_line(text: &str, at: usize) -> bool {
    let line = text[..at].trim_end_matches([' ', '\t', '>', '-', '*']);
    line.is_empty() || line.ends_with(['\n', '\r'])
}

/// Whether there are only blanks after `at` in its line.
fn ends_line(text: &str, at: usize) -> bool {
    let rest = text[at..].trim_start_matches([' ', '\t']);
    rest.is_empty() || rest.starts_with(['\n', '\r'])
}

/// The end of the attribute list that follows `at` in its line; `at` if there is none.
fn attributes_end(text: &str, at: usize) -> usize {
    let list = text[at..].trim_start_matches([' ', '\t']);
    let start = text.len() - list.len();
    let len = list.strip_prefix('{').and_then(|list| list.find(['{', '}', '\n']));
    len.filter(|len| list[1 + len..].starts_with('}')).map_or(at, |len| start + 1 + len + 1)
}

/// The length of a shortcode's inside: up to the first closing mark outside quotation marks.
///
/// The search ends at the next opening mark and, with `one_paragraph`, at a blank line. It then uses the first closing mark
/// inside quotation marks, if any.
fn body_len(rest: &str, open: &str, close: &str, one_paragraph: bool) -> Option<usize> {
    let mut quotes = 0;
    let mut first = None;
    let mut at = 0;
    loop {
        let step = rest[at..].find(['"', '{', '\n', close.as_bytes()[0] as char]).map(|i| at + i);
        let Some(i) = step else { return first };
        let found = &rest[i..];
        if found.starts_with(close) {
            if quotes % 2 == 0 {
                return Some(i);
            }
            first = first.or(Some(i));
        } else if found.starts_with(open) || (one_paragraph && starts_blank_line(found)) {
            return first;
        } else if found.starts_with('"') {
            quotes += 1;
        }
        at = i + 1;
    }
}

/// Whether a line ends here and the next one is blank.
fn starts_blank_line(text: &str) -> bool {
    text.starts_with('\n') && text[1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n')
}

fn read_name(body: &str, language: ShortcodeLanguage) -> (&str, TagForm) {
    let body = body.trim_start_matches(['-', ' ', '\t', '\r', '\n']);
    let (body, mut form) = match (language, body.strip_prefix('/')) {
        (ShortcodeLanguage::Hugo, Some(rest)) => (rest.trim_start(), TagForm::Close),
        _ => (body, TagForm::Open),
    };
    let is_name_byte = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'/');
    let mut name = &body[..body.bytes().take_while(is_name_byte).count()];
    if let (ShortcodeLanguage::Liquid, Some(closed)) = (language, name.strip_prefix("end")) {
        (name, form) = (closed, TagForm::Close);
    }
    if language == ShortcodeLanguage::Hugo && body.trim_end().ends_with('/') {
        form = TagForm::Standalone;
    }
    (name, form)
}
