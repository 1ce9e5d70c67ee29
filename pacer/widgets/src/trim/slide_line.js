// A slide as a row: what becomes of it, how long it takes, and why.
import { text as clock } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { setProse } from "./prose.js";
import { clamp, DECIDED } from "./state.js";

/** @type {Array<[import("./state.js").Action, string, string]>} action, word, key */
const ACTIONS = [
  ["keep", "Keep", "K"],
  ["trim", "Trim", "T"],
  ["merge", "Merge", "M: tell it with the next slide up"],
  ["cut", "Cut", "C"],
];

/**
 * @param {import("./state.js").Row} row
 * @param {number} longest seconds the widest bar stands for
 * @param {boolean} mergeable whether a slide comes after it
 * @param {(row: import("./state.js").Row, action: import("./state.js").Action) => void} onDecide
 */
export function slideLine(row, longest, mergeable, onDecide) {
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
      h("span", { class: "reason" }, h("span", { class: "changed", text: "changed" }), yours, why),
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

  let painted = "";
  return {
    element,
    /**
     * @param {import("./state.js").Step} step
     * @param {boolean} starred
     * @param {boolean} moved by what was decided last
     */
    paint(step, starred, moved) {
      const decided = step.decided && !row.hidden;
      const told = `${step.action} ${step.budget_s} ${decided} ${starred} ${moved} ${step.reason}`;
      if (told === painted) return;
      painted = told;
      setAttr(element, "data-moved", moved);
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
        ...(moved ? ["just changed"] : []),
      ];
      setAttr(element, "aria-label", what.join(", "));
      buttons.forEach((button, index) => {
        setAttr(button, "aria-pressed", String(ACTIONS[index][0] === step.action));
      });
    },
  };
}
