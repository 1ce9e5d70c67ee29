// pacer in JupyterLab: a deck's context menu, a tile of the launcher, commands of the palette, and
// a room as a panel of its own, which is a console whose input is put out of sight.
import { ROOMS, baseName, cell, folderOf, isDeck, versionTrouble, wrongTimes } from "./rooms.js";

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16">
  <g class="jp-icon3" fill="#616161"><path d="M3 3h18v2h-1v9a2 2 0 0 1-2 2h-5v2.1l3.4 2.2-1.1 1.7L12
  20.2 8.7 22l-1.1-1.7L11 18.1V16H6a2 2 0 0 1-2-2V5H3zm3 2v9h12V5z"/><path d="M11 6.5h2v3.1l2.3
  1.4-1 1.6L11 10.7z"/></g></svg>`;
const KEY = "talk-pacer:";

/** The plugin, with the packages of JupyterLab that `load` gives. */
export async function makePlugin(load) {
  const names = ["application", "apputils", "console", "docmanager", "filebrowser", "launcher", "statedb", "ui-components"];
  const loaded = await Promise.all(names.map((name) => load(`@jupyterlab/${name}`)));
  const lab = Object.assign({}, ...loaded);
  const { Widget } = await load("@lumino/widgets");
  const optional = [
    lab.IFileBrowserFactory,
    lab.IConsoleTracker,
    lab.IStateDB,
    lab.IDocumentManager,
    lab.ICommandPalette,
    lab.ILauncher,
    lab.ILabShell,
  ];
  return {
    id: "talk-pacer:rooms",
    description: "Rehearse, trim and compare a talk",
    autoStart: true,
    optional: optional.filter(Boolean),
    activate: (app, ...found) => {
      const services = new Map(optional.filter(Boolean).map((token, at) => [token, found[at]]));
      const get = (token) => (token && services.get(token)) || undefined;
      activate(app, { lab, Widget, get });
    },
  };
}

function activate(app, { lab, Widget, get }) {
  const icon = new lab.LabIcon({ name: "talk-pacer:deck", svgstr: ICON });
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("style.css", import.meta.url).href;
  document.head.append(style);
  app.docRegistry.addFileType({
    name: "slides",
    displayName: "Slides",
    extensions: [".pptx", ".ppsx", ".odp"],
    fileFormat: "base64",
    icon,
  });

  const browsers = get(lab.IFileBrowserFactory);
  const tracker = get(lab.IConsoleTracker);
  const state = get(lab.IStateDB);
  const documents = get(lab.IDocumentManager);

  const selected = () => {
    const items = [...(browsers?.tracker.currentWidget?.selectedItems() ?? [])];
    const [item] = items;
    if (items.length !== 1 || item.type === "directory" || !isDeck(item.path)) return undefined;
    return app.serviceManager.contents.localPath(item.path);
  };
  const tell = (title, message) => lab.showErrorMessage(title, message);

  // --- what is asked ---------------------------------------------------------------------

  async function chooseDeck() {
    if (!documents) return undefined;
    const chosen = await lab.FileDialog.getOpenFiles({
      manager: documents,
      title: "Which deck?",
      defaultPath: browsers?.tracker.currentWidget?.model.path,
      filter: (item) => (item.type === "directory" || isDeck(item.name) ? { score: 0 } : null),
    });
    const [file] = chosen.value ?? [];
    if (!chosen.button.accept || !file) return undefined;
    if (file.type !== "directory") return app.serviceManager.contents.localPath(file.path);
    await tell("No deck chosen", "Choose one file: the deck of your talk.");
    return undefined;
  }

  async function askTimes(room, path, times, trouble = "") {
    const form = new Form(Widget, times, trouble);
    const title = `${room.label.replace("…", "")}: ${baseName(path)}`;
    const answer = await lab.showDialog({
      title,
      body: form.widget,
      focusNodeSelector: "input",
      buttons: [lab.Dialog.cancelButton(), lab.Dialog.okButton({ label: "Open" })],
    });
    if (!answer.button.accept) return undefined;
    const typed = form.value();
    const wrong = wrongTimes(room, typed);
    return wrong ? askTimes(room, path, typed, wrong) : typed;
  }

  // --- a room as a panel -----------------------------------------------------------------

  async function open(room, path) {
    const before = (await state?.fetch(`${KEY}times:${path}`)) ?? { slot: "", questions: "" };
    const times = room.asks ? await askTimes(room, path, before) : before;
    if (!times) return;
    await state?.save(`${KEY}times:${path}`, times);
    const job = { path, room: room.id, code: cell(room, path, times) };
    // Notebook 7 has no panels: there a room is the cell of a notebook, and one click runs it.
    if (!tracker || !get(lab.ILabShell)) return openNotebook(job);
    const session = `${folderOf(path)}pacer ${room.id} ${baseName(path)}`;
    await state?.save(KEY + session, job);
    const there = tracker.find((panel) => panel.sessionContext.path === session);
    if (there) {
      app.shell.activateById(there.id);
      return there.pacerCode === job.code ? undefined : run(there, job);
    }
    const kernel = pythonKernel();
    await app.commands.execute("console:create", {
      path: session,
      name: `${baseName(path)}: ${room.label.replace("…", "")}`,
      kernelPreference: { name: kernel, autoStartDefault: true, shutdownOnDispose: true },
    });
  }

  function pythonKernel() {
    const specs = app.serviceManager.kernelspecs.specs;
    const all = Object.values(specs?.kernelspecs ?? {});
    const standard = specs?.kernelspecs?.[specs.default];
    return (standard?.language === "python" ? standard : all.find((spec) => spec?.language === "python"))?.name;
  }

  // A panel comes here when it is opened, and again when a reloaded page finds it.
  async function dress(panel) {
    const session = panel.sessionContext.path;
    const job = await state?.fetch(KEY + session);
    if (!job) return;
    panel.addClass("pacer-room");
    panel.title.icon = icon;
    panel.toolbar?.insertItem(
      0,
      "pacer-code",
      new lab.ToolbarButton({
        label: "Show as Notebook Cell",
        tooltip: "Open a notebook with the code behind this room",
        onClick: () => void openNotebook(job, panel.sessionContext.session?.kernel?.id),
      }),
    );
    panel.disposed.connect(() => void state.remove(KEY + session));
    await run(panel, job);
  }

  async function run(panel, job) {
    panel.pacerCode = job.code;
    await panel.sessionContext.ready;
    const kernel = panel.sessionContext.session?.kernel;
    if (!kernel) return void tell("No kernel", "A room needs a Python kernel: choose one and open it again.");
    const trouble = versionTrouble(await versionIn(kernel), panel.sessionContext.kernelDisplayName);
    if (trouble) await tell("pacer in JupyterLab and in the kernel", trouble);
    panel.console.clear();
    await panel.console.inject(job.code);
    // a console shows its end, a room begins at its head
    const content = panel.console.node.querySelector(".jp-CodeConsole-content");
    requestAnimationFrame(() => requestAnimationFrame(() => content?.scrollTo(0, 0)));
  }

  async function versionIn(kernel) {
    await kernel.info;
    const asked = kernel.requestExecute({
      code: "",
      silent: true,
      store_history: false,
      user_expressions: { version: "__import__('pacer').__version__" },
    });
    const { content } = await asked.done;
    const answer = content.user_expressions?.version;
    return answer?.status === "ok" ? answer.data["text/plain"].replace(/['"]/g, "") : "";
  }

  async function openNotebook(job, kernel) {
    const { contents } = app.serviceManager;
    const file = await contents.newUntitled({ path: folderOf(job.path), type: "notebook" });
    const code = { cell_type: "code", execution_count: null, id: "room", metadata: {}, outputs: [], source: job.code };
    const content = { cells: [code], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    await contents.save(file.path, { type: "notebook", format: "json", content });
    await app.commands.execute("docmanager:open", {
      path: file.path,
      factory: "Notebook",
      kernel: kernel ? { id: kernel } : { name: pythonKernel() },
    });
  }

  // --- where it is found -----------------------------------------------------------------

  tracker?.widgetAdded.connect((_, panel) => void dress(panel));

  ROOMS.forEach((room, rank) => {
    const here = `pacer:${room.id}`;
    app.commands.addCommand(here, {
      label: room.label,
      icon,
      isVisible: () => selected() !== undefined,
      execute: ({ path } = {}) => {
        const deck = path ?? selected();
        return deck ? open(room, deck) : undefined;
      },
    });
    app.contextMenu.addItem({ command: here, selector: ".jp-DirListing-item[data-isdir='false']", rank: 3.5 + rank / 10 });
    const asking = `pacer:${room.id}-a-talk`;
    app.commands.addCommand(asking, {
      label: `pacer: ${room.label.replace("…", "")} (choose a deck)`,
      execute: async () => {
        const deck = await chooseDeck();
        return deck ? open(room, deck) : undefined;
      },
    });
    get(lab.ICommandPalette)?.addItem({ command: asking, category: "Talks" });
  });

  app.commands.addCommand("pacer:launch", {
    label: "pacer",
    caption: "Rehearse a talk, or trim it to a slot",
    icon,
    execute: async () => {
      const deck = await chooseDeck();
      if (!deck) return undefined;
      const { value } = await lab.InputDialog.getItem({
        title: baseName(deck),
        label: "What would you like to do?",
        items: ROOMS.map((room) => room.label),
      });
      const room = ROOMS.find(({ label }) => label === value);
      return room ? open(room, deck) : undefined;
    },
  });
  get(lab.ILauncher)?.add({ command: "pacer:launch", category: "Other", rank: 0 });
}

/** Slot and questions as two fields of a dialog. */
class Form {
  constructor(Widget, { slot, questions }, trouble) {
    const node = document.createElement("div");
    node.className = "pacer-form";
    this.slot = field(node, "Slot", "20:00", slot);
    this.questions = field(node, "Of it for questions", "none", questions);
    const note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.textContent = trouble;
    node.append(note);
    this.widget = new Widget({ node });
  }

  value() {
    return { slot: this.slot.value.trim(), questions: this.questions.value.trim() };
  }
}

function field(node, name, placeholder, value) {
  const label = document.createElement("label");
  label.append(name);
  const input = document.createElement("input");
  Object.assign(input, { type: "text", placeholder, value, className: "jp-mod-styled", autocomplete: "off" });
  label.append(input);
  node.append(label);
  return input;
}
