// Where a change of slide may stand among the words around it.
import { text as clock } from "../shared/clock.js";

/** @typedef {import("../protocol").BoundaryPlace} Place */
/** @typedef {import("../protocol").BoundarySide} Side */

/** Without words, and with Shift, a step is half a second. */
export const STEP_S = 0.5;
const NEAR_S = 0.01;
/** So far one that is set moves its neighbours. */
const MOVED_S = 20;

/** @param {Place} place @param {number} at_s */
const within = (place, at_s) => Math.min(Math.max(at_s, place.low_s), place.high_s);

/**
 * The next place of a change, a word or half a second on.
 * @param {Place} place
 * @param {number} at_s where it is
 * @param {-1|1} way
 * @param {boolean} fine half a second, words or none
 */
export function step(place, at_s, way, fine = false) {
  const starts = fine ? [] : place.starts_s.filter((s) => s >= place.low_s && s <= place.high_s);
  const next =
    way > 0 ? starts.find((s) => s > at_s + NEAR_S) : starts.filter((s) => s < at_s - NEAR_S).pop();
  if (next === undefined && starts.length) return at_s;
  return within(place, next ?? at_s + way * STEP_S);
}

/** How many words stand before a change. @param {Place} place @param {number} at_s */
export function wordsBefore(place, at_s) {
  const at = place.starts_s.findIndex((s) => s >= at_s - NEAR_S);
  return at < 0 ? place.starts_s.length : at;
}

/** The place of a change set before a word. @param {Place} place @param {number} word */
export const before = (place, word) => within(place, place.starts_s[word] ?? place.high_s);

/** A slide in words. @param {Side} side */
export const named = (side) => (side.position === null ? side.title : `${side.position} ${side.title}`);

/** Whether two are the same change, that may have moved a little since. @param {Place} a @param {Place} b */
export const same = (a, b) =>
  a.before.key === b.before.key && a.after.key === b.after.key && Math.abs(a.at_s - b.at_s) <= MOVED_S;

/** The change as a screen reader says it. @param {Place} place @param {number} at_s */
export function spoken(place, at_s) {
  const at = wordsBefore(place, at_s);
  const [left, right] = [place.words.slice(Math.max(at - 4, 0), at), place.words.slice(at, at + 4)];
  const words = place.words.length ? `, after “${left.join(" ")}”, before “${right.join(" ")}”` : "";
  return `${clock(at_s)}${words}`;
}
