"""A framework, `taxonomy/frameworks/<id>.yml`: what it can do, each cell with its source and date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from effllm.nearest import UnknownGroup, UnknownWord
from effllm.records.base import Int, Record, Sources, Texts
from effllm.records.source import Source
from effllm.records.taxonomy import SLUG_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic.config import JsonDict

GROUPS = ("supports", "parallelism", "quantization", "hardware", "features", "platform")
"""The groups of cells, in the order of the comparison."""

FRESH_DAYS = 180
"""For how many days a cell counts as confirmed by what was read."""

DATE = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
_DATE_SCHEMA: JsonDict = {"pattern": f"^{DATE}$"}
Value = Literal["yes", "no", "unknown"]
Ref = Literal["main", "docs", "release"]


class Cell(Record):
    """One cell of the comparison."""

    value: Value = Field(description="`yes`, `no`, or `unknown` where no source says it.")
    source: Source | None = Field(
        default=None,
        description="Where it was read; mandatory for `yes` and `no`. With `unknown`, what was read.",
    )
    ref: Ref | None = Field(
        default=None,
        description="What was read: a commit of the project's `main` branch, its `docs` on the web, or a `release`.",
    )
    checked: str | None = Field(
        default=None,
        description="Day of the copy of the source that was read; a month or year of old, which counts as long ago.",
        json_schema_extra=_DATE_SCHEMA,
    )
    note: str | None = Field(default=None, description="What the value leaves out, such as what changed and when.")

    @property
    def looked_for(self) -> bool:
        """Whether somebody looked: ``unknown`` then means that no statement was found."""
        return self.checked is not None

    @property
    def has_day(self) -> bool:
        """Whether the very day is known; a cell with a month or a year only counts as read long ago."""
        return len(self.checked or "") == len("2026-11-30")

    def is_fresh(self, since: str) -> bool:
        """Whether what it was read in is of the day ``since`` (``2026-06-03``) or later."""
        return self.has_day and (self.checked or "") >= since


UNKNOWN = Cell(value="unknown")


class Supports(Record):
    """The uses a project itself documents."""

    pretraining: Cell = Field(default=UNKNOWN, description="Training a language model from scratch.")
    fine_tuning: Cell = Field(default=UNKNOWN, description="Updating the weights of a trained model.")
    inference: Cell = Field(default=UNKNOWN, description="Generating text with a trained model.")
    serving: Cell = Field(default=UNKNOWN, description="A long-running server that answers requests.")
    compression: Cell = Field(default=UNKNOWN, description="Making, loading or training compressed models.")


class Status(Record):
    """Whether the project is alive."""

    state: str = Field(description="A word of the vocabulary's `status`.")
    as_of: str = Field(description="Day, month or year for which this was read.", json_schema_extra=_DATE_SCHEMA)
    successor: str | None = Field(default=None, description="What took its place, where the project says so.")


class SurveyTicks(Record):
    """A row of the survey's own table of frameworks: its ticks and the features it names."""

    training: Literal["yes", "no"] = Field(description="Tick for training.")
    fine_tuning: Literal["yes", "no"] = Field(description="Tick for fine-tuning.")
    inference: Literal["yes", "no"] = Field(description="Tick for inference.")
    features: Texts = Field(
        default=(), description="The features it names, as printed; left out where the printed table lacks the project."
    )
    note: str | None = Field(default=None, description="Where this record differs from the table, and why.")


Cells = dict[str, Cell]


class Framework(Record):
    """A framework for training, tuning, compressing or serving language models."""

    id: str = Field(description="The file name without `.yml`.", json_schema_extra=SLUG_SCHEMA)
    name: str = Field(description="As the project writes it.")
    kind: str = Field(description="What it is, a word of the vocabulary's `kind`; compare within one.")
    summary: str | None = Field(default=None, description="What it is for, in our own words.")
    organization: str | None = Field(default=None, description="Who runs it.")
    repo: str = Field(description="`owner/name` on GitHub.")
    license: str | None = Field(default=None, description="SPDX identifier, or a few words where there is none.")
    languages: Texts = Field(default=(), description="Main programming languages.")
    first_release: Int | None = Field(default=None, description="Year of the first public release.")
    status: Status = Field(description="Whether it is alive, and as of when.")
    paper: str | None = Field(default=None, description="Key of the paper that describes it.")
    docs: str | None = Field(default=None, description="Address of its documentation.")
    supports: Supports = Field(default_factory=Supports, description="What it can be used for.")
    parallelism: Cells = Field(default_factory=dict, description="Ways to spread a model over devices.")
    quantization: Cells = Field(default_factory=dict, description="Quantization formats.")
    hardware: Cells = Field(default_factory=dict, description="Devices.")
    features: Cells = Field(default_factory=dict, description="Techniques.")
    platform: Cells = Field(default_factory=dict, description="Systems and hosts it runs on.")
    survey: SurveyTicks | None = Field(
        default=None, description="The survey's own ticks and features, where its table has the project."
    )
    note: str | None = Field(default=None, description="What a reader should know besides.")
    sources: Sources = Field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def url(self) -> str:
        """Address of the repository."""
        return f"https://github.com/{self.repo}"

    def cell(self, group: str, word: str) -> Cell:
        """Return the cell of a vocabulary ``word`` in a ``group`` of `GROUPS`; unknown where nobody looked.

        A record does not hold the vocabulary: but for ``supports``, whose words are fields, a word that there is not
        reads as unknown, too. ``kb.vocabulary.group(group)[word]`` and ``kb.frameworks.filter`` tell.

        Raises:
            UnknownGroup: there is no such group.
            UnknownWord: ``supports`` has no such word.
        """
        if group not in GROUPS:
            raise UnknownGroup(group, GROUPS)
        cells: Supports | Cells = getattr(self, group)
        if not isinstance(cells, Supports):
            return cells.get(word, UNKNOWN)
        if word not in Supports.model_fields:
            raise UnknownWord(word, Supports.model_fields)
        cell: Cell = getattr(cells, word)
        return cell

    def cells(self) -> Iterator[tuple[str, str, Cell]]:
        """Yield every cell that the record holds, with its group and its word."""
        for group in GROUPS:
            words: Iterable[str] = Supports.model_fields if group == "supports" else getattr(self, group)
            for word in words:
                yield group, word, self.cell(group, word)
