"""Six people press whatever they like, twice and late: seats are never oversold and the line is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from bot import calendar, people
from bot.chat.interaction import Place, Who
from bot.db import Tx, engine_for, many
from bot.ledger import Participation
from bot.notices import Notice
from bot.offsite import service
from bot.offsite.model import DECLINED, GOING, NOTHING, OFFERED, UNSURE, WAITING, Rsvp, Wish

SEATS = 2
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""13:00 in Tokyo."""
DEEDS = {GOING: service.go, UNSURE: service.hesitate, DECLINED: service.decline, WAITING: service.wait}
A_DAY_PASSES = "a day passes"

Step = tuple[str, str, int]
"""What is pressed, by whom, and by how many clicks it comes late."""
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(list(DEEDS)), st.sampled_from("abcdef"), st.sampled_from([0, 0, 0, -4])),
        st.tuples(st.just(A_DAY_PASSES), st.just(""), st.just(0)),
    ),
    max_size=30,
)

FULL_HOUSE: list[Step] = [(GOING, "a", 0), (GOING, "b", 0), (WAITING, "c", 0), (WAITING, "d", 0)]
"""Where it becomes interesting. "d" is known to the bot longer than "c"."""


class Reference:
    """The rules again, in the plainest way: a list of those going, one of those asked, one of those in line."""

    def __init__(self) -> None:
        self.going: list[str] = []
        self.asked: list[str] = []
        self.line: list[str] = []
        self.said: dict[str, str] = {}
        self.newest: dict[str, int] = {}
        self.offers = 0

    def click(self, wish: str, user: str, at: int) -> None:
        if at <= self.newest.get(user, 0):
            return
        self.newest[user] = at
        has_seat = user in self.going + self.asked
        if wish == GOING and (has_seat or len(self.going + self.asked) < SEATS):
            self._leave(user)
            self.going.append(user)
        elif wish == WAITING and not has_seat and user not in self.line:
            self._leave(user)
            self.line.append(user)
        elif wish in (UNSURE, DECLINED):
            self._leave(user)
            self.said[user] = wish
        self._ask_the_next()

    def a_day_passes(self) -> None:
        self.asked.clear()
        self._ask_the_next()

    def states(self) -> dict[str, str]:
        states = dict.fromkeys(self.newest, NOTHING) | self.said
        for state, users in ((GOING, self.going), (OFFERED, self.asked), (WAITING, self.line)):
            states |= dict.fromkeys(users, state)
        return states

    def _leave(self, user: str) -> None:
        self.said.pop(user, None)
        for users in (self.going, self.asked, self.line):
            if user in users:
                users.remove(user)

    def _ask_the_next(self) -> None:
        while self.line and len(self.going + self.asked) < SEATS:
            self.asked.append(self.line.pop(0))
            self.offers += 1


@pytest.fixture(scope="module")
def sqlite(migrated_sqlite: Path) -> Iterator[Engine]:
    """The empty database; every example rolls back."""
    engine = engine_for(f"sqlite:///{migrated_sqlite}", write=True)
    yield engine
    engine.dispose()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_is_pressed_the_seats_and_the_line_are_as_the_plain_rules_say(
    sqlite: Engine, steps: list[Step]
) -> None:
    with sqlite.connect() as tx:
        tx.begin()
        people.settle(tx, "slack", "T1", "甲斐市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
        wish = Wish("秋の語り場", NOW + timedelta(days=60), capacity=SEATS)
        number = service.announce(tx, Who("slack", "T1", "host"), Place("C1"), wish, NOW).id
        for user in "fedcba":
            people.know(tx, Who("slack", "T1", user))
        reference, now = Reference(), NOW
        for position, (deed, user, late) in enumerate([*FULL_HOUSE, *steps], start=5):
            at = position + late
            if deed == A_DAY_PASSES:
                now = _next_afternoon(now)
                service.pass_offers_on(tx, now)
                reference.a_day_passes()
            else:
                clicked = NOW + timedelta(seconds=at)
                DEEDS[deed](tx, Who("slack", "T1", user), number, at=clicked, now=now)
                reference.click(deed, user, at)
            assert states(tx) == reference.states()
            assert line(tx) == reference.line
            seated = [state for state in states(tx).values() if state in (GOING, OFFERED)]
            assert len(seated) <= SEATS
            assert in_ledger(tx) == sorted(reference.going)
            assert len(many(tx, Notice, Notice.kind == "offer")) == reference.offers
        tx.rollback()


def _next_afternoon(now: datetime) -> datetime:
    """After the noon until which a seat is held."""
    zone = "Asia/Tokyo"
    return calendar.at(calendar.working_day_after(now.astimezone(ZoneInfo(zone)).date()), time(13), zone)


def states(tx: Tx) -> dict[str, str]:
    rows = select(people.Person.external_id, Rsvp.state).join(Rsvp, Rsvp.person_id == people.Person.id)
    return {row.external_id: row.state for row in tx.execute(rows)}


def line(tx: Tx) -> list[str]:
    rows = select(people.Person.external_id).join(Rsvp, Rsvp.person_id == people.Person.id)
    return list(tx.scalars(rows.where(Rsvp.state == WAITING).order_by(Rsvp.turn)))


def in_ledger(tx: Tx) -> list[str]:
    rows = select(people.Person.external_id).join(Participation, Participation.person_id == people.Person.id)
    return sorted(tx.scalars(rows))
