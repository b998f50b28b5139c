"""Ten thousand ways not to be Slack: each stays outside and leaves no trace. And what is Slack's counts once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.slack import forgeries, genuine
from tests.slack.knock import Knock
from tests.slack.letterbox import Letterbox
from tests.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

MANY, OVER_THE_WIRE, REPLAYED = 10_000, 300, 60


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lively(square: Town) -> AsyncIterator[Town]:
    """A town in which each of these requests would do something, were it Slack's."""
    await genuine.go_on(square)
    yield square


async def test_ten_thousand_forgeries_are_refused_and_leave_no_trace(knock: Knock, lively: Town) -> None:
    dice, letterbox, refused = random.Random(8), Letterbox.of(lively), Counter[str]()
    bodies = [genuine.any_of(knock, dice).written()[0] for _ in range(200)]
    before = await lively.core.read(genuine.everything)
    for _ in range(MANY):
        kind, body = dice.choice(forgeries.KINDS), dice.choice(bodies)
        headers = list(kind(dice, body))
        answered = await letterbox.put(body, headers)
        assert (answered.status, answered.body) == (401, "invalid signature"), (kind.__name__, headers)
        refused[kind.__name__] += 1
    assert len(refused) == len(forgeries.KINDS)
    assert await lively.core.read(genuine.everything) == before


async def test_the_same_over_the_wire(knock: Knock, lively: Town) -> None:
    dice = random.Random(9)
    before = await lively.core.read(genuine.everything)
    for _ in range(OVER_THE_WIRE):
        kind, (body, _) = dice.choice(forgeries.KINDS), genuine.any_of(knock, dice).written()
        made = [(name, value) for name, value in kind(dice, body) if value.isascii() and value.decode().isprintable()]
        if len({name for name, _ in made}) == len(made):
            answered = await knock.raw(body, {name.decode(): value.decode() for name, value in made})
            assert answered.status == 401, (kind.__name__, made)
    assert await lively.core.read(genuine.everything) == before


async def test_what_is_slacks_counts_once_however_often_it_is_heard(knock: Knock, lively: Town) -> None:
    """Each is heard again at once and after all that followed, with the very signature it first came with."""
    dice, letterbox = random.Random(10), Letterbox.of(lively)
    heard: list[tuple[bytes, list[tuple[bytes, bytes]]]] = []
    for _ in range(REPLAYED):
        body, _ = genuine.any_of(knock, dice).written()
        heard.append((body, list(forgeries.headers(body).items())))
        first = await letterbox.put(*heard[-1])
        stored = await lively.core.read(genuine.everything)
        again = await letterbox.put(*heard[-1])
        assert (first.status, again.status) in {(200, 200), (400, 400)}, body
        assert await lively.core.read(genuine.everything) == stored, body
    for request in heard * 3:
        await letterbox.put(*request)
    assert await lively.core.read(genuine.everything) == stored
