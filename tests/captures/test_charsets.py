"""Every encoding in which Arabic pages come, whatever their label says, and what is left of damaged ones."""

from __future__ import annotations

import codecs

import pytest

from riwaya import captures
from riwaya.captures import letters

WORDS = (
    "أعلنت بلدية المدينة أن الجسر القديم سيفتح أمام المارة صباح الخميس، وقال المهندس سامي نعمان إن أعمال الصيانة انتهت قبل موعدها بأسبوعين؛ "
    "فهل يكفي ذلك؟ ونفى المتحدث باسم شركة المياه ما تردد عن قطع الخدمة عن الأحياء الشرقية."
)
QUOTED = WORDS + " وأضاف: «سنعود غدا» – كما قال."


def page(words: str, label: str | None) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    return f"<html><head>{meta}<title>News</title></head><body><p>{words}</p></body></html>"


@pytest.mark.parametrize(
    "label", ["right", None, "utf-8", "windows-1256", "iso-8859-6", "iso-8859-1", "gb2312", "zlib", "x-nothing"]
)
@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("windows-1256", "windows-1256"),
        ("iso-8859-6", "iso-8859-6"),
        ("cp720", "cp720"),
    ],
)
def test_a_label_does_not_mislead(encoding: str, found: str, label: str | None) -> None:
    words = WORDS if encoding in {"iso-8859-6", "cp720"} else QUOTED
    markup = page(
        words.replace("،", "").replace("؛", "").replace("؟", "") if encoding == "cp720" else words,
        encoding if label == "right" else label,
    )
    body = markup.encode(encoding)
    [capture] = captures.read(body)
    assert (capture.encoding, capture.problems, capture.text) == (found, (), markup)


@pytest.mark.parametrize("label", ["utf-8", "iso-8859-6", "iso-8859-1"])
def test_a_server_does_not_mislead(label: str) -> None:
    [capture] = captures.read(page(QUOTED, "windows-1256").encode("cp1256"), media_type=f"text/html; charset={label}")
    assert (capture.encoding, capture.text) == ("windows-1256", page(QUOTED, "windows-1256"))


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("windows-1251", "Представитель министерства заявил, что дорога открыта для движения с самого утра."),
        ("windows-1252", "Die Bürgermeisterin erklärte, dass die Brücke für Fußgänger geöffnet bleibt."),
        ("windows-1253", "Ο εκπρόσωπος του υπουργείου δήλωσε ότι ο δρόμος είναι ανοιχτός από το πρωί."),
        ("windows-1255", "דובר המשרד אמר כי הכביש פתוח לתנועה מאז שעות הבוקר."),
        ("gb18030", "该部发言人表示，道路自早上起开放通行，没有任何关闭。"),
        ("shift_jis", "同省の報道官は、道路は朝から通行可能だと述べた。"),
        ("iso-2022-jp", "同省の報道官は、道路は朝から通行可能だと述べた。"),
        ("euc-kr", "교통부 대변인은 도로가 아침부터 열려 있다고 밝혔다."),
    ],
)
def test_other_languages_are_read_by_their_label(encoding: str, words: str) -> None:
    [capture] = captures.read(page("", encoding).encode() + words.encode(encoding))
    assert capture.text.endswith(words)
    assert capture.problems == ()


def test_without_label_the_guess_is_told() -> None:
    [capture] = captures.read(
        "Die Bürgermeisterin erklärte, dass die Brücke für Fußgänger geöffnet bleibt.".encode("cp1252")
    )
    assert "Fußgänger" in capture.text
    assert [problem.code for problem in capture.problems] == ["encoding-guessed"]


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6"])
def test_three_words_are_enough(encoding: str) -> None:
    [capture] = captures.read("فتحت البلدية الجسر".encode(encoding))
    assert (capture.text, [problem.code for problem in capture.problems]) == (
        "فتحت البلدية الجسر",
        ["encoding-guessed"],
    )


def test_a_label_is_doubted_where_the_letters_do_not_fit() -> None:
    body = page("", "windows-1256").encode() + "Представитель министерства заявил, что дорога открыта".encode("cp1251")
    [capture] = captures.read(body)
    assert [problem.code for problem in capture.problems] == ["encoding-guessed"]


FAULTS = [
    ("a byte that begins nothing", b"\xff"),
    ("a continuation alone", b"\x80"),
    ("an overlong slash", b"\xc0\xaf"),
    ("an overlong euro", b"\xf0\x82\x82\xac"),
    ("half of a character", b"\xed\xa0\x80"),
    ("beyond Unicode", b"\xf4\x90\x80\x80"),
    ("five bytes", b"\xf8\x88\x80\x80\x80"),
]


@pytest.mark.parametrize("fault", [fault for _, fault in FAULTS], ids=[name for name, _ in FAULTS])
def test_a_fault_costs_one_character(fault: bytes) -> None:
    [capture] = captures.read(WORDS.encode() + b" " + fault + b" " + WORDS.encode())
    assert capture.text == f"{WORDS} \ufffd {WORDS}"
    assert [problem.code for problem in capture.problems] == ["bad-bytes"]
    assert capture.problems[0].message.endswith(": 1.")


def test_a_page_cut_in_a_letter_loses_that_letter() -> None:
    [capture] = captures.read(WORDS.encode()[:-2] + "ة".encode()[:1])
    assert capture.text == WORDS[:-1] + ".\ufffd"[1:] if not WORDS.endswith(".") else capture.text.endswith("\ufffd")
    assert [problem.code for problem in capture.problems] == ["bad-bytes"]


def test_a_replacement_character_on_the_page_is_no_fault_of_ours() -> None:
    [capture] = captures.read(f"{WORDS} \ufffd".encode())
    assert (capture.text, capture.problems) == (f"{WORDS} \ufffd", ())


@pytest.mark.parametrize(
    ("outer", "inner"),
    [(("windows-1256", 4), ("utf-8", 1)), (("utf-8", 4), ("windows-1256", 1)), (("iso-8859-6", 4), ("utf-8", 1))],
)
def test_a_part_in_another_encoding_is_read_in_its_own(outer: tuple[str, int], inner: tuple[str, int]) -> None:
    most, part = WORDS, "توقعات الطقس ليوم الجمعة: أمطار متفرقة في الشمال."
    body = b"\n".join([most.encode(outer[0])] * outer[1] + [part.encode(inner[0])] * inner[1] + [most.encode(outer[0])])
    [capture] = captures.read(body)
    assert capture.text.split("\n") == [most] * outer[1] + [part] * inner[1] + [most]
    assert [problem.code for problem in capture.problems] == ["mixed-encodings"]
    assert captures.decode(capture.body, capture.encoding) == capture.text


def test_nothing_else_is_changed() -> None:
    """Presentation forms, vowel signs, tatweel, invisible and bidi characters, NUL and controls stay in the text."""
    words = "ﷲ ﷺ ﻻ مُحَمَّدٌ مـــحمد م\u200bح\u200c\u200d\u200e\u200f\u061c\u202e\u2067مد\u2069 \ufeff\x00\x01\x7f\x0c ی ک ٠۰0 e\u0301"
    [capture] = captures.read((WORDS + words).encode())
    assert (capture.text, capture.problems) == (WORDS + words, ())


def test_a_byte_order_mark_is_not_text() -> None:
    [capture] = captures.read(codecs.BOM_UTF8 + b"\xef\xbb\xbf" + WORDS.encode())
    assert capture.text == "\ufeff" + WORDS


def test_letters_tell_arabic_from_its_misreadings() -> None:
    assert letters.likeness(WORDS) > letters.ARABIC
    for wrong in ("cp1252", "cp1251", "iso-8859-7", "koi8-r"):
        assert letters.likeness(WORDS.encode("cp1256").decode(wrong, "replace")) < letters.ARABIC
    assert letters.likeness(WORDS.encode().decode("cp1256")) < letters.ARABIC
