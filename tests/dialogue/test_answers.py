"""Who took part is counted once, can be taken back, and does not depend on what is delivered when or how often."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from bot import notices, people
from bot.chat.interaction import Who
from bot.chat.sender import MessageRef
from bot.db import Tx, many, one
from bot.dialogue import answers, service
from bot.dialogue.answers import Turnout
from bot.dialogue.model import USUAL_SLOT, NoSuchPrompt, Prompt
from bot.ledger import Participation
from bot.notices import Notice
from bot.people import Workspace
from handlers.dialogue import ACTIVITY

CLICKED = datetime(2026, 12, 1, tzinfo=UTC)


def _at(second: int) -> datetime:
    return CLICKED + timedelta(seconds=second)


def _counted(tx: Tx) -> dict[str, str]:
    """Who stands in the ledger, as what."""
    return {people.person(tx, row.person_id).external_id: row.role for row in many(tx, Participation)}


def _redraws(tx: Tx, prompt: int) -> int:
    card = one(tx, Notice, Notice.kind == service.PROMPT, Notice.subject == prompt)
    assert card is not None
    return card.version


def _talks(tx: Tx, workspace: Workspace, prompt: int) -> tuple[int, int | None]:
    shown = _shown(tx, workspace, prompt)
    return shown.talks, shown.heads


def _shown(tx: Tx, workspace: Workspace, prompt: int) -> Turnout:
    shown = answers.turnout(tx, workspace.id, prompt)
    assert shown is not None
    return shown


def test_two_replies_of_one_person_count_once(
    tx: Tx, prompt: int, who: Callable[[str], Who], meets: datetime, workspace: Workspace
) -> None:
    answers.reply(tx, who("U2"), prompt, "100.1", meets)
    answers.reply(tx, who("U2"), prompt, "100.2", meets + timedelta(days=1))
    row = one(tx, Participation)
    assert row is not None and (row.kind, row.role, row.day) == ("dialogue", "answer", workspace.today(meets))
    assert _redraws(tx, prompt) == 1


def test_a_deleted_reply_counts_until_the_last_one_is_gone(
    tx: Tx, prompt: int, who: Callable[[str], Who], meets: datetime
) -> None:
    answers.reply(tx, who("U2"), prompt, "100.1", meets)
    answers.reply(tx, who("U2"), prompt, "100.2", meets)
    answers.take_reply_back(tx, who("U2"), prompt, "100.1", meets)
    assert _counted(tx) == {"U2": "answer"}
    answers.take_reply_back(tx, who("U2"), prompt, "100.2", meets)
    assert _counted(tx) == {}


def test_a_deletion_that_arrives_before_its_message_wins(
    tx: Tx, prompt: int, who: Callable[[str], Who], meets: datetime
) -> None:
    answers.take_reply_back(tx, who("U2"), prompt, "100.1", meets)
    answers.reply(tx, who("U2"), prompt, "100.1", meets)
    assert _counted(tx) == {}


def test_reply_and_tick_are_one_participation_and_one_outlives_the_other(
    tx: Tx, prompt: int, who: Callable[[str], Who], meets: datetime
) -> None:
    answers.tick(tx, who("U2"), prompt, at=_at(1), now=meets)
    assert _counted(tx) == {"U2": "tick"}
    answers.reply(tx, who("U2"), prompt, "100.1", meets)
    assert _counted(tx) == {"U2": "answer"}
    answers.take_reply_back(tx, who("U2"), prompt, "100.1", meets)
    assert _counted(tx) == {"U2": "tick"}
    answers.untick(tx, who("U2"), prompt, at=_at(2), now=meets)
    assert _counted(tx) == {}


def test_an_older_click_changes_nothing(tx: Tx, prompt: int, who: Callable[[str], Who], meets: datetime) -> None:
    assert answers.tick(tx, who("U2"), prompt, at=_at(1), now=meets)
    answers.untick(tx, who("U2"), prompt, at=_at(2), now=meets)
    assert not answers.tick(tx, who("U2"), prompt, at=_at(1), now=meets)
    assert _counted(tx) == {}


def test_a_talk_is_one_however_often_it_is_clicked_and_counts_nobody(
    tx: Tx, prompt: int, who: Callable[[str], Who], workspace: Workspace
) -> None:
    answers.talk(tx, who("U2"), prompt, at=_at(1))
    answers.talk(tx, who("U2"), prompt, at=_at(2))
    assert _talks(tx, workspace, prompt) == (1, None)
    assert answers.talk_with(tx, who("U2"), prompt, 6, at=_at(3)).heads == 6
    answers.talk(tx, who("U2"), prompt, at=_at(4))
    assert _talks(tx, workspace, prompt) == (1, 6)
    assert _counted(tx) == {} and _shown(tx, workspace, prompt).people == 0


def test_heads_are_unknown_as_long_as_they_are_of_one_talk(
    tx: Tx, prompt: int, who: Callable[[str], Who], workspace: Workspace
) -> None:
    answers.talk_with(tx, who("U2"), prompt, 6, at=_at(1))
    answers.talk(tx, who("U3"), prompt, at=_at(2))
    assert _talks(tx, workspace, prompt) == (2, None)
    answers.talk_with(tx, who("U3"), prompt, 10, at=_at(3))
    assert _talks(tx, workspace, prompt) == (2, 16)


def test_a_talk_taken_back_leaves_nothing_and_can_be_said_again(
    tx: Tx, prompt: int, who: Callable[[str], Who], workspace: Workspace
) -> None:
    answers.talk_with(tx, who("U2"), prompt, 6, at=_at(1))
    assert not answers.undo_talk(tx, who("U2"), prompt, at=_at(2)).happened
    assert _talks(tx, workspace, prompt) == (0, None)
    assert answers.talk(tx, who("U2"), prompt, at=_at(3)).heads is None
    assert _talks(tx, workspace, prompt) == (1, None)


def test_only_a_prompts_own_thread_is_listened_to(tx: Tx, prompt: int, who: Callable[[str], Who]) -> None:
    shown = {service.STARTED: MessageRef("C1", "5.1"), service.PROMPT: MessageRef("C1", "5.2")}
    for notice in notices.claim(tx, CLICKED + timedelta(days=9), 10):
        notices.mark_sent(tx, notice, shown[notice.kind])
    assert answers.prompt_at(tx, who("U2"), shown[service.PROMPT]) == prompt
    assert answers.prompt_at(tx, who("U2"), shown[service.STARTED]) is None
    assert answers.prompt_at(tx, who("U2"), MessageRef("C2", "5.2")) is None


def test_the_card_of_a_topic_that_is_gone_stays_as_it_is(
    tx: Tx, prompt: int, who: Callable[[str], Who], meets: datetime
) -> None:
    tx.execute(update(Prompt).values(topic="gone"))
    answers.reply(tx, who("U2"), prompt, "100.1", meets)
    card = one(tx, Notice, Notice.kind == service.PROMPT)
    assert card is not None and ACTIVITY.notices[service.PROMPT](tx, card, meets) is None
    assert _counted(tx) == {"U2": "answer"}


def test_nobody_takes_part_in_another_workspaces_prompt(tx: Tx, prompt: int, meets: datetime) -> None:
    people.settle(tx, "slack", "T2", "隣の市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
    stranger = Who("slack", "T2", "U2")
    with pytest.raises(NoSuchPrompt):
        answers.reply(tx, stranger, prompt, "100.1", meets)
    with pytest.raises(NoSuchPrompt):
        answers.tick(tx, stranger, prompt, at=_at(1), now=meets)
    with pytest.raises(NoSuchPrompt):
        answers.talk(tx, stranger, prompt, at=_at(1))


def test_what_one_person_does_in_the_same_moment_leaves_no_row_without_a_reason(engine: Engine, now: datetime) -> None:
    who = Who("slack", "T1", "U2")
    with engine.connect() as tx, tx.begin():
        people.settle(tx, "slack", "T1", "甲斐市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
        team = service.set_up(tx, who, "C1", USUAL_SLOT, now)
        service.ask(tx, team.id, team.next_at)
        (prompt,) = (asked.id for asked in many(tx, Prompt))
        answers.reply(tx, who, prompt, "100.1", now)
        answers.tick(tx, who, prompt, at=_at(1), now=now)

    def delete() -> None:
        with engine.connect() as tx, tx.begin():
            answers.take_reply_back(tx, who, prompt, "100.1", now)

    deleting = threading.Thread(target=delete)
    with engine.connect() as tx, tx.begin():
        answers.untick(tx, who, prompt, at=_at(2), now=now)
        deleting.start()
        deleting.join(timeout=0.3)  # waits for us, who still see the reply
    deleting.join()
    with engine.connect() as tx, tx.begin():
        assert _counted(tx) == {}


@dataclass(frozen=True)
class Event:
    """Something that a person did, as the chat product may deliver it, more than once and in any order."""

    user: str
    deed: str
    at: datetime
    message: str = ""
    heads: int = 0


def _lives(dice: random.Random) -> list[Event]:
    """What a few people do: replies, some deleted later; ticks and talks, said and taken back."""
    events = []
    for user in ("U2", "U3", "U4", "U5"):
        for second in range(dice.randrange(6)):
            deed = dice.choice(["reply", "reply", "tick", "untick", "talk", "talk_with", "undo_talk"])
            event = Event(user, deed, _at(second), f"{user}.{second}", dice.choice([3, 6, 10, 15]))
            events.append(event)
            if deed == "reply" and dice.random() < 0.5:
                events.append(Event(user, "delete", _at(second + 1), event.message))
    return events


def _deliver(tx: Tx, event: Event, prompt: int, who: Who, now: datetime) -> None:
    match event.deed:
        case "reply":
            answers.reply(tx, who, prompt, event.message, now)
        case "delete":
            answers.take_reply_back(tx, who, prompt, event.message, now)
        case "tick":
            answers.tick(tx, who, prompt, at=event.at, now=now)
        case "untick":
            answers.untick(tx, who, prompt, at=event.at, now=now)
        case "talk":
            answers.talk(tx, who, prompt, at=event.at)
        case "talk_with":
            answers.talk_with(tx, who, prompt, event.heads, at=event.at)
        case "undo_talk":
            answers.undo_talk(tx, who, prompt, at=event.at)


def _expected(events: list[Event]) -> tuple[dict[str, str], tuple[int, int | None]]:
    """The model: replies that nobody deleted stand; of clicks the latest wins."""
    roles, heads = {}, []
    for user in {event.user for event in events}:
        did = [event for event in events if event.user == user]
        deleted = {event.message for event in did if event.deed == "delete"}
        ticks = [event for event in did if event.deed in {"tick", "untick"}]
        talks = [event for event in did if event.deed in {"talk", "talk_with", "undo_talk"}]
        if any(event.deed == "reply" and event.message not in deleted for event in did):
            roles[user] = "answer"
        elif ticks and ticks[-1].deed == "tick":
            roles[user] = "tick"
        if talks and talks[-1].deed != "undo_talk":
            told = [event for event in talks if event.deed != "talk"]
            heads.append(told[-1].heads if told and told[-1].deed == "talk_with" else None)
    return roles, (len(heads), sum(filter(None, heads)) if heads and None not in heads else None)


def test_doubled_shuffled_and_replayed_events_end_as_the_model_says(
    tx: Tx, prompt: int, who: Callable[[str], Who], meets: datetime, workspace: Workspace
) -> None:
    users = {user: who(user) for user in ("U2", "U3", "U4", "U5")}
    for seed in range(15):
        dice = random.Random(seed)
        events = _lives(dice)
        delivered = [event for event in events for _ in range(dice.randint(1, 3))]
        dice.shuffle(delivered)
        tx.exec_driver_sql("SAVEPOINT life")
        for event in delivered:
            _deliver(tx, event, prompt, users[event.user], meets)
        roles, talks = _expected(events)
        assert _counted(tx) == roles, f"seed {seed}"
        assert _talks(tx, workspace, prompt) == talks, f"seed {seed}"
        assert _shown(tx, workspace, prompt).people == len(roles)
        tx.exec_driver_sql("ROLLBACK TO SAVEPOINT life")
