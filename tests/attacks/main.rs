//! Attacks that a pull request, an unpacked archive or a job of CI can bring. Each test sets one up as an attacker would and looks
//! whether anything was run, written, read or hidden. docs/security.md says what holds, and names these tests.

#![cfg(unix)]

mod editor;
mod encodings;
mod git;
mod harness;
mod ignore_files;
mod links;
mod many_settings;
mod page;
mod writes;
