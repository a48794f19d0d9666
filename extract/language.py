"""The extraction pipeline as a spaCy ``Language`` on syllable tokens.

Each step is a registered factory of its own (``mohinh_sentences``, ``mohinh_masks``, ``mohinh_quantities``,
``mohinh_times``, ``mohinh_localities``, ``mohinh_models``, ``mohinh_facts``), a thin wrapper around a pure function of this package, so
that others can put one into their own pipeline. What a step found stands in ``doc._`` as records (offsets in characters) and in
``doc.spans`` as spans. What is known of the document beside its text is handed over in ``doc._.document``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from extract.canonical import canonicalise
from extract.facts import Reading, find_facts
from extract.gazetteer import Gazetteer
from extract.localities import find_localities, weigh_localities
from extract.localities.context import source_province
from extract.masks import find_masks
from extract.names import weigh_models
from extract.quantities import find_quantities
from extract.ranking import Weights, bundled_weights, load_weights
from extract.records import Document, LocalityMention
from extract.sentences import sentences
from extract.times import find_times
from extract.times.atoms import Atom, find_atoms

COMPONENTS = (
    "mohinh_sentences",
    "mohinh_masks",
    "mohinh_quantities",
    "mohinh_times",
    "mohinh_localities",
    "mohinh_models",
    "mohinh_facts",
)
# The components that decide by learnt weights.
_WEIGHING = frozenset({"mohinh_localities", "mohinh_models", "mohinh_facts"})
_RECORDS = (
    "sentences",
    "masks",
    "quantities",
    "times",
    "locality_mentions",
    "model_mentions",
    "facts",
    "scope_decisions",
    "rankings",
    "name_rankings",
    "locality_rankings",
)
_TOKEN = re.compile(r"(\w+|[^\w\s]|\s)( ?)")
_TEXT = "mohinh_text"
_WITHOUT_TOKENS = "mohinh_without_tokens"
_WITHOUT_NOTES = "mohinh_without_notes"
_ATOMS = "mohinh_atoms"
_LONGEST_TEXT = (
    50_000_000  # spaCy's own limit of a million characters guards statistical components, and we have none
)


def _declare_extensions() -> None:
    if not Doc.has_extension("document"):
        Doc.set_extension("document", default=None)
    for name in _RECORDS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=())


_declare_extensions()


class SyllableTokenizer:
    """Splits at white space and around every mark; the tokens give back the text exactly."""

    def __init__(self, vocab: Any) -> None:  # noqa: ANN401 - spaCy's Vocab has no type information
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A Doc whose tokens are Vietnamese syllables, numbers' digit groups and single marks."""
        pairs = _TOKEN.findall(text)
        doc = Doc(self.vocab, words=[word for word, _ in pairs], spaces=[bool(space) for _, space in pairs])
        doc.user_data[_TEXT] = text
        return doc

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to store."""
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> SyllableTokenizer:
        """Nothing to restore."""
        return self

    def to_disk(self, _path: object, **_kwargs: object) -> None:
        """Nothing to store."""

    def from_disk(self, _path: object, **_kwargs: object) -> SyllableTokenizer:
        """Nothing to restore."""
        return self


@registry.tokenizers("mohinh.SyllableTokenizer.v1")  # type: ignore[untyped-decorator]
def _make_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    return lambda nlp: SyllableTokenizer(nlp.vocab)


class Component:
    """One step: a function from the Doc to records, stored under one name."""

    def __init__(self, group: str, find: Callable[[Doc], Sequence[Any]], label: str) -> None:
        self._group = group
        self._find = find
        self._label = label

    def __call__(self, doc: Doc) -> Doc:
        """Find the records, then set them; nothing else of the Doc is touched."""
        found = self._find(doc)
        setattr(doc._, self._group, found)
        if _WITHOUT_TOKENS in doc.user_data:
            return doc
        doc.spans[self._group] = [span for record in found if (span := self._span(doc, record)) is not None]
        return doc

    def _span(self, doc: Doc, record: Any) -> Any:  # noqa: ANN401 - any of our records, a spaCy Span
        return doc.char_span(record.start, record.end, label=self._label, alignment_mode="expand")


def doc_without_tokens(nlp: Language, text: str, *, noted: bool = True) -> Doc:
    """A Doc for who reads the records alone: the components find the same in it, but it has no syllables, and its span groups stay empty.

    Splitting the text and setting the spans takes a tenth of the time of an extraction, and so does keeping what the facts were weighed
    by (``doc._.rankings``), which is left out unless it is ``noted``.
    """
    doc = Doc(nlp.vocab, words=[])
    doc.user_data[_TEXT] = text
    doc.user_data[_WITHOUT_TOKENS] = True
    doc.user_data[_WITHOUT_NOTES] = not noted
    return doc


def text_of(doc: Doc) -> str:
    """The text of a Doc; ``doc.text`` is put together from its tokens at every call (measured: a third of our time)."""
    text = doc.user_data.get(_TEXT)
    return text if isinstance(text, str) else str(doc.text)


def _atoms_of(doc: Doc) -> Sequence[Atom]:
    """The dates of a Doc, which masks and times both need, found once."""
    if _ATOMS not in doc.user_data:
        doc.user_data[_ATOMS] = find_atoms(text_of(doc))
    atoms: Sequence[Atom] = doc.user_data[_ATOMS]
    return atoms


def _document(doc: Doc) -> Document:
    known = doc._.document
    return known if isinstance(known, Document) else Document(id="", text=text_of(doc))


def _weights(directory: str | None) -> Weights:
    return load_weights(Path(directory)) if directory is not None else bundled_weights()


@Language.factory("mohinh_sentences")
def _sentences(nlp: Language, name: str) -> Component:
    return Component("sentences", lambda doc: sentences(text_of(doc)), "SENTENCE")


@Language.factory("mohinh_masks")
def _masks(nlp: Language, name: str) -> Component:
    return Component("masks", lambda doc: find_masks(text_of(doc), _atoms_of(doc)), "MASK")


@Language.factory("mohinh_quantities")
def _quantities(nlp: Language, name: str) -> Component:
    return Component(
        "quantities", lambda doc: find_quantities(text_of(doc), doc._.sentences, doc._.masks), "QUANTITY"
    )


@Language.factory("mohinh_times")
def _times(nlp: Language, name: str) -> Component:
    return Component(
        "times", lambda doc: find_times(text_of(doc), _document(doc).published, _atoms_of(doc)), "TIME"
    )


@Language.factory("mohinh_localities", default_config={"weights": None})
def _localities(nlp: Language, name: str, weights: str | None) -> Component:
    gazetteer = Gazetteer.load()
    learnt = _weights(weights).bare

    def find(doc: Doc) -> Sequence[Any]:
        known = _document(doc)
        found = weigh_localities(
            text_of(doc),
            doc._.sentences,
            gazetteer,
            province=known.province,
            published=known.published,
            title=known.title,
            weights=learnt,
        )
        doc._.locality_rankings = found.rankings
        return found.mentions

    return Component("locality_mentions", find, "LOCALITY")


@Language.factory("mohinh_models", default_config={"weights": None})
def _models(nlp: Language, name: str, weights: str | None) -> Component:
    learnt = _weights(weights).quoted

    def find(doc: Doc) -> Sequence[Any]:
        named = weigh_models(text_of(doc), doc._.sentences, doc._.locality_mentions, learnt)
        doc._.name_rankings = named.rankings
        return named.mentions

    return Component("model_mentions", find, "MODEL")


@Language.factory("mohinh_facts", default_config={"weights": None})
def _facts(nlp: Language, name: str, weights: str | None) -> Component:
    gazetteer = Gazetteer.load()
    learnt = _weights(weights)

    def find(doc: Doc) -> Sequence[Any]:
        known = _document(doc)
        linked = find_facts(
            Reading(
                text=text_of(doc),
                sentences=doc._.sentences,
                quantities=doc._.quantities,
                times=doc._.times,
                localities=doc._.locality_mentions,
                models=doc._.model_mentions,
                title=known.title,
                title_localities=_title_localities(known, doc._.locality_mentions, gazetteer),
                province_path=source_province(gazetteer, known.province, known.published),
                published=known.published,
            ),
            learnt,
            noted=not doc.user_data.get(_WITHOUT_NOTES, False),
        )
        doc._.scope_decisions = linked.decisions
        doc._.rankings = linked.rankings
        return linked.facts

    return Component("facts", find, "FACT")


def _title_localities(
    document: Document, named: Sequence[LocalityMention], gazetteer: Gazetteer
) -> Sequence[LocalityMention]:
    """The places that only the title names. They may govern the text; the annotation guideline counts none of them as named by it."""
    title = canonicalise(document.title).text
    lower = title.lower()
    if not title or any(mention.name and mention.name.lower() in lower for mention in named):
        return ()  # the text names the title's place itself
    return find_localities(
        title,
        sentences(title),
        gazetteer,
        province=document.province,
        published=document.published,
        title="",
    )


def build_pipeline(components: Iterable[str] = COMPONENTS, *, weights: Path | None = None) -> Language:
    """A pipeline with the syllable tokenizer and the named components, in the order given.

    A component needs those before it in `COMPONENTS` that find what it reads; without them it sees nothing of that kind. ``weights`` is a
    directory of learnt weights to decide with, instead of the bundled ones.
    """
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "mohinh.SyllableTokenizer.v1"}}})
    nlp.max_length = _LONGEST_TEXT
    for component in components:
        chosen = {"weights": str(weights)} if weights is not None and component in _WEIGHING else {}
        nlp.add_pipe(component, config=chosen)
    return nlp
