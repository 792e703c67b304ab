#!/usr/bin/env python3
"""Checks the import graph of src/: no circle of modules, and no layer of docs/ARCHITECTURE.md that imports from one below it.

Reads `use` lines and paths that begin with `crate::` or `super::`, outside of tests. A module and its own parent are one unit: a child may
use what its parent holds, and a parent its children. usage: layers.py [ROOT]
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
root = root if root.is_dir() else root.parent.parent
src = root / "src"


def module(path):
    """The path of a file's module: src/a/b.rs and src/a/b/mod.rs are ("a", "b"); src/main.rs is its own root."""
    parts = list(path.relative_to(src).with_suffix("").parts)
    if parts[-1] in ("mod", "lib", "main"):
        parts.pop()
    return tuple(parts)


def without_tests(text):
    """The text without modules that only tests have, comments and string literals."""
    text = re.sub(r'''r(#*)".*?"\1|"(?:\\.|[^"\\])*"|'(?:\\.[^']*|[^'\\])'|//[^\n]*''', "", text, flags=re.S)
    out, at = [], 0
    for found in re.finditer(r"#\[cfg\(test\)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))? )?(?:mod|use|fn|impl|static|const)\b[^{;]*([{;])", text):
        if found.start() < at:
            continue
        out.append(text[at : found.start()])
        at = found.end()
        depth = 1 if found[1] == "{" else 0
        while depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
    return "".join(out) + text[at:]


def spread(tree):
    """The paths of a `use` tree: "a::{b, c::{self, d}}" is a::b, a::c and a::c::d."""
    tree = tree.strip()
    brace = tree.find("{")
    if brace < 0:
        return [tree.split(" as ")[0].strip()]
    head, inner, depth, start, paths = tree[:brace], tree[brace + 1 : tree.rindex("}")], 0, 0, []
    for at, sign in enumerate(inner + ","):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            paths += [head + path for path in spread(inner[start:at])] if inner[start:at].strip() else []
            start = at + 1
    return [path.removesuffix("::self") for path in paths]


files = {module(path): path for path in src.rglob("*.rs") if path.stem != "tests" and path.name != "main.rs"}


def target(here, path):
    """The module that a path leads to, if it is one of ours."""
    parts = [part for part in path.split("::") if part]
    if parts and parts[0] == "crate":
        at = parts[1:]
        base = ()
    elif parts and parts[0] in ("super", "self"):
        base = here
        while parts and parts[0] in ("super", "self"):
            base = base[:-1] if parts[0] == "super" else base
            parts = parts[1:]
        at = parts
    else:
        base, at = here, parts
        if not at or here + (at[0],) not in files:
            return None
    whole = tuple(base) + tuple(at)
    while whole and whole not in files:
        whole = whole[:-1]
    return whole or None


edges = {}
for here, path in files.items():
    text = without_tests(path.read_text(encoding="utf8"))
    paths = [path for tree in re.findall(r"\buse ([^;]+);", text) for path in spread(tree)]
    paths += re.findall(r"\b(?:crate|super)(?:::\w+)+", text)
    edges[here] = {there for there in (target(here, path) for path in paths) if there and there != here}


def related(a, b):
    return a[: len(b)] == b or b[: len(a)] == a


def circles(graph):
    """Groups of nodes that can reach each other (Tarjan)."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for there in graph.get(node, ()):
            if there not in index:
                visit(there)
                low[node] = min(low[node], low[there])
            elif there in stack:
                low[node] = min(low[node], index[there])
        if low[node] == index[node]:
            group = []
            while not group or group[-1] != node:
                group.append(stack.pop())
            if len(group) > 1:
                found.append(sorted(group))

    sys.setrecursionlimit(10_000)
    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


faults = []
siblings = {here: {there for there in to if not related(here, there)} for here, to in edges.items()}
for group in circles(siblings):
    faults.append("circle: " + ", ".join("::".join(node) for node in group))

rows = re.findall(r"^\| `(\w+)`(?:, `(\w+)`)?(?:, `(\w+)`)?(?:, `(\w+)`)?", (root / "docs/ARCHITECTURE.md").read_text(encoding="utf8"), re.M)
rank = {name: number for number, row in enumerate(rows) for name in row if name}
tops = {here[0] for here in files if here}
for name in sorted(tops - set(rank) - {"cli"}):
    faults.append(f"no row of docs/ARCHITECTURE.md is about `{name}`")
for here, to in sorted(edges.items()):
    for there in sorted(to):
        if here and there[0] != here[0] and rank.get(there[0], -1) >= rank.get(here[0], 10_000):
            faults.append(f"{'::'.join(here)} imports {'::'.join(there)}, whose layer is not above its own")
print("\n".join(faults) or f"{len(files)} modules, no circle, no import from a lower layer")
sys.exit(bool(faults))
