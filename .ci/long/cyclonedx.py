"""The list of parts of the program as CycloneDX 1.5 (JSON), from what is linked in: crates with version, licence,
where they come from and the digest of Cargo.lock; the fonts; std.

usage: cyclonedx.py SECONDS-SINCE-1970 RUSTC-VERSION
"""

import datetime
import importlib.util
import json
import pathlib
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("licenses", ROOT / ".ci/licenses.py")
licenses = importlib.util.module_from_spec(spec)
spec.loader.exec_module(licenses)


def main():
    moment = datetime.datetime.fromtimestamp(int(sys.argv[1]), datetime.timezone.utc)
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    digests = {(own["name"], own["version"]): own.get("checksum") for own in lock["package"]}
    packages = {package["id"]: package for package in metadata["packages"]}
    root = packages[metadata["resolve"]["root"]]
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    linked = licenses.linked(metadata)
    known = {package["id"] for package in linked}

    def purl(package):
        return f"pkg:cargo/{package['name']}@{package['version']}"

    components, depends = [], []
    for package in linked:
        digest = digests[(package["name"], package["version"])]
        components.append({
            "type": "library",
            "bom-ref": purl(package),
            "name": package["name"],
            "version": package["version"],
            "purl": purl(package),
            "licenses": [{"expression": package["license"].replace("/", " OR ")}],
            "hashes": [{"alg": "SHA-256", "content": digest}],
        })
    for package in [root, *linked]:
        own = sorted({purl(packages[dep["pkg"]]) for dep in nodes[package["id"]]["deps"] if dep["pkg"] in known})
        depends.append({"ref": purl(package), "dependsOn": own})
    for font in ["BIZ UDGothic", "BIZ UDMincho"]:
        components.append({"type": "file", "bom-ref": font, "name": font, "licenses": [{"license": {"id": "OFL-1.1"}}]})
    components.append({
        "type": "library",
        "bom-ref": "rust-std",
        "name": "Rust standard library",
        "version": sys.argv[2],
        "licenses": [{"expression": "MIT OR Apache-2.0"}],
    })
    json.dump(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "version": 1,
            "metadata": {
                "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "component": {
                    "type": "application",
                    "bom-ref": purl(root),
                    "name": root["name"],
                    "version": root["version"],
                    "purl": purl(root),
                    "licenses": [{"expression": root["license"]}],
                },
            },
            "components": components,
            "dependencies": depends,
        },
        sys.stdout,
        ensure_ascii=False,
        indent=1,
    )
    print()


main()
