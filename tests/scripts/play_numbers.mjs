// The page's C++ against the native program's: play_numbers.mjs NN.JS PROGRAM < REQUESTS
//
// REQUESTS is JSON, a list of [name, inputs]. Prints every disagreement, a line each.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { disagreements } from "../../docs/play/agree.mjs";

const [script, program] = process.argv.slice(2);
const requests = JSON.parse(readFileSync(0, "utf8"));
const lines = requests.map(([name, inputs]) =>
  [name, ...Object.entries(inputs).map(([key, value]) => `${key}=${value}`)].join(" "));
const native = execFileSync(program, { input: lines.join("\n") + "\n", encoding: "utf8", maxBuffer: 2 ** 28 })
  .trim().split("\n").map((line) => JSON.parse(line));
const page = await createRequire(import.meta.url)(resolve(script))();
requests.forEach(([name, inputs], k) => {
  for (const what of disagreements(name, inputs, page.evaluate(name, inputs), native[k])) {
    console.log(`${lines[k]}: ${what}`);
  }
});
