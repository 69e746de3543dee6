"""Related papers: time and memory a citation, beside plain networkx on the same citations.

Every measurement is a process of its own, timed by the processor's clock; its memory is how far its peak rises above
what the records already took. Plain networkx works the two citation measures out paper by paper on the graph, for a
sample: its time is that of the sample times papers over sample, and says so.
"""

from __future__ import annotations

import math
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from heapq import nlargest
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.made_up import citing, papers
from effllm.store import checkout

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx

    from effllm.records import Corpus, Paper

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000)
REFERENCES = 20
SAMPLE = 100
LIMIT = 10


class Measured(NamedTuple):
    """What one measurement cost: seconds of the processor, and bytes above what was there before."""

    seconds: float
    memory: int


def main() -> None:
    """Print the table."""
    print(f"\nQuestions to the citation graph, {REFERENCES} references a paper")
    print(f"{'papers':>8}  {'':<44}{'time':>10}{'a citation':>13}{'memory':>10}{'a citation':>13}")
    for size in SIZES:
        costs = {name: _measure(name, size) for name in WAYS}
        for name, cost in costs.items():
            print(f"{size:>8,}  {_row(name, size, cost)}")
        print(f"{'':>10}related, times as fast: {costs['plain related'].seconds / costs['related'].seconds:.1f}")


def _row(name: str, size: int, cost: Measured) -> str:
    edges = _edges(size)
    time_each, memory_each = cost.seconds / edges * 1e6, cost.memory / edges
    label = WAYS[name][0] + (f", from {SAMPLE} papers" if name == "plain related" else "")
    return f"{label:<44}{cost.seconds:>8.2f} s{time_each:>10.2f} µs{cost.memory / 1e6:>7.0f} MB{memory_each:>11.0f} B"


def _edges(size: int) -> int:
    return sum(min(number, REFERENCES) for number in range(size))


def _measure(name: str, size: int) -> Measured:
    command = [sys.executable, "-m", "benchmarks.graphs", name, str(size)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own
    seconds, memory = said.split()
    return Measured(float(seconds), int(memory))


def _timed(work: Callable[[], object], share: float = 1.0) -> Measured:
    before = _peak()
    started = time.process_time()
    work()
    return Measured((time.process_time() - started) / share, max(0, _peak() - before))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _related(real: Corpus, made: tuple[Paper, ...]) -> Measured:
    from effllm.graph import Relations  # noqa: PLC0415 - not part of what is measured

    def work() -> None:
        for _ in Relations(made, real.branches).all(LIMIT):
            pass

    _first(real, made[:100])
    return _timed(work)


def _first(real: Corpus, made: tuple[Paper, ...]) -> None:
    """Import what is imported late."""
    from effllm.graph import Relations, citation_graph  # noqa: PLC0415 - as above

    _ = dict(Relations(made, real.branches).all(LIMIT)), citation_graph(made)


def _related_once(real: Corpus, made: tuple[Paper, ...]) -> Measured:
    from effllm.graph import Relations  # noqa: PLC0415 - as above

    _first(real, made[:100])
    relations = Relations(made, real.branches)
    relations.of(made[0].key, LIMIT)
    return _timed(lambda: relations.of(made[len(made) // 2].key, LIMIT))


def _plain_related(_: Corpus, made: tuple[Paper, ...]) -> Measured:
    from effllm.graph import citation_graph  # noqa: PLC0415 - as above

    graph = citation_graph(made)
    chosen = random.Random(1).sample(list(graph), SAMPLE)  # noqa: S311 - not for secrets
    return _timed(lambda: [_nearest(graph, key) for key in chosen], SAMPLE / len(made))


def _nearest(graph: nx.DiGraph[str], key: str) -> list[tuple[str, float]]:
    """Return the papers most like one by coupling and co-citation, without any matrix."""
    rarity = math.log(len(graph))
    scores: defaultdict[str, float] = defaultdict(float)
    for cited in graph.successors(key):
        weight = (1 - math.log(graph.in_degree(cited)) / rarity) ** 2
        for other in graph.predecessors(cited):
            scores[other] += weight / math.sqrt(graph.out_degree(key) * graph.out_degree(other))
    for by in graph.predecessors(key):
        weight = (1 - math.log(graph.out_degree(by)) / rarity) ** 2
        for other in graph.successors(by):
            scores[other] += weight / math.sqrt(graph.in_degree(key) * graph.in_degree(other))
    del scores[key]
    return nlargest(LIMIT, scores.items(), key=itemgetter(1))


def _graph(real: Corpus, made: tuple[Paper, ...]) -> Measured:
    from effllm.graph import citation_graph  # noqa: PLC0415 - as above

    _first(real, made[:100])
    return _timed(lambda: citation_graph(made))


WAYS: dict[str, tuple[str, Callable[[Corpus, tuple[Paper, ...]], Measured]]] = {
    "related": ("related papers of all, four measures", _related),
    "one": ("related papers of one, the rows made", _related_once),
    "plain related": ("plain networkx, two measures", _plain_related),
    "graph": ("the graph itself", _graph),
}


def _worker(name: str, size: int) -> None:
    real = checkout.read(ROOT).corpus()
    print(*WAYS[name][1](real, citing(papers(real, size), REFERENCES)))


if __name__ == "__main__":
    _worker(sys.argv[1], int(sys.argv[2]))
