//! Shared by all attack tests: a directory for the attack, an environment without anything from this machine, and runs
//! that must end.

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

/// The bylint binary. [`Scene::command`] runs it, so that its cache and its cache key stay in the scene.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_bylint");

/// After this time, a run counts as hanging. On an idle machine, none of these takes a second.
const HANGS: Duration = Duration::from_secs(300);

/// Maximum number of bytes read from a run's output, in case it is endless.
const LONGEST_REPORT: u64 = 64 << 20;

/// A directory in which an attack is set up: the attacked user's home directory, and the files next to it.
pub(crate) struct Scene {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// The exit code and output of a run.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Standard output and standard error together.
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

    /// Creates a scene with a repository `r` in which these files are committed.
    pub(crate) fn repository(files: &[(&str, &str)]) -> Self {
        let scene = Self::new();
        scene.git(".", &["init", "-q", "-b", "main", "r"]);
        for (path, text) in files {
            scene.write(&format!("r/{path}"), text);
        }
        scene.commit("r");
        scene
    }

    /// Sets an environment variable for bylint.
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

    /// Creates a link; replaces an existing file.
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

    /// The sorted names of the entries in a directory.
    pub(crate) fn names(&self, path: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(path)).expect("a folder").map(|entry| entry.expect("an entry"));
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs git, which must succeed, and returns its output.
    pub(crate) fn git(&self, folder: &str, args: &[&str]) -> String {
        let mut command = self.command("git", folder, args);
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Ada Brook").env(format!("GIT_{who}_EMAIL"), "ada@example.com");
        }
        let output = command.output().expect("git is there");
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    /// Commits all files, including ignored ones.
    pub(crate) fn commit(&self, folder: &str) {
        self.git(folder, &["add", "-Af", "."]);
        self.git(folder, &["commit", "-q", "--allow-empty", "-m", "News"]);
    }

    /// Asserts that git itself, run like this, runs the hostile command. Otherwise the test would prove nothing about
    /// bylint.
    pub(crate) fn git_runs_it(&self, mark: &str, folder: &str, args: &[&str]) {
        let _ = fs::remove_file(self.path(mark));
        let _ = self.command("git", folder, args).output().expect("git is there");
        assert!(self.path(mark).exists(), "git {args:?} does not run it here, so nothing is shown");
        self.remove(mark);
    }

    /// Runs bylint in a directory and waits until it ends.
    pub(crate) fn run(&self, folder: &str, args: &str) -> Run {
        self.end(args, &mut self.start(folder, args))
    }

    /// Runs bylint in the scene's directory, with a file as standard input.
    pub(crate) fn run_reading(&self, file: &str, args: &str) -> Run {
        let input = File::open(self.path(file)).expect("it is there");
        self.end(args, &mut self.start_with(input, ".", args))
    }

    /// Starts bylint in a directory.
    pub(crate) fn start(&self, folder: &str, args: &str) -> Child {
        self.start_with(Stdio::null(), folder, args)
    }

    /// Starts bylint in a directory, with this standard input.
    pub(crate) fn start_with(&self, input: impl Into<Stdio>, folder: &str, args: &str) -> Child {
        let args: Vec<&str> = args.split_whitespace().collect();
        let mut command = self.command(PROGRAM, folder, &args);
        command.envs(self.environment.iter().map(|(name, value)| (name, value))).stdin(input);
        let output = |name| File::create(self.path(name)).expect("a file");
        command.stdout(output("tmp/out")).stderr(output("tmp/err"));
        command.spawn().expect("the command that was just built runs")
    }

    /// Waits for a run to end. It panics if the run hangs.
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

    /// A command in a directory, with an environment that has only the search path of this machine.
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

/// Waits until `is_so` returns true.
pub(crate) fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < HANGS, "{what}: does not happen");
        sleep(Duration::from_millis(2));
    }
}

/// Waits for a process; returns the signal that ended it, if any.
pub(crate) fn ended_by(child: &mut Child) -> io::Result<Option<i32>> {
    child.wait().map(|status| std::os::unix::process::ExitStatusExt::signal(&status))
}
