//! The sourcing report as one HTML page. It has no scripts and loads nothing from the network, and the words of a draft are
//! always escaped.

mod blocks;
mod escape;
mod inline;
mod margin;
#[cfg(test)]
mod tests;

use super::sanitize::{self, path};
use super::sources::{UNCLEAR, skipped_message};
use super::sourcing_view::{RESTS_ON, SourcingView, percentages, route, tier_names};
use super::tally::counted;
use super::terms::{self, Term};
use crate::analysis::OtherLanguage;
use crate::attribution::{Attributions, Route, SourceClass, UnclearStatements};
use crate::diagnostic::{Finding, Severity};
use crate::document::{BlockKind, Document};
use crate::sourcing::{SourceTier, SourcingReport};
use crate::text::Source;
use escape::EscapedText;
use margin::Margin;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The style sheet, and its hash in the security policy of the page.
const STYLE: &str = include_str!("page.css");
const STYLE_HASH: &str = "sha256-UktirLOtJis46cUU0GrD6ix5+w0/SYGE3G2a+aSFD6E=";

/// The text after the last draft.
pub const TAIL: &str = "</main>\n</body>\n</html>\n";

/// The findings to show for a draft, and the numbers of the others.
#[derive(Clone, Copy, Debug)]
pub struct Findings<'a> {
    /// The findings to show, in the order of the draft.
    pub shown: &'a [&'a Finding],
    /// The number of findings below the least severity that is shown.
    pub hidden: usize,
    /// The number of findings that the draft suppresses.
    pub suppressed: usize,
    /// The number of findings in the baseline.
    pub baselined: usize,
}

/// The text before the first draft. `title` is the title of the page.
#[must_use]
pub fn head(title: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{STYLE_HASH}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta name=\"generator\" content=\"bylint {}\">\n\
         <title>{} – sourcing report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#d1-draft\">Skip to the draft</a>\n<main>\n",
        env!("CARGO_PKG_VERSION"),
        sanitize::escape_xml(&EscapedText(title).to_string())
    )
}

/// The part of the page for one draft. `number` is the number of the draft on the page, from 1.
#[must_use]
pub fn draft(number: usize, view: &SourcingView<'_>, findings: &Findings<'_>) -> String {
    let page = Page { number, view: *view, margin: Margin::new(view.document, findings.shown) };
    let mut out = format!("<article id=\"d{number}\" aria-labelledby=\"d{number}-title\">\n");
    page.write_header(&mut out, &[counted(view.sourcing.words.iter().sum(), "word"), finding_counts(findings)]);
    page.write_shares(&mut out);
    page.write_draft(&mut out);
    page.write_speakers(&mut out);
    out.push_str("</article>\n");
    without_commands(out)
}

/// The part of the page for a draft that was not analysed because it is in this language: only its text.
#[must_use]
pub fn unread(number: usize, source: &Source, document: &Document, language: &OtherLanguage) -> String {
    let (attributions, sourcing) = (Attributions::default(), SourcingReport::default());
    let view = SourcingView { source, document, attributions: &attributions, sourcing: &sourcing };
    let page = Page { number, view, margin: Margin::new(document, &[]) };
    let mut out = format!("<article id=\"d{number}\" aria-labelledby=\"d{number}-title\">\n");
    page.write_header(&mut out, &[]);
    let _ = writeln!(out, "<p class=\"verdict\">{}.</p>", EscapedText(skipped_message(language)));
    page.write_draft(&mut out);
    out.push_str("</article>\n");
    without_commands(out)
}

/// Removes commands to CI runners, since a job may print the page.
fn without_commands(out: String) -> String {
    match sanitize::escape_xml(&out) {
        Cow::Borrowed(_) => out,
        Cow::Owned(escaped) => escaped,
    }
}

/// A draft that is being written to the page.
struct Page<'a> {
    number: usize,
    view: SourcingView<'a>,
    margin: Margin<'a>,
}

impl Page<'_> {
    /// Writes the title and the facts of the draft: its path, its authors, its date and then `figures`.
    fn write_header(&self, out: &mut String, figures: &[String]) {
        let SourcingView { source, document, .. } = self.view;
        let front = &document.front_matter;
        let first = document.blocks.first().filter(|block| block.kind == BlockKind::Heading(1));
        let first = first.map(|block| document.text(block.prose));
        let title = front.title.as_deref().filter(|title| !title.trim().is_empty()).or(first);
        let name = path(source.name());
        let _ = writeln!(
            out,
            "<header>\n<p class=\"kicker\">Sourcing report</p>\n<h1 id=\"d{}-title\">{}</h1>",
            self.number,
            EscapedText(title.unwrap_or(&name))
        );
        if let Some(description) = &front.description {
            let _ = writeln!(out, "<p class=\"dek\">{}</p>", EscapedText(description));
        }
        let mut facts = vec![name.into_owned()];
        if !front.authors.is_empty() {
            facts.push(format!("by {}", front.authors.join(", ")));
        }
        facts.extend(front.date.clone());
        facts.extend_from_slice(figures);
        let _ = writeln!(out, "<p class=\"facts\">{}</p>\n</header>", EscapedText(facts.join(" · ")));
    }

    /// Writes the verdict, and a bar with the share of each source tier.
    fn write_shares(&self, out: &mut String) {
        let number = self.number;
        let SourcingView { sourcing, .. } = self.view;
        let _ = writeln!(
            out,
            "<section class=\"stands\" aria-labelledby=\"d{number}-stands\">\n<h2 id=\"d{number}-stands\">What the draft \
             rests on</h2>\n<p class=\"verdict\">{}</p>",
            EscapedText(self.view.verdict())
        );
        if let Some(run) = self.view.longest_run() {
            let _ = writeln!(out, "<p>{}</p>", EscapedText(run));
        }
        if self.view.sourcing.top_source.is_some() {
            let _ = writeln!(out, "<p class=\"facts\">{RESTS_ON}</p>");
        }
        if let Some(words) = self.view.word_summary() {
            let shares = percentages(sourcing.words);
            let _ = write!(
                out,
                "<svg class=\"bar\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\">",
                EscapedText(words)
            );
            let mut from = 0;
            for (tier, share) in SourceTier::ALL.into_iter().zip(shares).filter(|(_, share)| *share > 0) {
                let key = tier_names(tier).key;
                let _ = write!(out, "<rect class=\"fill {key}\" x=\"{from}\" y=\"0\" width=\"{share}\" height=\"4\"/>");
                from += share;
            }
            out.push_str("</svg>\n");
            self.write_legend(out, shares);
        }
        out.push_str("</section>\n");
    }

    /// Writes the table of source tiers, which is the legend of the bar.
    fn write_legend(&self, out: &mut String, shares: [usize; SourceTier::ALL.len()]) {
        out.push_str(
            "<table class=\"legend\">\n<caption>Where the words come from, and how the draft below marks them</caption>\n<thead><tr>\
             <th scope=\"col\">Source</th><th scope=\"col\">Words</th><th scope=\"col\">Share</th></tr></thead>\n\
             <tbody>\n",
        );
        for (tier, share) in SourceTier::ALL.into_iter().zip(shares) {
            let (name, words) = (tier_names(tier), self.view.sourcing.words[tier as usize]);
            if words == 0 {
                continue;
            }
            let _ = writeln!(
                out,
                "<tr><th scope=\"row\"><span class=\"swatch {0}\"></span><span class=\"p {0}\">{1}</span></th><td>{2}</td>\
                 <td>{share}%</td></tr>",
                name.key, name.long, words
            );
        }
        out.push_str("</tbody>\n</table>\n");
    }

    /// Writes the text of the draft with its notes.
    fn write_draft(&self, out: &mut String) {
        let number = self.number;
        let _ = writeln!(
            out,
            "<section class=\"draft\" id=\"d{number}-draft\" aria-labelledby=\"d{number}-text\">\n<h2 id=\"d{number}-text\">The \
             draft</h2>"
        );
        let about = self.margin.about_all();
        if !about.is_empty() {
            out.push_str("<div class=\"row\"><p class=\"whole\">About the draft as a whole</p>");
            self.write_notes(out, about);
            out.push_str("</div>\n");
        }
        blocks::write_blocks(out, self);
        out.push_str("</section>\n");
    }

    /// Writes the table of speakers.
    fn write_speakers(&self, out: &mut String) {
        let number = self.number;
        let attributions = self.view.attributions;
        let _ = writeln!(
            out,
            "<section class=\"speakers\" aria-labelledby=\"d{number}-speakers\">\n<h2 id=\"d{number}-speakers\">Speakers</h2>"
        );
        if attributions.speaking().is_empty() && attributions.unclear.is_none() {
            out.push_str("<p>Nobody is quoted or cited.</p>\n</section>\n");
            return;
        }
        let _ = writeln!(
            out,
            "{}<div class=\"scroll\" role=\"region\" aria-labelledby=\"d{number}-speakers\" tabindex=\"0\">\n\
             <table>\n<thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Speaker</th><th scope=\"col\">Class</th>\
             <th scope=\"col\">Route</th><th scope=\"col\" class=\"n\">Statements</th><th scope=\"col\" class=\"n\">Quoted words</th>\
             <th scope=\"col\" class=\"n\">First line</th></tr></thead>\n<tbody>",
            self.view
                .speaker_summary()
                .map(|speakers| format!("<p>{}</p>\n", EscapedText(speakers)))
                .unwrap_or_default()
        );
        for ((at, speaker), outlet_counts) in attributions.speaking().iter().enumerate().zip(self.view.outlet_counts())
        {
            let _ = writeln!(
                out,
                "<tr id=\"d{number}-s{at}\"><td>S{}</td><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"n\">{}</td>\
                 <td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                at + 1,
                EscapedText(super::one_line(&speaker.name)),
                terms::class_term(speaker.class).word,
                EscapedText(route(speaker, &outlet_counts, super::one_line)),
                speaker.statements,
                speaker.quoted_words,
                self.view.line(speaker.first)
            );
        }
        if let Some(UnclearStatements { statements, quoted_words, first }) = &attributions.unclear {
            let unknown = terms::route_term(Route::Unknown).word;
            let _ = writeln!(
                out,
                "<tr id=\"d{number}-unclear\"><td></td><th scope=\"row\">{UNCLEAR}</th><td>{unknown}</td><td>{unknown}</td>\
                 <td class=\"n\">{statements}</td><td class=\"n\">{quoted_words}</td><td class=\"n\">{}</td></tr>",
                self.view.line(*first)
            );
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
        self.write_key(out);
        out.push_str("</section>\n");
    }

    /// Writes the meanings of the classes and routes in the table of speakers.
    fn write_key(&self, out: &mut String) {
        let attributions = self.view.attributions;
        let mut classes: Vec<_> = attributions.speaking().iter().map(|speaker| speaker.class).collect();
        let mut routes: Vec<_> = attributions.speaking().iter().map(|speaker| speaker.route).collect();
        if attributions.unclear.is_some() {
            classes.push(SourceClass::Unknown);
            routes.push(Route::Unknown);
        }
        let classes = distinct(classes).into_iter().map(terms::class_term).collect();
        let routes = distinct(routes).into_iter().map(terms::route_term).collect();
        for (title, terms) in [("Class", classes), ("Route", routes)] as [(&str, Vec<Term>); 2] {
            let meanings: Vec<_> = terms.iter().map(|term| format!("<b>{}</b>: {}", term.word, term.meaning)).collect();
            let _ = writeln!(out, "<p class=\"facts\">{title} – {}.</p>", meanings.join("; "));
        }
    }
}

/// Removes repeated values, and keeps the order.
fn distinct<T: PartialEq>(values: Vec<T>) -> Vec<T> {
    let mut distinct = Vec::new();
    for value in values {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    distinct
}

/// The numbers of findings: "3 errors, 9 warnings; 4 less severe not shown; 1 suppressed; 2 in the baseline".
fn finding_counts(findings: &Findings<'_>) -> String {
    let mut counts: Vec<String> =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "info")]
            .map(|(severity, noun)| (findings.shown.iter().filter(|f| f.severity == severity).count(), noun))
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| counted(count, noun))
            .collect();
    if counts.is_empty() {
        counts.push("no findings".to_owned());
    }
    let mut counts = counts.join(", ");
    if findings.hidden > 0 {
        let _ = write!(counts, "; {} less severe not shown", findings.hidden);
    }
    if findings.suppressed > 0 {
        let _ = write!(counts, "; {} suppressed", findings.suppressed);
    }
    if findings.baselined > 0 {
        let _ = write!(counts, "; {} in the baseline", findings.baselined);
    }
    counts
}
