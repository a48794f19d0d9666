"""From mentions to facts: which count belongs to which model, place and time, and what happened.

`find_facts` is the way in; it reads a `Reading` (what the components before it found) and is pure.
"""

from extract.facts.linker import find_facts
from extract.facts.view import Reading

__all__ = ["Reading", "find_facts"]
