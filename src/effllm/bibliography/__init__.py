"""Papers in the formats of reference managers."""

from effllm.bibliography.bibtex_writer import to_bibtex
from effllm.bibliography.reference_managers import to_csl_json, to_ris

__all__ = ["to_bibtex", "to_csl_json", "to_ris"]
