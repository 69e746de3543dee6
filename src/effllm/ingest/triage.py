"""Candidates that wait, and what a person decides of them: each decision is a line that `effllm import-jsonl` reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

from effllm.ingest.review import NEAREST
from effllm.records.candidate import LATER_DAYS, Candidate, Incoming, Reason
from effllm.store.json_lines import to_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from effllm.ingest.session import Session
    from effllm.records import Paper

REASONS: tuple[Reason, ...] = get_args(Reason)
"""Why a candidate is left out, in the order in which triage asks."""

SHOWN_WHYS = 5
"""So many sentences of before are offered again."""


def waiting(session: Session, *, under: str = "") -> list[Incoming]:
    """Return the candidates to decide today, the strongest first.

    Those that have a record or were left out by now, and those that somebody put off, are not among them.

    Args:
        session: the records, and the queue.
        under: a category; only candidates that may belong there or below it.
    """
    inside = {category.id for category in session.known.categories[under].walk()} if under else set()
    today = session.known.today.isoformat()
    found = [
        one
        for one in session.incoming
        if one.is_due(today) and not session.is_decided(one) and (not under or inside & {*one.proposed})
    ]
    return sorted(found, key=lambda one: one.asked_first)


@dataclass
class Decisions:
    """What was decided, a line for each candidate, the last one at the end."""

    lines: dict[str, Candidate] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[Candidate]) -> Decisions:
        """Return the decisions that a file holds; of two on one candidate the later one."""
        found = cls()
        for one in lines:
            found._keep(one)
        return found

    @property
    def text(self) -> str:
        """The file."""
        return to_lines(self.lines.values())

    def take(self, one: Incoming, categories: Sequence[str], summary: str) -> None:
        """Let a candidate become a record."""
        self._decide(one, categories=tuple(categories), summary=summary or None)

    def leave_out(self, one: Incoming, reason: Reason, why: str) -> None:
        """Let a candidate become a line of what is left out."""
        self._decide(one, reason=reason, why=why)

    def put_off(self, one: Incoming, today: date) -> None:
        """Let a candidate wait, without being asked about for a while."""
        self._decide(one, later=(today + timedelta(days=LATER_DAYS)).isoformat())

    def undo(self) -> str:
        """Take the last decision back and return whose it was; empty where there is none."""
        return self.lines.popitem()[0] if self.lines else ""

    def whys(self, reason: Reason) -> list[str]:
        """Return the sentences that candidates were left out with for a reason, the last first."""
        said = [one.why for one in reversed(self.lines.values()) if one.reason == reason and one.why]
        return list(dict.fromkeys(said))[:SHOWN_WHYS]

    def _decide(self, one: Incoming, **decided: Any) -> None:  # noqa: ANN401 - fields of a candidate
        known = {name: getattr(one, name) for name in Candidate.model_fields}
        self._keep(Candidate(**known | {"later": None} | decided))

    def _keep(self, line: Candidate) -> None:
        self.lines.pop(line.handle, None)
        self.lines[line.handle] = line


def like(session: Session, one: Candidate) -> list[Paper]:
    """Return the papers here whose words are most like a candidate's."""
    return session.proposer.nearest(one.title, " ".join(one.words) if isinstance(one, Incoming) else "", limit=NEAREST)
