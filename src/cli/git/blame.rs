//! Finds out who wrote a line, and when.

use super::Repository;
use super::changed_lines::lines_alike;
use bylint::date::Date;
use bylint::text::Source;
use std::collections::BTreeMap;
use std::path::Path;

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// The author and the date of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LineAuthor {
    /// The author's name.
    pub(crate) by: String,
    /// The day of the author's date, in UTC.
    pub(crate) on: Date,
}

impl Repository {
    /// The author of each line of a file, by line number. Lines that are not in the last commit are left out. In a shallow
    /// clone, so are lines that may be older than its oldest commits.
    ///
    /// # Errors
    /// If git does not have the file, or if a part of its history is missing.
    pub(crate) fn blame(&self, path: &Path, now: &Source) -> anyhow::Result<BTreeMap<usize, LineAuthor>> {
        let name = path.strip_prefix(&self.top)?;
        let mut command = self.command();
        // Asks for the version in the commit: git would run filters on the file to compare it.
        command.args(["blame", "--no-textconv", "--line-porcelain", "--no-progress", "HEAD", "--"]).arg(name);
        let (text, written) = blamed(&String::from_utf8_lossy(&super::finish(command)?), self.is_shallow());
        let then = Source::new("", text.into_bytes());
        let mut written: BTreeMap<usize, LineAuthor> =
            written.into_iter().map(|(at, written)| (then.position(at).line, written)).collect();
        let same = lines_alike(&then, now);
        Ok(same.filter_map(|(then, now)| Some((now, written.remove(&then)?))).collect())
    }
}

/// Parses the output of `git blame --line-porcelain`. Returns the text, and the author of each line by the byte offset at
/// which the line begins. Each line has a header "HASH OLD-LINE NEW-LINE COUNT" (the count only on the first line of a
/// group), keys, and the line itself after a tab. Lines of the oldest commits have the key `boundary`. In a shallow clone,
/// the authors of these lines are unknown.
fn blamed(porcelain: &str, is_shallow: bool) -> (String, Vec<(usize, LineAuthor)>) {
    let (mut text, mut lines) = (String::new(), Vec::new());
    let (mut by, mut on) = (String::new(), None);
    for row in porcelain.split_inclusive('\n') {
        if let Some(words) = row.strip_prefix('\t') {
            if let Some(on) = on.take() {
                lines.push((text.len(), LineAuthor { by: std::mem::take(&mut by), on }));
            }
            text.push_str(words);
        } else if let Some(name) = row.strip_prefix("author ") {
            name.trim_end_matches('\n').clone_into(&mut by);
        } else if let Some(time) = row.strip_prefix("author-time ") {
            let seconds = time.trim_end().parse::<i64>().ok();
            on = seconds.map(|seconds| Date::from_days(seconds.div_euclid(SECONDS_A_DAY)));
        } else if is_shallow && row == "boundary\n" {
            on = None;
        }
    }
    (text, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blame_is_read_by_its_own_lines() {
        let porcelain = "aaa 1 1 1\nauthor Dana Quill\nauthor-time 1728000000\nsummary author Eve\nfilename a\n\
                         \tauthor Eve\nbbb 2 2 1\nauthor Eve\nauthor-time x\nfilename a\n\tx\n";
        let written = LineAuthor { by: "Dana Quill".into(), on: Date::from_days(20_000) };
        assert_eq!(blamed(porcelain, true), ("author Eve\nx\n".into(), vec![(0, written)]));
        assert_eq!(blamed("x\n\t\n", true), ("\n".into(), Vec::new()));
        let porcelain = "aaa 1 1 1\nauthor Eve\nauthor-time 1728000000\nboundary\nfilename a\n\tx\n";
        assert_eq!([true, false].map(|is_shallow| blamed(porcelain, is_shallow).1.len()), [0, 1]);
    }
}
