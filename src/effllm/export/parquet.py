"""Parquet: papers as a columnar table."""

from __future__ import annotations

import io
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from effllm.extras import extra
from effllm.records import Paper
from effllm.records.fields import field_kinds

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase

_TYPES: dict[type, str] = {int: "int64", float: "double", bool: "bool"}


def to_parquet(kb: KnowledgeBase) -> bytes:
    """Return the papers; lists of texts stay lists, other nested fields are JSON text. The columns never change.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    with extra("parquet", "parquet"):
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    columns, lists = [], set()
    for kind in field_kinds(Paper):
        one = arrow.type_for_alias(_TYPES.get(kind.holds, "string"))
        if kind.many and kind.fits_a_cell:
            lists.add(kind.name)
        columns.append((kind.name, arrow.list_(one) if kind.name in lists else one))
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
