//! Reads the texts of a repository by their object ids.

use super::Repository;
use anyhow::Context as _;
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Mutex, PoisonError};

/// Limit on the size of a text, in bytes. No draft is that long.
const MAX_TEXT_BYTES: u64 = 1 << 30;

/// The hash that a repository uses for object ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ObjectFormat {
    Sha1,
    Sha256,
}

impl ObjectFormat {
    /// The id of a text, as `git hash-object --no-filters` computes it.
    pub(crate) fn blob_id(self, text: &[u8]) -> String {
        let head = format!("blob {}\0", text.len());
        match self {
            Self::Sha1 => hex(&Sha1::new().chain_update(head).chain_update(text).finalize()),
            Self::Sha256 => hex(&Sha256::new().chain_update(head).chain_update(text).finalize()),
        }
    }

    /// The id of the empty tree, which every repository has.
    pub(crate) fn empty_tree(self) -> &'static str {
        match self {
            Self::Sha1 => "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
            Self::Sha256 => "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
        }
    }
}

/// Formats bytes as lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |byte: u8| char::from(DIGITS[usize::from(byte)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Reads texts of one repository with a single git process.
#[derive(Debug)]
pub(crate) struct Objects {
    repository: Repository,
    process: Mutex<Option<CatFileProcess>>,
}

/// A running `git cat-file --batch`.
#[derive(Debug)]
struct CatFileProcess {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    pub(crate) fn new(repository: Repository) -> Self {
        Self { repository, process: Mutex::default() }
    }

    /// Reads the text with this id.
    ///
    /// # Errors
    /// If the repository does not have the text. A partial clone may lack texts.
    pub(crate) fn text(&self, id: &str) -> anyhow::Result<Vec<u8>> {
        let mut process = self.process.lock().unwrap_or_else(PoisonError::into_inner);
        let process = match &mut *process {
            Some(process) => process,
            empty => empty.insert(CatFileProcess::new(&self.repository)?),
        };
        process.text(id)
    }
}

impl CatFileProcess {
    fn new(repository: &Repository) -> anyhow::Result<Self> {
        let mut command = repository.command();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().context("cannot run git")?;
        let (requests, answers) = child.stdin.take().zip(child.stdout.take()).context("cannot talk to git")?;
        Ok(Self { child, requests, answers: BufReader::new(answers) })
    }

    /// Requests a text with "ID\n". The answer is "ID blob SIZE\n", the text and a line end; or "ID missing\n".
    fn text(&mut self, id: &str) -> anyhow::Result<Vec<u8>> {
        let missing =
            || format!("git object {id} is missing in this clone, and bylint never fetches: clone without `--filter`");
        self.requests
            .write_all(format!("{id}\n").as_bytes())
            .and_then(|()| self.requests.flush())
            .with_context(missing)?;
        let mut head = String::new();
        self.answers.read_line(&mut head).with_context(missing)?;
        let mut parts = head.split_whitespace().skip(1);
        let size = match (parts.next(), parts.next().and_then(|size| size.parse::<u64>().ok())) {
            (Some("blob"), Some(size)) if size <= MAX_TEXT_BYTES => size,
            _ => anyhow::bail!(missing()),
        };
        let mut text = Vec::new();
        self.answers.by_ref().take(size + 1).read_to_end(&mut text).with_context(missing)?;
        anyhow::ensure!(text.pop() == Some(b'\n') && text.len() as u64 == size, missing());
        Ok(text)
    }
}

impl Drop for CatFileProcess {
    fn drop(&mut self) {
        // Without this, the process would wait until somebody reads its answer.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blob_ids_equal_those_of_git() {
        assert_eq!(ObjectFormat::Sha1.blob_id(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(ObjectFormat::Sha1.blob_id(b"It rained.\n"), "8b37b70f87db9b2ecb9b192c75746f6f15e1bf7d");
        let sha256 = "c41fb33fcb91f549d50c1b927ff8decc095cf2661c2116b1ceeeff54228001dd";
        assert_eq!(ObjectFormat::Sha256.blob_id(b"It rained.\n"), sha256);
    }
}
