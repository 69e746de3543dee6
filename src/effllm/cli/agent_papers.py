"""What `effllm mcp` answers about papers and the figures that they report."""

from collections import Counter
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from effllm.cli.agent_tools import MOST, NAMED, Key, Limit, Tools, Under, by_source, known, with_tools
from effllm.cli.failures import WrongUsage
from effllm.cli.show import find_paper
from effllm.kb.papers import last_added
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from effllm.kb.results import Reported

_BETWEEN = str.maketrans(",;:()[]/&", " " * 9)
"""What stands between the names in the name of a combined method: ``AQLM + PV-Tuning (1x16g8)``."""


class PaperTools(Tools):
    """Papers: found, told of, near each other, as BibTeX, and with their figures."""

    def search(
        self,
        query: Annotated[str, Field(description="Words; typos are forgiven. Empty: all, last added first.")] = "",
        *,
        under: Under = None,
        since: int | None = None,
        until: int | None = None,
        venue: str | None = None,
        author: str | None = None,
        has_code: bool | None = None,
        summaries: Annotated[bool, Field(description="Also say what each paper claims.")] = False,
        limit: Limit = 10,
        offset: Annotated[int, Field(ge=0, description="How many to leave out, to go on from there.")] = 0,
    ) -> dict[str, Any]:
        """Find papers by words and filters (category, years, venue, author, code); the best match first.

        Words rank and narrow; for all papers of a topic give its category under ``under`` and no words.
        """
        papers = self._kb.papers.filter(
            under=under, since=since, until=until, venue=venue, author=author, has_code=has_code
        )
        found = list(papers.search(query).values()) if query.strip() else last_added(papers.values())
        shown = found[offset : offset + limit]
        lines = [
            known({**self._line(one), "summary": one.summary if summaries else None, "added": one.added})
            for one in shown
        ]
        lacks = bool(query.strip()) and self._kb.ask(query).lacks
        answer = {"found": len(found), "shown": len(lines), "papers": lines}
        return answer | ({"not_here": query} if lacks else {})

    def paper(
        self,
        key: Key,
        named: Annotated[int, Field(ge=0, le=500, description="Most keys that it cites, and that cite it.")] = NAMED,
    ) -> dict[str, Any]:
        """Tell what matters of one paper: authors, ids, summary, categories, citations here, where it was read."""
        kb, one = self._kb, find_paper(self._kb, key)
        citing, cited = self._most_cited(kb.cited_by(one)), self._most_cited(one.cites)
        counted = kb.cited_in_literature(one)
        read = sum(other.references != "none" for other in kb.papers.values())
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
                "cites": cited[:named],
                "cited_by_here": len(citing),
                "cited_by": citing[:named],
                "note": f"cites and cited_by have the most cited here first; cited_by_here counts only reference lists "
                f"that were read: those of {read:,} of the {len(kb.papers):,} papers here",
                "cited_in_literature": counted and counted.model_dump(exclude={"paper"}),
                "results_here": len(one.results),
                "sources": by_source(one.sources),
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
        said = [f"% {with_tools(line)}" for error in missing for line in (str(error), *error.choices)]
        return "\n".join([*said, self._kb.papers.pick(found).to_bibtex()])

    def results(
        self,
        metric: Annotated[str | None, Field(description="perplexity, accuracy, speedup, ...")] = None,
        *,
        model: Annotated[str | None, Field(description="LLaMA, or with its size: LLaMA-7B")] = None,
        bits: Annotated[int | None, Field(description="Bits a weight, rounded.")] = None,
        method: Annotated[
            str | None, Field(description="Name; PV-Tuning finds AQLM + PV-Tuning where nothing has just this name.")
        ] = None,
        dataset: str | None = None,
        paper: str | None = None,
        under: Under = None,
        limit: Limit = 20,
    ) -> dict[str, Any]:
        """Find figures that papers report, the best first where a metric is given.

        Only figures of one paper and table with the same model, dataset and setting compare. ``methods`` are the names
        that a method was found as, ``other_methods`` those that have it among others, each with how many figures it
        has. A name that no figure has is in ``not_in_results`` with the nearest that one has.
        """
        key = find_paper(self._kb, paper).key if paper is not None else None
        every = self._kb.results()
        passed = every.filter(metric=metric, model=model, bits=bits, dataset=dataset, paper=key, under=under)
        found, others = (passed, []) if method is None else _of_method(method, passed)
        is_here = method is None or any(_of_method(method, every))
        unknown = every.nearest_names(model=model, method=None if is_here else method, dataset=dataset)
        better = next((one.better for one in self._kb.vocabulary.metrics if one.id == metric), "neither")
        sign = {"lower": 1, "higher": -1, "neither": 0}[better]
        ranked = sorted(found, key=lambda one: sign * one.result.value)
        shown = [known(one.to_dict()) for one in ranked[:limit]]
        several = len({one.paper.key for one in ranked[:limit]}) > 1
        note = (
            "These figures are from several papers, whose tables and settings differ: they do not rank. Figures are "
            f"recorded of {len({one.paper.key for one in every}):,} of the {len(self._kb.papers):,} papers here."
        )
        return {
            "found": len(found),
            "shown": len(shown),
            "better": better,
            "results": shown,
            **({"methods": _names(found)} if method is not None and found else {}),
            **({"other_methods": _names(others)} if others else {}),
            **({"not_in_results": unknown} if unknown else {}),
            **({"note": note} if several else {}),
        }


def _of_method(method: str, figures: "Iterable[Reported]") -> "tuple[list[Reported], list[Reported]]":
    """Return the figures of a method, then those of its combinations; these come first where it has none of its own."""
    called = [one for one in figures if _is_among(method, one.result.method or "")]
    alone = [title_key(one.result.method or "") == title_key(method) for one in called]
    if not any(alone):
        return called, []
    return list(compress(called, alone)), list(compress(called, map(not_, alone)))


def _names(figures: "Iterable[Reported]") -> dict[str, int]:
    """Return the names of the methods of some figures, each with how many it has."""
    return dict(Counter(str(one.result.method) for one in figures))


def _is_among(method: str, names: str) -> bool:
    """Tell whether a method is the one of this name, or among those that it joins; ``LoRA`` is not in ``QA-LoRA``."""
    wanted = title_key(method)
    pieces = [title_key(piece) for piece in names.translate(_BETWEEN).split()]
    ends = range(1, len(pieces) + 1)
    return title_key(names) == wanted or any("".join(pieces[at:end]) == wanted for end in ends for at in range(end))
