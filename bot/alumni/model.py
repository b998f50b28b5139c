"""What alumni can ask for, what they asked for, and word that is being passed to those who did."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot import calendar
from bot.alumni import words
from bot.db import Base
from bot.refusal import Refusal
from bot.text import Text

ANNOUNCEMENTS, REMINDERS = "announcements", "reminders"
TOPICS: dict[str, Text] = {ANNOUNCEMENTS: words.ANNOUNCEMENTS, REMINDERS: words.REMINDERS}
"""Each can be asked for and stopped by itself."""

COHORT_MOST = 99
REMIND_DAYS_BEFORE = 3
"""Early enough to keep an evening free."""
REMIND_AT = time(10)
"""Inside working hours and clear of the morning's meetings and of lunch."""


def refuse_odd_cohort(cohort: int | None) -> int:
    """The cohort, when it can be one. Raises Refusal beside the field."""
    if cohort is None or not 1 <= cohort <= COHORT_MOST:
        raise Refusal(words.COHORT_ODD.fill(most=COHORT_MOST), field="cohort")
    return cohort


def reminder_for(start: datetime, zone: str) -> datetime:
    """When those who have not answered are reminded of a meeting that starts then."""
    return calendar.days_before(start, REMIND_DAYS_BEFORE, REMIND_AT, zone)


class OptIn(Base):
    """Whether one person wants to hear of one topic, as of their newest click."""

    __tablename__ = "opt_in"
    __table_args__ = (Index("ix_opt_in_topic", "workspace_id", "topic", "wanted", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(20), primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    wanted: Mapped[bool] = mapped_column()
    clicked_at: Mapped[datetime] = mapped_column()
    """The chat product's time of the newest click applied; an older one changes nothing."""


class Word(Base):
    """Word of one offsite on its way to all who asked for a topic, told to a few at a time."""

    __tablename__ = "alumni_word"
    __table_args__ = (
        UniqueConstraint("workspace_id", "topic", "subject"),
        Index("ix_alumni_word_due_at", "is_told", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    topic: Mapped[str] = mapped_column(String(20))
    subject: Mapped[int] = mapped_column()
    """The number of the offsite."""
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """Who announced it and need not be told."""
    due_at: Mapped[datetime] = mapped_column()
    told_up_to: Mapped[int] = mapped_column(default=0)
    """Everybody up to this person's number has been told."""
    is_told: Mapped[bool] = mapped_column(default=False)
