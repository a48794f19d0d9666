"""What the linker carries from sentence to sentence."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from extract.facts.focus import Focus, PlaceReference
from extract.facts.model_link import ModelFocus
from extract.facts.place_link import PlaceChoice
from extract.facts.view import Sentence
from extract.ranking import Option
from extract.records import Fact, ModelMention, Ranking, ScopeDecision, TimeExpression


@dataclass(frozen=True, slots=True)
class Launch:
    """A launch just told in so many words: the sentences after it tell what was launched."""

    model: str
    sentence: int
    paragraph: int
    time: TimeExpression | None


@dataclass(frozen=True, slots=True)
class Moment:
    """What the text before a sentence leaves to be taken up.

    The latest dated time and the sentence that told it, the ``period`` that the opening of the text sets, and the latest launch.
    """

    time: TimeExpression | None = None
    told_in: int = -1
    period: TimeExpression | None = None
    launch: Launch | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """A model mention with one place; ``choice.explicit`` tells that the sentence ties the two.

    ``anchor`` is where the sentence says it, if not at the mention itself; ``moment`` what the text before left.
    """

    sentence: Sentence
    mention: ModelMention
    choice: PlaceChoice
    anchor: tuple[int, int] | None = None
    moment: Moment = Moment()


@dataclass(slots=True)
class State:
    """Focus of the running text, what has been found so far, and what waits until the whole text has been read.

    ``placeless`` are the models of a text that names no place for them;
    ``named_in`` the sentence that last named each place, ``opened_in`` the latest that
    opened a paragraph; ``moment`` is what the sentence being read can take up from those before it; ``launches`` the sentence that told each model's launch;
    ``model_places`` is the place the text gave a model and the sentence where it did; ``moved_in`` the sentence that last moved
    the focus.
    """

    places: Focus
    models: ModelFocus
    model_places: dict[str, tuple[str, int]] = field(default_factory=dict)
    moved_in: int = -1
    named_in: dict[str, int] = field(default_factory=dict)
    opened_in: int = -1
    time: TimeExpression | None = None
    moment: Moment = Moment()
    launches: dict[str, int] = field(default_factory=dict)
    launch: Launch | None = None
    facts: list[Fact] = field(default_factory=list)
    decisions: list[ScopeDecision] = field(default_factory=list)
    counted: set[tuple[str, str | None]] = field(default_factory=set)
    present: set[tuple[str, str | None]] = field(default_factory=set)
    pending: list[Option[Presence]] = field(default_factory=list)
    placeless: list[Presence] = field(default_factory=list)
    rankings: list[Ranking] = field(default_factory=list)
    _places: dict[str, set[str]] = field(default_factory=dict)

    def told(self, model: str, path: str | None) -> None:
        """Remember that a fact, with a count or without, puts the model there."""
        if path is not None:
            self._places.setdefault(model, set()).add(path)

    def places_told(self, model: str) -> Set[str]:
        """The places where facts put the model."""
        return self._places.get(model, frozenset())

    def place_in_memory(self, model: str, *, named: bool) -> str | None:
        """The place of a model; one that is only meant keeps it until the text turns to another place, one that is ``named`` always."""
        path, index = self.model_places.get(model, (None, -1))
        return path if named or index >= self.moved_in else None


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its places and anchors, as the rules of one sentence share them."""

    sentence: Sentence
    references: tuple[PlaceReference, ...]
    barriers: tuple[int, ...]
    attached: dict[int, PlaceReference]
    counted_levels: frozenset[int] = frozenset()

    @property
    def consumed(self) -> frozenset[int]:
        """Starts of the references that belong to a model of the sentence and can't govern anything else."""
        return frozenset(reference.start for reference in self.attached.values())

    def place_of_model(self, mention: ModelMention) -> PlaceReference | None:
        """The place tied to a model of this sentence."""
        for index, reference in self.attached.items():
            if any(named.former for named in reference.mentions):
                continue  # where it was once; counts of today hold elsewhere
            if self.sentence.models[index].start == mention.start:
                return reference
        return None
