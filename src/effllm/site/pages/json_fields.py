"""What is in the JSON files, told by the records' own field descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from effllm import records
from effllm.records.framework import GROUPS
from effllm.site.pages.find_files import BY, FOLDER

if TYPE_CHECKING:
    from effllm.records.base import Record

BASE = "api/v1"


class Field(NamedTuple):
    """A field of a JSON object."""

    name: str
    type: str
    description: str


class Part(NamedTuple):
    """An object inside a file."""

    title: str
    fields: list[Field]


class File(NamedTuple):
    """A JSON file, or many of one form, and one of them to look at."""

    id: str
    title: str
    path: str
    about: str
    parts: list[Part]
    example: str


PAGE = Field("page", "text", "Address of its page.")
OF_ONE_PAPER = [
    Field("links", "object", "Addresses of the paper and its code, by what they are."),
    Field("cited_by", "list of text", "Keys of the papers here that cite it, as far as reference lists were read."),
    Field(
        "cited_in_literature",
        "object or null",
        "`cited`, `date` and `source`: by how many works of the whole literature it is cited; null where not counted.",
    ),
    Field("related", "list of object", "`key` and `reason` of related papers."),
    Field("lists", "list of text", "Ids of the public lists that name it."),
    Field("bibtex", "text", "Its BibTeX entry."),
]
OF_A_CATEGORY = [
    PAGE,
    Field("papers", "list of text", "Keys of the papers that are in it directly; none where it has children."),
]
OF_ONE_CATEGORY = [
    PAGE,
    Field("parent", "text or null", "Id of the category above it; null for a branch."),
    Field("path", "list of text", "Ids from the branch to it, itself included."),
    Field("children", "list of text", "Ids of its sub-categories, in order."),
    Field("papers", "list of text", "Keys of the papers in it or anywhere below it."),
]
OF_A_VENUE = [
    PAGE,
    Field("papers", "whole number", "How many papers of it are here."),
]
INDEXED = [
    Field("key", "text", "Key of the paper; `api/v1/papers/<key>.json` has all of it."),
    Field("title", "text", "Its title."),
    Field("year", "whole number", "Year of the venue."),
    Field("venue", "text", "Id of the venue."),
    Field("category", "text", "Id of the primary category."),
    Field("ids", "object", "Those of `arxiv`, `doi`, `openreview` and `acl` that are known."),
]
FOUND = [
    Field("keys", "object", "Each id, or title or name, with the keys of the papers that it names: mostly one."),
]
OF_THE_SNAPSHOT = [
    Field("version", "text", "Version of the data: the date of its commit."),
    Field("date", "text or null", "Day of the commit; null outside of one."),
    Field("commit", "text or null", "The commit; null outside of one."),
    Field("sha256", "text", "Hash of all records."),
]
OF_A_MODEL = [
    PAGE,
    Field("total_accelerator_hours", "number or null", "As printed, else accelerators times hours."),
    Field("training_compute", "number or null", "6 N D: 6 times the parameters that a token uses, times all tokens."),
]
OF_A_RESULT = [
    Field("paper", "text", "Key of the paper that reports it."),
    Field("sources", "list of text", "Where it was read."),
]
OF_A_CITATION = [
    Field("citing", "text", "Key of the paper that cites."),
    Field("cited", "text", "Key of the paper it cites."),
    Field("sources", "list of text", "Where the reference list was read."),
]


def files(key: str | None) -> list[File]:
    """Return every kind of file with its fields; ``key`` is that of a paper to show as an example."""
    return [
        File(
            "index",
            "What there is",
            f"{BASE}/index.json",
            "`papers`, every paper in short, by its key; `files`, the addresses of all lists; and `snapshot`, which "
            "state of the data it is.",
            [Part("A paper in short", INDEXED), Part("The state of the data: snapshot", OF_THE_SNAPSHOT)],
            f"{BASE}/index.json",
        ),
        File(
            "find",
            "Find a paper",
            f"{BASE}/{FOLDER}/<by>/<part>.json",
            f"the keys of the papers that an id, a title or a name means, in small files. `<by>` and `<part>` are "
            f"{_choices(BY)}; all in small letters without accents. So GPTQ, arXiv 2210.17323, is in "
            f"`{BASE}/{FOLDER}/arxiv/2210.json` and in `{BASE}/{FOLDER}/title/gp.json`. Where there is no file, "
            "there is no such paper.",
            [Part("A file", FOUND)],
            "",
        ),
        _file(
            "papers",
            "All papers",
            "`papers`, every paper, by the year in its key and then by key. The same, a line each: "
            "`api/v1/papers.ndjson`.",
            _part("A paper", "Paper", [PAGE]),
            _part("How its experiments were set up: setup", "Fact"),
            _part("A law: equations", "Equation"),
            _part("A constant of a law", "Constant"),
        ),
        File(
            "paper",
            "One paper",
            f"{BASE}/papers/<key>.json",
            "one paper: the fields of the list, and these besides.",
            [Part("Besides", OF_ONE_PAPER)],
            f"{BASE}/papers/{key}.json" if key else "",
        ),
        _file(
            "taxonomy",
            "The taxonomy",
            "`categories`, the branches; each holds its sub-categories as `children`.",
            _part("A category", "Category", OF_A_CATEGORY),
        ),
        File(
            "category",
            "One category",
            f"{BASE}/taxonomy/<id>.json",
            "one category: the fields of the tree, and these, in which categories and papers are ids.",
            [Part("Otherwise", OF_ONE_CATEGORY)],
            "",
        ),
        _file(
            "frameworks",
            "Frameworks",
            "`frameworks`, every framework, each also in a file of its own, `api/v1/frameworks/<id>.json`; and "
            f"`vocabulary`, the words of `status`, {_codes(GROUPS)}.",
            _part("A framework", "Framework", [PAGE]),
            _part("A cell", "Cell"),
            _part("Its uses: supports", "Supports"),
            _part("Its status", "Status"),
            _part("The survey's row", "SurveyTicks"),
            _part("A word of the vocabulary", "Word"),
        ),
        _file(
            "models",
            "Language models",
            "`models`, every model, each also in a file of its own, `api/v1/models/<id>.json`. The same as a table, "
            "without sources: `api/v1/models.csv`.",
            _part("A model", "PretrainedModel", OF_A_MODEL),
            _part("How it is built: architecture", "Architecture"),
            _part("Its row in the survey: survey_row", "SurveyRow"),
        ),
        _file(
            "hardware",
            "Accelerators",
            "`hardware`, every accelerator. The same as a table, without sources: `api/v1/hardware.csv`.",
            _part("An accelerator", "Accelerator"),
            _part("Its operations a second: flops", "Flops"),
        ),
        _file(
            "results",
            "Results",
            "`results`, every figure that papers report, `metrics`, what they measure, and `comparable`, lists of "
            "places in `results` that may be ranked, the best first: no others compare.",
            _part("A figure", "Result", OF_A_RESULT),
            _part("Its setting", "Setting"),
            _part("Its baseline", "Baseline"),
            _part("A metric", "Metric"),
        ),
        _file(
            "measurements",
            "Measurements",
            "`measurements`, benchmarks and tables that are no papers; their `results` are as those "
            "of papers. All figures as a table: `api/v1/measurements.csv`.",
            _part("A measurement", "Measurement"),
        ),
        _file(
            "reading-lists",
            "Reading lists",
            "`reading_lists`, every list.",
            _part("A list", "ReadingList", [PAGE]),
            _part("A part of it", "Section"),
            _part("A paper in it", "Reading"),
        ),
        _file(
            "lists",
            "Public lists",
            "`lists`, every public list of papers that was read.",
            _part("A list", "PublicList", [PAGE]),
        ),
        _file(
            "venues",
            "Venues",
            "`venues`, every venue that a paper names.",
            _part("A venue", "Venue", OF_A_VENUE),
        ),
        _file(
            "formulas",
            "Formulas",
            "`formulas`, every formula with its worked examples.",
            _part("A formula", "Formula", [PAGE]),
            _part("What it needs: inputs", "Input"),
            _part("A part of it with a name: terms", "Term"),
            _part("What it computes: output", "Output"),
            _part("A worked example: examples", "WorkedExample"),
        ),
        _file(
            "citations",
            "Citations",
            "`citations`, every citation, and `references`, how much of each paper's reference list was read "
            "(`none`, `partial` or `full`): where it is `none`, a missing citation says nothing.",
            Part("A citation", OF_A_CITATION),
        ),
    ]


def _choices(choices: dict[str, str]) -> str:
    return "; ".join(f"`{name}` and {what}" for name, what in choices.items())


def _codes(names: tuple[str, ...]) -> str:
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} and {last}"


def _file(name: str, title: str, about: str, *parts: Part) -> File:
    return File(name, title, f"{BASE}/{name}.json", about, list(parts), f"{BASE}/{name}.json")


def _part(title: str, record: str, besides: list[Field] | None = None) -> Part:
    """Return the fields of a record, with the descriptions that its editors see, and those that the file adds."""
    model: type[Record] = getattr(records, record)
    schema = model.model_json_schema()
    properties = schema.get("properties") or schema["$defs"][record]["properties"]
    own = [Field(name, _type(properties[name]), field.description or "") for name, field in model.model_fields.items()]
    return Part(title, own + (besides or []))


_TYPES = {"string": "text", "integer": "whole number", "boolean": "true or false"}


def _type(schema: dict[str, Any]) -> str:
    """Return the JSON type of a field in words."""
    if choices := schema.get("anyOf"):
        return " or ".join(dict.fromkeys(_type(choice) for choice in choices))
    if words := schema.get("enum"):
        return " or ".join(map(str, words))
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    kind = str(schema.get("type", "object"))
    return _TYPES.get(kind, kind)
