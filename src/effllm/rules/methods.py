"""T, L: the name, summary and code of a method against those of the other papers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from effllm.names import person_key
from effllm.problems import Rule
from effllm.rules.checks import Finding, each, overall
from effllm.rules.texts import is_placeholder
from effllm.text import title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Paper
    from effllm.rules.context import Known
    from effllm.store.checkout import Entry

NAME = Rule(
    "T018",
    "A name is the one that the paper itself uses",
    "Whoever searches for the name finds this paper. It stands in the title mostly, or in the summary.",
    "# doe2023thin.yml\ntitle: A Thin Model\nname: Grotto",
    "# doe2023thin.yml\ntitle: A Thin Model\nname: Grotto\nsummary: Grotto shrinks the cache by half.",
    severity="warning",
)
SUMMARY = Rule(
    "T019",
    "A summary is about its own paper",
    "Text copied into the file beside is right in form and wrong in everything it says.",
    "# doe2023thin.yml\ntitle: Halving Caches\nsummary: SLIM stores weights in two bits.",
    "# doe2023thin.yml\ntitle: Halving Caches\nsummary: Halves caches that SLIM fills.",
    severity="warning",
)
CODE = Rule(
    "L005",
    "A repository belongs to one group of authors",
    "The code of another paper is worse than none. Papers of one group do share a repository.",
    "# doe2023thin.yml\ncode: https://github.com/example/slim",
    "# doe2023thin.yml\nauthors: [Dora Doe, Ada Author]\ncode: https://github.com/example/slim",
    severity="warning",
)

_LONG_WORD = 4
_STEM = 5
"""Letters that the forms of a word share: calibrate, calibration."""


@each("paper", NAME, needs=("title", "aliases", "summary", "code"))
def name(paper: Paper, _: Known) -> Iterator[Finding]:
    """Look for a name that nothing else in the record speaks of, not even as the initials of its title."""
    key = title_key(paper.name or "")
    told = [paper.title, *paper.aliases, paper.summary or ""]
    text = "".join(title_key(part) for part in (*told, paper.code or "", paper.key))
    if not paper.name or not paper.title or key in text or is_placeholder(paper.name):
        return
    if any(word[:_STEM] in text for word in words(paper.name) if len(word) >= _LONG_WORD):
        return
    initials = iter("".join(word[0] for word in words(paper.title)))
    if not all(letter in initials for letter in key):
        message = f'"{paper.name}" stands in no title, alias or summary of this paper'
        yield Finding(("name",), message, "look whose name it is; if it is this paper's, say it in the summary")


@overall(SUMMARY)
def summary(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for summaries that name the method of one other paper, and not their own.

    Many summaries name well-known models. So the other name stands in no third summary, the paper does not cite the
    other one, and its summary has no more words of its own title than of the other's.
    """
    named = [entry for entry in known.entries("paper") if _is_distinct(entry.record.name or "")]
    shared = Counter(title_key(entry.record.name) for entry in named)
    owners = {key: entry for entry in named if shared[key := title_key(entry.record.name)] == 1}
    speaking: defaultdict[str, list[Entry]] = defaultdict(list)
    longest = max((len(words(entry.record.name)) for entry in named), default=0)
    for entry in known.entries("paper"):
        text = words(entry.record.summary or "")
        spans = {"".join(text[at : at + size]) for size in range(1, longest + 1) for at in range(len(text))}
        for key in spans & owners.keys():
            speaking[key].append(entry)
    for key, entries in speaking.items():
        owner, others = owners[key], [entry for entry in entries if entry is not owners[key]]
        if len(others) == 1 and _is_of(owner.record, others[0].record):
            message = f"it names {owner.record.name} ({owner.document.path}), and not this paper's own method"
            yield others[0], Finding(("summary",), message, "look whose summary it is; if it is right, name the method")


def _is_distinct(text: str) -> bool:
    """Tell whether a name is no plain word: it has two capitals or a digit, as LoRA and H2O."""
    return len(re.findall("[A-Z0-9]", text)) > 1 and len(title_key(text)) > len("ab")


def _is_of(owner: Paper, paper: Paper) -> bool:
    """Tell whether a paper's summary, which names another's method, may be the other's."""
    name, text = owner.name or "", paper.summary or ""
    own = (paper.title, paper.name or "", *paper.aliases)
    if name not in text or owner.key in paper.cites or any(title_key(name) in title_key(part) for part in own):
        return False  # "minima" is not the name MiniMA
    if paper.name and title_key(paper.name) in title_key(text):
        return False
    said = set(words(text))
    return _share(paper.title, said) <= _share(owner.title, said)


def _share(title: str, said: set[str]) -> float:
    long = {word for word in words(title) if len(word) >= _LONG_WORD}
    return len(long & said) / max(1, len(long))


@overall(CODE)
def code(known: Known) -> Iterator[tuple[Entry, Finding]]:
    """Look for a repository in two papers without a common author; that of a framework may serve many."""
    by_code: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in known.entries("paper"):
        if entry.record.code:
            by_code[entry.record.code.casefold().rstrip("/").removesuffix(".git")].append(entry)
    shared = {f"https://github.com/{entry.record.repo}".casefold() for entry in known.entries("framework")}
    for address, entries in by_code.items():
        if len(entries) > 1 and address not in shared:
            alone = [entry for entry in entries if not any(_together(entry, other) for other in entries)]
            alone.sort(key=lambda entry: title_key(entry.record.label) not in title_key(address))
            for entry in alone[1:] if len(alone) == len(entries) else alone:
                other = next(other for other in entries if other is not entry)
                message = f"it is the code of {other.document.path}, too, which has no common author"
                yield entry, Finding(("code",), message, "look whose it is, and delete the line in the other record")


def _together(entry: Entry, other: Entry) -> bool:
    """Tell whether another paper has an author of this one."""
    if entry is other:
        return False
    here, there = ({person_key(author) for author in one.record.authors} for one in (entry, other))
    return bool(here & there)


CHECKS = (name, summary, code)
