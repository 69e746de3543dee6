"""L: addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.checks import Finding, Rule, put
from effllm.ids import find_in
from effllm.records import Framework, Paper, PublicList
from effllm.records.source import SITES_ABOUT_PAPERS
from effllm.rules.context import each
from effllm.rules.sources import each_source
from effllm.rules.texts import is_placeholder
from effllm.store.writer import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.problems import Edit
    from effllm.rules.context import Context, Findings, RecordCheck
    from effllm.store.document import Loc

ADDRESS = Rule(
    "L001",
    "A link is an address and nothing else",
    "Pages turn it into a link as it is; brackets and spaces would break it.",
    'code: "[[Code]](https://github.com/a/b)"',
    "code: https://github.com/a/b",
    fix="The address alone is kept, with https:// before it where it has none.",
)
REPOSITORY = Rule(
    "L002",
    "Code is a repository",
    "A repository leads to everything; a file, an issue or a user's page leads to a part of it or somewhere else.",
    "code: https://github.com/a/b/blob/main/x.py",
    "code: https://github.com/a/b",
    fix="The end `.git` or `/` and `www.` go, and a framework's address becomes owner/name.",
)
SOURCE = Rule(
    "L003",
    "The paper itself, not a site about papers",
    "Such sites change and close, and took many links with them. The paper's own id stays.",
    "url: https://paperswithcode.com/paper/thin",
    'arxiv: "2312.00001"',
)
HTTPS = Rule(
    "L004",
    "https where the site has it",
    "Browsers warn of the other one.",
    "code: http://github.com/a/b",
    "code: https://github.com/a/b",
    fix="http becomes https.",
)

_KINDS = ("paper", "framework")
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z]"
_ADDRESS = re.compile(rf"https?://{_HOST}(?::[0-9]{{1,5}})?(?:[/?#][^\s\"'<>`\\{{}}|^\[\]]*)?", re.IGNORECASE)
_INSIDE = re.compile(r"https?://[^\s\"'<>`\\{}|^\[\]()]+", re.IGNORECASE)
_LINK = re.compile(r"(?:\[{1,2}[\w ]*\]{1,2}\()?<?https?://[^\s\"'<>`\\{}|^\[\]()]+>?\)?", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(rf"{_HOST}(?:/[^\s\"'<>`\\{{}}|^\[\]]*)?", re.IGNORECASE)
_WITH_SPACES = re.compile(r"\s*https?://\S+\s+\S.*", re.IGNORECASE | re.DOTALL)
# git clone git@github.com:a/b.git
_CLONE = re.compile(rf"(?:git clone )?(?:ssh://)?git@({_HOST})[:/](\S+?)(?:\.git)?/?", re.IGNORECASE)
_PAGE = re.compile(r"(?!file:)[a-z]+://", re.IGNORECASE)
_SOURCE_HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*"  # with the full stop behind it that some lists have
_SOURCE_PAGE = re.compile(_ADDRESS.pattern.replace(_HOST, _SOURCE_HOST), re.IGNORECASE)
_REPOSITORY_PATH = re.compile(r"([^\s:]+/[^\s:]+:[^@#]+).*")
_PARTS = re.compile(r"https?://(?:www\.)?([^/:?#]+)(?::[0-9]+)?([^?#]*)", re.IGNORECASE)

_OWNER = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_NAME = r"(?!\.{1,2}(?:/|$))[A-Za-z0-9._-]+"
_SLUG = re.compile(rf"{_OWNER}/{_NAME}")
_PLACES = {
    "github.com": re.compile(rf"/({_OWNER}/{_NAME})(?:/tree/[^?#]+)?"),
    "gitlab.com": re.compile(rf"/({_OWNER}(?:/{_NAME})+?)(?:/-/tree/[^?#]+)?"),
    "bitbucket.org": re.compile(rf"/({_OWNER}/{_NAME})(?:/src/[^?#]+)?"),
    "codeberg.org": re.compile(rf"/({_OWNER}/{_NAME})(?:/src/[^?#]+)?"),
    "gitee.com": re.compile(rf"/({_OWNER}/{_NAME})(?:/tree/[^?#]+)?"),
    "huggingface.co": re.compile(rf"/((?:datasets/|spaces/)?{_OWNER}/{_NAME})(?:/tree/[^?#]+)?"),
}
_SITE_PAGES = "blog collections docs features marketplace orgs papers search settings sponsors topics users"
_NO_OWNERS = frozenset(_SITE_PAGES.split())
_OWN_SERVER = re.compile(r"(?:git|gitlab|gitee|code|sr)\.|git\.[a-z]+$|\.googlesource\.com$")
_LEAVE_OUT = "leave the line out where there is no repository"
_NO_ADDRESS = (
    "api.semanticscholar.org ar5iv.labs.arxiv.org ar5iv.org dblp.org openalex.org semanticscholar.org twitter.com x.com"
)
ABOUT_PAPERS = SITES_ABOUT_PAPERS | frozenset(
    _NO_ADDRESS.split()
)  # a fact may be read there; a paper's address it is not
_SITES_WITH_HTTPS = (
    "aclanthology.org arxiv.org bitbucket.org codeberg.org dl.acm.org doi.org gitee.com github.com gitlab.com"
    " huggingface.co ieeexplore.ieee.org openaccess.thecvf.com openreview.net papers.nips.cc proceedings.mlr.press"
)
_HTTPS = frozenset(_SITES_WITH_HTTPS.split())


def _links(record: Paper | Framework) -> Iterator[tuple[str, str]]:
    """Yield every address field of a record."""
    fields = ("url", "code") if isinstance(record, Paper) else ("docs",)
    yield from ((name, value) for name in fields if (value := getattr(record, name)))


def split(address: str) -> tuple[str, str]:
    """Return host without ``www.`` and path."""
    match = _PARTS.match(address)
    return (match[1].lower(), match[2]) if match else ("", "")


@each(_KINDS, ADDRESS)
def is_address(record: Paper | Framework, _: Context) -> Findings:
    """Look for what is no address."""
    for name, value in _links(record):
        if not _ADDRESS.fullmatch(value) and value.strip():
            yield _no_address(name, value)


@each_source(ADDRESS)
def source_address(loc: Loc, text: str) -> Finding[Loc] | None:
    """Look for a source that begins like an address or a path in a repository and is not one."""
    if _PAGE.match(text) and not _SOURCE_PAGE.fullmatch(text.split(" ", maxsplit=1)[0].rstrip(",;")):
        return Finding(loc, f"{text} is not an address", "an address looks like https://example.org/page")
    if ".." in text and (place := _REPOSITORY_PATH.fullmatch(text)) and ".." in place[1].split("/"):
        hint = "a path in a repository looks like owner/name:folder/file.md"
        return Finding(loc, f"{text} leads out of the repository", hint)
    return None


def _no_address(name: str, value: str) -> Finding[Loc]:
    """Say which address is meant by what is not one."""
    text = value.strip()
    inside = _INSIDE.search(text)
    spaced = _WITH_SPACES.fullmatch(text)
    right, sure = "", True
    if inside and not spaced and _ADDRESS.fullmatch(inside[0]):
        right = inside[0].rstrip(".,;")
        sure = len(re.findall("https?:", text, re.IGNORECASE)) == 1 and _LINK.fullmatch(text) is not None
    elif _WITHOUT_SCHEME.fullmatch(text):
        right = f"https://{text}"
    elif clone := _CLONE.fullmatch(text):
        right = f"https://{clone[1]}/{clone[2]}"
    elif name == "code" and _SLUG.fullmatch(text.removesuffix("/")):
        right, sure = f"https://github.com/{text.removesuffix('/')}", False  # other sites have such names, too
    hint = "an address has no spaces: copy it anew" if spaced else "an address looks like https://example.org/page"
    if right:
        hint = f"write: {line(name, right)}"
    elif is_placeholder(text):
        hint = "delete the line: what is not known is left out"
    fix = put(right, name) if right and sure else ()
    return Finding((name,), f"{name} is not an address: {value}", hint, fix=fix)


def _not_a_repository(address: str) -> tuple[str, str] | None:
    """Say why an address is no repository, and what to do; None where it is one."""
    host, path = split(address)
    place = _PLACES.get(host)
    if place is None:
        return _other_host(host)
    clean = path.rstrip("/").removesuffix(".git")
    if match := place.fullmatch(clean):
        if match[1].split("/")[0] in _NO_OWNERS:
            return "code is a page of the site, no repository", _LEAVE_OUT
        right, _, tail = address.partition("://")[2].partition(clean)
        if right.lower() == host and not tail:
            return None
        return f'"{tail}" behind the repository is not needed' if tail else f"{right} is also {host}", _right(
            host, clean
        )
    if match := re.match(rf"/({_OWNER}/{_NAME})/", path):
        return "code is a page inside a repository", _right(host, f"/{match[1]}")
    owner = clean if re.fullmatch(rf"/{_OWNER}", clean) else "/owner"
    return f"code is no repository: {host}{path.rstrip('/')}", f"a repository looks like https://{host}{owner}/name"


def _whole_repository(address: str) -> tuple[Edit, ...]:
    """Return the fix for the address of a whole repository in another spelling; a page inside of one tells more."""
    host, path = split(address)
    clean = path.rstrip("/").removesuffix(".git")
    match = _PLACES[host].fullmatch(clean) if host in _PLACES else None
    plain = "?" not in address and "#" not in address
    return put(f"https://{host}{clean}", "code") if match and plain and match[1].split("/")[0] not in _NO_OWNERS else ()


def _right(host: str, path: str) -> str:
    return f"write: {line('code', f'https://{host}{path}')}"


def _other_host(host: str) -> tuple[str, str] | None:
    if _OWN_SERVER.search(host):
        return None
    if host == "gist.github.com":
        return "code is a gist, no repository", _LEAVE_OUT
    hint = "a repository is at github.com, gitlab.com, huggingface.co or the like"
    return f"code is no repository: {host} holds none", f"{hint}; {_LEAVE_OUT}"


@each((*_KINDS, "public-list"), REPOSITORY)
def is_repository(record: Paper | Framework | PublicList, _: Context) -> Findings:
    """Check the code of papers and the repository of frameworks and public lists."""
    if isinstance(record, Framework | PublicList):
        if record.repo and not _SLUG.fullmatch(record.repo):
            inside = re.search(rf"github\.com[/:]({_OWNER}/{_NAME})", record.repo)
            right = inside[1].removesuffix(".git") if inside else ""
            hint = f"write: {line('repo', right)}" if right else "it looks like vllm-project/vllm"
            whole = re.fullmatch(r"(?:https?://)?(?:www\.)?github\.com/[^/]+/[^/]+/?", record.repo)
            fix = put(right, "repo") if right and whole else ()
            yield Finding(("repo",), f'"{record.repo}" is not an owner/name on GitHub', hint, fix=fix)
    elif record.code and _ADDRESS.fullmatch(record.code) and (fault := _not_a_repository(record.code)):
        yield Finding(("code",), *fault, fix=_whole_repository(record.code))


@each("paper", SOURCE)
def is_source(paper: Paper, _: Context) -> Findings:
    """Look for sites about papers in the place of the paper."""
    if paper.url and not paper.ids:  # I007 tells that an address besides ids goes
        host, path = split(paper.url)
        about = host in ABOUT_PAPERS or (host == "huggingface.co" and path.startswith("/papers/"))
        if about and not find_in(paper.url):
            hint = "use the paper's own id (arxiv, doi, openreview, acl), or the address where its authors put it"
            yield Finding(("url",), f"{host} is a site about papers, not the paper", hint)


@each(_KINDS, HTTPS)
def https(record: Paper | Framework, _: Context) -> Findings:
    """Look for http where the site is known to have https."""
    for name, value in _links(record):
        host = split(value)[0]
        if name == "code" and _ADDRESS.fullmatch(value) and _not_a_repository(value):
            continue  # what is reported of the address has https already
        if value.startswith("http://") and (host in _HTTPS or host.endswith((".github.io", ".readthedocs.io"))):
            right = "https" + value[4:]
            yield Finding((name,), f"{host} has https", f"write: {line(name, right)}", fix=put(right, name))


CHECKS: tuple[RecordCheck, ...] = (is_address, *source_address, is_repository, is_source, https)
