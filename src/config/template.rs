//! The initial `bylint.toml` of a newsroom: every key with a comment that explains it.

use crate::rule::Profile;

const TEMPLATE: &str = include_str!("template.toml");

/// The values to fill in: what is known about a newsroom when it begins to use bylint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The names of the newsroom.
    pub own_outlets: Vec<String>,
    /// The outlets whose copy the newsroom may run as its own.
    pub partners: Vec<String>,
    /// The set of rules to run.
    pub profile: Profile,
}

/// Returns the text of an initial `bylint.toml`.
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
    fn the_template_sets_only_defaults() {
        let [all] = &read(&template(&Start::default()))[..] else { panic!("no overrides") };
        let config = all.layer.config();
        assert_eq!(config, Config { fail_on: Some(FailOn::Warning), ..Config::default() });
    }

    #[test]
    fn the_template_has_every_key_and_its_examples_are_valid() {
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
                // The template leaves `min-severity` out, because it is usually set on the command line.
                assert!(key == "min-severity" || written.iter().any(|text| whole.contains(text)), "{key}");
            }
        }
    }

    #[test]
    fn known_values_are_filled_in() {
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
