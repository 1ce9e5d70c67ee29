// The rehearsal room's wiring: keys and buttons become marks, marks become what is shown. Nothing
// counts ticks: every time shown is read off the clock, so a late timer shows late and times right.
import { captureKeys } from "../shared/keys.js";
import { openShell } from "../run/shell.js";
import { replay } from "../run/timeline.js";
import { beep, bell } from "../run/signals.js";
import { openForecast } from "./curve.js";
import { roomKeys } from "./keys.js";
import { finishPanel, resumePanel, startPanel } from "./panels.js";
import { pictureBook } from "../shared/pictures.js";
import { meterShare, openAudio, soundWords } from "./audio.js";
import { neighbour, standing } from "./progress.js";
import { buildView } from "./view.js";

const SWIPE_PX = 60;

/**
 * Open the room in an element.
 * @param {object} options
 * @param {import("../shared/connection.js").Model} options.model
 * @param {HTMLElement} options.el
 * @param {AbortSignal} options.signal aborted when the view goes
 * @param {import("../run/controller.js").Clock} [options.clock]
 * @param {Storage|null} [options.storage]
 */
export function openRoom({ model, signal, ...options }) {
  /** @type {import("./view.js").Room} */ const room = model.get("room");
  /** @type {import("./progress.js").Row[]} */ const rows = model.get("rows");
  const label = `Rehearsal of ${room.title}`;
  const frame = openShell({
    ...options,
    ...{ model, signal, label, name: "rehearse", show, tick, receive },
  });
  const { session, element, say } = frame;
  const pictures = pictureBook((key) => frame.post({ type: "ask-picture", slide_key: key }));
  const signals = bell(room.signals_s, frame.clock.ticks);
  const sound = openAudio({
    post: frame.post,
    page: session.page,
    ticks: frame.clock.ticks,
    changed: () => panel.microphone.paint(),
  });
  /** Record the run that is on, as was chosen. */
  const record = () => {
    const { book } = session;
    if (book) sound.start(panel.choice().sound, book.token, () => session.zero_s);
  };
  let clicks = 0;

  const forecast = openForecast();
  const here = () => rows.findIndex((row) => row.key === session.book?.run.key);
  /** @param {number} to a row's place @param {Event} event */
  const goTo = (to, event) => {
    if (!session.going || !rows[to] || to === here()) return;
    clicks = 0;
    session.mark("slide", event, rows[to].key);
    saySlide();
  };
  const saySlide = () => {
    const row = rows[here()];
    if (row) say(`Slide ${row.position} of ${rows.length}: ${row.title.slice(0, 120)}`);
  };
  /** @param {number} by @returns {boolean} whether a click of this slide was stepped */
  const stepped = (by) => {
    const to = clicks + by;
    if (!panel.choice().steps || to < 0 || to > (rows[here()]?.builds ?? 0)) return false;
    clicks = to;
    paint();
    return true;
  };

  const acts = {
    start(/** @type {Event} */ event) {
      clicks = 0;
      signals.reset(room.talk_s);
      session.begin(panel.choice().kind, rows[neighbour(rows, -1, 1)].key, event);
      record();
      saySlide();
      frame.focus();
    },
    next(/** @type {Event} */ event) {
      if (!session.going || stepped(1)) return;
      const to = neighbour(rows, here(), 1);
      if (to < 0) session.tell("this is the last slide: Finish ends the run");
      else goTo(to, event);
    },
    back(/** @type {Event} */ event) {
      if (!stepped(-1)) goTo(neighbour(rows, here(), -1), event);
    },
    first: (/** @type {Event} */ event) => goTo(neighbour(rows, -1, 1), event),
    last: (/** @type {Event} */ event) => goTo(neighbour(rows, rows.length, -1), event),
    goTo(/** @type {number} */ position, /** @type {Event} */ event) {
      const to = rows.findIndex((row) => row.position === position);
      if (to < 0) session.tell(`there is no slide ${position}; there are ${rows.length}`);
      else goTo(to, event);
    },
    pause(/** @type {Event} */ event) {
      if (!session.going) return;
      const paused = session.run.phase === "pause";
      session.mark(paused ? "resume" : "pause", event);
      say(paused ? "Going on" : "Paused");
    },
    question(/** @type {Event} */ event) {
      if (!session.going) return;
      const { asking } = session.run;
      session.mark(asking ? "answer" : "question", event);
      say(asking ? "Question answered" : "Question: the clock of the talk waits");
    },
    note(/** @type {Event} */ event) {
      if (!session.going) return;
      session.mark("note", event, session.run.key, "stumbled");
      session.tell("noted: stumbled here");
    },
    stop(/** @type {Event} */ event) {
      if (!session.going) return;
      session.mark("stop", event);
      sound.stop();
      frame.leaveFull();
      say("The run is over");
      frame.focus();
    },
    full: frame.full,
    escape: frame.leaveFull,
    changed: () => paint(),
  };

  // --- the pages ------------------------------------------------------------------------

  const view = buildView(room, rows, acts);
  const panel = startPanel(room, rows, sound, {
    start: acts.start,
    sound: (choice) => frame.shelf.remember("sound", choice),
  });
  const finish = finishPanel(room, rows, {
    again() {
      session.leave();
      panel.focus();
    },
    goOn() {
      session.goOn();
      record();
      frame.focus();
    },
    discard: session.discard,
    name: (name) => name && session.mark("name", undefined, "", name),
  });
  const keys = roomKeys(acts, frame.clock.ticks);
  captureKeys(
    element,
    () => {
      if (session.going && session.driving) return keys.running;
      return session.book || session.offered ? keys.always : keys.before;
    },
    { signal },
  );
  watchSwipes(element, signal, (to_left, event) => {
    if (session.going && session.driving) (to_left ? acts.next : acts.back)(event);
  });

  /** @type {{of: import("../run/controller.js").Offer, element: HTMLElement}|null} */
  let offer = null;
  /** The page that offers a run which was broken off. */
  const offerPage = () => {
    const of = session.offered;
    if (of && offer?.of !== of) {
      const { saved, ago_s } = of;
      const resume = () => {
        session.resumeOffered();
        record();
        signals.reset(room.talk_s - session.run.talk_s);
        frame.focus();
      };
      const choices = { resume, keep: session.keepOffered, discard: session.discardOffered };
      offer = { of, ...resumePanel({ run: replay(saved.marks), rows, ago_s }, choices) };
    }
    return of && offer?.element;
  };

  /** Put up the page that is due: before the run, an offer, the run, after it. */
  function show() {
    const { book } = session;
    if (session.going) frame.put(view.element);
    else if (book) {
      const saved = book.waiting === 0;
      const told = saved ? `Saved as ${book.run_id || "a run"}.` : `${frame.status().text}.`;
      finish.show(book.run, told);
      frame.put(finish.element);
    } else frame.put(offerPage() ?? panel.element);
    paint();
  }

  /** How far the slides' pictures are drawn. */
  const drawing = () => {
    const [done, of] = model.get("drawing") ?? [0, 0];
    return of > done ? `drawing slide pictures: ${done} of ${of}; you can start` : "";
  };

  function paint() {
    if (session.going) {
      const { run } = session;
      view.paint(
        {
          run,
          standing: standing(rows, run, room.talk_s, (drift_s) => forecast.at(session.book, run, drift_s)),
          driving: session.driving,
          clicks,
          steps: panel.choice().steps,
          digits: keys.digits,
          signal: signals.words,
        },
        pictures.get,
      );
    }
    const { level } = sound;
    const words = soundWords(level);
    const bad = level.clipping || level.state === "failed" || level.lost_blocks > 0;
    frame.foot.hear(words, meterShare(level.peak_db), bad);
    frame.paintFoot(drawing());
  }

  /** @param {import("../protocol").ToPage} message @param {DataView[]} buffers */
  function receive(message, buffers) {
    if (sound.hear(message)) return;
    if (message.type === "forecast") forecast.hear(message);
    if (message.type === "picture") pictures.put(message.slide_key, message.mime, buffers[0]);
    if (message.type === "pictures-ready") pictures.refresh();
    paint();
  }

  function tick() {
    sound.tick();
    const { run } = session;
    if (session.going && run.phase !== "pause") {
      const given = signals.ring(room.talk_s - run.talk_s);
      if (given !== null && panel.choice().beeps) beep(given === 0 ? 2 : 1);
    }
    paint();
  }

  signal.addEventListener("abort", () => {
    pictures.close();
    sound.close();
  });
  const wanted = frame.shelf.recall("sound");
  if (wanted) panel.microphone.set(wanted);
  frame.open();
  if (session.going && session.driving) record(); // it was reopened
  signals.reset(room.talk_s - session.run.talk_s);
}

/**
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 * @param {(to_left: boolean, event: Event) => void} swiped
 */
function watchSwipes(element, signal, swiped) {
  /** @type {Touch|null} */ let from = null;
  const options = { signal, passive: true };
  element.addEventListener(
    "touchstart",
    (event) => {
      from = event.touches.length === 1 ? event.touches[0] : null;
    },
    options,
  );
  element.addEventListener(
    "touchend",
    (event) => {
      const [to] = event.changedTouches;
      if (from && to) {
        const [dx, dy] = [to.clientX - from.clientX, to.clientY - from.clientY];
        if (Math.abs(dx) > SWIPE_PX && Math.abs(dx) > 2 * Math.abs(dy)) swiped(dx < 0, event);
      }
      from = null;
    },
    options,
  );
}
