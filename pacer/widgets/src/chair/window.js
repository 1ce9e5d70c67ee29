// The speaker's own window: a pop-up with the card, driven over a BroadcastChannel. Its clock goes
// on by itself, so that it outlives a reload of the page; when it is reloaded it is filled anew.
import { buildCard, cardFace, CARD_CSS } from "./card.js";

/** The page shows itself so often; silent for much longer, it is gone. */
export const BEAT_MS = 1000;

/**
 * What runs in the window. It stands alone, as the functions it is given do.
 * @param {string} channel_name
 * @param {typeof buildCard} build
 * @param {typeof cardFace} face
 * @param {string} css
 */
export function runWindow(channel_name, build, face, css) {
  const channel = new BroadcastChannel(channel_name);
  const card = build(document, css);
  document.body.replaceChildren(card.element);
  /** @type {import("./card.js").CardState|null} */ let state = null;
  let heard = Date.now();
  const paint = () => {
    if (!state) return;
    const lost = Date.now() - heard > 5000;
    card.paint(state, face(state, Date.now()), lost ? "the chair's page does not answer; the clock goes on" : "");
  };
  channel.onmessage = ({ data }) => {
    if (data?.type !== "card") return;
    ({ state } = data);
    heard = Date.now();
    paint();
  };
  setInterval(paint, 100);
  addEventListener("keydown", (event) => {
    if (event.key === "F5") event.preventDefault();
    if (event.key === "f" || event.key === "F") {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen?.().catch(() => {});
    }
  });
  addEventListener("dblclick", () => document.documentElement.requestFullscreen?.().catch(() => {}));
  channel.postMessage({ type: "here" });
}

/**
 * @param {object} options
 * @param {string} options.home a name that no other session has
 * @param {() => import("./card.js").CardState} options.state
 * @param {() => boolean} options.driving whether this page drives the session
 * @param {AbortSignal} options.signal
 */
export function openWindows({ home, state, driving, signal }) {
  const name = `pacer.card.${home}`;
  /** @type {Window|null} */ let shown = null;
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
  let beat_ms = -Infinity;

  const tell = () => {
    if (driving()) channel?.postMessage({ type: "card", state: state() });
  };
  /** Fill a window that is empty, as a new one is, and one that was reloaded. */
  const fill = () => {
    try {
      if (!shown || shown.closed || shown.document.readyState !== "complete") return;
      const { document: there } = shown;
      const { dataset } = there.documentElement;
      if (dataset.pacer) return;
      dataset.pacer = "card";
      there.title = "The speaker's card";
      there.documentElement.lang = "en";
      const style = there.createElement("style");
      style.textContent = "html, body { height: 100%; margin: 0; background: #12161c }";
      const script = there.createElement("script");
      const given = [JSON.stringify(name), String(buildCard), String(cardFace), JSON.stringify(CARD_CSS)];
      script.textContent = `(${runWindow})(${given.join(", ")})`;
      there.head.append(style, script);
    } catch {
      shown = null; // it has gone elsewhere
    }
  };
  channel?.addEventListener("message", ({ data }) => {
    if (data?.type !== "here") return;
    // A window of this session before the page was reloaded: it is known by its name.
    shown ??= window.open("", name);
    tell();
  });
  signal.addEventListener("abort", () => channel?.close());
  return {
    /** @returns {boolean} whether there is one now; a browser may not allow it */
    open() {
      shown = window.open("", name, "popup,width=960,height=600");
      if (!shown || !channel) return false;
      fill();
      // A page whose rules allow no script in it cannot have a clock there.
      if (!shown?.document.querySelector(".chair-card-whole")) return false;
      shown.focus();
      tell();
      return true;
    },
    /** The card has changed. */
    tell,
    /** Some time has passed. @param {number} ticks */
    tick(ticks) {
      fill();
      if (ticks - beat_ms < BEAT_MS) return;
      beat_ms = ticks;
      tell();
    },
  };
}
