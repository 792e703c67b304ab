//! `bylint lsp`: the language server's streams, threads and files. What is said is `bylint::lsp`'s.

use super::Exit;
use super::files::{self, Draft};
use super::output::complain;
use super::settings::{BadConfig, Choices, Configs, NAME, NAMES, configuration};
use super::tree;
use bylint::diagnostic::Severity;
use bylint::document::FrontMatter;
use bylint::lsp::frame::{self, Frame, Frames};
use bylint::lsp::{Desk, Flow, Held, Place, Refused, Server};
use bylint::report::Colors;
use bylint::{config, report};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, SystemTime};
use std::{env, fs, io, thread};

/// How often the server looks whether its parent lives and configurations have changed, while nothing else happens.
const TICK: Duration = Duration::from_secs(1);

/// Messages that may wait; an editor that sends more waits itself.
const WAITING: usize = 256;

pub(super) fn run() -> anyhow::Result<Exit> {
    let (send, frames) = mpsc::sync_channel(WAITING);
    thread::spawn(move || {
        let mut frames = Frames::new(io::stdin().lock());
        while let Ok(Some(frame)) = frames.read() {
            if send.send(frame).is_err() {
                break;
            }
        }
    });
    let mut server = Server::new(Files::new()?);
    serve(&mut server, &frames)
}

fn serve(server: &mut Server<Files>, frames: &Receiver<Frame>) -> anyhow::Result<Exit> {
    loop {
        match frames.recv_timeout(TICK) {
            Ok(frame) => {
                if let Some(exit) = receive(server, frame) {
                    return Ok(exit);
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                if server.parent().is_some_and(|process| !lives(process)) {
                    return Ok(Exit::Abandoned);
                }
                let open: Vec<PathBuf> = server.open().map(Path::to_owned).collect();
                if server.desk().changed(&open) {
                    server.reload();
                }
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(Exit::Abandoned),
        }
        loop {
            // All that has come is taken before anything is shown: what is shown is never of an old text.
            while let Ok(frame) = frames.try_recv() {
                if let Some(exit) = receive(server, frame) {
                    return Ok(exit);
                }
            }
            server.publish();
            if send(server).is_err() {
                return Ok(Exit::Abandoned);
            }
            if !server.work() {
                break;
            }
        }
    }
}

fn receive(server: &mut Server<Files>, frame: Frame) -> Option<Exit> {
    match frame {
        Frame::Broken(why) => server.unreadable(why),
        Frame::Body(body) => {
            if let Flow::End { orderly } = server.receive(&body) {
                // Whether anybody still listens does not matter any more.
                let _ = send(server);
                return Some(if orderly { Exit::Clean } else { Exit::Abandoned });
            }
        }
    }
    None
}

fn send(server: &mut Server<Files>) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    server.take().iter().try_for_each(|message| {
        if message["method"] == "window/logMessage" {
            let text = message["params"]["message"].as_str().unwrap_or_default();
            complain(&format!("bylint lsp: {}\n", report::one_line(text)), Colors::Removed);
        }
        frame::write(&mut stdout, message)
    })
}

/// Whether a process runs. Where that cannot be told it is taken to: the end of standard input tells too.
fn lives(process: u32) -> bool {
    if cfg!(target_os = "linux") {
        // One that has ended and that nobody asked after is listed too, as a zombie.
        let stat = fs::read_to_string(format!("/proc/{process}/stat"));
        return stat.is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| !rest.trim_start().starts_with('Z')));
    }
    if cfg!(unix) {
        let asked = std::process::Command::new("kill").args(["-0", &process.to_string()]).output();
        return asked.is_ok_and(|output| output.status.success());
    }
    true
}

/// The files around the drafts.
struct Files {
    configs: Configs,
    held: Vec<(Arc<super::settings::Settings>, Arc<Held>)>,
    /// When the files that decide what holds for the open drafts were last changed, and their size.
    stamps: BTreeMap<PathBuf, Option<(SystemTime, u64)>>,
}

impl Files {
    fn new() -> anyhow::Result<Self> {
        Ok(Self { configs: Configs::of_one(None, Choices::default())?, held: Vec::new(), stamps: BTreeMap::new() })
    }

    /// Whether a file that decides what holds for these drafts is another than at the last look.
    fn changed(&mut self, drafts: &[PathBuf]) -> bool {
        let mut stamps = BTreeMap::new();
        for folder in drafts.iter().filter_map(|draft| draft.parent()) {
            stamps.extend(stamped(folder));
        }
        let changed = stamps.iter().any(|(path, stamp)| self.stamps.get(path).is_some_and(|before| before != stamp));
        self.stamps = stamps;
        changed
    }
}

impl Desk for Files {
    fn held(&mut self, draft: Place<'_>, front_matter: &FrontMatter) -> Result<Option<Arc<Held>>, Refused> {
        let draft = match draft {
            Place::File(path) => path.to_owned(),
            Place::Buffer(folder) => folder.join("draft.md"),
        };
        let folder = draft.parent().map(Path::to_owned).unwrap_or_default();
        let draft = Draft::open(&draft);
        if !self.stamps.contains_key(&folder.join(NAME)) {
            // What changes from now on is another than what is read now.
            self.stamps.extend(stamped(&folder));
        }
        let kept = self.configs.of(draft.into_iter().collect()).map_err(|error| refused(&error))?;
        let Some((_, settings)) = kept.into_iter().next() else { return Ok(None) };
        if let Some((_, held)) = self.held.iter().find(|(known, _)| Arc::ptr_eq(known, &settings)) {
            return Ok(Some(held.clone()));
        }
        let own = settings.of(|| front_matter).map_err(|error| refused(&error))?;
        let held = Arc::new(Held {
            linter: own.linter.clone(),
            context: own.context.clone(),
            // As a program is told: an editor shows what weighs little in its own way.
            least: own.min_severity.unwrap_or(Severity::Info),
        });
        // What front matter decides is decided anew at each change of it.
        if Arc::ptr_eq(&own, &settings) {
            self.held.push((settings, held.clone()));
        }
        Ok(Some(held))
    }

    fn drafts(&mut self, folders: &[PathBuf]) -> Vec<PathBuf> {
        if folders.is_empty() {
            return Vec::new();
        }
        let found = files::find(folders, None);
        found.drafts.iter().filter_map(|draft| draft.path().map(Path::to_owned)).collect()
    }

    fn home(&self, draft: Place<'_>, folders: &[PathBuf]) -> PathBuf {
        let folder = match draft {
            Place::File(path) => path.parent().unwrap_or(path),
            Place::Buffer(folder) => folder,
        };
        let holds = |above: &&Path| {
            configuration(above).is_some() || tree::is_top(above) || folders.iter().any(|folder| folder == above)
        };
        let home = folder.ancestors().find(holds).unwrap_or(folder);
        configuration(home).unwrap_or_else(|| home.join(NAME))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        Draft::open(path).map_or_else(|| files::setting(path), |draft| files::read(&draft))
    }

    fn matters(&self, path: &Path) -> bool {
        path.extension().is_some_and(|end| end == "toml") || self.stamps.contains_key(path)
    }

    fn forget(&mut self) {
        // Without a configuration or rules named on the command line nothing is read, and nothing can be wrong.
        self.configs = Configs::of_one(None, Choices::default()).expect("nothing is read yet");
        self.held.clear();
    }
}

fn refused(error: &anyhow::Error) -> Refused {
    let here = env::current_dir().unwrap_or_default();
    let Some(BadConfig(bad)) = error.downcast_ref::<BadConfig>() else {
        return Refused { message: report::one_line(&format!("bylint: {error:#}")).into_owned(), files: Vec::new() };
    };
    let bad = bad.iter().filter(|bad| !bad.errors.is_empty());
    let files: Vec<_> = bad.map(|bad| (here.join(bad.source.name()), bad.source.clone(), bad.errors.clone())).collect();
    let names: Vec<_> = files.iter().map(|(_, source, _)| report::path(source.name()).into_owned()).collect();
    Refused { message: format!("bylint: not sound, so drafts are not read: {}", names.join(", ")), files }
}

/// The files that decide what holds in a folder, whether or not they are there: configurations here and above, and what the
/// nearest builds on and names.
pub(super) fn deciding(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for above in folder.ancestors() {
        let is_last = configuration(above).is_some() || tree::is_top(above);
        // All names, so that it is noticed when one comes.
        for name in NAMES {
            named_by(above.join(name), &mut paths);
        }
        if is_last {
            break;
        }
    }
    paths
}

/// The same, each with when it was last changed, and its size; nothing for one that is not there.
fn stamped(folder: &Path) -> impl Iterator<Item = (PathBuf, Option<(SystemTime, u64)>)> {
    deciding(folder).into_iter().map(|path| {
        let stamp = fs::metadata(&path).and_then(|file| Ok((file.modified()?, file.len()))).ok();
        (path, stamp)
    })
}

/// The files that hold names of the newsroom's lists.
fn lists(config: &toml::Table) -> impl Iterator<Item = &str> {
    let newsroom = config.get("newsroom").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
    let entries = newsroom.flat_map(|list| list.as_array().map_or(std::slice::from_ref(list), Vec::as_slice));
    entries.filter_map(|entry| entry.get("file")?.as_str())
}

/// A configuration, the files that it extends, and the rules, dictionaries and lists that these name.
pub(super) fn named_by(path: PathBuf, paths: &mut Vec<PathBuf>) {
    if paths.contains(&path) {
        return;
    }
    let text = tree::resolve(&path).ok().and_then(|path| String::from_utf8(files::setting(&path).ok()?).ok());
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    paths.push(path);
    let Some(text) = text else { return };
    let references = config::references(&text);
    for (pack, _) in references.packs {
        paths.extend(super::packs::files(&folder.join(&pack)).unwrap_or_default());
        paths.push(folder.join(pack));
    }
    let read: toml::Table = toml::from_str(&text).unwrap_or_default();
    let named = read.get("language").and_then(|table| table.get("dictionary")).and_then(|list| list.as_array());
    let named = named.into_iter().flatten().filter_map(|name| name.as_str());
    paths.extend(named.map(|name| folder.join(name)));
    paths.extend(lists(&read).map(|name| folder.join(name)));
    for (other, _) in references.extends {
        named_by(folder.join(other), paths);
    }
}
