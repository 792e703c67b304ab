//! The steps that all commands over drafts share: select drafts, open the output, read the drafts on several threads,
//! report what was not read, and return the exit code.

use super::cache_dir::Caching;
use super::inputs::draft::DraftInput;
use super::inputs::missed::Missed;
use super::inputs::{self, FoundDrafts};
use super::output::Output;
use super::scheduler::{self, ApproximateSize};
use crate::cli::Exit;
use crate::cli::args::ReadingArgs;
use crate::cli::config::discover::{CliOverrides, ConfigCache};
use crate::cli::config::resolve::Settings;
use bylint::date::Date;
use std::path::Path;
use std::sync::Arc;

/// A draft, and the settings that apply to it as far as its path decides them.
pub(crate) type ConfiguredDraft = (DraftInput, Arc<Settings>);

/// The drafts of a run. None of them has been read and nothing has been printed.
pub(crate) struct Selection {
    /// In the order of their paths.
    pub(crate) drafts: Vec<ConfiguredDraft>,
    /// Whether to warn if there are no drafts.
    pub(crate) expects_drafts: bool,
    /// The date by which the run judges whether suppressions have expired.
    pub(crate) today: Date,
    found: FoundDrafts,
    caching: Caching,
    threads: Option<u16>,
}

/// A run that has begun: its output and the drafts that it could not read.
pub(crate) struct DraftRun {
    pub(crate) output: Output,
    pub(crate) missed: Missed,
    /// A message for each path that could not be read when drafts were searched for.
    pub(crate) unreadable_paths: Vec<String>,
    caching: Caching,
    threads: Option<u16>,
}

/// The command-line settings of commands that take only the names of outlets.
pub(crate) fn outlet_overrides(args: &ReadingArgs) -> CliOverrides {
    CliOverrides { own_outlets: args.own_outlet.clone(), partners: args.partner.clone(), ..CliOverrides::default() }
}

impl Selection {
    /// Resolves the settings of the drafts that were found, and drops the drafts that these settings exclude.
    ///
    /// # Errors
    /// If a configuration is invalid or cannot be read.
    pub(crate) fn new(
        args: &ReadingArgs,
        mut found: FoundDrafts,
        overrides: CliOverrides,
        caching: Caching,
    ) -> anyhow::Result<Self> {
        let mut configs = ConfigCache::new(args, overrides, caching.clone())?;
        let today = configs.today();
        let drafts = configs.configure_found(&mut found)?;
        Ok(Self { drafts, expects_drafts: true, today, found, caching, threads: args.threads })
    }

    /// Refuses to write a report over one of the drafts.
    ///
    /// # Errors
    /// If `output` is one of them.
    pub(crate) fn refuse_output(&self, output: Option<&Path>) -> anyhow::Result<()> {
        inputs::refuse_draft(output, self.drafts.iter().map(|(draft, _)| draft))
    }

    /// Begins the run: prints notes about the search. Messages that suggest a command line use `command`.
    ///
    /// # Errors
    /// If nothing can be written.
    pub(crate) fn start(
        self,
        command: &'static str,
        mut output: Output,
    ) -> anyhow::Result<(Vec<ConfiguredDraft>, DraftRun)> {
        let Self { drafts, expects_drafts, found, caching, threads, .. } = self;
        found.print_notes(expects_drafts.then_some(drafts.len()), &mut output)?;
        let missed = Missed::new(command, found.unreadable.len());
        Ok((drafts, DraftRun { output, missed, unreadable_paths: found.unreadable, caching, threads }))
    }
}

impl DraftRun {
    /// Calls `work` with each item on several threads, and `take` with the results in the order of the items. A draft for which
    /// `work` fails is noted as missed.
    ///
    /// # Errors
    /// If `take` fails, or if nothing can be written.
    pub(crate) fn for_each<I: Sync, T: ApproximateSize>(
        &mut self,
        items: &[I],
        draft: impl Fn(&I) -> &DraftInput + Sync,
        work: impl Fn(&I) -> anyhow::Result<T> + Sync,
        mut take: impl FnMut(&I, T, &mut Output, &mut Missed) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let Self { output, missed, threads, .. } = self;
        scheduler::for_each_in_order(items, &draft, *threads, output, work, |item, result, output| match result {
            Ok(result) => take(item, result, output, missed),
            Err(error) => missed.add(draft(item), &error, output),
        })
    }

    /// Prints which drafts were skipped.
    pub(crate) fn report_missed(&mut self) -> anyhow::Result<()> {
        self.missed.print_notes(&mut self.output)
    }

    /// Prints which caches were not used.
    pub(crate) fn report_caching(&mut self) -> anyhow::Result<()> {
        self.caching.print_notes(&mut self.output)
    }

    /// Ends the run: prints the remaining notes and completes the output.
    pub(crate) fn finish(mut self) -> anyhow::Result<Exit> {
        self.report_caching()?;
        self.report_missed()?;
        let exit = self.exit();
        self.output.finish()?;
        Ok(exit)
    }

    /// The exit code of a command that reports no findings.
    pub(crate) fn exit(&self) -> Exit {
        if self.missed.unreadable > 0 { Exit::CouldNotRun } else { Exit::Clean }
    }
}
