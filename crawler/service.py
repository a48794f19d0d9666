"""A listing that answers in JSON: the service behind a “load more” button, declared in the registry.

    [[source.services]]
    list = "https://example.gov.vn/api/list?page={page}"
    items = ["ListData", "ListMoreData"]
    address = "/tin-tuc/{Url}-{Id}"
    published = ["PublishTime", "CreatedTime"]

Or, where the service answers with a piece of HTML (alone, or inside JSON under a key), ``html`` in place of ``items``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PAGE = "{page}"


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a source.

    ``list`` is its address with ``{page}`` where the number stands, ``first`` the number of its first page. ``items``
    are dotted paths to lists of records; ``address`` makes an article's address from a record's fields in braces,
    ``published`` names fields with a record's time, the first that is there counts. ``html`` is the dotted path
    to a piece of HTML, "" when the whole answer is one.
    """

    list: str
    items: tuple[str, ...] = ()
    address: str = ""
    published: tuple[str, ...] = ()
    html: str | None = None
    first: int = 1

    def page_url(self, number: int) -> str:
        """The address of a page of the list."""
        return self.list.replace(PAGE, str(number))

    def number_of(self, url: str) -> int | None:
        """Which page of the list an address is, None when it is none."""
        before, _, after = self.list.partition(PAGE)
        found = re.fullmatch(re.escape(before) + r"(\d{1,6})" + re.escape(after), url)
        return int(found[1]) if found else None
