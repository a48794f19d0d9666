"""The words that locality rules look for, read from the lexicon once and put into forms that match in one look."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from extract.gazetteer import Level, name_key
from extract.lexicon import load


@dataclass(frozen=True, slots=True)
class TypeForm:
    """One written form of a type: ``("tp", ".")`` for thành phố.

    ``short`` forms count only before a name known with this type, ``numbered`` ones only before a number.
    """

    words: tuple[str, ...]
    kind: str
    level: Level
    short: bool = False
    numbered: bool = False


class Phrases:
    """A set of phrases that can be matched forwards from, or backwards to, a place in a list of words."""

    def __init__(self, phrases: Collection[str]) -> None:
        self.first: frozenset[str] = frozenset(phrase.split()[0] for phrase in phrases)
        self._forward: dict[str, list[tuple[str, ...]]] = {}
        self._backward: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted({tuple(p.split()) for p in phrases}, key=len, reverse=True):
            self._forward.setdefault(phrase[0], []).append(phrase)
            self._backward.setdefault(phrase[-1], []).append(phrase)

    def at(self, words: list[str], i: int) -> int:
        """Number of words of the longest phrase that starts at i, 0 for none."""
        if i < len(words):
            for phrase in self._forward.get(words[i], ()):
                if len(phrase) == 1 or tuple(words[i : i + len(phrase)]) == phrase:
                    return len(phrase)
        return 0

    def before(self, words: list[str], i: int) -> int:
        """Number of words of the longest phrase that ends right before i, 0 for none."""
        if i > 0:
            for phrase in self._backward.get(words[i - 1], ()):
                if len(phrase) == 1 or (i >= len(phrase) and tuple(words[i - len(phrase) : i]) == phrase):
                    return len(phrase)
        return 0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything the locality rules know about words; the fields are named as in ``locality_words.toml``.

    ``types`` has the forms of types by their first word, ``openers`` the first words of all that starts a typed mention.
    """

    types: dict[str, tuple[TypeForm, ...]]
    openers: frozenset[str]
    plural: frozenset[str]
    any_type_heads: Phrases
    connectors: Phrases
    adjectives: Phrases
    separators: Phrases
    of: Phrases
    counted: Phrases
    distributive: frozenset[str]
    not_hamlets: Phrases
    person_before: Phrases
    person_after: Phrases
    thing_before: Phrases
    media_before: Phrases
    place_before: Phrases
    organisation_before: Phrases
    former_after: Phrases
    merged_before: Phrases
    current_before: Phrases
    parts: frozenset[str]
    slogans: frozenset[str]
    neighbour_before: Phrases
    sentence_openers: frozenset[str]
    new_structure: tuple[str, ...]
    surnames: frozenset[str]
    plain_surnames: frozenset[str]
    common_words: frozenset[str]
    organisation_starts: Phrases
    alternative_names: dict[str, str]


def _type_forms() -> dict[str, tuple[TypeForm, ...]]:
    lexicon = load("locality_types")
    found: dict[str, list[TypeForm]] = {}
    for level in Level:
        table = level.name.lower()
        for group in lexicon.keys(table):
            for kind in lexicon.keys(f"{table}.{group}"):
                for form in lexicon.words(f"{table}.{group}.{kind}"):
                    words = tuple(form.split())
                    entry = TypeForm(words, kind, level, group == "abbreviations", group == "numbered")
                    found.setdefault(words[0], []).append(entry)
    return {first: tuple(sorted(forms, key=lambda f: -len(f.words))) for first, forms in found.items()}


@cache
def vocabulary() -> Vocabulary:
    """The bundled vocabulary. Raises LexiconError when a file is broken."""
    words = load("locality_words")

    def phrases(key: str) -> Phrases:
        return Phrases(words.words(key))

    types, heads = _type_forms(), phrases("any_type_heads")
    return Vocabulary(
        types=types,
        openers=frozenset(types) | heads.first,
        plural=frozenset(words.words("plural")),
        any_type_heads=heads,
        connectors=phrases("connectors"),
        adjectives=phrases("adjectives"),
        separators=phrases("separators"),
        of=phrases("of"),
        counted=phrases("counted"),
        distributive=frozenset(words.words("distributive")),
        not_hamlets=phrases("not_hamlet_phrases"),
        person_before=phrases("person_before"),
        person_after=phrases("person_after"),
        thing_before=phrases("thing_before"),
        media_before=phrases("media_before"),
        place_before=phrases("place_before"),
        organisation_before=phrases("organisation_before"),
        former_after=phrases("former_after"),
        merged_before=phrases("merged_before"),
        current_before=phrases("current_before"),
        parts=frozenset(words.words("parts")),
        slogans=frozenset(words.words("slogans")),
        neighbour_before=phrases("neighbour_before"),
        sentence_openers=frozenset(words.words("sentence_openers")),
        new_structure=words.words("new_structure"),
        surnames=frozenset(words.words("surnames")),
        plain_surnames=frozenset(words.words("plain_surnames")),
        common_words=frozenset(words.words("common_words")),
        organisation_starts=phrases("organisation_starts"),
        alternative_names={name_key(k): v for k, v in words.strings("alternative_names").items()},
    )
