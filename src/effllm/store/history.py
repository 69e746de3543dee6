"""Records as they were at a commit, in a folder or in a bundle, as rows of plain values in the form of today.

No rule is asked and no record is made: rules and models are those of today, and older records need not keep them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import Path
from typing import TYPE_CHECKING, Any

from effllm.store import layout, older_forms
from effllm.store.clone import Clone
from effllm.store.folders import FOLDERS
from effllm.store.record_file import parse, read_canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from effllm.records import Corpus

KINDS = (
    *("paper", "result", "category", "framework", "model", "hardware", "formula", "measurement", "list"),
    *("reading list", "venue", "word"),
)
"""The kinds of records, in the order in which they are told of."""

_SAID = ("value", "unit", "where", "source")
"""What a figure says, besides the value of its baseline; all else says of what it is the figure."""


@dataclass(frozen=True)
class Rows:
    """Records as plain values.

    Attributes:
        records: the fields of each record by kind, then by its id; a category has the one above as ``parent``.
        files: the file of each, by kind and id.
        unread: files that could not be read.
    """

    records: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def add(self, kind: str, name: str, values: Mapping[str, Any], file: str = "") -> None:
        """Take a record."""
        self.records[kind][name] = {key: value for key, value in values.items() if value is not None}
        self.files[kind, name] = file


@dataclass(frozen=True)
class Files:
    """The files of records at one time.

    Attributes:
        hashes: git's hash of the content of each, by path.
        read: the contents of some of them, by their paths.
    """

    hashes: Mapping[str, str]
    read: Callable[[Iterable[str]], Mapping[str, bytes]]


def at_commit(root: Path, name: str) -> Files | None:
    """Return the files of records at a commit, branch or tag of a checkout's repository; None where it has none such.

    Raises:
        NoClone: the checkout is in no git repository, or git is not installed.
    """
    clone = Clone(root)
    commit = clone.commit(name)
    if commit is None:
        return None
    hashes = _of_records(clone.files(commit.id, FOLDERS))

    def read(paths: Iterable[str]) -> dict[str, bytes]:
        wanted = list(paths)
        contents = clone.contents(hashes[path] for path in wanted)
        return {path: contents[hashes[path]] for path in wanted if hashes[path] in contents}

    return Files(hashes, read)


def in_folder(root: Path) -> Files:
    """Return the files of records in a checkout, committed or not."""
    found = {path: Path(file.path).read_bytes() for path, file in layout.files_below(root) if _is_record(path)}
    # What git hashes, so that files that are the same at a commit are not read as records.
    hashes = {
        path: sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest() for path, raw in found.items()
    }
    return Files(hashes, lambda paths: {path: found[path] for path in paths})


def both(old: Files | Rows, new: Files | Rows) -> tuple[Rows, Rows]:
    """Return the records of two states: of files only those in which the two differ. Linear in what is read."""
    if isinstance(old, Files) and isinstance(new, Files):
        paths = [path for path in {**old.hashes, **new.hashes} if old.hashes.get(path) != new.hashes.get(path)]
        before, after = (_rows_of(one.read(path for path in paths if path in one.hashes)) for one in (old, new))
    else:
        before, after = (_rows_of(one.read(one.hashes)) if isinstance(one, Files) else one for one in (old, new))
    for one, other in ((before, after), (after, before)):
        _forget(other, set(one.unread))
    return before, after


def _rows_of(contents: Mapping[str, bytes]) -> Rows:
    """Return the records in files, by path."""
    rows = Rows()
    for path, raw in contents.items():
        kind = layout.kind_of(path)
        known = read_canonical(path, kind, raw) if kind else []
        if kind and known:
            values = [record.model_dump(mode="json", exclude_defaults=True) for record in known]
            _take(rows, path, values if kind.listed else values[0])
            continue
        document, _ = parse(path, raw)
        if document is None:
            rows.unread.append(path)
        else:
            _take(rows, path, document.data)
    return rows


def rows_of_corpus(corpus: Corpus) -> Rows:
    """Return all records of a knowledge base."""
    return rows_of_bundle(corpus.model_dump(mode="json", exclude_defaults=True))


def rows_of_bundle(values: Mapping[str, Any]) -> Rows:
    """Return all records of a packaged bundle, of this version or an older one."""
    rows = Rows()
    for kind, many, name in (("paper", "papers", "key"), ("measurement", "measurements", "id")):
        for one in values.get(many, ()):
            _with_results(rows, kind, one[name], one, "")
    for one in values.get("branches", ()):
        _category(rows, one, "")
    for many, kind in _LISTED.items():
        for one in values.get(many, ()):
            _named(rows, kind, one, "")
    _vocabulary(rows, values.get("vocabulary", {}), "")
    return rows


_LISTED = {
    "frameworks": "framework",
    "models": "model",
    "hardware": "hardware",
    "formulas": "formula",
    "lists": "list",
    "reading_lists": "reading list",
    "venues": "venue",
}
"""What a bundle calls the records of a kind -> the kind."""

_FILES = {
    layout.FRAMEWORK: "framework",
    layout.MODEL: "model",
    layout.FORMULA: "formula",
    layout.PUBLIC_LIST: "list",
    layout.READING_LIST: "reading list",
    layout.HARDWARE: "hardware",
    layout.VENUES: "venue",
}


def kind_of_record(path: str) -> str:
    """Return the kind of the records in a file that holds some, other than figures."""
    kind = layout.kind_of(path)
    others = {layout.PAPER: "paper", layout.MEASUREMENT: "measurement", layout.BRANCH: "category"}
    return {**_FILES, **others, layout.VOCABULARY: "word"}[kind] if kind else "model"


def _is_record(path: str) -> bool:
    kind = layout.kind_of(path)
    return path == older_forms.MODELS or (kind is not None and kind not in {layout.REFERENCES, *layout.LINES})


def _of_records(hashes: Mapping[str, str]) -> dict[str, str]:
    return {path: one for path, one in hashes.items() if _is_record(path)}


def _take(rows: Rows, path: str, data: Any) -> None:  # noqa: ANN401 - as the file has it
    """Take what a file holds; what has not its form is not taken."""
    kind, stem = layout.kind_of(path), layout.stem_of(path)
    if kind is layout.RESULTS:
        _results(rows, stem, data, path)
    elif path == older_forms.MODELS or (kind and kind.listed):
        for one in data if isinstance(data, list) else ():
            _named(rows, _FILES[kind] if kind else "model", one, path)
    elif not isinstance(data, dict):
        rows.unread.append(path)
    elif kind is layout.PAPER:
        _with_results(rows, "paper", stem, data, path)
    elif kind is layout.MEASUREMENT:
        _with_results(rows, "measurement", stem, data, path)
    elif kind is layout.BRANCH:
        _category(rows, data, path)
    elif kind is layout.VOCABULARY:
        _vocabulary(rows, data, path)
    elif kind:
        _named(rows, _FILES[kind], {**data, "id": stem}, path)


def _named(rows: Rows, kind: str, values: Mapping[str, Any], file: str) -> None:
    if kind == "model" and "printed" in values:
        values = older_forms.model(values)
    if isinstance(values, dict) and "id" in values:
        rows.add(kind, str(values["id"]), {name: value for name, value in values.items() if name != "id"}, file)


def _with_results(rows: Rows, kind: str, key: str, values: Mapping[str, Any], file: str) -> None:
    """Take a paper or a measured source, and its figures where they are in it."""
    own = {name: value for name, value in values.items() if name not in {"key", "id", "results"}}
    rows.add(kind, key, own, file)
    _results(rows, key, values.get("results", ()), file)


def _results(rows: Rows, key: str, results: Iterable[Mapping[str, Any]], file: str) -> None:
    """Take the figures of a paper, each named by what it is the figure of; the second of one name has a number."""
    seen: dict[str, int] = defaultdict(int)
    for one in results:
        name = _name_of(one)
        seen[name] += 1
        numbered = f"{name} ({seen[name]})" if seen[name] > 1 else name
        rows.add("result", f"{key}: {numbered}", one, file)


def _name_of(result: Mapping[str, Any]) -> str:
    """Return of what a figure is the figure: ``perplexity, OPT, 13B, GPTQ, dataset C4, weight_bits 3``."""
    about = [str(value) for name, value in result.items() if name not in {*_SAID, "setting", "baseline"}]
    for word, value in result.get("setting", {}).items():
        about.append(f"{word} {value:g}" if isinstance(value, float) else f"{word} {value}")  # 4, not 4.0
    if "what" in result.get("baseline", {}):
        about.append(f"against {result['baseline']['what']}")
    return ", ".join(about)


def _category(rows: Rows, values: Mapping[str, Any], file: str, parent: str | None = None) -> None:
    own = {name: value for name, value in values.items() if name not in {"id", "children"}}
    rows.add("category", str(values.get("id")), {**own, "parent": parent}, file)
    for child in values.get("children", ()):
        _category(rows, child, file, str(values.get("id")))


def _vocabulary(rows: Rows, groups: Mapping[str, Iterable[Mapping[str, Any]]], file: str) -> None:
    for group, words in groups.items():
        for word in words:
            own = {name: value for name, value in word.items() if name != "id"}
            rows.add("word", f"{group}/{word.get('id')}", own, file)


def _forget(rows: Rows, files: set[str]) -> None:
    """Drop the records of files that could not be read at the other time: they are neither new nor gone."""
    for (kind, name), file in rows.files.items():
        if file in files:
            rows.records[kind].pop(name, None)
