"""The ledger: who took part in what, and when. Never a word of what was said.

A row keeps the department, grade and cohort as of the moment it is written, because transfers each April change
them: for an offsite that is when its guest said they were going, which may be before the day itself.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, bindparam, delete, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base, Tx, built_once, insert
from bot.people import Person


class Participation(Base):
    """One person took part once in one thing."""

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("workspace_id", "kind", "subject", "person_id"),
        Index("ix_participation_day", "workspace_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"))
    kind: Mapped[str] = mapped_column(String(40))
    """The activity's own word, as in its `Activity.kinds`."""
    subject: Mapped[int] = mapped_column()
    """The call, prompt or offsite."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    """As what: "caller", "joiner", "host", "guest"…"""
    day: Mapped[date] = mapped_column()
    """The local date on which it takes place."""
    department: Mapped[str | None] = mapped_column(String(200))
    grade: Mapped[str | None] = mapped_column(String(100))
    cohort: Mapped[int | None] = mapped_column()


@built_once
def _recording(tx: Tx) -> Any:
    row = insert(tx, Participation)
    return row.on_conflict_do_update(
        index_elements=["workspace_id", "kind", "subject", "person_id"], set_={"role": row.excluded.role}
    )


_TAKING_BACK = delete(Participation).where(
    Participation.workspace_id == bindparam("in_workspace"),
    Participation.kind == bindparam("of_kind"),
    Participation.subject == bindparam("of_subject"),
    Participation.person_id == bindparam("of_person"),
)


def record(tx: Tx, kind: str, subject: int, person: Person, role: str, day: date) -> None:
    """They took part. Recording again changes only as what."""
    tx.execute(
        _recording(tx),
        {
            "workspace_id": person.workspace_id,
            "kind": kind,
            "subject": subject,
            "person_id": person.id,
            "role": role,
            "day": day,
            "department": person.department,
            "grade": person.grade,
            "cohort": person.cohort,
        },
    )


def take_back(tx: Tx, kind: str, subject: int, person: Person) -> None:
    """They did not take part after all. Taking back what is not there changes nothing."""
    tx.execute(
        _TAKING_BACK,
        {"in_workspace": person.workspace_id, "of_kind": kind, "of_subject": subject, "of_person": person.id},
    )


def take_back_all(tx: Tx, workspace_id: int, kind: str, subject: int) -> None:
    """It did not take place."""
    tx.execute(
        delete(Participation).where(
            Participation.workspace_id == workspace_id,
            Participation.kind == kind,
            Participation.subject == subject,
        )
    )


def recount(tx: Tx, workspace_id: int, kind: str, subject: int, as_kind: str) -> None:
    """It was of another kind after all: who took part in it took part in that."""
    tx.execute(
        update(Participation)
        .where(
            Participation.workspace_id == workspace_id,
            Participation.kind == kind,
            Participation.subject == subject,
        )
        .values(kind=as_kind)
    )
