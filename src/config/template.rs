//! The `bylint.toml` that a newsroom starts with: every key with a word on what it does.

use crate::rule::Profile;

const TEMPLATE: &str = include_str!("template.toml");

/// What is known of the newsroom when it starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// Its own names.
    pub own_outlets: Vec<String>,
    /// Outlets whose copy it may run as its own.
    pub partners: Vec<String>,
    /// How much it wants to be told.
    pub profile: Profile,
}

/// The text of a first `bylint.toml`.
#[must_use]
pub fn template(start: &Start) -> String {
    let list = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| toml::Value::from(name.trim()).to_string()).collect();
        format!("[{}]", names.join(", "))
    };
    TEMPLATE
        .replace("own-outlets = []", &format!("own-outlets = {}", list(&start.own_outlets)))
        .replace("partners = []", &format!("partners = {}", list(&start.partners)))
        .replace("profile = \"standard\"", &format!("profile = \"{}\"", start.profile.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ConditionalLayer, Config, FailOn, steps};
    use crate::rule::RuleSet;

    fn read(text: &str) -> Vec<ConditionalLayer> {
        steps(text, 0, &RuleSet::builtin()).expect("the template is sound")
    }

    #[test]
    fn a_newsroom_starts_with_what_holds_anyway() {
        let [all] = &read(&template(&Start::default()))[..] else { panic!("no overrides") };
        let config = all.layer.config();
        assert_eq!(config, Config { fail_on: Some(FailOn::Warning), ..Config::default() });
    }

    #[test]
    fn every_example_is_sound_and_every_key_is_there() {
        let example = |line: &str| {
            let rest = line.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c == '[' || c.is_alphabetic()));
            rest.unwrap_or(line).to_owned()
        };
        let whole: Vec<String> = template(&Start::default()).lines().map(example).collect();
        let whole = whole.join("\n");
        assert_eq!(read(&whole).len(), 2, "{whole}");
        let schema = crate::config::schema(&RuleSet::builtin());
        for table in [&schema, &schema["$defs"]["NewsroomTable"], &schema["$defs"]["LanguageTable"]] {
            for key in table["properties"].as_object().expect("a table").keys() {
                let written = [format!("\n{key} = "), format!("\n[{key}]"), format!("\n[[{key}]]")];
                // How much is shown is for the command line to say.
                assert!(key == "min-severity" || written.iter().any(|text| whole.contains(text)), "{key}");
            }
        }
    }

    #[test]
    fn what_is_known_is_written_down() {
        let start = Start {
            own_outlets: vec!["The “Gazette”".into(), " Gazette \"Radio\"\n".into()],
            partners: vec!["AP".into()],
            profile: Profile::Legal,
        };
        let config = read(&template(&start))[0].layer.config();
        assert_eq!(config.newsroom.own_outlets, ["The “Gazette”", "Gazette \"Radio\""]);
        assert_eq!((config.newsroom.partners, config.profile), (vec!["AP".to_owned()], Profile::Legal));
    }
}
