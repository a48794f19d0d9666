"""An `Explanation` as one HTML page that stands alone: displaCy draws the marked text, tables tell the rest.

The text is hostile: everything that comes from it, or from the names of rules and places, is escaped; the page loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from spacy import displacy

from extract.explain.layers import FactSheet, Layer, Mark, fact_sheet, layers, weighed
from extract.explain.reading import Explanation

_PAGE = Path(__file__).with_name("page.html")
_COLOURS = {
    "masks": "#dddddd",
    "quantities": "#ffd8a8",
    "times": "#d0bfff",
    "localities": "#b2f2bb",
    "models": "#a5d8ff",
    "counts left out": "#ffc9c9",
    "model": "#a5d8ff",
    "locality": "#b2f2bb",
    "date": "#d0bfff",
    "evidence": "#fff3bf",
}


def html_page(explanation: Explanation) -> str:
    """The whole page."""
    facts = [fact_sheet(fact) for fact in explanation.facts]
    sections = [_layer(explanation, layer) for layer in layers(explanation)]
    sections += [_fact(explanation, number, sheet) for number, sheet in enumerate(facts, 1)]
    sections.append(_weighed(explanation))
    source = " · ".join(
        escape(part) for part in (explanation.title, explanation.province, explanation.published) if part
    )
    return Template(_PAGE.read_text(encoding="utf-8")).substitute(
        source=source,
        counts=f"{len(explanation.sentences)} sentences, {len(facts)} facts",
        flags=escape(", ".join(explanation.flags)),
        body="\n".join(sections),
    )


def _layer(explanation: Explanation, layer: Layer) -> str:
    heading = f"<h2>{escape(layer.name)} <small>{len(layer.marks)}</small></h2>"
    if not layer.marks:
        return f"<section>{heading}<p>nothing found</p></section>"
    drawn = _drawn(explanation.text, 0, len(explanation.text), layer.marks, layer.name)
    rows = "".join(
        f"<tr><td>{escape(explanation.text[mark.start : mark.end])}<td>{escape(mark.detail)}{_notes(mark.notes)}"
        for mark in layer.marks
    )
    return f"<section>{heading}{drawn}<table>{rows}</table></section>"


def _weighed(explanation: Explanation) -> str:
    marks = weighed(explanation)
    rows = "".join(
        f"<tr><td>{escape(explanation.text[mark.start : mark.end])}<th>{escape(mark.label)}<td>{escape(mark.detail)}"
        for mark in marks
    )
    return f"<section><h2>weighed <small>{len(marks)}</small></h2><table>{rows}</table></section>"


def _notes(notes: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(note)}" for note in notes)
    return f"<ul>{items}</ul>" if items else ""


def _fact(explanation: Explanation, number: int, sheet: FactSheet) -> str:
    sources = [
        Mark(line.start, line.end, line.slot, line.value)
        for line in sheet.slots
        if line.start is not None and line.end is not None
    ]
    # The links of a fact may lead to the sentence before; the drawing shows what its evidence's own sentence holds.
    start, end = _around(explanation, sheet.start, sheet.end)
    inside = [mark for mark in sources if start <= mark.start and mark.end <= end]
    drawn = _drawn(explanation.text, start, end, inside or [Mark(sheet.start, sheet.end, "evidence", "")])
    rows = "".join(
        f"<tr><th>{escape(line.slot)}<td>{escape(line.value)}<td>{escape(line.how)}" for line in sheet.slots
    )
    flags = "".join(f" <b>{escape(flag)}</b>" for flag in sheet.flags)
    return (
        f"<section><h2>fact {number}: {escape(sheet.headline)}</h2>{drawn}<table>{rows}</table>"
        f"<p>confidence {sheet.confidence:.2f} · rule {escape(sheet.rule)}{flags}</p></section>"
    )


def _around(explanation: Explanation, start: int, end: int) -> tuple[int, int]:
    """The sentences that hold a stretch of the text."""
    holding = [s for s in explanation.sentences if s.start < end and start < s.end]
    return (holding[0].start, holding[-1].end) if holding else (start, end)


def _drawn(text: str, start: int, end: int, marks: Sequence[Mark], colour: str | None = None) -> str:
    """DisplaCy's drawing of ``text[start:end]``; where two marks overlap the first is drawn."""
    entities: list[dict[str, Any]] = []
    behind = start
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start >= behind and mark.start < mark.end:
            entities.append(
                {"start": mark.start - start, "end": mark.end - start, "label": escape(mark.label)}
            )
            behind = mark.end
    colours = {entity["label"]: _COLOURS.get(colour or entity["label"], "#eeeeee") for entity in entities}
    # displaCy compares labels in capitals with its colours.
    options = {"colors": {label.upper(): shade for label, shade in colours.items()}}
    drawn: str = displacy.render(
        {"text": text[start:end], "ents": entities, "title": None},
        style="ent",
        manual=True,
        jupyter=False,
        options=options,
    )
    return drawn
