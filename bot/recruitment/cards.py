"""What a call looks like: in its channel, in the list, and in the notes to its caller."""

from __future__ import annotations

from datetime import UTC, datetime

import bot.unposted
from bot.chat.card import Button, Buttons, Card, Facts, Form, NumberField, Part, People, TextField, Title, Words
from bot.people import Person
from bot.recruitment import words
from bot.recruitment.model import DETAILS_MOST, MAXIMUM_MOST, OPEN_FOR, TITLE_MOST, Recruitment
from bot.recruitment.service import Gathering
from bot.text import Text

NAMES_SHOWN = 30


def card(gathering: Gathering) -> Card:
    """The call in its channel."""
    call, joiners = gathering.call, gathering.joiners
    parts: list[Part] = [Title(call.title)]
    if call.details:
        parts.append(Words(call.details))
    facts = [(words.WHEN, call.time), (words.WHERE, call.place)]
    parts.append(Facts(tuple((label, value) for label, value in facts if value)))
    parts.append(People(words.CALLER, (gathering.caller.external_id,)))
    if joiners:
        parts.append(People(_joiners_label(gathering), joiners[:NAMES_SHOWN], max(0, len(joiners) - NAMES_SHOWN)))
    elif call.closed_at is None:
        parts.append(Words(words.NOBODY_YET, "quiet"))
    if call.closed_at is not None:
        parts.append(Words(words.CLOSED_ON_CARD, "quiet"))
        return Card(_summary(call), tuple(parts))
    if call.maximum is not None and len(joiners) >= call.maximum:
        parts.append(Words(words.FULL_ON_CARD, "quiet"))
    parts.append(
        Buttons(
            (
                Button(words.JOIN, "recruitment.join", str(call.id), style="primary"),
                Button(words.LEAVE, "recruitment.leave", str(call.id)),
                Button(words.CLOSE, "recruitment.close", str(call.id), confirm=words.CLOSE_CONFIRM),
            )
        )
    )
    return Card(_summary(call), tuple(parts))


def form(channel: str, *, details: str = "") -> Form:
    """What one may say with a call. Only the title is needed."""
    intro = words.TITLE_TOO_LONG if details else words.FORM_INTRO
    return Form(
        route="recruitment.new",
        subject=channel,
        title=words.FORM_TITLE,
        send=words.FORM_SEND,
        intro=(Words(intro, "quiet"),),
        fields=(
            TextField("title", words.TITLE, hint=words.TITLE_HINT, most=TITLE_MOST),
            TextField("details", words.DETAILS, initial=details, optional=True, long=True, most=DETAILS_MOST),
            TextField("time", words.TIME, hint=words.TIME_HINT, optional=True),
            TextField("place", words.PLACE, hint=words.PLACE_HINT, optional=True),
            NumberField("maximum", words.MAXIMUM, hint=words.MAXIMUM_HINT, optional=True, most=MAXIMUM_MOST),
        ),
    )


def list_of(open_calls: list[Gathering]) -> Card:
    """The open calls, each with its button, for one person's eyes."""
    if not open_calls:
        return Card(words.LIST_TITLE, (Words(words.LIST_EMPTY),))
    parts: list[Part] = [Title(words.LIST_TITLE)]
    for gathering in open_calls:
        call = gathering.call
        parts.append(Words(words.LIST_LINE.fill(title=call.title, n=len(gathering.joiners))))
        parts.append(Buttons((Button(words.JOIN, "recruitment.join_listed", str(call.id)),)))
    return Card(words.LIST_TITLE, tuple(parts))


def ended(gathering: Gathering) -> Card:
    """To the caller, when a call has closed by itself."""
    joined = len(gathering.joiners)
    said = words.CLOSED_BY_TIME_MET if joined else words.CLOSED_BY_TIME
    return _note(said.fill(title=gathering.call.title, n=joined))


def unposted(call: Recruitment, *, needs_invitation: bool) -> Card:
    """To the caller, when the card could not be posted."""
    return bot.unposted.card(call.title, "recruitment.post_again", call.id, needs_invitation=needs_invitation)


def _note(said: Text) -> Card:
    return Card(said, (Words(said),))


def _summary(call: Recruitment) -> Text:
    return words.SUMMARY.fill(title=call.title)


def _joiners_label(gathering: Gathering) -> Text:
    if gathering.call.maximum is None:
        return words.JOINERS.fill(n=len(gathering.joiners))
    return words.JOINERS_OF.fill(n=len(gathering.joiners), most=gathering.call.maximum)


def examples() -> dict[str, Card | Form]:
    """Every card and form of this activity, for the gallery and its limits."""
    called = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    call = Recruitment(
        id=1, title="昼休みに昇仙峡の話をしませんか", details="", place="", time="", maximum=None,
        closes_at=called + OPEN_FOR, closed_at=None,
    )  # fmt: skip
    full = Recruitment(
        id=2, title="あ" * TITLE_MOST, details="&" * DETAILS_MOST, place="<!channel>" * 15, time="*火*曜" * 30,
        maximum=300, closes_at=called + OPEN_FOR, closed_at=None,
    )  # fmt: skip
    closed = Recruitment(
        id=3, title="朝の散歩", details="", place="正面玄関", time="", maximum=None,
        closes_at=called + OPEN_FOR, closed_at=called,
    )  # fmt: skip
    caller = Person(id=1, external_id="U0001")
    crowd = tuple(f"U{number:04}" for number in range(300))
    return {
        "nobody yet": card(Gathering(call, caller, ())),
        "three are in": card(Gathering(call, caller, crowd[:3])),
        "everything at its longest": card(Gathering(full, caller, crowd)),
        "closed": card(Gathering(closed, caller, crowd[:2])),
        "list": list_of([Gathering(call, caller, crowd[:n]) for n in range(20)]),
        "empty list": list_of([]),
        "ended": ended(Gathering(closed, caller, crowd[:2])),
        "ended alone": ended(Gathering(closed, caller, ())),
        "needs invitation": unposted(full, needs_invitation=True),
        "not posted": unposted(full, needs_invitation=False),
        "form": form("C1"),
        "form with a long line": form("C1", details="長い" * 1_000),
    }
