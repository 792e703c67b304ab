//! How fast drafts are read, layer by layer, with plain Markdown parsing as the yardstick. `document`, `language` and `attribution`
//! are measured each for itself; `sources` is the first three in turn, `check` all of it: what is left of it are the rules.
//!
//! Reads the drafts of the folder in `BYLINT_DRAFTS`, or else the draft that comes with the project.

use bylint::attribution::Attributions;
use bylint::document::{Document, Format};
use bylint::engine::{Context, Engine};
use bylint::language::{Language, Lexicon};
use bylint::text::Source;
use divan::Bencher;
use divan::counter::BytesCount;
use std::hint::black_box;
use std::path::Path;
use std::sync::LazyLock;

fn main() {
    divan::main();
}

static LINTER: LazyLock<Engine> = LazyLock::new(Engine::builtin);

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::builtin);

static DRAFTS: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let mut drafts = Vec::new();
    match std::env::var_os("BYLINT_DRAFTS") {
        Some(folder) => collect(Path::new(&folder), &mut drafts),
        None => drafts.push(Source::new("red-lines.md", include_bytes!("../fixtures/red-lines.md").to_vec())),
    }
    assert!(!drafts.is_empty(), "the folder in BYLINT_DRAFTS holds no Markdown");
    drafts
});

fn collect(folder: &Path, drafts: &mut Vec<Source>) {
    let entries = std::fs::read_dir(folder).expect("the folder in BYLINT_DRAFTS can be read");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("its entries can be read").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, drafts);
        } else if path.extension().is_some_and(|end| end == "md") {
            let bytes = std::fs::read(&path).expect("the draft can be read");
            drafts.push(Source::new(path.to_string_lossy(), bytes));
        }
    }
}

fn bytes() -> BytesCount {
    BytesCount::new(DRAFTS.iter().map(|draft| draft.text().len()).sum::<usize>())
}

#[divan::bench]
fn markdown_alone(bencher: Bencher<'_, '_>) {
    bencher
        .counter(bytes())
        .bench(|| DRAFTS.iter().map(|draft| pulldown_cmark::Parser::new(draft.text()).count()).sum::<usize>());
}

#[divan::bench]
fn document(bencher: Bencher<'_, '_>) {
    bencher
        .counter(bytes())
        .bench(|| DRAFTS.iter().for_each(|draft| drop(black_box(Document::parse(draft, Format::Markdown)))));
}

#[divan::bench]
fn language(bencher: Bencher<'_, '_>) {
    let documents: Vec<_> = DRAFTS.iter().map(|draft| Document::parse(draft, Format::Markdown)).collect();
    bencher
        .counter(bytes())
        .bench(|| documents.iter().for_each(|document| drop(black_box(Language::read(document, &LEXICON)))));
}

#[divan::bench]
fn attribution(bencher: Bencher<'_, '_>) {
    let newsroom = Context::default().newsroom;
    let read = |draft| {
        let document = Document::parse(draft, Format::Markdown);
        let language = Language::read(&document, &LEXICON);
        (document, language)
    };
    let drafts: Vec<_> = DRAFTS.iter().map(read).collect();
    bencher.counter(bytes()).bench(|| {
        for (document, language) in &drafts {
            black_box(Attributions::read(document, language, &LEXICON, &newsroom));
        }
    });
}

#[divan::bench]
fn sources(bencher: Bencher<'_, '_>) {
    let context = Context::default();
    bencher.counter(bytes()).bench(|| {
        for draft in DRAFTS.iter() {
            black_box(LINTER.analyze(&Document::parse(draft, Format::Markdown), &context));
        }
    });
}

#[divan::bench]
fn check(bencher: Bencher<'_, '_>) {
    let context = Context::default();
    bencher.counter(bytes()).bench(|| {
        for draft in DRAFTS.iter() {
            black_box(LINTER.lint(draft, &Document::parse(draft, Format::Markdown), &context));
        }
    });
}

#[divan::bench]
fn start_up() -> Engine {
    Engine::builtin()
}
