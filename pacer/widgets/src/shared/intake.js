// A recording dropped on a room, or chosen: its bytes go to the kernel a part at a time, each when
// the kernel says how many it has; what came of it is told in a line.
import { h, setAttr, setText } from "./dom.js";
import { onMessage, send } from "./connection.js";
import { token as newToken } from "./token.js";

/** Bytes on their way at once. */
const PART = 1 << 20;
/** A kernel that says nothing for so long is busy, or gone; what is worked on may take hours. */
const PATIENCE_MS = 20_000;
const ENDINGS =
  ".vtt,.srt,.sbv,.json,.txt,.csv,.tsv,.wav,.flac,.mp3,.m4a,.aac,.ogg,.oga,.opus,.wma," +
  ".mp4,.m4v,.mov,.mkv,.webm,.avi,.wmv,.mpg,.mpeg,.ts";
const TAKEN = "captions, a transcript, a CSV of times, sound or video";

/** @typedef {import("../protocol").FileState} FileState */

/** A room is shown anew when a run comes; its courier goes on. @type {WeakMap<object, ReturnType<typeof makeCourier>>} */
const couriers = new WeakMap();

/** @param {import("./connection.js").Model} model */
function courierOf(model) {
  const made = couriers.get(model) ?? makeCourier(model);
  couriers.set(model, made);
  return made;
}

/** @param {import("./connection.js").Model} model */
function makeCourier(model) {
  /** @type {File|null} */ let file = null;
  let token = "";
  /** @type {FileState|null} */ let state = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ let waiting;
  /** @type {() => void} */ let changed = () => {};

  /** @param {FileState["state"]} to @param {string} line */
  function end(to, line) {
    clearTimeout(waiting);
    state = { type: "file-state", token, state: to, size: 0, share: 0, line };
    file = null;
    changed();
  }
  function wait() {
    clearTimeout(waiting);
    waiting = setTimeout(end, PATIENCE_MS, "failed", "The kernel does not answer: it is busy, or was restarted");
  }
  async function sendOn() {
    const [whose, from, part] = [token, state?.size ?? 0, file];
    if (!part || from >= part.size) return;
    wait();
    try {
      const data = await part.slice(from, from + PART).arrayBuffer();
      if (whose === token && file) send(model, { type: "add-part", token, offset: from }, [data]);
    } catch {
      leave();
      end("failed", `${part.name} cannot be read any more: drop it again`);
    }
  }
  /** @param {FileState} message */
  function hear(message) {
    if (message.token !== token || !file) return;
    if (message.state === "done" || message.state === "failed") return end(message.state, message.line);
    clearTimeout(waiting);
    state = message;
    changed();
    if (message.state === "receiving") sendOn();
  }
  function leave() {
    if (file) send(model, { type: "leave-file", token });
  }
  onMessage(model, (message) => message.type === "file-state" && hear(message), new AbortController().signal);
  return {
    /** @param {File} given */
    offer(given) {
      if (file) return;
      file = given;
      token = newToken();
      state = null;
      wait();
      const modified_s = Math.max(given.lastModified, 0) / 1000;
      send(model, { type: "offer-file", token, name: given.name.slice(-200), size: given.size, modified_s });
      changed();
    },
    stop() {
      leave();
      end("failed", "Stopped: nothing was taken in");
    },
    /** @param {string} line */
    refuse: (line) => file || end("failed", line),
    /** The one view that is told; @param {() => void} then */
    watch(then) {
      changed = then;
    },
    now: () => ({ file, state }),
  };
}

/**
 * A button that opens the file chooser, and a room as a place to drop a file on.
 * @param {import("./connection.js").Model} model
 * @param {HTMLElement} room
 * @param {AbortSignal} signal
 * @param {string} [hint] said while there is nothing else to say
 */
export function intake(model, room, signal, hint = "") {
  const courier = courierOf(model);
  const chooser = h("input", { type: "file", accept: ENDINGS, hidden: true, tabindex: -1, "aria-hidden": "true" });
  const add = h("button", { type: "button", class: "pacer-button", title: `As a run: ${TAKEN}`, onClick: () => chooser.click() }, "Add a recording…");
  const bar = h("progress", { max: 1, "aria-label": "Taking in a recording" });
  const line = h("span", { class: "pacer-intake-line", role: "status" });
  const stop = h("button", { type: "button", class: "pacer-button", onClick: courier.stop }, "Stop");
  const target = h(
    "div",
    { class: "pacer-intake-target", hidden: true, "aria-hidden": "true" },
    h("p", {}, h("b", { text: "Drop a recording of this talk" }), h("span", { text: TAKEN })),
  );
  const element = h("div", { class: "pacer-intake" }, add, stop, bar, line, chooser);
  room.append(target);
  chooser.addEventListener("change", () => {
    const chosen = chooser.files?.[0];
    chooser.value = ""; // the same may be chosen again
    if (chosen) courier.offer(chosen);
  });

  function paint() {
    const { file, state } = courier.now();
    add.hidden = Boolean(file);
    stop.hidden = bar.hidden = !file;
    if (file) {
      const coming = !state || state.state === "receiving";
      const share = coming ? (state?.size ?? 0) / file.size : (state?.share ?? 0);
      bar.value = share;
      // A screen reader is not told each step.
      setText(line, `${file.name}: ${coming ? "sending it to Python" : "finding the slides"}`);
      setAttr(bar, "aria-valuetext", `${Math.round(100 * share)} %`);
    } else setText(line, state?.line ?? hint);
    setAttr(line, "data-failed", !file && state?.state === "failed");
  }

  // Entering a part of the room leaves another: only what is counted tells when the hand is gone.
  let inside = 0;
  const carries = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  const over = (/** @type {number} */ by) => (/** @type {DragEvent} */ event) => {
    if (!carries(event)) return;
    event.preventDefault();
    inside = Math.max(inside + by, 0);
    target.hidden = !inside || Boolean(courier.now().file);
  };
  room.addEventListener("dragenter", over(1), { signal });
  room.addEventListener("dragleave", over(-1), { signal });
  room.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = courier.now().file ? "none" : "copy";
  }, { signal });
  room.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    event.stopPropagation();
    inside = 0;
    target.hidden = true;
    const given = event.dataTransfer?.files;
    if (given?.length === 1) courier.offer(given[0]);
    else courier.refuse("One recording at a time: talk.align() joins several of one talk");
  }, { signal });
  courier.watch(paint);
  paint();
  return { element };
}
