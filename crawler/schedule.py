"""When an address is asked again. Pure: takes the time, gives the time.

Listings, feeds and sitemaps of the registry are asked in every run. An article is asked again 1, 2, 4, 8 and 30 days
after the visit before (edits happen in the first days), then never; old news 30 days after each visit. Unless its site says that it changed: then at once. What
fails is asked again after 1 hour, then 6, then 1, 2, 4, 8, 16 and 30 days; then it is set aside with its error.
"""

from __future__ import annotations

from datetime import datetime, timedelta

REVISITS = tuple(timedelta(days=days) for days in (1, 2, 4, 8, 30))
RETRIES = (timedelta(hours=1), timedelta(hours=6), *(timedelta(days=days) for days in (1, 2, 4, 8, 16, 30)))
REFUSED_AGAIN = timedelta(days=7)
"""robots.txt, redirects and the registry change now and then: what was refused is looked at again after this."""
OLD = timedelta(days=30)
"""An article published longer ago than this when it is fetched is old news: nobody edits it any more."""
OLD_AGAIN = timedelta(days=30)
"""Old news is asked again after this, as often as other articles."""
FARTHEST = timedelta(days=31)
"""Nothing is due later than this; what seems to be was written while the clock was wrong."""
GONE_AGAIN = timedelta(days=7)
"""A page that answered 404 and still stands in a listing is asked again after this."""


def after_visit(visits: int, now: datetime) -> datetime | None:
    """When an article is due after its ``visits``-th successful visit (counted from 1); None: never again."""
    return now + REVISITS[visits - 1] if 1 <= visits <= len(REVISITS) else None


def after_failure(tries: int, now: datetime) -> datetime | None:
    """When an address is due after its ``tries``-th failure in a row (counted from 1); None: set aside."""
    return now + RETRIES[tries - 1] if 1 <= tries <= len(RETRIES) else None
