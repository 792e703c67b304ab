#!/usr/bin/env python3
"""What bylint and other linters of prose cost on the same drafts, in one run, in Markdown.

usage: .ci/peers.py BYLINT FOLDER [--runs N]

Runs those of typos, codespell, proselint, write-good and cspell that are on the PATH, in turn, N times (5 when not given), over the `.md`
files of FOLDER. CPU seconds are those of user and system together, children included; all figures are medians. Machines
differ and are shared: quote how one tool compares with another, not its seconds.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import time


def commands(bylint, folder, drafts):
    """Each tool with its command; none needs a file of settings."""
    return {
        "bylint": [bylint, "check", "--no-cache", "--format", "short", folder],
        "typos": ["typos", folder],
        "codespell": ["codespell", folder],
        "proselint": ["proselint", "check", folder],
        "write-good": ["write-good", *drafts],
        "cspell": ["cspell", "--no-progress", "--root", folder, "**/*.md"],
    }


def run(command, folder):
    """CPU seconds, seconds and megabytes held."""
    begun = time.monotonic()
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(child.pid, 0)
    return used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("bylint")
    options.add_argument("folder")
    options.add_argument("--runs", type=int, default=5)
    given = options.parse_args()
    folder = os.path.abspath(given.folder)
    drafts = sorted(str(path) for path in pathlib.Path(folder).rglob("*.md"))
    size = sum(os.path.getsize(path) for path in drafts) / 1e6
    tools = commands(os.path.abspath(given.bylint), folder, drafts)
    tools = {name: command for name, command in tools.items() if shutil.which(command[0])}
    figures = {name: [] for name in tools}
    for _ in range(given.runs):
        for name, command in tools.items():
            figures[name].append(run(command, folder))
    print(f"{len(drafts):,} drafts, {size:.1f} MB, {given.runs} runs\n")
    print("| | CPU seconds | seconds | MB held | MB per CPU second |")
    print("|---|---|---|---|---|")
    for name, runs in figures.items():
        cpu, wall, held = (statistics.median(run[at] for run in runs) for at in range(3))
        print(f"| {name} | {cpu:.2f} | {wall:.2f} | {held:.0f} | {size / max(cpu, 1e-9):.2f} |")


if __name__ == "__main__":
    main()
