"""Administrative units named in a text, with or without their type, resolved to official units.

`find_localities` gives the mentions, `weigh_localities` also what was weighed, `document_localities` the list of a document. Needs only text, sentences and a
`Gazetteer`.
"""

from extract.localities.find import Localities, find_localities, weigh_localities
from extract.localities.paths import document_localities

__all__ = ["Localities", "document_localities", "find_localities", "weigh_localities"]
