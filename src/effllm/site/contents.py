"""The one list of the site's pages: what each is, where it is found, and what it is made from.

A page is added by an entry here and a module in `effllm.site.pages` of the name that the entry gives.
Nothing is imported here, so that the checks of records can read the list without the packages that build the site.
"""

from __future__ import annotations

from typing import NamedTuple


class Overview(NamedTuple):
    """A page that is in the navigation, and the home page.

    Attributes:
        address: where it is, from the site's root.
        title: its title, which the search in the header shows too; plain words.
        module: the module in `effllm.site.pages` whose function ``pages(view, here)`` makes it and the pages below it.
        made_from: the files to edit if it is wrong, as contributors are told.
        nav: the labels in the navigation that lead to it, the tab first; the home page has none.
        about: what the search shows of it.
        words: other words under which the search finds it; without any it is not searched.
        record: the record that its foot names as the one to edit.
        card: the title of its preview picture; without one it has that of the home page.
        facts: what the picture says besides: words, or the name of a count, as `effllm.site.previews.cards` has them.
        bars: whether the picture shows the papers by year.
        below: whether pages of single records, letters or rules are below its address.
    """

    address: str
    title: str
    module: str
    made_from: str
    nav: tuple[str, ...]
    about: str = ""
    words: tuple[str, ...] = ()
    record: str = ""
    card: str = ""
    facts: tuple[str, ...] = ()
    bars: bool = False
    below: bool = False

    @property
    def path(self) -> str:
        """The page's file among the pages that MkDocs renders."""
        return f"{self.address}index.md"

    @property
    def card_name(self) -> str:
        """The name of its preview picture."""
        return (self.address.rstrip("/") or HOME_CARD) if self.card else HOME_CARD


HOME_CARD = "home"
"""The preview picture of pages that have none of their own."""

CONTENTS = (
    Overview(
        "",
        "Research on efficient language models",
        "home",
        "papers/ and taxonomy/, or the words of the page in src/effllm/site/",
        (),
        card="Research on efficient language models",
        facts=("papers", "categories", "frameworks"),
        bars=True,
    ),
    Overview(
        "papers/",
        "Papers",
        "papers",
        "papers/<year>/<key>.yml",
        ("Papers", "All papers"),
        "All papers, to search and filter.",
        ("all papers", "explorer", "bibtex", "csv", "export"),
        card="All papers",
        facts=("papers", "years", "search, filter, cite"),
        bars=True,
        below=True,
    ),
    Overview(
        "venues/",
        "Venues",
        "venues",
        "venue in papers/<year>/<key>.yml, and the names in taxonomy/venues.yml",
        ("Papers", "Venues"),
        "Papers by venue and year.",
        ("conferences", "journals"),
        below=True,
    ),
    Overview(
        "authors/",
        "Authors",
        "authors",
        "authors in papers/<year>/<key>.yml",
        ("Papers", "Authors"),
        "Authors of two papers or more.",
        ("people",),
        below=True,
    ),
    Overview(
        "lists/",
        "Public lists",
        "public_lists",
        "taxonomy/lists/<id>.yml",
        ("Papers", "Public lists"),
        "Lists of papers that others keep.",
        ("awesome lists", "paper lists", "coverage"),
        below=True,
    ),
    Overview(
        "taxonomy/",
        "Taxonomy",
        "taxonomy",
        "taxonomy/model-centric.yml, data-centric.yml and frameworks.yml",
        ("Topics",),
        "The tree of categories.",
        ("categories", "glossary", "topics"),
        card="Taxonomy",
        facts=("papers", "categories"),
        bars=True,
        below=True,
    ),
    Overview(
        "frameworks/",
        "Frameworks",
        "frameworks",
        "taxonomy/frameworks/<id>.yml",
        ("Compare", "Frameworks"),
        "All frameworks side by side.",
        ("comparison", "compare"),
        card="Frameworks compared",
        facts=("frameworks", "every cell with its source"),
        below=True,
    ),
    Overview(
        "results/",
        "Results",
        "results",
        "results in papers/<year>/<key>.yml",
        ("Compare", "Results"),
        "Figures that papers report.",
        ("figures", "benchmarks", "numbers"),
        below=True,
    ),
    Overview(
        "models/",
        "Models",
        "models",
        "taxonomy/models/<id>.yml",
        ("Compare", "Models"),
        "Language models: size, training, cost, architecture.",
        ("language models", "training cost", "pre-training cost", "parameters", "architecture"),
        card="Language models",
        facts=("models", "every number with its source"),
        below=True,
    ),
    Overview(
        "plan/",
        "Plan",
        "planner",
        "taxonomy/models/, taxonomy/hardware.yml and taxonomy/formulas/",
        ("Compare", "Plan"),
        "Does a model fit on your hardware, how fast can it be, what does it cost.",
        (
            "calculator",
            "memory calculator",
            "does it fit",
            "run a 70B model on a GPU of 24 GB",
            "vram",
            "kv cache size",
            "training cost calculator",
        ),
        card="Does it fit?",
        facts=("models", "every number with its formula"),
    ),
    Overview(
        "hardware/",
        "Hardware",
        "hardware",
        "taxonomy/hardware.yml",
        ("Compare", "Hardware"),
        "Accelerators: memory, bandwidth, speed, power, price.",
        ("accelerators", "gpu", "gpus", "tpu", "chips"),
        record="taxonomy/hardware.yml",
    ),
    Overview(
        "formulas/",
        "Formulas",
        "formulas",
        "taxonomy/formulas/<id>.yml",
        ("Compare", "Formulas"),
        "Memory, compute, loss, speed and cost, computed.",
        ("calculator", "kv cache size", "memory calculator", "equations"),
        below=True,
    ),
    Overview(
        "graph/",
        "Citation map",
        "citation_map",
        "cites in papers/<year>/<key>.yml",
        ("Map", "Citation map"),
        "Which paper builds on which, as a map.",
        ("graph", "citations", "network"),
    ),
    Overview(
        "trends/",
        "Trends",
        "trends",
        "papers/",
        ("Map", "Trends"),
        "How the field moved.",
        ("statistics", "papers by year", "charts"),
        card="How the field moved",
        facts=("papers", "years"),
        bars=True,
    ),
    Overview(
        "reading-lists/",
        "Reading lists",
        "reading_lists",
        "taxonomy/reading-lists/<id>.yml",
        ("Learn", "Reading lists"),
        "What to read first.",
        ("start here", "course", "what to read"),
        below=True,
    ),
    Overview(
        "data/",
        "Data and SQL",
        "data",
        "papers/ and taxonomy/",
        ("Data", "Download and SQL"),
        "All records in SQL, in your browser.",
        ("sql", "sqlite", "database", "query", "download", "export", "data"),
    ),
    Overview(
        "api/",
        "Data as JSON",
        "api",
        "papers/ and taxonomy/",
        ("Data", "JSON"),
        "The records as files.",
        ("api", "download", "json", "csv", "feed", "atom", "rss"),
    ),
    Overview(
        "changes/",
        "Changes of the data",
        "changes",
        "papers/ and taxonomy/",
        ("Data", "Changes"),
        "Records added, changed and removed, by day.",
        ("history", "what is new", "added", "updates"),
    ),
    Overview(
        "health/",
        "Health of the data",
        "health",
        "papers/ and taxonomy/",
        ("Data", "Health"),
        "How fresh each topic is, and what waits to be done.",
        ("freshness", "up to date", "maintenance", "dead links", "coverage"),
    ),
    Overview(
        "incoming/",
        "Candidates",
        "incoming",
        "papers/incoming.jsonl, which harvests fill",
        ("Data", "Contribute", "Candidates"),
        "Papers that may belong here and wait for a decision.",
        ("queue", "triage", "incoming", "new papers", "review"),
    ),
    Overview(
        "contribute/add/",
        "Add a paper",
        "add_paper",
        "src/effllm/site/pages/add_paper.py",
        ("Data", "Contribute", "Add a paper"),
        "Make the record of a paper in the browser.",
        ("contribute", "new paper", "missing paper", "submit"),
    ),
    Overview(
        "contribute/problems/",
        "Problems a check can find",
        "problems",
        "the rules in src/effllm/rules/",
        ("Data", "Contribute", "Problems and their codes"),
        "The codes of the checks.",
        ("rules", "error codes"),
        below=True,
    ),
)
"""The pages in the order of the navigation."""

_FILES = {
    "assets": "src/effllm/site/assets/",
    "llms.txt": "papers/ and taxonomy/",
    "llms-full.txt": "papers/ and taxonomy/",
    "feed.xml": "papers/ and taxonomy/",
    "health.json": "papers/ and taxonomy/",
    "snapshot.json": "papers/ and taxonomy/",
    "service-worker.js": "src/effllm/site/assets/service-worker.js",
    "croissant.json": "papers/ and taxonomy/",
    "plan/models.json": "taxonomy/models/, taxonomy/hardware.yml and taxonomy/formulas/",
}

MADE_FROM = {page.address.rstrip("/") or page.path: page.made_from for page in CONTENTS} | _FILES
"""What the site makes, files and folders by their place below ``docs/``, and the files to edit instead of them."""
