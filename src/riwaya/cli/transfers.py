"""``riwaya import``: lines that another archive gave out, checked one by one, and brought in batch by batch."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final

from riwaya import captures
from riwaya.archive import Account, Archive, Holding, Judgement
from riwaya.cli.outcomes import Outcome
from riwaya.cli.progress import Progress, problem_counts
from riwaya.errors import Problem
from riwaya.exports import incoming, interchange
from riwaya.exports.interchange import Header
from riwaya.exports.values import DigestError, FormError

# The longest page is 256 MiB, which takes a third more in base64; its text comes on top.
LONGEST: Final = 1 << 30
_LONGEST_REASON: Final = 200  # it may name a key, which may be of any length
_SKIPPED_AT_ONCE: Final = 1 << 20
_LINES_AT_ONCE: Final = 64
_BYTES_AT_ONCE: Final = 16 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """What a line gave.

    Attributes:
        held: a capture with all that is held of it, the problem of an input that gave none, or a judgement.
        failure: why there is nothing.
        size: of the line in bytes.
    """

    held: Holding | Problem | Judgement | None = None
    failure: Problem | None = None
    size: int = 0


def bring(archive: Archive, names: Sequence[str], *, quiet: bool) -> tuple[Account, bool]:
    """Bring what files hold into an archive; tell what became of the captures, and whether a line gave nothing."""
    account, progress = Account(), Progress(quiet=quiet)
    for batch in _batches(names):
        holdings = [line.held for line in batch if isinstance(line.held, Holding)]
        others = [line.held for line in batch if isinstance(line.held, Problem)]
        if holdings:
            _count(account, progress, holdings, archive)
        if others:
            archive.write((), others)
        if decided := [line.held for line in batch if isinstance(line.held, Judgement)]:
            account.judgements += archive.decide(decided)
        for line in batch:
            if line.failure is not None:
                account.failed += 1
                account.problems[line.failure.code] += 1
                progress.add(Outcome(problems=(line.failure,)))
        progress.show()
    archive.relate()
    progress.close()
    return account, progress.failed


def summary(account: Account) -> str:
    """Return an account in words: what became of every capture, and what came along."""
    lines = [
        f"{account.seen} captures: {account.new} new, {account.again} known, {account.failed} failed",
        f"{account.articles} articles, {account.statements} statements, {account.judgements} judgements taken over",
    ]
    return "\n".join([*lines, *problem_counts(account.problems)])


def _count(account: Account, progress: Progress, holdings: Sequence[Holding], archive: Archive) -> None:
    for held, become in zip(holdings, archive.bring(holdings), strict=True):
        account.new += become.new
        account.again += not become.new
        articles = held.articles if become.taken else ()
        said = sum(len(article.statements) for article in articles)
        account.articles += len(articles)
        account.statements += said
        progress.add(Outcome(articles=len(articles), statements=said))


def _batches(names: Sequence[str]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    size = 0
    for name in names:
        for line in _lines(name):
            batch.append(line)
            size += line.size
            if len(batch) == _LINES_AT_ONCE or size > _BYTES_AT_ONCE:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _lines(name: str) -> Iterator[Line]:
    """Yield what the lines of a file give; what is no file gives a failure."""
    try:
        with _opened(name) as file:
            yield from _read(file, name)
    except FileNotFoundError:
        yield Line(failure=Problem("no-such-file", "there is no file of this name", name))
    except OSError as error:
        yield Line(failure=Problem("unreadable", f"cannot be read ({error.strerror or error})", name))


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb")


def _read(file: BinaryIO, name: str) -> Iterator[Line]:
    known = False
    for number in count(1):
        text = file.readline(LONGEST + 1)
        if not text:
            return
        where = f"{name}:{number}"
        if number == 1:
            text = text.removeprefix(codecs.BOM_UTF8)
        if len(text) > LONGEST:
            _skip(file)
            reason = f"The line is longer than {LONGEST >> 20} MiB and was left out."
            yield Line(failure=Problem("too-large", reason, where))
            continue
        if text.isspace():
            continue
        line = _line(text, where, known=known)
        if isinstance(line, Header):
            known = line.known
            if not known:
                yield Line(failure=Problem("unknown-form", _unknown(line), where))
        else:
            yield line


def _line(text: bytes, where: str, *, known: bool) -> Header | Line:
    if not known:
        reason = f"it stands under no header that is known: {interchange.HEADER.strip()}"
        return incoming.header(text) or Line(failure=Problem("unknown-form", reason, where))
    try:
        held = incoming.read(text, captures.decode)
    except DigestError as error:
        reason = f"the bytes are not those that were found, they do not bear the digest {error}: export it again"
        return Line(failure=Problem("broken-capture", reason, where))
    except FormError as error:
        return Line(failure=Problem("bad-line", f"{str(error)[:_LONGEST_REASON]}; the line was left out", where))
    return held if isinstance(held, Header) else Line(held, size=len(text))


def _unknown(header: Header) -> str:
    named = f"{header.format!s:.40} {header.version!s:.20}"
    return f"lines of the form {named} cannot be read, only {interchange.FORMAT} {interchange.VERSION}: update Riwaya"


def _skip(file: BinaryIO) -> None:
    """Pass over the rest of a line."""
    while (part := file.readline(_SKIPPED_AT_ONCE)) and not part.endswith(b"\n"):
        pass
