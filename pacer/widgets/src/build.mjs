// Bundles each room, `src/<name>/index.js` with its `style.css`, into `static/`, which is committed.
//
// Why bundled: anywidget hands a widget's module to the browser as a Blob, and a Blob has no
// folder, so a relative import in it fails. The widgets share parts (clock, keys, slide card,
// budget bar, link to the kernel), and copies of those would drift apart. So the parts are
// joined here, once, by esbuild.
// Why committed: whoever clones or installs pacer needs no node to run it.
// Why minified: a bundle travels to the browser each time its widget is shown, and is read by
// nobody: `check-built` proves that it is what src/ says.
//
//   npm run build         write static/; `npm run build -- trim` writes only trim.js and trim.css
//   npm run check-built   fail if static/ is not what src/ says
//   npm run protocol      write src/protocol.d.ts from pacer/widgets/protocol.py (needs Python);
//                         check-built checks that file too
//   npm run watch         write static/ on every change
import { readFile, readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { protocolTypes } from "./protocol.mjs";

const source = dirname(fileURLToPath(import.meta.url));
const target = join(source, "..", "static");

const types = join(source, "protocol.d.ts");

const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
/** @param {string} name */
const isWanted = (name) => !asked.length || asked.includes(parse(name).name);
const folders = (await readdir(source, { withFileTypes: true })).filter((one) => one.isDirectory());
const rooms = [];
for (const { name } of folders) {
  if ((await readdir(join(source, name))).includes("index.js") && isWanted(name)) rooms.push(name);
}

/** @type {esbuild.BuildOptions} */
const options = {
  entryPoints: rooms.flatMap((name) => [
    { in: join(source, name, "index.js"), out: name },
    { in: join(source, name, "style.css"), out: name },
  ]),
  outdir: target,
  bundle: true,
  format: "esm",
  minify: true,
  // What JupyterLab 4 asks of a browser, and older than any Voilà or notebook page needs.
  target: ["chrome111", "firefox113", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  banner: {
    js: "// Made by `npm run build` from pacer/widgets/src: do not edit.",
    css: "/* Made by `npm run build` from pacer/widgets/src: do not edit. */",
  },
};

async function check() {
  const { outputFiles } = await esbuild.build({ ...options, write: false });
  const built = new Map(outputFiles.map((file) => [basename(file.path), file.text]));
  const there = (await readdir(target)).filter(isWanted);
  const stale = [];
  for (const name of new Set([...built.keys(), ...there])) {
    const text = there.includes(name) ? await readFile(join(target, name), "utf8") : undefined;
    if (text !== built.get(name)) stale.push(name);
  }
  if ((await readFile(types, "utf8").catch(() => "")) !== (await protocolTypes())) {
    console.error("not what protocol.py says: src/protocol.d.ts: run npm run protocol");
    process.exit(1);
  }
  if (stale.length) {
    console.error(`not what src/ says: static/${stale.join(", static/")}: run npm run build`);
    process.exit(1);
  }
  console.log(`static/ is what src/ says: ${[...built.keys()].join(", ")}`);
}

try {
  if (process.argv.includes("--check")) await check();
  else if (process.argv.includes("--protocol")) await writeFile(types, await protocolTypes());
  else if (process.argv.includes("--watch")) await (await esbuild.context(options)).watch();
  else await esbuild.build(options);
} catch (error) {
  if (!("errors" in error)) console.error(error.message);
  process.exit(1); // it was said what and where
}
