//! The speaker of quotations where only position and punctuation show it, and quotation marks that are used for
//! something else.

mod common;

use bylint::analysis::DraftAnalysis;
use bylint::document::{Document, Format};
use bylint::engine::Context;
use bylint::text::Source;
use common::{LINTER, check_english};

/// The names of the rules about quotations that report something.
fn found(text: &str, format: Format) -> Vec<String> {
    let findings = check_english(text, format);
    let about = ["unattributed-quote", "quote-balance", "quote-mismatch"];
    findings.iter().map(|finding| finding.rule.to_string()).filter(|rule| about.contains(&rule.as_str())).collect()
}

/// The speaker of the draft's first quotation.
fn speaker(text: &str) -> Option<String> {
    let source = Source::new("draft", text.into());
    let document = Document::parse(&source, Format::Markdown);
    let DraftAnalysis { attributions, .. } = LINTER.analyze(&document, &Context::default());
    let number = attributions.of_quotation(0)?.speaker()?;
    Some(attributions.speakers[number].name.clone())
}

const SAID: &str = "“The mill has been shut since the flood.”";

#[test]
fn a_credit_names_the_speaker_of_a_quotation() {
    for credit in [
        " — Ines Holm, miller",
        " – Ines Holm",
        " -Alderman Ines Holm",
        " ~ Ines Holm",
        " (Ines Holm, miller)",
        "\\\nInes Holm, miller",
        " **Ines Holm, miller**",
        " <cite>Ines Holm</cite>",
        "\n\n— Ines Holm, who runs it",
    ] {
        let text = format!("{SAID}{credit}\n\nIt rained.\n");
        assert_eq!(found(&text, Format::Markdown), [""; 0], "{text}");
        assert_eq!(speaker(&text).as_deref().map(|name| name.ends_with("Ines Holm")), Some(true), "{text}");
    }
    for (text, format) in [
        (format!("{{{{< quote by=\"Ines Holm\" >}}}}\n{SAID}\n{{{{< /quote >}}}}\n"), Format::Markdown),
        (format!("{{% pullquote Ines Holm %}}\n{SAID}\n{{% endpullquote %}}\n"), Format::Markdown),
        (format!("<PullQuote cite=\"Ines Holm\">\n\n{SAID}\n\n</PullQuote>\n"), Format::Mdx),
        (format!("<div class=\"quote\">\n{SAID}\n<footer>Ines Holm, miller</footer>\n</div>\n"), Format::Markdown),
    ] {
        assert_eq!(found(&text, format), [""; 0], "{text}");
    }
}

#[test]
fn a_line_without_a_name_is_not_a_credit() {
    for behind in [
        "",
        " — and it rained",
        " — The mill was built in May, and rebuilt.",
        " (laughter)",
        " It rained.",
        " **It rained.**",
        "\n\n— and it rained",
        "\n\nInes Holm",
    ] {
        let text = format!("{SAID}{behind}\n\nIt rained.\n");
        assert_eq!(found(&text, Format::Markdown), ["unattributed-quote"], "{text}");
    }
    for argument in ["class=\"wide\"", "author=\"\"", "author=''"] {
        let text = format!("{{{{< quote {argument} >}}}}\n{SAID}\n{{{{< /quote >}}}}\n");
        assert_eq!(found(&text, Format::Markdown), ["unattributed-quote"], "{text}");
    }
}

#[test]
fn any_verb_after_a_quotation_may_introduce_its_speaker() {
    for behind in [
        ",” Ines Holm, the miller, sighed.",
        ",” Ines Holm grinned.",
        "”, Ines Holm, the miller, was quoted as saying.",
        ",” croaked Ines Holm, the miller.",
        ",” came the answer from Ines Holm.",
        "” was the verdict of Ines Holm, the miller.",
        ",” Ines Holm, the miller, can be heard saying on the tape.",
    ] {
        let text = format!("“The mill has been shut for long enough{behind}\n");
        assert_eq!(found(&text, Format::Markdown), [""; 0], "{text}");
        assert_eq!(speaker(&text).as_deref(), Some("Ines Holm"), "{text}");
    }
}

#[test]
fn a_first_name_after_a_quotation_may_be_a_common_word() {
    for name in ["Long Tran", "So Tanaka", "May Lund", "Per Lund"] {
        let text = format!("“The mill has been shut for long,” {name}, a miller, said.\n");
        assert_eq!(speaker(&text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn inches_arrows_and_elided_words_are_not_quotations() {
    for text in [
        "“The wheel is 6” wide,” Ines Holm, the miller, said.",
        "\"The wheel is 6\" wide,\" Ines Holm, the miller, said.",
        "“He is 6′ 1″ tall,” Ines Holm, the miller, said.",
        "He stands 6’1” in his socks.",
        "The wheel is a 6” oak disc.",
        "READ MORE »",
        "« Back to the mill",
        "Home » News » Mills",
        "‘Tis the season of oil ‘n’ grist.",
        "‘Til May the mill sells bread ‘n’ butter.",
    ] {
        assert_eq!(found(text, Format::Markdown), [""; 0], "{text}");
    }
    for text in ["The wheel is wide,” Ines Holm, the miller, said.", "The wheel is «wide, Ines Holm said."] {
        assert_eq!(found(text, Format::Markdown), ["quote-balance"], "{text}");
    }
}

#[test]
fn the_shape_of_apostrophes_does_not_matter_in_repeated_quotations() {
    let twice = |second: &str| {
        format!("“We won’t sell the old mill,” Ines Holm, the miller, said.\n\n“{second},” Holm told the board.\n")
    };
    assert_eq!(found(&twice("We won't sell the old mill"), Format::Markdown), [""; 0]);
    assert_eq!(found(&twice("We won't sell the odd mill"), Format::Markdown), [""; 0]);
    assert_eq!(found(&twice("We won't sell the old mills"), Format::Markdown), ["quote-mismatch"]);
}
