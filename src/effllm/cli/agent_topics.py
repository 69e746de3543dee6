"""What `effllm mcp` answers about categories and lists of papers, the reader's own among them."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from effllm.cli.agent_tools import NAMED, Limit, Tools, known, one_named, with_tools
from effllm.cli.failures import WrongUsage
from effllm.wording import cut

if TYPE_CHECKING:
    from effllm.lint import Index
    from effllm.lint.paper_list import ListDocument

_MARKDOWN = "Markdown: there a paper is a line of a list or a table row, with a link"
_LATEX = "LaTeX: there a paper is a \\bibitem"
_FORMS = {".md": _MARKDOWN, ".markdown": _MARKDOWN, ".bib": "BibTeX", ".tex": _LATEX, ".bbl": _LATEX}
"""The form of a list by the ending of its name, as `effllm.lint.READERS` has them -> its name, and what is a paper."""

_SHOWN = 80
"""Most letters of an entry that is not a paper here."""


class TopicTools(Tools):
    """Categories, reading lists, and the check of somebody's own list."""

    def category(self, category: str | None = None) -> dict[str, Any]:
        """Show a category: what it is, sub-categories, the papers most cited here. Without an id: the whole tree."""
        if category is None:
            nodes = self._kb.taxonomy.values()
            return {"tree": [f"{'  ' * len(one.ancestors)}{one.id}: {len(one.paper_keys)} papers" for one in nodes]}
        node = self._kb.taxonomy[category]
        cited = self._most_cited(node.paper_keys)
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

    def reading_list(self, reading_list: str | None = None) -> dict[str, Any]:
        """Say what to read first and why, in order, by a list's id or name. Without: which lists there are."""
        lists = self._kb.reading_lists
        if reading_list is None:
            return {one.id: f"{one.name}: {one.summary}" for one in lists.values()}
        one = one_named(lists, reading_list)
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
        limit: Limit = 20,
    ) -> dict[str, Any]:
        """Check a list of papers in Markdown, BibTeX or LaTeX: wrong ids, links, years; preprints since published.

        In Markdown a paper is a line of a list or a table row, with a link. ``recognised`` are the entries that are
        papers here, ``unknown`` the others: nothing is known of those, so that no problem there is no approval.
        """
        from effllm.lint import READERS, Index, ListProblem, check_document, read, told_once  # noqa: PLC0415 - readers that no other tool needs

        ending = f".{format.removeprefix('.')}"
        if ending not in READERS:
            raise WrongUsage(f"no format {format!r}; there are {', '.join(one.removeprefix('.') for one in READERS)}")
        if not text.strip():
            raise WrongUsage("text is empty; give the list itself, not its name")
        document = read(f"list{ending}", text.encode())
        if isinstance(document, ListProblem):
            raise WrongUsage(document.message)
        index = Index(self._kb)
        problems = told_once(check_document(document, index))
        shown = [
            known(
                {
                    "line": one.line,
                    "code": one.code,
                    "sure": one.severity == "error",
                    "message": one.message,
                    "help": with_tools(one.hint),
                }
            )
            for one in problems[:limit]
        ]
        said = "" if document.entries else f"no paper was read in it as {_FORMS[ending]}"
        return known({"note": said}) | {
            "entries_read": len(document.entries),
            "found": len(problems),
            "problems": shown,
            **_entries(document, index, limit),
        }


def _entries(document: "ListDocument", index: "Index", limit: int) -> dict[str, Any]:
    """Return which entries of a list are papers here, and which are not; of each how many, and the first of them."""
    recognised, unknown = [], []
    for entry in document.entries:
        line, papers = document.line(entry.at), index.listed(entry)
        if papers:
            recognised.append({"line": line, "keys": [paper.key for paper in papers]})
        else:
            labels = [link.label for link in entry.links if link.label]
            before = entry.text.partition(labels[0])[0] if labels else entry.text
            names = [*(part.text for part in entry.titles[:1]), before.strip("-*| :"), *labels]
            names += [name for text in names if (name := text.partition(": ")[0]) != text]
            alike = list(dict.fromkeys(paper.key for name in names for paper in index.named(name)))
            ids = [one.value for one in entry.ids]
            text = cut(next(filter(None, names), ""), _SHOWN)
            unknown.append(known({"line": line, "text": text, "ids": ids, "of_that_name": alike}))
    return {
        "recognised": {"found": len(recognised), "entries": recognised[:limit]},
        "unknown": {"found": len(unknown), "entries": unknown[:limit]},
    }
