"""What would save memory: other formats, fewer tokens kept, more accelerators; what each saves, and papers on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.plan.number_formats import KV, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KEPT = 1024
"""Tokens that methods which drop tokens from the cache are asked to keep; papers measure them with as many."""

DROPPING = ("xiao2023streamingllm", "zhang2023h2o", "li2024snapkv")
"""Papers of methods that keep some tokens of the cache and drop the others."""

SHARING = ("shoeybi2019megatronlm",)
"""Papers on sharing a model among accelerators."""

MOST = 1024
"""Most accelerators that are tried."""


class Saving(NamedTuple):
    """A change of a plan that takes less memory on the fullest accelerator.

    Attributes:
        what: what changes, in words.
        change: the choice that changes, and its new value: ``weights``, ``kv``, ``count``, or ``kept`` tokens.
        per_device: bytes on the fullest accelerator after it.
        saves: bytes that it saves there.
        fits: whether it fits then; None where not all is known.
        papers: keys of the papers on it.
    """

    what: str
    change: dict[str, str | int]
    per_device: int
    saves: int
    fits: bool | None
    papers: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return self._asdict() | {"papers": list(self.papers)}


def candidates(*, cached: bool) -> list[tuple[str, dict[str, str | int], tuple[str, ...]]]:
    """Return the changes that may save memory, but for the number of accelerators: words, change, papers.

    Args:
        cached: whether the KV cache of the model is known.
    """
    found: list[tuple[str, dict[str, str | int], tuple[str, ...]]] = [
        (f"weights in {one.name}", {"weights": one.id}, one.papers) for one in WEIGHTS.values()
    ]
    if cached:
        found += [(f"KV cache in {one.name}", {"kv": one.id}, one.papers) for one in KV.values()]
        found.append((f"keep {KEPT:,} tokens of the cache, drop the others", {"kept": KEPT}, DROPPING))
    return found


def savings(  # noqa: PLR0913 - what is known of the plan
    now: int,
    room: int | None,
    count: int,
    per_device: Callable[[Mapping[str, str | int]], int],
    *,
    cached: bool,
    known: bool,
) -> tuple[Saving, ...]:
    """Return the changes that take less memory, those that fit and save least first: they give up least.

    Args:
        now: bytes on the fullest accelerator as planned.
        room: its memory; None where that is not known.
        count: how many accelerators there are.
        per_device: says how many bytes it takes after a change.
        cached: whether the KV cache of the model is known.
        known: whether all parts of its memory are known.
    """

    def saving(what: str, change: dict[str, str | int], papers: tuple[str, ...]) -> Saving:
        after = per_device(change)
        fits = None if room is None or (after <= room and not known) else after <= room
        return Saving(what, change, after, now - after, fits, papers)

    found = [one for one in (saving(*each) for each in candidates(cached=cached)) if one.saves > 0]
    if room is not None and now > room:
        more = next((n for n in range(count + 1, MOST + 1) if per_device({"count": n}) <= room), None)
        if more:
            found.append(saving(f"{more:,} accelerators", {"count": more}, SHARING))
    return tuple(sorted(found, key=lambda one: (not one.fits, one.saves if one.fits else -one.saves)))
