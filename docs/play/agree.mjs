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

function allowed(name, output, inputs, expected) {
  const size = Math.abs(expected);
  if (name === "step" && output in ofStep) return ofStep[output](inputs.h) + relative * size;
  if (name === "step-errors") return ofTypicalErrors * size;
  // Near a minimum the slopes are sums that cancel, and a swinging descent carries a difference
  // on from update to update.
  if (name === "descent" || name === "surface" || name === "surface-level") {
    return 1e-10 * Math.max(1, size);
  }
  if (name === "step-laws" && (output === "eta" || output === "best_step")) return 1e-4 * size;
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
          ? Math.abs(value - expected) <= allowed(name, output, inputs, expected)
          : value === expected || (typeof value === "number" && !Number.isFinite(value) && expected === null);
      if (!same) found.push(`${name}: ${output}[${k}] is ${value}, the program says ${expected}`);
    });
  }
  return found;
}
