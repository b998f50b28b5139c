"""A person's Home, made of what each activity has to show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot import home, people
from bot.activity import Activity
from bot.chat.card import Card
from bot.chat.interaction import Who
from bot.db import Tx
from bot.home import Visitor
from bot.text import Language, Text


def page(
    tx: Tx, who: Who, activities: Iterable[Activity], now: datetime, note: Text | None = None
) -> tuple[Card, Language]:
    """What this person sees there now, and in which language they read it. Raises UnknownWorkspace."""
    person = people.know(tx, who)
    workspace = people.workspace(tx, person.workspace_id)
    visitor = Visitor(person, workspace, now)
    sections = [section for activity in activities for section in activity.home(tx, visitor)]
    return home.page(sections, note), person.reads(workspace)
