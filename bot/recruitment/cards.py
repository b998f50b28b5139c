"""What a call looks like to everybody: its card in the channel, and its line in the list of open ones."""

from __future__ import annotations

from bot.chat.card import Button, Buttons, Card, Facts, Part, People, Title, Words, note
from bot.recruitment import words
from bot.recruitment.looking import Gathering, Listed
from bot.recruitment.model import CONSULT, IN, NAMES_SHOWN, OUT, PLAIN, STORY, TOWN, WAITING, Recruitment
from bot.text import Text, moment

KIND_NAMES = {PLAIN: words.PLAIN, CONSULT: words.CONSULT, STORY: words.STORY, TOWN: words.TOWN}
_ANSWERED_BY_A_FORM = ("edit", "call_off", "take_down")
_KIND_LINES = {CONSULT: words.CONSULT_LINE, STORY: words.STORY_LINE, TOWN: words.TOWN_LINE}


def card(gathering: Gathering) -> Card:
    """The call in its channel."""
    call = gathering.call
    if call.taken_down_at is not None:
        return note(words.TAKEN_DOWN_ON_CARD)
    parts = [*_what(call), *_who(gathering), *_how_it_stands(gathering)]
    return Card(words.SUMMARY.fill(title=call.title), tuple(parts))


def _what(call: Recruitment) -> list[Part]:
    """What its caller wrote."""
    parts: list[Part] = [Title(call.title)]
    if call.kind in _KIND_LINES:
        parts.append(Words(_KIND_LINES[call.kind], "quiet"))
    if call.details:
        parts.append(Words(call.details))
    if call.purpose:
        parts.append(Words(words.PURPOSE_ON_CARD.fill(purpose=call.purpose), "quiet"))
    facts = [(words.WHEN, call.time), (words.WHERE, call.place)]
    parts.append(Facts(tuple((label, value) for label, value in facts if value)))
    return parts


def _who(gathering: Gathering) -> list[Part]:
    """Who called, and who is in; of a consult only the former."""
    call, joiners = gathering.call, gathering.joiners
    caller = _called_by(gathering)
    if call.is_consult:
        return caller
    if joiners:
        return [*caller, People(_joiners_label(gathering), joiners[:NAMES_SHOWN], max(0, len(joiners) - NAMES_SHOWN))]
    is_free = call.closed_at is None and not gathering.waiting
    return [*caller, Words(words.NOBODY_YET, "quiet")] if is_free else caller


def _called_by(gathering: Gathering) -> list[Part]:
    """Who has left is not named any more."""
    caller, tells = gathering.caller, gathering.call.kind == STORY
    return [] if caller.is_gone else [People(words.TELLER if tells else words.CALLER, (caller.external_id,))]


def _joiners_label(gathering: Gathering) -> Text:
    call, joiners = gathering.call, len(gathering.joiners)
    tells = call.kind == STORY
    if call.maximum is None:
        return (words.LISTENERS if tells else words.JOINERS).fill(n=joiners)
    return (words.LISTENERS_OF if tells else words.JOINERS_OF).fill(n=joiners, most=call.maximum)


def _how_it_stands(gathering: Gathering) -> list[Part]:
    """Whether it takes place, whether one can join, and the buttons that fit."""
    call = gathering.call
    if call.called_off_at is not None:
        return [Words(words.CALLED_OFF_ON_CARD, "strong")]
    parts: list[Part] = []
    if call.reached_at is not None and call.minimum is not None:
        parts.append(Words(words.REACHED.fill(n=call.minimum), "strong"))
    elif call.minimum is not None:
        left = max(0, call.minimum - len(gathering.joiners))
        parts.append(Words(words.NEEDED.fill(n=call.minimum, left=left), "quiet"))
    if call.closed_at is not None:
        return [*parts, Words(words.CLOSED_ON_CARD, "quiet"), *_afterwards(gathering)]
    if gathering.waiting and not call.is_consult:
        parts.append(Words(words.WAITING_ON_CARD.fill(n=gathering.waiting), "quiet"))
    if gathering.held and not call.is_consult:
        parts.append(Words(words.HELD_ON_CARD.fill(n=gathering.held), "quiet"))
    if gathering.is_full:
        parts.append(Words(words.CONSULT_FOUND if call.is_consult else words.FULL_ON_CARD, "quiet"))
    until = words.SEATS_PASS_ON_UNTIL if gathering.is_full else words.OPEN_UNTIL
    parts.append(Words(until.fill(day=moment(call.closes_at, gathering.zone)), "quiet"))
    join = _button(call, words.JOIN, "join", primary=True)
    menu = (
        _button(call, words.EDIT, "edit"),
        _button(call, words.CALL_AGAIN, "call_again"),
        _button(call, words.CLOSE, "close"),
        _button(call, words.CALL_OFF, "call_off"),
        _button(call, words.TAKE_DOWN, "take_down"),
    )
    return [*parts, Buttons((join, _button(call, words.LEAVE, "leave")), menu)]


def _afterwards(gathering: Gathering) -> list[Part]:
    """What a closed call still offers: its caller a way back, and after an outing one click to those who were in."""
    call = gathering.call
    parts: list[Part] = []
    if gathering.discoveries:
        parts.append(Words(words.DISCOVERIES.fill(n=gathering.discoveries)))
    asks = call.is_outing and gathering.joiners
    menu = (
        _button(call, words.REOPEN, "reopen"),
        _button(call, words.CALL_AGAIN, "call_again"),
        _button(call, words.EDIT, "edit"),
        _button(call, words.CALL_OFF, "call_off"),
        _button(call, words.TAKE_DOWN, "take_down"),
    )
    return [*parts, Buttons((_button(call, words.DISCOVERED, "discover"),) if asks else (), menu)]


def _button(call: Recruitment, label: Text, verb: str, *, primary: bool = False) -> Button:
    return Button(
        label,
        f"recruitment.{verb}",
        str(call.id),
        style="primary" if primary else "plain",
        opens_form=verb in _ANSWERED_BY_A_FORM,
    )


def end(call: Recruitment) -> Button | None:
    """With it the caller ends it where its card is not in sight; None once it is closed."""
    return _button(call, words.CLOSE, "close") if call.closed_at is None else None


def list_of(open_calls: list[Listed]) -> Card:
    """The open calls, each with its button, for one person's eyes."""
    if not open_calls:
        return Card(words.LIST_TITLE, (Words(words.LIST_EMPTY),))
    parts: list[Part] = [Title(words.LIST_TITLE)]
    for listed in open_calls:
        parts.extend(parts_of(listed))
    return Card(words.LIST_TITLE, tuple(parts))


def parts_of(listed: Listed) -> tuple[Part, ...]:
    """One call in a list, and what this person may do with it there."""
    call = listed.gathering.call
    line = Words(line_of(listed.gathering))
    caller = _called_by(listed.gathering)
    if listed.is_own:
        return line, Words(words.LIST_OWN, "quiet")
    if listed.state in (IN, WAITING):
        stands = Words(words.LIST_IN if listed.state == IN else words.LIST_WAITING, "quiet")
        return line, stands, Buttons((_button(call, words.LEAVE, "decline"),))
    if listed.is_full and listed.state == OUT:
        return line, *caller, Buttons((_button(call, words.WAIT, "wait_listed"),))
    return line, *caller, Buttons((_button(call, words.JOIN, "join_listed"),))


def line_of(gathering: Gathering) -> Text:
    """A call in one line: its title, its kind, and how many are in where somebody is and that may be known."""
    call = gathering.call
    kind, joined = KIND_NAMES[call.kind], len(gathering.joiners)
    if call.kind == PLAIN:
        return words.LIST_LINE.fill(title=call.title, n=joined) if joined else Text(call.title, call.title)
    if call.is_consult or not joined:
        return words.LIST_LINE_UNCOUNTED.fill(title=call.title, kind=kind)
    return words.LIST_LINE_KIND.fill(title=call.title, kind=kind, n=joined)
