"""The registry of sources: reading and checking ``sources.toml``.

A registry is one TOML file: optional ``[defaults]`` (``deny``: patterns for all sources) and one ``[[source]]`` table per
site. Everything is checked on load; the first mistake is reported with file, entry and field.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cssselect import SelectorError, parse

from crawler.errors import RegistryError
from crawler.fields import Fields
from crawler.layout import load_layouts
from crawler.rendering import Rendering
from crawler.service import PAGE, Service
from crawler.source import IDENTITY, Floors, Kind, Source, Status
from crawler.urls import host_of, is_web_address

BUNDLED = Path(__file__).parent / "sources.toml"


@dataclass(frozen=True, slots=True)
class Registry:
    """All sources, in the order of the file."""

    sources: tuple[Source, ...]
    path: Path
    _by_host: dict[str, Source | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def select(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """The sources with these ids in the order of the file; all when none is named.

        Raises:
            RegistryError: an id is unknown; the message lists those that look alike.
        """
        wanted = list(dict.fromkeys(ids))
        known = {source.id for source in self.sources}
        for one in wanted:
            if one not in known:
                near = sorted(other for other in known if one in other or other in one)[:8]
                hint = f"; did you mean {', '.join(near)}?" if near else "; `mohinh sources list` shows all"
                raise RegistryError(f"{self.path.name}: no source “{one}”{hint}")
        return tuple(source for source in self.sources if not wanted or source.id in wanted)

    def source_for(self, url: str) -> Source | None:
        """The source an address belongs to, by its host (mirrors and former hosts included)."""
        host = host_of(url)
        if host not in self._by_host:
            owner = next((source for source in self.sources if source.owns(url)), None)
            self._by_host[host] = owner or next((one for one in self.sources if one.knows(url)), None)
        return self._by_host[host]


def load_registry(path: Path | None = None) -> Registry:
    """Read a registry, the bundled one when ``path`` is None.

    Raises:
        RegistryError: the file cannot be read, is not TOML, or an entry is wrong (names file, entry and field).
    """
    path = path or BUNDLED
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegistryError(f"{path.name}: not valid TOML: {error}") from error
    unknown = sorted(set(data) - {"defaults", "source"})
    if unknown:
        raise RegistryError(
            f"{path.name}: unknown table “{unknown[0]}”; a registry has [defaults] and [[source]] entries"
        )
    entries = data.get("source", [])
    if not isinstance(entries, list) or not entries:
        raise RegistryError(f"{path.name}: has no [[source]] entry")
    defaults = Fields(path.name, "defaults", data.get("defaults", {}))
    deny = defaults.patterns("deny")
    defaults.done()
    sources = tuple(_source(path.name, number, entry, deny) for number, entry in enumerate(entries, 1))
    _check_layouts(path.name, sources)
    _check_unique(path.name, sources)
    return Registry(sources=sources, path=path)


def _source(file: str, number: int, entry: Mapping[str, Any], deny: tuple[Any, ...]) -> Source:
    """One checked entry."""
    fields = Fields(file, f"number {number}", entry)
    fields.entry = identifier = fields.identifier("id")
    floors = Fields(file, f"{identifier}.floors", entry.get("floors", {}))
    fields.seen("floors")
    source = Source(
        id=identifier,
        name=fields.text("name"),
        province=fields.optional_text("province"),
        former_provinces=fields.texts("former_provinces"),
        kind=fields.choice("kind", Kind),
        status=fields.choice("status", Status),
        hosts=fields.hosts("hosts", needed=True),
        mirrors=fields.host_map("mirrors"),
        legacy_hosts=fields.hosts("legacy_hosts"),
        start=fields.addresses("start"),
        feeds=fields.addresses("feeds"),
        sitemaps=fields.addresses("sitemaps"),
        article=fields.patterns("article"),
        deny=fields.patterns("deny") + deny,
        rewrite=fields.rewrites("rewrite"),
        keep_query=fields.texts("keep_query") if "keep_query" in entry else None,
        services=tuple(_service(one) for one in fields.tables("services")),
        identity=next(iter(fields.patterns("identity")), None),
        detail=fields.optional_text("detail"),
        layout=fields.optional_text("layout"),
        delay=fields.number("delay", None, least=0.0),
        budget=fields.whole("budget", None, least=1),
        max_pages=fields.whole("max_pages", None, least=1),
        verify_tls=fields.flag("verify_tls", default=True),
        allow_private=fields.flag("allow_private", default=False),
        render=_rendering(fields.table("render")),
        note=fields.optional_text("note") or "",
        examples=fields.addresses("examples"),
        floors=Floors(
            title=floors.share("title", Floors().title),
            date=floors.share("date", Floors().date),
            body=floors.whole("body", Floors().body, least=0) or 0,
            fallback=floors.share("fallback", Floors().fallback if "layout" in entry else 1.0),
        ),
    )
    floors.done()
    fields.done()
    _check_addresses(fields, source)
    return source


def _service(fields: Fields) -> Service:
    """One checked service of an entry."""
    listed = fields.text("list")
    if listed.count(PAGE) != 1 or not is_web_address(listed):
        raise fields.error("list", f"must be an absolute address with {PAGE} in it once, not “{listed}”")
    service = Service(
        list=listed,
        items=fields.texts("items"),
        address=fields.optional_text("address") or "",
        published=fields.texts("published"),
        html=fields.loose_text("html"),
        first=fields.whole("first", 1, least=0) or 0,
    )
    if (service.html is None) == (not service.items):
        raise fields.error("items", "name either items and address, or html")
    if service.items and "{" not in service.address:
        raise fields.error("address", "must hold fields of a record in braces, such as /tin-tuc/{Url}-{Id}")
    fields.done()
    return service


def _rendering(fields: Fields | None) -> Rendering | None:
    """How the entry's pages are rendered; None where they are read as they are sent."""
    if fields is None:
        return None
    render = Rendering(wait_for=fields.optional_text("wait_for"), hosts=fields.hosts("hosts"))
    if render.wait_for is not None:
        try:
            parse(render.wait_for)
        except SelectorError as error:
            raise fields.error("wait_for", f"“{render.wait_for}” is not a CSS selector: {error}") from error
    fields.done()
    return render


def _check_addresses(fields: Fields, source: Source) -> None:
    """An entry's addresses must be its own, and its examples must look like articles to its own patterns."""
    lists = tuple(service.page_url(1) for service in source.services)
    for name, urls in (
        ("start", source.start),
        ("services", lists),
        ("feeds", source.feeds),
        ("sitemaps", source.sitemaps),
    ):
        for url in urls:
            if host_of(url) not in source.hosts:
                raise fields.error(
                    name, f"“{url}” is on none of the entry's hosts ({', '.join(source.hosts)})"
                )
    for mirror, home in source.mirrors:
        if home not in source.hosts:
            raise fields.error(
                "mirrors", f"“{mirror}” points to “{home}”, which is none of the entry's hosts"
            )
    if source.detail is not None and (
        source.identity is None
        or source.detail.count(IDENTITY) != 1
        or host_of(source.detail) not in source.hosts
    ):
        raise fields.error(
            "detail",
            f"must be an address on one of the entry's hosts with {IDENTITY} in it once, and needs identity",
        )
    for url in source.examples:
        if not source.is_article(url):
            raise fields.error(
                "examples", f"“{url}” is no article by this entry's hosts, article and deny patterns"
            )
    if not (source.start or source.feeds or source.sitemaps or source.services):
        raise fields.error("start", "is missing: name at least one start page, feed, sitemap or service")


def _check_unique(file: str, sources: tuple[Source, ...]) -> None:
    """No id and no host twice: an address belongs to one source."""
    ids: set[str] = set()
    hosts: dict[str, str] = {}
    for source in sources:
        if source.id in ids:
            raise RegistryError(f"{file}: entry “{source.id}”: field “id”: stands twice in the file")
        ids.add(source.id)
        for host in (*source.hosts, *(mirror for mirror, _ in source.mirrors), *source.legacy_hosts):
            other = hosts.setdefault(host.removeprefix("www."), source.id)
            if other != source.id:
                raise RegistryError(
                    f"{file}: entry “{source.id}”: field “hosts”: “{host}” belongs to “{other}” already"
                )


def _check_layouts(file: str, sources: tuple[Source, ...]) -> None:
    """A layout that is named exists; otherwise the articles would silently go to the generic extractor."""
    known = load_layouts()
    for source in sources:
        if source.layout is not None and source.layout not in known:
            raise RegistryError(
                f"{file}: entry “{source.id}”: field “layout”: “{source.layout}” is not known; known: {', '.join(known)}"
            )
