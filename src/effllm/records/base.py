"""What all records share."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
"""A day: ``2026-11-30``."""

Int = StrictInt
Bool = StrictBool
Texts = tuple[str, ...]
Sources = Annotated[
    dict[str, str | Texts],
    Field(
        description="Where facts were read: field -> `owner/repository:path[@commit][#Lline]`, an address, or an id "
        "with the place in the paper; a list where several sources agree, the one the value was taken from first."
    ),
]


class Record(BaseModel):
    """A frozen record: unknown fields are errors, absent ones have their defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values, every field present, None where nothing is known."""
        return self.model_dump(mode="json")


@contextmanager
def no_garbage() -> Iterator[None]:
    """Make many objects, all of them kept: the garbage collector's looks at them would take as long as making them."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
