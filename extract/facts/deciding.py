"""Every decision of the linker: the rules propose, the learnt weights choose, and what was weighed is kept for who wants to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extract.facts.date_options import DateCase, date_options
from extract.facts.event_features import CLASSES, EventCase, event_features
from extract.facts.model_link import ModelChoice
from extract.facts.model_options import ModelCase, model_options
from extract.facts.pair_options import counted_features
from extract.facts.place_link import PlaceChoice
from extract.facts.place_options import place_options
from extract.facts.scope import Case, ScopeRule
from extract.facts.scope_features import scope_features
from extract.facts.state import Moment, Presence, Scene, State
from extract.facts.view import View
from extract.ranking import Option, Weights, chance, classify, rank
from extract.records import Event, Quantity, Ranked, Ranking, TimeExpression

LIKELY = 0.5
# A count that is left out is lost, one kept in doubt is there with its low confidence. From 0.35 to 0.5 F1 is the same (cross-validated).
LIKELY_IN_SCOPE = 0.42
# Rules that settle the question. On the open gold the weights, which had learnt from it, did better by two points at most, and cross-validation
# gave the same F1 with and without them (0.791): not worth the time that weighing takes.
_SETTLES_MODEL = frozenset(
    {
        "all_models",
        "antecedent",
        "antecedent_affinity",
        "apposed",
        "apposed_to_several",
        "counted_by_name",
        "general_count",
        "inherited",
        "inherited_affinity",
        "inherited_by_name",
        "inherited_in_sentence",
        "out_of",
        "part_of_general_count",
        "tied_by_verb",
    }
)
_RESULTS = frozenset({"case", "tip", "money", "household", "device"})
_SETTLES_PLACE = frozenset({"as_before"})
_NOTHING_TOLD = Moment()
About = tuple[str, str | None] | None


@dataclass(frozen=True, slots=True)
class Decider:
    """Chooses among options by ``weights``.

    ``noted``: each choice is kept in ``state.rankings`` with what was weighed, also where a rule had settled the question.
    """

    weights: Weights
    noted: bool = True

    def keeps(self, case: Case, rule: ScopeRule | None, state: State) -> tuple[bool, float]:
        """Whether a count is in scope, and how likely it is to be."""
        features = set(scope_features(case, rule))
        likely = chance(features, self.weights.scope)
        quantity = case.quantity
        keep = likely >= LIKELY_IN_SCOPE
        self._note_chance(
            "scope", (quantity.start, quantity.end), Ranked(None, likely, features), keep, state
        )
        return keep, likely

    def model(
        self, case: ModelCase, proposed: ModelChoice, previous: ModelChoice | None, state: State
    ) -> tuple[ModelChoice, float]:
        """The model of a count: what a rule that is hardly ever wrong proposes, else the likeliest; none where the text names none."""
        if proposed.rule in _SETTLES_MODEL or not case.document_models:
            return proposed, 1.0
        options = model_options(case, proposed, previous)
        probabilities = rank(options, self.weights.model)
        names = [o.choice.mention.canonical if o.choice.mention else None for o in options]
        quantity = case.quantity
        chosen = self._note("model", (quantity.start, quantity.end), options, names, probabilities, state)
        return options[chosen].choice, probabilities[chosen]

    def place(
        self,
        view: View,
        scene: Scene,
        quantity: Quantity,
        model: ModelChoice,
        before: str | None,
        proposed: PlaceChoice,
        state: State,
    ) -> tuple[PlaceChoice, float]:
        """The place of a count; the proposed one where a rule settles it or there is no path at all."""
        if proposed.rule in _SETTLES_PLACE:
            return proposed, 1.0
        options = place_options(view, scene, quantity, model, before, proposed, state)
        if not options:
            return proposed, 1.0
        probabilities = rank(options, self.weights.place)
        paths = [option.choice.path for option in options]
        chosen = self._note("place", (quantity.start, quantity.end), options, paths, probabilities, state)
        return options[chosen].choice, probabilities[chosen]

    def tied(self, option: Option[Presence], counted: Sequence[str], state: State) -> float:
        """How likely it is that the text ties the model and the place of a pair; ``counted`` are the places where counts put the model."""
        presence = option.choice
        path = presence.choice.path
        assert path is not None
        features = option.features.union(counted_features(path, counted))
        likely = chance(features, self.weights.pair)
        anchor = presence.anchor or (presence.mention.start, presence.mention.end)
        about = (presence.mention.canonical, path)
        self._note_chance("pair", anchor, Ranked(path, likely, features), likely >= LIKELY, state, about)
        return likely

    def event(self, case: EventCase, anchor: tuple[int, int], about: About, state: State) -> Event | None:
        """What happened. ``about`` are model and place of a fact without a count."""
        settled = _settles_event(case)
        if settled and not self.noted:
            return case.ruled
        features = set(event_features(case, state))
        probabilities = classify(features, self.weights.event, len(CLASSES))
        chosen = max(range(len(CLASSES)), key=probabilities.__getitem__)
        if settled:
            chosen = CLASSES.index(case.ruled)
        if self.noted:
            options = tuple(
                Ranked(event.value if event else None, probability, features)
                for event, probability in zip(CLASSES, probabilities, strict=True)
            )
            state.rankings.append(Ranking("event", *anchor, options, chosen, about))
        return CLASSES[chosen]

    def date(self, case: DateCase, about: About, state: State) -> TimeExpression | None:
        """When."""
        if not case.sentence.times and case.moment == _NOTHING_TOLD:
            return None
        options = date_options(case)
        probabilities = rank(options, self.weights.date)
        values = [option.choice.value if option.choice is not None else None for option in options]
        anchor = (case.anchor.start, case.anchor.end)
        return options[self._note("date", anchor, options, values, probabilities, state, about)].choice

    def _note(
        self,
        slot: str,
        anchor: tuple[int, int],
        options: Sequence[Option[Any]],
        values: Sequence[str | None],
        probabilities: Sequence[float],
        state: State,
        about: About = None,
    ) -> int:
        """The index of the likeliest option, once it is noted."""
        chosen = max(range(len(options)), key=probabilities.__getitem__)
        if self.noted:
            ranked = tuple(
                Ranked(value, probability, option.features)
                for value, probability, option in zip(values, probabilities, options, strict=True)
            )
            state.rankings.append(Ranking(slot, *anchor, ranked, chosen, about))
        return chosen

    def _note_chance(
        self,
        slot: str,
        anchor: tuple[int, int],
        option: Ranked,
        taken: bool,
        state: State,
        about: About = None,
    ) -> None:
        if self.noted:
            state.rankings.append(Ranking(slot, *anchor, (option,), 0 if taken else None, about))


def _settles_event(case: EventCase) -> bool:
    """Tips, cases, money are results; “hiện có”, “duy trì” say that something goes on: there the rule was as often right as the weights."""
    if case.ruled is Event.OPERATING:
        return case.step.startswith("cue:")
    is_result = case.ruled is None and case.step == "result"
    return is_result and case.quantity is not None and case.quantity.unit_class in _RESULTS
