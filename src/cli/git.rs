//! Asks git, and who wrote a line when. Paths and revisions are other people's words: none of them is
//! taken for an option or a pattern, and nothing that a repository could name is run.

use anyhow::Context as _;
use bylint::date::Date;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// A command with more arguments than this may be too long for the system.
const MANY: usize = 1000;

/// A repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Git {
    /// Its folder, by its own name.
    top: PathBuf,
}

/// Who wrote a line, and when it came into the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The author's name.
    pub(super) by: String,
    /// The day of the author's date, in UTC.
    pub(super) on: Date,
}

impl Git {
    /// The repository that a folder lies in.
    ///
    /// # Errors
    /// When there is none, or git cannot be run.
    pub(super) fn of(folder: &Path) -> anyhow::Result<Self> {
        let top = run(folder, ["rev-parse", "--show-toplevel"])?;
        let top = path_of(top.strip_suffix(b"\n").unwrap_or(&top));
        let top = std::fs::canonicalize(&top).with_context(|| top.display().to_string())?;
        Ok(Self { top })
    }

    /// Its folder, by its own name.
    pub(super) fn top(&self) -> &Path {
        &self.top
    }

    /// Who wrote these lines of a file, from 1; of lines that are in no commit yet nobody knows.
    pub(super) fn blame(&self, path: &Path, lines: &[usize]) -> anyhow::Result<BTreeMap<usize, Written>> {
        let mut args: Vec<String> = ["blame", "--line-porcelain", "--no-progress"].map(str::to_owned).to_vec();
        // Of many lines, all of the file is the shorter question.
        if lines.len() <= MANY {
            args.extend(lines.iter().map(|line| format!("-L{line},{line}")));
        }
        args.push("--".to_owned());
        let mut command = command(&self.top);
        let output = command.args(&args).arg(path).stderr(Stdio::null()).output().context("cannot run git")?;
        anyhow::ensure!(output.status.success(), "git knows nothing of {}", path.display());
        Ok(blamed(&String::from_utf8_lossy(&output.stdout)))
    }
}

/// What a command of git prints, run in a folder.
pub(super) fn run<'a>(folder: &Path, args: impl IntoIterator<Item = &'a str>) -> anyhow::Result<Vec<u8>> {
    let output = command(folder).args(args).output().context("cannot run git")?;
    let said = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "git: {}", said.trim());
    Ok(output.stdout)
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    // A monitor of files would be run by `diff`; a hook is run by nothing here, and shall not be.
    command.args([
        "--no-pager",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "diff.noprefix=false",
    ]);
    command.args(["-c", "blame.showEmail=false", "-c", "blame.ignoreRevsFile=", "-c", "log.showSignature=false"]);
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
    for set in ["GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_DIFF_OPTS"] {
        command.env_remove(set);
    }
    command
}

#[cfg(unix)]
pub(super) fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(name))
}

#[cfg(not(unix))]
pub(super) fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::new(&*String::from_utf8_lossy(name)))
}

/// The lines of `git blame --line-porcelain`: a header "HASH BEFORE NOW", keys, and the line itself behind a tab.
fn blamed(porcelain: &str) -> BTreeMap<usize, Written> {
    let mut lines = BTreeMap::new();
    let (mut now, mut by, mut on, mut known) = (None, String::new(), None, false);
    let mut header = true;
    for line in porcelain.split('\n') {
        if line.starts_with('\t') {
            if let (Some(now), Some(on), true) = (now, on, known) {
                lines.insert(now, Written { by: by.clone(), on });
            }
            header = true;
        } else if header {
            let mut parts = line.split(' ');
            // What is in no commit has a name of noughts.
            known = parts.next().is_some_and(|hash| hash.bytes().any(|b| b != b'0'));
            now = parts.nth(1).and_then(|number| number.parse().ok());
            header = false;
        } else if let Some(name) = line.strip_prefix("author ") {
            name.clone_into(&mut by);
        } else if let Some(time) = line.strip_prefix("author-time ") {
            on = time.parse::<i64>().ok().map(|seconds| Date::from_days(seconds.div_euclid(SECONDS_A_DAY)));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blame_is_read_by_its_own_lines() {
        let porcelain = "aaa 1 3 1\nauthor Dana Quill\nauthor-time 1728000000\nsummary author Eve\nfilename a\n\
                         \tauthor Eve\n000 2 4 1\nauthor Not Committed Yet\nauthor-time 1\nfilename a\n\tx\n";
        let written = Written { by: "Dana Quill".into(), on: Date::from_days(20_000) };
        assert_eq!(blamed(porcelain), [(3, written)].into());
        assert_eq!(blamed("x\n\t\n"), BTreeMap::new());
    }
}
