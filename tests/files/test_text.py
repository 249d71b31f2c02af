"""Files in whatever encoding a program saved them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcda.files.text import decode, read_text

WORDS = "option;Gespräche – weiter\nß;é\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_gives_the_same_text_without_a_word(encoding: str) -> None:
    assert decode(WORDS.encode(encoding), "x.csv") == (WORDS, ())


def test_utf_16_big_endian_with_a_mark_is_read() -> None:
    assert decode(b"\xfe\xff" + WORDS.encode("utf-16-be"), "x.csv") == (WORDS, ())


def test_windows_1252_is_read_with_a_note_at_the_first_such_line() -> None:
    text, findings = decode("a;b\nü;ö\n".encode("cp1252"), "x.csv")

    assert text == "a;b\nü;ö\n"
    assert [(str(f.place), f.code, f.severity, f.text) for f in findings] == [("x.csv:2", "encoding", "note", "ü;ö")]


def test_a_file_of_two_encodings_is_refused_at_its_line() -> None:
    text, findings = decode("a é\n".encode() + "b é\n".encode("cp1252"), "x.csv")

    assert text is None
    assert str(findings[0].place) == "x.csv:2"
    assert "mixes two encodings" in findings[0].what


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04....", "zip archive"),
        (b"\xd0\xcf\x11\xe0....", "old Excel"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"abc\0def" * 9, "not a text file"),
        (b"\x81\x8d\x8f" * 5, "neither UTF-8"),
        (b"\xff\xfea", "cannot be read"),
    ],
)
def test_what_is_no_text_is_refused_in_words(data: bytes, says: str) -> None:
    text, findings = decode(data, "x.csv")

    assert text is None
    assert says in findings[0].what
    assert findings[0].cure


def test_line_ends_of_every_system_become_one() -> None:
    assert decode(b"a\r\nb\rc\n", "x")[0] == "a\nb\nc\n"


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_finding(data: bytes) -> None:
    text, findings = decode(data, "x.csv")

    assert (text is None) == any(finding.severity == "error" for finding in findings)


@given(st.text(max_size=200).filter(lambda text: "\0" not in text and "\r" not in text))
def test_utf_8_text_reads_back(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode(), "x.csv") == (text, ())


def test_a_missing_file_a_folder_and_a_giant_are_told_apart(tmp_path: Path) -> None:
    giant = tmp_path / "giant.csv"
    giant.write_bytes(b"x" * 50)

    codes = [read_text(path, "x", 40)[1][0].code for path in (tmp_path / "none.csv", tmp_path, giant)]

    assert codes == ["no-file", "not-a-file", "too-large"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a")
    path.chmod(0)

    assert read_text(path, "x.csv")[1][0].code == "unreadable"


def test_a_name_that_no_file_can_have_is_told_in_words() -> None:
    assert read_text(Path("a\0b"), "x")[1][0].code in {"unreadable", "no-file"}
