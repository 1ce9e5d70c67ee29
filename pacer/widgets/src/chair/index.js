// Chair mode, as anywidget loads it.
import { openChair } from "./room.js";

export default {
  /** @param {{model: import("../shared/connection.js").Model, el: HTMLElement}} context */
  render({ model, el }) {
    const life = new AbortController();
    openChair({ model, el, signal: life.signal });
    return () => life.abort();
  },
};
