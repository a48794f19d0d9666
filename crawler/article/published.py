"""When a page was published: several witnesses, asked in the order in which they are trusted."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.article.address import image_day, image_month, month_in, published_in
from crawler.article.blocks import Page
from crawler.article.body import Body
from crawler.article.dates import Stamp, find_stamp, finer, from_iso
from crawler.article.dom import Tree
from crawler.article.metadata import Metadata
from crawler.article.region import Region
from crawler.article.title import Title
from crawler.article.window import Window
from crawler.layout import Generation, Layout

_ABOVE_TITLE = 6  # lines above the title among which a date that the layout names is believed
_LEAD_OPENINGS = {"ngày", "sáng ngày", "chiều ngày", "tối ngày", "sáng", "chiều"}


@dataclass(frozen=True, slots=True)
class Published:
    """When a page was published, and which witness says so (see `ParsedPage.published_from`); ``selector`` is the layout's."""

    stamp: Stamp
    origin: str
    selector: str | None = None


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """All that a page offers for its date."""

    page: Page
    tree: Tree
    url: str
    meta: Metadata
    layout: Layout | None
    generation: Generation

    def find(self, title: Title, window: Window, body: Body, region: Region) -> Published | None:
        """The time of publication by the first witness that has one; another one of the same day may add the time."""
        machine = from_iso(self.meta.jsonld_published or "")
        meta = from_iso(self.meta.meta_published or "")
        lines = [*window.dates, *([] if self.layout and self.layout.clock else window.dates_above)]
        lines.sort(key=lambda line: line.updated)  # of two dates the one that is not called an update's
        printed = title.stamp or (lines[0].stamp if lines else None)
        address = published_in(self.url, epoch=bool(self.layout and self.layout.epoch_in_url))
        layout, selector = self._by_layout(title, region)
        witnesses = (
            ("layout", layout),
            ("jsonld", machine),
            ("meta", meta),
            ("dateline", printed),
            ("url", address),
            ("lead", _lead_date(body) if self.layout and self.layout.lead_date else None),
            ("image", self._image_day()),
        )
        for origin, stamp in witnesses:
            if stamp is not None:
                for other in (printed, address, machine, meta):
                    stamp = finer(stamp, other)  # noqa: PLW2901 - the same day, told more exactly
                return Published(stamp, origin, selector if origin == "layout" else None)
        return None

    def month(self) -> str | None:
        """The month (``YYYY-MM``) in the address, else in a picture's path: a hint, not a date of publication."""
        images = (image_month(block.href or "") for block in self.page.blocks if block.image)
        return month_in(self.url) or next((month for month in images if month), None)

    def _by_layout(self, title: Title, region: Region) -> tuple[Stamp | None, str | None]:
        """The first date the layout's selectors find, and the selector: beside the title or in the body: not in menus, nor in lists below."""
        first = max(0, title.order - _ABOVE_TITLE)
        for css in self.generation.date:
            for element in self.tree.select(css):
                order = self.page.order_of(element)
                if not first <= order < region.last or self._elsewhere(order, title):
                    continue
                machine = from_iso(element.get("datetime") or "")
                printed = find_stamp(self.page.text_of(element))
                stamp = finer(printed, machine) if printed else machine
                if stamp:
                    return stamp, css
        return None, None

    def _elsewhere(self, order: int, title: Title) -> bool:
        """Whether a line stands in navigation, or in a page header that does not hold the title."""
        region = self.page.blocks[order].region
        header = title.order >= 0 and self.page.blocks[title.order].region == "header"
        return region in {"nav", "footer", "aside"} or (region == "header" and not header)

    def _image_day(self) -> Stamp | None:
        sources = [block.href or "" for block in self.page.blocks if block.image]
        return next((stamp for source in sources if (stamp := image_day(source))), None)


def _lead_date(body: Body) -> Stamp | None:
    """The day with which a lead begins: “Ngày 07/4/2022, Công an xã …”."""
    lead = body.paragraphs[0] if body.paragraphs else ""
    stamp = find_stamp(lead[:60])
    if stamp is None or lead[: stamp.start].strip().casefold() not in _LEAD_OPENINGS:
        return None
    return Stamp(stamp.day, None, 0, 0)
