"""Answers of services as values: what is missing or of another type is no exception."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

from effllm.names import given_first
from effllm.sources.client import NoAnswer


def read_xml(answer: str) -> ET.Element:
    """Return the root of an answer in XML.

    Raises:
        NoAnswer: it is none.
    """
    if "<!DOCTYPE" in answer or "<!ENTITY" in answer:  # an answer has neither; what they can do to a parser is known
        raise NoAnswer("malformed answer")
    try:
        return ET.fromstring(answer)  # noqa: S314 - no entities, see above
    except ET.ParseError:
        raise NoAnswer("malformed answer") from None


def dig(value: Any, *path: str | int) -> Any:  # noqa: ANN401 - JSON holds anything
    """Return what is at a path in nested mappings and lists; None where there is nothing."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def items(value: Any, *path: str | int) -> list[Any]:  # noqa: ANN401 - as above
    """Return the list at a path.

    Raises:
        NoAnswer: there is none.
    """
    found = dig(value, *path)
    if not isinstance(found, list):
        raise NoAnswer("malformed answer")
    return found


def text(value: Any) -> str:  # noqa: ANN401 - as above
    """Return a text with single spaces; empty for what is no text."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
    """Return the texts of a list that are not empty."""
    return tuple(filter(None, map(text, value))) if isinstance(value, list) else ()


_PREFIX = "citation_"


class Tags(HTMLParser):
    """Collects the tags of a page by name, without the prefix."""

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, list[str]] = defaultdict(list)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag of the kind that is looked for."""
        given = dict(attrs)
        name, content = (given.get("name") or "").lower(), text(given.get("content"))
        if tag == "meta" and name.startswith(_PREFIX) and content:
            self._found[name.removeprefix(_PREFIX)].append(content)

    def first(self, *names: str) -> str:
        """Return the first tag of the first of these names that the page has; empty without any."""
        return next((self._found[name][0] for name in names if name in self._found), "")

    @property
    def title(self) -> str:
        """Title of the paper."""
        return self.first("title")

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of the authors, given name first."""
        return tuple(map(given_first, self._found.get("author", [])))


def read_tags(page: str) -> Tags:
    """Return the tags of a page.

    Raises:
        NoAnswer: they do not name a title and authors, as on the page that asks whether one is a robot.
    """
    tags = Tags()
    tags.feed(page)
    if not tags.title or not tags.authors:
        raise NoAnswer("a page without citation tags")
    return tags
