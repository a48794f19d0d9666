"""Whether a bounded phrase without quotation marks is the name of a model."""

from __future__ import annotations

import re

from extract.names import senses
from extract.names.phrase import Bounder, Phrase

_PLURAL = re.compile(r"(?<!\w)(các|những|nhiều|loại|[\d.]+)[ \u00a0]+\Z")
_REFUSALS = (
    senses.is_movement,
    senses.is_other_sense,
    senses.is_praise,
    senses.is_campaign,
    senses.is_body,
    senses.is_bearer,
)


class Judge:
    """Judges the phrases of one text by their words, their capitals and what stands around them."""

    def __init__(self, text: str, low: str, bounder: Bounder) -> None:
        self._text = text
        self._low = low
        self._bounder = bounder

    def is_plural(self, head: int) -> bool:
        """Whether "mô hình" is counted or in the plural: "các mô hình", "48 mô hình"."""
        counted = _PLURAL.search(self._low, max(0, head - 16), head)
        return counted is not None and counted.group(1) not in {"1", "01"}

    def is_name(self, phrase: Phrase, *, listed: bool = False, plural: bool = False) -> bool:
        """Whether a phrase is a name.

        ``listed``: it stands in an enumeration of names, so that it need not speak of security itself; ``plural``: the
        head noun before it is plural, so that lower-case words behind it more likely tell a class.
        """
        low = self._low[phrase.start : phrase.end]
        name = self._text[phrase.start : phrase.end]
        count = senses.syllables(low)
        if count < 2 or any(refuse(low) for refuse in _REFUSALS):
            return False
        if self._bounder.place_at(phrase.start) == phrase.end:
            return False  # “được chọn làm mô hình là Bản Séo Lẻn”
        if name[0].isupper() and not name.isupper():
            return senses.shape(name, low) >= 2 or (count > 2 and self._near_security(phrase))
        if senses.is_class(low) or count < 3 or (plural and not senses.has_start(low)):
            return senses.is_numbered(low)
        if senses.has_security(low) or senses.is_numbered(low) or (listed and senses.has_start(low)):
            return True
        return senses.is_team(low) and self._near_security(phrase)

    def is_item(
        self, phrase: Phrase, *, lower: bool = False, head: bool = False, listed: bool = False
    ) -> bool:
        """Whether a phrase of an enumeration is a name; ``head``: "mô hình" stands before it, ``lower``: lower case will do."""
        if head or not self.is_name(phrase, listed=listed):
            return head and self.is_name(phrase)
        low = self._low[phrase.start : phrase.end]
        name = self._text[phrase.start : phrase.end]
        if name[0].isupper():
            return senses.shape(name, low) >= 2
        return lower and senses.has_start(low)

    def _near_security(self, phrase: Phrase) -> bool:
        start = max(0, phrase.start - 400)
        return senses.has_security(self._low[start : phrase.end + 200])
