//! A configured linter.

use super::analysis::Analysis;
use super::lru_cache::LruCache;
use super::ready::ReadySettings;
use super::{Draft, Error, LinterBuilder, paths};
use crate::config::ConfigResolver;
use crate::date::Date;
use crate::document::Document;
use crate::engine::{self, Context};
use crate::text::Source;
use std::sync::Arc;

/// The maximum number of settings that a linter keeps compiled. Each may have its own compiled rules, which take over a
/// megabyte.
const MAX_COMPILED_SETTINGS: usize = 100;

/// The numbers of the configuration's layers that apply to a draft, and the date.
type SettingsKey = (Vec<usize>, Option<Date>);

/// Finds statements without a clear source. Built once, then used for many drafts from any thread.
///
/// ```
/// let linter = bylint::Linter::builder().build()?;
/// let text = "“The gate is shut,” Ada Brook said.\n\nThe bridge is closed, sources said.\n";
/// let analysis = linter.analyze(&bylint::Draft::markdown("story.md", text), None)?;
/// let finding = &analysis.findings()[0];
/// assert_eq!((finding.severity, &text[finding.span.range()]), (bylint::Severity::Error, "sources"));
/// # Ok::<(), bylint::Error>(())
/// ```
#[derive(Debug)]
pub struct Linter {
    resolver: ConfigResolver,
    /// The compiled settings, one entry for each combination of layers and date.
    compiled_settings: LruCache<SettingsKey, Arc<ReadySettings>>,
}

impl Linter {
    /// Starts a linter with the built-in rules and their own settings.
    #[must_use]
    pub fn builder() -> LinterBuilder {
        LinterBuilder::default()
    }

    pub(super) fn new(resolver: ConfigResolver) -> Result<Self, Error> {
        let linter = Self { resolver, compiled_settings: LruCache::new(MAX_COMPILED_SETTINGS) };
        // Faults that concern every draft are reported now, not at the first draft.
        let everywhere = linter.resolver.matched(None);
        linter.settings_for(linter.resolver.decided(&everywhere, &<_>::default()), None)?;
        Ok(linter)
    }

    /// Analyzes a draft and runs the rules over it. `today` decides whether a suppression with an end date still applies;
    /// with `None`, all of them do.
    ///
    /// # Errors
    /// When overrides that apply to this draft together set a rule in ways that contradict each other.
    pub fn analyze(&self, draft: &Draft, today: impl Into<Option<Date>>) -> Result<Analysis, Error> {
        let source = Source::new(draft.name(), draft.bytes().to_vec());
        let document = Document::parse(&source, draft.format());
        let matched = self.resolver.matched(paths::below_config(draft.name()).as_deref());
        let layers = self.resolver.decided(&matched, &document.front_matter);
        let ready = self.settings_for(layers, today.into())?;
        Ok(Analysis::new(draft, source, document, ready))
    }

    /// Returns the compiled settings for these layers; compiles them if that has not been done yet.
    fn settings_for(&self, layers: Vec<usize>, today: Option<Date>) -> Result<Arc<ReadySettings>, Error> {
        self.compiled_settings.get_or_make((layers, today), |(layers, _)| {
            let layer = self.resolver.merged(layers);
            // Rules do not depend on the date, so settings that differ only in the date share an engine.
            let same_rules =
                self.compiled_settings.find(|(other, _)| other == layers).map(|ready| ready.engine.clone());
            let engine = match same_rules {
                Some(engine) => engine,
                None if self.resolver.has_own_rules(&layer) => {
                    Arc::new(engine::Engine::new(self.resolver.rules(&layer)?)?)
                }
                None => Arc::new(engine::Engine::builtin()),
            };
            let mut context = Context::new(&self.resolver.config(&layer), engine.rules(), today);
            self.resolver.dictionaries(&layer).for_each(|text| context.own_spelling.dictionary.add(text));
            Ok(Arc::new(ReadySettings { prepared: engine.prepare(context), engine }))
        })
    }
}
