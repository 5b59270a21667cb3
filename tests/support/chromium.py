"""Drives a headless Chromium over a pipe (its DevTools protocol), with nothing but the standard library."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_START = """
import os, sys
for target, end in enumerate(sys.argv[1:3], start=3):  # 3 and 4: where --remote-debugging-pipe reads and writes
    os.dup2(int(end), target)
    os.set_inheritable(target, True)
os.execv(sys.argv[3], sys.argv[3:])
"""
_PATIENCE = 120  # seconds after which a browser that does not answer is ended
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    *("--headless", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"),
)


def chromium() -> str | None:
    """Return where Chromium or Chrome is installed, None where neither is."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


class Tab:
    """One tab of a running browser."""

    def __init__(self, commands: BinaryIO, answers: BinaryIO) -> None:
        self._commands, self._answers = commands, answers
        self._number, self._session = 0, None
        self.events: list[dict[str, Any]] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command and return its answer; what happens meanwhile is kept in ``events``."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        self._commands.flush()
        while (answer := self._next()).get("id") != self._number:
            self.events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def open(self, path: Path, width: int = 1280, height: int = 900) -> None:
        """Show a file in a window of this size (CSS pixels), and wait until it is loaded."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.send("Emulation.setDeviceMetricsOverride", **size)
        self.events.clear()
        self.send("Page.navigate", url=path.as_uri())
        while not self._saw("Page.loadEventFired"):
            self.events.append(self._next())

    def run(self, script: str) -> Any:
        """Return what a script gives (JSON); raises where it fails."""
        done = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise RuntimeError(done["exceptionDetails"])
        return done["result"].get("value")

    def fetched(self) -> list[str]:
        """Return the addresses that were asked for since the file was opened, the file's own among them."""
        asked = [each["params"]["request"]["url"] for each in self._events("Network.requestWillBeSent")]
        return sorted(set(asked))

    def complaints(self) -> list[str]:
        """Return what the browser said went wrong since the file was opened."""
        return [each["params"]["entry"]["text"] for each in self._events("Log.entryAdded")]

    def pages_on_paper(self) -> int:
        """Return how many pages the page fills when it is printed."""
        pdf = b64decode(self.send("Page.printToPDF", preferCSSPageSize=True)["data"])
        return pdf.count(b"/Type /Page\n")

    def _events(self, method: str) -> list[dict[str, Any]]:
        return [each for each in self.events if each.get("method") == method]

    def _saw(self, method: str) -> bool:
        return bool(self._events(method))

    def _next(self) -> dict[str, Any]:
        answer = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("the browser has gone")
            answer += byte
        return json.loads(answer)


@contextmanager
def browser(folder: Path) -> Iterator[Tab]:
    """Yield a tab of a new browser that keeps its things in a folder, and end it afterwards."""
    (child_in, commands), (answers, child_out) = os.pipe(), os.pipe()
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    ends = (str(child_in), str(child_out))
    command = [sys.executable, "-c", _START, *ends, str(chromium()), *_FLAGS, *root, f"--user-data-dir={folder}"]
    with (
        subprocess.Popen(command, pass_fds=(child_in, child_out), stderr=subprocess.DEVNULL) as process,
        os.fdopen(commands, "wb") as to_browser,
        os.fdopen(answers, "rb") as from_browser,
    ):
        os.close(child_in)
        os.close(child_out)
        end = Timer(_PATIENCE, process.kill)
        end.start()
        try:
            yield Tab(to_browser, from_browser)
        finally:
            end.cancel()
            process.kill()
