"""Text typed for the fonts of the 1990s (TCVN3/ABC and VNI), which pages copied from old Word files still hold.

Such text stores Vietnamese letters as accented Western ones: “C«ng an tØnh” (TCVN3), “Coâng an tænh” (VNI). Conversion keeps the
number of characters, so that offsets stay: a VNI pair becomes a letter and a combining mark, which NFC joins later.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)

# VNI writes a vowel, then one character for shape and tone together.
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_PLAIN = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_WITH_CIRCUMFLEX = {"à": _GRAVE, "á": _ACUTE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_WITH_BREVE = {"è": _GRAVE, "é": _ACUTE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_SINGLES = {"ö": "ư", "ô": "ơ", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_pairs() -> dict[str, str]:
    pairs = {
        vowel + mark: _SINGLES.get(vowel, vowel) + tone
        for vowel in "aeouyôö"
        for mark, tone in _PLAIN.items()
    }
    pairs |= {vowel + "â": vowel + _CIRCUMFLEX for vowel in "aeo"} | {"aê": "a" + _BREVE}
    pairs |= {
        v + mark: shaped + tone
        for v, shaped in zip("aeo", "âêô", strict=True)
        for mark, tone in _WITH_CIRCUMFLEX.items()
    }
    pairs |= {"a" + mark: "ă" + tone for mark, tone in _WITH_BREVE.items()}
    for pair, value in list(pairs.items()):
        pairs[pair.capitalize()] = pairs[pair.upper()] = value.capitalize()
    return pairs


_VNI_LETTERS = _vni_pairs() | _SINGLES | {key.upper(): value.upper() for key, value in _SINGLES.items()}
_VNI = re.compile("|".join(map(re.escape, _VNI_LETTERS)))  # the pairs stand first and win

# Letters that proper Vietnamese text has in nearly every sentence and text in a legacy font never has.
_VIETNAMESE = re.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")
_HINT = re.compile("[\x80-\xff]")
# Characters that legacy text is full of and proper text has rarely (quotation marks aside).
_SUSPICIOUS = re.compile("[¡¢£¤¥¦§¨©ª¬\xad®µ¶¸¹¼½¾ÆÇËÎÏÑÖ×ØÜÞßäåæçëîïñöø÷ûüþÿÄÅÛ]")
_WORD = re.compile(r"[^\s\d.,;:!?()\"“”‘’/-]+")
_NUCLEI = (
    "oai oay oao oeo uây uyê uya uêu iêu yêu uôi ươi ươu oa oă oe oo uâ uê uơ uy ia iê yê ua uô ưa ươ "
    "ai ao au ay âu ây eo êu iu oi ôi ơi ui ưi ưu a ă â e ê i o ô ơ u ư y"
)
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    f"(?:{'|'.join(_NUCLEI.split())})(?:ng|nh|ch|[cmnpt])?"
)
_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# Characters that show nothing; not the soft hyphen, which TCVN3 uses for ư.
_UNSEEN = re.compile("[\0-\x08\x0e-\x1f\x7f\u200b-\u200f\u2060-\u2064\ufeff]")
_MIN_WORDS = 3
_MIN_SHARE = 0.85
_MAX_RAW_SHARE = 0.5


def may_hold_legacy(text: str) -> bool:
    """A quick no for nearly every text."""
    return _SUSPICIOUS.search(text) is not None


def convert_line(line: str) -> str | None:
    """The line in readable letters (not yet NFC, same length), or None when it is not in a legacy font.

    The guard: no letter that only proper Vietnamese has, several words with legacy characters, nearly all
    of them syllables of Vietnamese after conversion and most of them none before. French, Spanish or German lines fail.
    """
    if _VIETNAMESE.search(line) or not _SUSPICIOUS.search(line):
        return None
    words = [word for word in _WORD.findall(_UNSEEN.sub("", line[:2000])) if _HINT.search(word)]
    if len(words) < _MIN_WORDS:
        return None
    if _share(words) > _MAX_RAW_SHARE:
        return None
    scored = [(_share([convert(word) for word in words]), convert) for convert in (_from_tcvn3, _from_vni)]
    share, convert = max(scored, key=lambda pair: pair[0])
    return convert(line) if share >= _MIN_SHARE else None


def _share(words: list[str]) -> float:
    return sum(_is_syllable(word) for word in words) / len(words)


def _is_syllable(word: str) -> bool:
    letters, tones = _MARKS.subn("", unicodedata.normalize("NFD", word.casefold()))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", letters)) is not None


def _from_tcvn3(line: str) -> str:
    return line.translate(_TCVN3)


def _from_vni(line: str) -> str:
    return _VNI.sub(lambda match: _VNI_LETTERS[match.group()], line)
