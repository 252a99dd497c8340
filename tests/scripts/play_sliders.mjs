// The sliders of the figures, without a page: play_sliders.mjs FOLDER FIGURE...
//
// FOLDER has the scripts. A step of a slider stands for a value, and the value has to lead back to the
// step, or an arrow key moves nothing. Prints every step that it does not lead back to, a line each.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

const [folder, ...figures] = process.argv.slice(2);
const definitions = new Map();
globalThis.play = { define: (name, definition) => definitions.set(name, definition) };
globalThis.matchMedia = () => ({ matches: false });
for (const name of ["plot", "frame", "landscape", ...figures]) {
  const filename = join(folder, `${name}.js`);
  runInThisContext(readFileSync(filename, "utf8"), { filename });
}
for (const figure of figures) {
  for (const { name, first, min, max, step, value = Number, position = Number } of definitions.get(figure).controls) {
    if (step === undefined) continue; // buttons
    const say = (what) => console.log(`${figure}: the slider of ${name} ${what}`);
    for (let k = 0; k <= Math.round((max - min) / step); ++k) {
      const place = Number((min + k * step).toFixed(6));
      const back = position(value(place));
      if (Math.abs(back - place) > 1e-9) say(`falls from ${place} to ${back}`);
    }
    if (value(position(first)) !== first) say(`does not begin at ${first}, but at ${value(position(first))}`);
  }
}
