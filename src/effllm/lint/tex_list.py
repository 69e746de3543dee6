"""LaTeX files: the entries of a bibliography, and links anywhere."""

from __future__ import annotations

import re
from itertools import pairwise

from effllm.lint import addresses
from effllm.lint.paper_list import Document, Entry, Link, Part, Stamp
from effllm.lint.texts import stamps, titles
from effllm.markup import plain

_GAP = "\x1f"
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_ITEM = re.compile(r"\\bibitem\b")
_END = re.compile(r"\\end\s*\{thebibliography\}")
_HREF = re.compile(r"\\href\s*\{(?P<target>[^{}\s]+)\}\s*\{(?P<shown>[^{}]*)\}")
_URL = re.compile(r"\\(?:url|path|nolinkurl)\s*\{(?P<target>[^{}\s]+)\}")
_ITEM_HEAD = re.compile(r"\\bibitem\s*+(?:\[(?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\])?\s*\{[^{}]*\}")
_BARE = re.compile(r"(?P<target>https?://(?:[^\s{}\"<>|\\\x1f]|\\[_%#&~$])+)")
_GROUP = re.compile(r"(?:\\(?:emph|textit|textbf)\s*\{|\{\\(?:em|it|bf|sl)\b)(?P<shown>(?:[^{}]|\{[^{}]*\})*)\}")
_PART = re.compile(r"\\newblock\b|``|''|\x1f|\n[ \t]*\n")
_YEAR = re.compile(r"(?<![\d.:/])((?:19|20)\d\d)[a-z]?(?=[).,]|\s*$)")


def read(path: str, text: str) -> Document:
    """Return the entries of the bibliography and the links outside of it, each an entry of its own."""
    clean = _COMMENT.sub(lambda match: _GAP * len(match[0]), text)
    marks = [match.start() for match in _ITEM.finditer(clean)]
    entries = []
    for at, after in pairwise([*marks, len(clean)]):
        end = _END.search(clean, at, after)
        entries.append(_item(clean[at : end.start() if end else after], at))
    outside = clean[: marks[0]] if marks else clean
    entries += [_link(match) for pattern in (_HREF, _URL) for match in pattern.finditer(outside)]
    return Document(path, text, tuple(sorted(entries, key=lambda entry: entry.at)))


def _item(raw: str, at: int) -> Entry:
    """Return one entry of a bibliography."""
    links = []
    rest = _ITEM_HEAD.sub(_keep, raw, count=1)
    for pattern in (_HREF, _URL, _BARE):
        for match in pattern.finditer(rest):
            target = match["target"].replace("\\", "").rstrip(".,;)" if pattern is _BARE else "")
            links.append(Link(plain(match.groupdict().get("shown", "")), target, at + match.start("target")))
        rest = pattern.sub(_keep, rest)
    rest = _GROUP.sub(_keep, rest)
    parts = [Part(plain(text.replace("\n", " ").replace("~", " ")), at + start) for text, start in _split(rest)]
    ids, odd_ids = addresses.read(links, parts)
    found = tuple(stamps(parts))
    years = [(match[1], match.start(1)) for match in _YEAR.finditer(rest)]
    if years and not any(stamp.year for stamp in found):
        found = tuple(stamp._replace(year=int(years[-1][0]), dated=_dated(years, at)) for stamp in found)
    words = " ".join(part.text for part in parts)
    return Entry(
        at=at,
        text=words,
        titles=titles(parts),
        links=tuple(links),
        ids=ids,
        odd_ids=odd_ids,
        stamps=found or ((Stamp("", int(years[-1][0]), at, at, (at, at), _dated(years, at)),) if years else ()),
        cited=True,
    )


def _dated(years: list[tuple[str, int]], at: int) -> Part:
    """Return the last year of an entry that starts at ``at``."""
    text, start = years[-1]
    return Part(text, at + start)


def _keep(match: re.Match[str]) -> str:
    """Return a text of the same length that has only what a reader sees of the match."""
    if "shown" not in match.re.groupindex:
        return _GAP * len(match[0])
    start, end = match.start("shown") - match.start(), match.end("shown") - match.start()
    return _GAP * start + match["shown"] + _GAP * (len(match[0]) - end)


def _split(rest: str) -> list[tuple[str, int]]:
    """Return the pieces between commands, each with its offset."""
    cuts = list(_PART.finditer(rest))
    begins = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(rest)]
    return [(rest[b:e], b) for b, e in zip(begins, ends, strict=True) if rest[b:e].strip(" \n.,")]


def _link(match: re.Match[str]) -> Entry:
    """Return a link in running text: only the link itself can be checked."""
    link = Link(plain(match.groupdict().get("shown", "")), match["target"].replace("\\", ""), match.start("target"))
    ids, odd_ids = addresses.read([link], ())
    return Entry(at=match.start(), text="", links=(link,), ids=ids, odd_ids=odd_ids, cited=True)
