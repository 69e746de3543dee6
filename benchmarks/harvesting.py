"""Reading a snapshot of the literature on both engines: time, memory, equal answers.

`EFFLLM_WORKS=1000000 python -m benchmarks harvest` measures other sizes than 1, 3 and 5 million works,
`EFFLLM_ENGINES=duckdb` one of the engines.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import effllm
from benchmarks.made_up_snapshot import write
from effllm.harvest.engines import ENGINES
from effllm.harvest.snapshot_run import OUTPUTS

ROOT = Path(__file__).parents[1]
SIZES = (1_000_000, 3_000_000, 5_000_000)
MEMORY = "1500MB"
"""What DuckDB may take for itself; the process, with the records and what Python needs, stays below 2 GiB."""
_COMMAND = [sys.executable, "-m", "effllm", "harvest", "snapshot"]


def main() -> None:
    """Print a line for each size and engine."""
    papers = list(effllm.load(ROOT).papers.values())
    sizes = [int(size) for size in _wanted("EFFLLM_WORKS")] or SIZES
    engines = _wanted("EFFLLM_ENGINES") or list(ENGINES)
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="effllm-harvest-") as folder:
            made = Path(folder) / "snapshot"
            write(made, papers, size)
            packed = sum(file.stat().st_size for file in made.rglob("*.gz"))
            print(f"\n{size:,} works, {packed / 2**20:,.0f} MiB packed")
            answers = {_run(engine, made, Path(folder) / engine, size) for engine in engines}
            if len(engines) > 1:
                print(f"  the answers are {'equal' if len(answers) == 1 else 'NOT EQUAL'}, byte for byte")


def _wanted(variable: str) -> list[str]:
    """Return the words of an environment variable."""
    return os.environ.get(variable, "").replace(",", " ").split()


def _run(engine: str, snapshot: Path, output: Path, size: int) -> str:
    """Run one harvest in a process of its own, print what it took, and return a hash of what it wrote."""
    temp = output.with_name(f"{output.name}-temp")
    command = [*_COMMAND, str(snapshot), "--engine", engine, "--memory-limit", MEMORY, "--output", str(output)]
    start, before = time.perf_counter(), os.times()
    command += ["--temp", str(temp), "--root", str(ROOT)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE)  # noqa: S603 - the project's own command
    peak, disk = 0, 0
    while running.poll() is None:
        peak = max(peak, _memory(running.pid))
        disk = max(disk, _size(temp))
        try:
            running.wait(0.5)
        except subprocess.TimeoutExpired:
            continue
    wall, after = time.perf_counter() - start, os.times()
    if running.returncode:
        said = running.stderr.read().decode() if running.stderr else ""
        sys.exit(f"{engine} failed: {said[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    report = json.loads((output / "report.json").read_text(encoding="utf-8"))
    print(
        f"  {engine:7} {wall:8,.0f} s, {cpu:8,.0f} s of processors, {1e6 * cpu / size:6.1f} us a work, "
        f"peak {peak / 2**30:.2f} GiB, {disk / 2**20:,.0f} MiB in between; "
        f"{report['edges']:,} citations, {report['candidates']:,} candidates"
    )
    return hashlib.sha256(b"".join((output / name).read_bytes() for name in OUTPUTS)).hexdigest()


def _size(folder: Path) -> int:
    """Return the bytes of the files below a folder that comes and goes."""
    try:
        return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    except OSError:
        return 0


def _memory(process: int) -> int:
    """Return the bytes that a process and its children hold in memory; 0 once they are gone."""
    held, todo = 0, [process]
    while todo:
        one = todo.pop()
        try:
            status = Path(f"/proc/{one}/statm").read_text(encoding="ascii").split()
            held += int(status[1]) * os.sysconf("SC_PAGE_SIZE")
            for task in Path(f"/proc/{one}/task").iterdir():
                todo += map(int, (task / "children").read_text(encoding="ascii").split())
        except OSError:
            continue
    return held


if __name__ == "__main__":
    main()
