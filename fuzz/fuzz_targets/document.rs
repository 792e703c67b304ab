//! Any bytes are a document and have a quotation map: blocks, tokens and quotations lie in the prose, one after the other.
#![no_main]

use bylint::document::{Document, Format};
use bylint::language::{Language, Lexicon};
use bylint::text::Source;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::builtin);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Markdown, Format::Mdx, Format::Plain] {
        let source = Source::new("draft", bytes.to_vec());
        let document = Document::parse(&source, format);
        for block in &document.blocks {
            assert!(document.prose.get(block.prose.range()).is_some());
            assert!(source.text().get(document.span(block.prose.clone()).range()).is_some());
        }
        let language = Language::read(&document, &LEXICON);
        assert!(language.tokens.is_sorted_by_key(|token| token.start));
        assert!(language.quotations.is_sorted_by_key(|quotation| (quotation.block, quotation.tokens.start)));
        for quotation in &language.quotations {
            assert!(!quotation.tokens.is_empty() && quotation.tokens.end.index() <= language.tokens.len());
            assert!(source.text().get(document.span(language.prose(quotation.tokens.clone())).range()).is_some());
        }
    }
});
