"""What happens to a call, in the order of its life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, update

from bot import ledger, notices, people
from bot.chat.interaction import Place, Who
from bot.db import Tx, built_once, insert, many, one_by
from bot.notices import Notice
from bot.people import Person
from bot.recruitment import seats, words
from bot.recruitment.model import (
    IN,
    MAXIMUM_MOST,
    OFFERED,
    OPEN_AT_MOST,
    OPEN_FOR,
    OUT,
    WAITING,
    CalledOff,
    Joining,
    NoSuchCall,
    Recruitment,
)
from bot.refusal import NotYours, Refusal

ACTIVITY = seats.ACTIVITY
CARD, ENDED, UNPOSTED, OFFER = "card", "ended", "unposted", seats.OFFER
MEETING, MEETING_IN_THREAD, JOINED_LATE = "meeting", "meeting_in_thread", "joined_late"
AGAIN, CALLED_OFF, TAKEN_DOWN, CALLER_LEFT = "again", "called_off", "taken_down", "caller_left"
KIND = "recruitment"
CALLER, JOINER = "caller", "joiner"


_FIND = select(Recruitment.__table__).where(
    Recruitment.id == bindparam("number"), Recruitment.workspace_id == bindparam("workspace")
)
_FIND_AND_LOCK = _FIND.with_for_update()
_MINE = select(Joining.__table__).where(
    Joining.recruitment_id == bindparam("call"), Joining.person_id == bindparam("person")
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller wrote."""

    title: str
    details: str = ""
    purpose: str = ""
    place: str = ""
    time: str = ""
    minimum: int | None = None
    maximum: int | None = None
    closes_at: datetime | None = None

    def refuse_odd(self, now: datetime) -> None:
        """Raises Refusal beside the field for what nobody can call with."""
        if not self.title:
            raise Refusal(words.TITLE_NEEDED, field="title")
        for field, number in (("minimum", self.minimum), ("maximum", self.maximum)):
            if number is not None and not 1 <= number <= MAXIMUM_MOST:
                raise Refusal(words.NUMBER_ODD.fill(most=f"{MAXIMUM_MOST:,}"), field=field)
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise Refusal(words.MINIMUM_ABOVE_MAXIMUM, field="minimum")
        if self.closes_at is not None and not now < self.closes_at <= now + OPEN_AT_MOST:
            raise Refusal(words.CLOSES_ODD, field="closes_at")

    def columns(self, now: datetime) -> dict[str, Any]:
        """What of it is kept with the call."""
        return {
            "title": self.title,
            "details": self.details,
            "purpose": self.purpose,
            "place": self.place,
            "time": self.time,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "closes_at": self.closes_at or now + OPEN_FOR,
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands after they wanted to join."""

    call: Recruitment
    state: str
    is_full: bool = False
    """There was no seat for them."""

    @property
    def joined(self) -> bool:
        """Whether they are in."""
        return self.state == IN


@dataclass(frozen=True, slots=True)
class Gathering:
    """A call and everyone in it, as its card shows it. Joiners in the order in which they joined."""

    call: Recruitment
    caller: Person
    joiners: tuple[str, ...]
    zone: str = "Asia/Tokyo"
    waiting: int = 0
    """How many wait for a seat, or have been offered one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An open call as one person sees it in the list."""

    gathering: Gathering
    is_own: bool = False
    state: str = OUT
    is_full: bool = False


def announce(tx: Tx, who: Who, place: Place, wish: Wish, now: datetime, *, origin: str | None = None) -> int:
    """Somebody calls. Its card will be shown in that place. Returns the number of the call.

    What comes a second time, by its `origin`, finds the call that it has made and changes nothing.
    Raises Refusal beside the field that is wrong.
    """
    wish.refuse_odd(now)
    caller = people.know(tx, who)
    number: int | None = tx.execute(
        insert(tx, Recruitment)
        .on_conflict_do_nothing(index_elements=["workspace_id", "origin"])
        .returning(Recruitment.id),
        {
            "workspace_id": caller.workspace_id,
            "channel": place.channel,
            "private": place.private,
            "caller_id": caller.id,
            **wish.columns(now),
            "parting": "",
            "origin": origin,
        },
    ).scalar_one_or_none()
    if number is None:
        made = select(Recruitment.id).where(
            Recruitment.workspace_id == caller.workspace_id, Recruitment.origin == origin
        )
        return tx.execute(made).scalar_one()
    ledger.record(tx, KIND, number, caller, CALLER, people.today(tx, caller, now))
    notices.post_card(tx, caller.workspace_id, ACTIVITY, CARD, number, place.channel, now)
    return number


def join(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> Standing:
    """This person is in, unless all seats are taken. An older click than the newest one changes nothing.

    A click that found no seat is remembered too: heard again after one was given back, it takes none.
    Raises NoSuchCall, Closed, OwnCall.
    """
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=True)
    call.refuse_caller(person.id)
    mine = _mine(tx, call, person)
    if mine is not None and mine.clicked_at >= at:
        return Standing(call, mine.state)
    if mine is not None and mine.state == IN:
        _remember(tx, call, person, IN, at, since=mine.since)
        return Standing(call, IN)
    call.refuse_when_closed()
    if call.maximum is not None:
        seats.pass_on(tx, call, now)
        mine = _mine(tx, call, person)
        has_offer = mine is not None and mine.state == OFFERED
        if not has_offer and call.is_full(seats.taken(tx, call)):
            stays = WAITING if mine is not None and mine.state == WAITING else OUT
            _remember(tx, call, person, stays, at, since=at, turn=mine.turn if mine is not None else None)
            return Standing(call, stays, is_full=True)
    _remember(tx, call, person, IN, at, since=at)
    ledger.record(tx, KIND, call.id, person, JOINER, people.today(tx, person, now))
    if call.reached_at is not None:
        notices.tell(tx, call.workspace_id, ACTIVITY, JOINED_LATE, call.id, person.id, now)
    _bring_together(tx, call, now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    return Standing(call, IN)


def wait(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> Standing:
    """They want to be told when a seat opens; when one is free already, it is offered to them at once.

    Raises NoSuchCall, Closed, OwnCall.
    """
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=True)
    call.refuse_caller(person.id)
    mine = _mine(tx, call, person)
    if mine is not None and mine.clicked_at >= at:
        return Standing(call, mine.state)
    seats.pass_on(tx, call, now)
    mine = _mine(tx, call, person)
    if mine is not None and mine.state != OUT:
        tx.execute(update(Joining).where(*_row(mine)).values(clicked_at=at))
        return Standing(call, mine.state)
    call.refuse_when_closed()
    _remember(tx, call, person, WAITING, at, since=at, turn=seats.next_turn(tx, call))
    seats.pass_on(tx, call, now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    now_mine = _mine(tx, call, person)
    return Standing(call, WAITING if now_mine is None else now_mine.state)


def leave(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> None:
    """This person is not in, and waits no more; their seat passes on. Leaving what one never joined changes nothing.

    Raises NoSuchCall, Closed, OwnCall.
    """
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=True)
    call.refuse_caller(person.id)
    mine = _mine(tx, call, person)
    if mine is not None and mine.clicked_at >= at:
        return
    call.refuse_when_closed()
    _remember(tx, call, person, OUT, at, since=at)
    if mine is None or mine.state == OUT:
        return
    if mine.state == IN:
        ledger.take_back(tx, KIND, call.id, person)
    seats.pass_on(tx, call, now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def ran_out(tx: Tx, now: datetime, limit: int = 50) -> list[Recruitment]:
    """Calls in which somebody has let an offered seat go by."""
    late = select(Joining.recruitment_id).where(Joining.offer_until <= now)
    return many(tx, Recruitment, Recruitment.id.in_(late), order_by=(Recruitment.id,), limit=limit)


def pass_on(tx: Tx, call: Recruitment, now: datetime) -> None:
    """A seat that was not taken in its time goes to the next in line."""
    if seats.pass_on(tx, find(tx, call.workspace_id, call.id, lock=True), now):
        notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def own(tx: Tx, who: Who, number: int, *, lock: bool = False) -> Recruitment:
    """The caller's own call. Raises NoSuchCall, NotYours."""
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=lock)
    call.refuse_stranger(person.id)
    return call


def edit(tx: Tx, who: Who, number: int, wish: Wish, now: datetime) -> None:
    """The caller corrects it. Nobody who is in loses their seat.

    Raises NoSuchCall, NotYours, CalledOff, and Refusal beside the field that is wrong.
    """
    call = own(tx, who, number, lock=True)
    _refuse_called_off(call)
    wish.refuse_odd(now)
    seats.pass_on(tx, call, now)
    in_already = seats.taken(tx, call)
    if wish.maximum is not None and wish.maximum < in_already:
        raise Refusal(words.MAXIMUM_BELOW_JOINED.fill(n=in_already), field="maximum")
    tx.execute(update(Recruitment).where(Recruitment.id == call.id).values(**wish.columns(now)))
    changed = find(tx, call.workspace_id, number)
    seats.pass_on(tx, changed, now)
    _bring_together(tx, changed, now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def reopen(tx: Tx, who: Who, number: int, now: datetime) -> None:
    """The caller opens it once more, for as long as a new one. Raises NoSuchCall, NotYours, CalledOff."""
    call = own(tx, who, number, lock=True)
    _refuse_called_off(call)
    if call.closed_at is None:
        return
    closes_at = max(call.closes_at, now + OPEN_FOR)
    tx.execute(update(Recruitment).where(Recruitment.id == call.id).values(closed_at=None, closes_at=closes_at))
    seats.pass_on(tx, find(tx, call.workspace_id, number), now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def call_again(tx: Tx, who: Who, number: int, now: datetime) -> bool:
    """The caller calls once more in the channel, at most once a day. Whether this is the first time today.

    What was closed is open again. Raises NoSuchCall, NotYours, CalledOff.
    """
    reopen(tx, who, number, now)
    call = own(tx, who, number)
    today = people.workspace(tx, call.workspace_id).today(now)
    return notices.post_once(
        tx, call.workspace_id, ACTIVITY, AGAIN, call.id, call.channel, now, round=today.toordinal()
    )


def call_off(tx: Tx, who: Who, number: int, parting: str, now: datetime) -> int:
    """The caller gives it up: it did not take place, and everybody concerned hears so. Returns how many.

    Calling off again changes nothing. Raises NoSuchCall, NotYours.
    """
    call = own(tx, who, number, lock=True)
    return 0 if call.called_off_at is not None else _give_up(tx, call, parting, now)


def take_down(tx: Tx, who: Who, number: int, reason: str, now: datetime) -> None:
    """An admin takes down what does not belong: its caller hears why, everybody else only that it is called off.

    Whether `who` is an admin is checked before. Raises NoSuchCall.
    """
    call = find(tx, people.know(tx, who).workspace_id, number, lock=True)
    if call.taken_down_at is not None:
        return
    tx.execute(update(Recruitment).where(Recruitment.id == call.id).values(taken_down_at=now))
    notices.tell(tx, call.workspace_id, ACTIVITY, TAKEN_DOWN, call.id, call.caller_id, now)
    _give_up(tx, call, reason, now)


def _give_up(tx: Tx, call: Recruitment, parting: str, now: datetime) -> int:
    tx.execute(
        update(Recruitment)
        .where(Recruitment.id == call.id)
        .values(called_off_at=now, closed_at=call.closed_at or now, parting=parting)
    )
    seats.hold_none(tx, call, now)
    concerned = tx.scalars(
        select(Joining.person_id).where(Joining.recruitment_id == call.id, Joining.state.in_((IN, WAITING)))
    ).all()
    ledger.take_back_all(tx, call.workspace_id, KIND, call.id)
    for person_id in concerned:
        notices.tell(tx, call.workspace_id, ACTIVITY, CALLED_OFF, call.id, person_id, now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    return len(concerned)


def close(tx: Tx, who: Who, number: int, now: datetime) -> None:
    """The caller ends it. Closing again changes nothing. Raises NoSuchCall, NotYours."""
    _end(tx, own(tx, who, number, lock=True), now)


def old_calls(tx: Tx, now: datetime, limit: int = 50) -> list[Recruitment]:
    """Calls that nobody closed in their time."""
    return many(tx, Recruitment, Recruitment.closed_at.is_(None), Recruitment.closes_at <= now, limit=limit)


def close_old(tx: Tx, now: datetime) -> int:
    """Some of the old calls end by themselves, with a kind word to the caller. Returns how many did."""
    closed = [call for call in old_calls(tx, now) if _end(tx, call, now)]
    for call in closed:
        notices.tell(tx, call.workspace_id, ACTIVITY, ENDED, call.id, call.caller_id, now)
    return len(closed)


def left_alone(tx: Tx, limit: int = 50) -> list[Recruitment]:
    """Open calls whose caller has left the organisation, and which nobody has been asked to look after."""
    gone = select(Person.id).where(Person.is_gone.is_(True))
    asked = select(Notice.subject).where(Notice.activity == ACTIVITY, Notice.kind == CALLER_LEFT)
    return many(
        tx,
        Recruitment,
        Recruitment.closed_at.is_(None),
        Recruitment.caller_id.in_(gone),
        Recruitment.id.not_in(asked),
        order_by=(Recruitment.id,),
        limit=limit,
    )


def offer_on(tx: Tx, call: Recruitment, now: datetime) -> None:
    """Those who joined are asked whether one of them would go on with it. With nobody there, it closes."""
    joined = (Joining.recruitment_id == call.id, Joining.state == IN)
    joiners = tx.scalars(
        select(Joining.person_id)
        .join(Person, Joining.person_id == Person.id)
        .where(*joined, Person.is_gone.is_(False), Person.is_guest.is_(False))
    ).all()
    for person_id in joiners:
        notices.tell(tx, call.workspace_id, ACTIVITY, CALLER_LEFT, call.id, person_id, now)
    if not joiners:
        _end(tx, call, now)


def take_over(tx: Tx, who: Who, number: int, now: datetime) -> Recruitment:
    """One of those who joined goes on with a call whose caller has left, and gives their own seat free.

    Raises NoSuchCall, Closed, and NotYours for everybody else and when somebody was quicker.
    """
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=True)
    if call.caller_id == person.id:
        return call
    call.refuse_when_closed()
    mine = _mine(tx, call, person)
    if mine is None or mine.state != IN or person.is_guest or not people.person(tx, call.caller_id).is_gone:
        raise NotYours(words.TAKEN_OVER)
    tx.execute(update(Recruitment).where(Recruitment.id == call.id).values(caller_id=person.id))
    _remember(tx, call, person, OUT, mine.clicked_at, since=now)
    ledger.record(tx, KIND, call.id, person, CALLER, people.today(tx, person, now))
    seats.pass_on(tx, call, now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    return call


def keep_unposted(tx: Tx, notice: Notice, now: datetime) -> None:
    """The card could not be posted: the caller is told, and nothing they wrote is lost."""
    call = find(tx, notice.workspace_id, notice.subject)
    notices.tell(tx, call.workspace_id, ACTIVITY, UNPOSTED, call.id, call.caller_id, now, round=notice.attempts)


def post_again(tx: Tx, who: Who, number: int, now: datetime) -> None:
    """The caller has invited the bot. Raises NoSuchCall, NotYours."""
    card = card_notice(tx, own(tx, who, number))
    if card is not None:
        notices.send_again(tx, card, now)


def offer_of(tx: Tx, call: Recruitment, person_id: int | None) -> datetime | None:
    """Until when a seat is held for this person; None when none is."""
    row = select(Joining.offer_until).where(
        Joining.recruitment_id == call.id, Joining.person_id == person_id, Joining.state == OFFERED
    )
    return tx.execute(row).scalar_one_or_none()


def meet_in_thread(tx: Tx, notice: Notice, now: datetime) -> None:
    """Those who found each other could not be brought together by themselves: they meet in the call's thread."""
    notices.bring_together(tx, notice.workspace_id, ACTIVITY, MEETING_IN_THREAD, notice.subject, now)


def card_notice(tx: Tx, call: Recruitment) -> Notice | None:
    """Where the call is shown, or why it is not."""
    return notices.card_of(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def find(tx: Tx, workspace_id: int, number: int, *, lock: bool = False) -> Recruitment:
    """The call of this number in this workspace. Raises NoSuchCall."""
    call = one_by(tx, Recruitment, _FIND_AND_LOCK if lock else _FIND, number=number, workspace=workspace_id)
    if call is None:
        raise NoSuchCall()
    return call


def found_by(tx: Tx, who: Who, number: int) -> Recruitment:
    """The call of this number in this person's workspace. Raises NoSuchCall."""
    return find(tx, people.workspace_of(tx, who).id, number)


def gathering(tx: Tx, workspace_id: int, number: int) -> Gathering:
    """Everything that the card shows. Raises NoSuchCall."""
    call = find(tx, workspace_id, number)
    joiners = tx.scalars(
        select(Person.external_id)
        .join_from(Joining, Person, Joining.person_id == Person.id)
        .where(Joining.recruitment_id == call.id, Joining.state == IN, Person.is_gone.is_(False))
        .order_by(Joining.since, Joining.person_id)
    ).all()
    zone = people.workspace(tx, workspace_id).timezone
    waiting = 0 if call.maximum is None else seats.waiting(tx, call)
    return Gathering(call, people.person(tx, call.caller_id), tuple(joiners), zone, waiting)


def open_calls(tx: Tx, who: Who, place: Place, limit: int = 15) -> list[Listed]:
    """The newest open calls that somebody in this place may know of: those in public, and its own.

    A guest may be in a few channels only, and is shown what is called where they are.
    """
    person = people.know(tx, who)
    here = Recruitment.channel == place.channel
    newest = many(
        tx,
        Recruitment,
        Recruitment.workspace_id == person.workspace_id,
        Recruitment.closed_at.is_(None),
        here if person.is_guest else or_(Recruitment.private.is_(False), here),
        order_by=(Recruitment.id.desc(),),
        limit=limit,
    )
    return [_listed(tx, call, person) for call in newest]


def _listed(tx: Tx, call: Recruitment, person: Person) -> Listed:
    mine = _mine(tx, call, person)
    return Listed(
        gathering(tx, call.workspace_id, call.id),
        is_own=call.caller_id == person.id,
        state=OUT if mine is None else mine.state,
        is_full=call.is_full(seats.taken(tx, call)),
    )


def _end(tx: Tx, call: Recruitment, now: datetime) -> bool:
    """Whether it ended by this: it may have ended since it was read."""
    still_open = (Recruitment.id == call.id, Recruitment.closed_at.is_(None))
    ended: bool = tx.execute(update(Recruitment).where(*still_open).values(closed_at=now)).rowcount > 0
    if ended:
        seats.hold_none(tx, call, now)
        notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    return ended


def _bring_together(tx: Tx, call: Recruitment, now: datetime) -> None:
    """Once there are enough of them, it takes place, and they meet. The minimum stays reached."""
    if call.minimum is not None and call.is_reached_by(seats.joined(tx, call)):
        tx.execute(update(Recruitment).where(Recruitment.id == call.id).values(reached_at=now))
        notices.bring_together(tx, call.workspace_id, ACTIVITY, MEETING, call.id, now)


def _refuse_called_off(call: Recruitment) -> None:
    if call.called_off_at is not None:
        raise CalledOff()


def _row(mine: Joining) -> tuple[Any, ...]:
    return (Joining.recruitment_id == mine.recruitment_id, Joining.person_id == mine.person_id)


def _mine(tx: Tx, call: Recruitment, person: Person) -> Joining | None:
    return one_by(tx, Joining, _MINE, call=call.id, person=person.id)


@built_once
def _remembering(tx: Tx) -> Any:
    row = insert(tx, Joining)
    return row.on_conflict_do_update(
        index_elements=["recruitment_id", "person_id"],
        set_={name: row.excluded[name] for name in ("state", "since", "clicked_at", "turn", "offer_until")},
    )


def _remember(
    tx: Tx, call: Recruitment, person: Person, state: str, at: datetime, *, since: datetime, turn: int | None = None
) -> None:
    tx.execute(
        _remembering(tx),
        {
            "recruitment_id": call.id,
            "person_id": person.id,
            "state": state,
            "since": since,
            "clicked_at": at,
            "turn": turn,
            "offer_until": None,
        },
    )
