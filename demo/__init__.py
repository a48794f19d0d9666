"""A small offline set of sites for a first run and for tests, and the server that serves them.

Imports nothing of ours; pipeline, nightly and tests call it.
"""
