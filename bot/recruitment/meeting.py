"""Those who have found each other are brought together: all of them once there are enough, or two by two."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from bot import notices
from bot.db import Tx
from bot.notices import Notice
from bot.people import Person
from bot.recruitment import seats
from bot.recruitment.looking import find
from bot.recruitment.model import ACTIVITY, IN, Joining, Recruitment

MEETING, MEETING_IN_THREAD, JOINED_LATE, NEWCOMER = "meeting", "meeting_in_thread", "joined_late", "newcomer"
PAIR, WHO_COMES = "pair", "who_comes"


def welcome(tx: Tx, call: Recruitment, person: Person, at: datetime, now: datetime) -> None:
    """Somebody has just joined. For advice they meet the caller at once, and nobody else learns of it."""
    if call.is_consult:
        notices.tell(tx, call.workspace_id, ACTIVITY, PAIR, call.id, person.id, now, round=_click(at))
        return
    if call.reached_at is not None:
        notices.tell(tx, call.workspace_id, ACTIVITY, JOINED_LATE, call.id, person.id, now)
        notices.tell(tx, call.workspace_id, ACTIVITY, NEWCOMER, call.id, person.id, now, round=_click(at))
    bring_together(tx, call, now)


def farewell(tx: Tx, call: Recruitment, at: datetime, now: datetime) -> None:
    """Somebody who was in has just left. Of a consult the card shows nothing, so its caller is told who still comes."""
    if call.is_consult:
        notices.tell(tx, call.workspace_id, ACTIVITY, WHO_COMES, call.id, call.caller_id, now, round=_click(at))


def bring_together(tx: Tx, call: Recruitment, now: datetime) -> None:
    """Once there are enough of them, it takes place, and they meet. The minimum stays reached."""
    if call.minimum is not None and call.is_reached_by(seats.joined(tx, call)):
        tx.execute(update(Recruitment).where(Recruitment.id == call.id).values(reached_at=now))
        notices.bring_together(tx, call.workspace_id, ACTIVITY, MEETING, call.id, now)


def pair_all(tx: Tx, call: Recruitment, now: datetime) -> None:
    """What was any call has become a consult: those who are in meet the caller as if they had just joined."""
    joined = select(Joining.person_id).where(Joining.recruitment_id == call.id, Joining.state == IN)
    for person_id in tx.scalars(joined).all():
        notices.tell(tx, call.workspace_id, ACTIVITY, PAIR, call.id, person_id, now, round=_click(now))


def meet_in_thread(tx: Tx, notice: Notice, now: datetime) -> None:
    """They could not be brought together by themselves: they meet in the call's thread."""
    channel = find(tx, notice.workspace_id, notice.subject).channel
    notices.post_card(tx, notice.workspace_id, ACTIVITY, MEETING_IN_THREAD, notice.subject, channel, now)


def tell_who_comes(tx: Tx, call: Recruitment, notice: Notice, now: datetime) -> None:
    """Two could not be brought together: the caller is told who comes, and speaks to them."""
    notices.tell(tx, call.workspace_id, ACTIVITY, WHO_COMES, call.id, call.caller_id, now, round=notice.id)


def _click(at: datetime) -> int:
    """One click's own number: its time to the microsecond."""
    return int(at.timestamp() * 1_000_000)
