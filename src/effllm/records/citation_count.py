"""How often the whole literature cites a paper, as a service counted it: a line of `papers/cited.jsonl`."""

from __future__ import annotations

from pydantic import Field

from effllm.records.base import DAY, Int, Record
from effllm.records.source import Source


class CitationCount(Record):
    """By how many works of the whole literature a paper is cited, which is another count than that of papers here."""

    paper: str = Field(description="Key of the paper.")
    cited: Int = Field(ge=0, description="How many works cite it, wherever they appeared.")
    date: str = Field(
        description="Day for which the service counted, `2026-11-01`.", json_schema_extra={"pattern": f"^(?:{DAY})$"}
    )
    source: Source = Field(description="The paper where it was counted: `openalex:W2741809807@2026-11-01`.")

    @property
    def rank(self) -> str:
        """Its place in the file: by key."""
        return self.paper
