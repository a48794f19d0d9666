"""Administrative units of Viet Nam, old (63 provinces with districts) and new (34 provinces, no districts).

`Gazetteer.load()` reads the one data file that `extract.gazetteer.build` makes; anybody may call it.
"""

from extract.gazetteer.gazetteer import Gazetteer, GazetteerError
from extract.gazetteer.keys import loose_key, name_key
from extract.gazetteer.units import Level, Unit

__all__ = ["Gazetteer", "GazetteerError", "Level", "Unit", "loose_key", "name_key"]
