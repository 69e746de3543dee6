"""The judge of candidates: how often it is right about papers that came after all that it learned from.

Three questions, each with a day that parts what is learned from what is asked:

- records and left-out papers that came in since 2026-11-30, learned from the records before;
- categories of papers first published since September 2025, from the abstract and from our summary;
- papers of cs.CL and cs.LG of 12 weeks after that day: the first 50 of each week and 600 by chance, which two readers
  labelled (`judged.jsonl`: id, week, whether it was among the first 50 and among those by chance, both labels; the few
  that the present judge was the first to put there have one reader's label).

They read the abstracts of daily listings of arXiv, a folder of files `2026-06-30.jsonl` as in the branch `data` of
dw-dengwei/daily-arXiv-ai-enhanced; `DAILY_ARXIV=FOLDER` says where it is. `ABSTRACTS=FILE` has more abstracts of papers
that are here, a line each: {"title": ..., "abstract": ...}.
"""

from __future__ import annotations

import json
import math
import os
import random
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from effllm.bibliography.reference import Reference
from effllm.harvest.judge import Judge, WordWeights
from effllm.kb.category_proposals import Proposer
from effllm.store import checkout, layout
from tools.weigh_words import ASKED, Listed, abstracts, abstracts_of, listed, weigh_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from effllm.records import Category, LeftOut, Paper

ROOT = Path(__file__).parents[1]
LABELS = Path(__file__).with_name("judged.jsonl")
ADDED, PUBLISHED = "2026-11-30", "2025-09-05"
BUDGET = 50
FIELD = {"in"}
"""Labels of papers that get a record; ``around`` and ``out`` do not."""


def main() -> None:
    """Print the figures."""
    read = checkout.read(ROOT)
    papers = [entry.record for entry in read.entries["paper"]]
    left_out = [entry.record for entry in read.entries[layout.LEFT_OUT.name]]
    folder = os.environ.get("DAILY_ARXIV")
    if not folder:
        print("\nnot measured; DAILY_ARXIV=FOLDER says where the daily listings are")
        return
    daily = listed(Path(folder))
    more = abstracts([Path(file) for file in os.environ.get("ABSTRACTS", "").split(os.pathsep) if file])
    known, asked = abstracts_of(daily) | more, listed(Path(folder), ASKED)
    taxonomy = read.corpus(papers=False)

    def learned(before: Sequence[Paper], day: str) -> Judge:
        later = {paper.arxiv for paper in papers} - {paper.arxiv for paper in before}
        others = {arxiv: one for arxiv, one in asked.items() if one[0] < day and arxiv not in later}
        return Judge([], [], WordWeights(day, weigh_words(others, before, taxonomy.branches, known)))

    _since_added(learned([paper for paper in papers if paper.added < ADDED], ADDED), papers, left_out)
    _categories(papers, [category for category in taxonomy.categories() if not category.children], daily)
    _weeks(learned([paper for paper in papers if not _is_new(paper)], PUBLISHED), asked)


def _since_added(judge: Judge, papers: Sequence[Paper], left_out: Sequence[LeftOut]) -> None:
    """Ask about what came in since a day, by title, one who learned from the records that were here before."""
    here = [v.strength for v in judge.judge([Reference(title=p.title) for p in papers if p.added >= ADDED])]
    out = [v.strength for v in judge.judge([Reference(title=one.title) for one in left_out if one.date >= ADDED])]
    print(f"\nrecords added since {ADDED} beside papers left out since, by title")
    print(
        f"  {len(here):,} records, {len(out):,} left out; a record is above a left-out paper in {_above(here, out):.3f}"
    )


def _above(ones: Sequence[float], others: Sequence[float]) -> float:
    """Return how often one of the first is above one of the second (area under the curve)."""
    ranks = sorted([(value, 1) for value in ones] + [(value, 0) for value in others])
    below, wins = 0, 0
    for _, own in ranks:
        wins += below * own
        below += 1 - own
    return wins / (len(ones) * len(others)) if ones and others else math.nan


def _is_new(paper: Paper | LeftOut) -> bool:
    """Tell whether a paper was first published after what is learned from."""
    return _month(paper) >= PUBLISHED[2:4] + PUBLISHED[5:7]


def _categories(
    papers: Sequence[Paper],
    leaves: Sequence[Category],
    daily: Listed,
) -> None:
    """Propose categories of papers, each month from all that was published before it."""
    months: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        if _is_new(paper) and paper.arxiv in daily:
            months[_month(paper)].append(paper)
    asked = sum(map(len, months.values()))
    right: Counter[tuple[str, int]] = Counter()
    for month, later in sorted(months.items()):
        proposer = Proposer([paper for paper in papers if _month(paper) < month], leaves)
        for paper in later:
            texts = {"abstract": daily[paper.arxiv or ""][1].abstract, "summary": paper.summary or ""}
            for what, text in texts.items():
                said = [p.category for p in proposer.propose(Reference(title=paper.title, abstract=text), limit=3)]
                right.update((what, n) for n in (1, 3) if not set(said[:n]).isdisjoint(paper.categories))
    print(f"\ncategories of {asked:,} papers published since {PUBLISHED[:7]}, each month from those before it")
    for what in ("abstract", "summary"):
        print(f"  title and {what}: first {right[what, 1] / asked:.3f}, among three {right[what, 3] / asked:.3f}")


def _month(paper: Paper | LeftOut) -> str:
    """Return when a paper was first published, as an arXiv id begins: 2509; without one, the end of its year."""
    if paper.arxiv and paper.arxiv[:2].isdigit():
        return paper.arxiv[:4]
    return f"{getattr(paper, 'year', 2000) % 100:02}12"


def _labels() -> dict[str, dict[str, Any]]:
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    return {row["arxiv"]: row for row in map(json.loads, lines)}


def _weeks(judge: Judge, daily: Listed) -> None:
    """Rank each of the weeks and compare with what two readers said."""
    labels = _labels()
    weeks: dict[str, list[str]] = defaultdict(list)
    for arxiv, (day, _) in daily.items():
        if day >= PUBLISHED:
            weeks[_week(day)].append(arxiv)
    chosen = sorted({row["week"] for row in labels.values()})
    first, rest = [], []
    for week in chosen:
        strengths = [v.strength for v in judge.judge([daily[arxiv][1] for arxiv in weeks[week]])]
        ranked = [arxiv for _, arxiv in sorted(zip(strengths, weeks[week], strict=True), reverse=True)]
        first.append(ranked[:BUDGET])
        rest += ranked[BUDGET:]
    _say_weeks(labels, first, rest)


def _week(day: str) -> str:
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02}"


def _say_weeks(labels: Mapping[str, Mapping[str, Any]], first: Sequence[Sequence[str]], rest: Sequence[str]) -> None:
    """Print precision, recall and the base rate, the uncertainty by drawing the labelled papers again and again."""
    drawn = [row for row in labels.values() if row["chance"]]
    missing = {who: sum(not labels.get(one, {}).get(who) for week in first for one in week) for who in "ab"}
    twice = [row for row in labels.values() if row["a"] and row["b"]]
    agree = sum((row["a"] in FIELD) == (row["b"] in FIELD) for row in twice) / len(twice)
    asked = sum(map(len, first)) + len(rest)
    print(f"\n{len(first)} weeks, {asked:,} papers of cs.CL and cs.LG, first {BUDGET} of each week")
    unread = f"{missing['a']} by the first, {missing['b']} by the second"
    print(f"  two readers agree on {agree:.3f} of {len(twice):,}; not read among the first: {unread}")
    outside = [row for row in drawn if row["arxiv"] in set(rest)]
    for who, counts in (("first reader", "a"), ("second reader", "b"), ("both readers", "ab")):

        def is_in(row: Mapping[str, Any], counts: str = counts) -> bool:
            return all(row[one] in FIELD for one in counts)

        read = {arxiv: row for arxiv, row in labels.items() if all(row[one] for one in counts)}
        hits = [[is_in(read[arxiv]) for arxiv in week if arxiv in read] for week in first]
        missed = [is_in(row) for row in outside]
        base = sum(map(is_in, drawn)) / len(drawn)
        print(
            f"  {who:<14} base rate {base:.3f}   precision {_share([h for week in hits for h in week])}"
            f"   recall {_recall(hits, missed, len(rest))}"
        )


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.3f}"


def _recall(hits: Sequence[Sequence[bool]], missed: Sequence[bool], rest: int) -> str:
    """Return found : (found + those estimated among the rest), with the middle 95 % of 2,000 draws."""
    chance = random.Random(1)  # noqa: S311 - no secret

    def once(weeks: Sequence[Sequence[bool]], lost: Sequence[bool]) -> float:
        found = sum(map(sum, weeks))
        return found / max(1e-9, found + rest * sum(lost) / len(lost))

    draws = sorted(once(chance.choices(hits, k=len(hits)), chance.choices(missed, k=len(missed))) for _ in range(2_000))
    return f"{once(hits, missed):.3f} ({draws[50]:.2f} to {draws[-51]:.2f})"
