//! Arguments of `bylint sources`.

use super::shared::ReadingArgs;
use bylint::report::sources;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;
use std::sync::LazyLock;

/// Limits on the width of a help line, in columns. With these values, the lines of each entry are about equally long.
const CLASS_WIDTH: usize = 97;
const ROUTE_WIDTH: usize = 93;

/// Indentation of the explanations in the help, in columns.
const INDENT: usize = 16;

/// The help on the columns of the table, in the words of the report.
pub(super) static AFTER_HELP: LazyLock<String> = LazyLock::new(|| {
    let class = wrap(&format!("kind of source: {}", sources::class_hints()), CLASS_WIDTH);
    let route = wrap(&format!("how the words reached you: {}", sources::route_hints()), ROUTE_WIDTH);
    format!(
        "\
Columns:
  speaker       who is quoted or cited: a name, or the description that the draft gives
  class         {class}
  route         {route}
  statements    number of statements that the draft attributes to this speaker
  quoted words  number of this speaker's words in quotation marks
  first line    line on which the speaker first appears

An outlet that passes on somebody's words is in the speaker's route, and has no row of its own unless
the draft also credits it with a statement.

Below the table: a paragraph rests on a source, and the source carries it, if at least half of the
paragraph's words come from that source.

With --explain, in parentheses after each source:
  speech        somebody says, writes or asks something
  thought       somebody thinks, knows or fears something
  wish          somebody hopes, wants or plans something
  stance        somebody takes a side or acts by words: supports, opposes, votes
  document      a document, a study or figures show something
  class         kind of source, as in the table; left out if no source is named
  confidence    how many of a hundred such attributions are right; those below 35% are listed
                only if the table counts them or their source is another outlet

Exit codes: 0 all drafts were read, 2 a file could not be read, or bylint could not run."
    )
});

/// Breaks a text into lines. All lines but the first are indented.
fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::new();
    let mut column = INDENT;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column + length > width {
            wrapped.truncate(wrapped.trim_end().len());
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(INDENT));
            column = INDENT;
        }
        wrapped.push_str(word);
        wrapped.push(' ');
        column += length + 1;
    }
    wrapped.truncate(wrapped.trim_end().len());
    wrapped
}

#[derive(Args)]
pub(crate) struct SourcesArgs {
    /// Output format; json lists every attribution, html shows the whole draft.
    #[arg(long, value_enum, default_value = "human", help_heading = "Output")]
    pub(crate) format: SourcesFormat,

    /// Explain why each attribution was recognised.
    #[arg(long, help_heading = "Output")]
    pub(crate) explain: bool,

    /// With --explain, also show the weights of the model.
    #[arg(long, requires = "explain", help_heading = "Output")]
    pub(crate) verbose: bool,

    /// Write to this file; `-` is standard output [default: standard output].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// With --format html: show findings that are in a baseline too; by default they are only counted.
    #[arg(long, help_heading = "Output")]
    pub(crate) no_baseline: bool,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SourcesFormat {
    /// A table, for people.
    Human,
    /// For a comment on a pull request or a job summary.
    Markdown,
    /// A web page: the draft, shaded by kind of source, with findings in the margin.
    Html,
    /// JSON; docs/json.md describes it.
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_fit_the_width() {
        let wrapped = wrap("institution (a body), “é” x", INDENT + 13);
        assert_eq!(wrapped, format!("institution\n{0}(a body), “é”\n{0}x", " ".repeat(INDENT)));
    }
}
