//! `bylint test`: checks the examples of house rules.

use crate::cli::Exit;
use crate::cli::args::{ColorMode, TestArgs};
use crate::cli::config::discover::pack_directories;
use crate::cli::config::error;
use crate::cli::config::packs::Pack;
use crate::cli::config::paths::to_slash;
use crate::cli::run::output::Output;
use bylint::config::{ConfigError, FileFaults};
use bylint::engine::Engine;
use bylint::report::one_line;
use bylint::rule::{Rule, RuleSet};
use bylint::rule_tests;
use bylint::text::{Source, Span};

/// The counts of all tests so far.
#[derive(Default)]
struct TestTally {
    rules: usize,
    examples: usize,
    failures: usize,
    invalid_files: usize,
}

/// Runs `bylint test`.
pub(crate) fn run(args: &TestArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let directories = match &args.folder {
        Some(directory) => vec![directory.clone()],
        None => pack_directories(args.config.as_deref())?,
    };
    let mut output = Output::stdout(color);
    let mut rules = RuleSet::builtin();
    let mut packs = Vec::new();
    for directory in &directories {
        packs.push(Pack::read(directory, &mut rules)?);
    }
    let linter = Engine::new(rules)?;
    let mut tally = TestTally::default();
    for pack in packs {
        for file in &pack.invalid_files {
            output.print_lines(error::show(file, &output.human()))?;
        }
        tally.invalid_files += pack.invalid_files.len();
        for (rule, source) in pack.rules {
            test_rule(&linter, &rule, source, &mut tally, &mut output)?;
        }
    }
    if tally.rules + tally.invalid_files == 0 {
        let names: Vec<_> = directories.iter().map(|directory| to_slash(directory)).collect();
        anyhow::bail!("no rules found in {}: a rule is a .toml file", names.join(", "));
    }
    output.print_lines(summary(&tally))?;
    output.finish()?;
    Ok(match (tally.invalid_files, tally.failures) {
        (0, 0) => Exit::Clean,
        (0, _) => Exit::Findings,
        _ => Exit::CouldNotRun,
    })
}

/// Tests a rule on its examples, and prints its failures.
fn test_rule(
    linter: &Engine,
    rule: &Rule,
    source: Source,
    tally: &mut TestTally,
    output: &mut Output,
) -> anyhow::Result<()> {
    let examples = rule.examples()?;
    tally.rules += 1;
    tally.examples += examples.bad.len() + examples.good.len();
    for (kind, count) in [("bad", examples.bad.len()), ("good", examples.good.len())] {
        if count == 0 {
            let name = one_line(source.name());
            output.print_lines(format!("warning: {name}: `{}` has no {kind} example\n", rule.name))?;
        }
    }
    // Positions in the file are counted from the end of the byte order mark.
    let start = source.start();
    let to_config_error = |fault: rule_tests::Fault| {
        let line = source.text()[start + fault.place.start..].lines().next().unwrap_or_default();
        let at = start + fault.place.start;
        ConfigError { span: Span::new(at, at + line.trim_end().len()), message: fault.message }
    };
    let errors: Vec<ConfigError> = rule_tests::faults(linter, rule)?.into_iter().map(to_config_error).collect();
    tally.failures += errors.len();
    output.print_lines(error::show(&FileFaults { source, errors }, &output.human()))
}

/// The line at the end of the output.
fn summary(tally: &TestTally) -> String {
    let TestTally { rules, examples, failures, invalid_files } = tally;
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    if *rules == 0 {
        return format!("No rules tested: {} could not be read as a rule\n", counted(*invalid_files, "file"));
    }
    let tested = format!("{} with {}", counted(*rules, "rule"), counted(*examples, "example"));
    let outcome = if *failures == 0 { "all pass".to_owned() } else { counted(*failures, "failure") };
    let unread = if *invalid_files == 0 {
        String::new()
    } else {
        format!("; {} could not be read as a rule", counted(*invalid_files, "file"))
    };
    format!("{tested}: {outcome}{unread}\n")
}
