"""What Slack demands of a rich_text block: sections, lists, quotes and preformatted text made of styled parts.

Source: Slack's Block Kit reference, "Rich text block".
"""

from playground.schema import Rule, anything, boolean, by_type, integer, items, one_of, shape, string

_ID = string(255)
_STYLE = shape(
    {}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight"), boolean)
)


def _part(required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return shape({"type": anything, **required}, {"style": _STYLE, **(optional or {})})


_PARTS = by_type(
    {
        "text": _part({"text": string(40_000)}),
        "link": _part({"url": string(3000)}, {"text": string(40_000), "unsafe": boolean}),
        "user": _part({"user_id": _ID}),
        "usergroup": _part({"usergroup_id": _ID}),
        "channel": _part({"channel_id": _ID}),
        "broadcast": _part({"range": one_of("here", "channel", "everyone")}),
        "emoji": _part({"name": _ID}, {"unicode": _ID, "skin_tone": integer(1, 6)}),
        "date": _part(
            {"timestamp": integer(0, 9_999_999_999), "format": _ID}, {"url": string(3000), "fallback": string(3000)}
        ),
    }
)
_MANY_PARTS: dict[str, Rule] = {"type": anything, "elements": items(_PARTS, 1000, 0)}
_BORDER: dict[str, Rule] = {"border": integer(0, 1)}
_SECTION = shape(_MANY_PARTS)

RICH_TEXT = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_preformatted": shape(_MANY_PARTS, _BORDER),
        "rich_text_quote": shape(_MANY_PARTS, _BORDER),
        "rich_text_list": shape(
            {
                "type": anything,
                "style": one_of("bullet", "ordered"),
                "elements": items(by_type({"rich_text_section": _SECTION}), 1000),
            },
            {"indent": integer(0, 8), "offset": integer(0, 9999), **_BORDER},
        ),
    }
)
