// Planned against actual: a row a talk, with its slot and what it took as two bars, and the breaks
// between.
import { text, signed } from "../shared/clock.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { plannedStarts } from "./programme.js";

/**
 * @typedef {import("./programme.js").Talk} Talk
 * @typedef {import("./programme.js").Break} Break
 * @typedef {import("./programme.js").Standing} Standing
 */

/** Columns that a narrow page leaves out, or that are wider than others. @type {Record<string, string>} */
const HIDDEN = { At: "chair-at", Questions: "chair-part", "Began late": "chair-part", Slot: "chair-wide" };

/** @param {number} part */
const percent = (part) => `${(100 * part).toFixed(2)}%`;

/**
 * @param {readonly Talk[]} talks
 * @param {readonly Break[]} breaks
 * @param {{save: () => void}} acts
 */
export function buildTable(talks, breaks, acts) {
  const planned = plannedStarts(talks);
  const ends = talks.map((talk, at) => planned[at] + talk.talk_s + talk.questions_s);
  const timed = talks.some(({ begins }) => begins);
  const asked = talks.some(({ questions_s }) => questions_s > 0);
  const cells = talks.map((talk, at) => {
    const took = h("td", {});
    const [asking, late] = [h("td", { class: "chair-part" }), h("td", { class: "chair-part" })];
    const over = h("td", { class: "room-off" });
    const slot = h("div", { class: "chair-slot" });
    const spent = h("div", { class: "chair-spent" });
    const row = h(
      "tr",
      {},
      timed && h("td", { class: "chair-at", text: talk.begins }),
      h(
        "th",
        { scope: "row" },
        h("span", { class: "chair-name", text: talk.title }),
        talk.speaker && h("span", { class: "chair-who", text: talk.speaker }),
      ),
      h("td", { text: talk.questions_s ? `${text(talk.talk_s)} + ${text(talk.questions_s)}` : text(talk.talk_s) }),
      took,
      asked && asking,
      over,
      late,
      h("td", { class: "chair-strip", "aria-hidden": "true" }, h("div", {}, slot, spent)),
    );
    return { row, took, asking, over, late, slot, spent, at };
  });
  const heads = [timed && "At", "Talk", "Slot", "Spoke", asked && "Questions", "Over", "Began late"].filter(Boolean);
  // A break has the cells of a talk, so that the columns are the same on every width.
  const rests = breaks.map((rest) => {
    const slot = h("div", { class: "chair-slot" });
    return {
      before: planned.findIndex((start_s) => start_s > rest.start_s),
      rest,
      slot,
      row: h(
        "tr",
        { class: "chair-rest" },
        timed && h("td", { class: "chair-at", text: rest.begins }),
        h("th", { scope: "row" }, h("span", { class: "chair-name", text: rest.title })),
        h("td", { text: text(rest.length_s) }),
        h("td", {}),
        asked && h("td", { class: "chair-part" }),
        h("td", {}),
        h("td", { class: "chair-part" }),
        h("td", { class: "chair-strip", "aria-hidden": "true" }, h("div", {}, slot)),
      ),
    };
  });
  const rows = cells.flatMap(({ row, at }) => [
    ...rests.filter(({ before }) => before === at).map((rest) => rest.row),
    row,
  ]);
  rows.push(...rests.filter(({ before }) => before < 0).map((rest) => rest.row));
  const save = h("button", { class: "pacer-button", type: "button", onclick: acts.save }, "Save as CSV");
  const element = h(
    "section",
    { class: "chair-after", "aria-label": "Planned against actual" },
    h("div", { class: "chair-after-head" }, h("h4", { text: "Planned against actual" }), save),
    h(
      "table",
      { class: "room-table chair-log" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ...heads.map((head) => h("th", { scope: "col", class: HIDDEN[String(head)] ?? null, text: head })),
          h("th", { class: "chair-strip", "aria-hidden": "true" }),
        ),
      ),
      h("tbody", {}, ...rows),
    ),
  );
  /** What each row was last painted of. @type {string[]} */ const told = [];
  let spanned = "";
  return {
    element,
    /** @param {Standing} now */
    paint(now) {
      const low_s = Math.min(0, ...now.lines.map(({ start_s }) => start_s));
      const high_s = Math.max(...ends, ...now.lines.map(({ end_s }) => end_s), 1);
      const scale = (/** @type {HTMLElement} */ bar, /** @type {number} */ from_s, /** @type {number} */ to_s) => {
        const left = percent((from_s - low_s) / (high_s - low_s));
        const width = percent(Math.max(0, to_s - from_s) / (high_s - low_s));
        if (bar.style.left !== left) bar.style.left = left;
        if (bar.style.width !== width) bar.style.width = width;
      };
      let any = false;
      for (const { row, took, asking, over, late, slot, spent, at } of cells) {
        const line = now.lines[at];
        const began = line.began_s !== null;
        any ||= began;
        // Of hundreds of rows one changes, or two: the others are left alone.
        const said = [began, Math.round(line.talk_s), Math.round(line.questions_s), Math.round(line.over_s), at === now.at, now.phase === "over",
          low_s, high_s].join(); // prettier-ignore
        if (told[at] === said) continue;
        told[at] = said;
        setAttr(row, "aria-current", at === now.at && now.phase !== "over" ? "true" : null);
        setText(took, began ? text(line.talk_s) : "");
        setText(asking, began ? text(line.questions_s) : "");
        const done = began && (at !== now.at || now.phase === "over");
        setText(over, done || (began && line.over_s > 0) ? signed(line.over_s) : "");
        setAttr(row, "data-tone", began && line.over_s > 0.5 ? "late" : null);
        setText(late, began ? signed(line.late_s) : "");
        scale(slot, planned[at], ends[at]);
        scale(spent, line.start_s, began ? line.end_s : line.start_s);
      }
      const span = `${low_s} ${high_s}`;
      if (span !== spanned) {
        spanned = span;
        for (const { rest, slot } of rests) scale(slot, rest.start_s, rest.start_s + rest.length_s);
      }
      save.disabled = !any;
    },
  };
}
