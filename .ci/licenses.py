#!/usr/bin/env python3
"""Writes licenses/crates.txt: every crate that is linked into the program on any system, its licence, and the texts
of the licences, each once. `--check` compares instead, and holds every crate of Cargo.lock against deny.toml. Reads
`cargo metadata` and the crates' own files."""

import collections
import json
import pathlib
import re
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "licenses" / "crates.txt"
NAMES = re.compile(r"^(licen[cs]e|copying|unlicense|notice)", re.IGNORECASE)
# Of several licences to choose from, fugi takes MIT: these names are of the others.
OTHERS = re.compile(r"apache|unlicense|zlib|bsl|boost|cc0|0bsd|lgpl", re.IGNORECASE)
RULE = "-" * 70


def linked(metadata):
    """Returns the packages that are linked in: normal dependencies, not what only runs while building."""
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    root = metadata["resolve"]["root"]
    seen, waiting = set(), [root]
    while waiting:
        own = waiting.pop()
        if own in seen:
            continue
        seen.add(own)
        if any("proc-macro" in target["kind"] for target in packages[own]["targets"]):
            continue  # runs in the compiler; nothing of it is in the program
        for dependency in nodes[own]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                waiting.append(dependency["pkg"])
    is_macro = lambda package: any("proc-macro" in target["kind"] for target in package["targets"])
    found = [packages[own] for own in seen if own != root and not is_macro(packages[own])]
    return sorted(found, key=lambda package: (package["name"], package["version"]))


def texts(package):
    """Returns the licence texts in a crate's folder, in the order of their names."""
    folder = pathlib.Path(package["manifest_path"]).parent
    files = [path for path in folder.iterdir() if path.is_file() and NAMES.match(path.name)]
    named = package.get("license_file")
    if named and (folder / named) not in files and (folder / named).is_file():
        files.append(folder / named)
    if "MIT" in re.split(r"\s+OR\s+|/", package["license"] or ""):
        files = [path for path in files if not OTHERS.search(path.name)] or files
    if not files and "Apache-2.0" in (package["license"] or ""):
        files = [ROOT / "LICENSE-APACHE"]
    for path in sorted(files):
        yield path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").strip()


def written(packages):
    lines = [
        "Crates inside fugi and their licences. Made by .ci/licenses.py; not to be edited.",
        "",
        "(n) after a licence is the number of its text below.",
        "",
    ]
    numbers, kept = {}, []
    for package in packages:
        own = []
        for text in texts(package):
            same = re.sub(r"\s+", " ", text)
            if same not in numbers:
                numbers[same] = len(kept) + 1
                kept.append(text)
            own.append(numbers[same])
        licence = package["license"] or "see text"
        shown = " ".join(f"({number})" for number in dict.fromkeys(own)) or "(the crate holds no text)"
        repository = f" <{package['repository']}>" if package["repository"] else ""
        lines.append(f"{package['name']} {package['version']}: {licence} {shown}{repository}")
    for number, text in enumerate(kept, 1):
        lines += ["", RULE, f"({number})", "", *(line.rstrip() for line in text.split("\n"))]
    return "\n".join(lines) + "\n"


def allowed(expression, allow):
    """Whether what a crate lets one choose (SPDX: OR, AND, WITH, brackets; `/` in old crates) is allowed."""
    tokens = re.findall(r"[()]|[^\s()]+(?: WITH [^\s()]+)?", expression.replace("/", " OR "))

    def either():
        found = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            found = both() or found
        return found

    def both():
        found = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            found = one() and found
        return found

    def one():
        token = tokens.pop(0) if tokens else ""
        if token == "(":
            found = either()
            return bool(tokens) and tokens.pop(0) == ")" and found
        return token in allow

    return either() and not tokens


def refused(packages):
    """Returns what deny.toml does not allow: licences, sources, crates that come twice, exceptions that are stale."""
    deny = tomllib.loads((ROOT / "deny.toml").read_text(encoding="utf-8"))
    allow = set(deny["licenses"]["allow"])
    skip = {(own["name"], own["version"]) for own in deny["bans"]["skip"]}
    versions = collections.defaultdict(list)
    for package in packages:
        name = f"{package['name']} {package['version']}"
        versions[package["name"]].append(package["version"])
        if package["source"] is None:
            continue
        if not package["source"].startswith("registry+https://github.com/rust-lang/crates.io-index"):
            yield f"{name}: from {package['source']}, which deny.toml does not know"
        if not allowed(package["license"] or "", allow):
            yield f"{name}: {package['license']} is not among the licences of deny.toml"
    for name, own in sorted(versions.items()):
        left = [one for one in own if not any(one == v or one.startswith(v + ".") for n, v in skip if n == name)]
        if len(own) > 1 and len(left) > 1:
            yield f"{name} comes as {', '.join(sorted(own))}: raise what asks for the older, or enter it in deny.toml"
    for name, version in sorted(skip):
        if len(versions[name]) < 2 or not any(one == version or one.startswith(version + ".") for one in versions[name]):
            yield f"{name} {version} does not come twice any more: take it out of deny.toml"


def main():
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    packages = linked(metadata)
    unknown = [package["name"] for package in packages if not package["license"] and not package["license_file"]]
    if unknown:
        sys.exit(f"no licence: {', '.join(unknown)}")
    text = written(packages)
    if "--check" in sys.argv[1:]:
        against = list(refused(metadata["packages"]))
        if against:
            sys.exit("\n".join(against))
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            sys.exit("licenses/crates.txt is out of date: run .ci/licenses.py")
        print(f"{len(packages)} crates linked, current; {len(metadata['packages'])} in Cargo.lock as deny.toml allows")
        return
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{len(packages)} crates, {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
