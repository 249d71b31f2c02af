"""Progress of what is sampled, on a terminal and past one second only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0


@contextmanager
def watched(pool: Executor | None) -> Iterator[Executor | None]:
    """The pool (None: no pool) with a bar on stderr that counts the chunks it has done; the pool itself elsewhere."""
    if not sys.stderr.isatty():
        yield pool
        return
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    try:
        yield _Counted(pool, bar)
    finally:
        bar.stop()


class _Counted(Executor):
    """An executor that maps as its pool does (or here, without one) and moves a bar."""

    def __init__(self, pool: Executor | None, bar: Progress) -> None:
        self.pool, self.bar, self.since = pool, bar, time.monotonic()

    def map(self, fn: Callable[..., Any], *iterables: Iterable[Any], **_: Any) -> Iterator[Any]:
        # Any: an executor takes any work.
        tasks = [list(each) for each in iterables]
        line = self.bar.add_task("Sampling", total=len(tasks[0]))
        for result in (self.pool.map if self.pool else map)(fn, *tasks):
            self.bar.advance(line)
            if time.monotonic() - self.since > PATIENCE and not self.bar.finished:
                self.bar.start()
            yield result
        self.bar.remove_task(line)
