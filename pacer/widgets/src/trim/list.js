// The slides as rows: what becomes of each, how long it takes, and why.
import { text as clock } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { setProse } from "./prose.js";
import { canMerge, clamp, DECIDED } from "./state.js";

/** @type {Array<[import("./state.js").Action, string, string]>} action, word, key */
const ACTIONS = [
  ["keep", "Keep", "K"],
  ["trim", "Trim", "T"],
  ["merge", "Merge", "M: tell it with the next slide up"],
  ["cut", "Cut", "C"],
];

/**
 * @typedef {object} View
 * @property {string} find words a title must hold
 * @property {"all"|"changed"|"decided"} show
 * @property {"deck"|"time"|"value"} order
 *
 * @typedef {object} Seen
 * @property {import("./state.js").Step[]} steps
 * @property {string[]} stars
 * @property {View} view
 * @property {Record<string, number>} worth by slide key
 */

/**
 * @param {import("./state.js").Row[]} rows
 * @param {{onDecide: (row: import("./state.js").Row, action: import("./state.js").Action) => void,
 *   onMove: () => void}} on
 */
export function list(rows, { onDecide, onMove }) {
  const longest = Math.max(1, ...rows.map((row) => row.high_s));
  const made = rows.map((row) => line(row, longest, canMerge(rows, row), onDecide));
  const element = h("div", { class: "slides" });
  const grouped = sections(rows);
  let arranged = "";
  let order = rows.map((_, index) => index);
  let at = 0;

  const focus = (/** @type {number} */ to) => {
    made[at]?.element.setAttribute("tabindex", "-1");
    at = to;
    made[at]?.element.setAttribute("tabindex", "0");
    onMove();
  };
  element.addEventListener("focusin", (event) => {
    const target = /** @type {Element} */ (event.target).closest("li[data-action]");
    const index = made.findIndex((l) => l.element === target);
    if (index >= 0 && index !== at) focus(index);
  });

  /** Put the rows in the order asked for; by section only in the deck's own. @param {Seen} seen */
  function arrange({ view, worth }) {
    if (arranged === view.order) return;
    arranged = view.order;
    const by = {
      deck: (/** @type {number} */ index) => index,
      time: (/** @type {number} */ index) => -rows[index].seconds,
      value: (/** @type {number} */ index) => -(worth[rows[index].key] ?? 0),
    }[view.order];
    order = rows.map((_, index) => index).sort((a, b) => by(a) - by(b) || a - b);
    if (view.order === "deck" && grouped.length > 1) {
      element.replaceChildren(...grouped.map((group) => group.element));
      for (const group of grouped) group.list.replaceChildren(...group.indexes.map((i) => made[i].element));
    } else {
      const flat = h("ol", { "aria-label": "Slides" }, ...order.map((index) => made[index].element));
      element.replaceChildren(flat);
    }
  }

  return {
    element,
    /** @param {number} by rows; infinite for the first or last */
    move(by) {
      const seen = order.filter((index) => !made[index].element.hidden);
      const place = clamp(seen.indexOf(at) + by, 0, seen.length - 1);
      if (seen[place] === undefined) return;
      focus(seen[place]);
      const group = made[at].element.closest("details");
      if (group) group.open = true;
      made[at].element.focus();
    },
    /** Which row the keyboard is on. */
    at: () => at,
    /** @param {Seen} seen */
    paint(seen) {
      arrange(seen);
      const find = seen.view.find.trim().toLowerCase();
      made.forEach((l, index) => {
        const row = rows[index];
        const step = seen.steps[index];
        l.paint(step, seen.stars.includes(row.key));
        const changed = step.action !== "keep";
        const wanted = { all: true, changed, decided: step.decided && !row.hidden }[seen.view.show];
        l.element.hidden = !wanted || (find !== "" && !row.title.toLowerCase().includes(find));
      });
      for (const group of grouped) group.paint(seen.steps, made);
      if (made[at].element.tabIndex < 0) made[at].element.tabIndex = 0;
    },
  };
}

/**
 * Neighbouring rows of one section, together under a heading that folds them.
 * @param {import("./state.js").Row[]} rows
 */
function sections(rows) {
  /** @type {Array<{section: string, indexes: number[]}>} */
  const found = [];
  rows.forEach((row, index) => {
    if (found.at(-1)?.section !== row.section) found.push({ section: row.section, indexes: [] });
    found[found.length - 1].indexes.push(index);
  });
  return found.map(({ section, indexes }) => {
    const times = h("span", { class: "times" });
    const items = h("ol", { "aria-label": section || "Slides" });
    const heading = h("summary", {}, h("span", { text: section || "Slides" }), times);
    const element = h("details", { open: true }, heading, items);
    return {
      element,
      list: items,
      indexes,
      /**
       * @param {import("./state.js").Step[]} steps
       * @param {ReturnType<typeof line>[]} made
       */
      paint(steps, made) {
        const whole = indexes.reduce((sum, i) => sum + (rows[i].hidden ? 0 : rows[i].seconds), 0);
        const left = indexes.reduce((sum, i) => sum + steps[i].budget_s, 0);
        setText(times, whole ? `${clock(whole)} → ${clock(left)}` : "");
        element.hidden = indexes.every((i) => made[i].element.hidden);
      },
    };
  });
}

/**
 * @param {import("./state.js").Row} row
 * @param {number} longest seconds the widest bar stands for
 * @param {boolean} mergeable whether a slide comes after it
 * @param {(row: import("./state.js").Row, action: import("./state.js").Action) => void} onDecide
 */
function line(row, longest, mergeable, onDecide) {
  const share = (/** @type {number} */ seconds) => `${(100 * clamp(seconds / longest, 0, 1)).toFixed(2)}%`;
  const why = h("span", { class: "why" });
  const yours = h("span", { class: "yours" });
  const budget = h("span", { class: "budget" });
  const takes = h("span", { class: "takes" });
  const star = h("span", { class: "starred", "aria-hidden": "true" });
  const buttons = ACTIONS.map(([action, word, key]) =>
    h("button", {
      type: "button",
      tabindex: "-1",
      disabled: row.hidden || (action === "merge" && !mergeable),
      text: word,
      title: `${word} (${key})`,
      "aria-label": `${word} slide ${row.position}`,
      onClick: () => onDecide(row, action),
    }),
  );
  const element = h(
    "li",
    { tabindex: "-1" },
    h("span", { class: "position" }, star, h("span", { text: row.position })),
    h(
      "span",
      { class: "said" },
      h("span", { class: "title", text: row.title }),
      h("span", { class: "reason" }, yours, why),
    ),
    h(
      "span",
      { class: "bar", "aria-hidden": "true" },
      h("span", { class: "rehearsed", style: { left: share(row.low_s), width: share(row.high_s - row.low_s) } }),
      budget,
    ),
    takes,
    h("span", { class: "actions", role: "group", "aria-label": `Slide ${row.position}` }, ...buttons),
  );

  return {
    element,
    /**
     * @param {import("./state.js").Step} step
     * @param {boolean} starred
     */
    paint(step, starred) {
      const decided = step.decided && !row.hidden;
      setAttr(element, "data-action", step.action);
      setAttr(element, "data-decided", decided);
      // A reason that is no more than that is said once.
      setProse(why, decided && step.reason === DECIDED ? "" : step.reason);
      setText(yours, !decided ? "" : step.reason === DECIDED ? DECIDED : `${DECIDED}: `);
      setText(star, starred ? "★" : "");
      budget.style.width = share(step.budget_s);
      const gone = step.action === "cut" || step.action === "merge";
      const before = clock(row.seconds);
      const after = gone ? "" : clock(step.budget_s);
      setText(takes, gone ? before : after === before ? after : `${before} → ${after}`);
      const what = [
        `${row.position}, ${row.title}: ${step.action}`,
        decided ? "your decision" : "proposed",
        gone ? `saves ${before}` : after,
        ...(starred ? ["worth more"] : []),
      ];
      setAttr(element, "aria-label", what.join(", "));
      buttons.forEach((button, index) => {
        setAttr(button, "aria-pressed", String(ACTIONS[index][0] === step.action));
      });
    },
  };
}
