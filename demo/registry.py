"""The registry entries of the demo sites, with the ports they are served on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

TEMPLATE = Path(__file__).parent / "sources.toml"


def registry_text(urls: Mapping[str, str]) -> str:
    """`demo/sources.toml` with ``{port:<site id>}`` replaced by the port in ``urls`` (site id → address).

    Raises KeyError when the template names a site that is not served.
    """
    return re.sub(
        r"\{port:([a-z]+)\}",
        lambda match: str(urlsplit(urls[match[1]]).port),
        TEMPLATE.read_text(encoding="utf-8"),
    )
