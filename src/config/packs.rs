//! Parses the files of rule packs as rules. Nothing in a pack is ever executed: a rule is a TOML file.

use super::ConfigError;
use crate::rule::{Rule, RuleSet};
use crate::text::{Source, Span};
use std::sync::Arc;

/// Parses a file of a pack as a rule and adds it to `rules`. The rule's family is the name of the file's directory; its own
/// name is that of the file without `.toml`.
///
/// # Errors
/// When the file is not UTF-8 or not a valid rule, or when the name of the rule or of its family is taken.
pub fn add_rule(family: &str, name: &str, source: &Source, rules: &mut RuleSet) -> Result<Arc<Rule>, ConfigError> {
    if let Some(&span) = source.invalid().first() {
        return Err(ConfigError { span, message: "not UTF-8: save the file as UTF-8".to_owned() });
    }
    let start = source.start();
    let rule = Rule::parse_house(family, name, &source.text()[start..]).map_err(|error| {
        let span = Span::new(start + error.span.start, start + error.span.end);
        ConfigError { span, message: error.sentence().into_owned() }
    })?;
    rules.add(rule).map_err(|taken| ConfigError { span: Span::new(start, start), message: taken.to_string() })
}
