//! Loads a `bylint.toml` with everything that it builds on: the files that it extends, rule packs, lists of names and
//! dictionaries. [`ConfigFiles`] decides which files exist, and which of them may be read.

use super::{ConditionalLayer, ConfigError, FileSpan, Layer, Located, References};
use super::{faults_with_some_rules, names, parse_layers, references};
use crate::rule::RuleSet;
use crate::text::Source;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The maximum length of a chain of files that extend each other.
const MAX_EXTENDS_DEPTH: usize = 16;

/// The maximum number of files of a configuration, without lists of names and dictionaries.
const MAX_CONFIG_FILES: usize = 256;

/// The maximum number of overrides in a configuration. Each override is tried on each draft.
const MAX_OVERRIDES: usize = 1000;

/// The files that configurations may name. Two names of one file have the same path.
pub trait ConfigFiles {
    /// Resolves `name` in the file `from` to a path.
    ///
    /// # Errors
    /// When the file does not exist or may not be read: a message for the author of `from`.
    fn locate(&self, from: &Path, name: &str) -> Result<PathBuf, String>;

    /// Reads a file that was located. The name of the source is for messages.
    ///
    /// # Errors
    /// When the file cannot be read: a message for the author of the configuration.
    fn read(&self, path: &Path) -> Result<Source, String>;

    /// Returns the built-in rules together with those of these packs.
    fn rules(&self, packs: &[PathBuf]) -> PackRules;

    /// Returns the text of a dictionary that [`ConfigFiles::keep_dictionary`] kept.
    fn kept_dictionary(&self, _path: &Path) -> Option<Arc<str>> {
        None
    }

    /// Keeps the text of a dictionary for other configurations that name it. By default, nothing is kept.
    fn keep_dictionary(&self, _path: PathBuf, _text: &Arc<str>) {}
}

/// The rules of a configuration.
#[derive(Debug)]
pub struct PackRules {
    /// The built-in rules and those of the packs that could be read.
    pub rules: RuleSet,
    /// Files in packs that are not valid rules.
    pub faulty: Vec<FileFaults>,
    /// The numbers of the packs that could not be read, each with the reason.
    pub unreadable: Vec<(usize, String)>,
}

/// A file of a configuration, with its faults.
#[derive(Debug)]
pub struct FileFaults {
    /// The file.
    pub source: Source,
    /// The faults, sorted by place.
    pub errors: Vec<ConfigError>,
}

/// The error for a configuration that is invalid, or builds on an invalid file.
#[derive(Debug, thiserror::Error)]
#[error("invalid configuration")]
pub struct InvalidConfig(pub Vec<FileFaults>);

/// A configuration with everything that it builds on. Which layers apply depends on the draft.
#[derive(Debug)]
pub struct ConfigLayers {
    /// The layers of all files; later ones override earlier ones.
    pub steps: Vec<ConditionalLayer>,
    /// The built-in rules and those of the packs.
    pub rules: RuleSet,
    /// The directories of the packs, in order.
    pub packs: Vec<PathBuf>,
    /// The files, by the numbers that places have: first configurations, then lists of names.
    pub files: Vec<Source>,
    /// The number of files that are configurations.
    pub configs: usize,
    /// The text of each dictionary, by the place of its name.
    pub dictionaries: HashMap<FileSpan, Arc<str>>,
}

impl ConfigLayers {
    /// Loads a configuration and everything that it builds on. `path` is its own path, in the form that [`ConfigFiles`] uses.
    ///
    /// # Errors
    /// When the configuration or a file that it builds on is invalid: every such file with all of its faults.
    pub fn load(files: &dyn ConfigFiles, path: PathBuf, source: Source) -> Result<Self, InvalidConfig> {
        let mut loader = Loader::new(files, path, source);
        let packs = loader.packs();
        let (rules, mut faulty) = loader.rules(&packs);
        // If some rules could not be read, their names would also be reported as unknown.
        let all_read = faulty.is_empty() && loader.is_sound();
        let mut steps = if all_read { loader.parse_layers(&rules) } else { Vec::new() };
        if !all_read {
            loader.add_other_faults(&rules);
        }
        let lists = loader.add_listed_names(&mut steps);
        let dictionaries = loader.dictionaries(&steps);
        if all_read && loader.is_sound() {
            loader.check_merged_settings(&steps, &rules);
        }
        let (unsound, sound): (Vec<_>, Vec<_>) = loader.loaded.into_iter().partition(|file| !file.errors.is_empty());
        faulty.splice(0..0, unsound.into_iter().map(FileFaults::from));
        if !faulty.is_empty() {
            return Err(InvalidConfig(faulty));
        }
        let configs = sound.len();
        let files = sound.into_iter().map(|file| file.source).chain(lists).collect();
        let packs = packs.into_iter().map(|(directory, _)| directory).collect();
        Ok(Self { steps, rules, packs, files, configs, dictionaries })
    }

    /// An empty configuration: these rules with their default settings.
    #[must_use]
    pub fn without_files(rules: RuleSet) -> Self {
        let (steps, packs, files) = (Vec::new(), Vec::new(), Vec::new());
        Self { steps, rules, packs, files, configs: 0, dictionaries: HashMap::new() }
    }

    /// Returns the directories of the rule packs that a configuration, or a file that it extends, names.
    ///
    /// # Errors
    /// When a file cannot be read, or names a pack that cannot be located.
    pub fn packs_of(files: &dyn ConfigFiles, path: PathBuf, source: Source) -> Result<Vec<PathBuf>, InvalidConfig> {
        let mut loader = Loader::new(files, path, source);
        let packs = loader.packs();
        let faulty: Vec<_> =
            loader.loaded.into_iter().filter(|file| !file.errors.is_empty()).map(FileFaults::from).collect();
        let directories = || packs.into_iter().map(|(directory, _)| directory).collect();
        if faulty.is_empty() { Ok(directories()) } else { Err(InvalidConfig(faulty)) }
    }

    /// Formats a place as file and line: `desk/bylint.toml:4`.
    #[must_use]
    pub fn written(&self, place: FileSpan) -> String {
        let source = &self.files[place.file];
        format!("{}:{}", source.name(), source.position(place.span.start).line)
    }
}

/// A configuration file that was read.
struct LoadedFile {
    path: PathBuf,
    source: Source,
    references: References,
    errors: Vec<ConfigError>,
}

impl From<LoadedFile> for FileFaults {
    fn from(LoadedFile { source, errors, .. }: LoadedFile) -> Self {
        Self { source, errors }
    }
}

/// Loads the files of one configuration and collects their faults.
struct Loader<'f> {
    files: &'f dyn ConfigFiles,
    /// The configuration files, in the order in which they were read; their numbers are indices into this.
    loaded: Vec<LoadedFile>,
    /// The numbers of the files whose references are being read, outermost first.
    open: Vec<usize>,
    /// The numbers of all files, each after those that it builds on.
    order: Vec<usize>,
}

impl<'f> Loader<'f> {
    fn new(files: &'f dyn ConfigFiles, path: PathBuf, source: Source) -> Self {
        let mut loader = Self { files, loaded: Vec::new(), open: Vec::new(), order: Vec::new() };
        loader.load(path, source);
        loader
    }

    fn is_sound(&self) -> bool {
        self.loaded.iter().all(|file| file.errors.is_empty())
    }

    /// Adds a file, and loads the files that it extends.
    fn load(&mut self, path: PathBuf, source: Source) {
        let at = self.loaded.len();
        let mut errors = Vec::new();
        let mut found = References::default();
        match source.invalid().first() {
            Some(&span) => errors.push(ConfigError { span, message: "not UTF-8: save the file as UTF-8".to_owned() }),
            None => found = references(source.text()),
        }
        let extends = found.extends.clone();
        self.loaded.push(LoadedFile { path, source, references: found, errors });
        self.open.push(at);
        for (file, span) in extends {
            if let Err(message) = self.extend(at, &file) {
                self.loaded[at].errors.push(ConfigError { span, message });
            }
        }
        self.open.pop();
        self.order.push(at);
    }

    /// Loads a file that the file with the number `from` extends, unless it was loaded already.
    fn extend(&mut self, from: usize, file: &str) -> Result<(), String> {
        let (path, source) = self.source(from, file)?;
        // Reports quote the lines with errors. A configuration must not be able to make bylint show lines of any other file.
        if path.extension().is_none_or(|end| end != "toml") {
            return Err(format!("`extends` takes only .toml files: {file}"));
        }
        if self.open.iter().any(|&open| self.loaded[open].path == path) {
            let names: Vec<_> = self.open.iter().map(|&open| self.loaded[open].source.name()).collect();
            return Err(format!("cyclic `extends`: {} → {}", names.join(" → "), source.name()));
        }
        if self.open.len() == MAX_EXTENDS_DEPTH {
            return Err(format!("`extends` is nested more than {MAX_EXTENDS_DEPTH} levels deep"));
        }
        if !self.loaded.iter().any(|loaded| loaded.path == path) {
            if self.loaded.len() == MAX_CONFIG_FILES {
                return Err(format!("one configuration reads more than {MAX_CONFIG_FILES} files"));
            }
            self.load(path, source);
        }
        Ok(())
    }

    /// Reads a file that the configuration with the number `from` names. Also returns its path.
    fn source(&self, from: usize, name: &str) -> Result<(PathBuf, Source), String> {
        let path = self.files.locate(&self.loaded[from].path, name)?;
        let source = self.files.read(&path)?;
        Ok((path, source))
    }

    /// Returns the directory of each pack once, with the first place that names it.
    fn packs(&mut self) -> Vec<(PathBuf, FileSpan)> {
        let mut directories: Vec<(PathBuf, FileSpan)> = Vec::new();
        for &at in &self.order.clone() {
            for (name, span) in self.loaded[at].references.packs.clone() {
                match self.files.locate(&self.loaded[at].path, &name) {
                    Ok(directory) if directories.iter().any(|(known, _)| *known == directory) => {}
                    Ok(directory) => directories.push((directory, FileSpan { file: at, span })),
                    Err(message) => self.loaded[at].errors.push(ConfigError { span, message }),
                }
            }
        }
        directories
    }

    /// Returns the built-in rules and those of these packs. Also returns the files in packs that are not valid rules.
    fn rules(&mut self, packs: &[(PathBuf, FileSpan)]) -> (RuleSet, Vec<FileFaults>) {
        let directories: Vec<PathBuf> = packs.iter().map(|(directory, _)| directory.clone()).collect();
        let PackRules { rules, faulty, unreadable } = self.files.rules(&directories);
        for (pack, reason) in unreadable {
            self.add_fault(packs[pack].1, format!("cannot read the rule pack: {reason}"));
        }
        (rules, faulty)
    }

    /// Adds the other faults of the files, if some file or rule could not be read.
    fn add_other_faults(&mut self, rules: &RuleSet) {
        for at in self.order.clone() {
            let LoadedFile { source, errors, .. } = &mut self.loaded[at];
            if !source.invalid().is_empty() {
                continue;
            }
            let faults = faults_with_some_rules(source.text(), at, rules);
            let is_known = |fault: &ConfigError| errors.iter().any(|error| error.span == fault.span);
            let faults: Vec<_> = faults.into_iter().filter(|fault| !is_known(fault)).collect();
            errors.extend(faults);
            errors.sort_by_key(|error| error.span);
        }
    }

    /// Parses all files into layers; the layers of a file come after those of the files that it builds on.
    fn parse_layers(&mut self, rules: &RuleSet) -> Vec<ConditionalLayer> {
        let mut all = Vec::new();
        for &at in &self.order {
            let loaded = &mut self.loaded[at];
            match parse_layers(loaded.source.text(), at, rules) {
                Ok(more) => all.extend(more),
                Err(errors) => loaded.errors.extend(errors),
            }
            let mut overrides = all.iter().filter_map(|step| step.when.as_ref());
            if let Some(when) = overrides.nth(MAX_OVERRIDES).filter(|when| when.place.file == at) {
                let message = format!("more than {MAX_OVERRIDES} overrides in one configuration");
                loaded.errors.push(ConfigError { span: when.place.span, message });
            }
        }
        all
    }

    /// Adds the names in the files that the newsroom's lists refer to, and returns these files.
    fn add_listed_names(&mut self, steps: &mut [ConditionalLayer]) -> Vec<Source> {
        let mut lists = Vec::new();
        for layer in steps.iter_mut().map(|step| &mut step.layer) {
            for (list, reference) in std::mem::take(&mut layer.files) {
                let Some(source) = self.text_file(&reference) else { continue };
                let file = self.loaded.len() + lists.len();
                for (name, span) in names(source.text()) {
                    layer.newsroom.add(list, Located { value: name, place: FileSpan { file, span } });
                }
                lists.push(source);
            }
        }
        lists
    }

    /// Returns the text of each dictionary, by the place of its name.
    fn dictionaries(&mut self, steps: &[ConditionalLayer]) -> HashMap<FileSpan, Arc<str>> {
        let mut texts = HashMap::new();
        for reference in steps.iter().flat_map(|step| &step.layer.dictionary) {
            let path = self.files.locate(&self.loaded[reference.place.file].path, &reference.value).ok();
            if let Some(text) = path.as_ref().and_then(|path| self.files.kept_dictionary(path)) {
                texts.insert(reference.place, text);
            } else if let Some(source) = self.text_file(reference) {
                let text: Arc<str> = source.text()[source.start()..].into();
                if let Some(path) = path {
                    self.files.keep_dictionary(path, &text);
                }
                texts.insert(reference.place, text);
            }
        }
        texts
    }

    /// Reads the text file that a value names. If that fails, adds a fault at the value.
    fn text_file(&mut self, reference: &Located<String>) -> Option<Source> {
        let source = self.source(reference.place.file, &reference.value).and_then(|(_, source)| {
            match (source.not_text(), source.invalid()) {
                (None, []) => Ok(source),
                (Some(reason), _) => Err(format!("{} {reason}: save it as UTF-8", source.name())),
                (None, _) => Err(format!("{} is not UTF-8", source.name())),
            }
        });
        source.map_err(|message| self.add_fault(reference.place, message)).ok()
    }

    /// Adds faults for settings that are valid separately but not together: those for all drafts, then those with each
    /// override.
    fn check_merged_settings(&mut self, steps: &[ConditionalLayer], rules: &RuleSet) {
        // Only the settings matter: a layer's lists of names may be large, and there may be very many overrides.
        let settings = |layer: &Layer| Layer { settings: layer.settings.clone(), ..Layer::default() };
        let mut base = Layer::default();
        steps.iter().filter(|step| step.when.is_none()).for_each(|step| base.merge(&settings(&step.layer)));
        self.add_setting_faults(&base, rules);
        for step in steps.iter().filter(|step| step.when.is_some() && !step.layer.settings.is_empty()) {
            let mut layer = base.clone();
            layer.merge(&settings(&step.layer));
            self.add_setting_faults(&layer, rules);
        }
        for loaded in &mut self.loaded {
            loaded.errors.dedup();
        }
    }

    fn add_setting_faults(&mut self, layer: &Layer, rules: &RuleSet) {
        for (place, message) in layer.apply_settings(rules.clone()).err().into_iter().flatten() {
            self.add_fault(place, message);
        }
    }

    fn add_fault(&mut self, place: FileSpan, message: String) {
        self.loaded[place.file].errors.push(ConfigError { span: place.span, message });
    }
}
