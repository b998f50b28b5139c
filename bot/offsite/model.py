"""An offsite, who answered what, and the rules: what can be announced, who may answer, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot import calendar, text
from bot.chat.interaction import ORIGIN_MOST
from bot.db import Base
from bot.offsite import words
from bot.refusal import NotYours, Refusal

TITLE_MOST, PLACE_MOST, NOTES_MOST = 150, 500, 2_000
CAPACITY_MOST = 10_000
USUAL_LENGTH = timedelta(minutes=90)
OFFER_UNTIL = time(12)
"""An offered seat is held until noon of the next working day: an evening and a morning to decide."""
REMIND_AT = time(10)
"""The day before, inside working hours and clear of the morning's meetings and of lunch."""

GOING, UNSURE, DECLINED, WAITING, OFFERED = "going", "unsure", "declined", "waiting", "offered"
NOTHING = "nothing"
"""No answer that stands: a seat was wanted when there was none, or an offer ran out."""
SEATED = (GOING, OFFERED)
"""An open offer holds its seat."""
SHOWN = (GOING, UNSURE, WAITING, OFFERED)
"""What the card shows, by name or as a number."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the host wrote."""

    title: str
    starts_at: datetime | None
    ends: time | None = None
    """The local time of day at which it ends; None: after the usual length."""
    place: str = ""
    capacity: int | None = None
    notes: str = ""

    def start(self, now: datetime) -> datetime:
        """When it starts. Raises Refusal beside the field, also for an empty title and an odd capacity."""
        if not self.title:
            raise Refusal(words.TITLE_NEEDED, field="title")
        if self.starts_at is None:
            raise Refusal(words.START_NEEDED, field="starts_at")
        if self.starts_at <= now:
            raise Refusal(words.IN_THE_PAST, field="starts_at")
        if self.capacity is not None and not 1 <= self.capacity <= CAPACITY_MOST:
            raise Refusal(words.CAPACITY_ODD.fill(most=f"{CAPACITY_MOST:,}"), field="capacity")
        return self.starts_at

    def end(self, start: datetime, zone: str) -> datetime:
        """When it ends, on the day on which it starts. Raises Refusal beside the field."""
        if self.ends is None:
            return start + USUAL_LENGTH
        local = start.astimezone(ZoneInfo(zone))
        end = calendar.at(local.date(), self.ends, zone)
        if end <= start:
            raise Refusal(words.ENDS_BEFORE_START.fill(clock=text.clock(local.time())), field="ends")
        return end


def state_after(was: str, wish: str, *, seat_is_free: bool) -> str:
    """Where somebody stands after they pressed a button: going, unsure, declined, or waiting.

    Who wants a seat when there is none stays where they were and is asked whether they would like to wait.
    """
    if wish == GOING:
        return GOING if was in SEATED or seat_is_free else was
    if wish == WAITING and was in SEATED:
        return was
    return wish


class Offsite(Base):
    """A voluntary meeting with answers and, perhaps, a limited number of seats."""

    __tablename__ = "offsite"
    __table_args__ = (
        UniqueConstraint("workspace_id", "origin"),
        Index("ix_offsite_workspace_id", "workspace_id", "starts_at"),
        Index("ix_offsite_tell_at", "tell_at"),
        Index("ix_offsite_redraw_at", "redraw_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    channel: Mapped[str] = mapped_column(String(64))
    private: Mapped[bool] = mapped_column()
    """Only the members of its channel, and those who answered, know of it."""
    host_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(TITLE_MOST))
    starts_at: Mapped[datetime] = mapped_column()
    ends_at: Mapped[datetime] = mapped_column()
    place: Mapped[str] = mapped_column(String(PLACE_MOST))
    capacity: Mapped[int | None] = mapped_column()
    """How many may come; the host is not counted. None: everybody."""
    notes: Mapped[str] = mapped_column(Text)
    tell_at: Mapped[datetime | None] = mapped_column()
    """When those going are to be reminded or, after calling off, all concerned told that. None: nothing to do."""
    told_up_to: Mapped[int] = mapped_column(default=0)
    """Of these, everybody up to this person's number has been told: it is done in slices."""
    redraw_at: Mapped[datetime | None] = mapped_column()
    """When its card is to show that it has started; None once it does, or when it never will."""
    called_off_at: Mapped[datetime | None] = mapped_column()
    origin: Mapped[str | None] = mapped_column(String(ORIGIN_MOST))
    """The chat product's own id of the form or command that it came by: the same one is never stored twice."""

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be answered."""
        return self.called_off_at is None and now < self.starts_at

    def refuse_when_over(self, now: datetime) -> None:
        """Raises CalledOff, or Started from the start on."""
        if self.called_off_at is not None:
            raise CalledOff()
        if now >= self.starts_at:
            raise Started(words.ENDED if now >= self.ends_at else words.STARTED)

    def refuse_host(self, person_id: int) -> None:
        """Raises OwnOffsite for the host, who neither answers nor takes a seat."""
        if person_id == self.host_id:
            raise OwnOffsite()

    def refuse_stranger(self, person_id: int) -> None:
        """Raises NotYours for anyone but the host."""
        if person_id != self.host_id:
            raise NotYours(words.NOT_YOURS)

    def offer_until(self, now: datetime, zone: str) -> datetime:
        """Until when a seat offered now is held: noon of the next working day there, or the start if earlier."""
        day = calendar.working_day_after(now.astimezone(ZoneInfo(zone)).date())
        return min(calendar.at(day, OFFER_UNTIL, zone), self.starts_at)


class Rsvp(Base):
    """Where one person stands with one offsite. One row a person, so nobody is in two places."""

    __tablename__ = "rsvp"
    __table_args__ = (Index("ix_rsvp_offer_until", "offer_until"),)

    offsite_id: Mapped[int] = mapped_column(ForeignKey("offsite.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime] = mapped_column()
    """When that became so, in the product's time."""
    clicked_at: Mapped[datetime] = mapped_column()
    """The chat product's time of the newest click applied; an older one changes nothing."""
    turn: Mapped[int | None] = mapped_column()
    """The newest number they drew in the order of waiting. Never taken off: it also tells their offers apart."""
    offer_until: Mapped[datetime | None] = mapped_column()
    """Until when the offered seat is held; None in every other state, and once the offsite is called off."""


class NoSuchOffsite(Refusal):
    """There is no such offsite in this workspace."""

    text = words.NO_SUCH_OFFSITE


class CalledOff(Refusal):
    """The host has called it off."""

    text = words.CALLED_OFF


class Started(Refusal):
    """From the start on nothing changes."""

    text = words.STARTED


class OwnOffsite(Refusal):
    """Hosts are part of their own offsite already."""

    text = words.OWN_OFFSITE


class StaffOnly(Refusal):
    """A guest or somebody of another organisation may answer, not announce."""

    text = words.STAFF_ONLY
