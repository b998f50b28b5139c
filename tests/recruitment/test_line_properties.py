"""People press whatever they like, twice and late: twenty seats are never oversold, and the line is kept."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from bot import people
from bot.chat.interaction import Place, Who
from bot.db import Tx
from bot.ledger import Participation
from bot.notices import Notice
from bot.people import Person
from bot.recruitment import joining, overdue, seats, service
from bot.recruitment.model import IN, OFFERED, OUT, WAITING, Joining
from bot.recruitment.wish import Wish

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
"""Nine on a Tuesday morning in Tokyo: a week later it is that again."""
JOIN, WAIT, LEAVE, PASS = "join", "wait", "leave", "a week passes"
DEEDS = {JOIN: joining.join, WAIT: joining.wait, LEAVE: joining.leave}

Step = tuple[str, str, int]
"""What is pressed, by whom, and by how many clicks it comes late."""


class Reference:
    """The rules again, in the plainest way: who is in, who was asked, and who stands in line."""

    def __init__(self, maximum: int) -> None:
        self.maximum = maximum
        self.joined: list[str] = []
        self.asked: list[str] = []
        self.line: list[str] = []
        self.newest: dict[str, int] = {}
        self.offers: Counter[str] = Counter()

    def press(self, deed: str, user: str, at: int) -> None:
        if user in self.newest and at <= self.newest[user]:
            return
        self.newest[user] = at
        if deed == JOIN and (user in self.joined + self.asked or self._free()):
            self._go(user)
            self.joined.append(user)
        elif deed == WAIT and user not in self.joined + self.asked + self.line:
            self.line.append(user)
        elif deed == LEAVE:
            self._go(user)
        self._ask_the_next()

    def a_week_passes(self) -> None:
        self.asked.clear()
        self._ask_the_next()

    def states(self) -> dict[str, str]:
        states = dict.fromkeys(self.newest, OUT)
        for state, users in ((IN, self.joined), (OFFERED, self.asked), (WAITING, self.line)):
            states |= dict.fromkeys(users, state)
        return states

    def _free(self) -> bool:
        return len(self.joined + self.asked) < self.maximum

    def _go(self, user: str) -> None:
        for users in (self.joined, self.asked, self.line):
            if user in users:
                users.remove(user)

    def _ask_the_next(self) -> None:
        while self.line and self._free():
            self.asked.append(self.line.pop(0))
            self.offers[self.asked[-1]] += 1


class Real:
    """The same steps in the database."""

    def __init__(self, tx: Tx, maximum: int) -> None:
        self.tx, self.now = tx, NOW
        people.settle(tx, "slack", "T1", "甲斐市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
        self.number = service.announce(tx, _who("caller"), Place("C1"), Wish("読書会", maximum=maximum), NOW)

    def press(self, deed: str, user: str, at: int) -> None:
        DEEDS[deed](self.tx, _who(user), self.number, at=NOW + timedelta(seconds=at), now=self.now)

    def a_week_passes(self) -> None:
        self.now += timedelta(weeks=1)
        for call in overdue.ran_out(self.tx, self.now):
            overdue.pass_on(self.tx, call, self.now)

    def states(self) -> dict[str, str]:
        rows = select(Person.external_id, Joining.state).join(Joining, Joining.person_id == Person.id)
        return {row.external_id: row.state for row in self.tx.execute(rows.where(self._of_call))}

    def line(self) -> list[str]:
        rows = select(Person.external_id).join(Joining, Joining.person_id == Person.id)
        return list(self.tx.scalars(rows.where(self._of_call, Joining.state == WAITING).order_by(Joining.turn)))

    def in_ledger(self) -> list[str]:
        rows = select(Person.external_id).join(Participation, Participation.person_id == Person.id)
        joined = rows.where(Participation.subject == self.number, Participation.role == joining.JOINER)
        return sorted(self.tx.scalars(joined))

    def offers(self) -> dict[str, int]:
        rows = select(Person.external_id, func.count()).join(Notice, Notice.person_id == Person.id)
        told = rows.where(Notice.kind == seats.OFFER, Notice.subject == self.number).group_by(Person.external_id)
        return {row[0]: row[1] for row in self.tx.execute(told)}

    @property
    def _of_call(self) -> bool:
        return Joining.recruitment_id == self.number  # type: ignore[return-value]


def _who(user: str) -> Who:
    return Who("slack", "T1", user)


def they_agree(real: Real, reference: Reference) -> None:
    """And what is promised holds of both."""
    states = real.states()
    assert states == reference.states(), "one row a person: nobody is in two places"
    assert real.line() == reference.line
    assert real.in_ledger() == sorted(reference.joined)
    assert real.offers() == dict(reference.offers), "one offer for each seat that was freed"
    counted = Counter(states.values())
    taken = counted[IN] + counted[OFFERED]
    assert taken <= reference.maximum
    assert taken == min(reference.maximum, taken + counted[WAITING]), "no free seat beside somebody who waits"


@contextmanager
def undone(engine: Engine) -> Iterator[Tx]:
    with engine.connect() as tx:
        tx.begin()
        yield tx
        tx.rollback()


steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(list(DEEDS)), st.sampled_from("abcdef"), st.sampled_from([0, 0, 0, -4])),
        st.tuples(st.just(PASS), st.just(""), st.just(0)),
    ),
    max_size=30,
)
FULL_HOUSE: list[Step] = [(JOIN, "a", 0), (JOIN, "b", 0), (WAIT, "c", 0), (WAIT, "d", 0)]
"""Where it becomes interesting."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_is_pressed_the_seats_and_the_line_are_as_the_plain_rules_say(
    rolled_back_engine: Engine, steps: list[Step]
) -> None:
    with undone(rolled_back_engine) as tx:
        real, reference = Real(tx, 2), Reference(2)
        for position, (deed, user, late) in enumerate([*FULL_HOUSE, *steps], start=5):
            for side in (real, reference):
                if deed == PASS:
                    side.a_week_passes()
                else:
                    side.press(deed, user, position + late)
            they_agree(real, reference)


def doubled_clicks(engine: Engine, seed: int, *, clicks: int, look_every: int) -> None:
    """Twenty seats and three times as many people. Each click comes one to three times, and some come late."""
    dice, users = random.Random(seed), [f"U{number}" for number in range(60)]
    with undone(engine) as tx:
        real, reference = Real(tx, 20), Reference(20)
        for position in range(clicks):
            deed, user = dice.choice((JOIN, JOIN, WAIT, WAIT, LEAVE)), dice.choice(users)
            at = position - (dice.randrange(50) if dice.random() < 0.1 else 0)
            passes = dice.random() < 0.01
            for side in (real, reference):
                for _ in range(2):
                    side.press(deed, user, at)
                if passes:
                    side.a_week_passes()
            if position % look_every == 0:
                they_agree(real, reference)
        they_agree(real, reference)
        assert sum(reference.offers.values()) > clicks // 100, "there was something to be decided"


@pytest.mark.parametrize("seed", range(2))
def test_doubled_clicks_on_twenty_seats(rolled_back_engine: Engine, seed: int) -> None:
    doubled_clicks(rolled_back_engine, seed, clicks=400, look_every=20)


@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(10))
def test_ten_thousand_doubled_clicks_on_twenty_seats_a_hundred_times(rolled_back_engine: Engine, part: int) -> None:
    for seed in range(part * 10, part * 10 + 10):
        doubled_clicks(rolled_back_engine, seed, clicks=10_000, look_every=200)
