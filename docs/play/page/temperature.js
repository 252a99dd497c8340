// Chapter 12: the temperature decides how sure softmax is.
(() => {
  const { layers, panel, handle, bars, clamp, range, shown, tenfold } = play;
  const [coldest, hottest] = [-1.3, 2];
  const score = (name, label, first) => ({ name, label, first, min: -5, max: 5, step: 0.1 });
  const kinds = ["accent", "ink", "second"];
  const strokes = ["play-stroke", "play-stroke-ink", "play-stroke-second"];

  play.define("temperature", {
    title: "Three probabilities over the temperature",
    controls: [
      { name: "tau", label: "temperature _τ_", first: 1, min: coldest, max: hottest,
        ...tenfold(0.02, 3) },
      score("z1", "score _z_₁", 2), score("z2", "score _z_₂", 1), score("z3", "score _z_₃", 0),
    ],
    formulas: () => [
      "_p_₁ = _e_^(_z_₁ − _m_)/_τ_^ / sum = {powers.0} / ({powers.0} + {powers.1} + {powers.2}) = {p.0}, with the highest score _m_ = {highest}",
      "_p_₂ = {powers.1} / {sum} = {p.1}",
      "_p_₃ = {powers.2} / {sum} = {p.2}",
      "the largest share is {largest}; the entropy −∑ _p_ ln _p_ is {entropy}, at most ln 3",
    ],
    says: ({ tau, p, entropy }) =>
      `At the temperature ${shown(tau, 3)} the probabilities are ${p.map((one) => shown(one)).join(", ")}. ` +
      `Their entropy is ${shown(entropy, 3)}.`,

    draw({ svg, width, evaluate, set, inputs, outputs }) {
      const { z1, z2, z3, tau } = inputs;
      const [left, tall, row] = [44, Math.round(clamp(width * 0.34, 180, 260)), 26];
      const plane = panel({ left, top: 30, width: width - left - 16, height: tall,
        x: { min: 10 ** coldest, max: 10 ** hottest, log: true, label: "temperature τ",
          ticks: [0.1, 1, 10, 100] },
        y: { min: 0, max: 1.04, label: "probability", inset: 36, ticks: range(0, 1, 0.25) } });
      const top = 30 + tall + 54;
      const layer = layers(svg, width, top + 3 * row + 8);
      layer("axes", `${z1} ${z2} ${z3}`, (group) => {
        plane.axes(group);
        const curve = evaluate("temperature-curve",
          { z1, z2, z3, from: 10 ** coldest, to: 10 ** hottest, count: 121 });
        plane.line(group, [10 ** coldest, 10 ** hottest], [1 / 3, 1 / 3], "play-guide");
        [curve.p1, curve.p2, curve.p3].forEach((p, k) => plane.line(group, curve.tau, p, strokes[k]));
      });
      layer("live", null, (group) => {
        plane.line(group, [tau, tau], [0, 1.04], "play-guide");
        plane.dot(group, tau, outputs.p[1], 4.5, "play-point-ink");
        plane.dot(group, tau, outputs.p[2], 4.5, "play-point-second");
        const rows = outputs.p.map((value, k) => ({ label: `p${"₁₂₃"[k]}`, value,
          text: shown(value), kind: `play-bar-${kinds[k]}` }));
        bars(group, rows, { left, top, width: width - left - 96, high: 1, tall: row });
      });
      handle(svg, "tau", plane, tau, outputs.p[0], (to) => set({ tau: to }), { axis: "x" });
    },
  });
})();
