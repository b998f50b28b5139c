"""Notices: what is to be said once, to whom, and when; and cards that must be redrawn.

A notice is written in the transaction of the deed that calls for it, and said afterwards by `jobs/deliver.py`:
so nothing is said of a deed that was not stored, and nothing stored stays unsaid. A card's own notice
is also the one row that remembers where the card is shown and whether it is out of date.

Times of two kinds: `due_at` and `quiet_until` are the product's time; `lease_until`, `retry_at` and `stale_since`
are machine time.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot import channels
from bot.chat.sender import LOSSES, MessageRef
from bot.db import Base, Tx, insert, many, many_by, one, wake_after_commit

WAITING, SENDING, SENT, DROPPED, UNREACHABLE = "waiting", "sending", "sent", "dropped", "unreachable"
UNCONFIRMED = "unconfirmed"
"""Nobody answered whether it arrived, and it cannot be looked for: saying it again might say it twice."""
LEASE = timedelta(seconds=60)
"""Several times longer than saying it may take (`jobs/deliver.py`)."""


class Notice(Base):
    """Something to say once: in a channel, to one person, or (without both) to people brought together for it."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_notice_due", "state", "due_at"),
        Index("ix_notice_message", "workspace_id", "sent_channel", "sent_message"),
        Index("ix_notice_channel", "workspace_id", "channel", "responsible_id"),
        Index(
            "ix_notice_stale",
            "stale_since",
            sqlite_where=text("stale_since IS NOT NULL"),
            postgresql_where=text("stale_since IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    key: Mapped[str] = mapped_column(String(200))
    """What makes it the same notice: it is never written twice."""
    activity: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[int] = mapped_column()
    channel: Mapped[str | None] = mapped_column(String(64))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who asked for what is said in a channel, and is told when it cannot be. None: the clock did."""
    due_at: Mapped[datetime] = mapped_column()
    state: Mapped[str] = mapped_column(String(12), default=WAITING)
    reason: Mapped[str | None] = mapped_column(String(200))
    attempts: Mapped[int] = mapped_column(default=0)
    """How often it was claimed."""
    failures: Mapped[int] = mapped_column(default=0)
    """How often it failed for a reason that is not the chat product's "later"."""
    unknowns: Mapped[int] = mapped_column(default=0)
    """How often its lease ran out: it may have been said, and is looked for before it is said again."""
    lease_until: Mapped[datetime | None] = mapped_column()
    retry_at: Mapped[datetime | None] = mapped_column()
    tried_at: Mapped[datetime | None] = mapped_column()
    """When it was first claimed: a message of it, if there is one, is not older (machine time)."""
    quiet_until: Mapped[datetime | None] = mapped_column()
    """It is due, but not at an hour at which its person wants to hear of it: until then (product time)."""
    sent_channel: Mapped[str | None] = mapped_column(String(64))
    sent_message: Mapped[str | None] = mapped_column(String(64))
    together: Mapped[str | None] = mapped_column(String(255))
    """Who is brought together, as the chat product knows them, with commas; None until that is first tried."""
    version: Mapped[int] = mapped_column(default=0)
    """Rises with each redraw that is asked for."""
    stale_since: Mapped[datetime | None] = mapped_column()

    @property
    def tag(self) -> str:
        """What goes with the message so that it can be found again. Opaque: any app in the channel can read it."""
        return str(self.id)

    @property
    def message(self) -> MessageRef | None:
        """Where it is shown; None until it is."""
        if self.sent_channel is None or not self.sent_message:
            return None
        return MessageRef(self.sent_channel, self.sent_message)


def card_key(activity: str, kind: str, subject: int) -> str:
    """The key of the one card of a thing in its channel."""
    return f"{activity}.{kind}:{subject}"


def post_card(
    tx: Tx,
    workspace_id: int,
    activity: str,
    kind: str,
    subject: int,
    channel: str,
    now: datetime,
    *,
    responsible: int | None = None,
) -> None:
    """This thing's card is to be shown in this channel, now. Who is `responsible` is told when it cannot be."""
    key = card_key(activity, kind, subject)
    _add(tx, workspace_id, key, activity, kind, subject, now, channel=channel, responsible_id=responsible)


def post_once(
    tx: Tx,
    workspace_id: int,
    activity: str,
    kind: str,
    subject: int,
    channel: str,
    now: datetime,
    *,
    round: int,
    responsible: int | None = None,
) -> bool:
    """Something is to be said in this channel, once per `round`. Whether this is the first time in it."""
    key = f"{card_key(activity, kind, subject)}:in:{round}"
    return _add(tx, workspace_id, key, activity, kind, subject, now, channel=channel, responsible_id=responsible)


def entrust(tx: Tx, workspace_id: int, activity: str, kind: str, subject: int, person_id: int) -> None:
    """From now on this person is responsible for this thing's card."""
    card = (Notice.workspace_id == workspace_id, Notice.key == card_key(activity, kind, subject))
    tx.execute(update(Notice).where(*card).values(responsible_id=person_id))


def bring_together(tx: Tx, workspace_id: int, activity: str, kind: str, subject: int, now: datetime) -> None:
    """Those whom this is about are to be brought together, once. Who they are is drawn when it is said."""
    _add(tx, workspace_id, card_key(activity, kind, subject), activity, kind, subject, now)


def tell(
    tx: Tx, workspace_id: int, activity: str, kind: str, subject: int, person_id: int, now: datetime, *, round: int = 0
) -> None:
    """This person is to be told, once (once per `round`, where the same thing may rightly happen again)."""
    key = f"{card_key(activity, kind, subject)}:{person_id}" + (f":{round}" if round else "")
    _add(tx, workspace_id, key, activity, kind, subject, now, person_id=person_id)


def _add(
    tx: Tx,
    workspace_id: int,
    key: str,
    activity: str,
    kind: str,
    subject: int,
    due_at: datetime,
    *,
    channel: str | None = None,
    person_id: int | None = None,
    responsible_id: int | None = None,
) -> bool:
    wake_after_commit(tx)
    added = tx.execute(
        insert(tx, Notice).on_conflict_do_nothing().returning(Notice.id),
        {
            "workspace_id": workspace_id,
            "key": key,
            "activity": activity,
            "kind": kind,
            "subject": subject,
            "channel": channel,
            "person_id": person_id,
            "responsible_id": responsible_id,
            "due_at": due_at,
            "state": WAITING,
            "attempts": 0,
            "failures": 0,
            "unknowns": 0,
            "version": 0,
        },
    )
    return added.first() is not None


_REDRAW = (
    update(Notice)
    .where(Notice.workspace_id == bindparam("in_workspace"), Notice.key == bindparam("of_key"))
    .values(version=Notice.version + 1, stale_since=func.coalesce(Notice.stale_since, bindparam("since")))
)


def redraw(tx: Tx, workspace_id: int, activity: str, kind: str, subject: int) -> None:
    """This card is out of date. The last statement of a unit: every click on the same card locks its row."""
    wake_after_commit(tx)
    tx.execute(
        _REDRAW,
        {"in_workspace": workspace_id, "of_key": card_key(activity, kind, subject), "since": datetime.now(UTC)},
    )


def redraw_all(tx: Tx, workspace_id: int, activity: str, kind: str, subject: int) -> None:
    """Whatever of this kind was said of this thing is out of date."""
    wake_after_commit(tx)
    said = (Notice.activity == activity, Notice.kind == kind, Notice.subject == subject)
    out_of_date = {"version": Notice.version + 1, "stale_since": func.coalesce(Notice.stale_since, datetime.now(UTC))}
    tx.execute(update(Notice).where(Notice.workspace_id == workspace_id, *said).values(**out_of_date))


def card_of(tx: Tx, workspace_id: int, activity: str, kind: str, subject: int) -> Notice | None:
    """The notice of a thing's card."""
    return one(tx, Notice, Notice.workspace_id == workspace_id, Notice.key == card_key(activity, kind, subject))


def shown_at(tx: Tx, workspace_id: int, message: MessageRef) -> Notice | None:
    """The notice that is shown as this message; None when it is none of ours."""
    return one(
        tx,
        Notice,
        Notice.workspace_id == workspace_id,
        Notice.sent_channel == message.channel,
        Notice.sent_message == message.message,
    )


def send_again(tx: Tx, notice: Notice, now: datetime) -> None:
    """What could not be delivered, or was not wanted when its time came, is tried again."""
    _send_again(tx, now, Notice.id == notice.id, Notice.state.in_((UNREACHABLE, DROPPED)))


def send_all_again(tx: Tx, workspace_id: int, channel: str, now: datetime) -> None:
    """So is everything that this channel was lost for."""
    here = (Notice.workspace_id == workspace_id, Notice.channel == channel)
    _send_again(tx, now, *here, Notice.state == UNREACHABLE, Notice.reason.in_(LOSSES))


def _send_again(tx: Tx, now: datetime, *which: Any) -> None:
    wake_after_commit(tx)
    again = {"state": WAITING, "reason": None, "due_at": now, "retry_at": None, "failures": 0, "unknowns": 0}
    tx.execute(update(Notice).where(*which).values(**again))


def drop_missed(tx: Tx, workspace_id: int, now: datetime) -> None:
    """What became due in this workspace while the bot was away is not poured out when it is back."""
    tx.execute(
        update(Notice)
        .where(Notice.workspace_id == workspace_id, Notice.state.in_((WAITING, SENDING)), Notice.due_at <= now)
        .values(state=DROPPED)
    )


_READY = and_(
    Notice.workspace_id.not_in(bindparam("held", expanding=True)),
    Notice.due_at <= bindparam("now"),
    or_(Notice.quiet_until.is_(None), Notice.quiet_until <= bindparam("now")),
    or_(
        and_(Notice.state == WAITING, or_(Notice.retry_at.is_(None), Notice.retry_at <= bindparam("clock"))),
        and_(Notice.state == SENDING, Notice.lease_until < bindparam("clock")),
    ),
)
_ANY_READY = select(Notice.id).where(_READY).limit(1)
_LONGEST_READY = (
    select(Notice.id)
    .where(_READY)
    .order_by(Notice.channel.is_(None), Notice.due_at, Notice.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def due(tx: Tx, now: datetime, held: Collection[int] = ()) -> bool:
    """Whether there is anything to claim outside the workspaces that are `held` back."""
    values = {"now": now, "clock": datetime.now(UTC), "held": list(held)}
    return tx.execute(_ANY_READY, values).first() is not None


def claim(tx: Tx, now: datetime, limit: int, held: Collection[int] = ()) -> list[Notice]:
    """Take due notices to say them: cards before what is told to one person, and of each the longest due first.

    Nobody else gets them until the lease runs out.
    """
    values = {"now": now, "clock": datetime.now(UTC), "held": list(held), "most": limit}
    claimed = list(tx.scalars(_LONGEST_READY, values))
    if not claimed:
        return []
    tx.execute(
        update(Notice)
        .where(Notice.id.in_(claimed))
        .values(
            state=SENDING,
            lease_until=datetime.now(UTC) + LEASE,
            attempts=Notice.attempts + 1,
            tried_at=func.coalesce(Notice.tried_at, datetime.now(UTC)),
            unknowns=Notice.unknowns + case((Notice.state == SENDING, 1), else_=0),
        )
    )
    return many(tx, Notice, Notice.id.in_(claimed), order_by=(Notice.due_at, Notice.id))


def settle_together(tx: Tx, notice: Notice, users: tuple[str, ...]) -> None:
    """These are brought together and no others, however often that is tried."""
    tx.execute(update(Notice).where(*_claimed(notice)).values(together=",".join(users)))


def settle_on(tx: Tx, notice: Notice, channel: str) -> None:
    """It is said in this channel and in no other, however often that is tried."""
    tx.execute(update(Notice).where(*_claimed(notice)).values(sent_channel=channel))


def mark_sent(tx: Tx, notice: Notice, message: MessageRef) -> None:
    """It was said, as this message. A redraw that was asked for while it was on its way stays asked for."""
    _mark(
        tx,
        notice,
        state=SENT,
        sent_channel=message.channel,
        sent_message=message.message,
        stale_since=case((Notice.version == notice.version, None), else_=Notice.stale_since),
    )


def mark_found(tx: Tx, notice: Notice, message: MessageRef) -> None:
    """It had been said, as this message, which shows what was true then: every redraw asked for stays asked for."""
    _mark(tx, notice, state=SENT, sent_channel=message.channel, sent_message=message.message)


def mark_dropped(tx: Tx, notice: Notice) -> None:
    """It was no longer wanted."""
    _mark(tx, notice, state=DROPPED)


def mark_unreachable(tx: Tx, notice: Notice, reason: str) -> None:
    """Nobody was there to hear it."""
    _mark(tx, notice, state=UNREACHABLE, reason=reason[:200], stale_since=None)


def mark_unconfirmed(tx: Tx, notice: Notice, reason: str) -> None:
    """It may have been said, and nobody can tell."""
    _mark(tx, notice, state=UNCONFIRMED, reason=reason[:200], stale_since=None)


def mark_unknown(tx: Tx, notice: Notice, reason: str, seconds: float) -> None:
    """It may have been said. Whoever claims it after so many seconds looks for it first."""
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    tx.execute(update(Notice).where(*_claimed(notice)).values(lease_until=until, reason=reason[:200]))


def mark_quiet(tx: Tx, notice: Notice, until: datetime) -> None:
    """Its person does not want to hear of it at this hour."""
    _mark(tx, notice, state=WAITING, quiet_until=until)


def mark_later(tx: Tx, notice: Notice, reason: str, seconds: float) -> None:
    """It is tried again after so many seconds, as the chat product asks."""
    _mark(tx, notice, state=WAITING, reason=reason[:200], retry_at=datetime.now(UTC) + timedelta(seconds=seconds))


def mark_failed(tx: Tx, notice: Notice, reason: str, seconds: float) -> None:
    """The same after an error, which counts: some day it is given up."""
    retry_at = datetime.now(UTC) + timedelta(seconds=seconds)
    _mark(tx, notice, state=WAITING, reason=reason[:200], retry_at=retry_at, failures=Notice.failures + 1)


def _mark(tx: Tx, notice: Notice, **values: Any) -> None:
    tx.execute(update(Notice).where(*_claimed(notice)).values(lease_until=None, **values))


def _claimed(notice: Notice) -> tuple[Any, ...]:
    """Only whoever claimed it, and as long as nobody else has since, says what became of it."""
    return Notice.id == notice.id, Notice.state == SENDING, Notice.lease_until == notice.lease_until


_STALE = (
    select(Notice.__table__)
    .where(
        Notice.stale_since.is_not(None),
        Notice.state == SENT,
        Notice.workspace_id.not_in(bindparam("held", expanding=True)),
        Notice.id.not_in(bindparam("resting", expanding=True)),
        ~channels.is_lost(Notice.workspace_id, Notice.sent_channel),
    )
    .order_by(Notice.stale_since, Notice.id)
    .limit(bindparam("most"))
)


def stale(tx: Tx, limit: int, held: Collection[int] = (), resting: Collection[int] = ()) -> list[Notice]:
    """Shown cards that are out of date, the longest-waiting first: none of `held` workspaces, and no `resting` card.

    Those in a lost channel wait until it is regained.
    """
    return many_by(tx, Notice, _STALE, most=limit, held=list(held), resting=list(resting))


def mark_redrawn(tx: Tx, notice: Notice) -> None:
    """This card shows the version at which it was read; a later one stays asked for."""
    tx.execute(update(Notice).where(Notice.id == notice.id, Notice.version == notice.version).values(stale_since=None))
