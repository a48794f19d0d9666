-- title: Conflicts between sources · Số liệu mâu thuẫn
-- description: The same model, place, unit and date, but two sources give different exact counts. Open the facts to see who says what.
SELECT model, place, at, unit, lowest, highest, sources, facts, source_names, model_id, locality_id
FROM conflicts
ORDER BY facts DESC, model
