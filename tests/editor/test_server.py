"""Every method of `bylint lsp`, as clients of three editors speak: with their capabilities, read by somebody else's types.

BYLINT names the program.
"""

import asyncio
import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

BYLINT = os.environ["BYLINT"]
# A character of two units of UTF-16, and one that is two characters.
STORY = """# Mill closes

😀 e\u0301 The mill closed on Monday, Anselm Krail told TASS. “We had no choice,” he said.

> Critics say that it was time.

The new goverment hall opened on on Tuesday.
"""
UNITS = {
    "utf-8": lambda text: len(text.encode()),
    "utf-16": lambda text: len(text.encode("utf-16-le")) // 2,
    "utf-32": len,
}
EDITORS = ["neovim", "visual_studio_code", "emacs"]


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "story.md").write_text(STORY, encoding="utf-8")
    return tmp_path


@pytest_lsp.fixture(params=EDITORS, config=ClientServerConfig(server_command=[BYLINT, "lsp"]))
async def client(request, lsp_client: LanguageClient, desk):
    folder = types.WorkspaceFolder(uri=desk.as_uri(), name="desk")
    lsp_client.registered = []
    lsp_client.feature("client/registerCapability")(lambda asked: lsp_client.registered.extend(asked.registrations))
    capabilities = client_capabilities(request.param)
    given = types.InitializeParams(capabilities=capabilities, workspace_folders=[folder], process_id=os.getpid())
    lsp_client.began = await lsp_client.initialize_session(given)
    lsp_client.uri = (desk / "story.md").as_uri()
    yield
    await lsp_client.shutdown_session()


class Story:
    """An open draft, as an editor keeps it."""

    def __init__(self, client, uri=None, language="markdown", text=STORY):
        self.client, self.text, self.version = client, text, 0
        self.uri = uri or client.uri
        self.units = UNITS[client.began.capabilities.position_encoding]
        item = types.TextDocumentItem(uri=self.uri, language_id=language, version=0, text=text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))

    @property
    def named(self):
        return types.TextDocumentIdentifier(uri=self.uri)

    def at(self, words):
        before = self.text[: self.text.index(words)]
        return types.Position(line=before.count("\n"), character=self.units(before.rsplit("\n", 1)[-1]))

    def offset(self, place):
        lines = self.text.splitlines(keepends=True) + [""]
        start, line = sum(map(len, lines[: place.line])), lines[place.line]
        return start + next(n for n in range(len(line) + 1) if self.units(line[:n]) == place.character)

    def words(self, place_range):
        return self.text[self.offset(place_range.start) : self.offset(place_range.end)]

    def edited(self, edits):
        text = self.text
        for edit in sorted(edits, key=lambda edit: self.offset(edit.range.start), reverse=True):
            text = text[: self.offset(edit.range.start)] + edit.new_text + text[self.offset(edit.range.end) :]
        return text

    def change(self, *changes):
        self.version += 1
        named = types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=named, content_changes=list(changes))
        )

    def write(self, text):
        self.text = text
        self.change(types.TextDocumentContentChangeWholeDocument(text=text))

    async def found(self):
        """The findings of this version, by the way that the editor has: asked for, or sent."""
        if self.client.capabilities.text_document.diagnostic:
            asked = types.DocumentDiagnosticParams(text_document=self.named)
            return (await self.client.text_document_diagnostic_async(asked)).items
        while True:
            waiting = self.client.wait_for_notification("textDocument/publishDiagnostics")
            told = await asyncio.wait_for(waiting, 20)
            if told.uri == self.uri and told.version == self.version:
                return told.diagnostics

    async def rules(self):
        return [finding.code for finding in await self.found()]

    async def actions(self, words, only=None):
        place = self.at(words)
        asked = types.CodeActionParams(
            text_document=self.named,
            range=types.Range(start=place, end=place),
            context=types.CodeActionContext(diagnostics=[], only=only),
        )
        return {action.title: action for action in await self.client.text_document_code_action_async(asked)}


@pytest.mark.asyncio
async def test_columns_are_those_that_were_agreed_on(client):
    story = Story(client)
    found = await story.found()
    words = {finding.code: story.words(finding.range) for finding in found}
    assert words["secondhand-outlet"] == "told TASS"
    assert words["vague-attribution"] == "Critics"
    assert words["spelling"] == "goverment"
    assert all(finding.source == "bylint" and finding.severity for finding in found)


def test_the_editors_agree_on_all_three_encodings():
    offered = [client_capabilities(editor).general for editor in EDITORS]
    encodings = {encoding for general in offered for encoding in (general and general.position_encodings) or ["utf-16"]}
    assert set(encodings) == set(UNITS)


@pytest.mark.asyncio
async def test_files_are_watched_where_the_editor_can(client):
    await Story(client).found()
    watched = client.capabilities.workspace.did_change_watched_files
    can = watched is not None and watched.dynamic_registration
    assert [one.method for one in client.registered] == (["workspace/didChangeWatchedFiles"] if can else [])


@pytest.mark.asyncio
async def test_edits_come_in_parts(client):
    story = Story(client)
    before = await story.found()
    place = story.at("Critics")
    part = types.TextDocumentContentChangePartial(range=types.Range(start=place, end=place), text="Ada Brook and other ")
    story.text = story.text.replace("Critics", "Ada Brook and other Critics")
    story.change(part)
    after = await story.found()
    assert "vague-attribution" in {finding.code for finding in before}
    lower = [story.words(finding.range) for finding in after if finding.code == "spelling"]
    assert lower == ["goverment"]


@pytest.mark.asyncio
async def test_hover(client):
    story = Story(client)
    asked = types.HoverParams(text_document=story.named, position=story.at("no choice"))
    said = await client.text_document_hover_async(asked)
    assert said.contents.value.startswith("**Anselm Krail**, through TASS; confidence 0.")
    asked = types.HoverParams(text_document=story.named, position=story.at("Critics"))
    rule = await client.text_document_hover_async(asked)
    assert "### vague-attribution" in rule.contents.value
    asked = types.HoverParams(text_document=story.named, position=story.at("# Mill"))
    assert await client.text_document_hover_async(asked) is None


@pytest.mark.asyncio
async def test_symbols(client):
    story = Story(client)
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(text_document=story.named))
    names = [symbol.name for symbol in symbols]
    assert "Anselm Krail" in names
    nested = client.capabilities.text_document.document_symbol.hierarchical_document_symbol_support
    assert isinstance(symbols[0], types.DocumentSymbol if nested else types.SymbolInformation)


@pytest.mark.asyncio
async def test_lens(client):
    story = Story(client)
    lens = await client.text_document_code_lens_async(types.CodeLensParams(text_document=story.named))
    assert lens[0].range.start == types.Position(line=0, character=0)
    assert "1 person with a name" in lens[0].command.title


@pytest.mark.asyncio
async def test_hints_are_wished_for(client):
    story = Story(client)
    whole = types.Range(start=types.Position(0, 0), end=types.Position(99, 0))
    asked = types.InlayHintParams(text_document=story.named, range=whole)
    assert not await client.text_document_inlay_hint_async(asked)
    wish = types.DidChangeConfigurationParams(settings={"bylint": {"inlayHints": True}})
    client.workspace_did_change_configuration(wish)
    hints = await client.text_document_inlay_hint_async(asked)
    assert hints[0].label == "Anselm Krail, through TASS"


@pytest.mark.asyncio
async def test_a_fix(client):
    story = Story(client)
    action = (await story.actions("on Tuesday"))["Delete “on”"]
    assert action.is_preferred and action.kind == types.CodeActionKind.QuickFix
    story.write(story.edited(action.edit.changes[story.uri]))
    assert "opened on Tuesday" in story.text and "doubled-word" not in await story.rules()
    story.write(STORY)
    every = await story.actions("Critics", only=[types.CodeActionKind.SourceFixAll])
    assert list(every) == ["Apply all safe fixes"]


@pytest.mark.asyncio
async def test_an_ignore(client):
    story = Story(client)
    action = (await story.actions("Critics"))["Suppress vague-attribution here, with a reason"]
    story.write(story.edited(action.edit.changes[story.uri]))
    assert "> <!-- bylint-ignore vague-attribution: say why -->" in story.text
    assert "vague-attribution" not in await story.rules()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "title", "rule"),
    [
        ("told TASS", "Add “TASS” to partners in bylint.toml", "secondhand-outlet"),
        ("told TASS", "Add “TASS” to own outlets in bylint.toml", "secondhand-outlet"),
        ("goverment", "Add “goverment” to the newsroom’s dictionary", "spelling"),
    ],
)
async def test_additions_to_the_settings(client, desk, words, title, rule):
    story = Story(client)
    assert rule in await story.rules()
    actions = await story.actions(words)
    can = client.capabilities.workspace.workspace_edit
    # A file can only be made in a list of changes to documents.
    if not (can.document_changes and types.ResourceOperationKind.Create in (can.resource_operations or [])):
        assert title not in actions
        (desk / "bylint.toml").write_text("[language]\ndictionary = ['own.txt']\n")
        (desk / "own.txt").write_text("")
        await asyncio.sleep(1.5)
        actions = await story.actions(words)
    for path, text in made(actions[title].edit, desk).items():
        path.write_text(text)
    changed = types.FileEvent(uri=(desk / "bylint.toml").as_uri(), type=types.FileChangeType.Changed)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes=[changed]))
    assert rule not in await story.rules()


def made(edit, desk):
    """The files that an edit makes or changes, with their text."""
    texts = {path: path.read_text() for path in desk.iterdir()}
    path_of = lambda uri: next(path for path in [desk / uri.rsplit("/", 1)[1]] if path.as_uri() == uri)
    parts = [(uri, edits) for uri, edits in (edit.changes or {}).items()]
    for step in edit.document_changes or []:
        if isinstance(step, types.CreateFile):
            texts[path_of(step.uri)] = ""
        else:
            parts.append((step.text_document.uri, step.edits))
    for uri, edits in parts:
        (one,) = edits
        lines = texts[path_of(uri)].splitlines(keepends=True) + [""]
        start = sum(map(len, lines[: one.range.start.line])) + one.range.start.character
        end = sum(map(len, lines[: one.range.end.line])) + one.range.end.character
        text = texts[path_of(uri)]
        texts[path_of(uri)] = text[:start] + one.new_text + text[end:]
    return texts


@pytest.mark.asyncio
async def test_what_is_asked_for_again_has_not_changed(client):
    story = Story(client)
    first = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(text_document=story.named))
    again = types.DocumentDiagnosticParams(text_document=story.named, previous_result_id=first.result_id)
    answer = await client.text_document_diagnostic_async(again)
    assert isinstance(answer, types.RelatedUnchangedDocumentDiagnosticReport)


@pytest.mark.asyncio
async def test_all_drafts_of_the_workspace(client, desk):
    (desk / "other.mdx").write_text("Critics say {1 + 1} is three.\n")
    (desk / "plain.txt").write_text("Critics say that it was time.\n")
    (desk / "README.md").write_text("Critics say that it was time.\n")
    (desk / "norsk.md").write_text("---\nlanguage: nb\n---\n\nRegjeringen sier at den vil hjelpe.\n")
    report = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(previous_result_ids=[]))
    found = {pathlib.PurePosixPath(item.uri).name: [one.code for one in item.items] for item in report.items}
    assert "vague-attribution" in found["other.mdx"] and "vague-attribution" in found["plain.txt"]
    assert found["norsk.md"] == ["not-english"]
    assert "README.md" not in found and "story.md" in found
    gone = types.WorkspaceFolder(uri=desk.as_uri(), name="desk")
    event = types.WorkspaceFoldersChangeEvent(added=[], removed=[gone])
    client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event=event))
    report = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(previous_result_ids=[]))
    assert not report.items


@pytest.mark.asyncio
@pytest.mark.parametrize(("uri", "language"), [("untitled:Untitled-1", "markdown"), ("untitled:b", "plaintext")])
async def test_buffers_without_a_file(client, uri, language):
    assert "vague-attribution" in await Story(client, uri, language).rules()


@pytest.mark.asyncio
async def test_files_outside_the_workspace(client, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "bylint.toml").write_text("[rules]\nignore = ['vague-attribution']\n")
    rules = await Story(client, (other / "draft.txt").as_uri(), "plaintext").rules()
    assert "vague-attribution" not in rules and "secondhand-outlet" in rules


@pytest.mark.asyncio
async def test_a_draft_that_was_closed_is_known_no_more(client):
    story = Story(client)
    await story.found()
    client.text_document_did_save(types.DidSaveTextDocumentParams(text_document=story.named))
    client.text_document_did_close(types.DidCloseTextDocumentParams(text_document=story.named))
    with pytest.raises(JsonRpcException) as told:
        await client.text_document_code_lens_async(types.CodeLensParams(text_document=story.named))
    assert told.value.code == -32602


@pytest.mark.asyncio
async def test_what_is_wrong_is_answered(client):
    async def code(answer):
        with pytest.raises(JsonRpcException) as told:
            await answer
        return told.value.code

    assert await code(client.protocol.send_request_async("bylint/noSuchMethod", {})) == -32601
    closed = types.CodeLensParams(text_document=types.TextDocumentIdentifier(uri="file:///never/opened.md"))
    assert await code(client.text_document_code_lens_async(closed)) == -32602
    again = types.InitializeParams(capabilities=types.ClientCapabilities())
    assert await code(client.initialize_async(again)) == -32600
    story = Story(client)
    far = types.Position(99, 99)
    story.change(types.TextDocumentContentChangePartial(range=types.Range(start=far, end=far), text="Critics say no.\n"))
    story.text += "Critics say no.\n"
    assert (await story.rules()).count("vague-attribution") == 2
    assert any("outside the draft" in log.message for log in client.log_messages)
    assert all("Critics" not in log.message for log in client.log_messages)
