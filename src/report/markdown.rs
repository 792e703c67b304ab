//! The sourcing report as Markdown, for a comment on a pull request or a job summary.
//!
//! Words of the draft are escaped: they cannot open a table cell, mention a user or create a link.

use super::sanitize::{one_line, path, without_commands};
use super::sources::{UNCLEAR, skipped_message};
use super::sourcing_view::{SourcingView, percentages, route, tier_names};
use super::terms;
use crate::analysis::OtherLanguage;
use crate::attribution::{Route, UnclearStatements};
use crate::sourcing::SourceTier;
use std::fmt::Write as _;

/// The report for a draft that was not analysed because it is in this language.
#[must_use]
pub fn unread(name: &str, language: &OtherLanguage) -> String {
    let text = format!("### Sources of {}\n\n**{}.**\n", escape(&path(name)), escape(&skipped_message(language)));
    without_commands(&text).into_owned()
}

/// The report for one draft: the verdict, the shares of the source tiers, and the speakers.
#[must_use]
pub fn file(view: &SourcingView<'_>) -> String {
    let SourcingView { source, attributions, sourcing, .. } = view;
    let mut text = format!("### Sources of {}\n\n**{}**", escape(&path(source.name())), escape(&view.verdict()));
    if let Some(run) = view.longest_run() {
        let _ = write!(text, " {}", escape(&run));
    }
    text.push('\n');
    if sourcing.words.iter().any(|&words| words > 0) {
        text.push_str("\n| Source of the words | Words | Share |\n|---|---:|---:|\n");
        for (tier, share) in SourceTier::ALL.into_iter().zip(percentages(sourcing.words)) {
            let words = sourcing.words[tier as usize];
            if words > 0 {
                let _ = writeln!(text, "| {} | {words} | {share}% |", tier_names(tier).long);
            }
        }
    }
    if attributions.speaking().is_empty() && attributions.unclear.is_none() {
        return without_commands(&text).into_owned();
    }
    text.push_str(
        "\n| Speaker | Class | Route | Statements | Quoted words | First line |\n|---|---|---|---:|---:|---:|\n",
    );
    for (speaker, outlet_counts) in attributions.speaking().iter().zip(view.outlet_counts()) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            escape(&one_line(&speaker.name)),
            terms::class_term(speaker.class).word,
            escape(&route(speaker, &outlet_counts, one_line)),
            speaker.statements,
            speaker.quoted_words,
            view.line(speaker.first)
        );
    }
    if let Some(UnclearStatements { statements, quoted_words, first }) = &attributions.unclear {
        let (unknown, line) = (terms::route_term(Route::Unknown).word, view.line(*first));
        let _ =
            writeln!(text, "| {} | {unknown} | {unknown} | {statements} | {quoted_words} | {line} |", escape(UNCLEAR));
    }
    if let Some(speakers) = view.speaker_summary() {
        let _ = writeln!(text, "\n{speakers}");
    }
    without_commands(&text).into_owned()
}

/// Escapes words, so that neither Markdown nor the extensions of GitHub and GitLab change them.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '|' | '!' | '~' | '$' | '^' | '=' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // A word joiner prevents mentions of users, references to issues and automatic links.
            '@' | '#' => {
                escaped.push(c);
                escaped.push('\u{2060}');
            }
            '/' if before == ':' => escaped.push_str("\u{2060}/"),
            '.' if matches!(before, 'w' | 'W') => escaped.push_str("\u{2060}."),
            _ => escaped.push(c),
        }
        before = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser};

    /// Markdown shows escaped words unchanged, except for the added word joiners.
    #[test]
    fn draft_cannot_add_markup() {
        for words in [
            "a | b",
            "@editor see #12 at https://evil.example/ and www.evil.example",
            "[x](javascript:1) ![y](z) <img src=x onerror=1> `code` **bold** _it_ ~~no~~",
            "&lt; \\| $x^2$ {=html}",
        ] {
            let table = format!("| head |\n|---|\n| {} |\n", escape(words));
            let mut shown = String::new();
            let mut cells = 0;
            for event in Parser::new_ext(&table, Options::all() - Options::ENABLE_DEFINITION_LIST) {
                match event {
                    Event::Text(text) => shown.push_str(&text),
                    Event::Start(tag) => cells += usize::from(format!("{tag:?}").starts_with("TableCell")),
                    Event::End(_) => {}
                    other => panic!("{words}: {other:?}"),
                }
            }
            assert_eq!(cells, 2, "{words}");
            assert_eq!(shown.replace('\u{2060}', ""), format!("head{words}"));
        }
        for called in ["@editor", "#12", "https://", "www."] {
            assert!(!escape(called).contains(called), "{called}");
        }
    }
}
