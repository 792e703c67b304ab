//! From the text of a `bylint.toml` to a [`Config`], with the place of every fault.

use super::{Config, FailOn, Level};
use crate::attribution::Newsroom;
use crate::diagnostic::Severity;
use crate::language::HouseSpelling;
use crate::rule::{Named, Profile, RuleSet};
use crate::text::Span;
use ignore::gitignore::GitignoreBuilder;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};

/// A fault in a `bylint.toml`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConfigError {
    /// Where, as bytes of the file.
    pub span: Span,
    /// What is wrong, and what was probably meant.
    pub message: String,
}

/// The file as it is written.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    newsroom: NewsroomTable,
    rules: RulesTable,
    fail_on: Option<FailOn>,
    min_severity: Option<Severity>,
    language: LanguageTable,
    exclude: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct NewsroomTable {
    own_outlets: Vec<Spanned<String>>,
    partners: Vec<Spanned<String>>,
    state_media: Vec<Spanned<String>>,
    settled_facts: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct RulesTable {
    profile: Profile,
    packs: Vec<Spanned<String>>,
    select: Vec<Spanned<String>>,
    ignore: Vec<Spanned<String>>,
    severity: BTreeMap<Spanned<String>, Level>,
    /// Read apart, by the rules that have them: [`super::with_settings`].
    settings: toml::Table,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct LanguageTable {
    default: Option<Spanned<String>>,
    spelling: HouseSpelling,
    dictionary: Vec<Spanned<String>>,
}

pub(super) fn read(text: &str, rules: &RuleSet) -> Result<Config, Vec<ConfigError>> {
    let text = without_mark(text);
    let table = DeTable::parse(&text).map_err(|error| vec![shape_error(&text, &error)])?;
    let file = File::deserialize(Deserializer::from(with_language_table(table)));
    let file = file.map_err(|error| vec![shape_error(&text, &error)])?;
    let mut reader = Reader { rules, errors: Vec::new() };
    let severity = file.rules.severity.iter().filter_map(|(name, &level)| Some((reader.rule(name)?, level))).collect();
    let config = Config {
        newsroom: Newsroom {
            own_outlets: reader.outlets(file.newsroom.own_outlets),
            partners: reader.outlets(file.newsroom.partners),
            state_media: reader.outlets(file.newsroom.state_media),
        },
        profile: file.rules.profile,
        has_settings: !file.rules.settings.is_empty(),
        select: file.rules.select.iter().filter_map(|name| reader.rule(name)).collect(),
        ignore: file.rules.ignore.iter().filter_map(|name| reader.rule(name)).collect(),
        severity,
        fail_on: file.fail_on,
        min_severity: file.min_severity,
        language: file.language.default.map(|tag| reader.language(tag)),
        spelling: file.language.spelling,
        dictionary: file.language.dictionary.into_iter().map(|path| reader.path(path)).collect(),
        settled_facts: reader.facts(file.newsroom.settled_facts),
        exclude: file.exclude.into_iter().map(|pattern| reader.pattern(pattern)).collect(),
    };
    for folder in file.rules.packs.iter().filter(|folder| folder.as_ref().trim().is_empty()) {
        reader.refuse(folder, "a pack of rules needs a folder".to_owned());
    }
    if reader.errors.is_empty() {
        return Ok(config);
    }
    reader.errors.sort_by_key(|error| error.span);
    Err(reader.errors)
}

/// Works on the table that a text is, if it is one.
pub(super) fn table<T>(text: &str, work: impl FnOnce(&DeTable<'_>) -> T) -> Option<T> {
    let text = without_mark(text);
    DeTable::parse(&text).ok().map(|table| work(table.get_ref()))
}

/// A fault in a value that a rule has to read.
pub(super) fn refused_value(span: Range<usize>, message: &str) -> ConfigError {
    ConfigError { span: span.into(), message: reword(message) }
}

/// A byte order mark is Notepad's, not the newsroom's; blanks keep every place where it is.
fn without_mark(text: &str) -> Cow<'_, str> {
    text.strip_prefix('\u{feff}').map_or(Cow::Borrowed(text), |rest| Cow::Owned(format!("   {rest}")))
}

/// `language = "en-GB"` is short for a table that says no more than that.
fn with_language_table(mut table: Spanned<DeTable<'_>>) -> Spanned<DeTable<'_>> {
    if let Some(value) = table.get_mut().get_mut("language")
        && matches!(value.get_ref(), DeValue::String(_))
    {
        let place = value.span();
        let tag = std::mem::replace(value, Spanned::new(place.clone(), DeValue::Boolean(false)));
        let key = Spanned::new(place.clone(), Cow::Borrowed("default"));
        *value = Spanned::new(place, DeValue::Table(DeTable::from_iter([(key, tag)])));
    }
    table
}

/// Takes values over, and keeps what is wrong with them.
struct Reader<'a> {
    rules: &'a RuleSet,
    errors: Vec<ConfigError>,
}

impl Reader<'_> {
    fn rule(&mut self, name: &Spanned<String>) -> Option<Named> {
        match Named::find(name.as_ref(), self.rules) {
            Ok(named) => Some(named),
            Err(unknown) => {
                self.refuse(name, unknown.to_string());
                None
            }
        }
    }

    fn outlets(&mut self, names: Vec<Spanned<String>>) -> Vec<String> {
        for name in names.iter().filter(|name| name.as_ref().trim().is_empty()) {
            self.refuse(name, "an outlet needs a name".to_owned());
        }
        names.into_iter().map(|name| name.into_inner().trim().to_owned()).collect()
    }

    fn facts(&mut self, facts: Vec<Spanned<String>>) -> Vec<String> {
        for fact in facts.iter().filter(|fact| !fact.as_ref().contains(char::is_alphanumeric)) {
            self.refuse(fact, "a settled fact needs words".to_owned());
        }
        facts.into_iter().map(Spanned::into_inner).collect()
    }

    fn language(&mut self, tag: Spanned<String>) -> String {
        let mut parts = tag.as_ref().split('-');
        let language = parts.next().is_some_and(|part| matches!(part.len(), 2 | 3));
        let alphanumeric =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if !language || !tag.as_ref().split('-').all(alphanumeric) {
            self.refuse(&tag, format!("`{}` is not a language tag such as `en` or `en-GB`", tag.as_ref()));
        }
        tag.into_inner()
    }

    fn path(&mut self, path: Spanned<String>) -> String {
        if path.as_ref().trim().is_empty() {
            self.refuse(&path, "a dictionary needs a file".to_owned());
        }
        path.into_inner()
    }

    fn pattern(&mut self, pattern: Spanned<String>) -> String {
        if let Err(error) = GitignoreBuilder::new("").add_line(None, pattern.as_ref()) {
            let error = match error {
                ignore::Error::Glob { err, .. } => err,
                other => other.to_string(),
            };
            self.refuse(&pattern, format!("not a pattern as in `.gitignore`: {error}"));
        }
        pattern.into_inner()
    }

    fn refuse(&mut self, value: &Spanned<String>, message: String) {
        self.errors.push(ConfigError { span: value.span().into(), message });
    }
}

/// What `toml` and `serde` say about text of the wrong shape, in words for people who write neither.
fn shape_error(text: &str, error: &toml::de::Error) -> ConfigError {
    let range = error.span().unwrap_or_default();
    let range = if text.get(range.clone()).is_some() { range } else { 0..0 };
    ConfigError { span: range.into(), message: reword(error.message()) }
}

fn reword(message: &str) -> String {
    for (what, called) in [("unknown field `", "key"), ("unknown variant `", "value")] {
        if let Some((name, known)) = message.strip_prefix(what).and_then(|rest| rest.split_once('`')) {
            return unknown(called, name, known);
        }
    }
    if let Some((found, expected)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        let plain = |words: &str| match words {
            "a sequence" => "a list".to_owned(),
            "a map" => "a table".to_owned(),
            other => other.strip_prefix("struct ").map_or_else(|| other.to_owned(), |_| "a table".to_owned()),
        };
        return format!("expected {}, found {}", plain(expected), plain(found));
    }
    let mut message = message.to_owned();
    if let Some(first) = message.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    message
}

/// `known` is serde's list of what would do, each in backticks.
fn unknown(called: &str, name: &str, known: &str) -> String {
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    let near = known.iter().map(|known| (strsim::osa_distance(name, known), known)).min();
    match near {
        Some((distance, near)) if distance <= 1.max(near.len() / 3) => {
            format!("unknown {called} `{name}`; did you mean `{near}`?")
        }
        _ => format!("unknown {called} `{name}`; known here: `{}`", known.join("`, `")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::hand_made;

    fn rules() -> RuleSet {
        hand_made(&["sourcing/anonymous-source", "wording/loaded-verb"])
    }

    #[test]
    fn every_key_is_read() {
        let config = Config::parse(
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
                select = ["sourcing", "loaded-verb"]
                ignore = ["anonymous-source"]

                [rules.settings.loaded-verb]
                allow = []

                [rules.severity]
                loaded-verb = "info"
                sourcing = "off"
            "#,
            &rules(),
        );
        let (verb, sourcing) = (Named::Rule("loaded-verb".into()), Named::Family("sourcing".into()));
        let expected = Config {
            newsroom: Newsroom {
                own_outlets: vec!["The Gazette".into(), "Gazette Radio".into()],
                partners: vec!["AP".into()],
                state_media: vec!["Radio Harbour".into()],
            },
            profile: Profile::Legal,
            has_settings: true,
            select: vec![sourcing.clone(), verb.clone()],
            ignore: vec![Named::Rule("anonymous-source".into())],
            severity: [(verb, Level::Info), (sourcing, Level::Off)].into(),
            fail_on: Some(FailOn::Error),
            min_severity: Some(Severity::Info),
            language: Some("en-GB".into()),
            spelling: HouseSpelling::Oxford,
            dictionary: vec!["house.txt".into()],
            settled_facts: vec!["The dam broke in 2019".into()],
            exclude: vec!["archive/".into(), "*.txt".into()],
        };
        assert_eq!(config, Ok(expected));
    }

    #[test]
    fn the_documented_example_is_sound_and_has_every_key() {
        let page = include_str!("../../docs/configuration.md");
        let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        assert_eq!(Config::parse(example, &RuleSet::builtin()).map(|config| config.fail_on), Ok(Some(FailOn::Error)));
        for table in ["", "language.", "newsroom.", "rules."] {
            let errors = Config::parse(&format!("{table}unknown-key = 1"), &rules()).expect_err("an unknown key");
            let known: Vec<_> = errors[0].message.split('`').skip(3).step_by(2).collect();
            assert!(known.len() >= 3, "{errors:?}");
            for key in known {
                let written = [format!("\n{key} = "), format!("\n[{key}]\n"), format!("\n[rules.{key}]\n")];
                assert!(written.iter().any(|text| format!("\n{example}").contains(text)), "{key}");
            }
        }
    }

    #[test]
    fn nothing_has_to_be_set() {
        for text in ["", "\u{feff}", "# a comment\r\n", "[rules]\n[newsroom]\n"] {
            assert_eq!(Config::parse(text, &rules()), Ok(Config::default()), "{text:?}");
        }
    }

    /// Every fault is shown at the words in `«»`.
    #[test]
    fn faults_are_told_at_their_place() {
        for (text, messages) in [
            ("«fail_on» = 'error'", vec!["unknown key `fail_on`; did you mean `fail-on`?"]),
            ("[rules]\n«slect» = []", vec!["unknown key `slect`; did you mean `select`?"]),
            (
                "[newsroom]\n«owner» = 'x'",
                vec!["unknown key `owner`; known here: `own-outlets`, `partners`, `state-media`, `settled-facts`"],
            ),
            (
                "[«colour»]\n",
                vec![
                    "unknown key `colour`; known here: `newsroom`, `rules`, `fail-on`, `min-severity`, `language`, `exclude`",
                ],
            ),
            ("fail-on = «'eror'»", vec!["unknown value `eror`; did you mean `error`?"]),
            ("fail-on = «'no'»", vec!["unknown value `no`; known here: `error`, `warning`, `info`, `never`"]),
            (
                "rules.severity.loaded-verb = «'fatal'»",
                vec!["unknown value `fatal`; known here: `error`, `warning`, `info`, `off`"],
            ),
            ("rules.select = «'sourcing'»", vec!["expected a list, found string \"sourcing\""]),
            ("rules = «3»", vec!["expected a table, found integer `3`"]),
            ("language = «1»", vec!["expected a table, found integer `1`"]),
            ("[language]\ndefault = «1»", vec!["expected a string, found integer `1`"]),
            (
                "language.spelling = «'en-AU'»",
                vec!["unknown value `en-AU`; known here: `en-GB`, `en-US`, `en-GB-oxford`, `majority`"],
            ),
            ("language.dictionary = [«''»]", vec!["a dictionary needs a file"]),
            ("language.default = «'English'»", vec!["`English` is not a language tag such as `en` or `en-GB`"]),
            (
                "rules.select = ['sourcing', «'wordng'»]\nrules.ignore = [«'loaded'», «'x'»]",
                vec![
                    "no rule named `wordng`; did you mean `wording`?",
                    "no rule named `loaded`; did you mean `loaded-verb`?",
                    "no rule named `x`",
                ],
            ),
            (
                "[rules.severity]\n«loaded-vreb» = 'off'",
                vec!["no rule named `loaded-vreb`; did you mean `loaded-verb`?"],
            ),
            ("newsroom.settled-facts = [«' - '», 'x']", vec!["a settled fact needs words"]),
            ("rules.packs = [«''»]", vec!["a pack of rules needs a folder"]),
            (
                "rules.profile = «'lite'»",
                vec!["unknown value `lite`; known here: `light`, `standard`, `strict`, `legal`"],
            ),
            ("rules.settings = «3»", vec!["expected a table, found integer `3`"]),
            ("newsroom.partners = [«' '», 'AP']", vec!["an outlet needs a name"]),
            ("language = «'English'»", vec!["`English` is not a language tag such as `en` or `en-GB`"]),
            ("language = «''»", vec!["`` is not a language tag such as `en` or `en-GB`"]),
            (
                "exclude = [«'a{b'»]",
                vec![
                    "not a pattern as in `.gitignore`: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)",
                ],
            ),
            ("\u{feff}fail-on = «'é'»", vec!["unknown value `é`; known here: `error`, `warning`, `info`, `never`"]),
        ] {
            let plain = text.replace(['«', '»'], "");
            let errors = Config::parse(&plain, &rules()).expect_err(text);
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
    fn text_that_is_no_toml_is_told_at_its_place() {
        for text in
            ["fail-on = ", "[rules", "a b", "x = 'é\n", "fail-on = 'info'\nfail-on = 'info'", "= 1", "\u{0}", "é = {"]
        {
            let errors = Config::parse(text, &rules()).expect_err(text);
            assert_eq!(errors.len(), 1, "{text:?}");
            assert!(text.get(errors[0].span.range()).is_some(), "{text:?}: {errors:?}");
            assert!(errors[0].message.starts_with(|c: char| !c.is_ascii_uppercase()), "{errors:?}");
        }
    }
}
