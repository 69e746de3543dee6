from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effllm.id_kinds import KINDS
from effllm.ids import Found, address, bare_doi, find_in, ids_in, is_id, read_id, scan


@pytest.mark.parametrize(("kind", "value"), [("arxiv", "2312.00001"), ("doi", "10.1000/x.1"), ("acl", "P19-1001")])
def test_an_id_is_found_in_its_own_address(kind: str, value: str) -> None:
    assert find_in(address(kind, value)) == (kind, value)
    assert find_in(f"see {address(kind, value)}, page 3") == (kind, value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://arxiv.org/abs/2312.00001v2", Found("arxiv", "2312.00001", 22, "v2")),
        ("https://arxiv.org/pdf/2312.000011v2.pdf", Found("arxiv", "2312.000011", 22, "v2")),
        ("https://arxiv.org/abs/2312.00001/x", Found("arxiv", "2312.00001", 22, "", "/x")),
        ("https://arxiv.org/abs/", Found("arxiv", "", 22)),
        ("arXiv:2312.000011", Found("arxiv", "2312.000011", 6)),
        ("arXiv preprint arXiv:2312.00001v1, 2023", Found("arxiv", "2312.00001", 21, "v1")),
        ("openreview.net/forum?noteId=x&id=abc", Found("openreview", "abc", 33)),
        ("(doi:10.1000/A(1)b).", Found("doi", "10.1000/a(1)b", 5)),
        ("https://aclanthology.org/events/acl-2023/", Found("acl", "events", 25)),
    ],
)
def test_what_stands_in_the_place_of_an_id(text: str, found: Found) -> None:
    assert list(scan(text)) == [found]


@pytest.mark.parametrize(
    "text",
    ["arXiv 2023", "version 2312.00001", "https://example.org/abs/2312.00001x/", "nature 10.5", "https://doi.org/abcd"],
)
def test_numbers_that_are_no_ids(text: str) -> None:
    assert ids_in(text) == {}


def test_the_first_id_of_each_kind_counts() -> None:
    text = "arXiv:2312.00001, https://arxiv.org/abs/2312.00002, doi:10.1000/1, acl:2023.acl-long.1"
    assert ids_in(text) == {"arxiv": "2312.00002", "doi": "10.1000/1", "acl": "2023.acl-long.1"}
    assert find_in(text) == ("arxiv", "2312.00002")


@pytest.mark.parametrize("end", ["", ".", ").", "/full", ".pdf", ":", "],"])
def test_what_stands_behind_a_doi(end: str) -> None:
    assert bare_doi(f"10.1000/x(1)2{end}") == "10.1000/x(1)2"


@given(st.text() | st.from_regex(r"(?:https?://)?(?:arxiv\.org|doi\.org)/(?:abs/|pdf/)?[\w./?=&-]+"))
def test_any_text(text: str) -> None:
    for one in scan(text):
        assert one.kind in KINDS
        assert 0 <= one.start <= len(text)
    found = find_in(text)
    assert found is None or is_id(*found)
    assert (read_id(text) or ("arxiv", ""))[0] in KINDS
