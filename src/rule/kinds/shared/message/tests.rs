//! Tests that placeholders are filled well, and that every text of every rule is plain English, whatever fills its
//! placeholders.

use super::fill_message;
use crate::rule::{Kind, PLACEHOLDERS, Rule, RuleSet};

#[test]
fn quoted_words_lose_their_outer_marks() {
    let fill = |words: &str| fill_message("Check “{text}”: it is odd", words, &[]);
    for (words, wanted) in [
        ("reform", "Check “reform”: it is odd"),
        ("“reform”", "Check “reform”: it is odd"),
        ("'friends'", "Check “friends”: it is odd"),
        ("the “so-called” experts", "Check “the ‘so-called’ experts”: it is odd"),
        ("“We” and “they”", "Check “‘We’ and ‘they’”: it is odd"),
        ("the \"so-called\" experts", "Check “the 'so-called' experts”: it is odd"),
        ("“", "Check “: it is odd"),
        ("\"", "Check \": it is odd"),
        ("port’s", "Check “port’s”: it is odd"),
        ("...", "Check “...”: it is odd"),
        ("", "Check “”: it is odd"),
    ] {
        assert_eq!(fill(words), wanted);
    }
    assert_eq!(fill_message("Write {text}", "“yes”", &[]), "Write “yes”");
}

#[test]
fn long_values_are_cut_between_words() {
    let long = "one two three ".repeat(20);
    let message = fill_message("“{text}” is long", &long, &[]);
    assert_eq!(message, format!("“{}one two…” is long", "one two three ".repeat(5)));
    let one = fill_message("“{text}” is long", &"é".repeat(100), &[]);
    assert_eq!(one, format!("“{}…” is long", "é".repeat(80)));
    assert_eq!(fill_message("“{text}”", " a\n  b ", &[]), "“a b”");
}

#[test]
fn messages_start_with_a_capital_unless_a_placeholder_comes_first() {
    let fill = [("fix", "said".to_owned())];
    assert_eq!(fill_message("write {fix}", "", &fill), "Write said");
    assert_eq!(fill_message("{text}: write {fix}", "npm", &fill), "npm: write said");
    assert_eq!(fill_message("{cue} and {text and {", "x", &fill), " and {text and {");
}

/// Words that can fill a placeholder. Each form reveals another sort of fault.
const FORMS: [&str; 18] = [
    "Ada Brook",
    "The Harbour Board",
    "the Daily Mail",
    "an official",
    "A witness",
    "officials",
    "Republicans",
    "refuted",
    "hour",
    "X",
    "3",
    "the U.S.",
    "it's",
    "“any move”",
    "the \"so-called\" experts",
    "“",
    "a person familiar with the talks who asked not to be named because of the risk",
    "an official who has read all of the letters that the board sent to the ministry before the vote in May",
];

/// The most words of a message; a placeholder counts as one.
const MAX_MESSAGE_WORDS: usize = 25;

/// The most words of a label.
const MAX_LABEL_WORDS: usize = 9;

/// The most words of a sentence that explains a rule.
const MAX_SENTENCE_WORDS: usize = 40;

/// Words and phrases that bylint does not use: the private dialect of its first versions, and idioms. Text in quotation
/// marks or backticks is an example and may contain them.
const BANNED: &str = "\
    stand | stands | standing | stood | mouth | mouths | told | behind | hold | holds | strike | struck | weigh |\
    speaks for | shop talk | patch | vouches | shelter | is no | are no | in no | which one | which ones |\
    which of them | by which | by whom | says who? | whose? | of its kind | the house | of the house | desks |\
    blotters | paper | papers | not a word | on its behalf | goes round | is told | takes a side | language of |\
    in marks | is asked for | what is | here it is | read over";

/// Verbs that must agree with a subject before them.
const AGREEING: [&str; 10] = ["is", "are", "was", "were", "has", "have", "does", "do", "isn't", "wasn't"];

/// The sort of a text.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    /// A finding's message.
    Message,
    /// A few words under a place of the draft.
    Label,
    /// One or more sentences about the rule.
    Explanation,
}

/// A text of a rule's file that users read.
struct Text {
    key: String,
    sort: Sort,
    words: String,
}

/// All texts of a rule that users read: those of known keys, and all others that have several words. Lists are phrases to
/// look for, except those of settings.
fn texts(rule: &Rule) -> Vec<Text> {
    let table: toml::Table = rule.head().parse().expect("a rule's file is TOML");
    let mut texts = Vec::new();
    collect("", &toml::Value::Table(table), &mut texts);
    texts
}

fn collect(path: &str, value: &toml::Value, texts: &mut Vec<Text>) {
    let key = path.rsplit('.').next().unwrap_or(path);
    let push = |texts: &mut Vec<Text>, sort, words: &str| {
        texts.push(Text { key: path.to_owned(), sort, words: words.to_owned() });
    };
    match value {
        toml::Value::String(words) => match key {
            "label" | "related" => push(texts, Sort::Label, words),
            _ if matches!(key, "what" | "why") || key.starts_with("instead") => push(texts, Sort::Explanation, words),
            "message" | "quoted" => push(texts, Sort::Message, words),
            _ if words.contains(' ') => push(texts, Sort::Message, words),
            _ => {}
        },
        toml::Value::Array(sides) if key == "sides" => {
            for side in sides.iter().filter_map(toml::Value::as_str) {
                push(texts, Sort::Explanation, side);
            }
        }
        toml::Value::Array(tables) if key == "settings" => {
            for table in tables {
                collect(path, table, texts);
            }
        }
        toml::Value::Table(table) => {
            // The keys of `swap` are phrases of drafts, not texts.
            for (key, value) in table.iter().filter(|(key, _)| !matches!(key.as_str(), "swap")) {
                collect(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, texts);
            }
        }
        _ => {}
    }
}

/// The faults of a text.
fn faults(text: &Text) -> Vec<String> {
    let mut faults = Vec::new();
    let words = &*text.words;
    let bare = without_examples(words);
    let plain = bare.to_lowercase().replace([',', ':', ';', '.', '(', ')'], " ");
    let plain = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
    let banned = |phrase: &&str| plain.contains(&format!(" {phrase} "));
    faults.extend(BANNED.split('|').map(str::trim).filter(banned).map(|phrase| format!("says “{phrase}”")));
    if words.matches('“').count() != words.matches('”').count() {
        faults.push("has unpaired quotation marks".to_owned());
    }
    if words != words.trim() || words.contains("  ") {
        faults.push("has a space too many".to_owned());
    }
    match text.sort {
        Sort::Message => message_faults(words, &mut faults),
        Sort::Label => label_faults(words, &mut faults),
        Sort::Explanation => explanation_faults(&bare, words, &mut faults),
    }
    faults
}

/// Removes examples: text in curly marks or backticks.
fn without_examples(words: &str) -> String {
    let mut bare = String::new();
    let (mut quoted, mut code) = (false, false);
    for c in words.chars() {
        match c {
            '`' => code = !code,
            '“' if !code => quoted = true,
            '”' if !code => quoted = false,
            c if !quoted && !code => bare.push(c),
            _ => {}
        }
    }
    bare
}

fn label_faults(words: &str, faults: &mut Vec<String>) {
    if words.contains('{') {
        faults.push("has a placeholder, which a label does not fill".to_owned());
    }
    if words.ends_with('.') {
        faults.push("ends with a full stop".to_owned());
    }
    if words.split_whitespace().count() > MAX_LABEL_WORDS {
        faults.push(format!("has more than {MAX_LABEL_WORDS} words"));
    }
}

fn explanation_faults(bare: &str, words: &str, faults: &mut Vec<String>) {
    if !words.ends_with(['.', '`', '”']) {
        faults.push("does not end with a full stop".to_owned());
    }
    let longest = bare.split(['.', ':', ';']).map(|sentence| sentence.split_whitespace().count()).max();
    if longest.is_some_and(|longest| longest > MAX_SENTENCE_WORDS) {
        faults.push(format!("has a sentence of more than {MAX_SENTENCE_WORDS} words"));
    }
}

/// Splits a message into pairs of words and the placeholder after them, and the words after the last placeholder.
fn pieces(template: &str) -> (Vec<(&str, &str)>, &str) {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        pieces.push((before, name));
        rest = tail;
    }
    (pieces, rest)
}

fn message_faults(template: &str, faults: &mut Vec<String>) {
    let (pieces, last) = pieces(template);
    let spoken: String = pieces.iter().flat_map(|(before, _)| [*before, "X"]).chain([last]).collect();
    if spoken.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() > MAX_MESSAGE_WORDS {
        faults.push(format!("has more than {MAX_MESSAGE_WORDS} words"));
    }
    if template.ends_with('.') {
        faults.push("ends with a full stop".to_owned());
    }
    if without_examples(template).contains('"') {
        faults.push("has straight quotation marks".to_owned());
    }
    for (index, (before, name)) in pieces.iter().enumerate() {
        if !PLACEHOLDERS.contains(name) {
            faults.push(format!("has an unknown placeholder {{{name}}}"));
        }
        let after = pieces.get(index + 1).map_or(last, |(after, _)| after);
        let quoted = before.ends_with('“') && after.starts_with('”');
        if !quoted && (before.ends_with(['"', '\'', '‘', '`']) || after.starts_with(['"', '\'', '’', '`'])) {
            faults.push(format!("puts {{{name}}} in marks that are not curly"));
        }
        let word_before = before.trim_end_matches(['“', '(']).split_whitespace().next_back().unwrap_or_default();
        if ["a", "an", "the"].contains(&&*word_before.to_lowercase()) {
            faults.push(format!("has an article before {{{name}}}"));
        }
        // A quoted word takes a singular verb: “refuted” means proved wrong. A source may take a plural one.
        let word = matches!(*name, "text" | "cue" | "fix" | "first") && quoted;
        let number = matches!(*name, "count" | "total" | "percent");
        let next = after.trim_start_matches(['”', ')', ' ']);
        let close = !after.trim_start_matches(['”', ')']).starts_with([',', ':', ';']);
        let next = next.split(|c: char| !c.is_alphabetic() && c != '\'').next().unwrap_or_default();
        let third = next.len() > 2 && next.ends_with('s') && !["this", "plus", "its"].contains(&next);
        if close && !word && !number && (AGREEING.contains(&next) || third) {
            faults.push(format!("has “{next}” behind {{{name}}}, which may be one or many"));
        }
    }
    for form in FORMS {
        let fill: Vec<_> = PLACEHOLDERS.iter().map(|name| (*name, form.to_owned())).collect();
        let message = fill_message(template, form, &fill);
        if !message.starts_with(|c: char| c.is_uppercase() || "“\"".contains(c)) {
            faults.push(format!("starts in lower case: {message}"));
        }
        let lower = message.to_lowercase().replace(['“', '”', '(', ')'], "");
        let words: Vec<&str> = lower.split(' ').collect();
        let article = |word: &str| ["a", "an", "the"].contains(&word);
        if words.windows(2).any(|pair| article(pair[0]) && article(pair[1])) {
            faults.push(format!("has two articles in a row: {message}"));
        }
        if ["..", "::", ",,", "““", "””", "  ", "{", "}"].iter().any(|doubled| message.contains(doubled)) {
            faults.push(format!("doubles a mark: {message}"));
        }
    }
}

#[test]
fn every_text_of_every_rule_is_plain_english() {
    let rules = RuleSet::builtin();
    let mut found = Vec::new();
    for rule in rules.iter() {
        let texts = texts(rule);
        for key in ["message", "label", "what", "why", "instead"] {
            assert!(texts.iter().any(|text| text.key == key), "{}: {key}", rule.name);
        }
        for text in &texts {
            let place = || format!("{}/{}.toml: {}", rule.family, rule.name, text.key);
            found.extend(faults(text).into_iter().map(|fault| format!("{}: {fault}", place())));
        }
        match &rule.kind {
            Kind::Cue(cue) => {
                assert!(cue.messages.keys().all(|class| cue.classes.contains(class)), "{}", rule.name);
            }
            Kind::Label(label) => assert!(!label.descriptor.is_empty(), "{}", rule.name),
            _ => {}
        }
    }
    found.dedup();
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

#[test]
fn texts_are_collected_from_all_tables() {
    let rules = RuleSet::builtin();
    let keys = |rule: &str| -> Vec<String> {
        let rule = rules.get(rule).expect("it is built in");
        texts(rule).into_iter().filter(|text| text.sort == Sort::Message).map(|text| text.key).collect()
    };
    assert!(keys("anonymous-source").contains(&"bare.message".to_owned()));
    assert!(keys("loaded-verb").contains(&"messages.factive".to_owned()));
    assert!(keys("ignore-without-reason").contains(&"no-rule".to_owned()));
    assert!(keys("mixed-script").contains(&"blank.message".to_owned()));
    assert!(keys("spelling").contains(&"quoted".to_owned()));
}

#[test]
fn faults_detects_bad_english() {
    for (sort, words, fault) in [
        (Sort::Message, "{text}: which ones", "starts in lower case"),
        (Sort::Message, "“{text}”: which ones", "says “which ones”"),
        (Sort::Message, "Somebody {text} stands accused", "says “stands”"),
        (Sort::Message, "In this draft “{source}” stays silent", "has “stays” behind {source}"),
        (Sort::Message, "Perhaps {source} has no name", "has “has” behind {source}"),
        (Sort::Message, "Perhaps “{outlet}” is state-controlled", "has “is” behind {outlet}"),
        (Sort::Message, "This was said to the {outlet}", "has an article before {outlet}"),
        (Sort::Message, "It is a “{text}”", "has an article before {text}"),
        (Sort::Message, "It is in {text}. Change it", "doubles a mark"),
        (Sort::Message, "Write '{fix}'", "not curly"),
        (Sort::Message, "Write \"{fix}\"", "straight"),
        (Sort::Message, "Write “{fix}", "unpaired"),
        (Sort::Message, "Write “{word}”", "unknown placeholder {word}"),
        (Sort::Message, "Write “{fix}”.", "ends with a full stop"),
        (Sort::Message, "A b c d e f g h i j k l m n o p q r s t u v w x “{text}” y", "more than 25 words"),
        (Sort::Label, "unnamed {source}", "placeholder"),
        (Sort::Label, "unnamed.", "ends with a full stop"),
        (Sort::Label, "a label that says far more than a label should", "more than 9 words"),
        (Sort::Explanation, "Finds words", "does not end"),
        (Sort::Explanation, "Finds words behind others.", "says “behind”"),
    ] {
        let text = Text { key: String::new(), sort, words: words.to_owned() };
        let found = faults(&text);
        assert!(found.iter().any(|found| found.contains(fault)), "{words}: {found:?}");
    }
    for (sort, words) in [
        (Sort::Message, "“{cue}” is not a neutral verb: write “{fix}”"),
        (Sort::Message, "Other outlets are the source of {count} of {total} statements"),
        (Sort::Explanation, "Finds “stands” and `told`."),
    ] {
        let found = faults(&Text { key: String::new(), sort, words: words.to_owned() });
        assert_eq!(found, Vec::<String>::new(), "{words}");
    }
}
