// The slide in the run that is looked at: its picture, its time, what was odd.
import { text as clock } from "../shared/clock.js";
import { slideCard } from "../shared/card.js";
import { h, setAttr, setText } from "../shared/dom.js";
import { against, day, facts, heat, named } from "./table.js";

/** @param {number|null} s */
const change = (s) => {
  const off = clock(Math.abs(s ?? 0));
  return off === "0:00" ? "steady" : `${off} ${(s ?? 0) < 0 ? "shorter" : "longer"} a run`;
};

/**
 * @param {object} with_
 * @param {HTMLElement} with_.playing
 * @param {() => void} with_.onListen
 */
export function beside({ playing, onListen }) {
  const card = slideCard();
  const title = h("p", { class: "title" });
  const where = h("p", { class: "where" });
  const took = h("b");
  const off = h("span", { class: "off" });
  const list = h("ul", { class: "facts" });
  const listen = h("button", { type: "button", class: "pacer-button", onClick: onListen });
  const content = h(
    "div",
    { class: "content" },
    card.element,
    title,
    where,
    h("p", { class: "took" }, took, off),
    list,
    listen,
    playing,
  );
  const element = h("aside", { class: "beside", "aria-label": "The slide looked at" }, content);
  // It only grows: were it to shrink at the end of a page, the page would scroll, another cell
  // come under the pointer, and the panel change again.
  let width = 0;
  let tallest = 0;
  const observer = new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width !== width) tallest = 0;
    width = contentRect.width;
    tallest = Math.max(tallest, contentRect.height);
    element.style.minHeight = `${Math.ceil(tallest)}px`;
  });
  observer.observe(content);
  return {
    element,
    close: () => observer.disconnect(),
    /** @param {string|null} picture @param {import("./table.js").Row} row */
    picture(row, picture) {
      card.show({ ...row, position: row.position ?? 0 }, picture);
    },
    /**
     * @param {object} seen
     * @param {import("./table.js").Row} seen.row
     * @param {import("./table.js").Run} seen.run
     * @param {import("./table.js").Cell} seen.cell
     * @param {string} seen.baseline
     * @param {"none"|"there"|"playing"} seen.sound
     */
    show({ row, run, cell, baseline, sound }) {
      setText(title, named(row));
      setText(where, [`Run ${run.number}`, day(run.started), run.kind, run.name].filter(Boolean).join(" · "));
      setText(took, cell.stays ? clock(cell.seconds) : "–");
      const depth = heat(cell.late_s);
      setAttr(off, "data-tone", depth > 0 ? "late" : depth < 0 ? "early" : null);
      setText(off, against(cell.late_s, row.baseline_s ?? NaN, baseline));
      const over = row.trend_s === null ? [] : [`Over the runs: ${change(row.trend_s)}${row.spread_s === null ? "" : `, give or take ${clock(row.spread_s)}`}`];
      const said = [...facts(cell), ...over];
      while (list.childElementCount > said.length) list.lastElementChild?.remove();
      said.forEach((fact, at) => setText(list.children[at] ?? list.appendChild(h("li")), fact));
      listen.hidden = sound === "none";
      setText(listen, sound === "playing" ? "■ Stop" : "▶ Listen to this stretch");
    },
  };
}
