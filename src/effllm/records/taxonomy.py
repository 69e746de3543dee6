"""What papers are sorted by: categories, venues and the words of the framework comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NoReturn

from pydantic import Field

from effllm.id_kinds import SLUG
from effllm.nearest import UnknownGroup, UnknownWord
from effllm.records.base import Bool, Record, Texts
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.config import JsonDict

SLUG_SCHEMA: JsonDict = {"pattern": f"^{SLUG}$"}


class Category(Record):
    """A category of the taxonomy with its sub-categories; papers are in those that have none."""

    id: str = Field(description="Unique in the whole tree, never changes.", json_schema_extra=SLUG_SCHEMA)
    aliases: Texts = Field(default=(), description="Ids that it had or took over; they still lead to it.")
    name: str = Field(description="Heading, as the survey words it.")
    summary: str = Field(description="What it is, why it saves what, and when one would use it, in our own words.")
    survey: Bool = Field(description="True for a heading of the survey, false for one added here.")
    around: Bool = Field(
        default=False,
        description="True for what is around the field, not in it, as base models; it holds for all below, too.",
    )
    children: tuple[Category, ...] = Field(default=(), description="Sub-categories in order.")

    def walk(self) -> Iterator[Category]:
        """Yield this category and all below it, parents before children."""
        yield self
        for child in self.children:
            yield from child.walk()


class Venue(Record):
    """A place of publication."""

    id: str = Field(description="The short name that records use.")
    name: str = Field(description="Full name, as a bibliography prints it.")
    proceedings: str | None = Field(
        default=None,
        description="Title of its proceedings, where references print that, not the name; `{year}` is the year.",
    )
    kind: Literal["conference", "journal", "workshop", "preprint", "web"] = Field(
        description="What kind of place it is."
    )
    aliases: Texts = Field(default=(), description="Other spellings, mistaken ones too.")

    def title_in(self, year: int) -> str:
        """Title of what it published in a year, as a reference names it."""
        return (self.proceedings or self.name).replace("{year}", str(year))


class Word(Record):
    """A word of the framework comparison or of results, and what it means."""

    id: str = Field(description="As records write it.")
    name: str = Field(description="As pages print it.")
    definition: str = Field(description="One line, in our own words.")


class Metric(Word):
    """What a result measures."""

    units: Texts = Field(default=(), description="Units it is given in; none where it is a bare number.")
    better: Literal["higher", "lower", "neither"] = Field(description="Which figure is the better one.")
    relative: Bool = Field(default=False, description="True where a figure means something only against its baseline.")


class Words(dict[str, Word]):
    """Words by id; ``[]`` raises `UnknownWord` for one that there is not, which names the nearest."""

    def __missing__(self, word: str) -> NoReturn:
        raise UnknownWord(word, self)

    def named(self, text: str) -> Word:
        """Return the word with this id or name, whatever its capitals and punctuation, as ``LoRA serving``.

        Raises:
            UnknownWord: there is none; carries the nearest ids.
        """
        key = title_key(text)
        found = (word for word in self.values() if key in {title_key(word.id), title_key(word.name)})
        return self.get(text) or next(found, None) or self[text]


class Vocabulary(Record):
    """The controlled words, by group."""

    kind: tuple[Word, ...] = Field(description="Kinds of frameworks.")
    status: tuple[Word, ...] = Field(description="States a project can be in.")
    supports: tuple[Word, ...] = Field(description="What a framework can be used for.")
    parallelism: tuple[Word, ...] = Field(description="Ways to spread a model over devices.")
    quantization: tuple[Word, ...] = Field(description="Number formats and quantization methods.")
    hardware: tuple[Word, ...] = Field(description="Devices it runs on.")
    features: tuple[Word, ...] = Field(description="Techniques it offers.")
    platform: tuple[Word, ...] = Field(description="Systems and hosts it runs on.")
    metrics: tuple[Metric, ...] = Field(default=(), description="What results are measured in.")

    def group(self, group: str) -> Words:
        """Return the words of a ``group`` (a field of this record) by id, in order.

        Raises:
            UnknownGroup: there is no such group.
        """
        groups = type(self).model_fields
        if group not in groups:
            raise UnknownGroup(group, groups)
        words: tuple[Word, ...] = getattr(self, group)
        return Words((word.id, word) for word in words)
