"""K: the key of a paper, which is its file name."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from effllm.checks import Finding, Rule, check
from effllm.id_kinds import KEY
from effllm.names import ascii_words, family_word
from effllm.rules import ids
from effllm.rules.authors import is_name
from effllm.rules.context import FEW, each, former_keys
from effllm.rules.kept_findings import identity
from effllm.store.layout import move_all, paper_path
from effllm.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from effllm.records import Paper
    from effllm.rules.context import Context, EntryFindings, Findings
    from effllm.store.entry import Entry

FOLDER = Rule(
    "K001",
    "A paper is in the folder of its key's year",
    "Whoever knows the key finds the file, and two files can never claim one key.",
    "# papers/2024/doe2023thin.yml",
    "# papers/2023/doe2023thin.yml",
)
WORD = Rule(
    "K002",
    "The key ends with a word of the paper's name or title",
    "A key is typed and read by people; it has to remind them of the paper.",
    "# doe2023quick.yml\ntitle: A Thin Model",
    "# doe2023thin.yml\ntitle: A Thin Model",
)
FAMILY = Rule(
    "K003",
    "The key starts with the first author's family name",
    "It is the part people remember, and the part that most often tells two papers apart.",
    "# dough2023thin.yml\nauthors: [Ada Doe]",
    "# doe2023thin.yml\nauthors: [Ada Doe]",
)
YEAR = Rule(
    "K004",
    "The key holds the year in which the paper first appeared",
    "Later versions and venues change; the year of the first version does not, so the key can stay.",
    '# doe2024thin.yml\narxiv: "2312.00001"',
    '# doe2023thin.yml\narxiv: "2312.00001"',
)
TWICE = Rule(
    "K005",
    "A key belongs to one paper for ever",
    "Links, citations and bibliographies point to it, the former ones too.",
    "# doe2023thin.yml\nformer_keys: [doe2023thin]",
    "# doe2023thin.yml\nformer_keys: [doe2022thin]",
)
FORMER = Rule(
    "K006",
    "A former key has the form of a key",
    "Every former key becomes a page that leads to the new one.",
    'former_keys: ["Doe 2022"]',
    "former_keys: [doe2022thin]",
)

UNKNOWN_AUTHOR = "unknown"
_PARTS = re.compile(r"([a-z]+)([0-9]{4})(.+)")
_KEY = re.compile(KEY)
_LONGEST_WORD = 20
_MANY_WORDS = 20
_LEAST_YEAR, _LAST_YEAR = 1000, 9999
_SHORTEST_WORD = 2
FUNCTION_WORDS = frozenset(
    """a about across actually after again against all almost also always among an and any are arent around as at be
    because been before behind being beneath between beyond both but by can cannot cant could did do does doesnt
    doing done dont down during each either else enough even ever every everything far few for from further get
    gets getting give go goes going good had has have having he her here his how i if in inside instead into is
    isnt it its itself just keep less let lets like made make makes making many may me meet meets might more
    most much must my near need needs never no nor not nothing of off often on once one only onto or other our
    out over own per put rather really should simply since so some something still such take than that the their
    them then there these they thing things this those through thus to together too toward towards truly under
    until up upon us use used uses using versus very via vs want was we well were what whats when where whether
    which while who whom whos whose why will with within without wont would yet you your youre yours""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words that remind nobody of a paper."""
COMMON_WORDS = frozenset(
    """ai analysis approach art based case comprehensive deep effective efficient empirical evaluating evaluation
    exploring fast framework generation impact improved improving insights introducing introduction
    investigating language large learning llm llms method methods model modeling models network networks neural
    new novel paper report rethinking revisiting simple study survey system systems task tasks technical
    training transformer transformers understanding work""".split()  # noqa: SIM905
)
"""Words of so many titles that others are better."""


class _Parts(NamedTuple):
    family: str
    year: int
    word: str


def _parts(key: str) -> _Parts:
    match = _PARTS.fullmatch(key)
    return _Parts(match[1], int(match[2]), match[3]) if match else _Parts("", 0, "")


def propose(paper: Paper, taken: Collection[str] = ()) -> str:
    """Return the key that a paper should have; with ``taken``, one that no other paper has.

    It is empty where title, year or first author are missing. A right part of the present key is kept.
    """
    family, year, word = _parts(paper.key)
    family = family if _is_family(family, paper) else _family(paper)
    year = _plain_year(paper) or year
    for candidate in chain([word] if _is_word(word, paper) else [], _words(paper)):
        key = f"{family}{year:04}{candidate}"
        if _KEY.fullmatch(key) and (key not in taken or key == paper.key):
            return key
    return ""


def _plain_year(paper: Paper) -> int:
    """Return the year of first appearance; 0 where it is not plain, or no year of four digits."""
    year = ids.first_year(paper)
    return year if _LEAST_YEAR <= year <= _LAST_YEAR else 0


def _is_family(family: str, paper: Paper) -> bool:
    """Tell whether one or more neighbouring words of the first author's name make this text."""
    if not paper.authors:
        return family == UNKNOWN_AUTHOR
    words = ascii_words(paper.authors[0])[:_MANY_WORDS]
    return family in words or any(
        family == "".join(words[start:end]) for start in range(len(words)) for end in range(start + 2, len(words) + 1)
    )


def _family(paper: Paper) -> str:
    """Return the family name of the first author, an organisation's first word, as keys write it."""
    return (family_word(paper.authors[0]) if paper.authors else "") or UNKNOWN_AUTHOR


def _is_word(word: str, paper: Paper) -> bool:
    texts = (paper.name or "", paper.title, *paper.aliases)
    return any(word in _joined(text) for text in texts)


def _joined(text: str) -> str:
    return fold(text).replace(" ", "")


def _words(paper: Paper) -> Iterator[str]:
    """Yield the words that would do for a key, the best first."""
    head = paper.title.partition(":")[0] if ":" in paper.title else ""
    yield from (
        word for text in (paper.name or "", head) if _tells(word := _joined(text)) and len(word) <= _LONGEST_WORD
    )
    words = [_joined(word) for word in paper.title.split()]
    telling = [word for word in words if _tells(word)]
    yield from sorted(telling, key=lambda word: word in COMMON_WORDS or len(word) <= _SHORTEST_WORD)
    yield from (both for pair in pairwise(words) if _tells(both := "".join(pair)))
    yield "".join(words)[:_LONGEST_WORD]


def _tells(word: str) -> bool:
    """Tell whether a word can remind of a paper: more than a letter, a number, or a word of any text."""
    return len(word) >= _SHORTEST_WORD and not word.isdecimal() and word not in FUNCTION_WORDS


def _rename(paper: Paper, context: Context) -> str:
    """Return how to give the file its right name."""
    key = propose(paper, context.keys)
    if not key or key == paper.key:
        return ""
    return (
        f"rename the file to {paper_path(key)}\n"
        f"if readers know it as {paper.key} already, add: former_keys: [{', '.join((*paper.former_keys, paper.key))}]"
    )


@check(FOLDER, of=(identity,))
def folder(context: Context) -> EntryFindings:
    """Compare the folder with the key."""
    wrong: dict[tuple[str, str], list[Entry]] = {}
    for entry in context.entries("paper"):
        here, right = (path.rpartition("/")[0] for path in (entry.document.path, paper_path(entry.key)))
        if here != right and entry is context.papers[entry.key]:
            wrong.setdefault((here, right), []).append(entry)
    for (here, right), entries in wrong.items():
        folder, year = here.rpartition("/")[2], right.rpartition("/")[2]
        if len(entries) > FEW:
            message = f"the folder is {folder}, the keys of {len(entries)} records in it say {year}"
            yield entries[0], Finding((), message, move_all(context.checkout.root, here, right))
            continue
        for entry in entries:
            path = entry.document.path
            hint = f"move the file: git mv {path} {paper_path(entry.record.key)}"
            yield entry, Finding((), f"the folder is {folder}, the key says {year}", hint)


@each("paper", WORD, needs=("name", "title", "aliases"))
def word_of_title(paper: Paper, context: Context) -> Findings:
    """Look for the key's last part in name, title and aliases."""
    word = _parts(paper.key).word
    if paper.title and not _is_word(word, paper):
        place = "name" if paper.name else "title"
        yield Finding((place,), f'"{word}" of the key is in no name or title', _rename(paper, context))


@each("paper", FAMILY, needs=("authors", "authors_unknown"))
def family_name(paper: Paper, context: Context) -> Findings:
    """Compare the key's first part with the first author."""
    family = _parts(paper.key).family
    if not paper.authors and not paper.authors_unknown:
        return
    if paper.authors and not is_name(paper.authors[0]):
        return  # another rule reports it
    if paper.authors and not ascii_words(paper.authors[0]):
        return
    if not _is_family(family, paper):
        first = paper.authors[0] if paper.authors else "unknown"
        loc = ("authors", 0) if paper.authors else ("authors",)
        yield Finding(loc, f'the key starts with "{family}", the first author is {first}', _rename(paper, context))


@each("paper", YEAR, needs=("arxiv", "year"))
def first_year(paper: Paper, context: Context) -> Findings:
    """Compare the key's year with the arXiv id's, or with the record's."""
    year, right = _parts(paper.key).year, _plain_year(paper)
    if right and year != right:
        place = "arxiv" if paper.arxiv else "year"
        says = f"the arXiv id is of {right}" if paper.arxiv else f"the paper is of {right}"
        yield Finding((place,), f"the key says {year}, {says}", _rename(paper, context))


@check(TWICE, of=(identity,))
def key_twice(context: Context) -> EntryFindings:
    """Look for keys and former keys that are repeated."""
    yield from _copies(context)
    former: dict[str, Entry] = {}
    for entry in context.entries("paper"):
        own: set[str] = set()
        for number, key in enumerate(entry.fact(former_keys)):
            other = former.setdefault(key, entry)
            loc = ("former_keys", number)
            if key in context.keys:
                message = f"{key} is the key of a paper, not a former one"
                yield entry, Finding(loc, message, f"delete {key} here, or that paper's record")
            elif other is not entry or key in own:
                message = f"{key} is a former key of {other.document.path} already"
                yield entry, Finding(loc, message, "keep it in one of the two places")
            own.add(key)


def _copies(context: Context) -> EntryFindings:
    """Yield every record of a key that another one has, a folder of such records once."""
    copies: dict[str, list[Entry]] = {}
    for entry in context.entries("paper"):
        if context.papers[entry.key] is not entry:
            copies.setdefault(entry.document.path.rpartition("/")[0], []).append(entry)
    for folder, entries in copies.items():
        if len(entries) > FEW:
            message = f"{len(entries)} records of {folder} have keys that others have already"
            yield entries[0], Finding((), message, "add what is new to the others and delete these files")
            continue
        for entry in entries:
            message = f"{entry.record.key} is the key of {context.papers[entry.record.key].document.path} already"
            yield entry, Finding((), message, "add what is new there and delete this file")


@each("paper", FORMER)
def former_form(paper: Paper, _: Context) -> Findings:
    """Check the form of former keys."""
    for number, key in enumerate(paper.former_keys):
        if key and not _KEY.fullmatch(key):
            hint = "a key is family name, year and one word: doe2022thin"
            yield Finding(("former_keys", number), f'"{key}" has not the form of a key', hint)


CHECKS = (folder, word_of_title, family_name, first_year, key_twice, former_form)
