// Lints a draft with the library in WebAssembly. usage: node run.mjs MODULE DRAFT; prints a line for each finding.
import { readFileSync } from "node:fs";

const [module, draft] = process.argv.slice(2).map((path) => readFileSync(path));
const { instance } = await WebAssembly.instantiate(module, {});
const { memory, room, lint, report } = instance.exports;
const at = room(draft.length);
new Uint8Array(memory.buffer, at, draft.length).set(draft);
const length = lint();
process.stdout.write(Buffer.from(memory.buffer, report(), length));
