"""All localities of a text: find typed and bare mentions, resolve them, write their paths."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.gazetteer import Gazetteer, Level
from extract.localities.bare import BareScanner
from extract.localities.context import Context, read_context, settle_era
from extract.localities.mentions import MentionScanner
from extract.localities.paths import PathWriter
from extract.localities.raw import Raw
from extract.localities.relations import relate
from extract.localities.resolve import Resolver
from extract.localities.tokens import Tokens, tokenize
from extract.localities.vocabulary import vocabulary
from extract.ranking import bundled_weights
from extract.records import LocalityMention, Ranking, Segment


@dataclass(frozen=True, slots=True)
class Localities:
    """The mentions of a text in order, and what was weighed for names without a type."""

    mentions: list[LocalityMention]
    rankings: tuple[Ranking, ...]


def find_localities(
    text: str,
    sentences: Sequence[Segment],
    gazetteer: Gazetteer,
    *,
    province: str | None = None,
    published: str | None = None,
    title: str = "",
) -> list[LocalityMention]:
    """The administrative units that a canonical text names, in order, each with its path.

    ``sentences`` are the text's (`extract.sentences`), ``province`` the source's own, ``published`` an ISO date or None.
    The title only helps to understand the text: what it names is not returned. Mentions do not overlap.
    """
    return weigh_localities(
        text, sentences, gazetteer, province=province, published=published, title=title
    ).mentions


def weigh_localities(
    text: str,
    sentences: Sequence[Segment],
    gazetteer: Gazetteer,
    *,
    province: str | None = None,
    published: str | None = None,
    title: str = "",
    weights: Mapping[str, float] | None = None,
) -> Localities:
    """As `find_localities`, with the decisions on bare names; ``weights`` (slot ``bare``) instead of the bundled ones."""
    words = vocabulary()
    context = read_context(gazetteer, province=province, published=published)
    title_tokens = tokenize(title)
    heading = _heading(title_tokens, context)
    tokens = tokenize(text)
    scanner = MentionScanner(tokens, context, words)
    typed = scanner.scan()
    context = settle_era(context, text, typed)
    bare_scanner = BareScanner(
        tokens, context, words, scanner.names, bundled_weights().bare if weights is None else weights
    )
    bare = bare_scanner.scan(typed, heading, title_tokens)
    mentions = sorted([*typed, *bare], key=lambda m: m.first)
    relate(mentions, tokens, words)
    _place(mentions, text, sentences)
    Resolver(context, mentions, heading).resolve()
    PathWriter(context, mentions, heading, bare_scanner.spoken).write()
    return Localities([_record(raw) for raw in mentions if raw.path], tuple(bare_scanner.rankings))


def _heading(tokens: Tokens, context: Context) -> list[Raw]:
    """The typed mentions of a title."""
    words = vocabulary()
    mentions = MentionScanner(tokens, context, words).scan()
    relate(mentions, tokens, words)
    return mentions


def _place(mentions: Sequence[Raw], text: str, sentences: Sequence[Segment]) -> None:
    """Number each mention's sentence and paragraph."""
    starts = [s.start for s in sentences]
    lines: list[int] = []
    at = text.find("\n")
    while at >= 0:
        lines.append(at)
        at = text.find("\n", at + 1)
    for raw in mentions:
        raw.sentence = bisect_right(starts, raw.start)
        raw.paragraph = bisect_right(lines, raw.start)


def _record(raw: Raw) -> LocalityMention:
    unit = raw.unit if raw.level is not Level.HAMLET else None
    return LocalityMention(
        raw.start,
        raw.end,
        raw.path,
        raw.kind,
        raw.path.split(" | ")[0].removeprefix(raw.kind).strip(),
        unit.code if unit else None,
        unit.vintage if unit else None,
        bare=raw.bare,
        organisation=raw.organisation,
        former=raw.former,
        group=raw.group,
        candidates=raw.candidates,
        flags=tuple(raw.flags),
    )
