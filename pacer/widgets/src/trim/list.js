// The slides as rows: what becomes of each, how long it takes, and why.
import { text as clock } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { setProse } from "./prose.js";
import { clamp } from "./state.js";

/** @type {Array<[import("./state.js").Action, string, string]>} action, word, key */
const ACTIONS = [
  ["keep", "Keep", "K"],
  ["trim", "Trim", "T"],
  ["merge", "Merge", "M"],
  ["cut", "Cut", "C"],
];

/**
 * @param {import("./state.js").Row[]} rows
 * @param {{onDecide: (row: import("./state.js").Row, action: import("./state.js").Action) => void}} on
 */
export function list(rows, { onDecide }) {
  const longest = Math.max(1, ...rows.map((row) => row.high_s));
  const made = rows.map((row) => line(row, longest, onDecide));
  const element = h("div", { class: "slides" });
  for (const [section, lines] of sections(rows, made)) {
    const items = h("ol", { "aria-label": section || "Slides" }, ...lines.map((l) => l.element));
    element.append(...(section ? [h("h4", { text: section }), items] : [items]));
  }
  let at = 0;
  const focus = (/** @type {number} */ to) => {
    made[at]?.element.setAttribute("tabindex", "-1");
    at = clamp(to, 0, rows.length - 1);
    made[at]?.element.setAttribute("tabindex", "0");
  };
  focus(0);
  element.addEventListener("focusin", (event) => {
    const index = made.findIndex((l) => l.element.contains(/** @type {Node} */ (event.target)));
    if (index >= 0) focus(index);
  });

  return {
    element,
    /** @param {number} by rows; infinite for the first or last */
    move(by) {
      focus(at + by);
      made[at]?.element.focus();
    },
    /** The row the keyboard is on. */
    current: () => rows[at],
    /**
     * @param {import("./state.js").Step[]} steps
     * @param {import("./state.js").Proposal} proposal
     */
    paint(steps, proposal) {
      made.forEach((l, index) => l.paint(steps[index], proposal[rows[index].key]?.action));
    },
  };
}

/**
 * Neighbouring rows of one section together.
 * @template T
 * @param {import("./state.js").Row[]} rows
 * @param {T[]} made
 * @returns {Array<[string, T[]]>}
 */
function sections(rows, made) {
  /** @type {Array<[string, T[]]>} */
  const found = [];
  rows.forEach((row, index) => {
    if (found.at(-1)?.[0] !== row.section) found.push([row.section, []]);
    found[found.length - 1][1].push(made[index]);
  });
  return found;
}

/**
 * @param {import("./state.js").Row} row
 * @param {number} longest seconds the widest bar stands for
 * @param {(row: import("./state.js").Row, action: import("./state.js").Action) => void} onDecide
 */
function line(row, longest, onDecide) {
  const share = (/** @type {number} */ seconds) => `${(100 * clamp(seconds / longest, 0, 1)).toFixed(2)}%`;
  const why = h("span", { class: "why" });
  const yours = h("span", { class: "yours" });
  const budget = h("span", { class: "budget" });
  const takes = h("span", { class: "takes" });
  const buttons = ACTIONS.map(([action, word, key]) =>
    h("button", {
      type: "button",
      tabindex: "-1",
      disabled: row.hidden,
      text: word,
      title: `${word} (${key})`,
      "aria-label": `${word} slide ${row.position}`,
      onClick: () => onDecide(row, action),
    }),
  );
  const element = h(
    "li",
    { tabindex: "-1" },
    h("span", { class: "position", text: row.position }),
    h("span", { class: "said" }, h("span", { class: "title", text: row.title }), why),
    h(
      "span",
      { class: "bar", "aria-hidden": "true" },
      h("span", { class: "rehearsed", style: { left: share(row.low_s), width: share(row.high_s - row.low_s) } }),
      budget,
    ),
    takes,
    h("span", { class: "actions", role: "group", "aria-label": `Slide ${row.position}` }, yours, ...buttons),
  );

  return {
    element,
    /**
     * @param {import("./state.js").Step} step
     * @param {import("./state.js").Action} [proposed]
     */
    paint(step, proposed) {
      setAttr(element, "data-action", step.action);
      setAttr(element, "data-decided", step.decided && !row.hidden);
      setProse(why, step.reason);
      setText(yours, step.decided && !row.hidden ? "yours" : "");
      budget.style.width = share(step.budget_s);
      const gone = step.action === "cut" || step.action === "merge";
      const before = clock(row.seconds);
      const after = gone ? "" : clock(step.budget_s);
      setText(takes, gone ? before : after === before ? after : `${before} → ${after}`);
      setAttr(element, "aria-label", `${row.position}, ${row.title}: ${step.action}${step.decided ? ", your decision" : ", proposed"}, ${gone ? `saves ${before}` : after}`);
      buttons.forEach((button, index) => {
        const [action] = ACTIONS[index];
        setAttr(button, "aria-pressed", String(action === step.action));
        setAttr(button, "hidden", action === "merge" && proposed !== "merge");
      });
    },
  };
}
