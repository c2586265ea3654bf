"""Outlets of the table, as names spell them: with and without «صحيفة», the country, «للأنباء»."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from riwaya.arabic import clitics
from riwaya.arabic.phrases import words
from riwaya.parties.lexicon import lexicon
from riwaya.parties.spelling import sound

_KINDS: Final = ("agency", "channel", "newspaper")  # heads that tell what an outlet is
_TELLING: Final = 4  # consonants of a name that no other outlet has


@lru_cache(maxsize=1 << 16)
def outlet(name: str) -> str:
    """Return the id of the outlet that a name spells, or nothing.

    >>> outlet("وكالة رويترز للأنباء") == outlet("رويترز") != ""
    True
    """
    table = lexicon()
    run = words(name)
    if found := _whole(run, ""):
        return found
    head = table.phrases("body.outlet").at(run, 0)
    if head is None or head.end == len(run):
        return ""
    opening, run = " ".join(run[: head.end]), run[head.end :]
    while len(run) > 1 and run[-1] in table.words("body.news"):
        run = run[:-1]
    if found := _whole(run, opening):
        return found
    nation = next((at for at in (1, 2) if len(run) > at and _nation(run[-at:])), 0)
    bare = run[:-nation] if nation else run
    return _whole(bare, opening) if nation and _telling(bare) else ""


def _whole(run: Sequence[str], head: str) -> str:
    """Return the outlet whose name some words are, if what stands before it does not say that it is another sort."""
    table = lexicon()
    if not run:
        return ""
    first = run[0].removeprefix(clitics.ARTICLE)
    spelled = (run, [first, *run[1:]], [clitics.ARTICLE + run[0], *run[1:]]) if head else (run,)
    for each in spelled:
        found = table.outlets.at(each, 0)
        if found is None or found.end != len(each):
            continue
        kinds = [kind for kind in _KINDS if head in table.words(f"body.outlet_{kind}")]
        if not kinds or found.value.text("kind") in kinds:
            return found.value.id
    return ""


def _nation(run: Sequence[str]) -> bool:
    found = lexicon().nations.at(run, 0)
    return found is not None and found.end == len(run)


def _telling(run: Sequence[str]) -> bool:
    return len(run) > 1 or len(sound(run[0].removeprefix(clitics.ARTICLE)).consonants) >= _TELLING
