// The runs: which are shown, and each total against the time there is to speak.
import { text as clock } from "../shared/clock.js";
import { h } from "../shared/dom.js";
import { day } from "./table.js";

/** With more runs than this, the page opens on the latest. */
export const OPENS_WITH = 30;
const LATEST = 5;

/** How a run did against the time there is. @param {import("./table.js").Run} run */
export function verdict(run) {
  const part = run.complete ? "a part of the talk" : `stopped at slide ${run.reached}`;
  if (run.over_s === null) return run.whole ? "" : part;
  const off = clock(Math.abs(run.over_s));
  const said = off === "0:00" ? "exactly in time" : `${off} ${run.over_s > 0 ? "over" : "within"}`;
  return run.whole ? said : `${said}, ${part}`;
}

/** @param {import("./table.js").Run} run what does not count as talk */
export function apart(run) {
  return [
    run.questions_s >= 0.5 && `${clock(run.questions_s)} of questions`,
    run.paused_s >= 0.5 && `${clock(run.paused_s)} of pauses`,
  ]
    .filter(Boolean)
    .join(", ");
}

/**
 * @param {import("./table.js").Run[]} runs
 * @param {number|null} talk_s
 * @param {(chosen: number[]) => void} onChoose
 * @param {import("./memory.js").Memory} [memory] what was chosen before, and where to keep it
 */
export function totals(runs, talk_s, onChoose, memory) {
  const longest = 1.02 * Math.max(1, talk_s ?? 0, ...runs.map((run) => run.talk_s));
  const share = (/** @type {number} */ s) => `${((100 * s) / longest).toFixed(2)}%`;
  const latest = (/** @type {number} */ at) => at >= runs.length - OPENS_WITH;
  const opens = memory?.recall(runs, latest) ?? runs.map((_, at) => latest(at));
  const boxes = opens.map((checked) => h("input", { type: "checkbox", checked, onChange: tell }));
  const lines = runs.map((run, at) => {
    const late = run.over_s !== null && run.over_s > 0;
    const more = apart(run);
    return h(
      "li",
      { "data-late": late, "data-part": !run.whole },
      h(
        "label",
        {},
        boxes[at],
        h("b", { text: run.number }),
        h("span", { class: "when", text: `${day(run.started)}${run.kind === "delivery" ? ", delivery" : ""}` }),
        h("span", { class: "named", text: run.name }),
      ),
      h(
        "span",
        { class: "bar", "aria-hidden": "true" },
        h("span", { class: "fill", style: { width: share(Math.min(run.talk_s, talk_s ?? Infinity)) } }),
        talk_s !== null && late && h("span", { class: "excess", style: { left: share(talk_s), width: share(run.talk_s - talk_s) } }),
        talk_s !== null && h("span", { class: "limit", style: { left: share(talk_s) } }),
      ),
      h("span", { class: "took", text: clock(run.talk_s) }),
      h("span", { class: "verdict" }, h("span", { text: verdict(run) }), more && h("small", { text: `+ ${more}` })),
    );
  });
  const list = h("ol", {}, ...lines);
  const press = (/** @type {string} */ text, /** @type {(at: number) => boolean} */ wanted) =>
    h("button", {
      type: "button",
      text,
      onClick: () => {
        boxes.forEach((box, at) => {
          box.checked = wanted(at);
        });
        tell();
      },
    });
  const element = h(
    "fieldset",
    { class: "totals", "data-named": runs.some((run) => run.name !== "" || run.kind === "delivery") },
    h("legend", { text: talk_s === null ? "Runs" : `Runs against the ${clock(talk_s)} there is to speak` }),
    runs.length > LATEST && h("p", { class: "pick" }, press("All", () => true), press(`Latest ${LATEST}`, (at) => at >= runs.length - LATEST)),
    list,
  );

  function chosen() {
    return boxes.flatMap((box, at) => (box.checked ? [at] : []));
  }
  /** @param {Event} [event] */
  function tell(event) {
    // One run stays: a map of nothing tells nothing.
    if (!chosen().length && event?.target instanceof HTMLInputElement) event.target.checked = true;
    else {
      memory?.keep(runs, chosen());
      onChoose(chosen());
    }
  }

  return { element, chosen, toEnd: () => (list.scrollTop = list.scrollHeight) };
}
