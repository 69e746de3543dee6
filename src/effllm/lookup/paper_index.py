"""Which paper is this? The papers of a knowledge base by all that tells one from another."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import unquote

from effllm.id_kinds import KEY
from effllm.ids import bare_address, comparable, find_in, ids_meant, is_id, read_id, scan
from effllm.names import family_keys
from effllm.text import title_key, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from effllm.records import Paper

_KEY = re.compile(rf"(?:\S*/)?({KEY})(?:\.yml|\.yaml)?/?")  # papers/2022/builder2022thin.yml
_ADDRESS = re.compile(r"https?://|^(?:[\w-]+\.)+[a-z]{2,}/\S", re.IGNORECASE)  # github.com/owner/name
_REPOSITORY_PARTS = 3
_SLUG = re.compile(
    r"semanticscholar\.org/paper/([^/?#\s]{8,})/[0-9a-f]{40}", re.IGNORECASE
)  # A-Thin-Method-Builder/0f3e...
_TITLE_WORDS = 3
_START = 8  # letters of a title's key under which it is filed
_WORD = re.compile(r"(?:[^\W_]|\u221e)+(?:(?<=\d),\d{3}(?!\d))*(?:(?<=[^\W\d_]{2})\++(?!\w))?")  # 1,000; LoRA+


def key_in(text: str) -> str:
    """Return the key in a path or an address, or that is the text; empty where it has not the form of one."""
    match = _KEY.fullmatch(text.strip().lower())
    return match[1] if match else ""


def is_telling(title: str) -> bool:
    """Tell whether a title is long enough to mean its paper wherever it is: ``E^2-LLM`` and ``Slim`` are not."""
    return len(words(title)) >= _TITLE_WORDS and len(title_key(title)) >= _START


class Described(Protocol):
    """What a record, a service or a bibliography says of a paper."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def authors(self) -> Sequence[str]:
        """Names of its authors."""

    @property
    def ids(self) -> Mapping[str, str]:
        """Its identifiers by kind."""

    @property
    def url(self) -> str | None:
        """Its address."""


class TitleInText(NamedTuple):
    """A title that is in a text, from ``start`` to ``end``."""

    paper: Paper
    start: int
    end: int


class PaperIndex:
    """Papers by key, id, address, title and name.

    Making one is linear in the papers, a look-up costs no more with many papers than with few. Titles and names, which
    cost most, are filed when the first is asked for. Where several papers are meant, several are returned: which of
    them is the right one is for the caller to ask.
    """

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self._by_key: dict[str, Paper] = {}
        self._by_id: dict[tuple[str, str], list[Paper]] = defaultdict(list)
        self._by_code: dict[str, list[Paper]] = defaultdict(list)
        self._by_title: dict[str, list[Paper]] = defaultdict(list)
        self._by_name: dict[str, list[Paper]] = defaultdict(list)
        self._by_start: dict[str, list[tuple[str, Paper]]] = defaultdict(list)
        self._unfiled: list[Paper] = []  # their titles and names are in none of the last three
        for paper in papers:
            self.add(paper)

    def add(self, paper: Paper) -> None:
        """Take in a paper; one that is here already stays."""
        if self._by_key.get(paper.key) is paper:
            return
        self._by_key |= dict.fromkeys((paper.key, *paper.former_keys), paper)
        for identifier in dict.fromkeys(_ids(paper)):
            self._by_id[identifier].append(paper)
        if paper.code:
            self._by_code[bare_address(paper.code)].append(paper)
        self._unfiled.append(paper)

    def _file_names(self) -> None:
        """Take titles and names in, before one is looked up."""
        for paper in self._unfiled:
            title, texts = title_key(paper.title), filter(None, (paper.name, *paper.aliases, paper.title))
            for key, text in {title_key(text): text for text in texts}.items():
                self._by_name[key].append(paper)
                if (proves := is_telling(text)) or key == title:
                    self._by_title[key].append(paper)
                if proves:
                    self._by_start[key[:_START]].append((key, paper))
        self._unfiled.clear()

    def remove(self, keys: Container[str]) -> None:
        """Take papers out again."""
        self._file_names()
        self._by_key = {key: paper for key, paper in self._by_key.items() if paper.key not in keys}
        for index in (self._by_id, self._by_code, self._by_title, self._by_name):
            for papers in index.values():
                papers[:] = [paper for paper in papers if paper.key not in keys]
        for titles in self._by_start.values():
            titles[:] = [(title, paper) for title, paper in titles if paper.key not in keys]

    def with_key(self, key: str) -> Paper | None:
        """Return the paper that has this key, or had it once."""
        return self._by_key.get(key)

    def with_id(self, kind: str, value: str) -> list[Paper]:
        """Return the papers that have this id, spelled as `effllm.ids.comparable` does; more than one is a mistake."""
        return self._by_id.get((kind, value), [])

    def with_ids(self, ids: Mapping[str, str], url: str | None = None) -> list[Paper]:
        """Return the papers that have one of these ids (by kind) or this address, each once."""
        wanted = [*comparable(ids), *_page(url or "")]
        return _each_once(paper for identifier in wanted for paper in self._by_id.get(identifier, ()))

    def titled(self, title: str) -> list[Paper]:
        """Return the papers whose title, or a former one among the aliases, this is in any spelling."""
        if self._unfiled:
            self._file_names()
        return self._by_title.get(title_key(title), []) if title else []

    def named(self, name: str) -> list[Paper]:
        """Return the papers whose title, name or alias this is in any spelling."""
        self._file_names()
        return self._by_name.get(title_key(name), []) if name.strip() else []

    def meant(self, text: str) -> list[Paper]:
        """Return the papers that a text names by key, id or address, each once; see `effllm.ids.read_id`.

        Addresses include the paper's own, its file and its page, and that of its code.
        """
        asked = unicodedata.normalize("NFKC", text).strip()  # the wide digits of Chinese and Japanese keyboards
        if one := self.with_key(asked) or self.with_key(key_in(asked)):
            return [one]
        found = _each_once(paper for identifier in _identifiers(asked) for paper in self._by_id.get(identifier, ()))
        page = bare_address(asked)
        return found or _each_once(self._by_code.get(page, self._by_code.get(_repository(page), ())))

    def find_all(self, text: str) -> list[Paper]:
        """Return the papers that a text names: by key, id or address, else those of this title, name or alias."""
        return self.meant(text) or [*self.named(text)]

    def same(self, described: Described) -> list[Paper]:
        """Return the papers that a description is of: by an id or the address, else by title and an author.

        Papers of the same title count where the description, or the record, names no author.
        """
        if found := self.with_ids(described.ids, described.url):
            return found
        families = family_keys(described.authors)
        return [
            paper
            for paper in self.titled(described.title)
            if not families or not paper.authors or families & family_keys(paper.authors)
        ]

    def titles_in(self, text: str) -> Iterator[TitleInText]:
        """Yield the telling titles (see `is_telling`) that are in a text, in any spelling; linear in its length."""
        self._file_names()
        joined, starts, ends = _joined(text)
        for at, start in starts.items():
            for title, paper in self._by_start.get(joined[at : at + _START], ()):
                if joined.startswith(title, at) and (end := ends.get(at + len(title))):
                    yield TitleInText(paper, start, end)


def may_mean(text: str) -> bool:
    """Tell whether a text has the form of a key, an id or an address: no other means a paper to `PaperIndex`."""
    asked = unicodedata.normalize("NFKC", text).strip()
    return bool(key_in(asked)) or next(_identifiers(asked), None) is not None


def is_reference(text: str) -> bool:
    """Tell whether a text is an id or an address, or has one in it, of a paper that may be here or not."""
    asked = unicodedata.normalize("NFKC", text).strip()
    found = read_id(asked)
    return bool(found and is_id(*found)) or _ADDRESS.search(asked) is not None


def words_of_address(text: str) -> str:
    """Return the words of a title and of authors that an address at Semantic Scholar has; empty for other texts."""
    match = _SLUG.search(text)
    return unquote(match[1]).replace("-", " ") if match else ""


def identities(paper: Paper) -> list[str]:
    """Return all texts that name this paper: its keys, its ids, its addresses and that of its code."""
    code = [bare_address(paper.code)] if paper.code else []
    return [*dict.fromkeys([paper.key, *paper.former_keys, *(value for _, value in _ids(paper)), *code])]


def _repository(page: str) -> str:
    """Return host, owner and name of the repository that a page is in."""
    return "/".join(re.split(r"[?#]", page)[0].split("/")[:_REPOSITORY_PARTS]).removesuffix(".git")


def _identifiers(asked: str) -> Iterator[tuple[str, str]]:
    """Yield all that may be an id or an address in a text."""
    written = (comparable({one.kind: one.value}) for one in scan(asked) if is_id(one.kind, one.value))
    return chain(ids_meant(asked), chain.from_iterable(written), _page(asked))


def names_of(paper: Paper) -> set[str]:
    """Return what a paper is found under by its ids, titles and names."""
    titles = filter(None, (paper.name, *paper.aliases, paper.title))
    return {*map(" ".join, _ids(paper)), *map(title_key, titles)}


def _ids(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield all that identifies a paper, its address and the id in that included."""
    yield from comparable(paper.ids)
    if paper.url:
        yield from _page(paper.url)
        if found := find_in(paper.url):
            yield found


def _page(address: str) -> Iterator[tuple[str, str]]:
    if bare := bare_address(address):
        yield "url", bare


def _each_once(papers: Iterable[Paper]) -> list[Paper]:
    return list({paper.key: paper for paper in papers}.values())


def _joined(text: str) -> tuple[str, dict[int, int], dict[int, int]]:
    """Return the key of a text, made as `title_key` does, and its words' places.

    They are two dictionaries, of the first and of the last letters of words: place in the key -> place in the text.
    """
    joined = ""
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    parts: list[str] = []
    length, last = 0, ""
    for match in _WORD.finditer(text):
        key = title_key(match[0])
        if last.isdigit() and key[:1].isdigit():  # two numbers stay apart
            parts.append(" ")
            length += 1
        starts[length] = match.start()
        parts.append(key)
        length += len(key)
        ends[length] = match.end()
        last = key[-1:]
    joined = "".join(parts)
    return joined, starts, ends
