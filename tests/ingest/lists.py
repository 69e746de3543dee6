"""Reference lists in the formats of the services and of LaTeX; the papers are those of the invented checkout."""

from __future__ import annotations

from typing import Any


def s2_row(title: str | None, *, authors: tuple[str, ...] = (), **ids: str) -> dict[str, Any]:
    """Return a row of an answer to ``/paper/{id}/references``."""
    return {
        "contexts": ["As [7] shows, caches are large."],
        "intents": ["background"],
        "isInfluential": False,
        "citedPaper": {
            "paperId": "0123456789abcdef0123456789abcdef01234567" if title else None,
            "externalIds": {"CorpusId": 1234567, **ids} if ids else None,
            "title": title,
            "year": 2022,
            "authors": [{"authorId": "1", "name": name} for name in authors],
        },
    }


def s2_page(*rows: dict[str, Any], offset: int = 0, following: int | None = None) -> dict[str, Any]:
    page: dict[str, Any] = {"offset": offset, "data": list(rows)}
    return page if following is None else {**page, "next": following}


def work(number: int, title: str, *authors: str, doi: str | None = None, cites: tuple[int, ...] = ()) -> dict[str, Any]:
    """Return a work of OpenAlex."""
    address = "https://openalex.org/W{}"
    return {
        "id": address.format(number),
        "doi": f"https://doi.org/{doi}" if doi else None,
        "title": title,
        "display_name": title,
        "publication_year": 2022,
        "ids": {"openalex": address.format(number), "mag": "1"},
        "authorships": [{"author_position": "first", "author": {"display_name": name}} for name in authors],
        "locations": [],
        "referenced_works": [address.format(cited) for cited in cites],
    }


def deposited(*rows: dict[str, str], doi: str = "10.1000/brief.1", title: str = "Brief Answers Are Enough") -> Any:  # noqa: ANN401
    """Return Crossref's answer to ``/works/{doi}``."""
    message = {"DOI": doi, "title": [title], "references-count": len(rows), "reference": list(rows)}
    return {"status": "ok", "message-type": "work", "message": message}


NATBIB = r"""\begin{thebibliography}{3}
\providecommand{\natexlab}[1]{#1}
\expandafter\ifx\csname url\endcsname\relax

% a comment about \bibitem
\bibitem[{Builder et~al.(2022)Builder, Coder, and
  {\O}verg{\aa}rd}]{thin}
Ben Builder, Cleo Coder, and Dag {\O}verg{\aa}rd. 2022.
\newblock \href {https://arxiv.org/abs/2205.00002v3} {Thin models for
  thick questions}.
\newblock \emph{Preprint}, arXiv:2205.00002.

\bibitem[Coder(2023)]{brief}
Cleo Coder.
\newblock Brief answers are enough.
\newblock In \emph{Findings of the Association for Invented Linguistics}, pages 1--9, 50\% online.

\bibitem[{Stranger(2020)}]{stranger}
Sam Stranger. 2020.
\newblock Wide models on invented hardware.
\newblock \url{https://example.org/other}.

\end{thebibliography}
"""

IEEE = r"""\begin{thebibliography}{10}
\bibitem{a}
A.~Author and B.~Builder, ``{SLIM}: A slim model of invented language,'' in \emph{Proc. ICLR}, 2024, pp. 1--9.

\bibitem{b}
C.~Coder, \emph{Beyond: brief answers are enough for nobody}, 2024.
\end{thebibliography}
"""

BIBER = r"""% $ biblatex auxiliary file $
\begingroup
\refsection{0}
  \datalist[entry]{nty/global//global/global}
    \entry{thin}{article}{}
      \name{author}{2}{}{%
        {{hash=1}{%
           family={Builder},
           familyi={B\bibinitperiod},
           given={Ben},
           giveni={B\bibinitperiod}}}%
        {{hash=2}{%
           family={{\O}verg{\aa}rd},
           given={Dag}}}%
      }
      \field{eprinttype}{arxiv}
      \field{title}{Thin {Models} for Thick Questions}
      \field{year}{2022}
      \verb{eprint}
      \verb 2205.00002
      \endverb
    \endentry
    \entry{slim}{inproceedings}{}
      \name{author}{1}{}{%
        {{hash=3}{%
           family={Author},
           given={Ada}}}%
      }
      \field{title}{SLIM}
      \field{subtitle}{A Slim Model of Invented Language}
    \endentry
  \enddatalist
\endrefsection
\endinput
"""
