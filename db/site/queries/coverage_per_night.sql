-- title: Coverage per source and night · Kết quả từng đêm theo nguồn
-- description: What each run brought from each source: pages, articles, pages that could not be parsed, new facts.
-- parameter source: part of the source's name, with or without accents; empty for all
SELECT night, source, province, pages, articles, not_articles, parse_errors, new_facts, run_id, source_id
FROM coverage
WHERE (:source = '' OR fold(source) LIKE '%' || fold(:source) || '%')
ORDER BY night DESC, new_facts DESC
