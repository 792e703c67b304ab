//! Adds an entry to a list in a `bylint.toml`, by edits that leave the rest of the text unchanged, including comments, order and
//! line breaks.

use super::error::with_table;
use crate::diagnostic::Edit;
use crate::text::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A list of outlets, or of files with words, to which an entry can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addable {
    /// The names of the newsroom, as they appear in its copy.
    OwnOutlets,
    /// The outlets whose copy the newsroom may run as its own.
    Partners,
    /// The files with the newsroom's own words.
    Dictionary,
}

impl Addable {
    /// Returns the table and the key of the list.
    #[must_use]
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::OwnOutlets => ("newsroom", "own-outlets"),
            Self::Partners => ("newsroom", "partners"),
            Self::Dictionary => ("language", "dictionary"),
        }
    }
}

/// Returns the file that holds the entries of a list, relative to the directory of the `bylint.toml`. If the list names several
/// files, returns the last one; `None` if any entry is in the list itself.
#[must_use]
pub fn file_of(text: &str, list: Addable) -> Option<String> {
    let found = with_table(text, |root| {
        let (outer, key) = list.keys();
        let value = find_key(find_key(root, outer)?.1.get_ref().as_table()?, key)?.1.get_ref();
        let file = |value: &DeValue<'_>| match list {
            Addable::Dictionary => value.as_str().map(str::to_owned),
            _ => Some(find_key(value.as_table()?, "file")?.1.get_ref().as_str()?.to_owned()),
        };
        match value.as_array() {
            Some(entries) => entries.iter().map(|entry| file(entry.get_ref())).collect::<Option<Vec<_>>>()?.pop(),
            None => file(value),
        }
    });
    found.flatten()
}

/// Returns the edits that add an entry to a list; `None` if the text is not valid TOML, or if the value is not a list.
#[must_use]
pub fn add(text: &str, list: Addable, entry: &str) -> Option<Vec<Edit>> {
    let (outer, key) = list.keys();
    let entry = toml::Value::from(entry).to_string();
    let edits = with_table(text, |root| {
        let Some((at, value)) = find_key(root, outer) else {
            return Some(vec![append_table(text, &format!("[{outer}]\n{key} = [{entry}]\n"))]);
        };
        let span = Span::from(value.span());
        let Some(inner) = value.get_ref().as_table() else {
            // `language = "en-GB"`
            return Some(vec![edit(span, format!("{{ default = {}, {key} = [{entry}] }}", &text[span.range()]))]);
        };
        match find_key(inner, key) {
            Some((_, list)) => add_list_entry(text, list, &entry),
            None => Some(vec![add_key(text, at, span, inner.is_empty(), outer, &format!("{key} = [{entry}]"))]),
        }
    })??;
    let with_file_breaks = |edit: Edit| Edit { text: convert_line_breaks(text, &edit.text), ..edit };
    Some(edits.into_iter().map(with_file_breaks).collect())
}

/// Returns the edit that adds a line at the end of a file.
#[must_use]
pub fn add_line(text: &str, line: &str) -> Edit {
    let line_break = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    edit(Span::new(text.len(), text.len()), convert_line_breaks(text, &format!("{line_break}{line}\n")))
}

fn find_key<'t, 'v>(table: &'t DeTable<'v>, key: &str) -> Option<(Span, &'t Spanned<DeValue<'v>>)> {
    table.iter().find(|(name, _)| *name.get_ref() == key).map(|(name, value)| (name.span().into(), value))
}

fn edit(span: Span, text: String) -> Edit {
    Edit { span, text }
}

fn insertion(at: usize, text: String) -> Edit {
    edit(Span::new(at, at), text)
}

/// Appends a table to the text, after a blank line.
fn append_table(text: &str, table: &str) -> Edit {
    let separator = match text {
        _ if text.trim_start_matches('\u{feff}').is_empty() => "",
        _ if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    insertion(text.len(), format!("{separator}{table}"))
}

/// Adds a key with its value (`pair`) to a table. `at` is the place of the table's own key, and `span` that of its value.
fn add_key(text: &str, at: Span, span: Span, empty: bool, outer: &str, pair: &str) -> Edit {
    let start = text[..at.start].rfind('\n').map_or(0, |line| line + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    if line.trim_start_matches('\u{feff}').trim_start().starts_with('[') {
        // `[newsroom]`, perhaps with a comment after it.
        let end = start + line.len();
        return match text[end..].find('\n') {
            Some(more) => insertion(end + more + 1, format!("{pair}\n")),
            None => insertion(text.len(), format!("\n{pair}\n")),
        };
    }
    if text[span.range()].starts_with('{') {
        // `newsroom = {}`
        return insertion(span.start + 1, format!(" {pair}{}", if empty { " " } else { "," }));
    }
    // `newsroom.partners = []`: a dotted key on a line of its own, before this one.
    let mark = if start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    insertion(start + mark, format!("{outer}.{pair}\n"))
}

/// Adds an entry to a list: on a line of its own if the last entry has its own line.
fn add_list_entry(text: &str, value: &Spanned<DeValue<'_>>, entry: &str) -> Option<Vec<Edit>> {
    let span = Span::from(value.span());
    let entries = value.get_ref().as_array()?;
    let Some(last) = entries.iter().last().map(|last| Span::from(last.span())) else {
        return Some(vec![insertion(span.start + 1, entry.to_owned())]);
    };
    let start = text[..last.start].rfind('\n').map_or(0, |line| line + 1);
    let indent = &text[start..last.start];
    let line = text[last.end..].lines().next().unwrap_or_default();
    let rest = line.trim_start();
    let (comma, after_comma) =
        rest.strip_prefix(',').map_or((false, rest), |after_comma| (true, after_comma.trim_start()));
    if !indent.trim().is_empty() || !(after_comma.is_empty() || after_comma.starts_with('#')) {
        return Some(vec![insertion(last.end, format!(", {entry}"))]);
    }
    // A comment after the last entry stays with that entry.
    let end = last.end + line.len();
    let more = |tail: &str| format!("\n{indent}{entry}{tail}");
    Some(match (comma, after_comma.is_empty()) {
        (true, _) => vec![insertion(end, more(","))],
        (false, true) => vec![insertion(last.end, format!(",{}", more("")))],
        (false, false) => vec![insertion(last.end, ",".to_owned()), insertion(end, more(""))],
    })
}

/// Converts the line breaks of `lines` to those of the file.
fn convert_line_breaks(text: &str, lines: &str) -> String {
    if text.contains("\r\n") { lines.replace('\n', "\r\n") } else { lines.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse_layers;
    use crate::rule::RuleSet;

    fn apply(text: &str, edits: &[Edit]) -> String {
        let mut after = text.to_owned();
        for edit in edits.iter().rev() {
            after.replace_range(edit.span.range(), &edit.text);
        }
        after
    }

    /// Adds the partner "AP" to a text. Checks the text and the partners that result.
    fn check(text: &str, after: &str, partners: &[&str]) {
        let edits = add(text, Addable::Partners, "AP").unwrap_or_else(|| panic!("{text:?} is sound"));
        assert_eq!(apply(text, &edits), after, "{text:?}");
        let steps =
            parse_layers(after, 0, &RuleSet::builtin()).unwrap_or_else(|errors| panic!("{after:?}: {errors:?}"));
        assert_eq!(steps[0].layer.config().newsroom.partners, partners, "{after:?}");
    }

    #[test]
    fn entries_are_added_to_an_existing_list() {
        for (before, after) in [
            ("partners = []", "partners = [\"AP\"]"),
            ("partners = [ # none yet\n]", "partners = [\"AP\" # none yet\n]"),
        ] {
            check(&format!("[newsroom]\n{before}\n"), &format!("[newsroom]\n{after}\n"), &["AP"]);
        }
        for (before, after) in [
            ("['AFP']", "['AFP', \"AP\"]"),
            ("[\n  'AFP'\n]", "[\n  'AFP',\n  \"AP\"\n]"),
            ("[\n\t'AFP', # our agency\n]", "[\n\t'AFP', # our agency\n\t\"AP\",\n]"),
            ("[\n  'AFP' # our agency\n]", "[\n  'AFP', # our agency\n  \"AP\"\n]"),
            ("[ 'AFP', # our agency\n]", "[ 'AFP', \"AP\", # our agency\n]"),
        ] {
            let whole = |list: &str| format!("# ours\nnewsroom.partners = {list} # more\nfail-on = 'error'\n");
            check(&whole(before), &whole(after), &["AFP", "AP"]);
        }
    }

    #[test]
    fn a_missing_list_is_added_to_its_table() {
        for (before, after) in [
            ("", "[newsroom]\npartners = [\"AP\"]\n"),
            ("\u{feff}", "\u{feff}[newsroom]\npartners = [\"AP\"]\n"),
            (
                "#:schema x.json\nfail-on = 'error'",
                "#:schema x.json\nfail-on = 'error'\n\n[newsroom]\npartners = [\"AP\"]\n",
            ),
            ("[rules]\r\nignore = []\r\n", "[rules]\r\nignore = []\r\n\r\n[newsroom]\r\npartners = [\"AP\"]\r\n"),
            ("[[overrides]]\npaths = 'x'\n", "[[overrides]]\npaths = 'x'\n\n[newsroom]\npartners = [\"AP\"]\n"),
            ("[newsroom] # we\nown-outlets = []\n", "[newsroom] # we\npartners = [\"AP\"]\nown-outlets = []\n"),
            ("\u{feff}[newsroom]", "\u{feff}[newsroom]\npartners = [\"AP\"]\n"),
            ("newsroom = {}", "newsroom = { partners = [\"AP\"] }"),
            ("newsroom = {own-outlets = []}", "newsroom = { partners = [\"AP\"],own-outlets = []}"),
            ("newsroom.own-outlets = []\n", "newsroom.partners = [\"AP\"]\nnewsroom.own-outlets = []\n"),
            ("\u{feff}newsroom.own-outlets = []", "\u{feff}newsroom.partners = [\"AP\"]\nnewsroom.own-outlets = []"),
        ] {
            check(before, after, &["AP"]);
        }
        let short = "language = 'en-GB' # all\n";
        let edits = add(short, Addable::Dictionary, "words.txt").expect("it is sound");
        assert_eq!(apply(short, &edits), "language = { default = 'en-GB', dictionary = [\"words.txt\"] } # all\n");
    }

    #[test]
    fn the_file_of_a_list_is_found() {
        let newsroom = |list: &str| file_of(&format!("[newsroom]\npartners = {list}"), Addable::Partners);
        assert_eq!(newsroom("{ file = 'a.txt' }").as_deref(), Some("a.txt"));
        assert_eq!(newsroom("[{ file = 'a.txt' }, { file = 'b.txt' }]").as_deref(), Some("b.txt"));
        for inline in ["[]", "['AP']", "['AP', { file = 'a.txt' }]"] {
            assert_eq!(newsroom(inline), None, "{inline}");
        }
        let language = |text: &str| file_of(text, Addable::Dictionary);
        assert_eq!(language("language.dictionary = ['a.txt', 'b.txt']").as_deref(), Some("b.txt"));
        for none in ["", "language = 'en'", "language.dictionary = []", "["] {
            assert_eq!(language(none), None, "{none}");
        }
        assert_eq!(add("[", Addable::Partners, "AP"), None);
    }

    #[test]
    fn added_lines_have_the_line_breaks_of_the_file() {
        for (before, after) in
            [("", "AP\n"), ("AFP", "AFP\nAP\n"), ("AFP\r\n", "AFP\r\nAP\r\n"), ("a\r\nb", "a\r\nb\r\nAP\r\n")]
        {
            assert_eq!(apply(before, &[add_line(before, "AP")]), after, "{before:?}");
        }
    }
}
