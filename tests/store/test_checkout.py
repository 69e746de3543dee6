"""Directories and files as strangers send them: each becomes records or problems, never an exception."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from effllm.store import checkout
from effllm.store.folders import LISTS
from tests.checkouts import BASE, SLIM, VENUES, codes_in, lay, problems_in
from tests.fuzz import break_records

MUTATIONS = 300


def test_too_large(tmp_path: Path) -> None:
    file = lay(tmp_path) / SLIM
    file.write_bytes(file.read_bytes() + b" " * 70_000)
    (problem,) = problems_in(tmp_path)
    assert str(problem).startswith(f"{SLIM}:1:1: Y001 the file has 70,")


def test_a_reference_list_may_be_larger(tmp_path: Path) -> None:
    head = '{"source":"arXiv:2311.00001, references","read":"2026-01-10","entries":2,"complete":false}\n'
    file = lay(tmp_path) / SLIM.replace(".yml", ".references.jsonl")
    for size, said in ((100_000, "not valid JSON"), (600_000, "Y001 the file has 600,")):
        file.write_text(head + "x" * size, encoding="utf-8")
        (problem,) = problems_in(tmp_path)
        assert said in str(problem)


def test_not_utf8(tmp_path: Path) -> None:
    file = lay(tmp_path) / SLIM
    file.write_bytes(file.read_text(encoding="utf-8").replace("Ada Author", "André").encode("latin-1"))
    (problem,) = problems_in(tmp_path)
    expected = f"{SLIM}:5:15: Y002 byte 0xe9 is not UTF-8\n  help: save the file with the encoding UTF-8"
    assert str(problem) == expected


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("password: secret\n", encoding="utf-8")
    root = lay(tmp_path / "checkout")
    link = root / "papers" / "2023" / "doe2023quiet.yml"
    link.symlink_to(secret)
    (problem,) = problems_in(root)
    assert (problem.code, problem.message) == ("Y012", "a link, not a file")
    assert "secret" not in str(problem)


def test_a_linked_folder_is_a_finding(tmp_path: Path) -> None:
    root = lay(tmp_path / "checkout")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "doe2030quiet.yml").write_text("title: secret\n", encoding="utf-8")
    (root / "papers" / "2030").symlink_to(elsewhere)
    (problem,) = problems_in(root)
    assert (problem.path, problem.code, problem.message) == ("papers/2030", "Y012", "a link, not a folder: not read")
    assert problem.hint == "put the folder itself here, with its files"


@pytest.mark.parametrize("path", LISTS)
def test_a_list_that_is_gone_is_named(tmp_path: Path, path: str) -> None:
    (lay(tmp_path) / path).unlink()
    (problem,) = problems_in(tmp_path)  # and none of what the records name
    assert (problem.path, problem.code, problem.message) == (path, "Y013", "the file is missing")
    assert f"git checkout HEAD -- {path}, or copy it from" in problem.hint


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('title: "A \\q Title"', "3:11: Y007 not valid YAML: found unknown escape character"),
        ('authors: ["Ada Author, Ben Builder]', "3:11: Y007 not valid YAML: the quote that opens here is not closed"),
    ],
)
def test_quotes(tmp_path: Path, line: str, said: str) -> None:
    file = lay(tmp_path) / SLIM
    file.write_text(f"year: 2024\nvenue: ICLR\n{line}\n", encoding="utf-8")
    (problem,) = problems_in(tmp_path)
    assert str(problem).startswith(f"{SLIM}:{said}")
    assert ", as:" not in problem.hint


@pytest.mark.parametrize(
    ("mark", "line_end", "said", "hint"),
    [
        (b"\xef\xbb\xbf", b"\n", "a byte order mark at its start", f"run: effllm fmt {SLIM}"),
        (b"", b"\r\n", "the line ends of Windows", "* text=auto eol=lf"),
        (b"", b"\r", "the line ends of old Macs", f"run: effllm fmt {SLIM}"),
        (b"", b"\r\r\n", "the line ends of Windows and the line ends of old Macs", f"run: effllm fmt {SLIM}"),
        (b"\xef\xbb\xbf", b"\r\n", "a byte order mark at its start and the line ends of Windows", "effllm fmt"),
    ],
)
def test_line_ends_and_byte_order_mark(tmp_path: Path, mark: bytes, line_end: bytes, said: str, hint: str) -> None:
    file = lay(tmp_path) / SLIM
    file.write_bytes(mark + file.read_bytes().replace(b"\n", line_end))
    (problem,) = problems_in(tmp_path)
    assert (problem.code, problem.message) == ("F001", f"not in canonical form: the file has {said}")
    assert hint in problem.hint


RIGHT = (BASE / SLIM).read_bytes()
LINES = RIGHT.count(b"\n") + 1


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (RIGHT.decode().encode("utf-16"), "1:1: Y002 the file is UTF-16, not UTF-8"),
        (RIGHT.decode().encode("utf-16-le"), "1:1: Y002 the file is UTF-16, not UTF-8"),
        (RIGHT + bytes(20_000), f"{LINES}:1: Y002 the file has 20,000 zero bytes: it was not written to its end"),
        (bytes(3_000), "1:1: Y002 the file has 3,000 zero bytes"),
        (b"%PDF-1.7\n\xff\0", "1:1: Y002 the file is a PDF, not text"),
        (b"PK\x03\x04\0\0", "1:1: Y002 the file is a ZIP archive"),
    ],
)
def test_what_is_no_text_is_one_problem(tmp_path: Path, raw: bytes, said: str) -> None:
    (lay(tmp_path) / SLIM).write_bytes(raw)
    (problem,) = problems_in(tmp_path)
    assert str(problem).startswith(f"{SLIM}:{said}")
    assert problem.hint


@pytest.mark.parametrize("path", ["taxonomy/frameworks/aux.yml", "taxonomy/reading-lists/con.yml"])
def test_windows_cannot_hold_every_name(tmp_path: Path, path: str) -> None:
    file = lay(tmp_path) / path
    file.parent.mkdir(exist_ok=True)
    file.write_text("name: x\n", encoding="utf-8")
    (problem,) = problems_in(tmp_path)
    assert (problem.path, problem.code) == (path, "Y012")
    assert "Windows keeps" in problem.hint


@pytest.mark.parametrize("change", ["cut", "blank line"])
def test_the_end_of_a_file(tmp_path: Path, change: str) -> None:
    file = lay(tmp_path) / SLIM
    text = file.read_text(encoding="utf-8")
    file.write_text(text.rstrip("\n") if change == "cut" else f"{text}\n", encoding="utf-8")
    (problem,) = problems_in(tmp_path)
    assert problem.code == "F001"
    assert problem.hint == f"run: effllm fmt {SLIM}"


@pytest.mark.parametrize("name", [b"a\n::error::b.yml", b"\xff\xfe.yml", b"\x1b[31mred.yml"])
def test_odd_file_names(tmp_path: Path, name: bytes) -> None:
    lay(tmp_path)
    (tmp_path / "papers" / os.fsdecode(name)).write_text("title: x\n", encoding="utf-8")
    (problem,) = problems_in(tmp_path)
    assert problem.code == "Y012"
    assert str(problem).isprintable() or str(problem).replace("\n  help:", "").isprintable()


def test_notes_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    lay(tmp_path)
    (tmp_path / "papers" / "README.md").write_text("# Papers\n", encoding="utf-8")
    (tmp_path / "papers" / ".gitkeep").touch()
    assert not problems_in(tmp_path)


def test_no_checkout(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no folder papers or taxonomy"):
        checkout.read(tmp_path)


def test_unreadable_papers_are_known_by_name(tmp_path: Path) -> None:
    file = lay(tmp_path) / "papers" / "2022" / "builder2022thin.yml"
    file.write_text("title: Thin: Models\n", encoding="utf-8")
    assert codes_in(tmp_path) == ["Y007"]  # and no R001 from the paper that cites it


def test_the_rest_of_a_broken_record_is_checked(tmp_path: Path) -> None:
    file = lay(tmp_path) / SLIM
    text = file.read_text(encoding="utf-8").replace("year: 2024", 'year: "2024"').replace("venue: ICLR", "venue: ICRL")
    file.write_text(text, encoding="utf-8")
    assert codes_in(tmp_path) == ["S003", "V001"]


@pytest.mark.parametrize(
    ("path", "right", "wrong", "codes"),
    [
        ("taxonomy/model-centric.yml", "name: Quantization", "name: 5", ["S003"]),
        ("taxonomy/model-centric.yml", "survey: true\nchildren:", "children:", ["S002"]),
        (VENUES, "kind: web", "kind: [web]", ["S004"]),
        ("taxonomy/frameworks/engine.yml", "state: active", "state: []", ["S003"]),
        ("taxonomy/models/slim-7b.yml", "parameter_size: 7B", "parameter_size: 7", ["S003"]),
        ("taxonomy/vocabulary.yml", "definition: Blocks.", "definition: {}", ["S003"]),
    ],
)
def test_nested_mistakes_are_told_alone(tmp_path: Path, path: str, right: str, wrong: str, codes: list[str]) -> None:
    file = lay(tmp_path) / path
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert codes_in(tmp_path) == codes


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("arxiv", "-" * 60_000),
        ("doi", "10.1234/" + ")" * 60_000 + " x"),
        ("venue", "a" + " " * 60_000 + "b"),
        ("title", "$" + "a " * 30_000),
        ("summary", "[a](" * 15_000),
        ("code", "https://" + "a." * 30_000 + "!"),
        ("authors", ["a " * 30_000]),
        ("authors", ["a" + " " * 60_000 + ",b,c"]),
        ("aliases", ["ab"] * 10_000),
    ],
)
def test_no_text_takes_long(tmp_path: Path, field: str, text: str | list[str]) -> None:
    file = lay(tmp_path) / SLIM
    record = yaml.safe_load(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**record, field: text}, default=str), encoding="utf-8")
    assert problems_in(tmp_path)  # in milliseconds; a search that goes wrong would take a minute


def test_no_file_makes_reading_checking_or_repairing_fail(tmp_path: Path) -> None:
    """Ten thousand are tried by `python -m benchmarks breaking`."""
    counts = break_records(tmp_path, MUTATIONS)
    assert counts["problems"] > MUTATIONS * 0.8
    assert counts["repaired"]


def test_a_pipe_among_the_records_is_reported_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "papers" / "2024"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "doe2024pipe.yml")
    (problem,) = checkout.read(tmp_path).problems
    assert (problem.code, problem.message) == ("Y012", "not a file of text")


def test_a_folder_that_cannot_be_read_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "papers" / "2024"
    folder.mkdir(parents=True)
    look = os.scandir

    def shut(path: Path) -> Any:  # noqa: ANN401 - what os.scandir returns has no public name
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", shut)
    with pytest.raises(PermissionError, match="2024"):
        checkout.read(tmp_path)


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "papers" / "2024"
    folder.mkdir(parents=True)
    (folder / "doe2024shut.yml").write_text("title: Shut\n")

    def shut(_: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(checkout, "read_bytes", shut)
    (problem,) = checkout.read(tmp_path).problems
    assert problem.message == "cannot be read: Permission denied"
