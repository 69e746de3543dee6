"""The ``citation_*`` tags that pages of papers carry for search engines."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser

from effllm.names import given_first
from effllm.sources.client import NoAnswer
from effllm.sources.values import text

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
