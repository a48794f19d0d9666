-- Statements that repeat another word for word in their slots: the same article, or one that reprints it, says the same.
-- First is the one in the original, of several there the earliest stored.
SELECT number, first_number
FROM (
    SELECT h.number, first_value(h.number) OVER (
               PARTITION BY coalesce(r.original_id, h.article_id), h.model_id, h.model, h.locality_id, h.place, h.count,
                            h.count_max, h.unit, h.qualifier, h.event, h.date
               ORDER BY r.article_id IS NOT NULL, h.number) AS first_number
    FROM holding AS h LEFT JOIN reprints AS r ON r.article_id = h.article_id
)
WHERE number <> first_number
