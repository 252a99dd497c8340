// Chapter 3: the sigmoid with its tangent, the step that it replaces, and saturation.
(() => {
  const { layers, panel, handle, clamp, snap, range } = play;
  const curves = {};

  play.define("sigmoid", {
    title: "The sigmoid, its tangent and the step",
    controls: [{ name: "z", label: "_z_", first: 2, min: -12, max: 12, step: 0.05 }],
    formulas: ({ z }) => [
      "_σ_(_z_) = 1 / (1 + _e_^−_z_^) = 1 / (1 + _e_^−{(z)}^) = {sigmoid}",
      "_σ_′(_z_) = _σ_(_z_) (1 − _σ_(_z_)) = {sigmoid} · {one_minus_sigmoid} = {derivative}",
      "_H_(_z_) = {step}, and its slope is " + (z === 0 ? "undefined" : "0"),
    ],
    says: ({ z, sigmoid, derivative, weaker }) =>
      `At z = ${play.shown(z)} the sigmoid is ${play.shown(sigmoid)} and its slope ` +
      `${play.shown(derivative, 3)}` +
      (Math.abs(z) >= 5
        ? `: saturated, it answers a nudge ${play.shown(weaker, 3)} times less than at z = 0.`
        : z === 0 ? ", the largest that it has." : "."),

    draw({ svg, width, evaluate, set, inputs, outputs }) {
      const height = Math.round(Math.min(Math.max(width * 0.6, 320), 440));
      const left = 48;
      const inner = width - left - 16;
      const span = { min: -12, max: 12 };
      const upper = (height - 122) * 0.68;
      const value = panel({ left, top: 30, width: inner, height: upper,
        x: { ...span, ticks: [] }, y: { min: -0.08, max: 1.12, label: "output", inset: 40, ticks: [0, 0.5, 1] } });
      const slope = panel({ left, top: 30 + upper + 42, width: inner, height: (height - 122) * 0.32,
        x: { ...span, label: "z", ticks: range(-10, 10, 5) },
        y: { min: 0, max: 0.27, label: "slope of the sigmoid", inset: 40, ticks: [0, 0.25] } });
      const layer = layers(svg, width, height);
      const curve = (curves.all ??= evaluate("sigmoid-curve", { from: -12, to: 12, count: 241 }));
      const { z } = inputs;
      layer("axes", "", (group) => {
        value.axes(group);
        slope.axes(group);
        value.line(group, [-12, 0, 0, 12], [0, 0, 1, 1], "play-stroke-muted");
        value.line(group, curve.z, curve.sigmoid, "play-stroke-ink");
        slope.line(group, curve.z, curve.derivative, "play-stroke-ink");
        value.text(group, 1, 0.2, "sigmoid σ(z)");
        value.text(group, -0.3, 1, "step H(z)", { dy: 4, anchor: "end", kind: "play-muted" });
      });
      layer("live", null, (group) => {
        value.clip(group, "play-sigmoid-clip");
        const { sigmoid, derivative } = outputs;
        const reach = 2.6;
        const left = z > 6 || (z < 0 && z > -7);
        value.line(group, [z - reach, z + reach],
          [sigmoid - reach * derivative, sigmoid + reach * derivative], "play-stroke", "play-sigmoid-clip");
        slope.line(group, [z, z], [0, derivative], "play-stroke");
        slope.dot(group, z, derivative, 4.5, "play-point");
        slope.text(group, z, derivative, play.shown(derivative, 3),
          { dx: z > 7 ? -9 : 9, dy: -7, anchor: z > 7 ? "end" : "start", kind: "play-accent play-halo" });
        value.text(group, z, sigmoid, `σ = ${play.shown(sigmoid, 4)}`,
          { dx: left ? -14 : 14, dy: z > 0 ? 24 : -12, anchor: left ? "end" : "start",
            kind: "play-accent play-halo" });
      });
      handle(svg, "z", value, z, outputs.sigmoid,
        (a) => set({ z: snap(clamp(a, -12, 12), 0.05) }), { axis: "x" });
    },
  });
})();
