"""What `effllm mcp` answers: small plain values with the ids of records, their sources, and the state of the data."""

from typing import TYPE_CHECKING, Any

from effllm.cli.agent_papers import PaperTools
from effllm.cli.agent_systems import SystemTools
from effllm.cli.agent_tools import Tools, known
from effllm.cli.agent_topics import TopicTools

if TYPE_CHECKING:
    from collections.abc import Iterator


class AboutTools(Tools):
    """What this knowledge base is."""

    def about(self) -> dict[str, Any]:
        """Say what this knowledge base is: state of the data, counts, license, how to cite it."""
        snapshot = self._kb.snapshot
        return {
            **known(snapshot.identity),
            "counts": dict(snapshot.counts),
            "cite": f"the effllm contributors: effllm, an open knowledge base of efficient-LLM research, "
            f"data {snapshot.version}",
            "taxonomy_from": "Efficient Large Language Models: A Survey, arXiv:2312.03863",
        }


class Answers(AboutTools, PaperTools, TopicTools, SystemTools):
    """All questions that an agent can ask."""


def tools() -> "Iterator[str]":
    """Yield the names of the tools: those of each idea in the order in which they are defined."""
    yield from (name for part in Answers.__bases__ for name in vars(part) if not name.startswith("_"))
