//! Generates tables of the files under `rules/`, which are compiled into the binary, and rejects a rule without examples.

#[path = "src/rule/example_format.rs"]
mod example_format;
#[path = "build/frames.rs"]
mod frames;
#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "build/spelling.rs"]
mod spelling;

use std::error::Error;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("rules");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("rules.rs"), rules(&root)?)?;
    fs::write(out.join("lexicons.rs"), lexicons(&root.join("lexicon"))?)?;
    frames::build(&root.join("frames.tsv"), &out);
    spelling::build(&out);
    let inputs = ["src", "rules", "build", "build.rs", "Cargo.toml", "Cargo.lock"];
    let build = fingerprint(&inputs.map(|name| root.with_file_name(name)))?;
    println!("cargo::rustc-env=BYLINT_BUILD={build:016x}");
    Ok(())
}

/// Computes a fingerprint of all that decides what bylint finds. Two builds of one version with different fingerprints do
/// not share a cache. `build.rs` and `build/` belong to it: from the same rules they may generate other tables.
fn fingerprint(paths: &[PathBuf]) -> Result<u64, Box<dyn Error>> {
    let mut hasher = DefaultHasher::new();
    let mut pending: Vec<PathBuf> = paths.iter().filter(|path| path.exists()).cloned().collect();
    while let Some(path) = pending.pop() {
        println!("cargo::rerun-if-changed={}", path.display());
        path.file_name().hash(&mut hasher);
        if path.is_dir() {
            pending.extend(entries(&path)?);
        } else {
            fs::read(&path)?.hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}

/// Generates the table `BUILTIN`: family, name and text of each rule, and the byte at which its examples start.
fn rules(root: &Path) -> Result<String, Box<dyn Error>> {
    let mut table = String::from("static BUILTIN: &[(&str, &str, &str, usize)] = &[\n");
    for folder in entries(root)?.iter().filter(|path| path.is_dir() && !path.ends_with("lexicon")) {
        for path in entries(folder)?.iter().filter(|path| path.extension().is_some_and(|end| end == "toml")) {
            let text = fs::read_to_string(path)?;
            let examples = example_format::check(&text, example_format::EXAMPLES_NEEDED).map_err(|fault| {
                let line = text[..fault.span.start].matches('\n').count() + 1;
                format!("{}:{line}: `{}` {}", path.display(), fault.key, fault.message)
            })?;
            let (family, name, path) = (stem(folder)?, stem(path)?, utf8(path.to_str())?);
            writeln!(table, "    ({family:?}, {name:?}, include_str!({path:?}), {examples}),")?;
        }
    }
    Ok(table + "];\n")
}

/// Generates the table `LISTS`: the name and the text of each word list.
fn lexicons(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut table = String::from("static LISTS: &[(&str, &str)] = &[\n");
    for path in entries(folder)?.iter().filter(|path| path.extension().is_some_and(|end| end == "tsv")) {
        lexicon::check(path, stem(path)?, &fs::read_to_string(path)?)?;
        writeln!(table, "    ({:?}, include_str!({:?})),", stem(path)?, utf8(path.to_str())?)?;
    }
    Ok(table + "];\n")
}

/// The entries of a directory, sorted by name, so that the tables are the same on every machine.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    Ok(paths)
}

/// The name of a file or directory without its extension.
fn stem(path: &Path) -> Result<&str, Box<dyn Error>> {
    utf8(path.file_stem().and_then(|stem| stem.to_str()))
}

/// Requires that a name is UTF-8.
fn utf8(name: Option<&str>) -> Result<&str, Box<dyn Error>> {
    Ok(name.ok_or("a path is not UTF-8")?)
}
