//! `bylint test`: whether the rules of the house do what their examples say.

use super::Exit;
use super::args::{TestArgs, When};
use super::bad_config::Bad;
use super::output::Output;
use super::packs::Pack;
use super::settings::folders;
use bylint::config::ConfigError;
use bylint::engine::Linter;
use bylint::report::one_line;
use bylint::rule::{Rule, RuleSet};
use bylint::text::{Source, Span};
use bylint::trial;

/// What trying came to.
#[derive(Default)]
struct Tally {
    rules: usize,
    examples: usize,
    faults: usize,
    bad: usize,
}

pub(super) fn run(args: &TestArgs, color: When) -> anyhow::Result<Exit> {
    let folders = match &args.folder {
        Some(folder) => vec![folder.clone()],
        None => folders(args.config.as_deref())?,
    };
    let mut output = Output::stdout(color);
    let mut rules = RuleSet::builtin();
    let mut packs = Vec::new();
    for folder in &folders {
        packs.push(Pack::read(folder, &mut rules)?);
    }
    let linter = Linter::new(rules)?;
    let mut tally = Tally::default();
    for pack in packs {
        for bad in &pack.bad {
            output.say(bad.show(&output.human()))?;
        }
        tally.bad += pack.bad.len();
        for (rule, source) in pack.rules {
            try_rule(&linter, &rule, source, &mut tally, &mut output)?;
        }
    }
    if tally.rules + tally.bad == 0 {
        let names: Vec<_> = folders.iter().map(|folder| super::paths::slashed(folder)).collect();
        anyhow::bail!("no rules found in {}: a rule is a .toml file", names.join(", "));
    }
    output.say(summary(&tally))?;
    output.finish()?;
    Ok(match (tally.bad, tally.faults) {
        (0, 0) => Exit::Clean,
        (0, _) => Exit::Findings,
        _ => Exit::CouldNotRun,
    })
}

fn try_rule(
    linter: &Linter,
    rule: &Rule,
    source: Source,
    tally: &mut Tally,
    output: &mut Output,
) -> anyhow::Result<()> {
    let examples = rule.examples()?;
    tally.rules += 1;
    tally.examples += examples.bad.len() + examples.good.len();
    for (what, count) in [("bad", examples.bad.len()), ("good", examples.good.len())] {
        if count == 0 {
            let name = one_line(source.name());
            output.say(format!("warning: {name}: `{}` has no {what} example\n", rule.name))?;
        }
    }
    // The file's places count from behind its byte order mark.
    let start = source.start();
    let own = |fault: trial::Fault| {
        let line = source.text()[start + fault.place.start..].lines().next().unwrap_or_default();
        let at = start + fault.place.start;
        ConfigError { span: Span::new(at, at + line.trim_end().len()), message: fault.message }
    };
    let errors: Vec<ConfigError> = trial::faults(linter, rule)?.into_iter().map(own).collect();
    tally.faults += errors.len();
    output.say(Bad { source, errors }.show(&output.human()))
}

fn summary(tally: &Tally) -> String {
    let Tally { rules, examples, faults, bad } = tally;
    let some = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    if *rules == 0 {
        return format!("No rules tested: {} could not be read as a rule\n", some(*bad, "file"));
    }
    let tried = format!("{} with {}", some(*rules, "rule"), some(*examples, "example"));
    let outcome = if *faults == 0 { "all pass".to_owned() } else { some(*faults, "failure") };
    let unread =
        if *bad == 0 { String::new() } else { format!("; {} could not be read as a rule", some(*bad, "file")) };
    format!("{tried}: {outcome}{unread}\n")
}
