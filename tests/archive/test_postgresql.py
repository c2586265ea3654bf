"""An archive on a server: the same answers as in a file, and what only a server can do wrong."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from sqlalchemy import select, text, update
from tests import commands
from tests.archive.filled import page
from tests.archive.servers import PASSWORD, Server, running
from tests.archive.test_finding import PIECES, ROWS, SAMPLES

import riwaya
from riwaya import archive as archives
from riwaya import captures, pipeline
from riwaya.archive import Archive, ArchiveError, Page, QueryError, finding, lexemes, schema, servers
from riwaya.archive.finding import Among
from riwaya.archive.queries import LISTED
from riwaya.model import Article, Record, Statement
from riwaya.text import Alignment, Span

FEW = [
    "جسر",
    "قنطره",
    "بلديه",
    "نهر",
    "مدير",
    "نقل",
    "طريق",
    "شركه",
    "قال",
    "في",
    "الميناء",
    "والجسر",
    "بالجسر",
    "للشركه",
]
DAYS = [None, *(dt.date(2024, 1, 1) + dt.timedelta(days=days) for days in (0, 0, 1, 40, 200, 400))]


class Both(NamedTuple):
    """The same in a file and on a server."""

    file: Archive
    server: Archive


def invented(number: int, chance: random.Random) -> Record:
    """Return a page of words drawn from few, so that most queries find many, in all their parts."""
    [capture] = captures.read(page(number))
    words = [chance.choice(FEW) for _ in range(chance.randint(12, 90))]
    starts = [sum(len(word) + 1 for word in words[:at]) for at in range(len(words) + 1)]

    def extent(least: int, most: int) -> tuple[Span, ...]:
        at = chance.randrange(len(words) - most)
        return (Span(starts[at], starts[at + chance.randint(least, most)] - 1),)

    said = tuple(
        Statement(
            content=extent(3, 9),
            source=extent(1, 3),
            cue=extent(1, 1),
            medium=extent(1, 2) if chance.random() < 0.3 else (),
            speaker=chance.choice([None, "مدير الجسر", "بلدية النهر"]),
            kind=chance.choice(LISTED["kind"]),
            act=chance.choice(LISTED["act"]),
            form=chance.choice(LISTED["form"]),
            via=tuple(chance.sample(["صحيفة النهر", "شركة النقل"], chance.randint(0, 2))),
            rule="invented",
            certainty=0.5,
        )
        for _ in range(chance.randint(0, 4))
    )
    body = " ".join(words)
    article = Article(
        text=body,
        alignment=Alignment.identity(len(body)),
        capture=capture,
        title=" ".join(chance.choice(FEW) for _ in range(chance.randint(0, 5))) or None,
        published=chance.choice(DAYS),
        publisher=chance.choice([None, "منبر النهر", "صوت الجسر"]),
        statements=said,
    )
    return Record(capture, (article,), ())


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Iterator[Both]:
    """Samples, invented pages and rows, kept in the same order; nothing writes to them."""
    chance = random.Random(1445)  # noqa: S311 - texts, no secrets
    rows = [*riwaya.records(SAMPLES), *(invented(number, chance) for number in range(120))]
    rows += [record for row in ROWS.values() for record in riwaya.records(row["text"].encode("utf-8", "surrogatepass"))]
    with riwaya.open(tmp_path_factory.mktemp("both") / "news.db") as file, riwaya.open(server.address()) as other:
        for archive in (file, other):
            archive.add(rows)
        yield Both(file, other)


@pytest.fixture
def archive(server: Server) -> Iterator[Archive]:
    with riwaya.open(server.address()) as opened:
        yield opened


# -- the same answers --------------------------------------------------------------------------------------------------

RUNS = some.lists(some.sampled_from(FEW), min_size=1, max_size=3).map(" ".join)
PARTS = some.one_of(
    some.sampled_from(FEW),
    RUNS.map('"{}"'.format),
    RUNS.map('-"{}"'.format),
    some.builds('{}:"{}"'.format, some.sampled_from(["title", "publisher", "speaker", "medium", "via"]), RUNS),
    some.builds("-{}:{}".format, some.sampled_from(["title", "publisher", "speaker", "via"]), some.sampled_from(FEW)),
    *(some.builds(f"{name}:{{}}".format, some.sampled_from(values)) for name, values in LISTED.items()),
    some.sampled_from(["from:2024", "to:2024-02", "on:2024-01-01"]),
)
QUERIES = some.lists(PARTS, min_size=1, max_size=4).map(" ".join)


def shown(page: Page) -> tuple[list[object], int, bool]:
    """Return what people see of a page of hits."""
    return (
        [replace(hit, score=float(f"{hit.score:.6g}")) for hit in page.hits],
        page.total,
        page.more,
    )


def answer(archive: Archive, query: str, among: Among | None, limit: int = 300) -> object:
    try:
        return shown(archive.search(query, among=among, limit=limit))
    except QueryError as error:
        return str(error)


@given(QUERIES, some.sampled_from([None, *get_args(Among)]))
@example("في", "articles")
@example('"في في"', "statements")
@example('title:قال -"في الميناء" قال', "articles")
def test_both_give_the_same_hits_in_the_same_order_with_the_same_scores(
    both: Both, query: str, among: Among | None
) -> None:
    assert answer(both.server, query, among) == answer(both.file, query, among)


@given(QUERIES, some.sampled_from([None, *get_args(Among)]))
def test_both_rank_the_newest_where_there_are_too_many(both: Both, query: str, among: Among | None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "RANKED", 20)
        assert answer(both.server, query, among) == answer(both.file, query, among)


def test_what_is_ranked_is_the_newest(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = both.server.search("في", limit=300)
    days = sorted((hit.published or dt.date.min, hit.article) for hit in everything.hits)
    monkeypatch.setattr(finding, "RANKED", 20)
    found = both.server.search("في", limit=300)
    assert (found.total, found.more) == (20, True)
    assert sorted((hit.published or dt.date.min, hit.article) for hit in found.hits) == days[-20:]


@pytest.mark.parametrize("among", get_args(Among))
def test_both_export_the_same(both: Both, among: Among) -> None:
    for query in (None, "قال -الميناء", '"في الميناء"'):
        exported = [list(each.export(query, among=among)) for each in both]
        assert exported[0] == exported[1]
        assert exported[0]


def test_both_tell_the_same_of_all_else(both: Both) -> None:
    assert list(both.file.articles()) == list(both.server.articles())
    assert list(both.file.problems()) == list(both.server.problems())
    assert both.file.counts() == both.server.counts()
    assert list(both.file.unread()) == list(both.server.unread()) == []
    assert list(both.server.verify()) == []


def test_scores_stay_when_pages_are_read_anew(tmp_path: Path, server: Server) -> None:
    """What was there before counts no more, on neither."""
    records = [invented(number, random.Random(number)) for number in range(12)]  # noqa: S311
    for address in (str(tmp_path / "news.db"), server.address()):
        with riwaya.open(address) as archive:
            archive.add(records)
            before = [answer(archive, query, None) for query in ("جسر", "act:say نهر", "title:طريق")]
            for _ in range(3):
                archive.write([archives.prepared(record) for record in records[:7]])
            assert [answer(archive, query, None) for query in ("جسر", "act:say نهر", "title:طريق")] == before
            assert list(archive.verify()) == []


@pytest.mark.slow
def test_ten_thousand_strings_are_answered_or_refused(both: Both) -> None:
    chance, pieces = random.Random(632), PIECES.elements  # type: ignore[attr-defined]  # noqa: S311
    answered = 0
    for _ in range(10_000):
        query = chance.choice(("", " ")).join(chance.choice(pieces) for _ in range(chance.randint(1, 9)))
        answered += not isinstance(answer(both.server, query, None, limit=1), str)
    assert 1000 < answered < 10_000


@pytest.mark.parametrize(
    "query",
    [
        "'; DROP TABLE article; --",
        "a' | 'b",
        "'a' <-> 'b'",
        "!a & b:*",
        "\\' \\\\ \\x00",
        'title:"a\\b\'c"',
        "a\x00b",
        "$1 %s :name",
    ],
)
@pytest.mark.parametrize("among", get_args(Among))
def test_what_is_asked_cannot_harm_the_archive(both: Both, query: str, among: Among) -> None:
    assert answer(both.server, query, among) == answer(both.file, query, among)
    assert both.server.counts() == both.file.counts()


# -- what PostgreSQL would refuse --------------------------------------------------------------------------------------


def kept(archive: Archive, body: str, **fields: object) -> Article:
    """Keep an article of this text, and return it as it comes back."""
    [capture] = captures.read(str(archive.counts()).encode())
    article = Article(text=body, alignment=Alignment.identity(len(body)), capture=capture, statements=(), **fields)  # type: ignore[arg-type]
    archive.add([Record(capture, (article,), ())])
    found = archive.article(archive.counts()["article"])
    assert found == article
    return found


def test_a_very_long_article_is_found_by_its_words(archive: Archive) -> None:
    words = [f"كلمة{number % 30_000}" for number in range(60_000)]
    kept(archive, " ".join(words), title="البداية")
    for query, total in (
        ("كلمة0", 1),
        ("كلمة29999", 1),
        ('"كلمة7 كلمة8"', 1),
        ('"كلمة8 كلمة7"', 0),
        ("title:البداية", 1),
        ("كلمة30000", 0),
    ):
        assert archive.search(query).total == total, query
    assert list(archive.verify()) == []


def test_an_article_of_more_words_than_can_be_indexed_is_kept_and_found_by_the_first(archive: Archive) -> None:
    kept(archive, " ".join(f"w{number}" for number in range(200_000)))
    assert archive.search("w0 w9000 w30000").total == 1
    assert archive.search("w199999").total == 0


def test_a_very_long_word_is_found(archive: Archive) -> None:
    kept(archive, f"قبل {'ا' * 40_000} بعد {'خ' * 900} {'漢' * 700}1 {'漢' * 699}21")
    for query, total in (
        ("خ" * 900, 1),
        ("خ" * 899, 0),
        (f"قبل -{'خ' * 900}", 0),
        ("漢" * 700 + "1", 1),
        ("漢" * 700 + "3", 0),
        (f'"{"خ" * 200} بعد"', 0),
    ):
        assert archive.search(query).total == total


def test_words_beyond_the_last_place_are_in_no_phrase(archive: Archive) -> None:
    words = [f"w{number}" for number in range(lexemes.LAST + 9)]
    kept(archive, " ".join(words))
    for number in range(lexemes.LAST - 9, lexemes.LAST + 7):
        assert archive.search(words[number]).total == 1
        assert archive.search(f'"{words[number]} {words[number + 2]}"').total == 0


def test_long_names_and_addresses_are_kept(archive: Archive) -> None:
    address = f"https://nahrain.example/{'%D8%A7' * 5000}"
    for _ in range(2):
        account = archive.add(riwaya.records(page(1), url=address))
    assert account.again == 1
    [article] = archive.articles()
    assert article.capture.url == address


def test_any_characters_come_back_in_every_column(archive: Archive) -> None:
    odd = "\x00a\ud800\U000f0000'\"\\\n{}\x1b é"
    [capture] = captures.read(page(1))
    capture = replace(capture, name=odd, url=odd, given={odd: odd}, text_field=None)
    [read] = pipeline.process(capture).articles
    article = replace(read, capture=capture, byline=odd, dateline=odd, credits=(odd,), url=odd, publisher=odd)
    archive.add([Record(capture, (article,), ())])
    assert list(archive.articles()) == [article]
    assert archive.search("الجسر").hits[0].url == odd


# -- at once -----------------------------------------------------------------------------------------------------------

ADD = (sys.executable, "-m", "riwaya", "add", "--quiet")


def whole(address: str) -> dict[str, int]:
    """Return the counts of an archive in which nothing is broken, lost or there twice."""
    with riwaya.open(address) as archive:
        assert list(archive.verify()) == []
        counts = archive.counts()
        with archive._reading() as connection:
            for table, columns in (
                (schema.sighting, ("capture_id", "name", "url")),
                (schema.article, ("capture_id", "place")),
            ):
                rows = [tuple(row) for row in connection.execute(select(*(table.c[name] for name in columns)))]
                assert len(rows) == len(set(rows))
        return counts


@pytest.mark.slow
def test_two_who_add_the_same_pages_at_once_both_succeed(server: Server, tmp_path: Path) -> None:
    address = server.address()
    for number in range(150):
        (tmp_path / f"{number}.txt").write_bytes(page(number))
    runs = [subprocess.Popen([*ADD, address, str(tmp_path)], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert sum(int(each.split(": ")[1].split()[0]) for each in said) == 150, "each page is new to one of them"
    assert whole(address) == {"capture": 150, "article": 150, "statement": 150, "name": 1, "party": 1, "problem": 0}


def test_numbers_differ_whoever_gives_them(archive: Archive) -> None:
    """Also those of a transaction that was taken back are given to nothing else."""
    failures: list[Exception] = []
    [record] = riwaya.records(page(0))

    def add(first: int) -> None:
        try:
            for number in range(first, first + 10):
                archive.add(riwaya.records(page(number)))
        except Exception as error:  # noqa: BLE001 - told by the thread that asks
            failures.append(error)

    threads = [threading.Thread(target=add, args=(first,)) for first in (10, 15, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert archive.counts()["article"] == 20
    article = replace(record.articles[0], statements=())
    archive.add([replace(record, articles=(article, article))])
    highest = max(hit.article for hit in archive.search("الجسر", limit=99).hits)
    archive.write([archives.prepared(record)])
    archive.add(riwaya.records(page(99)))
    assert max(hit.article for hit in archive.search("الجسر", limit=99).hits) > highest


def test_who_reads_is_not_kept_waiting_by_who_writes(archive: Archive) -> None:
    archive.add(riwaya.records(page(1)))
    with archive._writing() as connection:
        connection.execute(update(schema.capture).values(version="another"))
        assert archive.search("الجسر").total == 1
        assert list(archive.unread()) == [], "what is not committed is not seen"


def test_a_lock_that_stays_is_told(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_WRITING", servers._WRITING.replace("60s", "50ms"))
    with archive._writing(), pytest.raises(ArchiveError, match="run the same command again"):
        archive.add(riwaya.records(page(1)))


def test_a_search_that_takes_too_long_is_told(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_SEARCHING", servers._SEARCHING.replace("10s", "50ms"))
    with (
        pytest.raises(ArchiveError, match="took longer than 10 seconds"),
        archive._told(),
        archive._searcher.connect() as connection,
    ):
        connection.execute(text("SELECT pg_sleep(30)"))


# -- killed ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_killed_at_any_moment_it_keeps_what_it_acknowledged(server: Server) -> None:
    from tests.archive.test_faults import ADDING  # noqa: PLC0415 - it needs no server

    address, chance = server.address(), random.Random(1436)  # noqa: S311 - moments, no secrets
    acknowledged = {"kept": 0, "written": 0}
    for _ in range(10):
        command = [sys.executable, "-c", ADDING, address, str(acknowledged["kept"])]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert run.stdout
        lines = [run.stdout.readline() for _ in range(chance.randint(1, 6))]
        threading.Event().wait(chance.random() / 50)
        run.kill()
        lines += run.stdout.readlines()
        run.stdout.close()
        run.wait()
        assert lines[0]
        for what, number in (line.split() for line in lines if line.endswith("\n")):
            acknowledged[what] = max(acknowledged[what], int(number))
        counts = whole(address)
        assert counts["capture"] >= acknowledged["kept"]
        assert counts["article"] >= acknowledged["written"]
        assert counts["capture"] % 5 == counts["article"] % 5 == 0, "all of a batch, or none"
    with riwaya.open(address) as archive:
        archive.write([archives.prepared(pipeline.process(capture)) for capture in list(archive.unread())])
    counts = whole(address)
    assert counts["capture"] == counts["article"] == counts["statement"]


@pytest.fixture
def mortal() -> Iterator[Server]:
    """A server that may be stopped: those who use the other one would lose their connections."""
    with running() as found:
        if found is None:
            pytest.skip("PostgreSQL is not installed")
        yield found


@pytest.mark.slow
def test_a_server_that_dies_loses_nothing_and_the_same_command_goes_on(mortal: Server, tmp_path: Path) -> None:
    address = mortal.address()
    for number in range(400):
        (tmp_path / f"{number}.txt").write_bytes(page(number))
    run = subprocess.Popen([*ADD, address, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with riwaya.open(address) as archive:
        while archive.counts()["article"] < 64:
            assert run.poll() is None
        before = archive.counts()
    mortal.stop(mortal.AT_ONCE)
    out, said = run.communicate()
    mortal.start()
    assert run.returncode
    assert out == ""
    assert "run the same command again" in said
    assert "Traceback" not in said
    assert len(said.splitlines()) <= 2
    counts = whole(address)
    assert all(counts[name] >= number for name, number in before.items())
    assert subprocess.run([*ADD, address, str(tmp_path)], check=False, capture_output=True).returncode == 0
    assert whole(address) == {"capture": 400, "article": 400, "statement": 400, "name": 1, "party": 1, "problem": 0}


def test_a_lost_connection_is_told_and_the_next_one_is_another(archive: Archive, server: Server) -> None:
    archive.add(riwaya.records(page(1)))
    own = archive.name.rsplit("/", 1)[1]
    server.ask("postgres", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{own}'")  # noqa: S608 - our name
    with pytest.raises(ArchiveError, match="connection to the server was lost"):
        archive.counts()
    assert archive.counts()["article"] == 1


# -- opening -----------------------------------------------------------------------------------------------------------


def told(*arguments: object) -> str:
    """Return the line that a command ends with where it cannot do its work; no traceback, no password."""
    code, out, err = commands.riwaya(*arguments)
    said = err.decode()
    assert code not in (0, None)
    assert out == b""
    assert PASSWORD not in said
    assert "s3cret" not in said
    assert "Traceback" not in said
    return said.splitlines()[-1]


def test_what_cannot_be_opened_is_told_in_a_line_without_the_password(server: Server, tmp_path: Path) -> None:
    there = server.database()
    for address, expected in (
        (server.address(there, "s3cret wrong"), "refuses the user or the password"),
        (server.address("nowhere"), "no database of this name"),
        (server.address(there).replace(str(server.folder.name), "elsewhere"), "no server answers"),
        (f"postgresql://desk:s3cret@127.0.0.1:{9}/news", "no server answers at 127.0.0.1, port 9"),
        ("postgresql://desk:s3cret@host:port/news", "is not understood"),
        ("postgresql://desk:s3cret@host/news?password=s3cret", "knows host and sslmode"),
        ("postgresql://desk:s3cret@host/news?sslmode=s3cret", "sslmode is one of"),
    ):
        assert expected in told("add", address, tmp_path)
        assert expected in told("search", address, "الجسر")


def test_only_adding_makes_an_archive(server: Server) -> None:
    address = server.address()
    assert "holds no archive" in told("search", address, "الجسر")
    assert server.ask(
        address.split("/")[-1].split("?")[0], "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    ) == [[0]]


def test_a_database_of_others_is_left_alone(server: Server, tmp_path: Path) -> None:
    name = server.database()
    server.ask(name, "CREATE TABLE recipe (id int)")
    assert "holds other tables" in told("add", server.address(name), tmp_path)


def test_a_database_that_holds_few_characters_is_left_alone(server: Server, tmp_path: Path) -> None:
    server.ask("postgres", "CREATE DATABASE few ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    assert "createdb --encoding=UTF8" in told("add", server.address("few"), tmp_path)
    assert server.ask("few", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [[0]]


def test_an_archive_of_a_later_version_is_told(server: Server) -> None:
    name = server.database()
    riwaya.open(server.address(name)).close()
    server.ask(name, "UPDATE alembic_version SET version_num = '9999'")
    assert "later version (9999): update Riwaya" in told("search", server.address(name), "الجسر")


def test_a_missing_driver_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pg8000", None)
    assert "pip install 'riwaya[postgresql]'" in told("search", server.address("news"), "الجسر")


def test_the_commands_say_the_same_as_with_a_file(server: Server, tmp_path: Path) -> None:
    address, path = server.address(), tmp_path / "news.db"
    for arguments in (
        ("add", "ARCHIVE", SAMPLES, tmp_path / "nowhere.html"),
        ("add", "ARCHIVE", SAMPLES),
        ("search", "ARCHIVE", "act:deny", "--json"),
        ("search", "ARCHIVE", '"'),
        ("search", "ARCHIVE", "الجسر"),
        ("export", "ARCHIVE", "act:deny", "--format", "jsonl"),
        ("export", "ARCHIVE", "--of", "articles"),
        ("problems", "ARCHIVE", "--json"),
        ("verify", "ARCHIVE"),
    ):
        ended = [
            commands.riwaya(*(archive if each == "ARCHIVE" else each for each in arguments))
            for archive in (path, address)
        ]
        assert ended[0] == ended[1]


def test_a_copy_is_left_to_the_server(server: Server, tmp_path: Path) -> None:
    address = server.address()
    riwaya.open(address).close()
    assert "pg_dump" in told("backup", address, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_or_broken_is_found(archive: Archive) -> None:
    archive.add(record for number in range(4) for record in riwaya.records(page(number)))
    digest = archive.article(2).capture.digest
    with archive._writing() as connection:
        connection.execute(update(schema.capture).where(schema.capture.c.id == 2).values(body=b"no zlib"))
        connection.execute(text("DELETE FROM article_words WHERE id = 3"))
    assert [(problem.code, problem.where) for problem in archive.verify()] == [
        ("broken-archive", archive.name),
        ("broken-archive", archive.name),
        ("broken-capture", digest),
    ]
    assert PASSWORD not in archive.name
    assert archive.path is None
