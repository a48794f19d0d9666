"""Which model a count is about: apposition, then the sentence, then the running text.

A count of models themselves (“trên 200 mô hình”) is about models in general unless a name stands right behind it. Any
other count belongs to the nearest antecedent before it: a named model, or such a general count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.facts.affinity import begins_in, is_team_in, sentence_affinity, unit_affinity
from extract.facts.events import phrase_pattern
from extract.facts.view import Sentence, View
from extract.lexicon import load
from extract.records import ModelMention, Quantity

_QUOTES = "\"'“”‘’„«»` "
# What may stand between a counted noun and the name it is apposed to: 49 mô hình “…”, 27 xã thực hiện “…”.
_APPOSED = re.compile(
    r"^(?:(?:mô hình|điểm|điểm mô hình|về|là|kiểu|mang tên|có tên|tên gọi|thực hiện|tham gia|triển khai|xây dựng|đạt|duy trì|được công nhận|\s)*)$"
)
_ENUMERATION = re.compile(r"(?:gồm|như|điển hình|tiêu biểu|nổi bật|trong đó|là|:)[\s:,]*$")
_COORDINATED = re.compile(r"^[\"'”’»)\s]*(?:,|và|,\s*và|cùng)\s*(?:mô hình|các mô hình)?\s*[\"'“‘«(]*$")
_AND = re.compile(r"(?<!\w)(?:và|cùng)(?!\w)")
# A name behind the count that the clause ties to it with a verb: 226/278 dòng họ ký kết thực hiện mô hình “…”.
_TIED = re.compile(
    r"(?<!\w)(?:mô hình|thực hiện|triển khai|tham gia|xây dựng|áp dụng|công nhận|lắp đặt|ra mắt|thành lập|duy trì|đăng ký|có)(?!\w)"
)
_OUT_OF = re.compile(r"(?<!\w)trong\s+(?:số\s+|tổng số\s+)?$")
_ANAPHOR = re.compile(
    r"(?<!\w)(?:mô hình(?: này)?|câu lạc bộ|đội|tổ|cụm|ban chỉ đạo|ban chủ nhiệm|tổ công tác)\s+(?:này|đã|được|có|gồm|chia|hoạt động|thu hút|quy tụ|đang|hiện|đặt|do|vẫn|luôn|cũng|còn|giúp|phối hợp|thường xuyên|bước đầu|với)"
    r"|(?<!\w)(?:từ|qua|của|nhờ|trong|thực hiện|triển khai) mô hình(?: này| trên)?(?!\w)|thành viên"
)
# “các mô hình của Bình Sơn giúp làm rõ 35 vụ” is about all of them.
_ALL_MODELS = re.compile(r"(?<!\w)(?:các|những|nhiều) mô hình(?!\w)")
# Openings that go on about what was counted just before.
_GOING_ON = re.compile(r"(?:điển hình|cụ thể|qua đó|nhờ đó|kết quả)(?: là)?,")
_GENERAL_SUBJECT = phrase_pattern(load("facts").words("discourse.general_subjects"))
_HEAD_REACH = 24
_BEHIND = 40  # characters behind a count in which its model may be spoken of: 8/8 xóm lắp camera
_FOCUS_REACH = 2  # paragraphs
_GENERAL = frozenset({"model"})
_IN_MIND = 50  # models; a text that has named more since speaks of the first again only by name


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The model of one count: ``mention`` None means models in general. ``scope`` and ``rule`` record how it was found."""

    mention: ModelMention | None
    scope: str
    rule: str
    several: tuple[ModelMention, ...] = ()


@dataclass(slots=True)
class ModelFocus:
    """The models of the document, those of the latest sentence that named any, and those ``seen`` so far, the latest last."""

    names: int
    latest: tuple[ModelMention, ...] = ()
    latest_sentence: int = -9
    latest_paragraph: int = -9
    latest_counted: ModelMention | None = None
    heads: dict[str, str] = field(default_factory=dict)
    seen: dict[str, ModelMention] = field(default_factory=dict)

    def see(self, view: View, sentence: Sentence) -> None:
        """Take in the models of a sentence that has been linked, with the words that head their names."""
        for mention in sentence.models:
            head = view.lower[max(sentence.start, mention.outer_start - _HEAD_REACH) : mention.start]
            self.heads.setdefault(mention.canonical, head.rstrip(_QUOTES))
        if sentence.models:
            distinct = {mention.canonical: mention for mention in sentence.models}
            self.latest = tuple(distinct.values())
            self.latest_sentence = sentence.index
            self.latest_paragraph = sentence.paragraph
            for name, mention in distinct.items():
                self.seen.pop(name, None)
                self.seen[name] = mention
            for name in list(self.seen)[:-_IN_MIND]:
                del self.seen[name]


@dataclass(frozen=True, slots=True)
class Cues:
    """What the words of a sentence say about whose count it is: an anaphor, a subject that speaks for all, “các mô hình”, going on."""

    anaphor: bool
    general_subject: bool
    all_models: bool
    going_on: bool

    def names(self) -> Iterator[str]:
        """The names of those that hold."""
        return (
            name for name in ("anaphor", "general_subject", "all_models", "going_on") if getattr(self, name)
        )


def cues_of(view: View, sentence: Sentence, quantity: Quantity) -> Cues:
    """The cues for one count, read off its sentence."""
    start, end = sentence.start, quantity.start
    return Cues(
        anaphor=_ANAPHOR.search(view.lower, start, sentence.end) is not None,
        general_subject=_GENERAL_SUBJECT.search(view.lower, start, end) is not None,
        all_models=_ALL_MODELS.search(view.lower, start, end) is not None,
        going_on=_GOING_ON.match(view.lower, start) is not None,
    )


def tie(view: View, quantity: Quantity, mention: ModelMention) -> Iterator[str]:
    """How the words between a count and a name behind it tie the two: ``is unit``, ``apposed``, ``enumerated``, ``tied``."""
    if mention.start < quantity.unit_end:
        yield "is unit"
        return
    gap = view.gap(quantity.unit_end, mention.start)
    bare = gap.strip(_QUOTES)
    if _APPOSED.match(bare):
        yield "apposed"
    if _ENUMERATION.search(bare):
        yield "enumerated"
    if _TIED.search(gap):
        yield "tied"


def link_models(
    view: View,
    sentence: Sentence,
    quantities: Sequence[Quantity],
    focus: ModelFocus,
    document_models: Sequence[ModelMention],
) -> list[ModelChoice]:
    """One choice per quantity, in order."""
    choices: list[ModelChoice] = []
    antecedent: ModelMention | None = None
    general = False
    models = sentence.models
    passed = 0
    for quantity in quantities:
        while passed < len(models) and models[passed].start < quantity.number_start:
            antecedent, general = models[passed], False
            passed += 1
        apposed = _apposed(view, quantity, models[passed:])
        if apposed is not None:
            choices.append(apposed)
            continue
        if quantity.unit_class in _GENERAL:
            before = view.gap(max(sentence.start, quantity.start - 24), quantity.start)
            if antecedent is not None and _OUT_OF.search(before):
                choices.append(ModelChoice(antecedent, "sentence", "out_of"))
                continue
            choices.append(ModelChoice(None, "sentence", "general_count"))
            antecedent, general = None, True
            continue
        if antecedent is not None:
            if antecedent in models:
                choices.append(_from_antecedent(view, quantity, antecedent, models, passed))
            else:
                choices.append(ModelChoice(antecedent, "context", "inherited_in_sentence"))
            continue
        if general:
            choices.append(ModelChoice(None, "sentence", "part_of_general_count"))
            continue
        choice = _tied(view, sentence, quantity, models[passed:])
        if choice is None:
            choice = _inherited(view, sentence, quantity, focus, document_models)
            antecedent = choice.mention  # what a sentence takes up once, it goes on about
        choices.append(choice)
    return choices


def _apposed(view: View, quantity: Quantity, following: Sequence[ModelMention]) -> ModelChoice | None:
    if not following:
        return None
    name = following[0]
    if name.start < quantity.unit_end:  # the unit itself is read as (part of) the name: 19 mắt camera an ninh
        return ModelChoice(name, "clause", "counted_by_name") if quantity.unit_start == name.start else None
    gap = view.gap(quantity.unit_end, name.start).strip(_QUOTES)
    if len(gap) > 40 or not _APPOSED.match(gap):
        return None
    coordinated = coordinated_with(view, following)
    if len(coordinated) > 1 and quantity.value > 1 and _is_shared(view, quantity, coordinated):
        return ModelChoice(None, "clause", "apposed_to_several", tuple(coordinated))
    return ModelChoice(name, "clause", "apposed")


def _is_shared(view: View, quantity: Quantity, run: Sequence[ModelMention]) -> bool:
    """A run of names shares one count where “và” closes it or the count is its length; commas alone may separate items of a list."""
    return quantity.value == len(run) or bool(_AND.search(view.gap(run[-2].end, run[-1].start)))


def coordinated_with(view: View, following: Sequence[ModelMention]) -> list[ModelMention]:
    """The first mention and those that “và” or a comma joins to it without anything between."""
    run = [following[0]]
    for mention in following[1:]:
        gap = view.gap(run[-1].end, mention.start)
        if len(gap) > 30 or not _COORDINATED.match(gap):
            break
        run.append(mention)
    return run


def _from_antecedent(
    view: View, quantity: Quantity, antecedent: ModelMention, models: Sequence[ModelMention], passed: int
) -> ModelChoice:
    run = [antecedent]
    for mention in reversed(models[: passed - 1]):
        if not _COORDINATED.match(view.gap(mention.end, run[0].start)):
            break
        run.insert(0, mention)
    if len({mention.canonical for mention in run}) == 1 or not _AND.search(
        view.gap(run[-2].end, run[-1].start)
    ):
        return ModelChoice(antecedent, "sentence", "antecedent")
    close = [mention for mention in run if unit_affinity(mention, quantity)]
    if len(close) == 1:
        return ModelChoice(close[0], "sentence", "antecedent_affinity")
    return ModelChoice(None, "sentence", "shared_by_several", tuple(run))


def _tied(
    view: View, sentence: Sentence, quantity: Quantity, following: Sequence[ModelMention]
) -> ModelChoice | None:
    if not following:
        return None
    name = following[0]
    _, clause_end = view.clause_bounds(sentence, quantity.start)
    if name.start >= clause_end:
        return None
    gap = view.gap(quantity.unit_end, name.start)
    if _ENUMERATION.search(gap.strip(_QUOTES)) or not _TIED.search(gap):
        return None
    if any(
        quantity.end <= other.number_start < name.start and other.unit_class in _GENERAL
        for other in sentence.quantities
    ):
        return None
    return ModelChoice(name, "clause", "tied_by_verb")


def _inherited(  # noqa: PLR0911 - one return per way of inheriting
    view: View,
    sentence: Sentence,
    quantity: Quantity,
    focus: ModelFocus,
    document_models: Sequence[ModelMention],
) -> ModelChoice:
    """The model the running text is about, for a count whose sentence names none before it."""
    if _ALL_MODELS.search(view.lower, sentence.start, quantity.start):
        return ModelChoice(None, "sentence", "all_models")
    if focus.latest_counted is not None and _GOING_ON.match(view.lower, sentence.start):
        return ModelChoice(focus.latest_counted, "context", "inherited_going_on")
    text = view.lower[sentence.start : quantity.start]
    meant = [m for m in focus.seen.values() if begins_in(m, text) or is_team_in(m, text)]
    if len(meant) == 1:
        return ModelChoice(meant[0], "context", "inherited_by_name")
    if focus.names > 1 and _GENERAL_SUBJECT.search(text):
        return ModelChoice(None, "none", "general_subject")  # what the people or the police of a place did
    if focus.latest and sentence.paragraph - focus.latest_paragraph <= _FOCUS_REACH:
        related = _related(view, sentence, quantity, focus)
        if related is not None:
            return ModelChoice(related, "context", "inherited_affinity")
        if _in_focus(view, sentence, quantity, focus):
            return ModelChoice(focus.latest[0], "context", "inherited")
    return _only_model(text, quantity, focus, document_models) or ModelChoice(None, "none", "no_model")


def _only_model(
    text: str, quantity: Quantity, focus: ModelFocus, document_models: Sequence[ModelMention]
) -> ModelChoice | None:
    """The one model of the document, named perhaps only later, where the count speaks of it."""
    if focus.names != 1 or not document_models:
        return None
    only = document_models[0]
    if unit_affinity(only, quantity) or sentence_affinity(only, text):
        return ModelChoice(only, "document", "only_model_affinity")
    if quantity.unit_class == "money" and focus.latest_sentence < 0:
        return ModelChoice(only, "document", "only_model")
    return None


def _related(view: View, sentence: Sentence, quantity: Quantity, focus: ModelFocus) -> ModelMention | None:
    """The one model, of those just named or else of all so far, that the sentence or the unit speaks of."""
    text = view.lower[sentence.start : quantity.start]
    for pool in (focus.latest, tuple(focus.seen.values())):
        close = [m for m in pool if unit_affinity(m, quantity) or heads(quantity, m, focus)] or [
            m for m in pool if sentence_affinity(m, text)
        ]
        if len(close) == 1:
            return close[0]
    behind = view.lower[quantity.end : min(sentence.end, quantity.end + _BEHIND)].partition(",")[0]
    close = [m for m in focus.latest if sentence_affinity(m, behind)]
    return close[0] if len(close) == 1 else None


def heads(quantity: Quantity, mention: ModelMention, focus: ModelFocus) -> bool:
    """True where the unit is what the name was introduced as: câu lạc bộ “Phụ nữ với pháp luật” … 12 câu lạc bộ."""
    return quantity.unit_class == "group" and focus.heads.get(mention.canonical, "").endswith(quantity.unit)


def _in_focus(view: View, sentence: Sentence, quantity: Quantity, focus: ModelFocus) -> bool:
    """Tell whether the count goes on about the one model just spoken of; cameras need more than that (`_related`)."""
    if len(focus.latest) != 1 or quantity.unit_class == "camera":
        return False
    if focus.names == 1:
        return True
    near = sentence.index - focus.latest_sentence <= 1 or sentence.paragraph == focus.latest_paragraph
    anaphor = _ANAPHOR.search(view.lower, sentence.start, sentence.end)
    return near and (anaphor is not None or quantity.unit_class != "group")
