//! All rules as one page in Markdown: `docs/rules.md`, or the handbook of a newsroom.

use super::rules::{
    OTHER_SEVERITIES_TITLE, REPORTED_TITLE, case_description, profiles, reported_by_others, severity_and_profiles,
};
use crate::rule::{Example, Examples, Rule};
use std::fmt::Write as _;

/// The page: a table of all rules, then a section for each rule, by family and name.
#[must_use]
pub fn markdown(rules: &[&Rule]) -> String {
    let mut page = String::from(
        "# The rules\n\n<!-- Generated from the rule files by `bylint rules --format markdown`: edit those, not this page. -->\n\n\
         Each rule has a severity (error: fix it, or decide before publication; warning: an editor should look; info: less\n\
         certain, or style), and a confidence: how sure bylint is (high, medium or low). A profile is a set of rules; the default is `standard`. In the examples, `«` and `»` enclose the words that the rule reports. “Becomes” shows the suggested text; `--fix` never changes the words of a quotation.\n\n\
         | rule | finds | severity | confidence | profiles |\n|---|---|---|---|---|\n",
    );
    for rule in rules {
        let (name, what) = (&rule.name, escape_cell(&rule.what));
        let (severity, confidence) = (rule.severity.as_str(), rule.confidence.as_str());
        let _ = writeln!(page, "| [{name}](#{name}) | {what} | {severity} | {confidence} | {} |", profiles(rule));
    }
    let mut family = None;
    for rule in rules {
        if family != Some(&rule.family) {
            let _ = write!(page, "\n## Family: {}\n", rule.family);
            family = Some(&rule.family);
        }
        push_rule(&mut page, rule);
    }
    page
}

/// The section about one rule.
#[must_use]
pub fn page(rule: &Rule) -> String {
    let mut page = String::new();
    push_rule(&mut page, rule);
    page.trim_start().to_owned()
}

/// Appends the section about one rule.
fn push_rule(page: &mut String, rule: &Rule) {
    let _ = write!(page, "\n### {}\n\n", rule.name);
    let others = rule.other_cases();
    let _ = write!(page, "{}\n\n", severity_and_profiles(rule, &others));
    for (title, words) in [("What it finds", &*rule.what), ("Why", &rule.why), ("What to do", &rule.instead)] {
        let _ = write!(page, "**{title}.** {}\n\n", escape(words));
    }
    if !others.is_empty() {
        let _ = write!(page, "**{OTHER_SEVERITIES_TITLE}**\n\n");
        for case in &others {
            let _ = writeln!(page, "- {}", escape(&case_description(case)));
        }
        page.push('\n');
    }
    if !rule.settings.is_empty() {
        let _ = write!(page, "**Settings** under `[rules.settings.{}]` in `bylint.toml`:\n\n", rule.name);
        for setting in &rule.settings {
            let default = rule.default_of(setting).map(|value| format!(" = {value}")).unwrap_or_default();
            let _ = writeln!(page, "- `{}{default}`: {}", setting.key, escape(&setting.what));
            for side in &setting.sides {
                let _ = writeln!(page, "  - {}", escape(side));
            }
        }
        page.push('\n');
    }
    if !rule.standards.is_empty() {
        let standards: Vec<String> = rule.standards.iter().map(|standard| escape(standard)).collect();
        let _ = write!(page, "**Standards.** {}.\n\n", standards.join("; "));
    }
    // Examples are checked when a rule is loaded.
    let Ok(Examples { bad, good }) = rule.examples() else { return };
    for (title, examples) in
        [(REPORTED_TITLE, bad), ("Not reported", good)].into_iter().filter(|(_, list)| !list.is_empty())
    {
        let _ = write!(page, "**{title}**\n\n");
        for example in &examples {
            push_example(page, example);
            if let Some(others) = reported_by_others(example).filter(|_| title != REPORTED_TITLE) {
                let _ = write!(page, "{others}\n\n");
            }
        }
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
}

/// Appends an example in a code block. The fence is longer than any run of backticks in the example.
fn push_example(page: &mut String, example: &Example) {
    let (mut draft, mark) = example.marked();
    if let Some(mark) = mark {
        draft.insert(mark.end, '»');
        draft.insert(mark.start, '«');
    }
    let draft = draft.trim_end();
    let longest = draft.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let _ = write!(page, "{fence}markdown\n{draft}\n{fence}\n\n");
    if let Some(fix) = &example.fix {
        let longest = fix.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        let _ = write!(page, "becomes\n\n{fence}markdown\n{}\n{fence}\n\n", fix.trim_end());
    }
    for (key, names) in [("own-outlets", &example.own_outlets), ("partners", &example.partners)] {
        if !names.is_empty() {
            let _ = write!(page, "with `{key}`: {}\n\n", escape(&names.join(", ")));
        }
    }
}

/// Escapes words of a rule: backticks mark code, and other characters are not markup.
fn escape(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    let mut code = false;
    for c in words.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        code ^= c == '`';
        if !code && matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '\\' | '&' | '#') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Escapes words of a rule for a table cell.
fn escape_cell(words: &str) -> String {
    escape(words).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::RuleSet;

    #[test]
    fn words_are_escaped_except_in_code() {
        assert_eq!(escape("a * b_c\n `x_y` <b>"), "a \\* b\\_c `x_y` \\<b\\>");
        assert_eq!(escape_cell("either | or"), "either \\| or");
    }

    #[test]
    fn example_cannot_close_its_code_block() {
        let example = "kind = 'substitution'\navoid = ['netizens']\nlevel = 'sentence'\nseverity = 'info'\n\
                       confidence = 'high'\nmessage = 'no'\nlabel = 'no'\nwhat = 'W.'\nwhy = 'W.'\ninstead = 'I.'\n\
                       standards = []\n[[bad]]\ntext = '''\nSay ```` [[netizens]]\n'''\n";
        let rule = Rule::parse_house("house", "netizens", example).expect("the file is sound");
        let page = markdown(&[&rule]);
        assert!(page.ends_with("**Reported**\n\n`````markdown\nSay ```` «netizens»\n`````\n"), "{page}");
    }

    #[test]
    fn cases_with_another_severity_are_listed() {
        let rules = RuleSet::builtin();
        let page = |name: &str| page(rules.get(name).expect("it is built in"));
        assert!(page("quote-balance").contains("\n\nSeverity: warning. Confidence: high."));
        assert!(page("spelling").contains("\n- info, if bylint is much less certain.\n"));
        assert!(
            page("unattributed-allegation")
                .contains("warning; info in some cases (see below); error in the profile legal. ")
        );
        let chain = page("secondhand-chain");
        assert!(chain.contains("error; warning or info in some cases (see below). "), "{chain}");
        assert!(
            chain.contains(
                "\n- warning, if the first source is a group, which may have spoken in public. The message is then: “According to ‘…’, this"
            ),
            "{chain}"
        );
    }

    #[test]
    fn page_has_all_parts_of_every_rule() {
        let rules = RuleSet::builtin();
        let page = markdown(&rules.iter().collect::<Vec<_>>());
        let parts =
            ["**What it finds.**", "**Why.**", "**What to do.**", "**Standards.**", "**Reported**", "**Not reported**"];
        for rule in rules.iter() {
            let own = page.split(&format!("\n### {}\n", rule.name)).nth(1).expect("each rule has its part of the page");
            let own = own.split("\n### ").next().unwrap_or_default();
            let wanted = parts.iter().filter(|part| !rule.standards.is_empty() || **part != "**Standards.**");
            for part in wanted {
                assert!(own.contains(part), "{}: {part}", rule.name);
            }
            assert_eq!(own.contains("**Settings**"), !rule.settings.is_empty(), "{}", rule.name);
        }
    }
}
