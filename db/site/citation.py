"""How to cite a page or an answer: with the day it was read, the version of the program and the state of the data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import version

from db.folding import slug
from db.site.language import translate


@dataclass(frozen=True, slots=True)
class Citation:
    """The same reference as a sentence and as BibTeX."""

    plain: str
    bibtex: str


def cite(title: str, url: str, data_as_of: str, today: str) -> Citation:
    """A reference to *title* at *url*; *data_as_of* is when the sums were made, *today* the day of reading (ISO)."""
    made = version("mohinh")
    key = slug(f"mohinh {title}")[:40] + "-" + today
    note = translate("cite_note", version=made, as_of=data_as_of, today=today)
    fields = {
        "title": "{" + _bibtex(title) + "}",
        "author": "{mohinh}",
        "year": today[:4],
        "howpublished": _bibtex(url),
        "note": _bibtex(note),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return Citation(f"“{title}”. {note}. {url}", f"@misc{{{key},\n{lines}\n}}\n")


def _bibtex(text: str) -> str:
    """Text in which nothing has a meaning for BibTeX; UTF-8 stays, as biber and modern BibTeX read it."""
    escaped = re.sub(r"([{}%#$&_])", r"\\\1", text.replace("\\", "/"))
    return re.sub(r"\s+", " ", escaped)
