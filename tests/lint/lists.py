"""A made-up knowledge base, and lists of its papers in several styles with defects planted at known places."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from effllm.kb import KnowledgeBase
from effllm.lint import Index, check
from effllm.records import Paper, Venue
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from effllm.lint.findings import ListProblem

WORDS = (  # noqa: SIM905 - a list of words reads best as words
    "amber basil cedar delta ember falcon garnet hazel indigo jasper kestrel laurel marble nectar ochre pepper quartz"
    " raven saffron timber umber velvet willow xenon yarrow zephyr anchor beacon candle dragon engine forest glacier"
    " harbor island jungle kettle lantern meadow needle orchard pebble quarry ribbon shadow temple valley window"
).split()
NEURIPS = "Conference on Neural Information Processing Systems"
ADVANCES = "Advances in Neural Information Processing Systems"
VENUES = (
    Venue(id="NeurIPS", name=NEURIPS, kind="conference", aliases=("NIPS", "NeurlPS", ADVANCES)),
    Venue(id="ICLR", name="International Conference on Learning Representations", kind="conference"),
    Venue(id="EuroSys", name="European Conference on Computer Systems", kind="conference"),
    Venue(id="FAST", name="Conference on File and Storage Technologies", kind="conference"),
    Venue(id="EMNLP", name="Conference on Empirical Methods in Natural Language Processing", kind="conference"),
    Venue(id="Findings of EMNLP", name="Findings of the ACL: EMNLP", kind="conference", aliases=("EMNLP Findings",)),
    Venue(id="TMLR", name="Transactions on Machine Learning Research", kind="journal"),
    Venue(id="NeurIPS Workshop", name=f"Workshops at the {NEURIPS}", kind="workshop"),
    Venue(id="arXiv", name="arXiv", kind="preprint", aliases=("Arxiv", "ArXiv", "CoRR")),
)
PUBLISHED = ("NeurIPS", "ICLR", "EuroSys", "Findings of EMNLP", "TMLR")
SLIPS = {"NeurIPS": ("NeurlPS", "NuerIPS", "Neurips"), "EuroSys": ("EuroSsys", "Eurosys", "EuroSy")}
SIZE = 420
ABS = "https://arxiv.org/abs/"


def _paper(number: int, chance: random.Random) -> Paper:
    words = chance.sample(WORDS, 7)
    name = f"{words[0].title()}{number}"
    first, published = 2019 + number % 6, number % 5 != 0
    return factories.paper(
        f"author{first}{name.lower()}",
        title=f"{name}: {' '.join(words[1:]).title()} of Language Models",
        name=name,
        aliases=(f"{' '.join(words[1:5]).title()} for {words[5].title()} {words[6].title()} Networks",),
        authors=("Ada Author", "Ben Builder"),
        year=first + published,
        venue=PUBLISHED[number % 4 + (number % 20 == 7)] if published else "arXiv",
        arxiv=f"{first % 100}{number % 12 + 1:02}.{10000 + number * 7}",
        openreview=f"OpenR{number:05}" if published and number % 3 == 0 else None,
        code=f"https://github.com/example/{name.lower()}",
    )


def _papers() -> tuple[Paper, ...]:
    """Return made-up papers: four of five published in the year after their preprint, the others on arXiv."""
    chance = random.Random(20261121)  # noqa: S311 - not for secrets
    return tuple(_paper(number, chance) for number in range(SIZE))


PAPERS = _papers()
STYLES = {paper.key: number % 6 for number, paper in enumerate(PAPERS)}


@cache
def known() -> Index:
    """Return what lists are compared with."""
    corpus = factories.knowledge_base().corpus
    return Index(KnowledgeBase(corpus.model_copy(update={"papers": PAPERS, "venues": VENUES})))


def stranger(number: int) -> Paper:
    """Return a paper that the knowledge base does not have."""
    words = random.Random(number).sample(WORDS, 6)  # noqa: S311 - not for secrets
    return factories.paper(
        f"other2022s{number}",
        title=f"Strange{number}: {' '.join(words).title()} Elsewhere",
        year=2023,
        venue=PUBLISHED[number % 4],
        arxiv=f"2203.{20000 + number}",
        code=f"https://github.com/example/strange{number}",
    )


class Said(NamedTuple):
    """What an entry says of a paper where it differs from its record."""

    title: str = ""
    venue: str = ""
    year: int = 0
    link: str = ""
    more: str = ""


RIGHT = Said()


def link_of(paper: Paper) -> str:
    return f"{ABS}{paper.arxiv}"


def bullet(paper: Paper, said: Said = RIGHT) -> str:
    """Return an entry in one of six styles of real lists; the paper chooses the style."""
    title, venue, year = said.title or paper.title, said.venue or paper.venue, said.year or paper.year
    link, more, code = said.link or link_of(paper), said.more, f"[Code]({paper.code})"
    last = f"- **{title}** [[{venue} {year}]({link})] {code}{more}"
    if venue == "arXiv":
        last = f"- **{title}**, {venue} {year}, [paper]({link}){more}"
    styles = (
        f"- {title}, <ins>{venue}, {year}</ins> [[Paper]({link})] [{code}]{more}",
        f"* **{title}** Ada Author, Ben Builder. *{venue} {year}*. [[pdf]({link})] [{code}]{more}",
        f"- [{title}]({link}). Ada Author, Ben Builder. {venue} {year}. {code}{more}",
        f"1. {title} ({venue} {year}) [[Paper]]({link}) {code}{more}",
        f"- [{year}/05] {title}. *Ada Author, Ben Builder.* {venue}, {year}. [[paper]({link})]{more}",
        last,
    )
    return styles[STYLES.get(paper.key, 0)]


def row(paper: Paper) -> str:
    """Return an entry as a table row with badges and a picture, as some lists have it."""
    repo, link = (paper.code or "").removeprefix("https://github.com/"), link_of(paper)
    stars = f"[![Star](https://img.shields.io/github/stars/{repo}.svg?style=social)]({paper.code})"
    badge = f"[![Publish](https://img.shields.io/badge/Conference-{paper.venue}'{paper.year % 100}-blue)]()"
    picture = f'<img width="100" alt="image" src="https://arxiv.org/html/{paper.arxiv}v1/x1.png">'
    links = f"[Github]({paper.code}) <br> [Paper]({link})"
    return f"|{stars}{badge}<br>[{paper.title}]({link}) <br> Ada Author |{picture} |{links}|[//]: #06/05"


def bibtex(paper: Paper, said: Said = RIGHT) -> str:
    """Return a BibTeX entry in one of four styles; the paper chooses the style."""
    title, venue, year = said.title or paper.title, said.venue or paper.venue, said.year or paper.year
    key = f"{paper.key}{said.more}"
    head = f"  title = {{{{{title}}}}},\n  author = {{Author, Ada and Builder, Ben}},\n  year = {{{year}}},\n"
    arxiv = said.link.removeprefix(ABS) if said.link.startswith(ABS) else paper.arxiv
    styles = (
        f"  eprint = {{{arxiv}}},\n  archiveprefix = {{arXiv}},\n",
        f"  url = {{{said.link or link_of(paper)}}},\n",
        f"  note = {{arXiv:{arxiv}}},\n",
        f"  doi = {{10.48550/arXiv.{arxiv}}},\n",
    )
    ids = styles[STYLES.get(paper.key, 0) % 4]
    if said.link and (not said.link.startswith(ABS) or "v" in said.link[len(ABS) :]):  # only an address can be pinned
        ids = f"  url = {{{said.link}}},\n"
    if venue == "arXiv":
        return f"@article{{{key},\n{head}  journal = {{arXiv preprint arXiv:{arxiv}}},\n{ids}}}"
    return f"@inproceedings{{{key},\n{head}  booktitle = {{{venue}}},\n{ids}}}"


@dataclass
class Planted:
    """A list with the code that is expected in each range of lines, and the number of entries that are right."""

    name: str
    lines: list[str] = field(default_factory=list)
    expected: dict[range, str] = field(default_factory=dict)
    clean: int = 0

    def add(self, text: str, code: str = "") -> None:
        """Add the lines of an entry, right or with the defect of this code."""
        first = len(self.lines) + 1
        self.lines += text.split("\n")
        if code:
            self.expected[range(first, len(self.lines) + 1)] = code
        else:
            self.clean += 1

    def score(self) -> tuple[float, float, list[ListProblem], list[tuple[range, str]]]:
        """Return recall and precision, the findings that were not planted, and the defects that were not found."""
        findings = check(self.name, "\n".join([*self.lines, ""]).encode(), known())
        found, wrong = set(), []
        for finding in findings:
            place = next((lines for lines in self.expected if finding.line in lines), None)
            if place and self.expected[place] == finding.code:
                found.add(place)
            else:
                wrong.append(finding)
        missed = [(place, code) for place, code in self.expected.items() if place not in found]
        return len(found) / len(self.expected), 1 - len(wrong) / len(findings), wrong, missed


def defects(entry: Callable[[Paper, Said], str]) -> Iterator[tuple[str, str, str]]:
    """Yield six defects of each of nine kinds as (code, entry before, entry with the defect)."""
    own = iter(PAPERS[240:])
    later = iter(paper for paper in PAPERS[360:] if paper.venue != "arXiv")
    slipping = iter(paper for paper in PAPERS[160:240] if paper.venue in SLIPS)
    for number in range(6):
        paper, other = next(own), next(own)
        yield "EL001", "", entry(paper, Said(link=link_of(other)))
        yield "EL002", "", entry(next(own), Said(link=f"{ABS}2207.{30000 + number}"))
        paper = next(own)
        yield "EL003", entry(paper, RIGHT), entry(paper, Said(more="a"))
        paper = next(later)
        yield "EL005", "", entry(paper, Said(venue="arXiv", year=paper.year - 1))
        yield "EL006", "", entry(stranger(100 + number), Said(year=2020))
        paper = next(slipping)
        yield "EL008", "", entry(paper, Said(venue=SLIPS[paper.venue][number // 2]))
        yield "EL009", "", entry(paper := next(own), Said(link=f"{link_of(paper)}2"))
        yield "EL011", "", entry(paper := next(own), Said(link=f"{link_of(paper)}v{number + 1}"))
        yield "EL012", "", entry(next(own), Said(link=f"https://paperswithcode.com/paper/{number}"))


def markdown_list() -> Planted:
    """Return a list of 200 right entries and 60 with a defect, six of each of ten kinds."""
    published = [paper for paper in PAPERS[100:160] if paper.venue != "arXiv"]
    nips = [paper for paper in PAPERS[60:100] if paper.venue == "NeurIPS"]
    fine = [bullet(paper) for paper in PAPERS[:60]]
    fine += [row(paper) for paper in published[:40]]
    fine += [bullet(stranger(number)) for number in range(30)]
    fine += [bullet(paper, Said(title=paper.aliases[0])) for paper in PAPERS[60:80]]
    fine += [bullet(paper, Said(venue="NIPS")) for paper in nips]
    also = f" (after {PAPERS[0].name} [[1]({link_of(PAPERS[0])})])"
    fine += [bullet(paper, Said(more=also)) for paper in PAPERS[80:100]]
    hub = " [[HF](https://huggingface.co/papers/{})]"
    fine += [bullet(paper, Said(more=hub.format(paper.arxiv))) for paper in PAPERS[400:]]
    fine += [f"- {paper.label} {link_of(paper)}" for paper in PAPERS[100 : 300 - len(fine)]]
    random.Random(7).shuffle(fine)  # noqa: S311 - not for secrets
    made = Planted("list.md")
    made.lines += ["# A list", ""]
    for number, line in enumerate(fine):
        if number % 8 == 0:  # a paper may stand in two sections
            made.lines += ["", f"## Part {number // 8}", ""]
        made.add(line)
        made.lines += [""] if line.startswith("|") else []
    made.lines += ["", "## Wrong", ""]
    for code, before, line in defects(bullet):
        made.lines += [before] if before else []
        made.add(line, code)
    for number, paper in enumerate(PAPERS[340:346]):
        made.add(f"- {paper.title} [arXiv:{paper.arxiv}]({ABS}2301.{number:05})", "EL004")
    return made


def bibtex_file() -> Planted:
    """Return a BibTeX file of 200 right entries and 60 with a defect, six of each of ten kinds."""
    made = Planted("list.bib")
    for paper in PAPERS[:140]:
        made.add(bibtex(paper))
    for number in range(40):
        made.add(bibtex(stranger(number)))
    for paper in PAPERS[140:160]:
        made.add(bibtex(paper, Said(title=paper.aliases[0])))
    for code, before, entry in defects(bibtex):
        made.lines += before.split("\n") if before else []
        made.add(entry, code)
    for paper in PAPERS[350:356]:
        made.add(bibtex(paper).replace("}},\n", "},\n", 1), "EL014")
    return made
