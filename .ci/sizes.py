#!/usr/bin/env python3
"""What drafts of all sizes and in all numbers cost: the tables under "Sizes" and "Growth" of docs/performance.md.

usage: .ci/sizes.py BYLINT [--largest MB]   the largest draft (100 when not given); all else is as large as it says

Drafts are made of the rules' examples, in an order that looks like chance and is the same at each run. It fails where memory goes over
what docs/performance.md promises. CPU seconds are those of user and system together, of all threads.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import tomllib

import growth

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Megabytes for any number of drafts of up to a megabyte, and how many times the largest draft beyond.
HELD = 80
TIMES = 12


def paragraphs():
    """Paragraphs of the rules' examples without end: nine that are well said to one that is not."""
    said = {"good": [], "bad": []}
    for path in sorted(ROOT.glob("rules/*/*.toml")):
        rule = tomllib.loads(path.read_text(encoding="utf-8"))
        if rule.get("level") == "sentence":
            for kind, texts in said.items():
                found = (example["text"].replace("[[", "").replace("]]", "") for example in rule[kind])
                texts.extend(text for text in found if "\n" not in text and "<!--" not in text)
    dice = random.Random(1)
    while True:
        yield " ".join(dice.choice(said["bad" if dice.random() < 0.1 else "good"]) for _ in range(dice.randint(1, 4))) + "\n\n"


def draft(size, source):
    """A draft of so many bytes; the last paragraph may be cut."""
    parts, length = ["# The harbour\n\n"], 15
    while length < size:
        parts.append(next(source))
        length += len(parts[-1].encode())
    return "".join(parts).encode()[:size].decode(errors="ignore")


# A process counts as its own what its parent held before it was started; so a small one starts each run, and tells of it.
STARTED = """
import json, os, sys, time
began = time.monotonic()
silent = os.open(os.devnull, os.O_WRONLY)
to = [(os.POSIX_SPAWN_DUP2, silent, 1), (os.POSIX_SPAWN_DUP2, silent, 2)]
_, status, used = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=to), 0)
ended = [os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss * 1024 / 1e6]
print(json.dumps(ended))
"""


class Run:
    """One run of `check`: seconds of CPU, seconds by the clock, and the most memory it held, in megabytes."""

    def __init__(self, bylint, folder, *args):
        command = [bylint, "check", "--no-cache", "--exit-zero", *args]
        told = subprocess.run([sys.executable, "-S", "-c", STARTED, *command], cwd=folder, check=True, capture_output=True).stdout
        code, self.cpu, self.clock, self.memory = json.loads(told)
        assert code == 0, f"{command}: {code}"

    def cells(self, size):
        return f"{self.cpu:,.2f} | {self.clock:,.2f} | {size / 1000 / max(self.cpu, 0.001):,.0f} | {self.memory:,.0f}"


def in_folder(drafts, bylint):
    with tempfile.TemporaryDirectory() as folder:
        size = 0
        for number, text in enumerate(drafts):
            place = pathlib.Path(folder, f"{number // 1000:03}")
            place.mkdir(exist_ok=True)
            size += (place / f"{number:05}.md").write_bytes(text.encode())
        return size, Run(bylint, folder)


HEAD = "| CPU seconds | seconds | KB per CPU second | MB held |"


def row(name, size, run, allowed):
    fine = run.memory < allowed
    print(f"| {name} | {run.cells(size)} |{'' if fine else f'  <- more than {allowed:.0f} MB'}", flush=True)
    return fine


def by_length(bylint, largest):
    print(f"| one draft of {HEAD}\n|---|---|---|---|---|")
    source, fine = paragraphs(), True
    # At 6.7 MB one bound takes over from the other.
    for size in [1_000, 10_000, 100_000, 1_000_000, 6_700_000, 10_000_000, largest]:
        written, run = in_folder([draft(size, source)], bylint)
        fine &= row(f"{size / 1000:,.0f} KB", written, run, max(HELD, TIMES * size / 1e6))
    return fine


def by_number(bylint):
    print(f"\n| drafts {HEAD}\n|---|---|---|---|---|")
    source, fine = paragraphs(), True
    for count, size in [(10, 2000), (100, 2000), (1000, 2000), (10_000, 2000), (50_000, 2000), (1000, 20_000), (30, 1_000_000)]:
        written, run = in_folder((draft(size, source) for _ in range(count)), bylint)
        fine &= row(f"{count:,} of {size // 1000:,} KB", written, run, HELD)
    for name, text in [("of quotations alone", "“It is shut,” she said. "), ("of cues alone", "he said that "), ("of slips alone", "teh recieve ")]:
        written, run = in_folder([text * (1_000_000 // len(text.encode()))] * 30, bylint)
        fine &= row(f"30 of 1,000 KB, {name}", written, run, HELD)
    return fine


def by_shape(bylint):
    """The shapes that the issue of hostile drafts is about, at the size where something quadratic would take hours."""
    shapes, paragraph = growth.SHAPES, growth.PARAGRAPH.replace("\n\n", " ")
    print(f"\n| one draft {HEAD}\n|---|---|---|---|---|")
    cases = [
        ("one line of 50 MB", growth.repeated(paragraph, 50_000_000)),
        ("one sentence of a million words", "the harbour of the town and " * 166_667),
        ("a million times “said”", "said " * 1_000_000),
        ("a million words of cues", "he said that " * 333_333),
        ("100,000 quotation marks", '" ' * 100_000),
        ("100,000 quotations", "“It is shut,” she said. " * 100_000),
        ("10,000 speakers", shapes["new speakers"](10_000 * 80)),
        ("50,000 columns", shapes["columns"](200_000)),
        *((name, shapes[name](1_000_000)) for name in ["nested block quotes", "nested brackets", "stars", "underscores", "backticks of all lengths"]),
        *((name, shapes[name](1_000_000)) for name in ["less than", "ampersands", "references", "pronouns", "names a letter apart"]),
    ]
    fine = True
    for name, text in cases:
        size, run = in_folder([text], bylint)
        fine &= row(f"{name}, {size / 1e6:,.1f} MB", size, run, max(HELD, TIMES * size / 1e6))
    return fine


def by_rules(bylint):
    print("\n| phrases, names and facts of the house, each so many | CPU seconds |\n|---|---|")
    for count in [1_000, 10_000, 100_000]:
        print(f"| {count:,} | {growth.check_house(growth.seconds, bylint, count):.2f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(usage=".ci/sizes.py BYLINT [--largest MB]")
    parser.add_argument("bylint")
    parser.add_argument("--largest", type=int, default=100)
    args = parser.parse_args()
    bylint = pathlib.Path(args.bylint).resolve()
    fine = by_length(bylint, args.largest * 1_000_000)
    fine &= by_number(bylint)
    fine &= by_shape(bylint)
    by_rules(bylint)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
