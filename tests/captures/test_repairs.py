"""Mojibake: what was misread once is restored, what was misread twice is named, what is no mojibake stays."""

from __future__ import annotations

import pytest

from riwaya import captures

WORDS = "نفت شركة المياه قطع الخدمة عن الأحياء الشرقية، وقال مديرها إن ما تردد «غير صحيح إطلاقا»؛ فمن يقف وراءه؟ – سؤال ﷺ 😀."


def windows_1252(body: bytes) -> str:
    """Read as browsers do: bytes that the codec lacks become control characters."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in body)


MISREADINGS = [
    ("windows-1256", WORDS.encode().decode("cp1256")),
    ("iso-8859-1", WORDS.encode().decode("latin-1")),
    ("windows-1252", windows_1252(WORDS.encode())),
]


@pytest.mark.parametrize(("codec", "misread"), MISREADINGS, ids=[codec for codec, _ in MISREADINGS])
@pytest.mark.parametrize(
    "around", ["{}", "<html><body><p>{}</p></body></html>", "الصفحة الأولى، أخبار العالم، رياضة\n{}\nاتصل بنا، من نحن"]
)
def test_a_misreading_is_undone(codec: str, misread: str, around: str) -> None:
    for source in (around.format(misread), around.format(misread).encode()):
        [capture] = captures.read(source)
        assert (capture.text, capture.repaired, capture.encoding) == (around.format(WORDS), codec, "utf-8")
        assert captures.decode(capture.body, capture.encoding, capture.repaired) == capture.text


@pytest.mark.parametrize("words", ["نفت شركة المياه", "قال الوزير", "ملعب"])
def test_a_title_is_enough(words: str) -> None:
    [capture] = captures.read(words.encode().decode("cp1256"))
    assert capture.text == words


def test_windows_1256_read_as_windows_1252_is_undone() -> None:
    words = WORDS.replace("ﷺ 😀", "")
    [capture] = captures.read(words.encode("cp1256").decode("cp1252"))
    assert (capture.text, capture.repaired) == (words, "windows-1252/windows-1256")
    assert captures.decode(capture.body, capture.encoding, capture.repaired) == words


def test_quotation_marks_alone_are_restored() -> None:
    [capture] = captures.read(
        "قال الوزير: " + windows_1252("“سنعود”".encode())[:3] + "سنعود" + windows_1252("”".encode())
    )
    assert (capture.text, capture.repaired) == ("قال الوزير: “سنعود”", "windows-1252")


def test_letters_that_lost_a_byte_are_counted() -> None:
    [capture] = captures.read(WORDS.encode().decode("cp1252", "ignore"))
    assert capture.text.startswith("نÙت شركة المياه")
    assert [problem.code for problem in capture.problems] == ["mojibake"]


@pytest.mark.parametrize("first", ["cp1256", "latin-1"])
@pytest.mark.parametrize("second", ["cp1256", "latin-1"])
def test_what_was_misread_twice_is_left_and_named(first: str, second: str) -> None:
    misread = WORDS.encode().decode(first).encode().decode(second)
    [capture] = captures.read(misread)
    assert (capture.text, capture.repaired) == (misread, None)
    assert [problem.code for problem in capture.problems] == ["double-mojibake"]


@pytest.mark.parametrize(
    "words",
    [
        "حفظ ظافر لفظ الوعظ، وظل يعظ؛ لاحظ الحفاظ على النظام، ثم غادر الحظيرة ظهرا.",
        "إبلاغ، ودفاع، وطباع؛ «إقلاع» وإيقاع… ضياع؟ بلاغ» شعاع، شارع، مصنع،",
        "Fußgänger überqueren die Brücke – »Größe« und Ähnliches, Øystein Ågård i Ålesund.",
        "São Paulo, ÂNGELA, ÃO: não há avião; élève à l’école, Âge «ancien».",
        "Ø 12 mm, Ù, Â£, 20 €, â€",
    ],
)
def test_true_letters_stay(words: str) -> None:
    [capture] = captures.read(words * 30)
    assert (capture.text, capture.repaired, capture.problems) == (words * 30, None, ())
