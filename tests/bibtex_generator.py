"""A made-up bibliography as people have them: most entries are fine in odd ways, the others are broken."""

from __future__ import annotations

import random
from typing import NamedTuple

FAMILIES = [
    ('M{\\"u}ller', "Müller"),
    ("{\\'A}lvarez", "Álvarez"),
    ("{\\L}ukowicz", "Łukowicz"),
    ("\\c{C}elik", "Çelik"),
    ("S{\\o}rensen", "Sørensen"),
    ("van der Berg", "van der Berg"),
    ("O'Neil", "O'Neil"),
    ("Doe", "Doe"),
    ("Żak", "Żak"),
]
GIVEN = [("Ada", "Ada"), ("Jos{\\'e}", "José"), ("B. C.", "B. C."), ("Zo\\'e", "Zoé")]
ADJECTIVES = ("Slim", "Thin", "Brief", "Sparse", "Dense", "Quick", "Quiet", "Odd", "Even", "Plain", "Broad", "Narrow")
NOUNS = ("Cache", "Weight", "Token", "Layer", "Head", "Expert", "Router", "Kernel", "Prompt", "Adapter", "Tensor")


class Entry(NamedTuple):
    """An entry, and what should become of it."""

    text: str
    good: bool
    title: str = ""
    authors: tuple[str, ...] = ()
    duplicate: bool = False


class Messy(NamedTuple):
    """A bibliography and the lines of its entries."""

    text: str
    good: dict[int, Entry]
    bad: dict[int, Entry]
    duplicates: dict[int, Entry]


def make(number: int, seed: int = 1) -> Messy:
    """Return a bibliography of this many entries."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    entries = [_entry(chance, position) for position in range(number)]
    for position in range(19, number, 20):
        entries[position] = _bad(chance, position)
    for position in range(37, number, 100):
        original = entries[position - 1]
        entries[position] = original._replace(text=original.text.replace("{k", "{copy"), good=False, duplicate=True)
    text = '% a bibliography\n@string{icl = "International Conference on Learning Representations"}\n'
    text += '@string(nips = "Proceedings of NeurIPS")\n\n'
    places: dict[int, Entry] = {}
    for entry in entries:
        places[text.count("\n") + 1] = entry
        text += entry.text + chance.choice(["\n", "\n\n", "\n% a remark\n", "\n\n\n"])
    return Messy(
        text,
        {line: entry for line, entry in places.items() if entry.good},
        {line: entry for line, entry in places.items() if not entry.good and not entry.duplicate},
        {line: entry for line, entry in places.items() if entry.duplicate},
    )


def _entry(chance: random.Random, number: int) -> Entry:
    words = (
        f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}s and {chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}s"
    )
    written, title = chance.choice(
        [
            (f"{{LLM}}{number}: {words}", f"LLM{number}: {words}"),
            (f"{words} at 50\\% of Size {number}", f"{words} at 50% of Size {number}"),
            (f"{words} \\& More {number}.", f"{words} & More {number}"),
            (f"{words} of $\\beta$-Models {number}", f"{words} of β-Models {number}"),
            (f"{words}:\n           A Study of {number}", f"{words}: A Study of {number}"),
        ]
    )
    people = [(chance.choice(FAMILIES), chance.choice(GIVEN)) for _ in range(chance.randint(1, 4))]
    people = list({family[1]: (family, given) for family, given in people}.values())
    authors = tuple(f"{given[1]} {family[1]}" for family, given in people)
    joined = chance.choice([" and ", "\n    and ", " and\n"]).join(
        f"{family[0]}, {given[0]}" if chance.random() < 0.7 or " " in family[0] else f"{given[0]} {family[0]}"
        for family, given in people
    )
    where = _where(chance, number)
    keyword = chance.choice(["weight-only", "Weight-Only Quantization", "llm; pruning", "KV-Cache Quantization, odd"])
    fields = [("title", written), ("author", joined), *where, ("keywords", keyword), ("month", "=jul # {~4}")]
    chance.shuffle(fields)
    kind = chance.choice(["article", "inproceedings", "InProceedings", "MISC", "online"])
    return Entry(_written(chance, kind, f"k{number}", fields), good=True, title=title, authors=authors)


def _where(chance: random.Random, number: int) -> list[tuple[str, str]]:
    """Return the fields that tell where and when a paper appeared."""
    arxiv = f"{chance.choice(['2301', '2306', '2311'])}.{number:05}"
    return chance.choice(
        [
            [("journal", f"arXiv preprint arXiv:{arxiv}"), ("year", "2024")],
            [("eprint", arxiv + "v2"), ("archivePrefix", "arXiv"), ("primaryClass", "cs.LG"), ("year", "2023")],
            [("booktitle", "=icl"), ("url", f"https://arxiv.org/abs/{arxiv}v1"), ("year", "=2024")],
            [
                ("booktitle", '=nips # " 36"'),
                ("url", f"https://openreview.net/forum?id=Ab{number:08}"),
                ("year", "2023"),
            ],
            [("booktitle", "The Twelfth {ICLR} (ICLR 2024)"), ("doi", f"10.1145/A{number}"), ("date", "2024-05-01")],
            [("journal", "CoRR"), ("volume", f"abs/{arxiv}"), ("year", "2023")],
        ]
    )


def _written(chance: random.Random, kind: str, key: str, fields: list[tuple[str, str]]) -> str:
    """Return an entry in one of the ways people lay them out; a value that starts with = is written bare."""
    opening, closing = chance.choice([("{", "}"), ("{", "}"), ("(", ")")])
    pad = chance.choice(["  ", "\t", ""])
    lines = []
    for name, value in fields:
        braces = '{"' not in value and '"' not in value and chance.random() < 0.3
        quoted = value[1:] if value.startswith("=") else f'"{value}"' if braces else f"{{{value}}}"
        lines.append(f"{pad}{chance.choice([name, name.upper()])} {chance.choice(['=', ' = '])} {quoted}")
    return f"@{kind}{opening}{key},\n" + ",\n".join(lines) + chance.choice([",", ""]) + f"\n{closing}"


def _bad(chance: random.Random, number: int) -> Entry:
    arxiv = f"2312.{number:05}"
    fine = f"author = {{Doe, Dora}}, year = 2023, eprint = {{{arxiv}}}, keywords = {{pruning}}"
    title = f"title = {{A Broken Thing {number}}}"
    elsewhere = f"year = 2023, url = {{https://example.org/{number}}}, keywords = {{pruning}}"
    text = chance.choice(
        [
            f"@article{{bad{number}, title = {{Not closed, {fine}\n}}",
            f'@article{{bad{number}, title = "Not closed, {fine}\n}}',
            f"@article{{bad{number},\n title {{No sign}}, {fine}\n}}",
            f"@article{{\n {title}, {fine}\n}}",
            f"@article{{bad{number}, {fine}\n}}",
            f"@article{{bad{number}, {title}, {fine.replace('Doe, Dora', 'Doe, Dora and others')}\n}}",
            f"@article{{bad{number}, {title}, year = 2023, eprint = {{{arxiv}}}, keywords = {{pruning}}}}",
            f"@article{{bad{number}, {title}, author = {{Doe, D.}}, year = 2023, keywords = {{pruning}}}}",
            f"@article{{bad{number}, {title}, author = {{Doe, D.}}, journal = {{Odd Letters}}, {elsewhere}}}",
            f"@article{{bad{number}, {title}, {fine.replace('pruning', 'nothing here')}}}",
            f"@article{{bad{number}, {title}, title = {{Another}}, {fine}}}",
        ]
    )
    return Entry(text, good=False)
