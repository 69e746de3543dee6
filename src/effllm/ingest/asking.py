"""Asking services what they say of papers that are here: politely, in batches, and on when one of them is down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from effllm.bibliography.reference import Reference
from effllm.id_kinds import ARXIV_DOI
from effllm.ids import arxiv_of_doi
from effllm.ingest.service_answers import work_reference
from effllm.sources import arxiv, doi_agencies, links, openreview
from effllm.sources.answers import dig, text
from effllm.sources.client import Missing, NoAnswer
from effllm.sources.links import LinkState
from effllm.sources.listings import last_part
from effllm.sources.reference_services import CHUNK, openalex_works

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from effllm.ingest.kept_answers import KeptAnswers
    from effllm.records import Paper
    from effllm.sources.client import Client
    from effllm.sources.links import Followed, Manners

ARXIV, OPENALEX, OPENREVIEW, CROSSREF, LINKS = "arXiv", "OpenAlex", "OpenReview", "Crossref", "code links"
BATCH = 100
"""Papers that arXiv is asked for at once."""

GIVE_UP = 3
"""After so many failures in a row a service is not asked any more in this run."""


@dataclass
class Asked:
    """What came of asking a service.

    Attributes:
        service: its name.
        asked: for how many papers it answered in this run.
        kept: how many answers were kept from runs before.
        failed: how many papers it could not be asked for.
        reason: why not, in a word or two.
    """

    service: str
    asked: int = 0
    kept: int = 0
    failed: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Asker:
    """Asks services, or takes what they answered lately.

    Attributes:
        client: asks the services.
        manners: how the hosts of code are asked.
        kept: what was answered lately.
        doing: is told what is going on.
    """

    client: Client
    manners: Manners
    kept: KeptAnswers
    doing: Callable[[str], None] = lambda _: None

    def ask(
        self, papers: Collection[Paper], preprints: Collection[str]
    ) -> tuple[dict[str, list[Reference]], list[Asked]]:
        """Return what services say of each paper, by key, and what came of asking each service.

        Args:
            papers: the papers.
            preprints: ids of the venues that hold preprints: of those papers OpenReview is asked.
        """
        ids = {paper.key: paper.arxiv for paper in papers if paper.arxiv}
        forums = {paper.key: paper.openreview for paper in papers if paper.openreview and paper.venue in preprints}
        works = {paper.key: doi for paper in papers if (doi := _openalex_doi(paper))}
        said: dict[str, list[Reference]] = {paper.key: [] for paper in papers}
        done = [
            self._service(ARXIV, ids, self._arxiv, said, BATCH),
            self._service(OPENALEX, works, self._openalex, said, CHUNK),
            self._service(OPENREVIEW, forums, self._openreview, said),
        ]
        dois = {paper.key: doi for paper in papers if (doi := paper.doi or _published_doi(said[paper.key]))}
        done.append(self._service(CROSSREF, dois, self._crossref, said))
        done.append(self._links({paper.key: paper.code for paper in papers if paper.code}, said))
        return said, done

    def _service(
        self,
        service: str,
        wanted: Mapping[str, str],
        ask: Callable[[Collection[str]], dict[str, Reference | None]],
        said: dict[str, list[Reference]],
        size: int = 1,
    ) -> Asked:
        """Ask a service for what is not kept, and add to what is said of each paper."""
        done = Asked(service)
        waiting = self._waiting(service, wanted.values(), done)
        failures = 0
        for start in range(0, len(waiting), size):
            batch = waiting[start : start + size]
            if failures == GIVE_UP:
                done.failed += len(waiting) - start
                break
            self.doing(f"{service}, {start + 1:,} of {len(waiting):,}")
            try:
                found = ask(batch)
            except NoAnswer as error:
                failures, done.failed, done.reason = failures + 1, done.failed + len(batch), str(error)
                continue
            failures, done.asked = 0, done.asked + len(batch)
            for name in batch:
                self.kept.put(service, name, found.get(name))
        self._add(service, wanted, said)
        return done

    def _waiting(self, service: str, names: Iterable[str], done: Asked) -> list[str]:
        """Return the ids whose answer is not kept, each once; count the others."""
        names = dict.fromkeys(names)
        waiting = [name for name in names if (service, name) not in self.kept]
        done.kept = len(names) - len(waiting)
        return waiting

    def _add(self, service: str, wanted: Mapping[str, str], said: dict[str, list[Reference]]) -> None:
        for key, name in wanted.items():
            if answer := self.kept.get(service, name):
                said[key].append(answer)

    def _arxiv(self, ids: Collection[str]) -> dict[str, Reference | None]:
        found = arxiv.ask_many(self.client, ids)
        if not found and len(ids) > 1:  # it answers so where it is busy
            raise NoAnswer("empty answer")
        return {one.arxiv: one for one in found if one.arxiv}

    def _openalex(self, dois: Collection[str]) -> dict[str, Reference | None]:
        found: dict[str, Reference | None] = {}
        for work in openalex_works(self.client, [*dois]):
            doi = text(dig(work, "doi")).lower().removeprefix("https://doi.org/")
            name = last_part(dig(work, "id"))
            if doi and name:
                found[doi] = replace(work_reference(work), source=f"openalex:{name}", service=OPENALEX)
        return found

    def _openreview(self, forums: Collection[str]) -> dict[str, Reference | None]:
        (forum,) = forums
        try:
            return {forum: openreview.ask_api(self.client, forum)}
        except Missing:
            return {}

    def _crossref(self, dois: Collection[str]) -> dict[str, Reference | None]:
        (doi,) = dois
        try:
            return {doi: doi_agencies.ask_crossref(self.client, doi)}
        except Missing:
            return {}

    def heard(self, url: str, found: Followed) -> None:
        """Keep what became of a link, unless it could not be asked for."""
        if found.state is not LinkState.UNKNOWN:
            answer = Reference(title="", code=found.moved or url, source=url, service=LINKS)
            self.kept.put(LINKS, url, answer if found.state is LinkState.ALIVE else None)

    def _links(self, wanted: Mapping[str, str], said: dict[str, list[Reference]]) -> Asked:
        """Follow the links to code; hosts are asked at the same time."""
        done = Asked(LINKS)
        waiting = self._waiting(LINKS, wanted.values(), done)

        self.doing(f"{LINKS}, {len(waiting):,}")
        found = links.check(waiting, self.manners, self.heard)
        unknown = [one.reason for one in found.values() if one.state is LinkState.UNKNOWN]
        done.asked, done.failed, done.reason = len(found) - len(unknown), len(unknown), next(iter(unknown), "")
        self._add(LINKS, wanted, said)
        return done


def _openalex_doi(paper: Paper) -> str:
    """Return the DOI under which OpenAlex knows a paper; empty without one, or where it would not fit a query."""
    doi = paper.doi or (f"{ARXIV_DOI}{paper.arxiv}".lower() if paper.arxiv else "")
    return doi if not {",", "|"} & set(doi) else ""


def _published_doi(said: Iterable[Reference]) -> str:
    """Return the first DOI of a published version that is said."""
    return next((one.doi for one in said if one.doi and not arxiv_of_doi(one.doi)), "")


def last_asked(paper: Paper, kept: KeptAnswers) -> str:
    """Return the day on which a service last answered about a paper; empty where nothing is kept."""
    asked = ((ARXIV, paper.arxiv), (OPENALEX, _openalex_doi(paper)), (LINKS, paper.code))
    return min((kept.day(service, name) for service, name in asked if name), default="")
