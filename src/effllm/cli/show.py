"""The commands that print a record with all about it, `show`, and the taxonomy, `tree`."""

from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text
from rich.tree import Tree

from effllm.cli.checkout_path import load
from effllm.cli.console import show as show_on_terminal
from effllm.cli.console import show_file, show_json
from effllm.cli.failures import WrongUsage
from effllm.cli.options import Filters, Json, Root, filtered
from effllm.cli.record_view import print_record
from effllm.kb import Node
from effllm.lookup.paper_index import is_reference
from effllm.nearest import nearest
from effllm.records import Paper
from effllm.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.kb import KnowledgeBase
    from effllm.records import Framework, PretrainedModel


_SHOWN = 70


def show(
    key: Annotated[
        str,
        typer.Argument(metavar="KEY", help="Key, id or name of a paper, or id of a category, a framework or a model."),
    ],
    *,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print the paper's BibTeX entry.")] = False,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print all about a paper, a category, a framework or a model."""
    if bibtex and json:
        raise WrongUsage("--bibtex or --json, not both")
    kb = load(root)
    found = find(kb, key)
    if bibtex:
        if not isinstance(found, Paper):
            raise WrongUsage(f"{key} is no paper: only papers have BibTeX entries")
        from effllm import bibliography  # noqa: PLC0415 - BibTeX's parser takes a while to import

        show_file(bibliography.to_bibtex([found], kb.venues))
    elif json:
        show_json(nested(kb, found) if isinstance(found, Node) else found.to_dict())
    else:
        print_record(kb, found)


def find(kb: "KnowledgeBase", key: str) -> "Paper | Node | Framework | PretrainedModel":
    """Return what a key stands for: that of a paper, a category, a framework, a model, or one paper's id or name.

    Raises:
        WrongUsage: it stands for nothing, or for several papers; the text names those or the nearest.
    """
    for collection in (kb.papers, kb.taxonomy, kb.frameworks):
        if key in collection:
            return collection[key]
    if key in kb.models and not kb.paper_index.find_all(key):  # llama, an earlier id of a model, is a paper's name
        return kb.models[key]
    return _only(kb, key, "paper, category, framework or model", (*kb.papers, *kb.taxonomy, *kb.frameworks, *kb.models))


def find_paper(kb: "KnowledgeBase", key: str) -> Paper:
    """Return the paper that a key, an id or a name stands for.

    Raises:
        WrongUsage: it stands for none, or for several; the text names those or the nearest.
    """
    return kb.papers[key] if key in kb.papers else _only(kb, key, "paper", kb.papers)


def _only(kb: "KnowledgeBase", key: str, kinds: str, keys: "Iterable[str]") -> Paper:
    """Return the one paper that an id or a name stands for; else tell those that it stands for, or near keys."""
    found = kb.paper_index.find_all(key)
    if len(found) == 1:
        return found[0]
    if found:
        choices = [f"{paper.key}: {cut(paper.title, _SHOWN)} ({paper.venue} {paper.year})" for paper in found]
        raise WrongUsage(f"{len(found)} papers are meant by {key!r}; name one by its key", choices)
    words = {paper.label: paper.key for paper in kb.papers.values()} | {known: known for known in keys}
    proposed = list(dict.fromkeys(words[word] for word in nearest(key, words)))
    question = f"; did you mean {' or '.join(proposed)}?" if proposed else "; find papers with effllm search"
    if is_reference(key):
        question = f": not here; add it with effllm add {quote(key)}"
    raise WrongUsage(f"no {kinds} {key!r}{question}")


@filtered
def tree(
    category: Annotated[
        str | None, typer.Argument(metavar="ID", help="Print the tree from this category down, and a leaf's papers.")
    ] = None,
    *,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print the taxonomy and how many papers each category has."""
    kb = filters.narrow(load(root))
    if category is not None and kb.taxonomy[category].is_leaf and not json:
        show_on_terminal(_leaf(kb, kb.taxonomy[category]))
        return
    nodes = kb.taxonomy.roots if category is None else (kb.taxonomy[category],)
    if json:
        values = [nested(kb, node) for node in nodes]
        show_json(values if category is None else values[0])
        return
    for node in nodes:
        show_on_terminal(_grow(Tree(_label(node)), node))


def _label(node: Node) -> Text:
    return Text.assemble((node.name, "bold"), "  ", (node.id, "cyan"), f"  {len(node.paper_keys)}")


def _grow(branch: Tree, node: Node) -> Tree:
    for child in node.children:
        _grow(branch.add(_label(child)), child)
    return branch


def _leaf(kb: "KnowledgeBase", node: Node) -> Tree:
    branch = Tree(_label(node))
    for paper in kb.papers.filter(under=node.id).sort("year", "name", "title").values():
        branch.add(Text.assemble((paper.label, "bold"), "  ", (paper.key, "cyan"), f"  {paper.year}"))
    return branch


def nested(kb: "KnowledgeBase", node: Node) -> dict[str, Any]:
    """Return a category with all below it as plain values: how many papers each has, and which are directly in it."""
    return {
        **node.record.model_dump(mode="json", exclude={"children"}),
        "around": node.around,
        "path": [above.id for above in node.path],
        "count": len(node.paper_keys),
        "papers": kb.keys_by_category.get(node.id, []),
        "children": [nested(kb, child) for child in node.children],
    }
