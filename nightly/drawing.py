"""An explanation in the terminal: the sentences of each layer with numbered marks, what each mark means, and the facts.

Marks show in colour and between brackets, so that nothing is lost in a pipe. Everything of the text goes through `rich.text.Text`:
it is never read as rich's markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from extract.explain import Explanation, FactSheet, Layer, Mark, fact_sheet, layers, weighed
from extract.records import Segment

_STYLES = {
    "masks": "white on grey30",
    "quantities": "black on dark_orange",
    "times": "black on medium_purple1",
    "localities": "black on green3",
    "models": "black on deep_sky_blue1",
    "counts left out": "black on light_coral",
}
_EVIDENCE = "black on khaki1"
_INDENT = (0, 0, 0, 4)


def draw(explanation: Explanation, console: Console) -> None:
    """Print the whole explanation."""
    known = [part for part in (explanation.title, explanation.province, explanation.published) if part]
    if known:
        _line(console, Text(" · ".join(known), style="dim"))
    for flag in explanation.flags:
        _line(console, Text(f"flag: {flag}", style="yellow"))
    _heading(console, "sentences", len(explanation.sentences))
    for number, sentence in enumerate(explanation.sentences, 1):
        _line(console, Text(f"{number}  {explanation.text[sentence.start : sentence.end]}"))
    drawn = layers(explanation)
    for layer in drawn[:-1]:
        _draw_layer(console, explanation, layer)
    _heading(console, "facts", len(explanation.facts))
    for number, fact in enumerate(explanation.facts, 1):
        _draw_fact(console, explanation, number, fact_sheet(fact))
    _draw_layer(console, explanation, drawn[-1])
    decisions = weighed(explanation)
    _heading(console, "weighed", len(decisions))
    _draw_marks(console, explanation.text, decisions)


def _heading(console: Console, name: str, count: int) -> None:
    console.print()
    console.print(Text.assemble((name.upper(), "bold"), (f"  {count}", "dim")))


def _line(console: Console, text: Text) -> None:
    """A line indented, its continuation too."""
    console.print(Padding(text, _INDENT, expand=False))


def _draw_layer(console: Console, explanation: Explanation, layer: Layer) -> None:
    _heading(console, layer.name, len(layer.marks))
    for sentence, marks in _by_sentence(explanation.sentences, layer.marks):
        numbers = [number for number, _ in marks]
        _line(
            console,
            _marked(explanation.text, sentence, [mark for _, mark in marks], numbers, _STYLES[layer.name]),
        )
    _draw_marks(console, explanation.text, layer.marks)


def _draw_marks(console: Console, text: str, marks: Sequence[Mark]) -> None:
    for number, mark in enumerate(marks, 1):
        told = text[mark.start : mark.end]
        row = Text.assemble((f"{number:>3}  ", "dim"), (told, "bold"), (f"  [{mark.label}]", "dim"))
        if mark.detail:
            row.append("  " + mark.detail)
        _line(console, row)
        for note in mark.notes:
            _line(console, Text(f"       {note}", style="dim" if note.startswith("✗") else ""))


def _by_sentence(
    sentences: Sequence[Segment], marks: Sequence[Mark]
) -> Iterator[tuple[Segment, list[tuple[int, Mark]]]]:
    """Each sentence that holds marks, with the marks and their numbers."""
    numbered = sorted(enumerate(marks, 1), key=lambda pair: pair[1].start)
    at = 0
    for sentence in sentences:
        inside = []
        while at < len(numbered) and numbered[at][1].start < sentence.end:
            inside.append(numbered[at])
            at += 1
        if inside:
            yield sentence, inside


def _marked(text: str, sentence: Segment, marks: Sequence[Mark], numbers: Sequence[int], style: str) -> Text:
    """The sentence with its marks in brackets; where two overlap only the first is drawn."""
    drawn = Text()
    position = sentence.start
    for number, mark in zip(numbers, marks, strict=True):
        if mark.start < position:
            continue
        drawn.append(text[position : mark.start])
        drawn.append(f"[{number} {text[mark.start : mark.end]}]", style=style)
        position = mark.end
    drawn.append(text[position : max(position, sentence.end)])
    return drawn


def _draw_fact(console: Console, explanation: Explanation, number: int, sheet: FactSheet) -> None:
    _line(
        console,
        Text.assemble(
            (f"{number:>3}  ", "dim"),
            (sheet.headline, "bold"),
            f"  confidence {sheet.confidence:.2f}",
            (f"  {sheet.rule}", "dim"),
        ),
    )
    _line(console, Text.assemble("     ", (f"“{explanation.text[sheet.start : sheet.end]}”", _EVIDENCE)))
    for line in sheet.slots:
        row = Text.assemble(f"     {line.slot:<9}", (line.value, "bold"))
        if line.how:
            row.append(f"  ← {line.how}", style="dim")
        if line.start is not None and line.end is not None:
            row.append(f"  “{explanation.text[line.start : line.end]}”", style="dim")
        _line(console, row)
    if sheet.flags:
        _line(console, Text(f"     flags    {', '.join(sheet.flags)}", style="yellow"))
