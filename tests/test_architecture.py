"""What holds for the source as a whole: layers, sizes, names, and where Arabic may stand."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter import cli as importlinter

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "riwaya"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 400
FORBIDDEN = {"base", "common", "core", "handler", "helper", "helpers", "manager", "misc", "processor", "util", "utils"}
# Letters and digits. Punctuation, and characters that only steer the display, may be named anywhere.
ARABIC = re.compile(
    "[\u0620-\u063f\u0641-\u064a\u0660-\u0669\u066e-\u06d3\u06ee-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc]"
)
STAGES = ("captures", "articles", "statements", "chains", "claims", "parties", "archive")


def named(module: Path) -> str:
    return str(module.relative_to(SOURCE))


def docstrings(tree: ast.Module) -> set[int]:
    """The identities of the constants that are docstrings, those of attributes included."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_stays_readable(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_is_named_for_what_it_gives(module: Path) -> None:
    parts = {part for name in module.relative_to(SOURCE).with_suffix("").parts for part in name.strip("_").split("_")}
    assert not parts & FORBIDDEN


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_every_module_says_what_it_hides(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


@pytest.mark.parametrize("module", [each for each in MODULES if SOURCE / "arabic" not in each.parents], ids=named)
def test_what_the_language_is_stands_in_tables(module: Path) -> None:
    """Words and letters of Arabic in code are rules that nobody who knows the language can find.

    A bound of a range may be named by its code (``\\u0621-\\u064a``).
    """
    source = module.read_text(encoding="utf-8")
    tree = ast.parse(source)
    documented = docstrings(tree)
    found = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
        and ARABIC.search(node.value)
        and ARABIC.search(ast.get_source_segment(source, node) or "")
    ]
    assert found == []


def test_imports_point_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert (
        importlinter.lint_imports(config_filename="pyproject.toml", no_cache=True) == importlinter.EXIT_STATUS_SUCCESS
    )


def test_a_module_without_a_place_fails_the_build() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [each for each in project["tool"]["importlinter"]["contracts"] if each["type"] == "layers"]
    assert layers["exhaustive"] is True
    placed = {name.strip(" ()") for layer in layers["layers"] for name in layer.split("|")}
    present = {path.stem for path in SOURCE.glob("*.py")} | {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert present - {"__init__", "__main__"} <= placed


@pytest.mark.parametrize("stage", STAGES)
def test_stages_are_strangers(stage: str) -> None:
    others = "|".join(name for name in STAGES if name != stage)
    importing = re.compile(
        rf"^\s*(from riwaya\.({others})\b|from riwaya import .*\b({others})\b|import riwaya\.({others}))", re.MULTILINE
    )
    for module in (SOURCE / stage).rglob("*.py"):
        assert not importing.search(module.read_text(encoding="utf-8")), named(module)


def test_the_package_ships_what_it_needs() -> None:
    assert (SOURCE / "py.typed").is_file()
    assert list((SOURCE / "rules").glob("*.toml"))


def test_what_is_depended_on_is_imported_and_the_other_way_round() -> None:
    imported: set[str] = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    wanted = [*project["project"]["dependencies"], *extras["parquet"], *extras["postgresql"]]
    declared = {re.split(r"[<>=!~\[; ]", each)[0].lower() for each in wanted}
    assert {name.replace("_", "-") for name in imported - sys.stdlib_module_names - {"riwaya"}} == declared


def test_every_version_is_pinned() -> None:
    """Every package that pyproject.toml names stands in constraints.txt with one version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    wanted += [each for extra in project["project"]["optional-dependencies"].values() for each in extra]
    names = {re.split(r"[<>=!~\[; ]", each)[0].lower().replace("_", "-") for each in wanted}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    assert names <= pinned
    assert [
        line for line in lines if line and not line.startswith("#") and not re.fullmatch(r"[\w.-]+==[\w.]+", line)
    ] == []
