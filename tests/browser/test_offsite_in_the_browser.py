"""An offsite in a real browser, from one line to the day before, and what an admin reads of it all."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.browser.window import Window


def test_a_host_announces_for_two_and_the_third_gets_the_seat_that_is_given_back(
    window: Callable[..., Window],
) -> None:
    host, ito, yoshida, tanaka, suzuki = (
        window(handle) for handle in ("yamamoto.rina", "ito.sakura", "yoshida.aoi", "tanaka.daichi", "suzuki.kenta")
    )
    suzuki.say("/alumni")
    suzuki.press("オフサイトのご案内を受け取る")
    suzuki.fills("期", "3")
    suzuki.picture("alumni-form")
    suzuki.press("受け取る")
    suzuki.form_shows("お届けします")
    suzuki.picture("alumni-opted-in")
    suzuki.press("閉じる")

    for member in (host, ito, yoshida, tanaka):
        member.open("オフサイト")
    host.say("/offsite new 秋の語り場、来週金曜18時")
    host.fills("どこで", "302会議室")
    host.fills("定員", "2")
    host.picture("offsite-form")
    host.press("お知らせする")
    for guest in (ito, yoshida):
        guest.sees("秋の語り場")
        guest.press("参加する")
    ito.sees("空いている席はありません")
    tanaka.press("参加する")
    tanaka.sees("ちょうど席が埋まりました")
    tanaka.press("空いたら知らせて")
    tanaka.sees("いまの順番は1番目です")
    host.sees("キャンセル待ち 1人")
    host.picture("offsite-full")

    yoshida.press("今回は見送る")
    tanaka.hears("席が一つ空きました")
    tanaka.picture("offsite-offer")
    tanaka.press("参加する")
    tanaka.sees("参加を受け付けました")
    host.sees("田中 大地")
    host.does_not_see("吉田 葵")

    suzuki.hears("修了生のみなさんへ、オフサイトのご案内です")
    suzuki.picture("alumni-announcement")
    yoshida.hears_nothing_of("オフサイトのご案内")

    host.moves_clock("次の前日のお知らせへ")
    tanaka.sees("明日18時、302会議室です")
    ito.hears("明日18時、302会議室です")
    ito.picture("offsite-reminder")
    yoshida.does_not_see("明日18時")
    suzuki.does_not_see("明日18時")

    suzuki.press("このお知らせを止める")
    suzuki.sees("「オフサイトのご案内」を止めました")

    admin = window("sato.misaki")
    admin.say("/participation")
    admin.sees("参加のようす")
    admin.sees("これからの予定 1件（参加の予定は延べ2人）")
    admin.picture("participation")
    admin.press("CSVで受け取る")
    admin.hears("参加のようすのCSVです")
    admin.picture("participation-csv")
    ito.open("ひろば")
    ito.say("/participation")
    ito.sees("参加のようすを見られるのは、ワークスペースの管理者です")


def test_on_a_phone_and_in_english_an_offsite_is_announced_and_answered(window: Callable[..., Window]) -> None:
    emma = window("emma.clark", language="en", width=390, height=844)
    emma.page.get_by_role("button", name=re.compile("Menu|menu|Channels")).first.click()
    emma.open("オフサイト")
    emma.say("/offsite new An evening with newcomers, next Friday 6pm")
    emma.form_shows("Offsite meeting")
    emma.picture("offsite-form-phone-en")
    emma.press("Announce")
    emma.sees("An evening with newcomers")
    emma.press("参加する")
    emma.sees("As the host you are part of it already")
    emma.picture("offsite-card-phone-en")
