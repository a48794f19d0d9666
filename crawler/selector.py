"""CSS selectors: compiled once, and asked only of pages that hold the classes and ids they name.

Most of a layout's selectors match nothing on most pages; to have a tree searched for each of them took longer than reading the
page.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from cssselect import parse
from cssselect.parser import Class, CombinedSelector, Hash
from lxml.cssselect import CSSSelector
from lxml.etree import _Element as Element


@dataclass(frozen=True, slots=True)
class Selector:
    """A compiled selector. ``needs`` has for each of its alternatives the marks (``.class``, ``#id``) that it cannot match without."""

    found_in: CSSSelector
    needs: tuple[frozenset[str], ...]

    def select(self, tree: Element, marks: AbstractSet[str]) -> list[Element]:
        """The elements of a tree that match, in the order of the page; ``marks`` are all that the tree bears."""
        if not any(need <= marks for need in self.needs):
            return []
        found = self.found_in(tree)
        return (
            [element for element in found if isinstance(element, Element)] if isinstance(found, list) else []
        )


@cache
def compiled(css: str) -> Selector:
    """The compiled selector of a CSS text; raises `cssselect.SelectorError` for a wrong one."""
    needs = tuple(frozenset(_needs(one.parsed_tree)) for one in parse(css))
    return Selector(CSSSelector(css, translator="html"), needs)


def _needs(part: object) -> set[str]:
    """The marks that a part of a selector asks for; what it excludes (`:not`) asks for nothing."""
    if isinstance(part, Class):
        return {f".{part.class_name}", *_needs(part.selector)}
    if isinstance(part, Hash):
        return {f"#{part.id}", *_needs(part.selector)}
    if isinstance(part, CombinedSelector):
        return _needs(part.selector) | _needs(part.subselector)
    return _needs(part.selector) if hasattr(part, "selector") else set()
