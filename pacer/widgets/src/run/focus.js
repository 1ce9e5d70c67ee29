// A room that was just opened takes the keys, so that Space starts it without a click.
import { isWriting } from "../shared/keys.js";

/** JupyterLab moves on to the next cell some time after it has shown a cell's output. */
const AGAIN_MS = [0, 120, 400, 1000];

/** Whether nobody is in the middle of something there. @param {Element|null} active */
function isFree(active) {
  if (!active || active.closest(".pacer")) return !active;
  if (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) return false;
  // An empty cell is what JupyterLab puts up by itself; text in it is somebody writing.
  return !isWriting(active) || !active.textContent?.trim();
}

/** @param {Element} element */
function isOnScreen(element) {
  const { top, bottom, height } = element.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < window.innerHeight;
}

/**
 * Take the keys, unless somebody does something else meanwhile.
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 */
export function takeKeys(element, signal) {
  let over = false;
  const stop = (/** @type {Event} */ event) => {
    over ||= event.isTrusted;
  };
  for (const kind of ["pointerdown", "keydown"]) {
    window.addEventListener(kind, stop, { signal, capture: true });
  }
  for (const [turn, ms] of AGAIN_MS.entries()) {
    setTimeout(() => {
      const last = turn === AGAIN_MS.length - 1;
      if (!over && !signal.aborted && isOnScreen(element)) {
        const { activeElement } = document;
        if (!element.contains(activeElement) && isFree(activeElement)) element.focus({ preventScroll: true });
      }
      if (last) for (const kind of ["pointerdown", "keydown"]) window.removeEventListener(kind, stop, { capture: true });
    }, ms);
  }
}
