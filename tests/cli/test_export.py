from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import effllm
from effllm.export import FORMATS, FileFormat, FolderFormat

if TYPE_CHECKING:
    from tests.cli.conftest import Run

TEXTS = [name for name, form in FORMATS.items() if isinstance(form, FileFormat) and not form.binary]

pytestmark = pytest.mark.usefixtures("records")


def test_formats_of_the_contract() -> None:
    contract = "bibtex csl-json ris csv json jsonl sqlite parquet graphml gexf node-link cytoscape awesome jsonschema"
    assert list(FORMATS) == contract.split()


@pytest.mark.parametrize("name", TEXTS)
def test_standard_output_and_file_are_the_same(name: str, run: Run) -> None:
    form = FORMATS[name]
    assert isinstance(form, FileFormat)
    said = run("export", name).stdout_bytes
    assert said == form.render(effllm.load(Path.cwd()))
    result = run("export", name, "--output", "out")
    assert (result.stdout, result.stderr) == ("", "out: 4 papers\n")
    assert Path("out").read_bytes() == said


def test_filters(run: Run) -> None:
    assert '"key": "author2023slim"' in run("export", "jsonl", "--has-code").stdout
    assert run("export", "jsonl", "--since", "2100").stdout == ""
    run("export", "sqlite", "--author", "ada", "-o", "x.db")
    with closing(sqlite3.connect("x.db")) as database:
        assert database.execute("SELECT key FROM papers").fetchall() == [("author2023slim",)]
        assert database.execute("SELECT * FROM citations").fetchall() == []


def test_schemas_fill_a_folder_and_leave_the_rest(run: Run) -> None:
    Path("schema").mkdir()
    Path("schema/other.txt").touch()
    assert run("export", "jsonschema", "--output", "schema").stderr == "schema: 14 files\n"
    names = sorted(path.name for path in Path("schema").iterdir())
    assert names == sorted(
        [
            f"{kind}.json"
            for kind in (
                "candidate",
                "category",
                "cited",
                "formula",
                "measurement",
                "framework",
                "hardware",
                "incoming",
                "model",
                "paper",
                "public-list",
                "reading-list",
                "venues",
                "vocabulary",
            )
        ]
        + ["other.txt"]
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sqlite"], "sqlite cannot go to standard output: effllm export sqlite --output FILE"),
        (["parquet"], "parquet cannot go to standard output: effllm export parquet --output FILE"),
        (["json", "-o", "papers"], "--output papers: a folder; name the file in it"),
        (["json", "-o", "no/where.json"], "--output no/where.json: no folder no"),
        (
            ["bibtex", "-o", "taxonomy/venues.yml"],
            "--output taxonomy/venues.yml: a YAML file, perhaps a record; no format is YAML, so name another file",
        ),
        (["jsonschema", "-o", "a-file"], "--output a-file: a file; this format is a folder of files"),
        (["gexff"], "no format 'gexff'; did you mean gexf?"),
        (["yaml"], f"no format 'yaml'; the formats are {', '.join(FORMATS)}"),
    ],
)
def test_wrong_targets(arguments: list[str], said: str, run: Run) -> None:
    Path("a-file").touch()
    result = run("export", *arguments, status=2)
    assert (result.stdout, result.stderr) == ("", f"effllm: {said}\n")


def test_schemas_are_a_folder_of_files_or_one_file(run: Run) -> None:
    run("export", "jsonschema", "-o", "schemas")
    kinds = {path.stem: json.loads(path.read_bytes()) for path in Path("schemas").iterdir()}
    assert kinds["paper"]["$schema"]
    run("export", "jsonschema", "-o", "schemas.json")
    assert json.loads(Path("schemas.json").read_bytes()) == kinds
    assert json.loads(run("export", "jsonschema").stdout) == kinds


def test_an_old_file_stays_when_writing_fails(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("out").write_text("old", encoding="utf-8")

    def fail(_: Path, __: Path) -> None:
        raise OSError(28, "No space left on device", "out")

    monkeypatch.setattr(Path, "replace", fail)
    assert run("export", "json", "-o", "out", status=1).stderr == "effllm: out: No space left on device\n"
    assert Path("out").read_text(encoding="utf-8") == "old"
    assert not list(Path().glob(".effllm-*"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only some systems have such a device")
def test_a_full_disk_is_named(run: Run) -> None:
    said = run("export", "csv", "-o", "/dev/full", status=1).stderr
    assert said == "effllm: /dev/full: No space left on device\n"


def test_a_link_is_written_through(run: Run) -> None:
    Path("real.json").touch()
    Path("link.json").symlink_to("real.json")
    run("export", "json", "-o", "link.json")
    assert Path("link.json").is_symlink()
    assert json.loads(Path("real.json").read_bytes())["papers"]


def test_a_missing_package_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run("export", "parquet", "-o", "x.parquet", status=1)
    assert result.stderr == (
        "effllm: parquet needs pyarrow, of the extra 'parquet'; in the checkout: python3 -m pip install '.[parquet]'\n"
    )
    assert not Path("x.parquet").exists()


@pytest.mark.corpus
def test_the_schemas_of_the_repository_are_current() -> None:
    root = Path(__file__).parents[2]
    form = FORMATS["jsonschema"]
    assert isinstance(form, FolderFormat)
    wanted = form.render(effllm.load(root))
    stored = {path.name: path.read_bytes() for path in (root / "docs" / "schema").iterdir()}
    assert stored == wanted, "run: effllm export jsonschema --output docs/schema"
