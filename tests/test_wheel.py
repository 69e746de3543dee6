"""The wheel, built from the checkout and used where there is none."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from effllm import load

PROJECT = Path(__file__).parents[1]

USE = """
import json
from pathlib import Path
import effllm
from effllm import search, site
kb = effllm.load()
search.SearchIndex.build = None  # the wheel carries the index
paper = next(iter(kb.papers.values()))
print(json.dumps({
    "file": effllm.__file__,
    "papers": len(kb.papers),
    "categories": len(kb.taxonomy),
    "frameworks": len(kb.frameworks),
    "bibtex": paper.key in kb.papers.to_bibtex(),
    "found": paper.key in kb.papers.search(paper.title, limit=1),
    "pages": f"papers/{paper.key}.md" in site.all_pages(kb),
    "snapshot": kb.snapshot.to_dict(),
    "here": [path.name for path in Path().iterdir()],
}))
"""

pytestmark = pytest.mark.corpus


def python(*arguments: str, cwd: Path, **variables: str) -> str:
    """Run Python without a network and without this checkout on its path."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    python("-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(PROJECT), cwd=folder)
    [found] = folder.glob("*.whl")
    return found


def test_the_wheel_holds_all_that_the_package_needs(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    assert {
        "effllm/py.typed",
        "effllm/data/bundle.json",
        "effllm/data/search.index",
        "effllm/data/snapshot.json",
        "effllm/site/templates/paper.html",
    } <= names
    source = PROJECT / "src"
    expected = {path.relative_to(source).as_posix() for path in (source / "effllm").rglob("*") if path.is_file()}
    assert {path for path in expected if "__pycache__" not in path} <= names
    assert {name.rpartition("/")[2] for name in names if "/licenses/" in name} == {"LICENSE", "LICENSE-DATA"}
    assert not [name for name in names if name.startswith(("tests/", "papers/", "taxonomy/", "benchmarks/"))]


def test_the_records_load_without_a_checkout(wheel: Path, tmp_path: Path) -> None:
    target, empty = tmp_path / "target", tmp_path / "empty"
    empty.mkdir()
    if find_spec("pip"):
        install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
        python(*install, cwd=empty, HOME=str(tmp_path))
    else:
        ZipFile(wheel).extractall(target)
    found = json.loads(python("-W", "error", "-c", USE, cwd=empty, PYTHONPATH=str(target)))
    ours = load(PROJECT)
    assert found == {
        "file": str(target / "effllm" / "__init__.py"),
        "papers": len(ours.papers),
        "categories": len(ours.taxonomy),
        "frameworks": len(ours.frameworks),
        "bibtex": True,
        "found": True,
        "pages": True,
        "snapshot": ours.snapshot.to_dict(),
        "here": [],
    }


def test_an_sdist_has_the_same_records_and_is_from_no_commit(tmp_path: Path) -> None:
    python("-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path), str(PROJECT), cwd=tmp_path)
    [packed] = tmp_path.glob("*.tar.gz")
    shutil.unpack_archive(packed, tmp_path, filter="data")
    found, ours = load(tmp_path / packed.name.removesuffix(".tar.gz")).snapshot, load(PROJECT).snapshot
    assert (found.commit, found.date) == (None, None)
    assert (found.sha256, found.counts) == (ours.sha256, ours.counts)
