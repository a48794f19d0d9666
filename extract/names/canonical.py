"""Names of one document that mean one model.

Mentions with the same key are one model under the written form of the first. An abbreviation in a bracket (ANCS), a second name ("gọi tắt
là …") and a shortened repeat without quotation marks ("mô hình Camera" after "Camera an ninh") are aliases, where they fit only one model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.names.keys import model_key
from extract.records import ModelMention

# A repeat without quotation marks that drops what follows one of these is the same model ("Tổ tự quản" for "Tổ tự quản về ANTT").
_TAILS = (" về an ninh", " về trật tự", " trong ", " tại ", " ở ", " bảo đảm ", " đảm bảo ")

_GROUP_HEAD = re.compile(r"(?:câu lạc bộ|clb|tổ|đội|nhóm|chi hội)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A mention before it is linked.

    ``abbreviation`` is what the bracket behind it introduces, ``alias`` that it is another name of the mention before, ``stands_for``
    the key of the name, introduced before, that it shortens.
    """

    mention: ModelMention
    abbreviation: str | None = None
    alias: bool = False
    stands_for: str | None = None


def link(named: Sequence[Named]) -> list[ModelMention]:
    """The mentions in text order with ``canonical`` set to the form under which the model was first introduced."""
    linker = _Linker()
    return [linker.link(item) for item in sorted(named, key=lambda item: item.mention.start)]


def short_forms(name: str, abbreviation: str) -> tuple[str, ...]:
    """What a bracket behind a name lets the text call it: "ANCS"; for "Câu lạc bộ Phòng chống tội phạm (PCTP)" also "Câu lạc bộ PCTP"."""
    head = _GROUP_HEAD.match(name)
    if head is None or " " in abbreviation:
        return (abbreviation,)
    return (abbreviation, f"{head.group()} {abbreviation}")


class _Linker:
    def __init__(self) -> None:
        self._canonical: dict[str, str] = {}
        # For every beginning that may stand for a model, the keys of the models that it fits (two are enough to see
        # that it is ambiguous). Kept as an index so that thousands of models stay linear.
        self._short: dict[str, list[str]] = {}
        self._last: str | None = None

    def link(self, item: Named) -> ModelMention:
        mention = item.mention
        canonical = self._canonical.get(mention.key)
        if canonical is None and item.stands_for is not None:
            canonical = self._canonical.get(item.stands_for)
        if canonical is None and item.alias and self._last is not None:
            canonical = self._last
        if canonical is None and not mention.quoted:
            canonical = self._shortened(mention.key)
        if canonical is None:
            canonical = mention.name
            self._introduce(mention.key)
        self._canonical.setdefault(mention.key, canonical)
        # “Xóm ba không: không trộm cắp, không ma túy, …” is called by what stands before the colon.
        title, colon, _ = mention.name.partition(":")
        if colon and " " in title.strip():
            self._canonical.setdefault(model_key(title), canonical)
        if item.abbreviation:
            for short in short_forms(mention.name, item.abbreviation):
                self._canonical.setdefault(model_key(short), canonical)
        self._last = canonical
        return replace(mention, canonical=canonical)

    def _introduce(self, key: str) -> None:
        for short in _beginnings(key):
            fitting = self._short.setdefault(short, [])
            if len(fitting) < 2:
                fitting.append(key)

    def _shortened(self, key: str) -> str | None:
        """The one model whose name differs from this by no more than a tail that one of the two leaves out."""
        fitting = list(self._short.get(key, ()))
        fitting += [short for short in _beginnings(key, tails_only=True) if short in self._canonical]
        return self._canonical[fitting[0]] if len(fitting) == 1 else None


def _beginnings(key: str, *, tails_only: bool = False) -> list[str]:
    """The beginnings of a key that may stand for it: its first one or two syllables, and what stands before a tail."""
    found = []
    space = key.find(" ")
    syllables = 0
    while space >= 0:
        syllables += 1
        if key.startswith(_TAILS, space) or (syllables < 3 and not tails_only):
            found.append(key[:space])
        space = key.find(" ", space + 1)
    return found
