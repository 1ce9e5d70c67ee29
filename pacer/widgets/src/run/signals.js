// What a chair would signal: minutes left, as words and colour, and a sound where wanted.
import { words } from "../shared/clock.js";

/**
 * The signal that is due now, if any.
 * @param {number} left_s
 * @param {readonly number[]} signals_s seconds left at which to signal
 * @param {readonly number[]} given those already given
 * @returns {{left_s: number, words: string}|null} of several that passed at once the latest
 */
export function signalAt(left_s, signals_s, given) {
  const due = signals_s.filter((at) => left_s <= at && !given.includes(at));
  if (!due.length) return null;
  const at = Math.min(...due);
  return { left_s: at, words: at === 0 ? "Time" : `${words(at)} left` };
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
