"""A made-up snapshot of the literature in OpenAlex's layout: the same seed, the same bytes."""

from __future__ import annotations

import gzip
import json
import random
from typing import TYPE_CHECKING, Any

from effllm.id_kinds import ARXIV_DOI

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from effllm import Paper

PER_FILE = 50_000
"""Works of a file; OpenAlex's own hold up to a few hundred thousand."""
FIRST = 2_000_000_000
_WORDS = """adaptive analysis attention bounded cell climate clinical compact data deep design dynamic effect energy
    estimation field flow gene growth heat human inference joint kernel language large learning light local mass matrix
    memory method model network neural optical policy protein quantum random rapid regional review risk robust sample
    sea signal social soil sparse spatial structure study surface survey system theory thin time treatment urban
    vaccine water wave weight""".split()  # noqa: SIM905
_GIVEN, _FAMILY = ("Ada Ben Cleo Dora Emil Fay".split(), "Author Builder Coder Doe Early Fable".split())  # noqa: SIM905
_REFERENCES = 12
_OURS_CITED = 0.002  # of all works; those cite several of ours
_ENCODER = json.JSONEncoder(separators=(",", ":"))
_CHANCE = random.Random(0)  # noqa: S311 - made up
_ABSTRACTS = [
    _ENCODER.encode({word: [place] for place, word in enumerate(_CHANCE.choices(_WORDS, k=60))}) for _ in range(200)
]
"""Encoded once, as they are most of the text."""
_DAYS = ("2026-09-03", "2026-10-01", "2026-11-01")


def write(folder: Path, papers: Sequence[Paper], number: int, *, seed: int = 1) -> None:
    """Write a snapshot.

    Args:
        folder: becomes the folder with ``data``.
        papers: papers that are among the works, evenly spread: by DOI, arXiv id or title only, in turn.
        number: how many works there are, more than papers.
        seed: of the random numbers.
    """
    step = max(1, number // max(1, len(papers)))
    at = {number - 1 - step * place: paper for place, paper in enumerate(papers)}
    ours = sorted(at)
    for part, start in enumerate(range(0, number, PER_FILE)):
        chance = random.Random(seed * 1_000_003 + part)  # noqa: S311 - made up
        place = folder / "data" / "works" / f"updated_date={_DAYS[part % len(_DAYS)]}"
        place.mkdir(parents=True, exist_ok=True)
        with gzip.open(place / f"part_{part:03}.gz", "wt", encoding="utf-8", compresslevel=1) as out:
            for index in range(start, min(start + PER_FILE, number)):
                work = _ENCODER.encode(_work(index, at.get(index), ours, chance))
                out.write(f'{work[:-1]},"abstract_inverted_index":{chance.choice(_ABSTRACTS)}}}\n')


def _work(index: int, paper: Paper | None, ours: Sequence[int], chance: random.Random) -> dict[str, Any]:
    """Return a work without its abstract, with the fields of OpenAlex that are long or are read."""
    title = paper.title if paper else " ".join(chance.choices(_WORDS, k=9)).capitalize()
    people = (
        paper.authors
        if paper
        else [" ".join(names) for names in zip(chance.choices(_GIVEN, k=4), chance.choices(_FAMILY, k=4), strict=True)]
    )
    cited = {int(index * chance.random() ** 2) for _ in range(chance.randrange(2 * _REFERENCES))}
    if ours and (paper or chance.random() < _OURS_CITED):
        cited.update(chance.choices(ours, k=chance.randrange(1, 2 * _REFERENCES)))
    cited.discard(index)
    kind = index % 3
    doi: str | None = f"https://doi.org/10.5555/{index}"
    where: list[dict[str, str]] = []
    if paper:
        doi = f"https://doi.org/{ARXIV_DOI.lower()}{paper.arxiv}" if paper.arxiv and kind == 1 else None
        if kind == 0:
            doi = f"https://doi.org/{paper.doi}" if paper.doi else None
            where = [{"landing_page_url": f"http://arxiv.org/abs/{paper.arxiv}"}] if paper.arxiv else []
    year = paper.year if paper else 1990 + index % 37
    name = f"https://openalex.org/W{FIRST + index}"
    return {
        "id": name,
        "doi": doi,
        "title": title,
        "display_name": title,
        "publication_year": year,
        "publication_date": f"{year}-01-01",
        "ids": {"openalex": name, "doi": doi},
        "language": "en",
        "type": "article",
        "authorships": [
            {
                "author_position": "first" if not number else "middle",
                "author": {"id": f"https://openalex.org/A{FIRST + number}", "display_name": person, "orcid": None},
                "institutions": [{"id": "https://openalex.org/I1", "display_name": "Example Lab", "type": "education"}],
                "raw_author_name": person,
            }
            for number, person in enumerate(people)
        ],
        "cited_by_count": 0,
        "locations": where,
        "referenced_works_count": len(cited),
        "referenced_works": [f"https://openalex.org/W{FIRST + one}" for one in sorted(cited)],
        "counts_by_year": [],
        "updated_date": "2026-11-01T00:00:00",
    }
