"""The rules of a call, without a database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.recruitment.model import Closed, OwnCall, Recruitment
from bot.refusal import NotYours

CALLER, OTHER = 1, 2


def call(*, maximum: int | None = None, closed: bool = False) -> Recruitment:
    return Recruitment(
        caller_id=CALLER, maximum=maximum, closed_at=datetime(2026, 12, 1, tzinfo=UTC) if closed else None
    )


def test_callers_neither_join_nor_leave_their_own_call() -> None:
    call().refuse_caller(OTHER)
    with pytest.raises(OwnCall):
        call().refuse_caller(CALLER)


def test_a_call_is_full_at_its_maximum_and_never_without_one() -> None:
    assert not call(maximum=2).is_full(1) and not call().is_full(10_000)
    assert call(maximum=2).is_full(2)


def test_a_closed_call_takes_nobody() -> None:
    call().refuse_when_closed()
    with pytest.raises(Closed):
        call(closed=True).refuse_when_closed()


def test_only_the_caller_may_change_it() -> None:
    call().refuse_stranger(CALLER)
    with pytest.raises(NotYours):
        call().refuse_stranger(OTHER)
