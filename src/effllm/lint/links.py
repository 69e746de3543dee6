"""Links: whole, to the paper itself and not to one version of it, code to a repository."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, check
from effllm.ids import address, find_in
from effllm.lint import fixes
from effllm.rules.links import ABOUT_PAPERS, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.lint.findings import Findings
    from effllm.lint.kb_index import Index
    from effllm.lint.paper_list import ListDocument, ListEntry, ListLink, Span
    from effllm.problems import Edit
    from effllm.records import Paper

MALFORMED_ID = Rule(
    "EL009",
    "An id has the form of an id",
    "A link with a slip of the pen leads nowhere, or to another paper.",
    "[[Paper](https://arxiv.org/abs/2312.000012)]",
    "[[Paper](https://arxiv.org/abs/2312.00001)]",
)
BROKEN = Rule(
    "EL010",
    "A link works",
    "Markup with a bracket too few is shown as it is, and an address in pieces opens nothing.",
    "[Code] (https://github.com/a/b)",
    "[Code](https://github.com/a/b)",
)
VERSION = Rule(
    "EL011",
    "A link to arXiv leads to the latest version",
    "A list that is kept up to date should not send its readers to an old version for ever.",
    "[[Paper](https://arxiv.org/abs/2312.00001v1)]",
    "[[Paper](https://arxiv.org/abs/2312.00001)]",
)
AGGREGATOR = Rule(
    "EL012",
    "The paper itself, not a site about papers",
    "Such sites change and close, and took many links with them. The paper's own page stays.",
    "[[Paper](https://huggingface.co/papers/2312.00001)]",
    "[[Paper](https://arxiv.org/abs/2312.00001)]",
)
REPOSITORY = Rule(
    "EL013",
    "A link to code on GitHub leads to a repository",
    "An owner without a name, or a badge that counts the stars of another repository, misleads readers.",
    "[[Code](https://github.com/a)]",
    "[[Code](https://github.com/a/b)]",
)
UNREAD = Rule(
    "EL014",
    "Every entry can be read",
    "What LaTeX cannot read is not in the list of references, and nothing can be said about it here.",
    "@article{thin2023,\n  title = {A Thin Model",
    "@article{thin2023,\n  title = {A Thin Model},\n}",
)

_CLOSED = "paperswithcode.com"
_OWN_HOSTS = ("arxiv.org", "openreview.net", "aclanthology.org", "doi.org", "github.com", "huggingface.co")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_ALMOST_SCHEME = re.compile(
    r"(?:https?:/(?!/)|https?//|htt?ps?;//|htps?://|ttps?://|hhttps?://|https?:://|https?:///)", re.IGNORECASE
)
_NO_SCHEME = re.compile(rf"(?:www\.)?(?:{'|'.join(map(re.escape, _OWN_HOSTS))})/\S")
_TWICE = re.compile(rf"https?://[^?#=]*?https?:/*(?:www\.)?(?:{'|'.join(map(re.escape, _OWN_HOSTS))})", re.IGNORECASE)
_MIRROR = re.compile(
    r"(?:web\.archive\.org|archive\.(?:org|is|ph|today)|translate\.goog|r\.jina\.ai|proxy)", re.IGNORECASE
)
_GITHUB = re.compile(r"https?://(?:www\.)?github\.com/([^/?#]*)(?:/([^/?#]*))?[^?#]*", re.IGNORECASE)
_CODE = re.compile(r"\b(?:code|github|git|repo|repository|implementation)\b", re.IGNORECASE)
_PAPER = re.compile(r"\b(?:paper|pdf|abs|abstract|arxiv|preprint|link)\b", re.IGNORECASE)
_PAPER_LABEL = re.compile(r"(?:paper|arxiv|abstract|preprint)s?", re.IGNORECASE)
_REPOSITORY = re.compile(r"https?://(?:www\.)?github\.com/[\w.-]+/[\w.-]+/?", re.IGNORECASE)
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*/(?!\.{1,2}$)[A-Za-z0-9._-]+")
# "https://arxiv.org/pdf/2312.00001v2.pdf", but not a picture of one version, as "/html/2312.00001v2/x1.png"
_VERSION = re.compile(
    r"^([^?#]*/(?:pdf|(?:abs|html)(?![^?#]*\.pdf))/(?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7}))(v\d+)((?:\.pdf)?(?:[?#].*)?)$",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"(?:paper|pdf|code|github|arxiv|link|project|website|page)s?", re.IGNORECASE)


def _links(document: ListDocument) -> Iterator[ListLink]:
    for entry in document.entries:
        yield from dict.fromkeys(entry.links)


@check(MALFORMED_ID)
def malformed_id(document: ListDocument, _: Index) -> Findings:
    """Look for what looks like an id and has not its form."""
    for entry in document.entries:
        for malformed in entry.malformed_ids:
            yield Finding(document.span_of(malformed), malformed.message, malformed.hint)


@check(BROKEN)
def broken(document: ListDocument, _: Index) -> Findings:
    """Look for markup that makes no link, and for addresses that open nothing."""
    for markup in document.broken:
        there, right = document.text[slice(*markup.span)], markup.hint.removeprefix("write: ")
        fix = fixes.swap(document, markup.span, there, right) if right != markup.hint else ()
        yield Finding(markup.span, markup.message, markup.hint, fix)
    for link in _links(document):
        if why := _broken_address(link):
            right = why[1].removeprefix("write: ")
            first = link.target.removesuffix(right)  # of two addresses in one, or all of it
            one = right != why[1] and (first == link.target or not find_in(first))
            yield Finding(link.span, *why, fixes.swap(document, link.span, link.target, right) if one else ())


def _broken_address(link: ListLink) -> tuple[str, str] | None:
    """Say why an address opens nothing, and what would; None where it is one."""
    target = link.target
    if not target:
        return (
            ("this link leads nowhere", "put the address in, or take the link out")
            if _EMPTY.fullmatch(link.label)
            else None
        )
    if _TWICE.match(target) and not _MIRROR.search(split(target)[0]):
        last = [match.start() for match in _SCHEME.finditer(target)][-1]
        return "two addresses in one", f"write: {target[last:]}" if last else ""
    if match := _ALMOST_SCHEME.match(target):
        return f'the address begins with "{match[0]}"', f"write: https://{target[match.end() :].lstrip(':/')}"
    if _NO_SCHEME.match(target):
        return "the address has no https:// in front", f"write: https://{target}"
    return None


@check(VERSION)
def version(document: ListDocument, _: Index) -> Findings:
    """Look for addresses, and fields of ids, that are pinned to a version; an id in words leads nowhere."""
    for entry in document.entries:
        for one in entry.ids:
            if one.version and (one.field or document.is_linked(one)) and not (entry.cited and not entry.titles):
                message = f"{one.value} is pinned to version {one.version[1:]}"
                span = document.span_of(one)
                there = document.text[slice(*span)]
                right = _VERSION.sub(r"\1\3", there)
                hint = f"write: {document.as_there(one, 'arxiv', one.value) if right == there else right}"
                fix = fixes.swap(document, span, there, right) if right != there and not entry.cited else ()
                yield Finding(span, message, hint, fix, sure=not entry.cited, habit="version")


@check(AGGREGATOR)
def aggregator(document: ListDocument, index: Index) -> Findings:
    """Look for sites about papers where the paper's own page is known."""
    for entry in document.entries:
        papers, titled = _direct(entry), index.titled(entry)
        for link in dict.fromkeys(entry.links):
            alone = all(target == link.target for target in papers)
            for found in _about_paper(entry, link, titled, alone=alone):
                named = titled is not None and index.with_title(link.label) is titled
                yield found._replace(fix=_own_page(document, link, found, named=named))


def _own_page(document: ListDocument, link: ListLink, found: Finding[Span], *, named: bool) -> tuple[Edit, ...]:
    """Return the edit that puts the paper's own page in the place of a site about papers, where the link says paper.

    It does where its address has the id, where its label is ``named`` as the paper is, or says "Paper".
    """
    right = found.hint.removeprefix("write: ")
    plain = found.sure and right != found.hint and (named or find_in(link.target) or _PAPER_LABEL.fullmatch(link.label))
    return fixes.swap(document, link.span, link.target, right) if plain else ()


def _direct(entry: ListEntry) -> set[str]:
    """Return the addresses in an entry that lead to papers themselves."""
    return {link.target for link in entry.links if find_in(link.target) and split(link.target)[0] not in ABOUT_PAPERS}


def _about_paper(entry: ListEntry, link: ListLink, titled: Paper | None, *, alone: bool) -> Findings:
    """Look whether a link leads to something about a paper; ``alone``: no other link of the entry leads to one."""
    host, path = split(link.target)
    if _PAPER_LABEL.fullmatch(link.label) and _REPOSITORY.fullmatch(link.target) and alone:
        hint = f"write: {titled.link}" if titled else "link the paper's own page; the repository may stay as code"
        message = f'"{link.label}" leads to a repository, not to the paper'
        yield Finding(link.span, message, hint, sure=False)
    found = find_in(link.target)
    right = address(*found) if found else titled.link if titled else ""
    if host == _CLOSED:
        hint = f"write: {right}" if right else "link the paper's own page, or its repository"
        yield Finding(link.span, f"{host} has closed", hint)
    elif host in ABOUT_PAPERS or (host == "huggingface.co" and path.startswith("/papers/")):
        named = bool(_PAPER.search(link.label)) or len(link.label.split()) > 2 or entry.cited  # noqa: PLR2004
        if right and alone and named:
            message = f"{host} is a site about papers, not the paper"
            yield Finding(link.span, message, f"write: {right}", sure=not entry.cited)


@check(REPOSITORY)
def repository(document: ListDocument, _: Index) -> Findings:
    """Look for code that is no repository, and for stars of another one."""
    for entry in document.entries:
        code = [(link, slug) for link, slug in _slugs(entry) if _CODE.search(link.label)]
        for link, slug in code:
            owner, _sign, name = slug.partition("/")
            if not owner or not name:
                hint = "it looks like github.com/owner/name"
                yield Finding(link.span, f"github.com/{owner} is no repository", hint, sure=False)
            elif not _SLUG.fullmatch(slug):
                hint = "copy the address of the repository's page"
                yield Finding(link.span, f'"{slug}" is not an owner/name on GitHub', hint)
        repos = {slug.lower(): slug for _link, slug in code or _slugs(entry)}
        if len(repos) == len(entry.badges) == 1 and entry.badges[0].text.lower() not in repos:
            badge, slug = entry.badges[0], next(iter(repos.values()))
            message = f"the badge counts the stars of {badge.text}, the link leads to {slug}"
            yield Finding(badge.span, message, "both should name the same repository", sure=False)


def _slugs(entry: ListEntry) -> list[tuple[ListLink, str]]:
    """Return the links to GitHub, each with what is in the place of ``owner/name``."""
    found = []
    for link in dict.fromkeys(entry.links):
        match = _GITHUB.fullmatch(re.sub(r"[?#].*", "", link.target))
        if match and not _broken_address(link):
            found.append((link, f"{match[1]}/{(match[2] or '').removesuffix('.git')}"))
    return found


@check(UNREAD)
def unread(document: ListDocument, _: Index) -> Findings:
    """Tell what could not be read."""
    for entry in document.unread:
        yield Finding(entry.span, entry.message, entry.hint, habit=entry.message)


CHECKS = (broken, malformed_id, version, aggregator, repository, unread)
