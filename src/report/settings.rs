//! The settings that apply to a draft, in the form of a `bylint.toml`, with the origin of each value.

use super::sanitize::{self, path};
use super::table::padding;
use super::tally::counted;
use crate::config::{FailOn, FileSpan, Layer, Level, List, Located};
use crate::language::HouseSpelling;
use crate::rule::{Profile, RuleSelector};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// The widest value that counts for the alignment of the origins, in columns. The origin of a wider value is further right.
const WIDEST: usize = 60;

/// The origin of a value that no file sets.
const DEFAULT: &str = "default";

/// A line of the output, and the origin of its value.
struct SettingLine {
    text: String,
    origin: Option<String>,
}

/// The settings that apply to the draft `name`. `written` formats the position of a value. `list_file` is the name of the list
/// file that contains a position, if any. The entries of a list file are counted but not shown: a pull request could name any
/// file of the repository as one.
#[must_use]
pub fn settings(
    name: &str,
    layer: &Layer,
    written: impl Fn(FileSpan) -> String,
    list_file: impl Fn(FileSpan) -> Option<String>,
) -> String {
    let mut page = SettingsPage { lines: Vec::new(), written: &written, list_file: &list_file };
    page.whole(layer);
    page.language(layer);
    page.newsroom(layer);
    page.rules(layer);
    let width = page.lines.iter().map(|line| line.text.width()).filter(|&width| width <= WIDEST).max();
    let width = width.unwrap_or_default();
    let mut text = format!("# Settings for {}, and where each one comes from\n", path(name));
    for SettingLine { text: said, origin } in page.lines {
        let _ = match origin {
            Some(origin) => writeln!(text, "{}{}  # {}", path(&said), padding(&said, width), path(&origin)),
            None => writeln!(text, "{}", path(&said)),
        };
    }
    text
}

struct SettingsPage<'a> {
    lines: Vec<SettingLine>,
    written: &'a dyn Fn(FileSpan) -> String,
    list_file: &'a dyn Fn(FileSpan) -> Option<String>,
}

impl SettingsPage<'_> {
    fn whole(&mut self, layer: &Layer) {
        self.one("fail-on", layer.fail_on.as_ref(), Some(FailOn::default()), |level| word(fail_on(*level)));
        self.one("min-severity", layer.min_severity.as_ref(), None, |least| word(least.as_str()));
        self.list("exclude", &layer.exclude, |pattern| quoted(pattern));
        self.one("cache-dir", layer.cache_dir.as_ref(), None, |folder| quoted(folder));
    }

    fn language(&mut self, layer: &Layer) {
        self.table("language");
        self.one("default", layer.language.as_ref(), None, |tag| quoted(tag));
        self.one("spelling", layer.spelling.as_ref(), Some(HouseSpelling::default()), |kept| word(spelling(*kept)));
        self.list("dictionary", &layer.dictionary, |file| quoted(file));
    }

    fn newsroom(&mut self, layer: &Layer) {
        self.table("newsroom");
        for list in List::ALL {
            self.list(list.key(), &layer.newsroom[list], |name| quoted(name));
        }
    }

    fn rules(&mut self, layer: &Layer) {
        self.table("rules");
        self.one("profile", layer.profile.as_ref(), Some(Profile::default()), |profile| word(profile.name()));
        self.list("packs", &layer.packs, |folder| quoted(folder));
        let named = |named: &RuleSelector| quoted(named.as_str());
        self.list("select", layer.select.as_deref().unwrap_or_default(), named);
        self.list("ignore", &layer.ignore, named);
        self.list("never-baselined", layer.never_baselined.as_deref().unwrap_or_default(), named);
        if !layer.severity.is_empty() {
            self.table("rules.severity");
        }
        for (named, said) in &layer.severity {
            self.one(named.as_str(), Some(said), None, |said| word(level(*said)));
        }
        if !layer.settings.is_empty() {
            self.table("rules.settings");
        }
        for ((rule, key), said) in &layer.settings {
            self.one(&format!("{rule}.{key}"), Some(said), None, Clone::clone);
        }
    }

    fn table(&mut self, name: &str) {
        self.lines.push(SettingLine { text: String::new(), origin: None });
        self.lines.push(SettingLine { text: format!("[{name}]"), origin: None });
    }

    /// Appends a key with one value; nothing if it has neither a value nor a default.
    fn one<T>(&mut self, key: &str, said: Option<&Located<T>>, default: Option<T>, show: impl Fn(&T) -> String) {
        let line = match (said, default) {
            (Some(said), _) => (show(&said.value), (self.written)(said.place)),
            (None, Some(value)) => (show(&value), DEFAULT.to_owned()),
            (None, None) => return,
        };
        self.lines.push(SettingLine { text: format!("{key} = {}", line.0), origin: Some(line.1) });
    }

    /// Appends a key with a list, with the origin of each entry.
    fn list<T>(&mut self, key: &str, said: &[Located<T>], show: impl Fn(&T) -> String) {
        if said.is_empty() {
            return;
        }
        self.lines.push(SettingLine { text: format!("{key} = ["), origin: None });
        for said in said.chunk_by(|a, b| a.place.file == b.place.file) {
            let Some(file) = said.first().and_then(|said| (self.list_file)(said.place)) else {
                self.lines.extend(said.iter().map(|said| SettingLine {
                    text: format!("  {},", show(&said.value)),
                    origin: Some((self.written)(said.place)),
                }));
                continue;
            };
            let count = counted(said.len(), "name");
            self.lines.push(SettingLine { text: format!("  {{ file = {} }},", quoted(&file)), origin: Some(count) });
        }
        self.lines.push(SettingLine { text: "]".to_owned(), origin: None });
    }
}

/// A TOML string on one line.
fn quoted(text: &str) -> String {
    let quoted = serde_json::to_string(text).expect("text is JSON, and JSON's strings are TOML's");
    sanitize::quoted(&quoted).into_owned()
}

fn word(word: &str) -> String {
    format!("\"{word}\"")
}

fn fail_on(level: FailOn) -> &'static str {
    match level {
        FailOn::Error => "error",
        FailOn::Warning => "warning",
        FailOn::Info => "info",
        FailOn::Never => "never",
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "info",
        Level::Off => "off",
    }
}

fn spelling(kept: HouseSpelling) -> &'static str {
    match kept {
        HouseSpelling::British => "en-GB",
        HouseSpelling::American => "en-US",
        HouseSpelling::Oxford => "en-GB-oxford",
        HouseSpelling::Majority => "majority",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::steps;
    use crate::rule::RuleSet;

    fn layer(text: &str) -> Layer {
        let steps = steps(text, 0, &RuleSet::builtin()).expect("the test's file is sound");
        steps.into_iter().next().expect("what is said of all drafts").layer
    }

    #[test]
    fn shown_settings_parse_to_the_same_values() {
        let page = include_str!("../../docs/configuration.md");
        let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let said = layer(example);
        let shown = settings("a.md", &said, |place| format!("x.toml:{}", place.span.start), |_| None);
        let again = layer(&shown);
        assert_eq!(again.config(), said.config(), "{shown}");
        let values = |layer: &Layer| -> Vec<_> {
            layer.settings.iter().map(|(key, said)| (key.clone(), said.value.clone())).collect()
        };
        assert_eq!(values(&again), values(&said), "{shown}");
        let texts = |list: &[Located<String>]| list.iter().map(|said| said.value.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&again.dictionary), texts(&said.dictionary));
        assert_eq!(texts(&again.exclude), texts(&said.exclude));
        assert_eq!((texts(&again.packs), said.packs.len()), (texts(&said.packs), 1));
        for line in shown.lines().filter(|line| line.contains(" = ") && !line.ends_with('[')) {
            assert!(line.contains("  # x.toml:"), "{line}");
        }
    }

    #[test]
    fn defaults_are_shown() {
        let shown = settings("a\u{202e}.md", &Layer::default(), |_| unreachable!("nobody said anything"), |_| None);
        let expected = "\
# Settings for a\u{fffd}.md, and where each one comes from
fail-on = \"warning\"    # default

[language]
spelling = \"majority\"  # default

[newsroom]

[rules]
profile = \"standard\"   # default
";
        assert_eq!(shown, expected);
    }

    #[test]
    fn values_cannot_send_control_characters_to_the_terminal() {
        let said = layer("newsroom.partners = [\"a\\u001b[31m\u{202e}b\", \"c\\nd\"]");
        let shown = settings("a.md", &said, |_| "x\ny".to_owned(), |_| None);
        assert!(shown.contains("\"a\\u001b[31m\u{fffd}b\",") && shown.contains("\"c\\nd\","), "{shown}");
        assert!(shown.contains("# x␊y"), "{shown}");
    }
}
