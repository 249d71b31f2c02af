"""Ctrl-C that is heard wherever it falls.

Python drops what is raised while it clears an object away (in a `__del__`, of which reading and writing workbooks has
many): a watch would go on, with a traceback on the screen. There the interrupt is sent again a moment later instead.
"""

from __future__ import annotations

import _thread
import signal
import threading
from types import FrameType

AGAIN = 0.02  # seconds


def hear_interrupts() -> None:
    """Handle Ctrl-C so, where this process listens to it at all."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    if not _in_clearing_away(frame):
        signal.default_int_handler(number, frame)
    threading.Timer(AGAIN, _thread.interrupt_main).start()


def _in_clearing_away(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False
