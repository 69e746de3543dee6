"""What `effllm show` prints of a record: its title, its key and its facts, one below the other."""

from collections import defaultdict
from typing import TYPE_CHECKING

from effllm.cli.console import card
from effllm.records import Accelerator, Framework, Paper, PretrainedModel, PublicList
from effllm.records.base import other_facts
from effllm.records.framework import GROUPS
from effllm.wording import count, scaled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from effllm.kb import KnowledgeBase, Node
    from effllm.records import Equation, Result

SHOWN = 12
"""How many figures of a paper a card shows."""

# The fields that the facts below show in words of their own; every other field is printed as it is, behind them.
_OF_A_PAPER = frozenset(
    {"key", "title", "name", "aliases", "authors", "authors_unknown", "year", "venue", "arxiv"}
    | {"doi", "openreview", "acl", "url", "code", "categories", "summary", "setup", "equations"}
    | {"results", "cites", "references", "former_keys", "sources", "added"}
)
_OF_A_CATEGORY = frozenset({"id", "aliases", "name", "summary", "survey", "around", "children"})
_OF_A_FRAMEWORK = frozenset(
    {"id", "name", "summary", "organization", "repo", "license", "languages", "first_release"}
    | {"status", "paper", "docs", "survey", "note", "sources", *GROUPS}
)
_OF_A_LIST = frozenset(
    {"id", "repo", "title", "owner", "about", "scope", "commit", "date", "license", "files", "entries", "papers"}
)
_OF_A_MODEL = frozenset({"id", "name", "paper", "basis", "architecture", "survey_row", "sources"})
_READ = {"none": "not read", "partial": "read in part", "full": "read in full"}


def print_record(
    kb: "KnowledgeBase", record: "Paper | Node | Framework | PretrainedModel | Accelerator | PublicList"
) -> None:
    """Print a record with all that is known of it."""
    if isinstance(record, Paper):
        _paper(kb, record)
    elif isinstance(record, Framework):
        _framework(kb, record)
    elif isinstance(record, PretrainedModel):
        _model(kb, record)
    elif isinstance(record, Accelerator):
        _accelerator(record)
    elif isinstance(record, PublicList):
        _list(kb, record)
    else:
        _category(kb, record)


def _paper(kb: "KnowledgeBase", paper: "Paper") -> None:
    """Print a paper."""
    venue, counted = kb.venues[paper.venue], kb.cited_in_literature(paper)
    full_name = f" ({venue.name})" if venue.name != venue.id else ""
    links = [paper.link or "", *([paper.pdf] if paper.pdf else []), *([paper.code] if paper.code else [])]
    facts = {
        "name": paper.name or "",
        "also known as": "; ".join(paper.aliases),
        "authors": ", ".join(paper.authors) or "unknown",
        "venue": f"{paper.venue} {paper.year}{full_name}",
        "ids": ", ".join(f"{kind} {value}" for kind, value in paper.ids.items()),
        "links": "\n".join(links),
        "categories": "\n".join(path(kb.taxonomy[category]) for category in paper.categories),
        "summary": paper.summary or "",
        "set-up": "\n".join(f"{fact.name}: {fact.value}  ({fact.where})" for fact in paper.setup),
        "laws": "\n".join(f"{law.name}: {law.text}{_constants(law)}  ({law.where})" for law in paper.equations),
        "results": _results(paper.results),
        "cites": _papers(kb, paper.cites),
        "cited by": _papers(kb, kb.cited_by(paper)),
        "cited in the literature": f"by {count(counted.cited, 'work')} as of {counted.date}  ({counted.source})"
        if counted
        else "",
        "named by": _lists(kb, paper),
        "references": _READ[paper.references],
        "former keys": ", ".join(paper.former_keys),
        "added": paper.added,
        "sources": _sources(paper.sources),
    }
    card(paper.title, paper.key, (facts | other_facts(paper, _OF_A_PAPER)).items())


def _category(kb: "KnowledgeBase", node: "Node") -> None:
    """Print a category, and its papers where they are directly in it."""
    facts = {
        "path": path(node),
        "summary": node.summary,
        "earlier ids": ", ".join(node.aliases),
        "in the survey": "yes" if node.survey else "no, added here",
        "counted": "apart, as around the field" if node.around else "",
        "papers": str(len(node.paper_keys)),
        "sub-categories": "\n".join(f"{child.id}  {count(len(child.paper_keys), 'paper')}" for child in node.children),
        "": _papers(kb, list(node.papers.sort("year", "key"))) if node.is_leaf else "",
    }
    card(node.name, node.id, (facts | other_facts(node.record, _OF_A_CATEGORY)).items())


def _framework(kb: "KnowledgeBase", framework: "Framework") -> None:
    """Print a framework with what it can do."""
    status, survey = framework.status, framework.survey
    ticks = (
        {"training": survey.training, "fine-tuning": survey.fine_tuning, "inference": survey.inference}
        if survey
        else {}
    )
    facts = {
        "summary": framework.summary or "",
        "organization": framework.organization or "",
        "license": framework.license or "",
        "languages": ", ".join(framework.languages),
        "first release": str(framework.first_release or ""),
        "status": f"{status.state}, as of {status.as_of}" + (f"; see {status.successor}" if status.successor else ""),
        "links": "\n".join(link for link in (framework.url, framework.docs) if link),
        "paper": _papers(kb, [framework.paper]) if framework.paper else "",
        **{group: _cells(kb, framework, group) for group in GROUPS},
        "survey's table": ", ".join(f"{name} {value}" for name, value in ticks.items()),
        "survey's features": ", ".join(survey.features) if survey else "",
        "note": framework.note or "",
        "sources": _sources(framework.sources),
    }
    card(framework.name, framework.id, (facts | other_facts(framework, _OF_A_FRAMEWORK)).items())


def _model(kb: "KnowledgeBase", one: "PretrainedModel") -> None:
    """Print a language model: every number as it is in the record, and whose it is."""
    numbers = other_facts(one, _OF_A_MODEL)
    for name, basis in one.basis.items():
        numbers[name.replace("_", " ")] += f"  ({basis})"
    estimate = one.training_compute
    parts = {"survey": one.survey_row, "architecture": one.architecture}
    facts = {
        **numbers,
        "6 N D": f"{estimate:.3g}" if estimate else "",
        "paper": _papers(kb, [one.paper] if one.paper else []),
        **{
            name: "\n".join(f"{k}: {v}" for k, v in other_facts(part, ()).items())
            for name, part in parts.items()
            if part
        },
        "sources": _sources(one.sources),
    }
    card(one.name, one.id, facts.items())


def _accelerator(one: Accelerator) -> None:
    """Print an accelerator."""
    speeds = one.flops.model_dump(exclude_none=True) if one.flops else {}
    facts = {
        "memory": f"{scaled(one.memory, 1e9)} GB" if one.memory else "",
        "bandwidth": f"{scaled(one.bandwidth, 1e12)} TB/s" if one.bandwidth else "",
        "speed": "\n".join(f"{name}: {scaled(speed, 1e12)} TFLOP/s" for name, speed in speeds.items()),
        "power": f"{scaled(one.power)} W" if one.power else "",
        **other_facts(one, {"id", "name", "memory", "bandwidth", "flops", "power", "sources"}),
        "sources": _sources(one.sources),
    }
    card(one.name, one.id, facts.items())


def _list(kb: "KnowledgeBase", one: "PublicList") -> None:
    """Print a public list: what it covers, the papers here that it names, and those of its scope that it lacks."""
    named, lacking = kb.lists.named(one.id), kb.lists.lacking(one.id)
    facts = {
        "about": one.about,
        "kept by": one.owner or "",
        "link": one.url,
        "files": ", ".join(one.files),
        "license": one.license or "none stated",
        "covers": "\n".join(path(kb.taxonomy[category]) for category in one.scope),
        "date": one.date,
        "entries": f"{one.entries:,}",
        "here": f"{len(named):,}",
        "names": _papers(kb, named),
        "lacks": f"{count(len(lacking), 'paper')} of its scope",
        "": _papers(kb, lacking),
    }
    card(one.title, one.id, (facts | other_facts(one, _OF_A_LIST)).items())


def path(node: "Node") -> str:
    """Return the way from the root to a category by the headings on it."""
    return " > ".join(step.name for step in node.path)


def _papers(kb: "KnowledgeBase", keys: "Iterable[str]") -> str:
    return "\n".join(f"{key}  {kb.papers[key].label}" for key in keys)


def _lists(kb: "KnowledgeBase", paper: "Paper") -> str:
    naming = kb.lists.naming(paper.key)
    return "\n".join([count(len(naming), "public list"), *(one.url for one in naming)]) if naming else ""


def _sources(sources: "Mapping[str, str | tuple[str, ...]]") -> str:
    """Return each source with the fields that were read there."""
    fields = defaultdict(list)
    for field, given in sources.items():
        for source in (given,) if isinstance(given, str) else given:
            fields[source].append(field)
    return "\n".join(f"{source}  ({', '.join(read)})" for source, read in fields.items())


def _constants(law: "Equation") -> str:
    return "".join(f"; {one.symbol} = {one.value:g}{f' {one.unit}' if one.unit else ''}" for one in law.constants)


def _results(results: "Sequence[Result]") -> str:
    """Return the first figures that a paper reports, one a line, and how many more there are."""
    lines = [
        f"{one.metric} {one.value:,.10g}{f' {one.unit}' if one.unit else ''}"
        f"  {', '.join(filter(None, (f'{one.model} {one.size or str()}'.strip(), one.method)))}"
        f"{_held_against(one)}  ({one.where})"
        for one in results[:SHOWN]
    ]
    more = len(results) - SHOWN
    return "\n".join([*lines, *([f"and {more} more: --json prints all"] if more > 0 else [])])


def _held_against(result: "Result") -> str:
    if result.baseline is None:
        return ""
    value = "" if result.baseline.value is None else f" {result.baseline.value:,.10g}"
    return f" against {result.baseline.what}{value}"


def _cells(kb: "KnowledgeBase", framework: "Framework", group: str) -> str:
    """Return the words of a group that are known, by their value: ``yes: tensor, pipeline``."""
    words = defaultdict(list)
    for word in kb.vocabulary.group(group).values():
        words[framework.cell(group, word.id).value].append(word.name)
    return "\n".join(f"{value}: {', '.join(words[value])}" for value in ("yes", "no") if words[value])
