"""Where: the places tied to a name or a count, in its clause, its sentence, or the running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.facts.focus import Focus, PlaceReference
from extract.facts.paths import Level, contains, level, lifted_above
from extract.facts.view import Sentence, View
from extract.records import ModelMention, Quantity

_LOCATIVE_END = re.compile(
    r"(?:^|(?<!\w))(?:tại|ở|trên địa bàn|địa bàn|thuộc|trên khắp|khắp|trong|đến|tới|ra|sang|cho|của|từ)\s*(?:các|toàn|cả|khắp|hầu hết các|[0-9]+|hai|ba|bốn|một số)?\s*$"
)
# A noun phrase between the preposition and the name: “ở nhiều vùng quê Nghệ An”, “tại Trường Tiểu học xã Đak Djrăng”.
_LOCATIVE_PHRASE = re.compile(
    r"(?<!\w)(?:tại|ở|trên địa bàn|trên khắp|khắp)(?:\s+[^\W\d_]+(?:-[^\W\d_]+)*){1,8}[\s,]*$"
)
# “từ thành phố Vinh tới các huyện rẻo cao” measures how far something reaches; neither end is its place.
_SPAN_FROM = re.compile(r"(?<!\w)từ\s*$")
_SPAN_TO = re.compile(r"\s+(?:tới|đến|ra|vào|xuống|lên)(?!\w)")
# “được phường duy trì”, “do Công an xã Thái Hòa chủ trì”
_AGENT_END = re.compile(r"(?<!\w)(?:được|do)\s+(?:(?:công an|ubnd|đảng ủy|hội \w+(?: \w+)?|chi bộ)\s+)?$")
_DIRECT = re.compile(
    r"^[\"'”’»)\s]*(?:\(|,|–|-|:)?\s*(?:là|chính là|thuộc|của|tại|ở|trên địa bàn)?\s*(?:các)?\s*$"
)
_APPOSED_LIST = re.compile(r"^\s*(?:\)|:|là|gồm|gồm có|như|,|–|-|\()?\s*(?:là|gồm|các)?\s*$")
_WEAK_REACH = 14  # characters: “29 xã, thị trấn của huyện”
_COUNTED_LEVEL = (
    (re.compile(r"^(?:\w+ )*?(?:huyện|quận|thị xã|thành phố)(?!\w)"), Level.DISTRICT),
    (re.compile(r"^(?:\w+ )*?(?:xã|phường|thị trấn)(?!\w)"), Level.COMMUNE),
    (
        re.compile(r"^(?:thôn|bản|xóm|ấp|làng|khu phố|tổ dân phố|khu dân cư|buôn|khối|khóm)(?!\w)"),
        Level.HAMLET,
    ),
)


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """The place of a fact, how it was found (``scope``, ``rule``), and the places of a list it stands for."""

    path: str | None
    scope: str
    rule: str
    members: tuple[str, ...] = ()
    reference: PlaceReference | None = None

    @property
    def explicit(self) -> bool:
        """True where the sentence itself ties the place to the anchor."""
        return self.scope in {"clause", "sentence"}


def attached_after(  # noqa: PLR0911 - each reason not to attach
    view: View,
    sentence: Sentence,
    end: int,
    references: Sequence[PlaceReference],
    barriers: Sequence[int],
) -> PlaceReference | None:
    """The reference that follows an anchor and is tied to it: directly, in brackets, or by a preposition (tại, ở, trên địa bàn).

    ``barriers`` are the starts of the other anchors of the sentence; a place behind one of them belongs to that one.
    """
    _, clause_end = view.clause_bounds(sentence, max(sentence.start, end - 1))
    barrier = min((position for position in barriers if position >= end), default=clause_end)
    for reference in references:
        if reference.start < end:
            continue
        if reference.start >= min(barrier, clause_end):
            return None
        if reference.weak and reference.start - end > _WEAK_REACH:
            continue
        gap = view.gap(end, reference.start)
        if ")" in gap and gap.count(")") > gap.count("("):
            return None  # the anchor stands in a bracket, the place outside
        if ":" in gap[1:]:
            return None  # what a colon opens is told of the whole, part by part
        if _DIRECT.match(gap) and not reference.generic:
            return reference
        if _SPAN_FROM.search(gap) and _SPAN_TO.match(view.lower, reference.end):
            return None
        if (_LOCATIVE_END.search(gap) or _LOCATIVE_PHRASE.search(gap) or _AGENT_END.search(gap)) and len(
            gap
        ) <= 120:
            return reference
        return None
    return None


def apposed_list(
    view: View, quantity: Quantity, references: Sequence[PlaceReference]
) -> PlaceReference | None:
    """The places a count of places spells out: “3 xã Thạch Kênh - Ích Hậu - Tùng Lộc”, “3 thôn: Nậm Pầu, …”."""
    countable = counted_level(quantity) is not None or quantity.unit in {
        "địa phương",
        "đơn vị",
        "nơi",
        "địa bàn",
    }
    for reference in references:
        if reference.generic or reference.end <= quantity.unit_end:
            continue
        if not countable and not (
            len(reference.members) > 1 and all(m.startswith(quantity.unit) for m in reference.members)
        ):
            return None
        if reference.start < quantity.unit_start:
            return None
        if reference.start <= quantity.unit_end or _APPOSED_LIST.match(
            view.gap(quantity.unit_end, reference.start)
        ):
            return reference
        return None
    return None


def preceding(
    view: View,
    sentence: Sentence,
    start: int,
    references: Sequence[PlaceReference],
    consumed: frozenset[int],
) -> PlaceReference | None:
    """The nearest place before ``start`` that is free to govern it, its own clause first, names of organisations last."""
    clause_start, _ = view.clause_bounds(sentence, start)
    before = [r for r in references if r.end <= start and r.start not in consumed and not r.weak]
    # A list belongs to its own clause: “các xã A, B xây dựng …; xã C …”
    elsewhere = [r for r in before if r.start >= clause_start or len(r.members) == 1]
    for pool in ([r for r in before if r.start >= clause_start], elsewhere):
        free = [r for r in pool if not r.organisation]
        if free:
            return _smallest_of_chain(free)
        if pool:
            return pool[-1]
    return None


def _smallest_of_chain(references: Sequence[PlaceReference]) -> PlaceReference:
    """The nearest one; but where a larger unit only completes an earlier smaller one (xã X … huyện Y), the smaller."""
    nearest = references[-1]
    if nearest.generic and nearest.strong:
        return nearest
    for reference in reversed(references[:-1]):
        if (
            len(nearest.members) == 1
            and not reference.generic
            and reference.leaf != nearest.leaf
            and contains(nearest.leaf, reference.leaf)
        ):
            return reference
    return nearest


def counted_level(quantity: Quantity) -> Level | None:
    """The level of the places a count counts (26 huyện → district), None where it counts something else."""
    if quantity.unit_class != "place":
        return None
    for pattern, rank in _COUNTED_LEVEL:
        if pattern.match(quantity.unit):
            return rank
    return None


def fit(path: str | None, quantity: Quantity, province: str | None) -> str | None:
    """A count of districts can't lie in a district: lift the place to a unit that can hold what is counted."""
    rank = counted_level(quantity)
    if path is None or rank is None or level(path) < rank:
        return path
    return lifted_above(path, rank) or province


def container(reference: PlaceReference, fallback: str | None) -> str | None:
    """The unit a total over the listed places belongs to: the smallest that holds them all."""
    if len(reference.members) == 1:
        return reference.leaf
    return reference.whole or fallback


def from_context(focus: Focus, memory: str | None, paragraph: int) -> PlaceChoice:
    """The place to inherit: that of the model itself where the text gave it one, else the governing place."""
    path, scope = focus.governing()
    if memory is not None and (path is None or contains(path, memory)):
        return PlaceChoice(memory, "context", "inherited_of_model")
    far = scope == "context" and focus.set_in != paragraph
    return PlaceChoice(path, "text" if far else scope, "inherited_from_afar" if far else "inherited")


def anchors(sentence: Sentence, quantities: Sequence[Quantity]) -> list[int]:
    """The starts of everything in a sentence that places can be tied to."""
    return sorted([m.outer_start for m in sentence.models] + [q.start for q in quantities])


def same_list(view: View, first: ModelMention, second: ModelMention) -> bool:
    """True where two names follow each other with nothing but quotes, a comma or “và” between them."""
    gap = view.gap(first.end, second.start)
    return len(gap) <= 24 and bool(
        re.match(r"^[\"'”’»)\s]*(?:,|và|,\s*và|cùng)\s*(?:mô hình)?\s*[\"'“‘«(]*$", gap)
    )
