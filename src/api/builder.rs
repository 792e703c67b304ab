//! Builds a linter from a configuration and the files that it names, all given as text.

use super::paths::normalize;
use super::{Error, Linter};
use crate::config::{ConfigFiles, ConfigLayers, ConfigResolver, FileFaults, Overrides, PackRules, add_rule};
use crate::rule::{RuleSelector, RuleSet};
use crate::text::Source;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The name of a generated configuration, which extends the given one and adds the builder's packs and dictionaries. No file
/// has such a name.
const GENERATED_CONFIG: &str = "<builder>.toml";

/// Builds a [`Linter`]. Reads no files: the files that a configuration names are given as text.
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
/// safe = true
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
///
/// // Without `safe = true` in the rule file, its fixes are suggestions.
/// let fixed = analysis.fix(bylint::Applicability::Safe)?;
/// assert_eq!(fixed.text(), "The people online of Skarvik laughed.\n");
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
    /// Sets the configuration: the text of a `bylint.toml`. A second call replaces the first. The keys are those of
    /// `docs/configuration.md`; `exclude`, `fail-on`, `min-severity` and `cache-dir` have no effect here: they say what the
    /// command does with files and findings.
    #[must_use]
    pub fn config_str(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        let name = name.into();
        // The generated configuration extends this one, and `extends` takes only names that end in `.toml`.
        let is_toml = Path::new(&name).extension().is_some_and(|end| end == "toml");
        let path = if is_toml { PathBuf::from(&name) } else { PathBuf::from(format!("{name}.toml")) };
        self.files.texts.insert(normalize(&path), (name, text.into()));
        self.config = Some(path);
        self
    }

    /// Adds a file that the configuration names: one that it extends, or a list of names. `name` is its path as written in
    /// the configuration. A file of the same name is replaced.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        let name = name.into();
        self.files.texts.insert(normalize(Path::new(&name)), (name, text.into()));
        self
    }

    /// Adds rule files to a rule pack. The pack's name is the family of its rules, and a file's name without `.toml` the name
    /// of its rule; both have lower-case letters, digits and hyphens. The configuration need not name the pack.
    /// `CONTRIBUTING.md` and `docs/rules.md` describe rule files.
    #[must_use]
    pub fn rule_pack<N: Into<String>, T: Into<String>>(
        mut self,
        name: impl Into<String>,
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Self {
        let name = name.into();
        let files = files.into_iter().map(|(name, text)| (name.into(), text.into()));
        self.files.packs.entry(normalize(Path::new(&name))).or_default().extend(files);
        if !self.packs.contains(&name) {
            self.packs.push(name);
        }
        self
    }

    /// Adds a dictionary: the newsroom's own words, one per line, as in the files under `[language] dictionary`. A file of the
    /// same name is replaced.
    #[must_use]
    pub fn dictionary(mut self, name: impl Into<String>, words: impl Into<String>) -> Self {
        let name = name.into();
        self.files.texts.insert(normalize(Path::new(&name)), (name.clone(), words.into()));
        self.dictionaries.push(name);
        self
    }

    /// Adds a name of the newsroom itself, as `--own-outlet` does.
    #[must_use]
    pub fn own_outlet(mut self, name: impl Into<String>) -> Self {
        self.own_outlets.push(name.into());
        self
    }

    /// Adds an outlet whose copy the newsroom runs as its own, as `--partner` does.
    #[must_use]
    pub fn partner(mut self, name: impl Into<String>) -> Self {
        self.partners.push(name.into());
        self
    }

    /// Runs this rule or family instead of those that the configuration selects, as `--select` does. Further calls add more.
    #[must_use]
    pub fn select(mut self, rule: impl Into<String>) -> Self {
        self.select.push(rule.into());
        self
    }

    /// Does not run this rule or family, as `--ignore` does. Further calls add more.
    #[must_use]
    pub fn ignore(mut self, rule: impl Into<String>) -> Self {
        self.ignore.push(rule.into());
        self
    }

    /// Parses the configuration and compiles the rules.
    ///
    /// # Errors
    /// When the configuration, a file that it names or a rule is invalid: the faults of all files, each with its place. In a
    /// file with an unknown key or a value of the wrong type, that is the only fault reported. Also when a rule or family does
    /// not exist, when settings contradict each other, or when the rules have too many phrases.
    pub fn build(self) -> Result<Linter, Error> {
        let source = Source::new(GENERATED_CONFIG, self.generated_config().into_bytes());
        let layers = ConfigLayers::load(&self.files, PathBuf::from(GENERATED_CONFIG), source)?;
        let selectors = |names: &[String]| {
            names.iter().map(|name| RuleSelector::find(name.trim(), &layers.rules)).collect::<Result<Vec<_>, _>>()
        };
        let overrides = Overrides {
            select: selectors(&self.select)?,
            ignore: selectors(&self.ignore)?,
            own_outlets: self.own_outlets,
            partners: self.partners,
            ..Overrides::default()
        };
        Linter::new(ConfigResolver::new(layers, overrides)?)
    }

    /// Returns the text of a configuration that extends the given one and names the packs and dictionaries.
    fn generated_config(&self) -> String {
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

/// Files in memory. Their paths are relative to a common directory.
#[derive(Clone, Debug, Default)]
struct MemoryFiles {
    /// The name in messages and the text of each file.
    texts: BTreeMap<PathBuf, (String, String)>,
    /// The name and the text of each file of a rule pack, by the path of the pack.
    packs: BTreeMap<PathBuf, Vec<(String, String)>>,
}

impl ConfigFiles for MemoryFiles {
    fn locate(&self, from: &Path, name: &str) -> Result<PathBuf, String> {
        let path = normalize(&from.parent().unwrap_or(Path::new("")).join(name));
        if self.texts.contains_key(&path) || self.packs.contains_key(&path) {
            Ok(path)
        } else {
            Err(format!("`{name}` was not given to the linter's builder"))
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
