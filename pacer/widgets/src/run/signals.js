// What a chair would signal: minutes left, as words and colour, and a sound where wanted.
import { words } from "../shared/clock.js";

/** So long a signal stays up. */
const SHOWN_MS = 8000;

/**
 * The signal that is due now, if any.
 * @param {number} left_s
 * @param {readonly number[]} signals_s seconds left at which to signal
 * @param {readonly number[]} given those already given
 * @returns {number|null} of several that passed at once the latest
 */
export function signalDue(left_s, signals_s, given) {
  const due = signals_s.filter((at) => left_s <= at && !given.includes(at));
  return due.length ? Math.min(...due) : null;
}

/**
 * Rings at the signals, once each.
 * @param {readonly number[]} signals_s
 * @param {() => number} ticks
 */
export function bell(signals_s, ticks) {
  /** @type {number[]} */ let given = [];
  let shown = "";
  let since_ms = 0;
  return {
    /** Signals passed already say nothing more. @param {number} left_s */
    reset(left_s) {
      given = signals_s.filter((at) => at >= left_s);
      shown = "";
    },
    /** @param {number} left_s @returns {number|null} the signal given just now */
    ring(left_s) {
      const due = signalDue(left_s, signals_s, given);
      if (due === null) return null;
      given = signals_s.filter((at) => at >= due);
      shown = due === 0 ? "Time" : `${words(due)} left`;
      since_ms = ticks();
      return due;
    },
    /** The words to show, "" where none are due. */
    get words() {
      return ticks() - since_ms > SHOWN_MS ? "" : shown;
    },
  };
}

/** @type {AudioContext|undefined} */
let audio;

/**
 * A soft tone, so many times.
 * @param {number} times
 */
export function beep(times) {
  try {
    audio ??= new AudioContext();
    for (let each = 0; each < times; each += 1) {
      const begin = audio.currentTime + each * 0.35;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = 660;
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(0.2, begin + 0.02);
      volume.gain.linearRampToValueAtTime(0, begin + 0.25);
      tone.connect(volume).connect(audio.destination);
      tone.start(begin);
      tone.stop(begin + 0.3);
    }
  } catch {
    // No sound here: the words and the colour remain.
  }
}
