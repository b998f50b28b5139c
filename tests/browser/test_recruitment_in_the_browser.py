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
