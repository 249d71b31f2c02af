"""Chromium through its debugging pipe: standard library only, no driver, no network."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
PATIENCE = 30.0


class Browser:
    """One page of a headless browser, with what it logged and asked the network for."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, read
        self._number, self._rest = 0, b""
        self.logged: list[str] = []
        self.requested: list[str] = []
        target = self._send("Target.createTarget", {"url": "about:blank"})["targetId"]
        attached = self._send("Target.attachToTarget", {"targetId": target, "flatten": True})
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of one command to the page."""
        return self._send(method, parameters, self._session)

    def run(self, script: str) -> Any:
        """The value of a script's last expression; promises are awaited."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(json.dumps(answer["exceptionDetails"])[:2000])
        return answer["result"].get("value")

    def open(self, address: str, *, script: bool = True) -> None:
        """Go to an address and wait until it has loaded."""
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=address)
        deadline = time.monotonic() + PATIENCE
        while self.run("document.readyState + location.protocol") not in ("completefile:",):
            assert time.monotonic() < deadline, "the page does not load"
            time.sleep(0.02)

    def look(self, width: int, height: int = 900, *, dark: bool = False, media: str = "screen") -> None:
        """Set the window and the colours."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)

    def picture(self, path: Path, most: int = 20_000) -> None:
        """The page as a PNG, from its head down to `most` pixels."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(most, size["height"]), "scale": 1}
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        path.write_bytes(base64.b64decode(data))

    def paper(self, path: Path) -> None:
        """The page printed on A4."""
        data = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]
        path.write_bytes(base64.b64decode(data))

    def press(self, key: str, code: int, text: str = "") -> None:
        """One key down and up."""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, text=text)

    def _send(self, method: str, parameters: dict[str, Any], session: str = "") -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return dict(answer["result"])

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._read, 1 << 20)
            if not piece:
                raise AssertionError("the browser has gone")
            self._rest += piece
        line, self._rest = self._rest.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        self._note(message.get("method", ""), message.get("params", {}))
        return message

    def _note(self, method: str, parameters: dict[str, Any]) -> None:
        if method == "Runtime.exceptionThrown":
            self.logged.append(json.dumps(parameters["exceptionDetails"])[:500])
        elif method == "Log.entryAdded" or parameters.get("type") in ("error", "warning"):
            self.logged.append(json.dumps(parameters)[:500])
        elif method == "Network.requestWillBeSent":
            self.requested.append(parameters["request"]["url"])


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser that ends with the block."""
    assert CHROMIUM
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage")
    command = [CHROMIUM, *flags, f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"]
    # The debugging pipe is file descriptors 3 and 4 of the browser.
    far = [(fcntl.fcntl(end, fcntl.F_DUPFD, 20), place) for end, place in ((to_read, 3), (from_write, 4))]
    quiet = [(os.POSIX_SPAWN_OPEN, place, os.devnull, os.O_WRONLY, 0) for place in (1, 2)]
    moves = [*quiet, *((os.POSIX_SPAWN_DUP2, end, place) for end, place in far)]
    process = os.posix_spawn(CHROMIUM, command, os.environ, file_actions=moves, setpgroup=0)
    for end in (to_read, from_write, *(end for end, _ in far)):
        os.close(end)
    try:
        yield Browser(to_write, from_read)
    finally:
        os.close(to_write)
        os.close(from_read)
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGTERM)
        os.waitpid(process, 0)
