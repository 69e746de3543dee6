"""Papers in the formats of reference managers and spreadsheets."""

from effllm.bibliography.bibtex_writer import to_bibtex
from effllm.bibliography.csv_writer import to_csv
from effllm.bibliography.reference_managers import to_csl_json, to_ris

__all__ = ["to_bibtex", "to_csl_json", "to_csv", "to_ris"]
