"""One crawl: folder (registry.toml, m.db, archive/) and settings as JSON from the command line; prints the report."""

from __future__ import annotations

import json
import resource
import signal
import sys
from datetime import date
from pathlib import Path

from crawler.crawl import crawl
from crawler.errors import CrawlerError
from crawler.registry import load_registry
from crawler.settings import CrawlSettings
from db.connection import open_database
from db.errors import StoreError
from db.runs import start_run
from tests.crawler.peak import peak_mb


def main() -> None:
    folder, values = Path(sys.argv[1]), json.loads(sys.argv[2])
    registry = load_registry(folder / "registry.toml")
    if largest := values.pop("largest_file", None):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    if since := values.get("since"):
        values["since"] = date.fromisoformat(since)
    progress = []
    show = values.pop("show_progress", False)
    settings = CrawlSettings(**{"delay": 0.0, "fsync": False, **values})

    def on_progress(now):
        progress.append(now.requested)
        if show:
            print(now.new_pages, flush=True)

    try:
        db = open_database(folder / "m.db")
        run_id = start_run(db, "crawl", "test")
        db.close()
        report = crawl(folder / "m.db", folder / "archive", registry.sources, settings, run_id, on_progress)
    except (CrawlerError, StoreError) as error:
        print(json.dumps({"error": str(error), "type": type(error).__name__}))
        return
    extra = {"needs_attention": report.needs_attention, "progress": progress, "peak_mb": peak_mb()}
    print(json.dumps({**report.as_dict(), **extra}))


main()
