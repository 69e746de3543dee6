"""M: measurements that no paper reports; their figures keep the rules of those of papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule
from effllm.rules.context import each
from effllm.rules.dates import odd_date
from effllm.rules.reading_lists import not_a_sentence
from effllm.store.writer import IS_DAY

if TYPE_CHECKING:
    from effllm.records import Measurement
    from effllm.rules.context import Context, Findings

FIGURES = Rule(
    "M012",
    "A measurement has figures",
    "They are in a table of its name beside it; without one the record says that there is something, and not what.",
    "# taxonomy/measurements/thin.yml\ntitle: Thin benchmark",
    "# taxonomy/measurements/thin.results.csv\nmetric,value,model,where\nloss,2.5,LLaMA,README.md",
)
ABOUT = Rule(
    "M013",
    "What was measured is told in one sentence",
    "It is shown beside the title of the benchmark.",
    "about: speed",
    "about: Speed of thin models on one card.",
)
PUBLISHED = Rule(
    "M014",
    "A measurement has the day on which it was published",
    "Engines get faster; a figure is worth what its day says. Where no day is known, none is given.",
    "date: February 2026",
    'date: "2026-02-16"',
)


@each("measurement", FIGURES, needs=("results",))
def figures(one: Measurement, _: Context) -> Findings:
    """Look for measurements without a table."""
    if not one.results:
        hint = f"write taxonomy/measurements/{one.id}.results.csv, a line for each figure: metric,value,model,where,..."
        yield Finding((), "no figures", hint)


@each("measurement", ABOUT)
def about(one: Measurement, _: Context) -> Findings:
    """Check that it is a sentence."""
    if fault := not_a_sentence(one.about):
        yield Finding(("about",), *fault)


@each("measurement", PUBLISHED)
def published(one: Measurement, context: Context) -> Findings:
    """Check the day."""
    if one.date and (fault := odd_date(one.date, IS_DAY, context.today)):
        hint = 'write the day, as date: "2026-02-16", or leave it out'
        yield Finding(("date",), f'date: "{one.date}" {fault}', hint)


CHECKS = (figures, about, published)
