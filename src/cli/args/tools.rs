//! Arguments of `bylint completions`, `man` and `lsp`.

use clap::Args;

pub(super) const COMPLETIONS_AFTER_HELP: &str = "\
Where to put them:
  bash        bylint completions bash > ~/.local/share/bash-completion/completions/bylint
  zsh         bylint completions zsh > ~/.zfunc/_bylint    (with fpath+=~/.zfunc before compinit)
  fish        bylint completions fish > ~/.config/fish/completions/bylint.fish
  powershell  bylint completions powershell >> $PROFILE";

pub(super) const LSP_AFTER_HELP: &str = "\
Editors start this command themselves. docs/editors.md shows the settings for each editor.

Exit codes: 0 the editor ended the session, 1 the editor disconnected without ending it.";

#[derive(Args)]
pub(crate) struct CompletionsArgs {
    /// Your shell.
    #[arg(value_name = "SHELL", value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Args)]
pub(crate) struct ManArgs {
    /// A command, such as `check` [default: bylint itself].
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

#[derive(Args)]
pub(crate) struct LspArgs {
    /// Use standard input and output. This is the default; the option exists because many editors pass it.
    #[arg(long)]
    pub(crate) stdio: bool,
}
