//! The structure of a `bylint.toml`, as serde reads it. The doc comments of keys are their descriptions in the JSON Schema.

use super::layer::List;
use super::{FailOn, Level, schema_parts};
use crate::diagnostic::Severity;
use crate::language::HouseSpelling;
use crate::rule::{Profile, Taken};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Spanned;

/// A string or a list of strings. A single string is converted to a list before deserializing.
pub(super) type OneOrMore = Vec<Spanned<String>>;

/// The settings of a newsroom, for the drafts in this file's directory and below.
#[derive(Deserialize, Default, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct File {
    /// Configuration files to inherit from, relative to this file. This file overrides them.
    #[schemars(schema_with = "schema_parts::one_or_more")]
    pub(super) extends: OneOrMore,
    /// The newsroom that writes the drafts.
    pub(super) newsroom: NewsroomTable,
    /// Which rules run, and with which settings.
    pub(super) rules: RulesTable,
    /// Exit with code 1 on findings of this severity or higher. Default: warning.
    #[schemars(with = "FailOn")]
    pub(super) fail_on: Option<Spanned<FailOn>>,
    /// Show findings of this severity or higher. Default: warning; in JSON: info.
    #[schemars(with = "Severity")]
    pub(super) min_severity: Option<Spanned<Severity>>,
    /// The language of the drafts and their spelling.
    #[schemars(schema_with = "language_or_tag")]
    pub(super) language: LanguageTable,
    /// Files to skip: globs as in .gitignore, relative to the directory of the nearest bylint.toml.
    #[schemars(with = "Vec<String>")]
    pub(super) exclude: Vec<Spanned<String>>,
    /// The cache directory, inside that of the nearest bylint.toml. Default: bylint's directory in your cache directory.
    #[schemars(with = "String")]
    pub(super) cache_dir: Option<Spanned<String>>,
    /// Settings for some drafts only.
    #[schemars(with = "Vec<OverrideTable>")]
    pub(super) overrides: Vec<Spanned<OverrideTable>>,
}

#[derive(Deserialize, Default, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct NewsroomTable {
    /// The names of your newsroom, as they appear in your copy.
    #[schemars(schema_with = "schema_parts::names")]
    pub(super) own_outlets: Vec<Spanned<String>>,
    /// Outlets whose copy you publish as your own, such as wire services.
    #[schemars(schema_with = "schema_parts::names")]
    pub(super) partners: Vec<Spanned<String>>,
    /// State-controlled outlets, in addition to those in bylint's list.
    #[schemars(schema_with = "schema_parts::names")]
    pub(super) state_media: Vec<Spanned<String>>,
    /// Statements that the desk has verified and that need no source.
    #[schemars(schema_with = "schema_parts::statements")]
    pub(super) settled_facts: Vec<Spanned<String>>,
}

#[derive(Deserialize, Default, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RulesTable {
    /// The set of rules to run if `select` is empty. Default: standard.
    #[schemars(with = "Profile")]
    pub(super) profile: Option<Spanned<Profile>>,
    /// Directories with your own rules, relative to this file.
    #[schemars(with = "Vec<String>")]
    pub(super) packs: Vec<Spanned<String>>,
    /// Rules or families to run; if empty, those of the profile run.
    #[schemars(schema_with = "schema_parts::rule_names")]
    pub(super) select: Option<Vec<Spanned<String>>>,
    /// Rules or families not to run.
    #[schemars(schema_with = "schema_parts::rule_names")]
    pub(super) ignore: Vec<Spanned<String>>,
    /// Rules or families whose findings are never put into a baseline. Default: suppression.
    #[schemars(schema_with = "schema_parts::rule_names")]
    pub(super) never_baselined: Option<Vec<Spanned<String>>>,
    /// Severities that override those of the rules.
    #[schemars(schema_with = "schema_parts::severity")]
    pub(super) severity: BTreeMap<Spanned<String>, Spanned<Level>>,
    // Parsed separately, by the rules that have these settings: `super::house::settings`.
    /// Settings of single rules.
    #[schemars(schema_with = "schema_parts::settings")]
    pub(super) settings: toml::Table,
}

#[derive(Deserialize, Default, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LanguageTable {
    /// The language of drafts whose front matter names none: a tag such as en-GB.
    #[schemars(with = "String")]
    pub(super) default: Option<Spanned<String>>,
    /// British or American spelling, or what each draft mostly uses. Default: majority.
    #[schemars(with = "HouseSpelling")]
    pub(super) spelling: Option<Spanned<HouseSpelling>>,
    /// Files with your own words, one per line, relative to this file.
    #[schemars(with = "Vec<String>")]
    pub(super) dictionary: Vec<Spanned<String>>,
}

/// Settings for some drafts only: those that match both `paths` and `front-matter`, as far as these are given.
#[derive(Deserialize, Default, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct OverrideTable {
    /// The paths of the drafts: globs as in .gitignore, relative to the directory of the nearest bylint.toml.
    #[schemars(schema_with = "schema_parts::one_or_more")]
    pub(super) paths: OneOrMore,
    /// Front matter keys that the drafts must have, each with the values that match.
    #[schemars(schema_with = "schema_parts::values")]
    pub(super) front_matter: BTreeMap<String, OneOrMore>,
    /// The newsroom that writes the drafts.
    pub(super) newsroom: NewsroomTable,
    /// Which rules run, and with which settings; `packs` is not allowed here.
    pub(super) rules: RulesTable,
    /// Exit with code 1 on findings of this severity or higher.
    #[schemars(with = "FailOn")]
    pub(super) fail_on: Option<Spanned<FailOn>>,
    /// Show findings of this severity or higher.
    #[schemars(with = "Severity")]
    pub(super) min_severity: Option<Spanned<Severity>>,
    /// The language of the drafts and their spelling.
    #[schemars(schema_with = "language_or_tag")]
    pub(super) language: LanguageTable,
}

/// The tables and keys that a file and an override have in common.
pub(super) struct FileOrOverride {
    pub(super) newsroom: NewsroomTable,
    pub(super) rules: RulesTable,
    pub(super) language: LanguageTable,
    pub(super) fail_on: Option<Spanned<FailOn>>,
    pub(super) min_severity: Option<Spanned<Severity>>,
    pub(super) exclude: Vec<Spanned<String>>,
    pub(super) cache_dir: Option<Spanned<String>>,
    /// Entries of the newsroom's lists that name a file.
    pub(super) files: Vec<(List, Spanned<String>)>,
    /// The settings of rules, which were parsed before.
    pub(super) settings: Vec<(Arc<str>, Taken)>,
}

impl NewsroomTable {
    /// Takes the entries of a list out of the table.
    pub(super) fn list(&mut self, list: List) -> Vec<Spanned<String>> {
        std::mem::take(match list {
            List::OwnOutlets => &mut self.own_outlets,
            List::Partners => &mut self.partners,
            List::StateMedia => &mut self.state_media,
            List::SettledFacts => &mut self.settled_facts,
        })
    }
}

/// The schema of `language`: a table, or a tag as short form of a table that has only this tag.
fn language_or_tag(generator: &mut SchemaGenerator) -> Schema {
    let table = generator.subschema_for::<LanguageTable>();
    json_schema!({ "anyOf": [{ "type": "string" }, table] })
}
