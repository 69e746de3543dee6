"""Reference lists, as services and LaTeX write them, matched with the records. Nothing here asks a network."""

from effllm.references.kept import kept_list
from effllm.references.listed import Listed, ReferenceList, WrongList
from effllm.references.matching import Match, Matcher
from effllm.references.record import extended, problems_of
from effllm.references.services import crossref, openalex, semantic_scholar, work_of

__all__ = [
    "Listed",
    "Match",
    "Matcher",
    "ReferenceList",
    "WrongList",
    "crossref",
    "extended",
    "kept_list",
    "openalex",
    "problems_of",
    "semantic_scholar",
    "work_of",
]
