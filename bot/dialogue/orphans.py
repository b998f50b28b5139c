"""Replies that are heard before we know that they answer a card of ours: kept for a while, and counted when we do.

A card can be answered as soon as it is shown, which is a little before we are told as which message it is shown.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, select

from bot import notices, people
from bot.chat.interaction import Who
from bot.chat.sender import MessageRef
from bot.db import Tx, insert, one
from bot.dialogue import answers
from bot.dialogue.model import Orphan
from bot.dialogue.service import ACTIVITY, PROMPT
from bot.notices import Notice

KEPT_FOR = timedelta(hours=1)

_IS_ITS_THREAD = and_(
    Notice.workspace_id == Orphan.workspace_id,
    Notice.sent_channel == Orphan.channel,
    Notice.sent_message == Orphan.thread,
    Notice.activity == ACTIVITY,
    Notice.kind == PROMPT,
)


def may_come(tx: Tx, who: Who, channel: str) -> bool:
    """Whether a prompt's card is on its way to this channel. Raises UnknownWorkspace.

    To be asked before `answers.prompt_at`: a card that arrives between the two questions is then found by the second.
    """
    on_its_way = exists().where(
        Notice.workspace_id == people.workspace_of(tx, who).id,
        Notice.channel == channel,
        Notice.activity == ACTIVITY,
        Notice.kind == PROMPT,
        Notice.state == notices.SENDING,
    )
    return tx.execute(select(on_its_way)).scalar_one()


def keep(tx: Tx, who: Who, thread: MessageRef, message: str, now: datetime, *, taken_back: bool) -> None:
    """They replied with this message, or took it back, in a thread of which we know nothing yet.

    Once taken back it stays so.
    """
    person = people.know(tx, who)
    key = {
        "workspace_id": person.workspace_id,
        "channel": thread.channel,
        "thread": thread.message,
        "person_id": person.id,
        "message": message,
    }
    added = insert(tx, Orphan).values(**key, taken_back=taken_back, at=now)
    tx.execute(
        added.on_conflict_do_update(index_elements=list(key), set_={"taken_back": True})
        if taken_back
        else added.on_conflict_do_nothing()
    )


def found(tx: Tx, limit: int) -> list[tuple[Orphan, int]]:
    """Orphans whose thread has become known, each with the number of its prompt; the oldest first."""
    rows = tx.execute(
        select(*Orphan.__table__.columns, Notice.subject)
        .join(Notice, _IS_ITS_THREAD)
        .order_by(Orphan.at, Orphan.message)
        .limit(limit)
    )
    return [(Orphan(**dict(zip(Orphan.__table__.columns.keys(), row, strict=False))), row.subject) for row in rows]


def adopt(tx: Tx, orphan: Orphan, number: int) -> None:
    """It answers this prompt, as of the day on which we heard of it. When another process was first, nothing happens.

    Raises NoSuchPrompt.
    """
    this = (
        Orphan.workspace_id == orphan.workspace_id,
        Orphan.channel == orphan.channel,
        Orphan.thread == orphan.thread,
        Orphan.person_id == orphan.person_id,
        Orphan.message == orphan.message,
    )
    standing = one(tx, Orphan, *this, lock=True)
    if standing is None:
        return
    workspace = people.workspace(tx, standing.workspace_id)
    who = Who(workspace.chat, workspace.external_id, people.person(tx, standing.person_id).external_id)
    happened = answers.take_reply_back if standing.taken_back else answers.reply
    tx.execute(delete(Orphan).where(*this))
    happened(tx, who, number, standing.message, standing.at)


def forget(tx: Tx, now: datetime) -> None:
    """What nobody asked for in all that time answered something else."""
    tx.execute(delete(Orphan).where(Orphan.at <= now - KEPT_FOR))
