"""The people who wrote two papers or more, by the first letters of the family name, each with their papers."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.kb.authors import authors_of
from effllm.names import person_key, split_name
from effllm.site.building.render import Later, overview, page
from effllm.text import fold, words
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from effllm.kb.authors import Author
    from effllm.records import Paper
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View

FEWEST = 2
"""From how many papers on a name is listed: with one the list would only repeat the paper's page."""

FIRST = 30
"""How many names the overview shows, those with most papers."""

SHOWN = 20
"""How many papers of a name its page lists, the newest; a link leads to all of them."""

LETTERS = 3
"""By how many letters of the family name people are kept together, at most."""

ROOM = 70_000
"""About how many bytes of names and papers a page takes before its people are told apart by their given names."""

_ENTRY, _LINE = 330, 90
"""About how many bytes a page has around a person's name, and around a paper's."""

OTHER = "other"
"""Where names are that begin with no letter from A to Z."""

_NOT_A_LETTER = re.compile(r"[^a-z]")


class Person(NamedTuple):
    """A name, as most of the papers spell it, and the papers that bear it, newest first."""

    name: str
    group: str
    anchor: str
    papers: tuple[Paper, ...]

    @property
    def page(self) -> str:
        """Where the person is, from the site's root."""
        return f"authors/{self.group}/#{self.anchor}"

    @property
    def letter(self) -> str:
        """The letter that the person's group is under."""
        return OTHER if self.group.startswith(OTHER) else self.group[0]


def people(papers: Iterable[Paper]) -> dict[str, Person]:
    """Return the people with enough papers by each spelling of their names: accents and capitals may differ."""
    authors = [author for author in authors_of(papers) if len(author.papers) >= FEWEST]
    return {
        name: Person(author.name, group, "-".join(words(author.name)), author.papers)
        for group, members in _grouped(authors)
        for author in members
        for name in author.spellings
    }


def _grouped(authors: Iterable[Author], given: int = 0) -> Iterator[tuple[str, list[Author]]]:
    """Yield groups of people that fit a page: by letters of the family name, and by so many of the given name."""
    groups: dict[str, list[Author]] = {}
    for author in authors:
        groups.setdefault(_group(author.name, given), []).append(author)
    for group, members in groups.items():
        if sum(map(_size, members)) > ROOM and any(
            len(_letters(split_name(one.name).given)) > given for one in members
        ):
            yield from _grouped(members, given + 1)
        else:
            yield group, members


def _group(name: str, given: int) -> str:
    """Return the group of a name: ``wan``, ``wan-y`` by one letter of the given name; ``wan-other`` has none."""
    parts = split_name(name)
    family = _letters(parts.family)[:LETTERS]
    given = max(given, int(len(family) == 1))  # of one letter: the page of the letter leads to all
    first = _letters(parts.given)[:given]
    return "-".join(filter(None, (family or OTHER, first, OTHER if len(first) < given else "")))


def _letters(text: str) -> str:
    return _NOT_A_LETTER.sub("", fold(text))


def _size(author: Author) -> int:
    lines = sum(_LINE + sum(map(len, _shown(paper))) for paper in author.papers[:SHOWN])
    return _ENTRY + 5 * len(author.name) + lines


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the overview, a page for each letter, and one for each group of people."""
    found = sorted({person.page: person for person in view.people.values()}.values(), key=_family)
    letters: dict[str, list[Person]] = {}
    for person in sorted(found, key=lambda person: (person.letter == OTHER, person.letter)):
        letters.setdefault(person.letter, []).append(person)
    first = sorted(found, key=lambda person: (-len(person.papers), *_family(person)))[:FIRST]
    known = {"letters": letters, "fewest": FEWEST, "other": OTHER}
    yield overview(
        here,
        "authors.html",
        {"description": f"{count(len(found), 'author')} of two or more papers here, by family name"},
        people=first,
        total=len(found),
        names=len({person_key(name) for paper in view.newest for name in paper.authors}),
        **known,
    )
    groups: dict[str, list[Person]] = {}
    for person in found:
        groups.setdefault(person.group, []).append(person)
    for letter, members in letters.items():
        if letter not in groups:
            yield _index(letter, {one.group: groups[one.group] for one in members}, letter, known)
    for group, members in groups.items():
        listed = [(person.name, person.anchor, [_shown(paper) for paper in person.papers]) for person in members]
        yield Later([f"authors/{group}.md"], listed, partial(_people, group, members))
    parted: dict[str, dict[str, list[Person]]] = {}
    for group, members in groups.items():
        for above in _above(group):
            parted.setdefault(above, {})[group] = members
    for above, within in parted.items():
        if above not in letters:
            yield _index(above, within, next(iter(within.values()))[0].letter, known)


def _above(group: str) -> Iterator[str]:
    """Yield the groups that a group was parted from: ``wan`` and ``wan-y`` of ``wan-yi`` and of ``wan-y-other``."""
    family, *rest = group.split("-")
    if rest:
        yield family
    if rest and rest[0] != OTHER:
        given = rest[0]
        yield from (f"{family}-{given[:number]}" for number in range(1, len(given) + len(rest) - 1))


def _index(group: str, groups: dict[str, list[Person]], letter: str, known: dict[str, Any]) -> Page:
    """Return the page that leads to the groups of a letter, or to those into which a group was parted."""
    total = sum(map(len, groups.values()))
    meta = {"description": f"{count(total, 'author')} of two or more papers on efficient language models"}
    return page(
        f"authors/{group}.md",
        "authors-letter.html",
        f"Authors: {_title(group)}",
        meta,
        here=letter,
        total=total,
        groups=[(one, _title(one), _range(members), len(members)) for one, members in groups.items()],
        **known,
    )


def _people(group: str, members: list[Person]) -> Iterator[Page]:
    heading = f"Authors: {_title(group)}"
    about = f"{count(len(members), 'author')} of two or more papers on efficient language models, with the papers"
    values = {"letter": members[0].letter, "people": members, "shown": SHOWN, "fewest": FEWEST, "other": OTHER}
    yield page(f"authors/{group}.md", "authors-group.html", heading, {"description": about}, **values)


def _title(group: str) -> str:
    """Return a group as people read it: ``Wan…, Y…`` for ``wan-y``."""
    parts = [part for part in group.split("-") if part != OTHER]
    if not parts:
        return "others"
    if group == parts[0] and len(group) == 1:
        return group.upper()
    return ", ".join(f"{part.capitalize()}…" for part in parts)


def _range(members: Sequence[Person]) -> str:
    """Return the family names from the first to the last."""
    first, last = (split_name(one.name).family for one in (members[0], members[-1]))
    return first if first == last else f"{first} to {last}"


def _shown(paper: Paper) -> tuple[str, ...]:
    """Return what the list of a person's papers shows of one."""
    return paper.key, paper.label, paper.venue, str(paper.year)


def _family(person: Person) -> tuple[str, str]:
    name = split_name(person.name)
    return fold(name.family), fold(name.given)
