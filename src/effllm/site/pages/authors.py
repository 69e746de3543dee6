"""The people who wrote two papers or more, by letter of the family name, each with their papers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.kb.authors import authors_of
from effllm.names import person_key, split_name
from effllm.site.building.render import Later, overview, page
from effllm.text import fold, words
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
"""How many papers of a name its letter's page lists, the newest; a link leads to all of them."""

OTHER = "other"
"""Where names are that begin with no letter from A to Z."""


class Person(NamedTuple):
    """A name, as most of the papers spell it, and the papers that bear it, newest first."""

    name: str
    letter: str
    anchor: str
    papers: tuple[Paper, ...]

    @property
    def page(self) -> str:
        """Where the person is, from the site's root."""
        return f"authors/{self.letter}/#{self.anchor}"


def people(papers: Iterable[Paper]) -> dict[str, Person]:
    """Return the people with enough papers by each spelling of their names: accents and capitals may differ."""
    return {
        name: person
        for author in authors_of(papers)
        if len(author.papers) >= FEWEST
        for person in [_person(author)]
        for name in author.spellings
    }


def _person(author: Author) -> Person:
    first = fold(split_name(author.name).family)[:1]
    anchor = f"by-{'-'.join(words(author.name))}"
    return Person(author.name, first if first.isalpha() else OTHER, anchor, author.papers)


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the overview and a page for each letter."""
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
    sizes = [(letter, len(members)) for letter, members in letters.items()]
    for letter, members in letters.items():
        listed = [(person.name, person.anchor, [_shown(paper) for paper in person.papers]) for person in members]
        yield Later([f"authors/{letter}.md"], (sizes, listed), partial(_letter, letter, members, known))


def _letter(letter: str, members: list[Person], known: dict[str, Any]) -> Iterator[Page]:
    heading = "Other authors" if letter == OTHER else f"Authors: {letter.upper()}"
    about = f"{count(len(members), 'author')} of two or more papers on efficient language models, with the papers"
    meta = {"description": about}
    yield page(
        f"authors/{letter}.md", "authors-letter.html", heading, meta, here=letter, people=members, shown=SHOWN, **known
    )


def _shown(paper: Paper) -> tuple[str, ...]:
    """Return what the list of a person's papers shows of one."""
    return paper.key, paper.label, paper.venue, str(paper.year)


def _family(person: Person) -> tuple[str, str]:
    name = split_name(person.name)
    return fold(name.family), fold(name.given)
