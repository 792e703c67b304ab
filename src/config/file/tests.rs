//! Tests of every key of a `bylint.toml`, and of the messages about invalid ones.

use super::*;
use crate::attribution::Newsroom;
use crate::config::{Config, FileSpan, Located};
use crate::config::{FailOn, Layer, Level, OverrideSelector};
use crate::diagnostic::Severity;
use crate::language::HouseSpelling;
use crate::rule::Profile;
use crate::rule::{RuleSelector, RuleSet, hand_made};
use crate::text::Span;
use std::collections::BTreeMap;

const NO_CONDITION: &str = "an override needs `paths`, `front-matter` or both, to say which drafts it applies to";

fn rules() -> RuleSet {
    hand_made(&["sourcing/april-rain", "wording/light-snow"])
}

#[test]
fn every_key_is_parsed() {
    let layer = parse(
        r#"
            fail-on = "error"
            min-severity = "info"
            exclude = ["archive/", "*.txt"]

            [language]
            default = "en-GB"
            spelling = "en-GB-oxford"
            dictionary = ["house.txt"]

            [newsroom]
            own-outlets = ["The Gazette", " Gazette Radio "]
            partners = ["AP"]
            state-media = ["Radio Harbour"]
            settled-facts = ["The dam broke in 2019"]

            [rules]
            profile = "legal"
            packs = ["house"]
            select = ["sourcing", "light-snow"]
            ignore = ["april-rain"]
            never-baselined = ["sourcing"]


            [rules.severity]
            light-snow = "info"
            sourcing = "off"
        "#,
        &rules(),
    );
    let (verb, sourcing) = (RuleSelector::Rule("light-snow".into()), RuleSelector::Family("sourcing".into()));
    let expected = Config {
        newsroom: Newsroom {
            own_outlets: vec!["The Gazette".into(), "Gazette Radio".into()],
            partners: vec!["AP".into()],
            state_media: vec!["Radio Harbour".into()],
        },
        profile: Profile::Legal,
        select: vec![sourcing.clone(), verb.clone()],
        ignore: vec![RuleSelector::Rule("april-rain".into())],
        never_baselined: vec![sourcing.clone()],
        severity: [(verb, Level::Info), (sourcing, Level::Off)].into(),
        fail_on: Some(FailOn::Error),
        min_severity: Some(Severity::Info),
        language: Some("en-GB".into()),
        spelling: HouseSpelling::Oxford,
        settled_facts: vec!["The dam broke in 2019".into()],
    };
    let layer = layer.expect("it is sound");
    assert_eq!(layer.config(), expected);
    let texts = |list: &[Located<String>]| list.iter().map(|located| located.value.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&layer.dictionary), ["house.txt"]);
    assert_eq!(texts(&layer.exclude), ["archive/", "*.txt"]);
}

#[test]
fn the_documented_example_is_valid_and_has_every_key() {
    let page = include_str!("../../../docs/configuration.md");
    let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    assert_eq!(parse(example, &RuleSet::builtin()).map(|layer| layer.config().fail_on), Ok(Some(FailOn::Error)));
    for table in ["", "language.", "newsroom.", "rules."] {
        let errors = parse(&format!("{table}unknown-key = 1"), &rules()).expect_err("an unknown key");
        let known: Vec<_> = errors[0].message.split('`').skip(3).step_by(2).collect();
        assert!(known.len() >= 3, "{errors:?}");
        let own = KEYS.iter().find(|(known, _)| *known == table.trim_end_matches('.')).expect("a known table").1;
        assert!(own.iter().all(|key| known.contains(key)), "{own:?} are not {known:?}");
        assert!(table.is_empty() || own.len() == known.len(), "{own:?} are not {known:?}");
        for key in known {
            let written =
                [format!("\n[[{key}]]"), format!("\n{key} = "), format!("\n[{key}]\n"), format!("\n[rules.{key}]\n")];
            assert!(written.iter().any(|text| format!("\n{example}").contains(text)), "{key}");
        }
    }
}

#[test]
fn no_key_is_required() {
    for text in ["", "\u{feff}", "# a comment\r\n", "[rules]\n[newsroom]\n"] {
        assert_eq!(parse(text, &rules()), Ok(Layer::default()), "{text:?}");
    }
}

fn parse(text: &str, rules: &RuleSet) -> Result<Layer, Vec<ConfigError>> {
    super::parse(text, 0, KnownRules { rules, is_complete: true })
        .map(|steps| steps.into_iter().next().expect("the layer for all drafts").layer)
}

/// The place of every fault is the words in `«»`.
#[test]
fn faults_are_reported_at_their_place() {
    for (text, messages) in [
        ("«fail_on» = 'error'", vec!["unknown key `fail_on`; did you mean `fail-on`?"]),
        ("[rules]\n«slect» = []", vec!["unknown key `slect`; did you mean `select`?"]),
        (
            "[newsroom]\n«owner» = 'x'",
            vec!["unknown key `owner`; expected one of `own-outlets`, `partners`, `state-media`, `settled-facts`"],
        ),
        (
            "[«colour»]\n",
            vec![
                "unknown key `colour`; expected one of `extends`, `newsroom`, `rules`, `fail-on`, `min-severity`, `language`, `exclude`, `cache-dir`, `overrides`",
            ],
        ),
        ("fail-on = «'eror'»", vec!["unknown value `eror`; did you mean `error`?"]),
        ("fail-on = «'no'»", vec!["unknown value `no`; expected one of `error`, `warning`, `info`, `never`"]),
        (
            "rules.severity.light-snow = «'fatal'»",
            vec!["unknown value `fatal`; expected one of `error`, `warning`, `info`, `off`"],
        ),
        ("rules.select = «'sourcing'»", vec!["expected a list, found string \"sourcing\": write `[\"…\"]`"]),
        ("rules = «3»", vec!["expected a table, found integer `3`"]),
        ("language = «1»", vec!["expected a table, found integer `1`"]),
        ("[language]\ndefault = «1»", vec!["expected a string, found integer `1`"]),
        (
            "language.spelling = «'en-AU'»",
            vec!["unknown value `en-AU`; expected one of `en-GB`, `en-US`, `en-GB-oxford`, `majority`"],
        ),
        ("language.dictionary = [«''»]", vec!["a dictionary needs a file name"]),
        ("language.default = «'English'»", vec!["`English` is not a language tag such as `en` or `en-GB`"]),
        (
            "rules.select = ['sourcing', «'wordng'»]\nrules.ignore = [«'light-sno'», «'x'»]",
            vec![
                "no rule or family named `wordng`; did you mean `wording`?",
                "no rule or family named `light-sno`; did you mean `light-snow`?",
                "no rule or family named `x`; run `bylint rules` to list them",
            ],
        ),
        (
            "[rules.severity]\n«light-sonw» = 'off'",
            vec!["no rule or family named `light-sonw`; did you mean `light-snow`?"],
        ),
        ("newsroom.settled-facts = [«' - '», 'x']", vec!["a settled fact needs at least one word"]),
        ("rules.packs = [«''»]", vec!["a pack of rules needs a directory name"]),
        (
            "rules.profile = «'lite'»",
            vec!["unknown value `lite`; expected one of `light`, `standard`, `strict`, `legal`"],
        ),
        ("extends = «3»", vec!["expected a list, found integer `3`"]),
        ("extends = «' '»", vec!["`extends` needs a file name"]),
        ("«overrides» = 'a'", vec!["write `[[overrides]]`, with two brackets"]),
        ("overrides = «3»", vec!["expected a list, found integer `3`"]),
        ("[[overrides]]\n«path» = 'a'", vec!["unknown key `path`; did you mean `paths`?"]),
        ("«[[overrides]]»\nfail-on = 'error'", vec![NO_CONDITION]),
        ("«[[overrides]]»\nfront-matter = {}\nfail-on = 'error'", vec![NO_CONDITION]),
        (
            "[[overrides]]\npaths = [«'a[b'»]\nrules.packs = [«'x'»]\nrules.ignore = [«'x'»]",
            vec![
                "invalid glob: unclosed character class; missing ']'",
                "`packs` is not allowed in an override: it applies to all drafts",
                "no rule or family named `x`; run `bylint rules` to list them",
            ],
        ),
        ("[[overrides]]\nfront-matter.type = «1»", vec!["expected a list, found integer `1`"]),
        ("newsroom.partners = [{ «fiel» = 'x' }]", vec!["unknown key `fiel`; did you mean `file`?"]),
        ("newsroom.partners = [«{}»]", vec!["expected `{ file = \"…\" }`"]),
        ("newsroom.partners = { file = «1» }", vec!["expected a string"]),
        ("newsroom.partners = { file = «''» }", vec!["a list of names needs a file name"]),
        ("fail-on = «3»", vec!["expected one of \"error\", \"warning\", \"info\", \"never\", found integer `3`"]),
        (
            "language = 'en'\nrules.severity.light-snow = «true»",
            vec!["expected one of \"error\", \"warning\", \"info\", \"off\", found `true`"],
        ),
        ("«ignore» = ['x']", vec!["`ignore` belongs under `[rules]`"]),
        ("[rules]\n«fail-on» = 'error'", vec!["`fail-on` belongs at the top of the file, above the first table"]),
        ("[newsroom]\n«spelling» = 'en-GB'", vec!["`spelling` belongs under `[language]`"]),
        ("[«overrides»]\npaths = 'a'", vec!["write `[[overrides]]`, with two brackets"]),
        ("exclude = [«''»]", vec!["invalid glob: it is empty"]),
        ("rules.settings = «3»", vec!["expected a table, found integer `3`"]),
        ("newsroom.partners = [«' '», 'AP']", vec!["an outlet needs a name"]),
        ("language = «'English'»", vec!["`English` is not a language tag such as `en` or `en-GB`"]),
        ("language = «''»", vec!["`` is not a language tag such as `en` or `en-GB`"]),
        ("exclude = [«'a[b'»]", vec!["invalid glob: unclosed character class; missing ']'"]),
        (
            "cache-dir = «'../x'»",
            vec!["`cache-dir` must be a directory inside that of bylint.toml, such as `.cache/bylint`"],
        ),
        ("\u{feff}fail-on = «'é'»", vec!["unknown value `é`; expected one of `error`, `warning`, `info`, `never`"]),
    ] {
        let plain = text.replace(['«', '»'], "");
        let errors = parse(&plain, &rules()).expect_err(text);
        assert_eq!(errors.iter().map(|error| &error.message).collect::<Vec<_>>(), messages, "{text}");
        let mut marked = plain.clone();
        for error in errors.iter().rev() {
            marked.insert(error.span.end, '»');
            marked.insert(error.span.start, '«');
        }
        assert_eq!(marked, text);
    }
}

#[test]
fn invalid_toml_is_reported_once_and_at_its_place() {
    for text in
        ["fail-on = ", "[rules", "a b", "x = 'é\n", "fail-on = 'info'\nfail-on = 'info'", "= 1", "\u{0}", "é = {"]
    {
        let errors = parse(text, &rules()).expect_err(text);
        assert_eq!(errors.len(), 1, "{text:?}");
        assert!(text.get(errors[0].span.range()).is_some(), "{text:?}: {errors:?}");
        assert!(errors[0].message.starts_with(|c: char| !c.is_ascii_uppercase()), "{errors:?}");
    }
}

#[test]
fn overrides_have_selectors_and_settings() {
    let text = "\
        fail-on = 'error'\n\
        [[overrides]]\n\
        paths = 'opinion/'\n\
        front-matter = { type = 'opinion', section = ['Views', 'Letters'] }\n\
        language = 'en-US'\n\
        rules.ignore = ['light-snow']\n\
        [[overrides]]\n\
        paths = ['legal/**', '!legal/notes/']\n\
        [overrides.rules]\n\
        profile = 'legal'\n\
        severity.sourcing = 'error'\n";
    let steps = super::parse(text, 7, KnownRules { rules: &rules(), is_complete: true }).expect("it is sound");
    let [all, opinion, legal] = &steps[..] else { panic!("{steps:?}") };
    assert_eq!((&all.when, all.layer.config().fail_on), (&None, Some(FailOn::Error)));
    let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let front_matter = [("type".into(), owned(&["opinion"])), ("section".into(), owned(&["Views", "Letters"]))];
    let [opinion_when, legal_when] = [opinion, legal].map(|step| step.when.as_ref().expect("an override"));
    let globs = |when: &OverrideSelector| when.paths.iter().map(|located| located.value.clone()).collect::<Vec<_>>();
    assert_eq!((globs(opinion_when), &opinion_when.front_matter), (owned(&["opinion/"]), &front_matter.into()));
    assert_eq!(&text[opinion_when.paths[0].place.span.range()], "'opinion/'");
    assert_eq!(opinion_when.place.file, 7);
    assert!(text[opinion_when.place.span.range()].starts_with("[[overrides]]"));
    let config = opinion.layer.config();
    assert_eq!((config.language.as_deref(), config.ignore.len(), config.fail_on), (Some("en-US"), 1, None));
    let paths = owned(&["legal/**", "!legal/notes/"]);
    assert_eq!((globs(legal_when), &legal_when.front_matter), (paths, &BTreeMap::new()));
    let profile = legal.layer.profile.expect("it says so");
    assert_eq!((profile.value, profile.place.file, &text[profile.place.span.range()]), (Profile::Legal, 7, "'legal'"));
}

#[test]
fn lists_of_the_newsroom_may_name_files() {
    let text = "[newsroom]\npartners = ['AP', { file = 'partners.txt' }, 'AFP']\nstate-media = { file = 'state.txt' }";
    let layer = parse(text, &rules()).expect("it is sound");
    assert_eq!(layer.config().newsroom.partners, ["AP", "AFP"]);
    let place = |path: &str| {
        let start = text.find(path).expect("the path is there") - 1;
        FileSpan { file: 0, span: Span::new(start, start + path.len() + 2) }
    };
    let located = |path: &str| Located { value: path.to_owned(), place: place(path) };
    let files = [(List::Partners, located("partners.txt")), (List::StateMedia, located("state.txt"))];
    assert_eq!(layer.files, files);
}
