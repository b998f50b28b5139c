"""Workspaces and the people in them, found by how the chat product knows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, UniqueConstraint, bindparam, exists, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.chat.interaction import Who
from bot.chat.sender import Profile
from bot.db import Base, Tx, insert, many, one, plain
from bot.refusal import Refusal
from bot.text import Language, Text, language_of


class Workspace(Base):
    """One organisation in one chat product. Everything else belongs to one."""

    __tablename__ = "workspace"
    __table_args__ = (UniqueConstraint("chat", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    timezone: Mapped[str] = mapped_column(String(64))
    fiscal_start: Mapped[int] = mapped_column()
    """The month in which the fiscal year starts, 1–12."""
    bot_user: Mapped[str] = mapped_column(String(64))
    """The chat product's own id of the bot."""
    ask_after: Mapped[datetime | None] = mapped_column()
    """Until when nobody's profile is asked for (machine time)."""

    def says(self) -> Language:
        """The language of what is said to everybody."""
        return cast(Language, self.language)

    def today(self, now: datetime) -> date:
        """The local date of an instant."""
        return now.astimezone(ZoneInfo(self.timezone)).date()


class Person(Base):
    """One member of a workspace. Department, grade and cohort are empty until known."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("workspace_id", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    external_id: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str | None] = mapped_column(String(2))
    """As the chat product says."""
    chosen_language: Mapped[str | None] = mapped_column(String(2))
    """As they told us; it goes before the chat product's."""
    timezone: Mapped[str | None] = mapped_column(String(64))
    is_admin: Mapped[bool] = mapped_column(default=False)
    """What the chat product last said, to show what may be of use to them; rights are asked for anew each time."""
    is_guest: Mapped[bool] = mapped_column(default=False)
    """They are here for a few channels only, or belong to another organisation."""
    is_bot: Mapped[bool] = mapped_column(default=False)
    is_gone: Mapped[bool] = mapped_column(default=False)
    seen_off: Mapped[bool] = mapped_column(default=False)
    """Whether every activity has been told that they have left."""
    department: Mapped[str | None] = mapped_column(String(200))
    grade: Mapped[str | None] = mapped_column(String(100))
    cohort: Mapped[int | None] = mapped_column()
    profiled_at: Mapped[datetime | None] = mapped_column()
    """When we asked the chat product what it last told us of them; empty when it never has."""
    changed_at: Mapped[datetime | None] = mapped_column()
    """When it last said that their profile has changed."""
    keeps_hours: Mapped[bool] = mapped_column(default=True)
    """They want to hear from us in working hours only."""
    paused_until: Mapped[date | None] = mapped_column()
    """The last local day on which nothing is sent to them."""
    wants_reminders: Mapped[bool] = mapped_column(default=True)

    home_zone: ClassVar[str | None] = None
    """The zone of their workspace, where it was read together with them (`know`): every click asks for both."""

    def is_paused(self, today: date) -> bool:
        """Whether nothing is to be sent to them on this local day."""
        return self.paused_until is not None and today <= self.paused_until

    def reads(self, workspace: Workspace) -> Language:
        """Their own language when known, else the workspace's."""
        return cast(Language, self.chosen_language or self.language or workspace.says())


class UnknownWorkspace(Refusal):
    """The bot is not installed there."""

    text = Text("このワークスペースではまだ使えません。", "This workspace is not set up yet.")


_FIND = select(Person.__table__, Workspace.timezone.label("home_zone")).join_from(
    Person.__table__, Workspace.__table__, Person.workspace_id == Workspace.id
).where(
    Workspace.chat == bindparam("chat"),
    Workspace.external_id == bindparam("workspace"),
    Person.external_id == bindparam("user"),
)  # fmt: skip


_ZONE = select(Workspace.timezone).where(Workspace.id == bindparam("number"))


def workspace_of(tx: Tx, who: Who) -> Workspace:
    """The workspace this person acts in. Raises UnknownWorkspace."""
    workspace = one(tx, Workspace, Workspace.chat == who.chat, Workspace.external_id == who.workspace)
    if workspace is None:
        raise UnknownWorkspace()
    return workspace


def workspace(tx: Tx, workspace_id: int) -> Workspace:
    """The workspace of this number."""
    found = one(tx, Workspace, Workspace.id == workspace_id)
    assert found is not None, "rows of ours always name an existing workspace"
    return found


def know(tx: Tx, who: Who) -> Person:
    """The person who acts, made on first sight. Raises UnknownWorkspace."""
    row = tx.execute(_FIND, {"chat": who.chat, "workspace": who.workspace, "user": who.user}).one_or_none()
    if row is not None:
        return plain(Person, row)
    workspace = workspace_of(tx, who)
    fresh = {"workspace_id": workspace.id, "external_id": who.user, "is_guest": who.from_outside}
    tx.execute(insert(tx, Person).values(**fresh).on_conflict_do_nothing())
    return know(tx, who)


def person(tx: Tx, person_id: int) -> Person:
    """The person of this number."""
    found = one(tx, Person, Person.id == person_id)
    assert found is not None, "rows of ours always name an existing person"
    return found


def today(tx: Tx, person: Person, now: datetime) -> date:
    """The local date of an instant in this person's workspace."""
    zone = person.home_zone or tx.execute(_ZONE, {"number": person.workspace_id}).scalar_one()
    return now.astimezone(ZoneInfo(zone)).date()


def language_for(tx: Tx, who: Who) -> Language:
    """The language this person reads: their own when known, else the workspace's. Raises UnknownWorkspace."""
    row = tx.execute(_FIND, {"chat": who.chat, "workspace": who.workspace, "user": who.user}).one_or_none()
    if row is None:
        return workspace_of(tx, who).says()
    return cast(Language, row.chosen_language or row.language or workspace_of(tx, who).says())


def settle(
    tx: Tx, chat: str, external_id: str, name: str, bot_user: str, *, language: Language, timezone: str
) -> Workspace:
    """The workspace, made with these defaults when new; its name and its bot are kept up to date."""
    values = {"chat": chat, "external_id": external_id, "name": name, "bot_user": bot_user}
    fresh = {"language": language, "timezone": timezone, "fiscal_start": 4}
    tx.execute(
        insert(tx, Workspace)
        .values(**values, **fresh)
        .on_conflict_do_update(index_elements=["chat", "external_id"], set_={"name": name, "bot_user": bot_user})
    )
    return workspace_of(tx, Who(chat, external_id, bot_user))


def introduce(tx: Tx, workspace_id: int, profiles: Iterable[Profile], asked: datetime) -> None:
    """Take over what the chat product says of people. What people told us themselves stays.

    `asked` is before the question went out: a later answer is never overwritten by an earlier one.
    """
    for profile in profiles:
        told = {
            "name": profile.name,
            "language": language_of(profile.locale),
            "timezone": profile.timezone,
            "is_admin": profile.is_admin,
            "is_guest": profile.is_guest,
            "is_bot": profile.is_bot,
            "is_gone": profile.is_gone,
            "profiled_at": asked,
        }
        if not profile.is_gone:
            told["seen_off"] = False
        tx.execute(
            insert(tx, Person)
            .values(workspace_id=workspace_id, external_id=profile.user, **{**told, "seen_off": profile.is_gone})
            .on_conflict_do_update(
                index_elements=["workspace_id", "external_id"],
                set_=told,
                where=or_(Person.profiled_at.is_(None), Person.profiled_at <= asked),
            )
        )


def mark_gone(tx: Tx, person: Person, asked: datetime) -> None:
    """The chat product does not know this person any more: they are not addressed again."""
    tx.execute(update(Person).where(Person.id == person.id).values(is_gone=True, profiled_at=asked))


def just_left(tx: Tx, limit: int = 50) -> list[Person]:
    """Those who have left, and of whom the activities have not been told yet."""
    return many(tx, Person, Person.is_gone, Person.seen_off.is_(False), order_by=(Person.id,), limit=limit)


def keep_seen_off(tx: Tx, person: Person) -> None:
    """Every activity knows that they have left."""
    tx.execute(update(Person).where(Person.id == person.id).values(seen_off=True))


def present(person_id: Any) -> Any:
    """As a condition on a query's own column: this person has not left."""
    return exists().where(Person.id == person_id, Person.is_gone.is_(False))


def reachable(person_id: Any, today: date) -> Any:
    """As a condition on a query's own column: this person has not left and does not pause on this local day."""
    is_back = or_(Person.paused_until.is_(None), Person.paused_until < today)
    return exists().where(Person.id == person_id, Person.is_gone.is_(False), is_back)


def leave_as_is(tx: Tx, person: Person, asked: datetime) -> None:
    """The chat product will not say who this is: they are not asked for again until their profile changes."""
    tx.execute(update(Person).where(Person.id == person.id).values(profiled_at=asked))


def put_off_questions(tx: Tx, workspace: Workspace, until: datetime) -> None:
    """Before this (machine time) the chat product wants no more questions about single people."""
    tx.execute(update(Workspace).where(Workspace.id == workspace.id).values(ask_after=until))


def workspaces(tx: Tx) -> list[Workspace]:
    """Every workspace, the oldest first."""
    return many(tx, Workspace, order_by=(Workspace.id,))


def unprofiled(tx: Tx, limit: int = 50) -> list[tuple[Workspace, Person]]:
    """People of whom the chat product has not told us anything yet, or not since their profile changed."""
    rows = tx.execute(
        select(Person.id, Person.workspace_id)
        .join(Workspace, Person.workspace_id == Workspace.id)
        .where(
            or_(Workspace.ask_after.is_(None), Workspace.ask_after <= datetime.now(UTC)),
            or_(Person.profiled_at.is_(None), Person.changed_at >= Person.profiled_at),
        )
        .order_by(Person.id)
        .limit(limit)
    ).all()
    return [(workspace(tx, row.workspace_id), person(tx, row.id)) for row in rows]


def set_cohort(tx: Tx, person_id: int, cohort: int) -> None:
    """They say that they are of this cohort."""
    tx.execute(update(Person).where(Person.id == person_id).values(cohort=cohort))


def forget_profile(tx: Tx, person: Person, now: datetime) -> None:
    """What the chat product told us of them has changed: it is asked again."""
    tx.execute(update(Person).where(Person.id == person.id).values(changed_at=now))
