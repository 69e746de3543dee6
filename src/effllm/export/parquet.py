"""Parquet: papers as a columnar table."""

from __future__ import annotations

import io
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from effllm.extras import extra
from effllm.records import Paper
from effllm.records.base import Texts

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase

_TYPES: dict[Any, str] = {int: "int64", bool: "bool"}


def to_parquet(kb: KnowledgeBase) -> bytes:
    """Return the papers; lists of texts stay lists, other nested fields are JSON text. The columns never change.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    with extra("parquet", "parquet"):
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    columns = []
    for name, field in Paper.model_fields.items():
        one = arrow.type_for_alias(_TYPES.get(field.annotation, "string"))
        columns.append((name, arrow.list_(one) if field.annotation == Texts else one))
    lists = {name for name, field in Paper.model_fields.items() if field.annotation == Texts}
    records = [
        {name: value if name in lists else _flat(value) for name, value in record.items()}
        for record in kb.papers.to_records()
    ]
    content = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist(records, schema=arrow.schema(columns)), content)
    return content.getvalue()


def _flat(value: Any) -> Any:  # noqa: ANN401 - any field of a paper
    """Return mappings and lists of them as JSON text."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
