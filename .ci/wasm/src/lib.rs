//! One draft in, its findings out, one a line. The host writes the draft to where `room` says, calls `lint`, and reads so many
//! bytes from where `report` says.

use bylint::{Draft, Linter};
use std::sync::Mutex;

static DRAFT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static REPORT: Mutex<String> = Mutex::new(String::new());

/// Makes room for a draft of so many bytes, and says where.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    let mut draft = DRAFT.lock().expect("there is one thread");
    draft.resize(length, 0);
    draft.as_mut_ptr()
}

/// Lints the draft; gives the length of the report in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn lint() -> usize {
    let bytes = std::mem::take(&mut *DRAFT.lock().expect("there is one thread"));
    let linter = Linter::builder().build().expect("the built-in rules are sound");
    let analysis = linter.analyze(&Draft::markdown("draft.md", bytes), None).expect("there are no overrides");
    let lines = analysis.findings().iter().map(|found| {
        let place = analysis.position(found.span.start);
        format!("{}:{} {:?} {}\n", place.line, place.column, found.severity, found.rule)
    });
    let mut report = REPORT.lock().expect("there is one thread");
    *report = lines.collect();
    report.len()
}

/// Where the report is.
#[unsafe(no_mangle)]
pub extern "C" fn report() -> *const u8 {
    REPORT.lock().expect("there is one thread").as_ptr()
}
