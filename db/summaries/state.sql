-- Changes whenever something is stored, decided or run: sums made at another state are out of date.
SELECT json_array(
    (SELECT max(number) FROM facts), (SELECT max(last_run) FROM facts WHERE number = (SELECT max(number) FROM facts)),
    (SELECT count(*) FROM holding), (SELECT max(id) FROM reviews), (SELECT max(id) FROM articles),
    (SELECT max(extracted_at) FROM articles), (SELECT max(parsed_at) FROM articles), (SELECT max(id) FROM pages),
    (SELECT max(id) || coalesce(finished_at, '') FROM runs), (SELECT count(*) FROM sources),
    (SELECT count(*) FROM reprints), (SELECT total(article_id + 7 * original_id) FROM reprints),
    (SELECT max(id) || coalesce(reverted_at, '') FROM calibrations)
)
