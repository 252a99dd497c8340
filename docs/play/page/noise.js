// Chapter 13: the smaller the batches, the louder the noise around the minimum.
(() => {
  const { layers, panel, clamp, range, shown, tenTo } = play;

  play.define("noise", {
    title: "Descent by batches on a parabola, and its noise",
    first: { seed: 1 },
    controls: [
      { name: "m", label: "rows in a batch _m_", first: 4, min: 0, max: 6, step: 1, text: String,
        value: (exponent) => 2 ** exponent, position: Math.log2 },
      { name: "alpha", label: "learning rate _α_", first: 0.2, min: 0.01, max: 0.9, step: 0.01 },
    ],
    buttons: [["again", "Draw again", ({ set, inputs: { seed } }) => set({ seed: (seed % 1000) + 1 })]],
    formulas: () => [
      "the slope of a batch has the variance _V_/_m_ = {variance} / {m} = {batch_variance}",
      "_αV_ / (_mλ_(2 − _αλ_)) = {alpha} · {variance} / ({m} · {curvature} · (2 − {alpha} · {curvature})) = {floor}, the noise floor",
      "(_θ_ − _ȳ_)² in 100 trainings, the mean of the last 50 updates: {late_square}; expected, {late_expected}",
      "the bar: _ȳ_ ± the root of the floor, {bottom} ± {deviation}",
    ],
    says: ({ m, alpha, floor, late_square, late_expected }) =>
      `With batches of ${m} and the learning rate ${shown(alpha)} the noise floor is ${shown(floor, 3)}. ` +
      `Over the last 50 updates the mean squared distance from the minimum is ${shown(late_square, 3)}, ` +
      `where ${shown(late_expected, 3)} is expected.`,

    draw({ svg, width, evaluate, outputs }) {
      const [left, tall] = [52, Math.round(clamp(width * 0.36, 180, 260))];
      const top = 32 + tall + 76;
      const hill = panel({ left, top: 32, width: width - left - 16, height: tall,
        x: { min: -1, max: 7, label: "θ", ticks: range(0, 6, 1) },
        y: { min: 0, max: 12, label: "cost C", inset: 40, ticks: range(0, 12, 4) } });
      const fall = panel({ left, top, width: hill.width, height: 120,
        x: { min: 0, max: 100, label: "updates", ticks: range(0, 100, 25) },
        y: { min: 1e-4, max: 1e2, log: true, label: "(θ − ȳ)², the mean of 100 trainings", inset: 40,
          format: tenTo, ticks: [1e-4, 1e-2, 1, 1e2] } });
      const layer = layers(svg, width, top + 120 + 44);
      layer("axes", "", (group) => {
        hill.clip(group, "play-noise-hill");
        fall.clip(group, "play-noise-fall");
        for (const one of [hill, fall]) one.axes(group);
        const { theta, cost } = evaluate("noise-curve", { from: -1, to: 7, count: 161 });
        hill.line(group, theta, cost, "play-stroke-ink", "play-noise-hill");
      });
      layer("live", null, (group) => {
        const { path, cost, square, expected, floor, bottom, deviation } = outputs;
        hill.line(group, [bottom - deviation, bottom + deviation], [0.5, 0.5], "play-reach", "play-noise-hill");
        hill.line(group, path, cost, "play-thin", "play-noise-hill");
        path.forEach((theta, t) => {
          if (theta < -1 || theta > 7 || cost[t] > 12) return;
          hill.dot(group, theta, cost[t], t === path.length - 1 ? 6 : 2.6, "play-point");
        });
        const updates = square.map((_, t) => t);
        fall.line(group, [0, 100], [floor, floor], "play-guide", "play-noise-fall");
        fall.line(group, updates, expected, "play-stroke-ink", "play-noise-fall");
        fall.line(group, updates, square, "play-stroke", "play-noise-fall");
        fall.text(group, 100, 1e2, "drawn", { dx: -82, dy: 20, anchor: "end", kind: "play-accent play-halo" });
        fall.text(group, 100, 1e2, "expected", { dx: -8, dy: 20, anchor: "end", kind: "play-halo" });
      });
    },
  });
})();
