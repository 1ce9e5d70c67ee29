// The planner's sentences mark a deck's terms as *term*; here they become emphasis, never markup.
import { h } from "../shared/dom.js";

/** @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/**
 * Show a sentence, touching the page only where it changed.
 * @param {Element} element
 * @param {string} sentence
 */
export function setProse(element, sentence) {
  if (shown.get(element) === sentence) return;
  shown.set(element, sentence);
  element.replaceChildren(
    ...sentence
      .split(/\*([^*]+)\*/)
      .map((part, index) => (index % 2 ? h("em", { text: part }) : document.createTextNode(part))),
  );
}
