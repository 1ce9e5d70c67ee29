// Keys that drive a widget and never reach the notebook, where `a` inserts a cell and `d d`
// deletes one.

/** @typedef {(event: KeyboardEvent) => void} Handler */

/**
 * A key's name as the tables write it: "Space", "ArrowRight", "p", "Ctrl+z", "Shift+Tab".
 * Letters are lower case; Shift is named only with keys that are no character.
 * @param {KeyboardEvent} event
 * @returns {string}
 */
export function keyName(event) {
  const key = event.key === " " ? "Space" : event.key;
  const single = [...key].length === 1;
  let name = single ? key.toLowerCase() : key;
  if (event.shiftKey && (!single || event.ctrlKey || event.metaKey)) name = `Shift+${name}`;
  if (event.altKey) name = `Alt+${name}`;
  if (event.ctrlKey || event.metaKey) name = `Ctrl+${name}`;
  return name;
}

/** @param {EventTarget|null} target whether typing there means writing */
export function isWriting(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) {
    return !["button", "checkbox", "radio", "range", "submit", "reset", "color"].includes(
      target.type,
    );
  }
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable === true
  );
}

/** Keys that press a focused button, turn a focused slider or open a focused list. */
const NATIVE = {
  button: ["Space", "Enter"],
  slider: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"],
};

/**
 * Whether a focused control needs the key itself.
 * @param {KeyboardEvent} event
 * @param {string} name
 */
function isNative(event, name) {
  const { target } = event;
  if (target instanceof HTMLInputElement && target.type === "range") {
    return NATIVE.slider.includes(name);
  }
  return (
    target instanceof HTMLElement &&
    target.closest("button, summary, a[href], input[type=checkbox], input[type=radio]") !== null &&
    NATIVE.button.includes(name)
  );
}

/**
 * Take the keys pressed inside a widget's root, so that they drive it and nothing else.
 * @param {HTMLElement} root
 * @param {() => Record<string, Handler>} table key name -> what it does, asked at each key so
 *   that it may depend on the state; a key that is not in it keeps its meaning for the browser
 * @param {{signal?: AbortSignal, also?: (event: KeyboardEvent, name: string) => boolean}} [options]
 *   `signal` lets go again; `also` sees keys that the table lacks and says if it used them
 */
export function captureKeys(root, table, { signal, also } = {}) {
  // JupyterLab listens on the document before anything else; this attribute is what it heeds.
  root.dataset.lmSuppressShortcuts = "true";
  if (root.tabIndex < 0) root.tabIndex = 0;
  const stay = (/** @type {Event} */ event) => event.stopPropagation();
  for (const kind of ["keyup", "keypress"]) root.addEventListener(kind, stay, { signal });
  root.addEventListener(
    "keydown",
    (event) => {
      event.stopPropagation();
      if (event.isComposing || event.defaultPrevented || isWriting(event.target)) return;
      const name = keyName(event);
      if (isNative(event, name)) return;
      const handler = table()[name];
      if (handler) {
        event.preventDefault();
        handler(event);
      } else if (also?.(event, name)) event.preventDefault();
    },
    { signal },
  );
}
