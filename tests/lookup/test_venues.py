from __future__ import annotations

import pytest

from effllm.lookup.venue_index import VenueIndex
from effllm.records import Venue

VENUES = VenueIndex(
    [
        Venue(
            id="NEUR",
            name="Conference on Neural Inventions",
            kind="conference",
            aliases=("Advances in Neural Inventions",),
        ),
        Venue(id="NEUR Workshop", name="NEUR workshop", kind="workshop"),
        Venue(id="ICLI", name="International Conference on Learning to Invent", kind="conference"),
        Venue(id="Findings of LING", name="Findings of the Invented Linguistics: LING", kind="conference"),
        Venue(id="LING", name="Annual Meeting of the Invented Linguistics", kind="conference"),
        Venue(id="SYSI", name="ACM Symposium on Systems of Invention", kind="conference"),
        Venue(id="IEEE Thing", name="IEEE Thing", kind="journal"),
        Venue(id="THING", name="Symposium on Things", kind="conference"),
        Venue(id="TRANS", name="Transactions on Inventions", kind="journal", aliases=("Trans. Inv.",)),
        Venue(id="arXiv", name="arXiv", kind="preprint", aliases=("CoRR", "arXiv preprint")),
    ]
)


@pytest.mark.parametrize(
    ("wording", "venue"),
    [
        ("ICLI", "ICLI"),
        ("icli 2024 poster", "ICLI"),
        ("ICLI 2023 notable top 25%", "ICLI"),
        ("The Twelfth International Conference on Learning to Invent, ICLI 2024, Nowhere, May 7-11, 2024", "ICLI"),
        ("International Conference on Learning to Invent (ICLI)", "ICLI"),
        ("Something in Springer's Series (ICLI 2024)", "ICLI"),
        ("Proceedings of the 40th International Conference on Learning to Invent", "ICLI"),
        ("Thirty-seventh Conference on Neural Inventions", "NEUR"),
        ("Advances in Neural Inventions 36", "NEUR"),
        ("Advances in Neural Inventions, volume 35", "NEUR"),
        ("NEUR23: Conference", "NEUR"),
        ("NEUR '23", "NEUR"),
        ("Proceedings of the 61st Annual Meeting of the Invented Linguistics (Volume 1: Long Papers)", "LING"),
        ("Findings of the Invented Linguistics: LING 2023", "Findings of LING"),
        ("29th Symposium on Systems of Invention", "SYSI"),
        ("Proceedings of the ACM SIGOPS 29th Symposium on Systems of Invention", "SYSI"),
        ("THING-54: 54th Annual Symposium on Things", "THING"),
        ("Accepted by TRANS", "TRANS"),
        ("Trans. Inv.", "TRANS"),
        ("arXiv preprint arXiv:2311.00001", "arXiv"),
        ("arXiv:2311.00001v2 [cs.CL]", "arXiv"),
        ("CoRR, abs/2311.00001", "arXiv"),
        ("NEUR 2023 Workshop on Thin Inventions", None),
        ("Workshop on Thin Inventions at NEUR 2023", None),
        ("Workshop on Thin Inventions (NEUR 2023)", None),
        ("Submitted to ICLI 2024", None),
        ("ICLI 2024 Conference Withdrawn Submission", None),
        ("ICLI 2024 Tiny Papers", None),
        ("Thin Inventions: ICLI", None),
        ("Findings: ICLI 2024", None),
        ("Proceedings of the Conference", None),
        ("2024", None),
        ("", None),
    ],
)
def test_wordings(wording: str, venue: str | None) -> None:
    found = VENUES.find(wording)
    assert (found.id if found else None) == venue


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("icli", "ICLI"),
        ("trans inv", "TRANS"),
        ("Findings of L.I.N.G.", "Findings of LING"),
        ("symposium on things", "THING"),
        ("IEEE THING", "IEEE Thing"),
        ("ICLI 2024", None),
        ("", None),
    ],
)
def test_names(text: str, venue: str | None) -> None:
    found = VENUES.named(text)
    assert (found.id if found else None) == venue


def test_a_name_of_two_venues_is_none() -> None:
    venues = [Venue(id=one, name=f"Journal {one}", kind="journal", aliases=("JI",)) for one in ("A", "B")]
    assert VenueIndex(venues).named("JI") is None


def test_the_longest_name_in_a_text_counts() -> None:
    text = "In the International Conference on Learning to Invent, formerly THING"
    assert VENUES.within(text) == VENUES.within(text, long=True) == VENUES.named("ICLI")
    assert VENUES.within("formerly THING, in Nowhere, 2020", long=True) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("lCLI", ("ICLI", True)), ("iClI", ("ICLI", True)), ("icli", None), ("ArXiv", None), ("Elsewhere", None)],
)
def test_misspelt(text: str, meant: tuple[str, bool] | None) -> None:
    found = VENUES.misspelt(text)
    assert (found and (found[0].id, found[1])) == meant


def test_the_nearest_are_named() -> None:
    assert VENUES.nearest("Transaction of Invention")[0] == "TRANS"
    assert VENUES.nearest("Zoology") == []
