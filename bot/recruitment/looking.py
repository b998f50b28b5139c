"""What there is to be seen of calls: one by its number, everybody in it, and the list of open ones."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select

from bot import notices, people
from bot.chat.interaction import Place, Who
from bot.db import Tx, many, one_by
from bot.home import Visitor
from bot.notices import Notice
from bot.people import Person
from bot.recruitment import seats
from bot.recruitment.model import ACTIVITY, IN, OUT, Discovery, Joining, NoSuchCall, Recruitment

CARD = "card"

_FIND = select(Recruitment.__table__).where(
    Recruitment.id == bindparam("number"), Recruitment.workspace_id == bindparam("workspace")
)
_FIND_AND_LOCK = _FIND.with_for_update()


@dataclass(frozen=True, slots=True)
class Gathering:
    """A call and everyone in it, as its card shows it. Joiners in the order in which they joined."""

    call: Recruitment
    caller: Person
    joiners: tuple[str, ...]
    zone: str = "Asia/Tokyo"
    waiting: int = 0
    """How many wait for a seat, or have been offered one."""
    held: int = 0
    """For how many of them a seat is held."""
    discoveries: int = 0
    """How many found in the town what they had not known."""

    @property
    def everybody(self) -> tuple[str, ...]:
        """The caller, unless they have left, and all who are in."""
        return self.joiners if self.caller.is_gone else (self.caller.external_id, *self.joiners)

    @property
    def is_company(self) -> bool:
        """Whether there are two or more to be brought together: the others may have left meanwhile."""
        return len(self.everybody) > 1

    @property
    def is_full(self) -> bool:
        """Whether every seat has somebody in it, or is held for somebody."""
        return self.call.is_full(len(self.joiners) + self.held)


@dataclass(frozen=True, slots=True)
class Listed:
    """An open call as one person sees it in the list."""

    gathering: Gathering
    is_own: bool = False
    state: str = OUT
    is_full: bool = False


def find(tx: Tx, workspace_id: int, number: int, *, lock: bool = False) -> Recruitment:
    """The call of this number in this workspace. Raises NoSuchCall."""
    call = one_by(tx, Recruitment, _FIND_AND_LOCK if lock else _FIND, number=number, workspace=workspace_id)
    if call is None:
        raise NoSuchCall()
    return call


def found_by(tx: Tx, who: Who, number: int) -> Recruitment:
    """The call of this number in this person's workspace. Raises NoSuchCall."""
    return find(tx, people.workspace_of(tx, who).id, number)


def own(tx: Tx, who: Who, number: int, *, lock: bool = False) -> Recruitment:
    """The caller's own call. Raises NoSuchCall, NotYours."""
    person = people.know(tx, who)
    call = find(tx, person.workspace_id, number, lock=lock)
    call.refuse_stranger(person.id)
    return call


def gathering(tx: Tx, workspace_id: int, number: int) -> Gathering:
    """Everything that the card shows. Raises NoSuchCall."""
    call = find(tx, workspace_id, number)
    joiners = tx.scalars(
        select(Person.external_id)
        .join_from(Joining, Person, Joining.person_id == Person.id)
        .where(Joining.recruitment_id == call.id, Joining.state == IN, Person.is_gone.is_(False))
        .order_by(Joining.since, Joining.person_id)
    ).all()
    return Gathering(
        call,
        people.person(tx, call.caller_id),
        tuple(joiners),
        zone=people.workspace(tx, workspace_id).timezone,
        waiting=0 if call.maximum is None else seats.waiting(tx, call),
        held=0 if call.maximum is None else seats.held(tx, call),
        discoveries=_discoveries(tx, call) if call.is_outing else 0,
    )


def _discoveries(tx: Tx, call: Recruitment) -> int:
    """How many of those who are in, and the caller, found something."""
    joined = select(Joining.person_id).where(Joining.recruitment_id == call.id, Joining.state == IN)
    found = select(func.count()).where(
        Discovery.recruitment_id == call.id,
        Discovery.found.is_(True),
        or_(Discovery.person_id == call.caller_id, Discovery.person_id.in_(joined)),
    )
    return tx.execute(found).scalar_one()


def card_notice(tx: Tx, call: Recruitment) -> Notice | None:
    """Where the call is shown, or why it is not."""
    return notices.card_of(tx, call.workspace_id, ACTIVITY, CARD, call.id)


def open_calls(tx: Tx, who: Who, place: Place, limit: int = 15) -> list[Listed]:
    """The newest open calls that somebody in this place may know of: those in public, and its own.

    A guest may be in a few channels only, and is shown what is called where they are.
    """
    person = people.know(tx, who)
    here = Recruitment.channel == place.channel
    newest = many(
        tx,
        Recruitment,
        Recruitment.workspace_id == person.workspace_id,
        Recruitment.closed_at.is_(None),
        here if person.is_guest else or_(Recruitment.private.is_(False), here),
        order_by=(Recruitment.id.desc(),),
        limit=limit,
    )
    return [_listed(tx, call, person) for call in newest]


def at_home(tx: Tx, visitor: Visitor, limit: int = 20) -> list[Listed]:
    """The newest open calls for somebody's Home: in public, and wherever they called, joined or wait themselves.

    A guest is shown only the latter: they may know few channels.
    """
    person = visitor.person
    standing = select(Joining.recruitment_id).where(Joining.person_id == person.id, Joining.state != OUT)
    theirs = or_(Recruitment.caller_id == person.id, Recruitment.id.in_(standing))
    newest = many(
        tx,
        Recruitment,
        Recruitment.workspace_id == visitor.workspace.id,
        Recruitment.closed_at.is_(None),
        theirs if person.is_guest else or_(Recruitment.private.is_(False), theirs),
        order_by=(Recruitment.id.desc(),),
        limit=limit,
    )
    return [_listed(tx, call, person) for call in newest]


def is_any(tx: Tx, workspace_id: int) -> bool:
    """Whether anybody in this workspace has ever called."""
    return (
        tx.execute(select(Recruitment.id).where(Recruitment.workspace_id == workspace_id).limit(1)).first() is not None
    )


def _listed(tx: Tx, call: Recruitment, person: Person) -> Listed:
    mine = seats.of(tx, call, person)
    return Listed(
        gathering(tx, call.workspace_id, call.id),
        is_own=call.caller_id == person.id,
        state=OUT if mine is None else mine.state,
        is_full=call.is_full(seats.taken(tx, call)),
    )
