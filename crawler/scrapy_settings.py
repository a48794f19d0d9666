"""All Scrapy settings of a crawl, in one place, each decided on purpose (Scrapy 2.19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crawler.addresses import host_name
from crawler.pace import JITTER, Pace
from crawler.rendering import browser_settings, why_not_rendered
from crawler.settings import CrawlSettings
from crawler.source import Source

_OURS = "crawler.middlewares"


def scrapy_settings(sources: Sequence[Source], settings: CrawlSettings, pace: Pace) -> Mapping[str, object]:
    """The settings for `scrapy.crawler.CrawlerProcess`."""
    rendering = any(source.render for source in sources) and why_not_rendered(settings.browser) is None
    return {
        "BOT_NAME": "mohinh",
        "USER_AGENT": settings.user_agent,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Language": "vi,en;q=0.3",
        },
        # TLS is verified (off by default); a source with a known broken chain is excepted by name.
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_HANDLERS": {"https": "crawler.tls.SourceTlsHandler"},
        "MOHINH_UNVERIFIED_HOSTS": sorted(_names(source for source in sources if not source.verify_tls)),
        # Names that resolve to private addresses fail, except for sources that say they may.
        "TWISTED_DNS_RESOLVER": "crawler.addresses.GuardedResolver",
        "MOHINH_PRIVATE_HOSTS": sorted(_names(source for source in sources if source.allow_private)),
        # One request at a time for each host, with its own delay; hosts do not wait for each other.
        "CONCURRENT_REQUESTS": max(16, 3 * len(pace.hosts)),
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "CONCURRENT_ITEMS": 1,  # our callbacks give requests only; Scrapy starts that many tasks for each answer (measured: a third of the time)
        "DOWNLOAD_DELAY": settings.delay,
        "DOWNLOAD_DELAY_JITTER": JITTER,
        "DOWNLOAD_SLOTS": {
            host: {"concurrency": 1, "delay": pace.least(host), "jitter": JITTER} for host in pace.hosts
        },
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",  # in the ledger's order (the default is last in, first out)
        # All components are named here. Scrapy imports those of its own lists even where they are switched off, and asks
        # each of those that are not for every request (measured: a fifth of the time of a crawl, half of that of an empty one).
        # Nobody gets into a running crawl from outside (telnet, remote control), no proxy of the environment resolves names past the guard.
        "EXTENSIONS_BASE": {},
        "EXTENSIONS": {f"{_OURS}.throttle.Throttle": 0},
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES_BASE": {
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
            "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
            "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
            f"{_OURS}.cookies.CookiesMiddleware": 700,
        },
        "DOWNLOADER_MIDDLEWARES": {
            f"{_OURS}.gate.GateMiddleware": 50,
            f"{_OURS}.robots.RobotsMiddleware": 100,
            **({f"{_OURS}.render.RenderMiddleware": 500} if rendering else {}),
            f"{_OURS}.retries.RetryMiddleware": 550,
            f"{_OURS}.redirects.RedirectMiddleware": 600,
            f"{_OURS}.wire.WireMiddleware": 595,
        },
        **(browser_settings(settings.browser, settings.render_timeout) if rendering else {}),
        "COOKIES_ENABLED": True,  # in memory only: some portals redirect to themselves until they get their cookie back
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",  # the ledger knows what was asked
        "DOWNLOAD_TIMEOUT": settings.timeout,
        "DOWNLOAD_MAXSIZE": settings.max_page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "COMPRESSION_ENABLED": True,  # unpacks up to download_maxsize, then gives up
        "LOG_ENABLED": False,  # logging is set up by whoever calls us
        "LOG_INSTALL_ROOT_HANDLER": False,
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",  # the report counts what it tells
        "STATS_DUMP": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # reads the callback's source anew for each answer
    }


def _names(sources: Iterable[Source]) -> set[str]:
    return {
        host_name(f"http://{host}")
        for source in sources
        for host in (*source.hosts, *(mirror for mirror, _ in source.mirrors))
    }
