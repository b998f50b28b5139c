"""One request of every kind that Slack sends, in a town where each finds something: to replay, to forge, to spoil."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any, Literal
from urllib.parse import urlencode

from sqlalchemy import select

from bot.alumni import service as alumni
from bot.alumni.model import TOPICS
from bot.chat.interaction import Place, Who
from bot.db import Base, Tx
from bot.dialogue import service as dialogue
from bot.dialogue.model import Slot
from bot.notices import Notice
from bot.offsite import service as offsite
from bot.offsite.model import Wish as OffsiteWish
from bot.recruitment import service as recruitment
from bot.recruitment.wish import Wish
from handlers import ACTIVITIES
from tests.slack.knock import FORM, JSON, Knock
from tests.town import Town

HIROBA = "ひろば"
HANDLES = ("ito.sakura", "emma.clark", "kato.naomi", "yoshida.aoi", "mori.shota")

CLICKS = [route for activity in ACTIVITIES for route in activity.routes.clicks]
FORMS = [route for activity in ACTIVITIES for route in activity.routes.submissions]
COMMANDS = [name for activity in ACTIVITIES for name in activity.routes.commands]
TYPED = (
    "",
    "list",
    "new",
    "朝の散歩をしませんか",
    "new 語る会、来週金曜18時",
    "start",
    "stop",
    "export",
    "今月",
    "x" * 200,
)

_FILLED: dict[str, dict[str, Any]] = {
    **{
        name: {"type": "plain_text_input", "value": "昼休みに"}
        for name in ("title", "details", "purpose", "place", "time", "notes", "parting", "reason")
    },
    **{
        name: {"type": "number_input", "value": value}
        for name, value in {"minimum": "2", "maximum": "3", "capacity": "4", "cohort": "3"}.items()
    },
    **{name: {"type": "datetimepicker", "selected_date_time": 1_800_000_000} for name in ("closes_at", "starts_at")},
    **{name: {"type": "timepicker", "selected_time": "20:35"} for name in ("ends", "clock")},
    "weekday": {"type": "static_select", "selected_option": {"value": "1"}},
}
"""Every field of every form."""


@dataclass(frozen=True, slots=True)
class Genuine:
    """What one request says, and in which of Slack's three ways it is written down."""

    payload: dict[str, Any]
    way: Literal["payload", "fields", "json"] = "payload"

    def written(self) -> tuple[bytes, str]:
        """Its body and content type."""
        if self.way == "json":
            return json.dumps(self.payload).encode(), JSON
        fields = self.payload if self.way == "fields" else {"payload": json.dumps(self.payload)}
        return urlencode(fields, errors="surrogatepass").encode(), FORM


def any_of(knock: Knock, dice: random.Random) -> Genuine:
    """A new one of some kind."""
    return dice.choice((_click, _click, _menu, _click_in_modal, _form, _form, _command, _event, _event, _other))(
        knock, dice
    )


def _click(knock: Knock, dice: random.Random) -> Genuine:
    route = dice.choice(CLICKS)
    return Genuine(knock.click(dice.choice(HANDLES), HIROBA, route, _subject(route, dice)))


def _subject(route: str, dice: random.Random) -> str:
    return dice.choice(list(TOPICS) if route.startswith("alumni.") else ["1", "1", "2"])


def _menu(knock: Knock, dice: random.Random) -> Genuine:
    clicked = knock.click(dice.choice(HANDLES), HIROBA, "menu", "")
    chosen = {"text": {"type": "plain_text", "text": "取りやめる"}, "value": f"{dice.choice(CLICKS)}:1"}
    clicked["actions"][0] |= {"type": "overflow", "selected_option": chosen}
    return Genuine(clicked)


def _click_in_modal(knock: Knock, dice: random.Random) -> Genuine:
    clicked = knock.click(dice.choice(HANDLES), HIROBA, dice.choice(CLICKS), "1")
    del clicked["response_url"], clicked["channel"]
    view = {"id": "V1", "type": "modal", "callback_id": "x", "title": {"type": "plain_text", "text": "Taiwa"}}
    return Genuine(clicked | {"container": {"type": "view", "view_id": "V1"}, "view": view})


def _form(knock: Knock, dice: random.Random) -> Genuine:
    values = {name: {name: answer} for name, answer in _FILLED.items() if dice.random() < 0.9}
    route, number = dice.choice(FORMS), f"V{dice.randrange(10**9)}"
    return Genuine(knock.submission(dice.choice(HANDLES), HIROBA, route, _subject(route, dice), values, id=number))


def _command(knock: Knock, dice: random.Random) -> Genuine:
    name = f"/{dice.choice(COMMANDS)}"
    return Genuine(knock.command_fields(dice.choice(HANDLES), HIROBA, name, dice.choice(TYPED)), "fields")


def _event(knock: Knock, dice: random.Random) -> Genuine:
    town = knock.town
    person, place, ts = town.person(dice.choice(HANDLES)).id, town.channel(HIROBA).id, town.workspace.next_ts()
    message = {
        "type": "message",
        "channel": place,
        "user": person,
        "ts": ts,
        "event_ts": ts,
        "thread_ts": dice.choice([message.ts for message in town.channel(HIROBA).history() if message.bot_id]),
        "text": "words",
        "blocks": [],
    }
    happened: list[dict[str, Any]] = [
        message,
        message | {"subtype": "thread_broadcast"},
        {"type": "message", "subtype": "message_deleted", "channel": place, "previous_message": message, "ts": ts},
        {"type": "message", "subtype": "message_changed", "channel": place, "message": message, "ts": ts},
        {"type": "user_change", "user": {"id": person, "profile": {"real_name": "伊藤"}}, "event_ts": ts},
        {"type": "team_join", "user": {"id": person}, "event_ts": ts},
        {"type": "app_home_opened", "user": person, "channel": "D1", "tab": "home", "event_ts": ts},
        {"type": "member_left_channel", "user": person, "channel": place, "event_ts": ts},
        {"type": "reaction_added", "user": person, "item": {"type": "message", "channel": place, "ts": ts}},
    ]
    envelope = {"type": "event_callback", "team_id": town.workspace.id, "api_app_id": "A1", "event_time": 1}
    return Genuine(envelope | {"event_id": f"Ev{dice.randrange(10**9)}", "event": dice.choice(happened)}, "json")


def _other(knock: Knock, dice: random.Random) -> Genuine:
    """What nothing of ours asks for, or not yet."""
    clicked = knock.click(dice.choice(HANDLES), HIROBA, "x", "1")
    shortcut = {key: clicked[key] for key in ("team", "user", "trigger_id", "api_app_id")}
    shortcut |= {
        "type": "shortcut",
        "callback_id": dice.choice(CLICKS),
        "action_ts": clicked["actions"][0]["action_ts"],
    }
    message = {"type": "message", "user": clicked["user"]["id"], "ts": "1763800001.000100", "text": "昼休みに"}
    action = {key: clicked[key] for key in ("channel", "response_url")} | {"message": message}
    closed = knock.submission(dice.choice(HANDLES), HIROBA, dice.choice(FORMS), "1")
    return dice.choice(
        [
            Genuine(shortcut),
            Genuine(shortcut | action | {"type": "message_action", "message_ts": message["ts"]}),
            Genuine(closed | {"type": "view_closed", "is_cleared": False}),
            Genuine(clicked | {"type": "block_suggestion", "value": "x", "action_id": "x", "block_id": "b"}),
            Genuine(clicked | {"type": "interactive_message", "callback_id": "x"}),
            Genuine({"type": "url_verification", "token": "t", "challenge": "c"}, "json"),
            Genuine({"ssl_check": "1", "token": "t"}, "fields"),
        ]
    )


async def go_on(town: Town) -> None:
    """Something of every activity goes on, and its cards are shown."""
    next_at = await town.core.write(_set_up, town)
    await town.move_clock_to(next_at)
    await town.core.write(_announce, town)
    await town.settled()


def _set_up(tx: Tx, town: Town) -> Any:
    slot = Slot(weekday=1, clock=time(8, 35))
    return dialogue.set_up(tx, _host(town), town.channel(HIROBA).id, slot, town.core.now()).next_at


def _announce(tx: Tx, town: Town) -> None:
    now, channel, host = town.core.now(), town.channel(HIROBA).id, _host(town)
    recruitment.announce(tx, host, Place(channel), Wish("朝の散歩"), now)
    recruitment.announce(tx, host, Place(channel), Wish("読書会", minimum=2, maximum=2), now)
    for capacity in (None, 2):
        offsite.announce(
            tx, host, Place(channel), OffsiteWish("語る会", now + timedelta(days=9), capacity=capacity), now
        )
    for handle in HANDLES:
        alumni.tell_cohort(tx, Who("slack", town.workspace.id, town.person(handle).id), 3)


def _host(town: Town) -> Who:
    return Who("slack", town.workspace.id, town.person("suzuki.kenta").id)


PASSING = frozenset(
    {
        "ask_after",
        "profiled_at",
        "changed_at",
        "counted_at",
        "headcount",
        "redraw_at",
        "tell_at",
        "told_up_to",
        "is_told",
    }
)
"""What comes by itself: when people are asked for, what is looked up, and how far word has got."""


def everything(tx: Tx) -> dict[str, list[Any]]:
    """All that is stored, but for what comes by itself, and of a notice what it is, not how it is sent."""
    stored = {
        name: sorted(map(tuple, tx.execute(select(*(c for c in table.c if c.name not in PASSING)))), key=repr)
        for name, table in Base.metadata.tables.items()
        if name != "notice"
    }
    return stored | {"notice": sorted(map(tuple, tx.execute(select(Notice.key, Notice.version))))}
