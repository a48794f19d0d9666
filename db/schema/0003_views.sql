-- What analysts read. docs/data-model.md describes every column (a test holds the two together).

-- The live decision of each statement: the newest that is neither an undo nor undone.
CREATE VIEW decisions AS
SELECT r.id, r.fact_id, r.verdict, r.corrected, r.note, r.editor, r.decided_at, r.shown
FROM reviews AS r
WHERE r.verdict <> 'undo'
  AND NOT EXISTS (SELECT 1 FROM reviews AS u WHERE u.undoes = r.id)
  AND NOT EXISTS (
      SELECT 1 FROM reviews AS later
      WHERE later.fact_id = r.fact_id AND later.id > r.id AND later.verdict <> 'undo'
        AND NOT EXISTS (SELECT 1 FROM reviews AS u WHERE u.undoes = later.id)
  );

-- The slots of corrected statements: what the editor wrote where she wrote something (null counts), else the extracted.
CREATE VIEW corrections AS
SELECT d.id AS decision_id, f.id AS fact_id,
       CAST(CASE WHEN json_type(d.corrected, '$.model') IS NULL THEN f.model_id
            ELSE (SELECT m.id FROM models AS m WHERE m.name = json_extract(d.corrected, '$.model'))
            END AS INTEGER) AS model_id,
       CAST(CASE WHEN json_type(d.corrected, '$.locality') IS NULL THEN f.locality_id
            ELSE (SELECT l.id FROM localities AS l WHERE l.path = json_extract(d.corrected, '$.locality'))
            END AS INTEGER) AS locality_id,
       json_extract(d.corrected, '$.model') AS model,
       json_extract(d.corrected, '$.locality') AS locality,
       CAST(CASE WHEN json_type(d.corrected, '$.value') IS NULL THEN f.value
            ELSE json_extract(d.corrected, '$.value') END AS REAL) AS value,
       CAST(CASE WHEN json_type(d.corrected, '$.value_max') IS NULL THEN f.value_max
            ELSE json_extract(d.corrected, '$.value_max') END AS REAL) AS value_max,
       CAST(coalesce(json_extract(d.corrected, '$.qualifier'), f.qualifier) AS TEXT) AS qualifier,
       CAST(CASE WHEN json_type(d.corrected, '$.unit') IS NULL THEN f.unit
            ELSE json_extract(d.corrected, '$.unit') END AS TEXT) AS unit,
       CAST(CASE WHEN json_type(d.corrected, '$.event') IS NULL THEN f.event
            ELSE json_extract(d.corrected, '$.event') END AS TEXT) AS event,
       CAST(CASE WHEN json_type(d.corrected, '$.date') IS NULL THEN f.date
            ELSE json_extract(d.corrected, '$.date') END AS TEXT) AS date
FROM decisions AS d
JOIN facts AS f ON f.id = d.fact_id
WHERE d.verdict = 'correct';

-- The facts that hold, decisions applied: rejected ones are out, and so are statements no longer found unless an editor
-- stood by them. A corrected model or place that has no row of its own yet is shown as the editor wrote it.
-- In two halves, so that the many uncorrected facts are found by the indexes of `facts`. SQLite looks through such a
-- view only if both halves give each column the same affinity; hence the CASTs (a test looks at the query plan).
CREATE VIEW facts_holding AS
SELECT f.id,
       m.name AS model,
       l.path AS place,
       f.value AS count,
       f.unit,
       f.qualifier,
       f.event,
       f.date,
       coalesce(l.new_province, p.new_province, p.path) AS province,
       CAST(substr(coalesce(substr(f.date, instr(f.date, '/') + 1), a.published), 1, 4) AS INTEGER) AS year,
       so.name AS source,
       a.published,
       f.confidence,
       d.verdict AS verdict,
       a.title,
       f.sentence,
       f.evidence,
       a.url,
       f.value_max AS count_max,
       p.path AS province_stated,
       CASE WHEN f.date IS NOT NULL THEN 'stated' WHEN a.published IS NOT NULL THEN 'published' END AS year_from,
       f.state,
       l.type AS place_type,
       f.model_id,
       f.locality_id,
       f.article_id,
       a.source_id,
       f.rule,
       f.first_run,
       f.last_run,
       f.number
FROM facts AS f
LEFT JOIN reviews AS d ON d.id = (SELECT live.id FROM decisions AS live WHERE live.fact_id = f.id)
JOIN articles AS a ON a.id = f.article_id
JOIN sources AS so ON so.id = a.source_id
LEFT JOIN models AS m ON m.id = f.model_id
LEFT JOIN localities AS l ON l.id = f.locality_id
LEFT JOIN localities AS p ON p.id = l.province_id
WHERE d.verdict IS NOT 'correct' AND d.verdict IS NOT 'reject' AND (f.state = 'current' OR d.verdict = 'accept')
UNION ALL
SELECT f.id,
       CAST(coalesce(m.name, c.model) AS TEXT) AS model,
       CAST(coalesce(l.path, c.locality) AS TEXT) AS place,
       c.value AS count,
       c.unit,
       c.qualifier,
       c.event,
       c.date,
       coalesce(l.new_province, p.new_province, p.path) AS province,
       CAST(substr(coalesce(substr(c.date, instr(c.date, '/') + 1), a.published), 1, 4) AS INTEGER) AS year,
       so.name AS source,
       a.published,
       f.confidence,
       CAST('correct' AS TEXT) AS verdict,
       a.title,
       f.sentence,
       f.evidence,
       a.url,
       c.value_max AS count_max,
       p.path AS province_stated,
       CASE WHEN c.date IS NOT NULL THEN 'stated' WHEN a.published IS NOT NULL THEN 'published' END AS year_from,
       f.state,
       l.type AS place_type,
       c.model_id,
       c.locality_id,
       f.article_id,
       a.source_id,
       f.rule,
       f.first_run,
       f.last_run,
       f.number
FROM corrections AS c
JOIN facts AS f ON f.id = c.fact_id
JOIN articles AS a ON a.id = f.article_id
JOIN sources AS so ON so.id = a.source_id
LEFT JOIN models AS m ON m.id = c.model_id
LEFT JOIN localities AS l ON l.id = c.locality_id
LEFT JOIN localities AS p ON p.id = l.province_id;

-- The same with their flags. Apart, because a view that counts reads every column of a view in two halves: the other
-- views take half the time from `facts_holding`.
CREATE VIEW facts_effective AS
SELECT h.id, h.model, h.place, h.count, h.unit, h.qualifier, h.event, h.date, h.province, h.year, h.source, h.published,
       h.confidence, (SELECT group_concat(g.flag, ', ') FROM flags AS g WHERE g.fact_id = h.id) AS flags, h.verdict,
       h.title, h.sentence, h.evidence, h.url, h.count_max, h.province_stated, h.year_from, h.state, h.place_type,
       h.model_id, h.locality_id, h.article_id, h.source_id, h.rule, h.first_run, h.last_run, h.number
FROM facts_holding AS h;

CREATE VIEW models_overview AS
SELECT model_id, model, count(*) AS facts, count(DISTINCT article_id) AS articles,
       count(DISTINCT source_id) AS sources, count(DISTINCT province) AS provinces,
       count(DISTINCT locality_id) AS places, min(year) AS first_year, max(year) AS last_year,
       round(avg(confidence), 2) AS mean_confidence
FROM facts_holding
WHERE model_id IS NOT NULL
GROUP BY model_id;

CREATE VIEW provinces_by_year AS
SELECT province, year, count(*) AS facts, count(DISTINCT model_id) AS models,
       count(DISTINCT locality_id) AS places, count(DISTINCT article_id) AS articles
FROM facts_holding
WHERE province IS NOT NULL
GROUP BY province, year;

-- One row for each thing that two sources count differently: same model, place, unit and date (or year).
CREATE VIEW conflicts AS
SELECT model, place, unit, coalesce(date, CAST(year AS TEXT)) AS at, min(count) AS lowest, max(count) AS highest,
       count(DISTINCT source_id) AS sources, count(*) AS facts,
       group_concat(DISTINCT source) AS source_names, model_id, locality_id
FROM facts_holding
WHERE count IS NOT NULL AND qualifier = 'exact' AND model_id IS NOT NULL AND locality_id IS NOT NULL
GROUP BY model_id, locality_id, unit, coalesce(date, CAST(year AS TEXT))
HAVING min(count) <> max(count) AND count(DISTINCT source_id) > 1;

-- What was said when of one model in one place; ask for a model and a place.
CREATE VIEW history AS
SELECT model, place, coalesce(date, published) AS at, year_from, event, count, count_max, qualifier, unit, source,
       title, url, confidence, verdict, id, model_id, locality_id, article_id
FROM facts_holding
WHERE model_id IS NOT NULL AND locality_id IS NOT NULL;

-- What the former provinces reported, added up for the province they now belong to. Only counts for a whole
-- province go in, of each former province the largest a year: counts for its communes would be added twice.
CREATE VIEW new_province_totals AS
SELECT province, model, unit, year, sum(largest) AS total, count(*) AS former_provinces,
       group_concat(province_stated || ': ' || CAST(CAST(largest AS INTEGER) AS TEXT), '; ') AS made_of, model_id
FROM (
    SELECT province, province_stated, model_id, model, unit, year, max(count) AS largest
    FROM facts_holding
    WHERE count IS NOT NULL AND place = province_stated
    GROUP BY province, province_stated, model_id, unit, year
)
GROUP BY province, model_id, unit, year;

-- What each run brought from each source. The night is the day in Viet Nam on which the run started.
CREATE VIEW coverage AS
SELECT date(r.started_at, '+7 hours') AS night, so.name AS source, so.province, sum(c.pages) AS pages,
       sum(c.articles) AS articles, sum(c.not_articles) AS not_articles, sum(c.errors) AS parse_errors,
       sum(c.facts) AS new_facts, c.run_id, c.source_id
FROM (
    SELECT run_id, source_id, 1 AS pages, parsed_as = 'article' AS articles, parsed_as = 'not_article' AS not_articles,
           parsed_as = 'error' AS errors, 0 AS facts
    FROM pages
    UNION ALL
    SELECT f.first_run, a.source_id, 0, 0, 0, 0, 1
    FROM facts AS f JOIN articles AS a ON a.id = f.article_id
) AS c
JOIN runs AS r ON r.id = c.run_id
JOIN sources AS so ON so.id = c.source_id
GROUP BY c.run_id, c.source_id;
