// Chapter 14: a ball with momentum in a valley, and plain descent beside it.
(() => {
  const { svgElement, layers, panel, clamp, range, shown, tenTo } = play;

  play.define("momentum", {
    title: "A ball with momentum in a valley, and plain descent beside it",
    controls: [
      { name: "alpha", label: "learning rate _α_", first: 0.04, min: 0.001, max: 0.16, step: 0.001 },
      { name: "beta", label: "velocity kept _β_", first: 0.7, min: 0, max: 0.98, step: 0.01 },
      { name: "t", label: "updates shown", first: 60, min: 0, max: 60, step: 1, loose: true, text: String },
    ],
    buttons: [
      ["step", "Step", ({ set, outputs }) => set({ t: outputs.shown < outputs.updates ? outputs.shown + 1 : 0 })],
      ["walk", "Run", ({ walk, outputs }) => walk("t", outputs.updates, 80)],
    ],
    // Another ball is shown on its whole way; the slider leads back through it.
    adjust: (changes) => ("t" in changes ? changes : { ...changes, t: 60 }),
    settle({ updates, shown }, { t }) {
      t.limit(updates);
      t.set(shown);
    },
    formulas: () => [
      "_v_₁ ← _βv_₁ + ∂_C_/∂_θ_₁ = {beta} · {(velocity1)} + {(slope1)} = {next_velocity1}",
      "_θ_₁ ← _θ_₁ − _αv_₁ = {now1} − {alpha} · {(next_velocity1)} = {next1}",
      "_v_₂ ← {beta} · {(velocity2)} + {(slope2)} = {next_velocity2}, and _θ_₂ ← {now2} − {alpha} · {(next_velocity2)} = {next2}",
      "_C_ = {now_cost} at update {shown}; with plain descent, {now_plain_cost}",
      "in the long run an update multiplies the distance by {rate}; one of plain descent, by {plain_rate}",
    ],
    says: ({ alpha, beta, shown: updates, now_cost, now_plain_cost, rate }) =>
      `With α = ${shown(alpha)} and β = ${shown(beta)} the cost of the ball is ${shown(now_cost, 3)} at ` +
      `update ${updates}, and that of plain descent ${shown(now_plain_cost, 3)}. ` +
      (rate < 1 ? `In the long run an update leaves ${shown(rate, 3)} of the ball’s distance.`
        : "In the long run the ball flies away."),

    draw({ svg, width, evaluate, outputs }) {
      const [left, tall] = [56, Math.round(clamp(width * 0.4, 190, 290))];
      const top = 32 + tall + 72;
      const plane = panel({ left, top: 32, width: width - left - 16, height: tall,
        x: { min: -7, max: 11, label: "θ₁, along the valley", ticks: range(-5, 10, 5) },
        y: { min: -4.2, max: 4.2, label: "θ₂, across", inset: 46, ticks: range(-4, 4, 2) } });
      const history = panel({ left, top, width: plane.width, height: 100,
        x: { min: 0, max: 60, label: "updates", ticks: range(0, 60, 15) },
        y: { min: 1e-8, max: 1e4, log: true, label: "cost", inset: 46, format: tenTo,
          ticks: [1e-8, 1e-4, 1, 1e4] } });
      const layer = layers(svg, width, top + 100 + 44);
      /** A group that shows no more than a panel's inside. */
      const within = (group, one) => svgElement(group, "g", { "clip-path":
        `url(#play-momentum-${one === plane ? "plane" : "history"})` });
      layer("axes", "", (group) => {
        for (const one of [plane, history]) one.axes(group);
        plane.clip(group, "play-momentum-plane");
        history.clip(group, "play-momentum-history");
        const inside = within(group, plane);
        const { along, across } = evaluate("momentum-levels", {});
        along.forEach((reach, k) => svgElement(inside, "ellipse", { cx: plane.X(0), cy: plane.Y(0),
          rx: plane.X(reach) - plane.X(0), ry: plane.Y(0) - plane.Y(across[k]), class: "play-level" }));
      });
      layer("live", null, (group) => {
        const [hill, below] = [within(group, plane), within(group, history)];
        const way = (one, two, costs, kind) => {
          const count = outputs.shown + 1;
          const [x, y, cost] = [one, two, costs].map((all) => all.slice(0, count));
          plane.line(hill, x, y, `play-stroke${kind} play-path`);
          x.forEach((value, k) => plane.dot(hill, value, y[k], k === x.length - 1 ? 6 : 2.4, `play-point${kind}`));
          history.line(below, cost.map((_, k) => k), cost, `play-stroke${kind}`);
          history.dot(below, cost.length - 1, cost.at(-1), 4, `play-point${kind}`);
        };
        way(outputs.plain1, outputs.plain2, outputs.plain_cost, "-ink");
        way(outputs.path1, outputs.path2, outputs.cost, "");
        plane.text(group, -7, 4.2, "the ball", { dx: 10, dy: 20, kind: "play-accent play-halo" });
        plane.text(group, -7, 4.2, "plain descent", { dx: 10, dy: 38, kind: "play-halo" });
      });
    },
  });
})();
