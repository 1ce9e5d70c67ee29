// What was said on a slide in each run, side by side; what is new since the run before is marked,
// what went is struck. Asked for when it is opened.
import { h, setText } from "../shared/dom.js";
import { day, named } from "./table.js";

/** @typedef {import("../protocol").Telling} Telling */

const TAGS = /** @type {const} */ ({ same: "span", new: "ins", gone: "del" });

/** @param {import("./table.js").Run[]} runs @param {(key: string) => void} ask */
export function tellings(runs, ask) {
  const summary = h("summary");
  const list = h("div", { class: "tellings" });
  const element = h("details", { class: "said", hidden: !runs.some(({ has_words }) => has_words) }, summary, list);
  /** What has come, by the slide's key. @type {Map<string, Telling[]>} */
  const come = new Map();
  /** @type {import("./table.js").Row|null} */
  let row = null;
  /** The runs that are shown. @type {number[]} */
  let chosen = [];

  /** @param {Telling} telling */
  function card(telling) {
    const run = runs.find(({ id }) => id === telling.run_id);
    const pace = telling.pace_wpm === null ? "" : ` · ${Math.round(telling.pace_wpm)} a minute`;
    const head = run ? [`Run ${run.number}`, day(run.started)].filter(Boolean).join(" · ") : telling.run_id;
    return h(
      "section",
      { class: "telling" },
      h("p", { class: "who" }, h("b", { text: head }), ` ${telling.words} words${pace}`),
      h("p", {}, ...telling.parts.flatMap(({ kind, text }) => [h(TAGS[kind], { text }), " "])),
    );
  }

  function paint() {
    if (!row || element.hidden) return;
    setText(summary, `What was said: ${named(row)}`);
    if (!element.open) return;
    const known = come.get(row.key);
    if (!known) {
      list.replaceChildren(h("p", { class: "none", text: "…" }));
      return;
    }
    const shown = new Set(chosen.map((run) => runs[run].id));
    const here = known.filter(({ run_id }) => shown.has(run_id));
    const none = h("p", { class: "none", text: "No words are known of this slide in the runs shown" });
    list.replaceChildren(...(here.length ? here.map(card) : [none]));
  }

  function want() {
    if (row && element.open && !come.has(row.key)) ask(row.key);
    paint();
  }
  element.addEventListener("toggle", want);

  return {
    element,
    /** @param {import("./table.js").Row} to @param {number[]} of */
    show(to, of) {
      [row, chosen] = [to, of];
      if (!element.hidden) want();
    },
    /** @param {import("../protocol").Tellings} message */
    put({ slide_key, tellings: found }) {
      come.set(slide_key, found);
      paint();
    },
  };
}
