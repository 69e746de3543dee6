"""Which paper an id, a title or a name means, as small files: whoever has one reads a file, and not the index."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from effllm.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.records import Paper

FOLDER = "find"
"""Where the files are, below the folder of the API."""

BY = {
    "arxiv": "the first four digits of the arXiv id, without version",
    "doi": "the last letter or digit of the DOI",
    "openreview": "the last letter or digit of the OpenReview id",
    "acl": "the last letter or digit of the id in the ACL Anthology",
    "title": "the first two letters or digits of the title, of the method's name, or of another name",
}
"""By what papers are found -> what of it names the file, in small letters without accents."""


def found(papers: Iterable[Paper]) -> dict[str, dict[str, list[str]]]:
    """Return the content of each file, by ``arxiv/2210``: the keys of the papers that each text in it names.

    A text without a Latin letter or digit is in no file. Linear in the papers, but for sorting.
    """
    files: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for paper in papers:
        for by, text in _texts(paper):
            if part := part_of(by, text):
                files[f"{by}/{part}"][text].append(paper.key)
    return {name: dict(sorted(files[name].items())) for name in sorted(files)}


def part_of(by: str, text: str) -> str:
    """Return which file has a text: ``2210`` of the arXiv id 2210.17323, ``gp`` of GPTQ; empty where none has."""
    if by == "arxiv":
        return text.rpartition("/")[2][:4]  # also of cs/0112017
    letters = fold(text).replace(" ", "")
    return letters[:2] if by == "title" else letters[-1:]


def _texts(paper: Paper) -> Iterator[tuple[str, str]]:
    yield from ((kind, text) for kind, text in paper.ids.items() if kind in BY)
    yield from (("title", text) for text in dict.fromkeys((paper.title, paper.name, *paper.aliases)) if text)
