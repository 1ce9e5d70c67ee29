// What every room that times something is framed by: its element, its last line, the session
// below and the kernel beyond. The room puts its pages in.
import { h } from "../shared/dom.js";
import { droppedWords, onMessage, send, watchConnection } from "../shared/connection.js";
import { isWriting, keyName } from "../shared/keys.js";
import { takeKeys } from "./focus.js";
import { buildFooter } from "./footer.js";
import { BROWSER, openController } from "./controller.js";
import { localStore, openShelf } from "./storage.js";
import { linkStatus } from "./status.js";

const TICK_MS = 200;

/** @typedef {ReturnType<typeof openShell>} Frame */

/**
 * @param {object} options
 * @param {import("../shared/connection.js").Model} options.model
 * @param {HTMLElement} options.el
 * @param {AbortSignal} options.signal aborted when the view goes
 * @param {string} options.label
 * @param {string} options.name a class
 * @param {() => void} options.show something else is to be shown
 * @param {() => void} options.tick some time has passed
 * @param {(message: import("../protocol").ToPage, buffers: DataView[]) => void} [options.receive]
 *   what is not about the run
 * @param {() => Record<string, import("../shared/keys.js").Handler>|null} [options.stick] what a
 *   presenter's stick does while the keys are elsewhere; null where nothing
 * @param {import("./controller.js").Clock} [options.clock]
 * @param {Storage|null} [options.storage]
 */
export function openShell({
  model,
  el,
  signal,
  label,
  name,
  show,
  tick,
  receive,
  stick = () => null,
  clock = BROWSER,
  storage = localStore(),
}) {
  const room = model.get("room");
  /** @type {(message: import("../protocol").FromPage, buffers?: ArrayBuffer[]) => void} */
  const post = (message, buffers) => send(model, message, buffers);
  const shelf = openShelf(storage, room.home, clock.wall);
  const session = openController({ room, shelf, post, changed: show, clock });
  let lost = "";
  let warning = "";

  const element = h("div", {
    class: `pacer room ${name}`,
    role: "region",
    "aria-label": label,
    tabindex: "0",
  });
  /** Give the keys to the room. */
  const focus = () => element.focus({ preventScroll: true });
  const foot = buildFooter({
    take() {
      session.takeOver();
      focus();
    },
  });
  element.append(h("div"), foot.element);

  const frame = {
    room,
    clock,
    session,
    shelf,
    element,
    foot,
    post,
    focus,
    say: foot.say,
    /** Put up a page, unless it is up. @param {HTMLElement} page */
    put(page) {
      if (element.firstElementChild !== page) element.firstElementChild?.replaceWith(page);
    },
    status: () => linkStatus({ book: session.book, lost, silent_ms: session.silent_ms }),
    /** @param {string} [otherwise] what to tell where there is nothing more pressing */
    paintFoot(otherwise = "") {
      foot.paint(frame.status(), {
        notice: session.notice || warning || (session.watched ? "another view looks on" : otherwise),
        keysLost: session.driving && !element.contains(document.activeElement),
        lookingOn: session.going && !session.driving,
      });
    },
    full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else {
        const asked = element.requestFullscreen?.();
        asked?.catch(() => session.tell("this browser allows no full screen here"));
      }
    },
    leaveFull() {
      if (document.fullscreenElement === element) document.exitFullscreen();
    },
    /** Begin: look what there is to go on with, and say hello to the kernel. */
    open() {
      el.replaceChildren(element);
      session.lookAround();
      show();
      takeKeys(element, signal);
      post({ type: "hello", page: session.page });
    },
  };

  onMessage(
    model,
    (message, buffers) => {
      if ("warning" in message) ({ warning } = message);
      switch (message.type) {
        case "welcome":
          if (message.page === session.page) session.welcome(message);
          break;
        case "acked":
        case "refused":
        case "held-elsewhere":
          session.hear(message);
          break;
        case "discarded":
          session.tell(
            message.where ? `discarded; it lies in ${message.where} until you delete it` : "discarded",
          );
          break;
        case "notice":
          session.tell(message.text);
          break;
        case "dropped":
          session.misunderstood(message.about, droppedWords(message));
          break;
        default:
          receive?.(message, buffers);
      }
    },
    signal,
  );
  watchConnection(
    model,
    (there, why) => {
      const again = there && lost !== "";
      lost = there ? "" : why;
      if (again) session.reach();
      frame.paintFoot();
    },
    signal,
  );
  const pass = () => {
    session.tick();
    tick();
  };
  const timer = setInterval(pass, TICK_MS);
  document.addEventListener("visibilitychange", pass, { signal });
  for (const kind of ["focusin", "focusout"]) {
    element.addEventListener(kind, () => frame.paintFoot(), { signal });
  }
  element.addEventListener(
    "click",
    (event) => {
      // A button pressed by mouse or touch gives the keys back: Space would press it again.
      const pressed = event.target instanceof Element && event.target.closest("button");
      if (pressed && event.detail > 0 && session.going) focus();
    },
    { signal },
  );
  // While a run is on, a stick drives it wherever the keys are; its start button reloads nothing.
  window.addEventListener(
    "keydown",
    (event) => {
      const { target } = event;
      if (!session.going || event.defaultPrevented || !(target instanceof Element)) return;
      if (element.contains(target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const name = keyName(event);
      if (event.key === "F5") event.preventDefault();
      const act = isWriting(target) || target.closest(".pacer") ? undefined : stick()?.[name];
      if (!act) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act(event);
    },
    { signal, capture: true },
  );
  window.addEventListener("pagehide", session.release, { signal });
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    session.release();
  });
  return frame;
}
