"""What would be right where a value has the wrong type, or a field another name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from effllm.names import split_people
from effllm.nearest import nearest
from effllm.store.writer import NUMBER, inline, scalar
from effllm.text import YEAR

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from effllm.store.document import Loc

_MOST_DIGITS = 18
_WHOLE = re.compile(rf"[1-9][0-9]{{0,{_MOST_DIGITS - 1}}}", re.ASCII)
_MEANT_BOOL = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
_SEPARATOR = re.compile(r"[,;&|\n]|\band\b")
_LIST_OF_TITLES = re.compile(r"[,;|\n]\s*")
_LIST = re.compile(rf"{_LIST_OF_TITLES.pattern}(?:and\s+)?|\s+and\s+")  # Python, C++ and CUDA
_POINT_ZERO = re.compile(r"([0-9]+)\.0*")  # 2024.0
_HELD = {
    "authors": "write the author's name, given name first",
    "categories": "the id of a category, as weight-only-quantization; effllm tree shows all",
    "cites": "the key of a paper here, as frantar2022gptq; effllm search finds it",
    "former_keys": "a key, as frantar2022gptq",
}
"""Lists of texts of which none is a number -> what an item is."""

_SOURCES = "say of which field it is the source:\nsources:\n  title: arXiv:2312.00001"
_JOINED = {"title: ": ", ", "summary: ": " "}
"""Fields whose text may have become a list at its commas or sentences -> what joins it again."""

_NOT_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", ",": None, " ": None, "'": None})
_SHORT_ARXIV = re.compile(r"(?:1[5-9]|[2-9][0-9])[0-9]{2}\.[0-9]{4}")  # since 2015 there are five digits behind the dot
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(?:[,'\u00a0\u2009 ][0-9]{3})+(?:\.[0-9]+)?")  # 12,345.6
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")  # 9,91
_WITH_UNIT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?)[\s-]*([^\W\d][^\s\d]*|%)")  # 9.5 ms, 74.7%, 4-bit
_OF_FORMAT = re.compile(r"(?:u?int|n?fp?|bf|[aw])-?([0-9]{1,2})", re.IGNORECASE)  # INT4, FP16, W4
_WITH_SPREAD = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?)\s*(?:\u00b1|\+|\()")  # 9.91 +- 0.02, 9.91 (0.02)
_FAMILY = frozenset({"family", "last", "lastname", "surname"})
_NAME_PARTS = _FAMILY | {"given", "first", "firstname", "middle", "name"}
_OTHER_NAMES = {
    **dict.fromkeys(("abstract", "description", "tldr"), "summary"),
    **dict.fromkeys(("github", "repo", "repository", "code_url", "implementation"), "code"),
    **dict.fromkeys(("tags", "topics", "keywords"), "categories"),
    **dict.fromkeys(("journal", "booktitle", "conference", "published_in"), "venue"),
    **dict.fromkeys(("date", "published"), "year"),
    **dict.fromkeys(("eprint", "arxiv_id"), "arxiv"),
    **dict.fromkeys(("method", "short_name", "acronym"), "name"),
    **dict.fromkeys(("website", "homepage"), "url"),
    **dict.fromkeys(("citations", "cited", "related"), "cites"),
    **dict.fromkeys(("source", "evidence"), "sources"),
    "key": "paper",  # in a reading list
}
"""What other lists and bibliographies call the fields of a paper."""

_FOLLOWS = frozenset({"pdf", "link", "links", "paper", "html", "bibtex", "pdf_url", "arxiv_url", "doi_url"})
_BULLET = re.compile(r"(?:^|\s)(?:[\u2022\u00b7\u2023*-] ?|[0-9]{1,2}[.)] )(?=[^\W\d_])")


def field_meant(name: str, known: Iterable[str]) -> list[str]:
    """Return the fields that a name may be meant for, the most probable first."""
    plain = name.lower().replace("-", "_")
    same = [field for field in known if field in {plain, _OTHER_NAMES.get(plain), f"{plain}s"}]
    return same or nearest(name, known)


def about_field(name: str, known: Iterable[str], given: Container[str] = ()) -> str:
    """Say what to do about a field that there is not; ``given`` are the others of the record."""
    if name.lower() in _FOLLOWS:
        return "delete the line: addresses and BibTeX follow from the ids; url is for a paper without any id"
    fields = field_meant(name, known)
    if fields and fields[0] in given:
        return f"{fields[0]} is there already: say it there, and delete this line"
    meant = " or ".join(fields)
    return f"did you mean {meant}?" if meant else f"the fields are {', '.join(known)}"


def scalar_quoted(text: str) -> str:
    """Return a text in double quotes, as YAML writes it."""
    plain = scalar(text)
    return plain if plain.startswith('"') else f'"{plain}"'


def right_line(kind: str, loc: Loc, node: yaml.Node) -> str:  # noqa: PLR0911 - a table of cases
    """Return the line as it would be right, where that is plain."""
    name = loc[-1] if loc else ""
    prefix = "- " if isinstance(name, int) else f"{name}: "
    if isinstance(node, yaml.CollectionNode):
        return _of_collection(kind, prefix, node)
    text = str(node.value).strip()
    if node.tag.endswith(":null") or not text:
        return "fill it in, or delete the line"
    if kind == "string_type" and name == "arxiv" and _SHORT_ARXIV.fullmatch(text):
        return f"put it in quotes, and look whether a zero at its end got lost: {prefix}{scalar_quoted(text + '0')}"
    if kind == "string_type":
        held = _HELD.get(str(loc[-2])) if len(loc) > 1 else None
        return held or f"put it in quotes: {prefix}{scalar_quoted(text)}"
    if kind == "int_type":
        return _right_number(prefix, text)
    if kind == "float_type":
        return _right_figure(str(name), text)
    if kind == "bool_type" and text.lower() in _MEANT_BOOL:
        return f"write: {prefix}{scalar(_MEANT_BOOL[text.lower()])}"
    if kind == "tuple_type":
        return f"write: {prefix}{inline(_items(str(name), text))}"
    if kind == "dict_type" and name == "sources":
        return _SOURCES
    return ""


def _right_figure(name: str, text: str) -> str:  # noqa: PLR0911 - a table of cases
    """Say how to write a number with decimals that has signs of spreadsheets, of other languages or a unit."""
    if NUMBER.fullmatch(text):
        return f"without quotes: {name}: {text}"
    bare = text.strip("'*~ ").replace("\u2212", "-")
    if NUMBER.fullmatch(bare):
        return f"write: {bare}"
    if _THOUSANDS.fullmatch(bare):
        plain = re.sub(r"[^0-9.+-]", "", bare)
        decimal = f"; if the comma is one of decimals: {bare.replace(',', '.')}" if bare.count(",") == 1 else ""
        return f"without separators of thousands: {plain}{decimal if '.' not in bare else ''}"
    if _DECIMAL_COMMA.fullmatch(bare):
        return f"with a point, not a comma: {bare.replace(',', '.')}"
    if match := _WITH_UNIT.fullmatch(bare):
        unit = f", and {match[2]} in the column unit" if name == "value" else ""
        return f"the number alone: {match[1]}{unit}"
    if match := _WITH_SPREAD.match(bare):
        return f"the figure alone: {match[1]}"
    if name.endswith("_bits") and (match := _OF_FORMAT.fullmatch(bare)):
        return f"the number alone: {match[1]}"
    if bare.startswith("="):
        return "the number itself, not the formula that makes it in a spreadsheet"
    return "the figure in digits; where the paper prints none, delete the line" if name == "value" else ""


def _items(name: str, text: str) -> list[str]:
    """Return the items of a list that was written as one text."""
    bare = text.strip("()[]{} ")
    parts = _BULLET.split(bare) if _BULLET.match(bare) else []
    if not parts:
        signs = _LIST_OF_TITLES if name == "aliases" else _LIST
        parts = split_people(bare) if name == "authors" else signs.split(bare)
    return [item for part in parts if (item := part.strip())]


def _of_collection(kind: str, prefix: str, node: yaml.CollectionNode) -> str:
    """Say how to make a text, a list or a mapping of sources of what is another one of them."""
    if isinstance(node, yaml.SequenceNode):
        if kind == "dict_type" and prefix == "sources: ":
            return _SOURCES
        return _one_of(prefix, node) if kind == "string_type" else ""
    if kind == "tuple_type" and all(str(value.tag).endswith(":null") for _, value in node.value):
        return f"write: {prefix}{inline([name.value for name, _ in node.value])}"  # {Ada Author, Ben Builder}
    return _of_mapping(prefix, node) if kind == "string_type" and isinstance(node, yaml.MappingNode) else ""


def _one_of(prefix: str, node: yaml.SequenceNode) -> str:
    """Say how to make one text of a list."""
    values = [item.value for item in node.value if isinstance(item, yaml.ScalarNode)]
    if len(values) == 1 or prefix in _JOINED:
        return f"write: {prefix}{scalar(_JOINED.get(prefix, '').join(values))}"
    return f"one of them alone, as: {prefix}{scalar(values[0])}" if values else ""


def _of_mapping(prefix: str, node: yaml.MappingNode) -> str:
    """Say how to make one text of a mapping: a text with a colon, the parts of a name, or one value with a name."""
    pairs = {name.value: value.value for name, value in node.value if isinstance(value, yaml.ScalarNode)}
    if pairs and {name.lower() for name in pairs} <= _NAME_PARTS:
        name = " ".join(pairs[part] for part in sorted(pairs, key=lambda part: part.lower() in _FAMILY))
        return f"write: {prefix}{scalar(name)}"
    if len(pairs) > 1 and (meant := next(filter(pairs.get, ("key", "paper", "id", "name")), "")):
        return f"write: {prefix}{scalar(pairs[meant])}"
    if len(pairs) != 1:
        return "a text with a colon needs quotes"
    ((name, value),) = pairs.items()
    if prefix == "- " and not node.flow_style:
        return f"a text with a colon needs quotes: {prefix}{scalar_quoted(f'{name}: {value}')}"
    return f"write: {prefix}{scalar(value)}"


def _right_number(prefix: str, text: str) -> str:  # noqa: PLR0911 - a table of cases
    """Return the line with a whole number in plain digits; what else it may mean where it is not whole."""
    years = list(dict.fromkeys(YEAR.findall(text)))
    digits = text.translate(_NOT_DIGITS)
    if text.isdecimal():
        if len(text) > _MOST_DIGITS:
            return f"a number has at most {_MOST_DIGITS} digits"
        plain = _WHOLE.fullmatch(text) is not None
        return f"{'without quotes' if plain else 'in plain digits, without quotes'}: {prefix}{int(text)}"
    if _POINT_ZERO.fullmatch(text):
        return f"without a fraction: {prefix}{text.partition('.')[0]}"
    if digits.isdecimal():  # 2O23 and 2,023
        return f"write: {prefix}{digits}"
    if "year" not in prefix and "first_release" not in prefix:
        return ""
    if len(years) > 1:
        return f"one year, that of the venue: {' or '.join(prefix + year for year in years)}"
    return f"the year alone: {prefix}{years[0]}" if years else f"four digits, as: {prefix}2024"


def right_value(kind: str, loc: Loc, node: yaml.Node) -> Any:  # noqa: ANN401, PLR0911 - a plain value of a record
    """Return the value that was plainly meant by one of another type; None where nothing is plain."""
    if not isinstance(node, yaml.ScalarNode) or node.tag.endswith(":null"):
        return None
    text = str(node.value).strip()
    if kind == "string_type" and len(loc) > 1 and str(loc[-2]) in _HELD:
        return None
    if kind == "string_type" and loc[-1:] == ("arxiv",) and _SHORT_ARXIV.fullmatch(text):
        return None
    if kind == "string_type":  # as it is in the file: a number read and written again may look different
        return text
    if kind == "int_type" and _WHOLE.fullmatch(whole := _POINT_ZERO.sub(r"\1", text)):
        return int(whole)
    if kind == "bool_type":
        return _MEANT_BOOL.get(text.lower())
    alone = kind == "tuple_type" and text and not _SEPARATOR.search(text) and _items(str(loc[-1]), text) == [text]
    return [text] if alone else None
