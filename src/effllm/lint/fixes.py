"""What `--fix` writes in the place of what is wrong, and the bytes of a file after it. Edits name places in the text.

A finding without exactly one right text has no edits, and is for a person.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from typing import TYPE_CHECKING, NamedTuple

from effllm.bibliography.bibtex_writer import ENTRY_TYPES, escape
from effllm.ids import find_in
from effllm.lint.paper_list import Span
from effllm.problems import Edit
from effllm.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from effllm.lint.findings import ListProblem
    from effllm.lint.paper_list import ListDocument, ListEntry, VenueMention
    from effllm.records import Paper, Venue

# "arXiv", "arXiv preprint", "CoRR, 2023", "Arxiv'23"; with more words, as an id, a person has to look
_PREPRINT = re.compile(
    r"(?:arxiv|corr)(?: preprint)?(?:(?P<between>[\s,:'\u2019\u2018(_.-]{0,3})(?P<year>(?:19|20)?\d\d))?", re.IGNORECASE
)
_GOES_ON = re.compile(r"\w|[/.:-]\d")  # behind "arXiv 2023" in "arXiv 2023/10"
_URL = re.compile(r"https?://[^\s()<>\[\]\"'|]+")
_ENTRY_LINE = re.compile(r"[ \t]*(?:[-*+]|\d{1,4}[.)]|\|)[ \t]*")
_NEW_ENTRY = re.compile(r"[ \t]*(?:[-*+][ \t]|\d{1,4}[.)][ \t]|\||#|$)")
_LABELS = frozenset("abs abstract arxiv arxiv code github html link paper pdf".split())  # noqa: SIM905 - reads best so

_HEAD = re.compile(r"@\s*(?P<kind>\w+)\s*[{(]\s*[^\s,{}()]+\s*,\s*")
_NAME = re.compile(r"(?P<name>[A-Za-z][\w:.+-]*)\s*=\s*")
_WORD = re.compile(r"[\w.:+/-]+")
_SIGN = re.compile(r'[{}"]')
_BEHIND = re.compile(r"\s*,\s*")
_CLOSE = re.compile(r"\s*[})]")
_JOINED = re.compile(r"\s*#\s*")
_KINDS = frozenset(("article", "conference", "inproceedings", "misc", "online", "unpublished"))
# what says only that an entry is a preprint: "volume = {abs/2312.00001}", "pages = {arXiv--2312}"
_OF_PREPRINTS = {
    "volume": re.compile(r"abs/", re.IGNORECASE),
    "number": re.compile(r"(?:abs/)?arxiv", re.IGNORECASE),
    "pages": re.compile(r"arxiv", re.IGNORECASE),
    "publisher": re.compile(r"\{*arxiv", re.IGNORECASE),
    "howpublished": re.compile(r"\{*(?:\\url\{https?://)?(?:www\.)?arxiv", re.IGNORECASE),
}


def swap(document: ListDocument, span: Span, there: str, right: str) -> tuple[Edit, ...]:
    """Return the edit that writes the right text over what is there; none where the file has that otherwise."""
    if right and there and span.end - span.start == len(there) and document.text.startswith(there, span.start):
        return (Edit(tuple(span), right),)
    return ()


def published(document: ListDocument, mention: VenueMention, paper: Paper, form: tuple[str, int]) -> tuple[Edit, ...]:
    """Return the edit of a list that names a paper's venue where it was called a preprint, in the form that is there.

    Where no year is there, ``form`` tells how this list writes one: what is before it, and its digits.
    """
    span, text = mention.span, document.text
    there = text[span.start : span.end]
    match = _PREPRINT.fullmatch(there)
    before = text[max(span.start - 1, 0) : span.start]
    badge = mention.place == "badge"
    if not match or _GOES_ON.match(text, span.end) or (not badge and re.match(r"[\w/.:]", before)):
        return ()
    between = match["between"]
    if between is None:
        between, digits = ("'", 2) if badge else form
    else:
        digits = len(match["year"])
    right = paper.venue + (between + str(paper.year)[-digits:] if digits else "")
    return swap(document, span, there, right.replace("-", "--").replace(" ", "_") if badge else right)


def without_line(document: ListDocument, entry: ListEntry, first: ListEntry) -> tuple[Edit, ...]:
    """Return the edit that takes a doubled entry away, where the first has every word and link of it."""
    text = document.text
    line, (start, end) = document.line(entry.at), document.line_span(entry.at)
    raw, other = text[start:end], text[slice(*document.line_span(first.at))]
    if entry.cited or line == document.line(first.at) or not _ENTRY_LINE.match(raw) or document.in_line(line) > 1:
        return ()
    after = text[end : document.line_span(end)[1]] if end < len(text) else ""
    depth, below = len(raw) - len(raw.lstrip()), len(after) - len(after.lstrip())
    if not _NEW_ENTRY.match(after) or (after.strip() and below > depth):
        return ()
    if _links(raw) <= _links(other) and _words(raw) <= _words(other) | _LABELS:
        return (Edit((start, end), ""),)
    return ()


def _links(raw: str) -> set[str | tuple[str, str]]:
    return {find_in(url) or url.rstrip("/.,") for url in _URL.findall(raw)}


def _words(raw: str) -> set[str]:
    return set(fold(_URL.sub(" ", raw)).split())


class BibField(NamedTuple):
    """A field of BibTeX in the source: where its name starts, where its value starts and where that ends."""

    start: int
    value: int
    end: int


def bib_fields(text: str, at: int) -> tuple[Span, dict[str, BibField]] | None:
    """Return where the kind of an entry is, and its fields by name; None where it is not plain BibTeX."""
    head = _HEAD.match(text, at)
    if head is None:
        return None
    fields: dict[str, BibField] = {}
    place = head.end()
    while match := _NAME.match(text, place):
        end = _value_end(text, match.end())
        name = match["name"].lower()
        if end < 0 or name in fields:
            return None
        fields[name] = BibField(match.start(), match.end(), end)
        comma = _BEHIND.match(text, end)
        place = comma.end() if comma else end
        if not comma:
            break
    closed = _CLOSE.match(text, place)
    return (Span(*head.span("kind")), fields) if closed and fields else None


def _value_end(text: str, at: int) -> int:
    """Return where a value ends, with all parts that are joined by ``#``; -1 where it does not."""
    sign = text[at : at + 1]
    if sign in {"{", '"'}:
        depth, end = 0, -1
        for match in _SIGN.finditer(text, at + (sign == '"')):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth < 0:
                return -1
            if depth == 0 and match[0] == (sign if sign == '"' else "}"):
                end = match.end()
                break
    else:
        word = _WORD.match(text, at)
        end = word.end() if word else -1
    joined = _JOINED.match(text, end) if end >= 0 else None
    return _value_end(text, joined.end()) if joined else end


def better_entry(
    document: ListDocument, entry: ListEntry, mention: VenueMention, paper: Paper, venue: Venue
) -> tuple[Edit, ...]:
    """Return the edits that make a published paper of a preprint: kind, venue, year and DOI; all else stays.

    What says only that it is a preprint goes, as ``volume = {abs/2312.00001}``; its arXiv id stays or is put in.
    """
    read, text = bib_fields(document.text, entry.at), document.text
    kind, field = ENTRY_TYPES[venue.kind]
    if read is None or not field or entry.kind not in _KINDS or mention.place not in read[1] or "crossref" in read[1]:
        return ()
    kind_span, fields = read
    field = "journaltitle" if (mention.place, field) == ("journaltitle", "journal") else field
    values = {name: text[one.value : one.end] for name, one in fields.items()}
    gone = {name for name, sign in _OF_PREPRINTS.items() if name in values and sign.match(values[name].strip('{}" '))}
    gone = (gone | values.keys() & {"month"}) - {mention.place}
    new = _new_values(values, paper, mention)
    kept = values.keys() - gone - new.keys() - ({mention.place} - {"eprint"}) - {"abstract", "file"}
    if paper.arxiv and not any(paper.arxiv in values[name] for name in kept):
        new |= {"eprint": paper.arxiv} | ({} if "archiveprefix" in fields else {"archiveprefix": "arXiv"})
    if (field in fields and mention.place != field) or ("eprint" in new and "eprint" in fields):
        return ()
    there = [name for name in new if name in fields]
    edits = [Edit((fields[name].value, fields[name].end), _delimited(values[name], new[name])) for name in there]
    edits += [*_removed(fields, gone), *_kind(text, kind_span, entry.kind, kind)]
    named, more = escape(venue.title_in(paper.year)), {name: new[name] for name in new if name not in fields}
    place = fields[mention.place]
    if mention.place == "eprint":
        edits.append(Edit((place.end, place.end), _added(text, place, {field: named, **more})))
    else:
        head = _renamed(text[place.start : place.value], mention.place, field)
        edits.append(Edit((place.start, place.end), f"{head}{{{named}}}{_added(text, place, more)}"))
    return tuple(sorted(edits, key=lambda edit: edit.loc))


def _new_values(values: dict[str, str], paper: Paper, mention: VenueMention) -> dict[str, str]:
    """Return year and DOI where they are missing, or the preprint's."""
    year = "date" if "date" in values and "year" not in values else "year"
    new = {} if year in values and mention.year == paper.year else {year: str(paper.year)}
    if paper.doi and "10.48550" in values.get("doi", "10.48550"):
        new["doi"] = paper.doi
    return new


def _kind(text: str, span: Span, old: str, kind: str) -> Iterator[Edit]:
    """Yield the edit of an entry's kind, in the capitals of the one that is there."""
    if old == kind or (old, kind) == ("conference", "inproceedings"):
        return
    there = text[slice(*span)]
    right = kind.upper() if there.isupper() else kind.capitalize() if there[:1].isupper() else kind
    yield Edit(tuple(span), right)


def _delimited(there: str, right: str) -> str:
    return f'"{right}"' if there.startswith('"') else right if there.isdigit() and right.isdigit() else f"{{{right}}}"


def _renamed(head: str, name: str, field: str) -> str:
    """Return ``journal   = `` as ``booktitle = ``: the sign = stays in its column where there is room."""
    rest = head[len(name) :].lstrip(" ")
    spaces = len(head) - len(name) - len(rest)
    there = head[: len(name)]
    shown = field.upper() if there.isupper() else field.capitalize() if there[:1].isupper() else field
    return shown + " " * (max(len(name) + spaces - len(field), 1) if spaces > 1 else spaces) + rest


def _added(text: str, place: BibField, more: dict[str, str]) -> str:
    """Return fields as they are put behind another one, each on a line of its own where that one is."""
    line = text.rfind("\n", 0, place.start) + 1
    indent = text[line : place.start]
    gap = "\n" + indent if line and not indent.strip() else " "
    head = text[place.start : place.value]
    name = head.split("=")[0].rstrip()
    return "".join(f",{gap}{_renamed(head, name, field)}{{{value}}}" for field, value in more.items())


def _removed(fields: dict[str, BibField], gone: set[str]) -> Iterator[Edit]:
    """Yield the edits that take fields away, each with the comma and the space up to the next."""
    names = list(fields)
    for number, name in enumerate(names):
        if name in gone:
            if number + 1 < len(names):
                yield Edit((fields[name].start, fields[names[number + 1]].start), "")
            else:
                last = next((one for one in reversed(names) if one not in gone), "")
                yield Edit((max(fields[last].end, fields[names[number - 1]].start), fields[name].end), "")


def apply(raw: bytes, problems: Iterable[ListProblem]) -> tuple[bytes, list[ListProblem]]:
    """Return a file's bytes after all fixes whose places do not overlap, and the problems that this solved.

    Of two that overlap, the larger is made; the other is found again in what comes out, if it is still there.
    """
    taken: list[tuple[int, int, bytes]] = []
    solved = []
    fixable = [problem for problem in problems if problem.fix]
    busy = _Places()
    for problem in sorted(fixable, key=lambda one: -max(end - start for start, end in map(_place, one.fix))):
        places = [_place(edit) for edit in problem.fix]
        if busy.take(places):
            solved.append(problem)
            taken += [(*place, edit.value.encode()) for place, edit in zip(places, problem.fix, strict=True)]
    pieces, last = [], 0
    for start, end, value in sorted(taken):
        new_line = b"\r\n" if b"\r\n" in raw[max(start - 2_000, 0) : start + 2_000] else b"\n"
        pieces += [raw[last:start], value.replace(b"\n", new_line)]
        last = end
    return b"".join([*pieces, raw[last:]]), sorted(solved)


def _place(edit: Edit) -> tuple[int, int]:
    start, end = edit.loc
    return int(start), int(end)


class _Places:
    """Places of a file that are taken."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, places: list[tuple[int, int]]) -> bool:
        """Take places, if all are free."""
        for start, end in places:
            number = bisect_left(self._starts, max(end, start + 1))
            if number and self._ends[number - 1] > start:
                return False
        for start, end in places:
            insort(self._starts, start)
            insort(self._ends, end)
        return True
