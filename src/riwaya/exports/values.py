"""Values of JSON from elsewhere, each of the type that it must have: what is not so raises, and nothing is mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import TypeAlias, TypeVar, cast

from riwaya.archive.rows import LARGEST
from riwaya.archive.texts import found, kept
from riwaya.errors import RiwayaError
from riwaya.text import Extent, Span

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
_Made = TypeVar("_Made")


class FormError(RiwayaError):
    """A value is not what the form says; the message names it."""


class DigestError(FormError):
    """The bytes of a capture do not bear its digest, which is the message."""


class Values:
    """An object and the way to it, for messages.

    >>> values = Values({"act": "deny"}, "statement", {"act"})
    >>> values.text("act")
    'deny'
    >>> values.number("act")
    Traceback (most recent call last):
    riwaya.exports.values.FormError: statement.act is no whole number from 0 to 2147483647
    """

    def __init__(self, value: Json, name: str, keys: Collection[str]) -> None:
        """Take an object with these keys, no fewer and no more.

        Raises:
            FormError: if it is none, as all methods do.
        """
        if not isinstance(value, dict):
            raise FormError(f"{name} is no object")
        if missing := [key for key in keys if key not in value]:
            raise FormError(f"{name} lacks {missing[0]}")
        if len(value) > len(keys):
            raise FormError(f"{name} has keys that are not of the form")
        self._values = value
        self._name = name

    def refused(self, key: str, what: str) -> FormError:
        """Return the error that the value of a key is not something."""
        return FormError(f"{self._name}.{key} is {what}")

    def text(self, key: str) -> str:
        """Return a text."""
        value = self._values[key]
        if not isinstance(value, str):
            raise self.refused(key, "no text")
        return found(value)

    def maybe(self, key: str) -> str | None:
        """Return a text, or nothing where the value is null."""
        return None if self._values[key] is None else self.text(key)

    def word(self, key: str, longest: int = 255) -> str:
        """Return a short text of characters that every database takes: a name that a program gave."""
        made = self.text(key)
        if len(made) > longest or kept(made) != made:
            raise self.refused(key, f"no name of at most {longest} characters")
        return made

    def maybe_word(self, key: str, longest: int = 255) -> str | None:
        """Return such a name, or nothing where the value is null."""
        return None if self._values[key] is None else self.word(key, longest)

    def one_of(self, key: str, names: Collection[str]) -> str:
        """Return a text that is one of some names."""
        value = self._values[key]
        if not isinstance(value, str) or value not in names:
            raise self.refused(key, f"none of {', '.join(names)}")
        return value

    def number(self, key: str, least: int = 0, most: int = LARGEST) -> int:
        """Return a whole number within bounds, both included."""
        value = self._values[key]
        if type(value) is not int or not least <= value <= most:
            raise self.refused(key, f"no whole number from {least} to {most}")
        return value

    def share(self, key: str) -> float:
        """Return a number from 0 to 1."""
        value = self._values[key]
        if type(value) not in {int, float} or not 0 <= cast("float", value) <= 1:
            raise self.refused(key, "no number from 0 to 1")
        return float(cast("float", value))

    def truth(self, key: str) -> bool:
        """Return true or false."""
        value = self._values[key]
        if not isinstance(value, bool):
            raise self.refused(key, "neither true nor false")
        return value

    def day(self, key: str) -> dt.date:
        """Return a day, written as 2026-03-04."""
        value = self._values[key]
        try:
            day = dt.date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None or str(day) != value:
            raise self.refused(key, "no day")
        return day

    def moment(self, key: str) -> str:
        """Return a moment in UTC, written as 2026-03-04T05:06:07+00:00."""
        value = self._values[key]
        try:
            moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.utcoffset() != dt.timedelta() or moment.isoformat(timespec="seconds") != value:
            raise self.refused(key, "no moment in UTC")
        return moment.isoformat(timespec="seconds")

    def absent(self, key: str) -> bool:
        """Return whether the value is null."""
        return self._values[key] is None

    def is_text(self, key: str) -> bool:
        """Return whether the value is a text."""
        return isinstance(self._values[key], str)

    def object(self, key: str, make: Callable[[Json, str], _Made]) -> _Made:
        """Return what is made of a value and its name."""
        return make(self._values[key], f"{self._name}.{key}")

    def all(self, key: str, make: Callable[[Json, str], _Made]) -> tuple[_Made, ...]:
        """Return what is made of each value of a list, and its name."""
        value = self._values[key]
        if not isinstance(value, list):
            raise self.refused(key, "no list")
        return tuple(make(one, f"{self._name}.{key}[{place}]") for place, one in enumerate(value))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return self.all(key, lambda one, name: Values({"": one}, name, ("",)).text(""))

    def named(self, key: str, make: Callable[[Json, str], _Made]) -> dict[str, _Made]:
        """Return what is made of each value of an object of any keys, and its name."""
        value = self._values[key]
        if not isinstance(value, dict):
            raise self.refused(key, "no object")
        return {found(one): make(each, f"{self._name}.{key}.{one}") for one, each in value.items()}

    def extent(self, key: str, length: int) -> Extent:
        """Return places in a text of some length."""
        return self.all(key, lambda one, name: span(one, name, length))


def span(value: Json, name: str, length: int) -> Span:
    """Return a place in a text of some length, which was written as a pair.

    Raises:
        FormError: if it is none.
    """
    if isinstance(value, list) and len(value) == len(Span._fields):
        start, end = value
        if type(start) is int and type(end) is int and 0 <= start <= end <= length:
            return Span(start, end)
    raise FormError(f"{name} is no place in its text")
