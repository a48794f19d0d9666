"""The queue: which statements need an editor, in which order, with which filters. Kept in memory, made from the database."""
