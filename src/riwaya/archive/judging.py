"""Judgements: what people decided about parties. They are added, may be undone, and outlive whatever is worked out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, get_args

from sqlalchemy import Connection, Update, insert, select, update

from riwaya.archive import schema
from riwaya.archive.rows import LARGEST
from riwaya.errors import RiwayaError
from riwaya.model import Name, Verdict

Verb: TypeAlias = Literal["join", "cut", "rename"]
VERBS: Final[tuple[Verb, ...]] = get_args(Verb)


class JudgementError(RiwayaError):
    """A judgement cannot be made as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody decided.

    Attributes:
        number: of the judgement, in the archive.
        verb: ``join``: two names are one party's; ``cut``: they are two parties'; ``rename``: how a party is called.
        one: a name.
        other: for ``join`` and ``cut``, the other name; for ``rename``, what the party of ``one`` is called, in words.
        why: the reason, in words.
        by: who decided.
        made: when; ISO 8601, UTC.
        undone: when it was taken back; ``None`` if it holds.
    """

    number: int
    verb: Verb
    one: Name
    other: Name | str
    why: str
    by: str
    made: str
    undone: str | None = None


def judge(connection: Connection, verb: Verb, about: tuple[int, int | str], *, why: str, by: str) -> int:
    """Add a judgement and return its number.

    Args:
        connection: in a transaction that writes.
        verb: what is decided.
        about: the number of a name, and that of the other one, or what the party is called.
        why: the reason.
        by: who decides.

    Raises:
        JudgementError: if a name is joined to itself or cut from itself, or no reason is given.
    """
    if not why.strip():
        raise JudgementError("a judgement needs a reason: say why")
    one, other = about
    if isinstance(other, str) and not other.strip():
        raise JudgementError("a party is called something: give words")
    if one == other:
        raise JudgementError("both are the same name: give two")
    made = insert(schema.judgement).values(
        made=_now(),
        by=by,
        verb=verb,
        one_id=one,
        other_id=other if isinstance(other, int) else None,
        words=other if isinstance(other, str) else None,
        why=why,
        undone=None,
    )
    connection.execute(_due({one, other}))
    (number,) = connection.execute(made).inserted_primary_key or (0,)
    return int(number)


def undo(connection: Connection, number: int) -> None:
    """Take a judgement back.

    Raises:
        JudgementError: if there is none of that number, or it was taken back before.
    """
    table = schema.judgement.c
    known = select(table.one_id, table.other_id, table.undone).where(table.id == min(number, LARGEST))
    row = connection.execute(known).first()
    if row is None or row.undone is not None:
        raise JudgementError(f"judgement {number} {'is not there' if row is None else 'was undone before'}")
    connection.execute(update(schema.judgement).where(table.id == number).values(undone=_now()))
    connection.execute(_due({row.one_id, row.other_id}))


def judgements(connection: Connection) -> Iterator[Judgement]:
    """Yield all judgements in the order in which they were made, those that were undone among them."""
    table, one, other = schema.judgement, schema.name.alias("one"), schema.name.alias("other")
    chosen = (
        select(
            table,
            one.c.words.label("first"),
            one.c.kind.label("first_kind"),
            other.c.words.label("second"),
            other.c.kind.label("second_kind"),
        )
        .join(one, one.c.id == table.c.one_id)
        .outerjoin(other, other.c.id == table.c.other_id)
        .order_by(table.c.id)
    )
    for row in connection.execute(chosen):
        second = Name(row.second, row.second_kind) if row.words is None else row.words
        first = Name(row.first, row.first_kind)
        yield Judgement(row.id, row.verb, first, second, row.why, row.by, row.made, row.undone)


def bring(connection: Connection, found: Sequence[Judgement], numbers: Mapping[Name, int]) -> int:
    """Add judgements of another archive that are not here yet; return how many there were.

    Args:
        connection: in a transaction that writes.
        found: the judgements.
        numbers: those of all their names, in this archive.
    """
    here = {_same(one): one for one in judgements(connection)}
    added = 0
    for one in found:
        known = here.get(_same(one))
        if known is None:
            (number,) = connection.execute(
                insert(schema.judgement).values(_columns(one, numbers))
            ).inserted_primary_key or (0,)
            here[_same(one)] = replace(one, number=int(number))
            added += 1
        elif one.undone and not known.undone:
            change = update(schema.judgement).where(schema.judgement.c.id == known.number)
            connection.execute(change.values(undone=one.undone))
            here[_same(one)] = replace(known, undone=one.undone)
        connection.execute(_due({numbers[name] for name in _names(one)}))
    return added


def _same(one: Judgement) -> tuple[object, ...]:
    return one.verb, one.one, one.other, one.by, one.made


def _names(one: Judgement) -> list[Name]:
    return [each for each in (one.one, one.other) if isinstance(each, Name)]


def _columns(one: Judgement, numbers: Mapping[Name, int]) -> dict[str, object]:
    return {
        "made": one.made,
        "by": one.by,
        "verb": one.verb,
        "one_id": numbers[one.one],
        "other_id": numbers[one.other] if isinstance(one.other, Name) else None,
        "words": None if isinstance(one.other, Name) else one.other,
        "why": one.why,
        "undone": one.undone,
    }


def verdicts(connection: Connection) -> list[Verdict]:
    """Return which names are one party's and which are not, as people decided: of two on a pair, the later holds."""
    table = schema.judgement.c
    held: dict[tuple[int, int], bool] = {}
    chosen = select(table.one_id, table.other_id, table.verb).where(table.undone.is_(None), table.other_id.is_not(None))
    for one, other, verb in connection.execute(chosen.order_by(table.made, table.id)):
        held[min(one, other), max(one, other)] = verb == "join"
    return [Verdict(one, other, same) for (one, other), same in sorted(held.items())]


def called(connection: Connection) -> list[tuple[int, str]]:
    """Return how parties are called, each by the number of a name of theirs, the latest decision last."""
    table = schema.judgement.c
    chosen = select(table.one_id, table.words).where(table.words.is_not(None), table.undone.is_(None))
    return [(row.one_id, row.words) for row in connection.execute(chosen.order_by(table.made, table.id))]


def _due(numbers: AbstractSet[int | str | None]) -> Update:
    return (
        update(schema.name)
        .where(schema.name.c.id.in_([each for each in numbers if isinstance(each, int)]))
        .values(due=True)
    )


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
