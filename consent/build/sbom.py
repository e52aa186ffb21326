"""The bill of materials, CycloneDX 1.6: what is shipped, and what only the build works with, from the lock files."""

import base64
import json
import re
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

# Python packages that the set-up installs for a build. None of them reaches a visitor.
PYTHON_LOCK = "requirements.txt"
NPM_LOCK = "package-lock.json"
_MODULES = "node_modules/"
_HEADING = re.compile(r"(?m)^(\S+) (\S+) \(.+\)\n=+$")


def bill(root: Path, notices: str) -> str:
    """The bill of the project at `root`, as JSON; the packages that `notices` names are those that are shipped.

    The same locks give the same text: no time and no chance is in it.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = f"{project['name']}@{project['version']}"
    packages = json.loads((root / NPM_LOCK).read_text(encoding="utf-8"))["packages"]
    shipped = set(_HEADING.findall(notices))
    npm = {path: _npm(path, each, shipped) for path, each in packages.items() if path and not each.get("dev")}
    python = list(_python((root / PYTHON_LOCK).read_text(encoding="utf-8")))
    components = _once([*npm.values(), *python])
    roots = [npm[found]["bom-ref"] for found in _needed("", packages) if found in npm]
    edges = {own: sorted({*roots, *(each["bom-ref"] for each in python)})}
    for path, component in npm.items():
        needed = {npm[found]["bom-ref"] for found in _needed(path, packages) if found in npm}
        edges[component["bom-ref"]] = sorted(needed | set(edges.get(component["bom-ref"], ())))
    text = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"expression": project["license"]}],
            },
        },
        "components": components,
        "dependencies": [{"ref": ref, "dependsOn": needs} for ref, needs in edges.items()],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(text, sort_keys=True))
    return json.dumps({"serialNumber": serial.urn, **text}, indent=2) + "\n"


def _npm(path: str, package: dict[str, Any], shipped: set[tuple[str, str]]) -> dict[str, Any]:
    name = package.get("name") or path.rpartition(_MODULES)[2]
    version = package["version"]
    purl = f"pkg:npm/{name.replace('@', '%40')}@{version}"
    algorithm, _, digest = package["integrity"].partition("-")
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "scope": "required" if (name, version) in shipped else "excluded",
        "hashes": [{"alg": algorithm.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}],
        "licenses": [{"expression": package["license"]}] if "license" in package else [],
        "purl": purl,
    }


def _python(lock: str) -> Iterator[dict[str, Any]]:
    for name, version in re.findall(r"(?m)^([\w.-]+)==(\S+)", lock):
        purl = f"pkg:pypi/{name.lower()}@{version}"
        found = {"type": "library", "bom-ref": purl, "name": name, "version": version, "scope": "excluded"}
        yield {**found, "purl": purl}


def _needed(path: str, packages: dict[str, Any]) -> Iterator[str]:
    """The paths of what the package at `path` depends on, found as Node finds it: in the nearest folder above."""
    package = packages[path]
    for name in {**package.get("dependencies", {}), **package.get("optionalDependencies", {})}:
        above = path
        while f"{above}/{_MODULES}{name}".lstrip("/") not in packages and above:
            above = above.rpartition("/" + _MODULES)[0]
        found = f"{above}/{_MODULES}{name}".lstrip("/")
        if found in packages:
            yield found


def _once(components: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each package once, though it may lie in several folders."""
    found = {each["bom-ref"]: each for each in components}
    return [found[ref] for ref in sorted(found)]
