// The room's wiring: keys and buttons become marks, marks become what is shown. Nothing counts
// ticks: every time shown is read off the clock, so a late timer shows late and times right.
import { h } from "../shared/dom.js";
import { captureKeys } from "../shared/keys.js";
import { onMessage, watchConnection } from "../shared/link.js";
import { buildFoot } from "../run/foot.js";
import { roomKeys } from "./keys.js";
import { finishPanel, resumePanel, startPanel } from "./panels.js";
import { pictureBook } from "./pictures.js";
import { replay } from "../run/marks.js";
import { BROWSER, openSession } from "../run/session.js";
import { localStore, openShelf } from "../run/shelf.js";
import { beep, signalAt } from "../run/signals.js";
import { neighbour, standing } from "./standing.js";
import { linkStatus } from "../run/status.js";
import { buildView } from "./view.js";

const TICK_MS = 200;
const SIGNAL_MS = 8000;
const SWIPE_PX = 60;

/**
 * Open the room in an element.
 * @param {object} options
 * @param {import("../shared/link.js").Model} options.model
 * @param {HTMLElement} options.el
 * @param {AbortSignal} options.signal aborted when the view goes
 * @param {import("../run/session.js").Clock} [options.clock]
 * @param {Storage|null} [options.storage]
 */
export function openRoom({ model, el, signal, clock = BROWSER, storage = localStore() }) {
  /** @type {import("./view.js").Room} */ const room = model.get("room");
  /** @type {import("./standing.js").Row[]} */ const rows = model.get("rows");
  const post = (/** @type {object} */ content) => {
    try {
      model.send(content);
    } catch {
      // The connection is closed; what matters is kept, and sent again.
    }
  };
  const shelf = openShelf(storage, room.home, clock.wall);
  const session = openSession({ room, shelf, post, changed: show, clock });
  const pictures = pictureBook((key) => post({ do: "picture", page: session.page, key }));
  let lost = "";
  let warning = "";
  let clicks = 0;
  /** @type {number[]} */ let signalled = [];
  let signal_words = "";
  let signal_ms = 0;

  const here = () => rows.findIndex((row) => row.key === session.book?.run.key);
  const toRoom = () => element.focus({ preventScroll: true });

  // --- what the speaker does ------------------------------------------------------------

  /** @param {number} to a row's place @param {Event} event */
  const goTo = (to, event) => {
    if (!session.going || !rows[to] || to === here()) return;
    clicks = 0;
    session.mark("slide", event, rows[to].key);
    saySlide();
  };
  const saySlide = () => {
    const row = rows[here()];
    if (row) foot.say(`Slide ${row.position} of ${rows.length}: ${row.title.slice(0, 120)}`);
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
      signalled = room.signals_s.filter((left_s) => left_s >= room.talk_s);
      session.begin(panel.choice().kind, rows[neighbour(rows, -1, 1)].key, event);
      saySlide();
      toRoom();
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
      foot.say(paused ? "Going on" : "Paused");
    },
    question(/** @type {Event} */ event) {
      if (!session.going) return;
      const { asking } = session.run;
      session.mark(asking ? "answer" : "question", event);
      foot.say(asking ? "Question answered" : "Question: the clock of the talk waits");
    },
    note(/** @type {Event} */ event) {
      if (!session.going) return;
      session.mark("note", event, session.run.key, "stumbled");
      session.tell("noted: stumbled here");
    },
    stop(/** @type {Event} */ event) {
      if (!session.going) return;
      session.mark("stop", event);
      if (document.fullscreenElement === element) document.exitFullscreen();
      foot.say("The run is over");
      toRoom();
    },
    full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else {
        const asked = element.requestFullscreen?.();
        asked?.catch(() => session.tell("this browser allows no full screen here"));
      }
    },
    escape() {
      if (document.fullscreenElement === element) document.exitFullscreen();
    },
    changed: () => paint(),
  };

  // --- the page -------------------------------------------------------------------------

  const view = buildView(room, rows, acts);
  const panel = startPanel(room, rows, acts);
  const finish = finishPanel(room, rows, {
    again() {
      session.leave();
      panel.focus();
    },
    goOn() {
      session.goOn();
      toRoom();
    },
    discard: session.discard,
    name: (name) => name && session.mark("name", undefined, "", name),
  });
  const foot = buildFoot({
    take() {
      session.takeOver();
      toRoom();
    },
  });
  const label = `Rehearsal of ${room.title}`;
  const element = h(
    "div",
    { class: "pacer room", role: "region", "aria-label": label, tabindex: "0" },
    panel.element,
    foot.element,
  );

  const keys = roomKeys(acts, clock.ticks);
  captureKeys(
    element,
    () => {
      if (session.going && session.driving) return keys.running;
      return session.book || session.offered ? keys.always : keys.before;
    },
    { signal },
  );
  element.addEventListener(
    "click",
    (event) => {
      // A button pressed by mouse or touch gives the keys back to the room: Space would press
      // it again.
      const pressed = event.target instanceof Element && event.target.closest("button");
      if (pressed && event.detail > 0 && session.going) toRoom();
    },
    { signal },
  );
  watchSwipes(element, signal, (to_left, event) => {
    if (session.going && session.driving) (to_left ? acts.next : acts.back)(event);
  });

  /** How far the slides' pictures are drawn. */
  const drawing = () => {
    const [done, of] = model.get("drawing") ?? [0, 0];
    return of > done ? `drawing slide pictures: ${done} of ${of}; you can start` : "";
  };

  /** @type {import("../run/session.js").Offer|null} */ let offered = null;
  /** Put up the page that is due: before the run, an offer, the run, after it. */
  function show() {
    const { book } = session;
    let due = panel.element;
    if (session.going) due = view.element;
    else if (book) {
      const status = linkStatus({ book, lost, silent_ms: session.silent_ms });
      const saved = book.waiting === 0;
      finish.show(book.run, saved ? `Saved as ${book.run_id || "a run"}.` : `${status.text}.`);
      due = finish.element;
    } else if (session.offered) {
      const { saved, ago_s } = session.offered;
      due = /** @type {HTMLElement} */ (element.firstElementChild);
      if (offered !== session.offered) {
        offered = session.offered;
        const run = replay(saved.marks);
        due = resumePanel({ run, rows, ago_s }, {
          resume() {
            session.resumeOffered();
            toRoom();
          },
          keep: session.keepOffered,
          discard: session.discardOffered,
        }).element;
      }
    }
    if (element.firstElementChild !== due) element.firstElementChild?.replaceWith(due);
    if (!session.offered) offered = null;
    paint();
  }

  function paint() {
    const { book } = session;
    if (book && session.going) {
      const { run } = session;
      view.paint(
        {
          run,
          standing: standing(rows, run, room.talk_s),
          driving: session.driving,
          clicks,
          steps: panel.choice().steps,
          digits: keys.digits,
          signal: signal_words,
        },
        pictures.get,
      );
    }
    foot.paint(linkStatus({ book, lost, silent_ms: session.silent_ms }), {
      notice: session.notice || warning || drawing(),
      keysLost: session.going && session.driving && !element.contains(document.activeElement),
      lookingOn: session.going && !session.driving,
    });
  }

  // --- the kernel -----------------------------------------------------------------------

  /** @param {any} said @param {DataView[]} buffers */
  const receive = (said, buffers) => {
    if (typeof said.warning === "string") ({ warning } = said);
    switch (said.said) {
      case "hello":
        if (said.page === session.page) session.welcome(said);
        break;
      case "ack":
      case "refused":
      case "holder":
        session.hear(said);
        break;
      case "discarded":
        session.tell(said.where ? `discarded; it lies in ${said.where} until you delete it` : "discarded");
        break;
      case "picture":
        pictures.put(said.key, said.type, buffers[0]);
        break;
      case "pictures":
        pictures.refresh();
        break;
      case "notice":
        session.tell(String(said.text));
        break;
    }
    paint();
  };
  onMessage(model, receive, signal);
  watchConnection(
    model,
    (there, why) => {
      const again = there && lost !== "";
      lost = there ? "" : why;
      if (again) session.reach();
      paint();
    },
    signal,
  );

  // --- time passes ----------------------------------------------------------------------

  /** Signal what the chair of a session would. */
  const ring = () => {
    const { run } = session;
    if (!session.going || run.phase === "pause") return;
    const due = signalAt(room.talk_s - run.talk_s, room.signals_s, signalled);
    if (!due) return;
    signalled = [...signalled, due.left_s];
    signal_words = due.words;
    signal_ms = clock.ticks();
    if (panel.choice().beeps) beep(due.left_s === 0 ? 2 : 1);
  };
  const tick = () => {
    session.tick();
    ring();
    if (clock.ticks() - signal_ms > SIGNAL_MS) signal_words = "";
    paint();
  };
  const timer = setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", tick, { signal });
  for (const kind of ["focusin", "focusout"]) element.addEventListener(kind, paint, { signal });
  window.addEventListener("pagehide", session.release, { signal });
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    session.release();
    pictures.close();
  });

  el.replaceChildren(element);
  session.lookAround();
  signalled = room.signals_s.filter((left_s) => left_s >= room.talk_s - session.run.talk_s);
  show();
  post({ do: "hello", page: session.page });
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
