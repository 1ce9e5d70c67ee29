// What is shown of the plan, and in which order.
import { h, setAttr } from "../shared/dom.js";

/** @typedef {import("./list.js").View} View */

/** @param {{onView: (changed: Partial<View>) => void, onLeave: () => void}} options */
export function tools({ onView, onLeave }) {
  const find = h("input", {
    type: "search",
    placeholder: "Find a slide  /",
    "aria-label": "Find a slide by its title",
    onInput: () => onView({ find: find.value }),
  });
  // Escape leaves the field, and what it found stays: the keys of the room hold again.
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && event.key !== "Enter") return;
    event.preventDefault();
    onLeave();
  });
  const show = choose("Show", { all: "everything", changed: "what changes", decided: "what I decided" }, (value) =>
    onView({ show: /** @type {View["show"]} */ (value) }),
  );
  const order = choose("Order", { deck: "as in the talk", time: "longest first", value: "worth most first" }, (value) =>
    onView({ order: /** @type {View["order"]} */ (value) }),
  );
  const slides = h("button", { type: "button", "aria-pressed": "false", title: "Every slide as a row (A)", onClick: () => onView({ slides: slides.getAttribute("aria-pressed") !== "true" }) }, "All slides ", h("kbd", { text: "A" }));
  const next = (/** @type {HTMLSelectElement} */ select) => {
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    select.dispatchEvent(new Event("change"));
  };
  return {
    element: h("div", { class: "tools", role: "group", "aria-label": "What is shown" }, slides, show, order, find),
    find: () => find.focus(),
    /** The next filter, or the next order, by one key. */
    nextShow: () => next(show),
    nextOrder: () => next(order),
    /** @param {View} view */
    paint(view) {
      setAttr(slides, "aria-pressed", String(view.slides));
      if (show.value !== view.show) show.value = view.show;
      if (order.value !== view.order) order.value = view.order;
    },
  };
}

/**
 * @param {string} label
 * @param {Record<string, string>} values value -> words
 * @param {(value: string) => void} onChoose
 */
function choose(label, values, onChoose) {
  const options = Object.entries(values).map(([value, text]) => h("option", { value, text }));
  const select = h("select", { "aria-label": label, onChange: () => onChoose(select.value) }, ...options);
  return select;
}
