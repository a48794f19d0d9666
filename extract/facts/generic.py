"""Generic nouns that mean a unit of the context: “toàn tỉnh”, “trên địa bàn huyện”, “UBND xã”, “được phường duy trì”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.facts.view import Sentence, View
from extract.lexicon import load

TYPES = "tỉnh|thành phố|tp|huyện|thị xã|quận|phường|xã|thị trấn|thôn|bản|xóm|ấp|làng|khu phố|tổ dân phố|khu dân cư|buôn|khối|khóm|khu"
_NOUN = re.compile(
    rf"(?P<strong>(?:toàn|khắp|trên địa bàn toàn|trên địa bàn|địa bàn toàn|địa bàn|riêng|cả)\s+)?(?<!\w)(?P<type>{TYPES})(?!\w)"
)
# What may stand behind a noun that is a subject; a name (upper case) or a number never does.
_BEHIND = re.compile(
    r"\s*(?:[,.;:)]|(?:"
    + "|".join(
        re.escape(word) for word in sorted(load("facts").words("places.subject_verbs"), key=len, reverse=True)
    )
    + r")(?!\w)|$)"
)
_NAME_BEHIND = re.compile(r"[ ]+(?:[“\"]|[^\W\d_a-zà-ỹ]|\d)")
# A number, a plural, “cấp xã”, another type of a list (“xã, phường”): the noun counts or classes, it does not refer.
_CLASS_BEFORE = re.compile(
    r"(?:các|những|nhiều|mỗi|từng|mọi|hầu hết|một số|cấp|liên|vùng|giữa|ngõ|đường|hương|[0-9]+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|số|này|hội|toàn bộ|trưởng|phó|nông thôn|mật độ)\s*$"
    rf"|(?:{TYPES})\s*(?:,|/|và|hoặc)\s*$"
)
_ORGANISATION_BEFORE = re.compile(
    r"(?:công an|ubnd|hđnd|đảng ủy|đảng uỷ|chi bộ|ủy ban nhân dân|uỷ ban nhân dân|mttq|ban chỉ đạo|hội nông dân|hội phụ nữ|đoàn thanh niên|chính quyền|lãnh đạo|huyện ủy|tỉnh ủy|mặt trận)\s*$"
)
_AGENT_BEFORE = re.compile(r"(?<!\w)(?:được|do)\s*$")
_POSSESSIVE_BEFORE = re.compile(r"(?<!\w)(?:của|trong|ở|tại)\s*(?:toàn\s*)?$")
_CLAUSE_OPENING = " ,“\"'-–"
_CONTEXT = 24  # characters before a noun that tell its role


@dataclass(frozen=True, slots=True)
class GenericNoun:
    """A noun with its role: ``strong`` governs what follows, ``organisation`` and ``agent`` act, ``weak`` only completes what precedes."""

    start: int
    end: int
    noun: str
    strong: bool
    organisation: bool
    agent: bool

    @property
    def weak(self) -> bool:
        """True for “… của huyện”: tied to what stands before it and to nothing else."""
        return not (self.strong or self.organisation or self.agent)


def generic_nouns(view: View, sentence: Sentence) -> Iterator[GenericNoun]:
    """The generic nouns of a sentence in text order, those inside other mentions left out."""
    taken = [(m.start, m.end) for m in sentence.localities]
    taken += [(q.unit_start, q.unit_end) for q in sentence.quantities]
    taken += [(m.start, m.end) for m in sentence.models]
    taken.sort()
    cursor = 0
    for match in _NOUN.finditer(view.lower, sentence.start, sentence.end):
        start = match.start("type")
        while cursor < len(taken) and taken[cursor][1] <= start:
            cursor += 1
        if cursor < len(taken) and taken[cursor][0] <= start:
            continue
        noun = _role(view, sentence, match)
        if noun is not None:
            yield noun


def _role(view: View, sentence: Sentence, match: re.Match[str]) -> GenericNoun | None:
    if _NAME_BEHIND.match(view.text, match.end()) and view.text[
        match.end() : match.end() + 2
    ].strip() not in {"“", '"'}:
        return None  # a name the gazetteer does not know, or “tổ 7”
    before = view.lower[max(sentence.start, match.start() - _CONTEXT) : match.start()]
    strong = match["strong"] is not None
    if not strong and _CLASS_BEFORE.search(before):
        return None
    organisation = bool(_ORGANISATION_BEFORE.search(before))
    agent = bool(_AGENT_BEFORE.search(before))
    subject = bool(_BEHIND.match(view.lower, match.end()))
    opening = not view.lower[sentence.start : match.start()].strip(
        _CLAUSE_OPENING
    ) or before.rstrip().endswith((",", ";", ":"))
    possessive = bool(_POSSESSIVE_BEFORE.search(before))
    if not (strong or organisation or agent or (opening and subject) or possessive):
        return None
    return GenericNoun(
        start=match.start("type"),
        end=match.end(),
        noun=match["type"],
        strong=strong or (opening and subject and not organisation),
        organisation=organisation,
        agent=agent,
    )
