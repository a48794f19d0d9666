-- parameter source: source
-- chart: columns night pages
SELECT night, sum(pages) AS pages, sum(articles) AS articles, sum(not_articles) AS not_articles,
       sum(parse_errors) AS parse_errors, sum(new_facts) AS new_facts, count(*) AS sources, max(run_id) AS run_id
FROM coverage
WHERE night IN (SELECT DISTINCT night FROM coverage ORDER BY night DESC LIMIT 60)
  AND (:source = '' OR source_id = :source OR fold(source) LIKE '%' || fold(:source) || '%')
GROUP BY night
ORDER BY night DESC
