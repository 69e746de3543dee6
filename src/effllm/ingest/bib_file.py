"""A whole bibliography -> what would become of each entry."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from effllm.bibliography.bibtex_reader import read_bibtex
from effllm.bibliography.entries import read_entry
from effllm.ingest.plan import Item, Outcome, known, plan
from effllm.records.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.bibliography.bibtex_reader import BibEntry, BrokenEntry
    from effllm.ingest.session import Session


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
