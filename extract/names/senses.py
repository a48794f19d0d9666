"""Tells the name of a model from praise, a class, the national movement and other senses of "mô hình".

All functions take a phrase in the lower case of `keys.same_length_lower`.
"""

from __future__ import annotations

import re

from extract.lexicon import load
from extract.names import lexicon
from extract.names.keys import model_key

_HEAD = re.compile(
    r"(?:(?:các|những|\d+)[ \u00a0]+)?(?:mô hình|mh)(?:[ \u00a0]+điểm)?[ \u00a0]*[:“\"‘]*[ \u00a0]*"
)
_NUMBERED = re.compile(
    r"(?:\d+|một|hai|ba|bốn|năm|sáu|bảy)[ \u00a0]*(?:\+|không|có|trong|giảm|tự|xây|biết|phòng|quản|giúp|tích cực|gương mẫu|trách nhiệm|sạch|cùng|an toàn|nhất|dám|kèm|quản lý|nhà)"
)
_SPEAKER = re.compile(
    r"(?<!\w)(?:tôi|chúng tôi|chúng ta|chúng em|chúng con|mình|(?<!con )cháu(?! con)|con tôi|nhà tôi|bà con ơi|các anh|các cháu|ông ấy|anh ấy)(?!\w)"
)
_BEARER_PREFIX = re.compile(r"(?:(?:câu lạc bộ|clb|tổ|đội|hội|chi hội|liên đội)[ \u00a0]+)?")
# What may follow the movement's name in a quotation that is still nothing but the movement.
_MOVEMENT_TAIL = re.compile(r"\Z| (?:năm|giai đoạn|trong|tình hình|ở|tại|tỉnh|huyện|xã|trên|xây dựng) ")
_MOVEMENTS = tuple(model_key(phrase) for phrase in load("models_senses").words("movement"))
_ASSOCIATION = re.compile(
    r"(?:chi )?hội (?:cựu chiến binh|ccb|phụ nữ|lhpn|nông dân|người cao tuổi|đoàn|viên)(?!\w)"
)
_WORD = re.compile(r"\w+")
_LONGEST = 45
_SHORT = 9


def without_head(low: str) -> int:
    """How many characters of a phrase are the head noun itself ("Mô hình Camera an ninh" → 8)."""
    match = _HEAD.match(low)
    return match.end() if match else 0


def syllables(low: str) -> int:
    """How many syllables (runs of letters or digits) a phrase has."""
    return len(_WORD.findall(low))


def is_movement(low: str) -> bool:
    """The national movement "Toàn dân bảo vệ an ninh Tổ quốc" itself."""
    key = model_key(low)
    return any(key.startswith(name) and _MOVEMENT_TAIL.match(key, len(name)) for name in _MOVEMENTS)


def is_campaign(low: str) -> bool:
    """A campaign or slogan of the state."""
    return lexicon.phrase_at("models_senses", "campaigns").match(low) is not None


def is_praise(low: str) -> bool:
    """A metaphor such as “mắt thần”, nothing else."""
    match = lexicon.phrase_at("models_senses", "praise").match(low)
    return match is not None and match.end() == len(low)


def is_other_sense(low: str) -> bool:
    """Another sense of "mô hình": administration, farming, trade; trades and services only where nothing speaks of security."""
    if lexicon.phrase_at("models_senses", "other_senses").match(low):
        return True
    return lexicon.phrase_at("models_senses", "services").match(low) is not None and not has_security(low)


def is_class(low: str) -> bool:
    """A phrase that tells a kind of models, not one. The beginning of a name wins where it is longer ("chung cư", "chung")."""
    return _begins(low, "classes")


def is_body(low: str) -> bool:
    """An organisation, rank, title or mere function word where a name might begin; “Hội Cựu chiến binh tự quản …” is called after one."""
    if _ASSOCIATION.match(low) and lexicon.phrase_in("models_names", "qualities").search(low):
        return False
    return _begins(low, "bodies")


def _begins(low: str, key: str) -> bool:
    match = lexicon.phrase_at("models_senses", key).match(low)
    if match is None:
        return False
    start = lexicon.phrase_at("models_names", "starts").match(low)
    return start is None or start.end() <= match.end()


def is_predicate(text: str, low: str) -> bool:
    """A figure of speech in lower case that begins as a predicate does: mô hình “đi vào lòng dân”."""
    return text[:1].islower() and lexicon.phrase_at("models_cues", "stop.predicates").match(low) is not None


def is_trade(low: str, around: str) -> bool:
    """A model of farming or trade by the words of its paragraph, where they outnumber those of security."""
    trade = {match.group() for match in lexicon.phrase_in("models_senses", "trade").finditer(around)}
    if len(trade) < 2 or (has_start(low) and not lexicon.phrase_in("models_senses", "trade").search(low)):
        return False
    secure = {match.group() for match in lexicon.phrase_in("models_names", "security").finditer(around)}
    return len(trade) > len(secure)


def is_speech(raw: str, low: str, *, nested: bool, introduced: bool, headed: bool) -> bool:
    """Something somebody said: a pronoun of the speaker, a full sentence, or far too long for a name.

    ``introduced``: the words around present it as a name, which may speak in the first person when short: “Nhà tôi có bình chữa cháy”;
    ``headed``: "mô hình" stands right before it.
    """
    count = syllables(low)
    if count > _LONGEST or (
        not headed and _SPEAKER.search(low) and not (introduced and count <= _SHORT and "," not in low)
    ):
        return True
    ends = raw.rstrip()[-1:] in {".", "!", "?"} and not raw.rstrip().endswith("...")
    return (ends and count > 8) or (nested and count > 20)


def has_security(low: str) -> bool:
    """Whether a word of security and order stands in the text."""
    return lexicon.phrase_in("models_names", "security").search(low) is not None


def has_start(low: str) -> bool:
    """Whether the phrase begins as names of models do."""
    return lexicon.phrase_at("models_names", "starts").match(low) is not None


def is_bearer(low: str) -> bool:
    """Whether a phrase is nothing but a group of people, so that it can't be the whole name of a model."""
    prefix = _BEARER_PREFIX.match(low)
    assert prefix is not None
    for begin in {0, prefix.end()}:
        bearer = lexicon.phrase_at("models_names", "bearers").match(low, begin)
        if bearer is not None and bearer.end() == len(low):
            return True
    return False


def is_team(low: str) -> bool:
    """Whether the phrase names a club, team or group of people."""
    return lexicon.phrase_at("models_names", "teams").match(low) is not None


def is_numbered(low: str) -> bool:
    """A name built on a number: "2 không, 1 giảm", "3 trong 1"."""
    return _NUMBERED.match(low) is not None


def shape(text: str, low: str) -> int:
    """How much a phrase looks like a model's name, from -1 to 3."""
    capital = text[:1].isupper() or text[:1].isdigit()
    return int(has_start(low) or is_numbered(low)) + int(has_security(low)) + (1 if capital else -1)
