-- What people ask of several tables at once. Every export of the database has these.

CREATE VIEW paper_list AS
SELECT
  papers.key,
  papers.title,
  papers.name,
  (
    SELECT group_concat(name, '; ')
    FROM (SELECT name FROM authors WHERE authors.paper = papers.key ORDER BY position)
  ) AS authors,
  papers.year,
  papers.venue,
  paper_categories.category,
  categories.name AS category_name,
  papers.arxiv,
  papers.doi,
  papers.link,
  papers.code,
  (SELECT count(*) FROM citations WHERE citations.paper = papers.key) AS cites,
  (SELECT count(*) FROM citations WHERE citations.cited = papers.key) AS cited_by
FROM papers
JOIN paper_categories ON paper_categories.paper = papers.key AND paper_categories.position = 0
JOIN categories ON categories.id = paper_categories.category;

CREATE VIEW categories_below AS
WITH RECURSIVE below(category, descendant) AS (
  SELECT id, id FROM categories
  UNION ALL
  SELECT below.category, categories.id FROM below JOIN categories ON categories.parent = below.descendant
)
SELECT category, descendant FROM below;

CREATE VIEW papers_under AS
SELECT DISTINCT categories_below.category, paper_categories.paper
FROM categories_below
JOIN paper_categories ON paper_categories.category = categories_below.descendant;

CREATE VIEW result_list AS
SELECT
  results.paper,
  papers.title,
  papers.year,
  results.metric,
  results.value,
  results.unit,
  metrics.better,
  results.model,
  results.size,
  results.method,
  results.dataset,
  results.weight_bits,
  results.activation_bits,
  results.hardware,
  results.baseline,
  results."where"
FROM results
JOIN papers ON papers.key = results.paper
JOIN metrics ON metrics.id = results.metric;

CREATE VIEW capabilities AS
SELECT
  frameworks.id AS framework,
  frameworks.name,
  frameworks.kind,
  frameworks.license,
  frameworks.state,
  cells."group",
  cells.word,
  words.name AS capability,
  cells.value,
  cells.checked,
  cells.url
FROM cells
JOIN frameworks ON frameworks.id = cells.framework
JOIN words ON words."group" = cells."group" AND words.id = cells.word;

CREATE VIEW venue_years AS
SELECT venue, year, count(*) AS papers FROM papers GROUP BY venue, year;

CREATE VIEW author_list AS
SELECT
  authors.name,
  count(*) AS papers,
  min(papers.year) AS first_year,
  max(papers.year) AS last_year
FROM authors
JOIN papers ON papers.key = authors.paper
GROUP BY authors.name;
