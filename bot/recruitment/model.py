"""A call, who joined it, and the rules: who may join, and when it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.chat.interaction import ORIGIN_MOST
from bot.db import Base
from bot.recruitment import words
from bot.refusal import NotYours, Refusal

OPEN_FOR = timedelta(days=14)
TITLE_MOST = 150
DETAILS_MOST = 2_000
MAXIMUM_MOST = 1_000


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
    title: Mapped[str] = mapped_column(String(TITLE_MOST))
    details: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(150))
    time: Mapped[str] = mapped_column(String(150))
    """When, as the caller put it: "some lunch break this week"."""
    maximum: Mapped[int | None] = mapped_column()
    """How many may join; the caller is not counted. None: everybody."""
    closes_at: Mapped[datetime] = mapped_column()
    closed_at: Mapped[datetime | None] = mapped_column()
    origin: Mapped[str | None] = mapped_column(String(ORIGIN_MOST))
    """The chat product's own id of the form or command that it came by: the same one is never stored twice."""

    def refuse_caller(self, person_id: int) -> None:
        """Raises OwnCall for the caller, who neither joins nor leaves."""
        if person_id == self.caller_id:
            raise OwnCall()

    def is_full(self, seats_taken: int) -> bool:
        """Whether nobody else can join."""
        return self.maximum is not None and seats_taken >= self.maximum

    def refuse_when_closed(self) -> None:
        """Raises Closed."""
        if self.closed_at is not None:
            raise Closed()

    def refuse_stranger(self, person_id: int) -> None:
        """Raises NotYours for anyone but the caller."""
        if person_id != self.caller_id:
            raise NotYours(words.NOT_YOURS)


class Joining(Base):
    """Whether one person is in, as of their newest click."""

    __tablename__ = "joining"

    recruitment_id: Mapped[int] = mapped_column(ForeignKey("recruitment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    joined: Mapped[bool] = mapped_column()
    since: Mapped[datetime] = mapped_column()
    """When that became so: the order in which people joined."""
    clicked_at: Mapped[datetime] = mapped_column()
    """The chat product's time of the newest click applied; an older one changes nothing."""


class NoSuchCall(Refusal):
    """There is no such call in this workspace."""

    text = words.NO_SUCH_CALL


class Closed(Refusal):
    """The call has ended."""

    text = words.CLOSED


class OwnCall(Refusal):
    """Callers are part of their own call already."""

    text = words.OWN_CALL
