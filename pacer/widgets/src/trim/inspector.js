// What the keyboard is on, from close by: a slide with its picture, its time, the sentences said on
// it and what it needs; or a stretch with its slides.
import { text as clock } from "../shared/clock.js";
import { slideCard } from "../shared/card.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { sentenceList } from "./sentences.js";
import { SHORTEST_S } from "./state.js";
import { doneWith, span, stretchButtons } from "./stretch_line.js";

const TRIM_STEP_S = 5;

/**
 * @typedef {object} Acts
 * @property {(row: import("./state.js").Row, budget_s: number) => void} trim
 * @property {(row: import("./state.js").Row) => void} star
 * @property {(key: string, needed: string, wanted?: boolean) => void} need
 * @property {(row: import("./state.js").Row, text: string) => void} strike a sentence
 * @property {(does: import("./stretch_line.js").Does) => void} act on the stretch at hand
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
  const sentences = sentenceList(acts.strike);
  const buttons = stretchButtons(acts.act);
  const within = h("ul", { class: "of-stretch" });
  const hint = h("p", { class: "known" });
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
    h(
      "div",
      { class: "of-slide" },
      h("label", { class: "time" }, h("span", { text: "Time" }), budget, granted),
      sentences.element,
      h("p", {}, starred),
      needs,
      h("label", { class: "add" }, h("span", { text: "It needs slide" }), number, add),
    ),
    h("div", { class: "for-stretch" }, buttons.element, within, hint),
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
     * @param {import("./state.js").Sentence[]} seen.said
     * @param {string|null} seen.picture
     */
    paint({ row, step, choice, known, said, picture }) {
      setAttr(element, "data-of", "slide");
      setAttr(element, "aria-label", "The slide at hand");
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
      sentences.paint(row, step, said, choice.struck[row.key] ?? []);
      paintNeeds(row, choice, known);
    },
    /**
     * @param {object} seen
     * @param {import("./state.js").Stretch} seen.stretch
     * @param {import("./state.js").Row[]} seen.rows its slides
     * @param {import("./state.js").Step[]} seen.steps of them
     * @param {string} seen.says
     * @param {string} seen.answer what the speaker said of it
     * @param {string|null} seen.picture of its first slide
     */
    paintStretch({ stretch, rows, steps, says, answer, picture }) {
      setAttr(element, "data-of", "stretch");
      setAttr(element, "aria-label", "The stretch at hand");
      shown = null;
      card.show(rows[0], picture);
      setText(title, `Slides ${span(stretch.slides)}`);
      const sum = (/** @type {number[]} */ seconds) => clock(seconds.reduce((all, one) => all + one, 0));
      setText(takes, `${sum(rows.map((row) => (row.hidden ? 0 : row.seconds)))} as it is, ${sum(steps.map((step) => step.budget_s))} in the plan`);
      setText(why, says.replaceAll("*", ""));
      buttons.paint(doneWith(steps.filter((_, index) => !rows[index].hidden), answer));
      within.replaceChildren(
        ...rows.map((row, index) => {
          const { action, budget_s } = steps[index];
          const becomes = row.hidden ? "hidden" : action === "cut" ? "goes" : action === "merge" ? "with the next" : clock(budget_s);
          return h("li", { dataset: { becomes: row.hidden ? "hidden" : action } }, h("span", { text: `${row.position} ${row.title}` }), h("span", { class: "becomes", text: becomes }));
        }),
      );
      setText(hint, "Kept or cut holds; of a stretch to be shortened the plan chooses. Enter opens its slides.");
    },
  };
}
