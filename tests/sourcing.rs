//! The HTML page of the sourcing report: what an editor sees, and that a draft cannot do harm in it.

mod common;

use bylint::document::{BlockKind, Document, Format};
use bylint::engine::Context;
use bylint::report::SourcingView;
use bylint::report::html::{self, Findings};
use bylint::text::Source;
use common::LINTER;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use tempfile::TempDir;

const DRAFT: &str = include_str!("../fixtures/red-lines.md");
const HOSTILE: &str = include_str!("../fixtures/pages/hostile.md");
const MARKUP: &str = include_str!("../fixtures/pages/markup.md");

/// The elements that a page may have: none that runs or loads anything.
const ELEMENTS: [&str; 40] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "a",
    "main",
    "article",
    "header",
    "section",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "div",
    "span",
    "svg",
    "rect",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "ol",
    "ul",
    "li",
    "blockquote",
    "mark",
    "em",
    "strong",
    "code",
    "b",
    "br",
    "!doctype",
];

/// Elements without an end tag.
const VOID: [&str; 4] = ["meta", "br", "rect", "!doctype"];

fn page(text: &str, format: Format) -> String {
    let source = Source::new("draft.md", text.into());
    let document = Document::parse(&source, format);
    let context = Context::default();
    let read = LINTER.analyze(&document, &context);
    let sourcing = LINTER.sourcing(&document, &read);
    let outcome = LINTER.lint(&source, &document, &context);
    let shown: Vec<_> = outcome.findings.iter().collect();
    let view = SourcingView { source: &source, document: &document, attributions: &read.attributions, sourcing };
    let findings = Findings { shown: &shown, hidden: 0, suppressed: outcome.suppressed.len(), baselined: 0 };
    html::head("draft.md") + &html::draft(1, &view, &findings) + html::TAIL
}

/// A tag of a page: its element, its attributes as written, and the text after it, up to the next tag.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    text: &'a str,
}

fn tags(page: &str) -> Vec<Tag<'_>> {
    let rest = page.split('<').skip(1);
    let tag = rest.map(|rest| {
        let (tag, text) = rest.split_once('>').expect("each tag ends");
        let (name, attributes) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
        Tag { name, attributes: attributes.trim_end_matches('/'), text }
    });
    tag.collect()
}

/// The attributes of a tag, each with its value.
fn attributes<'a>(tag: &Tag<'a>) -> Vec<(&'a str, &'a str)> {
    let mut parts = tag.attributes.split('"');
    let mut found = Vec::new();
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        found.push((name.trim().trim_end_matches('='), value));
    }
    found
}

fn value<'a>(tag: &Tag<'a>, wanted: &str) -> Option<&'a str> {
    attributes(tag).into_iter().find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// Checks every page: only known elements and attributes, all closed in order, headings without gaps, unique ids, and
/// links only to places on the page or to the web.
fn check_page(page: &str) -> Result<(), String> {
    let mut open = Vec::new();
    let mut level = 0;
    let mut ids = BTreeSet::new();
    let mut links = Vec::new();
    for tag in tags(page) {
        if let Some(name) = tag.name.strip_prefix('/') {
            let last = open.pop();
            if last != Some(name) {
                return Err(format!("</{name}> closes {last:?}"));
            }
            continue;
        }
        let name = tag.name.trim_end_matches('/');
        if name.is_empty() || !ELEMENTS.contains(&name) {
            return Err(format!("an element <{name}>"));
        }
        if !VOID.contains(&name) {
            open.push(name);
        }
        if let Some(next) = name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok()) {
            if next > level + 1 {
                return Err(format!("<{name}> after level {level}"));
            }
            level = next;
        }
        for (attribute, value) in attributes(&tag) {
            match attribute {
                "id" if !ids.insert(value) => return Err(format!("two places named {value}")),
                "href" => links.push(value),
                name if name.starts_with("on") || name == "style" || name == "src" => {
                    return Err(format!("an attribute {name}"));
                }
                _ => {}
            }
        }
    }
    if !open.is_empty() {
        return Err(format!("never closed: {open:?}"));
    }
    for link in links {
        let lower = link.to_lowercase();
        let leads = link.strip_prefix('#').map_or(lower.starts_with("http"), |place| ids.contains(place));
        if !leads {
            return Err(format!("a link to {link}"));
        }
    }
    Ok(())
}

/// The text of the draft on a page, without the numbers and hidden words that the report adds.
fn draft_text(page: &str) -> String {
    let from = page.find("<section class=\"draft\"").expect("a page has the draft");
    let to = page.find("<section class=\"speakers\"").expect("a page has the speakers");
    let mut text = String::new();
    let mut hidden = 0;
    let mut stack = Vec::new();
    for tag in tags(&page[from..to]) {
        let classes = value(&tag, "class").unwrap_or_default();
        let added = ["vh", "num", "who", "out", "notes", "label", "marker"];
        let adds = classes.split(' ').any(|class| added.contains(&class));
        if tag.name == "br" {
            text.push('\n');
        } else if tag.name.starts_with('/') {
            hidden -= usize::from(stack.pop() == Some(true));
        } else {
            stack.push(adds);
            hidden += usize::from(adds);
        }
        if hidden == 0 {
            text.push_str(tag.text);
        }
    }
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(text, |text, (entity, sign)| text.replace(entity, sign))
}

#[test]
fn the_fixture_is_shown_whole_and_judged() {
    let page = page(DRAFT, Format::Markdown);
    check_page(&page).expect("a sound page");
    // TASS is named because one of his statements came through it.
    assert!(page.contains("8 of 12 paragraphs rest on Anselm Krail (Valdoran government spokesperson)."));
    let source = Source::new("red-lines.md", DRAFT.into());
    let document = Document::parse(&source, Format::Markdown);
    let text = draft_text(&page);
    let mut from = 0;
    for block in &document.blocks {
        let words = document.text(block.prose);
        let at = text[from..].find(words).unwrap_or_else(|| panic!("not on the page, or not in its turn: {words}"));
        from += at + words.len();
    }
}

#[test]
fn each_finding_is_in_the_margin_and_at_its_words() {
    let source = Source::new("draft.md", DRAFT.into());
    let document = Document::parse(&source, Format::Markdown);
    let findings = LINTER.lint(&source, &document, &Context::default()).findings;
    let page = page(DRAFT, Format::Markdown);
    assert!(findings.len() > 20);
    for number in 1..=findings.len() {
        assert!(page.contains(&format!("<li id=\"d1-f{number}\"")), "{number} is not in the margin");
        assert!(page.contains(&format!("id=\"d1-m{number}\" href=\"#d1-f{number}\"")), "{number} is not in the draft");
    }
}

#[test]
fn shades_and_marks_hold_the_exact_words() {
    let page = page("Ana Ruiz *said* it. Experts say so & more.\n\nIt rained.", Format::Markdown);
    let shaded = |key: &str| {
        let rest = page.split(&format!("<p><span class=\"p {key}\">")).nth(1);
        rest.and_then(|rest| rest.split("</span>").next()).map(str::to_owned)
    };
    assert_eq!(shaded("firsthand").as_deref(), Some("Ana Ruiz <em>said</em> it."));
    assert_eq!(shaded("nobody").as_deref(), Some("It rained."));
    assert!(page.contains("<span class=\"p collective\"><mark class=\"warning\">Experts</mark>"));
}

#[test]
fn shares_add_up() {
    let page = page(DRAFT, Format::Markdown);
    let tags = tags(&page);
    let bars = tags.iter().filter(|tag| tag.name == "rect");
    let widths = bars.map(|tag| value(tag, "width").expect("a bar has a width").parse::<usize>().expect("a number"));
    assert_eq!(widths.sum::<usize>(), 100);
    let legend =
        page.split("class=\"legend\"").nth(1).and_then(|rest| rest.split("</table>").next()).expect("a legend");
    let cells: Vec<usize> =
        legend.split("<td>").skip(1).filter_map(|cell| cell.split(['%', '<']).next()?.parse().ok()).collect();
    let words = page.split(" words · ").next().and_then(|before| before.rsplit(' ').next()).expect("a number of words");
    assert_eq!(cells.iter().step_by(2).sum::<usize>(), words.parse::<usize>().expect("a number"));
    assert_eq!(cells.iter().skip(1).step_by(2).sum::<usize>(), 100);
}

#[test]
fn a_hostile_draft_is_shown_as_text() {
    for format in [Format::Markdown, Format::Mdx, Format::Plain] {
        let page = page(HOSTILE, format);
        check_page(&page).unwrap_or_else(|fault| panic!("{format:?}: {fault}"));
        assert!(!page.contains(['\u{202e}', '\u{1b}', '\u{7}']), "{format:?}");
        assert!(page.contains("default-src 'none'"));
    }
    let named = html::head("</title><script>");
    assert!(named.contains("<title>&lt;/title&gt;&lt;script&gt; – sourcing report</title>"));
}

#[test]
fn lists_quotes_tables_and_headings_keep_their_structure() {
    let text = "# One\n\n### Deep\n\n1. first\n\n   more\n   - inner\n2. second\n\n> quoted\n\n| a | b |\n|---|---|\n|  | c |\n\nEnd.";
    let page = page(text, Format::Markdown);
    check_page(&page).expect("a sound page");
    let draft =
        page.split("class=\"draft\"").nth(1).and_then(|rest| rest.split("</section>").next()).expect("the draft");
    let mut shape = String::new();
    for tag in tags(draft) {
        let shown = ["h3", "h4", "ul", "li", "/li", "/ul", "blockquote", "/blockquote", "tr", "th", "td"];
        if shown.contains(&tag.name) {
            shape.push_str(tag.name);
            shape.push(' ');
        }
    }
    assert_eq!(shape.trim_end(), "h3 h4 ul li ul li /li /ul /li li /li /ul blockquote /blockquote tr th th tr td td");
    assert!(page.contains("<span class=\"marker\">2.</span>") && page.contains("<td></td>"));
}

#[test]
fn every_kind_of_block_is_shown() {
    let page = page(MARKUP, Format::Markdown);
    check_page(&page).expect("a sound page");
    let text = draft_text(&page);
    for words in [
        "The harbour wall, block by block",
        "a list in a quote",
        "a firm in the next town",
        "seen from a boat",
        "town owns",
    ] {
        assert!(text.contains(words), "{words}");
    }
    assert!(page.contains("<code>n/a</code>") && page.contains("<span class=\"label\">Image: </span>"));
    assert!(page.contains("href=\"https://example.org/survey\""));
}

#[test]
fn plain_text_and_mdx_have_pages() {
    for (text, format, shown) in [
        ("Officials said it was *shut* <b>now</b>.\n\n# no heading", Format::Plain, "it was *shut* <b>now</b>."),
        ("import A from 'a'\n\nOfficials <A>said</A> so.", Format::Mdx, "Officials said so."),
    ] {
        let page = page(text, format);
        check_page(&page).expect("a sound page");
        let read = draft_text(&page);
        assert!(read.contains(shown), "{format:?}: {read}");
        assert!(page.contains("class=\"p collective\""));
    }
}

#[test]
fn findings_outside_blocks_are_listed_above_the_draft() {
    let page = page("---\ntitle: [\n---\n\nIt rained.", Format::Markdown);
    check_page(&page).expect("a sound page");
    assert!(page.contains("About the draft as a whole") && page.contains("<code>broken-front-matter</code>"));
}

#[test]
fn an_empty_draft_has_a_page() {
    let page = page("", Format::Markdown);
    check_page(&page).expect("a sound page");
    assert!(page.contains("The draft has no paragraphs.") && page.contains("Nobody is quoted or cited."));
}

fn bylint(folder: &TempDir, arguments: &str) -> (Option<i32>, String) {
    let mut command = common::bylint();
    let output = command.args(arguments.split_whitespace()).current_dir(folder).output().expect("bylint runs");
    (output.status.code(), String::from_utf8(output.stdout).expect("what is printed is UTF-8"))
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file in it");
    }
    folder
}

#[test]
fn drafts_go_to_one_file_with_the_findings_of_check() {
    let folder = folder(&[("a.md", "Critics say it goes too far."), ("b.txt", "Officials said so.")]);
    assert_eq!(bylint(&folder, "sources --format html --output page.html a.md b.txt"), (Some(0), String::new()));
    let page = fs::read_to_string(folder.path().join("page.html")).expect("the page is there");
    assert_eq!(check_page(&page), Ok(()));
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(page.contains("<title>2 drafts – sourcing report</title>"));
    assert!(page.contains("id=\"d1-f1\"") && page.contains("<code>vague-attribution</code>"));
    assert!(page.contains("id=\"d2-draft\""));
    for threads in ["1", "4"] {
        let again = bylint(&folder, &format!("sources --format html --threads {threads} a.md b.txt"));
        assert_eq!(again, (Some(0), page.clone()));
    }
}

#[test]
fn names_in_a_comment_do_not_become_mentions() {
    let folder = folder(&[("a.md", "Ann Lee | @boss said it goes too far.\n\nMs Lee said so twice.")]);
    let (code, comment) = bylint(&folder, "sources --format markdown a.md");
    assert_eq!(code, Some(0));
    assert!(comment.starts_with("### Sources of a.md\n\n**"), "{comment}");
    assert!(comment.contains("| Source of the words | Words | Share |"), "{comment}");
    assert!(!comment.contains("@boss"), "{comment}");
    assert_eq!(bylint(&folder, "sources --format markdown --explain a.md").0, Some(2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// For any draft, the page is valid, deterministic, and contains the words of every block.
    #[test]
    fn every_page_is_sound(text in "(Ana Ruiz said|officials|it is|according to TASS|reportedly|[“”\"'’.,:;()é漢<>&`*_#~-]|\n\n|\n> |\n- |\n1\\. |\n# |\n#### |\n\\|a\\|b\\|\n\\|-\\|-\\|\n|\\[a\\]\\(https://b\\.c\\)|!\\[x\\]\\(y\\)| ){0,50}") {
        for format in [Format::Markdown, Format::Mdx, Format::Plain] {
            let shown = page(&text, format);
            prop_assert_eq!(check_page(&shown), Ok(()));
            prop_assert_eq!(&shown, &page(&text, format));
            let document = Document::parse(&Source::new("draft.md", text.clone().into()), format);
            let read = draft_text(&shown);
            for block in document.blocks.iter().filter(|block| block.kind != BlockKind::Cell) {
                let words = document.text(block.prose);
                prop_assert!(words.contains('\u{fffc}') || read.contains(words), "{:?} not in {:?}", words, read);
            }
        }
    }
}

/// The outlet is named once if most words of the main source came through it. If it speaks itself, it is a source of
/// its own.
#[test]
fn an_outlet_is_named_where_most_words_came_through_it() {
    let text = "The bridge is shut, Anselm Krail told TASS.\n\nThe gate is open, Krail told TASS.\n\nTASS reported that it rained.";
    let folder = folder(&[("a.md", text)]);
    let table = bylint(&folder, "sources a.md").1;
    let verdict = "2 of 3 paragraphs rest on Anselm Krail, reached through TASS, the Russian state news agency.";
    assert!(table.contains(verdict), "{table}");
    assert!(
        table.contains("  outlet (TASS)  ") && table.contains("\n  TASS          outlet        outlet         "),
        "{table}"
    );
}

/// One statement through an outlet says nothing about the others, so the views say how many came through it.
#[test]
fn the_views_say_how_many_statements_came_through_an_outlet() {
    let text = "The bridge is shut, Anselm Krail told TASS.\n\nKrail said the gate was open.\n\nKrail said it rained.";
    let several = "The bridge is shut, Anselm Krail told TASS.\n\nKrail told Interfax that the gate was open.\n\n\
                   Krail told Interfax that it rained.\n\nKrail said the quay was old.";
    let folder = folder(&[("a.md", text), ("b.md", "Ada Brook said the gate was shut."), ("c.md", several)]);
    let view = |args: &str| bylint(&folder, &format!("sources {args}")).1;
    let table = view("a.md");
    assert!(table.contains("  outlet (TASS): 1 of 3 statements "), "{table}");
    assert!(table.contains("% an outlet or somebody quoted through one"), "{table}");
    let markdown = view("--format markdown a.md");
    assert!(markdown.contains("| outlet \\(TASS\\): 1 of 3 statements |"), "{markdown}");
    let page = view("--format html a.md");
    assert!(page.contains("<td>outlet (TASS): 1 of 3 statements</td>"), "{page}");
    let several = view("c.md");
    assert!(several.contains("  outlets (TASS 1, Interfax 2): 3 of 4 statements "), "{several}");
    assert!(several.contains("rest on Anselm Krail.") && !several.contains("reached through"), "{several}");
    let direct = view("b.md");
    let summary = "1 speaker: 1 person with a name (100%), 1 direct, with no outlet or document mentioned (100%).";
    assert!(direct.contains("  direct  ") && direct.contains(summary), "{direct}");
    assert!(view("--format json b.md").contains("\"route\":\"firsthand\""));
}

/// A source with fewer than a third of the paragraphs is not named in the headline of the report.
#[test]
fn the_verdict_says_if_no_source_dominates() {
    let brook = "Ada Brook, the mayor, said the gate was shut.\n\n";
    let folder = folder(&[
        ("a.md", &format!("{}{}", brook.repeat(2), "The gate is at the quay.\n\n".repeat(5))),
        ("b.md", &format!("{}{}", brook.repeat(2), "The gate is at the quay.\n\n".repeat(4))),
    ]);
    for format in ["human", "markdown", "html"] {
        let few = bylint(&folder, &format!("sources --format {format} a.md")).1;
        assert!(
            few.contains("The draft does not lean on any one source: none carries more than 2 of its 7 paragraphs."),
            "{few}"
        );
        let third = bylint(&folder, &format!("sources --format {format} b.md")).1;
        assert!(third.contains("2 of 6 paragraphs rest on Ada Brook"), "{third}");
    }
}

/// The page explains the terms in its table, and no others.
#[test]
fn the_page_has_a_key_to_classes_and_routes() {
    let folder = folder(&[("a.md", "The mayor said the gate was shut.")]);
    let page = bylint(&folder, "sources --format html a.md").1;
    assert!(page.contains("<td>spokesperson or job title</td><td>direct</td>"), "{page}");
    assert!(page.contains("Class – <b>spokesperson or job title</b>: one person, known by an office"), "{page}");
    assert!(page.contains("Route – <b>direct</b>: the draft mentions no outlet or document in between; a group without names counts only"), "{page}");
    assert!(!page.contains("<b>poll</b>"), "{page}");
    let help = bylint(&folder, "sources --help").1;
    for gloss in ["name withheld: “a person close", "unnamed individual (“a witness”)", "without names: “officials”)"]
    {
        assert!(help.contains(gloss), "{gloss}: {help}");
    }
    assert!(bylint(&folder, "sources --format json a.md").1.contains("\"class\":\"role\""));
}

/// Words with an unclear speaker have the colour of unnamed sources. The legend's text must be true of both.
#[test]
fn the_legend_is_true_of_every_passage() {
    let krail = "The bridge is shut, Anselm Krail told TASS.";
    let folder =
        folder(&[("a.md", &format!("{krail}\n\n32 percent said they had seen it.\n\nAda Brook said it rained."))]);
    let page = bylint(&folder, "sources --format html a.md").1;
    for told in [
        "An unnamed source, or a speaker who is unclear",
        "Another news outlet, or somebody whom the draft quotes through one, even once",
        "The draft does not lean on any one source: each carries at most one of its 3 paragraphs.",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
}

/// A label at a quotation mark names only its line.
#[test]
fn a_mark_is_not_quoted_in_the_margin() {
    let folder = folder(&[("a.md", "“We can talk,\" she said.")]);
    let page = bylint(&folder, "sources --format html a.md").1;
    assert!(page.contains("<span class=\"also\">the opening mark: line 1</span>"), "{page}");
}

/// `--explain` lists the attributions that the table counts, and says why others are left out.
#[test]
fn the_explained_list_has_all_that_the_table_counts() {
    let folder = folder(&[("a.md", DRAFT)]);
    let list = bylint(&folder, "sources --explain a.md").1;
    let json: serde_json::Value =
        serde_json::from_str(&bylint(&folder, "sources --format json a.md").1).expect("it is JSON");
    for speaker in json["files"][0]["speakers"].as_array().expect("a list") {
        let name = speaker["name"].as_str().expect("each has a name");
        let theirs = format!("; speaker: {name}");
        let rest = |line: &str| line.split_once(&*theirs).map(|(_, rest)| rest.to_owned());
        let theirs = list.lines().filter_map(rest).filter(|rest| rest.is_empty() || rest.starts_with(", as elsewhere"));
        assert_eq!(Some(theirs.count() as u64), speaker["statements"].as_u64(), "{name}: {list}");
    }
    let [refuted, said] = ["  44:85 “have refuted”: The Val", "  44:118 “said”: The Val"].map(|line| list.find(line));
    assert!(refuted.is_some() && refuted < said, "{list}");
    assert!(list.contains("; speaker: The Valdoran authorities, as elsewhere in this sentence\n"), "{list}");
    assert!(list.contains("“as per”: AP (") && list.contains("; another outlet's words, but bylint"), "{list}");
    assert!(list.contains("; speaker unclear: probably Anselm Krail, but bylint is not sure enough"), "{list}");
    assert!(list.contains("“Asked”: no source named ("), "{list}");
    assert!(list.contains("bylint lists no speaker: “has voiced dismay at” may describe a view"), "{list}");
    let page = bylint(&folder, "sources --format html a.md").1;
    assert!(page.contains("title=\"bylint is not sure who says this: probably Anselm Krail\""), "{page}");
    assert!(page.contains("<p class=\"facts\">A paragraph rests on a source, and the source carries it, if"), "{page}");
    assert!(!page.contains("<td>0%</td>"), "{page}");
    assert!(bylint(&folder, "sources --help").1.contains("\n  stance        somebody takes a side"));
}

/// No speaker is named if the draft does not make clear who speaks; JSON has `null`.
#[test]
fn every_view_shows_unclear_speakers() {
    let text =
        "Ada Brook said the gate was shut. 32 percent said they had seen it. The ministry knew that the dam was old.";
    let folder = folder(&[("a.md", text)]);
    let view = |args: &str| bylint(&folder, &format!("sources {args} a.md")).1;
    let table = view("");
    assert!(
        table.contains("\n  (speaker unclear)  unknown       unknown           1             0           1\n"),
        "{table}"
    );
    assert!(!table.contains("32 percent") && !table.contains("ministry"), "{table}");
    assert!(table.contains("1 speaker: 1 person with a name (100%)"), "{table}");
    let markdown = view("--format markdown");
    assert!(markdown.contains("\n| \\(speaker unclear\\) | unknown | unknown | 1 | 0 | 1 |\n"), "{markdown}");
    let page = view("--format html");
    assert!(page.contains("<tr id=\"d1-unclear\">") && page.contains("href=\"#d1-unclear\""), "{page}");
    let json: serde_json::Value = serde_json::from_str(&view("--format json")).expect("it is JSON");
    let speakers: Vec<_> =
        json["files"][0]["attributions"].as_array().expect("a list").iter().map(|a| a["speaker"].clone()).collect();
    assert_eq!(speakers, [serde_json::json!(0), serde_json::Value::Null, serde_json::Value::Null]);
}

/// The rule about single-source stories agrees with the list of speakers.
#[test]
fn a_single_source_is_the_only_speaker_that_sources_lists() {
    let story = "The quay at Aldmoor will close in June, Mr Lund, who runs the port, said on Tuesday.\n\nPeter Lund said the quay had \
                 sunk by a hand’s breadth since the winter and that no crane could stand on it. The board met twice in April to look at \
                 the drawings, Mr Lund said, and both times it sent the engineers back to the drawing board.\n\n“We have run out of ways to \
                 patch it,” he said. “Each spring we pour in concrete, and each winter the sea takes it.”\n\nThe boats will have to land \
                 their catch at Brackwater, an hour to the south. Lund said the port would pay for the lorries until the new quay is \
                 ready. The quay was built by the army and handed to the town after the war. For decades it held the coal that the islands \
                 burned. The last collier left on a wet morning, and a brass band played on the quay. The cranes were sold to a yard \
                 across the water, and the rails were taken up. A row of lamps still stands along the edge.";
    let found = |more: &str| {
        let folder = folder(&[("a.md", &format!("{story}\n\n{more}\n"))]);
        let json: serde_json::Value =
            serde_json::from_str(&bylint(&folder, "sources --format json a.md").1).expect("it is JSON");
        let speakers = json["files"][0]["speakers"].as_array().map(Vec::len);
        (speakers, bylint(&folder, "check --format json a.md").1.contains("single-source-story"))
    };
    assert_eq!(found(""), (Some(1), true));
    assert_eq!(found("In the town, 32 percent said they would leave."), (Some(1), true));
    assert_eq!(found("The ministry knew that the quay had sunk."), (Some(1), true));
    assert_eq!(found("Experts said the quay could be mended."), (Some(2), true));
    assert_eq!(found("Marta Quill, who speaks for the crews, said she had not been asked."), (Some(2), false));
}
