"""A study's own words stand literally on every Markdown page: read back by a Markdown parser that is not ours."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mcda.report.brief import brief
from mcda.scenario.comparing import compare
from mcda.scenario.markdown import literal
from mcda.text import compare as two
from mcda.text import mix, pages, robust
from tests.report.studies import HOSTILE, hostile_study, scenario

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
MARKS = {"link_open", "image", "html_inline", "html_block", "s_open"}
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zs", "Zl", "Zp"]) | st.just(" "), min_size=1)


def kinds(page: str) -> set[str]:
    """The kinds of all tokens on a page."""
    tokens = READER.parse(page)
    return {t.type for t in tokens} | {child.type for t in tokens for child in t.children or ()}


@example("_a_ *b* [c](d) <e> `f` ~~g~~ &copy;")
@example("1. one")
@example("1) one")
@example("0)")
@example("12.")
@example("---")
@example("- = +")
@example("===")
@example("# head")
@example("> quoted")
@example("2 _ 3 __ 4")
@example("__0__")
@example("__a a__b c__")
@example("\\")
@given(TEXTS.filter(str.strip))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    tokens = READER.parse(literal(text))

    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == " ".join(text.split())


@given(TEXTS.filter(str.strip))
def test_a_list_item_holds_the_text_and_no_list_of_its_own(text: str) -> None:
    found = [token.type for token in READER.parse(f"* {literal(text)}")]

    assert found.count("bullet_list_open") + found.count("ordered_list_open") == 1
    assert "heading_open" not in found


@pytest.mark.parametrize(
    "page",
    [
        lambda a, _: pages.markdown_page(a),
        lambda a, _: mix.markdown_page(a, None),
        lambda a, _: robust.markdown_page(a, None),
        lambda a, b: two.compare_markdown(compare(a, b), two.View()),
        lambda a, _: brief(a),
    ],
    ids=["score", "mix", "robust", "compare", "brief"],
)
def test_hostile_names_are_words_on_every_page(page) -> None:
    one = scenario(hostile_study(), "one")
    other = scenario(hostile_study(), "other")

    text = page(one, other)

    assert not kinds(text) & MARKS
    heads = sum(set(line) <= set("| -:\\") and "-" in line for line in text.splitlines() if line.startswith("|"))
    assert [token.type for token in READER.parse(text)].count("table_open") == heads
    shown = "".join(c.content for t in READER.parse(text) for c in t.children or () if c.type.startswith("text"))
    assert HOSTILE in shown
