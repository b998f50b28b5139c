"""The section's weekly prompt in a real browser: two actions to set up, and on its next morning they talk."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.window import Window


def test_a_section_sets_its_prompt_up_and_takes_part_on_its_next_morning(window: Callable[..., Window]) -> None:
    chief, suzuki, tanaka = (window(handle) for handle in ("takahashi.yoko", "suzuki.kenta", "tanaka.daichi"))
    for member in (chief, suzuki, tanaka):
        member.open("子育て支援課")
    chief.say("/dialogue start")
    chief.form_shows("朝礼は何曜ですか")
    chief.picture("dialogue-form")
    chief.press("始める")
    chief.sees("毎週火曜の8時35分に、対話のお題をお届けします")

    chief.moves_clock("次のお題の朝へ")
    for member in (chief, suzuki, tanaka):
        member.sees("今週のお題 ― 10分ほど、話せる人だけで")
    suzuki.reply("うちの課では、貸出用の自転車です")
    tanaka.sees("今週も話しました")
    tanaka.reply("えんぴつ。忘れた日は借ります")
    chief.press("話しました")
    chief.sees("話したことだけ、残しておきます")
    chief.press("課で話しました")
    chief.press("6人くらい")
    suzuki.sees("今週も話しました")
    suzuki.sees("職場での対話 1回(約6人)")
    suzuki.does_not_see("今週 3人")
    suzuki.picture("dialogue-prompt")


def test_the_same_in_english(window: Callable[..., Window]) -> None:
    emma = window("emma.clark", language="en")
    emma.open("ひろば")
    emma.say("/dialogue start")
    emma.form_shows("On which day does your section meet?")
    emma.picture("dialogue-form-en")
    emma.press("Start")
    emma.moves_clock("To the next topic")
    emma.sees("今週のお題")
    emma.press("話しました")
    emma.sees("I keep only that you talked")
    emma.picture("dialogue-prompt-en")
