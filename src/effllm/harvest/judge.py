"""Whether a paper is of the field and where it may stand, with the words and the papers that decided.

A logistic regression over the words of titles, trained on the records themselves: papers here against papers that were
left out and titles drawn by chance from arXiv. Records have no abstracts, so what was learned from titles is asked of
a candidate's title and of its abstract. It proposes; people decide, and what they decide is learned from next time.
"""

from __future__ import annotations

import itertools
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from effllm.extras import extra
from effllm.kb.category_proposals import roots
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from effllm.bibliography.reference import Reference

OTHER_TITLES = "other_titles.tsv"
"""Titles of 3,000 papers of arXiv, a line each: id, tab, title. Nobody looked at them one by one; nearly all are of
other fields. Drawn with the seed 7 from the days 2025-03-18 to 2025-09-04 of
dw-dengwei/daily-arXiv-ai-enhanced:data@b4c542b7d61bff39f8b999b45b43f62b2bb94f75, four fifths of them cs.CL or cs.LG;
papers that have a record were taken out."""

LEFT_OUT_WEIGHT = 3.0
"""How much a paper that somebody left out counts, beside a title drawn by chance."""
ABSTRACT_SHARE = 0.4
"""How much the abstract counts beside the title, of 1."""
SHOWN_WORDS = 4


class Verdict(NamedTuple):
    """What the judge says of a paper.

    Attributes:
        strength: from 0 to 1, how sure it is that the paper is of the field. Compare it with that of other papers:
            it is no probability, since papers of the field are rarer in the world than in what it learned from.
        words: the words that speak most for the paper, the most telling first.
        against: those that speak most against it.
    """

    strength: float
    words: tuple[str, ...]
    against: tuple[str, ...]

    def __str__(self) -> str:
        """Return both on a line: ``0.97, by kv cache, quantization; against: survey``."""
        said = f"{self.strength:.2f}" + (f", by {', '.join(self.words)}" if self.words else "")
        return said + (f"; against: {', '.join(self.against)}" if self.against else "")


class Judge:
    """Tells papers of the field from others; making it costs about a second for 5,000 papers."""

    def __init__(self, titles: Iterable[str], left_out: Iterable[str]) -> None:
        """Learn from the titles of papers that are in the field and of those that were left out.

        Raises:
            MissingExtra: scikit-learn is not installed.
        """
        with extra("judge", "the judge of candidates"):
            from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - an extra
            from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - an extra
        inside, outside = list(titles), list(left_out)
        known = {title_key(title) for title in (*inside, *outside)}
        drawn = [title for title in other_titles() if title_key(title) not in known]
        self._vectors = TfidfVectorizer(analyzer=_terms, min_df=2, sublinear_tf=True)
        features = self._vectors.fit_transform([*inside, *outside, *drawn])
        self._model = LogisticRegression(C=3, class_weight="balanced", max_iter=500)
        self._model.fit(
            features,
            [1] * len(inside) + [0] * (len(outside) + len(drawn)),
            [1.0] * len(inside) + [LEFT_OUT_WEIGHT] * len(outside) + [1.0] * len(drawn),
        )
        self._names = self._vectors.get_feature_names_out()

    def judge(self, references: Sequence[Reference]) -> list[Verdict]:
        """Return a verdict on each paper, in their order; without an abstract the title decides alone."""
        if not references:
            return []
        from scipy.sparse import diags_array  # noqa: PLC0415 - scikit-learn needs it, too
        from scipy.special import expit  # noqa: PLC0415

        abstract = [ABSTRACT_SHARE if reference.abstract.strip() else 0.0 for reference in references]
        titles = diags_array([1 - share for share in abstract]) @ self._vectors.transform([r.title for r in references])
        texts = diags_array(abstract) @ self._vectors.transform([r.abstract for r in references])
        said = ((titles + texts) @ diags_array(self._model.coef_[0])).tocsr()
        strengths = expit(said.sum(axis=1) + self._model.intercept_[0])
        verdicts = []
        for row, reference in enumerate(references):
            part = slice(said.indptr[row], said.indptr[row + 1])
            order = sorted(zip(said.data[part].tolist(), said.indices[part].tolist(), strict=True))
            spelled = _spelled(reference)
            speak_for = self._telling([n for value, n in reversed(order) if value > 0], spelled)
            against = self._telling([n for value, n in order if value < 0], spelled)
            verdicts.append(Verdict(float(strengths[row]), speak_for, against))
        return verdicts

    def _telling(self, order: Iterable[int], spelled: dict[str, str]) -> tuple[str, ...]:
        """Return the first few terms as the paper spells them; a word whose pair is there is not said again."""
        found: list[str] = []
        for n in order:
            words = self._names[n].split()
            text = " ".join(spelled[word] for word in words)
            if not any(text in other for other in found):
                found = [other for other in found if other not in text] + [text]
            if len(found) == SHOWN_WORDS:
                break
        return tuple(found)


def other_titles() -> list[str]:
    """Return the titles drawn by chance from arXiv."""
    text = resources.files("effllm.harvest").joinpath(OTHER_TITLES).read_text(encoding="utf-8")
    return [line.partition("\t")[2] for line in text.splitlines()]


def _terms(text: str) -> list[str]:
    """Return the words of a text without their endings, and each two that follow each other."""
    words = [root for root, _ in roots(text)]
    return words + [f"{one} {next_one}" for one, next_one in itertools.pairwise(words)]


def _spelled(reference: Reference) -> dict[str, str]:
    """Return each word without its ending as the paper spells it, the title before the abstract."""
    return dict(reversed([*roots(reference.title), *roots(reference.abstract)]))
