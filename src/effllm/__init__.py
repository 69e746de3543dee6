"""The open knowledge base of efficient-LLM research: papers, taxonomy, frameworks, and the graphs between them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from effllm.kb import (
        Comparable,
        Comparison,
        Frameworks,
        Hardware,
        KnowledgeBase,
        Models,
        Node,
        Papers,
        PublicLists,
        ReadingLists,
        Reported,
        Results,
        Row,
        Taxonomy,
        Venues,
        load,
    )
    from effllm.nearest import (
        UnknownAccelerator,
        UnknownCategory,
        UnknownFramework,
        UnknownGroup,
        UnknownKey,
        UnknownModel,
        UnknownPaper,
        UnknownPublicList,
        UnknownReadingList,
        UnknownVenue,
        UnknownWord,
    )
    from effllm.problems import InvalidRecords, Problem
    from effllm.records import (
        Accelerator,
        Architecture,
        Baseline,
        Category,
        Cell,
        Constant,
        Equation,
        Fact,
        Flops,
        Framework,
        Metric,
        Paper,
        PretrainedModel,
        PublicList,
        Reading,
        ReadingList,
        Result,
        Section,
        Setting,
        Source,
        Status,
        Supports,
        SurveyRow,
        SurveyTicks,
        Venue,
        Vocabulary,
        Word,
    )

__version__ = "0.1.0"

__all__ = [
    "Accelerator",
    "Architecture",
    "Baseline",
    "Category",
    "Cell",
    "Comparable",
    "Comparison",
    "Constant",
    "Equation",
    "Fact",
    "Flops",
    "Framework",
    "Frameworks",
    "Hardware",
    "InvalidRecords",
    "KnowledgeBase",
    "Metric",
    "Models",
    "Node",
    "Paper",
    "Papers",
    "PretrainedModel",
    "Problem",
    "PublicList",
    "PublicLists",
    "Reading",
    "ReadingList",
    "ReadingLists",
    "Reported",
    "Result",
    "Results",
    "Row",
    "Section",
    "Setting",
    "Source",
    "Status",
    "Supports",
    "SurveyRow",
    "SurveyTicks",
    "Taxonomy",
    "UnknownAccelerator",
    "UnknownCategory",
    "UnknownFramework",
    "UnknownGroup",
    "UnknownKey",
    "UnknownModel",
    "UnknownPaper",
    "UnknownPublicList",
    "UnknownReadingList",
    "UnknownVenue",
    "UnknownWord",
    "Venue",
    "Venues",
    "Vocabulary",
    "Word",
    "load",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
        """Import a public name when it is first used: ``effllm --version`` needs no record models."""
        if name in __all__:
            for module in map(import_module, ("effllm.nearest", "effllm.problems", "effllm.records", "effllm.kb")):
                if hasattr(module, name):
                    globals()[name] = getattr(module, name)
                    return globals()[name]
        raise AttributeError(f"module 'effllm' has no attribute {name!r}")

    def __dir__() -> list[str]:
        return [*globals(), *__all__]
