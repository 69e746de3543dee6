"""The guide for contributors explains every field, and its records and messages are real."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from effllm import rules
from effllm.records import (
    Accelerator,
    Architecture,
    Category,
    Flops,
    Framework,
    Measurement,
    Paper,
    PretrainedModel,
    PublicList,
    SurveyRow,
    Venue,
)
from effllm.store import checkout
from tests.docs.pages import DOCS, ROOT, blocks, text

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

    from effllm.problems import Problem

CONTRIBUTE = DOCS / "contribute" / "index.md"


EXPLAINED = (
    Paper,
    Framework,
    Venue,
    Category,
    PublicList,
    Measurement,
    PretrainedModel,
    SurveyRow,
    Architecture,
    Accelerator,
    Flops,
)


@pytest.mark.parametrize("model", EXPLAINED, ids=lambda model: model.__name__)
def test_every_field_is_explained_as_the_model_describes_it(model: type[BaseModel]) -> None:
    page = " ".join(text(CONTRIBUTE).split())
    wrong = [
        f"- `{name}`: {field.description}"
        for name, field in model.model_fields.items()
        if not field.description or f"- `{name}`" not in page or field.description not in page
    ]
    assert wrong == [], "docs/contribute/index.md lacks these lines"


def with_record(tmp_path: Path, path: str, record: str) -> list[Problem]:
    """Return the problems of the real records with one more, or one in place of another."""
    for folder in ("papers", "taxonomy"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    target = tmp_path / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(record, encoding="utf-8")
    return [problem for problem in rules.check(checkout.read(tmp_path)) if problem.path == path]


@pytest.mark.corpus
def test_the_example_records_are_right(tmp_path: Path) -> None:
    examples = {
        block: title[0]
        for block in blocks(CONTRIBUTE, "yaml")
        if (title := re.findall(r"^# yaml-language-server: \S+/(\w+)\.json$", block, re.MULTILINE))
    }
    assert sorted(examples.values()) == ["framework", "paper"]
    paths = {"paper": "papers/2022/frantar2022gptq.yml", "framework": "taxonomy/frameworks/exampleserve.yml"}
    for number, (block, kind) in enumerate(examples.items()):
        assert not with_record(tmp_path / str(number), paths[kind], without_notes(block))


def without_notes(record: str) -> str:
    """Return a record without the comments that explain it; the editor's line on top stays."""
    return re.sub(r"(?<=\n) *# .*\n", "", record)


def test_every_line_of_the_annotated_record_is_explained() -> None:
    record = next(block for block in blocks(CONTRIBUTE, "yaml") if "frantar2022obc" in block)
    lines = record.splitlines()[1:]
    unexplained = [line for note, line in pairwise(["", *lines]) if line[0] not in "# " and not note.startswith("# ")]
    assert not unexplained


@pytest.mark.corpus
def test_messages_are_those_that_the_page_shows(tmp_path: Path) -> None:
    shown = next(block for block in blocks(CONTRIBUTE, "text") if block.startswith("papers/"))
    broken = next(block for block in blocks(CONTRIBUTE, "yaml") if "NeurlPS" in block)
    path = shown.partition(":")[0]
    problems = with_record(tmp_path, path, broken)
    assert "\n".join(map(str, problems)) + "\n" == shown
