"""Slack's text formats become HTML, and nothing that a person types becomes a tag."""

import time

import pytest

from playground.city_hall import city_hall
from playground.page.marked import Marked
from playground.page.moments import worded
from playground.workspace import App

HALL = city_hall(App("Taiwa", "secret", "http://127.0.0.1/"), "xoxb-test")
SATO = HALL.member_named("sato.misaki").id
MARKED = Marked(HALL, HALL.member_named("suzuki.kenta"))
SQUARE = HALL.channel_named("ひろば").id
LINK = '<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*太字* _斜体_ ~取消~", "<b>太字</b> <i>斜体</i> <s>取消</s>"),
        ("*_両方_*", "<b><i>両方</i></b>"),
        ("2*3*4 と *太字*です と snake_case_name", "2*3*4 と *太字*です と snake_case_name"),
        ("`*そのまま* &lt;b&gt;`", "<code>*そのまま* &lt;b&gt;</code>"),
        ("```\n*そのまま*\n```あと", "<pre>*そのまま*</pre>あと"),
        ("&gt; 引用\n&gt; 二行\n本文", "<blockquote>引用\n二行</blockquote>本文"),
        (f"<@{SATO}> さん", '<span class="mention">@佐藤 美咲</span> さん'),
        (f"<#{SQUARE}|x>", '<span class="mention">#ひろば</span>'),
        ("<!channel>", '<span class="mention">@channel</span>'),
        ("<!date^1775000100^{date_long} {time}|いつか>", "2026年4月1日(水) 8:35"),
        ("<!date^1775000100^{date_num}^https://example.jp/|いつか>", LINK.format("https://example.jp/", "2026-04-01")),
        ("<!date^1775000100^{date}^javascript:alert(1)|いつか>", "2026年4月1日"),
        ("<!date^soon^{date}|いつか>", "いつか"),
        (":tada: `:tada:` 12:30:45 :no_such_sign:", "🎉 <code>:tada:</code> 12:30:45 :no_such_sign:"),
        ("<https://example.jp/?a=1&amp;b=2|案内>", LINK.format("https://example.jp/?a=1&amp;b=2", "案内")),
        ("<mailto:a@example.jp>", LINK.format("mailto:a@example.jp", "mailto:a@example.jp")),
        ("<javascript:alert(1)|押す>", "&lt;javascript:alert(1)|押す&gt;"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("&lt;!channel&gt; &amp;lt;", "&lt;!channel&gt; &amp;lt;"),
        ('<https://example.jp/"onclick="x|a>', LINK.format("https://example.jp/&#34;onclick=&#34;x", "a")),
    ],
)
def test_mrkdwn(text: str, shown: str) -> None:
    assert MARKED.mrkdwn(text) == shown


@pytest.mark.parametrize(
    ("seconds", "ja", "en"),
    [
        (-90_000, "1日前", "1 d ago"),
        (-30, "たった今", "just now"),
        (7_300, "2時間後", "in 2 h"),
    ],
)
def test_a_moment_is_told_in_each_readers_words(seconds: int, ja: str, en: str) -> None:
    now = int(time.time())
    assert worded(now + seconds, "{ago}", HALL.member_named("suzuki.kenta")) == ja
    assert worded(now + seconds, "{ago}", HALL.member_named("emma.clark")) == en
    assert worded(now, "{date_pretty}", HALL.member_named("emma.clark")) == "today"


def test_rich_text() -> None:
    def section(*elements: object) -> dict[str, object]:
        return {"type": "rich_text_section", "elements": list(elements)}

    block = {
        "type": "rich_text",
        "elements": [
            section({"type": "text", "text": "<b>", "style": {"bold": True, "code": True}}),
            section({"type": "user", "user_id": SATO}, {"type": "channel", "channel_id": SQUARE}),
            section(
                {"type": "link", "url": "https://example.jp", "text": "案内"}, {"type": "broadcast", "range": "here"}
            ),
            section(
                {"type": "link", "url": "javascript:alert(1)"}, {"type": "emoji", "name": "tea", "unicode": "1f375"}
            ),
            section(
                {"type": "date", "timestamp": 1775000100, "format": "{date_slash} {unknown}", "fallback": "いつか"},
                {"type": "emoji", "name": "seedling"},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "text", "text": "下線", "style": {"underline": True}},
            ),
            {"type": "rich_text_list", "style": "ordered", "elements": [section({"type": "text", "text": "一"})]},
            {
                "type": "rich_text_list",
                "style": "ordered",
                "indent": 1,
                "offset": 2,
                "elements": [section({"type": "text", "text": "三"})],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "引用"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "表"}]},
        ],
    }
    assert MARKED.rich_text(block) == (
        "<b><code>&lt;b&gt;</code></b>"
        '<span class="mention">@佐藤 美咲</span><span class="mention">#ひろば</span>'
        + LINK.format("https://example.jp", "案内")
        + '<span class="mention">@here</span>javascript:alert(1)🍵'
        '2026/04/01 {unknown}🌱<span class="mention">@S1</span><u>下線</u>'
        '<ol class="indent-0"><li>一</li></ol><ol class="indent-1" start="3"><li>三</li></ol>'
        "<blockquote>引用</blockquote><pre>表</pre>"
    )
