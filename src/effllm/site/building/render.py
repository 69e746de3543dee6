"""Templates -> the text of a page. Whatever comes from a record is text, never markup."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from effllm.site import filters
from effllm.site.pages import reported_results
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from effllm.site.contents import Overview

HIDE = ["navigation", "toc"]
"""Sidebars of the theme that generated pages do without."""

# Inside a block of raw HTML these still mean something to the Markdown renderer: fences, and tabs, which it expands.
_MARKDOWN = {"`": "&#96;", "~": "&#126;", "\t": "&#9;"}
# Valid in JSON, but a line break or not allowed in YAML.
_YAML = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF)}
_CODE = re.compile(r"`([^`]+)`")


def inert(html: str) -> str:
    """Return a page's block of HTML without signs that mean something to the Markdown renderer."""
    for sign, reference in _MARKDOWN.items():
        html = html.replace(sign, reference)
    return html


def code(value: str) -> Markup:
    """Return a text of our own in which words between backticks are code."""
    parts = _CODE.split(value)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part) for number, part in enumerate(parts)
    )


@cache
def environment() -> Environment:
    """Return the templates' environment, made once."""
    env = Environment(
        loader=PackageLoader("effllm.site"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"code": code, "count": count} | {name: getattr(filters, name) for name in filters.FILTERS}
    env.filters |= {
        "figure": reported_results.figure,
        "formula": reported_results.formula,
        "setting": reported_results.setting,
    }
    return env


def front_matter(fields: dict[str, Any]) -> str:
    """Return the fields as YAML front matter, each value as JSON, which is YAML too."""
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False).translate(_YAML)}\n" for name, value in fields.items())
    return f"---\n{''.join(lines)}---\n\n"


def to_root(path: str) -> str:
    """Return the way from a page to the site's root: ``../`` for each part of its address, none for the home page."""
    address = path.rpartition(".")[0].removesuffix("index").rstrip("/")
    return "../" * (address.count("/") + bool(address))


class File(NamedTuple):
    """A file of the site that is no page; a long text may come in pieces."""

    path: str
    content: str | bytes | Iterable[str]

    @property
    def text(self) -> str:
        """All of it, where it is a text."""
        if isinstance(self.content, bytes):
            raise TypeError(f"{self.path} is no text")
        return self.content if isinstance(self.content, str) else "".join(self.content)


class Later(NamedTuple):
    """Pages and files that take long to make: they are only made if they are not there already.

    Attributes:
        paths: their paths, those of `Page` and `File`.
        made_from: all that they are made from besides the program, as plain values.
        make: makes them.
    """

    paths: Sequence[str]
    made_from: object
    make: Callable[[], Iterable[Page | File]]


Made: TypeAlias = "Page | File | Later"


def at_once(made: Iterable[Made]) -> Iterator[Page | File]:
    """Make everything, whether it is there already or not."""
    for one in made:
        if isinstance(one, Later):
            yield from one.make()
        else:
            yield one


class Page(NamedTuple):
    """A page of the site: front matter, whose title and description are escaped already, and one block of HTML."""

    path: str
    meta: dict[str, Any]
    body: str

    @property
    def text(self) -> str:
        """The page as MkDocs reads it."""
        return f"{front_matter(self.meta)}{self.body}\n"


@cache
def _template(text: str) -> Template:
    """Return the template of this name, or the one that a module has as a text."""
    return environment().get_template(text) if text.endswith((".html", ".svg")) else environment().from_string(text)


def overview(here: Overview, template: str, meta: dict[str, Any], **context: Any) -> Page:  # noqa: ANN401 - as below
    """Return a page of the navigation made from a template; see `page`."""
    fixed = {"record": here.record, "card": here.card and here.card_name}
    return page(here.path, template, here.title, meta | {name: text for name, text in fixed.items() if text}, **context)


def page(path: str, template: str, title: str, meta: dict[str, Any] | None = None, **context: Any) -> Page:  # noqa: ANN401 - whatever the template takes
    """Return a page made from a template: the name of one in ``templates``, or its text.

    The theme prints title and description as they are: here they are escaped.
    """
    fields: dict[str, Any] = {"title": title, "hide": HIDE, **(meta or {})}
    fields |= {name: str(escape(fields[name])) for name in ("title", "description") if name in fields}
    body = _template(template).render(title=title, root=to_root(path), **context)
    return Page(path, fields, inert(body))
