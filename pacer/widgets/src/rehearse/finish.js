// After a run: how it went in a few lines, whether it was a rehearsal at all, and one step further.
import { text, signed, words } from "../shared/clock.js";
import { h, setText } from "../shared/dom.js";

/**
 * @typedef {import("./progress.js").Row} Row
 * @typedef {import("../run/timeline.js").Run} Run
 * @typedef {import("./view.js").Room} Room
 * @typedef {import("../protocol").RunReview} Review
 * @typedef {import("../protocol").Transcribing} Transcribing
 *
 * @typedef {object} Over a run that is over
 * @property {string} token
 * @property {Run} run
 * @property {import("./course.js").Course} course
 * @property {string} saved where it is
 */

/** How many slides the summary names. */
const NAMED = 5;
/** What a look through the deck is, as pacer/runs/teaching.py has it. */
const SHORT_S = 20;
const FLICKED_S = 3;
const LOOK_S = 120;
const LOOKED_AT_S = 8;
/** So small a part of their budgets, over all slides shown, is none of it spoken. */
const SPOKEN_SHARE = 0.25;

/**
 * Whether a run is a click through the slides, or a test of the clicker.
 * @param {Run} run
 * @param {readonly Row[]} rows
 */
export function isTest(run, rows) {
  const shown = Object.entries(run.dwell).filter(([, spent_s]) => spent_s > 0);
  const total_s = shown.reduce((sum, [, spent_s]) => sum + spent_s, 0);
  const each_s = shown.length ? total_s / shown.length : 0;
  const budget_s = rows.reduce((sum, row) => sum + (run.dwell[row.key] > 0 ? row.budget_s : 0), 0);
  return (
    total_s < SHORT_S ||
    each_s < FLICKED_S ||
    (total_s < LOOK_S && each_s < LOOKED_AT_S) ||
    total_s < SPOKEN_SHARE * budget_s
  );
}

/**
 * How it went.
 * @param {Room} room
 * @param {readonly Row[]} rows
 * @param {object} acts
 * @param {() => void} acts.again
 * @param {(at: number, event: Event) => void} acts.from begin another run on this row
 * @param {() => void} acts.goOn
 * @param {() => void} acts.discard
 * @param {(name: string) => void} acts.name
 * @param {(what: "rehearsal"|"test") => void} acts.keep
 * @param {(name: "compare"|"trim") => void} acts.open
 * @param {() => void} acts.transcribe hear the words in the run's sound
 */
export function finishPanel(room, rows, acts) {
  const heading = h("h3", { class: "room-heading" });
  const saved = h("p", { class: "room-saved" });
  const lines = h("ul", { class: "room-review" });
  const list = h("tbody", {});
  const name = h("input", {
    class: "room-name",
    type: "text",
    maxlength: "80",
    placeholder: "Name this run (optional)",
    "aria-label": "Name of this run",
    onchange: () => acts.name(name.value.trim()),
  });
  const table = h(
    "table",
    { class: "room-table" },
    h("caption", { text: "Furthest from their budgets" }),
    h("thead", {}, h("tr", {}, ...["Slide", "Took", "Budget", "Over"].map((text) => h("th", { scope: "col", text })))),
    list,
  );
  const none = h("p", { class: "room-faint", text: "Every slide stayed close to its budget." });
  const plain = (/** @type {string} */ text, /** @type {(event: Event) => void} */ act, kind = "") =>
    h("button", { class: `pacer-button ${kind}`, type: "button", onclick: act }, text);
  const why = h("p", {});
  const yes = plain("Keep as a rehearsal", () => acts.keep("rehearsal"));
  const no = plain("It was a test", () => acts.keep("test"));
  const asked = h(
    "div",
    { class: "room-asked", role: "group", "aria-label": "Keep as a rehearsal?" },
    why,
    h("div", { class: "room-row" }, yes, no),
  );
  const part = plain("", (event) => acts.from(again_at, event));
  const trim = plain("Trim", () => acts.open("trim"));
  trim.hidden = !room.slot;
  const hear = plain("Transcribe the sound", acts.transcribe);
  const heard = h("p", { class: "room-faint", role: "status" });
  const below = h("div", { class: "room-below" });
  const element = h(
    "section",
    { class: "room-panel", "aria-label": "After the run" },
    heading,
    asked,
    lines,
    saved,
    h("div", { class: "room-row" }, name),
    h(
      "div",
      { class: "room-row" },
      plain("Once more", acts.again, "pacer-button-main"),
      part,
      plain("Compare", () => acts.open("compare")),
      trim,
      plain("It was not over: go on", acts.goOn),
      plain("Discard", acts.discard),
    ),
    h("div", { class: "room-row" }, hear, heard),
    table,
    none,
    below,
  );
  let again_at = -1;
  /** @type {Review|null} */ let review = null;
  /** @type {Transcribing|null} */ let hearing = null;
  let shown = "";

  const paintReview = () => {
    const told = review?.token === shown ? review : null;
    lines.replaceChildren(...(told?.lines ?? []).map((line) => h("li", { text: line })));
    again_at = told ? rows.findIndex(({ key }) => key === told.again_from) : -1;
    part.hidden = again_at < 0;
    if (again_at >= 0) setText(part, `Again from slide ${rows[again_at].position}`);
  };

  const paintWords = () => {
    const told = hearing?.token === shown ? hearing : null;
    const working = told?.state === "working";
    hear.hidden = !told || working || told.state === "done";
    heard.hidden = !told;
    setText(heard, working ? `listening: ${Math.round(100 * told.share)} %; you can go on meanwhile` : (told?.line ?? ""));
  };

  return {
    element,
    /** How far its words are. @param {Transcribing} told */
    words(told) {
      hearing = told;
      paintWords();
    },
    /** What Python says of it. @param {Review} told */
    review(told) {
      review = told;
      paintReview();
    },
    /** Another room, shown below. @param {HTMLElement} shownRoom @param {string} of */
    below(shownRoom, of) {
      below.replaceChildren(h("h4", { class: "room-heading", text: of === "trim" ? "Trim" : "Compare" }), shownRoom);
      element.dataset.further = of;
      shownRoom.scrollIntoView?.({ block: "nearest" });
    },
    /** @param {Over} over */
    show({ token, run, course, saved: told }) {
      if (token !== shown) {
        below.replaceChildren();
        delete element.dataset.further;
        name.value = "";
      }
      shown = token;
      const off_s = run.talk_s - course.talk_s;
      const apart = Math.abs(off_s) < 1 ? "to the second" : `${words(off_s)} ${off_s > 0 ? "over" : "under"}`;
      const beside = [
        run.questions_s >= 1 && `${text(run.questions_s)} of questions`,
        run.paused_s >= 1 && `${text(run.paused_s)} paused`,
      ].filter(Boolean);
      const began = course.rows[course.from];
      const partly = course.from > 0 ? `From slide ${began.position}: ` : "";
      setText(heading, `${partly}${text(run.talk_s)} spoken, ${apart}${beside.length ? `; ${beside.join(", ")} apart` : ""}`);
      setText(saved, `${told}${run.kept === "test" ? " Marked as a test: it counts for nothing." : ""}`);
      const doubtful = run.kept !== "" || isTest(run, course.rows);
      const many = Object.keys(run.dwell).length;
      setText(why, `${text(run.talk_s)} for ${many} ${many === 1 ? "slide" : "slides"} looks like a test. Keep as a rehearsal? Whatever you say, it stays on the disk.`);
      asked.hidden = !doubtful;
      yes.setAttribute("aria-pressed", String(run.kept === "rehearsal"));
      no.setAttribute("aria-pressed", String(run.kept === "test"));
      paintReview();
      paintWords();
      const far = course.rows
        .filter((row) => run.dwell[row.key] !== undefined)
        .map((row) => ({ row, took_s: run.dwell[row.key], over_s: run.dwell[row.key] - row.budget_s }))
        .filter(({ over_s }) => Math.abs(over_s) >= 5)
        .sort((a, b) => Math.abs(b.over_s) - Math.abs(a.over_s))
        .slice(0, NAMED);
      table.hidden = !far.length;
      none.hidden = far.length > 0;
      list.replaceChildren(
        ...far.map(({ row, took_s, over_s }) =>
          h(
            "tr",
            { "data-tone": over_s > 0 ? "late" : "early" },
            h("th", { scope: "row", text: `${row.position} · ${row.title}` }),
            h("td", { text: text(took_s) }),
            h("td", { text: text(row.budget_s) }),
            h("td", { class: "room-off", text: signed(over_s) }),
          ),
        ),
      );
    },
  };
}
