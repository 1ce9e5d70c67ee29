// Where the keyboard is in a grid: one element that Tab finds, and a name for it that is only
// written when it is needed, since a grid may hold 24,000 cells.
import { setAttr } from "../shared/dom.js";

/**
 * @typedef {object} Place
 * @property {number} run its index among all runs
 * @property {number} row its slide
 * @property {number} [segment] its stay, on the clock
 *
 * @typedef {object} View one way to lay the runs out
 * @property {HTMLElement} element
 * @property {(chosen: number[]) => void} paint show these runs, by index
 * @property {(target: EventTarget|null) => Place|null} placeOf
 * @property {(place: Place) => HTMLElement|undefined} elementOf
 * @property {(place: Place, across: number, down: number) => Place} step
 * @property {(place: Place) => void} point show which place is looked at
 */

/**
 * Keep one element of a grid in the order of Tab.
 * @param {(place: Place) => string} name
 */
export function rover(name) {
  /** @type {HTMLElement|undefined} */
  let held;
  return {
    /** @param {HTMLElement|undefined} element @param {Place} place */
    hold(element, place) {
      if (held !== element) held?.removeAttribute("tabindex");
      held = element;
      if (!element) return;
      element.tabIndex = 0;
      setAttr(element, "aria-label", name(place));
    },
  };
}

/**
 * Scroll a box until an element of it is in view; the page around it stays where it is.
 * @param {HTMLElement} box
 * @param {HTMLElement|undefined} element
 * @param {boolean} down whether also up and down, or only sideways
 */
export function reveal(box, element, down) {
  if (!element) return;
  const [outer, inner, style] = [box.getBoundingClientRect(), element.getBoundingClientRect(), getComputedStyle(box)];
  // what sticks to the box's sides lies over its content
  const inset = (/** @type {string} */ side) => parseFloat(style.getPropertyValue(`scroll-padding-${side}`)) || 0;
  /** @param {number} after @param {number} before how far it lies past either side */
  const by = (after, before) => (after > 0 ? after : before > 0 ? -before : 0);
  box.scrollLeft += by(inner.right - outer.right + inset("right"), outer.left + inset("left") - inner.left);
  if (down) box.scrollTop += by(inner.bottom - outer.bottom + inset("bottom"), outer.top + inset("top") - inner.top);
}

/** @param {number} value @param {number} low @param {number} high */
export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
