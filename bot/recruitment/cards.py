"""What a call looks like: in its channel, in the list, and in the notes to its caller."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.chat.card import (
    Button,
    Buttons,
    Card,
    Facts,
    Field,
    Form,
    MomentField,
    NumberField,
    Part,
    People,
    TextField,
    Title,
    Words,
    note,
)
from bot.people import Person
from bot.recruitment import words
from bot.recruitment.model import (
    DETAILS_MOST,
    IN,
    MAXIMUM_MOST,
    OPEN_FOR,
    OUT,
    PURPOSE_MOST,
    TITLE_MOST,
    WAITING,
    Recruitment,
)
from bot.recruitment.service import Gathering, Listed, Wish
from bot.text import Text, moment

NAMES_SHOWN = 30


def card(gathering: Gathering) -> Card:
    """The call in its channel."""
    call, joiners = gathering.call, gathering.joiners
    if call.taken_down_at is not None:
        return note(words.TAKEN_DOWN_ON_CARD)
    parts: list[Part] = [Title(call.title)]
    if call.details:
        parts.append(Words(call.details))
    if call.purpose:
        parts.append(Words(words.PURPOSE_ON_CARD.fill(purpose=call.purpose), "quiet"))
    facts = [(words.WHEN, call.time), (words.WHERE, call.place)]
    parts.append(Facts(tuple((label, value) for label, value in facts if value)))
    parts += _called_by(gathering)
    if joiners:
        parts.append(People(_joiners_label(gathering), joiners[:NAMES_SHOWN], max(0, len(joiners) - NAMES_SHOWN)))
    elif call.closed_at is None:
        parts.append(Words(words.NOBODY_YET, "quiet"))
    if call.called_off_at is not None:
        return Card(_summary(call), (*parts, Words(words.CALLED_OFF_ON_CARD, "strong")))
    if call.minimum is not None:
        parts.append(_how_it_stands(call, call.minimum, len(joiners)))
    if call.closed_at is not None:
        menu = Buttons((), (_reopen(call), _edit(call), _call_off(call), _take_down(call)))
        return Card(_summary(call), (*parts, Words(words.CLOSED_ON_CARD, "quiet"), menu))
    if gathering.waiting:
        parts.append(Words(words.WAITING_ON_CARD.fill(n=gathering.waiting), "quiet"))
    if call.maximum is not None and len(joiners) >= call.maximum:
        parts.append(Words(words.FULL_ON_CARD, "quiet"))
    parts.append(Words(words.OPEN_UNTIL.fill(day=moment(call.closes_at, gathering.zone)), "quiet"))
    parts.append(Buttons((_join(call), _leave(call)), _menu(call)))
    return Card(_summary(call), tuple(parts))


def full(call: Recruitment) -> Card:
    """To somebody for whom there was no seat."""
    wait = Button(words.WAIT, "recruitment.wait", str(call.id), style="primary")
    return Card(words.FULL, (Words(words.FULL), Buttons((wait,))))


def offer(call: Recruitment, until: datetime, zone: str) -> Card:
    """To the next in line: a seat is held for them."""
    said = words.OFFER.fill(title=call.title, until=moment(until, zone))
    take = Button(words.JOIN, "recruitment.join_listed", str(call.id), style="primary")
    decline = Button(words.LEAVE, "recruitment.decline", str(call.id))
    return Card(said, (Words(said), Buttons((take, decline))))


def meeting(gathering: Gathering) -> Card:
    """To the caller and everybody who is in, once there are enough of them."""
    said = words.MEETING.fill(title=gathering.call.title, n=len(gathering.joiners))
    everybody = gathering.everybody
    named, more = everybody[:NAMES_SHOWN], max(0, len(everybody) - NAMES_SHOWN)
    return Card(said, (Words(said), People(words.TOGETHER, named, more)))


def joined_late(call: Recruitment) -> Card:
    """To who joins when the others have met already."""
    return note(words.JOINED_LATE.fill(title=call.title))


def again(call: Recruitment) -> Card:
    """In the channel, when its caller calls once more."""
    said = words.AGAIN.fill(title=call.title)
    join = Button(words.JOIN, "recruitment.join_listed", str(call.id), style="primary")
    return Card(said, (Words(said, "strong"), Buttons((join,))))


def called_off(call: Recruitment) -> Card:
    """To everybody concerned, with the caller's own word."""
    said = words.CALLED_OFF_TOLD.fill(title=call.title)
    parting = (Words(call.parting),) if call.parting and call.taken_down_at is None else ()
    return Card(said, (Words(said), *parting))


def taken_down(call: Recruitment) -> Card:
    """To its caller, with the admin's reason."""
    said = words.TAKEN_DOWN.fill(title=call.title)
    return Card(said, (Words(said), Words(call.parting)))


def form(channel: str, *, details: str = "") -> Form:
    """What one may say with a call. Only the title is needed."""
    intro = words.TITLE_TOO_LONG if details else words.FORM_INTRO
    return Form(
        route="recruitment.new",
        subject=channel,
        title=words.FORM_TITLE,
        send=words.FORM_SEND,
        intro=(Words(intro, "quiet"),),
        fields=_fields(Wish("", details=details)),
    )


def edit_form(call: Recruitment) -> Form:
    """The same, filled in as it was said."""
    said = Wish(
        call.title,
        details=call.details,
        purpose=call.purpose,
        place=call.place,
        time=call.time,
        minimum=call.minimum,
        maximum=call.maximum,
        closes_at=call.closes_at,
    )
    return Form("recruitment.edited", str(call.id), words.EDIT, words.EDIT_SEND, _fields(said))


def call_off_form(call: Recruitment) -> Form:
    """A word to those who joined, before it is called off."""
    word = TextField("parting", words.PARTING, hint=words.PARTING_HINT, optional=True, long=True, most=DETAILS_MOST)
    intro = (Words(call.title, "strong"), Words(words.CALL_OFF_INTRO, "quiet"))
    return Form("recruitment.called_off", str(call.id), words.CALL_OFF, words.CALL_OFF, (word,), intro)


def caller_left(call: Recruitment) -> Card:
    """To those who joined, when its caller has left the organisation."""
    said = words.CALLER_LEFT.fill(title=call.title)
    take_over = Button(words.TAKE_OVER, "recruitment.take_over", str(call.id), style="primary")
    return Card(said, (Words(said), Buttons((take_over,))))


def take_down_form(call: Recruitment) -> Form:
    """The reason that its caller is told."""
    reason = TextField("reason", words.REASON, hint=words.REASON_HINT, long=True, most=DETAILS_MOST)
    intro = (Words(call.title, "strong"), Words(words.TAKE_DOWN_INTRO, "quiet"))
    return Form("recruitment.taken_down", str(call.id), words.TAKE_DOWN_TITLE, words.TAKE_DOWN_SEND, (reason,), intro)


def list_of(open_calls: list[Listed]) -> Card:
    """The open calls, each with its button, for one person's eyes."""
    if not open_calls:
        return Card(words.LIST_TITLE, (Words(words.LIST_EMPTY),))
    parts: list[Part] = [Title(words.LIST_TITLE)]
    for listed in open_calls:
        parts.extend(_line(listed))
    return Card(words.LIST_TITLE, tuple(parts))


def _line(listed: Listed) -> tuple[Part, ...]:
    """One call in the list, and what this person may do with it there."""
    call = listed.gathering.call
    line = Words(words.LIST_LINE.fill(title=call.title, n=len(listed.gathering.joiners)))
    caller = _called_by(listed.gathering)
    if listed.is_own:
        return line, Words(words.LIST_OWN, "quiet")
    if listed.state == IN:
        return line, *caller, Words(words.LIST_IN, "quiet")
    if listed.state == WAITING:
        return line, *caller, Words(words.LIST_WAITING, "quiet")
    if listed.is_full and listed.state == OUT:
        return line, *caller, Buttons((Button(words.WAIT, "recruitment.wait_listed", str(call.id)),))
    return line, *caller, Buttons((Button(words.JOIN, "recruitment.join_listed", str(call.id)),))


def ended(gathering: Gathering) -> Card:
    """To the caller, when a call has closed by itself."""
    joined = len(gathering.joiners)
    said = words.CLOSED_BY_TIME_MET if joined else words.CLOSED_BY_TIME
    return note(said.fill(title=gathering.call.title, n=joined))


def end(call: Recruitment) -> Button | None:
    """With it the caller ends it where its card is not in sight; None once it is closed."""
    return _close(call) if call.closed_at is None else None


def _fields(said: Wish) -> tuple[Field, ...]:
    return (
        TextField("title", words.TITLE, hint=words.TITLE_HINT, initial=said.title, most=TITLE_MOST),
        TextField("details", words.DETAILS, initial=said.details, optional=True, long=True, most=DETAILS_MOST),
        TextField(
            "purpose",
            words.PURPOSE,
            hint=words.PURPOSE_HINT,
            initial=said.purpose,
            optional=True,
            most=PURPOSE_MOST,
        ),
        TextField("time", words.TIME, hint=words.TIME_HINT, initial=said.time, optional=True),
        TextField("place", words.PLACE, hint=words.PLACE_HINT, initial=said.place, optional=True),
        NumberField(
            "minimum",
            words.MINIMUM,
            hint=words.MINIMUM_HINT,
            initial=said.minimum,
            optional=True,
            most=MAXIMUM_MOST,
        ),
        NumberField(
            "maximum",
            words.MAXIMUM,
            hint=words.MAXIMUM_HINT,
            initial=said.maximum,
            optional=True,
            most=MAXIMUM_MOST,
        ),
        MomentField("closes_at", words.CLOSES, hint=words.CLOSES_HINT, initial=said.closes_at, optional=True),
    )


def _called_by(gathering: Gathering) -> tuple[Part, ...]:
    """Who has left is not named any more."""
    caller = gathering.caller
    return () if caller.is_gone else (People(words.CALLER, (caller.external_id,)),)


def _how_it_stands(call: Recruitment, minimum: int, joiners: int) -> Words:
    if call.reached_at is not None:
        return Words(words.REACHED.fill(n=minimum), "strong")
    return Words(words.NEEDED.fill(n=minimum, left=max(0, minimum - joiners)), "quiet")


def _join(call: Recruitment) -> Button:
    return Button(words.JOIN, "recruitment.join", str(call.id), style="primary")


def _leave(call: Recruitment) -> Button:
    return Button(words.LEAVE, "recruitment.leave", str(call.id))


def _edit(call: Recruitment) -> Button:
    return Button(words.EDIT, "recruitment.edit", str(call.id))


def _again(call: Recruitment) -> Button:
    return Button(words.CALL_AGAIN, "recruitment.call_again", str(call.id))


def _close(call: Recruitment) -> Button:
    return Button(words.CLOSE, "recruitment.close", str(call.id))


def _reopen(call: Recruitment) -> Button:
    return Button(words.REOPEN, "recruitment.reopen", str(call.id))


def _menu(call: Recruitment) -> tuple[Button, ...]:
    return _edit(call), _again(call), _close(call), _call_off(call), _take_down(call)


def _take_down(call: Recruitment) -> Button:
    return Button(words.TAKE_DOWN, "recruitment.take_down", str(call.id))


def _call_off(call: Recruitment) -> Button:
    return Button(words.CALL_OFF, "recruitment.call_off", str(call.id))


def _summary(call: Recruitment) -> Text:
    return words.SUMMARY.fill(title=call.title)


def _joiners_label(gathering: Gathering) -> Text:
    if gathering.call.maximum is None:
        return words.JOINERS.fill(n=len(gathering.joiners))
    return words.JOINERS_OF.fill(n=len(gathering.joiners), most=gathering.call.maximum)


def examples() -> dict[str, Card | Form]:
    """Every card and form of this activity, for the gallery and its limits."""
    called = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    plain = {"details": "", "purpose": "", "place": "", "time": "", "parting": "", "closes_at": called + OPEN_FOR}
    call = Recruitment(id=1, title="昼休みに昇仙峡の話をしませんか", **plain)
    longest = Recruitment(
        id=2, title="あ" * TITLE_MOST, details="&" * DETAILS_MOST, purpose="_" * PURPOSE_MOST,
        place="<!channel>" * 15, time="*火*曜" * 30, minimum=3, maximum=300, closes_at=called + OPEN_FOR,
        reached_at=called, parting="<@U1>" * 400,
    )  # fmt: skip
    closed = Recruitment(id=3, title="朝の散歩", **plain | {"place": "正面玄関"}, closed_at=called)
    few = Recruitment(id=4, title="読書会をはじめませんか", **plain, minimum=3, maximum=3)
    gone = Recruitment(id=6, title="勧誘", **plain, closed_at=called, called_off_at=called, taken_down_at=called)
    given_up = Recruitment(id=5, title="花見", **plain, closed_at=called, called_off_at=called)
    caller = Person(id=1, external_id="U0001")
    crowd = tuple(f"U{number:04}" for number in range(300))
    return {
        "nobody yet": card(Gathering(call, caller, ())),
        "three are in": card(Gathering(call, caller, crowd[:3])),
        "everything at its longest": card(Gathering(longest, caller, crowd, waiting=20)),
        "one of three": card(Gathering(few, caller, crowd[:1])),
        "full, and one waits": card(Gathering(few, caller, crowd[:3], waiting=1)),
        "called off": card(Gathering(given_up, caller, crowd[:2])),
        "no seat": full(few),
        "offer": offer(longest, called, "Asia/Tokyo"),
        "meeting": meeting(Gathering(few, caller, crowd[:3])),
        "meeting of a crowd": meeting(Gathering(longest, caller, crowd)),
        "joined late": joined_late(longest),
        "again": again(longest),
        "told that it is called off": called_off(longest),
        "edit": edit_form(longest),
        "call off": call_off_form(longest),
        "closed": card(Gathering(closed, caller, crowd[:2])),
        "list": list_of([Listed(Gathering(call, caller, crowd[:n])) for n in range(15)]),
        "list of what one is part of": list_of(
            [
                Listed(Gathering(call, caller, ()), is_own=True),
                Listed(Gathering(call, caller, crowd[:1]), state=IN),
                Listed(Gathering(few, caller, crowd[:3]), state=WAITING, is_full=True),
                Listed(Gathering(few, caller, crowd[:3]), is_full=True),
            ]
        ),
        "taken down": card(Gathering(gone, caller, crowd[:2])),
        "told that it is taken down": taken_down(longest),
        "caller left": caller_left(longest),
        "take down": take_down_form(longest),
        "empty list": list_of([]),
        "ended": ended(Gathering(closed, caller, crowd[:2])),
        "ended alone": ended(Gathering(closed, caller, ())),
        "form": form("C1"),
        "form with a long line": form("C1", details="長い" * 1_000),
    }
