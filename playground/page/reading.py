"""How far each person has read: what is unread shows as a dot in every window of that person."""

from playground.workspace import Channel, Member, Message


class Reading:
    """The newest message each person has had before their eyes, per channel."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], str] = {}

    def mark(self, person: Member, channel: Channel) -> None:
        """Everything in this channel has now been seen."""
        if newest := _newest(channel, person):
            self._read[person.id, channel.id] = newest.ts

    def is_unread(self, person: Member, channel: Channel) -> bool:
        """Whether there is something from somebody else that this person has not seen."""
        newest = _newest(channel, person)
        return newest is not None and newest.ts > self._read.get((person.id, channel.id), "")


def _newest(channel: Channel, person: Member) -> Message | None:
    for message in reversed(channel.messages.values()):
        if message.user != person.id and message.visible_to(person.id) and not message.is_reply:
            return message
    return None
