"""`effllm mcp`."""

import json
from functools import wraps
from typing import TYPE_CHECKING, Any

from effllm.cli.checkout_path import load
from effllm.cli.failures import WrongUsage
from effllm.cli.options import Root
from effllm.extras import MissingExtra, extra
from effllm.nearest import UnknownKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from effllm.kb import KnowledgeBase

INSTRUCTIONS = """\
Research on efficient large language models as checked records: papers, categories, frameworks, models, results.
Every answer names records by id and says which state of the data it is from. Papers have keys like frantar2022gptq;
tools take their names, titles, arXiv ids and addresses, too. What is not known is left out. CC BY 4.0; cite sources."""

_LISTED_BY = {
    "category": "the tool category without an id has all",
    "framework": "the tool frameworks without capabilities has all",
    "paper": "the tool search finds papers",
    "reading list": "the tool reading_list without an id has all",
}
"""Kind of key -> the tool that lists the known ones, said where none is near."""


def mcp(root: Root = None) -> None:
    """Answer agents over the Model Context Protocol.

    It speaks on standard input and output, works offline and only reads. An agent starts it by itself: give its
    settings the command effllm with the argument mcp.
    """
    with extra("mcp", "effllm mcp"):
        from mcp.server.mcpserver import MCPServer  # noqa: PLC0415 - an optional extra
    kb = load(root)
    kb.search_index  # noqa: B018 - read now, so that the first question need not wait
    server = MCPServer("effllm", version=kb.snapshot.version, instructions=INSTRUCTIONS, log_level="WARNING")
    _add_tools(server, kb)
    _refuse_unknown_arguments(server)
    server.run("stdio")


def _add_tools(server: Any, kb: "KnowledgeBase") -> None:  # noqa: ANN401 - its package is optional
    from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415 - as above
    from mcp.types import ToolAnnotations  # noqa: PLC0415 - as above

    from effllm.cli.agent_answers import Answers, tools  # noqa: PLC0415 - record models, which help does not need

    answers = Answers(kb)
    data = known_state(kb)

    def told(answer: "Callable[..., Any]") -> "Callable[..., Any]":
        """Have a tool answer with a text, and say in words what was wrong with a question."""

        @wraps(answer)
        def tool(**asked: Any) -> str:  # noqa: ANN401 - as the tool has them
            try:
                found = answer(**asked)
            except UnknownKey as error:
                where = "" if error.suggestions else _LISTED_BY.get(error.kind, "")
                raise ToolError("; ".join(filter(None, (str(error), where)))) from error
            except WrongUsage as error:
                raise ToolError("\n".join((str(error), *error.choices))) from error
            except (ValueError, TypeError, MissingExtra) as error:
                raise ToolError(str(error)) from error
            if isinstance(found, str):
                return f"% effllm, data {data}\n{found}"
            return json.dumps({**found, "data": data}, ensure_ascii=False, separators=(",", ":"))

        return tool

    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for name in tools():
        server.add_tool(told(getattr(answers, name)), name=name, annotations=reads, structured_output=False)


def _refuse_unknown_arguments(server: Any) -> None:  # noqa: ANN401 - its package is optional
    """Have a server refuse an argument that a tool has not: passed over, it would be a filter that filters nothing."""
    from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415 - as above

    call_tool = server.call_tool

    async def checked(name: str, arguments: dict[str, Any], context: Any = None) -> Any:  # noqa: ANN401 - as of the server
        has = {tool.name: tool.input_schema["properties"] for tool in await server.list_tools()}.get(name, arguments)
        if wrong := [one for one in arguments if one not in has]:
            raise ToolError(f"{name} has no argument {wrong[0]!r}; it has {', '.join(has) or 'none'}")
        return await call_tool(name, arguments, context)

    server.call_tool = checked


def known_state(kb: "KnowledgeBase") -> str:
    """Return which state of the data answers are from: its version, and its commit where it is from one."""
    snapshot = kb.snapshot
    return f"{snapshot.version} {snapshot.commit[:12]}" if snapshot.commit else snapshot.version
