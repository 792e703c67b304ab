// bylint in VS Code: starts the language server, and shows what the command prints beside the draft. What there is to be
// said of a draft, the server says.
"use strict";

const { execFile } = require("node:child_process");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const RULE = "bylint-rule";
// Reports of the longest drafts fit.
const LARGEST = 64 * 1024 * 1024;
// How long the typist has to pause before the report is made anew, in milliseconds.
const PAUSE = 400;

const DRAFTS = [
  { language: "markdown" },
  { language: "mdx" },
  { scheme: "file", pattern: "**/*.mdx" },
  { scheme: "file", pattern: "**/*.txt" },
  { scheme: "untitled", language: "plaintext" },
];

let client;

exports.activate = async (context) => {
  const pages = new Map();
  context.subscriptions.push(
    vscode.commands.registerCommand("bylint.report", () => report(context)),
    vscode.commands.registerCommand("bylint.explain", (rule) => explain(pages, rule)),
    vscode.commands.registerCommand("bylint.restart", restart),
    vscode.workspace.registerTextDocumentContentProvider(RULE, {
      provideTextDocumentContent: (uri) => pages.get(uri.path.slice(1).replace(/\.md$/, "")) ?? "",
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("bylint.path")) restart();
    }),
  );
  await start();
};

exports.deactivate = () => client?.stop();

function setting(name) {
  return vscode.workspace.getConfiguration("bylint").get(name);
}

async function start() {
  const server = { command: setting("path"), args: ["lsp"] };
  client = new LanguageClient("bylint", "bylint", server, {
    documentSelector: DRAFTS,
    initializationOptions: { inlayHints: setting("inlayHints"), rulesPage: setting("rulesPage") },
    synchronize: { configurationSection: "bylint" },
  });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    await unfound(error);
  }
}

async function restart() {
  await client?.stop().catch(() => {});
  await start();
}

async function unfound(error) {
  const open = "Open Settings";
  const chosen = await vscode.window.showErrorMessage(`bylint cannot be started: ${error.message}`, open);
  if (chosen === open) await vscode.commands.executeCommand("workbench.action.openSettings", "bylint.path");
}

// What the command prints. It is given the text of the editor, whether or not that was saved.
function run(args, folder, text) {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: LARGEST };
    const child = execFile(setting("path"), args, options, (error, printed, told) => {
      if (error) reject(new Error(told.trim() || error.message));
      else resolve(printed);
    });
    // A program that cannot be started, or that has read enough, is told of above.
    child.stdin.on("error", () => {});
    child.stdin.end(text ?? "");
  });
}

function folderOf(document) {
  if (document?.uri.scheme === "file") return path.dirname(document.uri.fsPath);
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

// The draft as a page, each passage shaded by source, next to the draft.
async function report(context) {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return;
  const name = path.basename(document.fileName);
  const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  // The page has no script, and a policy that lets nothing be loaded.
  const limits = { enableScripts: false, enableCommandUris: false, localResourceRoots: [] };
  const panel = vscode.window.createWebviewPanel("bylint.report", `Sources of ${name}`, column, limits);
  let timer;
  let last = 0;
  const show = async () => {
    const turn = ++last;
    const filename = document.isUntitled ? `${document.fileName}.md` : document.fileName;
    const args = ["sources", "--format", "html", "--color", "never", "--stdin-filename", filename, "-"];
    const page = await run(args, folderOf(document), document.getText()).catch((error) => plain(error.message));
    // A report on an old text is not shown.
    if (turn === last) panel.webview.html = page;
  };
  const changes = vscode.workspace.onDidChangeTextDocument((change) => {
    if (change.document !== document) return;
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  panel.onDidDispose(() => {
    clearTimeout(timer);
    last = -1;
    changes.dispose();
  });
  context.subscriptions.push(panel);
  await show();
}

function plain(text) {
  const safe = text.replace(/[&<>]/g, (c) => `&#${c.codePointAt(0)};`);
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;
  return `<!doctype html><html lang="en"><head>${policy}</head><body><pre>${safe}</pre></body></html>`;
}

// The page of a rule: the one that is asked for, or one of all, those at the cursor first.
async function explain(pages, asked) {
  const editor = vscode.window.activeTextEditor;
  let all;
  try {
    all = await run(["rules", "--format", "markdown", "--color", "never"], folderOf(editor?.document));
  } catch (error) {
    await unfound(error);
    return;
  }
  for (const page of all.split(/^(?=#{2,3} )/m)) {
    const rule = /^### (\S+)/.exec(page)?.[1];
    if (rule) pages.set(rule, page);
  }
  const here = editor ? vscode.languages.getDiagnostics(editor.document.uri) : [];
  const under = here.filter((it) => it.source === "bylint" && it.range.intersection(editor.selection));
  const codes = under.map((it) => String(it.code?.value ?? it.code));
  const rules = [...new Set([...codes.filter((code) => pages.has(code)), ...pages.keys()])];
  const rule = asked ?? (await vscode.window.showQuickPick(rules, { placeHolder: "Which rule?" }));
  if (!pages.has(rule)) return;
  await vscode.commands.executeCommand("markdown.showPreviewToSide", vscode.Uri.parse(`${RULE}:/${rule}.md`));
}
