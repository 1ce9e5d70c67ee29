// The rehearsal room that was opened from here, on the plan's budgets: shown below, in the same
// output, where the page can show a widget within another; else the line of code that opens it.
import { h } from "../shared/dom.js";

/** Widgets are drawn a moment after they are made. @param {HTMLElement} within @param {string} selector */
async function appeared(within, selector) {
  for (let tries = 0; tries < 60; tries += 1) {
    const found = /** @type {HTMLElement|null} */ (within.querySelector(selector));
    if (found) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  return null;
}

/** @param {import("@anywidget/types").AnyModel} model */
export function rehearsal(model) {
  const element = h("div", { class: "pacer pacer-below", hidden: true });
  /** @type {any} the view that is shown */
  let view = null;
  let shown = "";

  async function show() {
    /** @type {string} */
    const id = model.get("rehearsal");
    if (!id || id === shown) return;
    shown = id;
    const before = view;
    element.hidden = false;
    try {
      const manager = /** @type {any} */ (model).widget_manager;
      const made = await manager.create_view(await manager.get_model(id));
      if (model.get("rehearsal") !== id) return made.remove(); // another was opened meanwhile
      view = made;
      before?.remove();
      element.replaceChildren(h("h3", { text: "Rehearsing this plan" }), made.el);
      // A room that is shown with the page is not scrolled to.
      if (opening) {
        element.scrollIntoView({ block: "start" });
        const room = await appeared(made.el, "[data-lm-suppress-shortcuts]");
        room?.focus({ preventScroll: true });
      }
    } catch {
      element.replaceChildren(
        "The rehearsal room cannot be shown here: in a cell below, with ",
        h("code", { text: "room = talk.trim()" }),
        " above, run ",
        h("code", { text: "talk.rehearse(plan=room.plan)" }),
      );
    }
  }
  let opening = false;
  const changed = () => {
    opening = true;
    void show();
  };
  model.on("change:rehearsal", changed);
  void show();
  return {
    element,
    close() {
      model.off("change:rehearsal", changed);
      view?.remove();
    },
  };
}
