// The slides full screen in a window of their own, for the projector. The room builds that window's
// page and drives it directly, so it follows at once, with no kernel between them. Reloaded, the
// window is built again; and a room that was reloaded finds its window by name.
import { h } from "../shared/dom.js";
import { cardLines } from "../shared/card.js";

/** @typedef {import("./progress.js").Row} Row */

/** How a blocked window is told, with what to do about it. */
export const BLOCKED =
  "the browser blocked the audience window: allow pop-ups for this address (the icon at the end of the address bar), then press Shift+W again";

const STYLE = `
  * { box-sizing: border-box; }
  html, body { margin: 0; height: 100%; background: #000; overflow: hidden; cursor: none; }
  body { display: grid; place-items: center; font-family: system-ui, sans-serif; }
  body:focus { outline: none; }
  img { width: 100vw; height: 100vh; object-fit: contain; display: block; }
  main { width: min(100vw, 177.78vh); aspect-ratio: 16 / 9; padding: 6% 7%; color: #111; background: #fff;
    overflow: hidden; }
  main h1 { margin: 0 0 .6em; font-size: min(5.2vw, 9.2vh); line-height: 1.15; overflow-wrap: anywhere; }
  main p { margin: 0 0 .5em; font-size: min(2.8vw, 5vh); line-height: 1.35; overflow-wrap: anywhere; }
  [hidden] { display: none !important; }
  .hint { position: fixed; bottom: 4vh; left: 50%; transform: translateX(-50%); padding: .6em 1.2em;
    border-radius: .6em; color: #fff; background: rgb(0 0 0 / 78%); font-size: 18px; white-space: nowrap; }
  @media (display-mode: fullscreen) { .hint { display: none; } }
`;
const MARK = "pacerAudience";

/**
 * @param {object} options
 * @param {string} options.home the talk's, in the window's name
 * @param {string} options.title
 * @param {(event: KeyboardEvent) => void} options.key a key pressed there
 * @param {(text: string) => void} options.tell
 * @param {AbortSignal} options.signal
 */
export function openAudience({ home, title, key, tell, signal }) {
  const name = `pacer-audience-${home}`;
  const remembered = `pacer.audience.${home}`;
  /** @type {Window|null} */ let there = null;
  /** @type {{row: Row, picture: string|null, black: boolean}|null} */ let up = null;
  /** @type {{picture: HTMLImageElement, words: HTMLElement, title: HTMLElement, lines: HTMLElement, hint: HTMLElement}|null} */
  let parts = null;
  let drawn = "";

  const remember = (/** @type {boolean} */ on) => {
    try {
      if (on) sessionStorage.setItem(remembered, "1");
      else sessionStorage.removeItem(remembered);
    } catch {
      // A window that is not remembered is opened again by hand.
    }
  };
  const wasOpen = () => {
    try {
      return sessionStorage.getItem(remembered) !== null;
    } catch {
      return false;
    }
  };

  /** Make the window's page, and show the slide that is up. */
  const build = () => {
    const page = there?.document;
    if (!page?.body) return;
    page.open();
    page.write("<!doctype html><html lang='en'><head><meta charset='utf-8'></head><body></body></html>");
    page.close();
    page.title = `${title}: slides`;
    parts = {
      picture: h("img", { alt: "", hidden: true }),
      title: h("h1", {}),
      lines: h("div", {}),
      words: h("main", { hidden: true }),
      hint: h("p", { class: "hint", text: "Drag this window to the projector, then click or press F for full screen" }),
    };
    parts.words.append(parts.title, parts.lines);
    page.head.append(h("style", { text: STYLE }));
    page.body.append(parts.picture, parts.words, parts.hint);
    page.body.dataset[MARK] = "1";
    page.body.tabIndex = -1;
    const full = () => {
      if (!page.fullscreenElement) page.documentElement.requestFullscreen?.().catch(() => {});
    };
    page.addEventListener("click", full);
    page.addEventListener("fullscreenchange", () => {
      if (parts) parts.hint.hidden = Boolean(page.fullscreenElement);
    });
    page.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // Esc leaves full screen, as everywhere; the rest drives the room.
      if (event.key === "Escape") return;
      event.preventDefault();
      if (event.key.toLowerCase() !== "f") key(event);
      else if (page.fullscreenElement) page.exitFullscreen();
      else full();
    });
    drawn = "";
    draw();
  };

  const draw = () => {
    if (!parts || !up) return;
    const { row, picture, black } = up;
    const look = [row.key, picture, black].join("\u0000");
    if (look === drawn) return;
    drawn = look;
    parts.picture.hidden = black || !picture;
    parts.words.hidden = black || Boolean(picture);
    if (picture) parts.picture.src = picture;
    parts.picture.alt = row.title;
    parts.title.textContent = row.title;
    parts.lines.replaceChildren(...cardLines(row).map((line) => h("p", { text: line })));
  };

  /** Whether its page is still what was built: a reload empties it. */
  const isBuilt = () => {
    try {
      return there?.document?.body?.dataset[MARK] === "1";
    } catch {
      return true; // it went elsewhere: leave it there
    }
  };

  const open = () => {
    if (there && !there.closed) {
      there.focus();
      return;
    }
    there = window.open("", name, "popup,width=1280,height=720");
    if (!there) {
      tell(BLOCKED);
      return;
    }
    remember(true);
    build();
    there.document.body.focus();
    tell("the slides are in a window of their own: drag it to the projector, then F there for full screen");
  };

  // A room that was reloaded takes its window up again.
  if (wasOpen()) {
    there = window.open("", name, "popup,width=1280,height=720");
    if (there) build();
    else remember(false);
  }

  signal.addEventListener("abort", () => {
    parts = null;
  });
  return {
    open,
    get isOpen() {
      return Boolean(there && !there.closed);
    },
    /**
     * Put up a slide.
     * @param {Row|null} row
     * @param {string|null} picture
     * @param {boolean} black
     */
    show(row, picture, black) {
      if (!row) return;
      up = { row, picture, black };
      if (there && !there.closed) draw();
    },
    /** Look after the window: it may have been closed, or reloaded. */
    tick() {
      if (!there) return;
      if (there.closed) {
        there = null;
        parts = null;
        remember(false);
        tell("the audience window is closed; Shift+W opens it again");
      } else if (!isBuilt()) build();
    },
  };
}
