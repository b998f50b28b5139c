"""What becomes of a refusal: a note where somebody waits, and another delivery where nobody does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.activity import Activity
from bot.chat.interaction import Click, Command, Message, Place, Reply, Submission, Who
from bot.core import Core
from bot.refusal import Busy, Refusal
from bot.routes import Routes
from bot.text import Text
from handlers.routing import Router

WHO, PLACE, NOW = Who("slack", "T1", "U1"), Place("C1"), datetime(2026, 11, 24, tzinfo=UTC)
NO_CORE = cast(Core, None)
"""The functions under test are our own here and ask it nothing."""
FULL = Text("満席です。", "It is full.")


def router(failure: Exception) -> Router:
    """A house whose one activity always fails like this."""
    on = Routes("sample")

    async def fail(_: Any, __: Core) -> Reply:
        raise failure

    on.click("press")(fail)
    on.submit("send")(fail)
    on.command("sample", Text("例", "Sample"), "")(fail)
    on.message()(fail)
    return Router([Activity(name="sample", routes=on, notices={})])


def message() -> Message:
    return Message(WHO, PLACE, thread="1.0", message="2.0", taken_back=False)


async def test_a_click_gets_the_words_of_the_refusal() -> None:
    reply = await router(Refusal(FULL)).run(Click("sample.press", "1", WHO, PLACE, NOW), NO_CORE)
    assert reply == Reply(note=FULL)


async def test_a_form_gets_them_beside_the_field() -> None:
    sent = Submission("sample.send", "1", WHO, PLACE, {}, "V1")
    assert (await router(Refusal(FULL, field="seats")).run(sent, NO_CORE)).errors == {"seats": FULL}


async def test_a_command_gets_its_line_back_with_them() -> None:
    reply = await router(Refusal(FULL)).run(Command("sample", "朝の散歩", WHO, PLACE, "1.2.3"), NO_CORE)
    assert reply.note is not None
    assert reply.note.ja == "満席です。\n入力された内容: /sample 朝の散歩"


async def test_a_button_that_nothing_answers_gets_a_kind_note() -> None:
    reply = await router(Busy()).run(Click("sample.gone", "1", WHO, PLACE, NOW), NO_CORE)
    assert reply.note is not None and "古くなっていて" in reply.note.ja


@pytest.mark.parametrize("failure", [Busy(), ZeroDivisionError()])
async def test_an_answer_in_a_thread_that_was_not_stored_is_delivered_again(failure: Exception) -> None:
    with pytest.raises(type(failure)):
        await router(failure).run(message(), NO_CORE)


async def test_an_answer_in_a_thread_that_is_refused_is_not() -> None:
    assert (await router(Refusal(FULL)).run(message(), NO_CORE)).note == FULL


async def test_an_error_of_ours_is_told_kindly() -> None:
    reply = await router(ZeroDivisionError()).run(Click("sample.press", "1", WHO, PLACE, NOW), NO_CORE)
    assert reply.note is not None and "もう一度お試しください" in reply.note.ja
