"""`mohinh explain`: reads the text to explain, writes the explanation to the terminal, as JSON or as a page."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rich.console import Console

from extract.explain import Explainer, explanation_as_dict, html_page
from extract.records import Document
from nightly.drawing import draw
from nightly.errors import NightlyError
from nightly.files import binary_input, binary_output
from nightly.outcome import Outcome


def explain_text(
    document: Document, *, file: Path | None = None, html: str | None = None, as_json: bool = False
) -> int:
    """Explain ``document``; its text is ``-`` for standard input, and ``file`` takes its place where given.

    ``html`` names a file for a page that stands alone (``-``: standard output, and nothing else is written).
    """
    if file is not None or document.text == "-":
        document = Document(
            id=document.id,
            text=_read(str(file) if file is not None else "-"),
            title=document.title,
            province=document.province,
            published=document.published,
        )
    if not document.text.strip():
        raise NightlyError("there is no text to explain")
    explanation = Explainer().explain(document)
    if document.province and explanation.province is None:
        print(
            f"mohinh: the gazetteer knows no province “{document.province}”; going on without",
            file=sys.stderr,
        )
    if html is not None:
        with binary_output(html) as out:
            out.write(html_page(explanation).encode(errors="replace"))
    if as_json:
        print(json.dumps(explanation_as_dict(explanation), ensure_ascii=False, indent=1))
    elif html is None:
        draw(explanation, Console(highlight=False))
    return Outcome.DONE


def _read(name: str) -> str:
    with binary_input(name) as stream:
        try:
            return stream.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            label = "standard input" if name == "-" else name
            raise NightlyError(f"{label}: not UTF-8 text ({error.reason} at byte {error.start})") from error
