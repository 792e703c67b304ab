//! `bylint rules` and `bylint explain`: what each rule finds, and why.

use crate::cli::Exit;
use crate::cli::args::{ColorMode, ExplainArgs, RulesArgs, RulesFormat};
use crate::cli::config::discover::{find_selectors, load_rules};
use crate::cli::run::output::Output;
use bylint::report::{rules, rules_page};
use bylint::rule::{Profile, Rule};

/// Limit on the width of a page: longer lines are hard to read.
const MAX_WIDTH: usize = 100;

/// Runs `bylint rules`.
pub(crate) fn list(args: &RulesArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let set = load_rules(args.config.as_deref())?;
    let profile = args.profile.map(Profile::from);
    let wanted = |rule: &&Rule| profile.is_none_or(|profile| rule.runs_in(profile));
    let all: Vec<&Rule> = set.iter().filter(wanted).collect();
    let mut output = Output::stdout(color);
    let human = output.human();
    match args.format {
        RulesFormat::Human => output.print_lines(rules::list(&all, human.width.min(MAX_WIDTH), human.color))?,
        RulesFormat::Json => output.write(rules::list_json(&all))?,
        RulesFormat::Markdown => output.print_lines(rules_page::markdown(&all))?,
    }
    output.finish()?;
    Ok(Exit::Clean)
}

/// Runs `bylint explain`.
pub(crate) fn explain(args: &ExplainArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let set = load_rules(args.config.as_deref())?;
    let wanted = find_selectors(std::slice::from_ref(&args.name), &set)?;
    let mut output = Output::stdout(color);
    let human = output.human();
    let pages = set.iter().filter(|rule| wanted.iter().any(|selector| selector.covers(rule)));
    let pages: Vec<String> = pages.map(|rule| rules::page(rule, human.width.min(MAX_WIDTH), human.color)).collect();
    output.print_lines(pages.join("\n\n"))?;
    output.finish()?;
    Ok(Exit::Clean)
}
