//! `bylint init`: writes a first `bylint.toml`. It asks no questions, so that scripts can run it.

use crate::cli::Exit;
use crate::cli::args::{ColorMode, InitArgs};
use crate::cli::config::paths::NAME;
use crate::cli::run::atomic_write;
use crate::cli::run::inputs::tree::BadPath;
use crate::cli::run::output::Output;
use anyhow::Context as _;
use bylint::config::{self, InitValues};
use std::io;
use std::path::Path;

/// Runs `bylint init`.
pub(crate) fn run(args: &InitArgs, color: ColorMode) -> anyhow::Result<Exit> {
    let start = InitValues {
        own_outlets: args.own_outlet.clone(),
        partners: args.partner.clone(),
        profile: args.profile.map(Into::into).unwrap_or_default(),
    };
    anyhow::ensure!(
        start.own_outlets.iter().chain(&start.partners).all(|name| !name.trim().is_empty()),
        "--own-outlet and --partner need a name"
    );
    match atomic_write::create(Path::new(NAME), config::template(&start).as_bytes()) {
        Err(BadPath::Io(error)) if error.kind() == io::ErrorKind::AlreadyExists => {
            anyhow::bail!(
                "{NAME} already exists and was not changed; edit it, or delete it and run `bylint init` again"
            );
        }
        written => written.with_context(|| format!("cannot write {NAME}"))?,
    }
    let mut output = Output::stdout(color);
    output.print_lines(format!("Wrote {NAME}. Read through it, then run `bylint check`.\n"))?;
    output.finish()?;
    Ok(Exit::Clean)
}
