"""Every card and form of this activity, for the gallery and its limits."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.chat.card import Card, Form
from bot.people import Person
from bot.recruitment import cards, forms, notes
from bot.recruitment.looking import Gathering, Listed
from bot.recruitment.model import (
    CONSULT,
    DETAILS_MOST,
    IN,
    OPEN_FOR,
    PLAIN,
    PURPOSE_MOST,
    STORY,
    TITLE_MOST,
    TOWN,
    WAITING,
    Recruitment,
)


def examples() -> dict[str, Card | Form]:
    """Every card and form of this activity, for the gallery and its limits."""
    called = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    plain = {
        "kind": PLAIN, "details": "", "purpose": "", "place": "", "time": "", "parting": "",
        "closes_at": called + OPEN_FOR,
    }  # fmt: skip
    call = Recruitment(id=1, title="昼休みに昇仙峡の話をしませんか", **plain)
    longest = Recruitment(
        id=2, kind=STORY, title="あ" * TITLE_MOST, details="&" * DETAILS_MOST, purpose="_" * PURPOSE_MOST,
        place="<!channel>" * 15, time="*火*曜" * 30, minimum=3, maximum=300, closes_at=called + OPEN_FOR,
        reached_at=called, parting="<@U1>" * 400,
    )  # fmt: skip
    closed = Recruitment(id=3, title="朝の散歩", **plain | {"place": "正面玄関"}, closed_at=called)
    few = Recruitment(id=4, title="読書会をはじめませんか", **plain, minimum=3, maximum=3)
    gone = Recruitment(id=6, title="勧誘", **plain, closed_at=called, called_off_at=called, taken_down_at=called)
    given_up = Recruitment(id=5, title="花見", **plain, closed_at=called, called_off_at=called)
    consult = Recruitment(id=7, title="窓口の待ち時間のこと", **plain | {"kind": CONSULT}, maximum=2)
    story = Recruitment(id=8, title="はじめての議会答弁", **plain | {"kind": STORY})
    town = Recruitment(id=9, title="朝市を歩く", **plain | {"kind": TOWN})
    walked = Recruitment(id=10, title="朝市を歩く", **plain | {"kind": TOWN}, closed_at=called)
    caller = Person(id=1, external_id="U0001")
    crowd = tuple(f"U{number:04}" for number in range(300))
    return {
        "nobody yet": cards.card(Gathering(call, caller, ())),
        "three are in": cards.card(Gathering(call, caller, crowd[:3])),
        "everything at its longest": cards.card(Gathering(longest, caller, crowd, waiting=20)),
        "one of three": cards.card(Gathering(few, caller, crowd[:1])),
        "full, and one waits": cards.card(Gathering(few, caller, crowd[:3], waiting=1)),
        "called off": cards.card(Gathering(given_up, caller, crowd[:2])),
        "no seat": notes.full(few),
        "the offer ran out": notes.full(few, passed_on=True),
        "one seat is held": cards.card(Gathering(few, caller, crowd[:2], waiting=1, held=1)),
        "called again, and closed": notes.again(closed),
        "closed while waiting": notes.closed_while_waiting(longest),
        "newcomer": notes.newcomer("U0002"),
        "told that it is called off, taken down": notes.called_off(gone),
        "offer": notes.offer(longest, called, "Asia/Tokyo"),
        "meeting": notes.meeting(Gathering(few, caller, crowd[:3])),
        "meeting of a crowd": notes.meeting(Gathering(longest, caller, crowd)),
        "joined late": notes.joined_late(longest),
        "again": notes.again(longest),
        "told that it is called off": notes.called_off(longest),
        "edit": forms.edit_form(longest),
        "call off": forms.call_off_form(longest),
        "closed": cards.card(Gathering(closed, caller, crowd[:2])),
        "list": cards.list_of([Listed(Gathering(call, caller, crowd[:n])) for n in range(15)]),
        "list of what one is part of": cards.list_of(
            [
                Listed(Gathering(call, caller, ()), is_own=True),
                Listed(Gathering(call, caller, crowd[:1]), state=IN),
                Listed(Gathering(few, caller, crowd[:3]), state=WAITING, is_full=True),
                Listed(Gathering(few, caller, crowd[:3]), is_full=True),
            ]
        ),
        "taken down": cards.card(Gathering(gone, caller, crowd[:2])),
        "told that it is taken down": notes.taken_down(longest),
        "caller left": notes.caller_left(longest),
        "take down": forms.take_down_form(longest),
        "empty list": cards.list_of([]),
        "ended": notes.ended(Gathering(closed, caller, crowd[:2])),
        "ended alone": notes.ended(Gathering(closed, caller, ())),
        "a bit of advice": cards.card(Gathering(consult, caller, crowd[:1])),
        "a bit of advice, found": cards.card(Gathering(consult, caller, crowd[:2], waiting=1)),
        "the two of them": notes.pair(consult),
        "who comes": notes.who_comes(Gathering(consult, caller, crowd[:2])),
        "nobody comes now": notes.who_comes(Gathering(consult, caller, ())),
        "a senior's story": cards.card(Gathering(story, caller, crowd[:4])),
        "into the town": cards.card(Gathering(town, caller, crowd[:4])),
        "back from the town": cards.card(Gathering(walked, caller, crowd[:4], discoveries=2)),
        "something new": notes.discovered(walked),
        "list of every kind": cards.list_of(
            [Listed(Gathering(each, caller, crowd[:2])) for each in (call, consult, story, town)]
        ),
        "form about a message": forms.about_form("1763800000.000100"),
        "form": forms.form("C1"),
        "form with a long line": forms.form("C1", details="長い" * 1_000),
    }
