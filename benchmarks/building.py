"""Building the site: time and memory with the pages of records stamped, beside MkDocs rendering all of them.

Both read the same bundle of made-up records and write the same pages. Each build is a process of its own, and so is
the MkDocs that it starts; memory is the peak of the two together, looked at every 20 ms (needs Linux's /proc).
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.made_up import citing, papers
from effllm.kb import KnowledgeBase
from effllm.records import Corpus
from effllm.site.building.build import DOCS, build, generate
from effllm.site.building.mkdocs_run import render
from effllm.site.building.output_folder import write
from effllm.site.building.render import at_once
from effllm.site.building.shells import SHELLS
from effllm.site.registry import everything
from effllm.site.view import View
from effllm.store import bundle, checkout

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000)
REFERENCES = 10
WAYS = {"stamped": "stamped", "changed": "one changed", "plain": "plain MkDocs"}
"""A whole build, one again after one paper has changed, and one in which MkDocs renders every page."""

_SHARED = ("docs", "mkdocs.yml", "node_modules", "theme")
_RECORDS = "records.json"


class Measured(NamedTuple):
    """What a build cost."""

    seconds: float
    cpu: float
    megabytes: float


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        _table(Path(folder))


def _table(folder: Path) -> None:
    """Measure each build in a folder below this one.

    None is deleted before the end: ext4 passes over inodes that were freed lately, which slows the next build down.
    """
    real = checkout.read(ROOT).corpus()
    print(f"\nBuilding the site from made-up records, {REFERENCES} references each; none in nav, no search plugin")
    print(f"{'papers':>8}  {'':<14}{'time':>9}{'processor':>11}{'memory':>9}")
    for size in SIZES:
        made = Corpus.model_construct(**{**real.__dict__, "papers": citing(papers(real, size), REFERENCES)})
        ours, theirs = (_laid(made, folder / f"{name}-{size}") for name in ("ours", "theirs"))
        costs = {way: _measure(way, theirs if way == "plain" else ours) for way in WAYS}
        for way, cost in costs.items():
            figures = f"{cost.seconds:>7.1f} s{cost.cpu:>9.1f} s{cost.megabytes:>6.0f} MB"
            print(f"{size:>8,}  {WAYS[way]:<14}{figures}")
        for name, (one, other) in {
            "plain : whole": ("plain", "stamped"),
            "whole : again": ("stamped", "changed"),
        }.items():
            ratios = [more / less for more, less in zip(costs[one], costs[other], strict=True)]
            print(f"{'':>10}{name:<14}{ratios[0]:>9.1f}{ratios[1]:>11.1f}{ratios[2]:>9.1f}")


def _laid(corpus: Corpus, root: Path) -> Path:
    """Lay out a checkout with these records."""
    root.mkdir()
    for name in _SHARED:
        (root / name).symlink_to(ROOT / name)
    bundle.write(corpus, root / _RECORDS)
    return root


def _measure(way: str, root: Path) -> Measured:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.building", way, str(root)]
    with subprocess.Popen(command, cwd=ROOT) as process:  # noqa: S603 - our own
        peak = 0
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(0.02)
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"the build failed: {' '.join(command)}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(seconds, cpu, peak / 1024)


def _memory(pid: int) -> int:
    """Return the kilobytes that a process and those it started have in memory."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return 0
    own = re.search(r"^VmRSS:\s+(\d+)", status, re.MULTILINE)
    return (int(own[1]) if own else 0) + sum(_memory(int(child)) for child in children)


def _worker(way: str, root: Path) -> None:
    """Build once."""
    kb = KnowledgeBase(bundle.loads((root / _RECORDS).read_bytes()))
    if way == "plain":
        _plain(kb, root)
        return
    if way == "changed":
        kb = _changed(kb)
    build(root, root / "site", kb=kb)


def _changed(kb: KnowledgeBase) -> KnowledgeBase:
    """Return the same with another title and summary of one paper, in the middle."""
    number = len(kb.corpus.papers) // 2
    paper = kb.corpus.papers[number]
    update = {"title": f"{paper.title} Revised", "summary": "Another summary of it."}
    papers = (*kb.corpus.papers[:number], paper.model_copy(update=update), *kb.corpus.papers[number + 1 :])
    return KnowledgeBase(Corpus.model_construct(**{**kb.corpus.__dict__, "papers": papers}))


def _plain(kb: KnowledgeBase, root: Path) -> None:
    """Build with every page as Markdown and all of them rendered by MkDocs."""
    docs, view = root / DOCS, View(kb)
    generate(root, docs)
    for shell in SHELLS:
        (docs / shell.path).unlink()
    for made in at_once(everything(view, {})):
        write(docs, made.path, made.text)
    render(root, docs, root / "site", view.today.isoformat())


if __name__ == "__main__":
    _worker(sys.argv[1], Path(sys.argv[2]))
