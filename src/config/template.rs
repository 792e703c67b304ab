//! The initial `bylint.toml` of a newsroom: every key with a comment that explains it.

use crate::rule::Profile;

const TEMPLATE: &str = include_str!("template.toml");

/// The values to fill in: what is known about a newsroom when it begins to use bylint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InitValues {
    /// The names of the newsroom.
    pub own_outlets: Vec<String>,
    /// The outlets whose copy the newsroom may run as its own.
    pub partners: Vec<String>,
    /// The set of rules to run.
    pub profile: Profile,
}

/// Returns the text of an initial `bylint.toml`.
#[must_use]
pub fn template(values: &InitValues) -> String {
    let list = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| toml::Value::from(name.trim()).to_string()).collect();
        format!("[{}]", names.join(", "))
    };
    TEMPLATE
        .replace("own-outlets = []", &format!("own-outlets = {}", list(&values.own_outlets)))
        .replace("partners = []", &format!("partners = {}", list(&values.partners)))
        .replace("profile = \"standard\"", &format!("profile = \"{}\"", values.profile.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ConditionalLayer, Config, FailOn, parse_layers};
    use crate::rule::RuleSet;

    fn parse(text: &str) -> Vec<ConditionalLayer> {
        parse_layers(text, 0, &RuleSet::builtin()).expect("the template is sound")
    }

    #[test]
    fn the_template_sets_only_defaults() {
        let [all] = &parse(&template(&InitValues::default()))[..] else { panic!("no overrides") };
        let config = all.layer.config();
        assert_eq!(config, Config { fail_on: Some(FailOn::Warning), ..Config::default() });
    }

    #[test]
    fn the_template_has_every_key_and_its_examples_are_valid() {
        let example = |line: &str| {
            let rest = line.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c == '[' || c.is_alphabetic()));
            rest.unwrap_or(line).to_owned()
        };
        let whole: Vec<String> = template(&InitValues::default()).lines().map(example).collect();
        let whole = whole.join("\n");
        assert_eq!(parse(&whole).len(), 2, "{whole}");
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
        let values = InitValues {
            own_outlets: vec!["The “Gazette”".into(), " Gazette \"Radio\"\n".into()],
            partners: vec!["AP".into()],
            profile: Profile::Legal,
        };
        let config = parse(&template(&values))[0].layer.config();
        assert_eq!(config.newsroom.own_outlets, ["The “Gazette”", "Gazette \"Radio\""]);
        assert_eq!((config.newsroom.partners, config.profile), (vec!["AP".to_owned()], Profile::Legal));
    }
}
