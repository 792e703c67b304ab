//! Runs the rules over one draft. Pure: no files, no threads, no clock; linting cannot fail.

pub mod ignore;
mod innermost;
mod protected;
pub mod reasons;

use crate::analysis::DraftAnalysis;
use crate::attribution::{Because, Newsroom, NewsroomNames, ScratchPool};
use crate::cancel::{Cancel, Cancelled, uncancelled};
use crate::config::Config;
use crate::date::Date;
use crate::diagnostic::{Finding, Label, Severity};
use crate::document::{Directive, Document, FrontMatterFault};
use crate::language::{Language, Lexicon, LexiconBuilder, Role};
use crate::rule::kinds::{self, CompiledRule, LintedDraft, RuleFindings, SharedAnalyses, SharedSpelling};
use crate::rule::{Kind, PhraseBudgetExceeded, Profile, Rule, RuleSet};
use crate::sourcing::SourcingReport;
use crate::spelling::{Dictionary, DictionarySet, Speller};
use crate::statements::SettledFacts;
use crate::text::{NotText, Source, Span};
use ignore::{Suppression, SuppressionRules};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

/// The rule about bytes that are not UTF-8.
const INVALID_UTF8: &str = "invalid-utf8";

/// The rule that reports a draft that is not in English. Such a draft has no other findings.
pub const NOT_ENGLISH: &str = "not-english";

/// The maximum number of labels on an `invalid-utf8` finding: one for each run of invalid bytes after the first.
const MAX_INVALID_UTF8_LABELS: usize = 20;

/// The compiled rules and the word lists. Built once and shared by all threads.
#[derive(Debug)]
pub struct Engine {
    rules: RuleSet,
    compiled: Vec<CompiledRule>,
    lexicon: Lexicon,
    speller: Speller,
    scratch: ScratchPool,
}

/// The settings for linting a draft.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The newsroom that the draft belongs to.
    pub newsroom: Newsroom,
    /// The rules to run, by name; `None` runs those of the profile `standard`.
    pub enabled: Option<BTreeSet<Arc<str>>>,
    /// Severities that override those of the rules, by rule name.
    pub severity: BTreeMap<Arc<str>, Severity>,
    /// Whether the profile is `legal`: some rules then have another severity.
    pub legal: bool,
    /// The language of a draft whose front matter names none: a BCP 47 tag.
    pub language: Option<String>,
    /// The newsroom's spelling and its own words.
    pub own_spelling: DictionarySet,
    /// Statements that no longer need a source.
    pub settled_facts: Vec<String>,
    /// The date of the run. A suppression whose last day is earlier has expired. With `None`, none has expired.
    pub today: Option<Date>,
}

impl Context {
    /// Builds the context for a configuration and its rules. The dictionary is empty: the caller adds the newsroom's words.
    #[must_use]
    pub fn new(config: &Config, rules: &RuleSet, today: Option<Date>) -> Self {
        Self {
            enabled: Some(config.enabled(rules)),
            severity: config.severities(rules),
            legal: config.profile == Profile::Legal,
            newsroom: config.newsroom.clone(),
            language: config.language.clone(),
            own_spelling: DictionarySet { spelling: config.spelling, dictionary: Dictionary::default() },
            settled_facts: config.settled_facts.clone(),
            today,
        }
    }
}

/// A [`Context`] with lookup structures built from its lists. Long lists are thus processed once for many drafts.
#[derive(Debug)]
pub struct Prepared {
    context: Context,
    /// The names of the rules that run; `None` runs those of the profile `standard`. Every rule is looked up for every
    /// draft, and this hash set takes a tenth of the time of the set in the context.
    enabled: Option<FxHashSet<Arc<str>>>,
    newsroom_names: NewsroomNames,
    /// The words in the names of the newsroom and its partners: the spelling rules accept them.
    learned: Dictionary,
    settled_facts: SettledFacts,
}

impl Deref for Prepared {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.context
    }
}

impl Prepared {
    /// Whether a rule runs.
    fn runs(&self, rule: &Rule) -> bool {
        self.enabled.as_ref().map_or(rule.runs_in(Profile::Standard), |names| names.contains(&*rule.name))
    }
}

/// The result of linting one draft.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The findings to report, sorted by span, then by rule name.
    pub findings: Vec<Finding>,
    /// Findings that a suppression covers, in the same order.
    pub suppressed: Vec<Finding>,
    /// The suppressions in comments and front matter, in the order of the draft.
    pub suppressions: Vec<Suppression>,
    /// The language of a draft that was not checked because it is not in English: its English name or its tag.
    pub not_english: Option<String>,
}

/// The error for a draft that is not in English.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is in {language}; bylint reads only English")]
pub struct NotEnglish {
    /// The language: its English name, or the tag that the draft or the configuration gives.
    pub language: String,
}

impl Engine {
    /// Builds an engine with the built-in rules.
    ///
    /// # Panics
    /// Never: only the phrases of rules that are not built in count towards the budget.
    #[must_use]
    pub fn builtin() -> Self {
        Self::new(RuleSet::builtin()).expect("built-in rules need none of the budget")
    }

    /// Builds an engine with these rules.
    ///
    /// # Errors
    /// When the phrases of the rules that are not built in have more than 450,000 words in all, with alternatives written
    /// out: beyond that, some phrases would not be found.
    pub fn new(rules: RuleSet) -> Result<Self, PhraseBudgetExceeded> {
        rules.validate_budget()?;
        let mut lexicon = LexiconBuilder::builtin();
        let mut compiled: Vec<CompiledRule> =
            rules.shared().map(|rule| CompiledRule::new(rule.clone(), &mut lexicon)).collect();
        let lexicon = lexicon.build();
        for compiled in &mut compiled {
            compiled.finish(&lexicon);
        }
        Ok(Self { rules, compiled, lexicon, speller: Speller::builtin(), scratch: ScratchPool::default() })
    }

    /// All rules of the engine. The context decides which of them run.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Builds the lookup structures for a context's lists.
    #[must_use]
    pub fn prepare(&self, context: Context) -> Prepared {
        let mut learned = Dictionary::default();
        for name in context.newsroom.own_outlets.iter().chain(&context.newsroom.partners) {
            learned.learn(name);
        }
        Prepared {
            enabled: context.enabled.as_ref().map(|names| names.iter().cloned().collect()),
            newsroom_names: NewsroomNames::new(&context.newsroom),
            learned,
            settled_facts: SettledFacts::new(&context.settled_facts, &self.lexicon),
            context,
        }
    }

    /// Runs the rules over a draft. For many drafts with one context, call [`Engine::prepare`] and [`Engine::lint_prepared`].
    #[must_use]
    pub fn lint(&self, source: &Source, document: &Document, context: &Context) -> Outcome {
        self.lint_prepared(source, document, &self.prepare(context.clone()))
    }

    /// Runs the rules over a draft with a prepared context.
    #[must_use]
    pub fn lint_prepared(&self, source: &Source, document: &Document, prepared: &Prepared) -> Outcome {
        uncancelled(|cancel| self.lint_unless_cancelled(source, document, prepared, cancel))
    }

    /// Runs the rules over a draft, unless `cancel` is raised before the end.
    ///
    /// # Errors
    /// When the flag was raised.
    pub fn lint_unless_cancelled(
        &self,
        source: &Source,
        document: &Document,
        prepared: &Prepared,
        cancel: &Cancel,
    ) -> Result<Outcome, Cancelled> {
        if let Some(reason) = source.not_text() {
            return Ok(self.not_text_outcome(source, reason));
        }
        let analysis = self.analyze_unless_cancelled(document, prepared, cancel)?;
        self.lint_analyzed_unless_cancelled(source, document, &analysis, prepared, cancel)
    }

    /// Runs the rules over a draft that was analyzed with the same context.
    #[must_use]
    pub fn lint_analyzed(
        &self,
        source: &Source,
        document: &Document,
        analysis: &DraftAnalysis,
        prepared: &Prepared,
    ) -> Outcome {
        uncancelled(|cancel| self.lint_analyzed_unless_cancelled(source, document, analysis, prepared, cancel))
    }

    /// Runs the rules over a draft that was analyzed with the same context, unless `cancel` is raised before the end.
    ///
    /// # Errors
    /// When the flag was raised.
    pub fn lint_analyzed_unless_cancelled(
        &self,
        source: &Source,
        document: &Document,
        analysis: &DraftAnalysis,
        prepared: &Prepared,
        cancel: &Cancel,
    ) -> Result<Outcome, Cancelled> {
        if let Some(reason) = source.not_text() {
            return Ok(self.not_text_outcome(source, reason));
        }
        if let Some(language) = &analysis.not_english {
            return Ok(self.not_english_outcome(document, &analysis.language, prepared, language.as_str().to_owned()));
        }
        let context = &prepared.context;
        let RuleFindings { mut findings, left_out } = self.check(source, document, analysis, prepared, cancel)?;
        findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        findings.dedup_by(|a, b| a.rule == b.rule && a.span == b.span);
        protected::make_manual(source, document, &analysis.language, &mut findings);
        let was_run = |rule: &Rule| prepared.runs(rule);
        let suppression_rules = SuppressionRules {
            without_reason: self.enabled_rule("ignore-without-reason", prepared),
            unused: self.enabled_rule("unused-ignore", prepared),
            expired: self.enabled_rule("expired-ignore", prepared),
        };
        let mut outcome =
            ignore::apply(directives(document), findings, &self.rules, was_run, context.today, suppression_rules);
        // The notice that a rule's further findings were left out cannot be suppressed. Otherwise thousands of suppressed
        // findings could hide one that is not suppressed.
        if !left_out.is_empty() {
            outcome.findings.extend(left_out);
            outcome.findings.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
        }
        for finding in outcome.findings.iter_mut().chain(&mut outcome.suppressed) {
            if let Some(&severity) = context.severity.get(&finding.rule) {
                finding.severity = severity;
            } else if context.legal
                && let Some(rule) = self.rules.get(&finding.rule)
            {
                let is_default = finding.severity == rule.severity;
                finding.severity = rule.legal_severity.filter(|_| is_default).unwrap_or(finding.severity);
            }
        }
        Ok(outcome)
    }

    /// Runs the enabled rules and the checks of the file itself.
    fn check(
        &self,
        source: &Source,
        document: &Document,
        analysis: &DraftAnalysis,
        prepared: &Prepared,
        cancel: &Cancel,
    ) -> Result<RuleFindings, Cancelled> {
        let rules = self.compiled.iter().filter(|compiled| prepared.runs(&compiled.rule));
        let mut found =
            self.with_draft(document, analysis, prepared, cancel, |draft| kinds::run_rules(draft, rules))?;
        self.dedupe_claims(&mut found.findings);
        self.check_file(source, document, prepared, &mut found);
        Ok(found)
    }

    /// Calls `work` with the draft and everything that rules need to know about it.
    fn with_draft<T>(
        &self,
        document: &Document,
        analysis: &DraftAnalysis,
        prepared: &Prepared,
        cancel: &Cancel,
        work: impl FnOnce(&LintedDraft<'_>) -> T,
    ) -> T {
        let mut learned = Dictionary::default();
        let front_matter = &document.front_matter;
        let names = front_matter.authors.iter().chain(&front_matter.publisher).chain(&front_matter.subjects);
        for name in names {
            learned.learn(name);
        }
        work(&LintedDraft {
            document,
            covered: analysis.view(document, &self.lexicon),
            speller: &self.speller,
            house: &prepared.context.own_spelling,
            learned: [&prepared.learned, &learned],
            accepted_facts: [&prepared.settled_facts, &SettledFacts::new(&front_matter.facts, &self.lexicon)],
            shared: &SharedAnalyses::default(),
            spellings: &SharedSpelling::default(),
            cancel,
        })
    }

    /// Returns the words of a draft that are in no word list, in the order of the draft.
    ///
    /// # Errors
    /// When the draft is not in English.
    pub fn unknown_words(&self, document: &Document, context: &Context) -> Result<Vec<String>, NotEnglish> {
        self.unknown_words_prepared(document, &self.prepare(context.clone()))
    }

    /// Returns the words of a draft that are in no word list, for a prepared context.
    ///
    /// # Errors
    /// When the draft is not in English.
    pub fn unknown_words_prepared(&self, document: &Document, prepared: &Prepared) -> Result<Vec<String>, NotEnglish> {
        let analysis = self.analyze_prepared(document, prepared);
        if let Some(language) = &analysis.not_english {
            return Err(NotEnglish { language: language.as_str().to_owned() });
        }
        let unknown = |draft: &LintedDraft<'_>| kinds::unknown_words(draft).into_iter().map(str::to_owned).collect();
        Ok(uncancelled(|cancel| Ok(self.with_draft(document, &analysis, prepared, cancel, unknown))))
    }

    /// Keeps one of several overlapping findings of rules about claims: the one whose rule ranks first. Its labels are
    /// replaced by those of the others.
    ///
    /// Drops a claim that contains a finding about a hedge (“reportedly”) or an agentless phrase (“it is believed”): that
    /// finding already says that the claim has no source.
    fn dedupe_claims(&self, findings: &mut Vec<Finding>) {
        let kind = |finding: &Finding| self.rules.get(&finding.rule).map(|rule| &rule.kind);
        let mut doubts: Vec<Span> = findings
            .iter()
            .filter(|f| matches!(kind(f), Some(Kind::Hedge(_) | Kind::Agentless(_))))
            .map(|f| f.span)
            .collect();
        doubts.sort_unstable();
        let (mut claims, rest): (Vec<_>, Vec<_>) =
            findings.drain(..).partition(|f| matches!(kind(f), Some(Kind::Claim(_))));
        *findings = rest;
        claims.retain(|claim| {
            let from = doubts.partition_point(|doubt| doubt.start < claim.span.start);
            let mut inside = doubts[from..].iter().take_while(|doubt| doubt.start < claim.span.end);
            !inside.any(|&doubt| claim.span.contains(doubt))
        });
        let rank = |finding: &Finding| match kind(finding) {
            Some(Kind::Claim(keys)) => keys.rank(),
            _ => (None, 0),
        };
        claims.sort_by_key(|claim| (claim.span.start, rank(claim)));
        let mut groups: Vec<Vec<Finding>> = Vec::new();
        for claim in claims {
            match groups.last_mut() {
                Some(group) if group.iter().any(|other| other.span.overlaps(claim.span)) => group.push(claim),
                _ => groups.push(vec![claim]),
            }
        }
        findings.extend(groups.into_iter().filter_map(|mut group| {
            group.sort_by_key(rank);
            let mut group = group.into_iter();
            let mut first = group.next()?;
            first.labels = group.flat_map(|loser| loser.labels).collect();
            first.labels.sort_by_key(|label| label.span);
            Some(first)
        }));
    }

    /// Returns the rule of this name, if it runs.
    fn enabled_rule(&self, name: &str, prepared: &Prepared) -> Option<&Rule> {
        self.rules.get(name).filter(|rule| prepared.runs(rule))
    }

    /// Adds the findings about the file itself: bytes that are not UTF-8, and faulty front matter.
    fn check_file(&self, source: &Source, document: &Document, prepared: &Prepared, rule_findings: &mut RuleFindings) {
        if let (Some(rule), [first, others @ ..]) = (self.enabled_rule(INVALID_UTF8, prepared), source.invalid()) {
            let label = |&span: &Span| Label { span, text: rule.related.clone().unwrap_or_else(|| rule.label.clone()) };
            let labels = others.iter().take(MAX_INVALID_UTF8_LABELS).map(label).collect();
            rule_findings.findings.push(Finding { labels, ..engine_finding(rule, *first, &[]) });
        }
        if let (Some(rule), Some((span, fault))) =
            (self.enabled_rule("broken-front-matter", prepared), &document.front_matter.broken)
        {
            rule_findings.findings.push(broken_front_matter(rule, *span, fault));
        }
    }

    /// The outcome for a file that is not text: one finding, which says that the file was not read. No setting turns it
    /// off; otherwise the file would seem to have no faults.
    fn not_text_outcome(&self, source: &Source, reason: NotText) -> Outcome {
        let rule = self.rules.get(INVALID_UTF8);
        let variant = rule.and_then(|rule| match &rule.kind {
            Kind::Engine(keys) => keys.unread.as_ref(),
            _ => None,
        });
        let (Some(rule), Some(variant), Some(span)) = (rule, variant, source.first_not_text()) else {
            return Outcome::default();
        };
        let message = variant.message.as_ref().unwrap_or(&rule.message);
        let message = kinds::fill_message(message, "", &[("reason", reason.to_string())]);
        let finding = Finding { severity: variant.severity, message, ..engine_finding(rule, span, &[]) };
        Outcome { findings: vec![finding], ..Outcome::default() }
    }

    /// The outcome for a draft that is not in English: one finding at its first sentence, if that rule runs.
    fn not_english_outcome(
        &self,
        document: &Document,
        language: &Language,
        prepared: &Prepared,
        language_name: String,
    ) -> Outcome {
        let context = &prepared.context;
        let first = language.paragraphs.iter().find(|p| p.role == Role::Copy).and_then(|p| p.sentences.iter().next());
        let sentence = first.and_then(|number| language.sentences.get(number.index()));
        let mut findings = Vec::new();
        if let (Some(rule), Some(sentence)) = (self.enabled_rule(NOT_ENGLISH, prepared), sentence) {
            let span = document.span(language.prose(*sentence));
            let mut finding = engine_finding(rule, span, &[("language", language_name.clone())]);
            finding.severity = context.severity.get(&finding.rule).copied().unwrap_or(finding.severity);
            findings.push(finding);
        }
        // No rule was run, so whether a suppression is still needed is unknown.
        let suppression_rules = SuppressionRules { without_reason: None, unused: None, expired: None };
        let outcome =
            ignore::apply(directives(document), Vec::new(), &self.rules, |_| false, context.today, suppression_rules);
        Outcome { findings, not_english: Some(language_name), ..outcome }
    }

    /// Analyzes a draft without running rules.
    #[must_use]
    pub fn analyze(&self, document: &Document, context: &Context) -> DraftAnalysis {
        self.analyze_prepared(document, &self.prepare(context.clone()))
    }

    /// Analyzes a draft with a prepared context, without running rules.
    #[must_use]
    pub fn analyze_prepared(&self, document: &Document, prepared: &Prepared) -> DraftAnalysis {
        uncancelled(|cancel| self.analyze_unless_cancelled(document, prepared, cancel))
    }

    /// Analyzes a draft without running rules, unless `cancel` is raised before the end.
    ///
    /// # Errors
    /// When the flag was raised.
    pub fn analyze_unless_cancelled(
        &self,
        document: &Document,
        prepared: &Prepared,
        cancel: &Cancel,
    ) -> Result<DraftAnalysis, Cancelled> {
        let tag = document.front_matter.language.as_ref().or(prepared.context.language.as_ref());
        DraftAnalysis::analyze(document, &self.lexicon, &prepared.newsroom_names, &self.scratch, tag, cancel)
    }

    /// Returns the source of each passage of an analyzed draft.
    #[must_use]
    pub fn sourcing<'a>(&self, document: &Document, analysis: &'a DraftAnalysis) -> &'a SourcingReport {
        analysis.sourcing(document, &self.lexicon)
    }

    /// Returns, for each attribution of an analyzed draft, why it was found.
    #[must_use]
    pub fn explain(&self, document: &Document, analysis: &DraftAnalysis) -> Vec<Because> {
        analysis.attributions.explain(document, &analysis.language, &self.lexicon)
    }
}

/// The suppressions of a draft: those in front matter, then those in comments.
fn directives(document: &Document) -> impl Iterator<Item = &Directive> {
    document.front_matter.ignores.iter().chain(&document.directives)
}

/// Builds the finding for front matter that cannot be parsed or that has an unknown setting.
fn broken_front_matter(rule: &Rule, span: Span, fault: &FrontMatterFault) -> Finding {
    let Kind::Engine(keys) = &rule.kind else { return engine_finding(rule, span, &[]) };
    let (message, text) = match fault {
        FrontMatterFault::Unreadable(reason) => return engine_finding(rule, span, &[("reason", reason.clone())]),
        FrontMatterFault::UnknownKey(key) => (&keys.unknown_key, key.as_str()),
        FrontMatterFault::FactsWithKeys => (&keys.facts_with_keys, ""),
    };
    let message = kinds::fill_message(message.as_ref().unwrap_or(&rule.message), text, &[]);
    let note = keys.instead_in_front_matter.as_ref().filter(|_| matches!(fault, FrontMatterFault::UnknownKey(_)));
    let note = note.map_or_else(|| rule.instead.clone(), |note| note.as_str().into());
    Finding { message, note, ..engine_finding(rule, span, &[]) }
}

/// Builds a finding of one of the engine's own rules; `fill` holds the values of placeholders in its message.
fn engine_finding(rule: &Rule, span: Span, fill: &[(&'static str, String)]) -> Finding {
    Finding {
        rule: Arc::clone(&rule.name),
        severity: rule.severity,
        confidence: rule.confidence,
        message: kinds::fill_message(&rule.message, "", fill),
        span,
        label: rule.label.clone(),
        labels: Vec::new(),
        note: rule.instead.clone(),
        fixes: Vec::new(),
    }
}
