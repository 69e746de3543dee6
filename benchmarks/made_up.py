"""Made-up records in any number, to see that costs grow in line with them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from effllm.records import Corpus, Paper

WORDS = (  # noqa: SIM905 - a list of words reads best as words
    "adaptive attention budget cache calibration compression context decoding distillation draft efficient expert"
    " gradient inference kernel language layer low-rank memory mixture model outlier parallel pruning quantization"
    " rank routing scaling serving sparse speculative state token training transformer"
).split()


def papers(real: Corpus, count: int, seed: int = 20261121) -> tuple[Paper, ...]:
    """Return ``count`` papers with the authors, venues and categories of the real ones, and made-up titles and ids."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    made = []
    for number in range(count):
        model = real.papers[number % len(real.papers)]
        name = f"{chance.choice(WORDS).title().replace('-', '')}{number}"
        title = f"{name}: {' '.join(chance.choices(WORDS, k=8)).title()}"
        year = max(model.year, 2020)
        made.append(
            model.model_copy(
                update={
                    "key": f"made{year}{name.lower()}",
                    "name": name,
                    "title": title,
                    "year": year,
                    "arxiv": f"{year % 100:02}{number // 100000 + 1:02}.{number % 100000:05}",
                    "doi": None,
                    "openreview": None,
                    "acl": None,
                    "aliases": (),
                    "cites": (),
                    "references": "none",
                }
            )
        )
    return tuple(made)


def citing(made: tuple[Paper, ...], references: int, seed: int = 1976) -> tuple[Paper, ...]:
    """Return the papers, each citing up to ``references`` earlier ones: half of them any, half by how often cited.

    The rich get richer, so that a few papers are cited thousands of times, as in real data. Source: D. Price, A general
    theory of bibliometric and other cumulative advantage processes (1976).
    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    pool: list[int] = []
    found = []
    for number, paper in enumerate(made):
        chosen: set[int] = set()
        while len(chosen) < min(number, references):
            chosen.add(chance.choice(pool) if pool and chance.random() < 0.5 else chance.randrange(number))  # noqa: PLR2004 - half
        pool += chosen
        cites = tuple(made[place].key for place in sorted(chosen))
        found.append(paper.model_copy(update={"cites": cites, "references": "full" if cites else "none"}))
    return tuple(found)
