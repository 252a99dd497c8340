// Chapter 16: a network memorises a few noisy points, unless its weights decay.
(() => {
  const { layers, panel, handle, gradually, clamp, range, shown, tenfold, tenTo } = play;
  const [least, most] = [-4, 0.5];
  const sizes = tenfold(0.25, 2);
  const decays = range(least, most, 0.25).map(sizes.value);
  const costs = new Map();
  let points;

  play.define("decay", {
    title: "A network learns ten noisy points, and its weights decay",
    controls: [{ name: "omega", label: "weight decay _ω_", first: 1e-3, min: least, max: most, ...sizes }],
    formulas: () => [
      "an update leaves 1 − _αω_ = 1 − {alpha} · {omega} = {kept:6} of every weight, beside its step",
      "½ _ω_ ∑ _w_² = ½ · {omega} · {squares} = {penalty} after {updates} updates",
      "_C_ = {training} on the ten points, and {held_out} on forty others",
    ],
    says: ({ omega, training, held_out, squares }) =>
      `With the weight decay ${shown(omega)} the cost is ${shown(training, 3)} on the ten points that the ` +
      `network learns, and ${shown(held_out, 3)} on forty others. The squares of its weights add up to ` +
      `${shown(squares, 3)}.`,

    draw({ svg, width, evaluate, set, redraw, inputs, outputs }) {
      const { omega } = inputs;
      const [left, tall] = [52, Math.round(clamp(width * 0.42, 200, 290))];
      const top = 32 + tall + 76;
      const plane = panel({ left, top: 32, width: width - left - 16, height: tall,
        x: { min: -3, max: 3, label: "input x", ticks: range(-3, 3, 1) },
        y: { min: -2.4, max: 2.4, label: "target y", inset: 40, ticks: range(-2, 2, 1) } });
      const history = panel({ left, top, width: plane.width, height: 130,
        x: { min: decays[0], max: decays.at(-1), log: true, label: "weight decay ω", format: tenTo,
          ticks: [1e-4, 1e-3, 1e-2, 1e-1, 1] },
        y: { min: 1e-5, max: 1, log: true, label: "cost", inset: 40, format: tenTo, ticks: [1e-4, 1e-2, 1] } });
      const layer = layers(svg, width, top + 130 + 44);
      // A training takes some 50 ms.
      const learn = (decay) => costs.has(decay) || costs.set(decay, evaluate("decay", { omega: decay }));
      if (!points) setTimeout(() => gradually(decays, 2, learn, redraw), 0);
      points ??= evaluate("decay-data", {});
      const known = decays.filter((decay) => costs.has(decay));
      layer("axes", known.length, (group) => {
        plane.axes(group);
        history.axes(group);
        plane.clip(group, "play-decay-clip");
        points.held_out_x.forEach((x, i) => plane.dot(group, x, points.held_out_y[i], 2.2, "play-point-second"));
        points.x.forEach((x, i) => plane.dot(group, x, points.y[i], 4.5, "play-zero"));
        plane.text(group, -3, 2.4, "○ ten points to learn", { dx: 10, dy: 20, kind: "play-halo" });
        plane.text(group, -3, 2.4, "• forty held out", { dx: 10, dy: 38, kind: "play-second play-halo" });
        const line = (name, kind) => history.line(group, known, known.map((decay) => costs.get(decay)[name]), kind);
        line("training", "play-stroke-ink");
        line("held_out", "play-stroke-second");
        history.text(group, 1.2e-4, 0.1, "on the held out", { kind: "play-second" });
        history.text(group, 3e-2, 1e-3, "on the ten");
      });
      layer("live", null, (group) => {
        const { x, learned, wave } = evaluate("decay-curve", { omega, from: -3, to: 3, count: 121 });
        plane.line(group, x, wave, "play-guide");
        plane.line(group, x, learned, "play-stroke", "play-decay-clip");
        history.line(group, [omega, omega], [1e-5, 1], "play-guide");
        history.dot(group, omega, outputs.training, 4.5, "play-point-ink");
      });
      handle(svg, "omega", history, omega, outputs.held_out, (to) => set({ omega: to }), { axis: "x" });
    },
  });
})();
