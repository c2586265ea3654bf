"""From wherever pages are: files, folders, archives, standard input; what is no page is told, whatever its name says."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from riwaya import captures
from riwaya.captures import inputs, pages
from riwaya.model import Capture

WORDS = "فتحت البلدية الجسر القديم أمام المارة، ونفت ما تردد عن إغلاقه."
HTML = f"<!doctype html><html><head><title>خبر</title></head><body><p>{WORDS}</p></body></html>"


def codes(found: Capture) -> list[str]:
    return [problem.code for problem in found.problems]


def again(found: Capture) -> str:
    return captures.decode(found.body, found.encoding, found.repaired, found.text_field)


# Sources


def test_a_path_a_text_and_bytes(tmp_path: Path) -> None:
    path = tmp_path / "خبر.html"
    path.write_text(HTML, encoding="utf-8")
    for source, name in ((path, str(path)), (str(path), str(path)), (HTML, "-"), (HTML.encode(), "-")):
        [found] = captures.read(source, url="https://example.org/1")
        assert (found.text, found.body, found.name, found.media_type) == (HTML, HTML.encode(), name, "text/html")
        assert found.digest == hashlib.sha256(HTML.encode()).hexdigest()
        assert (found.url, found.problems, found.encoding, found.repaired) == (
            "https://example.org/1",
            (),
            "utf-8",
            None,
        )


@pytest.mark.parametrize("text", ["missing.html", "ا" * 300, "ا" * 5000, "a\0b", "سطر\nسطر", "x/" * 3000, "~"])
def test_a_str_that_is_no_path_is_a_text(text: str) -> None:
    [found] = captures.read(text)
    assert (found.text, found.name) == (text, "-")


def test_a_missing_path_raises_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        captures.read(tmp_path / "missing.html")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for body, texts in (
        (WORDS.encode("cp1256"), [WORDS]),
        (b'{"text": "a"}\n{"text": "b"}\n', ["a", "b"]),
        (b"", [""]),
    ):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(body)))
        assert [found.text for found in captures.read("-")] == texts


@pytest.mark.parametrize("pack", [gzip.compress, lambda body: body], ids=["gzip", "plain"])
def test_a_pipe_is_read_once(pack: Callable[[bytes], bytes]) -> None:
    reading, writing = os.pipe()
    os.write(writing, pack(WORDS.encode()))
    os.close(writing)
    [found] = captures.read(Path(f"/dev/fd/{reading}"))
    os.close(reading)
    assert found.text == WORDS


def test_a_folder_is_walked_in_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.html", "a.txt", ".hidden", "b/.git/config", "b/style.css", "b/photo.JPG", "c/page"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(WORDS, encoding="utf-8")
    (tmp_path / "b" / "lost.html").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b" / "rows.jsonl").write_text('{"text": "أ"}\n{"text": "ب"}\n', encoding="utf-8")
    os.mkfifo(tmp_path / "b" / "pipe")
    found = list(captures.read(tmp_path))
    names = [each.name.removeprefix(f"{tmp_path}/") for each in found]
    assert names == [
        "a.txt",
        "b/1.html",
        "b/2.txt",
        "b/lost.html",
        "b/pipe",
        "b/rows.jsonl#1",
        "b/rows.jsonl#2",
        "c/page",
    ]
    assert [codes(each) for each in found] == [[], [], [], ["unreadable"], ["unreadable"], [], [], []]
    assert {problem.where for each in found for problem in each.problems} == {found[3].name, found[4].name}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_may_not_be_opened_costs_no_other(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / name).write_text(WORDS, encoding="utf-8")
    (tmp_path / "b").chmod(0)
    assert [codes(each) for each in captures.read(tmp_path)] == [[], ["unreadable"], []]


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(captures.read(tmp_path)) == []


# What is no page


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\x0c", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image"),
        (b"GIF89a\1\0\1\0", "image"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image"),
        (b"\0\0\0\x1cftypavif", "image"),
        (b"\0\0\0\x18ftypmp42", "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "binary"),
        (b"{\\rtf1\\ansi", "binary"),
        (b"\x7fELF\2\1\1", "binary"),
        (b"\0" * 500, "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "feed"),
        (b"PK\x05\x06damaged", "unreadable"),
        (b"\x1f\x8bdamaged", "cut-off"),
    ],
    ids=str,
)
def test_what_is_no_page_is_told(body: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(body)
    for source in (body, path):
        [found] = captures.read(source)
        assert codes(found)[0] == code
        assert not found.text.strip()
        assert found.problems[0].where == found.name
        assert found.digest == hashlib.sha256(found.body).hexdigest()
        if code != "cut-off":
            assert found.body == body


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        (HTML, "text/html"),
        (f"<p>{WORDS}<p>{WORDS}</p>", "text/html"),
        (f"{WORDS}<br><br>{WORDS}", "text/html"),
        (f"<?xml version='1.0'?><!-- page --><html xmlns='http://www.w3.org/1999/xhtml'>{WORDS}", "text/html"),
        ("\n" * 50 + HTML, "text/html"),
        ("<div>" * 100_000 + WORDS, "text/html"),
        (f"<font><b>{WORDS}" * 200, "text/html"),
        (WORDS, "text/plain"),
        (f"{WORDS}\nالحرارة < 40 و > 20\nشارك\n", "text/plain"),
        ("\n".join([WORDS] * 30) + "<br>\n" + "\n".join([WORDS] * 30), "text/plain"),
        (f"الرئيسية\nأخبار\nرياضة\n{WORDS}\n<b>عاجل</b>\nشارك\n", "text/plain"),
    ],
)
def test_looking_tells_html_from_text(text: str, media_type: str) -> None:
    [found] = captures.read(text.encode())
    assert found.media_type == media_type


def test_the_caller_may_know_better() -> None:
    assert [each.media_type for each in captures.read(HTML, media_type="text/plain; charset=utf-8")] == ["text/plain"]
    assert [each.media_type for each in captures.read(WORDS, media_type="application/xhtml+xml")] == ["text/html"]
    assert [each.media_type for each in captures.read(WORDS, media_type="application/octet-stream")] == ["text/plain"]


# Archives


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return made.getvalue()


def test_an_archive_gives_its_pages() -> None:
    body = zipped(
        {
            "a.html": HTML.encode(),
            "b/c.txt": WORDS.encode("cp1256"),
            "d.pdf": b"%PDF-1.4",
            "e.gz": gzip.compress(WORDS.encode()),
        }
    )
    found = list(captures.read(body))
    assert [(each.name, each.text, codes(each)) for each in found] == [
        ("-!a.html", HTML, []),
        ("-!b/c.txt", WORDS, []),
        ("-!d.pdf", "", ["pdf"]),
        ("-!e.gz", WORDS, []),
    ]


def test_archives_do_not_unfold_without_end() -> None:
    inner = zipped({"a.txt": WORDS.encode()})
    assert [codes(each) for each in captures.read(zipped({"inner.zip": inner, "b.txt": b"b"}))] == [
        ["nested-archive"],
        [],
    ]
    assert [codes(each) for each in captures.read(gzip.compress(gzip.compress(b"a")))] == [["nested-archive"]]


def test_an_office_document_is_no_archive_of_pages() -> None:
    [found] = captures.read(zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}))
    assert codes(found) == ["binary"]


def test_a_damaged_member_costs_no_other() -> None:
    body = bytearray(zipped({"a.txt": b"a", "b.txt": WORDS.encode() * 50, "c.txt": b"c"}))
    start = body.index(b"b.txt") + 20
    body[start : start + 8] = b"\xff" * 8
    found = list(captures.read(bytes(body)))
    assert [codes(each)[:1] for each in found] == [[], ["cut-off"], []]


def test_what_a_cut_gzip_file_still_gives_is_read() -> None:
    lines = "".join(f"{at}: {WORDS}\n" for at in range(20_000)).encode()
    packed = gzip.compress(lines)
    [found] = captures.read(packed[: len(packed) // 2])
    assert "cut-off" in codes(found)
    assert found.text.startswith(f"0: {WORDS}")
    assert len(found.body) > len(lines) // 4


@pytest.mark.parametrize("level", [0, 9])
@pytest.mark.parametrize("cut", [1, 4, 8])
def test_of_a_small_gzip_file_all_is_read_up_to_the_cut(level: int, cut: int) -> None:
    packed = gzip.compress(WORDS.encode(), level)
    [found] = captures.read(packed[:-cut])
    assert (found.text, codes(found)) == (WORDS, ["cut-off"])
    [found] = captures.read(packed[:-cut] + b"\xff" * cut)
    assert (found.text, codes(found)) == (WORDS, ["cut-off"])


@given(
    st.lists(st.binary(max_size=20_000), min_size=1, max_size=4), st.integers(0, 9), st.sampled_from([b"", b"\0" * 9])
)
def test_members_of_a_gzip_file_are_one_text(parts: list[bytes], level: int, padding: bytes) -> None:
    stream = io.BytesIO(b"".join(gzip.compress(part, level) for part in parts) + padding)
    unpacked = inputs._Gunzip(stream)
    assert b"".join(iter(lambda: unpacked.read(1000), b"")) == b"".join(parts)


def test_a_page_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LIMIT", 3 << 20)
    long = b"a" * (pages.LIMIT + 1)
    assert [codes(each) for each in captures.read(long)] == [["too-large"]]
    assert [codes(each) for each in captures.read(gzip.compress(long))] == [["too-large"]]
    assert [codes(each) for each in captures.read(zipped({"a.txt": long, "b.txt": b"b"}))] == [["too-large"], []]
    lines = b'{"text": "a"}\n{"text": "' + long + b'"}\n{"text": "c"}\n'
    assert [(each.text, codes(each)) for each in captures.read(lines)] == [("a", []), ("", ["too-large"]), ("c", [])]


# Laws

ARABIC = st.text(
    alphabet=[chr(code) for code in range(0x621, 0x63B)] + [chr(code) for code in range(0x641, 0x653)] + list(" ،؟.\n"),
    min_size=1,
)
SENTENCES = st.lists(
    st.sampled_from(f"{WORDS} وقال المتحدث إن الطريق مفتوح منذ الصباح ولا صحة للشائعة".split()), min_size=8, unique=True
).map(" ".join)


def law(found: Capture) -> None:
    assert found.digest == hashlib.sha256(found.body).hexdigest()
    assert found.text or found.problems
    assert not any(0xD800 <= ord(letter) <= 0xDFFF for letter in found.text)
    if found.text:
        assert again(found) == found.text


@given(
    st.binary()
    | st.lists(
        st.sampled_from(
            [
                b"<p>",
                b"\xd9\x81",
                b"\xc7\xe1",
                b"\0",
                b"\xff",
                b'{"text":',
                b'"',
                b"}",
                b"\n",
                b"PK\3\4",
                b"\xed\xa0\x80",
                b"\x1f\x8b",
                b"a",
                b"\xef\xbb\xbf",
            ]
        )
    ).map(b"".join)
)
def test_reading_never_raises_on_bytes(body: bytes) -> None:
    for found in captures.read(body):
        law(found)


@given(
    st.text()
    | st.text(st.characters(categories=["Cs", "Lo", "Cc"]))
    | st.lists(st.sampled_from(["ط§", "ظ„", "Ø§Ù„", "â€œ", "ا", "ل", "Ç", "á", "{", '"text":', '"', "}", " "])).map(
        "".join
    )
)
def test_reading_never_raises_on_text(text: str) -> None:
    for found in captures.read(text):
        law(found)


@given(
    SENTENCES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1256", "iso-8859-6"])
)
def test_natural_words_need_no_label(words: str, encoding: str) -> None:
    [found] = captures.read(words.encode(encoding))
    assert (found.text, found.encoding) == (words, encoding)


@given(ARABIC, st.sampled_from(["windows-1256", "iso-8859-6"]))
@example("ٌٌٌْ", "iso-8859-6")
@example("؟ٌٌٌٌٌٌٌ", "iso-8859-6")
def test_any_letters_are_read_with_a_true_label(letters: str, encoding: str) -> None:
    """Two letters may pass for one of UTF-8 by chance, which is tried first: the words beside them rule that out."""
    words = f"{WORDS}\n{letters}"
    [found] = captures.read(words.encode(encoding), media_type=f"text/plain; charset={encoding}")
    assert (found.text, found.encoding) == (words, encoding)


@given(SENTENCES, st.sampled_from(["cp1256", "latin-1"]))
def test_a_misreading_of_natural_words_is_undone(words: str, codec: str) -> None:
    [found] = captures.read(words.encode().decode(codec))
    assert found.text == words


# Long inputs: linear work, so that all of them are done before anybody would ask


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        WORDS.encode() * 40_000,
        WORDS.encode("cp1256") * 40_000,
        (WORDS.encode("cp1256") + WORDS.encode()) * 5_000,
        WORDS.encode().decode("cp1256").encode() * 10_000,
        b"\xff" * 4_000_000,
        b"\xed\xa0\x80" * 500_000,
        "ط".encode() * 2_000_000,
        b"<" * 4_000_000,
        b" " * 4_000_000,
        b"<meta " * 500_000 + b"\xff",
        b"<!--" * 500_000,
        b"a" * 4_000_000 + b"\xe4" + b"a" * 4_000_000,
        b'[{"text":"' + b'x\\"' * 500_000,
        b'{"a":\n' * 200_000,
        b'{"a":[' * 200_000,
        b'{"text":"a},\n' * 50_000,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_long_inputs_are_read_to_the_end(body: bytes) -> None:
    for found in captures.read(body):
        assert found.text or found.problems
