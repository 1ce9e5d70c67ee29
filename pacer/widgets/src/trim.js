// The trim room: the plan under the speaker's hands. The page computes what a drag shows by
// itself; the kernel solves once the hand rests, and its answer takes the place of the guess.
import { announcer, h } from "./shared/dom.js";
import { captureKeys } from "./shared/keys.js";
import { total } from "./shared/pacing.js";
import * as state from "./trim/state.js";
import { list } from "./trim/list.js";
import { summary } from "./trim/summary.js";

const REST_MS = 150;
const TRIM_STEP_S = 5;

/** @param {{model: import("@anywidget/types").AnyModel, el: HTMLElement}} context */
function render({ model, el }) {
  const leave = new AbortController();
  /** @type {state.Row[]} */
  const rows = model.get("rows");
  const tables = model.get("tables");
  let current = state.start(model.get("talk_s"), model.get("decisions"));
  /** the newest exact answer, and the one shown, which may be a guess */
  let answer = model.get("proposal");
  let shown = answer;
  let asked = answer.number ?? 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let resting;

  const voice = announcer();
  const top = summary({
    longest_s: model.get("longest_s"),
    questions_s: model.get("questions_s"),
    onTalk: (talk_s) => change({ ...current, talk_s }, { quiet: true }),
    onSettle: (from_s) => {
      if (from_s === current.talk_s) return;
      current = { ...state.next({ ...current, talk_s: from_s }, { talk_s: current.talk_s }) };
      paint();
    },
    onUndo: () => change(state.undo(current)),
    onRedo: () => change(state.redo(current)),
    onReset: () => change(state.next(current, { decisions: {} })),
  });
  const slides = list(rows, {
    onDecide: (row, action) => change(state.decide(current, row, action)),
  });
  const root = h("div", { class: "pacer pacer-trim", role: "group", "aria-label": "Trim the talk" });
  root.append(top.element, slides.element, voice.element);

  /** @param {state.State} to @param {{quiet?: boolean}} [how] */
  function change(to, { quiet = false } = {}) {
    if (to === current) return;
    current = to;
    shown = guess();
    paint();
    if (!quiet) voice.say(top.sentence());
    clearTimeout(resting);
    resting = setTimeout(ask, REST_MS);
  }

  /** The plan solved beforehand for about this talk time; good enough while the hand moves. */
  function guess() {
    if (answer.talk_s === current.talk_s) return answer;
    const anchors = [answer, ...model.get("anchors")].filter((anchor) => anchor.steps);
    const fitting = anchors.filter((anchor) => anchor.talk_s <= current.talk_s);
    if (fitting.length) return fitting.reduce((best, a) => (a.talk_s > best.talk_s ? a : best));
    return anchors.length ? anchors.reduce((best, a) => (a.talk_s < best.talk_s ? a : best)) : answer;
  }

  function ask() {
    asked += 1;
    model.set("talk_s", current.talk_s);
    model.set("decisions", current.decisions);
    model.save_changes();
    const { talk_s, decisions } = current;
    model.send({ ask: "plan", number: asked, talk_s, decisions });
    top.waiting(true);
  }

  /** Have plans solved beforehand, while nothing else is to be answered. */
  function askAnchor() {
    const next = /** @type {number[]} */ (model.get("ladder"))[model.get("anchors").length];
    if (next !== undefined && asked === (answer.number ?? 0)) {
      model.send({ ask: "anchor", talk_s: next });
    }
  }

  function paint() {
    const made = state.steps(rows, current, shown.steps ?? {});
    const spent = total(
      tables,
      made.map((step) => step.scale),
    );
    top.paint({ rows, steps: made, state: current, total: spent, answer: shown });
    slides.paint(made, shown.steps ?? {});
  }

  const on = (/** @type {string} */ name, /** @type {() => void} */ heard) => {
    model.on(name, heard);
    leave.signal.addEventListener("abort", () => model.off(name, heard));
  };
  on("change:proposal", () => {
    const came = model.get("proposal");
    if (came.number < asked) return; // an answer to an older question
    answer = shown = came;
    top.waiting(false);
    paint();
    voice.say(top.sentence());
    askAnchor();
  });
  on("change:anchors", askAnchor);

  /** @param {state.Action} action */
  const decide = (action) => () => {
    const row = slides.current();
    if (row && !row.hidden) change(state.decide(current, row, action));
  };
  const longer = (/** @type {number} */ by_s) => () => {
    const row = slides.current();
    if (!row || row.hidden) return;
    const step = state.steps(rows, current, shown.steps ?? {})[row.position - 1];
    const budget_s = step.action === "cut" || step.action === "merge" ? 0 : step.budget_s;
    change(state.decide(current, row, "trim", Math.round((budget_s + by_s) / 5) * 5));
  };
  captureKeys(
    root,
    () => ({
      ArrowDown: () => slides.move(1),
      ArrowUp: () => slides.move(-1),
      Home: () => slides.move(-Infinity),
      End: () => slides.move(Infinity),
      k: decide("keep"),
      t: decide("trim"),
      m: decide("merge"),
      c: decide("cut"),
      "+": longer(TRIM_STEP_S),
      "=": longer(TRIM_STEP_S),
      "-": longer(-TRIM_STEP_S),
      r: () => {
        const row = slides.current();
        if (row) change(state.release(current, row));
      },
      "Ctrl+z": () => change(state.undo(current)),
      "Ctrl+Shift+z": () => change(state.redo(current)),
      "Ctrl+y": () => change(state.redo(current)),
    }),
    { signal: leave.signal },
  );

  paint();
  el.append(root);
  askAnchor();
  return () => {
    clearTimeout(resting);
    leave.abort();
  };
}

export default { render };
