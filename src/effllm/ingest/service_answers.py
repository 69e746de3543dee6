"""Answers of Semantic Scholar, OpenAlex and Crossref -> reference lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from effllm.ids import ids_in, is_id
from effllm.ingest.reference_entry import Listed, ReferenceList, WrongList, described
from effllm.sources.answers import dig, text
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from effllm.bibliography.reference import Reference


def semantic_scholar(pages: Sequence[Any]) -> ReferenceList:
    """Return the list in answers of the Semantic Scholar Graph API to ``/paper/{id}/references``, page after page.

    The service reads lists from PDF files and may miss entries, so none counts as whole.

    Raises:
        WrongList: an answer has another form.
    """
    entries = []
    for page in pages:
        rows = dig(page, "data")
        if not isinstance(rows, list):
            raise WrongList("no answer of Semantic Scholar: it has no list data")
        entries += [_cited(dig(row, "citedPaper")) for row in rows]
    remarks = []
    if pages and isinstance(following := dig(pages[-1], "next"), int):
        remarks.append(f"the answer ends at entry {following:,} and says that there are more")
    return ReferenceList(tuple(entries), whole=False, remarks=tuple(remarks))


def _cited(paper: Any) -> Listed:  # noqa: ANN401 - JSON holds anything
    return Listed(scholar_reference(paper))


def scholar_reference(paper: Any) -> Reference:  # noqa: ANN401 - JSON holds anything
    """Return what Semantic Scholar says of a paper."""
    outside = dig(paper, "externalIds")
    ids: dict[str, str] = ids_in(text(dig(outside, "DOI")))
    for kind, name in (("arxiv", "ArXiv"), ("acl", "ACL")):
        if is_id(kind, value := text(dig(outside, name))):
            ids[kind] = value
    people = dig(paper, "authors")
    authors = [text(dig(person, "name")) for person in people] if isinstance(people, list) else []
    return described(text(dig(paper, "title")), authors, ids, dig(paper, "year"))


def work_of(works: Iterable[Any], ids: Mapping[str, str], title: str) -> Any:  # noqa: ANN401 - as above
    """Return the OpenAlex work of the paper with these ids or, where none has them, this title; None without one."""
    by_title = None
    for work in works:
        found = work_reference(work)
        if any(ids.get(kind) == value for kind, value in found.ids.items()):
            return work
        if title_key(found.title) == title_key(title):
            by_title = by_title or work
    return by_title


def openalex(work: Any, others: Mapping[str, Any]) -> ReferenceList:  # noqa: ANN401 - as above
    """Return the list of an OpenAlex work; ``others`` has the works it refers to, by their address.

    The list may be empty though the paper has references, so it never counts as whole.

    Raises:
        WrongList: the value is no work.
    """
    referenced = dig(work, "referenced_works")
    if not isinstance(referenced, list):
        raise WrongList("no work of OpenAlex: it has no list referenced_works")
    entries = [
        Listed(work_reference(others[address])) if address in others else Listed(described("", (), {}), address)
        for address in filter(None, map(text, referenced))
    ]
    unknown = sum(entry.text != "" for entry in entries)
    remark = f"OpenAlex names {unknown:,} of {len(entries):,} entries only by its own ids: their works are missing"
    remarks = (remark,) if unknown else ()
    if not entries:
        remarks = ("the list is empty at OpenAlex, which says nothing",)
    return ReferenceList(tuple(entries), whole=False, source=text(dig(work, "id")), remarks=remarks)


def work_reference(work: Any) -> Reference:  # noqa: ANN401 - as above
    """Return what an OpenAlex work says of its paper."""
    ids = ids_in(text(dig(work, "doi")) or text(dig(work, "ids", "doi")))
    places = dig(work, "locations")
    for place in places if isinstance(places, list) else []:
        ids = {**ids_in(text(dig(place, "landing_page_url"))), **ids}
    people = dig(work, "authorships")
    authors = [text(dig(one, "author", "display_name")) for one in people] if isinstance(people, list) else []
    title = text(dig(work, "title")) or text(dig(work, "display_name"))
    found = described(title, authors, ids, dig(work, "publication_year"))
    return replace(found, retracted=dig(work, "is_retracted") is True)


def crossref(answer: Any) -> ReferenceList:  # noqa: ANN401 - as above
    """Return the list in Crossref's answer to ``/works/{doi}``.

    It is whole where it has as many entries as Crossref counts, and each of them says something.

    Raises:
        WrongList: the answer has no list.
    """
    work = dig(answer, "message") or answer
    rows = dig(work, "reference")
    if not isinstance(rows, list):
        raise WrongList("no list of references in it: the publisher may not have given one to Crossref")
    entries = tuple(map(_deposited, rows))
    doi = text(dig(work, "DOI"))
    return ReferenceList(
        entries,
        whole=dig(work, "references-count") == len(entries) and all(map(_says_something, entries)),
        source=f"https://api.crossref.org/works/{doi}" if is_id("doi", doi) else "",
    )


def _deposited(row: Any) -> Listed:  # noqa: ANN401 - as above
    whole = text(dig(row, "unstructured"))
    ids = ids_in(text(dig(row, "DOI")))
    ids = {**ids_in(" ".join(filter(None, (whole, text(dig(row, "journal-title")))))), **ids}
    title = text(dig(row, "article-title")) or text(dig(row, "volume-title"))
    author, year = text(dig(row, "author")), text(dig(row, "year"))[:4]
    return Listed(described(title, [author], ids, int(year) if year.isdecimal() else None), whole)


def _says_something(entry: Listed) -> bool:
    return bool(entry.text or entry.reference.title or entry.reference.ids)


def title_and_ids(answer: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    """Yield title and DOI of the paper whose list an answer of Crossref holds."""
    work = dig(answer, "message") or answer
    yield text(dig(work, "title", 0))
    yield text(dig(work, "DOI")).lower()
