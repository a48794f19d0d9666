"""The steps of the nightly run: crawl, parse, extract, store, report.

Glue between the other packages; only pipeline calls it.
"""
