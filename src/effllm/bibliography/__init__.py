"""Papers in the formats of reference managers and spreadsheets."""

from effllm.bibliography.bibtex_writer import to_bibtex
from effllm.bibliography.csl import to_csl_json
from effllm.bibliography.csv_writer import to_csv
from effllm.bibliography.ris import to_ris

__all__ = ["to_bibtex", "to_csl_json", "to_csv", "to_ris"]
