"""Somebody else's list of papers, checked against the knowledge base: Markdown, BibTeX or LaTeX; offline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from effllm.checks import Rule
from effllm.lint import identity, latex_lists, links, markdown_list, published
from effllm.lint.findings import ListProblem, find_problems, told_once
from effllm.lint.fixes import apply
from effllm.lint.kb_index import Index
from effllm.wording import UTF16, not_utf8

if TYPE_CHECKING:
    from collections.abc import Callable

    from effllm.lint.findings import ListCheck
    from effllm.lint.paper_list import ListDocument

UNREADABLE = Rule(
    "EL000",
    "A list is a text file in UTF-8",
    "Other files cannot be read as a list.",
    "# list.md, saved as a picture",
    "# list.md, saved as text",
)

__all__ = [
    "CHECKS",
    "READERS",
    "RULES",
    "Index",
    "ListProblem",
    "apply",
    "check",
    "check_document",
    "read",
    "told_once",
]

READERS: dict[str, Callable[[str, str], ListDocument]] = {
    ".md": markdown_list.read,
    ".markdown": markdown_list.read,
    ".bib": latex_lists.read_bib,
    ".tex": latex_lists.read_tex,
    ".bbl": latex_lists.read_tex,
}
"""How each kind of file is read, by the ending of its name."""

CHECKS: tuple[ListCheck, ...] = (*identity.CHECKS, *published.CHECKS, *links.CHECKS)

RULES: tuple[Rule, ...] = tuple(sorted((UNREADABLE, *(check.rule for check in CHECKS)), key=lambda rule: rule.code))
"""Every rule that a list can break, in order of code."""

LARGEST = 20_000_000
"""Largest file that is read, in bytes."""


def check(path: str, raw: bytes, index: Index) -> list[ListProblem]:
    """Return what is wrong in a list, in order of line; what may be right is a warning.

    The cost is linear in its length.

    Args:
        path: its name; the ending, a key of `READERS`, tells how it is read.
        raw: its content.
        index: what it is compared with.
    """
    document = read(path, raw)
    return [document] if isinstance(document, ListProblem) else check_document(document, index)


def check_document(document: ListDocument, index: Index) -> list[ListProblem]:
    """Return what is wrong in a list that was read, in order of line; each once, for entries may share a field."""
    return sorted(set(find_problems(document, index, CHECKS)))


def read(path: str, raw: bytes, ending: str = "") -> ListDocument | ListProblem:
    """Return a list after reading, or why it cannot be read; without an ``ending``, its path tells how it is read."""
    try:
        text = _text(raw)
    except UnicodeDecodeError as error:
        return _unreadable(path, *not_utf8(error))
    except _NoListError as error:
        return _unreadable(path, 1, 1, str(error))
    document = READERS[ending or "." + path.rpartition(".")[2].lower()](path, text)
    return replace(document, raw=raw)


class _NoListError(ValueError):
    """A file is no list; the text says what it is."""


def _unreadable(path: str, line: int, column: int, why: str) -> ListProblem:
    hint = "a list is Markdown, BibTeX or LaTeX in UTF-8"
    return ListProblem(path, line, column, UNREADABLE.code, why, hint)


def _text(raw: bytes) -> str:
    """Return the text of a file.

    Raises:
        UnicodeDecodeError: it is not UTF-8.
        _NoListError: it is something else.
    """
    if len(raw) > LARGEST:
        raise _NoListError(f"the file has {len(raw):,} bytes, more than any list")
    if b"\0" in raw and not raw.startswith(UTF16):
        raise _NoListError("the file is binary")
    text = raw.decode("utf-8-sig")
    if text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
        raise _NoListError("the file is a saved web page, not the list itself")
    return text.replace("\r\n", "\n").replace("\r", "\n")
