"""A registry entry as a site itself suggests it: what `crawler.check` found, as TOML to paste into the registry.

A suggestion is for a person to look at. What the site did not show stays as the entry has it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.checked import Sample, SourceCheck, Verdict
from crawler.errors import CrawlerError
from crawler.shapes import Shape, article_shapes
from crawler.source import Kind, Source, Status
from crawler.urls import host_of, is_web_address

_ENOUGH = 0.5
"""Share of a form's sample pages that must have been read as articles."""


def blank_source(url: str) -> Source:
    """A source of which nothing but an address is known, to be looked at with ``explore``.

    Raises:
        CrawlerError: that is no address of a page.
    """
    url = url if "://" in url else f"https://{url}"
    if not is_web_address(url):
        raise CrawlerError(
            f"“{url}” is no web address; give the home page of the site, such as https://congan.example.gov.vn/"
        )
    host = host_of(url)
    name = re.sub(r"^(?:www\.)", "", host)
    kind = Kind.POLICE if "congan" in name else Kind.NEWSPAPER if name.startswith("bao") else Kind.PORTAL
    return Source(
        id=re.sub(r"[^a-z0-9]+", "-", name.removesuffix(".vn").removesuffix(".gov").removesuffix(".com")).strip("-") or "site",
        name=name,
        province=None,
        kind=kind,
        status=Status.INFERRED,
        hosts=(host,),
        start=(url if urlsplit(url).path else f"{url}/",),
    )  # fmt: skip


def suggested(source: Source, result: SourceCheck) -> Source:
    """The source with what the check found: feeds, sitemaps, form of articles, layout, an example; lists that failed are out."""
    found = result.found
    failed = {check.target for check in result.checks if check.verdict is Verdict.FAILED}
    read = [sample for sample in found.samples if sample.is_article]
    shape = _shape(found.links, found.samples)
    fits = any(source.is_article(sample.url) for sample in read)
    article = source.article if fits or shape is None else (re.compile(shape.pattern),)
    changed = replace(
        source,
        article=article,
        start=_kept(source.start, failed),
        feeds=_kept(_more(source, source.feeds, found.feeds), failed),
        sitemaps=_kept(_more(source, source.sitemaps, found.sitemaps), failed),
        layout=_layout(read) or source.layout,
    )
    examples = tuple(sample.url for sample in read if changed.is_article(sample.url))
    if fits and source.status is Status.VERIFIED:
        return changed
    if not examples:
        return replace(changed, examples=tuple(url for url in source.examples if changed.is_article(url)))
    return replace(changed, status=Status.VERIFIED, examples=examples[:1])


def entry_text(source: Source, note: str = "") -> str:
    """The entry as it stands in a registry."""
    return "\n".join(["[[source]]", *_lines(source, note), ""])


def changes_text(source: Source, changed: Source) -> str:
    """The lines of an entry that would change; "" when the entry fits as it is."""
    before = set(_lines(source, ""))
    return "\n".join(line for line in _lines(changed, "") if line not in before)


def _lines(source: Source, note: str) -> Iterator[str]:
    yield f"id = {json.dumps(source.id)}"
    yield f"name = {_text(source.name)}"
    yield f"province = {_text(source.province)}" if source.province else '# province = "…"'
    yield f'kind = "{source.kind}"'
    yield f'status = "{source.status}"'
    if note or source.note:
        yield f"note = {_text(note or source.note)}"
    for name in ("hosts", "legacy_hosts", "start", "feeds", "sitemaps"):
        values = getattr(source, name)
        if values:
            yield f"{name} = [{', '.join(_text(value) for value in values)}]"
    patterns = [pattern.pattern for pattern in source.article]
    if patterns:
        yield f"article = [{', '.join(_literal(pattern) for pattern in patterns)}]"
    else:
        yield "# article = '…'   (no form of addresses found whose pages read as articles)"
    if source.layout:
        yield f"layout = {_text(source.layout)}"
    if source.examples:
        yield f"examples = [{', '.join(_text(url) for url in source.examples)}]"


def _shape(links: Sequence[str], samples: Sequence[Sample]) -> Shape | None:
    """The likeliest form whose pages, as far as they were looked at, are articles."""
    for shape in article_shapes(links):
        seen = [sample for sample in samples if sample.url in shape.examples]
        if seen and sum(sample.is_article for sample in seen) >= _ENOUGH * len(seen):
            return shape
    return None


def _layout(read: Sequence[Sample]) -> str | None:
    layouts = Counter(sample.layout for sample in read if sample.layout)
    return layouts.most_common(1)[0][0] if layouts else None


def _more(source: Source, known: Sequence[str], named: Sequence[str]) -> tuple[str, ...]:
    have = {source.canonical(url) for url in known}
    new = [url for url in named if host_of(url) in source.hosts and source.canonical(url) not in have]
    return (*known, *dict.fromkeys(new))


def _kept(urls: Sequence[str], failed: set[str]) -> tuple[str, ...]:
    """Without those that failed, unless all did: then the failure is not theirs."""
    left = tuple(url for url in urls if url not in failed)
    return left or tuple(urls)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _literal(pattern: str) -> str:
    return _text(pattern) if "'" in pattern else f"'{pattern}'"
