from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effllm.sources import Client, NoAnswer, NotFound, Unreachable, lookup
from effllm.sources.answers import read_tags
from effllm.sources.arxiv import read_atom
from effllm.sources.openreview import read_notes
from tests.fake_services import crossref, datacite, feed, note, page

if TYPE_CHECKING:
    from effllm.bibliography.reference import Reference
    from tests.fake_services import StandIn

PEOPLE = [("Ada", "Author"), ("Łukasz", "Müller-Nowak"), ("Ludwig", "van der Berg")]
NAMES = ("Ada Author", "Łukasz Müller-Nowak", "Ludwig van der Berg")
TITLE = "THIN: Thin & Fast Models of 50% Size"
ARXIV, DOI, FORUM, ACL = "2311.00007", "10.1145/7", "Ab3dEf7hIj", "2023.acl-long.7"
API, DATACITE, ABS = "/arxiv-api/api/query", f"/datacite/dois/10.48550/arxiv.{ARXIV}", f"/arxiv/abs/{ARXIV}"
TAGS = [
    ("title", TITLE),
    ("author", "Author, Ada"),
    ("author", "Müller-Nowak, Łukasz"),
    ("author", "van der Berg, Ludwig"),
    ("date", "2023/11/30"),
    ("online_date", "2023/12/02"),
    ("arxiv_id", ARXIV),
    ("abstract", "Thin."),
]
BIB = """@inproceedings{author-etal-2023-thin,
    title = "{THIN}: Thin {\\&} Fast Models of 50{\\%} Size",
    author = {Author, Ada  and
      M{\\"u}ller-Nowak, {\\L}ukasz  and
      van der Berg, Ludwig},
    editor = "Editor, Eve",
    booktitle = "Proceedings of the 61st Annual Meeting on Invented Linguistics (Volume 1: Long Papers)",
    month = jul,
    year = "2023",
    address = "Nowhere",
    publisher = "Invented Linguistics",
    url = "https://aclanthology.org/2023.acl-long.7/",
    doi = "10.18653/v1/2023.acl-long.7",
    pages = "1--17",
    abstract = "Thin."
}
"""


def same(found: Reference, **expected: Any) -> None:  # noqa: ANN401
    assert (found.title, found.authors) == (TITLE, NAMES)
    assert {name: getattr(found, name) for name in expected} == expected


def test_arxiv(client: Client, services: StandIn) -> None:
    services.says(API, feed(ARXIV, "THIN: Thin &  Fast\n Models of 50% Size", NAMES, "Thin.", comment="Soon at CONF"))
    same(
        lookup(client, "arxiv", ARXIV),
        year=2023,
        venues=(),
        arxiv=ARXIV,
        doi=None,
        abstract="Thin.",
        note="Soon at CONF",
        source=f"https://arxiv.org/abs/{ARXIV}",
        service="arXiv",
    )
    assert dict(services.server.log[0][0].args) == {"id_list": ARXIV, "max_results": "1"}


def test_a_preprint_with_a_doi_has_the_venue_of_the_published_version(client: Client, services: StandIn) -> None:
    services.says(API, feed(ARXIV, TITLE, NAMES, doi="10.1145/7", journal_ref="J. Inv. 3 (2023)"))
    published = {"date-parts": [[2024, 3]]}
    services.says("/crossref/works/10.1145/7", crossref(DOI, TITLE, PEOPLE, container_title=["JOUR"], issued=published))
    found = lookup(client, "arxiv", ARXIV)
    same(found, year=2024, venues=("JOUR", "J. Inv. 3 (2023)"), doi=DOI, service="arXiv")
    assert (found.source, found.venue_source) == (
        f"https://arxiv.org/abs/{ARXIV}",
        "https://api.crossref.org/works/10.1145/7",
    )


def test_without_the_published_version_arxiv_is_enough(client: Client, services: StandIn) -> None:
    services.says(API, feed(ARXIV, TITLE, NAMES, doi="10.1145/7", journal_ref="J. Inv. 3 (2023)"))
    same(lookup(client, "arxiv", ARXIV), year=2023, venues=("J. Inv. 3 (2023)",), doi=DOI, venue_source="")


@pytest.mark.parametrize("status", [429, 403, 500])
def test_arxiv_is_down(status: int, client: Client, services: StandIn) -> None:
    services.says(API, "Rate exceeded.", status=status)
    services.says(DATACITE, datacite(f"10.48550/arxiv.{ARXIV}", TITLE, PEOPLE, 2023))
    same(
        lookup(client, "arxiv", ARXIV),
        year=2023,
        arxiv=ARXIV,
        doi=None,
        venues=(),
        source=f"https://api.datacite.org/dois/10.48550/arxiv.{ARXIV}",
        service="DataCite",
    )


def test_only_the_page_answers(client: Client, services: StandIn) -> None:
    services.says(API, "<html>not Atom</html>")
    services.says(DATACITE, {"errors": [{"status": "404"}]}, status=404)
    services.says(ABS, page(TITLE, TAGS))
    same(lookup(client, "arxiv", ARXIV), year=2023, abstract="Thin.", source=f"https://arxiv.org/abs/{ARXIV}")


def test_nobody_answers(client: Client, services: StandIn) -> None:
    services.says(API, "Rate exceeded.", status=429)
    services.says(DATACITE, "Forbidden", status=403)
    services.says(ABS, "<html>Are you a robot?</html>")
    with pytest.raises(Unreachable) as error:
        lookup(client, "arxiv", ARXIV)
    assert str(error.value) == "arXiv (429), DataCite (403), arXiv's page (a page without citation tags)"


def test_no_such_paper(client: Client, services: StandIn) -> None:
    services.says(API, feed(ARXIV))
    for path in (DATACITE, ABS):
        services.says(path, "", status=404)
    with pytest.raises(NotFound) as error:
        lookup(client, "arxiv", ARXIV)
    assert str(error.value) == "arXiv, DataCite and arXiv's page"


def test_one_answer_of_no_is_not_enough(client: Client, services: StandIn) -> None:
    services.says(API, "Rate exceeded.", status=429)
    for path in (DATACITE, ABS):
        services.says(path, "", status=404)
    with pytest.raises(Unreachable, match=r"arXiv \(429\), DataCite \(no such paper\)"):
        lookup(client, "arxiv", ARXIV)


def test_doi(client: Client, services: StandIn) -> None:
    answer = crossref(
        DOI,
        "THIN",
        PEOPLE,
        subtitle=["Thin & Fast Models of 50% Size"],
        container_title=["Proceedings of CONF"],
        event={"name": "24th Conference", "acronym": "CONF '24"},
    )
    services.says("/crossref/works/10.1145/7", answer)
    same(
        lookup(client, "doi", DOI),
        year=2024,
        doi=DOI,
        venues=("Proceedings of CONF", "CONF '24", "24th Conference"),
        source="https://api.crossref.org/works/10.1145/7",
    )


def test_a_doi_of_datacite(client: Client, services: StandIn) -> None:
    services.says("/crossref/works/10.5281/7", "Resource not found.", status=404)
    services.says("/datacite/dois/10.5281/7", datacite("10.5281/7", TITLE, PEOPLE, 2022, publisher="Zenodo"))
    same(lookup(client, "doi", "10.5281/7"), year=2022, venues=("Zenodo",), doi="10.5281/7")


@pytest.mark.parametrize("old", [False, True])
def test_openreview(old: bool, client: Client, services: StandIn) -> None:  # noqa: FBT001
    answer = note(
        FORUM, old=old, title=TITLE, authors=list(NAMES), venue="ICLR 2024 poster", venueid="ICLR.cc/2024/Conference"
    )
    if old:
        services.says("/openreview-api/notes", {"notes": [], "count": 0})
    services.says("/openreview-api-1/notes" if old else "/openreview-api/notes", answer)
    same(lookup(client, "openreview", FORUM), year=2024, venues=("ICLR 2024 poster", "ICLR"), openreview=FORUM)


def test_openreview_refuses_programs(client: Client, services: StandIn) -> None:
    for host in ("openreview-api", "openreview-api-1"):
        services.says(f"/{host}/notes", {"name": "ForbiddenError", "status": 403}, status=403)
    services.says("/openreview/forum", page(TITLE, [*TAGS[:4], ("online_date", "2023/10/13")]))
    same(lookup(client, "openreview", FORUM), year=2023, venues=(), openreview=FORUM)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"title": TITLE}, "hidden"),
        ({"title": TITLE, "authors": ["Anonymous"]}, "hidden"),
        ({"authors": ["Ada Author"]}, "malformed"),
    ],
)
def test_a_submission_without_authors(content: dict[str, Any], reason: str) -> None:
    with pytest.raises(NoAnswer, match=reason):
        read_notes(note(FORUM, **content), FORUM)


def test_a_review_is_no_paper() -> None:
    with pytest.raises(NoAnswer, match="comment"):
        read_notes(note("another123", title="Review", authors=["Ada Author"]), FORUM)


def test_anthology(client: Client, services: StandIn) -> None:
    services.says(f"/acl/{ACL}.bib", BIB)
    same(
        lookup(client, "acl", ACL),
        year=2023,
        acl=ACL,
        doi="10.18653/v1/2023.acl-long.7",
        url=None,
        venues=("Proceedings of the 61st Annual Meeting on Invented Linguistics (Volume 1: Long Papers)",),
        source=f"https://aclanthology.org/{ACL}/",
    )


def test_the_page_of_the_anthology(client: Client, services: StandIn) -> None:
    services.says(f"/acl/{ACL}.bib", "not BibTeX")
    tags = [
        ("title", TITLE),
        *(("author", name) for name in NAMES),
        ("publication_date", "2023/7"),
        ("conference_title", "Proceedings of CONF"),
        ("doi", "10.18653/v1/2023.acl-long.7"),
    ]
    services.says(f"/acl/{ACL}/", page(TITLE, tags))
    same(lookup(client, "acl", ACL), year=2023, venues=("Proceedings of CONF",), doi="10.18653/v1/2023.acl-long.7")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "<feed/>",
        feed("2311.00008", TITLE, NAMES),
        feed(ARXIV, TITLE, [""]),
        feed(ARXIV, TITLE, NAMES).replace("<feed", '<!DOCTYPE x [<!ENTITY a "b">]><feed', 1),
    ],
)
def test_malformed_feeds(answer: str) -> None:
    with pytest.raises(NoAnswer, match="malformed"):
        read_atom(answer, ARXIV)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["notes", "content", "title", "id", "x"]), inner),
    max_leaves=10,
)


@given(answer=JSON)
def test_any_json_is_an_answer_or_none(answer: object) -> None:
    with contextlib.suppress(NoAnswer):
        read_notes(answer, FORUM)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(message=JSON, wrapped=st.booleans())
def test_services_with_any_json(message: object, wrapped: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    answer = {"message": message, "data": {"attributes": message}} if wrapped else message
    monkeypatch.setattr(Client, "get_json", lambda *_, **__: answer)
    with Client(stand_in="http://127.0.0.1:1") as client, pytest.raises(Unreachable):
        lookup(client, "doi", DOI)


@given(text=st.text())
def test_any_text_is_a_page_or_none(text: str) -> None:
    for read in (read_tags, lambda answer: read_atom(answer, ARXIV)):
        with pytest.raises(NoAnswer):
            read(text)
