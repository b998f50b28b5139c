"""What happens when something cannot be shown in its channel, and when it can be again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, or_, select

from bot import channels, notices, people
from bot.channels import LostChannel
from bot.chat.interaction import OldButton, Who
from bot.chat.sender import LOSSES
from bot.db import Tx, many, one
from bot.notices import SENT, UNREACHABLE, Notice
from bot.refusal import NotYours
from bot.unposted import words

ACTIVITY = "unposted"
LOST, UNPOSTED = "lost", "unposted"
LOOKED_AT = 100
"""Of so many things in a channel, the newest, one person is told at the most."""


def keep(tx: Tx, notice: Notice, reason: str, now: datetime) -> None:
    """This could not be said. What was asked for in a channel is kept, and whoever asked is told.

    Where the channel is lost, everybody responsible for something there is told with them.
    """
    if notice.channel is None:
        return
    if reason in LOSSES and channels.lose(tx, notice.workspace_id, notice.channel, reason):
        _tell_first(tx, notice.workspace_id, notice.channel, now)
    elif notice.responsible_id is not None:
        person = notice.responsible_id
        notices.tell(tx, notice.workspace_id, ACTIVITY, UNPOSTED, notice.id, person, now, round=notice.attempts)


def lose(
    tx: Tx, workspace_id: int, channel: str, reason: str, now: datetime, *, heard_at: datetime | None = None
) -> None:
    """Nothing can be said in this channel any more. Where something of ours is, those responsible are told, once."""
    here = or_(Notice.channel == channel, Notice.sent_channel == channel)
    ours = exists().where(Notice.workspace_id == workspace_id, here)
    if not tx.execute(select(ours)).scalar_one():
        return
    if channels.lose(tx, workspace_id, channel, reason, heard_at=heard_at):
        _tell_first(tx, workspace_id, channel, now)


def regain(tx: Tx, workspace_id: int, channel: str, now: datetime, *, heard_at: datetime | None = None) -> None:
    """The channel can be spoken in again: what waits for it is posted, and its cards show their last state."""
    channels.regain(tx, workspace_id, channel, heard_at=heard_at)
    notices.send_all_again(tx, workspace_id, channel, now)


def post_again(tx: Tx, who: Who, number: int, now: datetime) -> None:
    """The person responsible asks for another try: of this, and of all that waits in its channel.

    Raises OldButton, NotYours.
    """
    person = people.know(tx, who)
    notice = one(tx, Notice, Notice.id == number, Notice.workspace_id == person.workspace_id)
    if notice is None or notice.channel is None:
        raise OldButton()
    if notice.responsible_id != person.id:
        raise NotYours(words.NOT_YOURS)
    regain(tx, notice.workspace_id, notice.channel, now)
    notices.send_again(tx, notice, now)


def untold(tx: Tx) -> LostChannel | None:
    """A lost channel of which not everybody responsible has been told."""
    return next(iter(many(tx, LostChannel, LostChannel.told_up_to.is_not(None), limit=1)), None)


def tell_some(tx: Tx, lost: LostChannel, now: datetime, limit: int = 50) -> None:
    """The next few who are responsible for something there. Those who have nothing going on there hear nothing."""
    here = (Notice.workspace_id == lost.workspace_id, Notice.channel == lost.channel)
    next_few = (
        select(Notice.responsible_id)
        .where(*here, Notice.responsible_id > (lost.told_up_to or 0))
        .distinct()
        .order_by(Notice.responsible_id)
        .limit(limit)
    )
    reached = [person for person in tx.scalars(next_few) if person is not None]
    for person in reached:
        notices.tell(tx, lost.workspace_id, ACTIVITY, LOST, lost.id, person, now, round=lost.round)
    channels.keep_told(tx, lost, reached[-1] if len(reached) == limit else None)


def lost_channel(tx: Tx, notice: Notice) -> LostChannel | None:
    """The channel that this telling is about; None once it is regained."""
    return one(tx, LostChannel, LostChannel.id == notice.subject, LostChannel.reason.is_not(None))


def responsible_for(tx: Tx, lost: LostChannel, person_id: int | None) -> list[Notice]:
    """What this person has in a lost channel, shown or still to be posted, the oldest first."""
    here = (Notice.workspace_id == lost.workspace_id, Notice.channel == lost.channel)
    mine = (*here, Notice.responsible_id == person_id, Notice.state.in_((SENT, UNREACHABLE)))
    return many(tx, Notice, *mine, order_by=(Notice.id.desc(),), limit=LOOKED_AT)[::-1]


def unposted(tx: Tx, notice: Notice) -> Notice | None:
    """What this telling is about; None once it is posted, or on its way."""
    return one(tx, Notice, Notice.id == notice.subject, Notice.state == UNREACHABLE)


def _tell_first(tx: Tx, workspace_id: int, channel: str, now: datetime) -> None:
    lost = channels.find(tx, workspace_id, channel)
    assert lost is not None, "it has just been lost"
    tell_some(tx, lost, now)
