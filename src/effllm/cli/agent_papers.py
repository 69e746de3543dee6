"""What `effllm mcp` answers about papers and the figures that they report."""

from collections import defaultdict
from typing import Annotated, Any

from pydantic import Field

from effllm.cli.agent_tools import MOST, NAMED, Key, Limit, Tools, Under, known
from effllm.cli.failures import WrongUsage
from effllm.cli.show import find_paper


class PaperTools(Tools):
    """Papers: found, told of, near each other, as BibTeX, and with their figures."""

    def search(
        self,
        query: Annotated[
            str, Field(description="Words; typos are forgiven. Empty: all, those that came in last first.")
        ] = "",
        *,
        under: Under = None,
        since: int | None = None,
        until: int | None = None,
        venue: str | None = None,
        author: str | None = None,
        has_code: bool | None = None,
        limit: Limit = 10,
    ) -> dict[str, Any]:
        """Find papers by words and filters (category, years, venue, author, code); the best match first."""
        papers = self._kb.papers.filter(
            under=under, since=since, until=until, venue=venue, author=author, has_code=has_code
        )
        found = papers.search(query) if query.strip() else papers.sort("-added", "-year", "title")
        lines = [self._line(one) for one in list(found.values())[:limit]]
        lacks = bool(query.strip()) and self._kb.ask(query).lacks
        return {"found": len(found), "papers": lines} | ({"not_here": query} if lacks else {})

    def paper(
        self,
        key: Key,
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

    def related(self, key: Key, limit: Limit = 10) -> dict[str, Any]:
        """Find the papers nearest to one, each with the reasons."""
        one = find_paper(self._kb, key)
        near = self._kb.related(one, limit)
        found = [{**self._line(self._kb.papers[other.key]), "reasons": list(other.reasons)} for other in near]
        return {"paper": one.key, "related": found}

    def bibtex(self, keys: Annotated[list[str], Field(min_length=1, max_length=MOST)]) -> str:
        """Write BibTeX entries of papers by key, name, id or address; a comment says which were not found."""
        found, missing = [], []
        for key in keys:
            try:
                found.append(find_paper(self._kb, key))
            except WrongUsage as error:
                missing.append(error)
        if not found:
            choices = [choice for error in missing for choice in error.choices]
            raise WrongUsage("; ".join(map(str, missing)), choices)
        said = [f"% {line}" for error in missing for line in (str(error), *error.choices)]
        return "\n".join([*said, self._kb.papers.pick(found).to_bibtex()])

    def results(
        self,
        metric: Annotated[str | None, Field(description="perplexity, accuracy, speedup, ...")] = None,
        *,
        model: Annotated[str | None, Field(description="LLaMA, or with its size: LLaMA-7B")] = None,
        bits: Annotated[int | None, Field(description="Bits a weight, rounded.")] = None,
        method: str | None = None,
        dataset: str | None = None,
        paper: str | None = None,
        under: Under = None,
        limit: Limit = 20,
    ) -> dict[str, Any]:
        """Find figures that papers report, the best first where a metric is given.

        Only figures of one paper and table with the same model, dataset and setting compare. A name that no figure
        has is in ``not_in_results`` with the nearest that one has.
        """
        key = find_paper(self._kb, paper).key if paper is not None else None
        every = self._kb.results()
        found = every.filter(
            metric=metric, model=model, bits=bits, method=method, dataset=dataset, paper=key, under=under
        )
        unknown = every.nearest_names(model=model, method=method, dataset=dataset)
        better = next((one.better for one in self._kb.vocabulary.metrics if one.id == metric), "neither")
        sign = {"lower": 1, "higher": -1, "neither": 0}[better]
        ranked = sorted(found, key=lambda one: sign * one.result.value)
        shown = [known(one.to_dict()) for one in ranked[:limit]]
        return {
            "found": len(found),
            "shown": len(shown),
            "better": better,
            "results": shown,
            **known({"not_in_results": unknown}),
        }
