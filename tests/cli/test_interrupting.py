"""Ctrl-C wherever it falls: while an object is cleared away, while a workbook is half made."""

from __future__ import annotations

import signal
import threading
import time
import warnings
from collections.abc import Iterator
from io import BytesIO

import pytest

from mcda.cli.interrupting import AGAIN, hear_interrupts
from mcda.excel.whole_book import whole_book


class Interrupting:
    """Something whose clearing away meets a Ctrl-C, a call further down."""

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        signal.raise_signal(signal.SIGINT)


def work_on(seconds: float) -> None:
    """Work in short steps, as every command does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(AGAIN)


def half_made(buffer: BytesIO) -> None:
    """A workbook with a chart of a sheet that Ctrl-C leaves out."""
    with whole_book(buffer, "half made") as book:
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=later!$A$1:$A$3"})
        book.add_worksheet("first").insert_chart(0, 0, chart)
        raise KeyboardInterrupt


@pytest.fixture
def heard() -> Iterator[None]:
    """A process that handles Ctrl-C as the command line does."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    hear_interrupts()
    yield
    for timer in threading.enumerate():
        if isinstance(timer, threading.Timer):
            timer.cancel()
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_an_interrupt_while_an_object_is_cleared_away_comes_a_moment_later() -> None:
    thing = Interrupting()
    del thing

    with pytest.raises(KeyboardInterrupt):
        work_on(500 * AGAIN)


@pytest.mark.usefixtures("heard")
def test_any_other_interrupt_comes_at_once() -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)

    assert not [each for each in threading.enumerate() if isinstance(each, threading.Timer)]


@pytest.mark.parametrize("set_already", [signal.SIG_IGN, signal.SIG_DFL])
def test_a_process_that_is_deaf_to_ctrl_c_stays_so(set_already: signal.Handlers) -> None:
    before = signal.signal(signal.SIGINT, set_already)
    try:
        hear_interrupts()

        assert signal.getsignal(signal.SIGINT) is set_already
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_workbook_that_is_interrupted_is_not_written_and_warns_of_nothing() -> None:
    buffer = BytesIO()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(KeyboardInterrupt):
            half_made(buffer)

    assert buffer.getvalue() == b""


def test_the_same_contents_make_the_same_bytes_with_settings_used_twice() -> None:
    def made() -> bytes:
        buffer = BytesIO()
        with whole_book(buffer, "title", settings) as book:
            book.add_worksheet("sheet").write(0, 0, "=not a formula")
        return buffer.getvalue()

    settings = {"default_format_properties": {"font_name": "Arial", "font_size": 10}}

    assert made() == made()
    assert settings == {"default_format_properties": {"font_name": "Arial", "font_size": 10}}
