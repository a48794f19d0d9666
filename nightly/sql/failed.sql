-- Addresses that were asked since :since and gave nothing, by source, sort, end and reason; one of each as an example.
SELECT
    source_id,
    kind = 'article' AS is_article,
    state,
    state = 'failed' AND kind = 'article' AND next_due IS NULL AS set_aside,
    count(*) AS addresses,
    max(tries) AS tries,
    min(url) AS example,
    last_error AS error
FROM ledger
WHERE last_fetched >= :since
    AND (
        state = 'failed'
        OR (state = 'gone' AND last_status IN (404, 410))  -- not those that have only moved
        OR (state = 'refused' AND kind <> 'article')
    )
GROUP BY source_id, is_article, state, set_aside, last_error
ORDER BY source_id, is_article, state, last_error
