//! Fixes never change quoted words. The drafts have mistakes inside quotations of every kind, and outside.

mod common;

use bylint::diagnostic::{Applicability, Finding};
use bylint::document::{Document, Format};
use bylint::engine::Context;
use bylint::fix::{FixOptions, Linted, fix};
use bylint::text::Source;
use common::LINTER;
use proptest::prelude::*;
use proptest::sample::select;

fn apply_fixes(text: &str, format: Format, up_to: Applicability) -> String {
    let read = |bytes: Vec<u8>| {
        let source = Source::new("draft", bytes);
        let document = Document::parse(&source, format);
        // The language is set, so that a wrong guess cannot disable the rules.
        let context = Context { language: Some("en".into()), ..Context::default() };
        let outcome = LINTER.lint(&source, &document, &context);
        Linted { source, document, outcome }
    };
    let options = FixOptions { up_to, format, wanted: |_: &Finding| true };
    let before = read(text.as_bytes().to_vec());
    let fixed = fix(text.as_bytes(), &before, read, &options).expect("the fixes come to an end");
    fixed.map_or_else(|| text.to_owned(), |fixed| String::from_utf8(fixed.bytes).expect("the draft is UTF-8"))
}

/// Applies all fixes to a draft, and asserts that the quoted words stay; `…` is replaced with [`SAID`].
#[track_caller]
fn check(format: Format, text: &str) {
    let text = format!("{}\n\nThe mill closed in in May.\n", text.replace('…', SAID));
    for up_to in [Applicability::Safe, Applicability::Suggestion] {
        let after = apply_fixes(&text, format, up_to);
        assert_eq!(after.matches(SAID).count(), text.matches(SAID).count(), "{text}\n{after}");
        assert!(after.contains("The mill closed in May."), "{after}");
    }
}

const SAID: &str = "We went in in there and saw the the wall";

#[test]
fn words_in_a_block_quote_stay_whatever_comes_before_them() {
    for text in [
        "> ![A portrait](a.png)\n> “…,” Ada Brook said.",
        "> ![A portrait](a.png) …, Ada Brook said.",
        "- > ![A portrait](a.png)\n  > …, Ada Brook said.",
        "> <img alt=\"A portrait\" src=\"a.png\"> …, Ada Brook said.",
        "> One\n…",
        "> - One\n>   > - …",
        "> [!NOTE]\n> …",
        "> | a |\n> |---|\n> | … |",
        "> # …",
        "> One.[^n]\n>\n> [^n]: …",
        "<blockquote>…</blockquote>",
        "<blockquote>\n\n<div>One\n\n</div>\n\n…\n\n</blockquote>",
        "\\> …",
        "&gt; …",
    ] {
        check(Format::Markdown, text);
    }
    check(Format::Plain, "> One\n> …");
}

#[test]
fn words_in_elements_and_shortcodes_for_quotations_stay() {
    for text in [
        "Ada Brook said <q>…</q>.",
        "Ada Brook said <Q\nclass=a>…</Q>.",
        "> Ada Brook said <q\n> class=a>…</q>.",
        "<p>Ada Brook said <q cite=\"https://example.org/\">…</q>.</p>",
        "Ada Brook said <q>…\n\n… again</q>.",
        "Ada Brook said <q>…",
        "Ada Brook <em>said <q>we</em> …</q>.",
        "<cite>…</cite> is a book.",
        "<aside class=\"pullquote\"><div>One</div> …</aside>",
        "<p class=\"quote\">…</p>",
        "<blockquote><p>One<p>two<li>three</div></p>…</blockquote>",
        "{{< quote author=\"Ada Brook\" >}}…{{< /quote >}}",
        "{{% pull-quote %}}\n\n…\n\n{{% /pull-quote %}}",
        "{% blockquote %}\n…\n{% endblockquote %}",
        "[pullquote]…[/pullquote]",
        "[blockquote]…[/blockquote]",
        "[quote=Brook]…[/quote]",
        "…\n{: .pullquote}",
        "…\n\n{: .quote}",
        "…\n{.quote}",
        "…\n{.q}",
        "> One\n\n…\n{#x .blockquote}\n",
        "…\n{class=\"wide pullquote\"}",
        "::: {.pull-quote}\n\n…\n\n:::",
        "::::: quote\n::: note\nOne\n:::\n…\n:::::",
    ] {
        check(Format::Markdown, text);
    }
    for text in [
        "<PullQuote by=\"Ada Brook\">…</PullQuote>",
        "<Q>\n\n<Note>One</Note>\n\n…\n\n</Q>",
        "Ada Brook said <q>…</q>.",
    ] {
        check(Format::Mdx, text);
    }
}

/// Old systems export quotation marks as numeric references to Windows-1252.
#[test]
fn words_in_marks_of_windows_1252_stay() {
    for (open, close) in [("&#147;", "&#148;"), ("&#x93;", "&#x94;"), ("&#145;", "&#146;"), ("\u{93}", "\u{94}")] {
        check(Format::Markdown, &format!("Ada Brook said: {open}….{close} She left."));
        check(Format::Markdown, &format!("<p>Ada Brook said: {open}….{close} She left.</p>"));
    }
}

/// Entities are not decoded in plain text, which may be copied from a page's source.
#[test]
fn words_in_marks_that_are_entities_stay_in_plain_text() {
    for (open, close) in [
        ("&quot;", "&quot;"),
        ("&ldquo;", "&rdquo;"),
        ("&#8220;", "&#8221;"),
        ("&#x27;", "&#x27;"),
        ("&lsquo;", "&rsquo;"),
        ("&laquo;", "&raquo;"),
        ("&#147;", "&#148;"),
    ] {
        check(Format::Plain, &format!("Ada Brook said: {open}….{close} She left."));
        check(Format::Plain, &format!("{open}…,{close} Ada Brook said."));
        check(Format::Plain, &format!("{open}One.\n\n{open}…,{close} Ada Brook said."));
    }
    let text = "The &quot;plan&quot; fell &amp; &thier; went to R&D; in Leeds, Ada Brook said.\n";
    assert_eq!(apply_fixes(text, Format::Plain, Applicability::Suggestion), text);
}

/// The character before a quotation mark may be hidden.
#[test]
fn words_in_single_marks_stay_after_images_and_hidden_characters() {
    for (open, close) in [("‘", "’"), ("'", "'"), ("’", "’"), ("&#39;", "&#39;"), ("＇", "＇"), ("`", "'")] {
        for before in [
            "![b](a.png)",
            "![A portrait][p]",
            "<img alt=\"b\" src=\"a.png\">",
            "It was so:a\u{ad}",
            "It was so\u{200d}",
            "It was so&zwnj;",
            "It was so<!-- a -->",
            "It was so<wbr>",
            "It was **so**",
            "It was so{{< a >}}",
            "It was so (",
            "It was so—",
            "It was so: ",
        ] {
            for behind in [".", "", " Ada Brook said.", ", Ada Brook said.", " Ada Brook said of the players’ union."]
            {
                check(Format::Markdown, &format!("{before}{open}…{close}{behind}\n\n[p]: a.png"));
            }
        }
    }
}

#[test]
fn if_a_mark_is_missing_all_words_that_it_may_enclose_stay() {
    for text in [
        "Ada Brook said: “…",
        "Ada Brook said: '…",
        "…” Ada Brook said.",
        "…,' Ada Brook said.",
        "“One. …” Ada Brook said, …,” and left.",
        "Ada Brook said\" … \"and left.",
        "\"One \"two\" …,\" Ada Brook said.",
        "'One of the players' best days. …,' Ada Brook said.",
        "'The players' … ",
        "“One.\n\n…\n\n“Two,” Ada Brook said.\n\n…,” Clay Reed said.",
        "“One.\n\n![…](a.png)\n\n…\n\n… too,” Ada Brook said.",
        "‘One.\n\n…\n\n… too,’ Ada Brook said.",
        "“One, Ada Brook said.\n\n…\n\n“Two.”",
        "\"One.\n\n…\n\n… too.\n\n\"Two.\"",
        "‘One.\n\n…\n\n‘Two.’",
        "— …, said Ada Brook.",
        "…, \" Ada Brook said.",
        "… , \" Ada Brook said.",
        "…, \"Ada Brook said.",
        "\"Yes,\" she said. …, \" Ada Brook said.",
        "\"Yes,\" she said. …, ” Ada Brook said.",
        "…, ”Ada Brook said.",
        "…, “ Ada Brook said.",
        "…, ″ Ada Brook said.",
        "…, ' Ada Brook said.",
        "…, 'Ada Brook said.",
        "…, ’ Ada Brook said.",
    ] {
        check(Format::Markdown, text);
    }
}

/// In an interview, the speaker's name comes before the words, without quotation marks.
#[test]
fn the_turns_of_an_interview_stay() {
    for text in [
        "**Brook:** One.\n\n**Reed:** …",
        "**Ada Brook**: …\n\n**Clay Reed**: One.",
        "BROOK: One.\n\nCLAY REED: …",
        "**Q:** What did you see?\n\n**A:** …",
        "Q: What did you see?\n\nA: One.\n\n…\n\nQ: Two?",
        "Q. What did you see?\n\nA. …",
        "**Q: What did you see?**\n\n**A:** …",
        "<p><b>Brook:</b> One.</p><p><b>Reed:</b> …</p>",
    ] {
        check(Format::Markdown, text);
    }
    check(Format::Plain, "BROOK: One.\n\nREED: …");
    for text in [
        "LEEDS: The mill closed in in May.",
        "**Update:** The mill closed in in May.\n\nNobody came.",
        "BROOK: One.\n\nREED: Two.\n\nThe mill closed in in May.",
        "BROOK: One.\n\nREED: Two.\n\n## Three\n\nThe mill closed in in May.\n\nBROOK: Four.",
        "Leeds: The mill closed in in May.\n\nYork: It did not.",
    ] {
        assert_eq!(apply_fixes(text, Format::Markdown, Applicability::Safe), text.replace("in in", "in"));
    }
}

/// Apostrophes do not open quotations, and the words between two quotations are the draft's own.
#[test]
fn own_words_next_to_quotations_and_apostrophes_are_fixed() {
    for text in [
        "It's the players' union's in in Leeds.",
        "It’s the players’ union’s in in Leeds.",
        "In the '90s O'Brien met in in Leeds.",
        "The *Courier*'s office is in in Leeds.",
        "The Qur’an reader lives in in Leeds.",
        "A 6'2 guard lives in in Leeds.",
        "The gate lies at 51° 30′ 12″ N in in Leeds.",
        "“Yes,” she said in in Leeds, “and no.”",
        "\"Yes,\" she said in in Leeds, \"and no.\"",
        "‘Yes,’ she said in in Leeds, ‘and no.’",
        "She said in in Leeds: “Yes.",
        "She said in in Leeds: \"Yes.\n\n\"And no,\" she said.",
        "She said in in Leeds: ‘Yes.",
        "She said in in Leeds that the 'Grey Ghosts' had come.",
        "She said: “Yes.\n\nIt was in in Leeds.\n\n## “Two”",
        "She spoke of ‘the end’ in in Leeds.",
        "<q>Yes,</q> she said in in Leeds, <q>and no.</q>",
        "> Yes.\n\nIt was in in Leeds.",
        "<blockquote>Yes.</blockquote>\n\nIt was in in Leeds.",
        "“One.\n\n“Two,” she said in in Leeds.\n\n“Three,” he said.",
    ] {
        let after = apply_fixes(text, Format::Markdown, Applicability::Safe);
        assert_eq!(after, text.replace("in in", "in"));
    }
}

/// Mistakes with a fix, safe or not. No two drafts of a test share a number.
const SLIPS: &[&str] = &[
    "We went in in there by gate 7",
    "I saw the the wall at dock 3",
    "They took an laptop from room 9",
    "The goverment left us on pier 4",
    "He was was late for shift 2",
    "We ate as per the plan on day 5",
];

/// Pairs of marks that readers take for quotation marks.
const MARKS: &[(&str, &str)] = &[
    ("“", "”"),
    ("\"", "\""),
    ("‘", "’"),
    ("'", "'"),
    ("«", "»"),
    ("« ", " »"),
    ("»", "«"),
    ("‹", "›"),
    ("„", "“"),
    ("„", "”"),
    ("‚", "‘"),
    (",,", "\""),
    ("”", "”"),
    ("’", "’"),
    ("“", "\""),
    ("\"", "”"),
    ("“", "’’"),
    ("''", "''"),
    ("‘‘", "’’"),
    ("``", "''"),
    ("`", "'"),
    ("´", "´"),
    ("＂", "＂"),
    ("＇", "＇"),
    ("「", "」"),
    ("〝", "〞"),
    ("❝", "❞"),
    ("&ldquo;", "&rdquo;"),
    ("&quot;", "&quot;"),
    ("&lsquo;", "&rsquo;"),
    ("&#39;", "&#x27;"),
    ("\\\"", "\\\""),
    ("\\'", "\\'"),
    ("<<", ">>"),
    ("<q>", "</q>"),
    ("<Q cite=\"https://example.com/a\">", "</Q>"),
    ("<cite>", "</cite>"),
    ("<span class=\"quote\">", "</span>"),
    ("*“*", "*”*"),
    ("*'", "'*"),
    ("“‘", "’”"),
    ("\"'", "'\""),
    ("[“", "”](https://example.com)"),
    ("<em>‘</em>", "<em>’</em>"),
];

/// Text before a quotation, directly before it or with a blank.
const BEFORE: &[&str] = &[
    "",
    "",
    "Ada Brook said: ",
    "Ada Brook said:\n",
    "As Ada Brook’s note says, ",
    "The players' union was told: ",
    "Ada Brook said in the '90s: ",
    "Ada Brook (",
    "Ada Brook said —",
    "![A portrait](a.png)",
    "![A portrait](a.png) ",
    "![A portrait](a.png)\n",
    "![A portrait][p]",
    "<img alt=\"b\" src=\"a.png\">",
    "It was so:a\u{ad}",
    "It was so\u{200b}",
    "It was so\u{2060}",
    "It was so&shy;",
    "It was so&#8203;",
    "It was so<wbr>",
    "It was so<!-- cut -->",
    "It was so[^n]",
    "It was *so*",
    "It was [so](https://example.com)",
    "It was `so`",
    "It was {{< so >}}",
    "–\u{ad}",
    "<br>",
    "She said <b></b>",
];

/// Text between the words of a quotation.
const AMONG: &[&str] = &[
    ", ",
    ". ",
    "; the players' wall, ",
    " and don't, ",
    ",\n",
    "  \n",
    " – ",
    ". *Yes.* ",
    " **and** ",
    ". [See here](https://example.com). ",
    "[^n]. ",
    " ![b](b.png) ",
    ". <!-- cut --> ",
    "<br>",
    " `code` ",
    "&nbsp;",
    ", \u{ad}",
    ", he said: “no”, ",
    ", he said: ‘no’, ",
];

const BEHIND: &[&str] =
    &["", ",” Ada Brook said", ", Ada Brook said", " Ada Brook said", ", the players' union said", " (Ada Brook)"];

/// Words inside a quotation, in one paragraph, without marks around them.
fn words() -> impl Strategy<Value = String> {
    let slip = select(SLIPS);
    (slip.clone(), prop::collection::vec((select(AMONG), slip), 0..3))
        .prop_map(|(first, more)| more.into_iter().fold(first.to_owned(), |text, (among, slip)| text + among + slip))
}

/// A paragraph with a quotation, and the words that must stay.
fn paragraph() -> impl Strategy<Value = (String, String)> {
    (select(BEFORE), select(MARKS), words(), select(&["", ",", ".", "?"][..]), select(BEHIND)).prop_map(
        |(before, (open, close), words, stop, behind)| {
            // Markdown would turn text between a mark and the next backtick into code.
            let plain = |text: &str| if open.contains('`') { text.replace('`', "_") } else { text.to_owned() };
            let (before, quoted) = (plain(before), plain(&format!("{words}{stop}")));
            (format!("{before}{open}{quoted}{close}{}.", behind.replace('”', "")), quoted)
        },
    )
}

/// Places for a paragraph with a quotation.
fn in_context() -> impl Strategy<Value = (String, Vec<String>)> {
    let lines = |mark: &'static str, rest: &'static str| {
        move |text: &str| {
            text.split('\n')
                .enumerate()
                .map(|(i, line)| format!("{}{line}", if i == 0 { mark } else { rest }))
                .collect::<Vec<_>>()
                .join("\n")
        }
    };
    (paragraph(), 0..9_usize).prop_map(move |((text, quoted), place)| {
        let one_line = || text.replace("  \n", " ").replace('\n', " ");
        let text = match place {
            0 => lines("- ", "  ")(&text),
            1 => lines("1. - ", "     ")(&text),
            2 => format!("# {}", one_line()),
            3 => format!("| a | b |\n|---|---|\n| {} | c |", one_line()),
            4 => format!("[^m]: {}", one_line()),
            5 => format!("<p>{text}</p>"),
            6 => format!("<ul><li>{text}</li></ul>"),
            _ => text,
        };
        let quoted = if matches!(place, 2..=4) { quoted.replace("  \n", " ").replace('\n', " ") } else { quoted };
        let rest = if place == 1 { "     " } else { "  " };
        let quoted = if place < 2 { quoted.replace('\n', &format!("\n{rest}")) } else { quoted };
        (text, vec![quoted])
    })
}

/// Blocks that are quotations as a whole, whatever marks they contain.
fn quoted_block() -> impl Strategy<Value = (String, Vec<String>)> {
    let inside = prop_oneof![
        words(),
        words().prop_map(|words| format!("![A portrait](a.png)\n{words}")),
        words().prop_map(|words| format!("![A portrait](a.png) “{words},” Ada Brook said.")),
        words().prop_map(|words| format!("- One\n- {words}")),
        words().prop_map(|words| format!("## {}", words.replace("  \n", " ").replace('\n', " "))),
        words().prop_map(|words| format!("| a |\n|---|\n| {} |", words.replace("  \n", " ").replace('\n', " "))),
        words().prop_map(|words| format!("One.\n\n{words}")),
        words().prop_map(|words| format!("> One.\n\n{words}")),
    ];
    let marked =
        |mark: &str, text: &str| text.lines().map(|line| format!("{mark}{line}")).collect::<Vec<_>>().join("\n");
    let around = |text: String| vec![text];
    let lines = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    (inside, 0..12_usize).prop_map(move |(text, kind)| match kind {
        0 => (marked("> ", &text), lines(&text)),
        1 => (marked("> > ", &text), lines(&text)),
        2 => (format!("- One\n\n{}", marked("  > ", &text)), lines(&text)),
        3 => (format!("> - One\n>\n{}", marked(">   > ", &text)), lines(&text)),
        4 => (format!("> [!NOTE]\n{}", marked("> ", &text)), lines(&text)),
        // Only the first line of a quoted paragraph needs the mark.
        5 => {
            let last = text.lines().last().unwrap_or_default().trim_start_matches(['#', '-', '|', '>', ' ']).to_owned();
            (format!("> One word and\n{last}"), vec![last])
        }
        6 => (format!("<blockquote>\n\n{text}\n\n</blockquote>"), around(text)),
        7 => (format!("<BLOCKQUOTE class=\"a\"><p>{text}</p></BLOCKQUOTE>"), around(text)),
        8 => (format!("<div class=\"pull-quote\"><div>{text}</div>\n{}</div>", SLIPS[1]), around(text)),
        9 => (format!("{{{{< pullquote >}}}}\n{text}\n{{{{< /pullquote >}}}}"), around(text)),
        10 => (format!("{{% blockquote Ada Brook %}}\n{text}\n{{% endblockquote %}}"), around(text)),
        _ => (format!("::: pullquote\n{text}\n:::"), around(text)),
    })
}

/// A quotation over several paragraphs.
fn quotation_over_paragraphs() -> impl Strategy<Value = (String, Vec<String>)> {
    let marks = select(&[("“", "”"), ("\"", "\""), ("‘", "’"), ("'", "'"), ("«", "»")][..]);
    (marks, words(), words(), words(), 0..4_usize).prop_map(|((open, close), one, two, three, kind)| {
        let quoted = vec![one.clone(), two.clone(), three.clone()];
        let text = match kind {
            0 => format!("{open}{one}.\n\n{open}{two}.\n\n{open}{three},{close} Ada Brook said."),
            // The paragraphs in the middle have no opening mark.
            1 => format!("{open}{one}.\n\n{two}.\n\n{three},{close} Ada Brook said."),
            2 => format!("{open}{one}.<br><br>{two}.<br><br>{three},{close} Ada Brook said."),
            _ => format!("Ada Brook asked: {open}{one}:\n\n- {two}\n- {three}.{close}"),
        };
        // A line break in the words would end the list item.
        if kind == 3 && [&two, &three].iter().any(|text| text.contains('\n')) {
            (format!("> {}", SLIPS[0]), vec![SLIPS[0].to_owned()])
        } else {
            (text, quoted)
        }
    })
}

const OUTSIDE: [(&str, &str); 3] = [
    ("The mill closed in in May 1911.", "The mill closed in May 1911."),
    ("The mill had an laptop in May 1911.", "The mill had a laptop in May 1911."),
    ("The mill was the the oldest in May 1911.", "The mill was the oldest in May 1911."),
];

proptest! {
    #[test]
    fn fixes_change_only_words_outside_quotations(
        parts in prop::collection::vec(prop_oneof![3 => in_context(), 2 => quoted_block(), 1 => quotation_over_paragraphs()], 1..4),
        outside in select(&OUTSIDE[..]),
    ) {
        let (slip, mended) = outside;
        let blocks: Vec<&str> = parts.iter().map(|(text, _)| text.as_str()).collect();
        let text = format!("{slip}\n\n{}\n\n{slip}\n\n[p]: a.png\n\n[^n]: One.\n", blocks.join("\n\n"));
        for up_to in [Applicability::Safe, Applicability::Suggestion] {
            let after = apply_fixes(&text, Format::Markdown, up_to);
            for quoted in parts.iter().flat_map(|(_, quoted)| quoted) {
                prop_assert!(text.contains(quoted), "not in the draft: {quoted}\n{text}");
                prop_assert!(after.matches(quoted).count() >= text.matches(quoted).count(), "changed: {quoted}\nin: {text}\nto: {after}");
            }
            prop_assert_eq!(after.matches(mended).count(), 2, "left: {}", after);
        }
    }
}
