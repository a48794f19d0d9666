-- The flagged and undecided statements of least confidence, in the columns of items.sql: what an editor can begin with while
-- all of them are read. How many statements there are about a model, and which counts disagree, is left out.
WITH first AS (
    SELECT f.id FROM facts AS f
    WHERE f.state = 'current' AND EXISTS (SELECT 1 FROM flags AS g WHERE g.fact_id = f.id)
      AND NOT EXISTS (SELECT 1 FROM decided AS d WHERE d.fact_id = f.id)
    ORDER BY f.confidence LIMIT ?
)
SELECT f.id, (SELECT group_concat(flag, ',') FROM flags WHERE fact_id = f.id), s.name,
       coalesce(l.new_province, p.new_province, p.path), m.name, f.rule, a.published, 'flagged', NULL, NULL, NULL,
       f.confidence, 0, f.value IS NOT NULL, l.id IS NOT NULL AND l.id = l.province_id, 0
FROM first AS w
JOIN facts AS f ON f.id = w.id
JOIN articles AS a ON a.id = f.article_id
JOIN sources AS s ON s.id = a.source_id
LEFT JOIN models AS m ON m.id = f.model_id
LEFT JOIN localities AS l ON l.id = f.locality_id
LEFT JOIN localities AS p ON p.id = l.province_id
