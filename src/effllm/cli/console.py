"""What the commands print: laid out for a terminal; in long plain lines for files, pipes and other programs."""

import contextlib
import json
import re
import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, NoReturn

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from effllm.nearest import UnknownKey

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

WIDE = 100_000
"""Columns of an output that is no terminal: no line is ever wrapped."""

_GAP = 2
_LEAST_ROOM = 20
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class _Console(Console):
    """Rich's console, but for a closed pipe, which is for the caller to handle."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


def is_terminal() -> bool:
    """Tell whether a person reads standard output as it comes."""
    return sys.stdout.isatty()


def console() -> Console:
    """Return a console for standard output. Texts are texts: nothing in them is markup."""
    width = None if is_terminal() else WIDE
    return _Console(width=width, markup=False, emoji=False, highlight=False)


def terminal_width() -> int:
    """Return how many columns the terminal has."""
    return console().width


def show(renderable: RenderableType) -> None:
    """Print a table, a tree or a text; off the terminal without spaces at the ends of lines."""
    out = console()
    if is_terminal():
        out.print(renderable, soft_wrap=isinstance(renderable, Text))
        return
    with out.capture() as captured:
        out.print(renderable)
    print("\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n")))


FIELDS: ContextVar[tuple[str, ...]] = ContextVar("FIELDS", default=())
"""The fields that ``--fields`` asks for; empty where it is not given. ``related.key`` is a field of a field."""


def show_json(value: Any, *, left_out: frozenset[str] = frozenset()) -> None:  # noqa: ANN401 - JSON holds anything
    """Print a value as JSON in UTF-8, nothing else; a byte of a file name that is no text becomes an escape.

    Args:
        value: a record, or a list of records.
        left_out: fields that are long, and only printed where ``--fields`` asks for them or for ``all``.

    Raises:
        UnknownKey: ``--fields`` asks for a field that there is not.
    """
    fields = FIELDS.get()
    if fields and fields != ("all",):
        value = chosen(value, fields)
    elif not fields and left_out:
        value = [{name: part for name, part in one.items() if name not in left_out} for one in value]
    write((json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode(errors="backslashreplace"))


class UnknownField(UnknownKey):
    """What is printed has no such field."""

    kind = "field"


def chosen(value: Any, fields: "Iterable[str]") -> Any:  # noqa: ANN401 - as above
    """Return only these fields of a record, or of each record of a list; a dot leads to a field of a field."""
    if isinstance(value, list):
        return [chosen(one, fields) for one in value]
    if value is None:
        return None
    parts = [field.partition(".") for field in fields]
    known = value if isinstance(value, dict) else {}
    for name, _, _ in parts:
        if name not in known:
            raise UnknownField(name, known)
    found: dict[str, Any] = {}
    for name, _, _ in parts:
        inner = [rest for other, _, rest in parts if other == name and rest]
        found[name] = chosen(known[name], inner) if inner else known[name]
    return found


def show_file(text: str) -> None:
    """Print the text of a file in UTF-8, as `effllm export` does, whatever letters the terminal has."""
    write(text.encode())


def write(content: bytes) -> None:
    """Write a file's content to standard output, byte for byte."""
    sys.stdout.flush()
    rest = memoryview(content)
    while rest:  # where Python runs unbuffered, a write may take only a part
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def table(*columns: str, whole: "Container[str]" = ()) -> Table:
    """Return an empty table of these columns; those in ``whole`` never break a line."""
    made = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold", no_wrap=column in whole)
    return made


def show_records(listed: Table) -> None:
    """Print a table of records; where its words would have too little room, each record on lines of its own."""
    whole = [column for column in listed.columns if column.no_wrap]
    words = [column for column in listed.columns if not column.no_wrap]
    taken = sum(max(cell_len(str(cell)) for cell in [column.header, *column.cells]) + _GAP for column in whole)
    if terminal_width() - taken >= _LEAST_ROOM * len(words):
        show(listed)
        return
    out = console()
    heads = zip(*(column.cells for column in whole), strict=True)
    for head, texts in zip(heads, zip(*(column.cells for column in words), strict=True), strict=True):
        out.print(Text((" " * _GAP).join(map(str, head)), "bold"))
        for text in filter(None, map(str, texts)):
            out.print(Padding(Text(text), (0, 0, 0, _GAP)))


def card(title: str, key: str, facts: "Iterable[tuple[str, str | Text]]") -> None:
    """Print a record: its title, its key and its facts, those without a value left out."""
    show(Text(title, "bold"))
    show(Text(key, "cyan"))
    print()
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in facts:
        if value:
            grid.add_row(name, value)
    show(grid)


@contextlib.contextmanager
def progress(doing: str, how: str = "asking ") -> "Iterator[Callable[[str], None]]":
    """Show on a terminal what is going on, until it is done; yields a function that says whom it waits for."""
    out = Console(stderr=True, markup=False, emoji=False, highlight=False)
    if not out.is_terminal:
        yield lambda _: None
    elif out.is_dumb_terminal:  # nothing can be taken away again
        yield lambda whom: say(f"{doing}: {how}{whom}")
    else:
        with out.status(doing) as status:
            yield lambda whom: status.update(f"{doing}: {how}{whom}")


def say(text: str) -> None:
    """Print a line for people, on standard error."""
    print(text, file=sys.stderr)


def say_table(listed: Table) -> None:
    """Print a table for people, on standard error."""
    width = None if sys.stderr.isatty() else WIDE
    out = Console(stderr=True, width=width, markup=False, emoji=False, highlight=False)
    with out.capture() as captured:
        out.print(listed)
    for line in captured.get().rstrip("\n").split("\n"):
        say(line.rstrip())


def one_line(text: str) -> str:
    """Return the text with every character that could move the cursor or break the line written as an escape."""
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
