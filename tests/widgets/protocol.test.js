// Each room with the state that Python wrote, each message of Python's fed to what receives it,
// and what the pages send written down, for pytest to read.
import { afterEach, expect, test, vi } from "vitest";
import messages from "../protocol/fixtures/messages.json";
import states from "../protocol/fixtures/states.json";
import boundaries from "../../pacer/widgets/src/boundaries/index.js";
import chair from "../../pacer/widgets/src/chair/index.js";
import compare from "../../pacer/widgets/src/compare/index.js";
import rehearse from "../../pacer/widgets/src/rehearse/index.js";
import trim from "../../pacer/widgets/src/trim/index.js";
import { openAudio } from "../../pacer/widgets/src/rehearse/audio.js";
import { makeSound } from "./fakes.js";

/** @typedef {import("../../pacer/widgets/src/protocol").FromPage} FromPage */

/** What the pages sent, the first of each type. @type {Record<string, FromPage>} */
const sent = {};
/** @param {FromPage} message */
const keep = (message) => {
  sent[message.type] ??= JSON.parse(JSON.stringify(message));
};

/** A page in a browser that lacks what jsdom lacks. @param {any} widget @param {object} state */
function open(widget, state) {
  let made = 0;
  vi.spyOn(crypto, "getRandomValues").mockImplementation((/** @type {any} */ bytes) => {
    made += 1;
    return bytes.fill(made);
  });
  vi.stubGlobal("ResizeObserver", class { observe() {} disconnect() {} });
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => {} }));
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(() => {});
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  localStorage.clear();
  /** @type {Map<string, Set<Function>>} */ const heard = new Map();
  /** @type {FromPage[]} */ const out = [];
  const now = /** @type {Record<string, any>} */ (structuredClone(state));
  const model = {
    get: (/** @type {string} */ name) => now[name],
    send: (/** @type {FromPage} */ message) => {
      out.push(message);
      keep(message);
    },
    on: (/** @type {string} */ name, /** @type {Function} */ handler) =>
      void heard.set(name, (heard.get(name) ?? new Set()).add(handler)),
    off: (/** @type {string} */ name, /** @type {Function} */ handler) => void heard.get(name)?.delete(handler),
  };
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  const leave = widget.render({ model, el });
  return {
    el,
    out,
    leave,
    /** @param {any} message */
    tell: (message) => heard.get("msg:custom")?.forEach((handler) => handler(message, [new DataView(new ArrayBuffer(4))])),
    /** @param {Record<string, any>} changed */
    set(changed) {
      Object.assign(now, changed);
      for (const name of Object.keys(changed)) heard.get(`change:${name}`)?.forEach((handler) => handler());
    },
    press: (/** @type {string} */ key) =>
      (el.querySelector("[tabindex='0']") ?? el).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })),
  };
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const rooms = /** @type {const} */ ([
  ["rehearsal", rehearse, states.RehearsalState],
  ["trim", trim, states.TrimState],
  ["compare", compare, states.ComparisonState],
  ["chair", chair, states.ChairState],
  ["boundary", boundaries, states.BoundaryState],
]);

test.each(rooms)("the %s room shows what Python sends, and takes each of its messages", (_name, widget, state) => {
  const page = open(widget, state);
  expect(page.el.textContent?.length).toBeGreaterThan(20);
  for (const message of Object.values(messages)) page.tell(structuredClone(message));
  page.tell(messages.dropped);
  expect(page.el.textContent).toContain(messages.dropped.reason);
  page.leave?.();
});

test.each(rooms)("what the %s room does not know is shown, counted, and changes nothing", (_name, widget, state) => {
  const page = open(widget, state);
  for (const message of [{}, null, { said: "ack" }, { type: "__proto__" }, { type: "toString" }]) page.tell(message);
  expect(page.el.textContent).toContain("5 messages");
  page.leave?.();
});

test("the rehearsal room sends what Python understands", () => {
  const page = open(rehearse, states.RehearsalState);
  /** @type {HTMLElement|null} */ (page.el.querySelector(".room-start"))?.click();
  page.press("ArrowRight");
  const add = page.out.filter((message) => message.type === "add-marks");
  expect(add).toHaveLength(2);
  page.tell({ ...messages.acked, token: add[0].run.token, seq: 2, driver: add[0].page, new_marks: [] });
  expect(page.el.textContent).toContain("Saved: 2 marks");
  const finish = [...page.el.querySelectorAll("button")].find((button) => button.textContent?.includes("Finish"));
  finish?.click();
  page.tell({ ...messages["run-review"], token: add[0].run.token });
  expect(page.el.textContent).toContain(messages["run-review"].lines[0]);
  const hear = /** @type {HTMLElement} */ ([...page.el.querySelectorAll("button")].find((button) => button.textContent === "Transcribe the sound"));
  expect(hear.hidden).toBe(true);
  const offered = { ...messages.transcribing, token: add[0].run.token };
  page.tell(offered);
  expect(hear.hidden).toBe(false);
  hear.click();
  expect(page.out.at(-1)).toEqual({ type: "transcribe-run", token: add[0].run.token });
  page.tell({ ...offered, state: "working", share: 0.4 });
  expect(hear.hidden).toBe(true);
  expect(page.el.textContent).toContain("listening: 40 %");
  page.tell({ ...offered, state: "failed", line: "there is no model" });
  expect(hear.hidden).toBe(false);
  expect(page.el.textContent).toContain("there is no model");
  [...page.el.querySelectorAll("button")].find((button) => button.textContent === "Compare")?.click();
  expect(page.out.at(-1)).toMatchObject({ type: "open-room", room: "compare" });
  const discard = [...page.el.querySelectorAll("button")].find((button) => button.textContent === "Discard");
  discard?.click();
  expect(page.out.at(-1)?.type).toBe("discard-run");
  page.leave?.();
});

/** Step into the first stretch, onto its first slide. @param {{press: (key: string) => void}} page */
function into(page) {
  page.press("ArrowRight");
  page.press("ArrowRight");
}

test("the trim room sends its changes, and shows Python's figures at rest", () => {
  vi.useFakeTimers();
  const page = open(trim, states.TrimState);
  const { proposal } = states.TrimState;
  expect(page.el.querySelector(".verdict")?.textContent).toContain(`${Math.round(100 * proposal.p_fits)} %`);
  into(page);
  page.press("k");
  vi.advanceTimersByTime(500);
  const asked = /** @type {any} */ (page.out.find((message) => message.type === "ask-plan"));
  const [row] = states.TrimState.rows;
  expect(asked.changes).toEqual({ decisions: { [row.key]: { action: "keep" } }, stars: {}, needs: [], struck: {} });
  // Another room decides meanwhile: both stand, and nothing is sent of what is not this page's.
  const key = states.TrimState.rows[2].key;
  page.set({ choices: { ...states.TrimState.choices, decisions: { [key]: { action: "cut" } } } });
  vi.advanceTimersByTime(500);
  const again = /** @type {any} */ (page.out.at(-1));
  expect(again.changes.decisions).toEqual({ [row.key]: { action: "keep" } });
  page.press("a");
  const decided = page.el.querySelectorAll("li[data-action][data-decided]");
  expect([...decided].map((one) => one.getAttribute("data-action")).sort()).toEqual(["cut", "keep"]);
  page.leave?.();
});

test("the trim room sends what the speaker says of the talk", () => {
  vi.useFakeTimers();
  const page = open(trim, states.TrimState);
  const last = () => /** @type {any} */ (page.out.at(-1));
  into(page);
  page.press("p");
  expect(last()).toMatchObject({ type: "name-points", slide_keys: [states.TrimState.rows[0].key] });
  const button = (/** @type {string} */ word) =>
    [...page.el.querySelectorAll("button")].find((one) => one.textContent?.startsWith(word) && !one.closest("[hidden]"));
  button("Not now")?.click();
  page.press("3");
  const [question] = states.TrimState.proposal.questions;
  expect(last()).toEqual({ type: "answer-question", number: 2, id: question.id, answer: "drop" });
  page.leave?.();
  const unknown = open(trim, { ...states.TrimState, proposal: { ...states.TrimState.proposal, needs_length: true } });
  const input = /** @type {HTMLInputElement} */ (unknown.el.querySelector("input[inputmode=numeric]"));
  input.value = "no time";
  [...unknown.el.querySelectorAll("button")].find((one) => one.textContent === "That long")?.click();
  expect(unknown.out.some((message) => message.type === "tell-length")).toBe(false);
  input.value = "45";
  [...unknown.el.querySelectorAll("button")].find((one) => one.textContent === "That long")?.click();
  expect(unknown.out.at(-1)).toEqual({ type: "tell-length", number: 1, took_s: 2700 });
  unknown.leave?.();
});

test("a stretch is kept or cut whole by one key, left to the plan by another, and the same again takes it back", () => {
  vi.useFakeTimers();
  const page = open(trim, states.TrimState);
  const { rows, stretches, proposal } = states.TrimState;
  const [{ id, slides }] = stretches;
  const asked = () => {
    vi.advanceTimersByTime(500);
    return /** @type {any} */ (page.out.at(-1));
  };
  page.press("c");
  const cut = Object.fromEntries(slides.map((position) => [rows[position - 1].key, { action: "cut" }]));
  expect(asked().changes.decisions).toEqual(cut);
  expect(page.el.querySelector(".stretch .yours")?.textContent).toContain("you decided");
  page.press("c");
  expect(asked().changes.decisions).toEqual({});
  page.press("t");
  expect(asked()).toMatchObject({ type: "answer-question", id, answer: "shorten" });
  page.set({ proposal: { ...proposal, number: asked().number, answered: [{ id, slides, answer: "shorten" }] } });
  expect(page.el.querySelector(".stretch .yours")?.textContent).toContain("you said shorten");
  page.press("t");
  expect(asked()).toMatchObject({ id, answer: "none" });
  page.leave?.();
});

test("what becomes of a stretch is the same on the page as in Python's words", () => {
  const page = open(trim, states.TrimState);
  const { stretches, proposal } = states.TrimState;
  const shown = [...page.el.querySelectorAll(".stretch")];
  expect(shown).toHaveLength(stretches.length);
  expect(shown.map((one) => one.getAttribute("data-fate"))).toEqual(proposal.stretches.map((one) => one.fate));
  expect(new Set(proposal.stretches.map((one) => one.fate)).size).toBeGreaterThan(1);
  expect(page.el.querySelectorAll("li[data-action]")).toHaveLength(0); // slides are made when they are opened
  page.leave?.();
});

test("by keys alone: stretches open and close, all slides, filter and order", () => {
  const page = open(trim, states.TrimState);
  const { rows, stretches } = states.TrimState;
  const slides = () => [...page.el.querySelectorAll("li[data-action]")].filter((one) => !one.closest("[hidden]"));
  page.press("Enter");
  expect(slides()).toHaveLength(stretches[0].slides.length);
  page.press("ArrowRight");
  expect(document.activeElement).toBe(slides()[0]);
  page.press("ArrowLeft");
  page.press("ArrowLeft");
  expect(slides()).toHaveLength(0);
  expect(document.activeElement?.getAttribute("aria-expanded")).toBe("false");
  page.press("a");
  expect(slides()).toHaveLength(rows.length);
  page.press("o");
  const longest = Math.max(...rows.map((row) => row.seconds));
  expect(slides()[0].querySelector(".title")?.textContent).toBe(rows.find((row) => row.seconds === longest)?.title);
  page.press("f");
  expect(slides().every((one) => one.getAttribute("data-action") !== "keep")).toBe(true);
  page.press("f");
  expect(slides()).toHaveLength(0);
  expect(page.el.querySelector(".nothing")?.closest("[hidden]")).toBeNull();
  page.leave?.();
});

test("what a decision moved is marked where it moved, and said", () => {
  const page = open(trim, states.TrimState);
  const at = states.TrimState.stretches[1].slides[0];
  page.set({ proposal: { ...states.TrimState.proposal, moved: [at], because: `You kept 1: ${at} goes.` } });
  expect(page.el.querySelector(".summary .moved")?.textContent).toBe(`You kept 1: ${at} goes.`);
  expect([...page.el.querySelectorAll(".stretch")].map((one) => one.hasAttribute("data-moved"))).toEqual(
    states.TrimState.stretches.map((one) => one.slides.includes(at)),
  );
  page.leave?.();
});

test("the plan is written and rehearsed from the room, after what was just decided", () => {
  vi.useFakeTimers();
  const page = open(trim, states.TrimState);
  into(page);
  page.press("c");
  page.press("e");
  expect(page.out.slice(-2).map((message) => message.type)).toEqual(["ask-plan", "export-plan"]);
  page.tell({ type: "written", what: "deck", name: "talk-20.pptx", path: "/home/ada/talk-20.pptx", says: "" });
  expect(page.el.querySelector(".written")?.textContent).toContain("Written: talk-20.pptx in /home/ada");
  page.tell({ type: "written", what: "deck", name: "", path: "", says: "the disk is full" });
  expect(page.el.querySelector(".written")?.textContent).toBe("Nothing was written: the disk is full");
  page.press("g");
  expect(page.out.at(-1)).toEqual({ type: "rehearse-plan" });
  page.leave?.();
});

test("a room without another widget in it says how to open the rehearsal", async () => {
  const page = open(trim, { ...states.TrimState, rehearsal: "model" });
  await vi.waitFor(() => expect(page.el.textContent).toContain("talk.rehearse(plan=room.plan)"));
  page.leave?.();
});

test("sentences are struck by keyboard or mouse, and set the slide's budget", () => {
  vi.useFakeTimers();
  const [row] = states.TrimState.rows;
  const said = { [row.key]: [{ text: "So this is a log.", seconds: 30 }, { text: "<b>Why?</b>", seconds: 10 }] };
  const page = open(trim, { ...states.TrimState, said });
  into(page);
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (page.el.querySelectorAll(".said-here input"));
  expect(boxes).toHaveLength(2);
  expect(page.el.querySelector(".said-here b")).toBeNull();
  boxes[1].click();
  vi.advanceTimersByTime(500);
  const { changes } = /** @type {any} */ (page.out.at(-1));
  expect(changes.struck).toEqual({ [row.key]: ["<b>Why?</b>"] });
  expect(changes.decisions[row.key]).toEqual({ action: "trim", budget_s: Math.round(0.75 * row.seconds) });
  expect(page.el.querySelector(".sentences summary")?.textContent).toContain("Leave out 1 of 2 sentences");
  boxes[1].click();
  vi.advanceTimersByTime(500);
  expect(/** @type {any} */ (page.out.at(-1)).changes).toMatchObject({ decisions: {}, struck: {} });
  page.leave?.();
});

test("a run that ended elsewhere is shown without reopening, and nothing just decided is lost", () => {
  vi.useFakeTimers();
  const page = open(trim, states.TrimState);
  into(page);
  page.press("c");
  const rows = states.TrimState.rows.map((row) => ({ ...row, basis: "9 runs" }));
  page.set({ rows });
  expect(page.out.filter((message) => message.type === "ask-plan")).toHaveLength(1);
  expect(page.el.querySelectorAll(".pacer-trim")).toHaveLength(1);
  into(page);
  expect(page.el.textContent).toContain("9 runs");
  page.leave?.();
  const comparison = open(compare, { ...states.ComparisonState, runs: [] });
  expect(comparison.el.querySelector("[role=grid]")).toBeNull();
  comparison.set({ runs: states.ComparisonState.runs });
  expect(comparison.el.querySelector("[role=grid]")).not.toBeNull();
  comparison.leave?.();
});

test("the compare room asks for a clip of what there is sound of", () => {
  const state = structuredClone(states.ComparisonState);
  for (const run of state.runs) run.audio_spans = /** @type {any} */ ([[0, 1e4]]);
  const page = open(compare, state);
  const cell = page.el.querySelector("[role=gridcell]");
  cell?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  expect(page.out.at(-1)?.type).toBe("ask-clip");
  page.leave?.();
});

/** A file as the browser hands it over. @param {string} name @param {number} size */
function recording(name, size) {
  const file = new File([new Uint8Array(size)], name, { lastModified: 1_000_000 });
  file.slice = (from = 0, to = size) =>
    /** @type {any} */ ({ arrayBuffer: async () => new ArrayBuffer(Math.min(to, size) - from) });
  return file;
}

/** @param {HTMLElement} room @param {string} type @param {File[]} files */
function drag(room, type, files) {
  const event = new Event(type, { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { types: ["Files"], files, dropEffect: "none" } });
  room.dispatchEvent(event);
  return event;
}

test("a recording dropped on the compare room goes to Python a part at a time, and what came of it is told", async () => {
  const page = open(compare, { ...states.ComparisonState, runs: [] });
  const room = /** @type {HTMLElement} */ (page.el.querySelector(".pacer"));
  const target = /** @type {HTMLElement} */ (page.el.querySelector(".pacer-intake-target"));
  const line = () => page.el.querySelector(".pacer-intake-line")?.textContent;
  expect(target.hidden).toBe(true);
  expect(drag(room, "dragenter", []).defaultPrevented).toBe(true);
  expect(target.hidden).toBe(false);
  drag(room, "dragleave", []);
  expect(target.hidden).toBe(true);
  drag(room, "drop", [recording("a.vtt", 5), recording("b.vtt", 5)]);
  expect(line()).toContain("One recording at a time");
  expect(page.out).toHaveLength(0);

  const size = (1 << 20) + 7;
  drag(room, "drop", [recording("<b>talk</b>.vtt", size)]);
  const offered = /** @type {any} */ (page.out.at(-1));
  expect(offered).toEqual({ type: "offer-file", token: offered.token, name: "<b>talk</b>.vtt", size, modified_s: 1000 });
  const { token } = offered;
  const told = { ...messages["file-state"], token, state: "receiving", size: 0, line: "" };
  page.tell({ ...told, token: "another page's" });
  expect(page.out).toHaveLength(1);
  page.tell(told);
  await vi.waitFor(() => expect(page.out.at(-1)).toEqual({ type: "add-part", token, offset: 0 }));
  page.tell({ ...told, size: 1 << 20 });
  await vi.waitFor(() => expect(page.out.at(-1)).toEqual({ type: "add-part", token, offset: 1 << 20 }));
  expect(line()).toBe("<b>talk</b>.vtt: sending it to Python");
  drag(room, "drop", [recording("other.vtt", 5)]);
  expect(page.out).toHaveLength(3);
  page.tell({ ...told, size, state: "working", share: 0.4 });
  expect(line()).toBe("<b>talk</b>.vtt: finding the slides");
  expect(page.el.querySelector("progress")?.value).toBeCloseTo(0.4);
  // A run came: all of the room is shown anew, and the outcome comes after it.
  page.set({ runs: states.ComparisonState.runs });
  page.tell({ ...told, state: "done", line: "6 of 6 slides" });
  expect(line()).toBe("6 of 6 slides");
  const add = /** @type {HTMLElement} */ ([...page.el.querySelectorAll("button")].find((button) => button.textContent === "Add a recording…"));
  expect(add.hidden).toBe(false);
  page.leave?.();
});

test("a recording is chosen by keyboard too; it can be stopped, and why it was refused is told", () => {
  const page = open(compare, states.ComparisonState);
  const input = /** @type {HTMLInputElement} */ (page.el.querySelector("input[type=file]"));
  const choose = (/** @type {File} */ file) => {
    Object.defineProperty(input, "files", { value: [file], configurable: true });
    input.dispatchEvent(new Event("change"));
    return /** @type {any} */ (page.out.at(-1)).token;
  };
  const token = choose(recording("talk.srt", 9));
  const stop = /** @type {HTMLElement} */ ([...page.el.querySelectorAll("button")].find((button) => button.textContent === "Stop"));
  stop.click();
  expect(page.out.at(-1)).toEqual({ type: "leave-file", token });
  const again = choose(recording("talk.mp4", 9));
  page.tell({ ...messages["file-state"], token: again });
  expect(page.el.querySelector(".pacer-intake-line")?.textContent).toBe(messages["file-state"].line);
  expect(messages["file-state"].line).toContain("pacer align");
  page.leave?.();
});

test("the compare room sets the tellings of a slide side by side, and marks what changed", () => {
  const state = structuredClone(states.ComparisonState);
  const { tellings } = messages;
  for (const run of state.runs) run.has_words = true;
  tellings.tellings.forEach(({ run_id }, at) => (state.runs[state.runs.length - tellings.tellings.length + at].id = run_id));
  const page = open(compare, state);
  const details = /** @type {HTMLDetailsElement} */ (page.el.querySelector("details.said"));
  expect(details.hidden).toBe(false);
  details.open = true;
  details.dispatchEvent(new Event("toggle"));
  const asked = /** @type {any} */ (page.out.at(-1));
  expect(asked.type).toBe("ask-tellings");
  page.tell({ ...structuredClone(tellings), slide_key: asked.slide_key });
  expect(details.querySelectorAll(".telling")).toHaveLength(2);
  expect(details.querySelector("ins")?.textContent).toBe("new");
  expect(details.querySelector("del")?.textContent).toBe("old");
  page.leave?.();
  const silent = open(compare, states.ComparisonState);
  expect(/** @type {HTMLElement} */ (silent.el.querySelector("details.said")).hidden).toBe(true);
  silent.leave?.();
});

test("the boundary widget moves a change among the words, and sends it", () => {
  const page = open(boundaries, structuredClone(states.BoundaryState));
  const set = () => page.out.filter((message) => message.type !== "ask-picture").at(-1);
  const [place, after] = states.BoundaryState.places;
  const text = /** @type {HTMLElement} */ (page.el.querySelector("[role=slider]"));
  page.press("ArrowRight");
  const word = place.starts_s.find((at) => at > place.at_s + 0.01);
  expect(page.el.querySelector(".when")?.textContent).toContain("was");
  page.press("Enter");
  expect(set()).toEqual({ type: "set-boundary", at_s: place.at_s, t_s: word });
  // The next one is there at once, and stays as it was moved when the kernel has answered.
  expect(page.el.textContent).toContain(after.after.title);
  page.press("ArrowLeft");
  const moved = text.getAttribute("aria-valuetext");
  page.set({ settled: 1, places: states.BoundaryState.places.slice(1) });
  expect(text.getAttribute("aria-valuetext")).toBe(moved);
  page.press("u");
  expect(set()).toEqual({ type: "take-back" });
  page.set({ settled: 0, places: [] });
  expect(page.el.querySelector(".first")?.textContent).toBe("No change of slide is doubtful");
  page.leave?.();
});

test("the sound's messages, from either microphone", async () => {
  const clock = { ms: 0 };
  const { Recorder, Audio } = makeSound("audio/webm;codecs=opus");
  vi.stubGlobal("MediaRecorder", Recorder);
  vi.stubGlobal("AudioContext", Audio);
  const media = /** @type {any} */ ({ getUserMedia: async () => ({ getTracks: () => [] }) });
  const options = { page: "p", ticks: () => clock.ms, changed: () => {}, media };
  const kernel = openAudio({ ...options, post: keep });
  kernel.look();
  kernel.start({ from: "kernel", device: null, words: true }, "t", () => 0);
  for (let pings = 0; pings < 6; pings += 1) kernel.hear({ ...messages.pong, type: "pong", at: clock.ms });
  kernel.hear({ ...messages["take-level"], type: "take-level", state: "recording" });
  kernel.stop();
  const browser = openAudio({ ...options, post: keep });
  browser.start({ from: "browser", device: null }, "t", () => 0);
  await vi.waitFor(() => expect(Recorder.last?.state).toBe("recording"));
  const data = { size: 3, arrayBuffer: async () => new ArrayBuffer(3) };
  Recorder.last.dispatchEvent(Object.assign(new Event("dataavailable"), { data }));
  await vi.waitFor(() => expect(sent["add-audio"]).toBeDefined());
  const stored = { ...messages["audio-stored"], type: /** @type {const} */ ("audio-stored"), size: 3 };
  browser.hear({ ...stored, session: /** @type {any} */ (sent["add-audio"]).session });
  browser.stop();
  await vi.waitFor(() => expect(sent["end-audio"]).toBeDefined());
});

test("what the pages send is what pytest reads", async () => {
  const stable = (/** @type {any} */ message) => {
    const { run, session } = message;
    if (run) message.run = { ...run, started_at: "2026-03-01T12:00:00.000Z" };
    if (session) message.session = "s";
    if (message.zero) message.zero = 1.5;
    for (const mark of message.marks ?? []) mark.t_s = 0;
    return message;
  };
  const found = Object.fromEntries(Object.entries(sent).sort().map(([type, message]) => [type, stable(message)]));
  // `npx vitest run -u protocol` writes it anew
  await expect(`${JSON.stringify(found, null, 1)}\n`).toMatchFileSnapshot("../protocol/fixtures/from-page.json");
});
