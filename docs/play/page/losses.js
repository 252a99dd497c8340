// Chapter 7: squared error against cross-entropy on a neuron that is sure.
(() => {
  const { layers, panel, handle, clamp, snap, shown, range } = play;
  const curves = new Map();

  play.define("losses", {
    title: "Squared error against cross-entropy: two losses and their slopes",
    controls: [
      { name: "z", label: "_z_", first: -6, min: -8, max: 8, step: 0.05 },
      { name: "y", label: "the answer", first: 1, choices: [[1, "yes, y = 1"], [0, "no, y = 0"]] },
    ],
    formulas: () => [
      "_ŷ_ = _σ_({z}) = {y_hat}",
      "squared error: ∂_L_/∂_z_ = 2(_ŷ_ − _y_) _ŷ_(1 − _ŷ_) = 2({y_hat} − {y}) · {y_hat} · {one_minus_y_hat} = {squared_error_slope}",
      "cross-entropy: ∂_L_/∂_z_ = _ŷ_ − _y_ = {y_hat} − {y} = {cross_entropy_slope}",
      "the cross-entropy pulls {stronger:3} times as hard",
    ],
    says: ({ z, y, y_hat, squared_error_slope, cross_entropy_slope, stronger }) =>
      `The neuron says ${shown(y_hat, 3)}, and the answer is ${y === 1 ? "yes" : "no"}` +
      `${(z < -3 && y === 1) || (z > 3 && y === 0) ? ": sure and wrong" : ""}. The slope of the ` +
      `squared error is ${shown(squared_error_slope, 3)}, that of the cross-entropy ` +
      `${shown(cross_entropy_slope, 3)}, ${shown(stronger, 3)} times as much.`,

    draw({ svg, width, evaluate, set, inputs, outputs }) {
      const { z, y } = inputs;
      if (!curves.has(y)) curves.set(y, evaluate("losses-curve", { y, from: -8, to: 8, count: 321 }));
      const curve = curves.get(y);
      const left = 44;
      const inner = width - left - 16;
      const tall = Math.round(Math.min(Math.max(width * 0.28, 150), 190));
      const x = { min: -8, max: 8 };
      const loss = panel({ left, top: 30, width: inner, height: tall,
        x: { ...x, ticks: [] }, y: { min: 0, max: 8, label: "loss L", inset: 36, ticks: [0, 2, 4, 6, 8] } });
      const slope = panel({ left, top: 30 + tall + 44, width: inner, height: tall,
        x: { ...x, label: "z", ticks: range(-8, 8, 4) },
        y: { min: 0, max: 1.08, label: "size of the slope ∂L/∂z", inset: 36, ticks: [0, 0.5, 1] } });
      const layer = layers(svg, width, 2 * tall + 74 + 46);
      layer("axes", y, (group) => {
        loss.axes(group);
        slope.axes(group);
        loss.line(group, curve.z, curve.squared_error, "play-stroke-ink");
        loss.line(group, curve.z, curve.cross_entropy, "play-stroke");
        slope.line(group, curve.z, curve.squared_error_slope.map(Math.abs), "play-stroke-ink");
        slope.line(group, curve.z, curve.cross_entropy_slope.map(Math.abs), "play-stroke");
        const side = y === 1 ? -1 : 1;
        const anchor = y === 1 ? "start" : "end";
        loss.text(group, side * 4.3, 5.4, "cross-entropy", { anchor, kind: "play-accent" });
        loss.text(group, side * 7.8, 1, "squared error", { dy: -7, anchor });
        slope.text(group, -side * 0.5, 0.55, "cross-entropy", { anchor, kind: "play-accent" });
        slope.text(group, side * 7.8, 0.15, "squared error", { anchor });
      });
      layer("live", null, (group) => {
        for (const one of [loss, slope]) one.line(group, [z, z], [0, one === loss ? 8 : 1.08], "play-guide");
        loss.dot(group, z, outputs.squared_error, 4.5, "play-point-ink");
        slope.dot(group, z, Math.abs(outputs.squared_error_slope), 4.5, "play-point-ink");
        slope.dot(group, z, Math.abs(outputs.cross_entropy_slope), 4.5, "play-point");
      });
      handle(svg, "z", loss, z, outputs.cross_entropy,
        (a) => set({ z: snap(clamp(a, -8, 8), 0.05) }), { axis: "x" });
    },
  });
})();
