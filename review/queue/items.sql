-- Every statement that is flagged, or was decided. Rivals are counts of the same thing that differ in exact numbers.
WITH named AS (
    SELECT model_id, count(*) AS statements FROM facts WHERE state = 'current' AND model_id IS NOT NULL GROUP BY model_id
), rivals AS (
    SELECT f.model_id, f.locality_id, f.unit, coalesce(f.date, substr(a.published, 1, 4)) AS at
    FROM facts AS f JOIN articles AS a ON a.id = f.article_id
    WHERE f.state = 'current' AND f.value IS NOT NULL AND f.qualifier = 'exact'
      AND f.model_id IS NOT NULL AND f.locality_id IS NOT NULL
    GROUP BY 1, 2, 3, 4 HAVING min(f.value) <> max(f.value) AND count(DISTINCT a.source_id) > 1
), flagged AS (
    SELECT fact_id, group_concat(flag, ',') AS flags FROM flags GROUP BY fact_id
), waiting AS (
    SELECT fact_id FROM flagged UNION SELECT fact_id FROM decided
), looks AS MATERIALIZED (
    SELECT fact_id, why FROM second_looks
)
SELECT f.id, g.flags, s.name, coalesce(l.new_province, p.new_province, p.path), m.name, f.rule, a.published,
       CASE WHEN k.why IS NOT NULL THEN k.why WHEN d.verdict = 'unsure' THEN 'unsure'
            WHEN d.verdict IS NULL AND g.flags IS NOT NULL THEN 'flagged' END,
       d.editor, d.review_id, d.verdict, f.confidence,
       coalesce(n.statements, 0), f.value IS NOT NULL, l.id IS NOT NULL AND l.id = l.province_id,
       f.value IS NOT NULL AND r.model_id IS NOT NULL
FROM waiting AS w
JOIN facts AS f ON f.id = w.fact_id
JOIN articles AS a ON a.id = f.article_id
JOIN sources AS s ON s.id = a.source_id
LEFT JOIN flagged AS g ON g.fact_id = f.id
LEFT JOIN decided AS d ON d.fact_id = f.id
LEFT JOIN looks AS k ON k.fact_id = f.id
LEFT JOIN models AS m ON m.id = f.model_id
LEFT JOIN localities AS l ON l.id = f.locality_id
LEFT JOIN localities AS p ON p.id = l.province_id
LEFT JOIN named AS n ON n.model_id = f.model_id
LEFT JOIN rivals AS r ON r.model_id = f.model_id AND r.locality_id = f.locality_id AND r.unit IS f.unit
    AND r.at = coalesce(f.date, substr(a.published, 1, 4)) AND f.qualifier = 'exact'
WHERE f.state = 'current' OR d.fact_id IS NOT NULL
