from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effllm.ids import is_id
from effllm.ingest.pasted_id import NotAccepted, recognise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2311.00001", ("arxiv", "2311.00001")),
        (" 2311.00001v12 ", ("arxiv", "2311.00001")),
        ("arXiv:2311.00001v2", ("arxiv", "2311.00001")),
        ("2311.00001v2 [cs.CL]", ("arxiv", "2311.00001")),
        ("[2311.00001].", ("arxiv", "2311.00001")),
        ("\uff12\uff13\uff11\uff11.00001", ("arxiv", "2311.00001")),
        ("arxiv 2311.00001", ("arxiv", "2311.00001")),
        ("https://ar5iv.org/abs/2311.00001", ("arxiv", "2311.00001")),
        ("https://doi.org/10.1145%2F3620665.1", ("doi", "10.1145/3620665.1")),
        ("cs/0701001v1", ("arxiv", "cs/0701001")),
        ("math.GT/0309136", ("arxiv", "math.GT/0309136")),
        ("https://arxiv.org/abs/2311.00001v3", ("arxiv", "2311.00001")),
        ("http://www.arxiv.org/pdf/2311.00001v3.pdf", ("arxiv", "2311.00001")),
        ("https://arxiv.org/html/2311.00001v1#S2", ("arxiv", "2311.00001")),
        ("https://export.arxiv.org/abs/cs/0701001", ("arxiv", "cs/0701001")),
        ("https://www.alphaxiv.org/abs/2311.00001", ("arxiv", "2311.00001")),
        ("https://huggingface.co/papers/2311.00001", ("arxiv", "2311.00001")),
        ("10.48550/arXiv.2311.00001", ("arxiv", "2311.00001")),
        ("https://doi.org/10.48550/arXiv.2311.00001v2", ("arxiv", "2311.00001")),
        ("10.1145/3620665.X1", ("doi", "10.1145/3620665.x1")),
        ("doi:10.1145/3620665.1", ("doi", "10.1145/3620665.1")),
        ("https://doi.org/10.1145/3620665.1", ("doi", "10.1145/3620665.1")),
        ("https://dl.acm.org/doi/abs/10.1145/3620665.1", ("doi", "10.1145/3620665.1")),
        ("https://link.springer.com/article/10.1007/s1-2-3", ("doi", "10.1007/s1-2-3")),
        ("https://www.nature.com/articles/s42256-023-00001-x", ("doi", "10.1038/s42256-023-00001-x")),
        ("10.18653/v1/2023.acl-long.7", ("acl", "2023.acl-long.7")),
        ("10.18653/v1/P19-1001", ("acl", "P19-1001")),
        ("https://doi.org/10.18653/V1/p19-1001", ("acl", "P19-1001")),
        ("2023.acl-long.7", ("acl", "2023.acl-long.7")),
        ("P19-1001", ("acl", "P19-1001")),
        ("https://aclanthology.org/2023.acl-long.7.pdf", ("acl", "2023.acl-long.7")),
        ("https://www.aclweb.org/anthology/P19-1001", ("acl", "P19-1001")),
        ("Ab3dEf7hIj", ("openreview", "Ab3dEf7hIj")),
        ("openreview:abcdefghij", ("openreview", "abcdefghij")),
        ("https://openreview.net/forum?id=Ab3dEf7hIj&noteId=x", ("openreview", "Ab3dEf7hIj")),
        ("https://openreview.net/pdf?id=Ab3dEf7hIj", ("openreview", "Ab3dEf7hIj")),
        ("https://openreview.net/attachment?id=Ab3dEf7hIj&name=pdf", ("openreview", "Ab3dEf7hIj")),
        ("see https://arxiv.org/abs/2311.00001; rm -rf /", ("arxiv", "2311.00001")),
    ],
)
def test_accepted(text: str, expected: tuple[str, str]) -> None:
    assert recognise(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "form is empty: paste an arXiv id, DOI or BibTeX"),
        (" \n", "form is empty"),
        ("2412.167192", "arXiv id needs 4+5 digits, got 4+6"),
        ("https://arxiv.org/abs/2412.167192v1", "arXiv id needs 4+5 digits, got 4+6"),
        ("2313.00001", "says month 13"),
        ("https://arxiv.org/abs/", "identifier type not accepted"),
        ("2304.04487, 2406.18200", "two different arXiv ids in one: 2304.04487 and 2406.18200"),
        ("[2304.04487](https://arxiv.org/abs/2406.18200)", "two different arXiv ids"),
        (
            "https://figshare.com/articles/thing/123",
            "identifier type not accepted: https://figshare.com/articles/thing/123; the address holds no id",
        ),
        ("https://github.com/a/b/blob/main/paper.pdf", "identifier type not accepted"),
        ("quantization", "identifier type not accepted: quantization. Accepted: an arXiv id"),
        ("@misc{a, title={b}}", "this is BibTeX: save it as a file"),
        ("papers.bib", "papers.bib: no such file"),
        ("../../etc/passwd", "identifier type not accepted"),
        ("openreview:a b", "is no OpenReview id"),
        ("--root=/", "identifier type not accepted"),
        ("x" * 5000, "xxx.... Accepted"),
    ],
)
def test_not_accepted(text: str, said: str) -> None:
    with pytest.raises(NotAccepted) as error:
        recognise(text)
    assert said in str(error.value)
    assert len(str(error.value)) < 400


@given(st.text() | st.from_regex(r"(?:https?://)?[a-z.]+/(?:abs/|doi/)?[\w./?=&-]+"))
def test_any_text_is_an_id_or_refused(text: str) -> None:
    with contextlib.suppress(NotAccepted):
        assert is_id(*recognise(text))
