"""Files of papers, a bibliography or JSON Lines of candidates -> what would become of each paper."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from effllm.bibliography.bibtex_reader import read_bibtex
from effllm.bibliography.entries import read_entry
from effllm.bibliography.reference import Reference
from effllm.ingest.plan import Item, Outcome, known, plan
from effllm.lookup.line_index import LineIndex
from effllm.records import LeftOut
from effllm.records.candidate import Candidate
from effllm.records.paper import ID_FIELDS
from effllm.records.source import Source
from effllm.store.characters import unix_lines
from effllm.store.layout import INCOMING_PATH
from effllm.store.writer import IS_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.bibliography.bibtex_reader import BibEntry, BrokenEntry
    from effllm.ingest.session import Session
    from effllm.records import Incoming
    from effllm.records.candidate import Places


_LONG_WORD, _MANY_SMALL, _MOST = 4, 3, 0.8

VOLUMES = frozenset({"collection", "mvcollection", "mvproceedings", "proceedings"})
"""Entries that hold papers but are not papers; others refer to them."""


def plan_bib(session: Session, text: str, *, categories: Sequence[str], source: str = "") -> list[Outcome]:
    """Return what becomes of each entry of a bibliography, in the order of the file.

    Args:
        session: the records they would be among; those that are new and right are among them afterwards.
        text: the bibliography.
        categories: categories of the entries whose keywords name none.
        source: where the file is public, as records write sources; without it the new records name none.
    """
    entries, broken = read_bibtex(text)
    outcomes = [_broken(session, entry) for entry in broken]
    items = [_item(session, entry, categories, source) for entry in entries if entry.kind not in VOLUMES]
    where = "write into the entry: keywords = {{}}, or name one for all: --category ID"
    return sorted([*outcomes, *plan(session, items, where=where)], key=lambda outcome: outcome.line)


def _broken(session: Session, entry: BrokenEntry) -> Outcome:
    """Return what becomes of an entry that cannot be read, or not all of it."""
    found = known(session, Item(entry.line, entry.key, read_entry(entry.read).reference)) if entry.read else None
    broken = Outcome(entry.line, entry.key, "rejected", entry.message, entry.hint)
    return found if found and found.status == "here" else broken


def _item(session: Session, entry: BibEntry, categories: Sequence[str], public: str) -> Item:
    read = read_entry(entry)
    chosen = tuple(session.categories_named(read.reference.keywords) or categories)
    reference = replace(read.reference, source=_source(entry, public) if public else "", categories=chosen)
    return Item(entry.line, entry.key, reference, tuple(_on_title(entry.fields.get("title", ""))), read.truncated)


def _source(entry: BibEntry, source: str) -> str:
    """Return where an entry can be looked up: its line, where the file is in a repository."""
    place = Source(source)
    return f"{source}#L{entry.line}" if place.repository and not place.line else source


def _on_title(title: str) -> Iterator[str]:
    """Say that a title seems to have lost its capitals: ``Kto: Model alignment as prospect theoretic optimization``.

    Words with braces do not count: they only keep capitals that all titles keep, as ``{B}ayesian``.
    """
    pairs = pairwise(title.split())
    inside = [
        word for before, word in pairs if before[-1] not in ":?!." and len(word) >= _LONG_WORD and word[0].isalpha()
    ]
    small = sum(word.islower() for word in inside)
    if small >= _MANY_SMALL and small >= _MOST * len(inside):
        yield "the title is nearly all in small letters, as bibliographies cut it down: write it as the paper prints it"


_PLACE_IN_FILE = re.compile(r"#(?!L[0-9]+$).*$|\([^()]* branch\)(?=:)")  # owner/list(data branch):a.json@0c1a2b3#[12]
_FORM = 'a line is one object: {"title": ..., "arxiv": ..., "categories": [...]}; see docs/schema/candidate.json'
_COMMIT = re.compile(r"@([0-9a-f]{12})[0-9a-f]{28}(?=#|$)")  # @0c1a2b3... of 40 digits


def reference_of(candidate: Candidate, today: str) -> Reference:
    """Return what a line says of its paper; its categories were chosen ``today``."""
    ids: dict[str, Any] = candidate.ids
    return Reference(
        title=candidate.title,
        name=candidate.name,
        aliases=candidate.aliases,
        authors=candidate.authors,
        year=candidate.year,
        venues=(candidate.venue,) if candidate.venue else (),
        **ids,
        url=candidate.url,
        code=candidate.code,
        categories=candidate.categories,
        summary=candidate.summary,
        cites=candidate.cites,
        not_the_same=candidate.not_the_same,
        sources={field: source for field, given in _read(candidate, today) if (source := _sources(given))},
    )


def _read(candidate: Candidate, today: str) -> Iterator[tuple[str, Places | None]]:
    """Yield where each field was read."""
    found = (
        candidate.title_from
        or candidate.abstract_at
        or candidate.authors_from
        or candidate.venue_from
        or candidate.lists[:1]
        or None
    )
    yield "title", candidate.title_from or found
    yield from dict.fromkeys(("name", "aliases"), candidate.place).items()
    yield "authors", candidate.authors_from or found
    if candidate.venue:
        yield from dict.fromkeys(("year", "venue"), candidate.venue_from or found).items()
    else:
        yield "year", "derived:arxiv" if candidate.arxiv else found
        yield "venue", candidate.place if candidate.arxiv else found
    yield from dict.fromkeys((*ID_FIELDS, "url"), candidate.lists[:1] or found).items()
    yield "code", candidate.code_from or found
    yield "categories", f"judged:{today}"
    yield "summary", candidate.abstract_at or candidate.place
    yield "cites", candidate.cites_from


def _sources(given: Places | None) -> Places | None:
    """Return sources as records write them: a place in a file only if it is a line, 12 digits of a commit."""
    if not given:
        return None
    several = (given,) if isinstance(given, str) else given
    clean = dict.fromkeys(_COMMIT.sub(r"@\1", _PLACE_IN_FILE.sub("", one)) for one in several)
    return tuple(clean) if len(clean) > 1 else next(iter(clean))


def read_candidates(text: str) -> tuple[list[tuple[int, Candidate]], list[Outcome]]:
    """Return the lines of a file with their numbers, from 1, and what is wrong with those that cannot be read."""
    found: list[tuple[int, Candidate]] = []
    broken: list[Outcome] = []
    for number, line in enumerate(unix_lines(text).split("\n"), 1):
        try:
            if line.strip():
                found.append((number, Candidate.model_validate(json.loads(line))))
        except (ValueError, RecursionError) as error:
            broken.append(Outcome(number, "", "rejected", _wrong(error), _FORM))
    return found, broken


def plan_candidates(session: Session, text: str) -> tuple[list[Outcome], list[LeftOut], list[Incoming]]:
    """Return what becomes of each line, in the order of the file, what is newly left out, and what waits afterwards.

    Args:
        session: the records they would be among; those that are new and right are among them afterwards.
        text: the lines.
    """
    candidates, outcomes = read_candidates(text)
    items: list[Item] = []
    left_out: list[LeftOut] = []
    put_off: LineIndex[Candidate] = LineIndex()
    waits = LineIndex(session.incoming)
    today = session.known.today.isoformat()
    for number, candidate in candidates:
        item = Item(number, candidate.title, reference_of(candidate, today))
        if candidate.reason:
            outcome, left = _leave_out(session, item, candidate, today)
            outcomes.append(outcome)
            left_out += left
        elif candidate.later:
            outcome = _put_off(session, waits, number, candidate, candidate.later)
            outcomes.append(outcome)
            if outcome.status == "later":
                put_off.add(candidate)
        else:
            items.append(item)
    outcomes += plan(session, items, where='write into its line: "categories": ["{}"]')
    waiting = [
        one.model_copy(update={"later": off.later}) if (off := put_off.find(one)) else one
        for one in session.incoming
        if not session.is_decided(one)
    ]
    return sorted(outcomes, key=lambda outcome: outcome.line), left_out, waiting


def _put_off(session: Session, waits: LineIndex[Incoming], number: int, candidate: Candidate, later: str) -> Outcome:
    """Return what becomes of a line that says from when on somebody is asked again."""
    if session.is_decided(candidate):
        return Outcome(number, candidate.title, "here", "it has a record or was left out by now")
    if not IS_DAY.fullmatch(later):
        return Outcome(number, candidate.title, "rejected", f'later: "{later}" is no day', "a day is 2026-12-31")
    if waits.find(candidate):
        return Outcome(number, candidate.title, "later", f"nobody is asked about it before {later}")
    reason, hint = f"it does not wait in {INCOMING_PATH}", "decide it now, or delete the line"
    return Outcome(number, candidate.title, "rejected", reason, hint)


def _leave_out(session: Session, item: Item, candidate: Candidate, today: str) -> tuple[Outcome, list[LeftOut]]:
    """Return what becomes of a line that says why its paper is left out."""
    if session.left_out.find(item.reference):
        return Outcome(item.line, item.entry, "here", "left out already"), []
    here = session.existing.same(item.reference) if candidate.reason != "duplicate" else []
    if here:
        reason = f"left out as {candidate.reason}, but here: {session.path_of(here[0])}"
        return Outcome(item.line, item.entry, "doubtful", reason, "delete the record, or the line", paper=here[0]), []
    if not candidate.why:
        return Outcome(item.line, item.entry, "rejected", "left out without a why", "say it in a sentence"), []
    ids: dict[str, Any] = candidate.ids
    left = LeftOut(
        title=candidate.title,
        **ids,
        url=None if candidate.ids else candidate.url,
        reason=candidate.reason,
        why=candidate.why,
        date=candidate.date or today,
    )
    session.left_out.add(left)
    return Outcome(item.line, item.entry, "left-out", f"{left.reason}: {left.why}"), [left]


def _wrong(error: ValueError | RecursionError) -> str:
    """Say what is wrong with a line."""
    if isinstance(error, ValidationError):
        said = (
            f"{'.'.join(map(str, one['loc'])) or 'the line'}: {one['msg'].removeprefix('Input ')}"
            for one in error.errors()
        )
        return "; ".join(said)
    if isinstance(error, json.JSONDecodeError):
        return f"not valid JSON: {error.msg}, column {error.colno}"
    return "not valid JSON: nested too deep, or a number of far too many digits"
