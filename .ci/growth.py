#!/usr/bin/env python3
"""How the work of bylint grows with what it is given, and how much there is of it.

usage: .ci/growth.py BYLINT             fails where four times the text, or the files, ask for much more than four times the work
       .ci/growth.py BYLINT --cost      fails where bylint runs over 5% more instructions than `.ci/instructions.txt` has
       .ci/growth.py BYLINT --record    writes down anew what it runs
       .ci/growth.py BYLINT --table     CPU seconds by size, for docs/performance.md
       .ci/growth.py BYLINT --hunt      looks for another shape whose work grows faster than its size, until it is stopped

The first three count instructions, with callgrind: the same binary gives the same figure, whatever else the machine does.
Nothing is read but what is made here.
"""

import itertools
import os
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RECORD = ROOT / ".ci/instructions.txt"
# How much more work four times the input may be. A sort costs a little more than four times; what is quadratic, sixteen times.
LIMIT = 5.2
# How much more a change may cost.
ALLOWED = 1.05

PARAGRAPH = (
    "Mayor Ada Brook said on Tuesday that the harbour would close for nine days. “We had no choice,” she told the Brackwater"
    " Gazette, citing a report by the port authority. Officials, who asked not to be named, said the bill could reach £3 million.\n\n"
)


def repeated(piece, size):
    return (piece * (size // len(piece.encode()) + 1)).encode()[:size].decode(errors="ignore")


def people(size):
    """A new speaker in every sentence, who speaks again in the next."""
    out, length, number = [], 0, 0
    while length < size:
        name = "".join(chr(97 + number // 26**place % 26) for place in range(4)).capitalize()
        out.append(f"Ada {name} said the road was shut. “It is,” {name} told the council. ")
        length += len(out[-1])
        number += 1
    return "".join(out)


def numbered(sentence, spread=1):
    """The sentence again and again, with another word in each, which is a letter or two from that of the last."""

    def made(size):
        out, length, number = [], 0, 0
        while length < size:
            word = "".join(chr(97 + number * spread // 26**place % 26) for place in range(4))
            out.append(sentence.replace("%", word).replace("^", word.capitalize()))
            length += len(out[-1].encode())
            number += 1
        return "".join(out)

    return made


def references(size):
    count = size // 36
    return "".join(f"[a{n}]: http://x.test/{n}\n" for n in range(count)) + "".join(f"[a{n}] " for n in range(count))


def table(size):
    columns = size // 4
    return "|" + "a|" * columns + "\n|" + "-|" * columns + "\n"


def nested(opening, closing):
    return lambda size: opening * (size // 2 // len(opening)) + "a" + closing * (size // 2 // len(closing))


def each(piece):
    return lambda size: repeated(piece, size)


def within(opening, piece, closing=""):
    return lambda size: opening + repeated(piece, size - len((opening + closing).encode())) + closing


def closed_late(piece):
    """Markup that is repeated, with marks behind it that close what it may have opened."""
    return within("", piece, "\n>\"'}}]--></script></code>")


def named(number):
    """A word for each number."""
    return "Q" + "".join("abcdefghij"[int(digit)] for digit in str(number))


def facts(size):
    """Facts in front matter that begin alike, and four sentences for each that begin so, too."""
    count = size // 190
    listed = "".join(f"    - The wall {named(number)} broke in 2019\n" for number in range(count))
    return f"---\nbylint:\n  facts:\n{listed}---\n" + "".join(f"The wall {named(n % count)} broke in 2019. " for n in range(4 * count))


# Markup that is opened and not closed, or closed only after all of it.
MARKUP = ["<a b=\"'", '<form ">"', "x<script>", "\n<script>\n", "<!-- <!--", "<code>", "<ul><li>", "<b>", '<img alt="a', "{{<", '{{< "', "{{< a >}}",
          "{%", '[caption id="a"]', "{\n\n", "<A {", '<A "', "$$", "a@", "://", "https://a/)", "![a](", "\n- ", "[^1]: a\n\n"]

# What people write, and what nobody does: cmark's pathological inputs, and the same of prose.
SHAPES = {
    "plain news": each(PARAGRAPH),
    "one line of news": each(PARAGRAPH.replace("\n\n", " ")),
    "new speakers": people,
    "names a letter apart": numbered("Ada ^ left. "),
    "names that are forgotten": numbered("^ said so.\n\n", 7),
    "pronouns": each("Ada Brook spoke. She said it was shut. He denied it. "),
    "offices": each("A spokesman for the port said so. The spokesman denied it. "),
    "outlets": each("TASS, citing Reuters, reported, citing the Courier, "),
    "short forms": numbered("the ^ Board (^), "),
    "quotations a word apart": numbered("“The harbour will be % shut for nine days,” Brook said. "),
    "titles a word apart": numbered("# The harbour is % shut\n\n"),
    "accusations": numbered("Ada ^ stole it. Ben ^ denied it. "),
    "headlines": each("# Mayor stole the money\n\nThe mayor stole it, Ada Brook said.\n\n"),
    "quotations of nobody": each("Fans left early. \"We were robbed.\" The gate ‘was shut’. "),
    "claims and doubts": each("The mayor stole it and killed nine people. The clerk allegedly sold it. "),
    "figures a word apart": numbered("The bill for % was £3 million. "),
    "two spellings": each("colour color "),
    "one sentence": each("the harbour of the town and "),
    "one word": lambda size: "a" * size,
    "one word of wide letters": lambda size: "a" + "\u2c30" * (size // 3),
    "one word with hyphens": lambda size: "a" + "\u2011" * (size // 3),
    "said said said": each("said "),
    "cues without end": each("he said that "),
    "one after another": each("saying and "),
    "quoted, one after another": each("“a” and denied "),
    "names and commas": each("X, a Y, said, "),
    "sources without end": each("according to "),
    "quoted cues": each('"x" said '),
    "straight marks": each('" '),
    "marks": each('"'),
    "single marks": each("‘s "),
    "opening marks": each("“a "),
    "marks in turn": each('"a “a '),
    "closing marks": each("a” "),
    "quotation on quotation": each("“It is shut,” she said. "),
    "quotations in quotations": nested("“‘", "’”"),
    "paragraphs of a quotation": each("“It is shut.\n\n"),
    "block quotes": each("> "),
    "nested block quotes": lambda size: ">" * size + "a",
    "a quote a line": each("> a\n"),
    "nested lists": lambda size: "".join("  " * n + "- a\n" for n in range(int(size**0.5))),
    "list items": each("- a\n"),
    "nested brackets": nested("[", "]"),
    "open brackets": each("["),
    "closing brackets": each("]"),
    "open links": each("[a]("),
    "links": each("[a](b) "),
    "open images": each("![["),
    "open links in links": each("[ (]("),
    "references": references,
    "references to nothing": each("[a][b] "),
    "references nested": nested("[a", "][b]"),
    "definitions of one name": each("[a]: b\n"),
    "footnotes": each("a[^1] "),
    "footnotes defined": numbered("[^%]: b\n\n"),
    "stars": each("*"),
    "emphasis opened": each("*a "),
    "emphasis closed": each("a* "),
    "strong in strong": nested("**a ", " b**"),
    "strong and emphasis": each("*a **a "),
    "underscores": each("_a "),
    "underscores alone": each("_"),
    "emphasis that never ends": each("a_b*c "),
    "backticks": each("`"),
    "backticks of all lengths": lambda size: "".join("e" + "`" * n for n in range(1, int((2 * size) ** 0.5))),
    "less than": each("<"),
    "tags": each("<em>"),
    "open tags": each("<a "),
    "declarations": each("<!A "),
    "instructions": each("<?"),
    "CDATA": each("<![CDATA["),
    "comments": each("<!-- "),
    "ignores": each("<!-- bylint-ignore spelling: x -->\n\na\n\n"),
    "open ignores": each("<!-- bylint-ignore-start spelling: x -->\n\na\n\n"),
    "scripts": each("<script>"),
    "ampersands": each("&"),
    "entities": each("&amp;"),
    "open entities": each("&#"),
    "backslashes": each("\\"),
    "tildes": each("~~a "),
    "headings": each("# a\n"),
    "rules": each("***\n"),
    "fences": each("```\n"),
    "columns": table,
    "rows": lambda size: "|a|\n|-|\n" + repeated("|a|\n", size),
    "shortcodes": each("{{< a "),
    "shortcodes closed": each("{{< a >}}b{{< /a >}}"),
    "directives": each(":::a\n"),
    "braces": each("{"),
    "front matter": lambda size: "---\n" + "".join(f"k{n}: v\n" for n in range(size // 10)) + "---\na\n",
    "front matter of one list": lambda size: "---\na: " + "[" * size + "\n---\na\n",
    "blank lines": each("\n"),
    "spaces": each(" "),
    "tabs": each("\ta\n"),
    "zero bytes": each("\0"),
    "initials": each("A."),
    "numbers": each("3 "),
    "figures": each("40% of 3 million "),
    "stops": each("."),
    "commas": each("A, "),
    "open brackets of prose": each("("),
    "nested brackets of prose": nested("a (", ")"),
    "dashes": each("— a "),
    "hyphens": each("-a"),
    "apostrophes": each("a'"),
    "addresses": each("http://a.b/c "),
    "dots and at": each("a@b."),
    "misspellings": each("goverment "),
    "unknown words": lambda size: " ".join(f"zq{n:x}xv".translate(str.maketrans("0123456789", "ghijklmnop")) for n in range(size // 8)),
    "capitals": each("THE "),
    "dates": each("on 30 February 2024, "),
    "combining marks": each("e\u0301"),
    "override marks": each("a\u202e "),
    "question marks": within("x ", "?"),
    "dots and question marks": each("…?"),
    "colons behind images": within("a ", "![::: "),
    "colons in a block quote": within("> ", "’$$::: "),
    "colons in HTML": within("<div>\n", "[[::: "),
    "headings in HTML": within("<div>\n", "a# "),
    "facts of front matter": facts,
    "look-alike letters": each("sаid "),
    "quotations by markup": each("<q>a"),
    "drawings": each("<svg></svg>\n"),
    "lists with ignores": each("- a\n\n<!-- bylint-ignore a: b -->\n\n"),
    "lines of a header": lambda size: "Title: a\nDate: b\n" + " a\n" * (size // 3) + "\nA.\n",
    "forms in sentences": each("It is <form></form> here and\n"),
    "forms around paragraphs": each("<form>\n\na\n\n</form>\n\n"),
    **{f"markup {piece!r}": closed_late(piece) for piece in MARKUP},
}

# The extension of a file's name sets the format.
FORMATS = {"Markdown": "draft.md", "MDX": "draft.mdx", "plain text": "draft.txt"}
# Drafts in MDX and in plain text have readers of their own, so these shapes are counted in each format.
IN_ALL_FORMATS = [f"markup {piece!r}" for piece in MARKUP] + [
    "plain news", "less than", "comments", "braces", "strong and emphasis", "block quotes", "a quote a line", "ignores", "open ignores",
    "lines of a header", "blank lines"]
# Shapes that have a meaning only in MDX.
MDX = {
    **{f"markup {piece!r}": closed_late(piece) for piece in ["{/* ", "{/* bylint-ignore a: b */}\n\n"]},
    "nested braces": nested("{", "}"),
    "nested braces and blank lines": nested("a {\n\n", "}"),
    "components": each("<A b={1}>a</A> "),
    "nested components": nested("<A b={1}>", "</A>"),
    "quotations by components": each("<Quote author=\"a\">"),
    "imports": each("import a from 'b'\n\n"),
    "open exports": each("export {\n\n"),
}

# What generated shapes are made of: where the unit is repeated, and what the unit consists of.
AROUND = [("a ", ""), ("> ", ""), ("- ", ""), ("1. ", ""), ("# ", ""), ("<div>\n", "\n</div>"), ("<p>", ""), ("|a|\n|-|\n|", ""), ("“It is ", "” he said."),
          ("::: a\n", "\n:::\n"), ("```\n", "\n```\n"), ("---\ntitle: ", "\n---\nA.\n"), ("---\nbylint:\n  facts:\n    - ", "\n---\nA.\n")]
MARKDOWN = ["\n", "\n\n", "\n> ", "\n- ", "\n1. ", "\n# ", "\n---\n", "\n    ", "  \n", "\t", " ", "*", "**", "_", "__", "~~", "`", "```", "[", "]", "](b)",
            "][b]", "![", "[^1]", "[^1]: ", "[a]: b\n", "|", "\\", "$", "$$", "#", "##", "=", "===", ":::", ": ", "{", "}", "{{< a >}}", "{{% b %}}", "{/*"]
HTML = ["<", ">", "<b>", "</b>", "<p>", "</p>", "<div>", "<q>", "<a href=b>", "</a>", "<br>", "<!--", "-->", "<!-- bylint-ignore spelling: x -->", "<![CDATA[",
        "<?", "<!A ", "<svg>", "</svg>", "<form>", "</form>", "&", "&amp;", "&#34;"]
MARKS = ["(", ")", "---", "-", "--", "—", "/", "www.", "http://a.b", "@", "a@b.c", "%", "+", "^", "'", '"', "‘", "’", "“", "”", "«", "»", "„", "…", ".", ". ", ",", ", ",
         ";", "?", "!", "\u00ad", "\u200b", "\u0301", "\0"]
WORDS = ["é", "ß", "а", "ｓ", "🙂", "a", "A", "aa", "a ", "A. ", "in in ", "teh ", "goverment ", "colour ", "said ", "he said ", "she said that ", "told ", "according to ",
         "citing ", "Critics say ", "officials ", "who ", "that ", "and ", "but ", "not ", "the ", "Ada Brook ", "Brook ", "TASS ", "Reuters ", "the Courier ",
         "a spokesman for ", "allegedly ", "killed ", "stole ", "refuted ", "as per ", "3 ", "3 million ", "£3 ", "40% ", "on Tuesday ", "2019 ", "Mr. ", "No. ", "U.S. "]
PIECES = MARKDOWN + HTML + MARKS + WORDS


def generated(seed):
    """A shape for each number: its name, and what makes it."""
    dice = random.Random(seed)
    opening, closing = dice.choice(AROUND) if dice.random() < 0.6 else ("", "")
    unit = "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 5)))
    return f"{opening!r}, {unit!r}", within(opening, unit, closing)


# So many generated shapes are counted each time; `--hunt` goes on from there.
GENERATED = 60


def command(bylint, folder, *args):
    """A run on one thread whose exit code tells nothing of the drafts, and that keeps nothing from one run to the next."""
    args = [*args, "--exit-zero"] if args[0] == "check" else args
    # A cache in the folder of the drafts is not used, for whoever writes drafts could write it.
    return [bylint, *args, "--threads", "1"], {"cwd": folder, "env": os.environ | {"XDG_CACHE_HOME": str(folder)}}


def instructions(bylint, folder, *args):
    run, how = command(bylint, folder, *args)
    ran = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *run], capture_output=True, text=True, **how)
    counted = re.search(r"Collected : (\d+)", ran.stderr)
    assert ran.returncode == 0 and counted, f"{run}: {ran.returncode}\n{ran.stderr}"
    return int(counted[1])


def seconds(bylint, folder, *args):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run, how = command(bylint, folder, *args)
    ran = subprocess.run(run, stdout=subprocess.DEVNULL, **how)
    assert ran.returncode == 0, ran
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def given(folder, name, text):
    path = pathlib.Path(folder, name)
    path.write_text(text, newline="")
    return path.name


def check(measure, bylint, text, name=FORMATS["Markdown"]):
    with tempfile.TemporaryDirectory() as folder:
        return measure(bylint, folder, "check", given(folder, name, text))


def check_files(measure, bylint, count):
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            given(folder, f"{number:05}.md", PARAGRAPH)
        return measure(bylint, folder, "check")


# What a newsroom may write into its rules and settings: many phrases, long lists, patterns that match in many ways.
RULE = (pathlib.Path(__file__).parent.parent / "fixtures/substitution.toml").read_text(encoding="utf-8") + "[swap]\n"
EXAMPLES = """
[[bad]]
text = "The council met [[lorem 1 ipsum]] on Monday."

[[good]]
text = "The council met on Monday."
"""


def check_house(measure, bylint, count):
    outlets = [f"Outlet {number}" for number in range(count)]
    facts = [f"the harbour number {number} is shut" for number in range(count)]
    patterns = ["*a" * 20 + str(number) for number in range(min(count // 10, 1000))]
    phrases = "".join(f'"lorem {number} ipsum" = "y"\n' for number in range(count))
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, ".git").mkdir()
        pathlib.Path(folder, "pack").mkdir()
        given(folder, "pack/many-words.toml", RULE + phrases + EXAMPLES)
        settings = f"newsroom.own-outlets = {outlets}\nnewsroom.settled-facts = {facts}\nexclude = {patterns}\nrules.packs = ['pack']\n"
        given(folder, "bylint.toml", settings)
        return measure(bylint, folder, "check", given(folder, "a" * 100 + ".md", PARAGRAPH * 20))


def check_names(key, name, mention):
    """A check with so many names under a key, all of which begin alike, and a tenth as many mentions of such."""

    def check(measure, bylint, count):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, ".git").mkdir()
            listed = [name.replace("%", named(number)) for number in range(count)]
            given(folder, "bylint.toml", f"{key} = {listed}\n")
            draft = "".join(mention.replace("%", named(number)) for number in range(count // 10))
            return measure(bylint, folder, "check", given(folder, "draft.md", draft))

    return check


NAMES = {
    "partners that begin alike": check_names("newsroom.partners", "The News of the %", "According to the News of the World, it rained. "),
    "own outlets that begin alike": check_names("newsroom.own-outlets", "The News of the %", "According to the News of the %, it rained. "),
    "state media that begin alike": check_names("newsroom.state-media", "The News of the %", "According to the News of the World, it rained. "),
    "settled facts that begin alike": check_names("newsroom.settled-facts", "The wall % broke in 2019", "The wall % broke in 2019. "),
}


def check_page(measure, bylint, text):
    with tempfile.TemporaryDirectory() as folder:
        return measure(bylint, folder, "sources", given(folder, "draft.md", text), "--format", "html")


def check_patch(measure, bylint, text):
    with tempfile.TemporaryDirectory() as folder:
        return measure(bylint, folder, "check", given(folder, "draft.md", text), "--fix", "--diff", "--no-cache")


# Shapes whose pages and patches are counted, too.
SHOWN = ["plain news", "question marks", "marks", "opening marks", "quotation on quotation", "nested block quotes", "tags", "misspellings"]


def grown(name, work, small, factor=4):
    """The work of four times the input over that of the input, what nothing costs taken off."""
    nothing, one, four = work(0), work(small), work(factor * small)
    ratio = (four - nothing) / max(one - nothing, 1)
    verdict = "" if ratio <= LIMIT else "  <- grows faster than its input"
    print(f"{name:32} {(four - nothing) / (factor * small):12,.0f} a unit {ratio:8.2f}{verdict}", flush=True)
    return not verdict


def growth(bylint):
    """Whether everything grows with its input and no faster."""
    nothing = check(instructions, bylint, "")
    fine = True
    for name, shape in SHAPES.items():
        work = lambda size: check(instructions, bylint, shape(size)) if size else nothing
        fine &= grown(name, work, 2500)
    for kind in ["MDX", "plain text"]:
        least = check(instructions, bylint, "", FORMATS[kind])
        shapes = {name: SHAPES[name] for name in IN_ALL_FORMATS} | (MDX if kind == "MDX" else {})
        for name, shape in shapes.items():
            work = lambda size: check(instructions, bylint, shape(size), FORMATS[kind]) if size else least
            fine &= grown(f"{kind}, {name}", work, 2500)
    fine &= grown("files", lambda count: check_files(instructions, bylint, count) if count else nothing, 25)
    for seed in range(GENERATED):
        name, shape = generated(seed)
        work = lambda size: check(instructions, bylint, shape(size)) if size else nothing
        fine &= grown(name, work, 2500)
    for what, run in [("page", check_page), ("patch", check_patch)]:
        least = run(instructions, bylint, "")
        for name in SHOWN:
            fine &= grown(f"{what} of {name}", lambda size: run(instructions, bylint, SHAPES[name](size)) if size else least, 2500)
    # The empty house has a configuration, too.
    for name, run in NAMES.items():
        fine &= grown(name, lambda count: run(instructions, bylint, max(count, 1)), 500)
    fine &= grown("phrases and names of the house", lambda count: check_house(instructions, bylint, max(count, 1)), 500)
    return fine


def hunt(bylint):
    """Other generated shapes, by CPU seconds; those that look as if they grew too fast by instructions."""
    for seed in itertools.count(GENERATED):
        name, shape = generated(seed)
        small, large = (check(seconds, bylint, shape(size)) for size in (100_000, 800_000))
        # A run of nothing takes a hundredth of a second.
        if large > 0.4 and large > 10 * max(small, 0.02):
            grown(f"{seed}: {name}", lambda size: check(instructions, bylint, shape(size)), 40_000)
        elif seed % 50 == 0:
            print(f"{seed - GENERATED} shapes", flush=True)


def costs(bylint):
    """Instructions of what people do: a start, news of three lengths, a report of the sources."""
    news = "# Harbour closed\n\n" + PARAGRAPH
    yield "an empty draft", check(instructions, bylint, "")
    yield "one paragraph", check(instructions, bylint, news)
    yield "64 KB of news", check(instructions, bylint, repeated(news, 64_000))
    yield "the project's fixtures", instructions(bylint, ROOT, "check", *sorted(str(path) for path in ROOT.glob("fixtures/**/*.md")))
    yield "forty files", check_files(instructions, bylint, 40)


def record(bylint):
    head = "# Instructions that bylint runs, by callgrind, with one thread. `.ci/growth.py BYLINT --record` writes them anew.\n"
    RECORD.write_text(head + "".join(f"{name}: {count}\n" for name, count in costs(bylint)))
    return True


def cost(bylint):
    recorded = dict(line.rsplit(": ", 1) for line in RECORD.read_text().splitlines() if not line.startswith("#"))
    fine = True
    for name, count in costs(bylint):
        was = int(recorded.pop(name))
        dearer = count > was * ALLOWED
        fine &= not dearer
        print(f"{name:32} {count:15,} recorded {was:15,} {count / was - 1:+7.2%}{'  <- more than 5% dearer' if dearer else ''}")
    assert not recorded, f"recorded, but not measured: {recorded}"
    return fine


def rate(size, spent):
    return f"{spent:.2f} s" + (f", {size / spent / 1e6:.1f} MB/s" if spent > 0.05 else "")


def table_of_sizes(bylint):
    """Tables in Markdown."""
    print("| one draft of news | CPU |\n|---|---|")
    for size in [1_000, 10_000, 100_000, 1_000_000, 5_000_000, 20_000_000]:
        print(f"| {size // 1000:,} KB | {rate(size, check(seconds, bylint, repeated(PARAGRAPH, size)))} |", flush=True)
    print("\n| files of one paragraph | CPU |\n|---|---|")
    for count in [10, 100, 1_000, 5_000]:
        print(f"| {count:,} | {rate(count * len(PARAGRAPH.encode()), check_files(seconds, bylint, count))} |", flush=True)
    print("\n| one draft of | 100 KB | 400 KB | 1,600 KB |\n|---|---|---|---|")
    for name, shape in SHAPES.items():
        spent = [seconds_of(bylint, shape, size) for size in [100_000, 400_000, 1_600_000]]
        print(f"| {name} | {' | '.join(spent)} |", flush=True)
    print("\n| phrases, names and facts of the house | CPU |\n|---|---|")
    for count in [1_000, 10_000, 100_000]:
        print(f"| {count:,} | {check_house(seconds, bylint, count):.2f} s |", flush=True)
    return True


def seconds_of(bylint, shape, size):
    return f"{check(seconds, bylint, shape(size)):.2f} s"


def main():
    ways = {"--cost": cost, "--record": record, "--table": table_of_sizes, "--hunt": hunt}
    bylint = pathlib.Path(sys.argv[1]).resolve()
    way = ways[sys.argv[2]] if len(sys.argv) > 2 else growth
    sys.exit(0 if way(bylint) else 1)


if __name__ == "__main__":
    main()
