//! The schema of values that can be written in several forms.

use super::Level;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::json;

/// The reference to the definition of a rule or family name.
pub(super) const RULE: &str = "#/$defs/rule";

pub(super) fn names(_: &mut SchemaGenerator) -> Schema {
    list_or_file("name")
}

pub(super) fn statements(_: &mut SchemaGenerator) -> Schema {
    list_or_file("statement")
}

fn list_or_file(entry: &str) -> Schema {
    let file = json!({
        "type": "object",
        "description": format!("A file with one {entry} per line, relative to this file; `#` starts a comment."),
        "properties": { "file": { "type": "string" } },
        "required": ["file"],
        "additionalProperties": false,
    });
    json_schema!({ "anyOf": [file, { "type": "array", "items": { "anyOf": [{ "type": "string" }, file] } }] })
}

pub(super) fn one_or_more(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
}

pub(super) fn values(_: &mut SchemaGenerator) -> Schema {
    let one_or_more = json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] });
    json_schema!({ "type": "object", "additionalProperties": one_or_more })
}

pub(super) fn rule_names(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "$ref": RULE } })
}

/// A reference: the definition of `severity` needs the names of the rules.
pub(super) fn severity(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Level>();
    json_schema!({ "$ref": "#/$defs/severity" })
}

pub(super) fn settings(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "$ref": "#/$defs/settings" })
}
