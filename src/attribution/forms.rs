//! What the frames see in the forms that an attribution can take, each with many sorts of source, before the model has its say.
//!
//! Each form with each source is listed once. Of a form with all sources and all asides, which nobody would read, a sum is kept, and in it who
//! says what in the end. As with `tests/readings.rs`, no single line is a promise: `BYLINT_RECORD=1 cargo test --lib forms` writes them anew, and the
//! difference shows what a change does.

use super::frame::{Reader, Relation};
use super::newsroom::Names;
use super::{Attribution, Attributions, Newsroom, kept};
use crate::document::{Document, Format};
use crate::language::{Language, Lexicon, Role, Tokens};
use crate::text::Source;
use std::fmt::Write;
use std::ops::Range;

const SOURCES: &[&str] = &[
    "Ada Brook",
    "Brook, 30, of Brackwater,",
    "J. R. Hale Jr.",
    "van der Berg",
    "Ana al-Ruiz",
    "Mayor Ada Brook",
    "Per Lund, who runs the yard,",
    "Per Lund and Ada Brook",
    "the club’s chairman, Per Lund,",
    "a spokesman for the port",
    "the union’s head of pay and pensions",
    "he",
    "one of the officials",
    "officials at the ministry in Brackwater",
    "two people familiar with the deal",
    "some of them",
    "experts",
    "an economist at the old bank on the quay",
    "the council",
    "the Associated Press",
    "Courier reporter Ana Ruiz",
    "the Brackwater Gazette, a daily,",
    "an Irish news site",
    "a 2019 study of 400 boats",
    "the report",
    "a post on X",
    "Ada “Red” Brook",
    "the man they call “Red”",
    "anti-Brook campaigners",
    "Dana Lund-Hale and others",
    "a law professor, Ada Brook, 62,",
];

const ASIDES: &[&str] = &[
    "",
    "on Friday",
    "also",
    "however",
    "last week",
    "in a statement",
    "later on Sunday",
    "not",
    "to the court on Monday",
    "in a long and rather odd letter to",
    "the day after a long and very odd meeting with all of the old members",
    "— to nobody’s surprise —",
    "(again)",
    "through a lawyer, Per Lund,",
];

/// `#` stands for the source, `*` for what stands beside the verb.
const FORMS: &[&str] = &[
    "# said * that the bridge was unsafe.",
    "# * said the bridge was unsafe.",
    "The bridge was unsafe, # said *, and old.",
    "“The bridge is unsafe,” said # *. “We shut it.”",
    "“The bridge,” # told the Courier *, “is unsafe.”",
    "# told Ana Ruiz * the bridge was unsafe.",
    "According to #, the bridge was unsafe *.",
    "The bridge was * unsafe, as per #.",
    "# was quoted * by the Courier as saying the bridge was unsafe.",
    "# was cited * by the old paper of the town as calling the bridge “unsafe”.",
    "# has * denied that the bridge is “unsafe”.",
    "# declined * to say why the bridge was shut.",
    "#’s claim * that the bridge was unsafe was wrong.",
    "It was * reported by # that the bridge was unsafe.",
    "In a letter *, # called the bridge “unsafe” and asked for help.",
    "#, speaking *, warned of delays, adding that the bridge was unsafe.",
    "#: “The bridge is unsafe *.”",
    "The bridge was shut *, citing #.",
    "In the words of #, the bridge is * unsafe.",
    "# believes * the bridge to be unsafe, but hopes that it will hold.",
    "The bridge, which # describes * as “unsafe”, was shut under a law # said was old.",
];

#[test]
fn forms_are_seen_as_they_were() {
    let lexicon = Lexicon::builtin();
    let names = Names::default();
    let mut listing = String::new();
    for (number, source) in SOURCES.iter().enumerate() {
        for (form, words) in FORMS.iter().enumerate() {
            let aside = ASIDES[(number + 2 * form) % ASIDES.len()];
            list(&draft(words, source, aside), &lexicon, &names, &mut listing);
        }
    }
    for form in FORMS {
        let mut all = String::new();
        for (source, aside) in SOURCES.iter().flat_map(|source| ASIDES.iter().map(move |aside| (source, aside))) {
            list(&draft(form, source, aside), &lexicon, &names, &mut all);
        }
        // In one draft, sources are also told apart, and pronouns have somebody to stand for.
        for aside in ASIDES {
            let together: Vec<String> = SOURCES.iter().map(|source| draft(form, source, aside)).collect();
            let (document, language) = read(&together.join("\n\n"), &lexicon);
            let found = Attributions::read(&document, &language, &lexicon, &Newsroom::default());
            let words = |tokens: &Range<u32>| {
                let prose = language.prose(tokens.clone());
                &document.prose[prose.start as usize..prose.end as usize]
            };
            for relation in &found.relations {
                let Attribution { kind, class, route, confidence, form, nested, frame, own, state, venue, at, .. } =
                    relation;
                let said = at.content.iter().map(words).collect::<Vec<_>>();
                let places =
                    [Some(&at.core), Some(&at.cue), at.source.as_ref(), relation.venue_at(), relation.outlet_at()];
                let places = places.map(|place| place.map(words));
                let (speaker, outlet) = (relation.speaker(), relation.outlet());
                let told = (kind, class, route, outlet, confidence, form, nested, frame);
                writeln!(all, "{told:?} {own} {state} {venue:?} {speaker:?} {places:?} {said:?}")
                    .expect("a string takes all");
            }
            writeln!(all, "{:?} {:?}", found.speakers, found.gathered).expect("a string takes all");
        }
        let sum = blake3::hash(all.as_bytes()).to_hex();
        writeln!(listing, "{} {form}", &sum[..16]).expect("a string takes all");
    }
    kept::hold("forms.txt", &listing);
}

/// A draft with a form in it, neither the first sentence of its paragraph nor in the first paragraph, where more is asked.
fn draft(form: &str, source: &str, aside: &str) -> String {
    let sentence = if aside.is_empty() { form.replace(" *", "") } else { form.replace('*', aside) };
    let sentence = sentence.replace('#', source);
    let (first, rest) = sentence.split_at(sentence.chars().next().map_or(0, char::len_utf8));
    format!("It rained.\n\nThe gate was old. {}{rest}", first.to_uppercase())
}

fn read(draft: &str, lexicon: &Lexicon) -> (Document, Language) {
    let document = Document::parse(&Source::new("draft.md", draft.as_bytes().to_vec()), Format::Markdown);
    let language = Language::read(&document, lexicon);
    (document, language)
}

fn list(draft: &str, lexicon: &Lexicon, names: &Names, out: &mut String) {
    let (document, language) = read(draft, lexicon);
    let cursor = Tokens::new(&document, &language, lexicon);
    let words = |tokens: &Range<u32>| {
        let prose = language.prose(tokens.clone());
        &document.prose[prose.start as usize..prose.end as usize]
    };
    let paragraph = &language.paragraphs[1];
    writeln!(out, "# {}", words(&paragraph.tokens)).expect("a string takes all");
    for number in paragraph.sentences.clone() {
        let sentence = language.sentences[number as usize].clone();
        let mut reader = Reader { cursor, sentence, paragraph: paragraph.tokens.clone(), found: Vec::new() };
        reader.read(Role::Copy);
        for Relation { source, cue, head, content, venue, frame, kind, confidence, .. } in reader.found {
            let content: Vec<&str> = content.iter().map(words).collect();
            let content = content.join("” + “");
            write!(out, "{frame:?} {kind:?} {confidence} “{}” {} · “{content}”", words(&cue), head - cue.start)
                .expect("a string takes all");
            if let Some(source) = source {
                let told = cursor.describe(cursor.behind_its_clause(source.clone()), names);
                let name = told.name.as_ref().map_or("", words);
                write!(out, " · “{}” {:?} “{}” “{name}”", words(&source), told.class, words(&told.core))
                    .expect("a string takes all");
            }
            if let Some(venue) = venue {
                let told = cursor.describe_venue(venue.clone(), names);
                write!(out, " · to “{}” {:?} “{}”", words(&venue), told.class, words(&told.core))
                    .expect("a string takes all");
            }
            out.push('\n');
        }
    }
}
