"""Templates -> the text of a page. Whatever comes from a record is text, never markup."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from effllm.site import words

HIDE = ["navigation", "toc"]
"""Sidebars of the theme that generated pages do without."""

# Inside a block of raw HTML these still mean something to the Markdown renderer: fences, and tabs, which it expands.
_MARKDOWN = str.maketrans({"`": "&#96;", "~": "&#126;", "\t": "&#9;"})
_MARKDOWN_SIGN = re.compile("[`~\t]")
# Valid in JSON, but a line break or not allowed in YAML.
_YAML = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF)}
_CODE = re.compile(r"`([^`]+)`")


def text(value: object) -> object:
    """Return a value of a template ready to stand in a page: escaped, unless it is markup already."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    escaped = escape(value)
    return escaped.translate(_MARKDOWN) if _MARKDOWN_SIGN.search(value) else escaped


def code(value: str) -> Markup:
    """Return a text of our own in which words between backticks are code."""
    parts = _CODE.split(value)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part) for number, part in enumerate(parts)
    )


def web(address: str | None) -> str | None:
    """Return an address that may become a link, None for any other."""
    return address if address and re.match(r"https?://[^\s]", address) else None


@cache
def environment() -> Environment:
    """Return the templates' environment, made once."""
    env = Environment(
        loader=PackageLoader("effllm.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=text,
    )
    env.filters |= {"code": code, "web": web}
    env.filters |= {name: getattr(words, name) for name in words.FILTERS}
    return env


def front_matter(fields: dict[str, Any]) -> str:
    """Return the fields as YAML front matter, each value as JSON, which is YAML too."""
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False).translate(_YAML)}\n" for name, value in fields.items())
    return f"---\n{''.join(lines)}---\n\n"


def to_root(path: str) -> str:
    """Return the way from a page to the site's root: ``../`` for each part of its address, none for the home page."""
    parts = PurePosixPath(path).with_suffix("").parts
    depth = len(parts) - (parts[-1] == "index")
    return "../" * depth


def page(path: str, template: str, title: str, meta: dict[str, Any] | None = None, **context: Any) -> tuple[str, str]:  # noqa: ANN401 - whatever the template takes
    """Return ``(path, text)`` of a page: front matter, then one block of HTML.

    The theme prints ``title`` and ``description`` as they are, so they are escaped here.
    """
    fields: dict[str, Any] = {"title": title, "hide": HIDE, **(meta or {})}
    fields |= {name: str(escape(fields[name])) for name in ("title", "description") if name in fields}
    body = environment().get_template(template).render(title=title, root=to_root(path), **context)
    return path, f"{front_matter(fields)}{body}\n"
