"""Schema, migrations, store, views, search and the Datasette configuration.

Imports nothing of ours.
"""
