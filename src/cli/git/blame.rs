//! Finds out who wrote a line, and when.

use super::Repository;
use super::changed_lines::unchanged_lines;
use bylint::date::Date;
use bylint::text::Source;
use std::collections::BTreeMap;
use std::path::Path;

const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// The author and the date of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LineAuthor {
    /// The author's name.
    pub(crate) name: String,
    /// The day of the author's date, in UTC.
    pub(crate) date: Date,
}

impl Repository {
    /// The author of each line of a file, by line number. Lines that are not in the last commit are left out. In a shallow
    /// clone, so are lines that may be older than its oldest commits.
    ///
    /// # Errors
    /// If git does not have the file, or if a part of its history is missing.
    pub(crate) fn blame(&self, path: &Path, new: &Source) -> anyhow::Result<BTreeMap<usize, LineAuthor>> {
        let name = path.strip_prefix(&self.top)?;
        let mut command = self.command();
        // Asks for the version in the commit: git would run filters on the file to compare it.
        command.args(["blame", "--no-textconv", "--line-porcelain", "--no-progress", "HEAD", "--"]).arg(name);
        let (text, authors) =
            parse_porcelain(&String::from_utf8_lossy(&super::command_output(command)?), self.is_shallow());
        let old = Source::new("", text.into_bytes());
        let mut authors: BTreeMap<usize, LineAuthor> =
            authors.into_iter().map(|(start, author)| (old.position(start).line, author)).collect();
        let unchanged = unchanged_lines(&old, new);
        Ok(unchanged.filter_map(|(old, new)| Some((new, authors.remove(&old)?))).collect())
    }
}

/// Parses the output of `git blame --line-porcelain`. Returns the text, and the author of each line by the byte offset at
/// which the line begins. Each line has a header "HASH OLD-LINE NEW-LINE COUNT" (the count only on the first line of a
/// group), keys, and the line itself after a tab. Lines of the oldest commits have the key `boundary`. In a shallow clone,
/// the authors of these lines are unknown.
fn parse_porcelain(porcelain: &str, is_shallow: bool) -> (String, Vec<(usize, LineAuthor)>) {
    let (mut text, mut lines) = (String::new(), Vec::new());
    let (mut name, mut date) = (String::new(), None);
    for row in porcelain.split_inclusive('\n') {
        if let Some(line) = row.strip_prefix('\t') {
            if let Some(date) = date.take() {
                lines.push((text.len(), LineAuthor { name: std::mem::take(&mut name), date }));
            }
            text.push_str(line);
        } else if let Some(author) = row.strip_prefix("author ") {
            author.trim_end_matches('\n').clone_into(&mut name);
        } else if let Some(time) = row.strip_prefix("author-time ") {
            let seconds = time.trim_end().parse::<i64>().ok();
            date = seconds.map(|seconds| Date::from_days(seconds.div_euclid(SECONDS_PER_DAY)));
        } else if is_shallow && row == "boundary\n" {
            date = None;
        }
    }
    (text, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_lines_are_not_parsed_as_porcelain_keys() {
        let porcelain = "aaa 1 1 1\nauthor Dana Quill\nauthor-time 1728000000\nsummary author Eve\nfilename a\n\
                         \tauthor Eve\nbbb 2 2 1\nauthor Eve\nauthor-time x\nfilename a\n\tx\n";
        let author = LineAuthor { name: "Dana Quill".into(), date: Date::from_days(20_000) };
        assert_eq!(parse_porcelain(porcelain, true), ("author Eve\nx\n".into(), vec![(0, author)]));
        assert_eq!(parse_porcelain("x\n\t\n", true), ("\n".into(), Vec::new()));
        let porcelain = "aaa 1 1 1\nauthor Eve\nauthor-time 1728000000\nboundary\nfilename a\n\tx\n";
        assert_eq!([true, false].map(|is_shallow| parse_porcelain(porcelain, is_shallow).1.len()), [0, 1]);
    }
}
