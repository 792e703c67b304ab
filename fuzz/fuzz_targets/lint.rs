//! Any bytes are a draft: linting it with all rules does not panic, and every span is a place in it.
#![no_main]

use bylint::analysis::DraftAnalysis;
use bylint::document::Format;
use bylint::text::ProseRange;
use bylint_fuzz::{CONTEXT, LINTER, lint};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Markdown, Format::Mdx, Format::Plain] {
        let document = lint(bytes.to_vec(), format).document;
        let prose = |range: ProseRange| {
            assert!(document.prose.get(range.range()).is_some(), "{range:?} is no place in the prose");
        };
        let DraftAnalysis { language, attributions, .. } = LINTER.analyze(&document, &CONTEXT);
        attributions.speakers.into_iter().for_each(|speaker| prose(speaker.first));
        for relation in attributions.attributions {
            prose(relation.cue(&language));
            relation.source(&language).into_iter().chain(relation.content(&language)).for_each(prose);
        }
    }
});
