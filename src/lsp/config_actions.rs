//! Code actions that change the configuration: add an outlet to a list of `bylint.toml`, or a word to the
//! dictionary. An action is offered only if the finding would be gone.

use super::open_draft::{LintedDraft, diagnostic};
use super::text::EditorText;
use super::view::View;
use super::{DraftSettings, Workspace, uri};
use crate::cancel::Cancelled;
use crate::config::{self, Addable};
use crate::diagnostic::{Edit, Finding};
use crate::engine::Context;
use crate::report;
use crate::rule::kinds::AddableEntry;
use crate::text::ColumnUnit;
use serde_json::{Value, json};
use std::io::ErrorKind;
use std::path::Path;

/// Limit on the additions that are tried for one request: each costs a reading of the draft.
const MAX_CANDIDATES: usize = 8;

/// The name of a new dictionary, beside its `bylint.toml`.
const NEW_DICTIONARY: &str = "words.txt";

/// A file to change, as the editor or the disk has it.
struct EditedFile {
    uri: String,
    /// Without a byte order mark, which is not part of the text in an editor.
    text: String,
    version: Option<i64>,
    /// Whether it has to be created.
    new: bool,
}

impl<D: Workspace> View<'_, D> {
    /// Actions for some findings of the draft.
    pub(super) fn config_actions(&self, findings: &[&Finding]) -> Result<Vec<Value>, Cancelled> {
        let Some(settings) = &self.linted.settings else { return Ok(Vec::new()) };
        let config_path =
            self.session.workspace.config_path(self.session.location(self.open.path.as_deref()), &self.session.folders);
        let mut left = MAX_CANDIDATES;
        let mut actions: Vec<Value> = Vec::new();
        for finding in findings {
            for (list, names) in self.additions(settings, finding) {
                let Some(name) = self.first_that_settles(settings, finding, list, &names, &mut left)? else { continue };
                let title = titled(list, name);
                if actions.iter().all(|action| action["title"] != title)
                    && let Some(edit) = self.addition(&config_path, list, name)
                {
                    let shown = diagnostic(finding, &self.open.uri, &self.open.text, None);
                    actions.push(json!({"title": title, "kind": "quickfix", "diagnostics": [shown], "edit": edit}));
                }
            }
        }
        Ok(actions)
    }

    /// Lists that may settle a finding, each with names of which one is enough.
    fn additions(&self, settings: &DraftSettings, finding: &Finding) -> Vec<(Addable, Vec<String>)> {
        let LintedDraft { source, document, analysis, .. } = self.linted;
        let words = source.text().get(finding.span.range()).unwrap_or_default();
        match settings.linter.rules().get(&finding.rule).and_then(|rule| rule.kind.addable()) {
            Some(AddableEntry::Word) if fits(words) => vec![(Addable::Dictionary, vec![words.to_owned()])],
            Some(AddableEntry::Outlet) => {
                let outlets = analysis.iter().flat_map(|analysis| analysis.outlets(document, finding.span));
                let outlets = outlets.filter(|names| names.iter().all(|name| fits(name)));
                outlets.flat_map(|names| [(Addable::OwnOutlets, names.clone()), (Addable::Partners, names)]).collect()
            }
            Some(AddableEntry::Word) | None => Vec::new(),
        }
    }

    /// The first name that settles the finding; tries at most `left` names.
    fn first_that_settles<'n>(
        &self,
        settings: &DraftSettings,
        finding: &Finding,
        list: Addable,
        names: &'n [String],
        left: &mut usize,
    ) -> Result<Option<&'n String>, Cancelled> {
        let tried = names.len().min(*left);
        for name in &names[..tried] {
            *left -= 1;
            if self.settles(settings, finding, list, name)? {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Whether a finding is gone with the name in the list.
    fn settles(
        &self,
        settings: &DraftSettings,
        finding: &Finding,
        list: Addable,
        name: &str,
    ) -> Result<bool, Cancelled> {
        let mut context = Context::clone(&settings.context);
        match list {
            Addable::OwnOutlets => context.newsroom.own_outlets.push(name.to_owned()),
            Addable::Partners => context.newsroom.partners.push(name.to_owned()),
            Addable::Dictionary => context.own_spelling.dictionary.add(name),
        }
        let prepared = settings.linter.prepare(context);
        let LintedDraft { source, document, .. } = self.linted;
        let outcome = settings.linter.lint_unless_cancelled(source, document, &prepared, self.cancel)?;
        Ok(outcome.findings.iter().all(|other| other.rule != finding.rule || !other.span.overlaps(finding.span)))
    }

    /// The edit that adds a name to a list; `None` if it is not possible in this file or with this editor.
    fn addition(&self, config_path: &Path, list: Addable, name: &str) -> Option<Value> {
        let settings = self.file(config_path)?;
        let folder = config_path.parent()?;
        let named = config::file_of(&settings.text, list);
        let mut changes = Vec::new();
        if list == Addable::Dictionary || named.is_some() {
            let lines = self.file(&folder.join(named.as_deref().unwrap_or(NEW_DICTIONARY)))?;
            let edit = config::add_line(&lines.text, name);
            changes.push((lines, vec![edit]));
        }
        if named.is_none() {
            let entry = if list == Addable::Dictionary { NEW_DICTIONARY } else { name };
            let edits = config::add(&settings.text, list, entry)?;
            // A dictionary has to exist before a configuration names it.
            changes.push((settings, edits));
        }
        self.change_of(&changes)
    }

    fn change_of(&self, changes: &[(EditedFile, Vec<Edit>)]) -> Option<Value> {
        let mut steps = Vec::new();
        let mut plain = serde_json::Map::new();
        for (file, edits) in changes {
            if file.new {
                steps.push(json!({"kind": "create", "uri": file.uri, "options": {"ignoreIfExists": true}}));
            }
            let edits = placed(file, edits, self.session.editor.encoding);
            plain.insert(file.uri.clone(), edits.clone());
            steps.push(json!({"textDocument": {"uri": file.uri, "version": file.version}, "edits": edits}));
        }
        let new = changes.iter().any(|(file, _)| file.new);
        match (self.session.editor.document_changes, new) {
            (true, true) => self.session.editor.creates.then(|| json!({"documentChanges": steps})),
            (true, false) => Some(json!({"documentChanges": steps})),
            (false, new) => (!new).then(|| json!({"changes": plain})),
        }
    }

    fn file(&self, path: &Path) -> Option<EditedFile> {
        let open = self.texts.iter().find(|open| open.path.as_deref() == Some(path));
        if let Some(open) = open {
            let text = open.text.as_str().to_owned();
            return Some(EditedFile { uri: open.uri.clone(), text, version: Some(open.version), new: false });
        }
        let (text, new) = match self.session.workspace.read(path) {
            Ok(bytes) => (String::from_utf8(bytes).ok()?, false),
            Err(error) if error.kind() == ErrorKind::NotFound => (String::new(), true),
            Err(_) => return None,
        };
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        Some(EditedFile { uri: uri::from_path(path), text, version: None, new })
    }
}

/// Whether a line of a list can hold the name: `#` begins a comment, `=` a list of misspellings.
fn fits(name: &str) -> bool {
    !name.trim().is_empty() && !name.contains(['#', '=']) && !name.contains(char::is_control)
}

fn titled(list: Addable, name: &str) -> String {
    let name = report::one_line(name);
    match list {
        Addable::OwnOutlets => format!("Add “{name}” to own outlets in bylint.toml"),
        Addable::Partners => format!("Add “{name}” to partners in bylint.toml"),
        Addable::Dictionary => format!("Add “{name}” to the newsroom’s dictionary"),
    }
}

fn placed(file: &EditedFile, edits: &[Edit], encoding: ColumnUnit) -> Value {
    let text = EditorText::new(file.text.clone(), encoding);
    edits.iter().map(|edit| json!({"range": text.range(edit.span), "newText": edit.text})).collect()
}
