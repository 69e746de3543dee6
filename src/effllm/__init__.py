"""The open knowledge base of efficient-LLM research: papers, taxonomy, frameworks, and the graphs between them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from effllm.arithmetic import Quantity
    from effllm.kb import (
        Author,
        Comparable,
        Comparison,
        Formulas,
        Frameworks,
        Hardware,
        KnowledgeBase,
        Measurements,
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
    from effllm.kb.differences import Change, Differences, FieldChange
    from effllm.nearest import (
        UnknownAccelerator,
        UnknownCategory,
        UnknownFormat,
        UnknownFormula,
        UnknownFramework,
        UnknownGroup,
        UnknownKey,
        UnknownLicense,
        UnknownMeasurement,
        UnknownModel,
        UnknownPaper,
        UnknownPublicList,
        UnknownReadingList,
        UnknownVenue,
        UnknownWord,
    )
    from effllm.plan import Bound, Figure, Loss, Measured, Plan, TrainingPlan
    from effllm.problems import InvalidRecords, Problem
    from effllm.records import (
        Accelerator,
        Architecture,
        Baseline,
        Category,
        Cell,
        CitationCount,
        Constant,
        Equation,
        Fact,
        Flops,
        Formula,
        Framework,
        Input,
        Measurement,
        Metric,
        Output,
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
        Term,
        UnknownInput,
        Venue,
        Vocabulary,
        Word,
        WorkedExample,
        WrongInput,
    )
    from effllm.store.snapshot import Snapshot
    from effllm.store.states import UnknownState

__version__ = "0.1.0"

__all__ = [
    "Accelerator",
    "Architecture",
    "Author",
    "Baseline",
    "Bound",
    "Category",
    "Cell",
    "Change",
    "CitationCount",
    "Comparable",
    "Comparison",
    "Constant",
    "Differences",
    "Equation",
    "Fact",
    "FieldChange",
    "Figure",
    "Flops",
    "Formula",
    "Formulas",
    "Framework",
    "Frameworks",
    "Hardware",
    "Input",
    "InvalidRecords",
    "KnowledgeBase",
    "Loss",
    "Measured",
    "Measurement",
    "Measurements",
    "Metric",
    "Models",
    "Node",
    "Output",
    "Paper",
    "Papers",
    "Plan",
    "PretrainedModel",
    "Problem",
    "PublicList",
    "PublicLists",
    "Quantity",
    "Reading",
    "ReadingList",
    "ReadingLists",
    "Reported",
    "Result",
    "Results",
    "Row",
    "Section",
    "Setting",
    "Snapshot",
    "Source",
    "Status",
    "Supports",
    "SurveyRow",
    "SurveyTicks",
    "Taxonomy",
    "Term",
    "TrainingPlan",
    "UnknownAccelerator",
    "UnknownCategory",
    "UnknownFormat",
    "UnknownFormula",
    "UnknownFramework",
    "UnknownGroup",
    "UnknownInput",
    "UnknownKey",
    "UnknownLicense",
    "UnknownMeasurement",
    "UnknownModel",
    "UnknownPaper",
    "UnknownPublicList",
    "UnknownReadingList",
    "UnknownState",
    "UnknownVenue",
    "UnknownWord",
    "Venue",
    "Venues",
    "Vocabulary",
    "Word",
    "WorkedExample",
    "WrongInput",
    "load",
]

_PARTS = "nearest problems arithmetic records kb plan store.snapshot kb.differences store.states"
_MODULES = tuple(f"effllm.{name}" for name in _PARTS.split())

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
        """Import a public name when it is first used: ``effllm --version`` needs no record models."""
        if name in __all__:
            for module in map(import_module, _MODULES):
                if hasattr(module, name):
                    globals()[name] = getattr(module, name)
                    return globals()[name]
        raise AttributeError(f"module 'effllm' has no attribute {name!r}")

    def __dir__() -> list[str]:
        return [*globals(), *__all__]
