// The room's keys. A clicker is a keyboard with PageDown and PageUp on it; its other buttons send
// F5 or Escape, and "b" or "." to black the slide. What no stick sends is left for the hand.

/**
 * @typedef {import("../shared/keys.js").Handler} Handler
 *
 * @typedef {object} KeyActs
 * @property {Handler} next
 * @property {Handler} back
 * @property {Handler} first
 * @property {Handler} last
 * @property {Handler} pause
 * @property {Handler} question
 * @property {Handler} note
 * @property {Handler} black
 * @property {Handler} less
 * @property {Handler} more
 * @property {Handler} full
 * @property {Handler} audience
 * @property {Handler} start
 * @property {(position: number, event: Event) => void} goTo
 * @property {() => void} escape
 * @property {() => void} changed
 */

/** A number that is typed no further for so long is given up. */
const DIGITS_MS = 4000;
/** Sticks bounce: the same key again within so long is one press. */
export const BOUNCE_MS = 250;

/**
 * Let through what was pressed, and not its bounce: nor a key that is held.
 * @param {() => number} ticks
 * @returns {<E extends Event>(act: (event: E) => void) => (event: E) => void}
 */
export function bounceFilter(ticks) {
  let last = { what: "", ms: -Infinity };
  return (act) => (event) => {
    const { key = event.type, repeat = false } = /** @type {Partial<KeyboardEvent>} */ (event);
    if (repeat) return;
    const ms = event.timeStamp > 0 ? event.timeStamp : ticks();
    if (key === last.what && Math.abs(ms - last.ms) < BOUNCE_MS) return;
    last = { what: key, ms };
    act(event);
  };
}

/**
 * @param {KeyActs} acts
 * @param {() => number} ticks
 * @param {ReturnType<typeof bounceFilter>} [steady]
 */
export function roomKeys(acts, ticks, steady = bounceFilter(ticks)) {
  let digits = "";
  let typed_ms = 0;
  /** @param {string} to */
  const type = (to) => {
    digits = to.slice(-4);
    typed_ms = ticks();
    acts.changed();
  };
  /** Once, however long the key is held. @param {Handler} act @returns {Handler} */
  const once = (act) => (event) => {
    if (!event.repeat) act(event);
  };
  /** @param {string[]} keys @param {Handler} act */
  const all = (keys, act) => Object.fromEntries(keys.map((key) => [key, act]));
  /** A stick's start button reloads a page that does not take it. @type {Handler} */
  const nothing = () => {};
  const START = ["F5", "Shift+F5"];
  const always = {
    ...all(START, nothing),
    ...all(["b", "."], steady(acts.black)),
    f: once(acts.full),
    // A stick's "w" whitens the slide elsewhere; the window is opened by the capital.
    w: once((event) => (event.key === "W" ? acts.audience(event) : undefined)),
    Escape: () => {
      if (digits) type("");
      else acts.escape();
    },
  };
  return {
    /** @type {Record<string, Handler>} */
    running: {
      ...always,
      ...all(["ArrowRight", "ArrowDown", "Space", "PageDown"], steady(acts.next)),
      ...all(["ArrowLeft", "ArrowUp", "PageUp"], steady(acts.back)),
      ...Object.fromEntries([..."0123456789"].map((key) => [key, () => type(digits + key)])),
      Enter: steady((event) => {
        const position = Number(digits);
        const typed = digits !== "";
        type("");
        if (typed) acts.goTo(position, event);
        else acts.next(event);
      }),
      Backspace: () => type(digits.slice(0, -1)),
      Home: once(acts.first),
      End: once(acts.last),
      p: once(acts.pause),
      q: once(acts.question),
      x: once(acts.note),
      ...all(["-", "−"], once(acts.less)),
      ...all(["+", "="], once(acts.more)),
    },
    /** @type {Record<string, Handler>} */
    before: {
      ...always,
      ...all(["Space", "Enter", "ArrowRight", "PageDown", ...START], steady(acts.start)),
    },
    /** @type {Record<string, Handler>} */
    always,
    /** What a stick sends is the run's wherever the keys are. @type {Record<string, Handler>} */
    stick: {
      ...all(["b", "."], steady(acts.black)),
      ...all(START, nothing),
      PageDown: steady(acts.next),
      PageUp: steady(acts.back),
    },
    /** The slide number being typed. */
    get digits() {
      if (digits && ticks() - typed_ms > DIGITS_MS) digits = "";
      return digits;
    },
  };
}
