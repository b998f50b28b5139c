"""The database that the clicks meet: made before, and held to the model after."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

import migrations
from benchmarks.clicks import CALLER, CHANNEL, POSTS, WORKSPACE, everybody, joined_after
from bot import people
from bot.chat.interaction import Place, Who
from bot.chat.sender import Profile
from bot.db import Tx, engine_for
from bot.ledger import Participation
from bot.notices import Notice
from bot.recruitment import joining, service
from bot.recruitment.model import IN, Joining
from bot.recruitment.wish import Wish


def prepare(database_url: str) -> None:
    """A migrated database with one workspace, everybody known, and the calls that they will join."""
    migrations.upgrade(database_url)
    now = datetime.now(UTC)
    engine = engine_for(database_url, write=True)
    with engine.begin() as tx:
        workspace = people.settle(tx, "slack", WORKSPACE, "Bench", "U0BOT", language="en", timezone="Asia/Tokyo")
        profiles = [
            Profile(user, user, "en-US", "Asia/Tokyo", is_admin=False, is_guest=False, is_bot=False, is_gone=False)
            for user in [CALLER, *everybody()]
        ]
        people.introduce(tx, workspace.id, profiles, now)
        for post in range(1, POSTS + 1):
            caller = Who("slack", WORKSPACE, CALLER)
            number = service.announce(tx, caller, Place(CHANNEL), Wish(f"Call {post}"), now)
            assert number == post, "the clicks name the calls by number"
    engine.dispose()


def differences(database_url: str, sent: list[int]) -> list[str]:
    """What the database holds that the model does not say, after so many clicks of each connection."""
    joined = sum(joined_after(clicks) for clicks in sent)
    engine = engine_for(database_url, write=False)
    with engine.begin() as tx:
        found = {
            "joiners": (_count(tx, select(func.count()).where(Joining.state == IN)), joined),
            "ledger rows": (_count(tx, select(func.count()).where(Participation.role == joining.JOINER)), joined),
            "redraws asked for": (_count(tx, select(func.sum(Notice.version))), sum(sent)),
        }
    engine.dispose()
    return [f"{held} {what}, but the model says {said}" for what, (held, said) in found.items() if held != said]


def shown(database_url: str) -> dict[int, str]:
    """As which message each call is shown."""
    engine = engine_for(database_url, write=False)
    with engine.begin() as tx:
        rows = tx.execute(select(Notice.subject, Notice.sent_message).where(Notice.sent_message.is_not(None))).all()
    engine.dispose()
    return {row.subject: row.sent_message for row in rows}


def is_calm(database_url: str) -> bool:
    """Whether every card shows its last state."""
    engine = engine_for(database_url, write=False)
    with engine.begin() as tx:
        waiting = _count(tx, select(func.count()).where(Notice.stale_since.is_not(None)))
    engine.dispose()
    return waiting == 0


def _count(tx: Tx, statement: Any) -> int:
    return int(tx.execute(statement).scalar_one())
