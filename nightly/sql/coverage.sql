-- What the pages of one source, parsed since :since, gave; filled up to :least with the ones before, so that a
-- quiet night is not judged by a single page.
WITH sample AS (
    SELECT id, url, parsed_as
    FROM pages
    WHERE source_id = :source AND parsed_as IN ('article', 'not_article')
    ORDER BY parsed_at >= :since DESC, parsed_at DESC, id DESC
    LIMIT max(:least, (
        SELECT count(*) FROM pages
        WHERE source_id = :source AND parsed_as IN ('article', 'not_article') AND parsed_at >= :since
    ))
)
SELECT
    sample.parsed_as = 'article' AS is_article,
    coalesce(a.title, '') <> '' AS has_title,
    a.published IS NOT NULL AS has_date,
    a.method = 'fallback' AS by_fallback,
    length(a.text) AS body
FROM sample LEFT JOIN articles AS a ON a.page_id = sample.id
