//! `bylint rules` and `bylint explain`: what is looked for, and why.

use super::Exit;
use super::args::{ExplainArgs, Format, RulesArgs, When};
use super::output::Output;
use super::settings::named;
use bylint::report::rules;
use bylint::rule::{Rule, RuleSet};

/// The most columns of a page: longer lines are hard to read.
const WIDEST: usize = 100;

pub(super) fn list(args: &RulesArgs, color: When) -> anyhow::Result<Exit> {
    let set = RuleSet::builtin();
    let all: Vec<&Rule> = set.iter().collect();
    let mut output = Output::stdout(color);
    let human = output.human();
    output.write(match args.format {
        Format::Human => rules::list(&all, human.width.min(WIDEST), human.color),
        Format::Json => rules::list_json(&all),
    })?;
    output.finish()?;
    Ok(Exit::Clean)
}

pub(super) fn explain(args: &ExplainArgs, color: When) -> anyhow::Result<Exit> {
    let set = RuleSet::builtin();
    let wanted = named(std::slice::from_ref(&args.name), &set)?;
    let mut output = Output::stdout(color);
    let human = output.human();
    let pages = set.iter().filter(|rule| wanted.iter().any(|named| named.covers(rule)));
    let pages: Vec<String> = pages.map(|rule| rules::page(rule, human.width.min(WIDEST), human.color)).collect();
    output.write(pages.join("\n\n"))?;
    output.finish()?;
    Ok(Exit::Clean)
}
