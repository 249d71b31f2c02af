"""YAML as it was typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcda.files.yaml import parse_yaml
from mcda.files.yaml_words import _TABLE
from mcda.model.document import KEY, Document

LIBRARY = re.compile(
    r"mapping values|block (end|mapping|collection)|scanning|parsing|scalar|token|flow|node|stream|alias|simple key|"
    r"ruamel|pydantic|expected|<.*>",
    re.IGNORECASE,
)


def document(text: str) -> Document:
    found, findings = parse_yaml(text, "s.yaml")
    assert not findings, findings
    assert found is not None
    return found


def test_everything_typed_stays_text() -> None:
    text = "a: NO\nb: 0.10\nc: 2026-11-23\nd: 0x1F\ne: 1_000\nf: yes\ng: '5'\nh: 12:30:45\n3: three\n"

    assert document(text).data == {
        "a": "NO",
        "b": "0.10",
        "c": "2026-11-23",
        "d": "0x1F",
        "e": "1_000",
        "f": "yes",
        "g": "5",
        "h": "12:30:45",
        "3": "three",
    }


def test_only_a_blank_is_nothing() -> None:
    assert document("a:\nb: ~\nc: null\nd: ''\ne: 'null'\n").data == {
        "a": None,
        "b": None,
        "c": None,
        "d": "",
        "e": "null",
    }


def test_lists_and_fields_nest_and_long_text_is_joined() -> None:
    data = document("a:\n  - b: 1\n    c: [x, y]\n  - plain\nd: >-\n  one\n  two\n").data

    assert data == {"a": [{"b": "1", "c": ["x", "y"]}, "plain"], "d": "one two"}


def test_every_key_and_value_has_its_place_and_line() -> None:
    spots = document("name: Risk\nlevels:\n  3: war\nlist: [a, b]\n").spots

    assert str(spots["name",].place) == "s.yaml:1:7"
    assert str(spots["name", KEY].place) == "s.yaml:1:1"
    assert str(spots["levels",].place) == "s.yaml:2:1"
    assert str(spots["levels", "3"].place) == "s.yaml:3:6"
    assert spots["levels", "3"].text == "  3: war"
    assert str(spots["list", 1].place) == "s.yaml:4:11"
    assert str(spots[()].place) == "s.yaml"


@pytest.mark.parametrize(
    ("text", "place", "code", "says"),
    [
        ("a:\n\tb: 1", "2:1", "tab", "spaces only"),
        ("a: b\n\tc: d", "2:1", "tab", "spaces only"),
        ("a: 'x\nb: c\n", "1:4", "unclosed-quote", "not closed"),
        ('a: "x\nb: c\n...\n', "1:4", "unclosed-quote", "not closed"),
        ("a: [1, 2", "1:4", "unclosed-bracket", "["),
        ("a: [1,\nb: 2\nc: 3", "1:4", "unclosed-bracket", "["),
        ("a: {b: 1", "1:4", "unclosed-bracket", "{"),
        ("a: [b, c]]\n", "1:10", "unclosed-bracket", "never opened"),
        ("a: Talks: first", "1:9", "colon", "second colon"),
        ("a:1\nb: 2", "2:2", "colon", "space after the colon"),
        ("a\nb: 1", "2:2", "colon", "line above has no colon"),
        ("a: b\nwords\n", "2:1", "colon", "no colon"),
        ("a: 1\n b: 2", "2:3", "indentation", "indented further"),
        ("a:\n  b: 1\n c: 2", "3:2", "indentation", "column"),
        ("- a\nb: 1", "2:1", "indentation", "dash"),
        ("a: 1\n- b", "2:1", "indentation", "list entry"),
        ("a: - b", "1:4", "indentation", "next line"),
        ("a: |x\n q", "1:5", "block-text", "next line"),
        ("a: @x", "1:4", "quotes", "cannot begin with @"),
        ("a: %x", "1:4", "quotes", "cannot begin with %"),
        ("a: 'b' c", "1:8", "quotes", "after the end"),
        ('a: "\\q"', "1:6", "escape", "backslash"),
        ("%FOO\na: 1", "2:1", "directive", "%"),
        ("a: \x07", "1:4", "control-character", "invisible"),
        ("a: 1\n---\nb: 2", "2:1", "several-documents", "second document"),
        ("a: &x 1", "1:4", "reference", "&x"),
        ("a: *x", "1:4", "reference", "*x"),
        ("<<: 1", "1:1", "reference", "<<"),
        ("a: !!python/object x", "1:4", "tag", "!!python/object"),
        ("? [1]\n: 2", "1:3", "field-name", "one word"),
        (": x", "1:1", "field-name", "no name"),
        ("a: 1\nb: 2\na: 3", "3:1", "duplicate-field", "first at line 1"),
        ("1: a\n1.0: b", "2:1", "duplicate-field", "first at line 1"),
        ("[" * 40, "1:22", "too-deep", "nested"),
    ],
)
def test_a_slip_is_told_at_its_place_in_our_words(text: str, place: str, code: str, says: str) -> None:
    found, findings = parse_yaml(text, "s.yaml")

    assert found is None
    assert [(str(f.place), f.code) for f in findings] == [(f"s.yaml:{place}", code)]
    assert says in f"{findings[0].what} {findings[0].cure}"
    assert findings[0].text


@pytest.mark.parametrize("text", ["", "# only a remark\n", "---\n", "~\n"])
def test_an_empty_file_says_so(text: str) -> None:
    assert [f.code for f in parse_yaml(text, "s.yaml")[1]] == ["empty-file"]


def test_all_slips_that_do_not_hide_the_rest_are_told_at_once() -> None:
    _, findings = parse_yaml("a: &x 1\nb: !t 2\nb: 3\n", "s.yaml")

    assert [f.code for f in findings] == ["reference", "tag", "duplicate-field"]


def test_references_are_never_followed_so_nothing_blows_up() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{key}: &{key} [{', '.join([f'*{last}'] * 9)}]\n" for last, key in zip("abcdefgh", "bcdefghi", strict=True)
    )

    found, findings = parse_yaml(bomb, "s.yaml")

    assert found is None
    assert {f.code for f in findings} == {"reference"}


@given(st.text(alphabet="ab1:,-?|>&*!%@'\"[]{}# \n\t.<~\\", max_size=40))
def test_any_text_is_a_document_or_findings_in_our_own_words(text: str) -> None:
    found, findings = parse_yaml(text, "s.yaml")

    assert (found is None) == bool(findings)
    for finding in findings:
        assert finding.cure
        assert not LIBRARY.search(re.sub(r"'[^']*'|[*&]\S+|<<", "", finding.what)), finding.what


@given(st.text(max_size=40))
def test_any_text_at_all_is_read_or_refused(text: str) -> None:
    found, findings = parse_yaml(text, "s.yaml")

    assert (found is None) == bool(findings)


@given(st.text(min_size=1, max_size=30).filter(lambda t: t.isprintable()))
def test_a_text_in_quotes_reads_back(text: str) -> None:
    quoted = text.replace("'", "''")

    assert document(f"a: '{quoted}'\n").data == {"a": text}


def test_the_table_of_sentences_has_no_word_of_the_library() -> None:
    sentences = [" ".join(words[1:]) for _, words in _TABLE if isinstance(words, tuple)]

    assert sentences
    assert not [sentence for sentence in sentences if LIBRARY.search(sentence)]
