//! A `bylint.toml` with all that it builds on: the files it extends, rules of the house, lists of names, dictionaries. Nothing
//! outside the repository is read: whoever sends a change to a repository may have written its configuration.

use super::common::Common;
use super::error::{FileDiagnostics, InvalidConfig};
use super::packs::Pack;
use super::paths;
use super::paths::display_path;
use crate::cli::run::inputs::tree::{self, BadPath};
use anyhow::Context as _;
use bylint::config::{self, ConfigError, FileSpan, References, Located, ConditionalLayer};
use bylint::rule::RuleSet;
use bylint::text::Source;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files that extend each other one after the other, at most.
const DEEPEST: usize = 16;

/// Files that one configuration is made of, beside its lists, at most.
const MOST_FILES: usize = 256;

/// Overrides in one configuration, at most: each is tried on each draft.
const MOST_OVERRIDES: usize = 1000;

/// What a configuration comes to, before it is known for which draft.
#[derive(Debug)]
pub(crate) struct Loader {
    /// What holds over what stands before it.
    pub(crate) steps: Vec<ConditionalLayer>,
    /// The built-in rules and those of the house.
    pub(crate) rules: RuleSet,
    /// The folders of the latter, in their order.
    pub(crate) packs: Vec<PathBuf>,
    /// The files that places refer to.
    pub(crate) files: Vec<Source>,
    /// How many of them are configurations; the others hold lists of names.
    pub(crate) configs: usize,
    /// The text of each dictionary that is named, by the place that names it.
    pub(crate) dictionaries: HashMap<FileSpan, Arc<str>>,
}

/// A configuration that was read as text.
struct Loaded {
    path: PathBuf,
    source: Source,
    references: References,
    errors: Vec<ConfigError>,
}

/// Reads configurations and what they name.
struct Reader<'c> {
    common: &'c Common,
    /// The folder of the repository.
    root: PathBuf,
    loaded: Vec<Loaded>,
    /// The numbers of those whose own references are being read, with the file that was asked for first.
    open: Vec<usize>,
    /// The numbers of all, each after those that it builds on.
    order: Vec<usize>,
}

impl Loader {
    /// Reads a configuration and all that it builds on.
    ///
    /// # Errors
    /// When it cannot be read; a [`InvalidConfig`] when something in it, or in what it builds on, is not sound.
    pub(crate) fn read(path: &Path, common: &Common) -> anyhow::Result<Self> {
        let mut reader = Reader::open(path, common)?;
        let packs = reader.packs();
        let (rules, mut bad) = reader.rules(&packs);
        // Rules that could not be read would be told a second time, as names that nobody has.
        let sound = bad.is_empty() && reader.loaded.iter().all(|loaded| loaded.errors.is_empty());
        let mut steps = if sound { reader.steps(&rules) } else { Vec::new() };
        if !sound {
            reader.other_faults(&rules);
        }
        let lists = reader.lists(&mut steps);
        let dictionaries = reader.dictionaries(&steps);
        if sound && reader.loaded.iter().all(|loaded| loaded.errors.is_empty()) {
            reader.together(&steps, &rules);
        }
        let (faulty, fine): (Vec<_>, Vec<_>) = reader.loaded.into_iter().partition(|loaded| !loaded.errors.is_empty());
        bad.splice(
            0..0,
            faulty.into_iter().map(|loaded| FileDiagnostics { source: loaded.source, errors: loaded.errors }),
        );
        if !bad.is_empty() {
            return Err(InvalidConfig::new(bad).into());
        }
        let configs = fine.len();
        let files = fine.into_iter().map(|loaded| loaded.source).chain(lists).collect();
        let packs = packs.into_iter().map(|(folder, _)| folder).collect();
        Ok(Self { steps, rules, packs, files, configs, dictionaries })
    }

    /// No configuration at all.
    pub(crate) fn nothing(rules: RuleSet) -> Self {
        let (steps, packs, files) = (Vec::new(), Vec::new(), Vec::new());
        Self { steps, rules, packs, files, configs: 0, dictionaries: HashMap::new() }
    }

    /// The folders with rules of the house that a configuration names, itself or through what it extends.
    ///
    /// # Errors
    /// When it cannot be read; a [`InvalidConfig`] when something in it, or a folder, is not sound.
    pub(crate) fn folders(path: &Path, common: &Common) -> anyhow::Result<Vec<PathBuf>> {
        let mut reader = Reader::open(path, common)?;
        let packs = reader.packs();
        let faulty = reader.loaded.into_iter().filter(|loaded| !loaded.errors.is_empty());
        let bad: Vec<_> =
            faulty.map(|loaded| FileDiagnostics { source: loaded.source, errors: loaded.errors }).collect();
        if bad.is_empty() {
            Ok(packs.into_iter().map(|(folder, _)| folder).collect())
        } else {
            Err(InvalidConfig::new(bad).into())
        }
    }
}

impl<'c> Reader<'c> {
    fn open(path: &Path, common: &'c Common) -> anyhow::Result<Self> {
        let name = display_path(path);
        let target = tree::resolve(path).with_context(|| name.clone())?;
        no_other_file(path, &target).with_context(|| name.clone())?;
        let path = target;
        let bytes = paths::setting(&path).with_context(|| name.clone())?;
        common.count(bytes.len()).with_context(|| name.clone())?;
        let root = root(&path);
        let mut reader = Self { common, root, loaded: Vec::new(), open: Vec::new(), order: Vec::new() };
        reader.load(path, Source::new(name, bytes));
        Ok(reader)
    }

    fn load(&mut self, path: PathBuf, source: Source) {
        let at = self.loaded.len();
        let mut errors = Vec::new();
        let mut references = References::default();
        match source.invalid().first() {
            Some(&span) => errors.push(ConfigError { span, message: "not UTF-8: save the file as UTF-8".to_owned() }),
            None => references = config::references(source.text()),
        }
        let extends = references.extends.clone();
        self.loaded.push(Loaded { path, source, references, errors });
        self.open.push(at);
        for (file, span) in extends {
            if let Err(message) = self.extend(at, &file) {
                self.loaded[at].errors.push(ConfigError { span, message });
            }
        }
        self.open.pop();
        self.order.push(at);
    }

    /// Reads a file that another one extends, unless it was read already.
    fn extend(&mut self, from: usize, file: &str) -> Result<(), String> {
        let (path, source) = self.source(from, file)?;
        // An error in it is shown with its line: no configuration may show lines of any file that it likes.
        if path.extension().is_none_or(|end| end != "toml") {
            return Err(format!("`extends` takes only .toml files: {file}"));
        }
        if self.open.iter().any(|&open| self.loaded[open].path == path) {
            let names: Vec<_> = self.open.iter().map(|&open| self.loaded[open].source.name()).collect();
            return Err(format!("cyclic `extends`: {} → {}", names.join(" → "), source.name()));
        }
        if self.open.len() == DEEPEST {
            return Err(format!("`extends` is nested more than {DEEPEST} levels deep"));
        }
        if !self.loaded.iter().any(|loaded| loaded.path == path) {
            if self.loaded.len() == MOST_FILES {
                return Err(format!("one configuration reads more than {MOST_FILES} files"));
            }
            self.load(path, source);
        }
        Ok(())
    }

    /// A file that a configuration names, with its path.
    fn source(&self, from: usize, file: &str) -> Result<(PathBuf, Source), String> {
        let path = self.inside(from, file)?;
        let name = display_path(&path);
        let bytes = paths::setting(&path).map_err(|error| format!("cannot read {name}: {error}"))?;
        self.common.count(bytes.len()).map_err(|error| error.to_string())?;
        Ok((path, Source::new(name, bytes)))
    }

    /// The path that a configuration names, from its own folder; links lead to what they stand for.
    fn inside(&self, from: usize, named: &str) -> Result<PathBuf, String> {
        let path = beside(&self.loaded[from].path, named);
        match tree::inside(&self.root, &path) {
            Ok(path) => Ok(path),
            Err(BadPath::LeadsOut(_)) => {
                let folder = Some(display_path(&self.root)).filter(|folder| !folder.is_empty());
                let folder = folder.as_deref().unwrap_or(".");
                Err(format!("`{named}` is outside the repository directory `{folder}`: move it inside"))
            }
            Err(BadPath::IntoGit) => Err(format!("`{named}` is in a `.git` directory, which bylint never reads")),
            Err(BadPath::Io(error)) => Err(format!("cannot read {}: {error}", display_path(&path))),
        }
    }

    /// The folders of all packs, each once, with the place that names it first.
    fn packs(&mut self) -> Vec<(PathBuf, FileSpan)> {
        let mut folders: Vec<(PathBuf, FileSpan)> = Vec::new();
        for &at in &self.order.clone() {
            for (folder, span) in self.loaded[at].references.packs.clone() {
                match self.inside(at, &folder) {
                    Ok(folder) if folders.iter().any(|(known, _)| *known == folder) => {}
                    Ok(folder) => folders.push((folder, FileSpan { file: at, span })),
                    Err(message) => self.loaded[at].errors.push(ConfigError { span, message }),
                }
            }
        }
        folders
    }

    /// The built-in rules and those of these packs, and the rules' files that are not sound.
    fn rules(&mut self, packs: &[(PathBuf, FileSpan)]) -> (RuleSet, Vec<FileDiagnostics>) {
        let folders: Vec<PathBuf> = packs.iter().map(|(folder, _)| folder.clone()).collect();
        if let Some(rules) = self.common.rules(&folders) {
            return (rules, Vec::new());
        }
        let mut rules = RuleSet::builtin();
        let (mut bad, mut sound) = (Vec::new(), true);
        for (folder, place) in packs {
            match Pack::read(folder, &mut rules) {
                Ok(pack) => bad.extend(pack.bad),
                Err(error) => {
                    sound = false;
                    self.refuse(*place, format!("cannot read the rule pack: {error:#}"));
                }
            }
        }
        if sound && bad.is_empty() {
            self.common.keep_rules(folders, &rules);
        }
        (rules, bad)
    }

    /// Adds what else is wrong with the files where they, or the rules that they name, could not all be read.
    fn other_faults(&mut self, rules: &RuleSet) {
        for at in self.order.clone() {
            let Loaded { source, errors, .. } = &mut self.loaded[at];
            if !source.invalid().is_empty() {
                continue;
            }
            let faults = config::faults_with_some_rules(source.text(), at, rules);
            let is_known = |fault: &ConfigError| errors.iter().any(|error| error.span == fault.span);
            let faults: Vec<_> = faults.into_iter().filter(|fault| !is_known(fault)).collect();
            errors.extend(faults);
            errors.sort_by_key(|error| error.span);
        }
    }

    /// What all files say, each over those that it builds on.
    fn steps(&mut self, rules: &RuleSet) -> Vec<ConditionalLayer> {
        let mut steps = Vec::new();
        for &at in &self.order {
            let loaded = &mut self.loaded[at];
            match config::steps(loaded.source.text(), at, rules) {
                Ok(more) => steps.extend(more),
                Err(errors) => loaded.errors.extend(errors),
            }
            let mut overrides = steps.iter().filter_map(|step| step.when.as_ref());
            if let Some(when) = overrides.nth(MOST_OVERRIDES).filter(|when| when.place.file == at) {
                let message = format!("more than {MOST_OVERRIDES} overrides in one configuration");
                loaded.errors.push(ConfigError { span: when.place.span, message });
            }
        }
        steps
    }

    /// Adds the names of all files that the newsroom's lists refer to, and gives these files.
    fn lists(&mut self, steps: &mut [ConditionalLayer]) -> Vec<Source> {
        let mut lists = Vec::new();
        for layer in steps.iter_mut().map(|step| &mut step.layer) {
            for (list, said) in std::mem::take(&mut layer.files) {
                let Some(source) = self.named(&said) else { continue };
                let file = self.loaded.len() + lists.len();
                for (name, span) in config::names(source.text()) {
                    layer.newsroom.add(list, Located { value: name, place: FileSpan { file, span } });
                }
                lists.push(source);
            }
        }
        lists
    }

    fn dictionaries(&mut self, steps: &[ConditionalLayer]) -> HashMap<FileSpan, Arc<str>> {
        let mut texts = HashMap::new();
        for said in steps.iter().flat_map(|step| &step.layer.dictionary) {
            let path = self.inside(said.place.file, &said.value).ok();
            if let Some(text) = path.as_ref().and_then(|path| self.common.dictionary(path)) {
                texts.insert(said.place, text);
            } else if let Some(source) = self.named(said) {
                let text: Arc<str> = source.text()[source.start()..].into();
                self.common.keep_dictionary(path, &text);
                texts.insert(said.place, text);
            }
        }
        texts
    }

    /// A text that a value names; else says what is wrong with the value.
    fn named(&mut self, said: &Located<String>) -> Option<Source> {
        let source = self.source(said.place.file, &said.value).and_then(|(_, source)| {
            match (source.not_text(), source.invalid()) {
                (None, []) => Ok(source),
                (Some(reason), _) => Err(format!("{} {reason}: save it as UTF-8", source.name())),
                (None, _) => Err(format!("{} is not UTF-8", source.name())),
            }
        });
        source.map_err(|message| self.refuse(said.place, message)).ok()
    }

    /// Settings that are sound each by itself may not be so together.
    fn together(&mut self, steps: &[ConditionalLayer], rules: &RuleSet) {
        let mut base = config::Layer::default();
        steps.iter().filter(|step| step.when.is_none()).for_each(|step| base.merge(&step.layer));
        let each = steps.iter().filter(|step| step.when.is_some()).map(|step| {
            let mut layer = base.clone();
            layer.merge(&step.layer);
            layer
        });
        let all: Vec<_> = std::iter::once(base.clone()).chain(each).collect();
        for (place, message) in all.iter().filter_map(|layer| layer.set(rules.clone()).err()).flatten() {
            self.refuse(place, message);
        }
        for loaded in &mut self.loaded {
            loaded.errors.dedup();
        }
    }

    fn refuse(&mut self, place: FileSpan, message: String) {
        self.loaded[place.file].errors.push(ConfigError { span: place.span, message });
    }
}

/// Errors show lines of a settings file, so a link by such a name leads to such a file only, not to one with secrets.
pub(crate) fn no_other_file(named: &Path, target: &Path) -> anyhow::Result<()> {
    let is_toml = |path: &Path| path.extension().is_some_and(|end| end == "toml");
    anyhow::ensure!(!is_toml(named) || is_toml(target), "links to a file that is not a .toml file");
    Ok(())
}

/// The repository that a file lies in; without one, the file's own folder.
pub(crate) fn root(path: &Path) -> PathBuf {
    let folder = path.parent().unwrap_or(Path::new(""));
    tree::repository(folder).unwrap_or(folder).to_owned()
}

/// A path that a configuration names, from that file's own folder.
fn beside(path: &Path, named: &str) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(named)
}

/// Where a place is, as people write it: `desk/bylint.toml:4`.
pub(crate) fn written(files: &[Source], place: FileSpan) -> String {
    let source = &files[place.file];
    format!("{}:{}", source.name(), source.position(place.span.start).line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bylint::text::Span;

    #[test]
    fn a_place_is_written_with_its_line() {
        let files = [Source::new("a.toml", b"x = 1\ny = 2\n".to_vec())];
        assert_eq!(written(&files, FileSpan { file: 0, span: Span::new(6, 7) }), "a.toml:2");
    }
}
