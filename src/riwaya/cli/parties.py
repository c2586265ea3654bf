"""The commands about parties: who is who, and what people decide about it."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack, get_args

import click

from riwaya.cli.options import DONE, SOME_FAILED, opened, styled, width

if TYPE_CHECKING:
    from riwaya.archive import Archive

_Verb = Literal["join", "cut", "rename", "undo"]
_WORDS = {"join": 2, "cut": 2, "rename": 2, "undo": 1}
_TAKES = {
    "join": "two names",
    "cut": "two names",
    "rename": "a name, and what its party is called",
    "undo": "the number of a judgement",
}


class _Told(TypedDict):
    limit: int
    json: bool


class _Reason(TypedDict):
    why: str | None
    by: str | None


@click.command()
@click.argument("archive")
@click.argument("name")
@click.option("--limit", type=click.IntRange(min=0, max=1000), default=5, metavar="N", help="Statements at most.")
@click.option("--json", is_flag=True, help="The profile as one line of JSON, without statements.")
def party(archive: str, name: str, **options: Unpack[_Told]) -> int:
    """Tell who NAME is in ARCHIVE: spellings, offices, what was said and denied, where, when, and about what.

    NAME is a name in any spelling, or the number of a party. Which spellings are one party's is worked out from the
    articles, each with its reason; `riwaya judge` corrects it. Unnamed sources are nobody across articles: look for
    them with `riwaya search ARCHIVE 'kind:unnamed …'`.

    \b
    Examples:
      riwaya party news.db 'سامي نعمان'
      riwaya party news.db --json 12
    """  # noqa: D301
    from riwaya.exports import hits, profiles

    with opened(archive) as store:
        found = store.parties(name)
        if not found:
            click.echo(
                f"riwaya: no party is called {name!r}: look for statements with speaker:, in riwaya search", err=True
            )
            return SOME_FAILED
        profile = store.party(found[0].number)
        if options["json"]:
            click.echo(profiles.line(profile))
            return DONE
        click.echo(profiles.shown(profile, width=width(), styled=styled()))
        page = store.search(f"party:{profile.party.number}", limit=options["limit"])
    for hit in page.hits:
        click.echo(f"\n{hits.shown(hit, styled=styled())}")
    if page.hits:
        click.echo(f"\n{hits.account(page, 0)}; all of them: riwaya search ARCHIVE party:{profile.party.number}")
    if found[1:]:
        click.echo(profiles.others(found[1:]), err=True)
    return DONE


@click.command()
@click.argument("archive")
@click.argument("verb", type=click.Choice(get_args(_Verb)), required=False)
@click.argument("words", nargs=-1, metavar="[NAME...]")
@click.option("--why", metavar="REASON", help="The reason; a judgement has one.")
@click.option("--by", metavar="WHO", help="Who decides; the user who is signed in, if it is not given.")
def judge(archive: str, verb: _Verb | None, words: tuple[str, ...], **options: Unpack[_Reason]) -> None:
    """Decide who is who in ARCHIVE, or list what was decided.

    join ONE OTHER: two names are one party's. cut ONE OTHER: they are not. rename ONE WORDS: call the party of ONE so.
    undo NUMBER: take a judgement back. Judgements outlive whatever is read or worked out anew.

    \b
    Examples:
      riwaya judge news.db
      riwaya judge news.db join 'أنطون ريدغر' 'ريدغر' --why 'the only one of that name'
      riwaya judge news.db undo 3
    """  # noqa: D301
    from riwaya.archive import JudgementError
    from riwaya.exports import profiles

    with opened(archive) as store:
        if verb is None:
            _listed(store)
            return
        if len(words) != _WORDS[verb]:
            raise click.UsageError(f"{verb} takes {_TAKES[verb]}; see riwaya judge --help.")
        try:
            if verb == "undo":
                if not words[0].isdecimal():
                    raise click.UsageError(
                        f"{words[0]!r} is no number of a judgement; riwaya judge ARCHIVE lists them."
                    )
                store.undo(int(words[0]))
                return
            if not options["why"]:
                raise click.UsageError("a judgement needs a reason: give --why.")
            number = store.judge(verb, words[0], words[1], why=options["why"], by=options["by"] or _user())
        except JudgementError as error:
            raise click.UsageError(f"{error}.") from error
        click.echo(f"judgement {number}")
        for one in dict.fromkeys(
            each.number for word in words[: 1 + (verb != "rename")] for each in store.parties(word)[:1]
        ):
            click.echo(profiles.in_a_line(store.party(one)))


def _listed(store: Archive) -> None:
    from riwaya.exports import profiles

    for one in store.judgements():
        click.echo(f"{one.number} {profiles.judged(one)}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container, a user may have no name
        raise click.UsageError("the user has no name here: give --by.") from None
