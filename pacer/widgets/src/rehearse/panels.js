// Before and after a run: what to start with, what to go on with, how it went.
import { text, signed, words } from "../shared/clock.js";
import { h, setText } from "../shared/dom.js";
import { EVEN_S } from "./progress.js";

/**
 * @typedef {import("./progress.js").Row} Row
 * @typedef {import("../run/timeline.js").Run} Run
 * @typedef {import("./view.js").Room} Room
 *
 * @typedef {object} Choice how to run
 * @property {import("../protocol").RehearsalRoom["kind"]} kind
 * @property {boolean} steps
 * @property {boolean} beeps
 * @property {import("./audio.js").Choice} sound
 */

/** The keys, told where they are needed: before the start. */
const KEYS = [
  ["→ Space PageDown", "next slide"],
  ["← PageUp", "back"],
  ["Home", "first slide"],
  ["7 Enter", "go to slide 7"],
  ["P", "pause, go on"],
  ["Q", "a question begins, ends"],
  ["B", "note: stumbled here"],
  ["F", "full screen"],
];

/**
 * @param {string} label
 * @param {Record<string, unknown>} props
 */
function check(label, props) {
  const input = h("input", { type: "checkbox", ...props });
  return { input, element: h("label", { class: "room-check" }, input, label) };
}

/**
 * What records the sound.
 * @param {import("./audio.js").Sound} sound
 * @param {(choice: import("./audio.js").Choice) => void} chosen
 */
function soundChoice(sound, chosen) {
  const option = (/** @type {string} */ value, /** @type {string} */ text) => h("option", { value, text });
  const from = h(
    "select",
    { class: "room-select", "aria-label": "Record the sound with" },
    option("none", "No sound"),
    option("kernel", "This computer's microphone"),
    sound.browser && option("browser", "The browser's microphone"),
  );
  const device = h("select", { class: "room-select", "aria-label": "Microphone", hidden: true });
  const why = h("span", { class: "room-faint" });
  const choice = () => ({
    from: /** @type {import("./audio.js").From} */ (from.value),
    device: from.value === "kernel" && device.value !== "" ? Number(device.value) : null,
  });
  from.addEventListener("change", () => {
    if (from.value === "kernel") sound.look();
    paint();
    chosen(choice());
  });
  device.addEventListener("change", () => chosen(choice()));
  function paint() {
    const kernel = from.value === "kernel";
    const there = sound.devices;
    device.hidden = !kernel || !there || there.length < 2;
    setText(why, !kernel ? "" : there ? sound.why_none : "looking for microphones…");
    if (!there || device.childElementCount === there.length) return;
    device.replaceChildren(
      ...there.map(({ index, name, is_default }) =>
        h("option", { value: index, text: name, selected: is_default }),
      ),
    );
  }
  return {
    element: h("div", { class: "room-row" }, from, device, why),
    choice,
    paint,
    /** @param {import("./audio.js").Choice} wanted */
    set(wanted) {
      from.value = wanted.from;
      if (from.value === "kernel") sound.look();
      paint();
    },
  };
}

/**
 * @param {Room} room
 * @param {readonly Row[]} rows
 * @param {import("./audio.js").Sound} sound
 * @param {{start: (event: Event) => void, sound: (choice: import("./audio.js").Choice) => void}} acts
 */
export function startPanel(room, rows, sound, acts) {
  const microphone = soundChoice(sound, acts.sound);
  const shown = rows.filter((row) => !row.skip);
  const builds = shown.some((row) => row.builds > 0);
  const delivery = check("This is the delivery, not a rehearsal", {
    checked: room.kind === "delivery",
  });
  const steps = check("Step through builds, click by click", {});
  const beeps = check("Sound at the signals", {});
  const told = [
    `${shown.length} slides`,
    room.slot ? `${text(room.talk_s)} to speak` : `${text(room.planned_s)} planned`,
  ];
  const misfit = room.planned_s - room.talk_s;
  if (room.budgets_from) told.push(`budgets from ${room.budgets_from}`);
  const warning =
    misfit > EVEN_S
      ? `The budgets add up to ${text(room.planned_s)}, ${words(misfit)} more than there is: plan first, or see how far you get.`
      : "";
  const go = h(
    "button",
    { class: "pacer-button pacer-button-main room-start", type: "button", onclick: acts.start },
    "Start",
  );
  const element = h(
    "section",
    { class: "room-panel", "aria-label": "Before the run" },
    h("h3", { class: "room-heading", text: room.title }),
    h("p", { class: "room-faint", text: told.join(" · ") }),
    warning && h("p", { class: "room-warning", text: warning }),
    h("div", { class: "room-row" }, go, h("span", { class: "room-faint", text: "or press Space" })),
    microphone.element,
    h("div", { class: "room-row" }, delivery.element, builds && steps.element, beeps.element),
    h(
      "details",
      { class: "room-keys" },
      h("summary", { text: "Keys" }),
      h(
        "dl",
        {},
        ...KEYS.flatMap(([keys, does]) => [
          h("dt", {}, ...keys.split(" ").map((key) => h("kbd", { class: "pacer-key", text: key }))),
          h("dd", { text: does }),
        ]),
      ),
    ),
  );
  return {
    element,
    focus: () => go.focus(),
    /** @returns {Choice} */
    choice: () => ({
      kind: delivery.input.checked ? "delivery" : "rehearsal",
      steps: steps.input.checked,
      beeps: beeps.input.checked,
      sound: microphone.choice(),
    }),
    microphone,
  };
}

/**
 * A run that was broken off: go on, keep, or discard.
 * @param {{run: Run, rows: readonly Row[], ago_s: number}} unfinished
 * @param {{resume: () => void, keep: () => void, discard: () => void}} acts
 */
export function resumePanel({ run, rows, ago_s }, acts) {
  const row = rows.find((one) => one.key === run.key);
  const where = row ? `on slide ${row.position}, ${row.title}` : "on a slide that is gone";
  const when = ago_s < 90 ? "a moment ago" : ago_s < 5400 ? `${Math.round(ago_s / 60)} min ago` : `${Math.round(ago_s / 3600)} hours ago`;
  const main = "pacer-button pacer-button-main";
  const element = h(
    "section",
    { class: "room-panel room-offer", "aria-label": "An unfinished run" },
    h("h3", { class: "room-heading", text: `An unfinished run: ${text(run.talk_s)} spoken` }),
    h("p", { text: `It broke off ${where}, ${when}. Nothing recorded is lost.` }),
    h(
      "div",
      { class: "room-row" },
      h("button", { class: main, type: "button", onclick: acts.resume }, "Go on"),
      h("button", { class: "pacer-button", type: "button", onclick: acts.keep }, "Keep as it is"),
      h("button", { class: "pacer-button", type: "button", onclick: acts.discard }, "Discard"),
    ),
    h("p", {
      class: "room-faint",
      text: "Kept as it is, its last slide counts as cut short. If it is still going on in another window, leave it there.",
    }),
  );
  return { element };
}

/** How many slides the summary names. */
const NAMED = 5;

/**
 * How it went.
 * @param {Room} room
 * @param {readonly Row[]} rows
 * @param {{again: () => void, goOn: () => void, discard: () => void, name: (name: string) => void}} acts
 */
export function finishPanel(room, rows, acts) {
  const heading = h("h3", { class: "room-heading" });
  const saved = h("p", { class: "room-saved" });
  const list = h("tbody", {});
  const name = h("input", {
    class: "room-name",
    type: "text",
    maxlength: "80",
    placeholder: "Name this run (optional)",
    "aria-label": "Name of this run",
    onchange: () => acts.name(name.value.trim()),
  });
  const none = h("p", { class: "room-faint", text: "Every slide stayed close to its budget." });
  const table = h(
    "table",
    { class: "room-table" },
    h("caption", { text: "Furthest from their budgets" }),
    h("thead", {}, h("tr", {}, ...["Slide", "Took", "Budget", "Over"].map((text) => h("th", { scope: "col", text })))),
    list,
  );
  const main = "pacer-button pacer-button-main";
  const element = h(
    "section",
    { class: "room-panel", "aria-label": "After the run" },
    heading,
    saved,
    h("div", { class: "room-row" }, name),
    table,
    none,
    h(
      "div",
      { class: "room-row" },
      h("button", { class: main, type: "button", onclick: acts.again }, "Once more"),
      h("button", { class: "pacer-button", type: "button", onclick: acts.goOn }, "It was not over: go on"),
      h("button", { class: "pacer-button", type: "button", onclick: acts.discard }, "Discard"),
    ),
  );
  return {
    element,
    /**
     * @param {Run} run
     * @param {string} status
     */
    show(run, status) {
      const over = run.talk_s - room.talk_s;
      const apart = Math.abs(over) < 1 ? "to the second" : `${words(over)} ${over > 0 ? "over" : "under"}`;
      const beside = [
        run.questions_s >= 1 && `${text(run.questions_s)} of questions`,
        run.paused_s >= 1 && `${text(run.paused_s)} paused`,
      ].filter(Boolean);
      setText(heading, `${text(run.talk_s)} spoken, ${apart}${beside.length ? `; ${beside.join(", ")} apart` : ""}`);
      setText(saved, status);
      const off = rows
        .filter((row) => run.dwell[row.key] !== undefined)
        .map((row) => ({ row, took_s: run.dwell[row.key], off_s: run.dwell[row.key] - row.budget_s }))
        .filter(({ off_s }) => Math.abs(off_s) >= 5)
        .sort((a, b) => Math.abs(b.off_s) - Math.abs(a.off_s))
        .slice(0, NAMED);
      table.hidden = !off.length;
      none.hidden = off.length > 0;
      list.replaceChildren(
        ...off.map(({ row, took_s, off_s }) =>
          h(
            "tr",
            { "data-tone": off_s > 0 ? "late" : "early" },
            h("th", { scope: "row", text: `${row.position} · ${row.title}` }),
            h("td", { text: text(took_s) }),
            h("td", { text: text(row.budget_s) }),
            h("td", { class: "room-off", text: signed(off_s) }),
          ),
        ),
      );
    },
  };
}
