"""From the article's lines to lead, paragraphs, captions and author."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.article.address import said
from crawler.article.blocks import Block, Page
from crawler.article.captions import find_captions, gather, is_credit
from crawler.article.lead import strip_prefix
from crawler.article.names import read_labelled, read_names, several
from crawler.article.rules import key, rules
from crawler.article.window import Marks, Window
from crawler.article.witness import BYLINE, DATE_LINE, HEAD_LINE
from crawler.layout import Layout

_BYLINE_REACH = 8  # paragraphs from the end among which an unlabelled byline is looked for
_LONG = 80
_AUTHOR = re.compile(r"author|tac-?gia|byline")
_DECLARED = re.compile(r"tác giả\b", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(r"/(?:tac-?gia|authors?)[/.?-]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """What the article says; ``orders`` are the numbers of the blocks that its paragraphs came from, ``caption_orders`` of its captions.

    ``author_from`` says where the author was named (`crawler.article.witness`).
    """

    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    author: str | None
    orders: tuple[int, ...]
    author_from: str = ""
    caption_orders: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Line:
    text: str
    block: Block


def read_body(page: Page, window: Window, marks: Marks, layout: Layout | None) -> Body:
    """Paragraphs (the lead first), captions, and the author where the text itself names one."""
    captions = find_captions(page, window.body, set(marks.caption))
    blocks = window.body
    lines = [_Line(block.text, block) for block in blocks if not block.image and block.order not in captions]
    lines = _lead_first(lines, marks)
    byline = layout.byline if layout else "any"
    author, lines = _end_author(lines) if byline != "head" else (None, lines)
    if byline != "head":
        author = _declared_author(window) or author or _tail_author(window)
    lines = [line for line in lines if not is_credit(line.text) and not _is_place_holder(line)]
    _strip_prefixes(lines, layout)
    lines = _without_doubles(lines)
    head = None if byline == "end" else _head_author(window, lines)
    if author or head:
        lines = [line for line in lines if line is lines[0] or line.text not in {author, head}]
    return Body(
        paragraphs=tuple(line.text for line in lines),
        captions=gather(blocks, captions),
        author=author or head or window.run_in_author,
        orders=tuple(line.block.order for line in lines),
        author_from=BYLINE if author else HEAD_LINE if head else DATE_LINE,
        caption_orders=frozenset(captions),
    )


def _lead_first(lines: list[_Line], marks: Marks) -> list[_Line]:
    lead = [line for line in lines if line.block.order in marks.lead]
    return lead + [line for line in lines if line.block.order not in marks.lead]


def _end_author(lines: list[_Line]) -> tuple[str | None, list[_Line]]:
    """The author at the end, and the lines before; what follows a byline is no longer the article."""
    for number in range(1, len(lines)):
        names = read_labelled(lines[number].text)
        if names:
            return names, lines[:number]
    for number in range(max(1, len(lines) - _BYLINE_REACH), len(lines)):
        line = lines[number]
        names = read_names(line.text)
        if names and not line.block.heading and _closes(lines, number, names):
            return names, lines[:number]
    last = lines[-1] if len(lines) > 1 else None
    if (
        last is not None
        and last.block.right
        and len(last.text) <= 40
        and last.text[0].isupper()
        and not last.text.endswith((".", "!", "?"))
    ):
        return last.text, lines[:-1]  # set to the right: an office in place of a name
    return _run_out_author(lines)


def _closes(lines: Sequence[_Line], number: int, names: str) -> bool:
    """Whether a line of names ends the article, rather than being a subheading made of a name."""
    after = [line for line in lines[number + 1 :] if len(line.text) >= _LONG]
    if not after:
        return True
    return several(names) and (" - " in names or " – " in names or lines[number].block.right)


def _run_out_author(lines: list[_Line]) -> tuple[str | None, list[_Line]]:
    """Names at the end of the last paragraph's own line: after a run of blanks, emphasised, or after “./.”."""
    if not lines:
        return None, lines
    last = lines[-1]
    candidates = [last.block.last_run or ""]
    for mark in ("./.", "/."):
        head, found, tail = last.text.rpartition(mark)
        if found and head and tail.strip():
            candidates.append(tail.strip())
    for tail in candidates:
        names = read_labelled(tail) or read_names(tail) if tail and len(tail) < len(last.text) else None
        if names and last.text.endswith(tail):
            rest = last.text[: -len(tail)].rstrip(" -–|(")
            if rest.endswith((".", "!", "?", "…", "”", '"', ")", "/")):
                return names, [*lines[:-1], _Line(rest, last.block)]
    return None, lines


def _declared_author(window: Window) -> str | None:
    """The author in a box behind the body that says “Tác giả”: better than a signature without a label."""
    for block in window.tail:
        if key(block.text) in rules().cut_labels or len(block.text) >= _LONG:
            return None
        if _DECLARED.match(block.text) and (names := read_labelled(block.text)):
            return names
    return None


def _tail_author(window: Window) -> str | None:
    """The author in a box of its own after the body: labelled, set apart, or a plain name right behind the text."""
    for place, block in enumerate(window.tail):
        own_page = block.links >= 0.9 and bool(_AUTHOR_PAGE.search(block.href or ""))
        if key(block.text) in rules().cut_labels or len(block.text) >= _LONG:
            return None
        if block.links >= 0.9 and not own_page:
            return None
        names = read_labelled(block.text)
        if names is None and (own_page or block.right or _AUTHOR.search(block.labels)):
            names = read_names(block.text)
        if names is None and place == 0 and block.region is None:
            names = read_names(block.text, single=False)
        if names:
            return names
    return None


def _head_author(window: Window, lines: Sequence[_Line]) -> str | None:
    texts = {line.text for line in lines}
    for block in window.head_names:
        names = read_labelled(block.text) or read_names(block.text, single=False)
        if names and names not in texts:
            return names
    return None


def _strip_prefixes(lines: list[_Line], layout: Layout | None) -> None:
    extra = layout.lead_prefixes if layout else ()
    for line in lines[:2]:
        line.text = strip_prefix(line.text, extra)[0]


def _without_doubles(lines: list[_Line]) -> list[_Line]:
    """Each long paragraph once: some pages repeat the lead as first paragraph."""
    kept: list[_Line] = []
    seen: set[str] = set()
    for line in lines:
        folded = said(line.text)
        if len(line.text) >= 40 and folded in seen:
            continue
        seen.add(folded)
        kept.append(line)
    return kept


def _is_place_holder(line: _Line) -> bool:
    return not any(character.isalnum() for character in line.text)
