//! Compiles `rules/frames.tsv` to the enum `FrameCase`, for `src/attribution/case.rs`: one variant per row, with its confidence.
//!
//! Code that uses a case without a row does not compile, because the enum lacks the variant. A row that no code uses does not
//! compile either, because the generated enum denies dead code. This script rejects rows that do not fit the header.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The columns, in their order. Each pair of `precision` and `cases` is one measurement.
const HEADER: &str = "case\tconfidence\tdev precision\tdev cases\ttrain precision\ttrain cases\tclause";

/// The text in place of a precision that could not be measured because the case did not occur.
const NOT_SEEN: &str = "not seen";

/// Compiles `table` and writes `frames.rs` into `out_dir`.
///
/// # Panics
/// If the table cannot be read or a row is not valid: the build cannot continue.
pub(crate) fn build(table: &Path, out_dir: &Path) {
    let text = fs::read_to_string(table).unwrap_or_else(|error| panic!("{}: {error}", table.display()));
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(HEADER), "{}: unexpected header", table.display());
    let mut variants = String::new();
    let mut confidences = String::new();
    let mut names = HashSet::new();
    for (number, line) in (2..).zip(lines) {
        let row = Row::read(line).unwrap_or_else(|fault| panic!("{}:{number}: {fault}", table.display()));
        let name = variant_name(row.case);
        assert!(names.insert(name.clone()), "{}:{number}: `{}` has two rows", table.display(), row.case);
        writeln!(variants, "    /// {}\n    {name},", row.clause).expect("writing to a string cannot fail");
        write!(confidences, "{}, ", row.confidence).expect("writing to a string cannot fail");
    }
    let code = format!(
        "/// A pattern of words that `rules/frames.tsv` describes.\n\
         #[deny(dead_code)]\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         pub(super) enum FrameCase {{\n{variants}}}\n\n\
         impl FrameCase {{\n    \
         /// How sure the pattern is by itself, in percent.\n    \
         pub(super) const fn confidence(self) -> u8 {{\n        \
         const CONFIDENCES: [u8; {}] = [{confidences}];\n        CONFIDENCES[self as usize]\n    }}\n}}\n",
        names.len()
    );
    fs::write(out_dir.join("frames.rs"), code).expect("the output directory can be written to");
}

/// A valid row of the table.
struct Row<'t> {
    case: &'t str,
    confidence: u8,
    clause: &'t str,
}

impl<'t> Row<'t> {
    /// Parses and checks a row.
    fn read(line: &'t str) -> Result<Self, String> {
        let cells: Vec<&str> = line.split('\t').collect();
        let [case, confidence, dev, dev_cases, train, train_cases, clause] = cells[..] else {
            return Err(format!("expected 7 columns, found {}", cells.len()));
        };
        if case.is_empty() || !case.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
            return Err(format!("`{case}` is not a name in small letters and hyphens"));
        }
        let confidence = confidence.parse().ok().filter(|percent| (1..=100).contains(percent));
        let confidence = confidence.ok_or_else(|| format!("`{case}`: the confidence is not a number from 1 to 100"))?;
        check_measurement(dev, dev_cases)
            .and_then(|()| check_measurement(train, train_cases))
            .map_err(|fault| format!("`{case}`: {fault}"))?;
        if clause.is_empty() {
            return Err(format!("`{case}`: no description"));
        }
        Ok(Self { case, confidence, clause })
    }
}

/// Checks a precision in percent against the number of cases that it was measured on: without cases, there is no precision.
fn check_measurement(precision: &str, cases: &str) -> Result<(), String> {
    let cases: u32 = cases.parse().map_err(|_| format!("`{cases}` is not a number of cases"))?;
    let percent = precision.parse().ok().filter(|percent: &f64| (0.0..=100.0).contains(percent));
    match (precision == NOT_SEEN, percent, cases) {
        (true, _, 0) | (false, Some(_), 1..) => Ok(()),
        _ => Err(format!("`{precision}` does not fit {cases} cases")),
    }
}

/// The name of a case's enum variant: `SaidAfter` for "said-after".
fn variant_name(case: &str) -> String {
    let upper_first = |part: &str| part[..1].to_ascii_uppercase() + &part[1..];
    case.split('-').filter(|part| !part.is_empty()).map(upper_first).collect()
}
