// Chapter 1: how far x reaches along w.
(() => {
  const { svgElement, layers, panel, handle, clamp, snap, range } = play;
  const entry = (name, label, first) => ({ name, label, first, min: -4, max: 4, step: 0.1 });
  const fit = (value) => snap(clamp(value, -4, 4), 0.1);

  play.define("projection", {
    title: "The dot product as a projection",
    controls: [entry("w1", "_w_₁", 3), entry("w2", "_w_₂", 1), entry("x1", "_x_₁", 1),
      entry("x2", "_x_₂", 2)],
    formulas: () => [
      "**w** · **x** = {w1} · {(x1)} + {(w2)} · {(x2)} = {product1} + {(product2)} = {dot}",
      "‖**w**‖ ‖**x**‖ cos _ψ_ = {norm_w} · {norm_x} · {(cosine)} = {dot}, with _ψ_ = {angle}°",
      "**x** reaches along **w**: **w** · **x** / ‖**w**‖ = {dot} / {norm_w} = {reach}",
    ],
    says: ({ dot, angle, reach }) =>
      `The dot product of w and x is ${play.shown(dot)}. The angle between them is ` +
      `${play.shown(angle, 3)} degrees, and x reaches ${play.shown(reach)} along w.`,

    draw({ svg, width, set, inputs, outputs }) {
      const half = 4.3;
      const unit = Math.min((width - 70) / (2 * half), 45);
      const across = (width - 70) / unit / 2;
      const plane = panel({ left: 40, top: 26, width: width - 70, height: 2 * half * unit,
        x: { min: -across, max: across, label: "first entry", ticks: range(-2 * Math.floor(across / 2), across, 2) },
        y: { min: -half, max: half, label: "second entry", ticks: range(-4, 4, 2) } });
      const layer = layers(svg, width, Math.round(2 * half * unit + 76));
      layer("axes", "", (group) => {
        plane.axes(group);
        svgElement(group, "line", { x1: plane.X(-across), x2: plane.X(across), y1: plane.Y(0), y2: plane.Y(0), class: "play-axis" });
        svgElement(group, "line", { x1: plane.X(0), x2: plane.X(0), y1: plane.Y(-half), y2: plane.Y(half), class: "play-axis" });
      });
      const { w1, w2, x1, x2 } = inputs;
      layer("live", null, (group) => {
        if (!outputs.error) {
          const { foot1, foot2, reach, norm_w } = outputs;
          const far = 9 / norm_w;
          const id = "play-projection-clip";
          plane.clip(group, id);
          plane.line(group, [-far * w1, far * w1], [-far * w2, far * w2], "play-guide", id);
          plane.line(group, [0, foot1], [0, foot2], "play-reach", id);
          plane.line(group, [x1, foot1], [x2, foot2], "play-fall", id);
          rightAngle(group, plane, outputs, inputs);
          plane.dot(group, foot1, foot2, 4, "play-point");
          const [nx, ny] = w1 * x2 - w2 * x1 >= 0 ? [w2 / norm_w, -w1 / norm_w] : [-w2 / norm_w, w1 / norm_w];
          plane.text(group, foot1 / 2, foot2 / 2, play.shown(reach),
            { dx: 26 * nx, dy: -20 * ny + 5, anchor: "middle", kind: "play-accent play-halo" });
        }
        plane.arrow(group, 0, 0, w1, w2, "play-stroke-second");
        plane.arrow(group, 0, 0, x1, x2, "play-stroke-ink");
        const name = (words, a, b, kind) => plane.text(group, a, b, words,
          { dx: a < -2.5 ? 14 : a >= 0 ? 14 : -14, dy: b >= 0 ? -10 : 20, anchor: a < 0 && a >= -2.5 ? "end" : "start", kind });
        name("w", w1, w2, "play-second play-symbol");
        name("x", x1, x2, "play-symbol");
      });
      handle(svg, "w", plane, w1, w2, (a, b) => set({ w1: fit(a), w2: fit(b) }), { hollow: true });
      handle(svg, "x", plane, x1, x2, (a, b) => set({ x1: fit(a), x2: fit(b) }), { hollow: true });
    },
  });

  /** The little square where the line from x falls on w. */
  function rightAngle(group, plane, { foot1, foot2, norm_w }, { w1, w2, x1, x2 }) {
    const [a, b] = [x1 - foot1, x2 - foot2];
    const drop = Math.hypot(a, b);
    if (drop < 0.5) return;
    const size = 0.22;
    const toward = foot1 * w1 + foot2 * w2 > 0 ? -1 : 1;
    const [ux, uy] = [(toward * size * w1) / norm_w, (toward * size * w2) / norm_w];
    const [vx, vy] = [(size * a) / drop, (size * b) / drop];
    plane.line(group, [foot1 + ux, foot1 + ux + vx, foot1 + vx],
      [foot2 + uy, foot2 + uy + vy, foot2 + vy], "play-thin");
  }
})();
