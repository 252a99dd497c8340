// Chapter 5: the cost of one neuron as a surface, with the gradient arrow.
(() => {
  const { layers, handle, clamp, snap, shown } = play;
  const weight = (name, label, first) => ({ name, label, first, min: -4, max: 4, step: 0.05 });
  const fit = (value) => snap(clamp(value, -4, 4), 0.05);

  play.define("surface", {
    title: "The cost of one neuron above its two weights, and the gradient",
    controls: [weight("w1", "_w_₁", 0.3), weight("w2", "_w_₂", -0.1),
      { name: "b", label: "bias _b_", first: 0.05, min: -2, max: 2, step: 0.05 },
      { name: "n", label: "samples _n_", first: 1, min: 1, max: 6, step: 1 }],
    formulas: ({ n, x1, x2, y }) => (n === 1 ? forOne : forMany(n, x1, x2, y)),
    says: ({ cost, slope1, slope2 }) =>
      `The cost is ${shown(cost)}. Its gradient by the two weights is (${shown(slope1)}, ` +
      `${shown(slope2)}): ${way(slope1, slope2)}.`,

    draw({ svg, width, evaluate, set, inputs, outputs }) {
      const plane = play.plane(width, 440);
      const layer = layers(svg, width, Math.round(plane.height + 82));
      const { w1, w2, b, n } = inputs;
      layer("axes", "", (group) => plane.axes(group));
      layer("landscape", `${b} ${n}`, (group) =>
        play.landscape(group, plane, evaluate, "play-surface-clip", b, n));
      layer("live", null, (group) => {
        const { slope1, slope2, length } = outputs;
        // As long as the slope is steep, but never out of sight.
        const scale = length > 0 ? Math.min(6 * length, 2.2) / length : 0;
        plane.arrow(group, w1, w2, w1 + scale * slope1, w2 + scale * slope2, "play-stroke");
        plane.arrow(group, w1, w2, w1 - scale * slope1, w2 - scale * slope2, "play-stroke-ink play-dashed");
        const name = (words, sign, kind) => plane.text(group, w1 + sign * scale * slope1,
          w2 + sign * scale * slope2, words, { dx: sign * slope1 >= 0 ? 8 : -8,
            dy: sign * slope2 >= 0 ? -6 : 16, anchor: sign * slope1 >= 0 ? "start" : "end", kind, plate: true });
        if (scale * length > 0.25) {
          name("uphill", 1, "play-accent");
          name("downhill", -1, "");
        }
      });
      handle(svg, "w", plane, w1, w2, (a, c) => set({ w1: fit(a), w2: fit(c) }));
    },
  });

  const forOne = [
    "_C_ = (_ŷ_ − _y_)² = ({y_hat.0} − {y.0})² = {cost}",
    "∂_C_/∂_w_₁ = 2(_ŷ_ − _y_) _ŷ_(1 − _ŷ_) _x_₁ = {delta.0} · {(x1.0)} = {slope1}",
    "∂_C_/∂_w_₂ = 2(_ŷ_ − _y_) _ŷ_(1 − _ŷ_) _x_₂ = {delta.0} · {(x2.0)} = {slope2}",
    "both as an arrow: length {length}, along **x** = ({x1.0}, {x2.0})",
  ];

  function forMany(n, x1, x2, y) {
    const sum = (term) => y.map((_, i) => term(i)).join(" + ");
    return [
      `_C_ = ${over(n)}[${sum((i) => `({y_hat.${i}:3} − {y.${i}})²`)}] = {cost}`,
      `∂_C_/∂_w_₁ = ${over(n)}[${sum((i) => `{(delta.${i}):3} · {(x1.${i})}`)}] = {slope1}`,
      `∂_C_/∂_w_₂ = ${over(n)}[${sum((i) => `{(delta.${i}):3} · {(x2.${i})}`)}] = {slope2}`,
      "each sum: a sample's 2(_ŷ_ − _y_) _ŷ_(1 − _ŷ_), times its input",
    ];
  }
  const over = (n) => `1/${n} `;

  const way = (a, b) => {
    if (Math.hypot(a, b) < 1e-3) return "the ground is nearly level";
    const sides = [];
    if (Math.abs(a) > 0.2 * Math.abs(b)) sides.push(a > 0 ? "w₁ grows" : "w₁ shrinks");
    if (Math.abs(b) > 0.2 * Math.abs(a)) sides.push(b > 0 ? "w₂ grows" : "w₂ shrinks");
    return `uphill, ${sides.join(" and ")}`;
  };
})();
