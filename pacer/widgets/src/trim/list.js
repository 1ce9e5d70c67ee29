// The plan as rows: stretches that open to their slides, or all slides; in the deck's order under
// its sections, or in another. One row has the keyboard.
import { text as clock } from "../shared/clock.js";
import { h, setText } from "../shared/dom.js";
import { slideLine } from "./slide_line.js";
import { canMerge, clamp, fate } from "./state.js";
import { stretchLine } from "./stretch_line.js";

/**
 * @typedef {import("./state.js").Row} Row
 * @typedef {import("./state.js").Stretch} Stretch
 *
 * @typedef {object} View
 * @property {boolean} slides every slide, not stretches
 * @property {string} find words a title must hold
 * @property {"all"|"changed"|"decided"} show
 * @property {"deck"|"time"|"value"} order
 *
 * @typedef {object} Seen
 * @property {import("./state.js").Step[]} steps
 * @property {string[]} stars
 * @property {View} view
 * @property {Record<string, number>} worth by slide key
 * @property {import("../protocol").PlanState|null} answer Python's, where it is what is shown
 *
 * @typedef {{slide: number, stretch: number}} Place indexes; -1 where it is none
 */

/**
 * @param {Row[]} rows
 * @param {Stretch[]} stretches
 * @param {object} on
 * @param {(row: Row, action: import("./state.js").Action) => void} on.decide
 * @param {(stretch: Stretch, does: import("./stretch_line.js").Does) => void} on.act
 * @param {() => void} on.move
 */
export function list(rows, stretches, on) {
  const longest = Math.max(1, ...rows.map((row) => row.high_s));
  const of = stretches.map((stretch) => stretch.slides.map((position) => position - 1));
  const totals = of.map((its) => its.reduce((sum, at) => sum + (rows[at].hidden ? 0 : rows[at].seconds), 0));
  const widest = Math.max(1, ...totals);
  const groups = stretches.map((stretch, index) =>
    stretchLine(stretch, of[index].map((at) => rows[at]), widest, {
      toggle: () => toggle(index),
      act: (does) => on.act(stretch, does),
    }),
  );
  /** A slide's row, made when it is first shown. @type {Map<number, ReturnType<typeof slideLine>>} */
  const lines = new Map();
  const line = (/** @type {number} */ at) => {
    const made = lines.get(at) ?? slideLine(rows[at], longest, canMerge(rows, rows[at]), on.decide);
    lines.set(at, made);
    return made;
  };
  /** @type {Set<number>} */
  const opened = new Set();
  const element = h("div", { class: "slides" });
  const nothing = h("p", { class: "nothing", hidden: true, text: "Nothing to show: choose “everything”." });
  const parts = sections(rows, stretches, of);
  let arranged = "";
  /** @type {Seen|null} */
  let seen = null;
  /** Rows in the order they are shown. @type {Place[]} */
  let places = [];
  /** Which of them the keyboard is on. @type {Place} */
  let here = stretches.length ? { slide: -1, stretch: 0 } : { slide: 0, stretch: -1 };

  const same = (/** @type {Place} */ a, /** @type {Place} */ b) => a.slide === b.slide && a.stretch === b.stretch;
  const target = (/** @type {Place} */ place) => (place.slide >= 0 ? line(place.slide).element : groups[place.stretch]?.button);

  /** @param {Place} to @param {boolean} [focus] */
  function go(to, focus = true) {
    target(here)?.setAttribute("tabindex", "-1");
    here = to;
    const element = target(to);
    element?.setAttribute("tabindex", "0");
    if (focus) {
      element?.focus();
      element?.scrollIntoView?.({ block: "nearest" });
    }
    on.move();
  }
  element.addEventListener("focusin", (event) => {
    const focused = /** @type {Element} */ (event.target);
    const row = focused.closest("li[data-action]") ?? focused.closest("li.stretch");
    const to = places.find((place) => (place.slide >= 0 ? line(place.slide).element : groups[place.stretch].element) === row);
    if (to && !same(to, here)) go(to, false);
  });

  /** Whether every slide is a row: only stretches in the deck's order are read as stretches. */
  const isFlat = (/** @type {View} */ view) => view.slides || view.order !== "deck" || view.find.trim() !== "" || !stretches.length;

  /** @param {number} index @param {boolean} [to] */
  function toggle(index, to = !opened.has(index)) {
    if (to) opened.add(index);
    else opened.delete(index);
    const group = groups[index];
    if (to && !group.items.childElementCount) group.items.replaceChildren(...of[index].map((at) => line(at).element));
    group.open(to);
    if (seen) paint(seen);
    if (!to && here.slide >= 0 && of[index].includes(here.slide)) go({ slide: -1, stretch: index });
  }

  /** Put the rows in the order asked for. @param {Seen} to */
  function arrange({ view, worth }) {
    const wanted = isFlat(view) ? `slides by ${view.order}` : "stretches";
    if (wanted === arranged) return;
    arranged = wanted;
    if (wanted === "stretches") {
      parts.forEach((part) => part.list.replaceChildren(...part.stretches.map((index) => groups[index].element)));
      for (const index of opened) groups[index].items.replaceChildren(...of[index].map((at) => line(at).element));
      element.replaceChildren(...parts.map((part) => part.element), nothing);
    } else if (view.order === "deck" && parts.length > 1) {
      parts.forEach((part) => part.list.replaceChildren(...part.slides.map((at) => line(at).element)));
      element.replaceChildren(...parts.map((part) => part.element), nothing);
    } else {
      const by = {
        deck: (/** @type {number} */ at) => at,
        time: (/** @type {number} */ at) => -rows[at].seconds,
        value: (/** @type {number} */ at) => -(worth[rows[at].key] ?? 0),
      }[view.order];
      const order = rows.map((_, at) => at).sort((a, b) => by(a) - by(b) || a - b);
      element.replaceChildren(h("ol", { "aria-label": "Slides" }, ...order.map((at) => line(at).element)), nothing);
      flat = order;
    }
  }
  /** @type {number[]} */
  let flat = rows.map((_, at) => at);

  /** @param {Seen} to */
  function paint(to) {
    seen = to;
    arrange(to);
    const { steps, stars, view, answer } = to;
    const moved = new Set(answer?.moved ?? []);
    const find = view.find.trim().toLowerCase();
    const paintSlide = (/** @type {number} */ at) => line(at).paint(steps[at], stars.includes(rows[at].key), moved.has(at + 1));
    /** @param {number} at */
    const isSeen = (at) => {
      const wanted = { all: true, changed: steps[at].action !== "keep", decided: steps[at].decided && !rows[at].hidden }[view.show];
      return wanted && (find === "" || rows[at].title.toLowerCase().includes(find));
    };
    places = [];
    if (isFlat(view)) {
      for (const at of view.order === "deck" ? rows.keys() : flat) {
        paintSlide(at);
        const hidden = !isSeen(at);
        if (line(at).element.hidden !== hidden) line(at).element.hidden = hidden;
        if (!hidden) places.push({ slide: at, stretch: -1 });
      }
    } else {
      const told = new Map((answer?.answered ?? []).flatMap((one) => one.slides.map((at) => [at, one.answer])));
      stretches.forEach((stretch, index) => {
        const its = of[index].map((at) => steps[at]);
        const shown = its.filter((_, place) => !rows[of[index][place]].hidden);
        const answered = answer ? (told.get(Number(stretch.id.split("-")[0])) ?? "") : "";
        const says = answer?.stretches[index];
        groups[index].paint(its, says ? { says: says.says, answer: answered } : null, of[index].some((at) => moved.has(at + 1)));
        const wanted = {
          all: true,
          changed: fate(shown.map((step) => step.action)) !== "stays",
          decided: answered !== "" || shown.some((step) => step.decided),
        }[view.show];
        groups[index].element.hidden = !wanted;
        if (!wanted) return;
        places.push({ slide: -1, stretch: index });
        if (!opened.has(index)) return;
        for (const at of of[index]) {
          paintSlide(at);
          line(at).element.hidden = false;
          places.push({ slide: at, stretch: index });
        }
      });
    }
    const there = new Set(places.map((place) => (place.slide >= 0 ? `s${place.slide}` : `g${place.stretch}`)));
    parts.forEach((part) => part.paint(steps, isFlat(view) ? part.slides.some((at) => there.has(`s${at}`)) : part.stretches.some((at) => there.has(`g${at}`))));
    nothing.hidden = places.length > 0;
    // The keyboard stays on the slide it was on, or on the stretch that holds it.
    if (!places.some((place) => same(place, here))) {
      const slide = here.slide >= 0 ? here.slide : (of[here.stretch]?.[0] ?? 0);
      const to =
        places.find((place) => place.slide === slide) ??
        places.find((place) => place.slide < 0 && of[place.stretch].includes(slide)) ??
        places[0];
      if (to) go(to, false);
    } else if ((target(here)?.tabIndex ?? 0) < 0) target(here)?.setAttribute("tabindex", "0");
  }

  return {
    element,
    paint,
    /** @param {number} by rows; infinite for the first or last */
    move(by) {
      const at = places.findIndex((place) => same(place, here));
      const to = places[clamp(at + by, 0, places.length - 1)];
      if (to) go(to);
    },
    /** Open the stretch at hand, or step into it. */
    into() {
      if (here.slide >= 0 || !groups[here.stretch]) return;
      if (opened.has(here.stretch)) this.move(1);
      else toggle(here.stretch, true);
    },
    /** Close the stretch at hand, or step out to it. */
    out() {
      const { slide, stretch } = here;
      if (stretch < 0) return;
      if (slide >= 0) go({ slide: -1, stretch });
      else if (opened.has(stretch)) toggle(stretch, false);
    },
    /** Open or close the stretch at hand. */
    flip() {
      if (here.slide < 0 && groups[here.stretch]) toggle(here.stretch);
    },
    /** What the keyboard is on: a slide, or a stretch; the slide of a stretch of one. */
    at() {
      const stretch = here.slide < 0 ? here.stretch : -1;
      const alone = stretch >= 0 && of[stretch].length === 1 ? of[stretch][0] : -1;
      return { slide: here.slide >= 0 ? here.slide : alone, stretch };
    },
    focus: () => target(here)?.focus(),
  };
}

/**
 * The talk's sections, each a heading over its rows.
 * @param {Row[]} rows
 * @param {Stretch[]} stretches
 * @param {number[][]} of the slides of each stretch
 */
function sections(rows, stretches, of) {
  /** @type {Array<{section: string, stretches: number[], slides: number[]}>} */
  const found = [];
  stretches.forEach(({ section }, index) => {
    if (found.at(-1)?.section !== section) found.push({ section, stretches: [], slides: [] });
    found[found.length - 1].stretches.push(index);
    found[found.length - 1].slides.push(...of[index]);
  });
  return found.map((part) => {
    const times = h("span", { class: "times" });
    const items = h("ol", { "aria-label": part.section || "Slides" });
    const heading = h("h3", { class: "section" }, h("span", { text: part.section || "Slides" }), times);
    const element = h("section", {}, heading, items);
    const whole = part.slides.reduce((sum, at) => sum + (rows[at].hidden ? 0 : rows[at].seconds), 0);
    return {
      ...part,
      element,
      list: items,
      /** @param {import("./state.js").Step[]} steps @param {boolean} isSeen */
      paint(steps, isSeen) {
        const left = part.slides.reduce((sum, at) => sum + steps[at].budget_s, 0);
        setText(times, whole ? `${clock(whole)} → ${clock(left)}` : "");
        element.hidden = !isSeen;
      },
    };
  });
}
