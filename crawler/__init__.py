"""From a registry of sites to stored pages and parsed articles.

May import db; called by pipeline and nightly.
"""
