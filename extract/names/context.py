"""What the words around a quotation say for or against its being the name of a model (mô hình).

Pure look-ups on a bounded window before and behind the quotation; `quoted` weighs what they find.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.names import lexicon, senses
from extract.names.quotes import Quote

_WINDOW = 140

_FILLERS = lexicon.alternatives("models_cues", "head_fillers")
_HEAD = re.compile(rf"(?<!\w)(?:mô hình|mh)(?:[ \u00a0]+(?:{_FILLERS})(?!\w))*[ \u00a0]*[:(–-]?[ \u00a0]*\Z")
_HEAD_NEAR = re.compile(r"(?<!\w)mô hình(?!\w)[^.;:!?…\n“”\"«»]{0,60}[:]?[ \u00a0]*\Z")
_HEAD_IN = re.compile(r"(?<!\w)mô hình(?!\w)")
_LAUNCH = re.compile(
    rf"(?<!\w)(?:{lexicon.alternatives('models_cues', 'launch')})"
    rf"(?:[ \u00a0]+(?:{lexicon.alternatives('models_cues', 'launch_fillers')})(?!\w))*[ \u00a0]*:?[ \u00a0]*\Z"
)
_NOT_BEFORE = re.compile(
    rf"(?<!\w)(?:{lexicon.alternatives('models_cues', 'not_before')})"
    r"(?:[ \u00a0]+(?:là|với|về|tên|mang tên|của bộ|của tỉnh|do))?[ \u00a0]*[:(]?[ \u00a0]*\Z"
)
# "Chi hội phụ nữ “…”": a group noun with at most three words of its kind.
_GROUP = re.compile(
    rf"(?<!\w)(?:{lexicon.alternatives('models_cues', 'groups')})"
    rf"(?:[ \u00a0]+(?!(?:{lexicon.alternatives('models_cues', 'stop.predicates')}|{lexicon.alternatives('models_cues', 'stop.prepositions')})(?!\w))[^\W\d]+){{0,3}}"
    r"[ \u00a0]*[:–-]?[ \u00a0]*\Z"
)
_NUMBER = re.compile(r"(?<![\w/])\d[\d.]*(?:[ \u00a0]+[^\W\d]+,?){0,6}[ \u00a0]*\Z")
# "…", trưởng xóm cho biết
_ATTRIBUTED = re.compile(
    r"[\w \u00a0]{2,40}?(?<!\w)(?:cho biết|chia sẻ|cho hay|bày tỏ|tâm sự|khẳng định|nhấn mạnh|nói|kể)(?!\w)"
)
_IS = re.compile(r"(?<!\w)(?:là|gồm|đó là)[ \u00a0]*:?[ \u00a0]*\Z")
_ABOUT = re.compile(r"(?<!\w)(?:về|về việc|là|với tên|tên)[ \u00a0]*:?[ \u00a0]*\Z")
_COLON = re.compile(r":[ \u00a0]*\Z")
_OPENING = re.compile(r"[^\w]*")
# "Nhiệm vụ của mô hình gồm: …": what follows is no list of models.
_PART_OF = re.compile(
    rf"(?<!\w)(?:{lexicon.alternatives('models_cues', 'parts_of')})(?:[ \u00a0]+\w+){{0,2}}?"
    r"(?:[ \u00a0]+(?:của|trong|xây dựng|thực hiện|triển khai|khi|về))?(?:[ \u00a0]+(?:các|những|mỗi|từng))?[ \u00a0]+\Z"
)
# “A” thu hút trên 34.000 hộ: a verb of spreading, and a count.
_REPORT = re.compile(
    rf"[ \u00a0]*(?:{lexicon.alternatives('models_cues', 'report')})(?!\w)[^.;:!?\n“”\"]{{0,40}}?\d"
)
# “A” ra đời năm 2019, nay là mô hình của cả xã
_LATER = re.compile(
    r"[^.;:!?\n“”\"]{8,120}?(?<!\w)là (?:(?:một|một trong những|hai|ba|những|các) )?mô hình(?!\w)"
)
# “A” (34 đoàn viên) và mô hình B
_AND_MODEL = re.compile(
    r"[ \u00a0]*(?:\([^()\n]{0,60}\))?[ \u00a0]*(?:và|cùng với|cùng|,|;)[ \u00a0]+(?:các |\d+ )?mô hình(?! này| đó| trên| đã| đang| được| sẽ| có)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands in front of a quotation.

    ``score`` adds up what speaks for a name; ``head`` that "mô hình" introduces it directly; ``refused`` that the
    words in front say it is something else; ``alias`` that it is another name of what was named just before.
    """

    score: int
    rule: str
    head: bool = False
    refused: bool = False
    alias: bool = False


def read_lead(low: str, quote: Quote, floor: int, sentence_start: int, previous_start: int) -> Lead:
    """The words before a quotation.

    ``floor`` is where they may begin (behind the quotation before), ``sentence_start`` and ``previous_start`` where its sentence
    and the one before that begin.
    """
    end = quote.outer_start
    start = max(floor, end - _WINDOW)
    if lexicon.phrase_before("models_cues", "alias_intro").search(low, start, end):
        return Lead(3, "alias", alias=True)
    head = _HEAD.search(low, start, end)
    if head is not None:
        if tells_parts(low, head.start(), end) and _IS.search(low, head.start(), end):
            return Lead(0, "refused", refused=True)
        return Lead(5, "head", head=True)
    if _NOT_BEFORE.search(low, start, end) or _is_title(low, start, end) or _is_speech(low, start, end):
        return Lead(0, "refused", refused=True)
    if _HEAD_NEAR.search(low, start, end):
        return Lead(4, "head_near", head=True)
    return _weak_lead(low, start, end, sentence_start, previous_start)


def _weak_lead(low: str, start: int, end: int, sentence_start: int, previous_start: int) -> Lead:
    # Where "mô hình" may stand so that an introduction ("như", "gồm") takes it up: this sentence, or the one before.
    reach = max(previous_start, end - 900)
    head = low.rfind("mô hình", max(sentence_start, reach), end)
    if head >= 0 and tells_parts(low, head, end):
        return Lead(0, "none")
    if _COLON.search(low, start, end) and _HEAD_IN.search(low, max(sentence_start, reach), end):
        return Lead(3, "list")
    if lexicon.phrase_before("models_cues", "list_intro").search(low, start, end) and _HEAD_IN.search(
        low, reach, end
    ):
        near = _HEAD_IN.search(low, max(sentence_start, reach), end)
        return Lead(3 if near else 2, "list")
    if _GROUP.search(low, start, end):
        # A club needs security nearby; any district has one for poems.
        secure = lexicon.phrase_in("models_names", "security").search(low, reach, min(len(low), end + 200))
        return Lead(3 if secure else 1, "group")
    for pattern, score, rule in (
        (_LAUNCH, 2, "launch"),
        (lexicon.phrase_before("models_cues", "weak_groups"), 2, "group"),
        (lexicon.phrase_before("models_cues", "weak_intro"), 1, "weak"),
        (_NUMBER, 1, "number"),
    ):
        if pattern.search(low, start, end):
            return Lead(score, rule)
    return Lead(0, "none")


def tells_parts(low: str, head: int, end: int) -> bool:
    """Whether an enumeration behind the head noun at ``head``, introduced before ``end``, lists what the model does or consists of.

    "như" gives examples of models whatever stands before: "hiệu quả của các mô hình như …".
    """
    if "như" in low[head:end]:
        return False
    start = max(0, head - 60, low.rfind("\n", 0, head) + 1)
    return _PART_OF.search(low, start, head) is not None


def _is_title(low: str, start: int, end: int) -> bool:
    """The quotation is the title of a paper or campaign named before it in the same clause.

    "Đề án Xây dựng “…”", "Chỉ thị số 09, ngày 1/12, về “…”", but not "Thực hiện Chỉ thị 09, xã lập “…”".
    """
    clause = max(low.rfind(";", start, end), low.rfind(".", start, end), start)
    papers = list(lexicon.phrase_in("models_cues", "documents").finditer(low, clause, end))
    if not papers or _HEAD_IN.search(low, papers[-1].end(), end):
        return False
    return "," not in low[papers[-1].end() : end] or _ABOUT.search(low, papers[-1].end(), end) is not None


def _is_speech(low: str, start: int, end: int) -> bool:
    if not _COLON.search(low, start, end):
        return False
    said = lexicon.phrase_in("models_cues", "saying").search(low, max(start, end - 30), end)
    return said is not None and not _HEAD_IN.search(low, max(start, end - 60), end)


def read_after(low: str, quote: Quote, line_end: int) -> tuple[int, bool]:
    """What the words behind a quotation add to its score, and whether they say that it was speech."""
    start = quote.outer_end
    end = min(line_end, start + 60)
    begin = _OPENING.match(low, start, end)
    assert begin is not None
    bare = begin.end()
    gap = low[start:bare]
    if gap.strip() and not gap.strip(" ,–-"):
        if lexicon.phrase_at("models_cues", "saying").match(low, bare, end):
            return 0, True
        attributed = _ATTRIBUTED.match(low, bare, end)
        if attributed and senses.syllables(low[quote.start : quote.end]) > 5:
            return 0, True
    follows = lexicon.phrase_at("models_cues", "after")
    at = start
    while at < end and low[at].isspace():
        at += 1
    if follows.match(low, at, end):
        told = "mô hình" in low[at : at + 34] or _LATER.match(low, start, line_end)
        return (3 if told else 2), False
    if _AND_MODEL.match(low, start, min(line_end, start + 100)) or _REPORT.match(low, start, end):
        return 2, False
    return int(lexicon.phrase_at("models_cues", "after_subject").match(low, at, end) is not None), False
