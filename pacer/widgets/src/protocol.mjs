// The types of all messages and states, from what `python -m pacer.widgets.protocol` prints. The
// Python is PACER_PYTHON, else the virtual environment's, else the one that is found.
import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { compile } from "json-schema-to-typescript";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const own = ["bin/python", "Scripts/python.exe"].map((name) => join(root, ".venv", name));

async function python() {
  for (const path of process.env.PACER_PYTHON ? [process.env.PACER_PYTHON] : own) {
    if (await access(path).then(() => true, () => false)) return path;
  }
  return "python3";
}

/** @returns {Promise<string>} the text of src/protocol.d.ts */
export async function protocolTypes() {
  const { stdout } = await promisify(execFile)(await python(), ["-m", "pacer.widgets.protocol"], {
    cwd: root,
  });
  const made = await compile(JSON.parse(stdout), "Protocol", {
    additionalProperties: false,
    bannerComment: "// Made by `npm run protocol` from pacer/widgets/protocol.py: do not edit.",
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
  });
  return made
    .replace(/export interface Protocol \{[^}]*\}\n*/, "")
    .replace(/ \*\n \* This interface was referenced by [^\n]*\n \* via the `definition` [^\n]*\n/g, "")
    .replace(/\/\*\*\n \* This interface was referenced by [^\n]*\n \* via the `definition` [^\n]*\n \*\/\n/g, "");
}
