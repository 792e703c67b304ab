//! Fixes leave the words of a quotation alone, in whatever marks and blocks it stands.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use bylint::diagnostic::Applicability;
use bylint::document::Format;
use bylint::fix::{FixOptions, fix};
use bylint_fuzz::lint;

/// Words with something to fix, and a number, by which they are known again.
const SLIPS: [&str; 6] = [
    "we went in in there",
    "I saw the the wall",
    "they took an laptop",
    "the goverment left us",
    "he was was late",
    "she refuted it as per the plan",
];

const MARKS: [(&str, &str); 20] = [
    ("“", "”"),
    ("\"", "\""),
    ("‘", "’"),
    ("'", "'"),
    ("«", "»"),
    ("»", "«"),
    ("„", "“"),
    ("‚", "‘"),
    ("‹", "›"),
    ("“", "\""),
    ("\"", "”"),
    ("''", "''"),
    ("‘‘", "’’"),
    ("＂", "＂"),
    ("「", "」"),
    ("&quot;", "&quot;"),
    ("&lsquo;", "&#8217;"),
    ("<q>", "</q>"),
    ("<cite>", "</cite>"),
    ("*“*", "*”*"),
];

/// What stands before a quotation, in its paragraph.
const BEFORE: [&str; 20] = [
    "",
    "Ada Brook said: ",
    "As Ada Brook’s note says, ",
    "The players' union was told: ",
    "In the '90s O'Brien said: ",
    "Ada Brook (",
    "Ada Brook said —",
    "![A portrait](a.png)",
    "![A portrait](a.png) ",
    "![A portrait](a.png)\n",
    "<img alt=\"b\" src=\"a.png\">",
    "It was so:a\u{ad}",
    "It was so\u{200b}",
    "It was so&shy;",
    "It was so<!-- cut -->",
    "It was so[^n]",
    "It was *so*",
    "It was {{< so >}}",
    "“No,” said Clay Reed. ",
    "It was ‘so’ and ",
];

/// What stands between its words.
const AMONG: [&str; 16] = [
    ", ",
    ". ",
    "; the players' wall, ",
    " and don't, ",
    ",\n",
    "  \n",
    ". *Yes.* ",
    ". [See here](https://example.com). ",
    "[^n]. ",
    " ![b](b.png) ",
    ". <!-- cut --> ",
    "<br>",
    " `code` ",
    ", \u{ad}",
    ", he said: “no”, ",
    ", he said: ‘no’, ",
];

const BEHIND: [&str; 5] = [".", "", ", Ada Brook said.", " Ada Brook said.", ", the players' union said."];

/// Marks of Markdown at the head of each line of a paragraph: those of its first line, and those of all others.
const LINES: [(&str, &str); 5] = [("", ""), ("- ", "  "), ("> ", "> "), ("1. ", "   "), ("> - ", ">   ")];

/// A draft, and the words in it that have to stay.
#[derive(Debug)]
struct Quoted {
    text: String,
    quoted: Vec<String>,
}

impl<'a> Arbitrary<'a> for Quoted {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let (mut text, mut quoted) = (String::new(), Vec::new());
        while !u.is_empty() && text.len() < 4096 {
            let mut words = String::new();
            loop {
                words += &format!("{} on day {}", u.choose(&SLIPS)?, quoted.len() + 2);
                if u.ratio(1, 2)? {
                    break;
                }
                words += u.choose(&AMONG)?;
            }
            let (open, close) = u.choose(&MARKS)?;
            let paragraph = format!("{}{open}{words}{close}{}", u.choose(&BEFORE)?, u.choose(&BEHIND)?);
            let (mut first, mut rest) = (String::new(), String::new());
            for _ in 0..u.int_in_range(0..=3)? {
                let (one, other) = u.choose(&LINES)?;
                first += one;
                rest += other;
            }
            let line = format!("\n{rest}");
            text += &format!("{first}{}\n\n", paragraph.replace('\n', &line));
            quoted.push(words.replace('\n', &line));
            if u.ratio(1, 4)? {
                text += "The mill closed in May 1911.\n\n";
            }
        }
        Ok(Self { text: text + "[^n]: One.\n", quoted })
    }
}

libfuzzer_sys::fuzz_target!(|draft: Quoted| {
    for up_to in [Applicability::Safe, Applicability::Suggestion] {
        let options = FixOptions { up_to, format: Format::Markdown, wanted: |_: &_| true };
        let lint = |bytes| lint(bytes, Format::Markdown);
        let before = lint(draft.text.clone().into_bytes());
        let Ok(Some(fixed)) = fix(draft.text.as_bytes(), &before, lint, &options) else { continue };
        let after = String::from_utf8(fixed.bytes).expect("the draft is UTF-8");
        for words in &draft.quoted {
            let count = draft.text.matches(words).count();
            assert!(count > 0, "not in the draft: {words}\n{}", draft.text);
            assert!(after.matches(words).count() >= count, "changed: {words}\nin: {}\nto: {after}", draft.text);
        }
    }
});
