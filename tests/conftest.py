"""What all tests share: the rule tables, the place of test data outside the repository, and the settings of Hypothesis."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from riwaya import rules as tables

ROOT = Path(__file__).parents[1]
collect_ignore = ["typing"]  # checked by mypy, never run

# No deadline: a test must not fail because a machine is busy. Derandomised where CI is set: a run can be repeated.
settings.register_profile("riwaya", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("riwaya"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "riwaya")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first, in whatever order they were shuffled."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture(scope="session")
def rules() -> tables.Rules:
    """The tables that come with the package."""
    return tables.load()


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of texts that are never in the repository."""
    folder = Path(os.environ.get("RIWAYA_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the texts outside the repository are not here ({folder}; set RIWAYA_SHARED)")
    return folder
