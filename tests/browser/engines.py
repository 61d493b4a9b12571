"""Firefox and WebKitGTK, each driven through its own protocol: WebDriver BiDi, and WebDriver over HTTP.

Here: starting them, going to an address, running a script, the pointer, the keyboard. Not here: what a page must do in
them (`test_engines.py`), and Chromium, which Playwright drives (`conftest.py`). Playwright's own Firefox and WebKit are
builds of its own that no distribution has; these are the ones that readers have.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "Shift": "\ue008", "Space": " "}
"""The keys that tests press, as WebDriver writes them (its specification, 17.4.2)."""
FIREFOX_PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,
    "toolkit.telemetry.enabled": False,
}
PATIENCE = 60
"""Seconds until a browser must have started or a page come."""


class Driver(Protocol):
    """What differs between the two protocols."""

    def go(self, address: str) -> None:
        """Open an address and wait until the page has loaded."""

    def run(self, expression: str) -> Any:
        """The value of an expression of JavaScript, as JSON carries it."""

    def perform(self, actions: list[dict[str, Any]]) -> None:
        """Do what a hand does: actions of WebDriver."""

    def resize(self, width: int, height: int) -> None:
        """Set the size of the window in CSS pixels, or as near to it as the browser allows."""


class Window:
    """A window of a browser, as a test uses it."""

    def __init__(self, driver: Driver, name: str) -> None:
        self.driver, self.name = driver, name
        self.run = driver.run
        self.resize = driver.resize

    def go(self, address: str) -> None:
        """Open an address, and wait for its fonts."""
        self.driver.go(address)
        self.wait("document.readyState === 'complete' && document.fonts.status === 'loaded'")

    def wait(self, expression: str, seconds: float = 10) -> Any:
        """The first value of an expression that is true; an error where none comes in time."""
        until = time.monotonic() + seconds
        while not (value := self.run(expression)):
            if time.monotonic() > until:
                raise TimeoutError(f"{self.name} waited {seconds} s for: {expression}")
            time.sleep(0.05)
        return value

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        values = [KEYS.get(key, key) for key in keys]
        each = [{"type": kind, "value": value} for value in values for kind in ("keyDown", "keyUp")]
        self.driver.perform([{"type": "key", "id": "keys", "actions": each}])

    def click(self, element: str) -> None:
        """Click in the middle of an element, given as an expression of JavaScript."""
        x, y = self.run(
            f"(e => {{ e.scrollIntoView({{block: 'center'}}); const [box] = e.getClientRects();"
            f" return [box.x + box.width / 2, box.y + box.height / 2].map(Math.round); }})({element})"
        )
        pointer = [
            {"type": "pointerMove", "x": x, "y": y, "duration": 0},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.driver.perform([{"type": "pointer", "id": "mouse", "actions": pointer}])


# -- Firefox -----------------------------------------------------------------------------------------------------------


class BiDi:
    """A tab of Firefox, driven by WebDriver BiDi over its own socket."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.numbers = itertools.count(1)
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.tab = self.command("browsingContext.create", type="tab")["context"]

    def command(self, method: str, **params: Any) -> Any:
        """The result of a command; events that come before it are noted."""
        number = next(self.numbers)
        self.connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self.connection.recv(timeout=PATIENCE))
            if message.get("id") == number:
                assert message["type"] == "success", message
                return message["result"]
            self._note(message)

    def _note(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        if event.get("method") == "log.entryAdded" and params["level"] == "error":
            self.faults.append(params["text"])
        elif event.get("method") == "network.beforeRequestSent":
            self.asked.append(params["request"]["url"])

    def go(self, address: str) -> None:
        self.command("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def run(self, expression: str) -> Any:
        result = self.command(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))",
            target={"context": self.tab},
            awaitPromise=True,
        )
        assert result["type"] == "success", result["exceptionDetails"]["text"]
        return json.loads(result["result"]["value"])

    def perform(self, actions: list[dict[str, Any]]) -> None:
        self.command("input.performActions", context=self.tab, actions=actions)

    def resize(self, width: int, height: int) -> None:
        self.command("browsingContext.setViewport", context=self.tab, viewport={"width": width, "height": height})


@contextlib.contextmanager
def firefox(program: Path, folder: Path) -> Iterator[Window]:
    """Firefox without a screen, with a new profile in a folder."""
    settings = "".join(f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in FIREFOX_PREFERENCES.items())
    (folder / "user.js").write_text(settings, encoding="utf-8")
    port = _free_port()
    options = ["--headless", "--no-remote", "--profile", str(folder), f"--remote-debugging-port={port}"]
    with _running([str(program), *options], folder), _connected(f"ws://127.0.0.1:{port}/session") as connection:
        yield Window(BiDi(connection), "Firefox")


@contextlib.contextmanager
def _connected(address: str) -> Iterator[ClientConnection]:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection = connect(address, max_size=None)
            break
        except (OSError, WebSocketException):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
    with connection:
        yield connection


# -- WebKitGTK ---------------------------------------------------------------------------------------------------------


class OverHttp:
    """A window of WebKitGTK's small browser, driven by WebDriver over HTTP."""

    def __init__(self, home: str, program: Path) -> None:
        options = {"binary": str(program), "args": ["--automation"]}
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        self.session = f"{home}/session"
        started = self._ask("POST", "", {"capabilities": {"alwaysMatch": wanted}})
        self.session += f"/{started['sessionId']}"

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.session}{path}", data, method=method)  # noqa: S310 -- this machine
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return json.load(answer)["value"]

    def go(self, address: str) -> None:
        self._ask("POST", "/url", {"url": address})

    def run(self, expression: str) -> Any:
        script = (
            "const done = arguments[arguments.length - 1];"
            f"Promise.resolve({expression}).then((value) => done(JSON.stringify(value ?? null)));"
        )
        return json.loads(self._ask("POST", "/execute/async", {"script": script, "args": []}))

    def perform(self, actions: list[dict[str, Any]]) -> None:
        self._ask("POST", "/actions", {"actions": actions})

    def resize(self, width: int, height: int) -> None:
        self._ask("POST", "/window/rect", {"width": width, "height": height})

    def close(self) -> None:
        """End the session, and with it the browser."""
        self._ask("DELETE", "")


@contextlib.contextmanager
def webkit(driver: Path, browser: Path, screen: Path, folder: Path) -> Iterator[Window]:
    """WebKitGTK's small browser on a screen that nobody sees."""
    reading, writing = os.pipe()
    shown = [str(screen), "-displayfd", str(writing), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    with _running(shown, folder, pass_fds=(writing,)):
        os.close(writing)
        with os.fdopen(reading) as told:
            display = told.readline().strip()
        port = _free_port()
        environment = {**os.environ, "DISPLAY": f":{display}", "HOME": str(folder), "NO_AT_BRIDGE": "1"}
        with _running([str(driver), f"--port={port}"], folder, env=environment):
            _answering(port)
            window = OverHttp(f"http://127.0.0.1:{port}", browser)
            try:
                yield Window(window, "WebKitGTK")
            finally:
                window.close()


def _answering(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


# -- programs ----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _running(command: list[str], folder: Path, **options: Any) -> Iterator[None]:
    """A program that is ended with the block; what it prints is kept in the folder."""
    with (folder / f"{Path(command[0]).name}.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, **options)
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
