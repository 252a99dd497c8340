// Chapter 6: gradient descent on the cost of one neuron.
(() => {
  const { layers, panel, handle, clamp, snap, shown, tenfold } = play;
  const weight = (name, label, first) => ({ name, label, first, min: -4, max: 4, step: 0.1 });
  const fit = (value) => snap(clamp(value, -4, 4), 0.1);
  const because = {
    creeps: "100 updates were not enough, though it never turned back",
    converges: "its gradient fell below 0.001",
    oscillates: "it turns back again and again",
    diverges: "it ended higher than it began",
  };

  play.define("descent", {
    title: "Gradient descent on the cost of one neuron",
    controls: [
      { name: "alpha", label: "learning rate _α_", first: 5, min: -1, max: 2.5, ...tenfold(0.05, 2) },
      weight("w1", "start _w_₁", -1), weight("w2", "start _w_₂", 2.5),
      { name: "epoch", label: "updates shown", first: 100, min: 0, max: 100, step: 1, loose: true, text: String },
    ],
    buttons: [["walk", "Walk", ({ walk, outputs: { updates } }) =>
      walk("epoch", updates, Math.max(40, Math.min(300, 4000 / Math.max(updates, 1))))]],
    // A new descent is shown whole; the slider leads back through it.
    adjust: (changes) => ("epoch" in changes ? changes : { ...changes, epoch: 100 }),
    settle({ updates, shown }, { epoch }) {
      epoch.limit(updates);
      epoch.set(shown);
    },
    formulas: ({ verdict }) => [
      `_α_ = {alpha}: the descent **${verdict}**; ${because[verdict]} (updates: {updates}, turns: {turns})`,
      "_w_₁ ← _w_₁ − _α_ ∂_C_/∂_w_₁ = {now1} − {alpha} · {(now_slope1)} = {next1}",
      "_w_₂ ← _w_₂ − _α_ ∂_C_/∂_w_₂ = {now2} − {alpha} · {(now_slope2)} = {next2}",
      "_C_ = {first_cost} at the start, {now_cost} at update {shown}; |∇_C_| = {now_length:3}",
    ],
    says: ({ alpha, verdict, updates, first_cost, last_cost }) =>
      `With the learning rate ${shown(alpha)} the descent ${verdict}: ${because[verdict]}. The cost ` +
      `goes from ${shown(first_cost)} to ${shown(last_cost)} in ${updates} updates.`,

    draw({ svg, width, evaluate, set, inputs, outputs }) {
      const plane = play.plane(width, 420);
      const top = plane.top + plane.height + 72;
      const most = [0.2, 0.4, 1].find((bound) => bound >= Math.max(...outputs.cost));
      const history = panel({ left: plane.left, top, width: plane.width, height: 80,
        x: { min: 0, max: 100, label: "updates", ticks: [0, 25, 50, 75, 100] },
        y: { min: 0, max: most, label: "cost", inset: 34, ticks: [0, most / 2, most] } });
      const layer = layers(svg, width, Math.round(top + 80 + 44));
      layer("axes", most, (group) => { plane.axes(group); history.axes(group); });
      layer("landscape", "", (group) =>
        play.landscape(group, plane, evaluate, "play-descent-clip", 0, 6));
      const shownTo = outputs.shown + 1;
      layer("live", null, (group) => {
        const [w1, w2, costs] = [outputs.path1, outputs.path2, outputs.cost].map((all) => all.slice(0, shownTo));
        plane.line(group, w1, w2, "play-stroke play-path", "play-descent-clip");
        w1.forEach((value, k) => {
          if (Math.abs(value) <= 4 && Math.abs(w2[k]) <= 4) plane.dot(group, value, w2[k], 2.6, "play-step");
        });
        const last = shownTo - 1;
        const inside = Math.abs(w1[last]) <= 4 && Math.abs(w2[last]) <= 4;
        if (inside && last > 0) plane.dot(group, w1[last], w2[last], 5.5, "play-point");
        plane.text(group, -4, 4, outputs.verdict, { dx: 10, dy: 24, kind: "play-accent play-verdict play-halo" });
        if (!inside) {
          plane.text(group, 4, 4, "out of the picture", { dx: -10, dy: 22, anchor: "end", kind: "play-halo" });
        }
        history.clip(group, "play-descent-history");
        history.line(group, costs.map((_, k) => k), costs, "play-stroke", "play-descent-history");
        history.dot(group, last, costs[last], 4, "play-point");
      });
      handle(svg, "start", plane, inputs.w1, inputs.w2, (a, b) => set({ w1: fit(a), w2: fit(b) }));
    },
  });
})();
