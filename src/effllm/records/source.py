"""Where a fact was read."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from effllm.id_kinds import KINDS
from effllm.ids import address, find_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

_PLACE = re.compile(
    r"(?P<repository>[A-Za-z0-9][A-Za-z0-9_.-]*/(?!\.{1,2}:)[A-Za-z0-9_.-]+):(?P<path>(?!(?:[^@#]*/)?\.\.(?:[/@#]|$))[^\s@#][^@#]*?)"
    r"(?:@(?P<commit>[0-9a-f]{7,40}))?(?:#L(?P<line>[0-9]+))?"
)
_JUDGED = re.compile(r"judged:([0-9]{4}-[0-9]{2}-[0-9]{2})", re.ASCII)  # judged:2026-11-30
_DERIVED = re.compile(rf"derived:(?:{'|'.join(KINDS)})")  # derived:acl
_OPENALEX = re.compile(r"openalex:(W[0-9]+)(?:@[0-9]{4}-[0-9]{2}-[0-9]{2})?")  # openalex:W2741809807@2026-11-01
_ID = re.compile(  # arXiv:2210.17323v2
    "|".join(rf"{kind}:(?:{one.pattern}){'(?:v[0-9]+)?' if kind == 'arxiv' else ''}" for kind, one in KINDS.items())
    + rf"|{_OPENALEX.pattern}",
    re.IGNORECASE,
)
_REPOSITORY = re.compile(r"(?:https?://(?:www\.)?github\.com/)?[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9_.-]+/?")
_PLACE_INSIDE = re.compile(r"[,;]?\s")  # what comes before ", Table 3"

_SITES_ABOUT_PAPERS = """
academia.edu ai-search.io ai.updf.com ainews.cx aiportalx.com aiqianji.com aitopics.org alphaxiv.org aminer.cn
aminer.org apxml.com arnetminer.org arxitics.com arxiv-vanity.com arxiv.deeppaper.ai
arxiver.lazybrains.com arxiviq.substack.com arxivlens.com aurelio.ai awesomes.directory besthub.dev bohrium.com
bohrium.dp.tech booksci.cn bzpeer.com catalyzex.com centerconsulting.com chatpaper.ai chatpaper.com citegraph.io
conftrace.com connectedpapers.com deep.ai deepai.com deepai.org deepdyve.com deeplearn.org doi.page emergentmind.com
fdocuments.net fugumt.com githubissues.com hub.athina.ai huggingface.co/papers koineu.com latest-ai.org
latex-in-arxiv.com liner.com luneresearch.com mendeley.com nubint.ai opennovelty.org opentrain.ai
paperdigest.org paperexplained.cn paperhub.cn paperium.net papers.cool paperswithcode.com paperswithnocode.com
papertohtml.org pith.science pitti.io plushcap.com quizgecko.com researchgate.net researchr.org researchtrend.ai
research.university scholar.google.com scholarfeed.org sciencestack.ai sciencetrace.com scifaro.com scilynk.com
scirate.com scite.ai scour.ing searchworks.jioinstitute.edu.in sgpjbg.com sgpjbg.com.cn slidelegend.com sotabench.com
sotaverified.org studylib.net study.space sugaku.net summarizepaper.com summarxiv.com texonom.com
thecryptocurrencypost.com thelatestinai.com themoonlight.io tldr.takara.ai tomesphere.com vdocument.in vdocuments.co
vedereai.com whitepapers.gravity7.com wizwand.com yyiki.org zbook.org zendy.io zhuanzhi.ai zhuanzhiai.com
"""
SITES_ABOUT_PAPERS = frozenset(_SITES_ABOUT_PAPERS.split())
"""Sites that repeat, sum up or list papers of others, one with the beginning of its path. They change and close."""


@lru_cache(maxsize=1 << 10)
def kind_of(text: str) -> str:
    """Return what kind of place a source is; see `Source.kind`."""
    if _PLACE.fullmatch(text):
        return "file"
    if text.startswith("judged:") and Source(text).judged:
        return "judged"
    if _DERIVED.fullmatch(text):
        return "derived"
    before = _PLACE_INSIDE.split(text, maxsplit=1)[0]
    if _REPOSITORY.fullmatch(text):
        return "repository"
    if _ID.fullmatch(before):
        return "id" if before == text else "paper"
    return "address" if before.startswith(("https://", "http://")) else "words"


class Source(str):
    """A source as records write it, a place where a reader can look the fact up.

    It is a file, ``owner/repository:path[@commit][#Lline]``, an address, or an id, each perhaps with the place inside:
    ``arXiv:2312.00001, Table 3``. ``derived:acl`` says that the fact follows from the record's own Anthology id;
    ``judged:DATE`` is a decision of ours, and the day it was taken. Whatever else is here is no place.

    It is a text, so it compares and prints as written; its parts are None where the text does not say them.
    """

    __slots__ = ("__dict__",)

    def __reduce__(self) -> tuple[type[Source], tuple[str]]:
        """Be pickled as the text alone, without what was found out about it."""
        return Source, (str(self),)

    @cached_property
    def _place(self) -> re.Match[str] | None:
        return _PLACE.fullmatch(self)

    @property
    def repository(self) -> str | None:
        """``owner/name`` of the public repository."""
        return self._place["repository"] if self._place else None

    @property
    def path(self) -> str | None:
        """Path of the file in the repository."""
        return self._place["path"] if self._place else None

    @property
    def commit(self) -> str | None:
        """Commit at which the file was read, 7 to 40 hexadecimal digits."""
        return self._place["commit"] if self._place else None

    @property
    def line(self) -> int | None:
        """Line of the file, from 1."""
        return int(self._place["line"]) if self._place and self._place["line"] else None

    @property
    def judged(self) -> date | None:
        """Day of a decision of ours (``judged:2026-11-30``), None for everything else.

        Beside the venue of a preprint it is the day on which a published version was looked for and not found.
        """
        match = _JUDGED.fullmatch(self) if self.startswith("judged:") else None
        try:
            return date.fromisoformat(match[1]) if match else None
        except ValueError:
            return None

    @property
    def kind(self) -> str:
        """What kind of place it is.

        ``file`` in a public repository, ``repository`` as a whole, ``id`` of a paper, ``paper`` for a place in one
        (``arXiv:2210.17323, Table 3``), ``address``, ``derived``, ``judged``, or ``words``: all else, and no place.
        """
        return kind_of(self)

    @property
    def weak(self) -> bool:
        """Whether it is a site that repeats or sums up papers of others, where the paper itself would be better."""
        if not self.startswith(("https://", "http://")):
            return False
        host, _, path = self.split()[0].partition("://")[2].lower().removeprefix("www.").partition("/")
        labels = host.rstrip(".").split(".")
        names = [".".join(labels[cut:]) for cut in range(len(labels))]
        first = path.partition("/")[0]
        return any(name in SITES_ABOUT_PAPERS or f"{name}/{first}" in SITES_ABOUT_PAPERS for name in names)

    @property
    def url(self) -> str | None:
        """Address of the source: a permalink where the commit is known; None where it has none."""
        if self._place:
            line = f"#L{self.line}" if self.line else ""
            path = quote(self._place["path"])
            return f"https://github.com/{self.repository}/blob/{self.commit or 'HEAD'}/{path}{line}"
        if self.startswith(("https://", "http://")) and " " not in self:
            return str(self)
        if match := _OPENALEX.match(self):
            return f"https://openalex.org/{match[1]}"
        if found := find_in(self):
            return address(*found)
        before = _PLACE_INSIDE.split(self, maxsplit=1)[0]
        return before if before.startswith(("https://", "http://")) else None

    @classmethod
    def __get_pydantic_core_schema__(cls, source_type: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Validate as text."""
        from pydantic_core import core_schema  # noqa: PLC0415

        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(), serialization=core_schema.to_string_ser_schema()
        )


def sources_of(sources: Mapping[str, str | tuple[str, ...]], field: str) -> tuple[Source, ...]:
    """Return the sources that a record names for a field, the best first; empty where it names none."""
    given = sources.get(field, ())
    return tuple(map(Source, (given,) if isinstance(given, str) else given))
