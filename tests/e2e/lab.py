"""One real JupyterLab, and Debian's Chromium on it; for the tests and the benchmarks.

What is odd here was found by trying: JupyterLab's own readiness attributes turn up before its
notebook can run, so the kernel's session is asked; the news popup covers the toolbar; Chromium
phones home unless told not to.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone that beeps once a second, and is allowed without asking.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
STARTS_WITHIN_S = 60.0

READY = """async () => {
  for (;;) {
    const panel = window.jupyterapp?.shell?.currentWidget;
    const session = panel?.sessionContext;
    if (session) {
      await session.ready;
      const kernel = session.session?.kernel;
      if (kernel) {
        await kernel.info;
        if (kernel.status === 'idle') return true;
      }
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}"""


def chromium() -> str | None:
    """Where the browser is, if it is there."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), None)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium with nothing left of any earlier one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        try:
            yield made
        finally:
            made.close()


class Server:
    """A JupyterLab that shares no settings, no kernels and no token with any other."""

    def __init__(self, home: Path, environment: Mapping[str, str] | None = None) -> None:
        self._environment = dict(environment or os.environ)
        self.root = home / "notebooks"
        self.token = secrets.token_hex(16)
        self.log = home / "server.log"
        self.home = home
        self._runtime = home / "runtime"
        for folder in (self.root, self._runtime):
            folder.mkdir(parents=True)
        news = home / "settings" / "@jupyterlab" / "apputils-extension"
        news.mkdir(parents=True)
        (news / "notification.jupyterlab-settings").write_text(
            '{"fetchNews": "false", "checkForUpdates": false}', encoding="utf-8"
        )

    def __enter__(self) -> Server:
        places = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
        }
        environment = {
            **self._environment,
            **{name: str(self.home / folder) for name, folder in places.items()},
            "JUPYTER_TOKEN": self.token,
            "PYTHONPATH": str(ROOT),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
            "--ServerApp.port=0", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={self.root}",
            "--LabApp.expose_app_in_browser=True",
        ]  # fmt: skip
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        self.url = self._wait()
        return self

    def _wait(self) -> str:
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until and self._process.poll() is None:
            for info in self._runtime.glob("jpserver-*.json"):
                with contextlib.suppress(OSError, ValueError):
                    url = json.loads(info.read_text(encoding="utf-8"))["url"]
                    self._ask(url, "api/status")
                    return str(url)
            time.sleep(0.1)
        self.__exit__()
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()[-4000:]}")

    def _ask(self, url: str, path: str, method: str = "GET") -> Any:
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{url}{path}", method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            body = answer.read()
        return json.loads(body) if body else None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(urllib.parse.urlsplit(self.url).port or 80)

    def end_kernels(self) -> None:
        """Shut down what a test left."""
        for session in self._ask(self.url, "api/sessions"):
            with contextlib.suppress(OSError):
                self._ask(self.url, f"api/sessions/{session['id']}", "DELETE")

    def __exit__(self, *_: object) -> None:
        # The server is asked to stop, so that it ends its kernels; then its group is swept.
        for sent, patience_s in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
            if self._process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._process.pid, sent)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(patience_s)


class Notebook:
    """A page of JupyterLab on a notebook made for it."""

    def __init__(
        self, server: Server, context: BrowserContext, page: Page, path: Path, url: str
    ) -> None:
        self.server, self.context, self.page, self.path = server, context, page, path
        self.url = url

    @classmethod
    def open(
        cls,
        server: Server,
        context: BrowserContext,
        cells: Sequence[str],
        *,
        theme: str = LIGHT,
        name: str | None = None,
        run: bool = True,
        wire: Wire | None = None,
    ) -> Notebook:
        """Make a notebook of `cells`, open it, run it all and wait for the end."""
        path = server.root / f"{name or secrets.token_hex(4)}.ipynb"
        path.write_text(json.dumps(notebook_of(cells)), encoding="utf-8")
        url = server.url if wire is None else f"http://127.0.0.1:{wire.port}/"
        made = cls(server, context, context.new_page(), path, url)
        made.load(theme=theme)
        if run:
            made.run_all()
        return made

    def load(self, *, theme: str | None = None, page: Page | None = None) -> Page:
        """Open the notebook in a fresh workspace; in another page of the browser if given."""
        page = page or self.page
        workspace = secrets.token_hex(4)
        url = f"{self.url}lab/workspaces/{workspace}/tree/{self.path.name}"
        page.goto(f"{url}?reset&token={self.server.token}")
        self.ready(page)
        if theme is not None:
            page.evaluate(
                """async (theme) => {
                  const wanted = theme.endsWith('Light') ? 'true' : 'false';
                  if (document.body.dataset.jpThemeLight === wanted) return;
                  await jupyterapp.commands.execute('apputils:change-theme', {theme});
                  while (document.body.dataset.jpThemeLight !== wanted)
                    await new Promise((done) => setTimeout(done, 50));
                }""",
                theme,
            )
        # Room for what is under test.
        page.evaluate(
            "() => { jupyterapp.shell.collapseLeft(); jupyterapp.shell.collapseRight(); }"
        )
        return page

    def ready(self, page: Page | None = None) -> None:
        """Wait until the notebook's kernel is idle."""
        page = page or self.page
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.evaluate(READY)

    def run_all(self, *, wait: bool = True) -> None:
        """Run all cells; with `wait`, until they are done, and fail where one failed."""
        self.page.evaluate(
            "async (wait) => { const done = jupyterapp.commands.execute('notebook:run-all-cells');"
            " if (wait) await done; }",
            wait,
        )
        if wait:
            self.check()

    def run_cell(self, number: int, *, wait: bool = True) -> None:
        """Run one cell, counted from 0."""
        self.page.evaluate(
            """async ([number, wait]) => {
              const notebook = jupyterapp.shell.currentWidget.content;
              notebook.activeCellIndex = number;
              notebook.deselectAll();
              const done = jupyterapp.commands.execute('notebook:run-cell');
              if (wait) await done;
            }""",
            [number, wait],
        )

    def check(self) -> None:
        """Fail with the traceback where a cell failed."""
        failures = self.page.evaluate(
            """() => jupyterapp.shell.currentWidget.content.widgets
              .flatMap((cell) => cell.model.sharedModel.outputs ?? [])
              .filter((output) => output.output_type === 'error')
              .map((output) => output.traceback.join('\\n'))"""
        )
        if failures:
            raise AssertionError("\n".join(failures))

    def cells(self) -> int:
        """How many cells the notebook has now; keys that leak change it."""
        return int(
            self.page.evaluate("() => jupyterapp.shell.currentWidget.content.widgets.length")
        )

    def kernel(self, code: str) -> str:
        """Run code in the kernel beside the cells; what it prints."""
        return str(
            self.page.evaluate(
                """async (code) => {
                  const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                  const future = kernel.requestExecute({code, store_history: false});
                  let text = '';
                  future.onIOPub = ({header, content}) => {
                    if (header.msg_type === 'stream') text += content.text;
                    if (header.msg_type === 'error') text += content.traceback.join('\\n');
                  };
                  await future.done;
                  return text;
                }""",
                code,
            )
        ).strip()

    def kernel_busy(self, seconds: float) -> None:
        """Keep the kernel computing, without waiting for it; its other threads get their turn."""
        self._start(
            f"import time\nuntil = time.monotonic() + {seconds}\n"
            "while time.monotonic() < until: sum(range(1000))"
        )

    def kernel_stuck(self, numbers: int = 300_000_000) -> None:
        """Let it compute without giving any other thread a turn, some 10 ns a number."""
        self._start(f"sum(range({numbers}))")

    def _start(self, code: str) -> None:
        self.page.evaluate(
            """(code) => {
              const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
              kernel.requestExecute({code, store_history: false});
            }""",
            code,
        )

    def kill_kernel(self) -> None:
        """Kill it with -9, as a machine out of memory does."""
        os.kill(int(self.kernel("import os; print(os.getpid())")), signal.SIGKILL)

    def save(self) -> None:
        """Save it, outputs and all."""
        self.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")

    def dismiss(self) -> None:
        """Close the dialogs that JupyterLab opens when a kernel dies or a connection is lost."""
        self.page.wait_for_timeout(500)
        while (dialog := self.page.locator(".jp-Dialog .jp-mod-accept")).count():
            dialog.first.click()
            self.page.wait_for_timeout(200)

    def restart_kernel(self) -> None:
        """Restart it as the toolbar's button does, without the question."""
        self.page.evaluate(
            "async () => { await jupyterapp.shell.currentWidget.sessionContext"
            ".session.kernel.restart(); }"
        )

    def shot(self, name: str, of: Locator | None = None) -> None:
        """Keep a picture in the folder that PACER_SHOTS names, if it names one."""
        if folder := os.environ.get("PACER_SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            (of or self.page).screenshot(path=Path(folder) / f"{name}.png")

    def axe(self, selector: str) -> list[str]:
        """What axe-core finds wrong under `selector`, serious or worse."""
        return axe(self.page, selector)


def axe(page: Page, selector: str) -> list[str]:
    """What axe-core finds wrong under `selector`, serious or worse."""
    if not page.evaluate("() => Boolean(window.axe)"):
        # RequireJS would take axe for a module of its own.
        page.evaluate("() => { window.defined = window.define; window.define = undefined; }")
        page.add_script_tag(path=AXE)
        page.evaluate("() => { window.define = window.defined; }")
    found = page.evaluate(
        """async (selector) => (await axe.run(selector)).violations
          .filter(({impact}) => ['serious', 'critical'].includes(impact))
          .flatMap(({id, nodes}) => nodes.map(
            (node) => `${id}: ${node.target}: ${node.failureSummary}`))""",
        selector,
    )
    return list(found)


def notebook_of(cells: Sequence[str]) -> dict[str, Any]:
    return {
        "cells": [
            {"cell_type": "code", "id": f"cell-{number}", "metadata": {}, "source": source,
             "outputs": [], "execution_count": None}
            for number, source in enumerate(cells)
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }  # fmt: skip


class Wire:
    """A network that can be cut: passes bytes between a port of its own and the server's."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._cut = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Drop every connection, and let no new one through."""
        self._cut = True
        for one in list(self._open):
            _hang_up(one)

    def mend(self) -> None:
        """Let connections through again."""
        self._cut = False

    def close(self) -> None:
        """Take the wire down."""
        self.cut()
        _hang_up(self._listener)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._cut:
                    _hang_up(near)
                    continue
                far = socket.create_connection(self._to)
                self._open |= {near, far}
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(source, target), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for one in (source, target):
            self._open.discard(one)
            _hang_up(one)


def _hang_up(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
