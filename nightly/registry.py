"""The registry as a night uses it: read by the crawler, its provinces looked up in the gazetteer."""

from __future__ import annotations

import difflib

from crawler.errors import RegistryError
from crawler.registry import Registry, load_registry
from extract.gazetteer import Gazetteer
from nightly.config import Config


def checked_registry(config: Config) -> Registry:
    """The registry ``config`` names.

    Extraction reads places by the province of their source, so a misspelt one would make every place of a site doubtful.

    Raises:
        RegistryError: the registry is wrong, or an entry names a province that is none.
    """
    registry = load_registry(config.registry)
    gazetteer = Gazetteer.load()
    known = {unit.name for vintage in ("old", "new") for unit in gazetteer.provinces(vintage)}
    for source in registry.sources:
        named = (
            ("province", source.province),
            *(("former_provinces", one) for one in source.former_provinces),
        )
        for field, province in named:
            if province is None or province in known:
                continue
            near = difflib.get_close_matches(province, known, n=1)
            hint = f"; is it “{near[0]}”?" if near else ""
            raise RegistryError(
                f"{registry.path.name}: entry “{source.id}”: field “{field}”: no province is called “{province}”{hint}"
            )
    return registry
