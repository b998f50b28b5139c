"""A reply that is heard before its card is known to be shown is counted all the same, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot import notices
from bot.chat.interaction import Who
from bot.chat.sender import MessageRef
from bot.db import Tx, many
from bot.dialogue import orphans, service
from bot.dialogue.model import Answer, Orphan
from bot.ledger import Participation
from bot.notices import Notice
from tests.dialogue.conftest import CHANNEL

THREAD = MessageRef(CHANNEL, "100.0")


@pytest.fixture
def card(tx: Tx, prompt: int, meets: datetime) -> Notice:
    """The card of the team's first prompt, on its way."""
    (card,) = (notice for notice in notices.claim(tx, meets, 10) if notice.kind == service.PROMPT)
    return card


def _adopt(tx: Tx) -> None:
    for orphan, number in orphans.found(tx, 10):
        orphans.adopt(tx, orphan, number)


def _counted(tx: Tx) -> list[str]:
    return [row.role for row in many(tx, Participation)]


def test_replies_may_come_early_only_while_a_card_is_on_its_way_to_that_channel(
    tx: Tx, card: Notice, who: Callable[[str], Who]
) -> None:
    assert orphans.may_come(tx, who("U2"), CHANNEL)
    assert not orphans.may_come(tx, who("U2"), "C-other")
    notices.mark_sent(tx, card, THREAD)
    assert not orphans.may_come(tx, who("U2"), CHANNEL)


def test_an_early_reply_is_counted_once_its_card_is_known(
    tx: Tx, card: Notice, prompt: int, who: Callable[[str], Who], meets: datetime
) -> None:
    for _ in range(2):
        orphans.keep(tx, who("U2"), THREAD, "100.1", meets, taken_back=False)
    _adopt(tx)
    assert _counted(tx) == []

    notices.mark_sent(tx, card, THREAD)
    ((orphan, number),) = orphans.found(tx, 10)
    orphans.adopt(tx, orphan, number)
    orphans.adopt(tx, orphan, number)
    assert _counted(tx) == ["answer"] and number == prompt
    assert [(reply.prompt_id, reply.message) for reply in many(tx, Answer)] == [(prompt, "100.1")]
    assert many(tx, Orphan) == []


@pytest.mark.parametrize("heard", [(False, True), (True, False)])
def test_an_early_reply_that_was_deleted_is_not_counted_whichever_is_heard_first(
    tx: Tx, card: Notice, who: Callable[[str], Who], meets: datetime, heard: tuple[bool, bool]
) -> None:
    for taken_back in heard:
        orphans.keep(tx, who("U2"), THREAD, "100.1", meets, taken_back=taken_back)
    notices.mark_sent(tx, card, THREAD)
    _adopt(tx)
    assert _counted(tx) == [] and many(tx, Orphan) == []


def test_a_reply_in_another_thread_stays_uncounted_and_is_forgotten(
    tx: Tx, card: Notice, who: Callable[[str], Who], meets: datetime
) -> None:
    orphans.keep(tx, who("U2"), MessageRef(CHANNEL, "99.0"), "100.1", meets, taken_back=False)
    notices.mark_sent(tx, card, THREAD)
    _adopt(tx)
    orphans.forget(tx, meets + timedelta(minutes=59))
    assert len(many(tx, Orphan)) == 1
    orphans.forget(tx, meets + timedelta(hours=1))
    assert _counted(tx) == [] and many(tx, Orphan) == []
