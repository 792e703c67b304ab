use super::super::mask;

/// Compares the draft after masking: gaps are shown as `_`, other masked spans are removed.
fn check(text: &str, expected: &str) {
    let mut unmasked = String::new();
    let mut at = 0;
    for masked in mask::markdown(text, 0).masked_spans {
        unmasked.push_str(&text[at..masked.span.start]);
        unmasked.push_str(if masked.replacement == super::ProseReplacement::Gap { "_" } else { "" });
        at = masked.span.end;
    }
    assert_eq!(unmasked + &text[at..], expected, "{text}");
}

#[test]
fn hugo_shortcodes_are_masked() {
    check("a {{< b c=\"d\" >}} e {{% f %}}", "a _ e _");
    check("{{<embed/tips>}}", "_");
    check("a {{< b\n\nc=\"d\" >}} e", "a _ e");
    check("{{< a b=\">}}\" >}}", "_");
    check("{{< a b=\"c >}} d \" e", "_ d \" e");
    check("{{< a >}}b{{< /a >}}", "b");
    check("{{< a >}}{{< a >}}b{{< /a >}} c{{% /a %}}", "b c");
    check("{{< highlight go >}}\nfunc\n\n{{< a >}}{{< /highlight >}}", "_");
    check("{{< a {{< b >}}", "{{< a _");
    check("{{< a b", "{{< a b");
    check("{{</* a */>}}", "_");
}

#[test]
fn liquid_tags_are_masked() {
    check("a {{ b | c: \"d\" }} e {% f %}", "a _ e _");
    check("{% if a %}b{% endif %}", "b");
    check("{%- raw -%}{{ a }}{%- endraw -%}b", "_b");
    check("a {{ b\n\nc }}", "a {{ b\n\nc }}");
    check("a {% b\nc %}", "a _");
}

#[test]
fn wordpress_shortcodes_are_masked() {
    check("[ad_1] a [vc_row_2 b=\"c\"]", "_ a _");
    check("[gallery ids=\"1,2\"]", "_");
    check("[gallery]", "_");
    check("See the [video] of it", "See the [video] of it");
    check("[caption id=\"a\"]b[/caption]", "b");
    check("[embed]https://example.com[/embed]", "_");
    check("a [embed] b", "a [embed] b");
    check(
        "[gallery](a) [gallery][b] ![gallery] \\[gallery a=b]",
        "[gallery](a) [gallery][b] ![gallery] \\[gallery a=b]",
    );
    check("[gallery]: a", "[gallery]: a");
    check("He said [the plan] fails", "He said [the plan] fails");
}

#[test]
fn kramdown_extensions_are_masked() {
    check("a {::comment}b{:/comment} c", "a  c");
    check("a {::comment}b{:.wide} {:/d} e{:/} c", "a  c");
    check("{::comment}\na\n\nb\n{:/comment}\n\nc", "\n\nc");
    check("{::nomarkdown}a{:/} b {::options x=\"y\" /}", "a b ");
    check("{::comment} a", " a");
}

#[test]
fn formulas_are_masked_and_prices_are_not() {
    check("a $$\\frac{1}{2}$$ b", "a _ b");
    check("Dinner is $$ to $$$.", "Dinner is $$ to $$$.");
    check("a\n\n- $$\n  b\n  $$ {#eq-c}\n\nd", "a\n\n- _\n\nd");
    check("$$ a = b $$\n", "_\n");
    check("a $x_{1} + y$ b", "a _ b");
    check("from $5 to $6_000, US$ 7_000 or $8 a_b$9", "from $5 to $6_000, US$ 7_000 or $8 a_b$9");
}

#[test]
fn attribute_lists_are_masked() {
    check("![a](b){: .wide} c {d}", "![a](b) c {d}");
    check("[a](b){target=_blank} {.c}", "[a](b) {.c}");
    check("a\n{.quote}\n\nb {.quote}\n{.c}", "a\n\n\nb {.quote}\n{.c}");
}
