"""What happens to an offsite, in the order of its life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from bot import calendar, ledger, notices, people
from bot.chat.interaction import Place, Who
from bot.db import Tx, insert, one
from bot.offsite import seats
from bot.offsite.model import (
    DECLINED,
    GOING,
    NOTHING,
    OFFERED,
    REMIND_AT,
    SHOWN,
    UNSURE,
    WAITING,
    NoSuchOffsite,
    Offsite,
    Rsvp,
    StaffOnly,
    Wish,
    state_after,
)
from bot.people import Person

ACTIVITY, KIND = seats.ACTIVITY, seats.KIND
CARD, OFFER, REMINDER, CALLED_OFF = "card", seats.OFFER, "reminder", "called_off"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands after a click."""

    offsite: Offsite
    zone: str
    state: str
    is_full: bool = False
    """They wanted a seat and there was none."""
    place: int | None = None
    """Their own place in the line of those who wait, from 1."""


@dataclass(frozen=True, slots=True)
class Roster:
    """An offsite and its answers, as its card shows them. Only those going have names, the first to say so first."""

    offsite: Offsite
    zone: str
    host: Person
    going: tuple[str, ...] = ()
    unsure: int = 0
    waiting: int = 0
    offered: int = 0


def refuse_guest(tx: Tx, who: Who) -> None:
    """Raises StaffOnly for who may answer but not announce."""
    if people.know(tx, who).is_guest:
        raise StaffOnly()


def announce(tx: Tx, who: Who, place: Place, wish: Wish, now: datetime, *, origin: str | None = None) -> Offsite:
    """A host announces it; its card will be shown in that place.

    What comes a second time, by its `origin`, finds the offsite that it has made and changes nothing.
    Raises StaffOnly, and Refusal beside the field that is wrong.
    """
    refuse_guest(tx, who)
    host = people.know(tx, who)
    zone = people.workspace(tx, host.workspace_id).timezone
    starts_at = wish.start(now)
    ends_at = wish.end(starts_at, zone)
    remind_at = calendar.days_before(starts_at, 1, REMIND_AT, zone)
    number: int | None = tx.execute(
        insert(tx, Offsite).on_conflict_do_nothing(index_elements=["workspace_id", "origin"]).returning(Offsite.id),
        {
            "workspace_id": host.workspace_id,
            "channel": place.channel,
            "private": place.private,
            "host_id": host.id,
            "title": wish.title,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "place": wish.place,
            "capacity": wish.capacity,
            "notes": wish.notes,
            "tell_at": remind_at if remind_at > now else None,
            "told_up_to": 0,
            "redraw_at": starts_at,
            "origin": origin,
        },
    ).scalar_one_or_none()
    if number is None:
        made = one(tx, Offsite, Offsite.workspace_id == host.workspace_id, Offsite.origin == origin)
        assert made is not None, "what is in the way is the one that was made first"
        return made
    notices.post_card(tx, host.workspace_id, ACTIVITY, CARD, number, place.channel, now, responsible=host.id)
    return find(tx, host.workspace_id, number)


def go(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> Standing:
    """参加する: they take a seat, their own offered one first. When all are taken nothing changes but `is_full`.

    This and the next three: an older click than the newest one changes nothing and answers with the present state.
    Each raises NoSuchOffsite, OwnOffsite, CalledOff, Started.
    """
    return _answer(tx, who, number, GOING, at, now)


def hesitate(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> Standing:
    """まだ分からない. A seat that they had goes to the next who waits."""
    return _answer(tx, who, number, UNSURE, at, now)


def decline(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> Standing:
    """今回は見送る. A seat that they had, or that was offered to them, goes to the next who waits."""
    return _answer(tx, who, number, DECLINED, at, now)


def wait(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> Standing:
    """空いたら知らせて: they stand in line, behind all who came before. Who has a seat keeps it."""
    return _answer(tx, who, number, WAITING, at, now)


def _answer(tx: Tx, who: Who, number: int, wish: str, at: datetime, now: datetime) -> Standing:
    person = people.know(tx, who)
    offsite = find(tx, person.workspace_id, number, lock=True)
    offsite.refuse_host(person.id)
    is_stale = seats.pass_on(tx, offsite, now)
    mine = seats.answer_of(tx, offsite, person.id)
    is_full = False
    if mine is None or mine.clicked_at < at:
        offsite.refuse_when_over(now)
        was = NOTHING if mine is None else mine.state
        state = state_after(was, wish, seat_is_free=seats.is_free(tx, offsite))
        seats.move(tx, offsite, person, mine, state, at=at, now=now)
        is_full = wish == GOING != state
        is_stale = is_stale or (was != state and (was in SHOWN or state in SHOWN))
        mine = seats.answer_of(tx, offsite, person.id)
    assert mine is not None, "every click leaves an answer"
    place = seats.place_in_line(tx, offsite, mine) if mine.state == WAITING else None
    zone = people.workspace(tx, offsite.workspace_id).timezone
    if is_stale:
        notices.redraw(tx, offsite.workspace_id, ACTIVITY, CARD, offsite.id)
    return Standing(offsite, zone, mine.state, is_full, place)


def ended_offers(tx: Tx, now: datetime, limit: int = 20) -> Sequence[int]:
    """The numbers of offsites with a seat whose offer ran out."""
    ended = select(Rsvp.offsite_id).where(Rsvp.offer_until <= now).distinct().order_by(Rsvp.offsite_id).limit(limit)
    return tx.scalars(ended).all()


def pass_offers_on(tx: Tx, now: datetime) -> int:
    """Seats whose offer ran out go to the next who waits. Returns for how many offsites."""
    numbers = ended_offers(tx, now)
    for number in numbers:
        offsite = one(tx, Offsite, Offsite.id == number, lock=True)
        assert offsite is not None, "answers always name an existing offsite"
        seats.pass_on(tx, offsite, now)
        notices.redraw(tx, offsite.workspace_id, ACTIVITY, CARD, offsite.id)
    return len(numbers)


def next_reminder_at(tx: Tx) -> datetime | None:
    """When the next reminder is due; None when none is coming."""
    coming = select(func.min(Offsite.tell_at)).where(Offsite.called_off_at.is_(None))
    return tx.execute(coming).scalar_one()


def call_off(tx: Tx, who: Who, number: int, now: datetime) -> None:
    """The host calls it off: nobody took part, and `telling` tells everybody who is concerned, once.

    Calling off again changes nothing. Raises NoSuchOffsite, NotYours, Started.
    """
    person = people.know(tx, who)
    offsite = find(tx, person.workspace_id, number, lock=True)
    offsite.refuse_stranger(person.id)
    if offsite.called_off_at is not None:
        return
    offsite.refuse_when_over(now)
    called_off = {"called_off_at": now, "tell_at": now, "told_up_to": 0, "redraw_at": None}
    tx.execute(update(Offsite).where(Offsite.id == offsite.id).values(**called_off))
    seats.end_offers(tx, offsite)
    ledger.take_back_all(tx, offsite.workspace_id, KIND, offsite.id)
    notices.redraw(tx, offsite.workspace_id, ACTIVITY, CARD, offsite.id)


def departed(tx: Tx, person: Person, now: datetime) -> None:
    """Somebody has left: of offsites to come they take no part, and a seat of theirs passes on."""
    coming = (Offsite.starts_at > now, Offsite.called_off_at.is_(None))
    theirs = (Rsvp.person_id == person.id, Rsvp.state.in_(SHOWN))
    for number in tx.scalars(select(Offsite.id).join(Rsvp).where(*coming, *theirs).order_by(Offsite.id)).all():
        offsite = find(tx, person.workspace_id, number, lock=True)
        mine = seats.answer_of(tx, offsite, person.id)
        assert mine is not None, "it was found by it"
        seats.move(tx, offsite, person, mine, NOTHING, at=mine.clicked_at, now=now)
        notices.redraw(tx, offsite.workspace_id, ACTIVITY, CARD, offsite.id)


def find(tx: Tx, workspace_id: int, number: int, *, lock: bool = False) -> Offsite:
    """The offsite of this number in this workspace. Raises NoSuchOffsite."""
    offsite = one(tx, Offsite, Offsite.id == number, Offsite.workspace_id == workspace_id, lock=lock)
    if offsite is None:
        raise NoSuchOffsite()
    return offsite


def roster(tx: Tx, workspace_id: int, number: int) -> Roster:
    """Everything that the card shows. Raises NoSuchOffsite."""
    offsite = find(tx, workspace_id, number)
    going = tx.scalars(
        select(Person.external_id)
        .join_from(Rsvp, Person, Rsvp.person_id == Person.id)
        .where(Rsvp.offsite_id == offsite.id, Rsvp.state == GOING, Person.is_gone.is_(False))
        .order_by(Rsvp.since, Rsvp.person_id)
    )
    counted = select(Rsvp.state, func.count().label("people")).where(Rsvp.offsite_id == offsite.id).group_by(Rsvp.state)
    count = {row.state: row.people for row in tx.execute(counted)}
    return Roster(
        offsite,
        people.workspace(tx, workspace_id).timezone,
        people.person(tx, offsite.host_id),
        tuple(going),
        unsure=count.get(UNSURE, 0),
        waiting=count.get(WAITING, 0),
        offered=count.get(OFFERED, 0),
    )
