"""What `effllm mcp` answers: small plain values with the ids of records, their sources, and the state of the data."""

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from effllm.cli.failures import WrongUsage
from effllm.cli.show import find_paper
from effllm.nearest import UnknownWord
from effllm.records.framework import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from effllm.kb import KnowledgeBase, Node
    from effllm.records import Cell, Paper

MOST = 50
"""Most papers or figures in an answer, however many are asked for."""

NAMED = 15
"""How many papers an answer about something else names."""

_Limit = Annotated[int, Field(ge=1, le=MOST)]
_Key = Annotated[str, Field(description="Key, name or title of a paper, or its arXiv id, DOI or address.")]
_Under = Annotated[str | None, Field(description="Id of a category: papers in it or below.")]


def known(values: "Mapping[str, Any]") -> dict[str, Any]:
    """Return what is known of some values: an answer has no empty ones."""
    return {name: value for name, value in values.items() if value not in (None, "", (), [], {})}


class Answers:
    """The questions that an agent can ask; each method is a tool, its docstring what the agent is told of it."""

    def __init__(self, kb: "KnowledgeBase") -> None:
        self._kb = kb

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

    def search(
        self,
        query: Annotated[
            str, Field(description="Words; typos are forgiven. Empty: all, those that came in last first.")
        ] = "",
        *,
        under: _Under = None,
        since: int | None = None,
        until: int | None = None,
        venue: str | None = None,
        author: str | None = None,
        has_code: bool | None = None,
        limit: _Limit = 10,
    ) -> dict[str, Any]:
        """Find papers by words and filters (category, years, venue, author, code); the best match first."""
        papers = self._kb.papers.filter(
            under=under, since=since, until=until, venue=venue, author=author, has_code=has_code
        )
        found = papers.search(query) if query.strip() else papers.sort("-added", "-year", "title")
        return {"found": len(found), "papers": [self._line(one) for one in list(found.values())[:limit]]}

    def paper(
        self,
        key: _Key,
        named: Annotated[int, Field(ge=0, le=500, description="Most keys that it cites, and that cite it.")] = NAMED,
    ) -> dict[str, Any]:
        """Tell what matters of one paper: authors, ids, summary, categories, citations here, where it was read."""
        kb, one = self._kb, find_paper(self._kb, key)
        citing = list(kb.cited_by(one).sort("-year", "title"))
        fields: dict[str, list[str]] = defaultdict(list)
        for field in one.sources:
            for source in one.source(field):
                fields[str(source)].append(field)
        return known(
            {
                **self._line(one),
                "authors": list(one.authors[:NAMED]),
                "more_authors": max(len(one.authors) - NAMED, 0) or None,
                "aliases": list(one.aliases),
                **one.ids,
                "pdf": one.pdf,
                "code": one.code,
                "summary": one.summary,
                "categories": list(one.categories),
                "reference_list_read": one.references,
                "cites_here": len(one.cites),
                "cites": list(one.cites[:named]),
                "cited_by_here": len(citing),
                "cited_by": citing[:named],
                "results_here": len(one.results),
                "sources": dict(fields),
            }
        )

    def related(self, key: _Key, limit: _Limit = 10) -> dict[str, Any]:
        """Find the papers nearest to one, each with the reasons."""
        one = find_paper(self._kb, key)
        near = self._kb.related(one, limit)
        found = [{**self._line(self._kb.papers[other.key]), "reasons": list(other.reasons)} for other in near]
        return {"paper": one.key, "related": found}

    def bibtex(self, keys: Annotated[list[str], Field(min_length=1, max_length=MOST)]) -> str:
        """Write BibTeX entries of papers by key, name, id or address."""
        return self._kb.papers.pick([find_paper(self._kb, key) for key in keys]).to_bibtex()

    def category(self, category: str | None = None) -> dict[str, Any]:
        """Show a category: what it is, sub-categories, the papers most cited here. Without an id: the whole tree."""
        if category is None:
            nodes = self._kb.taxonomy.values()
            return {"tree": [f"{'  ' * len(one.ancestors)}{one.id}: {len(one.paper_keys)} papers" for one in nodes]}
        node = self._category(category)
        cited = sorted(node.paper_keys, key=lambda key: (-len(self._kb.cited_by(key)), key))
        return known(
            {
                "id": node.id,
                "name": node.name,
                "summary": node.summary,
                "path": [step.id for step in node.path],
                "in_the_survey": node.survey,
                "papers": len(node.paper_keys),
                "children": {child.id: len(child.paper_keys) for child in node.children},
                "most_cited_here": [self._line(self._kb.papers[key]) for key in cited[:NAMED]],
            }
        )

    def frameworks(
        self,
        capabilities: Annotated[
            list[str], Field(description="Ids or names of capabilities, all of them needed: fp8, amd, LoRA serving.")
        ] = [],  # noqa: B006 - it is only read
        kind: Annotated[str | None, Field(description="serving-engine, library, trainer, ...")] = None,
        *,
        active: bool | None = None,
    ) -> dict[str, Any]:
        """Find frameworks that have all of some capabilities, with the source and date of each cell.

        Each capability is told by itself: fp8 and amd together do not say that FP8 runs on AMD.
        """
        wanted = [self._word(one) for one in capabilities]
        passed = [
            one
            for one in self._kb.frameworks.filter(kind=kind, active=active).values()
            if all(one.cell(*each).value == "yes" for each in wanted)
        ]
        found = [
            known(
                {
                    "id": one.id,
                    "kind": one.kind,
                    "status": one.status.state,
                    "repo": one.repo,
                    **{word: _cell(one.cell(group, word)) for group, word in wanted},
                }
            )
            for one in passed
        ]
        return {"found": len(found), "frameworks": found}

    def compare_frameworks(
        self,
        frameworks: Annotated[list[str], Field(min_length=1, max_length=6, description="Ids or names.")],
        group: Annotated[
            str | None, Field(description=f"Cells of one group with sources and dates: {', '.join(GROUPS)}.")
        ] = None,
    ) -> dict[str, Any]:
        """Set frameworks side by side, capability by capability; what is unknown of all is left out.

        Without a group it has values only, in the order of "frameworks"; with one also sources and dates.
        """
        compared = self._kb.compare(frameworks)
        if group is not None:
            self._kb.vocabulary.group(group)
        rows: dict[str, dict[str, Any]] = defaultdict(dict)
        for row in compared:
            told = {name: cell for name, cell in row.cells.items() if cell.value != "unknown"}
            if told and group is None:
                rows[row.group][row.word.id] = " ".join(cell.value for cell in row.cells.values())
            elif told and row.group == group:
                rows[row.group][row.word.id] = {name: _cell(cell) for name, cell in told.items()}
        return {"frameworks": [one.id for one in compared.frameworks], **rows}

    def results(
        self,
        metric: Annotated[str | None, Field(description="perplexity, accuracy, speedup, ...")] = None,
        *,
        model: Annotated[str | None, Field(description="LLaMA, or with its size: LLaMA-7B")] = None,
        bits: Annotated[int | None, Field(description="Bits a weight, rounded.")] = None,
        method: str | None = None,
        dataset: str | None = None,
        paper: str | None = None,
        under: _Under = None,
        limit: _Limit = 20,
    ) -> dict[str, Any]:
        """Find figures that papers report, the best first where a metric is given.

        Only figures of one paper and table with the same model, dataset and setting compare.
        """
        key = find_paper(self._kb, paper).key if paper is not None else None
        found = self._kb.results().filter(
            metric=metric, model=model, bits=bits, method=method, dataset=dataset, paper=key, under=under
        )
        better = next((one.better for one in self._kb.vocabulary.metrics if one.id == metric), "neither")
        sign = {"lower": 1, "higher": -1, "neither": 0}[better]
        ranked = sorted(found, key=lambda one: sign * one.result.value)
        shown = [known(one.to_dict()) for one in ranked[:limit]]
        return {"found": len(found), "shown": len(shown), "better": better, "results": shown}

    def model(self, model: str) -> dict[str, Any]:
        """Tell of one language model: size, training, cost, architecture, with sources. Ids are like llama-3-70b."""
        return known(self._kb.models[model].to_dict())

    def plan(
        self,
        model: Annotated[str, Field(description="Id or name of a model: llama-3-70b")],
        *,
        on: Annotated[str | None, Field(description="Accelerator: rtx-4090, h100-sxm")] = None,
        count: int = 1,
        weights: str = "bf16",
        kv: str = "bf16",
        context: int | None = None,
        batch: int = 1,
    ) -> dict[str, Any]:
        """Compute what memory a model takes in bytes, whether it fits an accelerator, how fast it can be at best.

        ``per_device`` and ``spare_per_device`` are those of the fullest accelerator.
        """
        made = self._kb.plan(model, on=on, count=count, weights=weights, kv=kv, context=context, batch=batch)
        plain = made.to_dict()
        used = {figure.term.formula for figure in made.figures}
        shown = ("value", "unit", "limited_by")
        bounds = {name: {part: one[part] for part in shown if one[part]} for name, one in plain["bounds"].items()}
        return known(
            plain
            | {
                "spare": None,
                "spare_per_device": plain["spare"],
                "bounds": bounds,
                "figures": None,
                "formulas": {name: self._formula(name) for name in sorted(used)},
                "savings": plain["savings"][:5],
                "frameworks": [one.framework.id for one in made.frameworks],
                "measured": [known(one.to_dict()) for one in made.measured[:3]],
            }
        )

    def reading_list(self, reading_list: str | None = None) -> dict[str, Any]:
        """Say what to read first and why, in order. Without an id: which lists there are."""
        lists = self._kb.reading_lists
        if reading_list is None:
            return {one.id: f"{one.name}: {one.summary}" for one in lists.values()}
        one = lists[reading_list]
        papers = self._kb.papers
        return {
            "id": one.id,
            "name": one.name,
            "audience": one.audience,
            "sections": {
                section.name: [
                    {"key": reading.paper, "title": papers[reading.paper].title, "why": reading.why}
                    for reading in section.papers
                ]
                for section in one.sections
            },
        }

    def lint(
        self,
        text: Annotated[str, Field(description="The list itself.")],
        format: Annotated[str, Field(description="md, bib or tex")] = "md",  # noqa: A002 - what agents call it
        limit: _Limit = 20,
    ) -> dict[str, Any]:
        """Check a list of papers in Markdown, BibTeX or LaTeX: wrong ids, links, years; preprints since published.

        In Markdown a paper is a line of a list or a table row, with a link.
        """
        from effllm.lint import READERS, Index, ListProblem, check_document, read, told_once  # noqa: PLC0415 - readers that no other tool needs

        ending = f".{format.removeprefix('.')}"
        if ending not in READERS:
            raise WrongUsage(f"no format {format!r}; there are {', '.join(one.removeprefix('.') for one in READERS)}")
        document = read(f"list{ending}", text.encode())
        if isinstance(document, ListProblem):
            raise WrongUsage(document.message)
        problems = told_once(check_document(document, Index(self._kb)))
        shown = [
            known(
                {
                    "line": one.line,
                    "code": one.code,
                    "sure": one.severity == "error",
                    "message": one.message,
                    "help": one.hint,
                }
            )
            for one in problems[:limit]
        ]
        return {"entries_read": len(document.entries), "found": len(problems), "problems": shown}

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

    def _category(self, name: str) -> "Node":
        """Return a category by its id or its name.

        Raises:
            UnknownCategory: there is none.
        """
        named = {node.name.casefold(): node for node in self._kb.taxonomy.values()}
        return named.get(name.casefold()) or self._kb.taxonomy[name]

    def _word(self, text: str) -> tuple[str, str]:
        """Return the group and the id of a capability.

        Raises:
            UnknownWord: no group has it.
        """
        ids: list[str] = []
        for group in GROUPS:
            words = self._kb.vocabulary.group(group)
            try:
                return group, words.named(text).id
            except UnknownWord:
                ids += words
        raise UnknownWord(text, ids)

    def _formula(self, name: str) -> str:
        one = self._kb.formulas[name]
        return ", ".join(filter(None, (one.paper, one.where)))


def _cell(cell: "Cell") -> dict[str, Any]:
    """Return a cell with where it was read and when."""
    return known(
        {"value": cell.value, "source": cell.source and str(cell.source), "checked": cell.checked, "note": cell.note}
    )


def tools() -> "Iterator[str]":
    """Yield the names of the tools, in the order in which they are defined."""
    yield from (name for name in vars(Answers) if not name.startswith("_"))
