-- Questions to the database, each below a line with its id and title. /data/ shows them; a test runs them all.

-- words: Papers that match words, the best match first
SELECT papers.key, papers.title, papers.year, papers.venue
FROM papers_fts
JOIN papers ON papers.key = papers_fts.key
WHERE papers_fts MATCH 'kv cache quantization'
ORDER BY papers_fts.rank
LIMIT 20;

-- under: Papers under a category and all below it, the newest first
SELECT paper_list.key, title, year, venue, category_name
FROM papers_under
JOIN paper_list ON paper_list.key = papers_under.paper
WHERE papers_under.category = 'quantization'
ORDER BY year DESC, paper_list.key
LIMIT 50;

-- most-cited: Papers that are cited most by the papers here
SELECT key, title, year, cited_by
FROM paper_list
ORDER BY cited_by DESC
LIMIT 20;

-- cited-by: Papers that cite a paper, with code
SELECT papers.key, papers.title, papers.year, papers.code
FROM citations
JOIN papers ON papers.key = citations.paper
WHERE citations.cited = 'frantar2022gptq' AND papers.code IS NOT NULL
ORDER BY papers.year DESC, papers.key;

-- both-cite: Papers that two papers both cite
SELECT papers.key, papers.title, papers.year
FROM citations AS one
JOIN citations AS other ON other.cited = one.cited
JOIN papers ON papers.key = one.cited
WHERE one.paper = 'lin2023awq' AND other.paper = 'xiao2022smoothquant'
ORDER BY papers.year;

-- years: Papers by year, and how many have code
SELECT year, count(*) AS papers, count(code) AS with_code
FROM papers
GROUP BY year
ORDER BY year;

-- venues: Venues with the most papers
SELECT venues.id, venues.name, venues.kind, sum(venue_years.papers) AS papers
FROM venue_years
JOIN venues ON venues.id = venue_years.venue
GROUP BY venues.id
ORDER BY papers DESC
LIMIT 20;

-- authors: Authors with the most papers
SELECT name, papers, first_year, last_year
FROM author_list
ORDER BY papers DESC, name
LIMIT 20;

-- together: Who wrote papers together most often
SELECT one.name AS first, other.name AS second, count(*) AS papers
FROM authors AS one
JOIN authors AS other ON other.paper = one.paper AND one.name < other.name
GROUP BY one.name, other.name
ORDER BY papers DESC, first, second
LIMIT 20;

-- categories: Categories with the number of papers in and below them
SELECT categories.id, categories.name, categories.parent, count(papers_under.paper) AS papers
FROM categories
LEFT JOIN papers_under ON papers_under.category = categories.id
GROUP BY categories.id
ORDER BY papers DESC, categories.id;

-- growth: Categories that grew most: papers since 2024 and before
SELECT
  papers_under.category,
  count(*) FILTER (WHERE papers.year >= 2024) AS since_2024,
  count(*) FILTER (WHERE papers.year < 2024) AS before
FROM papers_under
JOIN papers ON papers.key = papers_under.paper
GROUP BY papers_under.category
ORDER BY since_2024 DESC
LIMIT 20;

-- three-bits: Perplexity at 3 bits a weight, by model and method
SELECT model, size, method, value, dataset, weight_bits, paper, "where"
FROM result_list
WHERE metric = 'perplexity' AND round(weight_bits) = 3
ORDER BY model, size, dataset, value;

-- speedups: Speedups that papers report, with what they are measured against
SELECT paper, method, value, model, hardware, baseline
FROM result_list
WHERE metric = 'speedup'
ORDER BY value DESC
LIMIT 50;

-- fp8-on-amd: Frameworks that run FP8 on AMD
SELECT fp8.framework, fp8.name, fp8.kind, fp8.license, fp8.state
FROM capabilities AS fp8
JOIN capabilities AS amd ON amd.framework = fp8.framework
WHERE fp8.word = 'fp8' AND fp8.value = 'yes' AND amd."group" = 'hardware' AND amd.word = 'amd' AND amd.value = 'yes'
ORDER BY fp8.framework;

-- framework: One framework's capabilities, each with where it was read
SELECT "group", capability, value, checked, url
FROM capabilities
WHERE framework = 'vllm'
ORDER BY "group", capability;

-- capabilities: Capabilities by how many frameworks have them
SELECT "group", capability, count(*) FILTER (WHERE value = 'yes') AS yes, count(*) FILTER (WHERE value = 'no') AS no
FROM capabilities
GROUP BY "group", word
ORDER BY yes DESC, capability;

-- open-models: Open models of up to 10 billion parameters, the newest first
SELECT id, name, released, parameters, tokens, license
FROM models
WHERE weights = 'open' AND parameters <= 10e9
ORDER BY released DESC, id
LIMIT 50;

-- kv-cache: Memory of a KV cache: bytes a token in 16 bits, of models whose heads are alike in all layers
SELECT id, name, 2 * 2 * architecture_layers * architecture_kv_heads * architecture_head_dim AS bytes_a_token
FROM models
WHERE architecture_kv_heads IS NOT NULL
  AND architecture_head_dim IS NOT NULL
  AND architecture_kv_lora_rank IS NULL
  AND architecture_layer_types = '{}'
ORDER BY bytes_a_token, id;

-- bandwidth: Accelerators by memory bandwidth, in TB a second
SELECT id, name, manufacturer, released, round(memory / 1e9, 1) AS memory_gb, round(bandwidth / 1e12, 2) AS bandwidth_tb_s
FROM hardware
WHERE bandwidth IS NOT NULL
ORDER BY bandwidth DESC
LIMIT 20;

-- sources: Where the facts of a paper were read
SELECT field, source, url
FROM sources
WHERE kind = 'paper' AND record = 'frantar2022gptq'
ORDER BY field, position;
