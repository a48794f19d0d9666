"""The web pages over the database: a Datasette plug-in with its templates, queries and static files.

Started by `db.serve`; the hooks are in `db.site.plugin`. Reads only, and every text from outside is escaped.
"""
