//! Patterns of paths with the meaning that they have in a `.gitignore`.

use super::glob::without_alternatives;
use globset::{Candidate, Error, Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::Path;

/// The patterns of a configuration, matched together against paths relative to its directory.
#[derive(Clone, Debug, Default)]
pub struct PathPatterns {
    set: GlobSet,
    patterns: Vec<PathPattern>,
}

#[derive(Clone, Copy, Debug)]
struct PathPattern {
    /// Whether the pattern is negated: `!a` excludes paths that an earlier pattern matched.
    negated: bool,
    /// Whether the pattern matches only directories: `a/`.
    directories_only: bool,
}

impl PathPatterns {
    /// Parses patterns. Later patterns have precedence over earlier ones. Empty lines and comments match nothing.
    ///
    /// # Errors
    /// When a pattern is invalid, or when all of them together exceed the size limit of a matcher.
    pub fn new<'p>(lines: impl IntoIterator<Item = &'p str>) -> Result<Self, Error> {
        let mut set = GlobSetBuilder::new();
        let mut patterns = Vec::new();
        for line in lines {
            if let Some((pattern, glob)) = parse_line(line)? {
                set.add(glob);
                patterns.push(pattern);
            }
        }
        Ok(Self { set: set.build()?, patterns })
    }

    /// Whether there are no patterns.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether a file's path, or a directory above it, is matched. The path is relative to the configuration's directory.
    #[must_use]
    pub fn matches(&self, path: &Path) -> bool {
        let mut found = Vec::new();
        for (depth, path) in path.ancestors().enumerate() {
            self.set.matches_candidate_into(&Candidate::new(path), &mut found);
            let counts = |at: &&usize| depth > 0 || !self.patterns[**at].directories_only;
            if let Some(&last) = found.iter().rev().find(counts) {
                return !self.patterns[last].negated;
            }
        }
        false
    }
}

/// Parses a line of a `.gitignore` as a glob; `None` if the line is blank or a comment.
fn parse_line(line: &str) -> Result<Option<(PathPattern, Glob)>, Error> {
    let line = without_alternatives(line);
    let line = if line.ends_with("\\ ") { &*line } else { line.trim_end() };
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let (negated, line) = line.strip_prefix('!').map_or((false, line), |rest| (true, rest));
    // `\!a` and `\#a` are names that begin with these signs.
    let line = line.strip_prefix('\\').filter(|rest| !negated && rest.starts_with(['!', '#'])).unwrap_or(line);
    let (from_here, line) = line.strip_prefix('/').map_or((false, line), |rest| (true, rest));
    let (directories_only, line) = line.strip_suffix('/').map_or((false, line), |rest| (true, rest));
    // A pattern without a slash matches at any depth.
    let anywhere = !from_here && !line.contains('/');
    let mut glob = if anywhere && line != "**" { format!("**/{line}") } else { line.to_owned() };
    // `a/**` matches what is in `a`, but not `a` itself.
    if glob.ends_with("/**") {
        glob.push_str("/*");
    }
    let glob = GlobBuilder::new(&glob).literal_separator(true).backslash_escape(true).build()?;
    Ok(Some((PathPattern { negated, directories_only }, glob)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(lines: &[&str], path: &str) -> bool {
        PathPatterns::new(lines.iter().copied()).expect("the test's patterns can be read").matches(Path::new(path))
    }

    #[test]
    fn patterns_match_as_in_git() {
        for (lines, path, expected) in [
            (&["drafts"][..], "a/drafts/b.md", true),
            (&["/drafts"], "a/drafts/b.md", false),
            (&["/drafts"], "drafts/b.md", true),
            (&["a/*.md"], "a/b.md", true),
            (&["a/*.md"], "a/b/c.md", false),
            (&["a/**"], "a/b/c.md", true),
            (&["b.md/"], "a/b.md", false),
            (&["*.md", "!keep.md"], "a/keep.md", false),
            (&["!keep.md", "*.md"], "a/keep.md", true),
            (&["{a,b}.md"], "a.md", false),
            (&["# a"], "# a", false),
            (&["\\#a"], "#a", true),
            (&[" "], " ", false),
        ] {
            assert_eq!(matches(lines, path), expected, "{lines:?} on {path}");
        }
    }

    /// The `ignore` crate, which reads `.gitignore` files, has to agree with the patterns of a configuration.
    #[cfg(feature = "cli")]
    #[test]
    fn random_patterns_match_as_in_the_ignore_crate() {
        use ignore::gitignore::GitignoreBuilder;
        use proptest::test_runner::{Config, TestRunner};
        let runner = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
        TestRunner::new(runner)
            .run(
                &("[!/#]?[ab*?]{0,2}/?[ab*]{0,2}/?", "!?[ab*/]{1,5}", "[ab]{1,2}(/[ab]{1,2}){0,2}"),
                |(one, two, path)| {
                    let mut builder = GitignoreBuilder::new("");
                    for line in [&one, &two] {
                        builder.add_line(None, &without_alternatives(line)).expect("git reads it");
                    }
                    let gitignore = builder.build().expect("it is small");
                    let expected = gitignore.matched_path_or_any_parents(&path, false).is_ignore();
                    proptest::prop_assert_eq!(matches(&[&one, &two], &path), expected);
                    Ok(())
                },
            )
            .expect("both agree");
    }
}
