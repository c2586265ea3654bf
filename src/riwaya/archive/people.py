"""The face of an archive for parties: who is who, and what people decide about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from riwaya.archive import asking, judging, parties, profiles
from riwaya.archive.judging import Judgement, Verb
from riwaya.archive.parties import Stage
from riwaya.archive.profiles import Listed, Party, Profile
from riwaya.archive.queries import Query
from riwaya.archive.sessions import Sessions


class Parties(Sessions):
    """Parties, profiles of them, judgements about them."""

    def __init__(self, address: str, who: Callable[[], Stage]) -> None:
        """Take where the archive is, and what gives what has to be known of names."""
        super().__init__(address)
        self._who = who

    def relate(self) -> None:
        """Work out who is who among the names whose statements changed; others may write in between."""
        rest = True
        while rest:
            with self._writing() as connection:
                rest = parties.relate(connection, self._who())

    def parties(self, words: str) -> list[Party]:
        """Return the parties that are called so, in any spelling or by their number, the most frequent first."""
        with self._reading() as connection:
            return profiles.find(connection, self._who(), words)

    def party(self, number: int) -> Profile:
        """Return what the archive knows of a party.

        Raises:
            KeyError: if there is none of that number.
        """
        with self._reading() as connection:
            return profiles.profile(connection, self._who(), number)

    def listed(self, query: str | None = None) -> Iterator[Listed]:
        """Return the parties that speak, as it is at one moment, in the order of their numbers.

        Args:
            query: counts the statements that it finds, and lists who speaks in them; everybody without one.

        Raises:
            QueryError: if the query cannot be understood.
        """
        with self._reading() as connection:
            asked = asking.asked(connection, self._who, query, "statements") if query else None
        return self._listed(asked)

    def _listed(self, asked: Query | None) -> Iterator[Listed]:
        with self._reading() as connection:
            yield from profiles.listed(connection, asked)

    def judge(self, verb: Verb, one: str, other: str, *, why: str, by: str) -> int:
        """Decide who is who: the decision outlives whatever is read or worked out anew.

        Args:
            verb: ``join``: two names are one party's; ``cut``: they are not; ``rename``: what the party is called.
            one: a name, or the number of a party.
            other: likewise, or what the party is called.
            why: the reason.
            by: who decides.

        Returns:
            The number of the judgement.

        Raises:
            JudgementError: if nobody is called so, or no reason is given.
        """
        with self._writing() as connection:
            first = profiles.meant(connection, self._who(), one)
            second = other if verb == "rename" else profiles.meant(connection, self._who(), other)
            number = judging.judge(connection, verb, (first, second), why=why, by=by)
            parties.relate(connection, self._who())
            return number

    def undo(self, number: int) -> None:
        """Take a judgement back.

        Raises:
            JudgementError: if there is none of that number, or it was taken back before.
        """
        with self._writing() as connection:
            judging.undo(connection, number)
            parties.relate(connection, self._who())

    def judgements(self) -> list[Judgement]:
        """Return all judgements in the order in which they were made, those that were taken back among them."""
        with self._reading() as connection:
            return list(judging.judgements(connection))
