// Presenter's sticks as they are: what they send, how they bounce, and a look through the slides.
import { expect, test, vi } from "vitest";
import messages from "../protocol/fixtures/messages.json";
import states from "../protocol/fixtures/states.json";
import rehearse from "../../pacer/widgets/src/rehearse/index.js";
import { bounceFilter } from "../../pacer/widgets/src/rehearse/keys.js";
import { isTest } from "../../pacer/widgets/src/rehearse/finish.js";
import { replay } from "../../pacer/widgets/src/run/timeline.js";

const { rows } = states.RehearsalState;

/** A room on a page; what it sends is kept. */
function open() {
  localStorage.clear();
  sessionStorage.clear();
  vi.stubGlobal("ResizeObserver", class { observe() {} disconnect() {} });
  const state = /** @type {Record<string, any>} */ (structuredClone(states.RehearsalState));
  /** @type {any[]} */ const out = [];
  /** @type {(content: object, buffers: DataView[]) => void} */ let hear = () => {};
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  const leave = rehearse.render({
    model: {
      get: (name) => state[name],
      send: (message) => void out.push(message),
      on: (name, handler) => void (name === "msg:custom" && (hear = handler)),
      off: () => {},
    },
    el,
  });
  const room = /** @type {HTMLElement} */ (el.querySelector(".room"));
  /** @param {string} key @param {object} [more] @param {Element} [on] */
  const press = (key, more = {}, on = room) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    // Each press a second after the one before, unless said otherwise.
    Object.defineProperty(event, "timeStamp", { value: (now += 1000) });
    on.dispatchEvent(event);
    return event.defaultPrevented;
  };
  let now = performance.now();
  const kinds = () => out.filter(({ type }) => type === "add-marks").flatMap(({ marks }) => marks.map((/** @type {any} */ mark) => mark.kind));
  const token = () => out.find(({ type }) => type === "add-marks").run.token;
  return { room, press, kinds, leave, token, tell: (/** @type {object} */ message) => hear(message, []) };
}

test.each(["F5", "PageDown", " ", "Enter", "ArrowRight"])("%j starts a run, and is not the browser's", (key) => {
  const page = open();
  expect(page.press(key)).toBe(true);
  expect(page.kinds()).toEqual(["start"]);
  page.leave();
});

test("Shift+F5 starts, and neither reloads while a run is on, wherever the keys are", () => {
  const page = open();
  expect(page.press("F5", { shiftKey: true })).toBe(true);
  for (const shiftKey of [false, true]) {
    expect(page.press("F5", { shiftKey })).toBe(true);
    expect(page.press("F5", { shiftKey }, document.body)).toBe(true);
  }
  expect(page.kinds()).toEqual(["start"]);
  page.leave();
  expect(page.press("F5", {}, document.body)).toBe(false);
});

test("b and . black the slide, a white, a comma, media keys and Escape do no harm, and nothing is noted", () => {
  const page = open();
  page.press("PageDown");
  const run = /** @type {HTMLElement} */ (page.room.querySelector(".room-run"));
  for (const key of ["b", "."]) {
    expect(page.press(key)).toBe(true);
    expect(run.dataset.black).toBe("");
    page.press(key === "b" ? "." : "b");
    expect(run.dataset.black).toBeUndefined();
  }
  const opened = vi.spyOn(window, "open");
  for (const key of ["w", ",", "Escape", "MediaPlayPause", "AudioVolumeUp", "Tab"]) page.press(key);
  expect(opened).not.toHaveBeenCalled();
  expect(page.kinds()).toEqual(["start"]);
  page.press("x");
  expect(page.kinds()).toEqual(["start", "note"]);
  page.leave();
});

test("a moved end counts at once, and what Python has to say of it is greyed until it has", () => {
  const page = open();
  page.press("PageDown");
  page.press("PageDown");
  const forecast = { ...messages.forecast, token: page.token(), seq: 2 };
  expect(forecast.slide_key).toBe(rows[1].key);
  page.tell(forecast);
  const hud = /** @type {HTMLElement} */ (page.room.querySelector(".room-hud"));
  expect(hud.textContent).not.toContain("being worked out");
  const facts = () => hud.querySelector(".room-facts")?.textContent;
  for (const key of ["-", "-", "+"]) page.press(key);
  expect(facts()).toContain("of 2:30 (−1:00) spoken");
  expect(facts()).toContain("being worked out");
  expect(hud.dataset.moved).toBe("");
  page.tell({ ...forecast, seq: 4 }); // made before the last press
  expect(hud.dataset.moved).toBe("");
  page.tell({ ...forecast, seq: 5 });
  expect(hud.dataset.moved).toBeUndefined();
  expect(page.kinds()).toEqual(["start", "slide", "extend", "extend", "extend"]);
  for (const _ of rows) page.press("-");
  expect(facts()).toContain("of 0:30"); // the end is never before now
  page.leave();
});

test("while a run is on a stick drives it though the keys are elsewhere, but not in a text that is written", () => {
  const page = open();
  page.press("PageDown");
  const field = document.createElement("input");
  document.body.append(field);
  page.press("PageDown", {}, field);
  expect(page.kinds()).toEqual(["start"]);
  expect(page.press("PageUp", {}, document.body)).toBe(true);
  expect(page.press("b", {}, document.body)).toBe(true);
  page.press("a", {}, document.body);
  page.leave();
});

test("a bounce is one press; another key, or the same one later, is another", () => {
  const act = vi.fn();
  const steady = bounceFilter(() => 0)(act);
  const at = (/** @type {number} */ timeStamp, key = "PageDown", repeat = false) =>
    steady(/** @type {any} */ ({ timeStamp, key, repeat, type: "keydown" }));
  at(1000);
  at(1100);
  at(1249);
  expect(act).toHaveBeenCalledTimes(1);
  at(1251);
  at(1260, "PageUp");
  at(1270, "PageUp", true);
  expect(act).toHaveBeenCalledTimes(3);
  at(2000, "PageUp", true); // held
  expect(act).toHaveBeenCalledTimes(3);
});

/** A run through slides, so many seconds each. @param {number} count @param {number} each_s */
const through = (count, each_s) =>
  replay(
    [...Array(count + 1).keys()].map((place) => ({
      seq: place + 1,
      t_s: place * each_s,
      kind: place === 0 ? "start" : place === count ? "stop" : "slide",
      slide_key: place === count ? "" : rows[place].key,
    })),
  );

test.each([
  ["a look through six slides", 6, 4, true],
  ["a test of the clicker", 3, 2, true],
  ["a rehearsal", 6, 35, false],
  ["a part of one", 2, 30, false],
])("%s: a test is %s slides at %s s: %s", (_, count, each_s, wanted) => {
  expect(isTest(through(Number(count), Number(each_s)), rows)).toBe(wanted);
});
