"""`python -m benchmarks [NAME ...]`: the measurements named, all of them without a name.

What they print is kept in `benchmarks/RESULTS.md`, with the machine and the commit, each measurement in its section.
"""

import contextlib
import io
import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    adding,
    breaking,
    building,
    checking,
    exporting,
    finding,
    graphs,
    harvesting,
    judging,
    linting,
    reading,
    searching,
    weighing,
)

ALL = {
    "reading": reading.main,
    "checking": checking.main,
    "searching": searching.main,
    "finding": finding.main,
    "building": building.main,
    "linting": linting.main,
    "breaking": breaking.main,
    "adding": adding.main,
    "graphs": graphs.main,
    "judging": judging.main,
    "exporting": exporting.main,
    "harvest": harvesting.main,
    "weighing": weighing.main,
}
RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = """\
# What the benchmarks measured

Written by `python -m benchmarks`: read the ratios, which hold on other machines.
"""
_SECTION = re.compile(r"^## (\w+)\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)  # "## reading", to the next heading


class _Both(io.StringIO):
    """What is printed is seen at once and kept."""

    def write(self, text: str) -> int:
        sys.__stdout__.write(text)  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]
        return super().write(text)


def _measure(name: str, main: Callable[[], None]) -> str:
    """Run a measurement and return its section."""
    with contextlib.redirect_stdout(_Both()) as printed:
        main()
    return f"## {name}\n\n{datetime.now(UTC):%Y-%m-%d}, {_machine()}\n\n```text\n{printed.getvalue().strip()}\n```\n"


def _machine() -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)  # noqa: S607 - git of the path
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GiB"
    return f"commit {commit.stdout.strip() or 'unknown'}, {system}, Python {platform.python_version()}"


def _keep(sections: dict[str, str]) -> None:
    RESULTS.write_text(
        "\n".join([HEAD + "\n", *(sections[name] for name in ALL if name in sections)]), encoding="utf-8"
    )


def main(names: list[str]) -> None:
    """Measure and keep the results, those of other measurements as they are."""
    if unknown := sorted(set(names) - set(ALL)):
        sys.exit(f"no such measurement: {', '.join(unknown)}; there are {', '.join(ALL)}")
    old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    sections = {found[1]: found[0].strip() + "\n" for found in _SECTION.finditer(old)}
    for name in names or ALL:
        sections[name] = _measure(name, ALL[name])
        _keep(sections)


if __name__ == "__main__":
    main(sys.argv[1:])
