//! Tests of parsing: which text becomes prose, and where each piece of it is in the file.

use bylint::document::{Block, BlockKind, DirectiveFault, DirectiveScope, Document, Format, InlineKind};
use bylint::text::{ProseOffset, Source, Span};
use proptest::prelude::*;

fn parse(text: &str, format: Format) -> Document {
    Document::parse(&Source::new("draft", text.into()), format)
}

/// A block in the notation of the tests: its kind, `>` for each block quote and `-` for each list around it, and its
/// prose.
fn show(document: &Document, block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Heading(level) => format!("h{level}"),
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::Cell => "cell".to_owned(),
        BlockKind::Caption => "caption".to_owned(),
        BlockKind::Alt => "alt".to_owned(),
        BlockKind::Footnote => "note".to_owned(),
    };
    let place = ">".repeat(block.quote_depth.into()) + &"-".repeat(block.list_depth.into());
    format!("{kind}{place} {}", document.text(block.prose).replace('\n', "⏎").replace('\u{fffc}', "□"))
}

fn check_as(format: Format, text: &str, expected: &[&str]) {
    let document = parse(text, format);
    let blocks: Vec<String> = document.blocks.iter().map(|block| show(&document, block)).collect();
    assert_eq!(blocks, expected, "{text}");
}

fn check(markdown: &str, expected: &[&str]) {
    check_as(Format::Markdown, markdown, expected);
}

#[test]
fn markdown_becomes_the_prose_that_readers_see() {
    check(
        "# One #\n\nTwo *three* **four** [five](six).\n\nSeven\n===",
        &["h1 One", "p Two three four five.", "h1 Seven"],
    );
    check("One\ntwo  \nthree\\\nfour", &["p One two three four"]);
    check("One `two` ![three](four) five", &["p One □ □ five", "alt three"]);
    check("- One\n  two\n- three\n\n  - four", &["p- One two", "p- three", "p-- four"]);
    check("> One\n> two\n>\n> > three", &["p> One two", "p>> three"]);
    check("> - One\n>   two", &["p>- One two"]);
    check("| One | two |\n|---|---|\n| *three* | a \\| b |", &["cell One", "cell two", "cell three", "cell a | b"]);
    check("One.[^1]\n\n[^1]: Two\n    three.", &["p One.", "note Two three."]);
    check("One.\n\n    code\n\n```\ncode\n```\n\ntwo\n\n---\n", &["p One.", "p two"]);
    check("[one]: https://example.com\n\n[Two][one] is ~~three~~ \\*four\\*.", &["p Two is three *four*."]);
    check("- [x] One\n- [ ] two", &["p- One", "p- two"]);
    check("[[one/two|Three]] is [[Four]], [[five#six|not seven]].", &["p Three is Four, not seven."]);
    for end in ["\n", "\r\n"] {
        check(&format!("The [[board{end}of works]] met."), &["p The board of works met."]);
    }
    check("## One {#two .three}", &["h2 One"]);
    check("[![One](two)](three)", &["alt One"]);
    check("One &amp; two&nbsp;three&#x2014;four &unknown;", &["p One & two three—four &unknown;"]);
    check("One\u{a0}two\u{202f}three\u{2009}\u{a0}four", &["p One two three four"]);
    check("O\u{200b}n\u{ad}e\u{2060} \u{feff}two", &["p One two"]);
}

#[test]
fn template_tags_and_admonition_marks_are_not_prose() {
    // A template tag does not end a link definition.
    check("The [board][b] met.\n\n{% endif %}\n[b]: x \"The the\"\n\nTwo", &["p The board met.", "p Two"]);
    check("One {% c %}\n[b]: x\n", &["p One □ [b]: x"]);
    // The marks of an admonition are not prose; its title and its content are.
    check("!!! note \"The *day*\"\n\n    One.\n\n    - two\n\nThree", &["p- The day", "p- One.", "p-- two", "p Three"]);
    check("???+ tip\n    One.\n", &["p- One."]);
    check("=== \"A tab\"\n\n    One.\n", &["p- A tab", "p- One."]);
    for text in ["!!! What a day!", "??? who knows \"it", "=== b", "What !!! note \"One\""] {
        check(text, &[&format!("p {text}")]);
    }
}

#[test]
fn values_of_shortcodes_that_readers_see_are_prose() {
    check(
        "One {{< figure src=\"a.jpg\" caption=\"The *old* hall, by A. Brook\" alt='A hall' >}} two.",
        &["p One □ two.", "caption The *old* hall, by A. Brook", "alt A hall"],
    );
    check("{% include f.html caption = \"a \\\"b\" %}\n", &["caption a \\\"b"]);
    check("[gallery caption=\"One\" x=\"2\"]", &["caption One"]);
    check("{{< a alt=\"\" caption=b >}}{{< a caption=\"\" alt=\"c >}}", &[]);
    check_as(Format::Mdx, "<Photo alt=\"A hall\" caption={x} />\n\nOne", &["alt A hall", "p One"]);
    let document = parse("{{< f caption=\"One two\" >}}", Format::Markdown);
    assert_eq!(document.span(document.blocks[0].prose), Span::new(15, 22));
    assert_eq!(document.values, [Span::new(15, 22)]);
}

#[test]
fn a_carriage_return_ends_a_line() {
    check("One\rtwo.\r\rThree.\r\r- four\r", &["p One two.", "p Three.", "p- four"]);
    check("---\rtitle: a\r---\r# One\r", &["h1 One"]);
    check_as(Format::Mdx, "import A from 'a'\r\rOne\r", &["p One"]);
}

#[test]
fn text_in_html_is_prose() {
    check("<p>One <a href='x'>two</a>,\n<em>three</em>.</p><p>Four", &["p One two, three.", "p Four"]);
    check("<div><h2>One</h2>two<br>three<br/><br />four</div>", &["h2 One", "p two three", "p four"]);
    check("One  \ntwo,<br>three\\\nfour.<br>five  \nSix", &["p One two, three four.⏎five⏎Six"]);
    check("<ul><li>One<li>two<ol><li>three</ol></ul>four", &["p- One", "p- two", "p-- three", "p four"]);
    check("<blockquote><p>One</p></blockquote>", &["p> One"]);
    check("<table><tr><th>One<td>two<tr><td><p>three</table>four", &["cell One", "cell two", "cell three", "p four"]);
    check(
        "<figure><img src=a alt='One &amp; two'><figcaption>Three</figcaption></figure>",
        &["alt One & two", "caption Three"],
    );
    check("<p>One <code>two</code> <svg><text>x</text></svg>three</p>", &["p One □ three"]);
    check("One <kbd>two</kbd>, <samp>two</samp>, <tt>two</tt>, <var>two</var>", &["p One □, □, □, □"]);
    check("<p>One<script>two</script><!-- three --><style>x</style>four", &["p Onefour"]);
    check("<pre>One</pre>\n<iframe>two</iframe><form><p>three</form>four", &["p four"]);
    check("<p>One&nbsp;&ldquo;two&rdquo; AT&T 1 < 2", &["p One “two” AT&T 1 < 2"]);
    check("<p>\n   One\n   two\n</p>", &["p One two"]);
    check("<P CLASS='a>b'>One</P>", &["p One"]);
    check("<a href=\"x\"><p>One</p></a> two", &["p One", "p two"]);
    check("One <b>two</b> <sup>3</sup>H<sub>2</sub>O", &["p One two 3H2O"]);
    check("<br>\n## One\n<p>two", &["h2 One", "p two"]);
    check("<?php one ?><!DOCTYPE html><p>two", &["p two"]);
    check("<details><summary>One.</summary>two</details>", &["p One.", "p two"]);
}

#[test]
fn html_and_markdown_may_alternate() {
    check("<div>\n\nOne *two*.\n\n</div>\n\nthree", &["p One two.", "p three"]);
    check("<blockquote>\n\nOne\n\n</blockquote>\n\ntwo", &["p> One", "p two"]);
    check("<ul>\n<li>\n\nOne\n\n</li>\n</ul>\n\ntwo", &["p- One", "p two"]);
    check("<figcaption>\n\nOne\n\n</figcaption>\n\nTwo.", &["caption One", "p Two."]);
    check("> <p>One\n> <b\n> class=c>two</b>", &["p> One two"]);
    check("> One <b\n> class=c>two</b> <img\n> alt=x>", &["p> One two □"]);
    check("One: <div>two.</div> three", &["p One:", "p two.", "p three"]);
    check("- One <br><br> two", &["p- One", "p- two"]);
    check("<p>One.</p>\n  \n        <i></i><p>two</p>\n\n    <p>three", &["p One.", "p two", "p three"]);
    check("    a < b\n\n    <- c\n", &[]);
    check("[ad_1] <br>\n\nOne <br>\n{{< a >}}", &["p One ⏎□"]);
}

#[test]
fn comments_and_declarations_end_where_a_browser_ends_them() {
    check("<!-- a --!><p>One.</p>\n\nTwo.\n\n--> Three", &["p One.", "p Two.", "p --> Three"]);
    check("One <!-- a --!> two --> three", &["p One two --> three"]);
    check("<div><![CDATA[ > <p>One.</p> ]]></div>", &["p One.", "p ]]>"]);
    check("<![CDATA[ >\nOne.\n\nTwo.\n]]>", &["p One.", "p Two. ]]>"]);
    check("<? x >\n<p>One.</p>\n?>", &["p One.", "p ?>"]);
    check("<?php if ($a > 1) { ?>One.<?= $a->b ?>\n\nTwo. <?xml a=\"b\" ?>", &["p One.", "p Two."]);
    check("<!--!> One -->\n\nTwo. <!-->", &["p Two."]);
}

#[test]
fn paragraphs_in_elements_that_a_browser_shows_are_read() {
    for name in ["form", "button", "object", "svg", "math", "FORM"] {
        let text =
            format!("<{name}>\n\nOne *two*.\n\n<b>a</b>\n\nThree <{name}>b</{name}>\nfour.\n\n</{name}>\n\nFive");
        let document = parse(&text, Format::Markdown);
        let text: Vec<_> = document.blocks.iter().map(|block| document.text(block.prose)).collect();
        let text = text.join("¶").replace('\u{fffc}', "").replace("  ", " ");
        let read = if matches!(name, "form" | "FORM" | "object") {
            "One two.¶Three¶four.¶Five"
        } else {
            "One two.¶Three four.¶Five"
        };
        assert_eq!(text, read, "{name}");
    }
    check("<form>\n<label>a</label> b\n\n<input>\n\n    c\n</form>\n\nOne", &["p One"]);
    check(
        "<form>\n\nOne.\n\n<script>a\n\nb\n\nc</script>\n\n<!-- d\n\ne -->\n\nTwo.\n\n</form>",
        &["p One.", "p Two."],
    );
    check("<form>\n\nOne. <script>a\n\nb</script> two.\n\n</form>", &["p One.", "p two."]);
    for name in ["template", "noscript", "video", "select", "iframe"] {
        check(&format!("<{name}>\n\na\n\n</{name}>\n\nOne"), &["p One"]);
    }
}

#[test]
fn highlight_marks_are_not_prose() {
    check("One ==two==, ++three *four*++ C++ == five", &["p One two, three four C++ == five"]);
}

#[test]
fn unclosed_elements_end_with_their_block() {
    check("<script>\none\n\nTwo.", &["p Two."]);
    check("<!-- one\n\nTwo.", &["p Two."]);
    check("> <style>\n> one\n>\n> Two.", &["p> Two."]);
    check("<form>\none\n\nTwo.", &["p Two."]);
    check("<?\n\nTwo.", &["p Two."]);
    check("<pre>\none\n\nTwo.", &["p Two."]);
    check("<h2>One\n\nTwo.", &["h2 One", "p Two."]);
    check("<ul><li>One\n\nTwo.", &["p- One", "p Two."]);
    check("<script>one\n\nTwo.\n\n<script>three</script>\n\nFour.", &["p Two.", "p Four."]);
    check("One <code>two three.\n\nFour</code> five.", &["p One two three.", "p Four five."]);
    check("Call `<script>` by name.\n\nTwo.", &["p Call □ by name.", "p Two."]);
    check("<div>\n<!-- one\n\ntwo -->\nThree\n</div>", &["p Three"]);
    check("<script>\none\n\ntwo</script>\n\nThree.", &["p Three."]);
}

#[test]
fn shortcodes_are_not_prose_and_separate_words() {
    check("One {{< two three=\"four\" >}} five", &["p One □ five"]);
    check("{{< figure src=\"a\"\n   title=\"b\" >}}\n\nOne", &["p One"]);
    check("One{{% two %}}three", &["p One□three"]);
    check("{{< note >}}One{{< /note >}}", &["p One"]);
    check("{% highlight go %}\none\n\ntwo\n{% endhighlight %}\n\nThree", &["p Three"]);
    check("[One]({{< ref \"two\" >}}) three", &["p One three"]);
    check("<a href=\"{{ \"/\" | url }}\">One</a> two", &["p One two"]);
    check(" [ad_1]\n<br><p>One</p>[ad_2]", &["p One"]);
    check(
        "[caption id=\"a\" width=\"1\"]<img src=b alt=\"One\"/> Two[/caption]\n\nThree.",
        &["caption □ Two", "alt One", "p Three."],
    );
    check("[embed]https://example.com[/embed]\n\nOne", &["p One"]);
    check("He said [the plan] fails", &["p He said [the plan] fails"]);
    check("- {{< a >}}\n- One", &["p- One"]);
    check("> {{< a\n> b >}} One", &["p> □ One"]);
}

#[test]
fn mdx_code_is_not_prose() {
    let mdx = |text, expected: &[&str]| check_as(Format::Mdx, text, expected);
    mdx("import A from 'a'\n\nexport const b = {\n\n  c: 1\n}\n\n# One", &["h1 One"]);
    mdx("<Note kind={a > b}>\n  One *two*\n</Note>", &["p One two"]);
    mdx("One {two} <Chart a={1} /> three {/* four */}", &["p One □ □ three"]);
    mdx("<div style={{a: 1}}>One</div>", &["p One"]);
    mdx("<>One</>", &["p One"]);
}

#[test]
fn plain_text_has_only_paragraphs() {
    let plain = |text, expected: &[&str]| check_as(Format::Plain, text, expected);
    plain(
        "Head of it\n\nOne *two*\n   three &amp; <b>\r\n \t\r\nfour.",
        &["h0 Head of it", "p One *two* three &amp; <b>", "p four."],
    );
    plain("\u{feff}One\rtwo\r\rthree", &["p One two", "p three"]);
    plain("---\na: b\n---\n- c", &["p --- a: b --- - c"]);
    plain(
        "One.\n\n<!-- bylint-ignore a: b -->\n\nTwo <!-- bylint-\nignore --> three <!-- four -->",
        &["p One.", "p Two three <!-- four -->"],
    );
}

#[test]
fn bare_short_lines_are_headings() {
    let next = "\n\nThe council met on Monday.";
    for line in ["What comes next", "‘No way back’ for Leeds", "5 things to know", "**Strong line**", "Élan vital"]
    {
        assert_eq!(parse(&format!("{line}{next}"), Format::Markdown).blocks[0].kind, BlockKind::Heading(0), "{line}");
    }
    for line in [
        "It rained.",
        "lower case",
        "Who said so?",
        "“It rained,” she said:",
        "“It rained”",
        "(AP)",
        "One line\nand one more",
        "- An item",
        "> A quote",
        "[A link](https://example.com)",
        "One two three four five six seven eight nine ten eleven twelve thirteen",
    ] {
        assert_eq!(parse(&format!("{line}{next}"), Format::Markdown).blocks[0].kind, BlockKind::Paragraph, "{line}");
    }
    for text in ["Alone", "Before a heading\n\n# Heading", "Before code\n\n```\na\n```"] {
        assert_eq!(parse(text, Format::Markdown).blocks[0].kind, BlockKind::Paragraph, "{text}");
    }
}

#[test]
fn front_matter_is_not_prose() {
    check("---\ntitle: One\n---\nTwo", &["p Two"]);
    check("\u{feff}+++\r\ntitle = 'One'\r\n+++\r\n\r\nTwo", &["p Two"]);
    check("---\ntitle: [One\n---\nTwo", &["p Two"]);
    check("---\n\nOne.\n\n---\n\nTwo", &["p One.", "p Two"]);
    check("---\ntitle: One\n\nTwo", &["p title: One", "p Two"]);
}

#[test]
fn a_phrase_is_found_across_any_markup() {
    for (text, expected) in [
        ("It rose, according to police.", "according to"),
        ("It rose, according\nto police.", "according\nto"),
        ("It rose, according\r\n   to police.", "according\r\n   to"),
        ("- It rose, according\n  to police.", "according\n  to"),
        ("> It rose, according\n> to police.", "according\n> to"),
        ("> It rose, according\nto police.", "according\nto"),
        ("> - It rose, according\n>   to police.", "according\n>   to"),
        ("It rose, *according to* police.", "according to"),
        ("It rose, **accord**ing _to_ police.", "accord**ing _to"),
        ("It rose, according *to* police.", "according *to"),
        ("It rose, according <a href=\"x\">to police</a>.", "according <a href=\"x\">to"),
        ("It rose, <b>according</b> to police.", "according</b> to"),
        ("It rose, [according](x) to police.", "according](x) to"),
        ("It rose, according [to police](x \"y\").", "according [to"),
        ("It rose, according&nbsp;to police.", "according&nbsp;to"),
        ("<p>It rose, according&nbsp; to police.", "according&nbsp; to"),
        ("It rose, acc&#111;rding to police.", "acc&#111;rding to"),
        ("<p>It rose, acc&#111;rding\n\tto police.", "acc&#111;rding\n\tto"),
        ("It rose, according\u{a0}to police.", "according\u{a0}to"),
        ("It rose, according \u{2009}to police.", "according \u{2009}to"),
        ("It rose, accor\u{200b}ding to police.", "accor\u{200b}ding to"),
        ("It rose, accor\u{ad}ding\u{feff} to police.", "accor\u{ad}ding\u{feff} to"),
        ("It rose, according <!-- x -->to police.", "according <!-- x -->to"),
        ("It rose,{{< note >}}according{{< /note >}} to police.", "according{{< /note >}} to"),
        ("<td>It rose, according<span> to</span> police.", "according<span> to"),
        ("> <p>It rose, according\n> to police.", "according\n> to"),
        ("It rose,\\\naccording  to police.", "according  to"),
    ] {
        let document = parse(text, Format::Markdown);
        let phrase = if document.prose.contains("according  to") { "according  to" } else { "according to" };
        let at = document.prose.find(phrase).unwrap_or_else(|| panic!("{text}: {}", document.prose));
        let at = ProseOffset::from_usize(at);
        let span = document.span(at.until(at + phrase.len() as u32));
        assert_eq!(&text[span.range()], expected, "{text}");
        assert_eq!(document.is_verbatim(at.until(at + phrase.len() as u32)), phrase == expected, "{text}");
        assert_eq!(document.block_at(at), Some(0), "{text}");
    }
    let document = parse("It rose, accord\\-ing t\\o it\\'s.", Format::Markdown);
    assert_eq!(document.text(ProseOffset::ZERO.until(document.blocks[0].prose.end)), "It rose, accord-ing t\\o it's.");
}

#[test]
fn a_replaced_range_maps_as_a_whole() {
    let text = "a `b c` d ![e](f) &ngE; <code>g</code>";
    let document = parse(text, Format::Markdown);
    let spans = |mark: char| -> Vec<&str> {
        let at = document.prose.match_indices(mark).map(|(at, _)| ProseOffset::from_usize(at));
        at.map(|at| &text[document.span(at.until(at + mark.len_utf8() as u32)).range()]).collect()
    };
    assert_eq!(spans('\u{fffc}'), ["`b c`", "![e](f)", "<code>g</code>"]);
    assert_eq!(spans('≧'), ["&ngE;"]);
    assert_eq!(spans('\u{338}'), ["&ngE;"]);
}

#[test]
fn links_and_emphasis_become_inlines() {
    let text =
        "*a **b*** [c *d*](e) <f@g.hi> <a href='j&amp;k'>l</a> https://m.no/p. `q` {{< r >}}[^1]\n\n[^1]: <b>s</b>";
    let document = parse(text, Format::Markdown);
    let found: Vec<_> =
        document.inlines.iter().map(|inline| (inline.kind.clone(), document.text(inline.prose))).collect();
    let link = |target: &str| InlineKind::Link(target.into());
    assert_eq!(
        found,
        [
            (InlineKind::Emphasis, "a b"),
            (InlineKind::Strong, "b"),
            (link("e"), "c d"),
            (InlineKind::Emphasis, "d"),
            (InlineKind::Url, "f@g.hi"),
            (link("j&k"), "l"),
            (InlineKind::Url, "https://m.no/p"),
            (InlineKind::Code, "\u{fffc}"),
            (InlineKind::Gap, "\u{fffc}"),
            (InlineKind::FootnoteMark, ""),
            (InlineKind::Strong, "s"),
        ]
    );
    // An inline tag that is never closed ends with its block. A tag in an element without prose has no effect.
    let document = parse("One <i>two\n\nthree <button>[^1]\n*four*</button>\n\n[^1]: five", Format::Markdown);
    let found: Vec<_> =
        document.inlines.iter().map(|inline| (inline.kind.clone(), document.text(inline.prose))).collect();
    assert_eq!(found, [(InlineKind::Emphasis, "two"), (InlineKind::Gap, "\u{fffc}")]);
    let document = parse("<b><p>a</p><p>b</p></b>", Format::Markdown);
    let strong: Vec<_> = document.inlines.iter().map(|inline| document.text(inline.prose)).collect();
    assert_eq!(strong, ["a", "b"]);
}

#[track_caller]
fn check_quoted(format: Format, text: &str, expected: &[&str]) {
    let document = parse(text, format);
    let quoted: Vec<&str> = document.quoted.iter().map(|span| &text[span.range()]).collect();
    assert_eq!(quoted, expected, "{text}");
}

#[test]
fn quoting_markup_is_recorded_with_its_tags() {
    let check = |text, expected: &[&str]| check_quoted(Format::Markdown, text, expected);
    check("One\n\n> two\nthree\n\nfour", &["> two\nthree\n"]);
    check("- > One\n  > > two\n- three", &["> One\n  > > two\n"]);
    check(
        "One <q>two</q> <Q cite=a>three <q>four</q></Q> <cite>five</cite>.",
        &["<q>two</q>", "<Q cite=a>three <q>four</q></Q>", "<cite>five</cite>"],
    );
    check(
        "<div><blockquote><p>One<p>two <div>three</div></p></blockquote> four</div>",
        &["<blockquote><p>One<p>two <div>three</div></p></blockquote>"],
    );
    check(
        "<aside class='a pull-quote'><aside>One</aside> two</aside> three",
        &["<aside class='a pull-quote'><aside>One</aside> two</aside>"],
    );
    // A quotation that is never closed ends with its paragraph, or with the draft if it contains paragraphs.
    check("One <q>two.\n\nThree.", &["<q>two.\n"]);
    check("One <q>two.\n\nThree</q> four.", &["<q>two.\n\nThree</q>"]);
    check("<blockquote>\nOne\n\ntwo", &["<blockquote>\nOne\n\ntwo"]);
    check("<blockquote><q>One</blockquote> two", &["<blockquote><q>One</blockquote>"]);
    check("One </q> two </blockquote> `<q>` three <!-- <q> -->", &[]);
    check(
        "{{< quote a=\"b\" >}}One{{< /quote >}} {{< quote \"two\" >}} three",
        &["{{< quote a=\"b\" >}}One{{< /quote >}}"],
    );
    check("{% blockquote a %}\nOne\n{% endblockquote %}", &["{% blockquote a %}\nOne\n{% endblockquote %}"]);
    check("One\n{: .pullquote}\n\ntwo\n{: .wide}", &["One\n{: .pullquote}"]);
    check("::: pullquote\nOne\n::: note\ntwo\n:::\n:::\nthree", &["::: pullquote\nOne\n::: note\ntwo\n:::\n:::\n"]);
    check_quoted(
        Format::Mdx,
        "<Quote>One <B>two</B></Quote> <Quote text=\"a\" /> three",
        &["<Quote>One <B>two</B></Quote>"],
    );
    check_quoted(Format::Plain, "> One <q>two</q>", &[]);
}

#[test]
fn the_span_of_a_block_includes_its_markup() {
    let text = "## a ##\n\nb **c**\n\n- *d* e\n\n<p class=f>g</p>\n\n| h |\n|---|\n";
    let document = parse(text, Format::Markdown);
    let spans: Vec<_> = document.blocks.iter().map(|block| &text[block.span.range()]).collect();
    assert_eq!(spans, ["## a ##", "b **c**", "- *d* e", "<p class=f>g</p>", "h"]);
}

/// The text that a draft's first directive applies to.
fn covered(text: &str, format: Format) -> String {
    match parse(text, format).directives.first().map(|directive| directive.scope) {
        Some(DirectiveScope::Block(span) | DirectiveScope::Range(span)) => text[span.range()].to_owned(),
        Some(DirectiveScope::File) => "file".to_owned(),
        None => "none".to_owned(),
    }
}

#[test]
fn directives_apply_to_the_next_block_or_the_one_around_them() {
    let comment = "<!-- bylint-ignore a: b -->";
    for (text, expected) in [
        (format!("One.\n\n{comment}\n\nTwo.\n\nThree."), "Two."),
        (format!("{comment}\nTwo.\n\nThree."), "Two."),
        (format!("{comment}\n\n- One\n- two\n  - three\n\nFour."), "- One\n- two\n  - three"),
        (format!("{comment}\n\n| a | b |\n|---|---|\n| c | d |\n\nFour."), "| a | b |\n|---|---|\n| c | d |"),
        (format!("{comment}\n\n![a](b) c\n\nFour."), "![a](b) c"),
        (format!("{comment}\n\n```\na\n```\n\nTwo."), "Two."),
        (format!("<div>{comment}<p>One</p><p>two</p></div>"), "<p>One</p>"),
        (format!("{comment}\n<ul><li>One</li><li>two</li></ul>\n\nThree."), "<ul><li>One</li><li>two</li></ul>"),
        (format!("- One\n\n  {comment}\n\n  - two\n  - three\n\n  four"), "- two\n  - three"),
        (
            "# One\n\n<!-- bylint-ignore-start a: b -->\n\nTwo.\n\n<!-- bylint-ignore-end -->\n\nThree".into(),
            "<!-- bylint-ignore-start a: b -->\n\nTwo.\n\n<!-- bylint-ignore-end -->",
        ),
        ("<!-- bylint-ignore-start -->\n\nTwo.".into(), "<!-- bylint-ignore-start -->\n\nTwo."),
        ("<!-- bylint-ignore-file a: b -->\n\nTwo.".into(), "file"),
        (format!("One.\n\n{comment}"), ""),
        ("<!-- bylint-disable a: b -->\n\nTwo.".into(), ""),
        ("<!-- bylint-ignore-end -->\n\nTwo.".into(), ""),
        ("<!-- Bylint-ignore a: b -->\n\nTwo.".into(), "none"),
        ("<!-- on bylint-ignore a: b -->\n\nTwo.".into(), "none"),
        (format!("```\n{comment}\n```\n\n`{comment}`"), "none"),
    ] {
        assert_eq!(covered(&text, Format::Markdown).trim_end(), expected, "{text}");
    }
    for text in [format!("One {comment} two.\n\nThree."), format!("One two. {comment}\n\nThree.")] {
        let own = text.split("\n\n").next().expect("there are two blocks");
        assert_eq!(covered(&text, Format::Markdown), own);
        assert_eq!(covered(&text, Format::Plain), own);
    }
    assert_eq!(covered(&format!("{comment}\n\nTwo\nthree.\n\nFour."), Format::Plain), "Two\nthree.");
    assert_eq!(covered("{/* bylint-ignore a: b */}\n\nTwo.", Format::Mdx), "Two.");
    assert_eq!(covered("One {/* bylint-ignore a: b */} two.", Format::Mdx), "One {/* bylint-ignore a: b */} two.");
}

#[test]
fn directives_name_rules_and_reasons() {
    let text = "<!--bylint-ignore-start  one,two three : it is: so\n  there -->";
    let document = parse(text, Format::Markdown);
    let directive = &document.directives[0];
    let rules: Vec<_> = directive.rules.iter().map(|(rule, span)| (rule.as_str(), &text[span.range()])).collect();
    assert_eq!(rules, [("one", "one"), ("two", "two"), ("three", "three")]);
    assert_eq!(directive.reason, "it is: so there");
    assert_eq!(directive.span, Span::new(0, text.len()));
    let bare = &parse("<!-- bylint-ignore -->", Format::Markdown).directives[0];
    assert!(bare.rules.is_empty() && bare.reason.is_empty() && bare.fault.is_none());
    for (text, fault) in [
        ("<!-- bylint-disable a: b -->", DirectiveFault::UnknownDirective("bylint-disable".into())),
        ("<!-- bylint-ignore-end a: b -->", DirectiveFault::NothingToEnd("bylint-ignore-end".into())),
    ] {
        let directive = &parse(text, Format::Markdown).directives[0];
        assert_eq!((directive.fault.as_ref(), directive.rules[0].0.as_str()), (Some(&fault), "a"), "{text}");
    }
}

/// Asserts all invariants of a document, for any draft.
fn assert_invariants(text: &str, format: Format) {
    let source = Source::new("draft", text.into());
    let document = Document::parse(&source, format);
    let text = source.text();
    let mut last = ProseOffset::ZERO;
    for (i, block) in document.blocks.iter().enumerate() {
        assert!(
            block.prose.start == last && block.prose.start < block.prose.end,
            "blocks follow each other, and are not empty"
        );
        last = block.prose.end + 2;
        assert_eq!(document.text(block.prose.end.until(last)), "\n\n");
        let prose = document.text(block.prose);
        assert!(!prose.contains("\n\n") && prose == prose.trim_matches([' ', '\n']), "{prose:?}");
        assert_eq!(document.block_at(block.prose.start), Some(i));
        assert_eq!(document.block_at(block.prose.end), None);
        assert!(text.get(block.span.range()).is_some());
        let content = document.span(block.prose);
        assert!(block.span.contains(content), "{:?} holds {content:?}", block.span);
        let quoted = || document.quoted.iter().any(|quoted| quoted.contains(content));
        assert!(block.quote_depth == 0 || quoted(), "{prose:?} stands in a quotation: {:?}", document.quoted);
        assert_map_is_valid(&document, text, block);
    }
    assert_eq!(last.index(), document.prose.len());
    let texts: Vec<_> = document.blocks.iter().filter(|block| block.kind != BlockKind::Alt).collect();
    assert!(texts.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{texts:?}");
    assert!(document.inlines.windows(2).all(|pair| pair[0].prose.start <= pair[1].prose.start));
    assert!(document.quoted.windows(2).all(|pair| pair[0].end < pair[1].start), "{:?}", document.quoted);
    assert!(document.quoted.iter().all(|quoted| text.get(quoted.range()).is_some_and(|words| !words.is_empty())));
    for inline in &document.inlines {
        assert!(document.prose.get(inline.prose.range()).is_some(), "{inline:?}");
    }
    assert!(document.directives.windows(2).all(|pair| pair[0].span.start < pair[1].span.start));
    let rules = document.directives.iter().flat_map(|directive| directive.rules.iter().map(|(_, span)| *span));
    let scopes = document.directives.iter().filter_map(|directive| match directive.scope {
        DirectiveScope::Block(span) | DirectiveScope::Range(span) => Some(span),
        DirectiveScope::File => None,
    });
    let front =
        [document.front_matter.span].into_iter().chain(document.front_matter.broken.iter().map(|(span, _)| *span));
    for span in rules.chain(scopes).chain(front) {
        assert!(text.get(span.range()).is_some(), "{span:?}");
    }
}

/// Asserts that spans are on character boundaries and in order, and that verbatim prose equals its source.
fn assert_map_is_valid(document: &Document, text: &str, block: &Block) {
    let prose = document.text(block.prose);
    let mut last = 0;
    for (i, c) in prose.char_indices() {
        let start = block.prose.start + i as u32;
        let one = start.until(start + c.len_utf8() as u32);
        let span = document.span(one);
        let here = text.get(span.range()).unwrap_or_else(|| panic!("{span:?} cuts a character"));
        assert!(last <= span.start && !span.is_empty(), "{c:?} at {span:?} comes after {last}");
        last = span.start;
        if document.is_verbatim(one) {
            assert_eq!(here, c.to_string());
        }
        let rest = document.span(start.until(block.prose.end));
        assert_eq!(rest, Span::new(span.start, document.span(block.prose).end));
        if document.is_verbatim(start.until(block.prose.end)) {
            assert_eq!(&text[rest.range()], document.text(start.until(block.prose.end)));
        }
    }
}

/// Pieces of markup to combine, separated by `¦`.
const MARKS: &str = "\n¦\n\n¦ ¦    ¦- ¦1. ¦> ¦# ¦* ¦---\n¦+++\n¦a: b\n¦|¦|---|\n¦**¦_¦`¦```\n¦[¦](¦)¦![¦[^1]¦[^1]: ¦<p>¦</p>¦<div>¦<b>¦</b>¦\
    <a href=\"¦\">¦<br>¦<h2>¦</h2>¦<ul>¦<li>¦</ul>¦<table>¦<td>¦</table>¦<blockquote>¦</blockquote>¦<script>¦</script>¦<pre>¦\
    </pre>¦<code>¦</code>¦<form>¦</form>¦<img alt=\"¦<!--¦-->¦<!-- bylint-ignore a: b -->¦<!-- bylint-ignore-start -->¦\
    <!-- bylint-ignore-end -->¦<?¦?>¦<![CDATA[¦]]>¦{{< a >}}¦{{< /a >}}¦{{<¦>}}¦{{ ¦ }}¦{% raw %}¦{% endraw %}¦[ad_1]¦\
    [caption id=\"a\"]¦[/caption]¦{/* bylint-ignore */}¦{¦}¦<A b={¦/>¦</A>¦import a from 'b'\n¦$$\\¦$$¦&nbsp;¦&amp;¦&¦\\¦\t¦\
    \u{a0}¦\u{200b}¦\u{2028}¦https://a.b/c¦a@b.cd¦É¦“¦One two.¦word¦\u{feff}¦<¦>¦\"¦'¦=¦\0¦\u{7f}¦\u{fffc}";

fn piece() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(MARKS.split('¦').collect::<Vec<_>>());
    prop_oneof![9 => marks.prop_map(str::to_owned), 1 => any::<String>(), 1 => "[a-zA-Z ,.]{1,20}"]
}

fn draft() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

const FORMATS: [Format; 3] = [Format::Markdown, Format::Mdx, Format::Plain];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_draft_keeps_the_invariants(text in draft()) {
        for format in FORMATS {
            assert_invariants(&text, format);
        }
    }

    #[test]
    fn any_bytes_keep_the_invariants(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let source = Source::new("draft", bytes);
        for format in FORMATS {
            assert_invariants(source.text(), format);
        }
    }

    #[test]
    fn line_ends_make_no_difference(text in draft()) {
        let text = text.replace('\r', "");
        for format in FORMATS {
            let (lf, crlf) = (parse(&text, format), parse(&text.replace('\n', "\r\n"), format));
            prop_assert_eq!(&lf.prose, &crlf.prose);
            let kinds = |document: &Document| -> Vec<String> { document.blocks.iter().map(|block| show(document, block)).collect() };
            prop_assert_eq!(kinds(&lf), kinds(&crlf));
            prop_assert_eq!(&lf.inlines, &crlf.inlines);
            prop_assert_eq!(lf.directives.len(), crlf.directives.len());
        }
    }
}

/// Compares the ignores of the front matter (as "name @ words at its place: reason"), its language, and the words at
/// its fault.
fn check_settings(text: &str, ignores: &[&str], language: Option<&str>, broken: Option<&str>) {
    let front_matter = parse(text, Format::Markdown).front_matter;
    let words = |span: Span| &text[span.range()];
    let shown: Vec<String> = front_matter
        .ignores
        .iter()
        .map(|ignore| {
            assert_eq!(ignore.scope, DirectiveScope::File);
            let [(rule, span)] = &ignore.rules[..] else { panic!("one rule an entry") };
            format!("{rule} @ {}: {}", words(*span), ignore.reason)
        })
        .collect();
    assert_eq!(shown, ignores, "{text}");
    assert_eq!(front_matter.language.as_deref(), language, "{text}");
    assert_eq!(front_matter.broken.as_ref().map(|(span, _)| words(*span)), broken, "{text}");
    assert_eq!(front_matter.title.is_some(), text.contains("title"), "{text}");
}

#[test]
fn front_matter_contains_settings() {
    let both = ["loaded-verb @ loaded-verb: the court's own word", "spelling @ spelling: dialect in the diary"];
    for text in [
        "---\ntitle: Ä\nbylint:\n  ignore:\n    loaded-verb: the court's own word\n    spelling: dialect in the diary\n---\n",
        "---\r\nbylint: {ignore: {loaded-verb: the court's own word, spelling: dialect in\r\n  the diary}}\r\n---\r\n",
        "+++\ntitle = \"Ä\"\n[bylint.ignore]\nloaded-verb = \"the court's own word\"\nspelling = \"dialect in the diary\"\n+++\n",
        "\n---\nbylint:\n  ignore:\n    loaded-verb: the court's own word\n    spelling: |\n      dialect in\n      the diary\n---\n",
    ] {
        check_settings(text, &both, None, None);
    }
    for text in ["---\nbylint:\n  ignore: [spelling]\n---\n", "+++\nbylint.ignore = ['spelling']\n+++\n"] {
        let place = if text.contains('\'') { "'spelling'" } else { "spelling" };
        check_settings(text, &[&format!("spelling @ {place}: ")], None, None);
    }
    for reason in ["", " ''", " true", " []"] {
        check_settings(
            &format!("---\nbylint:\n  ignore:\n    spelling:{reason}\n---\n"),
            &["spelling @ spelling: "],
            None,
            None,
        );
    }
    for text in ["---\nlang: en\nbylint: {language: fr}\n---\n", "+++\nlang = 'en'\nbylint.language = 'fr'\n+++\n"] {
        check_settings(text, &[], Some("fr"), None);
    }
    for text in ["---\ntitle: a\nbylint:\n---\n", "---\nbylint:\n  ignore:\n---\n", "---\ntitle: a\nbylint: {}\n---\n"]
    {
        check_settings(text, &[], None, None);
    }
}

/// The span of a fault in JSON is correct with and without braces in the draft.
#[test]
fn a_json_fault_has_its_place() {
    for text in ["---json\n{\"name\": \"Å Å\" \"b\"}\n---\n", "---json\n{\n\"name\": \"Å Å\"\n\"b\"}\n---\n"] {
        check_settings(text, &[], None, Some("\"b\"}"));
    }
}

#[test]
fn ignores_in_front_matter_may_expire() {
    let key = "loaded-verb, spelling until 2027-03-01 by Dana Quill";
    for text in [
        format!("---\nbylint:\n  ignore:\n    {key}: the court's own word\n---\n"),
        format!("+++\n[bylint.ignore]\n\"{key}\" = \"the court's own word\"\n+++\n"),
    ] {
        let ignores = parse(&text, Format::Markdown).front_matter.ignores;
        let [ignore] = &ignores[..] else { panic!("{ignores:?}") };
        let rules: Vec<_> = ignore.rules.iter().map(|(rule, _)| rule.as_str()).collect();
        assert_eq!((rules, ignore.by.as_deref()), (vec!["loaded-verb", "spelling"], Some("Dana Quill")));
        let until = ignore.until.expect("it says how long");
        assert_eq!(until.date.map(|date| date.to_string()).as_deref(), Some("2027-03-01"));
        assert!(text[until.span.range()].contains(key), "{text}");
    }
}

#[test]
fn invalid_settings_are_front_matter_faults() {
    let spelling = ["spelling @ spelling: x"];
    for (text, ignores, place) in [
        ("---\ntitle: a\nbylint:\n  ignores: {spelling: x}\n---\n", &[][..], "ignores"),
        ("---\ntitle: a\nbylint:\n  ignore: {spelling: x}\n  fail-on: error\n  y: z\n---\n", &spelling, "fail-on"),
        ("+++\ntitle = 'a'\n[bylint]\nignore.spelling = 'x'\nfail-on = 'error'\n+++\n", &spelling, "fail-on"),
        ("---\nbylint: off\n---\n", &[], "bylint: off"),
        ("---\nbylint:\n  ignore: spelling\n---\n", &[], "ignore: spelling"),
    ] {
        check_settings(text, ignores, None, Some(place));
    }
}

/// A headline pasted into a paragraph becomes a line of its own. A name or a dateline in capitals does not.
#[test]
fn a_line_of_capitals_is_a_headline() {
    check(
        "It rained.\nCLICK HERE TO READ THE WHOLE STORY\nOfficials left.",
        &["p It rained. CLICK HERE TO READ THE WHOLE STORY⏎Officials left."],
    );
    check("NEW YORK, UNITED STATES\nof America", &["p NEW YORK, UNITED STATES of America"]);
    check("THE BBC\nand others left.", &["p THE BBC and others left."]);
    // The text before the line may have been moved into an image's alternative text.
    check("![[[[]][[]][[]]]\n]()\ne", &["p ![[]][[]][[] ]() e"]);
}

/// From source to prose: the words of a block that come from a span of the file.
#[test]
fn prose_is_found_by_its_source_span() {
    let text = "> One *two* &amp; thr\u{e9}e\n> four.\n\nFive ![six](x) seven.";
    let document = parse(text, Format::Markdown);
    for (block, source, words) in [
        (0, "two", "two"),
        (0, "*two* &amp; thr", "two & thr"),
        (0, "amp", "&"),
        (0, "e\n> four", "e four"),
        (0, "Five", ""),
        (1, "Five ![s", "Five \u{fffc}"),
        (1, "> four.\n\nFi", "Fi"),
        (2, "six", "six"),
        (9, "six", ""),
    ] {
        let start = text.find(source).expect("the words are there");
        let found = document.prose_in(block, Span::new(start, start + source.len()));
        assert_eq!(document.text(found), words, "{source} in {block}");
    }
    // A span that covers half of a character gives the whole character.
    let within = text.find('\u{e9}').expect("it is there") + 1;
    assert_eq!(document.text(document.prose_in(0, Span::new(within, within + 1))), "\u{e9}");
}
