-- What `effllm harvest snapshot` asks, once for DuckDB and for Spark: only what both understand alike.
-- Each engine gives `lines` and `citation_lines` (file, line, said: the fields of its object as texts, NULL where the
-- line is not an object), `known` (kind, value) and `ours` (work, paper), and the functions `names` (texts of a field
-- of each object in a list) and `explode`. {title_key} and {least} are filled in.

-- name: works_openalex
SELECT file,
    nullif(regexp_extract(said.id, 'W[0-9]+', 0), '') AS work,
    lower(nullif(regexp_extract(said.doi, '10[.][0-9]{4,9}/.+', 0), '')) AS doi,
    nullif(regexp_extract(concat(coalesce(said.doi, ''), ' ', coalesce(said.locations, '')),
        '(?i)arxiv[.](?:org/(?:abs|pdf)/)?([0-9]{4}[.][0-9]{4,5}|[a-z-]+/[0-9]{7})', 1), '') AS arxiv,
    substr(coalesce(said.title, said.display_name), 1, 1000) AS title,
    names(said.authorships) AS authors,
    CAST(nullif(regexp_extract(said.publication_year, '^[0-9]{4}$', 0), '') AS INT) AS year,
    CAST(nullif(regexp_extract(said.referenced_works_count, '^[0-9]{1,7}$', 0), '') AS INT) AS stated,
    regexp_extract_all(said.referenced_works, 'W[0-9]+', 0) AS cited,
    CASE WHEN nullif(regexp_extract(said.id, 'W[0-9]+', 0), '') IS NULL THEN substr(line, 1, 80) END AS bad
FROM lines

-- name: works_semantic_scholar
SELECT file,
    concat('CorpusId:', nullif(regexp_extract(said.corpusid, '^[0-9]+$', 0), '')) AS work,
    lower(nullif(regexp_extract(said.externalids, '"DOI" *: *"(10[.][0-9]{4,9}/[^"]+)"', 1), '')) AS doi,
    nullif(regexp_extract(said.externalids,
        '"ArXiv" *: *"([0-9]{4}[.][0-9]{4,5}|[a-z-]+(?:[.][A-Z]{2})?/[0-9]{7})', 1), '') AS arxiv,
    substr(said.title, 1, 1000) AS title,
    names(said.authors) AS authors,
    CAST(nullif(regexp_extract(said.year, '^[0-9]{4}$', 0), '') AS INT) AS year,
    CAST(nullif(regexp_extract(said.referencecount, '^[0-9]{1,7}$', 0), '') AS INT) AS stated,
    CASE WHEN nullif(regexp_extract(said.corpusid, '^[0-9]+$', 0), '') IS NULL THEN substr(line, 1, 80) END AS bad
FROM lines

-- name: pairs_openalex
SELECT work AS citing, explode(cited) AS cited FROM works WHERE work IS NOT NULL

-- name: pairs_semantic_scholar
SELECT file,
    concat('CorpusId:', nullif(regexp_extract(said.citingcorpusid, '^[0-9]+$', 0), '')) AS citing,
    concat('CorpusId:', nullif(regexp_extract(said.citedcorpusid, '^[0-9]+$', 0), '')) AS cited,
    CASE WHEN nullif(regexp_extract(said.citingcorpusid, '^[0-9]+$', 0), '') IS NULL
        OR nullif(regexp_extract(said.citedcorpusid, '^[0-9]+$', 0), '') IS NULL THEN substr(line, 1, 80) END AS bad
FROM citation_lines

-- name: read
SELECT file, count(*), count(bad), min(bad) FROM {table} GROUP BY file ORDER BY file

-- name: matched
SELECT work, file, doi, arxiv, title, authors, year, stated
FROM works
WHERE work IS NOT NULL
    AND (doi IN (SELECT value FROM known WHERE kind = 'doi')
        OR arxiv IN (SELECT value FROM known WHERE kind = 'arxiv')
        OR {title_key} IN (SELECT value FROM known WHERE kind = 'title'))
ORDER BY work, file

-- name: edges
SELECT DISTINCT pairs.citing AS citing_work, pairs.cited AS cited_work,
    coalesce(one.paper, pairs.citing) AS citing, coalesce(other.paper, pairs.cited) AS cited,
    one.paper IS NOT NULL AS citing_here, other.paper IS NOT NULL AS cited_here
FROM pairs
LEFT JOIN ours one ON one.work = pairs.citing
LEFT JOIN ours other ON other.work = pairs.cited
WHERE (one.paper IS NOT NULL OR other.paper IS NOT NULL)
    AND coalesce(one.paper, pairs.citing) <> coalesce(other.paper, pairs.cited)

-- name: citations
SELECT citing, cited, min(citing_work) AS work FROM edges GROUP BY citing, cited ORDER BY citing, cited

-- name: years
SELECT work, max(year) AS year
FROM works
WHERE work IN (SELECT citing_work FROM edges WHERE cited_here)
GROUP BY work

-- name: counts
SELECT cited, year, count(*) AS citations
FROM (SELECT edges.cited, edges.citing, coalesce(min(years.year), 0) AS year
    FROM edges LEFT JOIN years ON years.work = edges.citing_work
    WHERE edges.cited_here
    GROUP BY edges.cited, edges.citing) each_once
GROUP BY cited, year
ORDER BY cited, year

-- name: listed
SELECT citing_work, count(*) AS listed FROM edges WHERE citing_here GROUP BY citing_work ORDER BY citing_work

-- name: strong
SELECT citing_work AS work
FROM edges
WHERE cited_here AND NOT citing_here
GROUP BY citing_work
HAVING count(DISTINCT cited) >= {least}

-- name: cited_by_strong
SELECT DISTINCT citing_work, cited
FROM edges
WHERE cited_here AND citing_work IN (SELECT work FROM strong)
ORDER BY citing_work, cited

-- name: candidates
SELECT work, file, doi, arxiv, title, authors, year
FROM works
WHERE work IN (SELECT work FROM strong)
ORDER BY work, file
