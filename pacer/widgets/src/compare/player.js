// A stretch of a take: asked for, played, stopped.
import { text as clock } from "../shared/clock.js";
import { h, setText } from "../shared/dom.js";

/**
 * @param {(question: {number: number, run: string, spans: import("./table.js").Span[]}) => void} ask
 * @param {() => void} changed it began or ended
 */
export function player(ask, changed) {
  const audio = new Audio();
  const about = h("span", { class: "about" });
  const time = h("span", { class: "time" });
  const stopper = h("button", { type: "button", class: "pacer-button", text: "■ Stop", onClick: stop });
  const element = h("p", { class: "playing", hidden: true }, about, time, stopper);
  let number = 0;
  let playing = "";

  const tell = () => setText(time, `${clock(audio.currentTime)} of ${clock(audio.duration)}`);
  audio.addEventListener("timeupdate", tell);
  audio.addEventListener("ended", stop);

  function forget() {
    audio.pause();
    if (audio.src) URL.revokeObjectURL(audio.src);
    audio.removeAttribute("src");
  }
  function stop() {
    number += 1; // an answer under way comes too late
    forget();
    playing = "";
    element.hidden = true;
    changed();
  }
  /** @param {string} why */
  function refuse(why) {
    stop();
    setText(about, why);
    setText(time, "");
    stopper.hidden = true;
    element.hidden = false;
  }

  return {
    element,
    stop,
    /** What is playing or asked for; "" while silent. */
    playing: () => playing,
    /** @param {string} id @param {string} label @param {string} run @param {import("./table.js").Span[]} spans */
    listen(id, label, run, spans) {
      const again = playing === id;
      stop();
      if (again) return;
      playing = id;
      setText(about, label);
      setText(time, "…");
      stopper.hidden = false;
      element.hidden = false;
      ask({ number, run, spans });
      changed();
    },
    /** @param {{number: number, type: string, text: string}} said @param {DataView} [data] */
    async heard(said, data) {
      if (said.number !== number) return;
      if (!data?.byteLength) return refuse(said.text || "There is no sound of this stretch");
      forget();
      audio.src = URL.createObjectURL(new Blob([/** @type {DataView<ArrayBuffer>} */ (data)], { type: said.type }));
      try {
        await audio.play();
        tell();
      } catch {
        if (said.number === number) refuse("The browser did not play it: press Listen once more");
      }
    },
  };
}
