//! Attacks that a pull request, an unpacked archive or a CI job can bring.
//!
//! Each test sets up one attack as an attacker would, and asserts that nothing was run, written, read or hidden.
//! docs/security.md lists the guarantees and names these tests.

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
