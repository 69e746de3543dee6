"""`--fields`, and the commands `venues` and `authors`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def read(run: Run, *arguments: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(run(*arguments).stdout)


def test_fields_are_chosen_in_records_and_inside_of_them(run: Run) -> None:
    (paper,) = read(run, "search", "slim", "--limit", "1", "--fields", "key, year")
    assert list(paper) == ["key", "year"]
    related = read(run, "related", paper["key"], "--fields", "related.key,related.score")
    assert {tuple(one) for one in related["related"]} <= {("key", "score")}
    assert list(read(run, "stats", "--fields", "papers")) == ["papers"]


def test_long_fields_are_printed_when_they_are_asked_for(run: Run) -> None:
    (short,) = read(run, "search", "slim", "--limit", "1", "--json")
    (whole,) = read(run, "search", "slim", "--limit", "1", "--fields", "all")
    assert whole.keys() - short.keys() == {"setup", "equations", "results", "cites", "sources"}
    assert read(run, "search", "slim", "--limit", "1", "--fields", "sources.title,cites")[0].keys() == {
        "sources",
        "cites",
    }


@pytest.mark.parametrize("command", [("search", "slim"), ("frameworks",), ("venues",), ("stats",)])
def test_an_unknown_field_is_a_sentence(command: tuple[str, ...], run: Run) -> None:
    result = run(*command, "--fields", "papres", status=2)
    assert result.stderr.startswith("effllm: no field 'papres'")
    assert result.stdout == ""


def test_venues_with_their_papers(run: Run) -> None:
    found = read(run, "venues", "--json")
    assert [one["papers"] for one in found] == sorted((one["papers"] for one in found), reverse=True)
    assert all(one["papers"] == sum(one["papers_by_year"].values()) for one in found)
    first = found[0]
    assert read(run, "venues", first["name"], "--json") == first
    assert first["id"] in run("venues").stdout
    assert str(first["first_year"]) in run("venues", first["id"]).stdout
    assert read(run, "venues", "--since", "2100", "--json") == []
    assert "no venue 'Nowhere at all'" in run("venues", "Nowhere at all", status=2).stderr


def test_authors_with_their_papers(run: Run) -> None:
    found = read(run, "authors", "--json")
    assert all(one["papers"] == len(one["keys"]) for one in found)
    name = found[0]["name"]
    (one,) = read(run, "authors", name, "--fields", "name,papers")
    assert one == {"name": name, "papers": found[0]["papers"]}
    assert name in run("authors", "--limit", "1").stdout
    assert read(run, "authors", "nobody", "--json") == []
    assert "needs a letter" in run("authors", "?!", status=2).stderr
