"""What somebody's Home shows of calls: the open ones they may join or are in, and their own."""

from __future__ import annotations

from bot.chat.card import Button, Buttons, Card, Form, Part, Words
from bot.home import SETUP, Section, Shelf, page, step
from bot.people import Person
from bot.recruitment import words
from bot.recruitment.cards import line_of, parts_of
from bot.recruitment.looking import Gathering, Listed
from bot.recruitment.model import IN, PLAIN, TITLE_MOST, WAITING, Recruitment


def sections(listed: list[Listed], *, may_call: bool) -> tuple[Section, ...]:
    """Open calls, and one's own where there are any."""
    call = Button(words.HOME_CALL, "recruitment.ask_new", "home", opens_form=True)
    others = tuple(parts_of(each) for each in listed if not each.is_own)
    own = tuple(_own(each) for each in listed if each.is_own)
    still_open = Section(
        Shelf.OPEN,
        words.HOME_OPEN,
        others,
        empty=words.HOME_NOTHING_OPEN if may_call else words.HOME_FOR_GUESTS,
        buttons=(call,) if may_call else (),
        more=Button(words.HOME_ALL, "recruitment.list", "home"),
    )
    return (still_open, Section(Shelf.YOURS, words.HOME_OWN, own)) if own else (still_open,)


def setup(is_any: bool) -> Section:
    """For admins: whether anybody has tried it."""
    return Section(Shelf.SETUP, SETUP, (step(is_any, words.HOME_TRIED if is_any else words.HOME_TO_TRY),))


def _own(listed: Listed) -> tuple[Part, ...]:
    subject = str(listed.gathering.call.id)
    edit = Button(words.EDIT, "recruitment.edit", subject, opens_form=True)
    close = Button(words.CLOSE, "recruitment.close", subject)
    return Words(line_of(listed.gathering)), Buttons((edit, close))


def examples() -> dict[str, Card | Form]:
    """Homes with much and with little, for the gallery and its limits."""
    gathering = Gathering(Recruitment(id=1, kind=PLAIN, title="あ" * TITLE_MOST), Person(id=1, external_id="U0001"), ())
    states = [Listed(gathering, state=state) for state in (IN, WAITING)]
    much = [*states, Listed(gathering, is_full=True), Listed(gathering, is_own=True), *[Listed(gathering)] * 20]
    return {
        "home": page((*sections(much, may_call=True), setup(True))),
        "home with nothing": page((*sections([], may_call=False), setup(False))),
    }
