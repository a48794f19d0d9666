"""The steps of a run, a module each; only `nightly.night` and `nightly.demonstration` call them.

A step takes an open database and what it works with, does what is left to do, and says in a small record what it did.
"""
