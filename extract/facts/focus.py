"""Which place and which model the running text is about: the discourse state that facts without a place of their own inherit from.

The annotation guideline asks for the nearest governing place: sentence, then paragraph, then title, then the source's province.
Generic nouns (“toàn tỉnh”, “trên địa bàn huyện”, “UBND xã”) mean the unit of that level in context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.facts.generic import generic_nouns
from extract.facts.paths import Level, ancestors, common_container, contains, level
from extract.facts.view import Sentence, View
from extract.records import LocalityMention

_CITY_NOUNS = frozenset({"thành phố", "tp"})
_HAMLET_NOUNS = frozenset(
    {"khu", "khu phố", "tổ dân phố", "khu dân cư", "thôn", "bản", "xóm", "ấp", "làng", "buôn", "khối", "khóm"}
)


@dataclass(frozen=True, slots=True)
class PlaceReference:
    """A place a sentence refers to: a named unit (with the chain it heads) or a generic noun for one.

    ``leaf`` is the path meant; ``members`` more than one path where the text lists places, ``whole`` then the smallest unit named in the
    document that holds them all. ``strong`` tells that it can
    govern what follows (“Tại …”, “toàn tỉnh”, a subject), ``organisation`` that only an organisation of it is named, ``agent`` that it acts
    (“được phường duy trì”), ``weak`` that it only completes what stands before it (“29 xã của huyện”).
    """

    start: int
    end: int
    leaf: str
    members: tuple[str, ...]
    generic: bool
    organisation: bool
    strong: bool
    agent: bool = False
    weak: bool = False
    whole: str | None = None
    mentions: tuple[LocalityMention, ...] = ()


@dataclass(slots=True)
class Focus:
    """The places most recently spoken of, per level, and the governing one with the paragraph that made it so.

    ``title_place`` is what the title names, ``main_place`` what the text names most, ``named`` everything it names.
    """

    province: str | None
    title_place: str | None = None
    named: frozenset[str] = frozenset()
    main_place: str | None = None
    current: str | None = None
    set_in: int = -1
    recent: dict[Level, str] = field(default_factory=dict)
    recent_types: dict[str, str] = field(default_factory=dict)

    def governing(self) -> tuple[str | None, str]:
        """The place to inherit, and from which scope it comes (``context``, ``title``, ``source``)."""
        if self.current:
            return self.current, "context"
        if self.title_place:
            return self.title_place, "title"
        return self.province, "source"

    def see(self, path: str) -> None:
        """Remember a unit that the text names, and the units above it, for the generic nouns that follow."""
        for ancestor in reversed(ancestors(path)):
            rank = level(ancestor)
            self.recent[rank] = ancestor
            self.recent_types[_type_of(ancestor)] = ancestor

    def resolve(self, noun: str) -> str | None:
        """The unit in context that a generic noun means; None where there is none."""
        if noun in _CITY_NOUNS:
            return self.recent_types.get("thành phố") or (
                self.province if self.province and self.province.startswith("thành phố ") else None
            )
        if noun == "tỉnh":
            if self.current:
                top = ancestors(self.current)[-1]
                if top.startswith("tỉnh "):
                    return top
            return (
                self.province
                if self.province and self.province.startswith("tỉnh ")
                else self.recent_types.get("tỉnh")
            )
        for ancestor in ancestors(self.current) if self.current else ():
            if _type_of(ancestor) == noun or (noun in _HAMLET_NOUNS and level(ancestor) is Level.HAMLET):
                return ancestor
        if noun in _HAMLET_NOUNS and Level.HAMLET in self.recent:
            return self.recent[Level.HAMLET]
        return self.recent_types.get(noun) or self._of_subject(noun)

    def _of_subject(self, noun: str) -> str | None:
        """The unit of that type that the title or most of the text is about, for one that has not been named yet."""
        for place in (self.title_place, self.main_place):
            for ancestor in ancestors(place) if place else ():
                if _type_of(ancestor) == noun:
                    return ancestor
        return None


def _type_of(path: str) -> str:
    leaf = path.partition(" | ")[0]
    for kind in ("thành phố", "thị xã", "thị trấn", "khu phố", "tổ dân phố", "khu dân cư"):
        if leaf.startswith(kind + " "):
            return kind
    return leaf.partition(" ")[0]


def outside_names(sentence: Sentence) -> Iterator[LocalityMention]:
    """The localities that are not part of a model's name (“Buôn Kmu-hai không một giảm”)."""
    for mention in sentence.localities:
        if not any(model.start <= mention.start < model.end for model in sentence.models):
            yield mention


_CHAIN_GAP = re.compile(r"^\s*(?:[,(]|\(?(?:cùng |đều )?(?:thuộc|của)|\(cùng)?\s*(?:nay là|nay thuộc)?\s*$")
_LIST_GAP = re.compile(r"^\s*(?:[,;\-–/&]|và|với|\)?,|\),?\s*và|\)\s*và|hay)?\s*(?:các|hai|ba)?\s*$")


def place_references(view: View, sentence: Sentence, focus: Focus) -> list[PlaceReference]:
    """The places of a sentence in text order: chains folded to their smallest unit, lists kept together, generic nouns resolved.

    ``focus`` is the state before the sentence; the names of the sentence itself resolve its generic nouns too.
    """
    references = _named(view, sentence, focus)
    for reference in references:
        for member in reference.members:
            focus.see(member)
    for generic in generic_nouns(view, sentence):
        path = focus.resolve(generic.noun)
        if path is not None:
            references.append(
                PlaceReference(
                    generic.start,
                    generic.end,
                    path,
                    (path,),
                    generic=True,
                    organisation=generic.organisation,
                    strong=generic.strong,
                    agent=generic.agent,
                    weak=generic.weak,
                )
            )
    references.sort(key=lambda reference: reference.start)
    return references


def _named(view: View, sentence: Sentence, focus: Focus) -> list[PlaceReference]:
    references: list[PlaceReference] = []
    chain: list[LocalityMention] = []
    groups: list[list[LocalityMention]] = []
    for mention in outside_names(sentence):
        if chain and _continues_chain(view, chain, mention):
            chain.append(mention)
            continue
        chain = [mention]
        groups.append(chain)
    index = 0
    while index < len(groups):
        members = [groups[index]]
        while index + 1 < len(groups) and _continues_list(view, members[-1], groups[index + 1]):
            index += 1
            members.append(groups[index])
        mentions = tuple(mention for member in members for mention in member)
        leaves = tuple(dict.fromkeys(member[0].path for member in members))
        first = members[0][0]
        references.append(
            PlaceReference(
                first.start,
                mentions[-1].end,
                leaves[0],
                leaves,
                generic=False,
                organisation=first.organisation,
                strong=not first.organisation and not _is_aside(view, sentence, first),
                weak=_is_aside(view, sentence, first),
                whole=common_container(leaves, focus.named) if len(leaves) > 1 else leaves[0],
                mentions=mentions,
            )
        )
        index += 1
    return references


_ORIGIN = re.compile(
    r"(?<!\w)(?:quê(?: ở| quán)?|gốc|trú(?: tại| ở)?|ngụ(?: tại| ở)?|cư trú(?: tại| ở)?|sinh ra(?: ở| tại)?|thường trú(?: tại)?|tạm trú(?: tại)?|đến từ|người)\s*$"
)


# “cung cấp cho Công an huyện Tuy An 32 nguồn tin”: who is given something, or helps.
_RECIPIENT = re.compile(
    r"(?<!\w)(?:cho|với|cùng|gửi|báo|giúp)\s+(?:công an|ubnd|đảng ủy|chính quyền|lãnh đạo|ban chỉ huy quân sự)\s*$"
)


def _is_aside(view: View, sentence: Sentence, mention: LocalityMention) -> bool:
    """Where a person comes from (“người gốc Cà Mau”) and who is given something govern nothing."""
    start = max(sentence.start, mention.start - 32)
    before = view.lower[start : mention.start]
    return bool(_ORIGIN.search(before) or (mention.organisation and _RECIPIENT.search(before)))


def _continues_chain(view: View, chain: list[LocalityMention], mention: LocalityMention) -> bool:
    last = chain[-1]
    if mention.start < last.end:
        return False
    gap = view.gap(last.end, mention.start)
    return (
        len(gap) <= 12
        and bool(_CHAIN_GAP.match(gap))
        and mention.path != last.path
        and contains(mention.path, chain[0].path)
    )


def _continues_list(view: View, previous: list[LocalityMention], following: list[LocalityMention]) -> bool:
    gap = view.gap(previous[-1].end, following[0].start)
    if previous[-1].group is not None and previous[-1].group == following[0].group:
        return len(gap) <= 20
    if level(previous[0].path) == Level.PROVINCE and level(following[0].path) != Level.PROVINCE:
        return False
    return len(gap) <= 12 and bool(_LIST_GAP.match(gap))
