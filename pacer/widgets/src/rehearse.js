// The rehearsal room, as anywidget loads it.
import { openRoom } from "./rehearse/room.js";

export default {
  /** @param {{model: import("./shared/link.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    const life = new AbortController();
    openRoom({ model, el, signal: life.signal });
    return () => life.abort();
  },
};
