// The rehearsal room, as anywidget loads it.
import { openRoom } from "./room.js";

export default {
  /** @param {{model: import("../shared/connection.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    const life = new AbortController();
    openRoom({ model, el, signal: life.signal });
    return () => life.abort();
  },
};
