"""What a caller fills in: a new call, one about a message, the same again to correct it, and a word when it ends."""

from __future__ import annotations

from bot.chat.card import ChoiceField, Field, Form, MomentField, NumberField, TextField, Words
from bot.recruitment import words
from bot.recruitment.model import (
    CONSULT,
    DETAILS_MOST,
    MAXIMUM_MOST,
    PLAIN,
    PURPOSE_MOST,
    STORY,
    TITLE_MOST,
    TOWN,
    Recruitment,
)
from bot.recruitment.wish import Wish
from bot.text import Text

_KINDS = (
    (PLAIN, words.PLAIN_OPTION),
    (CONSULT, words.CONSULT_OPTION),
    (STORY, words.STORY_OPTION),
    (TOWN, words.TOWN_OPTION),
)


def form(channel: str, *, details: str = "") -> Form:
    """What one may say with a call. Only the title is needed."""
    intro = words.TITLE_TOO_LONG if details else words.FORM_INTRO
    return _new("recruitment.new", channel, intro, details=details)


def about_form(message: str) -> Form:
    """The same for a call about a message, whose words are the caller's to repeat or not."""
    return _new("recruitment.about", message, words.ABOUT_INTRO)


def _new(route: str, subject: str, intro: Text, *, details: str = "") -> Form:
    return Form(
        route=route,
        subject=subject,
        title=words.FORM_TITLE,
        send=words.FORM_SEND,
        intro=(Words(intro, "quiet"),),
        fields=_fields(Wish("", details=details)),
    )


def edit_form(call: Recruitment) -> Form:
    """The same, filled in as it was said."""
    said = Wish(
        call.title,
        kind=call.kind,
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


def take_down_form(call: Recruitment) -> Form:
    """The reason that its caller is told."""
    reason = TextField("reason", words.REASON, hint=words.REASON_HINT, long=True, most=DETAILS_MOST)
    intro = (Words(call.title, "strong"), Words(words.TAKE_DOWN_INTRO, "quiet"))
    return Form("recruitment.taken_down", str(call.id), words.TAKE_DOWN_TITLE, words.TAKE_DOWN_SEND, (reason,), intro)


def _fields(said: Wish) -> tuple[Field, ...]:
    return (
        TextField("title", words.TITLE, hint=words.TITLE_HINT, initial=said.title, most=TITLE_MOST),
        ChoiceField("kind", words.KIND, _KINDS, initial=said.kind),
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
