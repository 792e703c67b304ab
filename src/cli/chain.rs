//! A `bylint.toml` with all that it builds on: the files it extends, rules of the house, lists of names, dictionaries. Nothing
//! outside the repository is read: whoever sends a change to a repository may have written its configuration.

use super::files;
use super::packs::Pack;
use super::settings::{Bad, BadConfig, shown};
use super::tree::{self, BadPath};
use anyhow::Context as _;
use bylint::config::{self, ConfigError, Place, References, Said, Step};
use bylint::rule::RuleSet;
use bylint::text::Source;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Files that extend each other one after the other, at most.
const DEEPEST: usize = 16;

/// What a configuration comes to, before it is known for which draft.
#[derive(Debug)]
pub(super) struct Chain {
    /// What holds over what stands before it.
    pub(super) steps: Vec<Step>,
    /// The built-in rules and those of the house.
    pub(super) rules: RuleSet,
    /// Whether some are of the house.
    pub(super) has_packs: bool,
    /// The files that places refer to.
    pub(super) files: Vec<Source>,
    /// How many of them are configurations; the others hold lists of names.
    pub(super) configs: usize,
    /// The text of each dictionary that is named, by the place that names it.
    pub(super) dictionaries: HashMap<Place, String>,
}

/// A configuration that was read as text.
struct Loaded {
    path: PathBuf,
    source: Source,
    references: References,
    errors: Vec<ConfigError>,
}

/// Reads configurations and what they name.
struct Reader {
    /// The folder of the repository.
    root: PathBuf,
    loaded: Vec<Loaded>,
    /// The numbers of those whose own references are being read, with the file that was asked for first.
    open: Vec<usize>,
    /// The numbers of all, each after those that it builds on.
    order: Vec<usize>,
}

impl Chain {
    /// Reads a configuration and all that it builds on.
    ///
    /// # Errors
    /// When it cannot be read; a [`BadConfig`] when something in it, or in what it builds on, is not sound.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let mut reader = Reader::open(path)?;
        let mut rules = RuleSet::builtin();
        let (packs, mut bad) = reader.packs(&mut rules);
        // Rules that could not be read would be told a second time, as names that nobody has.
        let sound = bad.is_empty() && reader.loaded.iter().all(|loaded| loaded.errors.is_empty());
        let mut steps = if sound { reader.steps(&rules) } else { Vec::new() };
        let lists = reader.lists(&mut steps);
        let dictionaries = reader.dictionaries(&steps);
        if sound && reader.loaded.iter().all(|loaded| loaded.errors.is_empty()) {
            reader.together(&steps, &rules);
        }
        let (faulty, fine): (Vec<_>, Vec<_>) = reader.loaded.into_iter().partition(|loaded| !loaded.errors.is_empty());
        bad.splice(0..0, faulty.into_iter().map(|loaded| Bad { source: loaded.source, errors: loaded.errors }));
        if !bad.is_empty() {
            return Err(BadConfig::new(bad).into());
        }
        let configs = fine.len();
        let files = fine.into_iter().map(|loaded| loaded.source).chain(lists).collect();
        Ok(Self { steps, rules, has_packs: packs > 0, files, configs, dictionaries })
    }

    /// No configuration at all.
    pub(super) fn nothing(rules: RuleSet) -> Self {
        Self { steps: Vec::new(), rules, has_packs: false, files: Vec::new(), configs: 0, dictionaries: HashMap::new() }
    }

    /// The folders with rules of the house that a configuration names, itself or through what it extends.
    pub(super) fn folders(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
        let reader = Reader::open(path)?;
        let of = |&at: &usize| -> Vec<PathBuf> {
            let loaded = &reader.loaded[at];
            loaded.references.packs.iter().map(|(folder, _)| beside(&loaded.path, folder)).collect()
        };
        Ok(reader.order.iter().flat_map(of).collect())
    }
}

impl Reader {
    fn open(path: &Path) -> anyhow::Result<Self> {
        let name = shown(path);
        let path = tree::resolve(path).with_context(|| name.clone())?;
        let bytes = files::setting(&path).with_context(|| name.clone())?;
        let root = root(&path);
        let mut reader = Self { root, loaded: Vec::new(), open: Vec::new(), order: Vec::new() };
        reader.load(path, Source::new(name, bytes));
        Ok(reader)
    }

    fn load(&mut self, path: PathBuf, source: Source) {
        let at = self.loaded.len();
        let mut errors = Vec::new();
        let mut references = References::default();
        match source.invalid().first() {
            Some(&span) => errors.push(ConfigError { span, message: "not UTF-8".to_owned() }),
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
            return Err(format!("`{file}` is not a .toml file"));
        }
        if self.open.iter().any(|&open| self.loaded[open].path == path) {
            let names: Vec<_> = self.open.iter().map(|&open| self.loaded[open].source.name()).collect();
            return Err(format!("goes round in a circle: {} → {}", names.join(" → "), source.name()));
        }
        if self.open.len() == DEEPEST {
            return Err(format!("more than {DEEPEST} files extend each other one after the other"));
        }
        if !self.loaded.iter().any(|loaded| loaded.path == path) {
            self.load(path, source);
        }
        Ok(())
    }

    /// A file that a configuration names, with its path.
    fn source(&self, from: usize, file: &str) -> Result<(PathBuf, Source), String> {
        let path = self.inside(from, file)?;
        let name = shown(&path);
        let bytes = files::setting(&path).map_err(|error| format!("cannot be read: {name}: {error}"))?;
        Ok((path, Source::new(name, bytes)))
    }

    /// The path that a configuration names, from its own folder; links lead to what they stand for.
    fn inside(&self, from: usize, named: &str) -> Result<PathBuf, String> {
        let path = beside(&self.loaded[from].path, named);
        match tree::inside(&self.root, &path) {
            Ok(path) => Ok(path),
            Err(BadPath::LeadsOut(_)) => {
                let folder = Some(shown(&self.root)).filter(|folder| !folder.is_empty());
                let folder = folder.as_deref().unwrap_or(".");
                Err(format!("`{named}` lies outside the repository, whose folder is {folder}"))
            }
            Err(BadPath::IntoGit) => Err(format!("`{named}` lies in a `.git` directory")),
            Err(BadPath::Io(error)) => Err(format!("cannot be read: {}: {error}", shown(&path))),
        }
    }

    /// Adds the rules of all packs: how many packs there are, and the rules' files that are not sound.
    fn packs(&mut self, rules: &mut RuleSet) -> (usize, Vec<Bad>) {
        let mut bad = Vec::new();
        let mut read: Vec<PathBuf> = Vec::new();
        for &at in &self.order.clone() {
            for (folder, span) in self.loaded[at].references.packs.clone() {
                let pack = self.inside(at, &folder).and_then(|folder| {
                    if read.contains(&folder) {
                        return Ok(Pack::default());
                    }
                    read.push(folder.clone());
                    Pack::read(&folder, rules).map_err(|error| format!("cannot be read: {error:#}"))
                });
                match pack {
                    Ok(pack) => bad.extend(pack.bad),
                    Err(message) => self.loaded[at].errors.push(ConfigError { span, message }),
                }
            }
        }
        (read.len(), bad)
    }

    /// What all files say, each over those that it builds on.
    fn steps(&mut self, rules: &RuleSet) -> Vec<Step> {
        let mut steps = Vec::new();
        for &at in &self.order {
            let loaded = &mut self.loaded[at];
            match config::steps(loaded.source.text(), at, rules) {
                Ok(more) => steps.extend(more),
                Err(errors) => loaded.errors.extend(errors),
            }
        }
        steps
    }

    /// Adds the names of all files that the newsroom's lists refer to, and gives these files.
    fn lists(&mut self, steps: &mut [Step]) -> Vec<Source> {
        let mut lists = Vec::new();
        for layer in steps.iter_mut().map(|step| &mut step.layer) {
            for (list, said) in std::mem::take(&mut layer.files) {
                let Some(source) = self.named(&said) else { continue };
                let file = self.loaded.len() + lists.len();
                for (name, span) in config::names(source.text()) {
                    layer.newsroom.add(list, Said { value: name, place: Place { file, span } });
                }
                lists.push(source);
            }
        }
        lists
    }

    fn dictionaries(&mut self, steps: &[Step]) -> HashMap<Place, String> {
        let mut texts = HashMap::new();
        for said in steps.iter().flat_map(|step| &step.layer.dictionary) {
            if let Some(source) = self.named(said) {
                texts.insert(said.place, source.text()[source.start()..].to_owned());
            }
        }
        texts
    }

    /// A text that a value names; else says what is wrong with the value.
    fn named(&mut self, said: &Said<String>) -> Option<Source> {
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
    fn together(&mut self, steps: &[Step], rules: &RuleSet) {
        let mut base = config::Layer::default();
        steps.iter().filter(|step| step.when.is_none()).for_each(|step| base.put(&step.layer));
        let each = steps.iter().filter(|step| step.when.is_some()).map(|step| {
            let mut layer = base.clone();
            layer.put(&step.layer);
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

    fn refuse(&mut self, place: Place, message: String) {
        self.loaded[place.file].errors.push(ConfigError { span: place.span, message });
    }
}

/// The repository that a file lies in; without one, the file's own folder.
pub(super) fn root(path: &Path) -> PathBuf {
    let folder = path.parent().unwrap_or(Path::new(""));
    tree::repository(folder).unwrap_or(folder).to_owned()
}

/// A path that a configuration names, from that file's own folder.
fn beside(path: &Path, named: &str) -> PathBuf {
    path.parent().unwrap_or(Path::new("")).join(named)
}

/// Where a place is, as people write it: `desk/bylint.toml:4`.
pub(super) fn written(files: &[Source], place: Place) -> String {
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
        assert_eq!(written(&files, Place { file: 0, span: Span::new(6, 7) }), "a.toml:2");
    }
}
