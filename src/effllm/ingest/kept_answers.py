"""What services answered, kept for some days, so that nobody is asked twice and a run that was stopped goes on."""

from __future__ import annotations

import json
import threading
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from effllm.bibliography.reference import Reference
from effllm.store.upkeep import kept_folder

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

NAME = "answers.jsonl"
_LEFT_OUT = frozenset({"abstract"})  # long, and no field of a record
_FIELDS = {field.name: field.type for field in fields(Reference) if field.name not in _LEFT_OUT}


def kept_file(root: Path) -> Path:
    """Return the file of a checkout in which answers are kept."""
    return kept_folder(root) / NAME


class KeptAnswers:
    """Answers of services by service and id, a line of JSON each; an answer that is None says: no such paper.

    Each answer is written as it comes, so that nothing is lost when the command is stopped. Use it as a context.
    """

    def __init__(self, file: Path | None, today: date, days: int) -> None:
        """Read what is kept; lines of another form are passed over.

        Args:
            file: where answers are kept; None to keep none.
            today: day of the answers to come.
            days: answers of so many days ago and more are forgotten.
        """
        self._file, self._today = file, today
        self._found: dict[tuple[str, str], tuple[date, Reference | None]] = {}
        self._lock = threading.Lock()
        self._opened: TextIO | None = None
        for day, service, name, answer in _lines(file) if file else ():
            if 0 <= (today - day).days < days:
                self._found[service, name] = day, answer

    def __enter__(self) -> Self:
        """Write what is kept without what is forgotten, and stay open for what comes."""
        if self._file:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            ignored = self._file.parent / ".gitignore"
            if not ignored.exists():
                ignored.write_text("*\n", encoding="utf-8")
            beside = self._file.with_name(f"{NAME}.new")
            lines = (_line(day, *key, answer) for key, (day, answer) in self._found.items())
            beside.write_text("".join(lines), encoding="utf-8")
            beside.replace(self._file)
            self._opened = self._file.open("a", encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        if self._opened:
            self._opened.close()

    def __contains__(self, key: tuple[str, str]) -> bool:
        """Tell whether a service's answer on an id is kept."""
        return key in self._found

    def get(self, service: str, name: str) -> Reference | None:
        """Return a service's answer on an id; None, too, where none is kept."""
        return self._found.get((service, name), (None, None))[1]

    def day(self, service: str, name: str) -> str:
        """Return the day of an answer; empty where none is kept."""
        return self._found[service, name][0].isoformat() if (service, name) in self._found else ""

    def put(self, service: str, name: str, answer: Reference | None) -> None:
        """Keep an answer of today."""
        with self._lock:
            self._found[service, name] = self._today, answer
            if self._opened:
                self._opened.write(_line(self._today, service, name, answer))
                self._opened.flush()


def _line(day: date, service: str, name: str, answer: Reference | None) -> str:
    said = {field: value for field in _FIELDS if (value := getattr(answer, field))} if answer else None
    kept = {"day": day.isoformat(), "service": service, "id": name, "answer": said}
    return json.dumps(kept, ensure_ascii=False, default=dict) + "\n"


def _lines(file: Path) -> list[tuple[date, str, str, Reference | None]]:
    try:
        text = file.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return []
    found = []
    for line in text.split("\n"):
        try:
            kept: Any = json.loads(line)
            said = kept["answer"]
            answer = (
                None
                if said is None
                else Reference(**{"title": "", **{name: _value(name, said[name]) for name in said}})
            )
            found.append((date.fromisoformat(kept["day"]), str(kept["service"]), str(kept["id"]), answer))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return found


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON holds anything
    """Return the value of a field of a `Reference`.

    Raises:
        TypeError: it is of another type.
    """
    kind = _FIELDS[name]
    if kind.startswith("tuple"):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise TypeError(name)
        return tuple(value)
    wanted = bool if kind == "bool" else int if kind.startswith("int") else dict if kind.startswith("Mapping") else str
    if type(value) is not wanted:
        raise TypeError(name)
    return value
