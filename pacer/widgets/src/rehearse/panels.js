// Before a run: what to start with, and what there is to go on with.
import { text, words } from "../shared/clock.js";
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
  ["X", "note: stumbled here"],
  ["− +", "the end a minute earlier, later"],
  ["B .", "black the slide, show it"],
  ["⇧W", "the slides in a window for the projector"],
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
 * @param {Room} room
 */
function soundChoice(sound, chosen, { sound_kept: kept, live_words }) {
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
  const where = h("p", { class: "room-faint room-kept", text: kept });
  const words = check("Show words a minute while I speak", { checked: live_words === "on", onchange: () => chosen(choice()) });
  const choice = () => ({
    from: /** @type {import("./audio.js").From} */ (from.value),
    device: from.value === "kernel" && device.value !== "" ? Number(device.value) : null,
    words: live_words !== "" && words.input.checked,
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
    where.hidden = from.value === "none" || !kept;
    words.element.hidden = from.value === "none" || !live_words;
    device.hidden = !kernel || !there || there.length < 2;
    setText(why, !kernel ? "" : there ? sound.why_none : "looking for microphones…");
    if (!there || device.childElementCount === there.length) return;
    device.replaceChildren(
      ...there.map(({ index, name, is_default }) =>
        h("option", { value: index, text: name, selected: is_default }),
      ),
    );
  }
  paint();
  return {
    element: h("div", {}, h("div", { class: "room-row" }, from, device, words.element, why), where),
    choice,
    paint,
    /** @param {import("./audio.js").Choice} wanted */
    set(wanted) {
      from.value = wanted.from;
      words.input.checked ||= wanted.words === true;
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
  const microphone = soundChoice(sound, acts.sound, room);
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
    h("div", { class: "room-row" }, go, h("span", { class: "room-faint", text: "or press Space, Enter or the clicker" })),
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
 * @param {{run: Run, rows: readonly Row[], ago_s: number, test: boolean}} unfinished `test`: it
 *   looks like a click through the slides
 * @param {{resume: () => void, keep: () => void, discard: () => void}} acts
 */
export function resumePanel({ run, rows, ago_s, test }, acts) {
  const row = rows.find((one) => one.key === run.key);
  const where = row ? `on slide ${row.position}, ${row.title}` : "on a slide that is gone";
  const when = ago_s < 90 ? "a moment ago" : ago_s < 5400 ? `${Math.round(ago_s / 60)} min ago` : `${Math.round(ago_s / 3600)} hours ago`;
  const slides = Object.keys(run.dwell).length;
  const counts = test
    ? "it stays on the disk, and looks like a test: it counts for nothing"
    : `it counts for the ${slides === 1 ? "slide" : `${slides} slides`} it showed, the last one as cut short`;
  const choice = (
    /** @type {string} */ name,
    /** @type {string} */ does,
    /** @type {() => void} */ act,
    kind = "",
  ) =>
    h(
      "div",
      { class: "room-choice" },
      h("button", { class: `pacer-button ${kind}`, type: "button", onclick: act }, name),
      h("span", { text: does }),
    );
  const element = h(
    "section",
    { class: "room-panel room-offer", "aria-label": "An unfinished run" },
    h("h3", { class: "room-heading", text: `An unfinished run: ${text(run.talk_s)} spoken` }),
    h("p", { text: `It broke off ${where}, ${when}. Nothing recorded is lost.` }),
    choice("Go on", `the clock goes on from ${text(run.talk_s)}; the time away is a pause`, acts.resume, "pacer-button-main"),
    choice("Keep as it is", counts, acts.keep),
    choice("Discard", "its file is moved aside, where nothing reads it; move it back to have it again", acts.discard),
    h("p", { class: "room-faint", text: "If it is still going on in another window, leave it there." }),
  );
  return { element };
}
