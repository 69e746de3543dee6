"""`.effllm-cache/`: what has not changed is not read again, and nothing that is printed tells so."""

from __future__ import annotations

import marshal
import os
import random
import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from effllm.records import Paper
from effllm.store.cache import FOLDER, NAME, VARIABLE
from tests.checkouts import SLIM, lay

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

EDITS: dict[str, Callable[[random.Random, Path], object]] = {
    "a line gone": lambda chance, file: change_line(chance, file, ""),
    "a line of another file": lambda chance, file: change_line(chance, file, some_line(chance, file)),
    "a word in it": lambda chance, file: change_line(chance, file, "  venue: Nowhere\n"),
    "a year": lambda _, file: replace(file, "2023", "2021"),
    "a key": lambda _, file: replace(file, "author2023slim", "nobody2023slim"),
    "spaces": lambda _, file: replace(file, ": ", ":  "),
    "gone": lambda _, file: file.unlink(),
    "a copy": lambda _, file: shutil.copy(file, file.with_name(f"other{file.name}")),
    "of another file": lambda chance, file: file.write_bytes(some_file(chance, file).read_bytes()),
    "no text": lambda _, file: file.write_bytes(b"\xff\xfe"),
    "only its time": lambda _, file: os.utime(file, (1, 1)),
    "as big as before, and as old": lambda _, file: same_size(file),
    "nothing": lambda _, __: None,
}


OTHERS = [("fmt", "--check"), ("search", "slim", "--json"), ("show", "slim"), ("stats", "--json")]
"""What is asked for between two edits, besides `validate`."""


def files_of(root: Path) -> list[Path]:
    return sorted(file for folder in ("papers", "taxonomy") for file in (root / folder).rglob("*.*") if file.is_file())


def some_file(chance: random.Random, file: Path) -> Path:
    return chance.choice([other for other in sorted(file.parent.iterdir()) if other.is_file()])


def some_line(chance: random.Random, file: Path) -> str:
    text = some_file(chance, file).read_bytes().decode(errors="replace")
    return chance.choice(text.splitlines(keepends=True) or [""])


def change_line(chance: random.Random, file: Path, line: str) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    lines[chance.randrange(len(lines)) : chance.randrange(1, len(lines) + 1)] = [line.encode()]
    file.write_bytes(b"".join(lines))


def replace(file: Path, old: str, new: str) -> None:
    file.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))


def same_size(file: Path) -> None:
    before = file.stat()
    replace(file, "e", "a")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour later: what was written a moment ago is old enough to be known by its size and times."""
    now = time.time_ns
    monkeypatch.setattr("effllm.store.cache.time.time_ns", lambda: now() + 3600 * 10**9)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("seed", range(8))
def test_what_is_printed_is_the_same_without_a_cache(seed: int, tmp_path: Path, run: Run) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    root = lay(tmp_path / "records")
    run("validate", "--root", root)
    for _ in range(3):
        for _ in range(chance.randint(1, 2)):
            found = [file for file in files_of(root) if file.stat().st_size]
            EDITS[chance.choice(sorted(EDITS))](chance, chance.choice(found))
        form = chance.choice(["text", "json", "github"])
        for way in [("validate", "--format", form), chance.choice(OTHERS), chance.choice(OTHERS)]:
            kept, anew = (run(*way, "--root", root, *more, status=None) for more in ([], ["--no-cache"]))
            assert (kept.stdout, kept.stderr, kept.exit_code) == (anew.stdout, anew.stderr, anew.exit_code)
    other = tmp_path / "other"
    shutil.copytree(root, other)
    kept = run("validate", "--fix", "--root", root, status=None)
    anew = run("validate", "--fix", "--no-cache", "--root", other, status=None)
    assert kept.stdout == anew.stdout
    assert [file.read_bytes() for file in files_of(root)] == [file.read_bytes() for file in files_of(other)]


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("command", ["validate", "fmt", "stats", "search slim", "show slim"])
def test_what_has_not_changed_is_not_read(
    command: str, records: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [run(*command.split()).stdout for _ in range(2)]
    read: set[str] = set()

    def and_note(path: str) -> bytes:
        read.add(Path(path).name)
        return Path(path).read_bytes()

    monkeypatch.setattr("effllm.store.checkout.read_bytes", and_note)
    monkeypatch.setattr("effllm.store.record_file.read_bytes", and_note)
    monkeypatch.setattr(Paper, "model_validate", None)
    said.append(run(*command.split()).stdout)
    assert said[0] == said[1] == said[2]
    assert not {file.name for file in files_of(records)}.intersection(read)


@pytest.mark.usefixtures("later")
def test_a_problem_in_a_kept_record_is_shown_at_its_line(records: Path, run: Run) -> None:
    run("validate")
    replace(records / "taxonomy/venues.yml", "- id: ICLR\n", "- id: ICLRR\n")
    said = run("validate", status=1).stdout
    assert said == run("validate", "--no-cache", status=1).stdout
    assert f"{SLIM}:7:8: V001" in said


@pytest.mark.parametrize("damage", ["cut", "other bytes", "empty", "of another form", "of another user", "a folder"])
def test_a_cache_that_is_none_is_made_anew(
    damage: str, records: Path, run: Run, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("validate")
    (records / SLIM).write_text("title: no\n", encoding="utf-8")
    said = run("validate", status=1).stdout
    database = cache_folder / NAME
    content = database.read_bytes()
    if damage == "cut":
        database.write_bytes(content[:5000])
    elif damage == "other bytes":
        database.write_bytes(content.replace(b"title", b"tilte").replace(b"digest", b"digset"))
    elif damage == "empty":
        database.write_bytes(b"")
    elif damage == "of another form":
        database.unlink()
        with sqlite3.connect(database) as other:
            other.execute("CREATE VIEW kept AS SELECT 1 AS name")
    elif damage == "of another user":
        monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder.parent / "of-another"))
    else:
        database.unlink()
        database.mkdir()
    assert [run("validate", status=1).stdout for _ in range(2)] == [said, said]


def test_a_forged_verdict_is_not_believed(records: Path, run: Run, cache_folder: Path) -> None:
    """A pull request may bring a cache that says that a wrong record is right."""
    run("validate")
    wrong = (records / SLIM).read_bytes().replace(b"ICLR", b"Nowhere")
    (records / SLIM).write_bytes(wrong)
    run("validate", status=1)
    with sqlite3.connect(cache_folder / NAME) as database:
        (kept,) = database.execute("SELECT value FROM kept WHERE name = 'files'").fetchone()
        files = marshal.loads(kept)  # noqa: S302 - of this test
        stamp, digest, *others, _ = files[SLIM]
        good = files["papers/2023/coder2023brief.yml"][-1].split()
        files[SLIM] = (stamp, digest, *others, " ".join([good[0], digest, good[-1]]))
        database.execute("UPDATE kept SET value = ? WHERE name = 'files'", (marshal.dumps(files),))
    assert "V001" in run("validate", status=1).stdout


def test_it_lies_in_the_checkout_and_git_ignores_it(records: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    run("validate", "--no-cache")
    assert not (records / FOLDER).exists()
    run("validate")
    assert (records / FOLDER / NAME).is_file()
    assert (records / FOLDER / ".gitignore").read_text(encoding="utf-8") == "*\n"
    shutil.rmtree(records / FOLDER)
    run("validate")


def test_a_link_in_its_place_is_not_followed(
    records: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(VARIABLE)
    (tmp_path / "elsewhere").mkdir()
    (records / FOLDER).symlink_to(tmp_path / "elsewhere")
    run("validate")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_what_is_gone_is_not_kept(records: Path, run: Run, cache_folder: Path) -> None:
    shutil.copy(records / SLIM, records / "papers/2023/author2023slimmer.yml")
    run("validate", status=1)
    (records / "papers/2023/author2023slimmer.yml").unlink()
    run("validate")
    with sqlite3.connect(cache_folder / NAME) as database:
        names = {name for (name,) in database.execute("SELECT name FROM kept")}
    assert SLIM in names
    assert "papers/2023/author2023slimmer.yml" not in names


@pytest.mark.usefixtures("records")
def test_without_a_place_to_write_all_works(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for variable in (VARIABLE, "XDG_CACHE_HOME"):
        with monkeypatch.context() as only:
            only.setenv(variable, str(tmp_path / "file"))
            run("validate")
            run("search", "slim")


def test_two_commands_at_once(records: Path, cache_folder: Path) -> None:
    from effllm.rules import check_all  # noqa: PLC0415 - not by the command line, which has one standard output
    from effllm.store import checkout  # noqa: PLC0415
    from effllm.store.cache import Cache  # noqa: PLC0415

    def validate(number: int) -> int:
        (records / "papers/2023" / f"note{number}.txt").write_text("", encoding="utf-8")
        return len(check_all(checkout.read(records, Cache(records)))[0])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(validate, range(24)))
    with sqlite3.connect(cache_folder / NAME) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert Cache(records).files.keys() == {file.relative_to(records).as_posix() for file in files_of(records)} - {
        f"papers/2023/note{number}.txt" for number in range(24)
    }
