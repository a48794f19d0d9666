"""Does a count, or a sentence, speak of what a model's name speaks of? Cameras go with a camera model, bells with a bell model."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extract.facts.events import phrase_pattern
from extract.lexicon import DIRECTORY, Lexicon
from extract.records import ModelMention, Quantity

_SYLLABLE = re.compile(r"\w+")
_FEW = 8  # sentences; each is asked about once for every model
_KEPT = 1_000  # names and units whose syllables are kept: those of a text come again with each of its counts


@cache
def _common() -> re.Pattern[str]:
    return phrase_pattern(Lexicon(DIRECTORY / "facts.toml").words("affinity.common"))


@cache
def _synonyms() -> dict[str, str]:
    return Lexicon(DIRECTORY / "facts.toml").strings("affinity.synonyms")


@lru_cache(maxsize=_KEPT)
def salient(text: str) -> frozenset[str]:
    """The syllables of a name or unit that tell it from others; synonyms (“mắt thần”) are added under their standard word."""
    lower = text.lower()
    found = set(_SYLLABLE.findall(_common().sub(" ", lower)))
    found.update(standard for phrase, standard in _synonyms().items() if phrase in lower)
    return frozenset(found)


def unit_affinity(model: ModelMention, quantity: Quantity) -> bool:
    """True where the unit shares a telling syllable with the model's name."""
    return bool(salient(quantity.unit) & salient(model.canonical))


def sentence_affinity(model: ModelMention, sentence: str) -> bool:
    """True where a sentence (lower case) holds two telling syllables of the name, or the only one it has."""
    words = salient(model.canonical)
    return bool(words) and len(words & salient(sentence)) >= min(2, len(words))


@cache
def _team_subject() -> re.Pattern[str]:
    lexicon = Lexicon(DIRECTORY / "facts.toml")
    verbs = "|".join(re.escape(verb) for verb in lexicon.words("discourse.team_verbs"))
    teams = "|".join(re.escape(team) for team in lexicon.words("discourse.teams"))
    return re.compile(rf"(?<!\w)(?P<team>{teams})(?=\s+(?:{verbs})(?!\w))")


def is_team_in(model: ModelMention, sentence: str) -> bool:
    """True where a sentence (lower case) has the team that the model's name begins with as its subject: “các tổ cung cấp …”."""
    name = model.canonical.lower().replace("clb", "câu lạc bộ", 1)
    return any(
        name.startswith(match["team"].replace("clb", "câu lạc bộ") + " ")
        for match in _team_subject().finditer(sentence)
    )


def begins_in(model: ModelMention, sentence: str) -> bool:
    """True where a sentence (lower case) takes up the beginning of the name, perhaps shortened: “các tổ tự quản” for “Tổ dân cư tự quản”."""
    first, rest = _beginning(model.canonical)
    if not first or first not in sentence:
        return False
    syllables = _syllables(sentence)
    return any(
        syllable == first and syllables[index + 1] in rest for index, syllable in enumerate(syllables[:-1])
    )


@lru_cache(maxsize=_FEW)
def _syllables(sentence: str) -> list[str]:
    return _SYLLABLE.findall(sentence)


@lru_cache(maxsize=_KEPT)
def _beginning(name: str) -> tuple[str, frozenset[str]]:
    """The first syllable of a name, and the others."""
    syllables = _SYLLABLE.findall(name.lower())
    return (syllables[0], frozenset(syllables[1:])) if syllables else ("", frozenset())
