"""What a caller does with a call: announce it, correct it, call once more; and who goes on with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from bot import ledger, notices, people
from bot.chat.interaction import Place, Who
from bot.chat.sender import MessageRef
from bot.db import Tx, insert
from bot.recruitment import meeting, seats, words
from bot.recruitment.ending import AGAIN, reopen
from bot.recruitment.looking import CARD, find, own
from bot.recruitment.model import ACTIVITY, CONSULT, CONSULT_MOST, IN, OUT, Recruitment, StaffOnly, counted_as
from bot.recruitment.wish import Wish
from bot.refusal import NotYours, Refusal

CALLER = "caller"


def refuse_guest(tx: Tx, who: Who) -> None:
    """Raises StaffOnly for who may join but not call."""
    if people.know(tx, who).is_guest:
        raise StaffOnly()


def announce(
    tx: Tx,
    who: Who,
    place: Place,
    wish: Wish,
    now: datetime,
    *,
    origin: str | None = None,
    about: MessageRef | None = None,
) -> int:
    """Somebody calls, perhaps about a message. Its card will be shown in that place. Returns the number of the call.

    What comes a second time, by its `origin`, finds the call that it has made and changes nothing.
    Raises StaffOnly, and Refusal beside the field that is wrong.
    """
    refuse_guest(tx, who)
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
            "about_channel": about.channel if about is not None else None,
            "about_message": about.message if about is not None else None,
        },
    ).scalar_one_or_none()
    if number is None:
        made = select(Recruitment.id).where(
            Recruitment.workspace_id == caller.workspace_id, Recruitment.origin == origin
        )
        return tx.execute(made).scalar_one()
    ledger.record(tx, counted_as(wish.kind), number, caller, CALLER, people.today(tx, caller, now))
    notices.post_card(tx, caller.workspace_id, ACTIVITY, CARD, number, place.channel, now, responsible=caller.id)
    return number


def edit(tx: Tx, who: Who, number: int, wish: Wish, now: datetime) -> None:
    """The caller corrects it. Nobody who is in loses their seat, or is named against what they were told.

    Raises NoSuchCall, NotYours, CalledOff, and Refusal beside the field that is wrong.
    """
    call = own(tx, who, number, lock=True)
    call.refuse_called_off()
    wish.refuse_odd(now)
    seats.pass_on(tx, call, now)
    _refuse_breaking_promises(tx, call, wish)
    tx.execute(update(Recruitment).where(Recruitment.id == call.id).values(**wish.columns(now)))
    changed = find(tx, call.workspace_id, number)
    if changed.counted_as != call.counted_as:
        ledger.recount(tx, call.workspace_id, call.counted_as, call.id, changed.counted_as)
    if changed.is_consult and not call.is_consult:
        meeting.pair_all(tx, changed, now)
    seats.pass_on(tx, changed, now)
    meeting.bring_together(tx, changed, now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def _refuse_breaking_promises(tx: Tx, call: Recruitment, wish: Wish) -> None:
    in_already = seats.taken(tx, call)
    if call.is_consult and wish.kind != CONSULT and in_already + seats.waiting(tx, call):
        raise Refusal(words.CONSULT_STAYS, field="kind")
    if wish.kind == CONSULT and in_already > CONSULT_MOST:
        raise Refusal(words.CONSULT_TOO_MANY.fill(n=in_already), field="kind")
    if wish.maximum is not None and wish.maximum < in_already:
        raise Refusal(words.MAXIMUM_BELOW_JOINED.fill(n=in_already), field="maximum")


def call_again(tx: Tx, who: Who, number: int, now: datetime) -> bool:
    """The caller calls once more in the channel, at most once a day. Whether this is the first time today.

    What was closed is open again. Raises NoSuchCall, NotYours, CalledOff, and Refusal when there is no seat to offer.
    """
    reopen(tx, who, number, now)
    call = own(tx, who, number)
    if call.is_full(seats.taken(tx, call)):
        raise Refusal(words.NO_SEAT_TO_CALL_FOR)
    today = people.workspace(tx, call.workspace_id).today(now)
    once = {"round": today.toordinal(), "responsible": call.caller_id}
    return notices.post_once(tx, call.workspace_id, ACTIVITY, AGAIN, call.id, call.channel, now, **once)


def take_over(tx: Tx, who: Who, number: int, now: datetime) -> Recruitment:
    """One of those who joined goes on with a call whose caller has left, and gives their own seat free.

    Raises NoSuchCall, Closed, CalledOff, and NotYours for everybody else and when somebody was quicker.
    """
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=True)
    if call.caller_id == person.id:
        return call
    call.refuse_when_closed()
    mine = seats.of(tx, call, person)
    if mine is None or mine.state != IN or person.is_guest or not people.person(tx, call.caller_id).is_gone:
        raise NotYours(words.TAKEN_OVER)
    tx.execute(update(Recruitment).where(Recruitment.id == call.id).values(caller_id=person.id))
    seats.put(tx, call, person, OUT, mine.clicked_at, since=now)
    ledger.record(tx, call.counted_as, call.id, person, CALLER, people.today(tx, person, now))
    notices.entrust(tx, call.workspace_id, ACTIVITY, CARD, call.id, person.id)
    seats.pass_on(tx, call, now)
    notices.redraw(tx, call.workspace_id, ACTIVITY, CARD, call.id)
    return call
