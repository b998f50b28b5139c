"""Channels in which nothing can be said any more: the bot was taken out of them, or they are closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, exists, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Tx, insert, many, one


class LostChannel(Base):
    """A channel that was lost at least once."""

    __tablename__ = "lost_channel"
    __table_args__ = (UniqueConstraint("workspace_id", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    channel: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(String(20))
    """Why nothing can be said there, one of `bot.chat.sender.LOSSES`; None once it can be again."""
    round: Mapped[int] = mapped_column()
    """How often it was lost. Each time everybody responsible for something there is told once."""
    told_up_to: Mapped[int | None] = mapped_column()
    """Of these, everybody up to this person's number has been told: it is done in slices. None: all have."""
    heard_at: Mapped[datetime | None] = mapped_column()
    """The chat product's time of the newest word on it; an older word changes nothing. None: never any."""

    def knows_better(self, heard_at: datetime | None) -> bool:
        """Whether a word of that moment comes too late. What we found out ourselves never does."""
        return heard_at is not None and self.heard_at is not None and heard_at <= self.heard_at


def why_lost(tx: Tx, workspace_id: int, channel: str) -> str | None:
    """Why nothing can be said in this channel; None as long as nothing speaks against it."""
    return tx.execute(select(LostChannel.reason).where(*_row(workspace_id, channel))).scalar_one_or_none()


def is_lost(workspace_id: Any, channel: Any) -> Any:
    """The same as a condition on a query's own columns."""
    return exists().where(*_row(workspace_id, channel), LostChannel.reason.is_not(None))


def lose(tx: Tx, workspace_id: int, channel: str, reason: str, *, heard_at: datetime | None = None) -> bool:
    """Nothing can be said there. Whether that is news.

    `heard_at` is the chat product's time, where it has told us so itself.
    """
    fresh = {"workspace_id": workspace_id, "channel": channel, "round": 0}
    tx.execute(insert(tx, LostChannel).values(**fresh).on_conflict_do_nothing())
    before = find(tx, workspace_id, channel, lock=True)
    assert before is not None, "it has just been made"
    if before.knows_better(heard_at):
        return False
    is_news = before.reason is None
    told = {"round": before.round + 1, "told_up_to": 0} if is_news else {}
    _keep(tx, before, reason, heard_at, **told)
    return is_news


def regain(tx: Tx, workspace_id: int, channel: str, *, heard_at: datetime | None = None) -> bool:
    """It can be spoken in again, or is worth another try. Whether that is news."""
    before = find(tx, workspace_id, channel, lock=True)
    if before is None or before.knows_better(heard_at):
        return False
    _keep(tx, before, None, heard_at, told_up_to=None)
    return before.reason is not None


def find(tx: Tx, workspace_id: int, channel: str, *, lock: bool = False) -> LostChannel | None:
    """What is kept of this channel; None when it was never lost."""
    return one(tx, LostChannel, *_row(workspace_id, channel), lock=lock)


def lost(tx: Tx, limit: int) -> list[LostChannel]:
    """Channels that are lost now, those that were last among our own first."""
    return many(tx, LostChannel, LostChannel.reason.is_not(None), order_by=(LostChannel.id.desc(),), limit=limit)


def keep_told(tx: Tx, lost: LostChannel, told_up_to: int | None) -> None:
    """So many of those responsible have been told; None: all have."""
    tx.execute(update(LostChannel).where(LostChannel.id == lost.id).values(told_up_to=told_up_to))


def _keep(tx: Tx, before: LostChannel, reason: str | None, heard_at: datetime | None, **more: int | None) -> None:
    known = {"reason": reason, "heard_at": heard_at or before.heard_at, **more}
    tx.execute(update(LostChannel).where(LostChannel.id == before.id).values(**known))


def _row(workspace_id: Any, channel: Any) -> tuple[Any, ...]:
    return (LostChannel.workspace_id == workspace_id, LostChannel.channel == channel)
