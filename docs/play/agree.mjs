// How close the page's numbers must be to those of the native program.
//
// Both run the same C++ without fused multiply-adds, so whatever takes only + − · / and √ is equal
// to the last bit. The exponential is not: WebAssembly brings a mathematical library of its own,
// whose exp may differ by a unit in the last place. A formula of this book passes that on with a
// factor of at most a few hundred (e^z has the condition number |z|), hence 1e-12.

const relative = 1e-12;

// What `step` shows is rounding error made large: two losses, each of them off by a unit in the
// last place (2^-54 for numbers up to 1/4), are subtracted and divided by the step.
const unit = 2 ** -54;
const ofStep = {
  rise: () => 4 * unit,
  central: (h) => (4 * unit) / h,
  central_error: (h) => (4 * unit) / h,
  forward: (h) => (4 * unit) / h,
  forward_error: (h) => (4 * unit) / h,
  complex_step: () => 16 * unit,
  complex_step_error: () => 16 * unit,
};

// Typical rounding errors agree as far as they are typical: the two libraries divide complex
// numbers in different ways, so their errors are two samples of one size.
const ofTypicalErrors = 0.25;

// A descent that settles forgets a difference. One that swings passes it on from update to update,
// as chaos does: it may grow by the factor 2 each time, so that after some forty updates only the
// verdict is left to compare.
const ofDescent = (verdict, updates) =>
  (verdict === "creeps" || verdict === "converges" ? 1e-10 : 1e-12 * 2 ** updates);
const atTheEnd = new Set(["last_cost", "turns", "updates"]);

// A training from one start passes a difference on as well, but these settle. Of all networks that
// `regions` can train, none had made a difference in its start more than 400 times as large by epoch
// 400; 400 updates round anew, each by some 1e-16. The layer of `digit` descends in one valley, where
// nothing grows. Where a level curve runs is what z is, divided by its slope: that may be small.
const ofTraining = 1e-9;
const ofLevelCurve = 1e-6;

// `decay` settles as well: none of its trainings makes a difference 60 times as large. What goes
// through the 30 layers of `variances` grows by a factor of some 10⁵ at most; and tanh, a difference
// of numbers of the size of 1, is off by some 1e-16 however small it is, and its square by that times
// its root.
const ofSmallSquare = 1e-14;

function allowed(name, output, index, inputs, program) {
  const size = Math.abs([program[output]].flat()[index]);
  if (name === "step" && output in ofStep) return ofStep[output](inputs.h) + relative * size;
  if (name === "step-errors") return ofTypicalErrors * size;
  if (name === "step-laws" && (output === "eta" || output === "best_step")) return 1e-4 * size;
  if (name === "descent" && output !== "first_cost") {
    const updates = Array.isArray(program[output]) ? index
      : atTheEnd.has(output) ? program.updates : program.shown + 1;
    return ofDescent(program.verdict, updates) * Math.max(1, size);
  }
  if (name === "regions-plane" && output !== "prediction") return ofLevelCurve;
  if (name === "variances") return ofTraining * size + ofSmallSquare * Math.sqrt(size);
  if (["regions", "regions-plane", "digit", "digit-start", "decay", "decay-curve"].includes(name)) {
    return ofTraining * Math.max(1, size);
  }
  // Of a share near 1 the logarithm is its distance from 1, of which the digits are lost; and a
  // coordinate of a moon, or of a wave with noise, is a difference of numbers of the size of 1.
  if (name === "regions-data" || name === "decay-data" || (name === "temperature" && output === "entropy")) {
    return relative * Math.max(1, size);
  }
  // Slopes are sums whose terms can cancel; the terms are of the size of 1.
  if (name === "surface" || name === "surface-level") return relative * Math.max(1, size);
  return relative * size;
}

/** Sentences about every output of the page that is not the program's; none is agreement. */
export function disagreements(name, inputs, page, program) {
  const found = [];
  const names = [...new Set([...Object.keys(page), ...Object.keys(program)])].sort();
  for (const output of names) {
    const ours = [page[output]].flat();
    const theirs = [program[output]].flat();
    if (ours.length !== theirs.length) {
      found.push(`${name}: ${output} has ${ours.length} numbers, the program ${theirs.length}`);
      continue;
    }
    ours.forEach((value, k) => {
      const expected = theirs[k];
      const same =
        typeof value === "number" && typeof expected === "number"
          ? Math.abs(value - expected) <= allowed(name, output, k, inputs, program)
          // JSON has no word for what is not finite.
          : value === expected || (expected === null && typeof value === "number" && !Number.isFinite(value));
      if (!same) found.push(`${name}: ${output}[${k}] is ${value}, the program says ${expected}`);
    });
  }
  return found;
}
