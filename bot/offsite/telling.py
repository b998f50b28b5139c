"""What the clock says of offsites: the reminder, the calling off, and on the card that it has started.

In slices, each a unit of its own, so that nobody's click waits; whoever has been told is not told again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, select, update

from bot import notices
from bot.db import Tx, many, one_by
from bot.offsite.model import GOING, SHOWN, Offsite, Rsvp
from bot.offsite.service import ACTIVITY, CALLED_OFF, CARD, REMINDER


def is_to_tell(tx: Tx, now: datetime) -> bool:
    """Whether anybody is to be reminded, or told that an offsite is called off."""
    return tx.execute(select(Offsite.id).where(Offsite.tell_at <= now).limit(1)).first() is not None


def tell_some(tx: Tx, now: datetime, limit: int = 50) -> None:
    """A few of one offsite are told: those going, the day before, or all concerned once it is called off.

    Who came in after the hour of reminding knows already; after the start there is nothing left to say.
    """
    due = select(Offsite.__table__).where(Offsite.tell_at <= now).order_by(Offsite.tell_at, Offsite.id).limit(1)
    offsite = one_by(tx, Offsite, due.with_for_update())
    if offsite is None:
        return
    reached = _next_to_tell(tx, offsite, limit) if now < offsite.starts_at or offsite.called_off_at else ()
    kind = CALLED_OFF if offsite.called_off_at else REMINDER
    for person_id in reached:
        notices.tell(tx, offsite.workspace_id, ACTIVITY, kind, offsite.id, person_id, now)
    progress = {"told_up_to": reached[-1]} if len(reached) == limit else {"tell_at": None}
    tx.execute(update(Offsite).where(Offsite.id == offsite.id).values(**progress))


def just_started(tx: Tx, now: datetime, limit: int = 50) -> list[Offsite]:
    """Offsites that have started and whose cards do not show it yet."""
    return many(tx, Offsite, Offsite.redraw_at <= now, order_by=(Offsite.redraw_at, Offsite.id), limit=limit)


def show_starts(tx: Tx, now: datetime) -> None:
    """The cards of some that have just started lose their buttons."""
    for offsite in just_started(tx, now):
        tx.execute(update(Offsite).where(Offsite.id == offsite.id).values(redraw_at=None))
        notices.redraw(tx, offsite.workspace_id, ACTIVITY, CARD, offsite.id)


def _next_to_tell(tx: Tx, offsite: Offsite, limit: int) -> Sequence[int]:
    """The next few, by their numbers. From the calling off on nobody moves any more."""
    concerned = (
        Rsvp.state.in_(SHOWN) if offsite.called_off_at else and_(Rsvp.state == GOING, Rsvp.since <= offsite.tell_at)
    )
    next_few = (
        select(Rsvp.person_id)
        .where(Rsvp.offsite_id == offsite.id, Rsvp.person_id > offsite.told_up_to, concerned)
        .order_by(Rsvp.person_id)
        .limit(limit)
    )
    return tx.scalars(next_few).all()
