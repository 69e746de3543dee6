"""Every field of every record is in every export: records are filled, and their values are looked for in each."""

from __future__ import annotations

import csv
import html
import io
import json
import sqlite3
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from pyarrow import parquet
from pydantic.fields import FieldInfo

from effllm.cli import record_view
from effllm.cli.record_view import print_record
from effllm.export import FORMATS, FileFormat
from effllm.kb import KnowledgeBase
from effllm.kb.papers import LEFT_OUT
from effllm.records import Cell, Corpus, Framework, Measurement, Supports, Venue, Vocabulary, Word
from effllm.records.base import FieldKind, field_kinds
from effllm.records.framework import GROUPS
from effllm.site.pages import papers
from effllm.site.view import View
from tests.site.records import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from effllm.as_table import AsTable
    from effllm.records.base import Record

GIVEN: dict[str, Any] = {
    "Paper.venue": "CONF",
    "Paper.categories": ("leaf",),
    "Paper.cites": ("cited2020paper",),
    "Paper.arxiv": "2401.00101",
    "Paper.doi": "10.1000/invented",
    "Paper.openreview": "Ab3dEf7hIj",
    "Paper.acl": "2024.inv-main.7",
    "Paper.references": "partial",
    "Paper.added": "2026-01-03",
    "Paper.code": "https://github.com/example/code",
    "Paper.url": "https://example.org/paper",
    "Venue.id": "CONF",
    "Category.children": (),
    "Result.metric": "metric",
    "Result.size": "1.3B",
    "Setting.training_tokens": "117B",
    "Metric.id": "metric",
    "Metric.better": "lower",
    "Framework.paper": "cited2020paper",
    "PretrainedModel.paper": "cited2020paper",
    "Formula.paper": "cited2020paper",
    "WorkedExample.paper": "cited2020paper",
    "WorkedExample.inputs": {"zz9zz": 9.75},
    "CitationCount.paper": "filled2024paper",
    "CitationCount.source": "https://example.org/counted",
    "Measurement.paper": "cited2020paper",
    "PublicList.scope": ("leaf",),
    "PublicList.papers": ("cited2020paper",),
    "PretrainedModel.basis": {"hours": "noted"},
    "PretrainedModel.doubtful": ("hours",),
    "PretrainedModel.released": "2026-01-04",
    "PretrainedModel.weights": "open-non-commercial",
    "PretrainedModel.confidence": "Unverified",
    "SurveyRow.doubtful": ("training_time",),
    "Architecture.layer_types": {"moe": 7},
    "Architecture.norm": "LayerNorm",
    "Accelerator.doubtful": ("price_usd",),
    "Reading.paper": "cited2020paper",
    "ReferenceListCounts.key": "cited2020paper",
    "Status.as_of": "2026-02",
    "Cell.checked": "2026-03-04",
}
"""Values of fields in which not every text is right."""

NOT_THERE = {
    "show": {
        "Result": "a card has the first figures in short; --json has all",
        "Setting": "as the figures",
        "Baseline": "as the figures",
        "Cell": "a card says yes or no; --json has source and date",
        "SurveyTicks.note": "a page has it, and --json",
        "Paper.url": "an address beside ids is a slip",
        "Paper.references": "in words",
    },
    "page": {
        **dict.fromkeys(map("Paper.{}".format, papers.NOT_SHOWN), "see NOT_SHOWN beside the page"),
        "Paper.url": "an address beside ids is a slip",
        "Paper.references": "in words",
        "Result.source": "the sources of the record are below",
        "Result.metric": "by its name in the vocabulary",
    },
    "csv": dict.fromkeys(map("Paper.{}".format, LEFT_OUT), "see LEFT_OUT beside the columns"),
    "tables": {
        "ReferenceListCounts": "counts about a file, in JSON and SQLite",
        "CitationCount": "another kind of count, in JSON, SQLite and the file of each paper",
        "Word": "definitions of words, in JSON and SQLite",
        "Metric": "as words",
        "Measurement": "a row a figure; JSON and SQLite have the rest",
    },
    "api": {
        "ReferenceListCounts": "the JSON export has them",
    },
}  # fmt: skip
"""What an export leaves out, and why: fields, or records with all of their fields."""

INNER = ("Fact", "Equation", "Constant", "Result", "Setting", "Baseline")
HOLDS = {
    "show": {
        "Paper",
        *INNER,
        "Framework",
        "Status",
        "Supports",
        "SurveyTicks",
        "Cell",
        "Category",
        "PretrainedModel",
        "SurveyRow",
        "Architecture",
        "CitationCount",
    },
    "page": {"Paper", *INNER, "CitationCount"},
    "jsonl": {"Paper", *INNER},
    "parquet": {"Paper", *INNER},
    "csv": {"Paper"},
    "results.csv": {"Result", "Setting", "Baseline"},
}
"""Records that an export is about; the others hold all."""

ONLY_LISTED = {"Supports", "Vocabulary", "Corpus"}
"""Records whose fields are words or kinds of records: one more of these is filled as all are, and looked for."""


class Filling:
    """Fills records with values that no other field has."""

    def __init__(self) -> None:
        self.numbers = count(101)
        self.values: dict[str, set[str]] = {}

    def record(self, model: type[Record], **given: Any) -> Any:  # noqa: ANN401 - a record
        fields = {}
        for kind in field_kinds(model):
            where = f"{model.__name__}.{kind.name}"
            known = given if kind.name in given else {kind.name: GIVEN[where]} if where in GIVEN else None
            value = fields[kind.name] = known[kind.name] if known is not None else self._value(model, kind)
            plain = value if isinstance(value, tuple) else (value,)
            texts = [str(one) for one in plain if isinstance(one, str | int | float) and not isinstance(one, bool)]
            self.values.setdefault(where, set()).update(texts)
        return model.model_validate(fields)

    def _value(self, model: type[Record], kind: FieldKind) -> Any:  # noqa: ANN401 - any value
        if kind.name == "sources":
            return {"title": f"https://example.org/source{next(self.numbers)}"}
        if model is Framework and kind.name in GROUPS and kind.holds is dict:
            return {f"{kind.name}-word": self.record(Cell, value="yes")}
        if kind.record and kind.many:
            return (self.record(kind.record),)
        if kind.record:
            return self.record(kind.record)
        if kind.holds is dict:
            return {"inner": f"zz{next(self.numbers)}zz"}
        number = next(self.numbers)
        value = {bool: True, int: number, float: number + 0.5, str: f"zz{number}zz"}[kind.holds]
        value = kind.choices[0] if kind.choices else value
        return (value,) if kind.many else value


def filled() -> tuple[KnowledgeBase, dict[str, set[str]]]:
    """Return a knowledge base of records with a value in every field, and the values of each field."""
    fill = Filling()
    words: dict[str, tuple[Word, ...]] = {
        group: (fill.record(Word, id=f"{group}-word"),) for group in GROUPS if group != "supports"
    }
    supports = tuple(fill.record(Word, id=name) for name in Supports.model_fields)
    vocabulary = fill.record(Vocabulary, supports=supports, **words)
    paper = next(kind.record for kind in field_kinds(Corpus) if kind.name == "papers")
    category = next(kind.record for kind in field_kinds(Corpus) if kind.name == "branches")
    assert paper
    assert category
    cited = paper.model_validate(
        {"key": "cited2020paper", "title": "Cited", "authors": ("Ada Author",), "year": 2020, "venue": "CONF"}
        | {"categories": ("leaf",), "added": "2026-01-02", "arxiv": "2001.00001"}
    )
    branch = fill.record(category, children=(fill.record(category, id="leaf"),))
    filled_paper = fill.record(paper, key="filled2024paper", year=2024)
    corpus = fill.record(
        Corpus,
        papers=(filled_paper, cited),
        measurements=(fill.record(Measurement, results=filled_paper.results),),
        branches=(branch,),
        venues=(fill.record(Venue, kind="conference"),),
        vocabulary=vocabulary,
    )
    return KnowledgeBase(corpus), fill.values


def _format(name: str) -> Callable[[KnowledgeBase], bytes]:
    form = FORMATS[name]
    assert isinstance(form, FileFormat)
    return form.render


def _sqlite(kb: KnowledgeBase) -> Iterator[str]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(_format("sqlite")(kb))
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            rows = database.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
            yield from (column[0] for column in rows.description)
            yield from (str(value) for row in rows for value in row)


def _parquet(kb: KnowledgeBase) -> Iterator[str]:
    yield from _read(kb.papers)


def _read(table: AsTable) -> Iterator[str]:
    """Yield what a Parquet file holds, and check that a data frame and CSV have the same columns."""
    read = parquet.read_table(io.BytesIO(table.to_parquet()))
    frame = table.to_pandas().reset_index()
    assert set(read.column_names) == set(frame.columns) - {"index"}
    left_out = {*LEFT_OUT, "sources"} if hasattr(table, "record") else set()
    head = next(csv.reader(io.StringIO(table.to_csv())))
    assert [name for name in read.column_names if name not in left_out] == head
    yield from read.column_names
    yield json.dumps(read.to_pylist()).replace("\\", "")


def _tables(kb: KnowledgeBase) -> Iterator[str]:
    collections = (kb.papers, kb.taxonomy, kb.frameworks, kb.models, kb.hardware, kb.formulas, kb.lists, kb.venues)
    for table in (*collections, kb.reading_lists, kb.results(), kb.compare(), kb.citations, kb.measurements):
        yield from _read(table)


def _cards(kb: KnowledgeBase) -> Iterator[str]:
    printed: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_view, "card", lambda title, key, facts: printed.extend([title, key, *map(str, facts)]))
        print_record(kb, kb.papers["filled2024paper"])
        print_record(kb, next(iter(kb.frameworks.values())))
        print_record(kb, next(iter(kb.models.values())))
        for node in kb.taxonomy.values():
            print_record(kb, node)
    yield from printed


def _page(kb: KnowledgeBase) -> Iterator[str]:
    page, _files = papers.one(View(kb), kb.papers["filled2024paper"])
    yield html.unescape(page.text)


def _api(kb: KnowledgeBase) -> Iterator[str]:
    view = View(kb)
    yield from made(view, "api/").values()
    _page, files = papers.one(view, kb.papers["filled2024paper"])
    yield from (file.text for file in files)


EXPORTS: dict[str, Callable[[KnowledgeBase], Iterator[str]]] = {
    "json": lambda kb: iter([_format("json")(kb).decode()]),
    "jsonl": lambda kb: iter([_format("jsonl")(kb).decode()]),
    "csv": lambda kb: (cell for row in csv.reader(io.StringIO(kb.papers.to_csv())) for cell in row),
    "results.csv": lambda kb: (cell for row in csv.reader(io.StringIO(kb.results().to_csv())) for cell in row),
    "sqlite": _sqlite,
    "parquet": _parquet,
    "tables": _tables,
    "show": _cards,
    "page": _page,
    "api": _api,
}


def lacking() -> list[str]:
    """Return what exports lack, as ``page: Paper.title``, but for what they leave out with a reason."""
    kb, values = filled()
    missing = []
    for export, texts in EXPORTS.items():
        text = "\n".join(texts(kb))
        reasons, holds = NOT_THERE.get(export, {}), HOLDS.get(export)
        for where, wanted in values.items():
            model = where.partition(".")[0]
            if (holds is None or model in holds) and not reasons.keys() & {where, model}:
                missing += [f"{export}: {where}"] if any(value not in text for value in wanted) else []
    return missing


def models(model: type[Record] = Corpus) -> Iterator[type[Record]]:
    """Yield the records inside of a record, the innermost first, and itself."""
    for kind in field_kinds(model):
        if kind.record and kind.record is not model:
            yield from models(kind.record)
    yield model
    if model is Framework:
        yield Cell


ALL = list(dict.fromkeys(models()))


@pytest.fixture
def add_field() -> Iterator[Callable[[type[Record]], None]]:
    """Add a field to a record, which no code knows of."""
    changed: list[type[Record]] = []

    def rebuild() -> None:
        for model in ALL:
            model.model_rebuild(force=True)
        field_kinds.cache_clear()

    def add(model: type[Record]) -> None:
        for one in (model, *model.__subclasses__()):
            changed.append(one)
            one.model_fields["invented"] = FieldInfo(annotation=str | None, default=None)
        rebuild()

    yield add
    for model in changed:
        del model.model_fields["invented"]
    rebuild()


def test_every_field_is_in_every_export() -> None:
    assert lacking() == []


@pytest.mark.parametrize("model", [one for one in ALL if one.__name__ not in ONLY_LISTED], ids=lambda one: one.__name__)
def test_a_new_field_is_in_every_export(model: type[Record], add_field: Callable[[type[Record]], None]) -> None:
    add_field(model)
    # What a page shows in words of its own, it cannot know before: there the field is called missing.
    by_hand = {f"{export}: {name}.invented" for export in ("page", "show") for name in HOLDS[export] - {"Paper"}}
    assert set(lacking()) <= by_hand
