"""Calls, as a machine presses them, against their rules in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from bot.db import engine_for
from tests.recruitment.call_machine import Calls, lives

STEPS = 4_000
"""The full number is `make torture`'s."""


@pytest.fixture
def sqlite(migrated_sqlite: Path) -> Iterator[Engine]:
    """The empty database; every life is rolled back."""
    engine = engine_for(f"sqlite:///{migrated_sqlite}", write=True)
    yield engine
    engine.dispose()


def test_whatever_anybody_does_a_call_stands_as_the_plain_rules_say(sqlite: Engine) -> None:
    Calls.engine = sqlite
    run_state_machine_as_test(Calls, settings=settings(lives(STEPS), derandomize=True))
