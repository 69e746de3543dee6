"""Where new papers are listed: arXiv, OpenAlex, Semantic Scholar, the public lists, each page by page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from effllm import lint
from effllm.harvest.found_paper import FoundPaper, cleaned
from effllm.id_kinds import ARXIV_DOI
from effllm.ids import arxiv_year
from effllm.ingest.reference_entry import described
from effllm.ingest.service_answers import scholar_reference, work_reference
from effllm.sources import listings
from effllm.sources.answers import dig, text
from effllm.sources.client import Missing
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from effllm.bibliography.reference import Reference
    from effllm.lint.paper_list import ListDocument, ListEntry
    from effllm.records import Paper, PublicList
    from effllm.sources.client import Client

ARXIV_CATEGORIES = ("cs.CL", "cs.LG", "cs.AI", "cs.AR", "cs.CV", "cs.DC", "cs.ET", "cs.IR", "cs.MA", "cs.NE", "cs.PF")
"""arXiv's categories in which papers of the field are."""

PHRASES = (
    "KV cache",
    "speculative decoding",
    "efficient LLM",
    "efficient large language models",
    "LLM inference",
    "LLM serving",
    "large language model compression",
    "quantization of large language models",
    "LLM quantization",
    "LLM pruning",
    "low-rank adaptation",
    "parameter-efficient fine-tuning",
    "mixture of experts",
    "sparse attention",
    "linear attention",
    "state space model",
    "knowledge distillation of large language models",
    "prompt compression",
    "token pruning",
    "efficient reasoning",
    "overthinking",
    "diffusion language model",
    "long-context",
    "low-bit",
    "on-device LLM",
)
"""What is asked of services that search: phrases of titles and abstracts. A paper that has one says so."""


class FoundPage(NamedTuple):
    """A page of a listing.

    Attributes:
        found: the papers on it.
        after: what the next page is asked for by; empty after the last.
        bad: how many entries on it can be no papers.
        works: what a later page needs to know: OpenAlex's ids of papers here, with their keys.
    """

    found: list[FoundPaper]
    after: str
    bad: int = 0
    works: dict[str, str] = {}  # noqa: RUF012 - never changed


class Listing(Protocol):
    """A list of papers somewhere."""

    name: str
    """What people call it."""
    key: str
    """All that its answers depend on, beside the day."""

    def page(self, at: str) -> FoundPage:
        """Return a page; an empty text asks for the first.

        Raises:
            NoAnswer: there is none that can be used.
        """

    def recall(self, page: FoundPage) -> None:
        """Take note of a page that was read before."""


class _Listing:
    def __init__(self, name: str, key: str) -> None:
        self.name, self.key = name, key

    def recall(self, page: FoundPage) -> None:
        """Do nothing: most pages do not need those before."""


def _page(found: Iterable[FoundPaper | None], after: str) -> FoundPage:
    given = list(found)
    clean = [right for one in given if one and (right := cleaned(one))]
    return FoundPage(clean, after, len(given) - len(clean))


class OfArxiv(_Listing):
    """What came to arXiv since a day, in some of its categories."""

    def __init__(self, client: Client, since: str, categories: Sequence[str]) -> None:
        super().__init__("arxiv", f"{since} {' '.join(sorted(categories))}")
        self._client, self._since, self._categories = client, since, set(categories)

    def page(self, at: str) -> FoundPage:
        """Return a page; papers that were only changed since the day are passed over."""
        read = listings.arxiv(self._client, self._since, at)
        wanted = (
            one for one in read.papers if one.day >= self._since and self._categories.intersection(one.categories)
        )
        return _page((FoundPaper(one.reference) for one in wanted), read.after)


class OfOpenAlex(_Listing):
    """Works since a day that have one of the phrases, or cite papers here.

    OpenAlex names what a work cites by its own ids, so it is asked for those of the papers here first.
    """

    def __init__(self, client: Client, since: str, papers: Iterable[Paper]) -> None:
        super().__init__("openalex", f"{since} {' '.join(PHRASES)}")
        self._client, self._since = client, since
        keys = {
            (paper.doi or (f"{ARXIV_DOI}{paper.arxiv}" if paper.arxiv else "")).lower(): paper.key for paper in papers
        }
        self._keys = {doi: keys[doi] for doi in sorted(keys) if doi}
        self._works: dict[str, str] = {}

    def recall(self, page: FoundPage) -> None:
        """Take note of the ids."""
        self._works |= page.works

    def page(self, at: str) -> FoundPage:
        """Return a page: of ids first, then of the search, then of the works that cite some papers here."""
        step, number, page = (*(at or "ids 0 1").split(" "), "", "")[:3]
        if step == "ids":
            return self._ids(int(number))
        phrases = " OR ".join(f'"{phrase}"' for phrase in PHRASES)
        wanted = f"title_and_abstract.search:{phrases}"
        if step == "cites":
            wanted = f"cites:{'|'.join(self._chunk(sorted(self._works), int(number)))}"
        read = listings.openalex(self._client, f"from_publication_date:{self._since},{wanted}", page)
        after = f"{step} {number} {read.after}" if read.after else self._after(step, int(number))
        return _page(map(self._paper, read.papers), after)

    def _ids(self, number: int) -> FoundPage:
        dois = self._chunk([*self._keys], number)
        found = listings.openalex_ids(self._client, dois) if dois else {}
        more = (number + 1) * listings.WORKS < len(self._keys)
        works = {work: self._keys[doi] for work, doi in found.items() if doi in self._keys}
        self._works |= works
        return FoundPage([], f"ids {number + 1} 1" if more else "search 0 1", works=works)

    @staticmethod
    def _chunk(everything: list[str], number: int) -> list[str]:
        return everything[number * listings.WORKS : (number + 1) * listings.WORKS]

    def _after(self, step: str, number: int) -> str:
        following = 0 if step == "search" else number + 1
        return f"cites {following} 1" if following * listings.WORKS < len(self._works) else ""

    def _paper(self, work: Any) -> FoundPaper:  # noqa: ANN401 - JSON holds anything
        name, listed = listings.last_part(dig(work, "id")), dig(work, "referenced_works")
        cites = {self._works.get(listings.last_part(one)) for one in (listed if isinstance(listed, list) else [])}
        abstract = listings.plain_abstract(dig(work, "abstract_inverted_index"))
        address = f"https://openalex.org/{name}"
        reference = _with(work_reference(work), abstract, address)
        return FoundPaper(reference, tuple(sorted(filter(None, cites))), address)


class OfSemanticScholar(_Listing):
    """Papers since a day in which Semantic Scholar finds one of the phrases."""

    def __init__(self, client: Client, since: str) -> None:
        super().__init__("s2", f"{since} {' '.join(PHRASES)}")
        self._client, self._since = client, since

    def page(self, at: str) -> FoundPage:
        """Return a page."""
        read = listings.semantic_scholar(self._client, self._since, PHRASES, at)
        return _page(map(self._paper, read.papers), read.after)

    @staticmethod
    def _paper(paper: Any) -> FoundPaper:  # noqa: ANN401 - as above
        address = f"https://www.semanticscholar.org/paper/{text(dig(paper, 'paperId'))}"
        return FoundPaper(_with(scholar_reference(paper), text(dig(paper, "abstract")), address))


def _with(reference: Reference, abstract: str, source: str) -> Reference:
    """Return what a service says with where it says it; its page is the address of a paper without ids."""
    return replace(reference, abstract=abstract, source=source, url=None if reference.ids else source)


class OfPublicLists(_Listing):
    """What the public lists name now; a page for each file of each list."""

    def __init__(self, client: Client, since: str, lists: Iterable[PublicList]) -> None:
        self._files = [(one, path) for one in lists for path in one.files if _ending(path) in lint.READERS]
        super().__init__("lists", f"{since} {' '.join(f'{one.repo}:{path}' for one, path in self._files)}")
        self._client, self._since = client, since

    def page(self, at: str) -> FoundPage:
        """Return what a file names with an arXiv id of that month or later, or without one since it was last read."""
        number = int(at or 0)
        after = str(number + 1) if number + 1 < len(self._files) else ""
        if not self._files:
            return FoundPage([], "")
        one, path = self._files[number]
        try:
            commit = listings.newest_commit(self._client, one.repo)
            read = lint.read(path, listings.file_at(self._client, one.repo, commit, path).encode())
        except Missing:  # its keeper took it away
            return FoundPage([], after, bad=1)
        if isinstance(read, lint.ListProblem):
            return FoundPage([], after, bad=1)
        known = {title_key(paper.title) for paper in one.elsewhere}
        return _page(self._papers(read, f"{one.repo}:{path}@{commit[:12]}", known), after)

    def _papers(self, read: ListDocument, place: str, known: set[str]) -> Iterator[FoundPaper]:
        for entry in read.entries:
            ids = {
                kind: values[0].value
                for kind in ("arxiv", "doi", "openreview", "acl")
                if (values := entry.of_kind(kind))
            }
            if not ids or len(entry.of_kind("arxiv")) > 1:
                continue
            new = is_since(ids["arxiv"], self._since) if "arxiv" in ids else title_key(entry.title) not in known
            if new:
                yield self._paper(entry, ids, f"{place}#L{read.line(entry.at)}")

    @staticmethod
    def _paper(entry: ListEntry, ids: dict[str, str], source: str) -> FoundPaper:
        year = arxiv_year(ids["arxiv"]) if "arxiv" in ids else None
        return FoundPaper(replace(described(entry.title, (), ids, year), source=source), lists=(source,))


def is_since(arxiv: str, day: str) -> bool:
    """Tell whether an arXiv id is of the month of a day or later: ``2511.00001`` is since 2025-11-30."""
    digits = arxiv.partition("/")[2] or arxiv
    return f"{arxiv_year(arxiv)}-{digits[2:4]}" >= day[:7]


def _ending(path: str) -> str:
    return "." + path.rpartition(".")[2].lower()
