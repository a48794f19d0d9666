"""From mohinh.toml to the crawler's settings."""

from __future__ import annotations

from dataclasses import fields

from crawler.settings import CrawlSettings
from nightly.config import CrawlConfig


def settings_of(config: CrawlConfig) -> CrawlSettings:
    """The crawler's own defaults, and what mohinh.toml says.

    Raises `CrawlerError` naming the setting when a value is out of its range.
    """
    given = {f.name: getattr(config, f.name) for f in fields(config)}
    return CrawlSettings(**{name: value for name, value in given.items() if value is not None})
