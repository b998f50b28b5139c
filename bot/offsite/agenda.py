"""What comes up for one person: offsites they said something to, those they may still answer, and those they host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select

from bot.db import Tx, many_by
from bot.home import Visitor
from bot.offsite.model import SHOWN, Offsite, Rsvp
from bot.offsite.service import Roster, roster

AT_ONCE = 20
"""Of each kind: more than anybody looks through."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Offsites that have not started, the next one first."""

    mine: tuple[tuple[Roster, str], ...]
    """Each with where they stand: going, unsure, waiting, or offered a seat."""
    open: tuple[Roster, ...]
    """Announced to everybody, and not yet answered by them."""
    hosted: tuple[Roster, ...]


def agenda(tx: Tx, visitor: Visitor) -> Agenda:
    """As things stand for this person. A guest is shown only what they have answered: they may know few channels."""
    person = visitor.person
    answer = (Rsvp.offsite_id == Offsite.id, Rsvp.person_id == person.id)
    standing = select(Rsvp.offsite_id, Rsvp.state).where(Rsvp.person_id == person.id, Rsvp.state.in_(SHOWN))
    states = {row.offsite_id: row.state for row in tx.execute(standing)}
    mine = _coming(tx, visitor, Offsite.id.in_(states))
    unanswered = (Offsite.private.is_(False), Offsite.host_id != person.id, ~exists().where(*answer))
    return Agenda(
        tuple((each, states[each.offsite.id]) for each in mine),
        () if person.is_guest else _coming(tx, visitor, *unanswered),
        _coming(tx, visitor, Offsite.host_id == person.id),
    )


def is_any(tx: Tx, workspace_id: int) -> bool:
    """Whether anybody in this workspace has ever announced one."""
    return tx.execute(select(Offsite.id).where(Offsite.workspace_id == workspace_id).limit(1)).first() is not None


def _coming(tx: Tx, visitor: Visitor, *where: Any) -> tuple[Roster, ...]:
    found = (
        select(Offsite.__table__)
        .where(
            Offsite.workspace_id == visitor.workspace.id,
            Offsite.starts_at > visitor.now,
            Offsite.called_off_at.is_(None),
            *where,
        )
        .order_by(Offsite.starts_at, Offsite.id)
        .limit(AT_ONCE)
    )
    return tuple(roster(tx, each.workspace_id, each.id) for each in many_by(tx, Offsite, found))
