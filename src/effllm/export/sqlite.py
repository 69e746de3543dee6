"""SQLite: every record in normalised tables, with foreign keys."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from effllm.records import Setting, Source
from effllm.records.framework import GROUPS

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from effllm.kb import KnowledgeBase, Node
    from effllm.records import Framework, Paper, PretrainedModel, ReadingList, Vocabulary

SCHEMA = """
CREATE TABLE venues (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE venue_aliases (
  venue TEXT NOT NULL REFERENCES venues(id), alias TEXT NOT NULL, PRIMARY KEY (venue, alias)
);
CREATE TABLE categories (
  id TEXT PRIMARY KEY, parent TEXT REFERENCES categories(id), position INTEGER NOT NULL, name TEXT NOT NULL,
  summary TEXT NOT NULL, survey INTEGER NOT NULL CHECK (survey IN (0, 1)),
  around INTEGER NOT NULL CHECK (around IN (0, 1))
);
CREATE TABLE category_aliases (alias TEXT PRIMARY KEY, category TEXT NOT NULL REFERENCES categories(id));
CREATE TABLE papers (
  key TEXT PRIMARY KEY, title TEXT NOT NULL, name TEXT,
  authors_unknown INTEGER NOT NULL CHECK (authors_unknown IN (0, 1)), year INTEGER NOT NULL,
  venue TEXT NOT NULL REFERENCES venues(id), arxiv TEXT, doi TEXT, openreview TEXT, acl TEXT, url TEXT, link TEXT,
  code TEXT, summary TEXT, "references" TEXT NOT NULL, added TEXT NOT NULL
);
CREATE TABLE paper_aliases (
  paper TEXT NOT NULL REFERENCES papers(key), alias TEXT NOT NULL, PRIMARY KEY (paper, alias)
);
CREATE TABLE former_keys (former_key TEXT PRIMARY KEY, paper TEXT NOT NULL REFERENCES papers(key));
CREATE TABLE authors (
  paper TEXT NOT NULL REFERENCES papers(key), position INTEGER NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (paper, position)
);
CREATE TABLE paper_categories (
  paper TEXT NOT NULL REFERENCES papers(key), position INTEGER NOT NULL,
  category TEXT NOT NULL REFERENCES categories(id), PRIMARY KEY (paper, position), UNIQUE (paper, category)
);
CREATE TABLE citations (
  paper TEXT NOT NULL REFERENCES papers(key), cited TEXT NOT NULL REFERENCES papers(key), PRIMARY KEY (paper, cited)
);
CREATE TABLE setup (
  paper TEXT NOT NULL REFERENCES papers(key), position INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  "where" TEXT NOT NULL, PRIMARY KEY (paper, position)
);
CREATE TABLE equations (
  paper TEXT NOT NULL REFERENCES papers(key), position INTEGER NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,
  "where" TEXT NOT NULL, PRIMARY KEY (paper, position)
);
CREATE TABLE constants (
  paper TEXT NOT NULL, equation INTEGER NOT NULL, position INTEGER NOT NULL, symbol TEXT NOT NULL, value REAL NOT NULL,
  unit TEXT, PRIMARY KEY (paper, equation, position),
  FOREIGN KEY (paper, equation) REFERENCES equations(paper, position)
);
CREATE TABLE metrics (
  id TEXT PRIMARY KEY, better TEXT NOT NULL CHECK (better IN ('higher', 'lower', 'neither')),
  relative INTEGER NOT NULL CHECK (relative IN (0, 1))
);
CREATE TABLE metric_units (
  metric TEXT NOT NULL REFERENCES metrics(id), position INTEGER NOT NULL, unit TEXT NOT NULL,
  PRIMARY KEY (metric, position)
);
CREATE TABLE results (
  paper TEXT NOT NULL REFERENCES papers(key), position INTEGER NOT NULL, metric TEXT NOT NULL REFERENCES metrics(id),
  value REAL NOT NULL, unit TEXT, model TEXT NOT NULL, size TEXT, parameters REAL, method TEXT,
  dataset TEXT, split TEXT,
  weight_bits REAL, activation_bits REAL, group_size INTEGER, calibration TEXT, training_tokens TEXT,
  training_examples INTEGER, batch INTEGER, sequence_length INTEGER, judge TEXT, hardware TEXT, baseline TEXT,
  baseline_value REAL, "where" TEXT NOT NULL, source TEXT, PRIMARY KEY (paper, position)
);
CREATE TABLE reading_lists (id TEXT PRIMARY KEY, name TEXT NOT NULL, summary TEXT NOT NULL, audience TEXT NOT NULL);
CREATE TABLE readings (
  list TEXT NOT NULL REFERENCES reading_lists(id), position INTEGER NOT NULL, section TEXT NOT NULL,
  paper TEXT NOT NULL REFERENCES papers(key), why TEXT NOT NULL, PRIMARY KEY (list, position), UNIQUE (list, paper)
);
CREATE TABLE words (
  "group" TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL,
  PRIMARY KEY ("group", id)
);
CREATE TABLE frameworks (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, summary TEXT, organization TEXT, repo TEXT NOT NULL, license TEXT,
  first_release INTEGER, state TEXT NOT NULL, as_of TEXT NOT NULL, successor TEXT, paper TEXT REFERENCES papers(key),
  docs TEXT, survey_training TEXT, survey_fine_tuning TEXT, survey_inference TEXT, survey_note TEXT, note TEXT
);
CREATE TABLE framework_languages (
  framework TEXT NOT NULL REFERENCES frameworks(id), position INTEGER NOT NULL, language TEXT NOT NULL,
  PRIMARY KEY (framework, position)
);
CREATE TABLE framework_survey_features (
  framework TEXT NOT NULL REFERENCES frameworks(id), position INTEGER NOT NULL, feature TEXT NOT NULL,
  PRIMARY KEY (framework, position)
);
CREATE TABLE cells (
  framework TEXT NOT NULL REFERENCES frameworks(id), "group" TEXT NOT NULL, word TEXT NOT NULL,
  value TEXT NOT NULL CHECK (value IN ('yes', 'no', 'unknown')), source TEXT, url TEXT, checked TEXT,
  PRIMARY KEY (framework, "group", word), FOREIGN KEY ("group", word) REFERENCES words("group", id)
);
CREATE TABLE models (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, citation TEXT, paper TEXT REFERENCES papers(key),
  printed_parameter_size TEXT NOT NULL, printed_data_scale TEXT NOT NULL, printed_gpus_cost TEXT NOT NULL,
  printed_training_time TEXT NOT NULL, parameters INTEGER, sparse INTEGER, tokens INTEGER, bytes INTEGER,
  accelerator TEXT, accelerators INTEGER, hours REAL, accelerator_hours REAL, doubtful TEXT,
  note TEXT
);
CREATE TABLE sources (
  kind TEXT NOT NULL CHECK (kind IN ('paper', 'framework', 'model')), record TEXT NOT NULL, field TEXT NOT NULL,
  position INTEGER NOT NULL, source TEXT NOT NULL, url TEXT, PRIMARY KEY (kind, record, field, position)
);
CREATE INDEX papers_year ON papers(year);
CREATE INDEX authors_name ON authors(name);
CREATE INDEX paper_categories_category ON paper_categories(category);
CREATE INDEX citations_cited ON citations(cited);
CREATE INDEX results_metric ON results(metric);
CREATE INDEX cells_word ON cells("group", word);
"""


Row = tuple[Any, ...]


def to_sqlite(kb: KnowledgeBase) -> bytes:
    """Return a database file. References to papers that are not among the records are left out."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.executescript(SCHEMA)
        with database:
            for table, rows in _tables(kb):
                for row in rows:
                    places = ", ".join("?" * len(row))
                    database.execute(f"INSERT INTO {table} VALUES ({places})", row)  # noqa: S608 - only our own names
        return database.serialize()


def _tables(kb: KnowledgeBase) -> Iterator[tuple[str, Iterable[Row]]]:
    """Yield each table's name and rows, after the tables that it refers to."""
    venues, frameworks, models = kb.venues.values(), kb.frameworks.values(), kb.models.values()
    papers = {paper.key: paper for paper in kb.papers.values()}
    yield "venues", ((v.id, v.name, v.kind) for v in venues)
    yield "venue_aliases", ((v.id, alias) for v in venues for alias in v.aliases)
    yield "categories", _categories(kb.taxonomy.roots)
    yield "category_aliases", ((alias, node.id) for node in kb.taxonomy.values() for alias in node.aliases)
    yield "papers", map(_paper, papers.values())
    yield "paper_aliases", ((p.key, alias) for p in papers.values() for alias in p.aliases)
    yield "former_keys", ((former, p.key) for p in papers.values() for former in p.former_keys)
    yield "authors", ((p.key, n, name) for p in papers.values() for n, name in enumerate(p.authors))
    yield "paper_categories", ((p.key, n, category) for p in papers.values() for n, category in enumerate(p.categories))
    yield "citations", ((p.key, cited) for p in papers.values() for cited in p.cites if cited in papers)
    yield "setup", ((p.key, n, f.name, f.value, f.where) for p in papers.values() for n, f in enumerate(p.setup))
    yield "equations", ((p.key, n, e.name, e.text, e.where) for p in papers.values() for n, e in enumerate(p.equations))
    yield "constants", (row for p in papers.values() for row in _constants(p))
    yield "metrics", ((m.id, m.better, m.relative) for m in kb.vocabulary.metrics)
    yield "metric_units", ((m.id, n, unit) for m in kb.vocabulary.metrics for n, unit in enumerate(m.units))
    yield "results", (_result(p, n) for p in papers.values() for n in range(len(p.results)))
    yield "reading_lists", ((one.id, one.name, one.summary, one.audience) for one in kb.reading_lists.values())
    yield "readings", (row for one in kb.reading_lists.values() for row in _readings(one, papers))
    yield "words", _words(kb.vocabulary)
    yield "frameworks", (_framework(framework, papers) for framework in frameworks)
    yield "framework_languages", ((f.id, n, language) for f in frameworks for n, language in enumerate(f.languages))
    named = ((f.id, n, one) for f in frameworks if f.survey for n, one in enumerate(f.survey.features))
    yield "framework_survey_features", named
    yield "cells", (row for framework in frameworks for row in _cells(framework, kb.vocabulary))
    yield "models", (_model(model, papers) for model in models)
    yield "sources", (row for p in papers.values() for row in _sources("paper", p.key, p.sources))
    yield "sources", (row for f in frameworks for row in _sources("framework", f.id, f.sources))
    yield "sources", (row for m in models for row in _sources("model", m.id, m.sources))


def _categories(nodes: Iterable[Node]) -> Iterator[Row]:
    """Yield the rows of a tree, parents before children."""
    for position, node in enumerate(nodes):
        parent = node.parent.id if node.parent else None
        yield node.id, parent, position, node.name, node.summary, node.survey, node.around
        yield from _categories(node.children)


def _paper(p: Paper) -> Row:
    ids = (p.arxiv, p.doi, p.openreview, p.acl, p.url, p.link)
    return (p.key, p.title, p.name, p.authors_unknown, p.year, p.venue, *ids, p.code, p.summary, p.references, p.added)


def _constants(p: Paper) -> Iterator[Row]:
    for number, equation in enumerate(p.equations):
        for position, constant in enumerate(equation.constants):
            yield p.key, number, position, constant.symbol, constant.value, constant.unit


def _result(p: Paper, position: int) -> Row:
    r = p.results[position]
    baseline = (r.baseline.what, r.baseline.value) if r.baseline else (None, None)
    setting = tuple(getattr(r.setting, name) for name in Setting.model_fields)
    what = (r.metric, r.value, r.unit, r.model, r.size, r.parameters, r.method)
    return (p.key, position, *what, *setting, r.hardware, *baseline, r.where, r.source)


def _readings(one: ReadingList, papers: Container[str]) -> Iterator[Row]:
    rows = ((s.name, reading) for s in one.sections for reading in s.papers if reading.paper in papers)
    for position, (section, reading) in enumerate(rows):
        yield one.id, position, section, reading.paper, reading.why


def _words(vocabulary: Vocabulary) -> Iterator[Row]:
    for group in type(vocabulary).model_fields:
        for position, word in enumerate(vocabulary.group(group).values()):
            yield group, word.id, position, word.name, word.definition


def _framework(f: Framework, papers: Container[str]) -> Row:
    status = (f.status.state, f.status.as_of, f.status.successor)
    survey = (f.survey.training, f.survey.fine_tuning, f.survey.inference, f.survey.note) if f.survey else (None,) * 4
    facts = (f.id, f.name, f.summary, f.organization, f.repo, f.license, f.first_release)
    return (*facts, *status, f.paper if f.paper in papers else None, f.docs, *survey, f.note)


def _cells(framework: Framework, vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the cells that somebody looked for."""
    for group in GROUPS:
        for word in vocabulary.group(group):
            cell = framework.cell(group, word)
            if cell.checked:
                yield framework.id, group, word, cell.value, cell.source, cell.source and cell.source.url, cell.checked


def _model(m: PretrainedModel, papers: Container[str]) -> Row:
    printed = (m.printed.parameter_size, m.printed.data_scale, m.printed.gpus_cost, m.printed.training_time)
    cost = (m.parameters, m.sparse, m.tokens, m.bytes, m.accelerator, m.accelerators, m.hours, m.accelerator_hours)
    return (
        m.id,
        m.name,
        m.citation,
        m.paper if m.paper in papers else None,
        *printed,
        *cost,
        ", ".join(m.doubtful) or None,
        m.note,
    )


def _sources(kind: str, record: str, sources: Mapping[str, str | tuple[str, ...]]) -> Iterator[Row]:
    for field, given in sources.items():
        for position, source in enumerate((given,) if isinstance(given, str) else given):
            yield kind, record, field, position, source, Source(source).url
