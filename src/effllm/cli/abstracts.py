"""Abstracts of candidates: shown while a person decides, and kept nowhere."""

from typing import TYPE_CHECKING

from effllm.cli.console import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from effllm.bibliography.reference import Reference
    from effllm.records import Candidate

AHEAD = 50
"""For so many candidates arXiv is asked at once."""


class Abstracts:
    """What arXiv says of candidates, for as long as the command runs."""

    def __init__(self) -> None:
        self._said: dict[str, Reference] = {}
        self._silence = ""

    def ask(self, candidates: "Sequence[Candidate]") -> None:
        """Ask arXiv for the abstracts of the first candidates, of all in one request."""
        from effllm.sources import Client, NoAnswer, arxiv  # noqa: PLC0415 - HTTP, which deciding does not need

        ids = [one.arxiv for one in candidates[:AHEAD] if one.arxiv and one.arxiv not in self._said]
        self._silence = ""
        try:
            with Client() as client:
                self._said |= {said.arxiv: said for said in arxiv.ask_many(client, ids) if said.arxiv} if ids else {}
        except NoAnswer as error:
            self._silence = f"arXiv: {error}; w opens the paper in the browser"

    def facts(self, one: "Candidate") -> "Iterator[tuple[str, str]]":
        """Yield what arXiv says of a candidate, with the authors' comment, or why that is not known."""
        said = self._said.get(one.arxiv or "")
        yield "abstract", one_line(said.abstract if said else self._silence)
        yield "comment", one_line(said.note if said else "")
