"""Pages that show their text only after their scripts have run: what a registry entry says of them, and what they need.

    [source.render]
    wait_for = ".article-detail"        # the page is ready when this CSS selector matches
    hosts = ["cdn.example.vn"]          # scripts are fetched from these too, not from the source's own hosts only

Off unless an entry has the table. It needs the extra ``mohinh[js]`` and a Chromium; how the browser is kept as polite
as the crawl stands in `crawler.middlewares.render`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")

_NO_NETWORK = (
    # Whatever the browser asks is answered by the crawl (`crawler.middlewares.render`); what slips past that gets nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a source's listings and articles are rendered.

    ``wait_for`` is a CSS selector that matches once the content is there; without it the page is taken when it has
    asked for nothing for half a second. ``hosts`` are those besides the source's own that scripts and data may come from.
    """

    wait_for: str | None = None
    hosts: tuple[str, ...] = ()


def browser_path(setting: str | None) -> str | None:
    """The Chromium to start: the one of the settings, else the first found on the PATH."""
    if setting is not None:
        return shutil.which(setting)
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def why_not_rendered(setting: str | None) -> str | None:
    """What is missing for rendering pages, and what to do; None when nothing is. ``setting`` is ``crawl.browser``."""
    if find_spec("scrapy_playwright") is None:
        return "its pages need a browser: install the extra with pip install 'mohinh[js]'"
    if browser_path(setting) is None:
        missing = f"“{setting}” (crawl.browser) is none" if setting else "none is on the PATH"
        return f"its pages need a Chromium and {missing}: install one, or name it as crawl.browser in mohinh.toml"
    return None


def browser_settings(setting: str | None, seconds: float) -> Mapping[str, object]:
    """Scrapy settings for the browser; a step of it (opening a page, waiting for it) may take ``seconds``."""
    return {
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": browser_path(setting),
            "args": list(_NO_NETWORK),
            # Chromium refuses its sandbox to root.
            "chromium_sandbox": os.geteuid() != 0,
        },
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": seconds * 1000,
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
    }
