"""The command line on an invented checkout."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import pytest
from typer.testing import CliRunner

from effllm.cli.app import app
from tests.checkouts import DATA, lay

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from typer.testing import Result


class Run(Protocol):
    """Runs a command and returns what it printed; the exit status must be the expected one, None for any."""

    def __call__(self, *arguments: str | Path, status: int | None = 0) -> Result: ...


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout without problems, which is also the current folder."""
    root = lay(tmp_path / "records")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def broken(records: Path) -> Path:
    """The checkout with one problem that formatting solves and two that it does not."""
    slim, brief = (records / f"papers/2023/{key}.yml" for key in ("author2023slim", "coder2023brief"))
    slim.write_text(slim.read_text(encoding="utf-8").replace("venue: ", "venue:  "), encoding="utf-8")
    brief.write_text(brief.read_text(encoding="utf-8").replace("year: 2023", 'year: "2023"'), encoding="utf-8")
    (records / "papers/2023/doe2023odd.yml").write_text("title: Odd: 100%, really\n", encoding="utf-8")
    return records


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    for variable in ("FORCE_COLOR", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)

    def run(*arguments: str | Path, status: int | None = 0) -> Result:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        assert result.exit_code == status or (status is None and result.exit_code in {0, 1}), (
            result.output,
            result.exc_info,
        )
        return result

    return run


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the expected one of ``tests/data/cli``; with ``--update-golden`` write it there.

    Today's date is written TODAY.
    """

    def compare(name: str, said: str) -> None:
        said = said.replace(f"{datetime.now(tz=UTC):%Y-%m-%d}", "TODAY")
        expected = DATA / "cli" / name
        if request.config.getoption("--update-golden"):
            expected.write_text(said, encoding="utf-8")
        assert said == expected.read_text(encoding="utf-8")

    return compare
