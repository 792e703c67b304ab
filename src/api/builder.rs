//! Collects what a linter is made of: a configuration and the files that it names, all as text.

use super::{Error, Linter};
use crate::config::{ConfigFiles, ConfigLayers, ConfigResolver, FileFaults, Overrides, PackRules, add_rule};
use crate::rule::{RuleSelector, RuleSet};
use crate::text::Source;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// The file that stands for the builder's own choices, over the configuration; a name that no file has.
const BUILDER: &str = "<builder>.toml";

/// Builds a [`Linter`]. It reads no files: what a configuration names is given as text.
///
/// ```
/// let netizens = r#"
/// kind = "substitution"
/// level = "sentence"
/// severity = "warning"
/// confidence = "high"
/// message = "The stylebook avoids “{text}”: write “{fix}”"
/// label = "not in this house"
/// what = "Finds words that the stylebook avoids."
/// why = "Readers should not need a dictionary."
/// instead = "Use the word that the stylebook has."
/// standards = ["The house stylebook"]
/// swap = { netizens = "people online" }
/// "#;
/// let linter = bylint::Linter::builder()
///     .config_str("bylint.toml", "[rules.severity]\nnetizens = 'error'\n")
///     .rule_pack("house", [("netizens.toml", netizens)])
///     .dictionary("words.txt", "Skarvik\n")
///     .build()?;
/// let analysis = linter.analyze(&bylint::Draft::markdown("story.md", "The netizens of Skarvik laughed.\n"), None)?;
/// let found: Vec<_> = analysis.findings().iter().map(|finding| (&*finding.rule, finding.severity)).collect();
/// assert_eq!(found, [("netizens", bylint::Severity::Error)]);
/// # Ok::<(), bylint::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct LinterBuilder {
    files: MemoryFiles,
    config: Option<PathBuf>,
    packs: Vec<String>,
    dictionaries: Vec<String>,
    own_outlets: Vec<String>,
    partners: Vec<String>,
    select: Vec<String>,
    ignore: Vec<String>,
}

impl LinterBuilder {
    /// The configuration: the text of a `bylint.toml`. A second call replaces the first.
    #[must_use]
    pub fn config_str(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        let name = name.into();
        // What a configuration extends has to be called so.
        let is_toml = Path::new(&name).extension().is_some_and(|end| end == "toml");
        let path = if is_toml { PathBuf::from(&name) } else { PathBuf::from(format!("{name}.toml")) };
        self.files.texts.insert(normalized(&path), (name, text.into()));
        self.config = Some(path);
        self
    }

    /// A file that the configuration names: one that it extends, or a list of names. `name` is as the configuration has it.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        let name = name.into();
        self.files.texts.insert(normalized(Path::new(&name)), (name, text.into()));
        self
    }

    /// A rule pack: rule files with their names. The pack's name is the family of its rules.
    #[must_use]
    pub fn rule_pack<N: Into<String>, T: Into<String>>(
        mut self,
        name: impl Into<String>,
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Self {
        let name = name.into();
        let files = files.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        self.files.packs.insert(normalized(Path::new(&name)), files);
        self.packs.push(name);
        self
    }

    /// A dictionary: the newsroom's own words, one a line, as in the files under `[language] dictionary`.
    #[must_use]
    pub fn dictionary(mut self, name: impl Into<String>, words: impl Into<String>) -> Self {
        let name = name.into();
        self.files.texts.insert(normalized(Path::new(&name)), (name.clone(), words.into()));
        self.dictionaries.push(name);
        self
    }

    /// One more name of the newsroom itself, as `--own-outlet` gives it.
    #[must_use]
    pub fn own_outlet(mut self, name: impl Into<String>) -> Self {
        self.own_outlets.push(name.into());
        self
    }

    /// One more outlet whose copy the newsroom runs as its own, as `--partner` gives it.
    #[must_use]
    pub fn partner(mut self, name: impl Into<String>) -> Self {
        self.partners.push(name.into());
        self
    }

    /// Runs this rule or family in place of what the configuration selects, as `--select` does; may be called again.
    #[must_use]
    pub fn select(mut self, rule: impl Into<String>) -> Self {
        self.select.push(rule.into());
        self
    }

    /// Does not run this rule or family, as `--ignore` does; may be called again.
    #[must_use]
    pub fn ignore(mut self, rule: impl Into<String>) -> Self {
        self.ignore.push(rule.into());
        self
    }

    /// Reads everything and compiles the rules.
    ///
    /// # Errors
    /// All faults of the configuration, of the files that it names and of the rules, each with its place; a rule or family that
    /// does not exist; settings that contradict each other; rules with more phrases than bylint looks for.
    pub fn build(self) -> Result<Linter, Error> {
        let source = Source::new(BUILDER, self.over_the_configuration().into_bytes());
        let layers = ConfigLayers::load(&self.files, PathBuf::from(BUILDER), source)?;
        let named = |names: &[String]| {
            names.iter().map(|name| RuleSelector::find(name.trim(), &layers.rules)).collect::<Result<Vec<_>, _>>()
        };
        let over = Overrides {
            select: named(&self.select)?,
            ignore: named(&self.ignore)?,
            own_outlets: self.own_outlets,
            partners: self.partners,
            ..Overrides::default()
        };
        Linter::new(ConfigResolver::new(layers, over)?)
    }

    /// A configuration that extends the one that was given and names the packs and dictionaries.
    fn over_the_configuration(&self) -> String {
        let names = |names: &[String]| toml::Value::from(names.to_vec());
        let mut table = toml::Table::new();
        if let Some(config) = &self.config {
            table.insert("extends".to_owned(), config.to_string_lossy().into_owned().into());
        }
        let mut insert = |key: &str, inner: &str, list: &[String]| {
            if !list.is_empty() {
                table.insert(key.to_owned(), toml::Table::from_iter([(inner.to_owned(), names(list))]).into());
            }
        };
        insert("rules", "packs", &self.packs);
        insert("language", "dictionary", &self.dictionaries);
        table.to_string()
    }
}

/// Files as text, by their paths from a common directory.
#[derive(Clone, Debug, Default)]
struct MemoryFiles {
    /// With the name by which messages call each.
    texts: BTreeMap<PathBuf, (String, String)>,
    packs: BTreeMap<PathBuf, Vec<(String, String)>>,
}

impl ConfigFiles for MemoryFiles {
    fn locate(&self, from: &Path, named: &str) -> Result<PathBuf, String> {
        let path = normalized(&from.parent().unwrap_or(Path::new("")).join(named));
        if self.texts.contains_key(&path) || self.packs.contains_key(&path) {
            Ok(path)
        } else {
            Err(format!("`{named}` was not given to the linter's builder"))
        }
    }

    fn read(&self, path: &Path) -> Result<Source, String> {
        let (name, text) = self.texts.get(path).ok_or_else(|| format!("{} is a rule pack", path.display()))?;
        Ok(Source::new(name.clone(), text.clone().into_bytes()))
    }

    fn rules(&self, packs: &[PathBuf]) -> PackRules {
        let mut all = PackRules { rules: RuleSet::builtin(), faulty: Vec::new(), unreadable: Vec::new() };
        for (number, pack) in packs.iter().enumerate() {
            let Some(files) = self.packs.get(pack) else {
                all.unreadable.push((number, format!("{} is not a rule pack", pack.display())));
                continue;
            };
            let family = pack.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            for (name, text) in files {
                let source = Source::new(pack.join(name).to_string_lossy(), text.clone().into_bytes());
                let stem = Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                if let Err(error) = add_rule(family, stem, &source, &mut all.rules) {
                    all.faulty.push(FileFaults { source, errors: vec![error] });
                }
            }
        }
        all
    }
}

/// A path without `.` and, as far as it has parts, without `..`.
fn normalized(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if normalized.file_name().is_some() => drop(normalized.pop()),
            part => normalized.push(part),
        }
    }
    normalized
}
