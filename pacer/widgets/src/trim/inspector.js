// The slide the keyboard is on, from close by: its picture, its time, what it needs.
import { text as clock } from "../shared/clock.js";
import { slideCard } from "../shared/card.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { SHORTEST_S } from "./state.js";

const TRIM_STEP_S = 5;

/**
 * @typedef {object} Acts
 * @property {(row: import("./state.js").Row, budget_s: number) => void} trim
 * @property {(row: import("./state.js").Row) => void} star
 * @property {(key: string, needed: string, wanted?: boolean) => void} need
 * @property {(position: number) => import("./state.js").Row|undefined} at
 */

/** @param {Acts} acts */
export function inspector(acts) {
  /** @type {import("./state.js").Row|null} */
  let shown = null;
  const card = slideCard();
  const title = h("p", { class: "title" });
  const takes = h("p", { class: "known" });
  const why = h("p", { class: "why" });
  const budget = h("input", { type: "range", min: SHORTEST_S, step: TRIM_STEP_S, "aria-label": "Time for this slide" });
  const granted = h("output");
  budget.addEventListener("input", () => shown && acts.trim(shown, Number(budget.value)));
  const starred = h("button", { type: "button", class: "star", onClick: () => shown && acts.star(shown) }, "★ worth more");
  const needs = h("ul", { class: "needs" });
  const number = h("input", { type: "number", min: 1, "aria-label": "Position of a slide this one needs" });
  const add = h("button", { type: "button", text: "Add", onClick: addNeed });
  number.addEventListener("keydown", (event) => {
    if (event.key === "Enter") addNeed();
  });
  const element = h(
    "aside",
    { class: "inspector", "aria-label": "The slide at hand" },
    card.element,
    title,
    takes,
    why,
    h("label", { class: "time" }, h("span", { text: "Time" }), budget, granted),
    h("p", { class: "tools" }, starred),
    needs,
    h("label", { class: "add" }, h("span", { text: "It needs slide" }), number, add),
  );

  function addNeed() {
    const other = acts.at(Number(number.value));
    if (!shown || !other || other === shown) return;
    acts.need(shown.key, other.key, true);
    number.value = "";
  }

  /**
   * @param {import("./state.js").Row} row
   * @param {import("./state.js").Choice} choice
   * @param {Map<string, import("./state.js").Row>} known rows by key
   */
  function paintNeeds(row, choice, known) {
    const said = new Map(
      choice.needs.filter((need) => need.slide_key === row.key).map((need) => [need.needs, need.wanted]),
    );
    const lines = [...said].flatMap(([key, wanted]) => {
      const other = known.get(key);
      if (!other) return [];
      const press = (/** @type {string} */ word, /** @type {boolean} */ to) =>
        h("button", {
          type: "button",
          text: word,
          "aria-pressed": String(wanted === to),
          "aria-label": `${word}: slide ${row.position} on slide ${other.position}`,
          onClick: () => acts.need(row.key, key, wanted === to ? undefined : to),
        });
      return [
        h(
          "li",
          {},
          h("span", { text: `${other.position} ${other.title}` }),
          h("span", { class: "pair" }, press("Needs it", true), press("Not really", false)),
        ),
      ];
    });
    // Nothing is guessed: only what the speaker said stands here.
    needs.replaceChildren(...lines);
  }

  return {
    element,
    /**
     * @param {object} seen
     * @param {import("./state.js").Row} seen.row
     * @param {import("./state.js").Step} seen.step
     * @param {import("./state.js").Choice} seen.choice
     * @param {Map<string, import("./state.js").Row>} seen.known
     * @param {string|null} seen.picture
     */
    paint({ row, step, choice, known, picture }) {
      const moved = shown !== row;
      shown = row;
      card.show(row, picture);
      setText(title, `${row.position} ${row.title}`);
      setText(takes, `${clock(row.seconds)} as it is, mostly ${clock(row.low_s)}–${clock(row.high_s)}; ${row.basis}`);
      setText(why, step.reason.replaceAll("*", ""));
      const most = Math.max(SHORTEST_S, Math.ceil(row.seconds / TRIM_STEP_S) * TRIM_STEP_S);
      setAttr(budget, "max", most);
      if (moved || document.activeElement !== budget) budget.value = String(step.budget_s);
      budget.disabled = starred.disabled = add.disabled = row.hidden;
      setText(granted, clock(step.budget_s));
      setAttr(budget, "aria-valuetext", clock(step.budget_s));
      setAttr(starred, "aria-pressed", String(choice.stars.includes(row.key)));
      paintNeeds(row, choice, known);
    },
  };
}
