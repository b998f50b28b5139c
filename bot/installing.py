"""Being let into workspaces: the ways in that stand open, and the tokens given, unreadable without our keys."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import String, Text, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Tx, insert, many
from bot.installations import Installation
from bot.refusal import Busy

if TYPE_CHECKING:
    from bot.cipher import Cipher  # loaded only where workspaces come by OAuth

OPEN_FOR = timedelta(minutes=10)
"""As long as Slack's own code is good (Slack docs, "Installing with OAuth")."""
MOST_OPEN = 1_000
"""Anybody can begin: more than this at once is nobody who wants to come in."""


class WayIn(Base):
    """Somebody has gone to Slack to let the bot in, and comes back with the state whose hash this is."""

    __tablename__ = "way_in"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


class StoredInstallation(Base):
    """One workspace that has let the bot in. Its token is encrypted."""

    __tablename__ = "installation"

    workspace: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Slack's own id of the workspace."""
    name: Mapped[str] = mapped_column(String(200))
    bot_user: Mapped[str] = mapped_column(String(64))
    locked_token: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column()


def open_way(tx: Tx, state: str, now: datetime) -> None:
    """Somebody may come back with this state, once, for ten minutes. Raises Busy when too many are on their way."""
    tx.execute(delete(WayIn).where(WayIn.until <= now))
    if tx.execute(select(func.count()).select_from(WayIn)).scalar_one() >= MOST_OPEN:
        raise Busy()
    tx.execute(insert(tx, WayIn).values(state_hash=_hash(state), until=now + OPEN_FOR))


def close_way(tx: Tx, state: str, now: datetime) -> bool:
    """Whether somebody could come back with this state. Now nobody can any more."""
    closed = delete(WayIn).where(WayIn.state_hash == _hash(state)).returning(WayIn.until)
    until = tx.execute(closed).scalar_one_or_none()
    return until is not None and now < until


def keep(tx: Tx, cipher: Cipher, installation: Installation) -> None:
    """This workspace has let the bot in, for the first time or once more."""
    values = {
        "name": installation.name[:200],
        "bot_user": installation.bot_user,
        "locked_token": cipher.lock(installation.token),
        "since": installation.since,
    }
    tx.execute(
        insert(tx, StoredInstallation)
        .values(workspace=installation.workspace, **values)
        .on_conflict_do_update(index_elements=["workspace"], set_=values)
    )


def forget(tx: Tx, workspace: str, at: datetime) -> None:
    """This workspace took the bot out then: its token is deleted, unless it was given after that."""
    tx.execute(
        delete(StoredInstallation).where(StoredInstallation.workspace == workspace, StoredInstallation.since <= at)
    )


def is_kept(tx: Tx, workspace: str) -> bool:
    """Whether the bot is in this workspace."""
    found = select(StoredInstallation.workspace).where(StoredInstallation.workspace == workspace)
    return tx.execute(found).first() is not None


def kept(tx: Tx, cipher: Cipher) -> tuple[list[Installation], list[str]]:
    """Every installation, and the workspaces whose token none of our keys opens."""
    opened, locked = [], []
    for row in many(tx, StoredInstallation):
        token = cipher.unlock(row.locked_token)
        if token is None:
            locked.append(row.workspace)
        else:
            opened.append(Installation(row.workspace, row.name, token, row.bot_user, row.since))
    return opened, locked


def lock_anew(tx: Tx, cipher: Cipher) -> None:
    """Every token that one of our older keys opens is locked with the first, so that the older can be thrown away."""
    for row in many(tx, StoredInstallation):
        token = cipher.unlock(row.locked_token)
        if token is not None and not cipher.is_of_first_key(row.locked_token):
            tx.execute(
                update(StoredInstallation)
                .where(
                    StoredInstallation.workspace == row.workspace, StoredInstallation.locked_token == row.locked_token
                )
                .values(locked_token=cipher.lock(token))
            )


def _hash(state: str) -> str:
    """Whoever reads the database cannot come in with what is written there."""
    return hashlib.sha256(state.encode()).hexdigest()
