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
    from collections.abc import Callable, Mapping

    from pydantic import ValidationError

    from effllm.kb import KnowledgeBase

INSTRUCTIONS = """\
Research on efficient large language models as checked records: papers, categories, frameworks, models, results.
Every answer names records by id and says which state of the data it is from. Papers have keys like frantar2022gptq;
tools take their names, titles, arXiv ids and addresses, too. What is not known is left out. CC BY 4.0; cite sources."""

_LISTED_BY = {
    "accelerator": "the tool hardware without an accelerator has all",
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
    _check_arguments(server)
    server.run("stdio")


def _add_tools(server: Any, kb: "KnowledgeBase") -> None:  # noqa: ANN401 - its package is optional
    from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415 - as above
    from mcp.types import ToolAnnotations  # noqa: PLC0415 - as above

    from effllm.cli.agent_answers import Answers, tools  # noqa: PLC0415 - record models, which help does not need
    from effllm.cli.agent_tools import with_tools  # noqa: PLC0415 - as above

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
                raise ToolError(with_tools("\n".join((str(error), *error.choices)))) from error
            except (ValueError, TypeError, MissingExtra) as error:
                raise ToolError(str(error)) from error
            if isinstance(found, str):
                return f"% effllm, data {data}\n{found}"
            return json.dumps({**found, "data": data}, ensure_ascii=False, separators=(",", ":"))

        return tool

    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    for name in tools():
        server.add_tool(told(getattr(answers, name)), name=name, annotations=reads, structured_output=False)


def _check_arguments(server: Any) -> None:  # noqa: ANN401 - its package is optional
    """Have a server say in words what is wrong with arguments, and refuse one that a tool has not.

    Passed over, an unknown one would be a filter that filters nothing.
    """
    from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415 - as above
    from pydantic import ValidationError  # noqa: PLC0415 - as above

    call_tool = server.call_tool

    async def checked(name: str, arguments: dict[str, Any], context: Any = None) -> Any:  # noqa: ANN401 - as of the server
        schemas = {tool.name: tool.input_schema for tool in await server.list_tools()}
        if name not in schemas:
            raise ToolError(f"no tool {name!r}; there are {', '.join(schemas)}")
        has = schemas[name]["properties"]
        wrong = [
            f"{name} has no argument {one!r}; it has {', '.join(has) or 'none'}" for one in arguments if one not in has
        ]
        wrong += [
            f"{name} needs {one}: {_expected(has[one])}"
            for one in schemas[name].get("required", [])
            if one not in arguments
        ]
        if wrong:
            raise ToolError("; ".join(wrong))
        try:
            return await call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(_in_words(error.__cause__, has)) from None
            raise

    server.call_tool = checked


def _in_words(error: "ValidationError", has: "Mapping[str, Any]") -> str:
    """Return which arguments are wrong, and what each has to be."""
    given = {str(one["loc"][0]): one["input"] for one in reversed(error.errors()) if one["loc"]}
    return "; ".join(
        f"{name} is {json.dumps(value)[:60]}; it must be {_expected(has[name])}" for name, value in given.items()
    )


def _expected(schema: "Mapping[str, Any]") -> str:
    """Return what an argument has to be, as the tool's schema has it: ``a whole number from 1 to 50``."""
    one = next((choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"), schema)
    if one.get("type") == "array":
        return f"a list of texts, {one['minItems']} to {one['maxItems']}" if "maxItems" in one else "a list of texts"
    words = {"integer": "a whole number", "number": "a number", "boolean": "true or false", "string": "a text"}
    bounds = f" from {one['minimum']} to {one['maximum']}" if "maximum" in one else ""
    return f"{words[one['type']]}{bounds}"


def known_state(kb: "KnowledgeBase") -> str:
    """Return which state of the data answers are from: its version, and its commit where it is from one."""
    snapshot = kb.snapshot
    return f"{snapshot.version} {snapshot.commit[:12]}" if snapshot.commit else snapshot.version
