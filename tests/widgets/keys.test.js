import { beforeEach, expect, test, vi } from "vitest";
import { captureKeys, keyName } from "../../pacer/widgets/src/shared/keys.js";
import { h } from "../../pacer/widgets/src/shared/dom.js";

/** @type {HTMLElement} */ let root;
beforeEach(() => {
  root = h("div", {}, h("button"), h("input", { type: "text" }), h("input", { type: "range" }));
  document.body.replaceChildren(root);
});

/** @param {Element} on @param {KeyboardEventInit} init */
function press(on, init) {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  on.dispatchEvent(event);
  return event;
}

test.each([
  [{ key: " " }, "Space"],
  [{ key: "P" }, "p"],
  [{ key: "P", shiftKey: true }, "p"],
  [{ key: "Tab", shiftKey: true }, "Shift+Tab"],
  [{ key: "z", ctrlKey: true }, "Ctrl+z"],
  [{ key: "Z", metaKey: true, shiftKey: true }, "Ctrl+Shift+z"],
])("%j is named %s", (init, name) => {
  expect(keyName(new KeyboardEvent("keydown", init))).toBe(name);
});

test("a handled key acts, is not the browser's, and never reaches the page", () => {
  const outside = vi.fn();
  document.addEventListener("keydown", outside);
  const next = vi.fn();
  captureKeys(root, () => ({ ArrowRight: next }));
  expect(press(root, { key: "ArrowRight" }).defaultPrevented).toBe(true);
  expect(next).toHaveBeenCalledOnce();
  expect(press(root, { key: "a" }).defaultPrevented).toBe(false);
  expect(outside).not.toHaveBeenCalled();
  expect(root.dataset.lmSuppressShortcuts).toBe("true");
  document.removeEventListener("keydown", outside);
});

test("a field keeps what is typed, a button its Space, a slider its arrows", () => {
  const act = vi.fn();
  captureKeys(root, () => ({ p: act, Space: act, ArrowRight: act }));
  const [button, field, slider] = root.children;
  press(field, { key: "p" });
  press(button, { key: " " });
  press(slider, { key: "ArrowRight" });
  expect(act).not.toHaveBeenCalled();
  press(button, { key: "ArrowRight" });
  press(slider, { key: "p" });
  expect(act).toHaveBeenCalledTimes(2);
});

test("after its signal it lets go", () => {
  const act = vi.fn();
  const life = new AbortController();
  captureKeys(root, () => ({ p: act }), { signal: life.signal });
  life.abort();
  press(root, { key: "p" });
  expect(act).not.toHaveBeenCalled();
});
