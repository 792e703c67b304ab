//! Code actions for a finding: apply its fix, apply all safe fixes of its rule, or suppress it with a reason. The actions of
//! [`config_actions`](super::config_actions) are added to them.

use super::Workspace;
use super::open_draft::{LintedDraft, OpenText, diagnostic};
use super::request_params::ActionParams;
use super::view::RequestContext;
use crate::cancel::Cancelled;
use crate::diagnostic::{Applicability, Edit, Finding};
use crate::document::Format;
use crate::fix::{self, FixTarget};
use crate::text::Span;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The kinds of code actions in the protocol.
const QUICK_FIX_KIND: &str = "quickfix";
const FIX_ALL_KIND: &str = "source.fixAll.bylint";
/// The placeholder for the reason of a suppression; the user replaces it.
const REASON_PLACEHOLDER: &str = "say why";

impl<W: Workspace> RequestContext<'_, W> {
    /// The code actions for the findings in a range.
    pub(super) fn actions(&self, params: &ActionParams) -> Result<Value, Cancelled> {
        let (uri, text, linted) = (&self.open.uri, &self.open.text, self.linted);
        let target = EditTarget(self.open);
        let range = text.span(params.within.range);
        let mut actions = Vec::new();
        if params.context.has(QUICK_FIX_KIND) {
            let touches = |finding: &&Finding| finding.span.start <= range.end && range.start <= finding.span.end;
            let findings: Vec<&Finding> = linted.findings().filter(touches).collect();
            // Planning parses the draft again, so it is done once for each rule.
            let mut rule_edits: BTreeMap<&str, Option<Value>> = BTreeMap::new();
            for finding in &findings {
                self.cancel.check()?;
                let lsp_diagnostic = diagnostic(finding, uri, text, None);
                for fix in &finding.fixes {
                    let safe = fix.applicability == Applicability::Safe;
                    actions.push(json!({
                        "title": target.title(&fix.edits), "kind": QUICK_FIX_KIND, "isPreferred": safe,
                        "diagnostics": [lsp_diagnostic], "edit": target.edit(fix.edits.iter()),
                    }));
                }
                let edit = rule_edits.entry(&finding.rule).or_insert_with(|| {
                    let of_rule = linted.findings().filter(|other| other.rule == finding.rule);
                    let edits = target.safe_edits(linted, of_rule);
                    (edits.len() > 1).then(|| target.edit(edits.into_iter()))
                });
                if let Some(edit) = edit {
                    actions.push(json!({
                        "title": format!("Apply all safe fixes of {}", finding.rule), "kind": QUICK_FIX_KIND,
                        "diagnostics": [lsp_diagnostic], "edit": edit,
                    }));
                }
                let edit = target.suppression(linted, finding, self.session.editor.snippets);
                let title = format!("Suppress {} here, with a reason", finding.rule);
                actions.push(
                    json!({"title": title, "kind": QUICK_FIX_KIND, "diagnostics": [lsp_diagnostic], "edit": edit}),
                );
            }
            actions.extend(self.config_actions(&findings)?);
        }
        let edits =
            if params.context.has(FIX_ALL_KIND) { target.safe_edits(linted, linted.findings()) } else { Vec::new() };
        if !edits.is_empty() {
            let edit = target.edit(edits.into_iter());
            actions.push(json!({"title": "Apply all safe fixes", "kind": FIX_ALL_KIND, "edit": edit}));
        }
        Ok(Value::Array(actions))
    }
}

/// The open text that an action edits.
struct EditTarget<'a>(&'a OpenText);

impl EditTarget<'_> {
    /// The edits that `check --fix` would make for these findings.
    fn safe_edits<'f>(&self, linted: &LintedDraft, findings: impl Iterator<Item = &'f Finding>) -> Vec<&'f Edit> {
        let bytes = self.0.text.as_str().as_bytes();
        let fix_target = FixTarget { bytes, source: &linted.source, document: &linted.document, format: self.0.format };
        fix::plan(fix_target, findings, Applicability::Safe)
    }

    /// A `WorkspaceEdit` with these edits.
    fn edit<'e>(&self, edits: impl Iterator<Item = &'e Edit>) -> Value {
        let changes: Vec<Value> =
            edits.map(|edit| json!({"range": self.0.text.range(edit.span), "newText": edit.text})).collect();
        json!({"changes": {&self.0.uri: changes}})
    }

    /// The title of an action that makes these edits.
    fn title(&self, edits: &[Edit]) -> String {
        match edits {
            [Edit { span, text }] if text.trim().is_empty() => format!("Delete “{}”", self.words_at(*span)),
            [Edit { text, .. }] => format!("Change to “{}”", crate::report::one_line(text.trim())),
            _ => "Apply this change".to_owned(),
        }
    }

    /// The words of a span on one line.
    fn words_at(&self, span: Span) -> String {
        crate::report::one_line(self.0.text.as_str().get(span.range()).unwrap_or_default().trim()).into_owned()
    }

    /// The edit that adds a suppression: a comment above the block of the finding. For a finding outside all blocks, such as in
    /// front matter, a comment for the file after the front matter.
    fn suppression(&self, linted: &LintedDraft, finding: &Finding, snippets: bool) -> Value {
        let text = self.0.text.as_str();
        let front = linted.document.front_matter.span;
        let blocks = linted.document.blocks.iter().map(|block| block.span);
        let start = Span::new(finding.span.start, finding.span.start);
        let block = blocks.rev().find(|span| span.contains(start));
        let (verb, at) = match block {
            Some(block) => ("bylint-ignore", block.start),
            None => ("bylint-ignore-file", front.end),
        };
        let at = text[..at].rfind('\n').map_or(0, |line| line + 1).max(if block.is_none() { at } else { 0 });
        // In a block quote or list, the comment needs the same prefix as the block.
        let prefix_length = text[at..].len() - text[at..].trim_start_matches([' ', '\t', '>']).len();
        let prefix = if block.is_some() { &text[at..at + prefix_length] } else { "" };
        let (open, close) = if self.0.format == Format::Mdx { ("{/*", "*/}") } else { ("<!--", "-->") };
        let line = |reason: &str| format!("{prefix}{open} {verb} {}: {reason} {close}\n{prefix}\n", finding.rule);
        let range = self.0.text.range(Span::new(at, at));
        if !snippets {
            return json!({"changes": {&self.0.uri: [{"range": range, "newText": line(REASON_PLACEHOLDER)}]}});
        }
        // In a snippet, the `}` of an MDX comment needs no escape, because it is outside the placeholder.
        let snippet = json!({"kind": "snippet", "value": line(&format!("${{1:{REASON_PLACEHOLDER}}}"))});
        let document = json!({"uri": self.0.uri, "version": self.0.version});
        json!({"documentChanges": [{"textDocument": document, "edits": [{"range": range, "snippet": snippet}]}]})
    }
}
