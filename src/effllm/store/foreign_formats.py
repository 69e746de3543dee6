"""Files of other formats that were saved under the name of a record."""

from __future__ import annotations

import re

_STARTS = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive, as Word and Excel write it",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "compressed",
    b"{\\rtf": "RTF, as word processors write it",
}
"""How files begin that are no text."""

_HTML = re.compile(r"\s*(<(?:!doctype|html|head|body|\?xml))", re.IGNORECASE)
_FORMATS = (
    (_HTML, "HTML", 'open the file on its site, choose "Raw" and save that, or paste the text'),
    (
        re.compile(r"\s*(@[A-Za-z]+)\s*[{(]"),  # @article{doe2023thin,
        "BibTeX",
        "save it as FILE.bib and make records of it: effllm import-bib FILE.bib",
    ),
    (re.compile(r"\s*(```|~~~)"), "Markdown", "delete the lines with {}"),  # ```yaml
    (
        re.compile(r"\s*(diff --git|--- a/|@@ -[0-9])"),
        "a diff",
        "apply it with git apply, or paste the file itself",
    ),
    (
        re.compile(r"(?:\s*#.*\n)*\s*([a-z_]+ *=) *[\"'\[0-9]"),  # year = 2023
        "TOML",
        "write a colon and a space for each =, as: title: A Thin Model",
    ),
)
_BEFORE_LINES = {
    re.compile(r" *[0-9]+[:|.]? +"): "a number",
    re.compile(r" *> ?"): ">",
    re.compile(r"\+"): "+",
    re.compile(r" *\| ?"): "|",
}
"""What copies from a terminal, a mail or a diff have before every line."""

_FEW_LINES = 3


def no_text(raw: bytes) -> str:
    """Say what a file is that is no text, by its first bytes; empty where they tell nothing."""
    return next((what for start, what in _STARTS.items() if raw.startswith(start)), "")


def other_format(text: str) -> tuple[int, int, str, str] | None:
    """Say which format a text has that is no YAML; None where it may be YAML.

    Returns:
        Index and length of what shows it, the message and the hint.
    """
    for pattern, what, hint in _FORMATS:
        if match := pattern.match(text):
            return match.start(1), len(match[1]), f"the file is {what}, expected YAML", hint.format(match[1])
    lines = [line for line in text.split("\n") if line.strip()]
    for pattern, what in _BEFORE_LINES.items():
        if len(lines) >= _FEW_LINES and all(map(pattern.match, lines)):
            return text.index(lines[0]), 1, f"every line starts with {what}", "delete it on each line"
    return None
