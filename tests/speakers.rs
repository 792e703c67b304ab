//! Coreference: the drafts in `fixtures/speakers/`, in which each mention of a source is annotated with its speaker.
//!
//! Next to each draft is a TOML file with its mentions in the order of the draft: a name for the speaker (chosen by the
//! annotator), and words of the draft in which brackets mark the mention.

mod common;

use bylint::analysis::DraftAnalysis;
use bylint::attribution::{Attributions, SourceClass};
use bylint::document::{Document, Format};
use bylint::engine::Context;
use bylint::text::Source;
use common::LINTER;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gold {
    mentions: Vec<(String, String)>,
}

/// An annotated mention, and the speaker that the analysis gives its source, if it finds one.
struct Mention {
    gold: String,
    words: String,
    read: Option<usize>,
}

fn drafts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/speakers");
    let entries = fs::read_dir(folder).expect("the fixtures are a folder").map(|entry| entry.expect("readable").path());
    let mut drafts: Vec<_> = entries.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    drafts.sort();
    drafts
}

/// The range of the words in brackets, searched from `from`, the end of the previous mention.
fn mention_range(prose: &str, from: usize, words: &str) -> Range<usize> {
    let open = words.find('[').unwrap_or_else(|| panic!("no mention in {words:?}"));
    let close = words.find(']').unwrap_or_else(|| panic!("no end of the mention in {words:?}"));
    let plain = words.replace(['[', ']'], "");
    let at = from + prose[from..].find(&plain).unwrap_or_else(|| panic!("the draft has lost {words:?}"));
    at + open..at + close - 1
}

fn analyze_mentions(path: &Path) -> (Vec<Mention>, Document, Attributions) {
    let source = Source::new(path.display().to_string(), fs::read(path).expect("a draft is readable"));
    let document = Document::parse(&source, Format::Markdown);
    let DraftAnalysis { language, attributions: read, .. } = LINTER.analyze(&document, &Context::default());
    let marks = fs::read_to_string(path.with_extension("toml")).expect("each draft has its mentions");
    let gold: Gold = toml::from_str(&marks).expect("mentions are TOML of this shape");
    let mut from = 0;
    let mentions = gold.mentions.into_iter().map(|(gold, words)| {
        let at = mention_range(&document.prose, from, &words);
        from = at.end;
        // The innermost source: a phrase that contains another source is the wider one.
        let sources =
            read.attributions.iter().filter_map(|relation| Some((relation.source(&language)?, relation.speaker())));
        let over = sources.filter(|(s, _)| s.start.index() < at.end && at.start < s.end.index());
        let read = over.min_by_key(|(s, _)| s.end - s.start).and_then(|(_, speaker)| speaker);
        Mention { gold, words, read }
    });
    (mentions.collect(), document, read)
}

/// Pairs each annotated speaker with a found one, those with most common mentions first.
fn pair_speakers(mentions: &[Mention]) -> BTreeMap<&str, usize> {
    let mut common = BTreeMap::new();
    for mention in mentions {
        if let Some(speaker) = mention.read {
            *common.entry((mention.gold.as_str(), speaker)).or_insert(0) += 1;
        }
    }
    let mut by_count: Vec<_> = common.into_iter().collect();
    by_count.sort_by_key(|&(pair, count)| (std::cmp::Reverse(count), pair));
    let mut taken = BTreeSet::new();
    let mut pairs = BTreeMap::new();
    for ((gold, speaker), _) in by_count {
        if !pairs.contains_key(gold) && taken.insert(speaker) {
            pairs.insert(gold, speaker);
        }
    }
    pairs
}

#[test]
#[expect(clippy::print_stdout, reason = "shown with --nocapture, so that the wrong ones can be read while all is well")]
fn nine_of_ten_mentions_have_the_right_speaker() {
    let (mut all, mut wrong) = (0, Vec::new());
    let drafts = drafts();
    assert_eq!(drafts.len(), 13, "a draft was added or lost: say so here");
    for path in drafts {
        let name = path.file_stem().expect("a draft has a name").to_string_lossy().into_owned();
        let (mentions, _, read) = analyze_mentions(&path);
        let pairs = pair_speakers(&mentions);
        all += mentions.len();
        for mention in &mentions {
            if mention.read.is_none() || pairs.get(mention.gold.as_str()) != mention.read.as_ref() {
                let with = mention.read.map_or("nobody", |speaker| &read.speakers[speaker].name);
                wrong.push(format!("{name}: {} is {}, put with {with}", mention.words, mention.gold));
            }
        }
    }
    let right = all - wrong.len();
    println!("{right} of {all} mentions right; wrong:\n{}", wrong.join("\n"));
    assert!(10 * right >= 9 * all, "{right} of {all} mentions right; wrong:\n{}", wrong.join("\n"));
}

#[test]
fn no_speaker_is_shown_as_a_pronoun() {
    for path in drafts() {
        let (_, _, read) = analyze_mentions(&path);
        for speaker in &read.speakers {
            let first = speaker.name.split(' ').next().unwrap_or_default().to_lowercase();
            assert!(!["he", "she", "they", "it", "who"].contains(&first.as_str()), "{}: {speaker:?}", path.display());
        }
    }
}

#[test]
fn organisations_are_distinguished_from_persons_and_outlets() {
    use SourceClass::{Institution, NamedPerson, Outlet};
    for (draft, expected) in [
        (
            "Sky News reported that the owner had fled.\n\nThe company, Northgrain, said all alarms had been tested.\n\nIt \
             denied that the store was full.",
            &[("Sky News", Outlet, 1), ("Northgrain", Institution, 2)][..],
        ),
        (
            "Sky News reported that the owner had fled.\n\nThe company said all alarms had been tested.",
            &[("Sky News", Outlet, 1), ("The company", Institution, 1)],
        ),
        (
            "TASS reported that the owner had fled.\n\nThe agency said all alarms had been tested.",
            &[("TASS", Outlet, 2)],
        ),
        ("France said the plan was wrong.", &[("France", Institution, 1)]),
        (
            "Senator Nora Israel said the plan was wrong.\n\nIsrael said it would fail.",
            &[("Nora Israel", NamedPerson, 2)],
        ),
        ("Northgrain, the company that owns the store, said the alarms worked.", &[("Northgrain", Institution, 1)]),
        ("Bo Lund, a member of the club, said the alarms worked.", &[("Bo Lund", NamedPerson, 1)]),
        ("The club, Selby Town, said it was sad.", &[("Selby Town", Institution, 1)]),
        ("The club’s owner, Ada Brook, said it was sad.", &[("Ada Brook", NamedPerson, 1)]),
    ] {
        let document = Document::parse(&Source::new("draft.md", draft.into()), Format::Markdown);
        let read = LINTER.analyze(&document, &Context::default()).attributions;
        let speakers = read.speakers.iter().map(|speaker| (speaker.name.as_str(), speaker.class, speaker.statements));
        assert_eq!(speakers.collect::<Vec<_>>(), expected, "{draft}");
    }
}
