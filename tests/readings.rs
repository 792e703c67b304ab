//! What is read in the drafts that come with the project and in the examples of all rules, layer by layer, as `tests/readings` has it.
//!
//! No single line there is a promise: a change that is meant changes them. Then `BYLINT_RECORD=1 cargo test --test readings` writes them
//! anew, and the difference shows what the change does to a thousand small drafts, wanted or not.

use bylint::attribution::{Attribution, Attributions, Newsroom};
use bylint::document::{Document, Format};
use bylint::language::{Language, Lexicon};
use bylint::rule::RuleSet;
use bylint::text::Source;
use std::fmt::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

#[path = "readings/kept.rs"]
mod kept;

/// A draft that has been read, with the name under which it is listed.
struct Read {
    name: String,
    source: Source,
    document: Document,
    language: Language,
}

impl Read {
    fn new(name: String, text: &str, lexicon: &Lexicon) -> Self {
        let source = Source::new(name.as_str(), text.as_bytes().to_vec());
        let document = Document::parse(&source, Format::Markdown);
        let language = Language::read(&document, lexicon);
        Self { name, source, document, language }
    }

    /// The words of a range of tokens, with marks in place of control characters.
    fn words(&self, tokens: &Range<u32>) -> String {
        let prose = self.language.prose(tokens.clone());
        let text = &self.document.prose[prose.start as usize..prose.end as usize];
        text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
    }
}

fn fixtures(lexicon: &Lexicon) -> Vec<Read> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folders = [root.clone(), root.join("pages"), root.join("speakers")];
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("the folder can be read"));
    let files = files.map(|file| file.expect("its files can be read").path());
    let mut drafts: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    drafts.sort();
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).expect("the draft can be read");
        Read::new(path.file_name().expect("it has a name").to_string_lossy().into(), &text, lexicon)
    };
    drafts.iter().map(read).collect()
}

fn examples(lexicon: &Lexicon) -> Vec<Read> {
    let mut read = Vec::new();
    for rule in RuleSet::builtin().iter() {
        let examples = rule.examples().expect("built-in examples are sound");
        for (number, example) in examples.bad.iter().chain(&examples.good).enumerate() {
            let text = example.text.replace("[[", "").replace("]]", "");
            read.push(Read::new(format!("{} {}", rule.name, number + 1), &text, lexicon));
        }
    }
    read
}

/// Lists each of the drafts in turn, and holds the listing against what is kept, or keeps it.
fn hold(name: &str, list: impl Fn(&Read, &Lexicon, &mut String) -> fmt::Result) {
    let lexicon = Lexicon::builtin();
    let mut listing = String::new();
    for read in fixtures(&lexicon).iter().chain(&examples(&lexicon)) {
        list(read, &lexicon, &mut listing).expect("a string takes all");
    }
    kept::hold(name, &listing);
}

/// Lists things, a line each.
fn each<T: fmt::Debug>(things: &[T], out: &mut String) -> fmt::Result {
    things.iter().try_for_each(|thing| writeln!(out, "  {thing:?}"))
}

#[test]
fn blocks_and_inlines_stand_where_they_stood() {
    hold("document.txt", |read, _, out| {
        let Document { blocks, inlines, directives, front_matter, .. } = &read.document;
        let plain = |text: &str| blocks.len() == 1 && read.document.prose.trim_end() == text.trim_end();
        // Most examples are one plain paragraph, of which there is nothing to tell.
        if plain(read.source.text()) && inlines.is_empty() && directives.is_empty() {
            return Ok(());
        }
        writeln!(out, "# {}\n{front_matter:?}", read.name)?;
        for block in blocks {
            let text = &read.document.prose[block.prose.start as usize..block.prose.end as usize];
            let (kind, span, quote, list) = (block.kind, block.span, block.quote_depth, block.list_depth);
            writeln!(out, "{kind:?} {span:?} {quote} {list} {text:?}")?;
        }
        for inline in inlines {
            writeln!(out, "  {inline:?} {:?}", read.document.span(inline.prose.clone()))?;
        }
        each(directives, out)
    });
}

#[test]
fn sentences_and_quotations_are_read_as_they_were() {
    hold("language.txt", |read, _, out| {
        writeln!(out, "# {}", read.name)?;
        let Language { paragraphs, sentences, quotations, matches, .. } = &read.language;
        for paragraph in paragraphs {
            write!(out, "{:?} {}", paragraph.role, paragraph.start - paragraph.tokens.start)?;
            for sentence in &sentences[paragraph.sentences.start as usize..paragraph.sentences.end as usize] {
                out.push_str(" |");
                for at in sentence.clone() {
                    let quoted = if read.language.tokens[at as usize].quoted() { "”" } else { "" };
                    write!(out, " {}{quoted}", read.words(&(at..at + 1)))?;
                }
            }
            out.push('\n');
        }
        each(quotations, out)?;
        matches.iter().try_for_each(|found| writeln!(out, "  {:?} “{}”", found.list, read.words(&found.tokens)))
    });
}

#[test]
fn who_says_what_is_read_as_it_was() {
    hold("attribution.txt", |read, lexicon, out| {
        let found = Attributions::read(&read.document, &read.language, lexicon, &Newsroom::default());
        writeln!(out, "# {}", read.name)?;
        for relation in &found.relations {
            writeln!(out, "{}", told(read, relation))?;
        }
        each(&found.speakers, out)?;
        each(&found.gathered, out)
    });
}

/// A relation in a line.
fn told(read: &Read, relation: &Attribution) -> String {
    let Attribution { kind, class, route, confidence, form, nested, frame, own, state, venue, at, .. } = relation;
    let (speaker, outlet) = (relation.speaker(), relation.outlet());
    let words = |range: Option<&Range<u32>>| range.map_or_else(|| "–".to_owned(), |range| read.words(range));
    let content: Vec<String> = at.content.iter().map(|range| read.words(range)).collect();
    let flags: Vec<&str> =
        [(*nested, "nested"), (*own, "own"), (*state, "state")].iter().filter(|f| f.0).map(|f| f.1).collect();
    format!(
        "{kind:?} {frame:?} {class:?} {route:?} {confidence} {form} {flags:?} speaker {speaker:?} outlet {outlet:?} at {:?} told {:?} {venue:?}\n  \
         “{}” core “{}” · “{}” head {} · “{}”",
        words(relation.outlet_at()),
        words(relation.venue_at()),
        words(at.source.as_ref()),
        words(Some(&at.core).filter(|core| !core.is_empty())),
        read.words(&at.cue),
        read.words(&(at.head..at.head + 1)),
        content.join("” + “"),
    )
}
