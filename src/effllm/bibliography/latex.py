"""LaTeX in bibliographies: texts as people read them."""

from __future__ import annotations

import logging
import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from effllm.extras import extra

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]  # has no types

# The decoder tells of commands without their arguments in a log, which nobody here reads: it would print them.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

_BARE = re.compile(r"(?<!\\)[%&#]")
_SIGNS = re.compile(r"[\\$~%&#`]|''|--")
_BRACES = re.compile(r"[{}]")


@lru_cache(maxsize=1 << 14)
def decode(text: str) -> str:
    r"""Return LaTeX as plain text in Unicode: ``M{\"u}ller`` is ``Müller``; formulas keep their ``$``.

    A sign that LaTeX would take for a comment or a column is the sign itself here: bibliographies hold ``50%`` and
    ``R&D`` as they are. A text that is no LaTeX comes back as it is, without its braces.
    """
    typed = {ord(sign): plain for sign, plain in _TYPED.items() if sign not in text}
    text = _decoded(text) if _SIGNS.search(text) else _BRACES.sub("", text)
    text = text.translate(typed)
    return " ".join(unicodedata.normalize("NFC", text).split())


def _decoded(text: str) -> str:
    """Return what LaTeX prints; a text that is no LaTeX without its backslashes."""
    decoder = _decoder()
    try:
        found: str = decoder.latex_to_text(_BARE.sub(lambda sign: "\\" + sign[0], text))
    except Exception:  # noqa: BLE001 - the parser fails in many ways on what is no LaTeX
        return text.replace("\\", "")
    # A command without its arguments leaves the decoder's own pattern for them behind, as \frac leaves %s/%s.
    return found if found.count("%s") <= text.count("%s") else text.replace("\\", "")


_TYPED = {"\u201c": '"', "\u201d": '"', "\u2019": "'", "\u2018": "'", "\u02c6": "^", "\u02dc": "~"}
"""Signs that LaTeX makes of plain ones, and the plain ones."""


@cache
def _decoder() -> LatexNodes2Text:
    with extra("contribute", "reading LaTeX"):
        from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - most commands never need it

    return LatexNodes2Text(math_mode="with-delimiters")
