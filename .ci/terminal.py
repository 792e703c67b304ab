#!/usr/bin/env python3
"""How far a long run is, as somebody at a terminal sees it: shown while it runs, gone when it is over, and never in a report.

usage: .ci/terminal.py BYLINT

The terminal is `pyte` (PyPI), which draws what a program writes as a screen would.
"""

import os
import pty
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyte

DRAFTS = 600
DRAFT = "The council met on Monday. Critics say the plan is too dear.\n\nIt rained, and nobody came.\n" * 12
ROWS, COLUMNS = 4000, 200
# What comes late: nothing is told of a run before a second is over, and then with the next draft that was read.
LATE = {"late-1.md": 1.5, "late-2.md": 1}


def run(command, folder, out_is_terminal):
    """What comes out at a terminal, and what through a pipe, of a run that is long on any machine: its last drafts come late."""

    def write_late():
        for name, seconds in LATE.items():
            time.sleep(seconds)
            Path(folder, name).write_text(DRAFT)

    threading.Thread(target=write_late, daemon=True).start()
    ours, theirs = pty.openpty()
    piped_out, piped_in = os.pipe()
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    env.pop("CI", None)
    process = subprocess.Popen(
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=theirs if out_is_terminal else piped_in, stderr=theirs
    )
    os.close(theirs)
    os.close(piped_in)
    chunks = []
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # Linux says so when nobody holds the other end any more.
            break
        if not chunk:
            break
        chunks.append(chunk)
    with os.fdopen(piped_out, "rb") as pipe:
        piped = pipe.read()
    process.wait()
    os.close(ours)
    return b"".join(chunks), piped


def screen(written):
    terminal = pyte.Screen(COLUMNS, ROWS)
    pyte.ByteStream(terminal).feed(written)
    return "\n".join(line.rstrip() for line in terminal.display).rstrip("\n")


def main():
    bylint = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        for number in range(DRAFTS):
            # One in forty has something to tell, so that lines come and the bar has to make way.
            text = DRAFT if number % 40 == 0 else DRAFT.replace("Critics say the", "The")
            Path(folder, f"{number:04}.md").write_text(text)
        progress = f"of {DRAFTS + len(LATE)} drafts".encode()
        late = [Path(folder, name) for name in LATE]
        for path in late:
            path.write_text(DRAFT)
        check = [bylint, "check", "--format", "short", ".", *LATE]
        plain = subprocess.run(check, cwd=folder, capture_output=True, check=False)
        assert b"drafts: " in plain.stderr and progress not in plain.stderr, plain.stderr
        for path in late:
            path.unlink()
            os.mkfifo(path)

        seen, _ = run(check, folder, out_is_terminal=True)
        assert progress in seen, "a long run does not say how far it is"
        left = screen(seen)
        assert left == (plain.stdout + plain.stderr).decode().rstrip("\n"), f"the bar left something behind:\n{left}"

        seen, piped = run(check, folder, out_is_terminal=False)
        assert (piped, seen.replace(b"\r\n", b"\n")) == (plain.stdout, plain.stderr), f"a pipe has it: {seen}"

        seen, _ = run([*check, "--quiet"], folder, out_is_terminal=True)
        assert screen(seen) == plain.stdout.decode().rstrip("\n") and progress not in seen, "a quiet run tells"

        seen, _ = run([bylint, "check", "--format", "json", "--output", "report.json", ".", *LATE], folder, out_is_terminal=True)
        assert progress in seen and not screen(seen), screen(seen)
    print("how far a run is stands on the terminal while it runs, and nowhere else")


if __name__ == "__main__":
    main()
