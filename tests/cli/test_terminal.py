from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pty = pytest.importorskip("pty", reason="only Unix has pseudo-terminals")
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7][0-9;]*m")
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(*arguments: str, cwd: Path, typed: str = "", columns: int = 80, **variables: str) -> str:
    """Run a command on a terminal and return what that shows, the codes for colours included.

    ``typed`` is what a person types, known before it is asked for.
    """
    import fcntl  # noqa: PLC0415 - only Unix has it
    import termios  # noqa: PLC0415

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C.UTF-8", **variables}
    with subprocess.Popen(
        [sys.executable, "-m", "effllm", *arguments],
        cwd=cwd,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        os.write(ours, typed.encode())
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # how Linux tells that the other end is closed
            pass
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_tables_fit_and_have_colours(records: Path) -> None:
    shown = on_terminal("compare", "engine", "trainer", cwd=records)
    assert COLOUR.search(shown)
    lines = STYLE.sub("", shown).splitlines()
    assert max(map(len, lines)) <= 80
    assert [line.strip() for line in lines if line.strip() in {"supports", "hardware"}] == ["supports", "hardware"]
    assert lines[-1] == "7 rows of which nothing is known: --all"


def test_colours_are_left_out_where_they_are_not_wanted(records: Path) -> None:
    shown = on_terminal("compare", "engine", "trainer", cwd=records, NO_COLOR="1")
    assert not COLOUR.search(shown)
    assert "✓" in shown
    assert "✗" in shown


def test_keys_stay_whole(records: Path) -> None:
    lines = STYLE.sub("", on_terminal("search", "invented", cwd=records)).splitlines()
    assert max(map(len, lines)) <= 80
    assert {line.split()[0] for line in lines} >= {"key", "author2023slim", "unknown2021wide"}


def test_on_a_narrow_terminal_titles_stand_below_the_keys(records: Path) -> None:
    lines = STYLE.sub("", on_terminal("search", "slim", cwd=records, columns=40)).splitlines()
    assert max(map(len, lines)) <= 40
    assert [line.rstrip() for line in lines[:3]] == [
        "author2023slim  2024  ICLR",
        "  SLIM: A Slim Model of Invented",
        "  Language",
    ]


def test_problems_are_not_broken_into_lines(broken: Path) -> None:
    lines = STYLE.sub("", on_terminal("validate", cwd=broken)).splitlines()
    assert lines[:6] == [
        "papers/2023/author2023slim.yml:7:8: F001 not in canonical form",
        "  7 | venue:  ICLR",
        "    |        ^",
        "  help: should read: venue: ICLR",
        "  help: run: effllm fmt papers/2023/author2023slim.yml",
        "",
    ]
    assert any(len(line) > 80 for line in lines)


def test_diffs_have_colours(broken: Path) -> None:
    shown = on_terminal("fmt", "--check", cwd=broken)
    assert COLOUR.search(shown)
    assert "+venue: ICLR\n" in STYLE.sub("", shown)


@pytest.mark.parametrize("key", ["author2023slim", "engine", "quantization"])
def test_cards_fit(key: str, records: Path) -> None:
    lines = STYLE.sub("", on_terminal("show", key, cwd=records)).splitlines()
    assert max(map(len, lines)) <= 80
