//! Attributions: the source, cue, content, class, route and speaker found in sentences of each form.

mod common;

use bylint::analysis::DraftAnalysis;
use bylint::attribution::{DOUBTFUL, Newsroom, TokenAttribution};
use bylint::document::{Document, Format};
use bylint::engine::Context;
use bylint::language::Quotation;
use bylint::text::{ProseRange, Source};
use common::LINTER;
use std::fmt::Write as _;

/// The attributions of a draft that are sure enough to be shown, each in the notation of [`describe`].
fn describe_all(draft: &str, context: &Context) -> Vec<String> {
    let source = Source::new("draft.md", draft.into());
    let document = Document::parse(&source, Format::Markdown);
    let analysis = LINTER.analyze(&document, context);
    let shown = analysis.attributions.attributions.iter().filter(|attribution| attribution.confidence >= DOUBTFUL);
    shown.map(|attribution| describe(&document, &analysis, attribution)).collect()
}

/// An attribution as "source | cue | content | kind, frame | class, route". After the route follow the outlet that the words
/// came through, the addressee with its class, the flags that are set, and the speaker if the source names them differently.
fn describe(document: &Document, analysis: &DraftAnalysis, attribution: &TokenAttribution) -> String {
    let DraftAnalysis { language, attributions, .. } = analysis;
    let words = |prose: ProseRange| document.text(prose);
    let source = attribution.source(language).map_or("–", words);
    let cue = words(attribution.cue(language));
    let content: Vec<&str> = attribution.content(language).map(words).collect();
    let content = content.join(" … ");
    let TokenAttribution { kind, frame, route, nested, own, state, .. } = *attribution;
    let class = attributions.class_of(attribution);
    let mut line = format!("{source} | {cue} | {content} | {kind:?}, {frame:?} | {class:?}, {route:?}");
    if let Some(outlet) = attribution.outlet() {
        let _ = write!(line, " via {outlet}");
    }
    if let Some(class) = attribution.addressee {
        let addressee = attribution.addressee_at().map_or("–", |at| words(language.prose(at)));
        let _ = write!(line, ", to {addressee} ({class:?})");
    }
    for (flag, name) in [(nested, "nested"), (own, "own"), (state, "state")] {
        if flag {
            let _ = write!(line, ", {name}");
        }
    }
    match attributions.speaker_of(attribution).map(|number| &attributions.speakers[number].name) {
        Some(speaker) if speaker == source => {}
        Some(speaker) => {
            let _ = write!(line, ", is {speaker}");
        }
        None => line.push_str(", no speaker"),
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
    let words = |quotation: &Quotation| document.text(language.prose(quotation.tokens));
    quotations.map(|(number, quotation)| format!("{}: {}", words(quotation), speaker(number))).collect()
}

#[track_caller]
fn check(draft: &str, expected: &[&str]) {
    assert_eq!(describe_all(draft, &Context::default()), expected, "{draft}");
}

#[test]
fn frames_with_the_source_before_the_content() {
    check(
        "Ada Brook said on Friday that the bridge was unsafe.",
        &["Ada Brook | said | that the bridge was unsafe | Speech, SaidThat | NamedPerson, Firsthand"],
    );
    check(
        "Mayor Ada Brook also said the bridge was unsafe.",
        &[
            "Mayor Ada Brook | also said | the bridge was unsafe | Speech, SaidThat | NamedPerson, Firsthand, is Ada Brook",
        ],
    );
    check(
        "The union’s head of pay told Ana Ruiz the bridge was unsafe.",
        &[
            "The union’s head of pay | told | the bridge was unsafe | Speech, Told | Role, Firsthand, to Ana Ruiz (NamedPerson)",
        ],
    );
    check(
        "The council has denied that the bridge is “unsafe”.",
        &["The council | has denied | that the bridge is “unsafe” | Speech, SaidThat | Institution, Firsthand"],
    );
    check(
        "The council declined to say why the bridge was shut.",
        &["The council | declined to say | why the bridge was shut | Speech, SaidThat | Institution, Firsthand"],
    );
    check(
        "Ada Brook believes the bridge to be unsafe.",
        &["Ada Brook | believes | the bridge to be unsafe | Thought, SaidThat | NamedPerson, Firsthand, no speaker"],
    );
    check(
        "Jens Lund warned of delays.",
        &["Jens Lund | warned of | delays | Speech, SaidThat | NamedPerson, Firsthand"],
    );
    check(
        "The company said in a statement that it would pay.",
        &["The company | said in a statement | that it would pay | Speech, SaidThat | Institution, Firsthand"],
    );
    check(
        "In a letter to the court, Ada Brook called the bridge “unsafe”.",
        &["Ada Brook | called | the bridge “unsafe” | Speech, SaidThat | NamedPerson, Firsthand"],
    );
    check(
        "Police confirmed that a man was arrested.",
        &["Police | confirmed | that a man was arrested | Speech, SaidThat | Institution, Firsthand"],
    );
    check(
        "Ada Brook, 62, tweeted: “The bridge is unsafe.”",
        &[
            "Ada Brook, 62 | tweeted: | “The bridge is unsafe.” | Speech, SaidThat | NamedPerson, Firsthand, is Ada Brook",
        ],
    );
    check(
        "The ministry announced that the bridge would open in May.",
        &["The ministry | announced | that the bridge would open in May | Speech, SaidThat | Institution, Firsthand"],
    );
    check(
        "The port’s chairman, Per Lund, insisted that the bridge was safe.",
        &[
            "The port’s chairman, Per Lund | insisted | that the bridge was safe | Speech, SaidThat | NamedPerson, Firsthand, is Per Lund",
        ],
    );
}

#[test]
fn frames_with_the_source_after_the_content() {
    check(
        "The bridge was unsafe, a spokesman for the port said.",
        &["a spokesman for the port | said | The bridge was unsafe | Speech, SaidAfter | Role, Firsthand"],
    );
    check(
        "“The bridge is unsafe,” said Per Lund. “We shut it.”",
        &["Per Lund | said | “The bridge is unsafe,” … “We shut it.” | Speech, SaidBy | NamedPerson, Firsthand"],
    );
    check(
        "Said Ada Brook: “It is shut.”",
        &["Ada Brook | Said | “It is shut.” | Speech, SaidBy | NamedPerson, Firsthand"],
    );
    check(
        "“The bridge,” Jens Lund told the BBC, “is unsafe.”",
        &[
            "Jens Lund | told | “The bridge,” … “is unsafe.” | Speech, SaidAfter | NamedPerson, Outlet via BBC, to the BBC (Outlet)",
        ],
    );
    check(
        "“It is shut” – Per Lund, chairman",
        &["Per Lund | – | “It is shut” | Speech, Colon | NamedPerson, Firsthand"],
    );
}

#[test]
fn frames_without_a_verb_of_saying() {
    check(
        "According to the council, the bridge was unsafe.",
        &["the council | According to | the bridge was unsafe | Speech, AccordingTo | Institution, Firsthand"],
    );
    check(
        "The bridge was unsafe, as per the report.",
        &["the report | as per | The bridge was unsafe | Speech, AccordingTo | Document, Document, no speaker"],
    );
    check(
        "There was no answer to the council’s claim that the bridge was unsafe.",
        &["the council’s | claim | that the bridge was unsafe | Speech, Nominal | Institution, Firsthand, no speaker"],
    );
    check(
        "The sale was first reported by the Associated Press.",
        &[
            "the Associated Press | was first reported by | The sale | Speech, PassiveBy | Outlet, Outlet via Associated Press",
        ],
    );
    check(
        "The bridge will be shut, Jens Lund said, adding that it was unsafe.",
        &[
            "Jens Lund | said | The bridge will be shut | Speech, SaidAfter | NamedPerson, Firsthand",
            "Jens Lund | adding | that it was unsafe | Speech, Participle | NamedPerson, Firsthand",
        ],
    );
    check(
        "The man was accused of stealing a boat.",
        &["– | was accused of | The man … stealing a boat | Agentless, Passive | None, Unknown, no speaker"],
    );
}

#[test]
fn classes_of_sources() {
    check(
        "Two people familiar with the deal said the bridge would be sold.",
        &[
            "Two people familiar with the deal | said | the bridge would be sold | Speech, SaidThat | Anonymous, Firsthand",
        ],
    );
    check(
        "Experts say the bridge is unsafe.",
        &["Experts | say | the bridge is unsafe | Speech, SaidThat | VagueGroup, Firsthand"],
    );
    check(
        "Some of the officials said the bridge was unsafe.",
        &["Some of the officials | said | the bridge was unsafe | Speech, SaidThat | Collective, Firsthand"],
    );
    check(
        "Officials at the ministry in Brackwater said the bridge would open in May.",
        &[
            "Officials at the ministry in Brackwater | said | the bridge would open in May | Speech, SaidThat | Collective, Firsthand",
        ],
    );
    check(
        "A witness, who gave only her first name, said the boat sank.",
        &[
            "A witness, who gave only her first name | said | the boat sank | Speech, SaidThat | UnnamedIndividual, Firsthand, is A witness",
        ],
    );
    check(
        "A law professor, Ada Brook, said the sale was “a gift to the bank”.",
        &[
            "A law professor, Ada Brook | said | the sale was “a gift to the bank” | Speech, SaidThat | NamedPerson, Firsthand, is Ada Brook",
        ],
    );
    check(
        "One official said the bridge would be sold.",
        &["One official | said | the bridge would be sold | Speech, SaidThat | Anonymous, Firsthand"],
    );
    check(
        "A passer-by said the bridge had shaken.",
        &["A passer-by | said | the bridge had shaken | Speech, SaidThat | UnnamedIndividual, Firsthand"],
    );
    check(
        "Residents say the bridge shakes.",
        &["Residents | say | the bridge shakes | Speech, SaidThat | UnnamedIndividual, Firsthand"],
    );
}

#[test]
fn routes_of_words() {
    check(
        "Local media reported that the bridge was shut.",
        &[
            "Local media | reported | that the bridge was shut | Speech, SaidThat | UnnamedOutlet, Outlet via Local media",
        ],
    );
    check(
        "Reuters reported that a source close to the board said the pump had failed.",
        &[
            "Reuters | reported | that a source close to the board said the pump had failed | Speech, SaidThat | Outlet, Outlet via Reuters",
            "a source close to the board | said | the pump had failed | Speech, SaidThat | Anonymous, Outlet via Reuters",
        ],
    );
    check(
        "The Brackwater Gazette reported on Monday that the bridge was shut.",
        &[
            "The Brackwater Gazette | reported | that the bridge was shut | Speech, SaidThat | Outlet, Outlet via Brackwater Gazette",
        ],
    );
    check(
        "Ada Brook told the BBC that the bridge was unsafe.",
        &[
            "Ada Brook | told | that the bridge was unsafe | Speech, Told | NamedPerson, Outlet via BBC, to the BBC (Outlet)",
        ],
    );
    check(
        "The Associated Press reported that Jens Lund said the bridge was safe.",
        &[
            "The Associated Press | reported | that Jens Lund said the bridge was safe | Speech, SaidThat | Outlet, Outlet via Associated Press",
            "Jens Lund | said | the bridge was safe | Speech, SaidThat | NamedPerson, Outlet via Associated Press",
        ],
    );
    check(
        "The bridge will be shut, Reuters reported on Friday.",
        &["Reuters | reported | The bridge will be shut | Speech, SaidAfter | Outlet, Outlet via Reuters"],
    );
    check(
        "A 2019 study of 400 boats showed that half of them leak.",
        &["A 2019 study of 400 boats | showed | that half of them leak | Document, SaidThat | Study, Document"],
    );
    check(
        "A poll by the Courier showed that nine of ten want the bridge.",
        &["A poll by the Courier | showed | that nine of ten want the bridge | Document, SaidThat | Poll, Document"],
    );
    check(
        "The report says the bridge is unsafe.",
        &["The report | says | the bridge is unsafe | Speech, SaidThat | Document, Document"],
    );
    check(
        "Court documents show that the bridge was sold in 2019.",
        &["Court documents | show | that the bridge was sold in 2019 | Document, SaidThat | Document, Document"],
    );
    check(
        "Data from the ministry show that nine bridges are shut.",
        &["Data from the ministry | show | that nine bridges are shut | Document, SaidThat | Document, Document"],
    );
}

#[test]
fn attributions_inside_the_content_of_others_are_nested() {
    check(
        "Ada Brook said that Jens Lund said the bridge was unsafe.",
        &[
            "Ada Brook | said | that Jens Lund said the bridge was unsafe | Speech, SaidThat | NamedPerson, Firsthand",
            "Jens Lund | said | the bridge was unsafe | Speech, SaidThat | NamedPerson, Firsthand, nested",
        ],
    );
    check(
        "Ada Brook said the bridge was unsafe, and Jens Lund said it was not.",
        &[
            "Ada Brook | said | the bridge was unsafe | Speech, SaidThat | NamedPerson, Firsthand",
            "Jens Lund | said | it was not | Speech, SaidThat | NamedPerson, Firsthand",
        ],
    );
}

#[test]
fn outlets_as_addressees() {
    check(
        "Two officials told Reuters that the bridge would be shut.",
        &[
            "Two officials | told | that the bridge would be shut | Speech, Told | Collective, Outlet via Reuters, to Reuters (Outlet)",
        ],
    );
    check(
        "Jens Lund told TASS on Monday that the bridge was safe.",
        &[
            "Jens Lund | told | that the bridge was safe | Speech, Told | NamedPerson, Outlet via TASS, to TASS (Outlet), state",
        ],
    );
    check(
        "TASS reported that the bridge was shut.",
        &["TASS | reported | that the bridge was shut | Speech, SaidThat | Outlet, Outlet via TASS, state"],
    );
}

#[test]
fn the_newsroom_and_its_partners_are_marked_as_own() {
    let context = Context {
        newsroom: Newsroom {
            own_outlets: vec!["Brackwater Gazette".to_owned()],
            partners: vec!["AP".to_owned()],
            state_media: vec!["Radio Valdora".to_owned()],
        },
        ..Context::default()
    };
    for (draft, expected) in [
        (
            "Ada Brook told the Brackwater Gazette that the bridge was unsafe.",
            "Ada Brook | told | that the bridge was unsafe | Speech, Told | NamedPerson, Firsthand, to the Brackwater Gazette (OwnNewsroom), own",
        ),
        (
            "Ada Brook told the AP that the bridge was unsafe.",
            "Ada Brook | told | that the bridge was unsafe | Speech, Told | NamedPerson, Firsthand via Associated Press, to the AP (Outlet), own",
        ),
        (
            "The AP reported that the bridge was unsafe.",
            "The AP | reported | that the bridge was unsafe | Speech, SaidThat | Outlet, Firsthand via Associated Press, own",
        ),
        (
            "Radio Valdora reported that the bridge was shut.",
            "Radio Valdora | reported | that the bridge was shut | Speech, SaidThat | Outlet, Outlet via Radio Valdora, state",
        ),
        (
            "Ada Brook told Reuters that the bridge was unsafe.",
            "Ada Brook | told | that the bridge was unsafe | Speech, Told | NamedPerson, Outlet via Reuters, to Reuters (Outlet)",
        ),
    ] {
        assert_eq!(describe_all(draft, &context), [expected], "{draft}");
    }
}

#[test]
fn speakers_across_sentences() {
    check(
        "Ada Brook said that the bridge was unsafe. She said it would be shut.",
        &[
            "Ada Brook | said | that the bridge was unsafe | Speech, SaidThat | NamedPerson, Firsthand",
            "She | said | it would be shut | Speech, SaidThat | NamedPerson, Firsthand, is Ada Brook",
        ],
    );
    check(
        "Ada Brook chairs the council. “The bridge is unsafe,” she said.",
        &["she | said | “The bridge is unsafe,” | Speech, SaidAfter | NamedPerson, Firsthand, is Ada Brook"],
    );
    check(
        "Per Lund runs the yard. The spokesman for the port disagreed. “It is safe,” the spokesman said.",
        &["the spokesman | said | “It is safe,” | Speech, SaidAfter | Role, Firsthand"],
    );
    check(
        "Ada Brook and Per Lund spoke on Monday. “It is safe,” Brook said. Lund said it was not.",
        &[
            "Brook | said | “It is safe,” | Speech, SaidAfter | NamedPerson, Firsthand, is Ada Brook",
            "Lund | said | it was not | Speech, SaidThat | NamedPerson, Firsthand, is Per Lund",
        ],
    );
    check(
        "Ada Brook, the mayor, said the bridge was unsafe. The mayor added that it would be shut.",
        &[
            "Ada Brook, the mayor | said | the bridge was unsafe | Speech, SaidThat | NamedPerson, Firsthand, is Ada Brook",
            "The mayor | added | that it would be shut | Speech, SaidThat | Role, Firsthand, is Ada Brook",
        ],
    );
    check(
        "The company said it would pay. It said the delay was short.",
        &[
            "The company | said | it would pay | Speech, SaidThat | Institution, Firsthand",
            "It | said | the delay was short | Speech, SaidThat | Institution, Firsthand, is The company",
        ],
    );
    check(
        "“The bridge is safe and we will keep it open,” said Ada Brook, who added it was not for sale.",
        &[
            "Ada Brook, who added it was not for sale | said | “The bridge is safe and we will keep it open,” | Speech, SaidBy | NamedPerson, Firsthand, is Ada Brook",
            "who | added | it was not for sale | Speech, SaidThat | NamedPerson, Firsthand, is Ada Brook",
        ],
    );
    check(
        "She said the bridge was unsafe.",
        &["She | said | the bridge was unsafe | Speech, SaidThat | Unknown, Unknown, no speaker"],
    );
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
        let draft = draft.repeat(3);
        let source = Source::new("draft.md", draft.as_str().into());
        let document = Document::parse(&source, Format::Markdown);
        let outcome = LINTER.lint(&source, &document, &Context::default());
        assert_eq!(outcome.not_english.as_deref(), Some(language), "{draft}");
        assert_eq!(describe_all(&draft, &Context::default()), [""; 0], "{draft}");
    }
}
