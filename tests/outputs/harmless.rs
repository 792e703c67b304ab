//! Checks that output is harmless, without using bylint's own code. The fuzz targets use it, too.

/// Asserts that a text does not control a terminal, hide anything, or give a command to a CI runner.
pub(crate) fn harmless(what: &str, text: &str) {
    if let Some(fault) = fault(text) {
        panic!("{what}: {fault}\n{text:?}");
    }
}

/// The first harmful part of a text.
pub(crate) fn fault(text: &str) -> Option<String> {
    if let Some(c) = text.chars().find(|&c| is_control_or_hidden(c)) {
        return Some(format!("the character {c:?}"));
    }
    // CI runners may ignore invisible characters and case.
    let seen: String = text.chars().filter(|&c| !matches!(c, '\u{fe00}'..='\u{fe0f}')).collect();
    let seen = seen.to_ascii_lowercase();
    let anywhere = [
        "##[",
        "##vso[",
        "##teamcity[",
        "##octopus[",
        "##myget[",
        "@@continua[",
        "section_start:",
        "section_end:",
        "travis_fold:",
        "travis_time:",
    ];
    if let Some(command) = anywhere.iter().find(|command| seen.contains(**command)) {
        return Some(format!("the command {command}"));
    }
    let starts = ["::", "--- ", "+++ ", "~~~ ", "^^^ +++"];
    let line = seen.lines().find(|line| starts.iter().any(|start| line.trim_start().starts_with(start)));
    line.map(|line| format!("the line {line:?}"))
}

/// Whether a character is a control character, or reorders, breaks or hides text.
fn is_control_or_hidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0d}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
