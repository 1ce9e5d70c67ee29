// The room's keys. A clicker is a keyboard with PageDown and PageUp on it.

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
 * @property {Handler} full
 * @property {(event: KeyboardEvent) => void} start
 * @property {(position: number, event: Event) => void} goTo
 * @property {() => void} escape
 * @property {() => void} changed
 */

/** A number that is typed no further for so long is given up. */
const DIGITS_MS = 4000;

/** @param {KeyActs} acts @param {() => number} ticks */
export function roomKeys(acts, ticks) {
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
  const always = {
    f: once(acts.full),
    Escape: () => {
      if (digits) type("");
      else acts.escape();
    },
  };
  return {
    /** @type {Record<string, Handler>} */
    running: {
      ...all(["ArrowRight", "ArrowDown", "Space", "PageDown"], once(acts.next)),
      ...all(["ArrowLeft", "ArrowUp", "PageUp"], once(acts.back)),
      ...Object.fromEntries([..."0123456789"].map((key) => [key, () => type(digits + key)])),
      Enter: once((event) => {
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
      b: once(acts.note),
      ...always,
    },
    /** @type {Record<string, Handler>} */
    before: { ...all(["Space", "ArrowRight", "PageDown"], once(acts.start)), ...always },
    /** @type {Record<string, Handler>} */
    always,
    /** The slide number being typed. */
    get digits() {
      if (digits && ticks() - typed_ms > DIGITS_MS) digits = "";
      return digits;
    },
  };
}
