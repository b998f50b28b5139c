"""The whole story of a call on telephones of 390 × 844 pixels, by keyboard alone, one of them in English."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.keyboard import Keyboard

BOOKS = "読書会をはじめませんか"


def test_three_meet_a_fourth_is_seated_and_the_caller_edits_closes_and_calls_again(
    telephone: Callable[..., Keyboard],
) -> None:
    suzuki, ito, kobayashi, yoshida, tanaka = (
        telephone(handle) for handle in ("suzuki.kenta", "ito.sakura", "kobayashi.yuta", "yoshida.aoi", "tanaka.daichi")
    )
    emma = telephone("emma.clark", language="en")

    suzuki.say("/yubi")
    suzuki.form_shows("題名だけで呼びかけられます")
    suzuki.fills("題名", BOOKS)
    suzuki.fills("なんのために", "課をこえて話したくて")
    suzuki.fills("何人そろったら開催しますか", "3")
    suzuki.fills("何人まで", "3")
    suzuki.picture("story-form-390")
    suzuki.confirms("呼びかける")
    for joiner in (ito, kobayashi, yoshida):
        joiner.sees("3人そろったら開催します")
        joiner.press("この指とまる")
    emma.sees("3人そろいました。開催します。")
    emma.picture("story-full-en-390")
    together = (suzuki, ito, kobayashi, yoshida)
    for one in together:
        one.is_in_groups(1)
    suzuki.open(suzuki.group_conversations[0])
    suzuki.counts("ここで、日にちや段取りを決めていきましょう", 1)
    suzuki.picture("story-together-390")

    emma.press("この指とまる")
    emma.sees("Shall I tell you if one opens?")
    emma.press("Tell me if one opens")
    emma.sees("I will tell you when a seat opens.")
    emma.picture("story-waiting-en-390")
    ito.press("今回は見送る")
    emma.hears("A seat has opened")
    emma.picture("story-offer-en-390")
    emma.press("I'm in")
    emma.sees("You are in")
    emma.counts("A seat has opened", 0)
    emma.picture("story-seated-en-390")

    suzuki.open("ひろば")
    suzuki.sees("Emma Clark")
    suzuki.does_not_see("伊藤 さくら")
    tanaka.picks("内容を直す")
    tanaka.sees("変更できるのは呼びかけた方です")
    tanaka.picture("story-refused-390")

    suzuki.picks("もう一度呼びかける")
    suzuki.sees("いまは席が埋まっています")
    suzuki.picks("内容を直す")
    suzuki.form_shows("何人そろったら")
    suzuki.keys("Escape")
    suzuki.picks("内容を直す")
    suzuki.fills("どこで", "図書館の二階")
    suzuki.fills("何人まで", "4")
    suzuki.picture("story-edit-390")
    suzuki.confirms("直す")
    kobayashi.sees("図書館の二階")
    suzuki.picks("募集を閉じる")
    kobayashi.sees("この募集は閉じました")
    suzuki.picture("story-closed-390")
    suzuki.picks("もう一度呼びかける")
    kobayashi.sees("まだ募集しています")
    kobayashi.does_not_see("この募集は閉じました")
    kobayashi.picture("story-again-390")

    for one in together:
        assert len(one.group_conversations) == 1
    for other in (emma, tanaka):
        assert other.group_conversations == []
