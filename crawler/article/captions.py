"""Which lines of an article are captions of its pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.article.address import said
from crawler.article.blocks import Block, Page
from crawler.article.dom import label
from crawler.article.names import read_labelled, read_names
from crawler.article.rules import rules

_CLASS = re.compile(
    r"(?:^|[\s_-])(?:caption|img-?caption|imgcaption|image[-_]?desc(?:ription)?|pcaption|d-imgcaption|articleimg_caption|chu-?thich|chuthich|photo[-_]?(?:caption|desc|note|cms_desc)|cms-?caption|img-?desc|ghi-?chu-?anh|expnoedit)(?:$|[\s_-])|caption"
)
_VIDEO = re.compile(r"^(?:video|clip)\s*:", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:^|[\s.,;(–-])(?:ảnh|nguồn ảnh|clip|photo)\s*:\s*[^:;]{1,40}$|[.]\s*ảnh\s+[A-ZĐ][\w.]*(?:\s[A-ZĐ][\w.]*){0,3}[.)]*$",
    re.IGNORECASE,
)
_CREDIT_WORDS = ("ảnh", "clip", "photo")
_CREDIT_ALONE = re.compile(r"^\(?\s*(?:ảnh|nguồn ảnh|photo)\s*:\s*[^:]{1,50}\)?\.?$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:;][”\"’)]*$")
_INNER_END = re.compile(r"[.!?…][”\"’)]?\s+[A-ZĐÂĂÊÔƠƯÁÀẢÃẠ“\"]")
_RANK = re.compile(r"(?:đ/c|tp|tx|gs|ts|ths|pgs)\.\s", re.IGNORECASE)
# How a paragraph of the text goes on, and a caption never begins.
_NARRATIVE = re.compile(
    r"(?:theo|từ|ngoài ra|bên cạnh|nhờ|sau|trước|đến nay|năm|tháng|ngày|sáng|chiều|tối|trong (?:khi|đó|năm|tháng|những|thời)|để|với|hiện|qua|tuy|do đó|do vậy|vì vậy|đồng thời|cùng với|cùng ngày|tại đây|thời gian|riêng|đặc biệt|được biết|đây là|mỗi|cứ|khi|dự kiến|kết quả|tính đến|toàn|phát biểu|nói về)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"\b(?:cho biết|chia sẻ|cho hay|khẳng định|nhấn mạnh|yêu cầu|đề nghị|đề xuất|kể|bày tỏ|nói|tâm sự|đánh giá)\b|^[“\"]"
)
_NUMBER = re.compile(r"\d+")
_LONGEST = 450
_SHORTEST_LEAD = 120
_PARAGRAPH = 80
_SINGLE_SENTENCE_WORDS = 28


def find_captions(page: Page, blocks: Sequence[Block], marked: set[int]) -> set[int]:
    """The numbers of the blocks that are captions; ``marked`` are those that the layout's selectors name.

    ``blocks`` are the lines and pictures of the body without noise, in order. What counts: the markup (figcaption, classes of
    captions, the cells beside a picture in a small table), a photo credit at the end, a line printed twice, and a short or emphasised
    line right under a picture.
    """
    found: set[int] = set()
    any_image = any(block.image for block in blocks)
    seen_text = False
    size = sum(len(block.text) for block in blocks if not block.image)
    last_long = max((index for index, block in enumerate(blocks) if _is_long(block)), default=-1)
    for index, block in enumerate(blocks):
        if block.image:
            continue
        if _marked(page, block, marked, size) or _looks(
            blocks, index, found, seen_text=seen_text, any_image=any_image, ends=index >= last_long
        ):
            found.add(block.order)
        elif len(block.text) >= 60:
            seen_text = True
    return found


def gather(blocks: Sequence[Block], captions: set[int]) -> tuple[str, ...]:
    """The captions' texts, each once: doubled lines folded, lines of one caption and a credit line of its own joined."""
    texts: list[str] = []
    previous: Block | None = None
    for block in blocks:
        if block.order not in captions:
            previous = None if block.image else previous
            continue
        joined = (
            previous is not None
            and texts
            and not _same(texts[-1], block.text)
            and (
                _CREDIT_ALONE.match(block.text)
                or (previous.element is block.element and block.order == previous.order + 1)
                or _one_figcaption(previous, block)
            )
        )
        if joined:
            texts[-1] = f"{texts[-1]} {block.text}"
        elif previous is not None and texts and _same(texts[-1], block.text):
            texts[-1] = max(texts[-1], block.text, key=len)
        else:
            texts.append(block.text)
        previous = block
    return _once(texts)


def is_credit(text: str) -> bool:
    """Whether a line is a photo credit and nothing else (“Ảnh: N.P”)."""
    return bool(_CREDIT_ALONE.match(text))


def _marked(page: Page, block: Block, marked: set[int], size: int) -> bool:
    if block.order in marked or block.figcaption:
        return True
    if len(block.text) > _LONGEST or block.heading:
        return False
    if _CLASS.search(label(block.element)):
        return True
    parent = block.element.getparent()
    if (
        parent is not None
        and (_CLASS.search(label(parent)) or parent.tag == "figure")
        and page.span(parent)[1] - page.span(parent)[0] <= 4
    ):
        return True
    return block.element.tag == "figure" or _in_picture_table(page, block, size)


def _in_picture_table(page: Page, block: Block, size: int) -> bool:
    """Whether the line stands in a table made for a picture, not in one that holds the whole article."""
    if block.table is None:
        return False
    first, last = page.span(block.table)
    cells = page.blocks[first:last]
    texts = [cell.text for cell in cells if not cell.image]
    if not any(cell.image for cell in cells) or max(map(len, texts), default=0) > _LONGEST:
        return False
    return sum(map(len, texts)) <= min(900, 0.5 * size)


def _looks(
    blocks: Sequence[Block], index: int, found: set[int], *, seen_text: bool, any_image: bool, ends: bool
) -> bool:
    """Whether a line reads as a caption; ``ends`` tells that no paragraph comes after it."""
    block = blocks[index]
    text = block.text
    if len(text) > _LONGEST or block.heading or read_labelled(text):
        return False
    under = _under_picture(blocks, index, found)
    credited = (
        _has_credit(text)
        and len(text.split()) <= 70
        and (under or any_image or not _CREDIT_ALONE.match(text))
    )
    if credited or _VIDEO.match(text):
        return True
    if ends and read_names(text):
        return False
    twin = _twin(blocks, index)
    if twin is not None:
        return under or _doubled_caption(blocks, index, twin, found, seen_text=seen_text)
    if under:
        return _caption_under(blocks, index, seen_text=seen_text)
    return _without_picture(blocks, index, any_image=any_image, seen_text=seen_text)


def _has_credit(text: str) -> bool:
    """Whether a line ends in a photo credit; to look for its words takes a tenth of what the pattern takes."""
    folded = text.lower()
    return any(word in folded for word in _CREDIT_WORDS) and bool(_CREDIT.search(text))


def _under_picture(blocks: Sequence[Block], index: int, found: set[int]) -> bool:
    """Whether a picture stands right above, or only the same caption's first copy between."""
    if index == 0:
        return False
    above = blocks[index - 1]
    return above.image or (above.order in found and _same(above.text, blocks[index].text))


def _caption_under(blocks: Sequence[Block], index: int, *, seen_text: bool) -> bool:
    block = blocks[index]
    count = len(block.text.split())
    alt = blocks[index - 1].text if blocks[index - 1].image else ""
    if block.italic >= 0.8 or block.centred or (alt and _same(alt, block.text)):
        return True
    if block.bold >= 0.9 and count <= 14 and seen_text and not _SENTENCE_END.search(block.text):
        return False  # a subheading under a picture
    if not _SENTENCE_END.search(block.text):
        return count <= 60
    return seen_text and not block.gap and _tells_a_scene(block.text)


def _tells_a_scene(text: str) -> bool:
    """Whether a full sentence right under a picture may be its caption: one short sentence without speech or figures."""
    if (
        _INNER_END.search(_RANK.sub("", text))
        or text.endswith((":", ";"))
        or len(text.split()) > _SINGLE_SENTENCE_WORDS
    ):
        return False
    return not (_NARRATIVE.match(text) or _SPEECH.search(text) or len(_NUMBER.findall(text)) >= 2)


def _without_picture(blocks: Sequence[Block], index: int, *, any_image: bool, seen_text: bool) -> bool:
    """A caption whose picture is not in the markup: centred italics, or a scene named without a full stop."""
    block = blocks[index]
    short = len(block.text.split()) <= 40
    if block.centred and block.italic >= 0.8 and short:
        return True
    if any_image or not seen_text or block.bold >= 0.5 or not short or _SENTENCE_END.search(block.text):
        return False
    after = next((later for later in blocks[index + 1 :] if not later.image), None)
    starts = block.text.startswith(rules().caption_starts)
    return starts and after is not None and len(after.text) >= 60


def _doubled_caption(
    blocks: Sequence[Block], index: int, twin: int, found: set[int], *, seen_text: bool
) -> bool:
    """Whether a line printed twice is a caption; a lead printed twice is long, stands first, and has no picture between."""
    if twin < index:  # both copies are one thing: what the first was taken for
        return blocks[twin].order in found
    return (
        seen_text
        or len(blocks[index].text) < _SHORTEST_LEAD
        or any(near.image for near in blocks[index:twin])
    )


def _twin(blocks: Sequence[Block], index: int) -> int | None:
    """Where the nearest line above or below, pictures between them left out, says the same."""
    above = next((place for place in range(index - 1, -1, -1) if not blocks[place].image), None)
    below = next((place for place in range(index + 1, len(blocks)) if not blocks[place].image), None)
    text = blocks[index].text
    for near in (above, below):
        if near is None or abs(len(blocks[near].text) - len(text)) > 4:
            continue
        if _same(blocks[near].text, text, prefix=False):
            return near
    return None


def _is_long(block: Block) -> bool:
    return not block.image and len(block.text) >= _PARAGRAPH


def _one_figcaption(first: Block, second: Block) -> bool:
    if not (first.figcaption and second.figcaption):
        return False
    return _figcaption(first) is _figcaption(second)


def _figcaption(block: Block) -> object:
    element = block.element
    while element.tag != "figcaption":
        parent = element.getparent()
        if parent is None:
            return None
        element = parent
    return element


def _same(first: str, second: str, *, prefix: bool = True) -> bool:
    one, two = said(first), said(second)
    if not one or not two:
        return False
    shorter, longer = sorted((one, two), key=len)
    return one == two or (
        prefix and len(shorter) >= 15 and longer.startswith(shorter) and len(longer) - len(shorter) <= 40
    )


def _once(texts: Sequence[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for text in texts:
        kept.setdefault(said(text), text)
    return tuple(kept.values())
