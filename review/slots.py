"""The slots of a statement that an editor may change, and how what she typed becomes a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from review.errors import SlotError

QUALIFIERS = ("exact", "at_least", "approx")
EVENTS = ("launched", "operating", "replicated", "recognised", "planned", "ended")

_LONGEST = 300
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_DAY = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_DATE = re.compile(rf"{_DAY}(?:/{_DAY})?")


@dataclass(frozen=True, slots=True)
class Slots:
    """What a statement says. ``model`` is a name, ``locality`` a path, None where there is none."""

    model: str | None = None
    locality: str | None = None
    value: float | None = None
    value_max: float | None = None
    qualifier: str = "exact"
    unit: str | None = None
    event: str | None = None
    date: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The slots by name, as they stand in ``reviews.shown``."""
        return asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Slots:
        """From a JSON object; what it lacks is empty."""
        return cls(**{name: stored[name] for name in NAMES if stored.get(name) is not None})

    def with_changes(self, corrected: Mapping[str, Any]) -> Slots:
        """These slots with an editor's in place of them; null empties a slot."""
        return Slots.of({**self.as_dict(), **corrected})


NAMES = tuple(field.name for field in fields(Slots))


def changes(before: Slots, after: Slots) -> dict[str, Any]:
    """The slots in which *after* differs, as they stand in ``reviews.corrected``."""
    old, new = before.as_dict(), after.as_dict()
    return {name: new[name] for name in NAMES if new[name] != old[name]}


def read_slots(form: Mapping[str, str], before: Slots) -> Slots:
    """The slots as typed into a form; fields that the form lacks stay as they were *before*. Raises `SlotError`."""
    typed: dict[str, Any] = before.as_dict()
    for name in NAMES:
        if name in form:
            typed[name] = _READERS.get(name, _text)(name, " ".join(form[name].split()))
    slots = Slots(**typed)
    return check_slots(slots)


def check_slots(slots: Slots) -> Slots:
    """The same slots, if they can stand together. Raises `SlotError`."""
    if slots.value is None and slots.value_max is not None:
        raise SlotError("value_max", "An upper end needs a number to begin with.")
    if slots.value is not None and slots.value_max is not None and slots.value_max <= slots.value:
        raise SlotError("value_max", "The upper end of a range is larger than its beginning.")
    if slots.value is not None and slots.unit is None:
        raise SlotError("unit", "A number needs a unit: what is counted?")
    if slots.value is None and slots.unit is not None:
        raise SlotError("value", "A unit needs a number.")
    return slots


def number(slot: str, typed: str) -> float | None:
    """A number as people write it here, “1.420” or “2,5”, and as programs do, “2.5”. Empty is None.

    “1,420” is refused: in English it is a thousand times what it is in Vietnamese.
    """
    if not typed:
        return None
    if _TWO_WAYS.fullmatch(typed):
        raise SlotError(
            slot,
            f"“{typed}” can be read in two ways; write {typed.replace(',', '')}, or {typed}0 for a fraction.",
        )
    if _GROUPED.fullmatch(typed):
        return float(typed.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(typed):
        return float(typed.replace(",", "."))
    raise SlotError(slot, f"“{typed[:40]}” is not a number; write 1420 or 1.420.")


def written(value: float | None) -> str:
    """A number as `number` reads it back, without loss: “1420”, “2,1250”; empty for None."""
    if value is None:
        return ""
    if float(value).is_integer():
        return str(int(value))
    text = repr(float(value)).replace(".", ",")
    return f"{text}0" if _TWO_WAYS.fullmatch(text) else text


def _text(slot: str, typed: str) -> str | None:
    if len(typed) > _LONGEST:
        raise SlotError(slot, f"At most {_LONGEST} letters.")
    return typed or None


def _unit(slot: str, typed: str) -> str | None:
    text = _text(slot, typed)
    return text.lower() if text else None


def _path(slot: str, typed: str) -> str | None:
    parts = [part.strip() for part in typed.split("|")]
    if typed and not all(parts):
        raise SlotError(slot, "Write a place from the unit up to its province, with “ | ” between.")
    return _text(slot, " | ".join(parts))


def _date(slot: str, typed: str) -> str | None:
    if typed and not _DATE.fullmatch(typed):
        raise SlotError(slot, f"“{typed[:40]}” is not a date; write 2023, 2021-07, 2022-06-07 or 2016/2021.")
    return typed or None


def _choice(slot: str, typed: str) -> str | None:
    allowed = {"qualifier": QUALIFIERS, "event": ("", *EVENTS)}[slot]
    if typed not in allowed:
        raise SlotError(slot, f"“{typed[:40]}” is not one of {', '.join(filter(None, allowed))}.")
    return typed or None


_READERS = {
    "value": number,
    "value_max": number,
    "unit": _unit,
    "locality": _path,
    "date": _date,
    "qualifier": _choice,
    "event": _choice,
}
