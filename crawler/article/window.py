"""The stretch of the page that is the article: from its title to the first line that is no longer part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from crawler.article.blocks import Block, Page
from crawler.article.dates import DateLine, read_date_line, split_run_in
from crawler.article.dom import label
from crawler.article.lead import strip_prefix
from crawler.article.names import read_labelled, read_names
from crawler.article.region import Region, is_text
from crawler.article.rules import key, rules
from crawler.article.title import Title
from crawler.layout import Layout

_HEAD_REACH = 40  # lines between title and body; more than that and the title belongs to something else
_ABOVE_TITLE = 4
_TAIL_REACH = 10
# Not “tag-camera”: WordPress names an article's tags in the class of the whole article.
_TAGS = re.compile(r"(?:^|[\s_-])(?:tags?|tags?[-_]?(?:list|line|box|cloud|wrap)|keywords?|tu-?khoa)(?:$|\s)")
_LONGEST_TAG = 60
_NUMBER = re.compile(r"[\d.,]+")
_SENTENCE_ENDS = (".", "!", "?", "…", ".”", ":")
_MOST_TAGS = 15


@dataclass(slots=True)
class Window:
    """The article's own lines, sorted: ``body`` (lines and pictures), date lines by place, names under the title."""

    body: list[Block] = field(default_factory=list)
    dates: list[DateLine] = field(default_factory=list)
    dates_above: list[DateLine] = field(default_factory=list)
    head_names: list[Block] = field(default_factory=list)
    tail: list[Block] = field(default_factory=list)
    run_in_author: str | None = None
    listed_dates: int = 0


@dataclass(frozen=True, slots=True)
class Marks:
    """Block numbers that the layout's selectors name."""

    lead: frozenset[int] = frozenset()
    author: frozenset[int] = frozenset()
    date: frozenset[int] = frozenset()
    caption: frozenset[int] = frozenset()


def open_window(page: Page, title: Title, region: Region, marks: Marks, layout: Layout | None) -> Window:
    """The article's lines, with everything sorted out that is no text: dates, counters, tools, related lists."""
    return _Cutter(page, title, region, marks, layout).cut()


class _Cutter:
    """One pass from the title downwards."""

    def __init__(self, page: Page, title: Title, region: Region, marks: Marks, layout: Layout | None) -> None:
        self.page, self.title, self.region, self.marks = page, title, region, marks
        self.noise = (rules().noise, *(layout.noise if layout else ()))
        self.cut_labels = rules().cut_labels | {key(label) for label in (layout.cut_labels if layout else ())}
        self.prefixes = layout.lead_prefixes if layout else ()
        self.window = Window()
        self.texts: list[Block] = []
        self.prefixed: str | None = None
        self.menu = {block.text for block in page.blocks if block.links > 0.9 and len(block.text) < 40}

    def cut(self) -> Window:
        self._above()
        skip_to = 0
        for block in self.page.blocks[self._start() : self.region.last]:
            if block.order < skip_to:
                continue
            if block.image:
                if self._in_body(block) or block.region is None:
                    self.window.body.append(block)
                continue
            if self._is_cut(block):
                if not self.texts or (
                    len(self.texts) == 1 and self._is_tool(block) and self._body_follows(block)
                ):
                    continue
                skip_to = self._end_of_box(block)
                if not skip_to:
                    return self.window
                continue
            if self._is_teaser(block):
                self._drop_teaser_title()
                return self.window
            self._take(block)
        self.window.tail = [
            block
            for block in self.page.blocks[self.region.last : self.region.last + _TAIL_REACH]
            if not block.image
        ]
        return self.window

    def _start(self) -> int:
        if 0 <= self.title.order < self.region.last and self.region.first - self.title.last <= _HEAD_REACH:
            return self.title.last
        return self.region.first

    def _in_body(self, block: Block) -> bool:
        return self.region.first <= block.order

    def _above(self) -> None:
        """Date lines right above the title: another line between (menu, weather, motto) makes them a page clock."""
        if self.title.order < 0:
            return
        for block in reversed(self.page.blocks[max(0, self.title.order - _ABOVE_TITLE) : self.title.order]):
            line = None if block.image else read_date_line(block.text)
            if line is not None and (
                block.region is None or block.region == self.page.blocks[self.title.order].region
            ):
                self.window.dates_above.append(line)

    def _take(self, block: Block) -> None:
        """Sort one line in: date, tool, names, text."""
        if self._dates(block) or self._is_noise(block):
            return
        if block.order in self.marks.author:
            return
        if block.order in self.marks.lead or block.order in self.marks.caption or block.figcaption:
            self._keep(block)
            return
        if not self._in_body(block):
            self._take_from_head(block)
        elif self._is_text_of_body(block):
            self._keep(block)

    def _take_from_head(self, block: Block) -> None:
        if not is_text(block):
            return
        if self._is_names(block):
            self.window.head_names.append(block)
        elif (
            len(block.text) >= 60
            or (len(block.text) >= 40 and block.text.endswith((".", "…")))
            or self._under_picture()
        ):
            self._keep(block)

    def _is_text_of_body(self, block: Block) -> bool:
        if block.region in {"nav", "footer"} or block.text.startswith((">>", "»")):
            return False
        if (block.links >= 0.8 and len(block.text) >= 12) or self._is_tag(block):
            return False
        if self.texts or self._under_picture():
            return True
        # Before the first paragraph: names of authors, of sections, tools; a lead is longer.
        if self._is_names(block):
            self.window.head_names.append(block)
            return False
        return len(block.text) >= 40 or block.text.endswith((".", "…", ":")) or block.table is not None

    def _is_tag(self, block: Block) -> bool:
        """Whether a short line stands in a box of keywords inside the body."""
        if len(block.text) >= _LONGEST_TAG:
            return False
        element: Element | None = block.element
        while element is not None and self.page.span(element)[1] - self.page.span(element)[0] <= _MOST_TAGS:
            if _TAGS.search(label(element)):
                return True
            element = element.getparent()
        return False

    def _is_names(self, block: Block) -> bool:
        text = block.text
        if text in self.menu and block.links < 0.9:
            return False
        return bool(read_names(text, single=False) or read_labelled(text))

    def _under_picture(self) -> bool:
        return bool(self.window.body) and self.window.body[-1].image

    def _keep(self, block: Block) -> None:
        self.window.body.append(block)
        if not block.figcaption and block.order not in self.marks.caption and len(block.text) >= 40:
            if not self.texts:
                self.prefixed = strip_prefix(block.text, self.prefixes)[1]
            self.texts.append(block)

    def _dates(self, block: Block) -> bool:
        """Whether the line was a date line; one that runs into the text leaves the text."""
        line = read_date_line(block.text)
        if line is not None:
            self.window.listed_dates += 1
            if len(self.texts) <= 2 or block.order >= self.region.last - 3:
                self.window.dates.append(line)
            return True
        if not self.texts and (line := split_run_in(block.text)) is not None:
            self.window.dates.append(line)
            self.window.run_in_author = line.author
            block.text = line.rest
        return False

    def _is_noise(self, block: Block) -> bool:
        if _NUMBER.fullmatch(block.text) and self._in_data_table(block):
            return False
        return any(pattern.fullmatch(block.text) for pattern in self.noise)

    def _in_data_table(self, block: Block) -> bool:
        """Whether the line is a cell of a table between the paragraphs: a number there is no view counter."""
        if block.table is None or not self.texts:
            return False
        first, last = self.page.span(block.table)
        return first > self.texts[0].order and last < self.region.last

    def _is_cut(self, block: Block) -> bool:
        if len(block.text) > 220:
            return False
        if key(block.text) in self.cut_labels:
            return True
        if not block.text.casefold().startswith(rules().cut_starts):
            return False
        # “Nguồn: Công an tỉnh” under a picture is its credit.
        return not self._under_picture() or self._nothing_follows(block)

    def _is_tool(self, block: Block) -> bool:
        return key(block.text) in rules().tool_labels

    def _body_follows(self, block: Block) -> bool:
        """Whether two paragraphs come later without a title between: lists of other articles have one before each."""
        count = 0
        for later in self.page.blocks[block.order + 1 : self.region.last]:
            if later.links >= 0.6 or later.heading:
                count = 0
            elif is_text(later) and len(later.text) >= 60 and not later.figcaption:
                count += 1
                if count == 2:
                    return True
        return False

    def _nothing_follows(self, block: Block) -> bool:
        return not any(
            is_text(later) and len(later.text) >= 80
            for later in self.page.blocks[block.order + 1 : self.region.last]
        )

    def _is_teaser(self, block: Block) -> bool:
        """Whether the line is the lead of another article: the paper's prefix stands before it once more."""
        if self.prefixed is None or len(self.texts) < 2:
            return False
        _, prefix = strip_prefix(block.text, self.prefixes)
        return prefix is not None and prefix.startswith("(") and block.text[:60] != self.texts[0].text[:60]

    def _drop_teaser_title(self) -> None:
        body = self.window.body
        while body and body[-1].image:
            body.pop()
        short = (
            bool(body)
            and len(body[-1].text) < 160
            and not body[-1].text.endswith((".", "…", "!", "?", ":", ";"))
        )
        if short and not read_names(body[-1].text) and not read_labelled(body[-1].text):
            body.pop()

    def _end_of_box(self, block: Block) -> int:
        """One past a box of links inside the body that this label heads; 0 when the article ends at the label."""
        box = None
        element = block.element
        while element is not None:
            first, last = self.page.span(element)
            if first <= self.region.first or last > self.region.last:
                break
            if any(text.order >= first for text in self.texts):
                break
            box = (first, last)
            element = element.getparent()  # type: ignore[assignment]
        if box is None or not _mostly_links(self.page.blocks[block.order + 1 : box[1]]):
            return 0
        parents = {text.element.getparent() for text in self.texts}
        follows = any(
            is_text(later)
            and later.element.getparent() in parents
            and (len(later.text) >= 80 or (len(later.text) >= 40 and later.text.endswith(_SENTENCE_ENDS)))
            for later in self.page.blocks[box[1] : self.region.last]
        )
        return box[1] if follows else 0


def _mostly_links(blocks: Sequence[Block]) -> bool:
    texts = [block for block in blocks if not block.image]
    size = sum(len(block.text) for block in texts)
    return bool(texts) and sum(len(block.text) * block.links for block in texts) >= 0.6 * size
