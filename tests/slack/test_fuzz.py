"""Signed requests that nobody at Slack would write: never an error of ours, never a wait, nothing of a traceback."""

from __future__ import annotations

import random
import time

import pytest
from structlog.testing import capture_logs

from tests.slack import forgeries, genuine
from tests.slack.knock import Answered, Knock
from tests.slack.letterbox import Letterbox
from tests.slack.spoiling import Written, spoiled
from tests.town import Town

SEED, MANY = 3, 1_000
LONGEST = 1.0
"""Seconds after which an answer counts as a hang."""


async def fuzz(town: Town, knock: Knock, seed: int, many: int) -> None:
    """Send so many spoiled requests. Fails at the first that is answered as none should be."""
    dice, letterbox = random.Random(seed), Letterbox.of(town)
    await genuine.go_on(town)
    for number in range(many):
        written = spoiled(genuine.any_of(knock, dice), dice)
        where = f"seed {seed}, request {number}: {written[1]!r} {written[0][:3_000]!r}"
        with capture_logs() as logged:
            answered, seconds = await _put(letterbox, written)
            if seconds > LONGEST:  # a slow moment of the machine is no hang: a hang is one twice
                answered, seconds = await _put(letterbox, written)
        assert answered.status in {200, 400, 503}, where
        assert seconds <= LONGEST, where
        assert not any(word in answered.body for word in ("Traceback", 'File "', "Error")), where
        assert [entry for entry in logged if entry["log_level"] in {"error", "critical"}] == [], where
    said = await knock.command("ito.sakura", genuine.HIROBA, "/yubi", "list")
    assert said.status == 200 and said.body, "afterwards the house is as awake as before"


async def _put(letterbox: Letterbox, written: Written) -> tuple[Answered, float]:
    body, content_type = written
    headers = forgeries.headers(body) | {b"content-type": content_type.encode()}
    started = time.perf_counter()
    answered = await letterbox.put(body, headers.items())
    return answered, time.perf_counter() - started


@pytest.mark.asyncio(loop_scope="module")
async def test_a_thousand_spoiled_requests_break_nothing(knock: Knock, square: Town) -> None:
    await fuzz(square, knock, SEED, MANY)
