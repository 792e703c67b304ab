#!/usr/bin/env python3
"""Attacks that only the whole command can show: how much memory hostile drafts take, and whom a language server keeps waiting.

usage: .ci/attacks.py BYLINT [NAME...]   runs all of them, or those that are named

Memory is the most that a run held, for each byte of its draft. Of the language server it is asked in which order it answers and how much
CPU it spends; no limit is a number of seconds. How time grows with a draft is counted by .ci/growth.py. Nothing is read but what is
made here.
"""

import json
import os
import pathlib
import queue
import resource
import subprocess
import sys
import tempfile
import threading

import growth

SIZE = 4_000_000
# Bytes held for each byte of a draft, beside what a run holds that reads nothing, and two for each byte that it prints: so it stands in
# docs/performance.md.
LIMIT = 100
NOTHING = 40_000_000
# Commands that show a draft, or what was found in it.
COMMANDS = ["check --no-cache", "check --no-cache --format json", "check --no-cache --fix --diff", "sources --format html", "sources --format json", "words"]
# A session that takes longer does not go on.
HANGS = 300


# The kernel counts as a run's what its parent held before the run began: so a small process starts it.
STARTED = """
import json, os, sys
silent, printed = os.open(os.devnull, os.O_WRONLY), os.open("printed", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
to = [(os.POSIX_SPAWN_DUP2, printed, 1), (os.POSIX_SPAWN_DUP2, silent, 2)]
_, status, used = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=to), 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss * 1024, os.fstat(printed).st_size]))
"""


def memory(shape):
    """Whether no command takes more than the limit for a draft of this shape."""

    def attack(bylint):
        faults = []
        with tempfile.TemporaryDirectory() as folder:
            size = pathlib.Path(folder, "a.md").write_bytes(shape(SIZE).encode())
            for args in COMMANDS:
                run = [sys.executable, "-S", "-c", STARTED, bylint, *args.split(), "--threads", "1", "a.md"]
                code, held, printed = json.loads(subprocess.run(run, cwd=folder, check=True, capture_output=True).stdout)
                print(f"  {args:32} {held / size:6.1f} bytes held, {printed / size:6.1f} printed for each", flush=True)
                if code not in (0, 1):
                    faults.append(f"{args} ended with {code}")
                if held > NOTHING + LIMIT * size + 2 * printed:
                    faults.append(f"{args} took {held / 1e6:.0f} MB")
        return faults

    return attack


class Editor:
    """A session of the language server, with the draft b.md open."""

    def __init__(self, bylint, folder):
        self.root = pathlib.Path(folder).as_uri()
        self.server = subprocess.Popen([bylint, "lsp"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.messages, self.asked = queue.Queue(), 0
        threading.Thread(target=self.listen, daemon=True).start()
        self.until(self.ask("initialize", {"processId": os.getpid(), "rootUri": self.root, "capabilities": {}}))
        self.tell("initialized", {})
        self.open("b.md", "The mill closed in in May, Ada Brook said.\n")
        self.until(self.ask("textDocument/documentSymbol", {"textDocument": {"uri": f"{self.root}/b.md"}}))

    def listen(self):
        while line := self.server.stdout.readline():
            length = int(line.split(b":")[1])
            self.server.stdout.readline()
            self.messages.put(json.loads(self.server.stdout.read(length)))

    def send(self, message):
        text = json.dumps({"jsonrpc": "2.0"} | message).encode()
        try:
            self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(text) + text)
            self.server.stdin.flush()
        except BrokenPipeError:
            pass

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params=None):
        """The number of a request that was sent."""
        self.asked += 1
        self.send({"id": self.asked, "method": method} | ({} if params is None else {"params": params}))
        return self.asked

    def until(self, number):
        """The answer to a request, and all that came before it."""
        before = []
        while True:
            message = self.messages.get(timeout=HANGS)
            if message.get("id") == number and "method" not in message:
                return message, before
            before.append(message)

    def open(self, name, text):
        self.tell("textDocument/didOpen", {"textDocument": {"uri": f"{self.root}/{name}", "languageId": "markdown", "version": 1, "text": text}})

    def shows(self, message, name):
        """Whether findings of a draft are shown by a message."""
        return message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"].endswith(f"/{name}")


def long_draft():
    """A draft that takes seconds to read."""
    return "he said that " * 1_000_000


def another_draft(bylint):
    """While a long draft is read, requests about another are answered, and it is shown after an edit."""
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        editor = Editor(bylint, folder)
        editor.open("a.md", long_draft())
        for method in ("textDocument/documentSymbol", "textDocument/diagnostic", "textDocument/hover"):
            params = {"textDocument": {"uri": f"{editor.root}/b.md"}} | ({"position": {"line": 0, "character": 17}} if method.endswith("hover") else {})
            answer, before = editor.until(editor.ask(method, params))
            if "result" not in answer:
                faults.append(f"{method} is answered with an error: {answer}")
            if any(editor.shows(message, "a.md") for message in before):
                faults.append(f"{method} about another draft waits until the long one is read")
                break
        editor.server.kill()
    return faults


def shutdown(bylint):
    """While a long draft is read, `shutdown` and `exit` are obeyed, and the rest of it is not read."""
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "long.md")
        path.write_text(long_draft())
        whole = spent(lambda: subprocess.run([bylint, "check", "--no-cache", "--threads", "1", "-q", path], stdout=subprocess.DEVNULL))

        def session():
            editor = Editor(bylint, folder)
            editor.open("a.md", long_draft())
            # The server has begun to read it when it has answered about the other.
            editor.until(editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": f"{editor.root}/b.md"}}))
            _, before = editor.until(editor.ask("shutdown"))
            if any(editor.shows(message, "a.md") for message in before):
                faults.append("`shutdown` waits until the long draft is read")
            editor.tell("exit", None)
            if code := editor.server.wait(HANGS):
                faults.append(f"the session ended with {code}")

        took = spent(session)
        print(f"  {took:.2f} s of CPU, where reading the draft takes {whole:.2f} s", flush=True)
        if took > whole / 2:
            faults.append("the long draft was read on although nobody waited for it")
    return faults


def spent(run):
    """CPU seconds of the processes that end while something is done."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


ATTACKS = {
    "straight marks": memory(growth.each('"')),
    "single marks": memory(growth.each("'")),
    "marks that open": memory(growth.each("“a ")),
    "open brackets": memory(growth.each("[")),
    "block quotes": memory(growth.each("> ")),
    "less than": memory(growth.each("<")),
    "tags": memory(growth.each("<p>a")),
    "question marks": memory(growth.each("?")),
    "blank lines": memory(growth.each("a\n\n")),
    "slips": memory(growth.each("teh ")),
    "doubled words": memory(growth.each("in in ")),
    "speakers": memory(growth.SHAPES["new speakers"]),
    "quotations": memory(growth.each("“It is shut,” she said. ")),
    "cues": memory(growth.each("he said that ")),
    "another draft": another_draft,
    "shutdown": shutdown,
}


def main():
    bylint = pathlib.Path(sys.argv[1]).resolve()
    broken = 0
    for name in sys.argv[2:] or ATTACKS:
        print(name, flush=True)
        for fault in ATTACKS[name](bylint):
            print(f"  <- {fault}", flush=True)
            broken += 1
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
