//! Attributions: the source, cue, content, class, route and speaker found in sentences of each form.

mod common;

use bylint::analysis::DraftAnalysis;
use bylint::attribution::{DOUBTFUL, TokenAttribution};
use bylint::document::{Document, Format};
use bylint::engine::Context;
use bylint::language::Quotation;
use bylint::text::Source;
use common::LINTER;
use std::fmt::Write as _;
use std::ops::Range;

/// The attributions of a draft that are sure enough to be shown, each as "source | cue | content | class, route",
/// followed by the outlet of the route, and by the speaker if the source names them differently.
fn describe_all(draft: &str) -> Vec<String> {
    let source = Source::new("draft.md", draft.into());
    let document = Document::parse(&source, Format::Markdown);
    let analysis = LINTER.analyze(&document, &Context::default());
    let shown = analysis.attributions.attributions.iter().filter(|attribution| attribution.confidence >= DOUBTFUL);
    shown.map(|attribution| describe(&document, &analysis, attribution)).collect()
}

fn describe(document: &Document, analysis: &DraftAnalysis, attribution: &TokenAttribution) -> String {
    let DraftAnalysis { language, attributions, .. } = analysis;
    let words = |prose: Range<u32>| &document.prose[prose.start as usize..prose.end as usize];
    let source = attribution.source(language).map_or("–", words);
    let content: Vec<&str> = attribution.content(language).map(words).collect();
    let (class, route) = (attributions.class_of(attribution), attribution.route);
    let mut line =
        format!("{source} | {} | {} | {class:?}, {route:?}", words(attribution.cue(language)), content.join(" … "));
    if let Some(outlet) = attribution.outlet() {
        let _ = write!(line, " via {outlet}");
    }
    if let Some(speaker) = attributions.speaker_of(attribution).map(|number| &attributions.speakers[number].name)
        && speaker != source
    {
        let _ = write!(line, ", is {speaker}");
    }
    line
}

/// The quotations of a draft, each as "quotation: speaker".
fn quotation_speakers(draft: &str) -> Vec<String> {
    let source = Source::new("draft.md", draft.into());
    let document = Document::parse(&source, Format::Markdown);
    let DraftAnalysis { language, attributions, .. } = LINTER.analyze(&document, &Context::default());
    let speaker = |number: usize| {
        let speaker = attributions.of_quotation(number).and_then(TokenAttribution::speaker);
        speaker.map_or("–", |speaker| &attributions.speakers[speaker].name)
    };
    let quotations = language.quotations.iter().enumerate();
    let words = |quotation: &Quotation| {
        let prose = language.prose(quotation.tokens.clone());
        &document.prose[prose.start as usize..prose.end as usize]
    };
    quotations.map(|(number, quotation)| format!("{}: {}", words(quotation), speaker(number))).collect()
}

#[track_caller]
fn check(draft: &str, expected: &[&str]) {
    assert_eq!(describe_all(draft), expected, "{draft}");
}

#[test]
fn frames_with_the_source_before_the_content() {
    check(
        "Ada Brook said on Friday that the bridge was unsafe.",
        &["Ada Brook | said | that the bridge was unsafe | NamedPerson, Firsthand"],
    );
    check(
        "Mayor Ada Brook also said the bridge was unsafe.",
        &["Mayor Ada Brook | also said | the bridge was unsafe | NamedPerson, Firsthand, is Ada Brook"],
    );
    check(
        "The union’s head of pay told Ana Ruiz the bridge was unsafe.",
        &["The union’s head of pay | told | the bridge was unsafe | Role, Firsthand"],
    );
    check(
        "The council has denied that the bridge is “unsafe”.",
        &["The council | has denied | that the bridge is “unsafe” | Institution, Firsthand"],
    );
    check(
        "The council declined to say why the bridge was shut.",
        &["The council | declined to say | why the bridge was shut | Institution, Firsthand"],
    );
    check(
        "Ada Brook believes the bridge to be unsafe.",
        &["Ada Brook | believes | the bridge to be unsafe | NamedPerson, Firsthand"],
    );
    check(
        "Per Lund, speaking on Monday, warned of delays, adding that the bridge was unsafe.",
        &[
            "Lund | warned of | delays | NamedPerson, Firsthand, is Per Lund",
            "Lund | adding | that the bridge was unsafe | NamedPerson, Firsthand, is Per Lund",
        ],
    );
    check(
        "The company said in a statement that it would pay.",
        &["The company | said in a statement | that it would pay | Institution, Firsthand"],
    );
    check(
        "In a letter to the court, Ada Brook called the bridge “unsafe” and asked for help.",
        &[
            "Ada Brook | called | the bridge “unsafe” | NamedPerson, Firsthand",
            "Ada Brook | asked for | help | NamedPerson, Firsthand",
        ],
    );
    check(
        "Police confirmed that a man was arrested.",
        &["Police | confirmed | that a man was arrested | Institution, Firsthand"],
    );
    check(
        "Ada Brook, 62, tweeted: “The bridge is unsafe.”",
        &["Ada Brook, 62 | tweeted: | “The bridge is unsafe.” | NamedPerson, Firsthand, is Ada Brook"],
    );
    check(
        "The ministry announced that the bridge would open in May.",
        &["The ministry | announced | that the bridge would open in May | Institution, Firsthand"],
    );
    check(
        "The port’s chairman, Per Lund, insisted that the bridge was safe.",
        &["The port’s chairman, Per Lund | insisted | that the bridge was safe | NamedPerson, Firsthand, is Per Lund"],
    );
}

#[test]
fn frames_with_the_source_after_the_content() {
    check(
        "The bridge was unsafe, a spokesman for the port said.",
        &["a spokesman for the port | said | The bridge was unsafe | Role, Firsthand"],
    );
    check(
        "“The bridge is unsafe,” said Per Lund. “We shut it.”",
        &["Per Lund | said | “The bridge is unsafe,” … “We shut it.” | NamedPerson, Firsthand"],
    );
    check("Said Ada Brook: “It is shut.”", &["Ada Brook | Said | “It is shut.” | NamedPerson, Firsthand"]);
    check(
        "“The bridge,” Per Lund told the Courier, “is unsafe.”",
        &["Lund | told | “The bridge,” … “is unsafe.” | NamedPerson, Firsthand, is Per Lund"],
    );
    check("“It is shut” – Per Lund, chairman", &["Per Lund | – | “It is shut” | NamedPerson, Firsthand"]);
}

#[test]
fn frames_without_a_verb_of_saying() {
    check(
        "According to the council, the bridge was unsafe.",
        &["the council | According to | the bridge was unsafe | Institution, Firsthand"],
    );
    check(
        "The bridge was unsafe, as per the report.",
        &["the report | as per | The bridge was unsafe | Document, Document"],
    );
    check(
        "The council’s claim that the bridge was unsafe was wrong.",
        &["The council’s | claim | that the bridge was unsafe was wrong | Institution, Firsthand"],
    );
    check(
        "It was reported by the Associated Press that the bridge was unsafe.",
        &[
            "the Associated Press | was reported | It … that the bridge was unsafe | Outlet, Outlet via Associated Press",
        ],
    );
    check(
        "The port shut the bridge on Monday, citing an engineer’s report.",
        &["– | citing | an engineer’s report | None, Unknown"],
    );
    check(
        "The man was accused of stealing a boat.",
        &["– | was accused of | The man … stealing a boat | None, Unknown"],
    );
}

#[test]
fn classes_of_sources() {
    check(
        "Two people familiar with the deal said the bridge would be sold.",
        &["Two people familiar with the deal | said | the bridge would be sold | Anonymous, Firsthand"],
    );
    check("Experts say the bridge is unsafe.", &["Experts | say | the bridge is unsafe | VagueGroup, Firsthand"]);
    check(
        "Some of the officials said the bridge was unsafe.",
        &["Some of the officials | said | the bridge was unsafe | Collective, Firsthand"],
    );
    check(
        "Officials at the ministry in Brackwater said the bridge would open in May.",
        &["Officials at the ministry in Brackwater | said | the bridge would open in May | Collective, Firsthand"],
    );
    check(
        "A witness, who gave only her first name, said the boat sank.",
        &[
            "A witness, who gave only her first name | said | the boat sank | UnnamedIndividual, Firsthand, is A witness",
        ],
    );
    check(
        "A law professor, Ada Brook, said the sale was “a gift to the bank”.",
        &[
            "A law professor, Ada Brook | said | the sale was “a gift to the bank” | NamedPerson, Firsthand, is Ada Brook",
        ],
    );
    check(
        "One official said the bridge would be sold.",
        &["One official | said | the bridge would be sold | Anonymous, Firsthand"],
    );
    check(
        "A passer-by said the bridge had shaken.",
        &["A passer-by | said | the bridge had shaken | UnnamedIndividual, Firsthand"],
    );
    check("Residents say the bridge shakes.", &["Residents | say | the bridge shakes | UnnamedIndividual, Firsthand"]);
}

#[test]
fn routes_of_words() {
    check(
        "Local media reported that the bridge was shut.",
        &["Local media | reported | that the bridge was shut | UnnamedOutlet, Outlet via Local media"],
    );
    check(
        "Reuters reported that a source close to the board said the pump had failed.",
        &[
            "Reuters | reported | that a source close to the board said the pump had failed | Outlet, Outlet via Reuters",
            "a source close to the board | said | the pump had failed | Anonymous, Outlet via Reuters",
        ],
    );
    check(
        "The Brackwater Gazette reported on Monday that the bridge was shut.",
        &["The Brackwater Gazette | reported | that the bridge was shut | Outlet, Outlet via Brackwater Gazette"],
    );
    check(
        "Ada Brook told the BBC that the bridge was unsafe.",
        &["Ada Brook | told | that the bridge was unsafe | NamedPerson, Outlet via BBC"],
    );
    check(
        "The Associated Press reported that Per Lund had said the bridge was safe.",
        &[
            "The Associated Press | reported | that Per Lund had said the bridge was safe | Outlet, Outlet via Associated Press",
        ],
    );
    check(
        "The bridge will be shut, Reuters reported, citing two officials.",
        &[
            "Reuters | reported | The bridge will be shut | Outlet, Outlet via Reuters",
            "Reuters | citing | two officials | Outlet, Outlet via Reuters",
        ],
    );
    check(
        "A 2019 study of 400 boats found that half of them leak.",
        &["A 2019 study of 400 boats | found | that half of them leak | Study, Document"],
    );
    check(
        "A poll by the Courier found that nine of ten want the bridge.",
        &["A poll by the Courier | found | that nine of ten want the bridge | Poll, Document"],
    );
    check("The report says the bridge is unsafe.", &["The report | says | the bridge is unsafe | Document, Document"]);
    check(
        "Court documents show that the bridge was sold in 2019.",
        &["Court documents | show | that the bridge was sold in 2019 | Document, Document"],
    );
    check(
        "Data from the ministry show that nine bridges are shut.",
        &["Data from the ministry | show | that nine bridges are shut | Document, Document"],
    );
}

#[test]
fn speakers_across_sentences() {
    check(
        "Ada Brook told the Courier that the bridge was unsafe. She said it would be shut.",
        &[
            "Ada Brook | told | that the bridge was unsafe | NamedPerson, Firsthand",
            "She | said | it would be shut | NamedPerson, Firsthand, is Ada Brook",
        ],
    );
    check(
        "Ada Brook chairs the council. “The bridge is unsafe,” she said.",
        &["she | said | “The bridge is unsafe,” | NamedPerson, Firsthand, is Ada Brook"],
    );
    check(
        "Per Lund runs the yard. The spokesman for the port disagreed. “It is safe,” the spokesman said.",
        &["the spokesman | said | “It is safe,” | Role, Firsthand"],
    );
    check(
        "Ada Brook and Per Lund spoke on Monday. “It is safe,” Brook said. Lund said it was not.",
        &[
            "Brook | said | “It is safe,” | NamedPerson, Firsthand, is Ada Brook",
            "Lund | said | it was not | NamedPerson, Firsthand, is Per Lund",
        ],
    );
    check(
        "Ada Brook, the mayor, said the bridge was unsafe. The mayor added that it would be shut.",
        &[
            "Ada Brook, the mayor | said | the bridge was unsafe | NamedPerson, Firsthand, is Ada Brook",
            "The mayor | added | that it would be shut | Role, Firsthand, is Ada Brook",
        ],
    );
    check(
        "The company said it would pay. It said the delay was short.",
        &[
            "The company | said | it would pay | Institution, Firsthand",
            "It | said | the delay was short | Institution, Firsthand, is The company",
        ],
    );
    check("She said the bridge was unsafe.", &["She | said | the bridge was unsafe | Unknown, Unknown"]);
}

#[test]
fn quotations_have_their_speakers() {
    for (draft, expected) in [
        (
            "“The bridge is unsafe,” Ada Brook said. Per Lund laughed. “It is safe.”",
            &["“The bridge is unsafe,”: Ada Brook", "“It is safe.”: –"][..],
        ),
        (
            "“It is safe,” said Per Lund. “It is not,” Ada Brook said.",
            &["“It is safe,”: Per Lund", "“It is not,”: Ada Brook"],
        ),
        (
            "“They told us ‘it is safe’,” Ada Brook said.",
            &["“They told us ‘it is safe’,”: Ada Brook", "‘it is safe’: Ada Brook"],
        ),
        ("Ada Brook chairs the council. “It is unsafe,” she said.", &["“It is unsafe,”: Ada Brook"]),
    ] {
        assert_eq!(quotation_speakers(draft), expected, "{draft}");
    }
}

#[test]
fn drafts_in_other_languages_have_no_attributions() {
    for (draft, language) in [
        ("Der Bürgermeister sagte am Montag, dass die Brücke nicht sicher sei und bald geschlossen werde.", "German"),
        ("Le maire a déclaré lundi que le pont n’était pas sûr et qu’il serait bientôt fermé au public.", "French"),
        ("El alcalde dijo el lunes que el puente no era seguro y que pronto sería cerrado al público.", "Spanish"),
    ] {
        let source = Source::new("draft.md", draft.repeat(3).into());
        let document = Document::parse(&source, Format::Markdown);
        let outcome = LINTER.lint(&source, &document, &Context::default());
        assert_eq!(outcome.not_english.as_deref(), Some(language), "{draft}");
        assert_eq!(describe_all(draft), [""; 0], "{draft}");
    }
}
