"""`effllm validate`, `search`, `show` and `stats` in a checkout of made-up records, cold and warm, beside the floor.

The floor is what no checker can do without: every file that `validate` reads is parsed (YAML, JSON lines, CSV) and
made a record by the libraries alone.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import TYPE_CHECKING

import yaml

from benchmarks.made_up import write
from benchmarks.timing import cpu_ms
from effllm.store import checkout, layout

if TYPE_CHECKING:
    from effllm.records import Corpus

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000)


def main() -> None:
    """Print the table."""
    real = checkout.read(ROOT).corpus()
    a_record = {}
    for size in SIZES:
        a_record[size] = _measure(real, size)
    small, large = (a_record[size] for size in SIZES)
    print(f"\ncost per record at {SIZES[1]:,}, of that at {SIZES[0]:,} (without start-up):")
    for name in small:
        print(f"  {name:<44} {large[name] / small[name]:>6.2f}")


def _measure(real: Corpus, size: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        print(f"\n{size:,} made-up papers, {write(real, size, root):,} files")
        start = _command(root, "--version")[0]
        floor = cpu_ms(lambda: _floor(root), 1)[0] / 1000
        print(f"  {'the floor':<44} {floor:>7.2f} s CPU")
        changed = sorted(root.glob("papers/*/*.yml"))[size // 2]
        cold = _row("validate --no-cache", root, "validate", "--no-cache", floor=floor)
        _row("validate, the first time", root, "validate", floor=floor)
        time.sleep(4)  # files younger than this are read, not known by their times
        _row("validate, the second time", root, "validate", cold=cold)
        warm = _row("validate, nothing changed", root, "validate", cold=cold)
        changed.write_text(changed.read_text(encoding="utf-8").replace("It keeps", "It holds"), encoding="utf-8")
        one = _row("validate, one record changed", root, "validate", cold=cold)
        _row("search, the first time", root, "search", "quantization cache", cold=cold)
        _row("stats, the first time", root, "stats", cold=cold)
        for command in (("search", "quantization cache"), ("show", changed.stem), ("stats",)):
            _row(command[0], root, *command, cold=cold)
    costs = {"validate --no-cache": cold, "validate, nothing changed": warm, "validate, one record changed": one}
    return {name: (cost - start) / size for name, cost in costs.items()}


def _row(label: str, root: Path, *arguments: str, floor: float = 0.0, cold: float = 0.0) -> float:
    cpu, wall, memory = _command(root, *arguments)
    ratio = f"{cpu / floor:.2f} of the floor" if floor else f"{cpu / cold:.3f} of cold"
    print(f"  {label:<44} {cpu:>7.2f} s CPU {wall:>7.2f} s {memory:>6,.0f} MiB  {ratio}")
    return cpu


def _command(root: Path, *arguments: str) -> tuple[float, float, float]:
    """Return CPU time and wall time of a command in seconds, and the most memory that it had in MiB."""
    start = time.perf_counter()
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as users have it
    command = [sys.executable, "-m", "effllm", *arguments]
    process = Popen(command, cwd=root, env=known, stdout=DEVNULL, stderr=DEVNULL)  # noqa: S603 - ours
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0  # it was waited for here, for what it used
    return used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024


def _floor(root: Path) -> None:
    for file in sorted(root.rglob("*.*")):
        path = file.relative_to(root).as_posix()
        kind = layout.kind_of(path)
        if kind is None:
            continue
        text = file.read_text(encoding="utf-8")
        if kind is layout.REFERENCES:
            head, *entries = map(json.loads, text.splitlines())
            kind.model.model_validate({**head, "key": layout.stem_of(path), "list": entries})
        elif kind is layout.RESULTS:
            list(csv.DictReader(text.splitlines()))
        else:
            said = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
            told = {kind.stem: layout.stem_of(path)} if kind.stem else {}
            for record in said if kind.listed else [said]:
                kind.model.model_validate({**record, **told})


class _Loader(yaml.CSafeLoader):
    """PyYAML's own, but that days stay texts."""


_Loader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in found if not tag.endswith("timestamp")]
    for sign, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
