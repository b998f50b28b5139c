"""What people do with somebody else's call: join it, wait for a seat, and leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot import ledger, notices, people
from bot.chat.interaction import Who
from bot.db import Tx
from bot.people import Person
from bot.recruitment import meeting, seats
from bot.recruitment.looking import CARD, find
from bot.recruitment.model import ACTIVITY, IN, OFFERED, OUT, WAITING, Joining, Recruitment

JOINER = "joiner"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands after they wanted to join."""

    call: Recruitment
    state: str
    is_full: bool = False
    """There was no seat for them."""
    is_resting: bool = False
    """They pause now, so that no seat is offered to them."""

    @property
    def joined(self) -> bool:
        """Whether they are in."""
        return self.state == IN


def join(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> Standing:
    """This person is in, unless all seats are taken. An older click than the newest one changes nothing.

    A click that found no seat is remembered too: heard again after one was given back, it takes none.
    Raises NoSuchCall, Closed, CalledOff, OwnCall.
    """
    person, call, mine = _standing_before(tx, who, number)
    if mine is not None and mine.clicked_at >= at:
        return Standing(call, mine.state)
    if mine is not None and mine.state == IN:
        seats.touch(tx, call, person, at)
        return Standing(call, IN)
    call.refuse_when_closed()
    if call.maximum is not None:
        seats.pass_on(tx, call, now)
        mine = seats.of(tx, call, person)
        has_offer = mine is not None and mine.state == OFFERED
        if not has_offer and call.is_full(seats.taken(tx, call)):
            stays = WAITING if mine is not None and mine.state == WAITING else OUT
            seats.put(tx, call, person, stays, at, since=at, turn=mine.turn if mine is not None else None)
            return Standing(call, stays, is_full=True)
    seats.put(tx, call, person, IN, at, since=at)
    ledger.record(tx, call.counted_as, call.id, person, JOINER, people.today(tx, person, now))
    meeting.welcome(tx, call, person, at, now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    return Standing(call, IN)


def wait(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> Standing:
    """They want to be told when a seat opens; when one is free already, it is offered to them at once.

    Raises NoSuchCall, Closed, CalledOff, OwnCall.
    """
    person, call, mine = _standing_before(tx, who, number)
    if mine is not None and mine.clicked_at >= at:
        return Standing(call, mine.state)
    seats.pass_on(tx, call, now)
    mine = seats.of(tx, call, person)
    if mine is not None and mine.state != OUT:
        seats.touch(tx, call, person, at)
        return Standing(call, mine.state)
    call.refuse_when_closed()
    seats.put(tx, call, person, WAITING, at, since=at, turn=seats.next_turn(tx, call))
    seats.pass_on(tx, call, now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    now_mine = seats.of(tx, call, person)
    is_resting = person.is_paused(people.today(tx, person, now))
    return Standing(call, WAITING if now_mine is None else now_mine.state, is_resting=is_resting)


def leave(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> Recruitment:
    """This person is not in, and waits no more; their seat passes on. Leaving what one never joined changes nothing.

    Raises NoSuchCall, Closed, CalledOff, OwnCall.
    """
    person, call, mine = _standing_before(tx, who, number)
    if mine is not None and mine.clicked_at >= at:
        return call
    call.refuse_when_closed()
    seats.put(tx, call, person, OUT, at, since=at)
    if mine is None or mine.state == OUT:
        return call
    if mine.state == IN:
        ledger.take_back(tx, call.counted_as, call.id, person)
        meeting.farewell(tx, call, at, now)
    if call.maximum is not None:
        seats.pass_on(tx, call, now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    return call


def _standing_before(tx: Tx, who: Who, number: int) -> tuple[Person, Recruitment, Joining | None]:
    """Who pressed, the call (locked from here on), and where they stood. Raises NoSuchCall, OwnCall."""
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=True)
    call.refuse_caller(person.id)
    return person, call, seats.of(tx, call, person)
