//! The training command learns from a small file of annotated sentences, and explains what is wrong with a file that it
//! cannot use.

use bylint::document::{Document, Format};
use bylint::language::{Language, Lexicon};
use bylint::text::Source;
use bylint::unstable::model::{Decoder, Model, ParagraphFeatures};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Cargo builds examples next to the tests.
fn train(gold: &Path, out: &Path) -> Output {
    let tests = std::env::current_exe().expect("a test knows its place");
    let folder = tests.parent().and_then(Path::parent).expect("tests lie in a folder of the target");
    let name = format!("train{}", std::env::consts::EXE_SUFFIX);
    Command::new(folder.join("examples").join(name)).args([gold, out]).output().expect("the example was built")
}

fn gold() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/attribution/sentences.jsonl")
}

#[test]
fn training_learns_cues_and_is_deterministic() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    for out in [&one, &two] {
        let run = train(&gold(), out);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }
    let bytes = std::fs::read(&one).expect("the model was written");
    assert!(bytes == std::fs::read(&two).expect("the model was written"), "the same file gave other bytes");
    let model = Model::parse(&bytes).expect("what was written is a model");
    let mut decoder = Decoder::new(model);
    let source = Source::new("a.txt", "The ministry said the levy would rise.\n\nThe gate is blue.\n".into());
    let document = Document::parse(&source, Format::Plain);
    let lexicon = Lexicon::builtin();
    let language = Language::read(&document, &lexicon);
    let cues: Vec<_> = ParagraphFeatures::all(&document, &language, &lexicon)
        .iter()
        .flat_map(|paragraph| paragraph.cues(&mut decoder, 0).into_iter().map(|cue| cue.tokens.start))
        .collect();
    assert_eq!(cues, [2], "the cue is the third word");
}

#[test]
fn a_broken_line_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let gold = folder.path().join("gold.jsonl");
    std::fs::write(&gold, "\n{\"text\": 3}\n").expect("the file was written");
    let run = train(&gold, &folder.path().join("out"));
    assert!(!run.status.success());
    assert!(String::from_utf8_lossy(&run.stderr).contains("line 2"), "{}", String::from_utf8_lossy(&run.stderr));
}
