//! Compiles `rules/frames.tsv` to the enum `FrameCase`, for `src/attribution/case.rs`: one variant per row, with its confidence.
//!
//! Rust refuses a case that the table does not have, because the enum lacks it, and a row that no code uses, because the
//! generated enum denies dead code. This script refuses a row that is not as its header says.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The columns, in their order. Each pair of `precision` and `cases` is one measurement.
const HEADER: &str = "case\tconfidence\tdev precision\tdev cases\ttrain precision\ttrain cases\tclause";

/// What stands for a precision that could not be measured.
const NOT_SEEN: &str = "not seen";

/// Writes `frames.rs` into `out_dir`.
///
/// # Panics
/// If a row of the table is not valid: the build cannot go on.
pub(crate) fn build(table: &Path, out_dir: &Path) {
    let text = fs::read_to_string(table).unwrap_or_else(|error| panic!("{}: {error}", table.display()));
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(HEADER), "{}: unexpected header", table.display());
    let mut variants = String::new();
    let mut confidences = String::new();
    let mut names = HashSet::new();
    for (number, line) in (2..).zip(lines) {
        let row = Row::read(line).unwrap_or_else(|fault| panic!("{}:{number}: {fault}", table.display()));
        let name = variant(row.case);
        assert!(names.insert(name.clone()), "{}:{number}: `{}` stands there twice", table.display(), row.case);
        writeln!(variants, "    /// {}\n    {name},", row.clause).expect("a string takes all");
        write!(confidences, "{}, ", row.confidence).expect("a string takes all");
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

/// A row of the table, checked.
struct Row<'t> {
    case: &'t str,
    confidence: u8,
    clause: &'t str,
}

impl<'t> Row<'t> {
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
        measured(dev, dev_cases)
            .and_then(|()| measured(train, train_cases))
            .map_err(|fault| format!("`{case}`: {fault}"))?;
        if clause.is_empty() {
            return Err(format!("`{case}`: no description"));
        }
        Ok(Self { case, confidence, clause })
    }
}

/// Checks a precision in percent and the number of cases it was measured on: they are there together, or not at all.
fn measured(precision: &str, cases: &str) -> Result<(), String> {
    let cases: u32 = cases.parse().map_err(|_| format!("`{cases}` is not a number of cases"))?;
    let percent = precision.parse().ok().filter(|percent: &f64| (0.0..=100.0).contains(percent));
    match (precision == NOT_SEEN, percent, cases) {
        (true, _, 0) | (false, Some(_), 1..) => Ok(()),
        _ => Err(format!("`{precision}` does not fit {cases} cases")),
    }
}

/// "said-after" as `SaidAfter`.
fn variant(case: &str) -> String {
    let upper_first = |part: &str| part[..1].to_ascii_uppercase() + &part[1..];
    case.split('-').filter(|part| !part.is_empty()).map(upper_first).collect()
}
