//! For which drafts an override holds.

use super::layer::{FileSpan, Layer, Located};
use crate::document::FrontMatter;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What a file says of all drafts, or one of its overrides of some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionalLayer {
    /// For which drafts; `None` for all.
    pub when: Option<OverrideSelector>,
    /// What it says.
    pub layer: Layer,
}

/// What has to be true of a draft: all that is said here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverrideSelector {
    /// Where this is said.
    pub place: FileSpan,
    /// Where it lies: patterns as in `.gitignore`, one of which has to hold; any place when there are none.
    pub paths: Vec<Located<String>>,
    /// Keys of its front matter with the values that will do.
    pub front_matter: BTreeMap<String, Vec<String>>,
}

impl OverrideSelector {
    /// Whether a draft's front matter has what is asked for. Neither keys nor values know capitals from small letters; of
    /// a list, one value has to do.
    #[must_use]
    pub fn holds_for(&self, fields: &Fields) -> bool {
        self.front_matter.iter().all(|(key, wanted)| {
            let values = fields.0.get(&folded(key));
            values.is_some_and(|values| wanted.iter().any(|wanted| values.contains(&folded(wanted))))
        })
    }
}

/// The values of a draft's front matter by their keys: read once for all overrides.
#[derive(Clone, Debug, Default)]
pub struct Fields(HashMap<String, HashSet<String>>);

impl Fields {
    /// Those of a draft.
    #[must_use]
    pub fn of(front_matter: &FrontMatter) -> Self {
        let mut fields: HashMap<String, HashSet<String>> = HashMap::new();
        for (key, values) in &front_matter.fields {
            fields.entry(folded(key)).or_default().extend(values.iter().map(|value| folded(value)));
        }
        Self(fields)
    }
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn front_matter_has_to_have_all_keys() {
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
            assert_eq!(when.holds_for(&Fields::of(&front_matter)), holds, "{wanted:?}");
        }
    }
}
