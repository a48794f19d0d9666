"""Names without quotation marks and without "mô hình" before them: subjects of a sentence, and groups with a name of their own.

"Tiếng mõ an ninh là mô hình của xã …"; "Câu lạc bộ Phòng, chống tội phạm (CLB PCTP) phường … ra đời từ năm 2001". A capital says little at the
beginning of a sentence, so the words of the name must speak for themselves, and what follows must tell that it is an initiative.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.names import lexicon, senses
from extract.names.judge import Judge
from extract.names.phrase import Bounder, Phrase

# Searched by its word, not by the space before it: a third of the time.
_IS_MODEL = re.compile(
    r"là[ \u00a0]+(?:(?:một|một trong những|một trong các|một trong số các|hai|ba|các|những)[ \u00a0]+)?mô hình(?!\w)"
)
_TO_SUBJECT = re.compile(r"(?:[ \u00a0]+(?:cũng|chính|vẫn|đã|hiện|nay))?[ \u00a0]+\Z")
_CLAUSE = re.compile(r"[.!?;:\n,][ \u00a0]+|\n")
_REACH = 160
_GROUP = re.compile(r"(?<![\w“\"‘'(/])(?:(?P<club>Câu lạc bộ|CLB)|Đội|Tổ|Chi hội|Nhóm)[ \u00a0]+(?=[^\W\d])")
_BRACKET = re.compile(
    r"[ \u00a0]*\((?:CLB|Câu lạc bộ|Đội|Tổ|Nhóm|Chi hội)?[ \u00a0]*[A-ZĐ][A-ZĐ0-9&-]{1,9}\)"
)
# What tells that a group was founded; between it and the name only a place or a bracket may stand.
_FOUNDED = re.compile(
    rf"[^.;:!?\n“”\"]{{0,90}}?(?<!\w)(?:{lexicon.alternatives('models_cues', 'founded')}|"
    r"(?:hiện |đã |nay |hiện nay )?(?:có|gồm) (?:hơn |trên |gần )?\d+ (?:thành viên|hội viên|đội viên|tổ viên|đoàn viên|người))(?!\w)"
)
_MODEL_REACH = 500


@dataclass(frozen=True, slots=True)
class Subject:
    """A name found as a subject: ``rule`` tells by which of the two ways."""

    start: int
    end: int
    rule: str


class Subjects:
    """Finds the subjects of one text that are names of models."""

    def __init__(self, text: str, low: str, bounder: Bounder, judge: Judge) -> None:
        self._text = text
        self._low = low
        self._bounder = bounder
        self._judge = judge

    def find(self) -> Iterator[Subject]:
        """Every such name, in no order."""
        for match in _IS_MODEL.finditer(self._low):
            gap = _TO_SUBJECT.search(self._low, max(0, match.start() - 8), match.start())
            if gap is not None:
                yield from self._before(gap.start())
        for match in _GROUP.finditer(self._text):
            yield from self._group(match)

    def _before(self, end: int) -> Iterator[Subject]:
        """The name that ends where "là mô hình" begins, from the beginning of its clause or the last comma that works."""
        floor = max(0, end - _REACH)
        starts = [match.end() for match in _CLAUSE.finditer(self._text, floor, end)]
        if floor == 0:
            starts.insert(0, 0)
        for start in starts:
            if start >= end or not self._text[start].isupper():
                continue
            phrase = self._bounder.bound(start, end)
            if phrase is not None and phrase.end == end and self._is_subject(phrase):
                yield Subject(phrase.start, phrase.end, "subject")
                return

    def _is_subject(self, phrase: Phrase) -> bool:
        low = self._low[phrase.start : phrase.end]
        if senses.is_class(low) or self._bounder.place_at(phrase.start) is not None:
            return False
        enough = senses.has_security(low) or senses.syllables(low) > 3
        return senses.has_start(low) and enough and self._judge.is_item(phrase)

    def _group(self, match: re.Match[str]) -> Iterator[Subject]:
        start = match.start()
        line_end = self._low.find("\n", start)
        limit = line_end if line_end >= 0 else len(self._low)
        phrase = self._bounder.bound(start, min(limit, start + _REACH))
        if phrase is None:
            return
        low = self._low[phrase.start : phrase.end]
        if senses.syllables(low) < 4 or not senses.has_security(low) or not self._judge.is_item(phrase):
            return
        if _BRACKET.match(self._text, phrase.end) or (
            _FOUNDED.match(self._low, phrase.end, limit)
            and (match.group("club") or self._is_own(match.end()))
        ):
            yield Subject(phrase.start, phrase.end, "group")

    def _is_own(self, second: int) -> bool:
        """Whether a team has a name of its own, not that of its kind: a capital inside, and "mô hình" near."""
        near = self._low[max(0, second - _MODEL_REACH) : second + _MODEL_REACH]
        return self._text[second].isupper() and "mô hình" in near
