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
const MAX_ALIGNED_WIDTH: usize = 60;

/// The origin of a value that no file sets.
const DEFAULT: &str = "default";

/// A line of the output, and the origin of its value.
struct SettingLine {
    text: String,
    origin: Option<String>,
}

/// The settings that apply to the draft `name`.
///
/// `format_origin` formats the position of a value. `list_file` is the name of the list file that contains a position, if any.
/// The entries of a list file are counted but not shown: a pull request could name any file of the repository as one.
#[must_use]
pub fn settings(
    name: &str,
    layer: &Layer,
    format_origin: impl Fn(FileSpan) -> String,
    list_file: impl Fn(FileSpan) -> Option<String>,
) -> String {
    let mut page = SettingsPage { lines: Vec::new(), format_origin: &format_origin, list_file: &list_file };
    page.general(layer);
    page.language(layer);
    page.newsroom(layer);
    page.rules(layer);
    let width = page.lines.iter().map(|line| line.text.width()).filter(|&width| width <= MAX_ALIGNED_WIDTH).max();
    let width = width.unwrap_or_default();
    let mut output = format!("# Settings for {}, and where each one comes from\n", path(name));
    for SettingLine { text, origin } in page.lines {
        let _ = match origin {
            Some(origin) => writeln!(output, "{}{}  # {}", path(&text), padding(&text, width), path(&origin)),
            None => writeln!(output, "{}", path(&text)),
        };
    }
    output
}

/// The output while it is built.
struct SettingsPage<'a> {
    lines: Vec<SettingLine>,
    format_origin: &'a dyn Fn(FileSpan) -> String,
    list_file: &'a dyn Fn(FileSpan) -> Option<String>,
}

impl SettingsPage<'_> {
    fn general(&mut self, layer: &Layer) {
        self.push_value("fail-on", layer.fail_on.as_ref(), Some(FailOn::default()), |level| {
            quoted_word(fail_on_name(*level))
        });
        self.push_value("min-severity", layer.min_severity.as_ref(), None, |least| quoted_word(least.as_str()));
        self.push_list("exclude", &layer.exclude, |pattern| quoted(pattern));
        self.push_value("cache-dir", layer.cache_dir.as_ref(), None, |folder| quoted(folder));
    }

    fn language(&mut self, layer: &Layer) {
        self.push_table_header("language");
        self.push_value("default", layer.language.as_ref(), None, |tag| quoted(tag));
        self.push_value("spelling", layer.spelling.as_ref(), Some(HouseSpelling::default()), |spelling| {
            quoted_word(spelling_name(*spelling))
        });
        self.push_list("dictionary", &layer.dictionary, |file| quoted(file));
    }

    fn newsroom(&mut self, layer: &Layer) {
        self.push_table_header("newsroom");
        for list in List::ALL {
            self.push_list(list.key(), &layer.newsroom[list], |name| quoted(name));
        }
    }

    fn rules(&mut self, layer: &Layer) {
        self.push_table_header("rules");
        self.push_value("profile", layer.profile.as_ref(), Some(Profile::default()), |profile| {
            quoted_word(profile.name())
        });
        self.push_list("packs", &layer.packs, |folder| quoted(folder));
        let quoted_selector = |selector: &RuleSelector| quoted(selector.as_str());
        self.push_list("select", layer.select.as_deref().unwrap_or_default(), quoted_selector);
        self.push_list("ignore", &layer.ignore, quoted_selector);
        self.push_list("never-baselined", layer.never_baselined.as_deref().unwrap_or_default(), quoted_selector);
        if !layer.severity.is_empty() {
            self.push_table_header("rules.severity");
        }
        for (selector, setting) in &layer.severity {
            self.push_value(selector.as_str(), Some(setting), None, |value| quoted_word(level_name(*value)));
        }
        if !layer.settings.is_empty() {
            self.push_table_header("rules.settings");
        }
        for ((rule, key), setting) in &layer.settings {
            self.push_value(&format!("{rule}.{key}"), Some(setting), None, Clone::clone);
        }
    }

    /// Appends the header of a TOML table after an empty line.
    fn push_table_header(&mut self, name: &str) {
        self.lines.push(SettingLine { text: String::new(), origin: None });
        self.lines.push(SettingLine { text: format!("[{name}]"), origin: None });
    }

    /// Appends a key with one value; nothing if it has neither a value nor a default.
    fn push_value<T>(
        &mut self,
        key: &str,
        setting: Option<&Located<T>>,
        default: Option<T>,
        show: impl Fn(&T) -> String,
    ) {
        let (text, origin) = match (setting, default) {
            (Some(setting), _) => (show(&setting.value), (self.format_origin)(setting.place)),
            (None, Some(value)) => (show(&value), DEFAULT.to_owned()),
            (None, None) => return,
        };
        self.lines.push(SettingLine { text: format!("{key} = {text}"), origin: Some(origin) });
    }

    /// Appends a key with a list, with the origin of each entry.
    fn push_list<T>(&mut self, key: &str, entries: &[Located<T>], show: impl Fn(&T) -> String) {
        if entries.is_empty() {
            return;
        }
        self.lines.push(SettingLine { text: format!("{key} = ["), origin: None });
        for file_entries in entries.chunk_by(|a, b| a.place.file == b.place.file) {
            let Some(file) = file_entries.first().and_then(|entry| (self.list_file)(entry.place)) else {
                self.lines.extend(file_entries.iter().map(|entry| SettingLine {
                    text: format!("  {},", show(&entry.value)),
                    origin: Some((self.format_origin)(entry.place)),
                }));
                continue;
            };
            let count = counted(file_entries.len(), "name");
            self.lines.push(SettingLine { text: format!("  {{ file = {} }},", quoted(&file)), origin: Some(count) });
        }
        self.lines.push(SettingLine { text: "]".to_owned(), origin: None });
    }
}

/// A TOML string on one line.
fn quoted(text: &str) -> String {
    let quoted = serde_json::to_string(text).expect("text is JSON, and JSON's strings are TOML's");
    sanitize::escape_quoted(&quoted).into_owned()
}

fn quoted_word(word: &str) -> String {
    format!("\"{word}\"")
}

fn fail_on_name(level: FailOn) -> &'static str {
    match level {
        FailOn::Error => "error",
        FailOn::Warning => "warning",
        FailOn::Info => "info",
        FailOn::Never => "never",
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "info",
        Level::Off => "off",
    }
}

fn spelling_name(spelling: HouseSpelling) -> &'static str {
    match spelling {
        HouseSpelling::British => "en-GB",
        HouseSpelling::American => "en-US",
        HouseSpelling::Oxford => "en-GB-oxford",
        HouseSpelling::Majority => "majority",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse_layers;
    use crate::rule::RuleSet;

    fn layer(text: &str) -> Layer {
        let steps = parse_layers(text, 0, &RuleSet::builtin()).expect("the test's file is sound");
        steps.into_iter().next().expect("the layer for all drafts").layer
    }

    #[test]
    fn shown_settings_parse_to_the_same_values() {
        let page = include_str!("../../docs/configuration.md");
        let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let original = layer(example);
        let shown = settings("a.md", &original, |place| format!("x.toml:{}", place.span.start), |_| None);
        let reparsed = layer(&shown);
        assert_eq!(reparsed.config(), original.config(), "{shown}");
        let values = |layer: &Layer| -> Vec<_> {
            layer.settings.iter().map(|(key, setting)| (key.clone(), setting.value.clone())).collect()
        };
        assert_eq!(values(&reparsed), values(&original), "{shown}");
        let texts = |list: &[Located<String>]| list.iter().map(|entry| entry.value.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&reparsed.dictionary), texts(&original.dictionary));
        assert_eq!(texts(&reparsed.exclude), texts(&original.exclude));
        assert_eq!((texts(&reparsed.packs), original.packs.len()), (texts(&original.packs), 1));
        for line in shown.lines().filter(|line| line.contains(" = ") && !line.ends_with('[')) {
            assert!(line.contains("  # x.toml:"), "{line}");
        }
    }

    #[test]
    fn defaults_are_shown() {
        let shown = settings("a\u{202e}.md", &Layer::default(), |_| unreachable!("no value is set"), |_| None);
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
        let layer = layer("newsroom.partners = [\"a\\u001b[31m\u{202e}b\", \"c\\nd\"]");
        let shown = settings("a.md", &layer, |_| "x\ny".to_owned(), |_| None);
        assert!(shown.contains("\"a\\u001b[31m\u{fffd}b\",") && shown.contains("\"c\\nd\","), "{shown}");
        assert!(shown.contains("# x␊y"), "{shown}");
    }
}
