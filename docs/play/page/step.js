// Chapter 5: the error of a numerical derivative against its step.
(() => {
  const { layers, panel, handle, gradually, shown, tenfold, tenTo, element, formula } = play;
  const sizes = tenfold(0.25, 2);
  const power = (value) => shown(value, 3);
  const kinds = { complex_step: "play-stroke-second play-broad", forward: "play-stroke-ink", central: "play-stroke" };
  const steps = play.range(-12, 0, 0.25).map(sizes.value);
  const errors = new Map();
  let begun = false;

  play.define("step", {
    title: "The error of a numerical derivative against its step",
    controls: [{ name: "h", label: "step _h_", first: 1e-5, min: -12, max: 0, ...sizes,
      text: (h) => shown(h) }],
    formulas: (numbers) => [
      cancelling(numbers),
      "(_L_(_w_ + _h_) − _L_(_w_ − _h_)) / 2_h_ = {rise:6} / {run:3} = {central:12}",
      "the slope by the formula: {truth:12}; here, the central difference is off by {central_error:3}",
      "the forward difference by {forward_error:3}, the complex step by {complex_step_error:3}",
    ],
    says: ({ h, central_error, forward_error, complex_step_error }) =>
      `With a step of ${power(h)} the central difference is off by ${power(central_error)}, the ` +
      `forward difference by ${power(forward_error)}, the complex step by ${power(complex_step_error)}.`,

    draw({ svg, width, evaluate, set, redraw, inputs }) {
      const height = Math.round(Math.min(Math.max(width * 0.62, 320), 440));
      const narrow = width < 480;
      const plane = panel({ left: 56, top: 32, width: width - 72, height: height - 82,
        x: { min: 1e-12, max: 1, log: true, label: "step h", format: tenTo,
          ticks: (narrow ? [-12, -8, -4, 0] : [-12, -10, -8, -6, -4, -2, 0]).map((e) => 10 ** e) },
        y: { min: 1e-18, max: 1, log: true, label: "typical error of ∂L/∂w", inset: 46, format: tenTo,
          ticks: [-16, -12, -8, -4, 0].map((e) => 10 ** e) } });
      const layer = layers(svg, width, height);
      // A point of the curves takes some 15 ms.
      if (!begun) setTimeout(() => gradually(steps, 4, (h) => typical(h, evaluate), redraw), 0);
      begun = true;
      const known = steps.filter((h) => errors.has(h));
      layer("axes", known.length, (group) => {
        plane.axes(group);
        plane.clip(group, "play-step-clip");
        for (const [name, kind] of Object.entries(kinds)) {
          plane.line(group, known, known.map((h) => errors.get(h)[name]), kind, "play-step-clip");
        }
        plane.text(group, 2e-3, 8e-4, "forward", { anchor: "end" });
        plane.text(group, 1.5e-7, 2e-11, "central", { anchor: "end", kind: "play-accent" });
        plane.text(group, 2e-12, 2e-16, "complex step", { kind: "play-second" });
      });
      const { h } = inputs;
      const at = typical(h, evaluate);
      layer("live", null, (group) => {
        plane.line(group, [h, h], [1e-18, 1], "play-guide");
        plane.dot(group, h, at.forward, 4.5, "play-point-ink");
        plane.dot(group, h, at.complex_step, 4.5, "play-point-second");
      });
      handle(svg, "h", plane, h, at.central, (to) => set({ h: to }), { axis: "x" });
    },
  });

  /** The typical errors over many weights, as the chapter's figure has them. */
  function typical(h, evaluate) {
    if (!errors.has(h)) errors.set(h, evaluate("step-errors", { h }));
    return errors.get(h);
  }

  /** Two losses under each other; the digits that they share, and lose, are grey. */
  function cancelling({ loss_right, loss_left, w }) {
    const [right, left] = [loss_right.toFixed(17), loss_left.toFixed(17)];
    let same = 0;
    while (same < right.length && right[same] === left[same]) ++same;
    const row = (words, digits, name, value) => element("span", { class: "play-row" },
      element("span", {}, ...formula(words, {}).childNodes),
      element("span", { class: "play-number play-digits", "data-name": name, "data-value": String(value) },
        element("span", { class: "play-lost" }, digits.slice(0, same)), digits.slice(same)));
    return element("p", { class: "play-rows" },
      row(`_L_(${w} + _h_) = `, right, "loss_right", loss_right),
      row(`_L_(${w} − _h_) = `, left, "loss_left", loss_left));
  }
})();
