// The link to the kernel: whether it is there, and messages that may be asked for again.

/**
 * @typedef {"live"|"busy"|"lost"} Status live: the kernel answers; busy: it is there but does
 *   not answer yet; lost: it restarted, died, or the network is gone
 *
 * @typedef {object} Model what anywidget hands to `render`, as far as it is used here
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} [set]
 * @property {() => void} [save_changes]
 * @property {(content: any, callbacks?: any, buffers?: any) => void} send by `send` below alone
 * @property {(event: string, handler: (...args: any[]) => void) => void} on
 * @property {(event?: string|null, handler?: any) => void} off
 * @property {any} [widget_manager]
 */

/** After so many milliseconds without an answer the kernel counts as busy. */
export const PATIENCE_MS = 1500;

/** All that Python sends. @type {Record<import("../protocol").ToPage["type"], true>} */
const KNOWN = {
  "held-elsewhere": true,
  "pictures-ready": true,
  "audio-done": true,
  "audio-stored": true,
  "live-speech": true,
  "live-words": true,
  "take-level": true,
  transcribing: true,
  acked: true,
  clip: true,
  discarded: true,
  dropped: true,
  "file-state": true,
  forecast: true,
  microphones: true,
  notice: true,
  picture: true,
  pong: true,
  refused: true,
  "room-opened": true,
  "run-review": true,
  tellings: true,
  welcome: true,
  written: true,
};

/**
 * Send a message to Python: the one place where a page does.
 * @param {Model} model
 * @param {import("../protocol").FromPage} message
 * @param {ArrayBuffer[]} [buffers]
 */
export function send(model, message, buffers) {
  try {
    // eslint-disable-next-line no-restricted-syntax -- the one place
    model.send(message, undefined, buffers);
  } catch {
    // The connection is closed; what matters is kept, and sent again.
  }
}

/** What was not understood, in words. @param {import("../protocol").Dropped} dropped */
export const droppedWords = ({ about, count, reason }) =>
  `${count === 1 ? "a message" : `${count} messages`} between this page and Python came to nothing` +
  ` (${about ? `${about}: ` : ""}${reason}): run the cell again`;

/**
 * Listen for Python's messages until the signal is aborted. One that is not known is handed on as
 * dropped, so that it is shown.
 * @param {Model} model
 * @param {(message: import("../protocol").ToPage, buffers: DataView[]) => void} handler
 * @param {AbortSignal} signal
 */
export function onMessage(model, handler, signal) {
  let count = 0;
  const listen = (/** @type {any} */ content, /** @type {DataView[]} */ buffers) => {
    if (Object.hasOwn(KNOWN, String(content?.type))) return handler(content, buffers ?? []);
    count += 1;
    const about = String(content?.type ?? "").slice(0, 40);
    return handler({ type: "dropped", about, count, reason: "not known to this page" }, []);
  };
  model.on("msg:custom", listen);
  signal.addEventListener("abort", () => model.off("msg:custom", listen));
}

/**
 * Show all of a room anew whenever what it was built from changes, as when a run ended elsewhere.
 * @param {(context: {model: any, el: HTMLElement}) => (() => void)|undefined} render
 * @param {string} name the state to watch
 */
export const shownAnew = (render, name) => (/** @type {{model: any, el: HTMLElement}} */ context) => {
  let leave = render(context);
  const again = () => {
    leave?.();
    context.el.replaceChildren();
    leave = render(context);
  };
  context.model.on(`change:${name}`, again);
  return () => {
    context.model.off(`change:${name}`, again);
    leave?.();
  };
};

/**
 * Watch the connection, as far as the page tells: JupyterLab's kernel connection where it can be
 * reached, the browser's network everywhere.
 * @param {Model} model
 * @param {(there: boolean, why: string) => void} changed
 * @param {AbortSignal} signal
 */
export function watchConnection(model, changed, signal) {
  const kernel = model.widget_manager?.kernel;
  let restarted = false;
  const look = () => {
    if (!navigator.onLine) return changed(false, "the network is gone");
    if (restarted) return changed(false, "the kernel restarted");
    const status = kernel?.status;
    if (status === "dead" || kernel?.isDisposed) return changed(false, "the kernel died");
    if (kernel && kernel.connectionStatus !== "connected") {
      return changed(false, "the connection to the kernel is lost");
    }
    return changed(true, "");
  };
  const onStatus = (/** @type {unknown} */ _kernel, /** @type {string} */ status) => {
    // A restarted kernel knows nothing of this widget, however alive it looks.
    if (["restarting", "autorestarting", "terminating"].includes(status)) restarted = true;
    look();
  };
  kernel?.statusChanged?.connect(onStatus);
  kernel?.connectionStatusChanged?.connect(look);
  kernel?.disposed?.connect(look);
  for (const name of ["online", "offline"]) window.addEventListener(name, look, { signal });
  signal.addEventListener("abort", () => {
    kernel?.statusChanged?.disconnect(onStatus);
    kernel?.connectionStatusChanged?.disconnect(look);
    kernel?.disposed?.disconnect(look);
  });
  look();
}
