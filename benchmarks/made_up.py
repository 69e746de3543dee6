"""Made-up records in any number, all of them valid, to see that costs grow in line with them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from effllm.names import family_word
from effllm.records import ListedReference, ReferenceList, Source
from effllm.store import layout, record_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from effllm.records import Corpus, Paper
    from effllm.records.base import Record

WORDS = (  # noqa: SIM905 - a list of words reads best as words
    "adaptive attention budget cache calibration compression context decoding distillation draft efficient expert"
    " gradient inference kernel language layer low-rank memory mixture model outlier parallel pruning quantization"
    " rank routing scaling serving sparse speculative state token training transformer"
).split()

REFERENCES = 12
"""Papers that each made-up paper cites; the real ones cite about as many of the papers here."""

YEARS = range(2020, 2026)
LIST_OF = 5
"""Every so many papers have a kept reference list, as of the real ones."""

TABLE_OF = 80
"""Every so many papers have a table of results, as of the real ones."""

ENTRIES = 65
"""Entries of a reference list, those that are papers here included."""


def papers(real: Corpus, count: int, seed: int = 20261121) -> tuple[Paper, ...]:
    """Return ``count`` papers with the authors, venues and categories of the real ones, and made-up titles and ids.

    They are in order of their years, so that one may cite those before it.
    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    results = [paper.results for paper in real.papers if paper.results]
    made = []
    for number in range(count):
        model = real.papers[number % len(real.papers)]
        name = f"{chance.choice(WORDS).title().replace('-', '')}{number}"
        year = YEARS[number * len(YEARS) // count]
        arxiv = f"{year % 100:02}{number // 100000 + 1:02}.{number % 100000:05}"
        said = {
            "name": name,
            "title": f"{name}: {' '.join(chance.choices(WORDS, k=8)).title()}",
            "year": year,
            "arxiv": arxiv,
            "code": f"https://github.com/example/{name}" if model.code else None,
            "summary": _summary(name, chance) if model.summary else None,
            "results": results[number // TABLE_OF % len(results)] if number % TABLE_OF == 0 and results else (),
        }
        read_there = dict.fromkeys(("year", "venue", *(("results",) if said["results"] else ())), f"arXiv:{arxiv}")
        gone = {"doi", "openreview", "acl", "url", "aliases", "cites", "former_keys", "results", *read_there}
        kept = {field: places for field, places in model.sources.items() if field not in gone}
        update = said | {
            "key": f"{family_word(model.authors[0]) if model.authors else 'unknown'}{year}{name.lower()}",
            **dict.fromkeys(("doi", "openreview", "acl", "url")),
            **dict.fromkeys(("aliases", "cites", "former_keys"), ()),
            "references": "none",
            "sources": kept | read_there,
        }
        made.append(model.model_copy(update=update))
    return tuple(made)


def _summary(name: str, chance: random.Random) -> str:
    """Return two sentences of made-up words."""
    first, second = (" ".join(chance.choices(WORDS, k=length)) for length in (16, 12))
    return f"{name} is an {first} for the {second}. It keeps {' '.join(chance.choices(WORDS, k=8))} with {len(name)}."


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
        cites = tuple(sorted(made[place].key for place in chosen))
        sources = paper.sources | ({"cites": f"arXiv:{paper.arxiv}, references"} if cites else {})
        update = {"cites": cites, "references": "full" if cites else "none", "sources": sources}
        found.append(paper.model_copy(update=update))
    return tuple(found)


def reference_list(paper: Paper, by_key: dict[str, Paper], seed: int) -> ReferenceList:
    """Return the reference list of a made-up paper: the papers that it cites, between others that are not here."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    here = [by_key[key] for key in paper.cites]
    entries = []
    for number in range(1, max(ENTRIES, len(here)) + 1):
        if number <= len(here):
            cited = here[number - 1]
            about = {"id": f"arXiv:{cited.arxiv}", "title": cited.title, "year": cited.year, "paper": cited.key}
            about["first_author"] = cited.authors[0] if cited.authors else None
        else:
            title = " ".join(chance.choices(WORDS, k=9)).capitalize()
            about = {"id": None, "title": title, "year": chance.choice(YEARS), "first_author": f"Ada {title[:9]}"}
            about["id"] = f"arXiv:19{number % 12 + 1:02}.{chance.randrange(100000):05}" if number % 3 == 0 else None
        entries.append(ListedReference.model_validate({"n": number, **about}))
    source = Source(f"arXiv:{paper.arxiv}, references")
    head = {"key": paper.key, "source": source, "read": "2026-01-31", "entries": len(entries), "complete": True}
    return ReferenceList.model_validate({**head, "list": tuple(entries)})


def write(real: Corpus, count: int, root: Path) -> int:
    """Write a checkout of ``count`` made-up papers, valid to the last file; return the number of files."""
    texts = dict(_texts(real, citing(papers(real, count), REFERENCES)))
    for path, text in texts.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return len(texts)


def _texts(real: Corpus, made: tuple[Paper, ...]) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each file; frameworks and models name none of the real papers, which are not here."""
    by_key = {paper.key: paper for paper in made}
    for number, paper in enumerate(made):
        path = layout.paper_path(paper.key)
        yield path, record_file.canonical(path, layout.PAPER, [paper])
        if paper.results:
            table = layout.table_path(path, "results")
            yield table, record_file.canonical(table, layout.RESULTS, list(paper.results))
        if number % LIST_OF == 0 and paper.cites:
            kept = layout.references_path(path)
            yield kept, record_file.canonical(kept, layout.REFERENCES, [reference_list(paper, by_key, number)])
    files: dict[str, list[Record]] = {
        "taxonomy/venues.yml": [*real.venues],
        "taxonomy/hardware.yml": [*real.hardware],
        "taxonomy/vocabulary.yml": [real.vocabulary],
    }
    files |= {f"taxonomy/{branch.id}.yml": [branch] for branch in real.branches}
    files |= {f"taxonomy/frameworks/{one.id}.yml": [_alone(one)] for one in real.frameworks}
    files |= {f"taxonomy/models/{one.id}.yml": [_alone(one)] for one in real.models}
    for path, records in files.items():
        if kind := layout.kind_of(path):
            yield path, record_file.canonical(path, kind, records)


def _alone(record: Record) -> Record:
    """Return a record without its paper and the source of that."""
    sources = getattr(record, "sources", {})
    kept = {field: places for field, places in sources.items() if field != "paper"}
    return type(record).model_validate(record.model_dump(exclude_unset=True) | {"paper": None, "sources": kept})
