// The sound of a run, from this computer's microphone (the kernel records) or the browser's (the
// page records and sends chunks, numbered by the bytes before them, until the kernel has them).
import { token } from "../shared/token.js";

/**
 * @typedef {"none"|"kernel"|"browser"} From
 * @typedef {{from: From, device: number|null, words?: boolean}} Choice `words`: a minute, live
 *
 * @typedef {object} Level
 * @property {string} state "" while nothing records
 * @property {number} peak_db below full scale: 0 the loudest
 * @property {boolean} clipping
 * @property {number} lost_blocks
 * @property {number} lost_s
 * @property {string} message
 *
 * @typedef {ReturnType<typeof openAudio>} Sound
 */

/** @type {Level} */
const SILENT = { state: "", peak_db: -99, clipping: false, lost_blocks: 0, lost_s: 0, message: "" };
const PINGS = 6;
const ALIVE_MS = 5000;
const CHUNK_MS = 1000;
const RESEND_MS = 4000;
/** As loud as this is too loud. */
const CLIPS_DB = -0.1;

/**
 * @param {object} options
 * @param {(message: import("../protocol").FromPage, buffers?: ArrayBuffer[]) => void} options.post
 * @param {string} options.page
 * @param {() => number} options.ticks milliseconds
 * @param {() => void} options.changed
 * @param {MediaDevices|undefined} [options.media] undefined where the browser allows none
 */
export function openAudio({ post, page, ticks, changed, media = navigator.mediaDevices }) {
  let level = SILENT;
  let run_token = "";
  /** @type {import("../protocol").Microphone[]|null} */ let devices = null;
  let why_none = "";
  let pinged = 0;
  /** The kernel's clock minus the page's, in seconds, by the quickest answer. */
  let offset_s = NaN;
  let quickest_ms = Infinity;
  let alive_ms = 0;
  /** @type {(() => void)|null} */ let waiting = null;
  /** @type {ReturnType<typeof record>|null} */ let own = null;

  const ping = () => {
    pinged += 1;
    alive_ms = ticks();
    post({ type: "ping", page, at: ticks() });
  };

  return {
    /** @returns {Level} */
    get level() {
      return own ? own.level() : level;
    },
    get devices() {
      return devices;
    },
    /** Why there are none, "" where there are. */
    get why_none() {
      return why_none;
    },
    browser: Boolean(media) && typeof MediaRecorder !== "undefined",
    /** Ask what microphones there are, and what time the kernel has. */
    look() {
      post({ type: "list-microphones", page });
      pinged = 0;
      ping();
    },
    /**
     * Record the run with this token; its zero is when its clock, which is this page's, was 0:00.
     * @param {Choice} choice
     * @param {string} of the run's token
     * @param {() => number} zero_s
     */
    start({ from, device, words = false }, of, zero_s) {
      run_token = of;
      level = SILENT;
      if (from !== "none") post({ type: "listen-take", page, token: of, words });
      if (from === "kernel") {
        const begin = () => post({ type: "start-take", page, token: of, device, zero: zero_s() + offset_s });
        if (Number.isFinite(offset_s)) begin();
        else {
          waiting = begin;
          pinged = 0;
          ping();
        }
      }
      if (from === "browser" && media) {
        const now_s = () => ticks() / 1000 - zero_s();
        own = record({ media, post, page, token: of, now_s, ticks, changed });
      }
    },
    stop() {
      if (!run_token) return;
      waiting = null;
      if (own) own.stop();
      else if (level.state) post({ type: "stop-take", page, token: run_token });
      run_token = "";
    },
    /** @param {import("../protocol").ToPage} message @returns {boolean} whether it was about sound */
    hear(message) {
      switch (message.type) {
        case "pong": {
          if (message.page !== page) return true;
          const trip_ms = ticks() - message.at;
          if (trip_ms < quickest_ms) {
            quickest_ms = trip_ms;
            offset_s = message.ticks - (message.at + trip_ms / 2) / 1000;
          }
          if (pinged < PINGS) ping();
          else {
            waiting?.();
            waiting = null;
          }
          return true;
        }
        case "microphones":
          ({ devices, reason: why_none } = message);
          break;
        case "take-level":
          level = message;
          break;
        case "audio-stored":
          own?.heard(message);
          break;
        case "audio-done":
          level = { ...SILENT, state: "stopped", message: message.reason };
          own = null;
          break;
        default:
          return false;
      }
      changed();
      return true;
    },
    tick() {
      // A microphone that no page asks about any more is closed after a while.
      if (level.state === "recording" && ticks() - alive_ms > ALIVE_MS) ping();
      own?.tick();
    },
    close() {
      own?.stop();
    },
  };
}

/**
 * Record with the browser's microphone.
 * @param {object} options
 * @param {MediaDevices} options.media
 * @param {(message: import("../protocol").FromPage, buffers?: ArrayBuffer[]) => void} options.post
 * @param {string} options.page
 * @param {string} options.token
 * @param {() => number} options.now_s the run's clock
 * @param {() => number} options.ticks
 * @param {() => void} options.changed
 */
function record({ media, post, page, token: of, now_s, ticks, changed }) {
  const session = token();
  /** @type {Level} */ let level = { ...SILENT, state: "starting" };
  /** @type {{offset: number, data: ArrayBuffer}[]} */ let queue = [];
  let made = 0; // bytes so far
  let kept = 0; // of them on the kernel's disk
  let sent_ms = 0;
  let starts_s = 0;
  let mime = "";
  let over = false;
  let refused = false;
  /** @type {MediaRecorder|null} */ let recorder = null;
  /** @type {MediaStream|null} */ let stream = null;
  /** @type {AnalyserNode|null} */ let ear = null;
  /** @type {AudioContext|null} */ let audio = null;

  /** @param {{offset: number, data: ArrayBuffer}} chunk */
  const send = ({ offset, data }) => {
    sent_ms = ticks();
    post({ type: "add-audio", page, token: of, session, offset, starts_s, mime }, [data]);
  };
  const finish = () => {
    if (over && !queue.length && recorder?.state === "inactive") {
      post({ type: "end-audio", page, token: of, session });
    }
  };
  const release = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    audio?.close().catch(() => {});
  };
  /** @param {unknown} error */
  const fail = (error) => {
    const denied = error instanceof DOMException && error.name === "NotAllowedError";
    const message = denied
      ? "the browser was not allowed to use the microphone: allow it beside the address"
      : `the browser's microphone cannot be used (${error instanceof Error ? error.message : error})`;
    level = { ...SILENT, state: "failed", message };
    release();
    changed();
  };

  const begin = async () => {
    // As the room hears it: nothing evened out.
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    stream = await media.getUserMedia({ audio: plain });
    if (over) return release();
    const types = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
    recorder = new MediaRecorder(stream, { mimeType: types.find((type) => MediaRecorder.isTypeSupported(type)) });
    ({ mimeType: mime } = recorder);
    recorder.addEventListener("start", () => {
      starts_s = Math.max(0, now_s());
      level = { ...level, state: "recording" };
    });
    recorder.addEventListener("dataavailable", async ({ data }) => {
      if (!data.size || refused) return;
      const chunk = { offset: made, data: await data.arrayBuffer() };
      made += chunk.data.byteLength;
      queue.push(chunk);
      send(chunk);
    });
    recorder.addEventListener("stop", () => {
      release();
      setTimeout(finish, 0);
    });
    for (const track of stream.getTracks()) {
      track.addEventListener("ended", () => {
        level = { ...level, message: "the microphone went away; the sound until then is kept" };
      });
    }
    recorder.start(CHUNK_MS);
    audio = new AudioContext();
    ear = audio.createAnalyser();
    audio.createMediaStreamSource(stream).connect(ear);
  };
  begin().catch(fail);

  const samples = new Float32Array(2048);
  return {
    level() {
      if (!ear || level.state !== "recording") return level;
      ear.getFloatTimeDomainData(samples);
      let peak = 0;
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      const peak_db = peak > 1e-5 ? 20 * Math.log10(peak) : -99;
      return { ...level, peak_db, clipping: peak_db > CLIPS_DB };
    },
    /** @param {import("../protocol").AudioStored} stored */
    heard({ session: about, size, reason, final }) {
      if (about !== session || refused) return;
      level = { ...level, message: reason };
      if (final) {
        // Never taken, however often it is sent: what is safe is all there will be.
        refused = true;
        queue = [];
        level = { ...SILENT, state: "failed", message: reason };
        this.stop();
        return;
      }
      // What the kernel has is let go; from there on it is sent again.
      if (!reason) kept = size;
      queue = queue.filter(({ offset, data }) => offset + data.byteLength > kept);
      finish();
    },
    tick() {
      if (queue.length && ticks() - sent_ms > RESEND_MS) queue.forEach(send);
    },
    stop() {
      over = true;
      if (recorder && recorder.state !== "inactive") recorder.stop();
      else release();
    },
  };
}

/** How the sound does, in words. @param {Level} level */
export function soundWords({ state, clipping, lost_blocks, lost_s, message }) {
  if (message) return message;
  if (state === "starting") return "microphone opening…";
  if (state !== "recording") return "";
  if (clipping) return "recording; too loud";
  if (lost_blocks) return `recording; ${lost_s.toFixed(1)} s lost in ${lost_blocks} gaps, kept as silence`;
  return "recording";
}

/** A level as a share of the meter. @param {number} peak_db */
export const meterShare = (peak_db) => Math.max(0, Math.min(1, (peak_db + 60) / 60));
