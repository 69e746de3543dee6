"""OpenReview: both versions of its API, and the citation tags of its pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from effllm.bibliography.reference import Reference
from effllm.ids import address
from effllm.sources.answers import dig, read_tags, text, texts
from effllm.sources.client import Missing, NoAnswer
from effllm.text import year_in

if TYPE_CHECKING:
    from effllm.sources.client import Client

_HIDDEN = re.compile(r"anonymous\b", re.IGNORECASE)
_ACCEPTED = re.compile(r"([A-Za-z]+)\.(?:cc|org)/\d{4}/Conference|(TMLR)")


def ask_api(client: Client, forum: str) -> Reference:
    """Return what the API of the newer venues says of a submission."""
    return read_notes(client.get_json("openreview-api", "/notes", id=forum), forum)


def ask_old_api(client: Client, forum: str) -> Reference:
    """Return what the API of the venues until 2023 says of a submission."""
    return read_notes(client.get_json("openreview-api-1", "/notes", id=forum), forum)


def read_notes(answer: Any, forum: str) -> Reference:  # noqa: ANN401 - JSON holds anything
    """Return the submission of an answer.

    Raises:
        Missing: it has none of this id.
        NoAnswer: it is a comment or review, or its authors are hidden.
    """
    notes = dig(answer, "notes")
    if not isinstance(notes, list):
        raise NoAnswer("malformed answer")
    if not notes:
        raise Missing
    note = notes[0]
    content = dig(note, "content")
    title, authors = text(_value(content, "title")), texts(_value(content, "authors"))
    if dig(note, "id") != forum or dig(note, "forum") != forum:
        raise NoAnswer("a comment, not a paper")
    if not title:
        raise NoAnswer("malformed answer")
    if not authors or any(map(_HIDDEN.match, authors)):
        raise NoAnswer("the authors are hidden")
    venue, group = text(_value(content, "venue")), text(_value(content, "venueid"))
    accepted = _ACCEPTED.fullmatch(group)
    return Reference(
        title=title,
        authors=authors,
        year=year_in(venue) or year_in(group) or _year(note),
        venues=tuple(filter(None, (venue, accepted and (accepted[1] or accepted[2])))),
        openreview=forum,
        abstract=text(_value(content, "abstract")),
        source=address("openreview", forum),
        service="OpenReview",
    )


def _value(content: Any, name: str) -> Any:  # noqa: ANN401 - JSON holds anything
    """Return a field of the content: the newer API wraps each in ``{"value": ...}``."""
    found = dig(content, name)
    return found.get("value") if isinstance(found, dict) else found


def _year(note: Any) -> int | None:  # noqa: ANN401 - as above
    """Return the year of publication, else of submission; the API counts milliseconds."""
    for name in ("pdate", "odate", "cdate"):
        moment = dig(note, name)
        if isinstance(moment, int) and 0 < moment < 10**13:
            return datetime.fromtimestamp(moment / 1000, tz=UTC).year
    return None


def ask_page(client: Client, forum: str) -> Reference:
    """Return what the citation tags of a submission's page say."""
    tags = read_tags(client.get("openreview", "/forum", id=forum))
    venue = tags.first("conference_title", "journal_title")
    if any(map(_HIDDEN.match, tags.authors)):
        raise NoAnswer("the authors are hidden")
    return Reference(
        title=tags.title,
        authors=tags.authors,
        year=year_in(venue) or year_in(tags.first("publication_date", "online_date", "date")),
        venues=(venue,) if venue else (),
        openreview=forum,
        abstract=tags.first("abstract"),
        source=address("openreview", forum),
        service="OpenReview",
    )
