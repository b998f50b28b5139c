"""The same story by Socket Mode while it rains: answers lost, errors, rate limits, a socket cut. Nothing doubles."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.window import Window

DEMO_OPTIONS = ("--sockets",)
BOOKS = "読書会をはじめませんか"
LOST, FAILED, BUSY, CUT = "応答が届かない(保存後)", "500エラー(保存後)", "混み合い(429)", "ソケットの切断"
IN_THE_RAIN = 40_000
"""Milliseconds: what may have arrived is looked for after ten seconds, and tried again later and later."""


def test_whatever_the_weather_there_is_one_card_one_conversation_and_one_offer(window: Callable[..., Window]) -> None:
    handles = ("sato.misaki", "suzuki.kenta", "ito.sakura", "kobayashi.yuta", "yoshida.aoi", "tanaka.daichi")
    sky, suzuki, ito, kobayashi, yoshida, tanaka = (window(handle, patience=IN_THE_RAIN) for handle in handles)

    suzuki.say("/yubi")
    suzuki.fills("題名", BOOKS)
    suzuki.fills("何人そろったら開催しますか", "3")
    suzuki.fills("何人まで", "3")
    sky.rains(LOST, CUT)
    suzuki.confirms("呼びかける")
    ito.sees(BOOKS)
    suzuki.picture("rain-socket-cut")
    sky.rains()
    suzuki.confirms_until_it_is_heard("呼びかける")

    for joiner in (ito, kobayashi):
        joiner.press("この指とまる")
    suzuki.sees("参加者 2人")
    sky.rains(FAILED)
    yoshida.press("この指とまる")
    together = (suzuki, ito, kobayashi, yoshida)
    for one in together:
        one.is_in_groups(1)
    sky.picture("rain-panel")
    sky.rains()

    suzuki.sees("3人そろいました。開催します。")
    _waits(tanaka)
    sky.rains(BUSY)
    ito.press("今回は見送る")
    sky.page.wait_for_timeout(2_000)
    sky.rains()
    tanaka.hears("席が一つ空きました")
    tanaka.press("今回は見送る")
    tanaka.sees("わかりました。またの機会に。")

    ito.press("この指とまる")
    suzuki.sees("参加者 3人")
    tanaka.open("ひろば")
    _waits(tanaka)
    sky.rains(LOST)
    ito.press("今回は見送る")
    tanaka.hears("席が一つ空きました")
    sky.rains()
    suzuki.does_not_see("伊藤 さくら")
    tanaka.counts("席が一つ空きました", 1)
    tanaka.press("この指とまる")
    suzuki.sees("田中 大地")

    tanaka.sees("開催が決まっています")

    suzuki.page.wait_for_timeout(10_000)  # what is said twice comes after it was looked for in vain
    suzuki.does_not_see("伊藤 さくら")
    for name in ("小林 勇太", "吉田 葵", "田中 大地", "参加者 3人"):
        suzuki.sees(name)
    suzuki.counts(BOOKS, 1)
    suzuki.picture("rain-is-over")
    tanaka.counts(f"「{BOOKS}」に参加しました", 1)
    tanaka.counts("席が一つ空きました", 0)
    tanaka.counts("開催が決まっています", 1)
    for one in together:
        one.is_in_groups(1)
        one.open(one.group_conversations[0])
        one.counts("ここで、日にちや段取りを決めていきましょう", 1)
    for other in (sky, tanaka):
        assert other.group_conversations == []


def _waits(person: Window) -> None:
    person.press("この指とまる")
    person.press("空いたら知らせて")
    person.sees("席が空いたらお知らせします。")
