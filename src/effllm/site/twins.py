"""Pages of records as Markdown, for programs that read text: made from the same records as the pages, and short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.ids import address
from effllm.markup import as_markdown
from effllm.records.base import as_text
from effllm.site.building.render import File
from effllm.site.filters import web
from effllm.site.pages.reported_results import facts_of, number_text
from effllm.site.text_lists import MOST_CITED
from effllm.site.view import read_in
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from effllm.kb import Node
    from effllm.records import Formula, Paper, PretrainedModel, ReadingList
    from effllm.site.pages.formulas import Row
    from effllm.site.view import View

LISTED = 100
"""How many papers, figures or authors a list has at most: the rest is in the JSON that the twin names."""

OVERLAP = "; a paper can be in several sub-categories, so that their counts add up to more"
"""Said where counts of categories stand below each other."""

LINK = '<link rel="alternate describedby" type="text/markdown" title="Markdown" href="index.md">'
"""The way from a page to its twin; not ``alternate`` alone, for which the theme's script fetches a sitemap."""


def path(folder: str, name: str) -> str:
    """Return where the twin of a page is: beside the page itself."""
    return f"{folder}/{name}/index.md"


def of_paper(view: View, paper: Paper) -> File:
    """Return the twin of a paper's page."""
    venue = view.kb.venues[paper.venue]
    ids = [f"[{kind} {value}]({address(kind, value)})" for kind, value in paper.ids.items()]
    links = {"page of the paper": web(paper.url), "PDF": paper.pdf, "code": web(paper.code)}
    related, counted = view.related(paper), view.kb.cited_in_literature(paper)
    about = {
        "Key": f"`{paper.key}`",
        "Name": as_markdown("; ".join(filter(None, (paper.name, *paper.aliases)))),
        "Authors": as_markdown(", ".join(paper.authors[:LISTED])) + _more(paper.authors) or "not known",
        "Published": as_markdown(f"{paper.venue} {paper.year}, {venue.name}"),
        "Ids": ", ".join(ids),
        "Links": ", ".join(f"[{name}]({target})" for name, target in links.items() if target),
        "Categories": ", ".join(linked(node.name, "taxonomy", node.id) for node in view.categories(paper)),
        "Cited in the literature": f"by {count(counted.cited, 'work')} as of {counted.date}" if counted else "",
        "Data": f"[JSON](../../api/v1/papers/{paper.key}.json), [BibTeX](../{paper.key}.bib)",
    }
    lines = [*head(paper.title, paper.summary, about)]
    lines += _results(view, paper)
    lines += _papers(
        f"Cites ({len(view.cites[paper.key])}; reference list read: {paper.references})", view.cites[paper.key]
    )
    cited_by = view.cited_by.get(paper.key, ())
    lines += _papers(f"Cited by ({len(cited_by)} here, the latest first)", cited_by)
    if cited_by:
        counts = f"[{MOST_CITED}](../../{MOST_CITED})"
        lines += ["", f"Only reference lists that were read count; {counts} says which of them are cited most."]
    lines += _papers("Related", [one.paper for one in related], [one.reason for one in related])
    return file("papers", paper.key, [*lines, *sources_read(paper.sources)])


def _results(view: View, paper: Paper) -> Iterator[str]:
    """Yield the figures that a paper reports, by their place in it."""
    results = paper.results
    if not results:
        return
    metrics = {metric.id: metric for metric in view.kb.vocabulary.metrics}
    yield from ("", f"## Results ({count(len(results), 'figure')}){_first(results)}", "")
    where = None
    for result in results[:LISTED]:
        if result.where != where:
            where = result.where
            yield f"- {as_markdown(where)}:"
        about = facts_of(result, metrics)
        against = about.pop("against", "")
        unit = about.pop("unit", "")
        value = f"{number_text(result.value)} {unit}".rstrip()
        if result.baseline and result.baseline.value is not None:
            value += f"; {against}: {number_text(result.baseline.value)}"
        yield f"  - {as_markdown(', '.join(about.values()))}: {as_markdown(value)}"


def of_category(view: View, node: Node) -> File:
    """Return the twin of a category's page."""
    papers = view.under(node)
    about = {
        "Id": f"`{node.id}`",
        "Path": " > ".join(linked(step.name, "taxonomy", step.id) for step in node.path),
        "In the survey": "yes" if node.survey else "no, added here",
        "Papers": f"{len(papers):,}{OVERLAP if node.children else ''}",
        "Order": "by when a paper first appeared; the year beside it is that of its venue, often a later one",
        "Summaries": "in its sub-categories" if node.children else "",
        "Data": f"[JSON](../../api/v1/taxonomy/{node.id}.json), with the keys of all its papers; "
        f"in a browser the [list](../../papers/?in={node.id})",
    }
    lines = [*head(node.name, node.summary, about)]
    if node.children:
        below = (f"- {linked(one.name, 'taxonomy', one.id)}: {len(one.paper_keys):,}" for one in node.children)
        lines += ["", "## Sub-categories", "", *below]
    said = [] if node.children else [paper.summary or "" for paper in papers]
    return file("taxonomy", node.id, [*lines, *_papers("Papers, the latest first", papers, said, with_arxiv=True)])


def of_model(view: View, one: PretrainedModel, facts: Mapping[str, str]) -> File:
    """Return the twin of a language model's page; ``facts`` are the lines of its table."""
    paper = view.paper(one.paper)
    about = {
        "Id": f"`{one.id}`",
        "Paper": linked(paper.title, "papers", paper.key) if paper else "",
        "Its own page": f"<{one.url}>" if web(one.url) else "",
        **{label: as_markdown(text) for label, text in facts.items()},
        "Family": as_markdown(one.family or ""),
        "Uses only some of its parameters on a token": "" if one.sparse is None else "yes" if one.sparse else "no",
        "Note": as_markdown(one.note or ""),
        "Row in the survey": as_markdown(as_text(one.survey_row)),
        "Data": f"[JSON](../../api/v1/models/{one.id}.json)",
    }
    lines = [*head(one.name, None, about)]
    if one.architecture:
        shape = one.architecture.model_dump(mode="json", exclude_none=True)
        parts = (
            f"- {name}: {as_markdown(_value(value))}" for name, value in shape.items() if value not in ((), [], {})
        )
        lines += ["", "## Architecture", "", *parts]
    return file("models", one.id, [*lines, *sources_read(one.sources)])


def of_formula(view: View, one: Formula, rows: Sequence[Row]) -> File:
    """Return the twin of a formula's page; ``rows`` are its worked examples."""
    paper = view.paper(one.paper)
    about = {
        "Id": f"`{one.id}`",
        "Paper": linked(paper.title, "papers", paper.key) if paper else "",
        "Where": as_markdown(one.where or ""),
        "Source": as_markdown(str(one.source or "")),
        "Holds": as_markdown(one.holds),
        "Note": as_markdown(one.note or ""),
        "Computed by": f"`effllm calc {one.id} NAME=VALUE ...`",
        "Data": "[JSON of all formulas](../../api/v1/formulas.json)",
    }
    equations = [*((term.name, term.expression, term.unit, term.meaning) for term in one.terms)]
    equations += [(one.output.symbol, one.expression, one.output.unit, one.output.meaning)]
    lines = [*head(one.name, one.summary, about), "", "## Equation", ""]
    lines += [f"- `{name} = {text}`: {as_markdown(said)}{_in(unit)}" for name, text, unit, said in equations]
    lines += ["", "## Inputs", ""]
    for known in one.inputs:
        default = "" if known.default is None else f", {_value(known.default)} unless given"
        lines.append(f"- `{known.name}`: {as_markdown(known.meaning)}{_in(known.unit)}{default}")
    lines += ["", "## Worked examples", ""] if rows else []
    return file("formulas", one.id, [*lines, *map(_example, rows)])


def _example(row: Row) -> str:
    """Return a worked example with who prints it: the paper by its key, or the address of what is no paper."""
    one = row.example
    key = f"[{row.paper.key}](../../{path('papers', row.paper.key)})" if row.paper else as_markdown(one.paper or "")
    source = f"<{one.source.url}>" if one.source and one.source.url else as_markdown(str(one.source or ""))
    by = ", ".join(filter(None, (key or source, as_markdown(one.where or ""))))
    right = f"{one.right} is right" if one.right else ""
    why = f"within {100 * float(one.tolerance):g} %: {one.reason or ''}" if one.tolerance else ""
    about = [row.what if one.term else "", *(text.rstrip(".") for text in (one.note or "", right, why))]
    computed = "" if one.kind == "computed" else f"computed {row.computed}"
    said = "; ".join(filter(None, [*map(as_markdown, about), by, as_markdown(computed)]))
    given = row.inputs or "the defaults"
    value = row.computed if one.kind == "computed" else row.printed
    return f"- {as_markdown(f'{given}: {value}')} ({f'{one.kind}: {said}' if said else one.kind})"


def of_reading_list(
    view: View, one: ReadingList, sections: Iterable[tuple[str, int, Sequence[tuple[Paper, str]]]]
) -> File:
    """Return the twin of a reading list's page; a section has its name, the number of its first paper, and reasons."""
    node = view.kb.taxonomy.get(one.category or "")
    about = {
        "Id": f"`{one.id}`",
        "For": as_markdown(one.audience),
        "All papers of the topic": linked(node.name, "taxonomy", node.id) if node else "",
        "Data": f"[BibTeX](../{one.id}.bib), [JSON of all lists](../../api/v1/reading-lists.json)",
    }
    lines = [*head(one.name, one.summary, about)]
    for name, first, read in sections:
        lines += ["", f"## {as_markdown(name)}", ""]
        for number, (paper, why) in enumerate(read, first):
            published = f"({as_markdown(paper.venue)} {paper.year})"
            lines.append(f"{number}. {linked(paper.title, 'papers', paper.key)} {published}: {as_markdown(why)}")
    return file("reading-lists", one.id, lines)


def _in(unit: str) -> str:
    return f", in {as_markdown(unit)}" if unit else ""


def _value(value: object) -> str:
    """Return a value of a record in words; nothing where it is not known."""
    if isinstance(value, dict):
        return "; ".join(f"{name} {_value(part)}" for name, part in value.items() if part not in (None, "", [], {}))
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    if isinstance(value, bool):
        return as_text(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}" if isinstance(value, float) else as_text(value)


def head(title: str, summary: str | None, facts: Mapping[str, str]) -> Iterator[str]:
    """Yield the first lines of a twin: the title, what it is about, and its facts by their names."""
    yield f"# {as_markdown(title)}"
    if summary:
        yield from ("", as_markdown(summary))
    yield ""
    yield from (f"- {name}: {text}" for name, text in facts.items() if text)


def linked(text: str, folder: str, name: str) -> str:
    """Return a link from a twin to another."""
    return f"[{as_markdown(text)}](../../{path(folder, name)})"


def _papers(
    heading: str, papers: Sequence[Paper], said: Sequence[str] = (), *, with_arxiv: bool = False
) -> Iterator[str]:
    """Yield a list of papers below its heading, each with what is said of it; nothing where there are none."""
    if not papers:
        return
    yield from ("", f"## {heading}{_first(papers)}", "")
    for number, paper in enumerate(papers[:LISTED]):
        more = f": {as_markdown(said[number])}" if said and said[number] else ""
        arxiv = f"; arXiv:{paper.arxiv}" if with_arxiv and paper.arxiv else ""
        yield f"- {linked(paper.title, 'papers', paper.key)} ({as_markdown(paper.venue)} {paper.year}{arxiv}){more}"
    if more := _more(papers):
        yield f"-{more}"


def _first(listed: Sequence[object]) -> str:
    """Return, for the heading of a list that is cut, how much of it there is."""
    return f": the first {LISTED} of {len(listed):,}" if len(listed) > LISTED else ""


def _more(listed: Sequence[object]) -> str:
    return f" and {len(listed) - LISTED:,} more" if len(listed) > LISTED else ""


def sources_read(sources: Mapping[str, str | tuple[str, ...]]) -> Iterator[str]:
    """Yield where the fields were read, each place once."""
    fields: dict[str, list[str]] = {}
    for field, read in read_in(sources):
        for source in read:
            fields.setdefault(source, []).append(field)
    if fields:
        yield from ("", "## Sources", "")
        yield from (f"- {as_markdown(source)}: {', '.join(map(as_markdown, read))}" for source, read in fields.items())


def file(folder: str, name: str, lines: Iterable[str]) -> File:
    """Return the twin with these lines, beside the page of this name."""
    return File(path(folder, name), "\n".join(lines) + "\n")
