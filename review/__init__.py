"""The review desk: a Datasette plug-in.

May import db.
"""
