//! The JSON Schema of `bylint.toml`, generated from the types that deserialize it. Editors use it to complete keys, values and
//! rules.

use super::raw::File;
use crate::rule::{Rule, RuleSet, Setting};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// Generates the schema, with the names and settings of these rules. Other names are allowed: they may be those of house rules.
#[must_use]
pub fn schema(rules: &RuleSet) -> Value {
    let mut schema = SchemaSettings::draft07().with(|settings| settings.definitions_path = "/$defs".into());
    schema.meta_schema = Some("http://json-schema.org/draft-07/schema#".into());
    let mut schema = schema.into_generator().into_root_schema_for::<File>().to_value();
    schema["title"] = "bylint.toml".into();
    let mut names: Vec<&str> = rules.iter().flat_map(|rule| [&*rule.family, &*rule.name]).collect();
    names.sort_unstable();
    names.dedup();
    let description_of =
        |name: &str| rules.get(name).map_or_else(|| format!("The rules of the family {name}."), |r| r.what.clone());
    let known: Vec<Value> =
        names.iter().map(|name| json!({ "const": name, "description": description_of(name) })).collect();
    let any_name = json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" });
    let names_or_any = known.iter().cloned().chain([any_name]).collect();
    let level = json!({ "$ref": "#/$defs/Level" });
    let levels: Map<String, Value> = names.iter().map(|name| ((*name).to_owned(), level.clone())).collect();
    let with_settings = rules.iter().filter(|rule| !rule.settings.is_empty());
    let settings: Map<String, Value> =
        with_settings.map(|rule| (rule.name.to_string(), rule_settings_schema(rule))).collect();
    let definitions = &mut schema["$defs"];
    definitions["rule"] = json!({ "description": "A rule or a family of rules.", "anyOf": Value::Array(names_or_any) });
    definitions["severity"] = json!({
        "description": "Severities that override those of the rules.",
        "type": "object",
        "properties": levels,
        "additionalProperties": level,
    });
    definitions["settings"] = json!({
        "description": "Settings of single rules; `bylint explain RULE` lists them.",
        "type": "object",
        "properties": settings,
        "additionalProperties": { "type": "object" },
    });
    remove_null_defaults(&mut schema);
    schema
}

/// Removes defaults that are null, because TOML has no null.
fn remove_null_defaults(value: &mut Value) {
    match value {
        Value::Object(table) => {
            if table.get("default").is_some_and(Value::is_null) {
                table.remove("default");
            }
            table.values_mut().for_each(remove_null_defaults);
        }
        Value::Array(list) => list.iter_mut().for_each(remove_null_defaults),
        _ => {}
    }
}

/// Returns the schema of a rule's settings. The part of a key before a dot is the name of a table.
fn rule_settings_schema(rule: &Rule) -> Value {
    let mut table = json!({ "type": "object", "additionalProperties": false, "properties": {} });
    for setting in &rule.settings {
        let mut here = &mut table;
        let mut path = setting.key.split('.').peekable();
        while let Some(key) = path.next() {
            let slot = &mut here["properties"][key];
            if path.peek().is_none() {
                *slot = setting_schema(rule, setting);
            } else if slot.is_null() {
                *slot = json!({ "type": "object", "additionalProperties": false, "properties": {} });
            }
            here = slot;
        }
    }
    table
}

fn setting_schema(rule: &Rule, setting: &Setting) -> Value {
    let default = rule.default_of(setting).unwrap_or_default();
    let value = format!("value = {default}").parse::<toml::Table>().ok().and_then(|mut table| table.remove("value"));
    let kind = match &value {
        Some(toml::Value::Integer(_)) => json!("integer"),
        Some(toml::Value::Float(_)) => json!("number"),
        Some(toml::Value::Boolean(_)) => json!("boolean"),
        Some(toml::Value::Array(_)) => json!("array"),
        Some(toml::Value::Table(_)) => json!("object"),
        _ => json!("string"),
    };
    let mut description = setting.what.clone();
    for side in &setting.sides {
        description = description + "\n\n" + side;
    }
    json!({ "type": kind, "description": description, "default": value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::hand_made_with_settings;

    /// Another test checks that the documentation has every key; this one checks the schema.
    #[test]
    fn the_schema_describes_every_key() {
        let schema = schema(&hand_made_with_settings(&["weather/april-rain"]));
        let keys = |value: &Value| -> Vec<String> {
            value["properties"].as_object().expect("a table").keys().cloned().collect()
        };
        let top = keys(&schema);
        assert!(
            ["extends", "fail-on", "newsroom", "rules", "overrides"].iter().all(|key| top.iter().any(|k| k == key))
        );
        for (name, count) in [("NewsroomTable", 4), ("RulesTable", 7), ("LanguageTable", 3), ("OverrideTable", 7)] {
            let table = &schema["$defs"][name];
            assert_eq!((keys(table).len(), &table["additionalProperties"]), (count, &Value::Bool(false)), "{name}");
            for (key, about) in table["properties"].as_object().expect("a table") {
                assert!(about["description"].is_string(), "{name}: {key} has no description");
            }
        }
        for (key, about) in schema["properties"].as_object().expect("a table") {
            assert!(about["description"].is_string(), "{key} has no description");
        }
        let settings = &schema["$defs"]["settings"]["properties"]["april-rain"]["properties"];
        assert_eq!(settings["mild"]["properties"]["severity"]["type"], "string");
        assert_eq!(settings["words"]["type"], "array");
        assert_eq!(schema["$defs"]["severity"]["properties"]["weather"]["$ref"], "#/$defs/Level");
    }
}
