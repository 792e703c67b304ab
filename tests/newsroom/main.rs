//! Tests of the command in a newsroom's repository.

mod audit;
mod bad_input;
mod baseline;
mod cache;
mod changed;
#[path = "../common/mod.rs"]
mod common;
mod config;
mod desk;
mod init;
mod large;
mod watch;
