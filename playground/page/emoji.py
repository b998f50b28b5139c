"""Emoji by the names that Slack gives them, as far as the page can show them; of the others, the name."""

import re

from playground.workspace import JsonObject

_SIGNS = {
    "+1": "👍",
    "bell": "🔔",
    "bow": "🙇",
    "bulb": "💡",
    "calendar": "📅",
    "clap": "👏",
    "coffee": "☕",
    "eyes": "👀",
    "hand": "✋",
    "heart": "❤️",
    "heavy_check_mark": "✔️",
    "herb": "🌿",
    "information_source": "ℹ️",
    "memo": "📝",
    "point_right": "👉",
    "pray": "🙏",
    "raised_hands": "🙌",
    "seedling": "🌱",
    "smile": "😄",
    "sparkles": "✨",
    "speech_balloon": "💬",
    "star": "⭐",
    "tada": "🎉",
    "tea": "🍵",
    "thumbsup": "👍",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
}
_NAME = re.compile(r":([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?")


def sign(name: str) -> str:
    """The emoji of this name; `:name:` for one that the page does not know."""
    return _SIGNS.get(name, f":{name}:")


def plain(text: JsonObject) -> str:
    """A plain_text object as it is shown, with emoji unless it wants none."""
    return with_signs(text["text"]) if text.get("emoji", True) else str(text["text"])


def with_signs(text: str) -> str:
    """The text with every emoji that is known put in the place of its name."""
    return _NAME.sub(lambda found: _SIGNS.get(found[1], found[0]), text)
