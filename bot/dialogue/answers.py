"""Who takes part in a week's topic: replies in its thread, ticks, and talks of a whole section.

Replies and ticks are counted once per person, in the ledger. A talk is a figure of its own and counts nobody.
Everything here is a state: whatever comes doubled, late or in another order ends the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from bot import ledger, notices, people
from bot.chat.interaction import Who
from bot.chat.sender import MessageRef
from bot.db import Tx, insert, one
from bot.dialogue import service, topics
from bot.dialogue.model import BEFORE_ALL_CLICKS, Answer, Prompt, Talk, Team, Tick
from bot.dialogue.service import ACTIVITY, PROMPT
from bot.dialogue.topics import Topic
from bot.ledger import Participation
from bot.people import Person

KIND = "dialogue"
ANSWER, TICK = "answer", "tick"


@dataclass(frozen=True, slots=True)
class Turnout:
    """A week's topic and how many took part, as its card shows it."""

    prompt: Prompt
    team: Team
    topic: Topic
    people: int
    talks: int
    heads: int | None
    """About how many took part in all talks together; None while that is unknown of one of them."""


def prompt_at(tx: Tx, who: Who, message: MessageRef) -> int | None:
    """The number of the prompt that this message shows; None for every other message. Raises UnknownWorkspace."""
    notice = notices.shown_at(tx, people.workspace_of(tx, who).id, message)
    if notice is None or (notice.activity, notice.kind) != (ACTIVITY, PROMPT):
        return None
    return notice.subject


def reply(tx: Tx, who: Who, number: int, message: str, now: datetime) -> None:
    """They replied in the thread with this message. Once taken back it stays so. Raises NoSuchPrompt."""
    prompt, person, before = _standing(tx, who, number)
    key = {"prompt_id": prompt.id, "person_id": person.id, "message": message}
    tx.execute(insert(tx, Answer).values(**key, taken_back=False).on_conflict_do_nothing())
    _settle(tx, prompt, person, before, now)


def take_reply_back(tx: Tx, who: Who, number: int, message: str, now: datetime) -> None:
    """They deleted this message; we may hear of that before we hear of the message. Raises NoSuchPrompt."""
    prompt, person, before = _standing(tx, who, number)
    key = {"prompt_id": prompt.id, "person_id": person.id, "message": message}
    tx.execute(
        insert(tx, Answer)
        .values(**key, taken_back=True)
        .on_conflict_do_update(index_elements=list(key), set_={"taken_back": True})
    )
    _settle(tx, prompt, person, before, now)


def tick(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> bool:
    """話しました. An older click than the newest one changes nothing.

    Returns whether they stand as ticked. Raises NoSuchPrompt.
    """
    return _set_tick(tx, who, number, True, at, now)


def untick(tx: Tx, who: Who, number: int, *, at: datetime, now: datetime) -> None:
    """They take the tick back. Raises NoSuchPrompt."""
    _set_tick(tx, who, number, False, at, now)


def talk(tx: Tx, who: Who, number: int, *, at: datetime) -> Talk:
    """課で話しました: one talk, however often it is clicked. Returns how it stands now. Raises NoSuchPrompt."""
    prompt, mine = _my_talk(tx, who, number)
    if mine.say(True, at):
        _keep(tx, prompt, mine)
    return mine


def talk_with(tx: Tx, who: Who, number: int, heads: int, *, at: datetime) -> Talk:
    """With about so many. Returns how the talk stands now. Raises NoSuchPrompt."""
    prompt, mine = _my_talk(tx, who, number)
    said, said_heads = mine.say(True, at), mine.say_heads(heads, at)
    if said or said_heads:
        _keep(tx, prompt, mine)
    return mine


def undo_talk(tx: Tx, who: Who, number: int, *, at: datetime) -> Talk:
    """They take the talk back. Returns how it stands now. Raises NoSuchPrompt."""
    prompt, mine = _my_talk(tx, who, number)
    said, said_heads = mine.say(False, at), mine.say_heads(None, at)
    if said or said_heads:
        _keep(tx, prompt, mine)
    return mine


def turnout(tx: Tx, workspace_id: int, number: int) -> Turnout | None:
    """Everything that the card shows; None when its topic is no longer in the library. Raises NoSuchPrompt."""
    prompt = service.find_prompt(tx, workspace_id, number)
    topic = topics.library().get(prompt.topic)
    if topic is None:
        return None
    talks = tx.execute(
        select(func.count(), func.count(Talk.heads), func.sum(Talk.heads)).where(
            Talk.prompt_id == prompt.id, Talk.happened
        )
    ).one()
    return Turnout(
        prompt,
        service.find(tx, workspace_id, prompt.team_id),
        topic,
        people=_counted(tx, prompt),
        talks=talks[0],
        heads=talks[2] if talks[1] == talks[0] else None,
    )


def _set_tick(tx: Tx, who: Who, number: int, ticked: bool, at: datetime, now: datetime) -> bool:
    prompt, person, before = _standing(tx, who, number)
    mine = one(tx, Tick, Tick.prompt_id == prompt.id, Tick.person_id == person.id)
    if mine is not None and mine.clicked_at >= at:
        return mine.ticked
    state = {"ticked": ticked, "clicked_at": at}
    tx.execute(
        insert(tx, Tick)
        .values(prompt_id=prompt.id, person_id=person.id, **state)
        .on_conflict_do_update(index_elements=["prompt_id", "person_id"], set_=state)
    )
    _settle(tx, prompt, person, before, now)
    return ticked


def _standing(tx: Tx, who: Who, number: int) -> tuple[Prompt, Person, str | None]:
    """The prompt, held until the end of the transaction; the person; and as what they take part so far."""
    person = people.know(tx, who)
    prompt = service.find_prompt(tx, person.workspace_id, number, lock=True)
    return prompt, person, _role(tx, prompt, person)


def _role(tx: Tx, prompt: Prompt, person: Person) -> str | None:
    """As what they take part, as replies and tick stand now; None when they do not."""
    replied = exists().where(Answer.prompt_id == prompt.id, Answer.person_id == person.id, Answer.taken_back.is_(False))
    ticked = exists().where(Tick.prompt_id == prompt.id, Tick.person_id == person.id, Tick.ticked)
    stands = tx.execute(select(replied, ticked)).one()
    return ANSWER if stands[0] else TICK if stands[1] else None


def _settle(tx: Tx, prompt: Prompt, person: Person, before: str | None, now: datetime) -> None:
    """The ledger and the card follow from how replies and tick stand now."""
    after = _role(tx, prompt, person)
    if after == before:
        return
    if after is None:
        ledger.take_back(tx, KIND, prompt.id, person)
    else:
        ledger.record(tx, KIND, prompt.id, person, after, people.today(tx, person, now))
    if before is None or after is None:
        notices.redraw(tx, prompt.workspace_id, ACTIVITY, PROMPT, prompt.id)


def _my_talk(tx: Tx, who: Who, number: int) -> tuple[Prompt, Talk]:
    """The prompt, held until the end of the transaction, and this person's talk about it so far."""
    person = people.know(tx, who)
    prompt = service.find_prompt(tx, person.workspace_id, number, lock=True)
    mine = one(tx, Talk, Talk.prompt_id == prompt.id, Talk.person_id == person.id)
    fresh = Talk(prompt_id=prompt.id, person_id=person.id, happened=False, clicked_at=BEFORE_ALL_CLICKS)
    return prompt, mine or fresh


def _keep(tx: Tx, prompt: Prompt, mine: Talk) -> None:
    state = {
        "happened": mine.happened,
        "clicked_at": mine.clicked_at,
        "heads": mine.heads,
        "heads_at": mine.heads_at,
    }
    tx.execute(
        insert(tx, Talk)
        .values(prompt_id=prompt.id, person_id=mine.person_id, **state)
        .on_conflict_do_update(index_elements=["prompt_id", "person_id"], set_=state)
    )
    notices.redraw(tx, prompt.workspace_id, ACTIVITY, PROMPT, prompt.id)


def _counted(tx: Tx, prompt: Prompt) -> int:
    counted = select(func.count()).where(
        Participation.workspace_id == prompt.workspace_id,
        Participation.kind == KIND,
        Participation.subject == prompt.id,
    )
    return tx.execute(counted).scalar_one()
