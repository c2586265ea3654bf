"""Members of a zip file with names made to do harm: read as pages or refused; nothing is written, nothing followed."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests import commands

from riwaya import captures
from riwaya.model import Capture

PAGE = "نفت بلدية النهرين إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل.\n"
NAMES = {
    "parent": "../outside.txt",
    "parents": "../../../../../../tmp/outside.txt",
    "parent inside": "pages/../../outside.txt",
    "parent, backslash": "..\\..\\outside.txt",
    "absolute": "/outside.txt",
    "absolute twice": "//outside.txt",
    "drive": "C:\\outside.txt",
    "drive, slash": "C:/outside.txt",
    "share": "\\\\server\\share\\outside.txt",
    "device": "\\\\?\\C:\\outside.txt",
    "reserved": "CON.txt",
    "override": "page\u202etxt.exe",
    "isolate": "\u2066page\u2069.txt",
    "escape": "page\x1b[31m.txt",
    "line break": "page\r\nname: code: message.txt",
    "long": f"{'n' * 300}.txt",
    "long in bytes": f"{'ن' * 300}.txt",
    "deep": f"{'d/' * 500}page.txt",
    "stream": "page.txt:stream",
    "dots": "...",
    "blank": " ",
    "home": "~/outside.txt",
    "variable": "$HOME/outside.txt",
    "pipe": "|touch outside.txt",
}


def zipped(name: str, body: bytes = PAGE.encode(), mode: int = stat.S_IFREG | 0o644) -> bytes:
    """A zip file with one member of a name, whatever the name is."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        member = zipfile.ZipInfo("page.txt")
        member.filename = name  # as it is: the constructor would mend it
        member.external_attr = mode << 16
        archive.writestr(member, body)
    return file.getvalue()


def below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with folders above it, into which nothing may be written."""
    folder = tmp_path / "a" / "b" / "c"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    return folder


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_a_name_only(inside: Path, tmp_path: Path, name: str) -> None:
    (inside / "pages.zip").write_bytes(zipped(name))
    before, outside = below(tmp_path), Path("/outside.txt").exists()
    read = list(captures.read(Path("pages.zip")))
    assert [capture.text for capture in read] == ([] if name == "..." else [PAGE])
    assert all(capture.name.startswith("pages.zip!") for capture in read)
    assert below(tmp_path) == before
    assert Path("/outside.txt").exists() == outside


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_steers_no_terminal(inside: Path, name: str) -> None:
    (inside / "pages.zip").write_bytes(zipped(name, b"\x00\x01\x02" * 40))
    code, _, told = commands.riwaya("read", "pages.zip")
    assert code == 1
    assert b"\x1b" not in told
    assert "\u202e" not in told.decode()
    assert len(told.splitlines()) == 1, "a name begins no line of its own"


def test_a_page_behind_a_harmful_name_is_kept_in_an_archive(inside: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(inside / "pages.zip", "w") as archive:
        for number, name in enumerate(NAMES.values()):
            member = zipfile.ZipInfo("page.txt")
            member.filename = name
            archive.writestr(member, f"{PAGE}{number}")
    before = {*below(tmp_path)}
    code, out, _ = commands.riwaya("add", "news.db", "pages.zip")
    assert code == 0
    assert int(out.split()[0]) == len(NAMES) - 1, "a name that begins with a dot is hidden"
    assert {*below(tmp_path)} - before <= {f"a/b/c/news.db{ending}" for ending in ("", "-wal", "-shm")}
    assert commands.riwaya("verify", "news.db").returncode == 0


def test_a_link_is_not_followed(inside: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("سر لا يخرج من هنا.\n", encoding="utf-8")
    (inside / "pages.zip").write_bytes(zipped("link.txt", str(secret).encode(), stat.S_IFLNK | 0o777))
    [capture] = captures.read(Path("pages.zip"))
    assert capture.body == str(secret).encode(), "what the member holds: the name that it points to"


def test_a_link_does_not_lead_the_next_member_away(inside: Path, tmp_path: Path) -> None:
    file = io.BytesIO(zipped("away", str(tmp_path).encode(), stat.S_IFLNK | 0o777))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("away/outside.txt", PAGE)
    (inside / "pages.zip").write_bytes(file.getvalue())
    before = below(tmp_path)
    assert [capture.text for capture in captures.read(Path("pages.zip"))][1:] == [PAGE]
    assert below(tmp_path) == before


@pytest.mark.parametrize("mode", [stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_a_device_is_not_opened(inside: Path, mode: int) -> None:
    (inside / "pages.zip").write_bytes(zipped("device.txt", mode=mode | 0o666))
    assert [capture.text for capture in captures.read(Path("pages.zip"))] == [PAGE]


def with_name(placed: bytes) -> bytes:
    """A zip file whose member has a name of any bytes, which ``zipfile`` would not write."""
    made = zipped("N" * len(placed))
    return made.replace(b"N" * len(placed), placed)


@pytest.mark.parametrize(
    "name", [b"page.txt\x00.html", b"\x00page.txt", b"\x00" * 8, b"\xff\xfe\x80.txt", b"pa/../\x00/..ge", b"../" * 90 + b"page.txt"]
)  # fmt: skip
def test_a_name_of_any_bytes_is_read_or_refused(inside: Path, tmp_path: Path, name: bytes) -> None:
    (inside / "pages.zip").write_bytes(with_name(name))
    before = below(tmp_path)
    read = list(captures.read(Path("pages.zip")))
    assert _sound(read)
    assert below(tmp_path) == before


@given(some.binary(min_size=1, max_size=40))
def test_no_name_raises(name: bytes) -> None:
    assert _sound(list(captures.read(with_name(name))))


def _sound(read: list[Capture]) -> bool:
    return all(capture.text == PAGE or capture.problems for capture in read)


def test_the_same_name_twice_is_two_pages(inside: Path) -> None:
    file = io.BytesIO(zipped("page.txt"))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("page.txt", PAGE + PAGE)
    (inside / "pages.zip").write_bytes(file.getvalue())
    assert len(list(captures.read(Path("pages.zip")))) == 2
