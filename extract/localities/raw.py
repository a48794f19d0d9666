"""A mention while it is being found and resolved: what the text says, before the gazetteer has decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.gazetteer import Level, Unit
from extract.records import Candidate


@dataclass(slots=True, eq=False)
class Raw:
    """One named unit in the text.

    ``first``/``last`` are token numbers (half open), ``start``/``end`` character offsets. ``kinds`` are the types the
    text allows: one for “xã X”, several for “5 phường, xã là X …”, none for a bare name. ``parent`` is the
    larger unit that the text itself names for it; ``shared`` tells that it stands at the end of a list and may belong to
    its last item only. ``former`` and ``current`` are what the text says of the unit (huyện X cũ, nay là
    xã Y). ``team`` tells of a “tổ 3” that nothing shows to be a tổ dân phố rather than a team, ``short`` of any type that is written short (tổ 3, khu 5).
    """

    first: int
    last: int
    start: int
    end: int
    name: str
    key: str
    level: Level
    kinds: tuple[str, ...]
    bare: bool = False
    organisation: bool = False
    former: bool = False
    current: bool = False
    neighbour: bool = False
    team: bool = False
    short: bool = False
    group: int | None = None
    parent: Raw | None = None
    shared: bool = False
    sentence: int = 0
    paragraph: int = 0
    unit: Unit | None = None
    kind: str = ""
    path: str = ""
    candidates: tuple[Candidate, ...] = ()
    flags: list[str] = field(default_factory=list)

    def flag(self, reason: str) -> None:
        """Note a reason for an editor to look, once."""
        if reason not in self.flags:
            self.flags.append(reason)
