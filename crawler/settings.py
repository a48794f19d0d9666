"""How a crawl behaves: everything that is not a matter of the single site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.errors import CrawlerError


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """Settings of a crawl. Times are in seconds, sizes in bytes.

    ``contact`` (a page or an e-mail address) stands in the User-Agent, so that a site's people can reach whoever runs
    this. ``delay`` is the least time between two requests to one host unless the source or its robots.txt asks for
    more; jitter only ever lengthens it. ``budget`` is the most requests to one source in a run, ``max_pages`` the most
    pages of one listing. After ``breaker`` failures in a row a source is left alone until the next run. A host that
    asks to wait (Retry-After) is waited for up to ``longest_wait``, else left alone until then. robots.txt is asked again after ``robots_fresh``, also during a run. A page that
    needs its scripts may take ``render_timeout`` to open and again to be ready (what it asks for keeps the host's delay), in ``browser``, a Chromium (None: the first on the PATH). ``max_seconds`` ends
    the whole run in an orderly way. ``since`` has listings followed back to that day (`crawler.backfill`). With ``fsync`` each archived page is forced to disk before the database names
    it; without, a power cut may cost the last pages (a killed process never does).
    """

    contact: str | None = None
    delay: float = 1.5
    max_delay: float = 60.0
    budget: int = 1500
    max_pages: int = 10
    breaker: int = 5
    longest_wait: float = 120.0
    timeout: float = 40.0
    render_timeout: float = 120.0
    browser: str | None = None
    robots_fresh: float = 3600.0
    max_seconds: float | None = None
    since: date | None = None
    max_page_bytes: int = 10_000_000
    max_list_bytes: int = 50_000_000
    rotate_bytes: int = 512_000_000
    fsync: bool = True

    def __post_init__(self) -> None:
        """Refuse what would make a crawl rude or endless.

        Raises:
            CrawlerError: a value is out of its range; names it.
        """
        for name in (
            "budget",
            "max_pages",
            "breaker",
            "timeout",
            "render_timeout",
            "robots_fresh",
            "max_page_bytes",
            "max_list_bytes",
            "rotate_bytes",
        ):
            if getattr(self, name) <= 0:
                raise CrawlerError(f"crawl setting “{name}” must be above zero, not {getattr(self, name)!r}")
        for name in ("delay", "max_delay", "longest_wait"):
            if getattr(self, name) < 0:
                raise CrawlerError(
                    f"crawl setting “{name}” must not be negative, not {getattr(self, name)!r}"
                )
        if self.contact is not None and (
            "\n" in self.contact or "\r" in self.contact or not self.contact.isascii()
        ):
            raise CrawlerError(
                "crawl setting “contact” must be one line of plain ASCII: it stands in an HTTP header"
            )

    @property
    def user_agent(self) -> str:
        """What we call ourselves to every site."""
        return f"mohinh/0.1 (research crawler; +{self.contact or 'contact not configured'})"
