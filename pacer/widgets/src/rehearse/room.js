// The rehearsal room's wiring: keys and buttons become marks, marks become what is shown. Nothing
// counts ticks: every time shown is read off the clock, so a late timer shows late and times right.
import { captureKeys, keyName } from "../shared/keys.js";
import { words } from "../shared/clock.js";
import { openShell } from "../run/shell.js";
import { replay } from "../run/timeline.js";
import { beep, bell } from "../run/signals.js";
import { openAudience } from "./audience.js";
import { courseOf } from "./course.js";
import { openForecast } from "./curve.js";
import { bounceFilter, roomKeys } from "./keys.js";
import { finishPanel, isTest } from "./finish.js";
import { resumePanel, startPanel } from "./panels.js";
import { pictureBook } from "../shared/pictures.js";
import { meterShare, openAudio, soundWords } from "./audio.js";
import { neighbour, standing } from "./progress.js";
import { buildView } from "./view.js";
import { buildVoice } from "./voice.js";

const SWIPE_PX = 60;
/** The chair says "five minutes less": one press a minute. */
const STEP_S = 60;
/** Pictures asked for before they are due, so that no slide is waited for. */
const AHEAD = 3;

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
    stick: () => (session.going && session.driving && session.run.phase !== "pause" ? keys.stick : null),
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
  let black = false;

  /** @type {{of: string, course: import("./course.js").Course}|null} */ let kept = null;
  /** What the run is to keep to: made anew when it begins, and when its end is moved. */
  const course = () => {
    const { book } = session;
    const of = `${book?.token} ${book?.run.extended_s} ${book?.run.moves} ${book?.run.key ? 1 : 0}`;
    if (kept?.of !== of) kept = { of, course: courseOf(rows, book?.whole().marks ?? [], room.talk_s) };
    return kept.course;
  };
  const left_s = () => course().talk_s - session.run.talk_s;

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

  /** @param {number} at the place of the first slide @param {Event} event */
  const begin = (at, event) => {
    clicks = 0;
    black = false;
    session.begin(panel.choice().kind, rows[at].key, event);
    signals.reset(left_s());
    if (session.driving) record();
    saySlide();
    frame.focus();
  };
  /** Move the end. @param {number} by_s @param {Event} event */
  const move = (by_s, event) => {
    if (!session.going || left_s() + by_s <= 0) return;
    session.mark("extend", event, "", String(by_s));
    signals.reset(left_s());
    const { moved_s, talk_s } = course();
    const off = moved_s ? `${words(moved_s)} ${moved_s > 0 ? "more" : "less"} than planned` : "as planned";
    session.tell(`the end is moved: ${words(talk_s)} to speak, ${off}`);
  };
  const steady = bounceFilter(frame.clock.ticks);

  const acts = {
    start: (/** @type {Event} */ event) => begin(neighbour(rows, -1, 1), event),
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
    less: (/** @type {Event} */ event) => move(-STEP_S, event),
    more: (/** @type {Event} */ event) => move(STEP_S, event),
    /** Nothing is noted: the slide is as long up. */
    black() {
      black = !black;
      say(black ? "The slide is black" : "The slide is shown");
      paint();
    },
    audience: () => audience.open(),
    note(/** @type {Event} */ event) {
      if (!session.going) return;
      session.mark("note", event, session.run.key, "stumbled");
      session.tell("noted: stumbled here");
    },
    stop(/** @type {Event} */ event) {
      if (!session.going) return;
      // Said before it is over, so that it teaches nothing until the speaker has answered.
      const found = isTest(session.run, course().rows) ? "test" : session.run.kept && "rehearsal";
      if (found && found !== session.run.kept) session.mark("keep", event, "", found);
      session.mark("stop", event);
      sound.stop();
      black = false;
      frame.leaveFull();
      say("The run is over");
      frame.focus();
    },
    full: frame.full,
    escape: frame.leaveFull,
    changed: () => paint(),
  };

  // --- the pages ------------------------------------------------------------------------

  const voice = buildVoice({ ticks: frame.clock.ticks });
  const view = buildView(rows, { ...acts, next: steady(acts.next), back: steady(acts.back) }, voice.element);
  const panel = startPanel(room, rows, sound, {
    start: acts.start,
    sound: (choice) => frame.shelf.remember("sound", choice),
  });
  const finish = finishPanel(room, rows, {
    again() {
      session.leave();
      panel.focus();
    },
    from(at, event) {
      session.leave();
      begin(at, event);
    },
    goOn() {
      session.goOn();
      // What looked like a test may become a rehearsal yet.
      if (session.run.kept === "test") session.mark("keep", undefined, "", "rehearsal");
      record();
      frame.focus();
    },
    discard: session.discard,
    name: (name) => name && session.mark("name", undefined, "", name),
    keep: (what) => session.mark("keep", undefined, "", what),
    open: (name) => frame.post({ type: "open-room", page: session.page, room: name }),
    transcribe: () => session.book && frame.post({ type: "transcribe-run", token: session.book.token }),
  });
  const audience = openAudience({
    home: room.home,
    title: room.title,
    key: (event) => table()[keyName(event)]?.(event),
    tell: session.tell,
    signal,
  });
  /** The keys that count now. */
  const table = () => {
    if (session.going && session.driving) return keys.running;
    return session.book || session.offered ? keys.always : keys.before;
  };
  const keys = roomKeys(acts, frame.clock.ticks, steady);
  captureKeys(element, table, { signal });
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
        signals.reset(left_s());
        frame.focus();
      };
      const run = replay(saved.marks);
      const test = isTest(run, rows);
      const keep = () => session.keepOffered(test ? "test" : "rehearsal");
      const choices = { resume, keep, discard: session.discardOffered };
      offer = { of, ...resumePanel({ run, rows, ago_s, test }, choices) };
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
      finish.show({ token: book.token, run: book.run, course: course(), saved: told });
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
    const { run } = session;
    if (session.going) {
      const now = course();
      view.paint(
        {
          run,
          course: now,
          standing: standing(now.rows, run, now.talk_s, (drift_s) => forecast.at(session.book, run, drift_s), now.from),
          driving: session.driving,
          clicks,
          black,
          steps: panel.choice().steps,
          digits: keys.digits,
          signal: signals.words,
        },
        pictures.get,
      );
    }
    if (audience.isOpen) {
      const row = rows[Math.max(0, here())];
      audience.show(row, pictures.get(row.key), black);
      for (const { key } of rows.slice(row.position, row.position + AHEAD)) pictures.get(key);
    }
    const { level } = sound;
    voice.paint(level.state === "recording", panel.choice().sound.words);
    const words = soundWords(level);
    const bad = level.clipping || level.state === "failed" || level.lost_blocks > 0;
    frame.foot.hear(words, meterShare(level.peak_db), bad);
    frame.paintFoot(drawing());
  }

  /** @param {import("../protocol").ToPage} message @param {DataView[]} buffers */
  function receive(message, buffers) {
    if (sound.hear(message)) return;
    if (message.type === "live-speech" || message.type === "live-words") voice.hear(message);
    if (message.type === "forecast") forecast.hear(message);
    if (message.type === "run-review") finish.review(message);
    if (message.type === "transcribing") finish.words(message);
    if (message.type === "room-opened") showRoom(message);
    if (message.type === "picture") pictures.put(message.slide_key, message.mime, buffers[0]);
    if (message.type === "pictures-ready") pictures.refresh();
    paint();
  }

  /** Another room, below how it went. @param {import("../protocol").RoomOpened} opened */
  async function showRoom({ page, room: name, model_id, reason }) {
    if (page !== session.page) return;
    const { widget_manager: manager } = model;
    if (!model_id || !manager) return session.tell(reason || `type talk.${name === "trim" ? "trim" : "explore"}() in a cell`);
    try {
      const shown = await manager.create_view(await manager.get_model(model_id));
      finish.below(shown.el, name);
    } catch (error) {
      session.tell(`the ${name} room cannot be shown here (${error instanceof Error ? error.message : error})`);
    }
  }

  function tick() {
    sound.tick();
    audience.tick();
    const { run } = session;
    if (session.going && run.phase !== "pause") {
      const given = signals.ring(left_s());
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
  signals.reset(left_s());
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
