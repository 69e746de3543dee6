"""The rules that a file meets before it is a record: readable, and of the right shape. Families Y, S and F."""

from __future__ import annotations

from effllm.checks import Rule

TOO_LARGE = Rule(
    "Y001",
    "A record is at most 64 KB, a kept reference list 512 KB",
    "A record is facts and a few sentences; something larger is another file by mistake.",
    "# a file of 80,000 bytes",
    "# a file of 2,000 bytes",
)
NOT_UTF8 = Rule(
    "Y002",
    "A record is UTF-8 text",
    "Other encodings turn names into other characters on the way to readers.",
    "authors: [Andr\\xe9 Martins]  # saved as Latin-1",
    "authors: [André Martins]  # saved as UTF-8",
)
HTML = Rule(
    "Y003",
    "A record is YAML, not a web page, BibTeX or a diff",
    "Saving the page that shows a file saves the page, not the file; other formats are read by other commands.",
    "<!DOCTYPE html>\n<html>",
    "title: A Title\nauthors: [Ada Author]",
)
CONFLICT = Rule(
    "Y004",
    "No merge conflict is left in a record",
    "Git wrote both versions into the file; one of them has to go.",
    "<<<<<<< HEAD\nyear: 2023\n=======\nyear: 2024\n>>>>>>> topic",
    "year: 2024",
)
CHARACTERS = Rule(
    "Y005",
    "No invisible characters",
    "Control, zero-width, filling and text-direction characters make a record say something else than it shows.",
    'title: "A Title\\u202e"',
    "title: A Title",
)
TAB = Rule(
    "Y006",
    "Spaces, no tabs",
    "YAML does not allow tabs in indentation, and editors show them in different widths.",
    "authors:\n\t- Ada Author",
    "authors:\n  - Ada Author",
)
SYNTAX = Rule(
    "Y007",
    "A record is valid YAML",
    "A file that cannot be read is in no list, no search and no export.",
    "title: GPTQ: Accurate Quantization",
    'title: "GPTQ: Accurate Quantization"',
)
SHAPE = Rule(
    "Y008",
    "A file holds what its place promises",
    "`papers/` and `taxonomy/frameworks/` hold one mapping of fields a file; lists hold one entry an item.",
    "- title: A Title",
    "title: A Title",
)
NO_REFERENCES = Rule(
    "Y009",
    "No YAML anchors, aliases or tags",
    "They make one line change the meaning of another, and can make a small file enormous.",
    "name: &n GPTQ\naliases: [*n]",
    "name: GPTQ\naliases: [OPTQ]",
)
DUPLICATE_KEY = Rule(
    "Y010",
    "A field is given once",
    "YAML keeps the last one without a word, so that a fact gets lost.",
    "year: 2023\nyear: 2024",
    "year: 2024",
)
COMMENT = Rule(
    "Y011",
    "Facts in fields, no comments",
    "Formatting a record rewrites it from its fields, and a comment would get lost. Only the editor line on top stays.",
    "year: 2023  # of the venue",
    "year: 2023",
)
PLACE = Rule(
    "Y012",
    "A record is where its kind belongs",
    "A file in another place, or with another ending, is not read by anything.",
    "# papers/2023/gptq.yaml",
    "# papers/2022/frantar2022gptq.yml",
)
LIST_GONE = Rule(
    "Y013",
    "No list of `taxonomy/` is missing, nor the folder `papers/`",
    "Venues, categories and words are looked up in the lists; without one, nothing that names them can be checked.",
    "# taxonomy/vocabulary.yml alone",
    "# taxonomy/venues.yml beside it",
)
UNKNOWN_FIELD = Rule(
    "S001",
    "Only known fields",
    "A misspelt field would silently be no field at all.",
    "autors: [Ada Author]",
    "authors: [Ada Author]",
    fix="A line that repeats what the file's name says is deleted.",
)
MISSING = Rule(
    "S002",
    "Mandatory fields are there",
    "A reader cannot find or cite a paper without its title, authors, year, venue and category.",
    "title: A Title",
    "title: A Title\nauthors: [Ada Author]\nyear: 2024\nvenue: ICLR\ncategories: [quantization-aware-training]\n"
    "added: 2026-11-30",
    fix="Today's date goes into `added`; only you know the others.",
)
WRONG_TYPE = Rule(
    "S003",
    "Every value has the right type",
    "An id without quotes is read as a number and loses its last zero; a year in quotes does not sort.",
    'year: "2024"\narxiv: 2312.00750',
    'year: 2024\narxiv: "2312.00750"',
    fix="Numbers lose their quotes, texts get them, and a single word becomes a list where one is due.",
)
NOT_ALLOWED = Rule(
    "S004",
    "One of the allowed words",
    "Filters and comparisons only work when the same thing has the same word.",
    "references: some",
    "references: partial",
    fix="Capitals become small letters.",
)
NOT_CANONICAL = Rule(
    "F001",
    "One way to write a record",
    "With one form for everybody a change shows the fact that changed and nothing else.",
    "venue: ICLR\nyear: 2023",
    "year: 2023\nvenue: ICLR",
    fix="The file is written in the canonical form, as `effllm fmt` does.",
)

FORM = frozenset({COMMENT.code, NOT_CANONICAL.code})
"""How a record is written, not what it says: the gate asks for it, readers need not."""

RULES = (
    TOO_LARGE,
    NOT_UTF8,
    HTML,
    CONFLICT,
    CHARACTERS,
    TAB,
    SYNTAX,
    SHAPE,
    NO_REFERENCES,
    DUPLICATE_KEY,
    COMMENT,
    PLACE,
    LIST_GONE,
    UNKNOWN_FIELD,
    MISSING,
    WRONG_TYPE,
    NOT_ALLOWED,
    NOT_CANONICAL,
)
