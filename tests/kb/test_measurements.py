"""Measurements that no paper reports: found by id, and written as the figures of papers are."""

from __future__ import annotations

import csv
import io

import pytest

from effllm import KnowledgeBase, UnknownMeasurement
from effllm.store.bundle import dumps, loads
from tests.factories import MEASUREMENT, knowledge_base

KB = knowledge_base()


def test_an_unknown_id_names_the_nearest() -> None:
    assert KB.measurements["thin-bench"] == MEASUREMENT
    with pytest.raises(UnknownMeasurement, match="did you mean thin-bench"):
        KB.measurements["thinbench"]


def test_figures_come_as_those_of_papers_do() -> None:
    rows = KB.measurements.to_records()
    ours = next(csv.reader(io.StringIO(KB.measurements.to_csv())))
    assert ours[1:] == next(csv.reader(io.StringIO(KB.results().to_csv())))[1:]
    assert ours[0] == "measurement"
    assert [(row["measurement"], row["value"], row["weight_bits"], row["part"]) for row in rows] == [
        ("thin-bench", 40.0, 4.0, "model file"),
        ("thin-bench", 80.0, None, None),
    ]
    assert [row["sources"] for row in rows] == [
        ["example/bench:README.md@89abcde"],
        ["example/bench:more/thin.json@89abcde"],
    ]


def test_they_are_counted_and_kept() -> None:
    stats = KB.stats()
    assert (stats["measurements"], stats["measured_rows"]) == (1, 2)
    assert stats["sources_by_kind"]["file"] >= 2
    assert KnowledgeBase(loads(dumps(KB.corpus))).measurements["thin-bench"] == MEASUREMENT
