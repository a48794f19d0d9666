"""From mentions to facts: which count belongs to which model, place and time, and what happened.

`find_facts` is the way in; it reads a `Reading` (what the components before it found), gives back `Linked` (the facts, and what
was decided on each count) and is pure.
"""

from extract.facts.linker import Linked, find_facts
from extract.facts.view import Reading

__all__ = ["Linked", "Reading", "find_facts"]
