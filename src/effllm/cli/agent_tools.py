"""What all tools of `effllm mcp` share: the knowledge base, small plain values, and how much an answer has at most."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from effllm.kb import KnowledgeBase
    from effllm.records import Paper

MOST = 50
"""Most papers or figures in an answer, however many are asked for."""

NAMED = 15
"""How many papers an answer about something else names."""

Limit = Annotated[int, Field(ge=1, le=MOST)]
Key = Annotated[str, Field(description="Key, name or title of a paper, or its arXiv id, DOI or address.")]
Under = Annotated[str | None, Field(description="Id of a category: papers in it or below it.")]


def known(values: "Mapping[str, Any]") -> dict[str, Any]:
    """Return what is known of some values: an answer has no empty ones."""
    return {name: value for name, value in values.items() if value not in (None, "", (), [], {})}


class Tools:
    """Questions of one idea that an agent can ask: each public method is a tool, its docstring what the agent reads."""

    def __init__(self, kb: "KnowledgeBase") -> None:
        self._kb = kb

    def _line(self, one: "Paper") -> dict[str, Any]:
        """Return a paper as lists of them have it."""
        return known(
            {
                "key": one.key,
                "name": one.name,
                "title": one.title,
                "venue": f"{one.venue} {one.year}",
                "category": one.primary_category,
                "link": one.link,
            }
        )
