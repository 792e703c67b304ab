//! Selects the drafts to which an override applies.

use super::layer::{FileSpan, Layer, Located};
use crate::document::FrontMatter;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The settings of a file for all drafts, or of one of its overrides for some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionalLayer {
    /// The drafts to which the layer applies; `None` for all.
    pub when: Option<OverrideSelector>,
    /// The settings.
    pub layer: Layer,
}

/// The conditions of an override. It applies to a draft that meets all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverrideSelector {
    /// The place of the override.
    pub place: FileSpan,
    /// Globs as in `.gitignore`, which must match the draft's path; if there are none, any path matches.
    pub paths: Vec<Located<String>>,
    /// Keys that the draft's front matter must have, each with the values that match.
    pub front_matter: BTreeMap<String, Vec<String>>,
}

impl OverrideSelector {
    /// Whether a draft's front matter meets the conditions. Keys and values are compared without regard to case. If the draft
    /// has a list, one of its values has to match.
    #[must_use]
    pub fn matches(&self, fields: &FrontMatterFields) -> bool {
        self.front_matter.iter().all(|(key, wanted)| {
            let values = fields.0.get(&fold_case(key));
            values.is_some_and(|values| wanted.iter().any(|wanted| values.contains(&fold_case(wanted))))
        })
    }
}

/// The values of a draft's front matter by key, in lower case. They are built once for all overrides.
#[derive(Clone, Debug, Default)]
pub struct FrontMatterFields(HashMap<String, HashSet<String>>);

impl FrontMatterFields {
    /// Takes the fields of a draft's front matter.
    #[must_use]
    pub fn new(front_matter: &FrontMatter) -> Self {
        let mut fields: HashMap<String, HashSet<String>> = HashMap::new();
        for (key, values) in &front_matter.fields {
            fields.entry(fold_case(key)).or_default().extend(values.iter().map(|value| fold_case(value)));
        }
        Self(fields)
    }
}

fn fold_case(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn front_matter_must_have_a_matching_value_for_every_key() {
        let fields = [("Type", vec!["Opinion"]), ("tags", vec!["budget", "Council News"]), ("draft", vec![])];
        let fields = fields.map(|(key, values)| (key.to_owned(), values.into_iter().map(str::to_owned).collect()));
        let front_matter = FrontMatter { fields: fields.into(), ..FrontMatter::default() };
        for (wanted, holds) in [
            (vec![], true),
            (vec![("type", vec!["opinion"])], true),
            (vec![("type", vec!["column", "opinion"])], true),
            (vec![("tags", vec!["council news"])], true),
            (vec![("tags", vec!["council"])], false),
            (vec![("type", vec!["opinion"]), ("tags", vec!["sport"])], false),
            (vec![("draft", vec!["true"])], false),
            (vec![("section", vec!["opinion"])], false),
            (vec![("type", vec![])], false),
        ] {
            let to_owned = |(key, values): &(&str, Vec<&str>)| {
                ((*key).to_owned(), values.iter().map(|&value| value.to_owned()).collect())
            };
            let place = FileSpan { file: 0, span: Span::new(0, 0) };
            let when =
                OverrideSelector { place, paths: Vec::new(), front_matter: wanted.iter().map(to_owned).collect() };
            assert_eq!(when.matches(&FrontMatterFields::new(&front_matter)), holds, "{wanted:?}");
        }
    }
}
