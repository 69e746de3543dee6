"""From what a service or a bibliography says of a paper to its checked record."""

from effllm.ingest.kept_list import extended, kept_list, problems_of
from effllm.ingest.reference_entry import Listed, Match, Matcher, ReferenceList, WrongList
from effllm.ingest.service_answers import crossref, openalex, semantic_scholar, work_of

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
