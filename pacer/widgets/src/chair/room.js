// The chair's wiring: a session of talks, timed as a run is.
import { captureKeys } from "../shared/keys.js";
import { h, setAttr } from "../shared/dom.js";
import { words } from "../shared/clock.js";
import { openShell } from "../run/shell.js";
import { beep, bell } from "../run/signals.js";
import { buildCard, cardFace, CARD_CSS } from "./card.js";
import { download, toCsv } from "./csv.js";
import { face } from "./face.js";
import { lateness, sessionState } from "./programme.js";
import { buildView } from "./view.js";
import { openWindows } from "./window.js";

const STEP_S = 60;

/**
 * @param {object} options
 * @param {import("../shared/connection.js").Model} options.model
 * @param {HTMLElement} options.el
 * @param {AbortSignal} options.signal
 * @param {import("../run/controller.js").Clock} [options.clock]
 * @param {Storage|null} [options.storage]
 */
export function openChair({ model, signal, ...options }) {
  /** @type {import("./programme.js").Talk[]} */ const talks = model.get("talks");
  /** @type {import("../protocol").ChairRoom} */ const room = model.get("room");
  const frame = openShell({
    ...options,
    ...{ model, signal, label: `Chair of ${room.title}`, name: "chair", show, tick },
  });
  const { session, element, say } = frame;
  let signals = bell([], frame.clock.ticks);
  /** @type {number|null} */ let signal_s = null;
  let beeps = false;
  let carded = false;

  const standing = () => {
    const marks = session.book?.whole().marks ?? [];
    const now = sessionState(talks, marks, session.going ? session.now_s() : 0, room.breaks);
    // Until it begins, the time of day says how long there is.
    if (now.phase === "before") now.until_s = -(lateness(room.starts_at, frame.clock.wall()) ?? 0);
    return now;
  };
  /** Put up another talk; it waits for its speaker. @param {number} step @param {Event} event */
  const turn = (step, event) => {
    const now = standing();
    const to = talks[now.at + step];
    if (!session.going || !to) return;
    if (now.phase === "questions") session.mark("answer", event);
    if (now.phase === "talk" || now.phase === "questions") session.mark("pause", event);
    session.mark("slide", event, to.key);
    say(`${to.title}, to come`);
    ready();
  };
  /** The signals of the talk that is up; those passed already are not given again. */
  const ready = () => {
    const { at, left_s } = standing();
    signals = bell(talks[at].signals_s, frame.clock.ticks);
    signals.reset(left_s);
  };
  const cardState = () => {
    const now = standing();
    const { title, speaker, signals_s, questions_s } = talks[now.at];
    return {
      ...{ title, speaker, signals_s, questions_s },
      phase: now.phase,
      left_s: now.left_s,
      running: now.phase === "talk" || now.phase === "questions",
      wall: frame.clock.wall(),
      signal_s: signals.words ? signal_s : null,
      when: now.phase === "before" || now.phase === "waiting" ? face(talks, now).more : "",
    };
  };
  const card = buildCard(document, CARD_CSS);
  const cards = openWindows({ home: room.home, state: cardState, driving: () => session.driving, signal });
  /** Put the card up instead of the page, or take it down. @param {boolean} up */
  const hold = (up) => {
    carded = up;
    setAttr(element, "data-card", up);
    show();
  };
  /** @param {number} by_s @param {Event} event */
  const extend = (by_s, event) => {
    if (!session.going) return;
    session.mark("extend", event, "", String(by_s));
    session.tell(`${by_s > 0 ? "one minute more" : "one minute less"}`);
    ready();
  };
  const acts = {
    start: (/** @type {Event} */ event) => acts.pause(event),
    /** Start, pause, go on: whatever is next for the clock. */
    pause(/** @type {Event} */ event) {
      const { phase, at } = standing();
      if (!session.book) {
        const late_s = lateness(room.starts_at, frame.clock.wall());
        session.begin("delivery", talks[0].key, event, late_s === null ? "" : late_s.toFixed(1));
        ready();
        say(`${talks[0].title} begins`);
        frame.focus();
      } else if (phase === "over") {
        session.goOn();
        ready();
      } else {
        const running = phase === "talk" || phase === "questions";
        session.mark(running ? "pause" : "resume", event);
        say(running ? "Paused" : `${talks[at].title} ${phase === "waiting" ? "begins" : "goes on"}`);
      }
    },
    questions(/** @type {Event} */ event) {
      const { phase } = standing();
      if (phase !== "talk" && phase !== "questions") return;
      session.mark(phase === "talk" ? "question" : "answer", event);
      ready();
      say(phase === "talk" ? "Questions" : "Back to the talk");
    },
    next: (/** @type {Event} */ event) => turn(1, event),
    back: (/** @type {Event} */ event) => turn(-1, event),
    more: (/** @type {Event} */ event) => extend(STEP_S, event),
    less: (/** @type {Event} */ event) => extend(-STEP_S, event),
    card() {
      hold(!carded);
      if (carded !== (document.fullscreenElement === element)) frame.full();
      frame.focus();
    },
    window() {
      if (!cards.open()) {
        session.tell(
          `this browser blocked the speaker’s window: allow pop-ups for ${location.host || "this page"}, then press W again`,
        );
      }
    },
    save() {
      const name = `${room.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "session"}.csv`;
      download(name, toCsv(talks, standing().lines));
    },
    full: frame.full,
    stop(/** @type {Event} */ event) {
      if (!session.going) return;
      session.mark("stop", event);
      hold(false);
      frame.leaveFull();
      say("The session is over");
    },
  };
  const view = buildView(room, talks, acts, (on) => {
    beeps = on;
  });
  const once = (/** @type {(event: Event) => void} */ act) => (/** @type {KeyboardEvent} */ event) => {
    if (!event.repeat && (session.driving || act === acts.full || act === acts.card)) act(event);
  };
  /** @type {Record<string, import("../shared/keys.js").Handler>} */
  const keys = {
    Space: once(acts.pause),
    p: once(acts.pause),
    q: once(acts.questions),
    ArrowRight: once(acts.next),
    PageDown: once(acts.next),
    ArrowLeft: once(acts.back),
    PageUp: once(acts.back),
    e: once(acts.more),
    "+": once(acts.more),
    "-": once(acts.less),
    c: once(acts.card),
    w: once(acts.window),
    f: once(acts.full),
    Escape() {
      if (carded) hold(false);
      frame.leaveFull();
    },
    // A presenter's stick sends them; a reload would take the clock away.
    F5: () => {},
    "Shift+F5": () => {},
  };
  captureKeys(element, () => keys, { signal });

  /** A session that was broken off: go on, or begin another. */
  const offer = () => {
    const { offered } = session;
    if (!offered) return null;
    const { at, lines } = sessionState(talks, offered.saved.marks, offered.t_s, room.breaks);
    const choose = (/** @type {() => void} */ act) => () => {
      act();
      frame.focus();
    };
    const main = "pacer-button pacer-button-main";
    return h(
      "section",
      { class: "room-panel", "aria-label": "An unfinished session" },
      h("h3", { class: "room-heading", text: "An unfinished session" }),
      h("p", { text: `It broke off at ${talks[at].title}, ${words(lines[at].talk_s)} spoken. Nothing recorded is lost.` }),
      h(
        "div",
        { class: "room-row" },
        h("button", { class: main, type: "button", onclick: choose(session.resumeOffered) }, "Go on"),
        h("button", { class: "pacer-button", type: "button", onclick: choose(session.keepOffered) }, "Begin another"),
      ),
    );
  };

  /** @type {unknown} */ let offered = null;
  function show() {
    if (session.book || !session.offered) {
      frame.put(carded ? card.element : view.element);
      offered = null;
    } else if (offered !== session.offered) {
      ({ offered } = session);
      frame.put(/** @type {HTMLElement} */ (offer()));
    }
    cards.tell();
    paint();
  }

  function paint() {
    const now = standing();
    if (carded) {
      const state = cardState();
      card.paint(state, cardFace(state, state.wall));
    } else view.paint(now, { driving: session.driving, signal: signals.words, wall: frame.clock.wall() });
    const { book } = session;
    const saved = book && !session.going && book.run_id ? `logged as ${book.run_id}` : "";
    frame.paintFoot(saved);
  }

  function tick() {
    const { phase, left_s } = standing();
    if (phase === "talk" || phase === "questions") {
      const given = signals.ring(left_s);
      if (given !== null) {
        signal_s = given;
        cards.tell();
        say(signals.words);
        if (beeps) beep(given === 0 ? 2 : 1);
      }
    }
    cards.tick(frame.clock.ticks());
    paint();
  }

  // Who leaves the full screen by the browser's own key takes the card down, too.
  document.addEventListener("fullscreenchange", () => carded && !document.fullscreenElement && hold(false), { signal });
  frame.open();
  ready();
}
