"""R7 at length: two million steps of the machine that presses calls, in slices; a run that was ended goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from bot.db import engine_for
from tests.recruitment.call_machine import Calls, lives
from tests.torture.at_length import full, seed_of_this_run
from tests.torture.conftest import Progress

pytestmark = [pytest.mark.torture, pytest.mark.timeout(12 * 3600)]

STEPS, A_SLICE = 2_000_000, 10_000
DONE = "taiwa/torture/calls"
"""Where pytest's cache keeps the steps that are done; it starts over once all of them are."""


@pytest.fixture
def sqlite(migrated_sqlite: Path) -> Iterator[Engine]:
    """The empty database; every life is rolled back."""
    engine = engine_for(f"sqlite:///{migrated_sqlite}", write=True)
    yield engine
    engine.dispose()


def test_two_million_steps(sqlite: Engine, pytestconfig: pytest.Config, progress: Progress) -> None:
    cache, slice_seed = pytestconfig.cache, seed_of_this_run()
    assert cache is not None
    Calls.engine, Calls.steps = sqlite, cache.get(DONE, 0)
    while Calls.steps < full(STEPS):
        run_state_machine_as_test(seed(slice_seed)(Calls), settings=lives(A_SLICE))
        cache.set(DONE, Calls.steps)
        progress("steps", Calls.steps, slice_seed)
        slice_seed += 1
    cache.set(DONE, 0)
