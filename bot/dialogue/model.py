"""A team and the hour at which it meets, its prompts, who took part, and the rules.

Of a reply only the chat product's number of the message is kept: whose it was and whether it still stands, never
what it said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot import calendar
from bot.db import Base
from bot.dialogue import words
from bot.people import Person
from bot.refusal import Refusal

SMALL_TEAM = 10
"""Below so many people a weekly number would point at persons."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When a section meets: the weekday (0 = Monday) and the local time."""

    weekday: int
    clock: time

    def next(self, now: datetime, zone: str, last_asked: date | None = None) -> datetime:
        """The next time that it meets, but never twice in one week: not again in the week of `last_asked`."""
        after = now
        if last_asked is not None:
            next_monday = last_asked + timedelta(days=7 - last_asked.weekday())
            after = max(now, calendar.at(next_monday, time.min, zone) - timedelta(seconds=1))
        return calendar.next_weekly(after, self.weekday, self.clock, zone)


USUAL_SLOT = Slot(weekday=1, clock=time(8, 35))
OFFERED_WEEKDAYS = range(5)
"""Monday to Friday."""

BEFORE_ALL_CLICKS = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of a click that never was."""


class Team(Base):
    """A section's channel, to which a topic comes every week."""

    __tablename__ = "team"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel"),
        Index("ix_team_next_at", "active", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    channel: Mapped[str] = mapped_column(String(64))
    weekday: Mapped[int] = mapped_column()
    clock: Mapped[time] = mapped_column()
    timezone: Mapped[str] = mapped_column(String(64))
    next_at: Mapped[datetime] = mapped_column()
    active: Mapped[bool] = mapped_column()
    set_up_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    round: Mapped[int] = mapped_column()
    """How often it was set up."""
    headcount: Mapped[int | None] = mapped_column()
    """How many people are in the channel; None until known."""
    counted_at: Mapped[datetime | None] = mapped_column()
    """When they were last counted, whether or not that succeeded; None when they are to be counted now."""

    @property
    def slot(self) -> Slot:
        """When it meets."""
        return Slot(self.weekday, self.clock)

    @property
    def is_small(self) -> bool:
        """Whether a number of people would say too much; so too as long as the size is unknown."""
        return self.headcount is None or self.headcount < SMALL_TEAM

    def day(self, instant: datetime) -> date:
        """The local date of an instant."""
        return instant.astimezone(ZoneInfo(self.timezone)).date()


class Prompt(Base):
    """One week's topic, as asked of one team."""

    __tablename__ = "prompt"
    __table_args__ = (UniqueConstraint("team_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    day: Mapped[date] = mapped_column()
    """The team's local date."""
    topic: Mapped[str] = mapped_column(String(64))
    """The topic's key in the library."""


class Answer(Base):
    """One reply in a prompt's thread. A reply once taken back stays so, whatever is delivered after."""

    __tablename__ = "answer"

    prompt_id: Mapped[int] = mapped_column(ForeignKey("prompt.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    message: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The chat product's own number of the message."""
    taken_back: Mapped[bool] = mapped_column()


class Orphan(Base):
    """A reply in a thread that may turn out to be that of a prompt whose card is on its way."""

    __tablename__ = "orphan"

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(64), primary_key=True)
    thread: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    message: Mapped[str] = mapped_column(String(64), primary_key=True)
    taken_back: Mapped[bool] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    """When we heard of it."""


class Tick(Base):
    """Whether one person says that they talked about it, as of their newest click."""

    __tablename__ = "tick"

    prompt_id: Mapped[int] = mapped_column(ForeignKey("prompt.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    ticked: Mapped[bool] = mapped_column()
    clicked_at: Mapped[datetime] = mapped_column()
    """The chat product's time of the newest click applied; an older one changes nothing."""


class Talk(Base):
    """Whether one person says that their section talked, and with about how many."""

    __tablename__ = "talk"

    prompt_id: Mapped[int] = mapped_column(ForeignKey("prompt.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    happened: Mapped[bool] = mapped_column()
    clicked_at: Mapped[datetime] = mapped_column()
    """The chat product's time of the newest click of any kind."""
    heads: Mapped[int | None] = mapped_column()
    """About how many; None while unknown."""
    heads_at: Mapped[datetime | None] = mapped_column()
    """The chat product's time of the newest click that told `heads`: it may come before the one that says "we did"."""

    def say(self, happened: bool, at: datetime) -> bool:
        """They did, or did not after all. An older click changes nothing. Returns whether this one was newer."""
        newer = at > self.clicked_at
        if newer:
            self.happened, self.clicked_at = happened, at
        return newer

    def say_heads(self, heads: int | None, at: datetime) -> bool:
        """With about so many. An older click changes nothing. Returns whether this one was newer."""
        newer = self.heads_at is None or at > self.heads_at
        if newer:
            self.heads, self.heads_at = heads, at
        return newer


def refuse_guest(person: Person) -> None:
    """Raises GuestMayNot: setting up is for members of staff, taking part is for everybody."""
    if person.is_guest:
        raise GuestMayNot()


class GuestMayNot(Refusal):
    """A guest may take part, not set up."""

    text = words.GUEST_MAY_NOT


class NotSetUp(Refusal):
    """No topics come to this channel, or the button names no team of this workspace."""

    text = words.NOT_SET_UP


class NoSuchPrompt(Refusal):
    """There is no such prompt in this workspace."""

    text = words.NO_SUCH_PROMPT
