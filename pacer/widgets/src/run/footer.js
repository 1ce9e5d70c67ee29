// The room's last line: whether all is saved, and what there is to know.
import { announcer, h, setAttr, setText } from "../shared/dom.js";

/** @param {{take: () => void}} acts */
export function buildFooter(acts) {
  const link = h("span", { class: "room-link" });
  const notice = h("span", { class: "room-notice" });
  const hint = h("span", { class: "room-hint", text: "the keys are elsewhere: click here" });
  const take = h(
    "button",
    { class: "pacer-button pacer-button-main", type: "button", onclick: acts.take },
    "Take over here",
  );
  const voice = announcer();
  const element = h(
    "div",
    { class: "room-foot" },
    h("span", { class: "room-dot", "aria-hidden": "true" }),
    link,
    notice,
    hint,
    take,
    voice.element,
  );
  const meter = h("div", { class: "room-meter-fill" });
  const sound = h(
    "span",
    { class: "room-sound", hidden: true },
    h("span", { class: "room-meter", "aria-hidden": "true" }, meter),
    h("span", { class: "room-sound-words" }),
  );
  element.insertBefore(sound, notice);
  return {
    element,
    say: voice.say,
    /**
     * How the recording does.
     * @param {string} words "" for none
     * @param {number} share of the meter
     * @param {boolean} bad
     */
    hear(words, share, bad) {
      sound.hidden = !words;
      setText(/** @type {Element} */ (sound.lastElementChild), words);
      meter.style.transform = `scaleX(${share.toFixed(3)})`;
      setAttr(sound, "data-bad", bad);
    },
    /**
     * @param {import("./status.js").Status} status
     * @param {{notice: string, keysLost: boolean, lookingOn: boolean}} facts
     */
    paint(status, facts) {
      setText(link, status.text);
      setAttr(element, "data-tone", status.tone);
      setText(notice, facts.notice);
      hint.hidden = !facts.keysLost;
      take.hidden = !facts.lookingOn;
    },
  };
}
