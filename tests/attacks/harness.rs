//! What all attacks share: a folder of their own, an environment without anything of this machine, and a run that must end.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A draft with one finding that has a safe fix.
pub(crate) const FAULTY: &str = "The mill closed in in May.\n";

/// The command that was just built. [`Scene::command`] runs it, so that its cache and its key lie in the scene.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_bylint");

/// A run that takes longer hangs; none of these takes a second where nothing else runs.
const HANGS: Duration = Duration::from_secs(300);

/// A run in whose report no more can be is endless.
const LONGEST_REPORT: u64 = 64 << 20;

/// A folder in which an attack is set up: the home directory of the user who is attacked, and whatever lies beside it.
pub(crate) struct Scene {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// How a run ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Everything that it printed.
    pub(crate) fn printed(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

impl Scene {
    pub(crate) fn new() -> Self {
        let scene = Self { folder: tempfile::tempdir().expect("there is room for a folder"), environment: Vec::new() };
        for folder in ["home", "tmp"] {
            fs::create_dir(scene.path(folder)).expect("a folder");
        }
        scene
    }

    /// A scene with a repository `r`, in which these files are committed.
    pub(crate) fn repository(files: &[(&str, &str)]) -> Self {
        let scene = Self::new();
        scene.git(".", &["init", "-q", "-b", "main", "r"]);
        for (path, text) in files {
            scene.write(&format!("r/{path}"), text);
        }
        scene.commit("r");
        scene
    }

    /// The same with a variable in the environment of bylint.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Makes a link, in the place of whatever is there.
    pub(crate) fn link(&self, target: impl AsRef<Path>, path: &str) {
        let path = self.path(path);
        let _ = fs::remove_file(&path);
        fs::create_dir_all(path.parent().expect("a link is in a folder")).expect("a folder");
        symlink(target, path).expect("a link");
    }

    pub(crate) fn pipe(&self, path: &str) {
        let made = Command::new("mkfifo").arg(self.path(path)).status().expect("every Unix has mkfifo");
        assert!(made.success());
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// The names in a folder, in order.
    pub(crate) fn names(&self, path: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(path)).expect("a folder").map(|entry| entry.expect("an entry"));
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs git, which must do what it is asked to.
    pub(crate) fn git(&self, folder: &str, args: &[&str]) -> String {
        let mut command = self.command("git", folder, args);
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Ada Brook").env(format!("GIT_{who}_EMAIL"), "ada@example.com");
        }
        let output = command.output().expect("git is there");
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    /// Commits all that there is, even what is ignored.
    pub(crate) fn commit(&self, folder: &str) {
        self.git(folder, &["add", "-Af", "."]);
        self.git(folder, &["commit", "-q", "--allow-empty", "-m", "News"]);
    }

    /// Whether git itself, asked like this, leaves the mark of a command that it ran: else nothing is shown by bylint not doing so.
    pub(crate) fn git_runs_it(&self, mark: &str, folder: &str, args: &[&str]) {
        let _ = fs::remove_file(self.path(mark));
        let _ = self.command("git", folder, args).output().expect("git is there");
        assert!(self.path(mark).exists(), "git {args:?} does not run it here, so nothing is shown");
        self.remove(mark);
    }

    /// Runs bylint in a folder to its end.
    pub(crate) fn run(&self, folder: &str, args: &str) -> Run {
        self.end(args, &mut self.start(folder, args))
    }

    /// The same in the scene's own folder, with a file on standard input.
    pub(crate) fn run_reading(&self, file: &str, args: &str) -> Run {
        let input = File::open(self.path(file)).expect("it is there");
        self.end(args, &mut self.start_with(input, ".", args))
    }

    /// Starts bylint in a folder.
    pub(crate) fn start(&self, folder: &str, args: &str) -> Child {
        self.start_with(Stdio::null(), folder, args)
    }

    /// The same with something on standard input.
    pub(crate) fn start_with(&self, input: impl Into<Stdio>, folder: &str, args: &str) -> Child {
        let args: Vec<&str> = args.split_whitespace().collect();
        let mut command = self.command(PROGRAM, folder, &args);
        command.envs(self.environment.iter().map(|(name, value)| (name, value))).stdin(input);
        let output = |name| File::create(self.path(name)).expect("a file");
        command.stdout(output("tmp/out")).stderr(output("tmp/err"));
        command.spawn().expect("the command that was just built runs")
    }

    /// Waits for the end of a run, which must come by itself.
    pub(crate) fn end(&self, args: &str, child: &mut Child) -> Run {
        let start = Instant::now();
        let status = loop {
            match child.try_wait().expect("a command can be waited for") {
                Some(status) => break status,
                None if start.elapsed() > HANGS => {
                    child.kill().expect("it can be ended");
                    panic!("bylint {args}: does not end");
                }
                None => sleep(Duration::from_millis(2)),
            }
        };
        let read = |name| {
            let mut bytes = Vec::new();
            let file = File::open(self.path(name)).expect("a file");
            file.take(LONGEST_REPORT).read_to_end(&mut bytes).expect("it can be read");
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let (out, err) = (read("tmp/out"), read("tmp/err"));
        let code = status.code().unwrap_or_else(|| panic!("bylint {args}: {status}\n{err}"));
        assert!((0..=2).contains(&code), "bylint {args}: exit code {code}\n{err}");
        Run { code, out, err }
    }

    /// A command in a folder, with nothing of this machine in its environment but where programs are.
    pub(crate) fn command(&self, program: &str, folder: &str, args: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(self.path(folder)).stdin(Stdio::null()).env_clear();
        for name in ["PATH", "LLVM_PROFILE_FILE"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        command.env("HOME", self.path("home")).env("TMPDIR", self.path("tmp")).env("LANG", "C.UTF-8");
        command.env("GIT_CONFIG_NOSYSTEM", "1");
        command
    }
}

/// Waits until something is so.
pub(crate) fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < HANGS, "{what}: does not happen");
        sleep(Duration::from_millis(2));
    }
}

/// Whether a process has ended by this signal.
pub(crate) fn ended_by(child: &mut Child) -> io::Result<Option<i32>> {
    child.wait().map(|status| std::os::unix::process::ExitStatusExt::signal(&status))
}
