#!/usr/bin/env python3
"""Reports on hostile drafts, each read by somebody else's validator. Runs on Linux.

usage: .ci/formats.py BYLINT TOOLS    the command, and a folder with what `.ci/jobs/formats` installs (`node_modules`, a venv's python)
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.parsers.expat
from pathlib import Path

from junitparser import JUnitXml

ROOT = Path(__file__).resolve().parent.parent
BYLINT, TOOLS = (Path(argument).resolve() for argument in sys.argv[1:])
NPM = TOOLS / "node_modules"
KINDS = ["error", "warning", "notice"]

NAMES = [
    "plain.md",
    "with space.md",
    "::error::start.md",
    "a\n::error::pwned.md",
    "a%0A::set-output name=x::y.md",
    "##[add-mask]a.md",
    "##vso[task.complete result=Succeeded;]a.md",
    "##teamcity[buildStop]section_start:1:a travis_fold:start:a.md",
    "--- a.md",
    "\x1b[31mred\x1b]0;title\x07.md",
    "\u202egnp.md",
    "<script>alert(1)<$script>.md",
    "]]>&amp;\"'.md",
    "é,line=1,title=x.md",
    "a:b.md",
    "x](javascript:alert).md",
]

WORDS = [
    "🙂 Critics say the the minister refuted it.",
    "Critics \x1b[31msay \x1b]8;;https://evil.example\x07here\x1b]8;;\x07 the the minister \u202erefuted it.",
    "##[error]Critics say the the minister refuted it. ##[add-path]/tmp",
    "##VSO[task.complete]Critics say the the minister ##teamcity[x section_start:1:a[collapsed=true]\r\x1b[0K refuted it.",
    "::error::Critics say it.\n::set-output name=a::b the the minister refuted it.",
    "%0A::error::Critics say the the <b>minister</b> </script><script>alert(1)</script> refuted it.",
    "Critics say ]]> the the [minister](javascript:alert) refuted &#0; \x01\x85\ufffe it.",
    "<!-- bylint-ignore vague-attribution: as [agreed](x) ##[group] \x1b[0m -->\n\nCritics say the the minister refuted it.",
    "| Critics say | @editor #1 |\n|---|---|\n| the the minister | refuted it |",
]


def run(*command, code=0, **settings):
    """What a command prints; it has to end with this code."""
    ran = subprocess.run(command, capture_output=True, **settings)
    assert ran.returncode == code, (command, ran.returncode, ran.stdout[-2000:], ran.stderr[-2000:])
    return ran.stdout


def harmless(name, text):
    """Nothing in a report steers a terminal, or gives a runner a command that is not bylint's own."""
    for char in text:
        kind = unicodedata.category(char)
        joiner = char == "\u2060" and name == "summary"
        assert char == "\n" or joiner or kind not in ("Cc", "Cf"), (name, hex(ord(char)))
    for command in ["##[", "##vso[", "##teamcity[", "section_start:", "travis_fold:"]:
        assert command not in text.lower(), (name, command)
    for line in text.splitlines():
        own = name == "github" and re.match(r"::(error|warning|notice) file=[^:,]+(,[a-zA-Z]+=[^:,]+)+::", line)
        assert own or not line.strip().startswith("::"), (name, line)
        assert not line.startswith(("--- ", "+++ ", "~~~ ")) or name == "diff", (name, line)


def oasis():
    """OASIS's schema of SARIF, which the crate with its types ships."""
    metadata = json.loads(run("cargo", "metadata", "--format-version", "1", "--locked", cwd=ROOT))
    crate = next(package for package in metadata["packages"] if package["name"] == "serde-sarif")
    schema = Path(crate["manifest_path"]).with_name("src") / "schema.json"
    assert "oasis-tcs" in json.loads(schema.read_text())["$id"]
    return schema


def schemed(path, code=0):
    # One pattern in the schema is none in the stricter dialect.
    checker = TOOLS / "venv/bin/check-jsonschema"
    run(checker, "--regex-variant", "nonunicode", "--schemafile", OASIS, path, code=code)


def sarif(path):
    # Always ends with 0, so that its words have to tell.
    tool = NPM / "@microsoft/sarif-multitool-linux/Sarif.Multitool"
    tool.chmod(0o755)
    told = lambda file: run(tool, "validate", "--rule-kind", "Sarif;Ghas", file).decode()
    assert " error " not in told(path), told(path)
    log = json.loads(path.read_text())
    broken = path.with_name("broken.sarif")
    broken.write_text(json.dumps(log).replace('"startLine": ', '"startLine": -'))
    assert " error " in told(broken), "the validator finds nothing in a report with faults"
    schemed(path)
    schemed(broken, code=1)
    results = log["runs"][0]["results"]
    told_why = [result["suppressions"][0] for result in results if "suppressions" in result]
    reasons = {kind: {why["justification"] for why in told_why if why["kind"] == kind} for kind in ("inSource", "external")}
    assert reasons["inSource"] and all(reason.startswith("as [agreed](x)") for reason in reasons["inSource"]), reasons
    known = {"in the baseline bylint-baseline.toml"} if path.stem == "baselined" else set()
    assert reasons["external"] == known, reasons
    names = [result["partialFingerprints"]["bylintFinding/v1"] for result in results]
    assert len(set(names)) == len(names), "two findings have one name"
    assert any("fixes" in result for result in results)


def github(path):
    lines = path.read_text().splitlines()
    kinds = [line[2:].split(" ", 1)[0] for line in lines if line.startswith("::")]
    assert kinds == sorted(kinds, key=KINDS.index), "the most severe do not come first"
    assert max(map(kinds.count, KINDS)) == 10, kinds
    assert re.match(r"\d+ more findings \(.*\) are not listed here ", lines[-1]) and len(lines) == len(kinds) + 1, lines[-1]


def rdjson(path):
    run(NPM / ".bin/rdformat-validator", "--strict", "--no-extra-fields", path)


def rdjsonl(path):
    for number, line in enumerate(path.read_text().splitlines()):
        if number < 3:
            single = path.with_name("line.json")
            single.write_text(line)
            rdjson(single)
        json.loads(line)


def gitlab(path):
    issues = json.loads(path.read_text())
    needed = {"description", "check_name", "fingerprint", "severity", "location"}
    assert issues and all(needed <= issue.keys() for issue in issues)
    assert all(issue["severity"] in ("info", "minor", "major", "critical", "blocker") for issue in issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues), "two findings have one name"
    assert {issue["location"]["path"] for issue in issues} == set(NAMES), "a path is not what the file is called"


def checkstyle(path):
    tags = []
    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: tags.append(tag)
    parser.Parse(path.read_bytes(), True)
    assert set(tags) == {"checkstyle", "file", "error"} and tags.count("file") == len(NAMES), tags


def junit(path):
    suites = list(JUnitXml.fromfile(str(path)))
    assert len(suites) == len(NAMES)
    assert all(suite.failures == sum(len(case.result) for case in suite) > 0 for suite in suites)


def json_lines(path):
    assert all("rule" in json.loads(line) for line in path.read_text().splitlines())


def whole_json(path):
    assert len(json.loads(path.read_text())["files"]) == len(NAMES)


def anything(path):
    assert path.stat().st_size > 0


FORMATS = {
    "human": anything,
    "short": anything,
    "json": whole_json,
    "json-lines": json_lines,
    "sarif": sarif,
    "github": github,
    "gitlab": gitlab,
    "checkstyle": checkstyle,
    "junit": junit,
    "rdjson": rdjson,
    "rdjsonl": rdjsonl,
}

OASIS = oasis()
with tempfile.TemporaryDirectory() as folder:
    drafts, out = Path(folder, "drafts"), Path(folder, "out")
    drafts.mkdir()
    out.mkdir()
    run("git", "init", "--quiet", drafts)
    for name in NAMES:
        (drafts / name).write_text("\n\n".join(WORDS) + "\n", encoding="utf-8", newline="")
    summary = out / "summary.md"
    surroundings = dict(os.environ, GITHUB_STEP_SUMMARY=str(summary), GITHUB_ACTIONS="true", XDG_CONFIG_HOME=folder)
    for form, validate in FORMATS.items():
        text = run(BYLINT, "check", "--format", form, cwd=drafts, env=surroundings, code=1)
        path = out / f"{form}.out"
        path.write_bytes(text)
        harmless(form, text.decode())
        validate(path)
    for form in ["human", "markdown", "html", "json"]:
        harmless("summary", run(BYLINT, "sources", "--format", form, cwd=drafts, env=surroundings).decode())
    harmless("files", run(BYLINT, "check", "--show-files", cwd=drafts, env=surroundings).decode())
    missing = subprocess.run([BYLINT, "check", *(f"missing {name}" for name in NAMES)], cwd=drafts, capture_output=True)
    harmless("missing", missing.stderr.decode())
    harmless("summary", summary.read_text())
    assert "<" not in re.sub(r"&lt;", "", summary.read_text()), "the summary has HTML"
    for command in (["words"], ["audit"], ["audit", "--format", "csv"], ["audit", "--format", "json"]):
        harmless("summary", run(BYLINT, *command, cwd=drafts, env=surroundings).decode().replace("\r\n", "\n"))
    # What a baseline knows is suppressed from outside.
    harmless("summary", run(BYLINT, "baseline", cwd=drafts, env=surroundings).decode())
    known = out / "baselined.sarif"
    harmless("summary", run(BYLINT, "audit", cwd=drafts, env=surroundings).decode())
    run(BYLINT, "check", "--format", "sarif", "--output", known, cwd=drafts, env=surroundings)
    sarif(known)
    (drafts / "bylint-baseline.toml").unlink()
    # A diff is harmless in a job's log, and can be applied.
    patch = out / "fixes.patch"
    patch.write_bytes(run(BYLINT, "check", "--diff", cwd=drafts, env=surroundings, code=1))
    harmless("diff", patch.read_text())
    run("git", "apply", "--whitespace=nowarn", patch, cwd=drafts)
    run(BYLINT, "check", "--diff", cwd=drafts, env=surroundings)

print(f"{len(FORMATS)} formats hold on {len(NAMES)} hostile drafts")
