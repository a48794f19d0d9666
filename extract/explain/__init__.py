"""Why a text gave these facts: what each component saw, how each slot was filled, and which counts were left out by which rule.

`Explainer` reads a document and gives an `Explanation`, `layers` and `fact_sheet` put it into words, `html_page` draws it with displaCy.
Pure, like everything in `extract`; `nightly.explaining` draws it in the terminal.
"""

from extract.explain.layers import FactSheet, Layer, Mark, SlotLine, fact_sheet, layers, weighed
from extract.explain.page import html_page
from extract.explain.reading import Explainer, Explanation, LeftOut, explanation_as_dict

__all__ = [
    "Explainer",
    "Explanation",
    "FactSheet",
    "Layer",
    "LeftOut",
    "Mark",
    "SlotLine",
    "explanation_as_dict",
    "fact_sheet",
    "html_page",
    "layers",
    "weighed",
]
