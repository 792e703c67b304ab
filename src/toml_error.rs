//! Rewords the messages of `toml` and `serde` about a wrong key or value, for people who know neither.

/// Rewords the message of an error.
pub(crate) fn reword(message: &str) -> String {
    reword_with(message, "value", &[])
}

/// Rewords the message of an error. `value` is what to call a word that has to be one of a few, such as “kind”. `more` are keys
/// that are known in addition to those that the message lists.
pub(crate) fn reword_with(message: &str, value: &str, more: &[&str]) -> String {
    if let Some((name, known)) = split_name(message, "unknown field `") {
        return unknown("key", name, &[&backticked_names(known), more].concat());
    }
    if let Some((name, known)) = split_name(message, "unknown variant `") {
        return unknown(value, name, &backticked_names(known));
    }
    if let Some((name, _)) = split_name(message, "missing field `") {
        return format!("missing key `{name}`");
    }
    let misfit = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    if let Some((found, expected)) = misfit.and_then(|rest| rest.split_once(", expected ")) {
        return format!("expected {}, found {}", plain_type_name(expected), plain_type_name(found));
    }
    if let Some((_, expected)) = message.strip_prefix("invalid length ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("expected {}", plain_type_name(expected));
    }
    if message == WORD_OR_TABLE {
        return "expected a string or a table".to_owned();
    }
    let mut message = message.to_owned();
    if let Some(first) = message.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    message
}

/// The message of `toml` if a value has to be one of a few words, but is a number, a list or the like.
pub(crate) const WORD_OR_TABLE: &str = "wanted string or table";

/// An example of a pattern in a rule of the kind `phrase`.
pub(crate) const PATTERN: &str = "{ find = \"at the end of the day\" }";

/// An example of a list of strings.
pub(crate) const STRINGS: &str = "[\"…\"]";

/// Adds an example of a list to the message that a list was expected and a string was found.
pub(crate) fn with_list(mut message: String, list: &str) -> String {
    if message.starts_with("expected a list, found string ") {
        message.push_str(": write `");
        message.push_str(list);
        message.push('`');
    }
    message
}

/// Returns a message such as “unknown key `lable`; did you mean `label`?”; `called` is the word “key”.
pub(crate) fn unknown(called: &str, name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(near) => format!("unknown {called} `{name}`; did you mean `{near}`?"),
        None if known.is_empty() => format!("unknown {called} `{name}`"),
        None if known.len() == 1 => format!("unknown {called} `{name}`; expected `{}`", known[0]),
        None => format!("unknown {called} `{name}`; expected one of `{}`", known.join("`, `")),
    }
}

/// Returns the word of a list that is nearest to `name`, if the two differ in one letter, or in a third of the word's letters.
pub(crate) fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let near = known.iter().map(|known| (strsim::osa_distance(name, known), *known)).min();
    near.filter(|(distance, near)| *distance <= 1.max(near.len() / 3)).map(|(_, near)| near)
}

/// Returns the words in backticks: the names that a message of serde lists.
pub(crate) fn backticked_names(known: &str) -> Vec<&str> {
    known.split('`').skip(1).step_by(2).collect()
}

/// Splits a message that begins with `first`, after which a name in backticks follows: returns the name and the rest.
pub(crate) fn split_name<'m>(message: &'m str, first: &str) -> Option<(&'m str, &'m str)> {
    let rest = message.strip_prefix(first)?;
    // A key may contain a backtick.
    rest.split_once("`, ").or_else(|| rest.split_once('`'))
}

/// Translates serde's name of a type into a word of TOML.
fn plain_type_name(words: &str) -> String {
    match words {
        "a sequence" | "sequence" => "a list".to_owned(),
        "struct Pattern" => format!("a table such as `{PATTERN}`"),
        "a map" | "map" => "a table".to_owned(),
        "a boolean" => "`true` or `false`".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" => "a non-negative integer".to_owned(),
        other if other.starts_with("struct ") => "a table".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_reworded() {
        for (message, wanted) in [
            (
                "unknown field `slect`, expected one of `select`, `ignore`",
                "unknown key `slect`; did you mean `select`?",
            ),
            ("unknown variant `no`, expected `error` or `info`", "unknown value `no`; expected one of `error`, `info`"),
            (
                "unknown field `sl`ect`, expected one of `select`, `ignore`",
                "unknown key `sl`ect`; did you mean `select`?",
            ),
            ("unknown field `colour`, expected `words`", "unknown key `colour`; expected `words`"),
            ("unknown field `colour`, there are no fields", "unknown key `colour`"),
            ("missing field `what`", "missing key `what`"),
            (
                "invalid type: string \"a\", expected struct Pattern",
                "expected a table such as `{ find = \"at the end of the day\" }`, found string \"a\"",
            ),
            ("invalid type: string \"a\", expected struct Example", "expected a table, found string \"a\""),
            ("invalid type: map, expected a sequence", "expected a list, found a table"),
            ("invalid type: integer `1`, expected a boolean", "expected `true` or `false`, found integer `1`"),
            ("invalid value: integer `-1`, expected u32", "expected a non-negative integer, found integer `-1`"),
            ("invalid length 0, expected a replacement", "expected a replacement"),
            (WORD_OR_TABLE, "expected a string or a table"),
            ("Unclosed table", "unclosed table"),
            ("", ""),
        ] {
            assert_eq!(reword(message), wanted);
        }
        let label = "unknown field `lable`, expected `words`";
        assert_eq!(reword_with(label, "value", &["label"]), "unknown key `lable`; did you mean `label`?");
        let kind = "unknown variant `hegde`, expected `hedge` or `date`";
        assert_eq!(reword_with(kind, "kind", &[]), "unknown kind `hegde`; did you mean `hedge`?");
    }
}
