//! What a newsroom's repository asks of the command, from outside.

mod audit;
mod bad_input;
mod baseline;
mod cache;
mod changed;
#[path = "../command/mod.rs"]
mod command;
mod config;
mod desk;
mod init;
mod large;
mod watch;
