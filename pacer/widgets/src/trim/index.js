// The trim room: the plan under the speaker's hands. The page computes what a drag shows by
// itself; the kernel solves once the hand rests, and its answer takes the place of the guess.
import { announcer, h } from "../shared/dom.js";
import { captureKeys } from "../shared/keys.js";
import { droppedWords, onMessage, send, shownAnew } from "../shared/connection.js";
import { total } from "../shared/total.js";
import { pictureBook } from "../shared/pictures.js";
import { acts } from "./acts.js";
import { asking } from "./asking.js";
import { twoBars } from "./bars.js";
import { inspector } from "./inspector.js";
import { propose } from "./ladder.js";
import { list } from "./list.js";
import { intake } from "../shared/intake.js";
import { rehearsal } from "./rehearsal.js";
import * as state from "./state.js";
import { summary } from "./summary.js";
import { tools } from "./tools.js";

const REST_MS = 150;
const TRIM_STEP_S = 5;

/** @param {{model: import("@anywidget/types").AnyModel, el: HTMLElement}} context */
function render({ model, el }) {
  const leave = new AbortController();
  /** @type {state.Row[]} */
  const rows = model.get("rows");
  const known = new Map(rows.map((row) => [row.key, row]));
  /** @type {() => import("../protocol").Ladder|null} */
  const ladder = () => model.get("ladder");
  /** The choices as Python has them; the page's own are these, changed. @type {state.PageChoices} */
  let base = model.get("choices");
  let current = state.start({ talk_s: model.get("talk_s"), ...base });
  /** The newest exact answer. @type {import("../protocol").PlanState} */
  let answer = model.get("proposal");
  /** What is shown: the answer's steps, or a guess. @type {state.Proposal} */
  let shown = answer.steps ?? {};
  let asked = answer.number;
  /** @type {state.Step[]} */
  let made = [];
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let resting;
  /** @type {state.Stretch[]} */
  const stretches = model.get("stretches");
  /** @type {Record<string, state.Sentence[]>} */
  const said = model.get("said");
  /** @type {import("./list.js").View} */
  let view = { slides: false, find: "", show: "all", order: "deck" };

  const voice = announcer();
  const pictures = pictureBook((slide_key) => send(model, { type: "ask-picture", slide_key }));
  const bars = twoBars();
  const top = summary({
    longest_s: model.get("longest_s"),
    questions_s: model.get("questions_s"),
    bars: bars.element,
    // a drag is one step of undo, from where the hand took hold
    onTalk: (talk_s) => change({ ...current, now: { ...current.now, talk_s } }, { quiet: true }),
    onSettle: (from_s) => {
      const { now } = current;
      if (from_s === now.talk_s) return;
      current = state.next({ ...current, now: { ...now, talk_s: from_s } }, now);
      paint();
    },
  });
  const seen = tools({
    onView: (changed) => {
      view = { ...view, ...changed };
      paint();
    },
    onLeave: () => slides.focus(),
  });
  const slides = list(rows, stretches, {
    decide: (row, action) => change(state.decide(current, row, action)),
    act: (stretch, does) => actOn(stretch, does),
    move: () => paintHere(),
  });
  const done = acts({
    // What was decided a moment ago is in what is written: it is asked for first.
    write: (what) => {
      askNow();
      done.say("Writing …");
      send(model, { type: "export-plan", what });
    },
    rehearse: () => {
      askNow();
      send(model, { type: "rehearse-plan" });
    },
    undo: () => change(state.undo(current)),
    redo: () => change(state.redo(current)),
    reset: () => change(state.next(current, { decisions: {}, struck: {} })),
  });
  const beside = inspector({
    trim: (row, budget_s) => change(state.decide(current, row, "trim", budget_s), { quiet: true }),
    star: (row) => change(state.star(current, row)),
    need: (key, needed, wanted) => change(state.need(current, key, needed, wanted)),
    strike: (row, text) => change(state.strike(current, row, said[row.key] ?? [], text)),
    act: (does) => {
      const { stretch } = slides.at();
      if (stretch >= 0) actOn(stretches[stretch], does);
    },
    at: (position) => rows[position - 1],
  });
  /** @param {import("./asking.js").Said} message */
  function say(message) {
    askNow(); // an answer holds for the talk at once: what waits to be asked goes before it
    asked += 1;
    root.setAttribute("data-busy", "true");
    top.waiting(true);
    send(model, { ...message, number: asked });
  }
  const questions = asking({ rows: () => rows, picture: (key) => pictures.get(key), say });
  const root = h(
    "div",
    { class: "pacer pacer-trim", role: "group", "aria-label": "Trim the talk" },
    top.element,
    questions.element,
    seen.element,
    h("div", { class: "desk" }, slides.element, beside.element),
    done.element,
    voice.element,
  );

  /** @param {state.State} to @param {{quiet?: boolean}} [how] */
  function change(to, { quiet = false } = {}) {
    if (to === current) return;
    current = to;
    const quick = ladder() && propose(/** @type {import("../protocol").Ladder} */ (ladder()), current.now.talk_s);
    const settled = answer.talk_s === current.now.talk_s && answer.steps;
    shown = settled || quick || answer.steps || {};
    paint();
    if (!quiet) voice.say(top.sentence());
    root.setAttribute("data-busy", "true"); // what is shown is a guess until the kernel answers
    clearTimeout(resting);
    resting = setTimeout(ask, REST_MS);
  }

  /** Ask at once for what waits to be asked. */
  function askNow() {
    clearTimeout(resting);
    if (resting !== undefined) ask();
  }

  function ask() {
    resting = undefined;
    asked += 1;
    const { now } = current;
    send(model, { type: "ask-plan", number: asked, talk_s: now.talk_s, changes: state.changes(base, now) });
    top.waiting(true);
  }

  /** What is shown is what Python answered, to what was asked last. */
  const isSettled = () => root.getAttribute("data-busy") !== "true" && answer.talk_s === current.now.talk_s;

  function paint() {
    const { now } = current;
    made = state.steps(rows, now, shown);
    const scales = made.map((step) => step.scale);
    const settled = isSettled() ? answer : null;
    top.paint({ rows, steps: made, state: current, total: total(model.get("tables"), scales), answer: settled });
    const known_worth = ladder();
    const worth = Object.fromEntries(
      (known_worth?.slide_keys ?? []).map((key, place) => [key, known_worth?.worth[place] ?? 0]),
    );
    slides.paint({ steps: made, stars: now.stars, view, worth, answer: settled });
    seen.paint(view);
    done.paint({ ...current, isDecided: Object.keys(now.decisions).length > 0 });
    bars.paint(rows, made, now.talk_s);
    paintHere();
  }

  /** Show what the keyboard is on from close by. */
  function paintHere() {
    const { slide, stretch: at } = slides.at();
    if (at >= 0 && slide < 0) {
      const its = stretches[at].slides.map((position) => position - 1);
      const shownAs = { rows: its.map((one) => rows[one]), steps: its.map((one) => made[one]) };
      const says = (isSettled() && answer.stretches[at]?.says) || "";
      const said_of = answer.answered.find((one) => one.id === stretches[at].id)?.answer ?? "";
      beside.paintStretch({ stretch: stretches[at], ...shownAs, says, answer: said_of, picture: pictures.get(rows[its[0]].key) });
      return;
    }
    const row = rows[slide];
    const step = made[slide];
    if (!row || !step) return;
    beside.paint({ row, step, choice: current.now, known, said: said[row.key] ?? [], picture: pictures.get(row.key) });
  }

  const on = (/** @type {string} */ name, /** @type {() => void} */ heard) => {
    model.on(name, heard);
    leave.signal.addEventListener("abort", () => model.off(name, heard));
  };
  on("change:proposal", () => {
    /** @type {import("../protocol").PlanState} */
    const came = model.get("proposal");
    if (came.number < asked) return; // an answer to an older question
    answer = came;
    questions.answered(came);
    if (resting === undefined) shown = came.steps ?? shown;
    // a hand that moved on since has not been answered
    root.setAttribute("data-busy", String(resting !== undefined));
    top.waiting(false);
    paint();
    voice.say(top.sentence());
    root.setAttribute("data-proven", String(came.proven));
    // the ladder under these choices, while nothing else is to be answered
    if (came.proven) send(model, { type: "ask-ladder" });
  });
  on("change:choices", () => {
    // What this page changed and Python has not heard of yet stays on top.
    const mine = state.changes(base, current.now);
    base = model.get("choices");
    const now = { ...current.now, ...state.changed(base, mine) };
    const elsewhere = state.changes(current.now, now);
    if (state.isNothing(elsewhere)) return;
    change({ ...current, now });
  });
  on("change:ladder", () => {
    root.setAttribute("data-ladder", String(ladder() !== null));
    paint();
  });
  onMessage(
    model,
    (message, buffers) => {
      if (message.type === "picture") pictures.put(message.slide_key, message.mime, buffers[0]);
      if (message.type === "pictures-ready") pictures.refresh();
      if (message.type === "written") done.written(message);
      else if (message.type === "notice") done.say(message.text);
      else if (message.type === "dropped") {
        top.tell(droppedWords(message));
        paint();
      } else {
        paintHere();
        questions.repaint();
      }
    },
    leave.signal,
  );

  /** @param {state.Stretch} stretch */
  const shownOf = (stretch) => stretch.slides.map((position) => rows[position - 1]).filter((row) => !row.hidden);

  /**
   * Decide on all slides of a stretch; to shorten it is left to the plan, as an answer. The same
   * again takes it back.
   * @param {state.Stretch} stretch
   * @param {import("./stretch_line.js").Does} does
   */
  function actOn(stretch, does) {
    if (does !== "shorten") return change(state.decideAll(current, shownOf(stretch), does));
    const before = answer.answered.find((one) => one.id === stretch.id)?.answer;
    change(state.release(current, ...shownOf(stretch)));
    say({ type: "answer-question", id: stretch.id, answer: before === "shorten" ? "none" : "shorten" });
  }

  /** @param {(row: state.Row) => state.State} does */
  const here = (does) => () => {
    const row = rows[slides.at().slide];
    if (row && !row.hidden) change(does(row));
  };
  /**
   * What a key does to a slide, or to a stretch.
   * @param {state.Action} action
   * @param {import("./stretch_line.js").Does} does
   */
  const decide = (action, does) => () => {
    const { stretch } = slides.at();
    if (stretch >= 0) actOn(stretches[stretch], does);
    else here((row) => state.decide(current, row, action))();
  };
  const longer = (/** @type {number} */ by_s) =>
    here((row) => {
      const { budget_s } = made[slides.at().slide];
      const rounded = Math.round((budget_s + by_s) / TRIM_STEP_S) * TRIM_STEP_S;
      return state.decide(current, row, "trim", rounded);
    });
  const keys = {
    ArrowDown: () => slides.move(1),
    ArrowUp: () => slides.move(-1),
    ArrowRight: () => slides.into(),
    ArrowLeft: () => slides.out(),
    Enter: () => slides.flip(),
    Home: () => slides.move(-Infinity),
    End: () => slides.move(Infinity),
    k: decide("keep", "keep"),
    t: decide("trim", "shorten"),
    c: decide("cut", "cut"),
    m: here((row) => (state.canMerge(rows, row) ? state.decide(current, row, "merge") : current)),
    s: here((row) => state.star(current, row)),
    r: () => {
      const { stretch, slide } = slides.at();
      const group = stretches[stretch];
      change(state.release(current, ...(group ? shownOf(group) : [rows[slide]].filter(Boolean))));
      if (group && answer.answered.some((one) => one.id === group.id)) say({ type: "answer-question", id: group.id, answer: "none" });
    },
    "+": longer(TRIM_STEP_S),
    "=": longer(TRIM_STEP_S),
    "-": longer(-TRIM_STEP_S),
    p: () => {
      const row = rows[slides.at().slide];
      if (row && !row.hidden) questions.togglePoint(row.key);
    },
    a: () => {
      view = { ...view, slides: !view.slides };
      paint();
    },
    f: () => seen.nextShow(),
    o: () => seen.nextOrder(),
    e: () => done.press("deck"),
    n: () => done.press("run-sheet"),
    g: () => done.press("rehearse"),
    "?": () => done.flip(),
    "/": () => seen.find(),
    "Ctrl+z": () => change(state.undo(current)),
    "Ctrl+Shift+z": () => change(state.redo(current)),
    "Ctrl+y": () => change(state.redo(current)),
  };
  // What was pressed may be gone, as a question that was put off: the keyboard goes on in the rows.
  root.addEventListener(
    "click",
    () => setTimeout(() => document.activeElement === document.body && root.isConnected && slides.focus()),
    { signal: leave.signal },
  );
  captureKeys(root, () => ({ ...keys, ...questions.keys() }), { signal: leave.signal });

  questions.answered(answer);
  paint();
  root.append(intake(model, root, leave.signal).element);
  el.append(root);
  send(model, { type: "ask-ladder" });
  return () => {
    askNow(); // what was just decided is not lost
    leave.abort();
    pictures.close();
    questions.close();
  };
}

/** The room, and below it the rehearsal room once it was opened from here. */
export default {
  /** @param {{model: import("@anywidget/types").AnyModel, el: HTMLElement}} context */
  render({ model, el }) {
    const room = h("div");
    const below = rehearsal(model);
    el.append(room, below.element);
    const leave = shownAnew(render, "rows")({ model, el: room });
    return () => {
      leave?.();
      below.close();
    };
  },
};
