"""A kind "no": why something cannot be done, in words for the person who tried."""

from __future__ import annotations

from bot.text import Text


class Refusal(Exception):
    """Carries its own words; caught once, in `handlers/routing.py`, and answered where the person is.

    `field` names the form field that it is about, when it is about one.
    """

    text = Text("いまはお受けできません。", "This is not possible just now.")

    def __init__(self, text: Text | None = None, *, field: str | None = None) -> None:
        self.text = text or self.text
        self.field = field
        super().__init__(self.text.en)


class Busy(Refusal):
    """Too much is waiting to be stored; nothing of this request was."""

    text = Text(
        "ただいま混み合っています。まだ受け付けていませんので、少し待ってもう一度お願いします。",
        "It is very busy right now. Nothing was stored; please try again in a moment.",
    )


class NotYours(Refusal):
    """Only the person responsible may do this."""
