"""Slack's own text formats as safe HTML: "*bold*", "<https://…|links>", "<@U…>", and rich_text blocks.

Everything becomes `Markup`, which escapes whatever is put into it: no text from a message ever turns into a tag.
"""

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from playground.page.emoji import plain, sign, with_signs
from playground.page.moments import worded
from playground.workspace import JsonObject, Member, Workspace

# As in Slack, a mark counts only at the edge of a word: "2*3*4" is a product, "*太字*です" is not bold.
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<token>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<bold>\S(?:[^*\n]*[^*\s])?)\*(?![\w*])"
    r"|(?<!\w)_(?P<italic>[^_\s](?:[^_\n]*[^_\s])?)_(?!\w)"
    r"|(?<![\w~])~(?P<strike>[^~\s](?:[^~\n]*[^~\s])?)~(?![\w~])"
)
_STYLES = {
    "bold": Markup("<b>{}</b>"),
    "italic": Markup("<i>{}</i>"),
    "strike": Markup("<s>{}</s>"),
    "underline": Markup("<u>{}</u>"),
}
_CODE = Markup("<code>{}</code>")
_MENTION = Markup('<span class="mention">{}</span>')
_LINK = Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>')
_DATE = re.compile(r"date\^(?P<timestamp>\d{1,10})\^(?P<template>[^^]+)(\^(?P<address>.+))?")
_SAFE_ADDRESS = re.compile(r"(https?://|mailto:)", re.IGNORECASE)


class Marked:
    """Reads text in the formats of one workspace, whose members and channels it calls by name, for one reader."""

    def __init__(self, workspace: Workspace, reader: Member) -> None:
        self._workspace = workspace
        self._reader = reader

    def text_object(self, text: JsonObject) -> Markup:
        """A plain_text or mrkdwn object."""
        if text["type"] == "mrkdwn":
            return self.mrkdwn(text["text"])
        return escape(plain(text))

    def mrkdwn(self, text: str) -> Markup:
        """A message's text: fenced code, quoted lines and inline marks."""
        parts = []
        for index, part in enumerate(re.split(r"```\n?(.*?)\n?```\n?", text, flags=re.DOTALL)):
            parts.append(Markup("<pre>{}</pre>").format(_plain(part)) if index % 2 else self._lines(part))
        return Markup("").join(parts)

    def rich_text(self, block: JsonObject) -> Markup:
        """A rich_text block."""
        return Markup("").join(self._rich_part(part) for part in block["elements"])

    def person(self, user_id: str) -> str:
        """A member as mentioned: "@佐藤 美咲"."""
        member = self._workspace.members.get(user_id)
        return f"@{member.shown_name}" if member else f"@{user_id}"

    def channel(self, channel_id: str) -> str:
        """A channel as mentioned: "#ひろば"."""
        channel = self._workspace.channels.get(channel_id)
        return f"#{channel.name}" if channel else f"#{channel_id}"

    def _lines(self, text: str) -> Markup:
        """Lines as they come; a run of lines that begin with ">" becomes one quotation."""
        shown = Markup("")
        for quoted, lines in _runs(text):
            if quoted:
                body = "\n".join(re.sub(r"^(&gt;|>) ?", "", line) for line in lines)
                shown += Markup("<blockquote>{}</blockquote>").format(self._inline(body))
            else:
                shown += self._inline("\n".join(lines))
        return shown

    def _inline(self, text: str) -> Markup:
        shown, position = Markup(""), 0
        for match in _INLINE.finditer(text):
            shown += _plain(with_signs(text[position : match.start()]))
            position = match.end()
            kind = match.lastgroup or ""
            if kind == "token":
                shown += self._token(match["token"])
            elif kind == "code":
                shown += _CODE.format(_plain(match["code"]))
            else:
                shown += _STYLES[kind].format(self._inline(match[kind]))
        return shown + _plain(with_signs(text[position:]))

    def _token(self, token: str) -> Markup:
        reference, _, label = token.partition("|")
        match reference[0], reference[1:]:
            case "@", user_id:
                return _MENTION.format(self.person(user_id))
            case "#", channel_id:
                return _MENTION.format(self.channel(channel_id))
            case "!", special if special.startswith("date^"):
                return self._moment(special, label)
            case "!", special if special.startswith("subteam^"):
                return _plain(label or special)
            case "!", special:
                return _MENTION.format(f"@{special}")
        return _link(_unescaped(reference), _plain(label or reference)) or _plain(f"<{token}>")

    def _moment(self, special: str, fallback: str) -> Markup:
        """`date^TIMESTAMP^TEMPLATE` or, with a link, `date^TIMESTAMP^TEMPLATE^ADDRESS`."""
        parts = _DATE.fullmatch(_unescaped(special))
        if parts is None:
            return _plain(fallback or special)
        shown = escape(worded(int(parts["timestamp"]), parts["template"], self._reader))
        return _link(parts["address"] or "", shown) or shown

    def _date(self, element: JsonObject) -> Markup:
        shown = escape(worded(element["timestamp"], element["format"], self._reader))
        return _link(element.get("url", ""), shown) or shown

    def _rich_part(self, part: JsonObject) -> Markup:
        inside = part["elements"]
        match part["type"]:
            case "rich_text_list":
                tag = Markup("ol") if part.get("style") == "ordered" else Markup("ul")
                rows = Markup("").join(
                    Markup("<li>{}</li>").format(self._rich_inline(row["elements"])) for row in inside
                )
                first = Markup(' start="{}"').format(int(part["offset"]) + 1) if part.get("offset") else ""
                return Markup('<{} class="indent-{}"{}>{}</{}>').format(
                    tag, int(part.get("indent", 0)), first, rows, tag
                )
            case "rich_text_preformatted":
                return Markup("<pre>{}</pre>").format(self._rich_inline(inside))
            case "rich_text_quote":
                return Markup("<blockquote>{}</blockquote>").format(self._rich_inline(inside))
        return self._rich_inline(inside)

    def _rich_inline(self, elements: list[JsonObject]) -> Markup:
        return Markup("").join(self._rich_element(element) for element in elements)

    def _rich_element(self, element: JsonObject) -> Markup:
        draw = _RICH.get(element["type"])
        shown = draw(self, element) if draw else escape(element.get("fallback") or f":{element['type']}:")
        style = element.get("style", {})
        if style.get("code"):
            shown = _CODE.format(shown)
        for name, wrap in _STYLES.items():
            if style.get(name):
                shown = wrap.format(shown)
        return shown


_RICH: dict[str, Callable[[Marked, JsonObject], Markup]] = {
    "text": lambda _, element: escape(element["text"]),
    "link": lambda _, element: (
        _link(element["url"], escape(element.get("text") or element["url"])) or escape(element["url"])
    ),
    "user": lambda marked, element: _MENTION.format(marked.person(element["user_id"])),
    "channel": lambda marked, element: _MENTION.format(marked.channel(element["channel_id"])),
    "broadcast": lambda _, element: _MENTION.format(f"@{element['range']}"),
    "usergroup": lambda _, element: _MENTION.format(f"@{element['usergroup_id']}"),
    "date": lambda marked, element: marked._date(element),
    "emoji": lambda _, element: _emoji(element),
}


def _runs(text: str) -> list[tuple[bool, list[str]]]:
    """Neighbouring lines together, as (whether they are quoted, the lines)."""
    runs: list[tuple[bool, list[str]]] = []
    for line in text.split("\n"):
        quoted = line.startswith(("&gt;", ">"))
        if runs and runs[-1][0] == quoted:
            runs[-1][1].append(line)
        else:
            runs.append((quoted, [line]))
    return runs


def _unescaped(text: str) -> str:
    """Slack escapes exactly these three characters."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _plain(text: str) -> Markup:
    return escape(_unescaped(text))


def _link(address: str, label: Markup) -> Markup | None:
    """A link to somewhere harmless; None for `javascript:` and the like."""
    return _LINK.format(address, label) if _SAFE_ADDRESS.match(address) else None


def _emoji(element: JsonObject) -> Markup:
    if code := element.get("unicode"):
        return escape("".join(chr(int(point, 16)) for point in code.split("-")))
    return escape(sign(element["name"]))
