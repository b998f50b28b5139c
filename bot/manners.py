"""When something may be said to one person: in their hours, not while they rest, and only what they want to hear."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot import calendar
from bot.people import Person, Workspace

Manner = Literal["answer", "news", "reminder"]
ANSWER: Manner = "answer"
"""What follows from their own deed, or what spares them a closed door: said at any hour, also to those who rest."""
NEWS: Manner = "news"
"""What others did and they may act on: in their hours, and not while they rest."""
REMINDER: Manner = "reminder"
"""The same, for those who want to be reminded."""


def hour_to_tell(manner: Manner, person: Person, workspace: Workspace, now: datetime) -> datetime | None:
    """When it may be said to them: now, later, or not at all (None)."""
    if manner == ANSWER:
        return now
    if person.is_paused(workspace.today(now)) or (manner == REMINDER and not person.wants_reminders):
        return None
    return calendar.next_working_time(now, workspace.timezone) if person.keeps_hours else now
