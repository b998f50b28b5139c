"""What happens with alumni: they say who they are and what they want to hear, and word is passed to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from bot import notices, people
from bot.alumni.model import ANNOUNCEMENTS, REMINDERS, TOPICS, OptIn, Word, refuse_odd_cohort, reminder_for
from bot.chat.interaction import Who
from bot.db import Tx, insert, many, one
from bot.people import Person

ACTIVITY = "alumni"


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody told us: their cohort, and the topics they want to hear of."""

    cohort: int | None
    wants: frozenset[str] = frozenset()


def standing(tx: Tx, who: Who) -> Standing:
    """What this person told us so far."""
    return standing_of(tx, people.know(tx, who))


def tell_cohort(tx: Tx, who: Who, cohort: int | None) -> int:
    """They say which cohort they are of. Returns it; raises Refusal beside the field when it can be none."""
    cohort = refuse_odd_cohort(cohort)
    people.set_cohort(tx, people.know(tx, who).id, cohort)
    return cohort


def start(tx: Tx, who: Who, topic: str, *, at: datetime) -> Standing:
    """They want to hear of this topic. As long as their cohort is unknown nothing changes: it is asked first.

    Here and in `stop` an older click than the newest one changes nothing.
    """
    person = people.know(tx, who)
    if person.cohort is not None:
        _remember(tx, person, topic, True, at)
    return standing_of(tx, person)


def stop(tx: Tx, who: Who, topic: str, *, at: datetime) -> Standing:
    """They do not want to hear of this topic any more."""
    person = people.know(tx, who)
    _remember(tx, person, topic, False, at)
    return standing_of(tx, person)


def pass_the_word(
    tx: Tx, workspace_id: int, subject: int, host_id: int, starts_at: datetime, zone: str, now: datetime
) -> None:
    """An offsite was announced: those who asked for that hear of it now, and some are reminded days before.

    When those days have begun already there is no reminder: the announcement is fresh enough.
    """
    remind_at = reminder_for(starts_at, zone)
    for topic, due_at in ((ANNOUNCEMENTS, now), (REMINDERS, remind_at)):
        if due_at >= now:
            tx.execute(
                insert(tx, Word).on_conflict_do_nothing(),
                {
                    "workspace_id": workspace_id,
                    "topic": topic,
                    "subject": subject,
                    "host_id": host_id,
                    "due_at": due_at,
                    "told_up_to": 0,
                    "is_told": False,
                },
            )


def due_word(tx: Tx, now: datetime) -> Word | None:
    """The word that has been due the longest and that not everybody has heard; None when there is none."""
    due = many(tx, Word, Word.is_told.is_(False), Word.due_at <= now, order_by=(Word.due_at, Word.id), limit=1)
    return next(iter(due), None)


def tell_some(tx: Tx, word: Word, now: datetime, limit: int = 50) -> None:
    """The next few who asked for it are told. Telling the same few again changes nothing."""
    reached = tx.scalars(
        select(OptIn.person_id)
        .where(
            OptIn.workspace_id == word.workspace_id,
            OptIn.topic == word.topic,
            OptIn.wanted.is_(True),
            OptIn.person_id > word.told_up_to,
            people.present(OptIn.person_id),
        )
        .order_by(OptIn.person_id)
        .limit(limit)
    ).all()
    for person_id in reached:
        if person_id != word.host_id:
            notices.tell(tx, word.workspace_id, ACTIVITY, word.topic, word.subject, person_id, now)
    progress = {"told_up_to": reached[-1]} if reached else {"is_told": True}
    tx.execute(update(Word).where(Word.id == word.id).values(**progress))


def wants(tx: Tx, person_id: int | None, topic: str) -> bool:
    """Whether this person wants to hear of it, as things stand."""
    row = one(tx, OptIn, OptIn.person_id == person_id, OptIn.topic == topic)
    return row is not None and row.wanted


def standing_of(tx: Tx, person: Person) -> Standing:
    """The same of somebody who is known already."""
    return Standing(person.cohort, frozenset(topic for topic in TOPICS if wants(tx, person.id, topic)))


def _remember(tx: Tx, person: Person, topic: str, wanted: bool, at: datetime) -> None:
    state = {"wanted": wanted, "clicked_at": at}
    statement = insert(tx, OptIn).values(person_id=person.id, topic=topic, workspace_id=person.workspace_id, **state)
    tx.execute(
        statement.on_conflict_do_update(index_elements=["person_id", "topic"], set_=state, where=OptIn.clicked_at < at)
    )
