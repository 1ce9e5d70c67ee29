// Elements from data. Deck text only ever becomes a text node.

/** @typedef {Node|string|number|null|undefined|false} Child */

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [props] `class`, `text`, `dataset`, `style` (custom
 *   properties too), `on…` handlers as functions; anything else is an attribute: true sets it,
 *   false, null and undefined leave it out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") made.className = String(value);
    else if (name === "text") made.textContent = String(value);
    else if (name === "dataset") Object.assign(made.dataset, value);
    else if (name === "style") {
      for (const [property, to] of Object.entries(value)) made.style.setProperty(property, to);
    } else if (typeof value === "function") {
      made.addEventListener(name.replace(/^on/, "").toLowerCase(), /** @type {any} */ (value));
    } else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(.../** @type {Node[]} */ (children.filter((c) => c || c === 0).map(asNode)));
  return made;
}

/** @param {Child} child */
const asNode = (child) =>
  child instanceof Node ? child : document.createTextNode(String(child));

/**
 * Set an element's text, touching the page only where it changed.
 * @param {Element} element
 * @param {string} to
 */
export function setText(element, to) {
  if (element.textContent !== to) element.textContent = to;
}

/**
 * Set or remove an attribute, touching the page only where it changed.
 * @param {Element} element
 * @param {string} name
 * @param {string|number|boolean|null} to false and null remove it, true sets it empty
 */
export function setAttr(element, name, to) {
  if (to === false || to === null) element.removeAttribute(name);
  else {
    const value = to === true ? "" : String(to);
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

/**
 * A polite voice for screen readers; what changes every second must not go through it.
 * @returns {{element: HTMLElement, say: (sentence: string) => void}}
 */
export function announcer() {
  const element = h("div", { class: "pacer-unseen", role: "status", "aria-live": "polite" });
  return { element, say: (sentence) => setText(element, sentence) };
}
