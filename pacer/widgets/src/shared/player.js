// A stretch of a take: asked for, played, stopped.
import { text as clock } from "./clock.js";
import { h, setText } from "./dom.js";

/** A kernel that says nothing for so long is busy, or gone. */
const PATIENCE_MS = 8000;

/**
 * @param {(question: {number: number, run_id: string, spans: number[][]}) => void} ask
 * @param {() => void} changed it began or ended
 */
export function player(ask, changed) {
  const audio = new Audio();
  const about = h("span", { class: "about" });
  const time = h("span", { class: "time" });
  const element = h("p", { class: "playing", hidden: true }, about, time);
  let number = 0;
  let playing = "";
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let waiting;

  const tell = () => setText(time, `${clock(audio.currentTime)} of ${clock(audio.duration)}`);
  audio.addEventListener("timeupdate", tell);
  audio.addEventListener("ended", stop);

  function forget() {
    clearTimeout(waiting);
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
    element.hidden = false;
  }

  return {
    element,
    stop,
    /** What is playing or asked for; "" while silent. */
    playing: () => playing,
    /** @param {string} id @param {string} label @param {string} run @param {number[][]} spans */
    listen(id, label, run, spans) {
      stop();
      playing = id;
      setText(about, label);
      setText(time, "…");
      element.hidden = false;
      waiting = setTimeout(refuse, PATIENCE_MS, "The kernel does not answer: it is busy, or was restarted");
      ask({ number, run_id: run, spans });
      changed();
    },
    /** @param {import("../protocol").Clip} clip @param {DataView} [data] */
    async heard(clip, data) {
      if (clip.number !== number) return;
      if (!data?.byteLength) return refuse(clip.reason || "There is no sound of this stretch");
      forget();
      audio.src = URL.createObjectURL(new Blob([/** @type {DataView<ArrayBuffer>} */ (data)], { type: clip.mime }));
      try {
        await audio.play();
        tell();
      } catch {
        if (clip.number === number) refuse("The browser did not play it: press Listen once more");
      }
    },
  };
}
