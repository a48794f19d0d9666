"""Is a count one of those the annotation guideline asks for.

In: models, what they are made of or reach, what they achieve. Out: the demography of a place, gifts and awards handed over, people
who attend, a suspect's loot, and counts about something else altogether. The rules stand in one table, read from the top; the
first that applies decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from extract.facts.events import phrase_pattern
from extract.facts.view import Sentence, View
from extract.lexicon import DIRECTORY, Lexicon
from extract.records import Quantity

_TOPICS = ("gift", "attendance", "development", "crime", "other_topics", "movement", "doing")
_LOOSE = frozenset({"place", "point", "other"})
_DOING_REACH = 50
_DIFFERENCE_REACH = 20
_TEAM_REACH = 32
_QUALITY = re.compile(
    r"\s*(?:đã |đều |cũng |đều đã )?(?:không có|không để|đạt|sạch|an toàn|bình yên|văn minh|được công nhận)(?!\w)"
)


class ScopeWords:
    """The scope words of ``lexicon/facts.toml``, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        pattern = {name: phrase_pattern(lexicon.words(f"scope.{name}")) for name in lexicon.keys("scope")}
        self.gift = pattern["gift"]
        self.attendance = pattern["attendance"]
        self.development = pattern["development"]
        self.crime = pattern["crime"]
        self.other_topics = pattern["other_topics"]
        self.movement = pattern["movement"]
        self.doing = pattern["doing"]
        self.order = pattern["order"]
        self.teams = phrase_pattern(lexicon.words("results.serving_before"))
        self.difference = re.compile(pattern["difference"].pattern + r"\s*(?:còn\s+|được\s+)?$")
        self.not_counted_units = frozenset(lexicon.words("scope.not_counted_units"))
        self._topics = tuple((name, pattern[name]) for name in _TOPICS)
        self.award_units = frozenset(lexicon.words("scope.award_units"))
        self.demography_units = frozenset(lexicon.words("scope.demography_units"))

    def topics(self, text: str) -> Iterator[str]:
        """The kinds of scope words that occur in a text (lower case)."""
        return (name for name, pattern in self._topics if pattern.search(text))


@cache
def scope_words() -> ScopeWords:
    """The words of the bundled lexicon, compiled once."""
    return ScopeWords(Lexicon(DIRECTORY / "facts.toml"))


@dataclass(frozen=True, slots=True)
class DocumentScope:
    """What the document as a whole is about, as far as it decides on its counts."""

    has_models: bool
    about_movement: bool
    about_crime: bool


def document_scope(view: View, *, has_models: bool, title: str) -> DocumentScope:
    """Read the document's subject off its words."""
    words = scope_words()
    text = f"{title.lower()}\n{view.lower}"
    movement = len(words.movement.findall(text))
    crime = len(words.crime.findall(text))
    about = has_models or ("phong trào" in text and movement >= 3) or movement >= 5
    return DocumentScope(has_models, about, crime >= 2 and not has_models)


@dataclass(frozen=True)
class Case:
    """One count to decide on.

    ``linked`` tells that a model is named beside it in its sentence, ``spelled_out`` that the places it counts are listed behind it,
    ``kept`` are the counts of the sentence already found in scope, ``related`` that a model named so far is called after what is
    counted (Cổng làng bình yên … 5 cổng làng).
    """

    view: View
    sentence: Sentence
    quantity: Quantity
    document: DocumentScope
    linked: bool
    spelled_out: bool
    kept: Sequence[Quantity]
    related: bool = False

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """Start and end of the count's clause."""
        return self.view.clause_bounds(self.sentence, self.quantity.start)

    @cached_property
    def clause(self) -> str:
        """The clause in lower case."""
        return self.view.lower[slice(*self.bounds)]

    @cached_property
    def text(self) -> str:
        """The sentence in lower case."""
        return self.view.lower[self.sentence.start : self.sentence.end]

    @cached_property
    def reach(self) -> str:
        """The clause up to the count, and on to the next comma: what comes later speaks of something else."""
        lower, (start, end) = self.view.lower, self.bounds
        comma = lower.find(",", self.quantity.end, end)
        return lower[start : comma if comma >= 0 else end]

    @property
    def kept_in_clause(self) -> bool:
        """True where a count of the same clause is in scope already."""
        return any(other.end >= self.bounds[0] for other in self.kept)


def _off_topic(case: Case) -> bool:
    document = case.document
    return not document.has_models and (document.about_crime or not document.about_movement)


def _models_of_security(case: Case) -> bool:
    """“8 mô hình được Bộ Công an biểu dương” tells by itself what kind of models are counted."""
    if case.quantity.unit_class != "model" or case.document.about_crime:
        return False
    return any(match != "mô hình" for match in scope_words().movement.findall(case.clause))


def _article(case: Case) -> bool:
    """“một gia đình” is hardly ever a count; “1 gia đình” is."""
    quantity = case.quantity
    number = case.view.lower[quantity.number_start : quantity.number_end]
    return number == "một" and quantity.unit_class != "model"


def _directive(case: Case) -> bool:
    """Inside the quotation of an order or a slogan: what it asks for is no fact."""
    text, position = case.view.text, case.quantity.number_start
    opening = text.rfind("“", case.sentence.start, position)
    if opening < 0 or text.find("”", opening, position) >= 0:
        return False
    return bool(scope_words().order.search(case.view.lower, max(case.sentence.start, opening - 60), opening))


def _kinship(case: Case) -> bool:
    """“hai anh em” are brothers, “16 anh em” a team."""
    return "number_word" in case.quantity.flags and case.quantity.unit in {
        "anh",
        "chị",
        "ông",
        "bà",
        "anh em",
        "chị em",
    }


def _difference(case: Case) -> bool:
    """“giảm 6 vụ”, “so với 9 vụ của năm 2020”, “xảy ra 4 vụ”: changes and occurrences, no results."""
    start = max(case.sentence.start, case.quantity.start - _DIFFERENCE_REACH)
    return bool(scope_words().difference.search(case.view.lower[start : case.quantity.start]))


def _attendance(case: Case) -> bool:
    return case.quantity.unit_class in {"person", "member", "other"} and bool(
        scope_words().attendance.search(case.text)
    )


def _demography(case: Case) -> bool:
    """“Xã X có 2.192 hộ, 9.638 nhân khẩu”: units of population, and nothing beside them that they do for a model."""
    words, quantity = scope_words(), case.quantity
    units = quantity.unit.replace(" và ", ", ").split(", ")
    if case.linked or case.kept_in_clause or not any(unit in words.demography_units for unit in units):
        return False
    if _QUALITY.match(case.view.lower, quantity.end) or _serves(case):
        return False
    start, end = case.bounds
    return not words.doing.search(case.view.lower, start, min(end, quantity.end + _DOING_REACH))


def _population(case: Case) -> bool:
    """How many people live in a place."""
    return case.quantity.unit in {"khẩu", "nhân khẩu"} and not case.linked and not _serves(case)


def _serves(case: Case) -> bool:
    """“tổ xung kích 15 phút có 24 người”: the people a team is made of."""
    if case.quantity.unit_class != "person":
        return False
    start = max(case.sentence.start, case.quantity.start - _TEAM_REACH)
    return bool(scope_words().teams.search(case.view.lower, start, case.quantity.start))


def _loose_without_topic(case: Case) -> bool:
    if case.quantity.of_total is not None and case.quantity.unit_class == "place":
        return False  # 5/5 địa phương: a share of places is what something reached
    return case.quantity.unit_class in _LOOSE and not scope_words().movement.search(case.clause)


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """A named rule: where ``applies`` holds, the count is kept or left out.

    A ``final`` rule decides alone; the others are weighed with everything else that is known of the count (`scope_features`).
    """

    name: str
    keep: bool
    applies: Callable[[Case], bool]
    final: bool = False


RULES: tuple[ScopeRule, ...] = (
    ScopeRule("models_of_security", keep=True, applies=_models_of_security),
    ScopeRule("off_topic", keep=False, applies=_off_topic),
    ScopeRule("article", keep=False, applies=_article),
    ScopeRule("directive", keep=False, applies=_directive, final=True),
    ScopeRule(
        "not_counted",
        keep=False,
        applies=lambda case: case.quantity.unit in scope_words().not_counted_units,
    ),
    ScopeRule("kinship", keep=False, applies=_kinship, final=True),
    ScopeRule("difference", keep=False, applies=_difference),
    ScopeRule(
        "model_or_camera", keep=True, applies=lambda case: case.quantity.unit_class in {"model", "camera"}
    ),
    ScopeRule(
        "award", keep=False, applies=lambda case: case.quantity.unit in scope_words().award_units, final=True
    ),
    ScopeRule(
        "gift", keep=False, applies=lambda case: bool(scope_words().gift.search(case.reach)), final=True
    ),
    ScopeRule("attendance", keep=False, applies=_attendance, final=True),
    ScopeRule(
        "development",
        keep=False,
        applies=lambda case: bool(scope_words().development.search(case.reach)),
        final=True,
    ),
    ScopeRule(
        "other_topic", keep=False, applies=lambda case: bool(scope_words().other_topics.search(case.reach))
    ),
    ScopeRule(
        "places_spelled_out", keep=True, applies=lambda case: case.spelled_out and case.document.has_models
    ),
    ScopeRule("series", keep=True, applies=lambda case: any(o.unit == case.quantity.unit for o in case.kept)),
    ScopeRule("population", keep=False, applies=_population, final=True),
    ScopeRule("demography", keep=False, applies=_demography),
    ScopeRule(
        "money_without_model",
        keep=False,
        applies=lambda case: case.quantity.unit_class == "money" and not case.document.has_models,
    ),
    ScopeRule("linked", keep=True, applies=lambda case: case.linked or case.kept_in_clause),
    ScopeRule("related", keep=True, applies=lambda case: case.related),
    ScopeRule("loose_without_topic", keep=False, applies=_loose_without_topic),
    ScopeRule(
        "topic",
        keep=True,
        applies=lambda case: case.document.has_models or bool(scope_words().movement.search(case.text)),
    ),
)


def deciding_rule(case: Case) -> ScopeRule | None:
    """The first rule that applies; None leaves the count out."""
    return next((rule for rule in RULES if rule.applies(case)), None)
