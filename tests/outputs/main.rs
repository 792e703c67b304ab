//! All output of bylint is harmless to a terminal, a CI runner, a page and a spreadsheet.

#![cfg(unix)]

mod commands;
#[path = "../common/mod.rs"]
mod common;
mod complaints;
mod desk;
mod formats;
mod harmless;

/// A text with everything that some reader would act on, as far as a file name can contain it.
const EVIL: &str = "\u{1b}]0;pwned\u{7}\u{9b}31m\u{202e}\u{2066}\u{200b}\u{180b}\u{fe00}\u{fff0}\u{2800}\u{8}\u{85}\u{2028}\r::error::a\n::stop-commands::b\n--- c\n\
    ^^^ +++\n##vso[task.complete]d ##VSO[e ##[group]f ##teamcity[g @@continua[h section_start:1:i[collapsed=true]\r\u{1b}[0K \
    travis_fold:start:j\r #\u{fe0f}#vs\u{fe0f}o[k";
