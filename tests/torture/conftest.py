"""A line now and then about how far a long run is."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

Progress = Callable[[str, int, int], None]


@pytest.fixture
def progress(capfd: pytest.CaptureFixture[str]) -> Progress:
    """`progress("steps", 10_000, seed)`, straight to the terminal: pytest keeps what tests print until they fail."""

    def say(what: str, done: int, seed: int) -> None:
        with capfd.disabled():
            print(f"{done:,} {what} (TORTURE_SEED={seed})", file=sys.stderr, flush=True)

    return say
