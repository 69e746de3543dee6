"""What all tools of `effllm mcp` share: the knowledge base, small plain values, and how much an answer has at most."""

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import Field

from effllm.cli.failures import WrongUsage
from effllm.records.source import sources_of
from effllm.text import title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.kb import KnowledgeBase
    from effllm.kb.collection import Collection
    from effllm.records import Accelerator, Paper, ReadingList

MOST = 50
"""Most papers or figures in an answer, however many are asked for."""

NAMED = 15
"""How many papers an answer about something else names."""

_SUGGESTED = 10
"""Most records that a name which means several of them is answered with."""

N = TypeVar("N", "Accelerator", "ReadingList")

Limit = Annotated[int, Field(ge=1, le=MOST)]
Key = Annotated[str, Field(description="Key, name or title of a paper, or its arXiv id, DOI or address.")]
Under = Annotated[str | None, Field(description="Id or name of a category: papers in it or below it.")]


def known(values: "Mapping[str, Any]") -> dict[str, Any]:
    """Return what is known of some values, and of those inside of them: an answer has no empty ones."""
    told = {name: known(value) if isinstance(value, dict) else value for name, value in values.items()}
    return {name: value for name, value in told.items() if value not in (None, "", (), [], {})}


def by_source(sources: "Mapping[str, str | tuple[str, ...]]") -> dict[str, list[str]]:
    """Return which fields of a record were read from each source, so that an answer has a source once."""
    fields: dict[str, list[str]] = defaultdict(list)
    for field in sources:
        for source in sources_of(sources, field):
            fields[str(source)].append(field)
    return dict(fields)


def one_named(records: "Collection[N]", text: str) -> "N":
    """Return the record of an id or a name, or the only one that has all its words: ``H200`` is NVIDIA H200 SXM.

    Raises:
        WrongUsage: several have, or only some of the words; the text names those.
        UnknownKey: none has any of them.
    """
    if text in records:
        return records[text]
    named = {one.id: title_key(one.name) for one in records.values()}
    wanted = set(words(text))
    has = {name: _words(records[name]) for name in named}
    found = [one for one in named if title_key(text) in {title_key(one), named[one]}]
    found = found or [one for one in named if wanted and wanted <= has[one]]
    if len(found) == 1:
        return records[found[0]]
    kind = records.error.kind
    if found:
        raise WrongUsage(f"{len(found)} are meant by {kind} {text!r}; name one by its id", found[:_SUGGESTED])
    shared = {one: {word for word in wanted & has[one] if not word.isalpha()} for one in named}
    near = sorted(filter(shared.get, named), key=lambda one: -len(shared[one]))[:3]
    if near:
        raise WrongUsage(f"no {kind} {text!r}; did you mean {' or '.join(near)}?")
    return records[text]


def _words(one: "Accelerator | ReadingList") -> set[str]:
    """Return the words of an id and a name, and of who makes it."""
    maker = getattr(one, "manufacturer", None) or ""
    return {word for text in (one.id, one.name, maker) for word in words(text)}


def with_tools(hint: str) -> str:
    """Return a hint of the command line with the tools that do the same."""
    return (
        hint.replace("find papers with effllm search", "the tool search finds papers")
        .replace("effllm show ", "the tool bibtex with the key ")
        .replace(" --bibtex", "")
    )


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
                "arxiv": one.arxiv if one.arxiv and one.arxiv not in (one.link or "") else None,
            }
        )

    def _most_cited(self, keys: "Iterable[str]") -> list[str]:
        """Return keys of papers, those first that most others here cite."""
        return sorted(keys, key=lambda key: (-len(self._kb.cited_by(key)), key))
