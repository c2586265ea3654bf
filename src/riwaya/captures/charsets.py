"""Bytes to text: which codec a page is really in, whatever its label says.

Strict UTF-8 first: other encodings hardly ever pass for it by chance. What fails it is read by the evidence of its
letters, then by its label, then by a statistical guess. Decoding never raises and never drops: what cannot be decoded
is one U+FFFD for each fault.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from riwaya.captures import letters
from riwaya.errors import Problem

# In the order of trust where the evidence is equal. The last three are hardly met and need more evidence.
ARABIC_CODECS: Final = ("windows-1256", "iso-8859-6", "mac-arabic", "cp720", "cp864")
_COMMON_CODECS: Final = ARABIC_CODECS[:2]
_WIDE_CODECS: Final = ("utf-16-le", "utf-16-be")
_WIDE_FROM: Final = 8
_WIDE_WITHIN: Final = 4096
_REPLACED: Final = "\ufffd"
_ASCII: Final = bytes(range(0x80))

# As browsers do: these labels are put on pages that hold the larger set.
_LARGER: Final = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "iso8859-9": "windows-1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
# Codecs that pages are written in; Python knows others (zlib, unicode_escape, utf-7) that no label may call.
_PAGE_CODEC: Final = re.compile(
    r"(?i)(?:x-)?(?:ascii|windows|iso|latin|koi8|gb|big5|euc|shift|sjis|mac|cp|ibm|tis|ks_c|asmo|arabic)[-\w]*"
)
_MANY_BYTES: Final = frozenset({"gb18030", "cp949", "cp932", "big5hkscs", "euc_jp"})
_ESCAPING: Final = frozenset({"iso2022_jp", "hz"})
_LABELS: Final = (
    re.compile(rb"""(?i)<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([-\w.:]+)"""),
    re.compile(rb"""(?i)^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([-\w.:]+)"""),
)
_LABEL_WITHIN: Final = 1 << 16

_UNIT: Final = (
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})"
)
_SEQUENCE: Final = re.compile(_UNIT)
_WHOLE: Final = re.compile(_UNIT + rb"+")
# Three UTF-8 sequences in a row, or one of its dashes and quotation marks, do not come about by chance.
_STRONG: Final = re.compile(_UNIT + rb"{3,}|\xe2\x80[\x80-\xbf]")
# Overlong forms, surrogates and what lies beyond Unicode: one fault each, not one a byte.
_MALFORMED: Final = re.compile(
    rb"[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]|\xf0[\x80-\x8f][\x80-\xbf]{2}"
    rb"|\xf4[\x90-\xbf][\x80-\xbf]{2}|[\xf5-\xf7][\x80-\xbf]{3}|[\xf8-\xfb][\x80-\xbf]{4}|[\xfc\xfd][\x80-\xbf]{5}"
)
_MAY_BE_MALFORMED: Final = b"\xc0\xc1\xe0\xed\xf0" + bytes(range(0xF4, 0xFE))
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
_LOW: Final = re.compile(rb"[\x00-\x7f]")
_LEAD: Final = re.compile(rb"[^\x80-\xbf]")
_BLOCK: Final = 1 << 20
_RUNS_LOOKED_AT: Final = 20_000
_RUNS_GUESSED_FROM: Final = 1000
_AROUND: Final = 8
# In a longer page, letter-by-letter mending would take minutes; its larger part decides.
_MIXED_UP_TO: Final = 1 << 26
# Fewer letters of evidence than this, and no label that agrees: the reading is called a guess.
_SURE_FROM: Final = 40
_EVIDENCE_FROM: Final = 4
_WORD_FROM: Final = 3
_RARE_COSTS: Final = 0.5
_MIXED_FROM: Final = 12


class Finding(NamedTuple):
    """A text, the codec that gives it (see :func:`decode`), and what was lost or doubtful."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(body: bytes, encoding: str) -> str:
    r"""Return the text of ``body`` through a codec that :func:`detect` named; each fault is one U+FFFD.

    Args:
        body: the bytes.
        encoding: a codec of Python, or ``utf-8+CODEC`` for a page in both: what is UTF-8 is read so, all else as CODEC.

    >>> decode(b"\xc7\xe1\xcc\xd3\xd1 = " + "الجسر".encode(), "utf-8+windows-1256")
    'الجسر = الجسر'
    """
    _, plus, other = encoding.partition("+")
    if plus:
        return "".join(
            decode(_HIGH_RUN.sub(lambda run: _as_utf8(run[0], other), block), "utf-8") for block in _blocks(body, _LOW)
        )
    if encoding == "utf-8-sig":
        return decode(body.removeprefix(codecs.BOM_UTF8), "utf-8")
    if encoding == "utf-8":
        try:
            return body.decode()
        except UnicodeDecodeError:
            return "".join(_faulty(block) for block in _blocks(body, _LEAD))
    return body.decode(encoding, errors="replace")


def detect(body: bytes, label: str | None = None) -> Finding:
    """Return the text of a page and the codec it is in.

    Args:
        body: the page's bytes.
        label: the codec that came with the page and not in it (HTTP); without one, the page's own is looked for.
    """
    codec = wide(body)
    if codec is not None:
        return _found(body, codec)
    try:
        text = body.decode()
    except UnicodeDecodeError as fault:
        if _MALFORMED.match(body, fault.start) and all(
            _decodes(_MALFORMED.sub(b"", block), "utf-8") for block in _blocks(body, _LEAD)
        ):
            return _found(body, "utf-8")
        return _detect_narrow(body, _codec(label) or _own_label(body))
    if text.startswith("\ufeff"):
        return Finding(text[1:], "utf-8-sig")
    if text.isascii() and (b"\x1b$" in body or b"~{" in body):
        codec = _codec(label) or _own_label(body)
        if codec in _ESCAPING and _decodes(body, codec):
            return Finding(body.decode(codec), codec)
    return Finding(text, "utf-8")


def wide(body: bytes) -> str | None:
    """Return the codec of bytes in UTF-16 or UTF-32, with or without a byte order mark."""
    if body.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and _decodes(body, "utf-32"):
        return "utf-32"
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = body[:_WIDE_WITHIN]
    if len(sample) < _WIDE_FROM or _WIDE_FROM * (sample.count(0) + sample.count(6)) < len(sample):
        return None
    # The upper halves of Latin, Arabic, punctuation and Arabic presentation forms.
    upper = [sum(half.count(value) for value in b"\x00\x06\x20\xfb\xfd\xfe") for half in (sample[1::2], sample[0::2])]
    half = len(sample) // 2
    for codec, here, there in zip(_WIDE_CODECS, upper, reversed(upper), strict=True):
        if here >= 0.95 * half and there < 0.6 * half and sample.decode(codec, "replace").count(_REPLACED) <= 1:
            return codec
    return None


def _detect_narrow(body: bytes, label: str | None) -> Finding:
    faults, valid = _letters_of_utf8(body)
    runs = _runs(body)
    foreign = [run for run in runs if not _is_utf8(run)]
    arabic, evidence = _arabic_codec(foreign, label)
    if valid >= faults:
        if arabic is None or evidence < _MIXED_FROM or len(body) > _MIXED_UP_TO:
            return _found(body, "utf-8")
        return _found(body, f"utf-8+{arabic}")
    codec, problems = _choose(body, (arabic, evidence), label)
    if (
        codec not in _MANY_BYTES
        and len(body) <= _MIXED_UP_TO
        and any(_STRONG.search(run) and _is_utf8(run) for run in runs)
    ):
        codec = f"utf-8+{codec}"
    return _found(body, codec, problems)


def _choose(body: bytes, arabic: tuple[str | None, int], label: str | None) -> tuple[str, tuple[Problem, ...]]:
    """Weigh the letters against the label: a label that fits the bytes exactly, then Arabic letters, then the label."""
    codec, evidence = arabic
    if label in _MANY_BYTES and _decodes(body, label):
        return label, ()
    if codec is not None:
        sure = evidence >= _SURE_FROM or codec == label
        return codec, () if sure else (_guessed(codec),)
    if label is not None and label not in _MANY_BYTES:
        odd = label in ARABIC_CODECS and evidence >= _MIXED_FROM
        return label, (
            Problem("encoding-guessed", f"Read as {label}, its label, but it does not look like Arabic."),
        ) if odd else ()
    guess = _guess(body)
    return guess, (_guessed(guess),)


def _arabic_codec(runs: list[bytes], label: str | None) -> tuple[str | None, int]:
    """Return the Arabic codec that reads these bytes as Arabic, if one does, and how many letters speak for it.

    Words with all their vowel signs are so unlike newspapers that a rare codec can seem likelier by chance: it gives
    way to a label that reads as Arabic.
    """
    words = [run for run in runs if len(run) > 1]
    joined = b" ".join(words)[:_LABEL_WITHIN]
    evidence = len(joined) - joined.count(b" ")
    if evidence < _EVIDENCE_FROM:
        return None, evidence
    codecs_met = ARABIC_CODECS if evidence >= _SURE_FROM else _COMMON_CODECS
    scores = {codec: letters.likeness(joined.decode(codec, "replace")) for codec in codecs_met}
    best = max(scores, key=lambda codec: scores[codec] - (0 if codec in _COMMON_CODECS else _RARE_COSTS))
    if label in scores and best not in _COMMON_CODECS and scores[label] >= letters.ARABIC:
        best = label
    return (best if scores[best] >= letters.ARABIC else None), evidence


def _runs(body: bytes) -> list[bytes]:
    """Return the runs of bytes beyond ASCII; of a long page, those of its beginning and its end."""
    if len(body) <= 2 * _BLOCK:
        return _HIGH_RUN.findall(body)
    ends = (body[:_BLOCK], body[-_BLOCK:])
    return [match[0] for end in ends for match in islice(_HIGH_RUN.finditer(end), _RUNS_LOOKED_AT)]


def _is_utf8(run: bytes) -> bool:
    """Tell whether a run of bytes beyond ASCII is meant as UTF-8, one damaged letter in a word or not."""
    if _WHOLE.fullmatch(run):
        return True
    sequences = _SEQUENCE.findall(run)
    return len(sequences) >= _WORD_FROM and 2 * sum(map(len, sequences)) >= len(run)


def _faulty(block: bytes) -> str:
    # Ten times quicker than the search, and true of most blocks.
    if len(block.translate(None, _MAY_BE_MALFORMED)) < len(block):
        block = _MALFORMED.sub(_REPLACED.encode(), block)
    return block.decode(errors="replace")


@lru_cache(maxsize=1 << 14)
def _as_utf8(run: bytes, other: str) -> bytes:
    return run if _is_utf8(run) else run.decode(other, "replace").encode()


def _letters_of_utf8(body: bytes) -> tuple[int, int]:
    """Return how many faults the bytes have as UTF-8, and how many letters beyond ASCII."""
    faults = valid = 0
    for block in _blocks(body, _LEAD):
        text = block.decode(errors="replace")
        wrong = text.count(_REPLACED) - block.count(_REPLACED.encode())
        faults += wrong
        valid += len(text) - wrong - len(block) + len(block.translate(None, _ASCII))
    return faults, valid


def _blocks(body: bytes, first: re.Pattern[bytes]) -> Iterator[bytes]:
    """Cut where a byte may come first, so that memory stays bounded and no letter is split."""
    start = 0
    while start < len(body):
        found = first.search(body, start + _BLOCK)
        end = found.start() if found else len(body)
        yield body[start:end]
        start = end


def _own_label(body: bytes) -> str | None:
    head = body[:_LABEL_WITHIN]
    found = (pattern.search(head) for pattern in _LABELS)
    return next((codec for match in found if match and (codec := _codec(match[1].decode("latin-1")))), None)


def _codec(label: str | None) -> str | None:
    """Return Python's codec for a label, if pages are written in it; UTF-8 is tried anyway and is not told."""
    if label is None or not _PAGE_CODEC.fullmatch(label):
        return None
    try:
        name = codecs.lookup(label.removeprefix("x-")).name
    except LookupError:
        return None
    for codec in ARABIC_CODECS:
        if codecs.lookup(codec).name == name:
            return codec
    name = _LARGER.get(name, name)
    return re.sub(r"^cp(?=125\d)", "windows-", re.sub("^iso8859", "iso-8859", name))


def _guess(body: bytes) -> str:
    # Costs an import, and no Arabic page needs it.
    from resiliparse.parse.encoding import detect_encoding  # noqa: PLC0415

    runs = islice(_HIGH_RUN.finditer(body), _RUNS_GUESSED_FROM)
    around = (
        body[max(run.start() - _AROUND, 0) : min(run.end(), run.start() + _LABEL_WITHIN) + _AROUND] for run in runs
    )
    guess = _codec(detect_encoding(b" ".join(around)[:_LABEL_WITHIN]))
    return guess if guess is not None and guess not in ARABIC_CODECS else "windows-1252"


def _decodes(body: bytes, codec: str) -> bool:
    try:
        body.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _found(body: bytes, codec: str, problems: tuple[Problem, ...] = ()) -> Finding:
    text = decode(body, codec)
    faults = text.count(_REPLACED) - (body.count(_REPLACED.encode()) if codec == "utf-8" else 0)
    if faults:
        problems += (_bad_bytes(faults, codec),)
    if "+" in codec:
        problems += (Problem("mixed-encodings", f"The page holds two encodings; read as {codec}. Check odd words."),)
    return Finding(text, codec, problems)


def _bad_bytes(faults: int, codec: str) -> Problem:
    return Problem("bad-bytes", f"Faults in the bytes, shown as U+FFFD, that are no {codec}: {faults}.")


def _guessed(codec: str) -> Problem:
    return Problem("encoding-guessed", f"Neither UTF-8 nor labelled, and too little to be sure; read as {codec}.")
