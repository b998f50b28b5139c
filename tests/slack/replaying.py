"""Everything that people do, delivered one to four times in any order, against a model that knows only the newest."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from bot.alumni import service as alumni
from bot.alumni.model import TOPICS, OptIn
from bot.chat.interaction import Place, Who
from bot.db import Tx, many
from bot.dialogue import service as dialogue
from bot.dialogue.model import Slot, Talk, Tick
from bot.dialogue.words import HEADS
from bot.ledger import Participation
from bot.notices import Notice
from bot.offsite import service as offsite
from bot.offsite.model import DECLINED, GOING, OFFERED, UNSURE, WAITING, Rsvp
from bot.offsite.model import Wish as OffsiteWish
from bot.people import Person
from bot.recruitment import service as recruitment
from bot.recruitment.model import IN, OUT, Joining
from bot.recruitment.wish import Wish
from tests.slack import forgeries
from tests.slack.genuine import Genuine
from tests.slack.knock import Knock
from tests.slack.letterbox import Letterbox
from tests.town import Town

HIROBA, HOST = "ひろば", "suzuki.kenta"
HANDLES = (
    "ito.sakura", "emma.clark", "kato.naomi", "yoshida.aoi", "mori.shota", "tanaka.daichi", "takahashi.yoko",
)  # fmt: skip
SEATS = 3
AT_ONCE = 8
"""Deliveries on their way at the same time, as Slack's are."""

JOIN = {"recruitment.join": IN, "recruitment.leave": OUT}
ANSWER = {"offsite.go": GOING, "offsite.hesitate": UNSURE, "offsite.decline": DECLINED}
TICK = {"dialogue.tick": True, "dialogue.untick": False}
TALK = {f"dialogue.talk_with_{heads}": heads for heads in HEADS} | {"dialogue.talk": None, "dialogue.undo_talk": None}
WISH = {"alumni.start": True, "alumni.end": False}


@dataclass(frozen=True, slots=True)
class Stage:
    """What people press buttons of in one round: with seats for all, and with a few."""

    open_call: int
    small_call: int
    open_offsite: int
    small_offsite: int
    prompt: int
    thread: str


@dataclass(slots=True)
class Newest:
    """The route of everybody's newest click on each thing, and who replied with which message."""

    clicks: dict[tuple[str, str], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    heads: dict[str, int | None] = field(default_factory=dict)
    replies: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, activity: str, subject: object) -> dict[str, str]:
        return self.clicks[activity, str(subject)]


async def replay(town: Town, knock: Knock, seed: int, happenings: int) -> int:
    """One round of so many happenings on a new stage. Returns how many deliveries; fails where anything differs."""
    dice, letterbox = random.Random(seed), Letterbox.of(town)
    town.house.timetable.deliverer.between_edits = 2.0
    stage = await _set_stage(town)
    newest = Newest()
    happened: list[Genuine] = []
    for _ in range(happenings):
        happened += _happens(knock, stage, newest, dice)
    deliveries = [one for one in happened for _ in range(dice.randint(1, 4))]
    dice.shuffle(deliveries)
    waiting = iter(deliveries)

    async def deliver() -> None:
        for one in waiting:
            answered = await letterbox.put(*_delivered(one, dice))
            assert answered.status == 200, (seed, one)

    await asyncio.gather(*(deliver() for _ in range(AT_ONCE)))
    await town.core.read(_compare, stage, newest)
    return len(deliveries)


async def _set_stage(town: Town) -> Stage:
    """A week later: the next topic, two calls and two offsites."""
    await town.move_clock_to(await town.core.write(_set_up, town))
    numbers = await town.core.write(_announce, town)
    await town.settled()
    return Stage(*numbers, *await town.core.read(_newest_prompt))


def _set_up(tx: Tx, town: Town) -> datetime:
    slot = Slot(weekday=1, clock=time(8, 35))
    return dialogue.set_up(tx, _who(town, HOST), town.channel(HIROBA).id, slot, town.core.now()).next_at


def _announce(tx: Tx, town: Town) -> tuple[int, ...]:
    now, channel, host = town.core.now(), town.channel(HIROBA).id, _who(town, HOST)
    for handle in HANDLES:
        alumni.tell_cohort(tx, _who(town, handle), 3)
    wishes = [OffsiteWish("語る会", now + timedelta(days=9), capacity=most) for most in (None, SEATS)]
    return (
        *(recruitment.announce(tx, host, Place(channel), Wish("散歩", maximum=most), now) for most in (None, SEATS)),
        *(offsite.announce(tx, host, Place(channel), wish, now).id for wish in wishes),
    )


def _newest_prompt(tx: Tx) -> tuple[int, str]:
    """Its number, and the message in whose thread people reply."""
    shown = many(tx, Notice, Notice.kind == dialogue.PROMPT, Notice.sent_message.is_not(None))[-1]
    assert shown.sent_message is not None
    return shown.subject, shown.sent_message


def _who(town: Town, handle: str) -> Who:
    return Who("slack", town.workspace.id, town.person(handle).id)


def _happens(knock: Knock, stage: Stage, newest: Newest, dice: random.Random) -> list[Genuine]:
    """Somebody does something: one click, or a reply that may be taken back at once."""
    handle = dice.choice(HANDLES)
    user = knock.town.person(handle).id
    if dice.random() < 0.15:
        return _reply(knock, stage, newest, user, dice)
    routes, subject = dice.choice(
        [
            (JOIN, stage.open_call),
            ({*JOIN, "recruitment.wait"}, stage.small_call),
            (ANSWER, stage.open_offsite),
            ({*ANSWER, "offsite.wait"}, stage.small_offsite),
            (TICK, stage.prompt),
            (TALK, stage.prompt),
            (WISH, dice.choice(list(TOPICS))),
        ]
    )
    route = dice.choice(sorted(routes))
    clicked = knock.click(handle, HIROBA, route, str(subject))
    del clicked["response_url"]
    newest.clicks["talk" if route in TALK else route.partition(".")[0], str(subject)][user] = route
    if route in TALK and route != "dialogue.talk":
        newest.heads[user] = TALK[route]
    return [Genuine(clicked)]


def _reply(knock: Knock, stage: Stage, newest: Newest, user: str, dice: random.Random) -> list[Genuine]:
    channel, ts = knock.town.channel(HIROBA).id, knock.town.workspace.next_ts()
    said = {"type": "message", "channel": channel, "user": user, "ts": ts, "thread_ts": stage.thread, "text": "はい"}
    if dice.random() < 0.7:
        newest.replies[user].add(ts)
        return [_event(knock, said)]
    taken_back = {"type": "message", "subtype": "message_deleted", "channel": channel, "previous_message": said}
    return [_event(knock, said), _event(knock, taken_back)]


def _event(knock: Knock, event: dict[str, Any]) -> Genuine:
    return Genuine({"type": "event_callback", "team_id": knock.town.workspace.id, "event": event}, "json")


def _delivered(one: Genuine, dice: random.Random) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Once more, under an event id of its own, with or without word that it is a retry."""
    number = dice.randrange(10**12)
    again = Genuine(one.payload | {"event_id": f"Ev{number}"}, one.way) if one.way == "json" else one
    body, _ = again.written()
    retry = [(b"x-slack-retry-num", b"1"), (b"x-slack-retry-reason", b"http_timeout")] if number % 3 == 0 else []
    return body, [*forgeries.headers(body, age=dice.randrange(200)).items(), *retry]


def _compare(tx: Tx, stage: Stage, newest: Newest) -> None:
    """States are as the newest clicks say, and the counts as the states."""
    joined = _states(
        tx, select(Person.external_id, Joining.state).where(Joining.recruitment_id == stage.open_call), Joining
    )
    assert joined == {user: JOIN[route] for user, route in newest.of("recruitment", stage.open_call).items()}
    assert _counted(tx, "recruitment", stage.open_call) == {user for user, state in joined.items() if state == IN}

    answered = _states(tx, select(Person.external_id, Rsvp.state).where(Rsvp.offsite_id == stage.open_offsite), Rsvp)
    assert answered == {user: ANSWER[route] for user, route in newest.of("offsite", stage.open_offsite).items()}
    assert _counted(tx, "offsite", stage.open_offsite) == {user for user, state in answered.items() if state == GOING}

    few = _states(
        tx, select(Person.external_id, Joining.state).where(Joining.recruitment_id == stage.small_call), Joining
    )
    _seats(few, newest.of("recruitment", stage.small_call), {"recruitment.leave": OUT}, IN)
    assert _counted(tx, "recruitment", stage.small_call) == {user for user, state in few.items() if state == IN}

    few = _states(tx, select(Person.external_id, Rsvp.state).where(Rsvp.offsite_id == stage.small_offsite), Rsvp)
    sure = {"offsite.decline": DECLINED, "offsite.hesitate": UNSURE}
    _seats(few, newest.of("offsite", stage.small_offsite), sure, GOING)
    assert _counted(tx, "offsite", stage.small_offsite) == {user for user, state in few.items() if state == GOING}

    ticked = _states(tx, select(Person.external_id, Tick.ticked).where(Tick.prompt_id == stage.prompt), Tick)
    assert ticked == {user: TICK[route] for user, route in newest.of("dialogue", stage.prompt).items()}
    replied = {user for user, standing in newest.replies.items() if standing}
    assert _counted(tx, "dialogue", stage.prompt) == replied | {user for user, stands in ticked.items() if stands}

    talked = _states(tx, select(Person.external_id, Talk.happened).where(Talk.prompt_id == stage.prompt), Talk)
    assert talked == {user: route != "dialogue.undo_talk" for user, route in newest.of("talk", stage.prompt).items()}
    heads = _states(tx, select(Person.external_id, Talk.heads).where(Talk.prompt_id == stage.prompt), Talk)
    assert heads == {user: newest.heads.get(user) for user in talked}

    for topic in TOPICS:
        wanted = _states(tx, select(Person.external_id, OptIn.wanted).where(OptIn.topic == topic), OptIn)
        said = {user: WISH[route] for user, route in newest.of("alumni", topic).items()}
        assert wanted | said == wanted


def _states(tx: Tx, rows: Any, of: Any) -> dict[str, Any]:
    found = tx.execute(rows.join_from(of, Person, of.person_id == Person.id))
    return {row[0]: row[1] for row in found}


def _counted(tx: Tx, kind: str, subject: int) -> set[str]:
    """Who is in the ledger, but for who called or hosts."""
    rows = select(Person.external_id, Participation.role).where(
        Participation.kind == kind, Participation.subject == subject, Participation.role != recruitment.CALLER
    )
    return set(_states(tx, rows, Participation))


def _seats(states: dict[str, str], newest: dict[str, str], sure: dict[str, str], seated: str) -> None:
    """Who gets a seat depends on the order; that a no is a no, and how many seats there are, does not."""
    for user, route in newest.items():
        assert states[user] == sure.get(route, states[user]), (user, route)
    taken = [state for state in states.values() if state in (seated, OFFERED)]
    assert len(taken) == SEATS or (len(taken) < SEATS and WAITING not in states.values())
