#!/usr/bin/env python3
"""What a bylint is made of: its dependencies with versions, licences and checksums, in CycloneDX 1.6.

usage: .ci/sbom.py > bylint.cdx.json
       .ci/sbom.py --check bylint.cdx.json   whether it is sound; asks for PyPI's cyclonedx-python-lib[json-validation]

It says what Cargo.lock says, for all systems that bylint is built for, and the same each time: it has neither time nor serial number.
`required` is what becomes part of the binary, `excluded` what only runs while it is built. Tools for tests are left out.
The word lists compiled into it, and their terms, are in docs/licences.md.
"""

import json
import pathlib
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent


def packages():
    """The package itself, and of each package its metadata and the packages that it needs: to run, and to be built."""
    asked = ["cargo", "metadata", "--format-version", "1", "--locked"]
    told = json.loads(subprocess.run(asked, cwd=ROOT, check=True, capture_output=True).stdout)
    needs = {}
    for node in told["resolve"]["nodes"]:
        kinds = [(dep["pkg"], {kind["kind"] for kind in dep["dep_kinds"]}) for dep in node["deps"]]
        needs[node["id"]] = {name: [pkg for pkg, of in kinds if kind in of] for name, kind in [("runs", None), ("builds", "build")]}
    return told["resolve"]["root"], {package["id"]: package for package in told["packages"]}, needs


def reached(root, following):
    seen, left = set(), [root]
    while left:
        at = left.pop()
        if at not in seen:
            seen.add(at)
            left.extend(following(at))
    return seen


def component(package, sums):
    name, version = package["name"], package["version"]
    # What Cargo took as "or" before there were expressions for it.
    licence = package["license"].replace(" / ", " OR ").replace("/", " OR ")
    made = {
        "type": "library",
        "bom-ref": f"pkg:cargo/{name}@{version}",
        "name": name,
        "version": version,
        "licenses": [{"expression": licence}],
        "purl": f"pkg:cargo/{name}@{version}",
    }
    if (name, version) in sums:
        made["hashes"] = [{"alg": "SHA-256", "content": sums[name, version]}]
    if package["repository"]:
        made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return made


def bom():
    root, known, needs = packages()
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    sums = {(one["name"], one["version"]): one["checksum"] for one in lock["package"] if "checksum" in one}
    macros = {id for id, package in known.items() if any("proc-macro" in target["kind"] for target in package["targets"])}
    linked = reached(root, lambda at: [] if at in macros else [pkg for pkg in needs[at]["runs"] if pkg not in macros])
    wanted = reached(root, lambda at: needs[at]["runs"] + needs[at]["builds"])
    made = {id: component(known[id], sums) for id in wanted}
    reference = lambda id: made[id]["bom-ref"]
    for id in wanted - {root}:
        made[id]["scope"] = "required" if id in linked else "excluded"
        assert "hashes" in made[id], f"{id} comes from no registry"
    depends = lambda id: sorted({reference(pkg) for pkgs in needs[id].values() for pkg in pkgs})
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": made[root] | {"type": "application"}},
        "components": sorted((made[id] for id in wanted - {root}), key=lambda one: one["bom-ref"]),
        "dependencies": sorted(({"ref": reference(id), "dependsOn": depends(id)} for id in wanted), key=lambda one: one["ref"]),
    }


def check(path):
    """Holds it to CycloneDX's schema, and to what it is made from."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = pathlib.Path(path).read_text()
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    assert wrong is None, f"{path}: {wrong}"
    told = json.loads(text)
    names = {one["name"]: one["scope"] for one in told["components"]}
    assert names["pulldown-cmark"] == "required" and names["serde_derive"] == "excluded" and "divan" not in names, names
    refs = {one["bom-ref"] for one in told["components"]} | {told["metadata"]["component"]["bom-ref"]}
    assert {one["ref"] for one in told["dependencies"]} == refs and all(set(one["dependsOn"]) <= refs for one in told["dependencies"])
    print(f"{path}: {len(names)} crates, {sum(scope == 'required' for scope in names.values())} of them in the binary")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"]:
        check(sys.argv[2])
    else:
        print(json.dumps(bom(), indent=2))
