"""この指とまれ in a real browser: one line, three colleagues in their own windows, one leaves."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.window import Window


def test_a_call_is_joined_from_other_windows_and_everybody_sees_it(window: Callable[..., Window]) -> None:
    suzuki, ito, yoshida, emma = (
        window(handle) for handle in ("suzuki.kenta", "ito.sakura", "yoshida.aoi", "emma.clark")
    )
    suzuki.say("/yubi 昼休みに昇仙峡の話をしませんか")
    for joiner in (ito, yoshida, emma):
        joiner.sees("昼休みに昇仙峡の話をしませんか")
        joiner.press("この指とまる")
    suzuki.sees("参加者 3人")
    suzuki.sees("伊藤 さくら")
    ito.sees("Emma Clark")

    yoshida.press("今回は見送る")
    suzuki.sees("参加者 2人")
    suzuki.does_not_see("吉田 葵")
    suzuki.picture("recruitment-joined")

    ito.picks("募集を閉じる")
    ito.sees("変更できるのは呼びかけた方です")
    emma.picks("募集を閉じる")
    emma.sees("Only the person who called can change this")
    emma.picture("recruitment-refused-en")
    suzuki.picks("募集を閉じる")
    ito.sees("この募集は閉じました")
    ito.picture("recruitment-closed")


def test_three_meet_once_a_fourth_waits_and_is_seated_by_one_click(window: Callable[..., Window]) -> None:
    suzuki, ito, kobayashi, yoshida = (
        window(handle) for handle in ("suzuki.kenta", "ito.sakura", "kobayashi.yuta", "yoshida.aoi")
    )
    emma = window("emma.clark", width=390, height=844, language="en")
    suzuki.say("/yubi")
    suzuki.fills("題名", "読書会をはじめませんか")
    suzuki.fills("なんのために", "課をこえて話したくて")
    suzuki.fills("何人そろったら", "3")
    suzuki.fills("何人まで", "3")
    suzuki.picture("recruitment-form")
    suzuki.confirms("呼びかける")
    for joiner in (ito, kobayashi, yoshida):
        joiner.sees("3人そろったら開催します")
        joiner.press("この指とまる")
    suzuki.sees("3人そろいました。開催します。")
    suzuki.picture("recruitment-on")

    emma.press("この指とまる")
    emma.press("Tell me if one opens")
    emma.sees("I will tell you when a seat opens.")
    emma.picture("recruitment-waiting-en-390")
    ito.press("今回は見送る")
    suzuki.sees("空きを待っている方 1人")
    suzuki.picks("内容を直す")
    suzuki.fills("どこで", "図書館の二階")
    suzuki.picture("recruitment-edit")
    suzuki.confirms("直す")
    ito.sees("図書館の二階")
