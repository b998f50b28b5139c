"""A call, who joined it, and the rules: who may join, and when it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.chat.interaction import ORIGIN_MOST
from bot.chat.sender import MessageRef
from bot.db import Base
from bot.recruitment import words
from bot.refusal import NotYours, Refusal

ACTIVITY = "recruitment"

PLAIN, CONSULT, STORY, TOWN = "plain", "consult", "story", "town"
KINDS = (PLAIN, CONSULT, STORY, TOWN)
"""Any call; a quarter of an hour's advice in private; a senior who tells; out of the building and into the town."""
CONSULT_MOST = 2
"""Whoever wants advice meets one or two people, not an audience."""
OUTING = "outing"
"""What a call into the town is counted as; every other is counted as a call."""

OPEN_FOR = timedelta(days=14)
OPEN_AT_MOST = timedelta(days=366)
HELD_FOR = timedelta(hours=2)
"""Working time for which a seat that has become free is held for the next in line."""
NAMES_SHOWN = 30
"""Names on a card; how many more there are is said as a number."""
TITLE_MOST = 150
PURPOSE_MOST = 150
DETAILS_MOST = 2_000
MAXIMUM_MOST = 1_000

IN, OUT, WAITING, OFFERED = "in", "out", "waiting", "offered"
TAKEN = (IN, OFFERED)
"""An open offer holds its seat."""


def counted_as(kind: str) -> str:
    """As what a call of this kind stands in the ledger."""
    return OUTING if kind == TOWN else ACTIVITY


class Recruitment(Base):
    """A post "who is in for X?"."""

    __tablename__ = "recruitment"
    __table_args__ = (
        UniqueConstraint("workspace_id", "origin"),
        Index("ix_recruitment_closes_at", "closed_at", "closes_at"),
        Index("ix_recruitment_workspace_id", "workspace_id", "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    channel: Mapped[str] = mapped_column(String(64))
    private: Mapped[bool] = mapped_column()
    """Only the members of its channel know of it."""
    caller_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(TITLE_MOST))
    details: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(String(PURPOSE_MOST))
    """What it is for, in one line."""
    place: Mapped[str] = mapped_column(String(150))
    time: Mapped[str] = mapped_column(String(150))
    """When, as the caller put it: "some lunch break this week"."""
    minimum: Mapped[int | None] = mapped_column()
    """With how many joiners it takes place; None: with whoever comes."""
    reached_at: Mapped[datetime | None] = mapped_column()
    """When so many had joined. It stays so, whoever leaves afterwards."""
    maximum: Mapped[int | None] = mapped_column()
    """How many may join; the caller is not counted. None: everybody."""
    closes_at: Mapped[datetime] = mapped_column()
    closed_at: Mapped[datetime | None] = mapped_column()
    called_off_at: Mapped[datetime | None] = mapped_column()
    """When its caller gave it up, or an admin took it down; it is closed, too."""
    taken_down_at: Mapped[datetime | None] = mapped_column()
    """When an admin took it down; what it said is shown no more."""
    parting: Mapped[str] = mapped_column(Text)
    """The caller's word to those who had joined, when it was called off; or the admin's reason to the caller."""
    origin: Mapped[str | None] = mapped_column(String(ORIGIN_MOST))
    """The chat product's own id of the form or command that it came by: the same one is never stored twice."""
    about_channel: Mapped[str | None] = mapped_column(String(64))
    about_message: Mapped[str | None] = mapped_column(String(64))
    """Where the message is that was turned into this call. Its words stay there."""

    @property
    def about(self) -> MessageRef | None:
        """The message that was turned into this call."""
        if self.about_channel is None or self.about_message is None:
            return None
        return MessageRef(self.about_channel, self.about_message)

    @property
    def is_consult(self) -> bool:
        """Who joins is known to the caller alone: whoever offers or seeks advice is watched by nobody."""
        return self.kind == CONSULT

    @property
    def is_outing(self) -> bool:
        """It leads into the town."""
        return self.kind == TOWN

    @property
    def counted_as(self) -> str:
        """As what it stands in the ledger."""
        return counted_as(self.kind)

    def refuse_caller(self, person_id: int) -> None:
        """Raises OwnCall for the caller, who neither joins nor leaves."""
        if person_id == self.caller_id:
            raise OwnCall()

    def is_full(self, seats_taken: int) -> bool:
        """Whether nobody else can join."""
        return self.maximum is not None and seats_taken >= self.maximum

    def is_reached_by(self, joiners: int) -> bool:
        """Whether this many make it take place, who did not before."""
        return self.reached_at is None and self.minimum is not None and joiners >= self.minimum

    def refuse_called_off(self) -> None:
        """Raises CalledOff."""
        if self.called_off_at is not None:
            raise CalledOff()

    def refuse_when_closed(self) -> None:
        """Raises Closed, or CalledOff."""
        self.refuse_called_off()
        if self.closed_at is not None:
            raise Closed()

    def refuse_stranger(self, person_id: int) -> None:
        """Raises NotYours for anyone but the caller."""
        if person_id != self.caller_id:
            raise NotYours(words.NOT_YOURS)


class Joining(Base):
    """Where one person stands with one call, as of their newest click. One row a person: nobody is in two places."""

    __tablename__ = "joining"
    __table_args__ = (Index("ix_joining_offer_until", "offer_until"),)

    recruitment_id: Mapped[int] = mapped_column(ForeignKey("recruitment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime] = mapped_column()
    """When that became so: the order in which people joined."""
    clicked_at: Mapped[datetime] = mapped_column()
    """The chat product's time of the newest click applied; an older one changes nothing."""
    turn: Mapped[int | None] = mapped_column()
    """The newest number they drew in the order of waiting."""
    offer_until: Mapped[datetime | None] = mapped_column()
    """Until when the offered seat is held; None in every other state."""
    offers: Mapped[int] = mapped_column(default=0)
    """How often a seat was offered to them: it tells one offer from the next."""


class Discovery(Base):
    """Whether somebody who went into the town found what they had not known, as of their newest click."""

    __tablename__ = "discovery"

    recruitment_id: Mapped[int] = mapped_column(ForeignKey("recruitment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    found: Mapped[bool] = mapped_column()
    clicked_at: Mapped[datetime] = mapped_column()
    """The chat product's time of the newest click applied; an older one changes nothing."""


class NoSuchCall(Refusal):
    """There is no such call in this workspace."""

    text = words.NO_SUCH_CALL


class Closed(Refusal):
    """The call has ended."""

    text = words.CLOSED


class CalledOff(Refusal):
    """Its caller has given it up."""

    text = words.CALLED_OFF


class OwnCall(Refusal):
    """Callers are part of their own call already."""

    text = words.OWN_CALL


class StaffOnly(Refusal):
    """Guests, and people of another organisation in a shared channel, join; they do not call.

    Who calls answers for the call: closes it, calls it off, is asked when it is over. A guest's account may end any
    day, and somebody elsewhere is not bound by this house's rules; a colleague who is here can call with them.
    """

    text = words.STAFF_ONLY
