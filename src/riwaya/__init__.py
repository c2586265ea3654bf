"""Riwaya reads Arabic news pages: their articles, and who says what in them, on whose word.

Three calls do the work: :func:`read` takes a page and gives its articles with their statements, :func:`records` does
the same for many pages and keeps what went wrong, and :func:`attribute` finds the statements of a plain text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riwaya.archive import Answers, Archive
    from riwaya.archive.parties import Stage
    from riwaya.model import Article, Record, Statement

__all__ = ["__version__", "attribute", "open", "read", "records"]
__version__ = "0.1.0"


def read(source: str | bytes | Path, *, url: str | None = None, media_type: str | None = None) -> list[Article]:
    r"""Return the articles of a page (or of all pages of a folder or file of rows), with their statements.

    Args:
        source: a path, the page's bytes, or its text. A ``str`` is a path if a file or folder of that name exists, and
            standard input if it is ``-``.
        url: the page's address, if known; the publisher can be told from it.
        media_type: ``text/html`` or ``text/plain``, where looking at the page should not decide.

    Raises:
        OSError: if a :class:`~pathlib.Path` cannot be opened. Nothing on a page raises.

    >>> page = "البلدية تنفي إغلاق الجسر\n\nنفت بلدية المدينة إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل.\n"
    >>> [statement.act for article in read(page) for statement in article.statements]
    ['deny']
    """
    return [article for record in records(source, url=url, media_type=media_type) for article in record.articles]


def records(
    source: str | bytes | Path,
    *,
    url: str | None = None,
    media_type: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> Iterator[Record]:
    """Yield one record a page, as they are read: its capture, its articles, and its problems.

    Args:
        source: as for :func:`read`; also a zip file of pages or rows, and JSON or JSON lines.
        url: the address of a single page.
        media_type: as for :func:`read`.
        fields: for JSON rows, which field holds what: ``{"text": "content", "published": "date_extracted"}``.

    Raises:
        OSError: if a :class:`~pathlib.Path` cannot be opened.
    """
    from riwaya import captures, pipeline

    for capture in captures.read(source, url=url, media_type=media_type, fields=fields):
        yield pipeline.process(capture)


def open(address: str | Path, *, make: bool = True) -> Archive:  # noqa: A001 - what one does with an archive
    """Open an archive of pages, and make it if there is none.

    Args:
        address: the path of a file, or the address of a database, ``postgresql://user:password@host/database``.
        make: whether to make one if there is none.

    Raises:
        riwaya.archive.ArchiveError: if it cannot be opened, or is no archive.
    """
    from riwaya import archive

    return archive.open(address, archive.Reader(_version, _decode, _who, _answers), make=make)


def _version() -> str:
    from riwaya import pipeline

    return pipeline.version()


def _decode(body: bytes, encoding: str, repaired: str | None, text_field: str | None) -> str:
    from riwaya import captures

    return captures.decode(body, encoding, repaired, text_field)


def _who() -> Stage:
    from riwaya import parties

    return parties


def _answers() -> Answers:
    from riwaya import answering

    return answering


def attribute(text: str, *, published: dt.date | None = None, publisher: str | None = None) -> list[Statement]:
    """Return the statements of an article's plain text, in the order of their contents.

    Args:
        text: the article's own text, paragraphs separated by line breaks; its first million characters are searched.
        published: the day of publication; times such as «أمس» are resolved against it.
        publisher: the outlet, so that it is not taken for an intermediary of its own news.

    >>> [found] = attribute("أكد المتحدث باسم البلدية سامي نعمان أن الطريق مفتوح.")
    >>> found.speaker, found.act, found.form
    ('سامي نعمان', 'confirm', 'indirect')
    """
    from riwaya import rules, statements

    return list(statements.find(text, rules.load(), published=published, publisher=publisher))
