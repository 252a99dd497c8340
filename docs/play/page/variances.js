// Chapter 15: how large signals and slopes are, layer by layer, before the first update.
(() => {
  const { layers, panel, handle, clamp, range, shown, tenfold, tenTo } = play;
  const [least, most] = [1e-24, 1e24];

  play.define("variances", {
    title: "Signals on the way forth and slopes on the way back, through 30 layers",
    controls: [
      { name: "activation", label: "activation", first: 2, choices: [[0, "sigmoid"], [1, "tanh"], [2, "ReLU"]] },
      { name: "scale", label: "scale of the weights _c_", first: 1, min: -0.6, max: 0.9, ...tenfold(0.05, 2) },
      { name: "layer", label: "layer explained", first: 10, min: 1, max: 30, step: 1, text: String },
    ],
    formulas: () => [
      "the weights are drawn with the variance _c_/_d_ = {scale} / {units} = {weight_variance}",
      "layer {layer}, forth: _c_ E[_a_²] = {scale} · {signal_before} = {expected_forth}, with _a_ from the layer before; measured, E[_z_²] = {here_forth}",
      "back: _c_ E[_δ_²] E[_f_′(_z_)²] = {scale} · {slope_behind} · {slope_square} = {expected_back}, with _δ_ from the layer behind; measured, E[_δ_²] = {here_back}",
      "from layer 1 to 30 E[_z_²] is multiplied by {gain_forth}; from 30 to 1, E[_δ_²] by {gain_back}",
    ],
    says: ({ activation, scale, gain_forth, gain_back }) =>
      `With ${["sigmoids", "hyperbolic tangents", "ReLUs"][activation]} and weights of variance ` +
      `${shown(scale)}/d the mean square of the signals is multiplied by ${shown(gain_forth, 3)} from layer ` +
      `1 to layer 30, and that of the slopes by ${shown(gain_back, 3)} from layer 30 to layer 1.`,

    draw({ svg, width, set, inputs, outputs }) {
      const { layer: explained } = inputs;
      const tall = Math.round(clamp(width * 0.5, 240, 360));
      const plane = panel({ left: 58, top: 32, width: width - 74, height: tall,
        x: { min: 1, max: 30, label: "layer", ticks: [1, ...range(5, 30, 5)] },
        y: { min: least, max: most, log: true, label: "mean square", inset: 48, format: tenTo,
          ticks: [-24, -16, -8, 0, 8, 16, 24].map((exponent) => 10 ** exponent) } });
      const layer = layers(svg, width, 32 + tall + 46);
      layer("axes", "", (group) => {
        plane.axes(group);
        plane.clip(group, "play-variances-clip");
        plane.text(group, 1, most, "signals z, on the way forth", { dx: 10, dy: 20, kind: "play-accent" });
        plane.text(group, 1, most, "slopes δ, on the way back", { dx: 10, dy: 38, kind: "play-second" });
      });
      layer("live", null, (group) => {
        const all = outputs.forth.map((_, k) => k + 1);
        plane.line(group, [explained, explained], [least, most], "play-guide");
        plane.line(group, all, outputs.back, "play-stroke-second", "play-variances-clip");
        plane.line(group, all, outputs.forth, "play-stroke", "play-variances-clip");
        plane.dot(group, explained, clamp(outputs.here_back, least, most), 4.5, "play-point-second");
      });
      handle(svg, "layer", plane, explained, clamp(outputs.here_forth, least, most),
        (to) => set({ layer: clamp(Math.round(to), 1, 30) }), { axis: "x" });
    },
  });
})();
