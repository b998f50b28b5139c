"""The log: one JSON line an event, and never a word, a name, a token, a response URL or a trigger id."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
from pydantic import SecretStr
from sqlalchemy import text

from bot.core import Clock
from bot.db import engine_for
from bot.serving import log_as_json
from handlers import slack_sockets
from playground.faults import Fault
from tests.slack.knock import Knock
from tests.slack.registry import KEY, Registry
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


async def test_sockets_that_break_and_people_who_come_in_leave_no_secret(
    written: io.StringIO, migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_sockets, "APART", 0.0)
    monkeypatch.setattr(slack_sockets, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(slack_sockets, "OPEN_WITHIN", 0.3)
    monkeypatch.setattr(slack_sockets, "LOOK_EVERY", 0.05)
    file = shutil.copy(migrated_sqlite, tmp_path / "day.sqlite3")
    sockets = {"slack_app_token": SecretStr("xapp-registry"), "slack_signing_secret": None}
    async with Registry.open(f"sqlite:///{file}") as registry:
        registry.app.socket_mode = True
        async with registry.serving(**sockets), registry.browser() as browser:
            seen = await _come_in(registry, browser)
            tickets = registry.playground.sockets._tickets
            await _until(lambda: bool(registry.playground.sockets.open_for(registry.app)))
            await registry.playground.person("suzuki.kenta", registry.city).say(HIROBA, f"/yubi {SAID}")
            monkeypatch.setattr(registry.playground.sockets, "_tickets", ForgetfulTickets(seen))
            for socket in registry.playground.sockets.open_for(registry.app):
                await socket.websocket.send_text("{")
                await socket.websocket.send_text(f'{{"type": "{SAID}"}}')
                registry.playground.sockets.cut(socket)
            await asyncio.sleep(1)
            monkeypatch.setattr(registry.playground.sockets, "_tickets", tickets)
            registry.app.app_token = "xapp-another"
            await asyncio.sleep(0.5)
    assert len(seen) > 8
    logged = "".join(line for line in written.getvalue().splitlines() if '"logger": "websockets' not in line)
    for secret in (SAID, KEY, "xapp-", "ticket=", registry.app.client_secret, *seen):
        assert secret not in logged, secret


async def _come_in(registry: Registry, browser: aiohttp.ClientSession) -> list[str]:
    """One who comes in, one whom Slack's stumble keeps out, one who declines. Returns the secrets of their ways."""
    seen = []
    for answer in ("stumble", "deny", "allow"):
        if answer == "stumble":
            registry.playground.faults.add(Fault("error_after_storing", "oauth.v2.access"))
        asked = await registry.consent_page(browser)
        back = await registry.answer(browser, asked, registry.city, answer.replace("stumble", "allow"))
        await registry.look(browser, back)
        await registry.look(browser, back)
        seen += [asked.query["state"], *(back.query[name] for name in ("code",) if name in back.query)]
    assert registry.city.installation is not None
    return [*seen, registry.city.installation.token]


class ForgetfulTickets(dict[str, Any]):
    """Remembers what was issued, and knows nothing of it when it is shown."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self._seen = seen

    def __setitem__(self, ticket: str, app: Any) -> None:
        self._seen.append(ticket)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


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
