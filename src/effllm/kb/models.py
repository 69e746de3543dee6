"""Language models and accelerators by id."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar

from effllm.arguments import check_day, check_flag, check_number, named_arguments
from effllm.kb.collection import RecordTable, several, wanted_words
from effllm.nearest import UnknownAccelerator, UnknownModel
from effllm.records import Accelerator, PretrainedModel
from effllm.text import title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.kb.collection import Wanted
    from effllm.records.base import Record


M = TypeVar("M", PretrainedModel, Accelerator)


class Models(RecordTable[PretrainedModel]):
    """Language models by id, in the order of their ids; names and ids that one had find it too.

    Capitals and punctuation of names do not count.

    An unknown id raises `UnknownModel`, which names the nearest known ones.
    """

    error = UnknownModel
    record: ClassVar[type[Record]] = PretrainedModel

    def __init__(self, models: Iterable[PretrainedModel]) -> None:
        super().__init__({model.id: model for model in models})

    @cached_property
    def _named(self) -> dict[str, PretrainedModel]:
        return _by_any_name(self._items.values())

    def _by_name(self, name: str) -> PretrainedModel | None:
        return self._named.get(title_key(name))

    @named_arguments
    def filter(  # noqa: PLR0913 - one keyword a filter
        self,
        *,
        organization: Wanted = None,
        family: Wanted = None,
        since: int | str | None = None,
        until: int | str | None = None,
        open_weights: bool | None = None,
        weights: Wanted = None,
        license: Wanted = None,  # noqa: A002 - as the field is called
        min_parameters: float | None = None,
        max_parameters: float | None = None,
        has_architecture: bool | None = None,
    ) -> Models:
        """Return the models that pass every filter given, in the same order. What is not known passes no filter.

        Args:
            organization: words of the name of one of its makers, in any order; of several one.
            family: what its sizes have in common, as ``llama-3``; of several one.
            since: first year or day of release: 2024 or ``2024-04-18``.
            until: last year or day of release.
            open_weights: whether everybody can download the weights, under whatever limits.
            weights: who can have the weights, as the records say it: ``open`` without known limits; of several one.
            license: words of the name of the license, as ``apache``, in any order; of several one.
            min_parameters: fewest parameters, 7e9 for 7 billion.
            max_parameters: most parameters.
            has_architecture: whether the architecture is known.

        Raises:
            ValueError: ``since`` or ``until`` is no year or day, a flag is neither True, False nor None, or
                ``organization`` or ``license`` has no letter.
            TypeError: a number of parameters is no number.
        """
        check_day("since", since)
        check_day("until", until)
        check_flag("open_weights", open_weights)
        check_flag("has_architecture", has_architecture)
        check_number("min_parameters", min_parameters, "7e9 for 7 billion")
        check_number("max_parameters", max_parameters, "7e9 for 7 billion")
        makers = None if organization is None else wanted_words("organization", organization)
        families = None if family is None else several(family)
        kinds = None if weights is None else several(weights)
        licenses = None if license is None else wanted_words("license", license)
        return Models(
            one
            for one in self._items.values()
            if (makers is None or any(wanted.issubset(words(name)) for name in one.organization for wanted in makers))
            and (families is None or one.family in families)
            and _released_between(one, since, until)
            and (open_weights is None or one.open_weights == open_weights)
            and (kinds is None or one.weights in kinds)
            and (licenses is None or any(wanted.issubset(words(one.license or "")) for wanted in licenses))
            and (min_parameters is None or (one.parameters is not None and one.parameters >= min_parameters))
            and (max_parameters is None or (one.parameters is not None and one.parameters <= max_parameters))
            and (has_architecture is None or (one.architecture is not None) == has_architecture)
        )


class Hardware(RecordTable[Accelerator]):
    """Accelerators by id, in the order of their file; names find them too, whatever their capitals and punctuation.

    An unknown id raises `UnknownAccelerator`, which names the nearest known ones.
    """

    error = UnknownAccelerator
    record: ClassVar[type[Record]] = Accelerator

    def __init__(self, hardware: Iterable[Accelerator]) -> None:
        super().__init__({one.id: one for one in hardware})

    @cached_property
    def _named(self) -> dict[str, Accelerator]:
        return _by_any_name(self._items.values())

    def _by_name(self, name: str) -> Accelerator | None:
        return self._named.get(title_key(name))

    @named_arguments
    def filter(
        self,
        *,
        manufacturer: Wanted = None,
        since: int | str | None = None,
        until: int | str | None = None,
        min_memory: float | None = None,
    ) -> Hardware:
        """Return the accelerators that pass every filter given, in the same order. What is not known passes no filter.

        Args:
            manufacturer: who makes it, one of several; capitals and punctuation do not count.
            since: first year or day of release.
            until: last year or day of release.
            min_memory: least memory in bytes.

        Raises:
            ValueError: ``since`` or ``until`` is no year or day.
            TypeError: ``min_memory`` is no number.
        """
        check_day("since", since)
        check_day("until", until)
        check_number("min_memory", min_memory, "80e9 for 80 GB")
        makers = None if manufacturer is None else {title_key(one) for one in several(manufacturer)}
        return Hardware(
            one
            for one in self._items.values()
            if (makers is None or title_key(one.manufacturer or "") in makers)
            and _released_between(one, since, until)
            and (min_memory is None or (one.memory is not None and one.memory >= min_memory))
        )


def _by_any_name(records: Iterable[M]) -> dict[str, M]:
    """Return the records by their ids and names without capitals and punctuation; not by what several are called."""
    named: dict[str, list[M]] = {}
    one: M
    for one in records:
        for name in dict.fromkeys(map(title_key, (one.id, one.name, *one.aliases))):
            named.setdefault(name, []).append(one)
    return {name: found[0] for name, found in named.items() if len(found) == 1}


def _released_between(one: PretrainedModel | Accelerator, since: int | str | None, until: int | str | None) -> bool:
    """Tell whether something came out in these years or days, both included; without a day it passes neither bound."""
    if one.released is None:
        return since is None and until is None
    first = since is None or one.released >= str(since)
    return first and (until is None or one.released[: len(str(until))] <= str(until))
