//! Code actions that change the configuration: add an outlet to a list of `bylint.toml`, or a word to the dictionary. An
//! action is offered only if it removes the finding.

use super::open_draft::{LintedDraft, diagnostic};
use super::text::EditorText;
use super::view::RequestContext;
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

/// The most additions that are tried for one request: each means linting the draft again.
const MAX_ATTEMPTS: usize = 8;

/// The name of a new dictionary, in the directory of `bylint.toml`.
const NEW_DICTIONARY: &str = "words.txt";

/// A file to change: its open text in the editor, or its content on disk.
struct EditedFile {
    uri: String,
    /// The text without a byte order mark, which is not part of the text in an editor.
    text: String,
    /// The version of the open text; `None` if it is not open.
    version: Option<i64>,
    /// Whether the file does not exist yet.
    new: bool,
}

impl<W: Workspace> RequestContext<'_, W> {
    /// The actions for these findings of the draft.
    pub(super) fn config_actions(&self, findings: &[&Finding]) -> Result<Vec<Value>, Cancelled> {
        let Some(settings) = &self.linted.settings else { return Ok(Vec::new()) };
        let config_path =
            self.session.workspace.config_path(self.session.location(self.open.path.as_deref()), &self.session.folders);
        let mut attempts_left = MAX_ATTEMPTS;
        let mut actions: Vec<Value> = Vec::new();
        for finding in findings {
            for (list, names) in self.candidates(settings, finding) {
                let Some(name) = self.first_working_name(settings, finding, list, &names, &mut attempts_left)? else {
                    continue;
                };
                let title = title(list, name);
                if actions.iter().all(|action| action["title"] != title)
                    && let Some(edit) = self.addition_edit(&config_path, list, name)
                {
                    let lsp_diagnostic = diagnostic(finding, &self.open.uri, &self.open.text, None);
                    actions.push(
                        json!({"title": title, "kind": "quickfix", "diagnostics": [lsp_diagnostic], "edit": edit}),
                    );
                }
            }
        }
        Ok(actions)
    }

    /// The lists in which an entry may remove the finding, each with alternative names for that entry.
    fn candidates(&self, settings: &DraftSettings, finding: &Finding) -> Vec<(Addable, Vec<String>)> {
        let LintedDraft { source, document, analysis, .. } = self.linted;
        let words = source.text().get(finding.span.range()).unwrap_or_default();
        match settings.linter.rules().get(&finding.rule).and_then(|rule| rule.kind.addable()) {
            Some(AddableEntry::Word) if is_valid_line(words) => vec![(Addable::Dictionary, vec![words.to_owned()])],
            Some(AddableEntry::Outlet) => {
                let outlets = analysis.iter().flat_map(|analysis| analysis.outlets(document, finding.span));
                let outlets = outlets.filter(|names| names.iter().all(|name| is_valid_line(name)));
                outlets.flat_map(|names| [(Addable::OwnOutlets, names.clone()), (Addable::Partners, names)]).collect()
            }
            Some(AddableEntry::Word) | None => Vec::new(),
        }
    }

    /// The first name that removes the finding. Tries at most `attempts_left` names.
    fn first_working_name<'n>(
        &self,
        settings: &DraftSettings,
        finding: &Finding,
        list: Addable,
        names: &'n [String],
        attempts_left: &mut usize,
    ) -> Result<Option<&'n String>, Cancelled> {
        let attempts = names.len().min(*attempts_left);
        for name in &names[..attempts] {
            *attempts_left -= 1;
            if self.removes_finding(settings, finding, list, name)? {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Whether adding the name to the list removes the finding.
    fn removes_finding(
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

    /// The edit that adds a name to a list; `None` if this file or this editor does not support it.
    fn addition_edit(&self, config_path: &Path, list: Addable, name: &str) -> Option<Value> {
        let settings = self.edited_file(config_path)?;
        let directory = config_path.parent()?;
        let list_file = config::file_of(&settings.text, list);
        let mut changes = Vec::new();
        if list == Addable::Dictionary || list_file.is_some() {
            let file = self.edited_file(&directory.join(list_file.as_deref().unwrap_or(NEW_DICTIONARY)))?;
            let edit = config::add_line(&file.text, name);
            changes.push((file, vec![edit]));
        }
        if list_file.is_none() {
            let entry = if list == Addable::Dictionary { NEW_DICTIONARY } else { name };
            let edits = config::add(&settings.text, list, entry)?;
            // The dictionary must exist before the configuration names it, so its change comes first.
            changes.push((settings, edits));
        }
        self.workspace_edit(&changes)
    }

    /// The `WorkspaceEdit` for these changes; `None` if the editor does not support it.
    fn workspace_edit(&self, changes: &[(EditedFile, Vec<Edit>)]) -> Option<Value> {
        let mut document_changes = Vec::new();
        let mut simple_changes = serde_json::Map::new();
        for (file, edits) in changes {
            if file.new {
                document_changes.push(json!({"kind": "create", "uri": file.uri, "options": {"ignoreIfExists": true}}));
            }
            let edits = edits_json(file, edits, self.session.editor.encoding);
            simple_changes.insert(file.uri.clone(), edits.clone());
            document_changes.push(json!({"textDocument": {"uri": file.uri, "version": file.version}, "edits": edits}));
        }
        let new = changes.iter().any(|(file, _)| file.new);
        match (self.session.editor.document_changes, new) {
            (true, true) => self.session.editor.creates.then(|| json!({"documentChanges": document_changes})),
            (true, false) => Some(json!({"documentChanges": document_changes})),
            (false, new) => (!new).then(|| json!({"changes": simple_changes})),
        }
    }

    /// The file at a path, from the editor or from disk; `None` if it cannot be read or is not UTF-8.
    fn edited_file(&self, path: &Path) -> Option<EditedFile> {
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

/// Whether the name can be a line of a list file, where `#` begins a comment and `=` a list of misspellings.
fn is_valid_line(line: &str) -> bool {
    !line.trim().is_empty() && !line.contains(['#', '=']) && !line.contains(char::is_control)
}

/// The title of the action that adds a name to a list.
fn title(list: Addable, name: &str) -> String {
    let name = report::one_line(name);
    match list {
        Addable::OwnOutlets => format!("Add “{name}” to own outlets in bylint.toml"),
        Addable::Partners => format!("Add “{name}” to partners in bylint.toml"),
        Addable::Dictionary => format!("Add “{name}” to the newsroom’s dictionary"),
    }
}

/// The edits as text edits of the protocol.
fn edits_json(file: &EditedFile, edits: &[Edit], encoding: ColumnUnit) -> Value {
    let text = EditorText::new(file.text.clone(), encoding);
    edits.iter().map(|edit| json!({"range": text.range(edit.span), "newText": edit.text})).collect()
}
