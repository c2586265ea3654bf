"""The docs are true: what they name exists, what exists is named, links lead somewhere, examples run."""

from __future__ import annotations

import ast
import dataclasses
import difflib
import doctest
import re
import runpy
import shlex
import typing
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from riwaya import cli, errors, model, text
from riwaya import rules as tables

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "riwaya"
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
COMMANDS = typing.cast("click.Group", cli.riwaya).commands


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def read(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


# Links


def anchors(page: Path) -> set[str]:
    """The names that headings give to their sections."""
    headings = re.findall(r"^#+ +(.+?)\s*$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    plain = (re.sub(r"[`*]|\[([^]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", page.read_text(encoding="utf-8"))):
            if not re.match(r"[a-z]+:", target):
                yield page, target


@pytest.mark.parametrize(("page", "target"), [*links()], ids=str)
def test_a_link_leads_somewhere(page: Path, target: str) -> None:
    path, _, anchor = unquote(target).partition("#")
    file = (page.parent / path).resolve() if path else page
    assert file.exists()
    assert not anchor or anchor in anchors(file)


def test_every_page_can_be_found() -> None:
    linked = {(page.parent / target.partition("#")[0]).resolve() for page, target in links()}
    assert [
        named(page) for page in PAGES if page not in linked and page.name not in {"README.md", "CHANGELOG.md"}
    ] == []


# Examples


@pytest.mark.parametrize("page", [page for page in PAGES if ">>> " in page.read_text(encoding="utf-8")], ids=named)
def test_python_examples_run(page: Path) -> None:
    blocks = "\n".join(
        body for language, body in FENCE.findall(page.read_text(encoding="utf-8")) if language == "python"
    )
    examples = doctest.DocTestParser().get_doctest(blocks, {}, named(page), str(page), 0)
    assert examples.examples, "a Python example stands in a ```python block"
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(examples, out=said.append)
    assert runner.failures == 0, "".join(said)


def shell_lines() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for language, body in FENCE.findall(page.read_text(encoding="utf-8")):
            if language in {"", "sh", "console"}:
                for line in body.splitlines():
                    yield page, line.strip().removeprefix("$ ")


def invocations() -> Iterator[tuple[Path, list[str]]]:
    for page, line in shell_lines():
        for command in re.split(r"\||&&|;", re.sub(r"'[^']*'", "''", line)):
            if "riwaya" not in command:
                continue  # what a command prints may hold half a pair of quotation marks
            words = shlex.split(command.split(" #")[0].split(">")[0], posix=True)
            if words and Path(words[0]).name == "riwaya":
                yield page, words[1:]


@pytest.mark.parametrize(("page", "words"), [*invocations()], ids=str)
def test_commands_of_the_docs_are_understood(page: Path, words: list[str]) -> None:
    if not words or words[0].startswith("-"):
        return
    assert words[0] in COMMANDS, named(page)
    group = click.Context(cli.riwaya, info_name="riwaya", **cli.riwaya.context_settings)
    COMMANDS[words[0]].make_context(words[0], words[1:], parent=group, resilient_parsing="--help" in words)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_make_targets_of_the_docs_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    lines = [line for where, line in shell_lines() if where == page and line.startswith("make ")]
    lines += re.findall(r"`(make [^`]+)`", page.read_text(encoding="utf-8"))
    named_here = {word for line in lines for word in line.split("#")[0].split()[1:] if "=" not in word}
    assert named_here <= targets


def test_the_readme_names_both_commands_and_marks_the_one_ci_runs() -> None:
    readme = read("README.md")
    assert "make demo" in readme
    [marked] = re.findall(r"<!-- test command -->\n```sh\n(.*?)\n```", readme, re.DOTALL)
    assert marked == "make test"
    assert "<!-- test command -->" in read(".ci", "run")


# The command line


@pytest.mark.parametrize("name", ["", *sorted(COMMANDS)])
def test_every_command_is_in_the_reference(name: str) -> None:
    assert f"\n$ riwaya {name} --help\n".replace("  ", " ") in read("docs", "reference", "cli.md")


def test_what_the_docs_show_is_what_the_program_prints() -> None:
    """``make fix`` writes it there."""
    stale = runpy.run_path(str(DOCS / "outputs.py"))["stale"]()
    shown = {page: page.read_text(encoding="utf-8").splitlines() for page in stale}
    lines = (difflib.unified_diff(shown[page], new.splitlines(), named(page), n=0) for page, new in stale.items())
    differences = "\n".join(line for each in lines for line in each)
    assert not differences, differences


# Problems


def reported() -> set[str]:
    """Every code that the source gives to a ``Problem``, also by way of a conditional or a constant of the module."""
    codes: set[str] = set()
    for module in SOURCE.rglob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                first = node.args[:1] or [each.value for each in node.keywords if each.arg == "code"]
                inside = [each for argument in first for each in ast.walk(argument)]
                codes |= {
                    each.value for each in inside if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return codes


def documented() -> list[str]:
    return re.findall(r"^## (.+)$", read("docs", "reference", "problems.md"), re.MULTILINE)


def test_every_problem_is_documented() -> None:
    assert sorted(reported() - set(documented())) == []


def test_every_documented_problem_can_happen() -> None:
    source = "".join(module.read_text(encoding="utf-8") for module in SOURCE.rglob("*.py"))
    assert [code for code in documented() if f'"{code}"' not in source] == []


def test_a_problem_is_documented_once_and_explained() -> None:
    codes = documented()
    assert sorted(codes) == sorted(set(codes))
    assert [code for code in codes if not re.fullmatch("[a-z]+(-[a-z]+)*", code)] == []
    sections = read("docs", "reference", "problems.md").split("\n## ")[1:]
    assert [each.splitlines()[0] for each in sections if len(each.split()) < 15] == []


# Values and words


def test_every_key_of_the_json_is_documented() -> None:
    page = read("docs", "reference", "json.md")
    types: list[type] = [model.Statement, errors.Problem]
    keys = {field.name for each in types for field in dataclasses.fields(each)}
    keys |= {"name", "digest"} | {field.name for field in dataclasses.fields(model.Article)} - {"capture", "alignment"}
    assert sorted(key for key in keys if f"`{key}`" not in page) == []


@pytest.mark.parametrize("values", [model.Act, model.Form, model.Kind], ids=["act", "form", "kind"])
def test_every_value_is_documented(values: object) -> None:
    for value in typing.get_args(values):
        assert f"`{value}`" in read("docs", "reference", "json.md")
        assert re.search(rf"\b{value}\b", read("docs", "glossary.md"))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_mark_of_a_merge_is_left(page: Path) -> None:
    assert not re.search(r"^(<{7}|>{7}|\|{7}) ", page.read_text(encoding="utf-8"), re.MULTILINE)


def test_a_term_that_names_a_type_is_in_the_glossary() -> None:
    terms = set(re.findall(r"^\| ([a-z]+) \|", read("docs", "glossary.md"), re.MULTILINE))
    types = [
        (module, value)
        for module in (text, errors, model)
        for value in vars(module).values()
        if isinstance(value, type)
    ]
    nouns = {value.__name__.lower() for module, value in types if value.__module__.startswith(module.__name__)}
    assert {"span", "problem", "capture", "article", "statement"} <= nouns
    assert sorted(noun for noun in nouns - terms if not noun.endswith("error")) == []


@pytest.mark.parametrize("name", tables.load().tables)
def test_every_table_and_column_is_explained(name: str) -> None:
    """A table stands in the reference; its columns there or in the comment at its head."""
    page = read("docs", "reference", "rules.md")
    assert f"/src/riwaya/rules/{name}.toml)" in page
    head = SOURCE.joinpath("rules", f"{name}.toml").read_text(encoding="utf-8").partition("\nrow = [")[0]
    columns = {column for row in tables.load().rows(name) for column in row.values}
    unexplained = [each for each in columns if f"`{each}`" not in page and not re.search(rf"\b{each}\b", head)]
    assert sorted(unexplained) == []
