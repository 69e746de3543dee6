"""What is installed only when it is asked for: the core needs none of it, and a message names what is missing."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from effllm.bibliography import latex
from effllm.bibliography.bibtex_reader import read_bibtex
from effllm.bibliography.entries import read_entry
from effllm.extras import MissingExtra, extra
from effllm.store import bundle, checkout
from tests.checkouts import BASE
from tests.factories import knowledge_base

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
CORE = """
import sys
from pathlib import Path
import effllm
assert "pydantic" not in sys.modules
from effllm.store import bundle
content = Path(sys.argv[1]).read_bytes()
bundle.packaged = lambda name=bundle.NAME: content if name == bundle.NAME else None
kb = effllm.load()
kb.find("Slim")
kb.papers.filter(under="pruning", author="Author").sort("-year").search("weihgts")
kb.compare()
kb.stats()
assert kb.papers.to_csv() and kb.results().to_csv() and kb.papers.to_records()
assert kb.papers.to_bibtex() and kb.papers.to_csl_json() and kb.papers.to_ris()
print(*{name.partition(".")[0] for name in sys.modules})
"""
ALLOWED = {"pydantic", "rapidfuzz"}
MODULES = {"bibtexparser", "httpx", "jinja2", "markdown_it", "networkx", "numpy", "pandas", "PIL", "pyarrow"} | {
    *("pylatexenc", "rich", "scipy", "typer", "watchfiles", "yaml")
}


def test_the_core_imports_pydantic_and_rapidfuzz_alone(tmp_path: Path) -> None:
    bundle.write(checkout.read(BASE).corpus(), tmp_path / "bundle.json")
    run = [sys.executable, "-W", "error", "-c", CORE, str(tmp_path / "bundle.json")]
    imported = set(subprocess.check_output(run, text=True, cwd=tmp_path).split())
    assert imported & (MODULES | ALLOWED) == ALLOWED


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_version_and_the_help_need_no_record_models(option: str) -> None:
    code = f"import sys, effllm.cli; sys.argv = ['effllm', '{option}']; effllm.cli.main()"
    watched = f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {code}"
    done = subprocess.run([sys.executable, "-c", watched], capture_output=True, text=True, check=True)
    assert "effllm" in done.stdout
    assert not {"pydantic", "rapidfuzz", "yaml", "effllm.records"} & set(done.stderr.split())


def missing(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Have imports of a package fail, loaded already or not."""
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)


NEEDING: dict[str, tuple[str, Callable[[], object]]] = {
    "to_pandas needs pandas, of the extra 'pandas'": ("pandas", knowledge_base().papers.to_pandas),
    "relating all papers at once needs scipy, of the extra 'graph'": (
        "scipy",
        lambda: list(knowledge_base().relations.all()),
    ),
    "reading LaTeX needs pylatexenc, of the extra 'contribute'": (
        "pylatexenc",
        lambda: latex.decode.__wrapped__(r"M{\"u}ller"),
    ),
}


@pytest.mark.parametrize("message", NEEDING)
def test_a_missing_package_is_named_with_its_extra_and_what_installs_it(
    message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, work = NEEDING[message]
    monkeypatch.setattr(latex, "_decoder", latex._decoder.__wrapped__)  # without the decoder that it keeps
    missing(monkeypatch, package)
    name = message.split("'")[1]
    with pytest.raises(
        MissingExtra, match=re.escape(f"{message}; in the checkout: python3 -m pip install '.[{name}]'")
    ):
        work()


def test_an_entry_without_latex_is_read_without_its_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    missing(monkeypatch, "pylatexenc")
    (entry,), _ = read_bibtex("@misc{a, title = {A {Thin} Title}, author = {Ada Author}, year = 2023}")
    assert read_entry(entry).reference.title == "A Thin Title"


def test_a_fault_of_ours_is_no_missing_package() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"effllm\.nowhere") as error, extra("site", "the site"):
        __import__("effllm.nowhere")
    assert not isinstance(error.value, MissingExtra)


def test_the_extras_that_the_code_names_are_those_of_the_project() -> None:
    named = {
        name
        for file in (ROOT / "src").rglob("*.py")
        for name in re.findall(r'\bextra\(\s*"([a-z]+)"', file.read_text(encoding="utf-8"))
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert named == set(project["optional-dependencies"])
