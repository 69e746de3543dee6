"""The map of the code is of the code that is there: packages, paths and names."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import effllm
from tests.docs.pages import DOCS, ROOT, text

CODE = DOCS / "contribute" / "code.md"
PACKAGE = Path(effllm.__file__).parent
NAMED = re.findall(r"`([^`\n]+)`", text(CODE))
PATHS = sorted({name for name in NAMED if re.fullmatch(r"[\w./-]*/[\w./-]*|\w+\.(?:yml|py|md)", name)})
MAP = re.findall(r"^\| (`.+`) \| .+ \|$", text(CODE).partition("## From file")[0], re.MULTILINE)
MODULES = {name for _, name, _ in iter_modules([str(PACKAGE)])}
DOTTED = sorted({name for name in NAMED if re.fullmatch(r"[a-z_]+(?:\.\w+)+", name) and name.split(".")[0] in MODULES})


def test_every_package_is_on_the_map() -> None:
    on_it = set(re.findall(r"`([a-z_.]+)`", " ".join(MAP)))
    packages = {
        ".".join(file.parent.relative_to(PACKAGE).parts)
        for file in PACKAGE.rglob("__init__.py")
        if file.parent != PACKAGE
    }
    assert packages | MODULES - {"__main__"} == on_it


def test_the_map_goes_from_the_top_down() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    floor = {name: number for number, line in enumerate(contracts[0]["layers"]) for name in line.split(" | ")}
    order = [floor[name.split(".")[0]] for row in MAP for name in re.findall(r"`([a-z_.]+)`", row)]
    assert order == sorted(order)


@pytest.mark.parametrize("path", PATHS)
def test_every_path_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_paths_and_names_are_found() -> None:
    assert "src/effllm/records/paper.py" in PATHS
    assert "store.checkout.read" in DOTTED


@pytest.mark.parametrize("name", DOTTED)
def test_every_name_is_there(name: str) -> None:
    found: object = effllm
    module = "effllm"
    for part in name.split("."):
        if not hasattr(found, part):
            import_module(f"{module}.{part}")
        found, module = getattr(found, part), f"{module}.{part}"
