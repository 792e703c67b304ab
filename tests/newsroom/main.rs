//! What a newsroom's repository asks of the command, from outside.

mod config;
mod desk;
