#!/usr/bin/env python3
"""How much CPU an edit costs until its findings are there: a stream of edits as somebody types them.

usage: .ci/edits.py BYLINT [EDITS]   2,000 edits where nothing is said; fails above the limits
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Words of the draft, and milliseconds of CPU for an edit in it, at most.
LIMITS = {1_000: 15, 20_000: 150}
TYPED = " Critics say the mill, according to TASS, had closed on Monday."
URI = "untitled:draft"


class Server:
    def __init__(self, bylint):
        self.process = subprocess.Popen([bylint, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.say({"id": 1, "method": "initialize", "params": {"processId": os.getpid(), "capabilities": {}}})
        self.hear()

    def say(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def hear(self):
        length = int(self.process.stdout.readline().split(b":")[1])
        self.process.stdout.readline()
        return json.loads(self.process.stdout.read(length))

    def shown(self, version):
        while True:
            message = self.hear()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["version"] == version:
                return message["params"]["diagnostics"]

    def cpu(self):
        """Milliseconds, of all threads."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


def typing(bylint, words, edits):
    story = (ROOT / "fixtures/red-lines.md").read_text().rsplit("\n---\n", 1)[-1]
    pieces = story.replace("\n", "\n ").split(" ")
    copy = " ".join(pieces[n % len(pieces)] for n in range(words)).replace("\n ", "\n")
    server = Server(bylint)
    item = {"uri": URI, "languageId": "markdown", "version": 0, "text": "Typed here:\n\n" + copy}
    server.say({"method": "textDocument/didOpen", "params": {"textDocument": item}})
    assert server.shown(0)
    spent, typed = [], 0
    for version in range(1, edits + 1):
        last = typed == len(TYPED)
        start = {"line": 0, "character": 11 + (0 if last else typed)}
        end = {"line": 0, "character": 11 + typed}
        change = {"range": {"start": start, "end": end}, "text": "" if last else TYPED[typed]}
        typed = 0 if last else typed + 1
        before = server.cpu()
        named = {"uri": URI, "version": version}
        server.say({"method": "textDocument/didChange", "params": {"textDocument": named, "contentChanges": [change]}})
        server.shown(version)
        spent.append(server.cpu() - before)
    server.process.kill()
    spent.sort()
    middle, high = statistics.median(spent), spent[len(spent) * 95 // 100]
    fine = middle <= LIMITS[words]
    verdict = "" if fine else f"  <- above {LIMITS[words]} ms"
    print(f"{words:,} words: {middle:.1f} ms of CPU an edit in the middle, {high:.1f} ms for 95 of 100{verdict}", flush=True)
    return fine


def main():
    bylint = pathlib.Path(sys.argv[1]).resolve()
    edits = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    sys.exit(0 if all([typing(bylint, words, edits) for words in LIMITS]) else 1)


if __name__ == "__main__":
    main()
