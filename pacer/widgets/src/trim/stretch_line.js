// Slides that belong together as one row: what becomes of them, in minutes and one sentence. Its
// slides are made when it is opened.
import { text as clock } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { setProse } from "./prose.js";
import { fate } from "./state.js";

/**
 * @typedef {import("./state.js").Row} Row
 * @typedef {import("./state.js").Step} Step
 * @typedef {import("./state.js").Stretch} Stretch
 *
 * @typedef {"keep"|"shorten"|"cut"} Does
 *
 * @typedef {object} Told what Python says of a stretch
 * @property {string} says one sentence
 * @property {string} answer keep, shorten, drop, skip, or nothing said
 */

/** Positions of a stretch as they are read. @param {number[]} slides */
export const span = (slides) =>
  slides.length > 1 ? `${slides[0]}–${slides[slides.length - 1]}` : String(slides[0]);

/** What is done with a stretch, its word, what it means, its key. @type {Array<[Does, string, string, string]>} */
const DOES = [
  ["keep", "Keep", "all of it", "K"],
  ["shorten", "Shorten", "some of it, as the plan sees fit", "T"],
  ["cut", "Cut", "none of it", "C"],
];

/**
 * What may be done with a stretch, as three buttons.
 * @param {(does: Does) => void} onDo
 */
export function stretchButtons(onDo) {
  const buttons = DOES.map(([does, word, means, key]) =>
    h("button", { type: "button", title: `${word} ${means}`, "aria-label": `${word} this stretch: ${means}`, onClick: () => onDo(does) }, `${word} `, h("kbd", { text: key })),
  );
  return {
    element: h("div", { class: "does", role: "group", "aria-label": "What becomes of this stretch" }, ...buttons),
    /** @param {Does|null} done */
    paint: (done) => buttons.forEach((one, index) => setAttr(one, "aria-pressed", String(DOES[index][0] === done))),
  };
}

/**
 * What the speaker did with a stretch.
 * @param {Step[]} steps of its slides that are not hidden
 * @param {string} answer what he said of it
 * @returns {Does|null}
 */
export function doneWith(steps, answer) {
  if (steps.length && steps.every((step) => step.decided && step.action === "keep")) return "keep";
  if (steps.length && steps.every((step) => step.decided && step.action === "cut")) return "cut";
  return answer === "shorten" ? "shorten" : null;
}

/**
 * @param {Stretch} stretch
 * @param {Row[]} rows its slides
 * @param {number} longest seconds the widest bar stands for
 * @param {object} on
 * @param {() => void} on.toggle
 * @param {(does: Does) => void} on.act
 */
export function stretchLine(stretch, rows, longest, on) {
  const shown = rows.filter((row) => !row.hidden);
  const now_s = shown.reduce((sum, row) => sum + row.seconds, 0);
  const width = (/** @type {number} */ seconds) => `${((100 * seconds) / longest).toFixed(2)}%`;
  const chip = h("span", { class: "fate" });
  const yours = h("span", { class: "yours" });
  const says = h("span", { class: "says" });
  const button = h(
    "button",
    { type: "button", class: "open", tabindex: "-1", "aria-expanded": "false", onClick: on.toggle },
    h("span", { class: "top" }, chip, h("span", { class: "title", text: stretch.title || `Slides ${span(stretch.slides)}` })),
    h("span", { class: "reason" }, h("span", { class: "changed", text: "changed" }), yours, says),
  );
  const left = h("span", { class: "left-bar" });
  const takes = h("span", { class: "takes" });
  const buttons = stretchButtons(on.act);
  const items = h("ol", { "aria-label": `Slides ${span(stretch.slides)}` });
  const within = h("div", { class: "within", hidden: true }, buttons.element, items);
  const head = h(
    "div",
    { class: "head" },
    h("span", { class: "position", "aria-hidden": "true" }, span(stretch.slides)),
    button,
    h("span", { class: "lengths", "aria-hidden": "true" }, h("span", { class: "now-bar", style: { width: width(now_s) } }), left),
    takes,
  );
  // Anywhere on the row opens it; the button is what the keyboard is on.
  head.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("button") === null) on.toggle();
  });
  const element = h("li", { class: "stretch" }, head, within);
  let painted = "";

  return {
    element,
    button,
    items,
    /** @param {boolean} open */
    open(open) {
      setAttr(button, "aria-expanded", String(open));
      within.hidden = !open;
    },
    /**
     * @param {Step[]} steps of its slides
     * @param {Told|null} told null while a guess is shown, of which Python has said nothing
     * @param {boolean} moved by what was decided last
     */
    paint(steps, told, moved) {
      const its = steps.filter((_, index) => !rows[index].hidden);
      const plan_s = its.reduce((sum, step) => sum + step.budget_s, 0);
      const becomes = fate(its.map((step) => step.action));
      const decided = its.filter((step) => step.decided).length;
      const key = `${becomes} ${plan_s} ${decided} ${moved} ${told?.says} ${told?.answer}`;
      if (key === painted) return;
      painted = key;
      const said = told && told.answer !== "skip" ? told.answer : "";
      setAttr(element, "data-fate", becomes);
      setAttr(element, "data-decided", Boolean(said) || decided > 0);
      setAttr(element, "data-moved", moved);
      setText(chip, becomes);
      const mine = [
        ...(said ? [`you said ${said}`] : []),
        ...(decided ? [decided === its.length ? "you decided" : `you decided on ${decided} of ${its.length}`] : []),
      ];
      setText(yours, mine.length ? `${mine.join("; ")}${told?.says ? "; " : ""}` : "");
      // The place of the sentence stays while the hand moves, so that nothing jumps.
      setAttr(says, "data-stale", told === null);
      if (told) setProse(says, told.says);
      left.style.width = width(plan_s);
      const before = clock(now_s);
      const after = clock(plan_s);
      const time = becomes === "goes" ? `−${before}` : after === before ? after : `${before} → ${after}`;
      setText(takes, time);
      const what = [`${span(stretch.slides)}, ${stretch.title}: ${becomes}`, time.replace("→", "to"), ...mine, ...(moved ? ["just changed"] : []), ...(told?.says ? [told.says.replaceAll("*", "")] : [])];
      setAttr(button, "aria-label", what.join(", "));
      buttons.paint(doneWith(its, said));
    },
  };
}
