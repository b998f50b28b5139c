"""Anybody does anything with a few calls, in any order, late, twice, with crashes between: a machine for hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import Engine, bindparam, select

from bot import people
from bot.chat.interaction import Place, Who
from bot.db import Tx
from bot.ledger import Participation
from bot.notices import Notice
from bot.recruitment import ending, joining, meeting, overdue, seats, service
from bot.recruitment.model import Joining
from bot.recruitment.wish import Wish
from bot.refusal import Refusal
from tests.recruitment.plain_call import IN, OFFERED, WAITING, PlainCall, Refused

START = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
"""A Tuesday, nine in the morning in Tokyo."""
PEOPLE, MOST_CALLS, STEPS_A_LIFE = "abcdef", 3, 50
DEEDS: dict[str, Callable[..., Any]] = {"join": joining.join, "wait": joining.wait, "leave": joining.leave}

STANDS = select(Joining.person_id, Joining.state, Joining.turn, Joining.offer_until).where(
    Joining.recruitment_id == bindparam("number")
)
COUNTED = select(Participation.person_id, Participation.role).where(Participation.subject == bindparam("number"))
TOLD = select(Notice.kind, Notice.person_id, Notice.due_at).where(Notice.subject == bindparam("number"))

Click = tuple[int, str, str, int]
"""Which call, what, who, and when."""

who = st.sampled_from(PEOPLE)
lateness = st.sampled_from([0, 0, 0, 0, 3, 8])
few = st.one_of(st.none(), st.integers(1, 4))
which = st.integers(0, MOST_CALLS - 1)
crash = st.sampled_from([False] * 7 + [True])
"""The process ends before the commit: what the unit did is gone."""


class Calls(RuleBasedStateMachine):
    """Everything in one transaction that is rolled back at the end. Needs `engine`, an empty SQLite's."""

    engine: Engine
    steps = 0
    """How many have been made, by all machines together."""

    def check_invariants(self, *arguments: Any, **more: Any) -> None:
        """Hypothesis asks for them once a step."""
        Calls.steps += 1
        super().check_invariants(*arguments, **more)

    def __init__(self) -> None:
        super().__init__()
        self._connection = self.engine.connect()
        self.tx: Tx = self._connection
        self.tx.begin()
        self.now, self.seconds = START, 0
        self.plain: dict[int, PlainCall] = {}
        self.pressed: list[Click] = []
        people.settle(self.tx, "slack", "T1", "甲斐市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
        self.person = {people.know(self.tx, _who(user)).id: user for user in ("caller", *reversed(PEOPLE))}

    def teardown(self) -> None:
        self._connection.rollback()
        self._connection.close()

    @initialize(maximum=few)
    def begins(self, maximum: int | None) -> None:
        self._call(maximum=maximum, minimum=None)

    @precondition(lambda self: len(self.plain) < MOST_CALLS)
    @rule(maximum=few, minimum=few)
    def call(self, maximum: int | None, minimum: int | None) -> None:
        if maximum is None or minimum is None or minimum <= maximum:
            self._call(maximum, minimum)

    @rule(call=which, user=who, late=lateness, crash=crash)
    def join(self, call: int, user: str, late: int, crash: bool) -> None:
        self._press_now("join", call, user, late, crash)

    @rule(call=which, user=who, late=lateness, crash=crash)
    def wait(self, call: int, user: str, late: int, crash: bool) -> None:
        self._press_now("wait", call, user, late, crash)

    @rule(call=which, user=who, late=lateness, crash=crash)
    def leave(self, call: int, user: str, late: int, crash: bool) -> None:
        self._press_now("leave", call, user, late, crash)

    @precondition(lambda self: self.pressed)
    @rule(back=st.integers(0, 20))
    def press_again(self, back: int) -> None:
        """An old click is heard once more."""
        self._press(self.pressed[-1 - back % len(self.pressed)], crash=False)

    @rule(call=which, minimum=few, maximum=few, crash=crash)
    def edit(self, call: int, minimum: int | None, maximum: int | None, crash: bool) -> None:
        number, wish = self._number(call), Wish("読書会", minimum=minimum, maximum=maximum)
        self._both(
            number,
            lambda: service.edit(self.tx, _who("caller"), number, wish, self.now),
            lambda plain: plain.edit(minimum, maximum, self.now),
            crash,
        )

    @rule(call=which, crash=crash)
    def close(self, call: int, crash: bool) -> None:
        number = self._number(call)
        self._both(number, lambda: ending.close(self.tx, _who("caller"), number, self.now), PlainCall.close, crash)

    @rule(call=which, crash=crash)
    def reopen(self, call: int, crash: bool) -> None:
        number = self._number(call)
        self._both(
            number,
            lambda: ending.reopen(self.tx, _who("caller"), number, self.now),
            lambda plain: plain.reopen(self.now),
            crash,
        )

    @precondition(lambda self: len(self.plain) == MOST_CALLS)
    @rule(call=which, crash=crash, really=st.sampled_from([False, False, False, True]))
    def call_off(self, call: int, crash: bool, really: bool) -> None:
        number = self._number(call)
        if really:
            self._both(
                number,
                lambda: ending.call_off(self.tx, _who("caller"), number, "", self.now),
                PlainCall.call_off,
                crash,
            )

    @rule(minutes=st.sampled_from([1, 30, 119, 120, 121, 600, 24 * 60, 5 * 24 * 60, 15 * 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        """Nobody looks yet: the job that passes seats on comes when it comes."""
        self.now += timedelta(minutes=minutes)
        for plain in self.plain.values():
            plain.time_passes(self.now)

    @rule()
    def the_clock_looks(self) -> None:
        """The jobs, as `jobs/recruitment.py` has them."""
        overdue.close_old(self.tx, self.now)
        for plain in self.plain.values():
            if plain.closes_at <= self.now and not plain.is_closed:
                plain.close()
            plain.look(self.now)
        for late in overdue.ran_out(self.tx, self.now):
            overdue.pass_on(self.tx, late, self.now)
        assert overdue.ran_out(self.tx, self.now) == []
        for number in self.plain:
            self._agree(number)

    def _call(self, maximum: int | None, minimum: int | None) -> None:
        wish = Wish("読書会", maximum=maximum, minimum=minimum)
        number = service.announce(self.tx, _who("caller"), Place("C1"), wish, self.now)
        self.plain[number] = PlainCall(maximum, minimum, self.now + timedelta(days=14))

    def _number(self, call: int) -> int:
        return list(self.plain)[call % len(self.plain)]

    def _press_now(self, deed: str, call: int, user: str, late: int, crash: bool) -> None:
        self.seconds += 1
        click = (self._number(call), deed, user, max(0, self.seconds - late))
        self.pressed.append(click)
        self._press(click, crash)

    def _press(self, click: Click, crash: bool) -> None:
        number, deed, user, second = click
        at = START + timedelta(seconds=second)
        self._both(
            number,
            lambda: DEEDS[deed](self.tx, _who(user), number, at=at, now=self.now),
            lambda plain: getattr(plain, deed)(user, second, self.now),
            crash,
        )

    def _both(
        self, number: int, ours: Callable[[], object], plainly: Callable[[PlainCall], object], crash: bool
    ) -> None:
        """As the writer does it: a savepoint, undone when the unit raises and, here, when the process ends before."""
        self.tx.exec_driver_sql("SAVEPOINT unit")
        refused = False
        try:
            ours()
        except Refusal:
            refused = True
        if refused or crash:
            self.tx.exec_driver_sql("ROLLBACK TO SAVEPOINT unit")
        self.tx.exec_driver_sql("RELEASE SAVEPOINT unit")
        if not crash:
            before = deepcopy(self.plain[number])
            try:
                plainly(self.plain[number])
            except Refused:
                self.plain[number] = before  # what is refused changes nothing at all
                assert refused, "it should have been refused"
            else:
                assert not refused, "it should not have been refused"
        self._agree(number)

    def _agree(self, number: int) -> None:
        """What is stored is what the plain rules say. An offer that ran out may still stand until somebody looks."""
        plain = self.plain[number]
        stands = {self.person[row.person_id]: row for row in self.tx.execute(STANDS, {"number": number})}
        states = {user: row.state for user, row in stands.items()}
        assert plain.maximum is None or sum(state in (IN, OFFERED) for state in states.values()) <= plain.maximum
        assert {user for user, state in states.items() if state == IN} == set(plain.inside)
        ledger = {self.person[row.person_id]: row.role for row in self.tx.execute(COUNTED, {"number": number})}
        joiners = dict.fromkeys(plain.inside, joining.JOINER)
        assert ledger == ({} if plain.is_called_off else {"caller": service.CALLER} | joiners)
        if plain.unnoticed:
            return
        assert states == {user: plain.state(user) for user in plain.newest}
        in_line = [user for user, row in stands.items() if row.state in (WAITING, OFFERED)]
        assert sorted(in_line, key=lambda user: stands[user].turn) == plain.line
        assert {user: stands[user].offer_until for user in in_line if states[user] == OFFERED} == plain.held
        told = list(self.tx.execute(TOLD, {"number": number}))
        offers = {(self.person[row.person_id], row.due_at) for row in told if row.kind == seats.OFFER}
        assert offers == plain.offers
        assert {self.person[row.person_id] for row in told if row.kind == meeting.JOINED_LATE} == plain.told_late
        assert sum(row.kind == meeting.MEETING for row in told) == plain.has_met


def lives(steps: int) -> settings:
    """About so many steps, in lives of fifty. What fails is shown as it was found: finding a shorter way takes long."""
    return settings(
        max_examples=max(1, steps // STEPS_A_LIFE),
        stateful_step_count=STEPS_A_LIFE,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


def _who(user: str) -> Who:
    return Who("slack", "T1", user)
