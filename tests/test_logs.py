"""The log: one JSON line an event, and never a word, a name, a token, a response URL or a trigger id."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
from sqlalchemy import text

from bot.core import Clock
from bot.db import engine_for
from bot.serving import log_as_json
from tests.slack.knock import Knock
from tests.town import SECRET, TOKEN, Town, words_of

SAID = "だれにも見せない言葉"
HIROBA = "ひろば"


@pytest.fixture(params=[logging.INFO, logging.DEBUG], ids=["info", "debug"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything that the house logs at this level, from its own code and from every library."""
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    root.handlers.clear()
    monkeypatch.setattr(sys, "stderr", stream)
    log_as_json(request.param)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


async def test_a_day_with_an_accident_leaves_no_trace_of_what_was_said_or_by_whom(
    written: io.StringIO, migrated_sqlite: Path, tmp_path: Path
) -> None:
    file = tmp_path / "day.sqlite3"
    shutil.copy(migrated_sqlite, file)
    async with (
        Town.open(f"sqlite:///{file}", Clock.in_working_time("Asia/Tokyo")) as town,
        aiohttp.ClientSession() as session,
    ):
        suzuki, ito = town.person("suzuki.kenta"), town.person("ito.sakura")
        await suzuki.say(HIROBA, f"/yubi {SAID}")
        await town.settled()
        card = town.card(HIROBA)
        await ito.click(card, "recruitment.join")
        await ito.say(HIROBA, SAID, thread_ts=card.ts)
        await suzuki.say(HIROBA, "/yubi")
        await suzuki.submit({"title": SAID, "place": SAID})
        await suzuki.say(HIROBA, "/yubi list")
        knock = Knock(session, f"{town.url}slack/events", SECRET, town)
        await knock.payload(knock.click("ito.sakura", HIROBA, "long.gone", SAID))
        await knock.payload(knock.click("ito.sakura", HIROBA, "recruitment.join", SAID) | {"actions": SAID})
        await knock.command("ito.sakura", HIROBA, "/nothing", SAID)
        await town.playground.settled()
        await town.settled()

        await town.core.write(lambda tx: tx.execute(text("DROP TABLE joining")))
        await ito.click(card, "recruitment.leave")
        await asyncio.sleep(0.1)
        await town.core.write(lambda tx: tx.execute(text("DROP TABLE recruitment")))
        await ito.say(HIROBA, f"/yubi {SAID}")
        note = town.notes("ito.sakura", HIROBA)[-1]
        assert "何も変わっていません" in words_of(note) and f"/yubi {SAID}" in words_of(note)
        await town.core.write(lambda tx: tx.execute(text("ALTER TABLE person RENAME TO nobody")))
        await ito.say(HIROBA, "/yubi")
        assert "何も変わっていません" in words_of(town.notes("ito.sakura", HIROBA)[-1]), (
            "told without knowing the language"
        )
        people = [word for m in town.workspace.people() for word in (m.name, m.real_name, *m.real_name.split())]

    lines = _lines(written)
    assert {"handled", "failed"} <= {line["event"] for line in lines}
    logged = written.getvalue()
    for secret in (SAID, TOKEN, SECRET, "/response/", *people):
        assert secret not in logged, secret
    assert not re.search(r"\d+\.\d+\.[0-9a-f]{32}", logged), "a trigger id"
    for line in lines:
        assert {"event", "level", "timestamp"} <= set(line)


def test_the_message_of_an_error_is_not_logged_but_its_kind_and_place_are(written: io.StringIO) -> None:
    log = structlog.get_logger("taiwa")
    for tell in (lambda: log.exception("failed"), lambda: logging.getLogger("some.library").exception("failed %s", 1)):
        try:
            try:
                int(SAID)
            except ValueError as error:
                raise KeyError(SAID) from error
        except KeyError:
            tell()
    assert SAID not in written.getvalue()
    for line in _lines(written):
        said = "\n".join(line["exception"])
        assert "KeyError" in said and "ValueError" in said and "test_logs.py" in said


def test_a_forgotten_tasks_error_is_logged_without_its_words(written: io.StringIO) -> None:
    async def forgetful() -> None:
        async def fail() -> None:
            raise ValueError(SAID)

        task = asyncio.create_task(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task

    asyncio.run(forgetful())
    [line] = [line for line in _lines(written) if line["level"] == "error"]
    assert "never retrieved" in line["event"] and "ValueError" in line["exception"][0]
    assert SAID not in written.getvalue()


def test_a_missing_table_is_named_because_somebody_must_mend_it(written: io.StringIO, tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path}/empty.sqlite3", write=True)
    try:
        with engine.connect() as tx:
            tx.execute(text("SELECT * FROM notice WHERE key = :key"), {"key": SAID})
    except Exception:
        structlog.get_logger("taiwa").exception("failed")
    engine.dispose()
    assert "no such table: notice" in written.getvalue()
    assert SAID not in written.getvalue()
