"""The chair's page as it ships, in Chromium: three hours of a session, 500 talks, its window."""

from __future__ import annotations

import json
import statistics
from typing import TYPE_CHECKING, Any

from pacer.widgets.base import STATIC
from pacer.widgets.chair import chair
from pacer.widgets.protocol import plain
from tests.benchmarks.timing import row
from tests.e2e import lab

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

HOURS, KEYS = 3, 60
URL = "http://127.0.0.1/chair"
# A page with the bundle, a kernel that acknowledges all, and a clock that can be driven: three
# hours pass in as many ticks as they have, only faster.
OPEN = """async ({ code, state }) => {
  const real = { now: performance.now.bind(performance), date: Date.now };
  window.ahead = 0;
  performance.now = () => real.now() + window.ahead;
  Date.now = () => real.date() + window.ahead;
  window.passes = [];
  const every = window.setInterval;
  window.setInterval = (act, ms) => { window.passes.push(act); return every(() => {}, 1e9); };
  window.real = real;
  const heard = [];
  const model = {
    get: (name) => state[name],
    on: (name, act) => { if (name === 'msg:custom') heard.push(act); },
    off() {},
    send(message) {
      if (message.type !== 'add-marks') return;
      const seq = message.marks.at(-1).seq;
      const ack = { type: 'acked', token: message.run.token, seq, run_id: 'r', driver: message.page,
        new_marks: message.marks };
      queueMicrotask(() => heard.forEach((act) => act(ack, [])));
    },
  };
  const module = await import(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  module.default.render({ model, el: document.getElementById('room') });
}"""
TICK = """async (ticks) => {
  const began = window.real.now();
  for (let at = 0; at < ticks; at += 1) {
    window.ahead += 200;
    for (const pass of window.passes) pass();
    if (at % 500 === 0) await new Promise(requestAnimationFrame);
  }
  return (window.real.now() - began) / ticks;
}"""
PRESS = """async (key) => {
  const began = window.real.now();
  document.querySelector('.room').dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
  await new Promise(requestAnimationFrame);
  await new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
  return window.real.now() - began;
}"""
WATCH = """() => {
  window.changes = [];
  new MutationObserver(() => window.changes.push(Date.now()))
    .observe(document.querySelector('.chair-card-title'), { childList: true });
}"""


def main() -> None:
    print(f"The chair's page, {HOURS} hours; 500 talks; the speaker's window")
    with lab.browser() as browser:
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.route(
            URL,
            lambda route: route.fulfill(
                content_type="text/html",
                body="<!doctype html><title>chair</title><div id='room'></div>",
            ),
        )
        _hours(context)
        _many(context)
        _window(context)


def _open(context: BrowserContext, talks: int, minutes: int) -> Page:
    made = chair([(f"Talk {nth}", f"{minutes}:00", "2:00") for nth in range(talks)])
    state: dict[str, Any] = {"talks": plain(made.talks), "room": plain(made.room)}
    page = context.new_page()
    page.goto(URL)
    page.evaluate("() => localStorage.clear()")
    page.add_style_tag(content=(STATIC / "chair.css").read_text("utf-8"))
    code = (STATIC / "chair.js").read_text("utf-8")
    page.evaluate(OPEN, {"code": code, "state": json.loads(json.dumps(state))})
    page.locator(".room").focus()
    return page


def _hours(context: BrowserContext) -> None:
    page = _open(context, 3 * HOURS, 20)
    session = context.new_cdp_session(page)

    def held() -> tuple[float, int]:
        for _ in range(3):
            session.send("HeapProfiler.collectGarbage")
        used = session.send("Runtime.getHeapUsage")["usedSize"]
        return used / 1e6, page.evaluate("() => document.querySelectorAll('*').length")

    page.keyboard.press("Space")
    page.evaluate(TICK, 1500)
    before = held()
    each = []
    for _ in range(3 * HOURS - 1):
        each.append(page.evaluate(TICK, 6000))
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
    after = held()
    row("heap after five minutes, at the end (MB)", [f"{one[0]:.2f}" for one in (before, after)],
        "flat")  # fmt: skip
    row("elements after five minutes, at the end", [f"{one[1]}" for one in (before, after)], "flat")
    row("a tick, first and last talk (ms)", [f"{each[0]:.2f}", f"{each[-1]:.2f}"], "flat")
    page.close()


def _many(context: BrowserContext) -> None:
    page = _open(context, 500, 20)
    page.keyboard.press("Space")
    tick = page.evaluate(TICK, 500)
    row("a tick with 500 talks (ms)", [f"{tick:.2f}"], "<= 10")
    # A key that does nothing tells what this machine needs for a frame.
    for name, key, bound in (("", "ArrowRight", "p95 <= 33"), (", a key of no use", "z", "")):
        took = [page.evaluate(PRESS, key) for _ in range(KEYS)]
        figures = [f"{statistics.median(took):.0f}", f"{statistics.quantiles(took, n=20)[-1]:.0f}"]
        row(f"key to repaint with 500 talks{name}, p50 p95 (ms)", figures, bound)
    page.close()


def _window(context: BrowserContext) -> None:
    page = _open(context, 40, 20)
    page.keyboard.press("Space")
    with context.expect_page() as popped:
        page.keyboard.press("w")
    window = popped.value
    window.locator(".chair-card-title").wait_for()
    window.evaluate(WATCH)
    page.bring_to_front()
    pressed = []
    for nth in range(KEYS):
        key = "ArrowLeft" if nth % 2 else "ArrowRight"
        pressed.append(page.evaluate("() => Date.now()"))
        page.evaluate(PRESS, key)
        page.wait_for_timeout(50)
    changes = window.evaluate("() => window.changes")
    took = [seen - sent for seen, sent in zip(changes, pressed, strict=True)]
    figures = [f"{statistics.median(took):.0f}", f"{statistics.quantiles(took, n=20)[-1]:.0f}"]
    row("the speaker's window follows a key, p50 p95 (ms)", figures, "p95 <= 100")


if __name__ == "__main__":
    main()
