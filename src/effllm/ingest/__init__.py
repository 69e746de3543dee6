"""From what a service or a bibliography says of a paper to its checked record."""

from effllm.ingest.kept_list import kept_list
from effllm.ingest.list_to_record import extended, problems_of
from effllm.ingest.matching import Match, Matcher
from effllm.ingest.reference_entry import Listed, ReferenceList, WrongList
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
